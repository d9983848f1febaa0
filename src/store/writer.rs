//! The one writer of a SQLite database: a thread that takes all waiting work into one transaction.
//!
//! Each piece of work has a savepoint of its own, so that what one undoes leaves the others alone.
//! Nobody is answered before the commit, so an answer means that the work is on the disk; and
//! because one commit serves everybody who waits, the rate does not suffer from it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::QueryResult;

use super::connection::{Access, Db, Link};
use super::database_url::DatabaseUrl;
use super::error::{Kind, StoreError, StoreResult};
use super::guard;

/// How many pieces of work may wait. Each waiting one holds a thread of its own, and web servers
/// keep a few hundred of these at most; more means that the disk has stopped, and saying
/// "busy" at once is better than letting everybody wait behind it.
const WAITING_MAX: usize = 1_024;

/// How many pieces of work share a transaction: enough that the commit costs each next to nothing,
/// few enough that the first is not kept waiting noticeably by the last.
const BATCH_MAX: usize = 128;

/// Hands work to the writing thread. Dropping it lets the thread finish what waits, and waits for it.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread; it opens its connection with the first work.
    pub(super) fn start(url: DatabaseUrl) -> StoreResult<Self> {
        let (queue, waiting) = sync_channel(WAITING_MAX);
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || serve(&url, &waiting));
        let thread = thread.map_err(|error| StoreError::Unavailable(format!("no thread for the writer: {error}")))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Has `work` done and waits until it is on the disk.
    pub(super) fn write<T, E>(&self, work: impl Fn(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let gone = || E::from(StoreError::Unavailable("the writer has stopped".into()));
        let (answer, answered) = sync_channel(1);
        let job = Box::new(Request { work, outcome: None, answer });
        match self.queue.as_ref().ok_or_else(gone)?.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(StoreError::Busy.into()),
            Err(TrySendError::Disconnected(_)) => return Err(gone()),
        }
        match answered.recv() {
            Ok(Answer::Done(result)) => result,
            Ok(Answer::Panicked(payload)) => resume_unwind(payload),
            Ok(Answer::Lost(error)) => Err(error.into()),
            Err(_closed) => Err(gone()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        let Some(thread) = self.thread.take() else { return };
        // The last store may be dropped by a piece of work, which cannot wait for itself.
        if thread.thread().id() != std::thread::current().id() {
            // The thread catches the panics of its work and has none of its own to report.
            let _ = thread.join();
        }
    }
}

enum Answer<T, E> {
    Done(Result<T, E>),
    Panicked(Box<dyn Any + Send>),
    Lost(StoreError),
}

/// A piece of work, whatever it answers.
trait Job: Send {
    /// Does the work and keeps its outcome; `false` asks for it to be undone.
    fn run(&mut self, db: &mut Db) -> bool;
    /// Tells whoever waits.
    fn answer(self: Box<Self>, fate: &Fate);
}

/// What became of a batch: committed, or lost for a reason.
type Fate = Result<(), Loss>;

/// Why a whole batch is lost.
struct Loss {
    kind: Kind,
    why: String,
}

impl Loss {
    fn error(&self) -> StoreError {
        match self.kind {
            Kind::Locked | Kind::Race => StoreError::Busy,
            _ => StoreError::Unavailable(self.why.clone()),
        }
    }
}

impl From<diesel::result::Error> for Loss {
    fn from(error: diesel::result::Error) -> Self {
        Self { kind: Kind::of(&error), why: error.to_string() }
    }
}

struct Request<W, T, E> {
    work: W,
    outcome: Option<std::thread::Result<Result<T, E>>>,
    answer: SyncSender<Answer<T, E>>,
}

impl<W, T, E> Job for Request<W, T, E>
where
    W: Fn(&mut Db) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, db: &mut Db) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| guard::while_writing(|| (self.work)(db))));
        let keep = matches!(outcome, Ok(Ok(_)));
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, fate: &Fate) {
        let answer = match (self.outcome, fate) {
            (Some(Err(payload)), _) => Answer::Panicked(payload),
            (Some(Ok(result)), Ok(())) => Answer::Done(result),
            // Also for work that failed by itself: what it saw may have been another's work that is lost, too.
            (_, Err(loss)) => Answer::Lost(loss.error()),
            (None, Ok(())) => Answer::Lost(StoreError::Unavailable("the work was not done".into())),
        };
        // Nobody waits any more when the asking thread has ended.
        let _ = self.answer.send(answer);
    }
}

