//! What the secretariat does with a submission. Nothing here changes a word of the State.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::letters::notify_state;
use super::submitting::entry;
use crate::domain::filing::{ActDone, FilingAct, may_follow};
use crate::domain::letter::Matter;
use crate::domain::report::ReportReference;
use crate::store::audit_entries::insert_entry;
use crate::store::people::Person;
use crate::store::submissions::{self, Submission};
use crate::store::{Store, StoreError, StoreResult, drafts, revisions};

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// No such submission.
    #[error("no such submission")]
    NotFound,
    /// It cannot follow what was done already, perhaps by somebody else a moment ago.
    #[error("not after what was done already")]
    NotNow,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A version of a report with what was done with it.
#[derive(Debug, Clone)]
pub struct Version {
    /// As submitted.
    pub submission: Submission,
    /// What was done, in order.
    pub acts: Vec<ActDone>,
}

impl Version {
    /// The acts alone.
    pub fn done(&self) -> Vec<FilingAct> {
        self.acts.iter().map(|done| done.act).collect()
    }
}

/// All versions of a report, the first first.
pub fn versions(store: &Store, reference: ReportReference) -> StoreResult<Vec<Version>> {
    store.snapshot(|db| {
        let submissions = submissions::list_submissions(db, reference)?;
        let version = |submission: Submission| {
            let acts = submissions::list_acts(db, &submission.id)?;
            Ok(Version { submission, acts })
        };
        submissions.into_iter().map(version).collect()
    })
}

/// Acknowledges, requests a correction, circulates or publishes; recalling is the State's own.
pub fn review(
    store: &Store,
    reference: ReportReference,
    version: i32,
    act: FilingAct,
    note: Option<&str>,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), ReviewError> {
    let (id, note, by) = (format!("{reference}.{version}"), note.map(str::to_owned), by.clone());
    store.write(move |db| {
        drafts::take_turn(db, reference)?;
        let is_held = submissions::list_submissions(db, reference)?.iter().any(|held| held.id == id);
        if !is_held {
            return Err(ReviewError::NotFound);
        }
        let done: Vec<_> = submissions::list_acts(db, &id)?.iter().map(|done| done.act).collect();
        if act == FilingAct::Recalled || !may_follow(&done, act) {
            return Err(ReviewError::NotNow);
        }
        submissions::insert_act(db, &id, act, &by.id, note.as_deref(), now)?;
        if act == FilingAct::Published {
            revisions::note_publication(db)?;
        }
        let detail = json!({ "version": 1, "note": note });
        insert_entry(db, &entry(now, &by.id, &format!("report.{}", act.key()), &id, detail))?;
        if let Some(matter) = told(reference, &id, act) {
            // A correction may be asked for more than once: each time is an occasion of its own.
            notify_state(db, reference.party, &format!("{id}/{}", now.timestamp()), &matter, now)?;
        }
        Ok(())
    })
}

/// What the State's people are told of an act; what was said with it is for the portal's pages only.
fn told(reference: ReportReference, submission: &str, act: FilingAct) -> Option<Matter> {
    let submission = submission.to_owned();
    match act {
        FilingAct::CorrectionRequested => {
            Some(Matter::CorrectionRequested { submission, path: format!("/desk/reports/{reference}") })
        }
        FilingAct::Circulated => Some(Matter::Circulated { submission, path: format!("/circulated/{reference}") }),
        FilingAct::Published => Some(Matter::Published { submission, path: format!("/reports/{reference}") }),
        FilingAct::Acknowledged | FilingAct::Recalled => None,
    }
}
