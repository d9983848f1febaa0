//! The database: the only ring that knows diesel.
//!
//! Two engines behind one enum, [`Db`]: SQLite in the program, PostgreSQL on a server. Functions here
//! take a connection, do one thing and never open a transaction; whoever calls decides what
//! belongs together, with [`Store::write`]. There are no repository traits: tests run on both engines.
//!
//! | Promise | Kept by |
//! |---|---|
//! | what was answered as written survives a power cut | one commit before any answer, `synchronous = FULL` |
//! | no update is lost | SQLite: one writer (`writer`); PostgreSQL: `REPEATABLE READ`, done again (`transaction`) |
//! | a read changes nothing | connections the database itself keeps from writing |
//! | a database that was away is used again without a restart | connections dropped by generation (`connection`) |
//! | a mistyped address is not another engine's file | addresses are read here, and only migrating makes a file |
//! | both engines hold the same | mirrored migrations, one `schema`, one backup format, tests on both |
//!
//! `REPEATABLE READ` does not see two transactions that each read what the other writes (write skew).
//! A rule over several rows must therefore also update a row that they share.

pub mod answers;
pub mod attachments;
pub mod audit_entries;
pub mod audit_seals;
pub mod backup;
pub mod classifications;
pub mod clearances;
mod columns;
mod connection;
pub mod courtesy;
pub mod data_versions;
mod database_url;
pub mod draft_changes;
pub mod drafts;
mod error;
mod guard;
pub mod historic_reports;
pub mod letters;
pub mod migrate;
pub mod notices;
pub mod outbox;
pub mod people;
mod pool;
pub mod questions;
pub mod records_from;
pub mod registers;
pub mod reminders;
pub mod reuses;
pub mod revisions;
pub mod schema;
pub mod sessions;
pub mod states;
pub mod submissions;
mod transaction;
pub mod treaty_actions;
mod writer;

use std::sync::Arc;
use std::time::Duration;

pub use connection::Db;
pub use database_url::{DatabaseUrl, Engine, NotADatabaseUrl};
pub use error::{StoreError, StoreResult};

use connection::Access;
use pool::Links;
use transaction::PostgresWriters;
use writer::Writer;

/// How many connections a store holds, and how long it waits for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections that read.
    pub readers: u32,
    /// Connections that write on PostgreSQL; SQLite has one writer.
    pub writers: u32,
    /// How long to wait for a free connection before answering that the database is not available.
    pub patience: Duration,
}

impl Default for Limits {
    /// Fits a small server: reads take well below a millisecond, so few connections serve many people.
    fn default() -> Self {
        Self { readers: 8, writers: 8, patience: Duration::from_secs(5) }
    }
}

/// An open database. Cloning it is cheap; all clones share the connections.
///
/// Everything here blocks: inside the web server, call it through `web::block`.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Links,
    writers: Writers,
}

enum Writers {
    Queue(Writer),
    Postgres(PostgresWriters),
}

impl Store {
    /// Opens an existing database, and makes sure that it answers and takes our settings.
    ///
    /// Makes no file and no table; see [`migrate`].
    pub fn open(url: &DatabaseUrl, limits: Limits) -> StoreResult<Self> {
        drop(connection::open(url, Access::Read)?);
        let writers = match url.engine() {
            Engine::Sqlite => Writers::Queue(Writer::start(url.clone())?),
            Engine::Postgres => {
                Writers::Postgres(PostgresWriters::new(Links::new(url, Access::Write, limits.writers, limits.patience)))
            }
        };
        let readers = Links::new(url, Access::Read, limits.readers, limits.patience);
        Ok(Self { inner: Arc::new(Inner { readers, writers }) })
    }

    /// Runs `work`, which only reads; the database refuses anything else.
    ///
    /// Each query sees the database as it is then; where several must agree, use [`Store::snapshot`].
    /// If the connection turns out to be closed, `work` runs once more on a fresh one.
    pub fn read<T>(&self, work: impl Fn(&mut Db) -> StoreResult<T>) -> StoreResult<T> {
        guard::refuse_inside_a_write()?;
        let mut link = self.inner.readers.take()?;
        let result = work(&mut link.db);
        if result.is_ok() || !link.health.is_closed() {
            return result;
        }
        drop(link);
        work(&mut self.inner.readers.take()?.db)
    }

    /// Like [`Store::read`], with all queries of `work` seeing the same moment.
    pub fn snapshot<T>(&self, work: impl Fn(&mut Db) -> StoreResult<T>) -> StoreResult<T> {
        self.read(|db| transaction::snapshot(db, &work))
    }

    /// Runs `work` in one transaction and answers when it is on the disk.
    ///
    /// If `work` fails or panics nothing of it stays; a panic goes on in the caller. `work` may run
    /// more than once, so it must do nothing but use its connection: on PostgreSQL it runs again
    /// when another transaction was first, and gives up with [`StoreError::Busy`] in the end.
    pub fn write<T, E>(&self, work: impl Fn(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        guard::refuse_inside_a_write()?;
        match &self.inner.writers {
            Writers::Queue(writer) => writer.write(work),
            Writers::Postgres(writers) => transaction::write(writers, work),
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}