fn serve(url: &DatabaseUrl, waiting: &Receiver<Box<dyn Job>>) {
    let living = Arc::new(AtomicU64::new(0));
    let mut link = None;
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(BATCH_MAX - 1));
        let fate = write_batch(url, &living, &mut link, &mut batch);
        if fate.is_err() {
            // Whatever state the connection is in, the next batch gets another.
            link = None;
        }
        for job in batch {
            job.answer(&fate);
        }
    }
}

fn write_batch(
    url: &DatabaseUrl,
    living: &Arc<AtomicU64>,
    link: &mut Option<Link>,
    batch: &mut [Box<dyn Job>],
) -> Fate {
    if link.as_ref().is_none_or(|link| link.health.is_closed()) {
        let opened = Link::open(url, Access::Write, living);
        *link = Some(opened.map_err(|error| Loss { kind: Kind::Closed, why: error.to_string() })?);
    }
    let Some(link) = link else { return Ok(()) };
    transact(link, batch).map_err(|error| {
        // SQLite ends the whole transaction on a full disk; what follows then fails for want of a
        // transaction, which tells nobody anything. The first complaint does.
        let first = link.health.first_error().map(|(kind, why)| Loss { kind, why });
        first.unwrap_or_else(|| Loss::from(error))
    })
}

fn transact(link: &mut Link, batch: &mut [Box<dyn Job>]) -> QueryResult<()> {
    let Link { db, health } = link;
    health.forget();
    begin_immediate(db)?;
    for job in batch {
        health.forget();
        Db::begin_transaction(db)?;
        match job.run(db) {
            true if depth(db)? == JOB_DEPTH => Db::commit_transaction(db)?,
            _ => undo_job(db)?,
        }
        // SQLite may have ended the transaction under the work; going on would start another,
        // and what came before would be answered as written.
        if depth(db)? != JOB_DEPTH - 1 {
            return Err(diesel::result::Error::BrokenTransactionManager);
        }
    }
    health.forget();
    Db::commit_transaction(db)
}

/// Depth of the savepoint of a piece of work, inside the transaction of the batch.
const JOB_DEPTH: u32 = 2;

/// Takes SQLite's write lock at once: a transaction that reads first and writes then cannot be refused half way.
fn begin_immediate(db: &mut Db) -> QueryResult<()> {
    match db {
        Db::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE"),
        Db::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN"),
    }
}

/// How many transactions and savepoints are open.
fn depth(db: &mut Db) -> QueryResult<u32> {
    let depth = Db::transaction_manager_status_mut(db).transaction_depth()?;
    Ok(depth.map_or(0, u32::from))
}

