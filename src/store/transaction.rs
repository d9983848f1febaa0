//! Transactions on PostgreSQL, done again when another was first.
//!
//! `REPEATABLE READ` refuses an update of a row that changed since the transaction began, where
//! PostgreSQL's default would overwrite it: no update is lost, as on SQLite, where writers queue.
//! While somebody loses such races the writers of this process queue too, so that everyone has a turn.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::QueryResult;
use parking_lot::FairMutex;

use super::connection::{Db, Link};
use super::error::{Kind, StoreError, StoreResult};
use super::guard;
use super::pool::Links;

/// How often work is done before the store gives up. Losing this often in a row, with pauses in
/// between, means that the rows are contended for the whole time.
const ATTEMPTS_MAX: u32 = 40;

/// Longest pause between two attempts, before chance is added.
const PAUSE_MILLISECONDS_MAX: u64 = 64;

const WRITING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE";
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// What became of one attempt.
enum Attempt<R> {
    Done(R),
    Again(Reason),
}

/// Why an attempt is worth repeating; nothing of it is in the database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// Another transaction changed the same rows first.
    Raced,
    /// A key was taken, perhaps by a transaction this one could not see yet; the next one sees it.
    Duplicate,
    /// The connection was closed before the commit.
    Closed,
}

/// Connections that write, and the queue for when they stand in each other's way.
pub(super) struct PostgresWriters {
    links: Links,
    /// How many have lost a race and are not done yet.
    losers: AtomicUsize,
    turn: FairMutex<()>,
}

impl PostgresWriters {
    pub(super) fn new(links: Links) -> Self {
        Self { links, losers: AtomicUsize::new(0), turn: FairMutex::new(()) }
    }
}

/// Counts one loser as long as it lives.
struct Loser<'a>(&'a AtomicUsize);

impl<'a> Loser<'a> {
    fn among(losers: &'a AtomicUsize) -> Self {
        losers.fetch_add(1, Ordering::Relaxed);
        Self(losers)
    }
}

impl Drop for Loser<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Runs `work` in a transaction, again if need be.
pub(super) fn write<T, E: From<StoreError>>(
    writers: &PostgresWriters,
    work: impl Fn(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    let mut duplicates = 0;
    let mut last = Reason::Raced;
    let mut lost = None;
    for attempt in 1..=ATTEMPTS_MAX {
        let _turn = (writers.losers.load(Ordering::Relaxed) > 0).then(|| writers.turn.lock());
        let mut link = writers.links.take()?;
        // A real duplicate is still one the second time, and is then the answer.
        match write_once(&mut link, &work, duplicates == 0) {
            Attempt::Done(result) => return result,
            Attempt::Again(reason) => last = reason,
        }
        drop(link);
        match last {
            Reason::Raced if lost.is_none() => lost = Some(Loser::among(&writers.losers)),
            // Lost in its own turn: to another process.
            Reason::Raced => pause(attempt),
            Reason::Duplicate => duplicates += 1,
            Reason::Closed => {}
        }
    }
    Err(E::from(match last {
        Reason::Closed => StoreError::Unavailable("the database keeps closing the connection".into()),
        Reason::Raced | Reason::Duplicate => StoreError::Busy,
    }))
}

fn write_once<T, E: From<StoreError>>(
    link: &mut Link,
    work: &impl Fn(&mut Db) -> Result<T, E>,
    again_on_duplicate: bool,
) -> Attempt<Result<T, E>> {
    let Link { db, health } = link;
    // A panic unwinds through here; the pool then drops the connection, and the server rolls back.
    let worked = match begin(db, WRITING) {
        Ok(()) => guard::while_writing(|| work(db)).and_then(|value| {
            usable(db, health.first_error())?;
            Ok(value)
        }),
        Err(error) => Err(StoreError::from(error).into()),
    };
    let failure = match worked {
        Ok(value) => match Db::commit_transaction(db) {
            Ok(()) => return Attempt::Done(Ok(value)),
            // Nobody knows whether the commit arrived, so the work must not be done again.
            Err(error) if Kind::of(&error) == Kind::Closed => {
                return Attempt::Done(Err(StoreError::from(error).into()));
            }
            Err(error) => StoreError::from(error).into(),
        },
        Err(failure) => {
            // If this fails the connection is of no use, which the pool sees for itself.
            let _ = Db::rollback_transaction(db);
            failure
        }
    };
    if health.is_closed() {
        Attempt::Again(Reason::Closed)
    } else if health.has_raced() {
        Attempt::Again(Reason::Raced)
    } else if again_on_duplicate && health.met_duplicate() {
        Attempt::Again(Reason::Duplicate)
    } else {
        Attempt::Done(Err(failure))
    }
}

/// Where work kept an error to itself, makes sure that the transaction can still commit:
/// PostgreSQL answers the commit of a failed transaction with a rollback and no error.
fn usable(db: &mut Db, first_error: Option<(Kind, String)>) -> StoreResult<()> {
    if first_error.is_some() {
        diesel::sql_query("SELECT 1").execute(db)?;
    }
    Ok(())
}

/// Runs `work` on one moment of the database: whatever is committed meanwhile, it does not see.
pub(super) fn snapshot<T>(db: &mut Db, work: impl Fn(&mut Db) -> StoreResult<T>) -> StoreResult<T> {
    begin(db, READING)?;
    let result = work(db);
    // Nothing was written, so there is nothing to lose if this fails.
    let _ = Db::rollback_transaction(db);
    result
}

fn begin(db: &mut Db, postgres: &str) -> QueryResult<()> {
    match db {
        // SQLite's transactions see one moment by themselves.
        Db::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN"),
        Db::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(inner, postgres),
    }
}

/// Waits a little, by chance longer or shorter, so that those who met do not meet again.
fn pause(attempt: u32) {
    let longest = 1_u64.checked_shl(attempt).unwrap_or(u64::MAX).min(PAUSE_MILLISECONDS_MAX);
    let chance = RandomState::new().hash_one(attempt) % longest;
    std::thread::sleep(Duration::from_millis(longest / 2 + chance));
}
