//! One connection: the enum over both engines, and how a connection is opened and set up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
use diesel::result::Error;
use diesel::{PgConnection, RunQueryDsl, SqliteConnection};

use super::database_url::DatabaseUrl;
use super::error::{Kind, StoreError, StoreResult};

pub use multi::Db;

mod multi {
    #![expect(missing_docs, reason = "the derive names its parts itself")]

    use diesel::{PgConnection, SqliteConnection};

    /// A connection to either engine. Queries are written once, for the enum.
    ///
    /// Never open one with `Db::establish`: it tries each engine in turn, and SQLite
    /// takes any text for the name of a file to create.
    #[derive(diesel::MultiConnection)]
    pub enum Db {
        Sqlite(SqliteConnection),
        Postgres(PgConnection),
    }
}

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads; the database itself refuses everything else.
    Read,
    /// Reads and writes.
    Write,
}

/// How long a statement waits for the lock of another process before SQLite gives up.
const BUSY_TIMEOUT_MILLISECONDS: u32 = 5_000;

/// Pause before a new file is asked once more to keep a write-ahead log.
const WAL_PAUSE_MILLISECONDS: u32 = 10;

/// How long PostgreSQL works on one reading statement, or waits for a table that somebody has locked,
/// before it gives up: readers are few, and none may wait for ever.
const READ_TIMEOUT_MILLISECONDS: u32 = 15_000;

/// Opens an existing database.
pub(super) fn open(url: &DatabaseUrl, access: Access) -> StoreResult<Db> {
    match (url.sqlite_path(), url.postgres_url()) {
        (Some(path), _) => open_sqlite(path, "rw", access).map(Db::Sqlite),
        (None, Some(url)) => open_postgres(&url, access).map(Db::Postgres),
        (None, None) => Err(StoreError::Refused("the address names no database".into())),
    }
}

/// Opens a SQLite database, making the file where there is none; readable by nobody else.
pub(super) fn create_sqlite(path: &Path) -> StoreResult<SqliteConnection> {
    folder_of(path)?;
    make_private_file(path)?;
    open_sqlite(path, "rwc", Access::Write)
}

/// The folder of a file that is to be made, which must be there.
pub(super) fn folder_of(path: &Path) -> StoreResult<&Path> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match folder.is_dir() {
        true => Ok(folder),
        false => Err(StoreError::Refused(format!("{}: its folder is not there; make it first", path.display()))),
    }
}

/// SQLite would make the file with the process's ordinary mode, readable by all.
fn make_private_file(path: &Path) -> StoreResult<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop).map_err(StoreError::file(path)),
    }
}

fn open_sqlite(path: &Path, mode: &str, access: Access) -> StoreResult<SqliteConnection> {
    let at_path = |error: diesel::ConnectionError| StoreError::Unavailable(format!("{}: {error}", path.display()));
    let mut connection = SqliteConnection::establish(&sqlite_uri(path, mode)?).map_err(at_path)?;
    connection.batch_execute(&format!("PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}"))?;
    switch_to_wal(&mut connection)?;
    // An acknowledged filing survives a power cut.
    connection.batch_execute("PRAGMA synchronous = FULL")?;
    connection.batch_execute("PRAGMA foreign_keys = ON")?;
    // A pragma that cannot be followed is no error, so the outcome is read back.
    let settings = diesel::sql_query(
        "SELECT foreign_keys, journal_mode, synchronous FROM pragma_foreign_keys, pragma_journal_mode, pragma_synchronous",
    )
    .get_result::<Settings>(&mut connection)?;
    if settings.foreign_keys != 1 || settings.journal_mode != "wal" || settings.synchronous != 2 {
        return Err(StoreError::Unavailable(format!("{}: SQLite does not take our settings", path.display())));
    }
    if access == Access::Read {
        connection.batch_execute("PRAGMA query_only = ON")?;
    }
    Ok(connection)
}

