//! What the secretariat does with a submission. Nothing here changes a word of the State.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Edition;
use super::attaching::detach_withdrawn;
use super::desk_review::{about, look_over_named, stands_against};
use super::letters::notify_state;
use super::opening::would_show_nothing;
use super::submitting::entry;
use crate::domain::filing::{ActDone, Filing, FilingAct, FilingState, may_follow, standing};
use crate::domain::letter::Matter;
use crate::domain::report::{ReportReference, VersionReference};
use crate::domain::validation::Finding;
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
    /// It could be done, and nothing is said of why.
    #[error("the reason is missing")]
    Unsaid,
    /// This stands against it.
    #[error("the rules of the review stand against it")]
    Refused(Vec<Finding>),
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

impl Filing for Version {
    fn state(&self) -> FilingState {
        FilingState::of(self.acts.iter().map(|done| done.act))
    }
}

/// All versions of a report, the first first.
pub fn versions(store: &Store, reference: ReportReference) -> StoreResult<Vec<Version>> {
    store.snapshot(|db| versions_as_of(db, reference))
}

/// The same within a transaction that does more.
pub(super) fn versions_as_of(db: &mut Db, reference: ReportReference) -> StoreResult<Vec<Version>> {
    let submissions = submissions::list_submissions(db, reference)?;
    let version = |submission: Submission| {
        let acts = submissions::list_acts(db, &submission.id)?;
        Ok(Version { submission, acts })
    };
    submissions.into_iter().map(version).collect()
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
    /// The secretariat took it back, which had filed it by mistake.
    Withdrawn,
    /// It was done before.
    DoneAlready,
    /// What is published is circulated first.
    NotCirculated,
    /// Something else was done with it since it was shown.
    Changed,
    /// The rules of the review stand against it.
    Refused,
}

/// A picked version, and what keeps it from the act; nothing where it can be done, or was.
#[derive(Debug, Clone, PartialEq)]
pub struct Picked {
    /// Which one.
    pub pick: Pick,
    /// What keeps it.
    pub bar: Option<Bar>,
    /// What the rules of the review say about the act.
    pub found: Vec<Finding>,
}

/// An act as somebody wants to do it.
#[derive(Debug, Clone)]
pub struct Reviewing {
    /// What is to be done.
    pub act: FilingAct,
    /// A word to go with it.
    pub note: Option<String>,
    /// By whom.
    pub by: Person,
    /// When.
    pub at: DateTime<Utc>,
}

impl Pick {
    fn version(self) -> VersionReference {
        VersionReference { report: self.reference, version: Some(self.version) }
    }
}

/// Whether an act can be done with each of some versions. Errors that are open keep none from being acknowledged: the
/// word that goes with it may still come.
pub fn look_at(store: &Store, edition: &Edition, picks: &[Pick], act: FilingAct) -> StoreResult<Vec<Picked>> {
    let bars = store.snapshot(|db| picks.iter().map(|pick| bar(db, *pick, act)).collect::<StoreResult<Vec<_>>>())?;
    let picked = picks.iter().zip(bars).map(|(pick, bar)| match bar {
        Some(_) => Ok(Picked { pick: *pick, bar, found: Vec::new() }),
        None => {
            let found = about(act, look_over_named(store, edition, pick.version())?);
            let is_refused = found.iter().any(|finding| stands_against(finding, act, Some("")));
            Ok(Picked { pick: *pick, bar: is_refused.then_some(Bar::Refused), found })
        }
    });
    picked.collect()
}

