//! What is known of a State beside the report that is looked at: what it filed, and what lists from before the
//! portal tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::Edition;
use super::drafting::read_submission;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::filing::{ActDone, Filing, FilingState};
use crate::domain::history::HistoricReport;
use crate::domain::report::{Report, ReportReference};
use crate::domain::validation::{Observations, Records};
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::records_from::find_records_from;
pub(super) use crate::store::revisions::KnownRevisions as Revisions;
use crate::store::revisions::known_revisions;
use crate::store::submissions::{Submission, list_acts_of, list_submissions_of};
use crate::store::{Db, Store, StoreResult};

/// Bytes of documents whose reports are kept in memory as read; as read they take some times as much. One State may
/// take a quarter of it, which is more than long reports of all regimes come to in ten years.
const BYTES_KEPT: u64 = 16 * 1024 * 1024;
/// An estimate for the cache's own tables, not a limit.
const STATES_EXPECTED: usize = 200;

/// A submission with the report that stands in it.
#[derive(Debug, Clone)]
pub struct FiledReport {
    /// As stored.
    pub submission: Submission,
    /// As read.
    pub report: Report,
    /// What was done with it, in order.
    pub acts: Vec<ActDone>,
}

impl Filing for FiledReport {
    fn state(&self) -> FilingState {
        FilingState::of(self.acts.iter().map(|done| done.act))
    }
}

/// What is known of a State.
#[derive(Debug, Clone)]
pub struct Known {
    shelved: Arc<Shelved>,
    regime: RegimeCode,
    /// What lists from outside say of it.
    outside: Observations,
}

#[derive(Debug)]
struct Shelved {
    revisions: Revisions,
    filed: Vec<FiledReport>,
    /// What it filed before the portal.
    historic: Vec<HistoricReport>,
    /// Since when the records of each regime are whole.
    records: BTreeMap<RegimeCode, i32>,
}

/// Reports of States as read, kept in memory: what was filed never changes, and a page of the desk needs all
/// of a State's. Whether something came in since is asked each time.
pub struct Shelf(Cache<Iso3, Arc<Shelved>, ByBytes>);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Iso3, Arc<Shelved>> for ByBytes {
    fn weight(&self, _party: &Iso3, shelved: &Arc<Shelved>) -> u64 {
        let bytes: usize = shelved.filed.iter().map(|filed| filed.submission.document.len()).sum();
        u64::try_from(bytes).unwrap_or(u64::MAX).max(1)
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self(Cache::with_weighter(STATES_EXPECTED, BYTES_KEPT, ByBytes))
    }
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Shelf").field(&self.0.len()).finish()
    }
}

impl Known {
    /// What it filed here and did not recall, the oldest cycle and version first.
    pub fn filed(&self) -> impl DoubleEndedIterator<Item = &FiledReport> {
        self.shelved.filed.iter().filter(|filed| filed.stands())
    }

    /// All versions of a report, those that were recalled too, the first first.
    pub fn versions(&self, reference: ReportReference) -> impl Iterator<Item = &FiledReport> {
        self.shelved.filed.iter().filter(move |filed| filed.submission.reference == reference)
    }

    /// What the rules may know of the State.
    pub fn observations(&self) -> Observations {
        let records = self.shelved.records.get(&self.regime).map_or(Records::Unset, |first| Records::From(*first));
        Observations { historic: self.shelved.historic.clone(), records, ..self.outside.clone() }
    }

    /// The moment of what is known, as far as it can change.
    pub(super) fn revisions(&self) -> Revisions {
        self.shelved.revisions
    }

    /// The reports alone.
    pub fn reports(&self) -> Vec<&Report> {
        self.filed().map(|filed| &filed.report).collect()
    }

    /// The filing of the report that stands: the newest version that was not recalled.
    pub fn standing(&self, reference: ReportReference) -> Option<&Report> {
        self.standing_filing(reference).map(|filed| &filed.report)
    }

    /// The same with how it was submitted.
    pub fn standing_filing(&self, reference: ReportReference) -> Option<&FiledReport> {
        self.filed().rfind(|filed| filed.submission.reference == reference)
    }