/// Undoes the savepoint of a piece of work and whatever a panic left open inside it.
fn undo_job(db: &mut Db) -> QueryResult<()> {
    while depth(db)? >= JOB_DEPTH {
        Db::rollback_transaction(db)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::store::audit_entries::{NewEntry, insert_entry, list_latest};
    use crate::store::migrate::migrate;

    type Outcome = StoreResult<()>;

    /// One batch of exactly this work, with what became of it, what each was told and what is in the database.
    fn batch(work: Vec<fn(&mut Db) -> Outcome>) -> (bool, Vec<Answer<(), StoreError>>, usize) {
        let folder = tempfile::TempDir::new().unwrap();
        let url = DatabaseUrl::of_file(&folder.path().join("portal.db"));
        migrate(&url).unwrap();
        let (mut batch, mut answers) = (Vec::<Box<dyn Job>>::new(), Vec::new());
        for work in work {
            let (answer, answered) = sync_channel(1);
            batch.push(Box::new(Request { work, outcome: None, answer }));
            answers.push(answered);
        }
        let mut link = None;
        let fate = write_batch(&url, &Arc::new(AtomicU64::new(0)), &mut link, &mut batch);
        batch.into_iter().for_each(|job| job.answer(&fate));
        let told = answers.iter().map(|answered| answered.recv().unwrap()).collect();
        drop(link);
        let written = list_latest(&mut super::super::connection::open(&url, Access::Read).unwrap(), 100).unwrap().len();
        (fate.is_ok(), told, written)
    }

    fn note(db: &mut Db) -> Outcome {
        let (actor, act, subject) = ("office".into(), "noted".into(), "CHE".into());
        let at = chrono::DateTime::UNIX_EPOCH;
        insert_entry(db, &NewEntry { at, actor, act, subject, detail: serde_json::json!({ "version": 1 }) })
    }

    fn run(db: &mut Db, sql: &str) -> Outcome {
        Ok(diesel::connection::SimpleConnection::batch_execute(db, sql)?)
    }

    #[test]
    fn work_that_fails_or_panics_undoes_itself_alone() {
        let fails = |db: &mut Db| note(db).and_then(|()| Err(StoreError::Busy));
        let panics = |db: &mut Db| {
            let nested = diesel::Connection::transaction(db, |db| note(db).map(|()| panic!("on purpose")));
            nested.and_then(|()| note(db))
        };
        let (committed, told, written) = batch(vec![note, fails, panics, note]);
        assert!(committed);
        assert!(matches!(
            told.as_slice(),
            [Answer::Done(Ok(())), Answer::Done(Err(StoreError::Busy)), Answer::Panicked(_), Answer::Done(Ok(()))]
        ));
        assert_eq!(written, 2);
    }

    #[test]
    fn a_lost_commit_is_told_to_everybody() {
        let dangles = |db: &mut Db| {
            run(db, "PRAGMA defer_foreign_keys = ON")?;
            run(
                db,
                "INSERT INTO treaty_actions (id, iso3, instrument, kind, deposited_on, verified, source) \
                 VALUES ('1', 'XXX', 'CCW', 'consent', '2000-01-01', 1, '')",
            )
        };
        let (committed, told, written) = batch(vec![note, dangles, note]);
        assert!(!committed);
        for answer in &told {
            let Answer::Lost(StoreError::Unavailable(why)) = answer else { panic!("answered as if written") };
            assert!(why.contains("FOREIGN KEY"), "{why}");
        }
        assert_eq!((told.len(), written), (3, 0));
    }

    #[test]
    fn a_transaction_that_sqlite_ended_is_not_taken_for_a_new_one() {
        let ends: [fn(&mut Db) -> Outcome; 3] = [
            // A full disk, told by a query and by a script, and an end that the work keeps to itself.
            |db| run(db, "PRAGMA max_page_count = 1").and_then(|()| (0..1_000).try_for_each(|_| note(db))),
            |db| {
                run(db, "PRAGMA max_page_count = 1")?;
                run(db, "CREATE TABLE t AS SELECT zeroblob(9000000)")
            },
            |db| {
                assert!(run(db, "ROLLBACK; SELECT nothing").is_err());
                Ok(())
            },
        ];
        for (number, end) in ends.into_iter().enumerate() {
            let (committed, told, written) = batch(vec![note, end, note]);
            // Whether a full disk ends the transaction is SQLite's choice; what is told must be what happened.
            let done = told.iter().filter(|answer| matches!(answer, Answer::Done(Ok(())))).count();
            assert_eq!(done, written, "case {number}");
            assert_eq!(committed, done > 0, "case {number}");
        }
    }
}
