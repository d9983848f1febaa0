//! What was filed in a cycle or by a State, and what is asked for, kept in memory: every list rests on it, and
//! what was filed years ago hardly changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::Edition;
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::code::Iso3;
use crate::domain::filing::standing;
use crate::domain::report::ReportReference;
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::revisions::{cycle_revision, state_revision};
use crate::store::submissions::{Filed, list_filed_by, list_filed_in, list_filed_of};
use crate::store::{Db, Store, StoreResult};

/// Filings kept as lists show them, some hundred bytes each: about fifty cycles in which everybody files.
const FILINGS_KEPT: u64 = 20_000;
/// An estimate for the cache's own tables, not a limit.
const LISTS_EXPECTED: usize = 200;
/// Cycles of which it is kept what is asked for.
const DUE_KEPT: usize = 50;
/// Versions of which it is kept whether everyone sees nothing of them, some bytes each.
const WITHHELD_KEPT: usize = 5_000;
/// Cycles of which it is kept how many reports wait, some bytes each: more than there are.
const COUNTS_KEPT: usize = 1_000;

/// What is asked for, and until when.
pub type DueReports = BTreeMap<ReportReference, DueDate>;

/// Whose filings a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// Everybody's of a cycle.
    Cycle(Cycle),
    /// A State's of all cycles.
    State(Iso3),
}

/// Lists kept in memory. Whether something came in since is asked each time.
pub struct Filings {
    filed: Cache<Of, Arc<Kept>, ByLength>,
    /// By the revision of the register as well, from which it follows.
    due: Cache<(i64, Cycle), Arc<DueReports>>,
    /// How many reports wait to be acknowledged, as of a revision: a page asks for all cycles.
    waiting: Cache<Cycle, (i64, i64)>,
    /// Whether everyone sees nothing of a version, as of a revision of its cycle.
    withheld: Cache<String, (i64, bool)>,
}

#[derive(Debug)]
struct Kept {
    /// How often something had been filed, or done with what was filed.
    revision: i64,
    filed: Arc<[Filed]>,
}

#[derive(Clone)]
struct ByLength;

impl Weighter<Of, Arc<Kept>> for ByLength {
    fn weight(&self, _of: &Of, kept: &Arc<Kept>) -> u64 {
        u64::try_from(kept.filed.len()).unwrap_or(u64::MAX).max(1)
    }
}

impl Default for Filings {
    fn default() -> Self {
        let filed = Cache::with_weighter(LISTS_EXPECTED, FILINGS_KEPT, ByLength);
        Self { filed, due: Cache::new(DUE_KEPT), waiting: Cache::new(COUNTS_KEPT), withheld: Cache::new(WITHHELD_KEPT) }
    }
}

impl Filings {
    pub(super) fn waiting(&self, cycle: Cycle, revision: i64) -> Option<i64> {
        self.waiting.get(&cycle).filter(|(of, _)| *of == revision).map(|(_, count)| count)
    }

    pub(super) fn is_withheld(&self, id: &str, revision: i64) -> Option<bool> {
        self.withheld.get(id).filter(|(of, _)| *of == revision).map(|(_, is_withheld)| is_withheld)
    }

    pub(super) fn keep_withheld(&self, id: &str, revision: i64, is_withheld: bool) {
        self.withheld.insert(id.to_owned(), (revision, is_withheld));
    }

    pub(super) fn keep_waiting(&self, cycle: Cycle, revision: i64, count: i64) {
        self.waiting.insert(cycle, (revision, count));
    }
}

impl std::fmt::Debug for Filings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Filings").field("filed", &self.filed.len()).field("due", &self.due.len()).finish()
    }
}

/// What has been filed, by reference and version, without the documents.
pub fn filed(store: &Store, edition: &Edition, of: Of) -> StoreResult<Arc<[Filed]>> {
    store.snapshot(|db| filed_as_of(db, edition, of))
}

/// The same within a snapshot that shows more.
pub(super) fn filed_as_of(db: &mut Db, edition: &Edition, of: Of) -> StoreResult<Arc<[Filed]>> {
    let lists = &edition.filings.filed;
    let revision = match of {
        Of::Cycle(cycle) => cycle_revision(db, cycle)?,
        Of::State(party) => state_revision(db, party)?,
    };
    if let Some(kept) = lists.get(&of).filter(|kept| kept.revision == revision) {
        return Ok(Arc::clone(&kept.filed));
    }
    let filed: Arc<[Filed]> = match of {
        Of::Cycle(cycle) => list_filed_in(db, cycle.year())?,
        Of::State(party) => list_filed_by(db, party.as_str())?,
    }
    .into();
    lists.insert(of, Arc::new(Kept { revision, filed: Arc::clone(&filed) }));
    Ok(filed)
}

/// Whether a report stands, filed here or before the portal.
pub(super) fn has_come(db: &mut Db, reference: ReportReference) -> StoreResult<bool> {
    if standing(&list_filed_of(db, reference)?).is_some() {
        return Ok(true);
    }
    Ok(list_historic_reports_of(db, reference.party)?.iter().any(|report| report.reference() == reference))
}

/// What is asked for in a cycle, of all States.
pub(super) fn due_in(edition: &Edition, cycle: Cycle) -> Arc<DueReports> {
    let (shelf, key) = (&edition.filings.due, (edition.revision, cycle));
    if let Some(kept) = shelf.get(&key) {
        return kept;
    }
    let all = edition.register.states().flat_map(|state| due_of(edition, state.iso3, cycle));
    let due = Arc::new(all.collect::<DueReports>());
    shelf.insert(key, Arc::clone(&due));
    due
}

/// What is asked for of a State in a cycle.
pub(super) fn due_of(edition: &Edition, party: Iso3, cycle: Cycle) -> impl Iterator<Item = (ReportReference, DueDate)> {
    due(&edition.register, &edition.rules, party, cycle).into_iter().filter_map(move |asked| match asked {
        Asked::Report(report) => Some((ReportReference { party, regime: report.regime, cycle }, report.due)),
        Asked::ServedBy(_) => None,
    })
}
