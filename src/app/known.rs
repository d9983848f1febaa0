//! What is known of a State beside the report that is looked at: what it filed, and what lists from before the
//! portal tell.

use std::collections::BTreeSet;

use super::Edition;
use super::drafting::read_submission;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::filing::FilingAct;
use crate::domain::history::HistoricReport;
use crate::domain::report::Report;
use crate::domain::validation::{Observations, Records};
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::records_from::find_records_from;
use crate::store::submissions::{Submission, list_filed_by, list_submissions_of};
use crate::store::{Store, StoreResult};

/// A submission with the report that stands in it.
#[derive(Debug, Clone)]
pub struct FiledReport {
    /// As stored.
    pub submission: Submission,
    /// As read.
    pub report: Report,
}

/// What is known of a State under one regime and the others.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it filed here and did not recall, the oldest cycle and version first.
    pub filed: Vec<FiledReport>,
    /// What it filed before the portal.
    pub historic: Vec<HistoricReport>,
    /// Since when the records of the regime are whole.
    pub records: Records,
}

impl Known {
    /// What the rules may know of the State.
    pub fn observations(&self) -> Observations {
        Observations { historic: self.historic.clone(), records: self.records, ..Observations::default() }
    }

    /// The reports alone.
    pub fn reports(&self) -> Vec<&Report> {
        self.filed.iter().map(|filed| &filed.report).collect()
    }
}

/// What is known of a State.
pub fn known_of(store: &Store, edition: &Edition, party: Iso3, regime: RegimeCode) -> StoreResult<Known> {
    let (submissions, filed, historic, first) = store.snapshot(|db| -> StoreResult<_> {
        let submissions = list_submissions_of(db, party.as_str())?;
        let filed = list_filed_by(db, party.as_str())?;
        Ok((submissions, filed, list_historic_reports_of(db, party)?, find_records_from(db, regime)?))
    })?;
    let recalled = filed.iter().filter(|filed| filed.done.contains(&FilingAct::Recalled));
    let recalled: BTreeSet<&str> = recalled.map(|filed| filed.id.as_str()).collect();
    let standing = submissions.into_iter().filter(|submission| !recalled.contains(submission.id.as_str()));
    let filed = standing.map(|submission| {
        let report = read_submission(edition, &submission)?;
        Ok(FiledReport { submission, report })
    });
    Ok(Known {
        filed: filed.collect::<StoreResult<_>>()?,
        historic,
        records: first.map_or(Records::Unset, Records::From),
    })
}
