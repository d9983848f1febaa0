//! The running portal: the store, the clock, and the register kept in memory.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::data_versions::books_in_force;
use super::drafting::Checks;
use super::filings::Filings;
use super::known::Shelf;
use super::reminding::UnreachedCount;
use super::{Rounds, load_register};
use crate::clock::Clock;
use crate::domain::calendar::{OfficeCalendar, ReportingRules};
use crate::domain::treaty::{Register, Remark, remarks};
use crate::domain::validation::{Books, Outside, Reference};
use crate::files::Files;
use crate::store::registers::find_register;
use crate::store::revisions::{data_revision, published_revision};
use crate::store::{Store, StoreError, StoreResult};

/// How long another process's change of the register may stay unseen.
const CHECK_EVERY: Duration = Duration::from_secs(1);

/// Everything public pages rest on, as of one day and one state of the register.
///
/// The register is small (about a thousand lines), read by every page and changed a few
/// times a year, so it is kept in memory whole and replaced as a whole.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Who is bound by what.
    pub register: Arc<Register>,
    /// Grows with every import that changes the register.
    pub revision: i64,
    /// Grows with every report that is published.
    pub published: i64,
    /// The date in Geneva.
    pub today: NaiveDate,
    /// When reports are due.
    pub rules: Arc<ReportingRules>,
    /// When the office works.
    pub office: Arc<OfficeCalendar>,
    /// Where sources differ about who is bound.
    pub remarks: Arc<[Remark]>,
    /// Forms, obligations and rules.
    pub books: Arc<Books>,
    /// Grows when a version of forms or rules is put in force or taken out.
    pub data: i64,
    /// Filed reports as read.
    pub shelf: Arc<Shelf>,
    /// Drafts as checked.
    pub checks: Arc<Checks>,
    /// What was filed and is asked for, cycle by cycle.
    pub filings: Arc<Filings>,
    /// How many States no letter of the next days reaches.
    pub unreached: Arc<UnreachedCount>,
}

impl Edition {
    /// As the database has it on a day; it must hold a register.
    pub fn load(store: &Store, today: NaiveDate) -> anyhow::Result<Self> {
        let found = store.snapshot(load_register)?;
        let (register, revision) = found.ok_or_else(|| anyhow::anyhow!("the register is empty"))?;
        let published = store.read(published_revision)?;
        let (books, data) = store.snapshot(|db| -> StoreResult<_> { Ok((books_in_force(db)?, data_revision(db)?)) })?;
        Ok(Self {
            register: Arc::new(register),
            revision,
            published,
            today,
            rules: Arc::new(ReportingRules::embedded()?),
            office: Arc::new(OfficeCalendar::embedded()?),
            remarks: remarks()?.into(),
            books: Arc::new(books),
            data,
            shelf: Arc::default(),
            checks: Arc::default(),
            filings: Arc::default(),
            unreached: Arc::default(),
        })
    }

    /// What reports are checked against.
    pub fn reference(&self) -> Reference<'_> {
        Reference {
            register: &self.register,
            deadlines: &self.rules,
            office: &self.office,
            form_sets: &self.books.form_sets,
            obligations: &self.books.obligations,
            rules: &self.books.rules,
            lexicon: &self.books.lexicon,
            request_choices: &self.books.request_choices,
        }
    }
}

/// Shared by everything that answers requests.
pub struct Portal {
    store: Store,
    files: Files,
    clock: Clock,
    started: Instant,
    /// Milliseconds after `started` when the database is to be asked again.
    check_at: AtomicU64,
    /// Held while the database is asked, so that an older answer never replaces a newer one.
    asking: Mutex<()>,
    current: RwLock<Arc<Edition>>,
    rounds: Rounds,
}

impl Portal {
    /// Loads the register; the database must hold one.
    pub fn open(store: Store, files: Files, clock: Clock) -> anyhow::Result<Self> {
        let edition = Edition::load(&store, clock.today())?;
        let current = RwLock::new(Arc::new(edition));
        Ok(Self {
            store,
            files,
            clock,
            started: Instant::now(),
            check_at: AtomicU64::new(0),
            asking: Mutex::default(),
            current,
            rounds: Rounds::default(),
        })
    }

    /// The same with lists from outside, before anybody is served.
    #[must_use]
    pub fn knowing(self, outside: Outside) -> Self {
        {
            let mut current = self.replaceable();
            let books = Books { outside, ..Books::clone(&current.books) };
            *current = Arc::new(Edition { books: Arc::new(books), ..Edition::clone(&current) });
        }
        self
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of documents that come with reports.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// What the chores of this process did.
    pub fn rounds(&self) -> &Rounds {
        &self.rounds
    }

    /// The time.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The register and the day in Geneva, from memory.
    pub fn edition(&self) -> Arc<Edition> {
        self.turn_to(self.clock.today());
        self.in_memory()
    }

    fn in_memory(&self) -> Arc<Edition> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the caller is the one to call [`Portal::refresh`] now: true for one caller a second,
    /// and for nobody while an earlier call still waits for the database.
    pub fn is_check_due(&self) -> bool {
        let elapsed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let check_at = self.check_at.load(Ordering::Relaxed);
        let next = elapsed.saturating_add(u64::try_from(CHECK_EVERY.as_millis()).unwrap_or(u64::MAX));
        elapsed >= check_at
            && self.check_at.compare_exchange(check_at, next, Ordering::Relaxed, Ordering::Relaxed).is_ok()
            && self.asking.try_lock().is_ok()
    }

    /// Takes over a new day; needs no database, so that a date stays right while there is none, and no visit to
    /// any page: whoever files just after midnight files on the new day.
    fn turn_to(&self, today: NaiveDate) {
        if self.in_memory().today != today {
            let mut current = self.replaceable();
            *current = Arc::new(Edition { today, ..Edition::clone(&current) });
        }
    }

    /// Takes over a changed register, and that something was published. Blocks on the database.
    ///
    /// While the database cannot be reached the register in memory goes on serving.
    pub fn refresh(&self) -> Result<(), StoreError> {
        let _one_at_a_time = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let (found, published, data) = self.store.snapshot(|db| -> StoreResult<_> {
            Ok((find_register(db)?, published_revision(db)?, data_revision(db)?))
        })?;
        let Some(revision) = found.map(|found| found.revision) else { return Ok(()) };
        let now = self.edition();
        if revision != now.revision
            && let Some((register, revision)) = self.store.snapshot(load_register)?
        {
            let mut current = self.replaceable();
            *current = Arc::new(Edition { register: Arc::new(register), revision, ..Edition::clone(&current) });
        }
        if data != now.data {
            let books = self.store.snapshot(books_in_force)?;
            let mut current = self.replaceable();
            let books = Arc::new(Books { outside: current.books.outside.clone(), ..books });
            // What was read and checked under the data before is read again.
            let (shelf, checks, filings) = (Arc::default(), Arc::default(), Arc::default());
            *current = Arc::new(Edition { books, data, shelf, checks, filings, ..Edition::clone(&current) });
        }
        if published != now.published {
            let mut current = self.replaceable();
            *current = Arc::new(Edition { published, ..Edition::clone(&current) });
        }
        Ok(())
    }

    fn replaceable(&self) -> RwLockWriteGuard<'_, Arc<Edition>> {
        self.current.write().unwrap_or_else(PoisonError::into_inner)
    }
}
