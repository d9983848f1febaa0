//! What is known of a State beside the report that is looked at: what it filed, and what lists from before the
//! portal tell.

use std::collections::BTreeSet;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::Edition;
use super::drafting::read_submission;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::filing::FilingAct;
use crate::domain::history::HistoricReport;
use crate::domain::report::{Report, ReportReference};
use crate::domain::validation::{Observations, Records};
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::records_from::find_records_from;
use crate::store::revisions::filings_revision;
use crate::store::submissions::{Submission, list_filed_by, list_submissions_of};
use crate::store::{Store, StoreResult};

/// Bytes of documents whose reports are kept in memory as read; as read they take some times as much.
const BYTES_KEPT: u64 = 4 * 1024 * 1024;
/// An estimate for the cache's own tables, not a limit.
const STATES_EXPECTED: usize = 200;

/// A submission with the report that stands in it.
#[derive(Debug, Clone)]
pub struct FiledReport {
    /// As stored.
    pub submission: Submission,
    /// As read.
    pub report: Report,
}

/// What is known of a State.
#[derive(Debug, Clone)]
pub struct Known {
    filed: Arc<Shelved>,
    /// What it filed before the portal.
    pub historic: Vec<HistoricReport>,
    /// Since when the records of the regime are whole.
    pub records: Records,
}

#[derive(Debug)]
struct Shelved {
    /// How often something had been filed by the State, or done with what it filed.
    revision: i64,
    standing: Vec<FiledReport>,
}

/// Reports of States as read, kept in memory: what was filed never changes, and a page of the desk needs all
/// of a State's. Whether something came in since is asked each time.
pub struct Shelf(Cache<Iso3, Arc<Shelved>, ByBytes>);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Iso3, Arc<Shelved>> for ByBytes {
    fn weight(&self, _party: &Iso3, shelved: &Arc<Shelved>) -> u64 {
        let bytes: usize = shelved.standing.iter().map(|filed| filed.submission.document.len()).sum();
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
    pub fn filed(&self) -> &[FiledReport] {
        &self.filed.standing
    }

    /// What the rules may know of the State.
    pub fn observations(&self) -> Observations {
        Observations { historic: self.historic.clone(), records: self.records, ..Observations::default() }
    }

    /// The reports alone.
    pub fn reports(&self) -> Vec<&Report> {
        self.filed().iter().map(|filed| &filed.report).collect()
    }

    /// The latest filing for the report's own cycle: what a correction or an update starts from.
    pub fn standing(&self, reference: ReportReference) -> Option<&Report> {
        let own = self.reports().into_iter().filter(|report| is_of(report, reference));
        own.max_by_key(|report| report.turn())
    }

    /// The latest filing of the newest cycle before the report's own: what the next report starts from.
    pub fn earlier(&self, reference: ReportReference) -> Option<&Report> {
        let is_earlier = |report: &&Report| report.regime == reference.regime && report.cycle < reference.cycle;
        self.reports().into_iter().filter(is_earlier).max_by_key(|report| (report.cycle, report.turn()))
    }

    /// The newest report from before the portal of which it is known which forms held an answer.
    pub fn listed(&self, reference: ReportReference) -> Option<&HistoricReport> {
        let is_earlier = |other: &&HistoricReport| other.regime == reference.regime && other.cycle < reference.cycle;
        self.historic.iter().filter(is_earlier).filter(|other| other.forms.is_some()).max_by_key(|other| other.cycle)
    }
}

fn is_of(report: &Report, reference: ReportReference) -> bool {
    (report.party, report.regime, report.cycle) == (reference.party, reference.regime, reference.cycle)
}

/// What is known of a State under a regime and the others.
pub fn known_of(store: &Store, edition: &Edition, party: Iso3, regime: RegimeCode) -> StoreResult<Known> {
    let shelf = &edition.shelf.0;
    let kept = shelf.get(&party);
    let (revision, fresh, historic, first) = store.snapshot(|db| -> StoreResult<_> {
        let revision = filings_revision(db, party)?;
        let fresh = match &kept {
            Some(kept) if kept.revision == revision => None,
            _ => Some((list_submissions_of(db, party.as_str())?, list_filed_by(db, party.as_str())?)),
        };
        Ok((revision, fresh, list_historic_reports_of(db, party)?, find_records_from(db, regime)?))
    })?;
    let filed = match (kept, fresh) {
        (Some(kept), None) => kept,
        (_, fresh) => {
            let (submissions, filed) = fresh.unwrap_or_default();
            let recalled = filed.iter().filter(|filed| filed.done.contains(&FilingAct::Recalled));
            let recalled: BTreeSet<&str> = recalled.map(|filed| filed.id.as_str()).collect();
            let standing = submissions.into_iter().filter(|submission| !recalled.contains(submission.id.as_str()));
            let read = |submission: Submission| {
                let report = read_submission(edition, &submission)?;
                Ok(FiledReport { submission, report })
            };
            let shelved = Arc::new(Shelved { revision, standing: standing.map(read).collect::<StoreResult<_>>()? });
            shelf.insert(party, Arc::clone(&shelved));
            shelved
        }
    };
    Ok(Known { filed, historic, records: first.map_or(Records::Unset, Records::From) })
}
