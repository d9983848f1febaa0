//! Backups: one SQLite file, whichever engine serves.
//!
//! The one format makes a backup readable without the portal and lets it move an installation
//! from one engine to the other. [`contents()`] tells whether two databases hold the same.

mod contents;
mod table;

use std::fs;
use std::path::Path;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::sql_types::Text;
use tempfile::TempDir;

use super::connection::{self, Access};
use super::database_url::DatabaseUrl;
use super::migrate::{self, migrate, refuse_dangling_keys};
use super::{Db, StoreError, StoreResult};

pub use contents::{TableContents, contents};

/// Writes everything to a new file, while the portal serves.
///
/// An existing file is never overwritten, and the file has its name only when it is whole.
/// Only its owner may read it.
pub fn backup(from: &DatabaseUrl, to: &Path) -> StoreResult<()> {
    if to.exists() {
        return Err(StoreError::Refused(format!("{} is there already; a backup overwrites nothing", to.display())));
    }
    let mut source = connection::open(from, Access::Write)?;
    refuse_pending(&mut source)?;
    let folder = connection::folder_of(to)?;
    // Beside the final place, so that renaming moves nothing; it goes with all that is in it if we fail.
    let workshop = TempDir::with_prefix_in(".backup-", folder).map_err(StoreError::file(folder))?;
    let unfinished = workshop.path().join("backup.db");
    match &mut source {
        Db::Sqlite(inner) => {
            let path = unfinished.to_str().ok_or_else(|| StoreError::Refused("the path is not UTF-8".into()))?;
            diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(inner)?;
        }
        Db::Postgres(_) => copy_out(&mut source, &unfinished)?,
    }
    finish(&unfinished, to)?;
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::file(folder))
}

/// Copies one moment of a PostgreSQL database into a new SQLite file.
fn copy_out(source: &mut Db, to: &Path) -> StoreResult<()> {
    let target = DatabaseUrl::of_file(to);
    migrate(&target)?;
    if let Db::Postgres(inner) = source {
        AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    }
    let mut db = connection::open(&target, Access::Write)?;
    db.transaction(|db| table::copy_all(source, db))?;
    Db::rollback_transaction(source)?;
    // One file without its log beside it.
    db.batch_execute("PRAGMA journal_mode = DELETE")?;
    Ok(())
}

/// Makes a whole backup private, puts it on the disk and gives it its name.
fn finish(unfinished: &Path, to: &Path) -> StoreResult<()> {
    make_private(unfinished)?;
    fs::File::open(unfinished).and_then(|file| file.sync_all()).map_err(StoreError::file(unfinished))?;
    let named = tempfile::TempPath::try_from_path(unfinished).map_err(StoreError::file(unfinished))?;
    // Refuses a file that has appeared in the meantime.
    named.persist_noclobber(to).map_err(|error| StoreError::File { path: to.to_owned(), why: error.error })
}

/// Its owner may read and write it, and nobody else.
fn make_private(file: &Path) -> StoreResult<()> {
    #[cfg(unix)]
    {
        let private = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600);
        fs::set_permissions(file, private).map_err(StoreError::file(file))?;
    }
    Ok(())
}

fn refuse_pending(db: &mut Db) -> StoreResult<()> {
    match migrate::pending_in(db)?.as_slice() {
        [] => Ok(()),
        _ => Err(StoreError::Refused("the database must be migrated first".into())),
    }
}

/// Puts a backup into an empty database of either engine, making its tables if need be: all of it or nothing.
///
/// The file is checked first and never changed; one from an older program is migrated on a copy.
pub fn restore(from: &Path, into: &DatabaseUrl) -> StoreResult<()> {
    let workshop = TempDir::new().map_err(StoreError::file(&std::env::temp_dir()))?;
    let copy = workshop.path().join("backup.db");
    fs::copy(from, &copy).map_err(StoreError::file(from))?;
    // The permissions came along, and an archive is often read-only.
    make_private(&copy)?;
    let copied = DatabaseUrl::of_file(&copy);
    verify(&copied).map_err(|error| match error {
        StoreError::Database(says) => not_a_backup(from, &says.to_string()),
        StoreError::Unavailable(says) | StoreError::Refused(says) => not_a_backup(from, &says),
        other => other,
    })?;
    let missing = migrate::pending(into)?.len();
    if missing != 0 && missing != migrate::known().len() {
        // It was in use with an older program; finding out whether it is empty must not change it.
        return Err(StoreError::Refused("the database must be migrated first, or be a new one".into()));
    }
    migrate(&copied)?;
    migrate(into)?;
    let mut source = connection::open(&copied, Access::Read)?;
    let mut target = connection::open(into, Access::Write)?;
    target.transaction(|target| {
        if let Some(full) = contents(target)?.iter().find(|table| table.rows > 0) {
            let table = full.table;
            return Err(StoreError::Refused(format!(
                "the database holds data already ({table}); restore into an empty one"
            )));
        }
        table::copy_all(&mut source, target)
    })
}

fn not_a_backup(file: &Path, why: &str) -> StoreError {
    StoreError::NotUnderstood { path: file.to_owned(), why: format!("not a whole backup of the portal: {why}") }
}

#[derive(QueryableByName)]
struct Integrity {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Makes sure that a file is a whole database of the portal, of this version of the program or an older one.
fn verify(copy: &DatabaseUrl) -> StoreResult<()> {
    let mut db = connection::open(copy, Access::Read)?;
    let pending = migrate::pending_in(&mut db)?;
    if pending.len() == migrate::known().len() {
        return Err(StoreError::Refused("it holds no tables of the portal".into()));
    }
    let Db::Sqlite(inner) = &mut db else { return Ok(()) };
    let found = diesel::sql_query("SELECT integrity_check FROM pragma_integrity_check").load::<Integrity>(inner)?;
    if let Some(fault) = found.iter().find(|row| row.integrity_check != "ok") {
        return Err(StoreError::Refused(fault.integrity_check.clone()));
    }
    refuse_dangling_keys(inner)
}