/// What keeps a version from an act. What was not shown is not acted on: nobody looks at each again.
fn bar(db: &mut Db, pick: Pick, act: FilingAct) -> StoreResult<Option<Bar>> {
    let filed = submissions::list_filed_of(db, pick.reference)?;
    let Some(own) = filed.iter().find(|filed| filed.version == pick.version) else { return Ok(Some(Bar::Unknown)) };
    Ok(if own.state() == FilingState::Withdrawn {
        Some(Bar::Withdrawn)
    } else if !own.stands() {
        Some(Bar::Recalled)
    } else if standing(&filed).map(|filed| filed.version) != Some(pick.newest) {
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
pub fn review_picked(store: &Store, edition: &Edition, pick: Pick, reviewing: Reviewing) -> StoreResult<Picked> {
    let found = against(store, edition, pick.version(), &reviewing)?;
    if !found.is_empty() {
        // What changed since it was shown is said first.
        let bar = store.snapshot(|db| bar(db, pick, reviewing.act))?;
        return Ok(Picked { pick, bar: bar.or(Some(Bar::Refused)), found });
    }
    let is_closed = is_closed(store, edition, pick.version(), reviewing.act)?;
    let done = store.write(move |db| -> Result<Option<Bar>, ReviewError> {
        drafts::take_turn(db, pick.reference)?;
        let bar = bar(db, pick, reviewing.act)?;
        if bar.is_none() {
            act_on(db, pick.reference, pick.version, &reviewing, is_closed)?;
        }
        Ok(bar)
    });
    let bar = match done {
        Ok(bar) => bar,
        Err(ReviewError::NotFound) => Some(Bar::Unknown),
        Err(ReviewError::NotNow | ReviewError::Unsaid | ReviewError::Refused(_)) => Some(Bar::Changed),
        Err(ReviewError::Store(error)) => return Err(error),
    };
    Ok(Picked { pick, bar, found })
}

/// Acknowledges, requests a correction, circulates, publishes, or takes back what was filed for the State by mistake.
pub fn review(
    store: &Store,
    edition: &Edition,
    reference: ReportReference,
    version: i32,
    reviewing: Reviewing,
) -> Result<(), ReviewError> {
    let named = VersionReference { report: reference, version: Some(version) };
    let found = against(store, edition, named, &reviewing)?;
    if !found.is_empty() {
        return Err(ReviewError::Refused(found));
    }
    let is_closed = is_closed(store, edition, named, reviewing.act)?;
    store.write(move |db| {
        drafts::take_turn(db, reference)?;
        act_on(db, reference, version, &reviewing, is_closed)
    })
}

/// Whether what is published leaves everyone none of the report, as its letter says then. What is filed does not
/// change, so it may be found before the act.
fn is_closed(store: &Store, edition: &Edition, version: VersionReference, act: FilingAct) -> StoreResult<bool> {
    Ok(act == FilingAct::Published && would_show_nothing(store, edition, version)?)
}

/// What the rules of the review find that stands against an act.
fn against(
    store: &Store,
    edition: &Edition,
    version: VersionReference,
    reviewing: &Reviewing,
) -> StoreResult<Vec<Finding>> {
    if reviewing.act == FilingAct::CorrectionRequested || reviewing.act.takes_back() {
        return Ok(Vec::new());
    }
    let found = about(reviewing.act, look_over_named(store, edition, version)?);
    let note = reviewing.note.as_deref();
    Ok(found.into_iter().filter(|finding| stands_against(finding, reviewing.act, note)).collect())
}

fn act_on(
    db: &mut Db,
    reference: ReportReference,
    version: i32,
    Reviewing { act, note, by, at: now }: &Reviewing,
    is_closed: bool,
) -> Result<(), ReviewError> {
    let (id, act, now) = (format!("{reference}.{version}"), *act, *now);
    let is_held = submissions::list_filed_of(db, reference)?.iter().any(|held| held.id == id);
    if !is_held {
        return Err(ReviewError::NotFound);
    }
    let done: Vec<_> = submissions::list_acts(db, &id)?.iter().map(|done| done.act).collect();
    let is_ours = match act {
        // What the State files it recalls itself.
        FilingAct::Recalled => false,
        FilingAct::Withdrawn => is_withdrawable(db, reference, version)?,
        _ => true,
    };
    if !is_ours || !may_follow(&done, act) {
        return Err(ReviewError::NotNow);
    }
    if act.asks_why() && note.is_none() {
        return Err(ReviewError::Unsaid);
    }
    submissions::insert_act(db, &id, act, &by.id, note.as_deref(), now)?;
    match act {
        FilingAct::Published => revisions::note_publication(db)?,
        FilingAct::Withdrawn => forget_original(db, reference, version, (&by.id, now))?,
        _ => {}
    }
    let detail = json!({ "version": 1, "note": note });
    insert_entry(db, &entry(now, &by.id, &format!("report.{}", act.key()), &id, detail))?;
    if let Some(matter) = told(reference, &id, act, is_closed) {
        // A correction may be asked for more than once: each time is an occasion of its own.
        notify_state(db, reference.party, &format!("{id}/{}", now.timestamp()), &matter, now)?;
    }
    Ok(())
}

/// What the secretariat filed by mistake, to another State's name or of another cycle, it takes back: the newest that
/// stands, as a recall does.
fn is_withdrawable(db: &mut Db, reference: ReportReference, version: i32) -> StoreResult<bool> {
    let filed = submissions::list_filed_of(db, reference)?;
    Ok(standing(&filed).is_some_and(|newest| newest.version == version && newest.original.is_some()))
}

/// A correction that was begun from what is withdrawn goes on without its document.
fn forget_original(
    db: &mut Db,
    reference: ReportReference,
    version: i32,
    by_at: (&str, DateTime<Utc>),
) -> StoreResult<()> {
    let filed = versions_as_of(db, reference)?;
    let standing: Vec<_> = filed.iter().filter(|one| one.stands()).map(|one| &one.submission).collect();
    match filed.iter().find(|one| one.submission.version == version) {
        Some(withdrawn) => detach_withdrawn(db, &withdrawn.submission, &standing, by_at),
        None => Ok(()),
    }
}

/// What the State's people are told of an act; what was said with it is for the portal's pages only.
fn told(reference: ReportReference, submission: &str, act: FilingAct, is_closed: bool) -> Option<Matter> {
    let submission = submission.to_owned();
    match act {
        FilingAct::CorrectionRequested => {
            Some(Matter::CorrectionRequested { submission, path: format!("/desk/reports/{reference}") })
        }
        FilingAct::Circulated => Some(Matter::Circulated { submission, path: format!("/circulated/{reference}") }),
        FilingAct::Published => {
            Some(Matter::Published { submission, path: format!("/reports/{reference}"), is_closed })
        }
        FilingAct::Withdrawn => {
            Some(Matter::Misfiled { path: format!("/desk/reports/{submission}/receipt"), submission })
        }
        FilingAct::Acknowledged | FilingAct::Recalled => None,
    }
}
