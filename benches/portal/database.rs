//! A database with the register in it, on each engine there is.

use ccw_portal::app::import_embedded_register_once;
use ccw_portal::clock::Clock;
use ccw_portal::store::{DatabaseUrl, Limits, Store, migrate};
use tempfile::TempDir;

pub(crate) struct Database {
    pub(crate) url: String,
    // Kept until the benchmark has ended.
    _folder: Option<TempDir>,
}

/// SQLite, and PostgreSQL where `TEST_DATABASE_URL` names a server.
#[expect(clippy::disallowed_methods, reason = "a benchmark has no configuration")]
pub(crate) fn all() -> Vec<Database> {
    let folder = TempDir::new().unwrap();
    let sqlite = format!("sqlite:{}", folder.path().join("portal.db").display());
    let mut all = vec![Database::prepare(sqlite, Some(folder))];
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => all.push(Database::prepare(url, None)),
        Err(_) => println!("PostgreSQL is not measured: run `tests/with-postgres cargo bench`."),
    }
    all
}

impl Database {
    fn prepare(url: String, folder: Option<TempDir>) -> Self {
        let parsed: DatabaseUrl = url.parse().unwrap();
        migrate::migrate(&parsed).unwrap();
        let store = Store::open(&parsed, Limits::default()).unwrap();
        import_embedded_register_once(&store, Clock::System.now()).unwrap();
        Self { url, _folder: folder }
    }

    pub(crate) fn name(&self) -> &'static str {
        if self.url.starts_with("sqlite:") { "SQLite" } else { "PostgreSQL" }
    }

    pub(crate) fn parsed(&self) -> DatabaseUrl {
        self.url.parse().unwrap()
    }
}
