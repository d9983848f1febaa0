//! An office that brings lists to the program.

use super::database::{TestDatabase, engine};
use super::program::run;

/// A database with the register, and a folder for lists.
pub(crate) struct Office {
    pub(crate) database: TestDatabase,
    folder: tempfile::TempDir,
}

impl Office {
    pub(crate) fn new() -> Self {
        let office = Self { database: TestDatabase::blank_on(engine()), folder: tempfile::tempdir().unwrap() };
        assert_eq!(office.run(&["migrate"]).0, 0);
        office
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run(arguments, &[("DATABASE_URL", self.database.address())])
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Imports a list of these bytes: `history`, `contacts`.
    pub(crate) fn import(&self, of: &str, list: impl AsRef<[u8]>, more: &[&str]) -> (i32, String, String) {
        let path = self.path("list.csv");
        std::fs::write(&path, list).unwrap();
        self.run(&[&["import", of, &path], more].concat())
    }
}