/// Where several programs open a new file at once, SQLite refuses the switch to all but one of them at once,
/// whatever its busy timeout says: waiting for each other they would wait for ever.
fn switch_to_wal(connection: &mut SqliteConnection) -> StoreResult<()> {
    for _ in 0..BUSY_TIMEOUT_MILLISECONDS / WAL_PAUSE_MILLISECONDS {
        match connection.batch_execute("PRAGMA journal_mode = WAL") {
            Err(error) if Kind::of(&error) == Kind::Locked => {
                std::thread::sleep(Duration::from_millis(WAL_PAUSE_MILLISECONDS.into()));
            }
            other => return Ok(other?),
        }
    }
    Err(StoreError::Busy)
}

#[derive(diesel::QueryableByName)]
struct Settings {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    foreign_keys: i32,
    #[diesel(sql_type = diesel::sql_types::Text)]
    journal_mode: String,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    synchronous: i32,
}

/// The path as a URI, so that a missing file is an error where it must be there.
fn sqlite_uri(path: &Path, mode: &str) -> StoreResult<String> {
    let full = std::path::absolute(path).map_err(StoreError::file(path))?;
    let text = full.to_str().ok_or_else(|| StoreError::Refused("the path is not UTF-8".into()))?;
    let escaped = text.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Ok(format!("file://{escaped}?mode={mode}"))
}

fn open_postgres(url: &str, access: Access) -> StoreResult<PgConnection> {
    let mut connection = PgConnection::establish(url)?;
    if access == Access::Read {
        connection.batch_execute("SET default_transaction_read_only = on")?;
        connection.batch_execute(&format!("SET statement_timeout = {READ_TIMEOUT_MILLISECONDS}"))?;
    }
    Ok(connection)
}

/// What a connection met while it worked, noticed even where the work keeps an error to itself.
#[derive(Debug)]
pub(super) struct Health {
    /// The generation of connections this one was opened in.
    born: u64,
    /// The living generation: it ends as soon as one of its connections turns out to be closed.
    living: Arc<AtomicU64>,
    raced: AtomicBool,
    duplicate: AtomicBool,
    first_error: Mutex<Option<(Kind, String)>>,
}

impl Health {
    fn new(living: &Arc<AtomicU64>) -> Self {
        Self {
            born: living.load(Ordering::Acquire),
            living: Arc::clone(living),
            raced: AtomicBool::new(false),
            duplicate: AtomicBool::new(false),
            first_error: Mutex::new(None),
        }
    }

    fn notice(&self, error: &Error) {
        match Kind::of(error) {
            // Its sisters went the same way most likely: all of them are opened anew, without asking each.
            Kind::Closed => self.end_generation(),
            Kind::Race => self.raced.store(true, Ordering::Release),
            Kind::Duplicate => self.duplicate.store(true, Ordering::Release),
            Kind::Locked | Kind::Storage | Kind::Other => {}
        }
        let mut first = self.first_error.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| (Kind::of(error), error.to_string()));
    }

    fn end_generation(&self) {
        // Another connection of the generation may have ended it first, which is as good.
        let _ = self.living.compare_exchange(self.born, self.born + 1, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Forgets what earlier work met.
    pub(super) fn forget(&self) {
        self.raced.store(false, Ordering::Release);
        self.duplicate.store(false, Ordering::Release);
        *self.first_error.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The connection must not be used again.
    pub(super) fn is_closed(&self) -> bool {
        self.living.load(Ordering::Acquire) != self.born
    }

    /// PostgreSQL undid the work because another transaction was first.
    pub(super) fn has_raced(&self) -> bool {
        self.raced.load(Ordering::Acquire)
    }

    /// A unique key was taken.
    pub(super) fn met_duplicate(&self) -> bool {
        self.duplicate.load(Ordering::Acquire)
    }

    /// The first thing the database complained about since `forget`.
    pub(super) fn first_error(&self) -> Option<(Kind, String)> {
        self.first_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A connection together with what it met.
pub(super) struct Link {
    pub(super) db: Db,
    pub(super) health: Arc<Health>,
}

impl Link {
    /// Opens an existing database as part of the living generation.
    pub(super) fn open(url: &DatabaseUrl, access: Access, living: &Arc<AtomicU64>) -> StoreResult<Self> {
        let health = Arc::new(Health::new(living));
        let mut db = open(url, access)?;
        let noticing = Arc::clone(&health);
        db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::FinishQuery { error: Some(error), .. } = event {
                noticing.notice(error);
            }
        });
        Ok(Self { db, health })
    }
}