    /// The last words that were recalled, while nothing was filed after them.
    pub fn recalled(&self, reference: ReportReference) -> Option<&FiledReport> {
        let versions = self.shelved.filed.iter().rev().filter(|filed| filed.submission.reference == reference);
        let mut recalled = versions.take_while(|filed| !filed.stands());
        recalled.find(|filed| !filed.report.is_wordless())
    }

    /// The versions of the report that were not recalled, the first first.
    pub fn standing_versions(&self, reference: ReportReference) -> impl DoubleEndedIterator<Item = &Report> {
        self.filed().filter(move |filed| filed.submission.reference == reference).map(|filed| &filed.report)
    }

    /// The words that stand of a report: those of its newest version that has any here. What came on paper afterwards
    /// holds none, and takes none away.
    pub fn worded(&self, reference: ReportReference) -> Option<&Report> {
        let worded = self.standing_versions(reference).rfind(|report| !report.is_wordless());
        worded.or_else(|| self.standing(reference))
    }

    /// The newest report of a cycle before the report's own: what the next report starts from.
    pub fn earlier(&self, reference: ReportReference) -> Option<&Report> {
        let others = self.filed().map(|filed| filed.submission.reference).filter(|other| other.precedes(&reference));
        others.max_by_key(|other| other.cycle).and_then(|newest| self.worded(newest))
    }

    /// Whether anything is known of a report of a cycle before the report's own, be it that there was one.
    pub fn has_earlier(&self, reference: ReportReference) -> bool {
        knows_earlier(reference, self.filed().map(|filed| filed.submission.reference), &self.shelved.historic)
    }

    /// The newest report from before the portal of which it is known which forms held an answer.
    pub fn listed(&self, reference: ReportReference) -> Option<&HistoricReport> {
        self.shelved
            .historic
            .iter()
            .filter(|other| other.reference().precedes(&reference))
            .filter(|other| other.forms.is_some())
            .max_by_key(|other| other.cycle)
    }
}

/// Whether a report of a cycle before the report's own is among those that stand or those that lists name.
pub(super) fn knows_earlier(
    reference: ReportReference,
    standing: impl IntoIterator<Item = ReportReference>,
    historic: &[HistoricReport],
) -> bool {
    let mut known = standing.into_iter().chain(historic.iter().map(HistoricReport::reference));
    known.any(|other| other.precedes(&reference))
}

/// What is known of a State under a regime and the others.
pub fn known_of(store: &Store, edition: &Edition, party: Iso3, regime: RegimeCode) -> StoreResult<Known> {
    store.snapshot(|db| known_as_of(db, edition, party, regime))
}

/// The same within a snapshot that shows more.
pub(super) fn known_as_of(db: &mut Db, edition: &Edition, party: Iso3, regime: RegimeCode) -> StoreResult<Known> {
    let shelf = &edition.shelf.0;
    let revisions = known_revisions(db, party)?;
    let shelved = match shelf.get(&party).filter(|kept| kept.revisions == revisions) {
        Some(kept) => kept,
        None => {
            let shelved = Arc::new(read_shelved(db, edition, party, revisions)?);
            shelf.insert(party, Arc::clone(&shelved));
            shelved
        }
    };
    Ok(Known { shelved, regime, outside: edition.books.outside.seen_of(party) })
}

fn read_shelved(db: &mut Db, edition: &Edition, party: Iso3, revisions: Revisions) -> StoreResult<Shelved> {
    let mut acts = list_acts_of(db, party.as_str())?;
    let submissions = list_submissions_of(db, party.as_str())?.into_iter();
    let filed = submissions.map(|submission| {
        let (report, acts) = (read_submission(edition, &submission)?, acts.remove(&submission.id).unwrap_or_default());
        Ok(FiledReport { submission, report, acts })
    });
    let filed = filed.collect::<StoreResult<_>>()?;
    let records = edition.rules.regimes().iter().map(|regime| regime.code);
    let records = records.filter_map(|code| Some(find_records_from(db, code).transpose()?.map(|first| (code, first))));
    let records = records.collect::<StoreResult<_>>()?;
    Ok(Shelved { revisions, filed, historic: list_historic_reports_of(db, party)?, records })
}
