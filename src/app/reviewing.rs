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
use crate::store::{Db, Store, StoreError, StoreResult, drafts, revisions};

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

/// The newest of some versions, the first first, that its State has not taken back.
pub fn standing(versions: &[Version]) -> Option<&Version> {
    versions.iter().rfind(|version| !version.done().contains(&FilingAct::Recalled))
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

/// A version as a list showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pick {
    /// The report.
    pub reference: ReportReference,
    /// The version.
    pub version: i32,
    /// How many acts had been done with it.
    pub acts: usize,
    /// The newest version that stood: this one, unless somebody looked at an older one on purpose.
    pub newest: i32,
}

/// What keeps a picked version from an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// There is none such.
    Unknown,
    /// Another version came, or went, since it was shown.
    Newer,
    /// Its State took it back.
    Recalled,
    /// It was done before.
    DoneAlready,
    /// What is published is circulated first.
    NotCirculated,
    /// Something else was done with it since it was shown.
    Changed,
}

/// A picked version, and what keeps it from the act; nothing where it can be done, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    /// Which one.
    pub pick: Pick,
    /// What keeps it.
    pub bar: Option<Bar>,
}

/// Whether an act can be done with each of some versions.
pub fn look_at(store: &Store, picks: &[Pick], act: FilingAct) -> StoreResult<Vec<Picked>> {
    store.snapshot(|db| picks.iter().map(|pick| Ok(Picked { pick: *pick, bar: bar(db, *pick, act)? })).collect())
}

/// What keeps a version from an act. What was not shown is not acted on: nobody looks at each again.
fn bar(db: &mut Db, pick: Pick, act: FilingAct) -> StoreResult<Option<Bar>> {
    let filed = submissions::list_filed_of(db, pick.reference)?;
    let Some(own) = filed.iter().find(|filed| filed.version == pick.version) else { return Ok(Some(Bar::Unknown)) };
    let stands = |filed: &&submissions::Filed| !filed.done.contains(&FilingAct::Recalled);
    let standing = filed.iter().rfind(stands).map(|filed| filed.version);
    Ok(if own.done.contains(&FilingAct::Recalled) {
        Some(Bar::Recalled)
    } else if standing != Some(pick.newest) {
        Some(Bar::Newer)
    } else if own.done.contains(&act) {
        Some(Bar::DoneAlready)
    } else if own.done.len() != pick.acts {
        Some(Bar::Changed)
    } else if !may_follow(&own.done, act) {
        Some(Bar::NotCirculated)
    } else {
        None
    })
}

/// Does an act with a version as it was shown, or says what keeps it.
pub fn review_picked(
    store: &Store,
    pick: Pick,
    act: FilingAct,
    note: Option<&str>,
    by: &Person,
    now: DateTime<Utc>,
) -> StoreResult<Picked> {
    let (note, by) = (note.map(str::to_owned), by.clone());
    let done = store.write(move |db| -> Result<Option<Bar>, ReviewError> {
        drafts::take_turn(db, pick.reference)?;
        let bar = bar(db, pick, act)?;
        if bar.is_none() {
            act_on(db, pick.reference, pick.version, act, note.as_deref(), &by, now)?;
        }
        Ok(bar)
    });
    let bar = match done {
        Ok(bar) => bar,
        Err(ReviewError::NotFound) => Some(Bar::Unknown),
        Err(ReviewError::NotNow) => Some(Bar::Changed),
        Err(ReviewError::Store(error)) => return Err(error),
    };
    Ok(Picked { pick, bar })
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
    let (note, by) = (note.map(str::to_owned), by.clone());
    store.write(move |db| {
        drafts::take_turn(db, reference)?;
        act_on(db, reference, version, act, note.as_deref(), &by, now)
    })
}

fn act_on(
    db: &mut Db,
    reference: ReportReference,
    version: i32,
    act: FilingAct,
    note: Option<&str>,
    by: &Person,
    now: DateTime<Utc>,
) -> Result<(), ReviewError> {
    let id = format!("{reference}.{version}");
    let is_held = submissions::list_filed_of(db, reference)?.iter().any(|held| held.id == id);
    if !is_held {
        return Err(ReviewError::NotFound);
    }
    let done: Vec<_> = submissions::list_acts(db, &id)?.iter().map(|done| done.act).collect();
    if act == FilingAct::Recalled || !may_follow(&done, act) {
        return Err(ReviewError::NotNow);
    }
    submissions::insert_act(db, &id, act, &by.id, note, now)?;
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
