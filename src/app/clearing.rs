//! Clearance of a draft within its State: somebody asks, somebody at the desk clears or returns it. The secretariat
//! learns that a draft waits or was returned, as the plan of letters has it, and never a remark.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::drafting::{DraftingError, key_of_open, own};
use super::letters::write_letter;
use super::submitting::entry;
use crate::domain::access::{ForParty, NationalAct, national};
use crate::domain::clearance::{ClearanceAct, ClearanceEntry};
use crate::domain::letter::Matter;
use crate::domain::report::ReportReference;
use crate::store::audit_entries::insert_entry;
use crate::store::clearances::{NewClearance, insert_clearance, list_clearances};
use crate::store::people::{Person, list_people_of};
use crate::store::{Db, Store, StoreError, StoreResult, drafts};

/// Why nothing was noted.
#[derive(Debug, thiserror::Error)]
pub enum ClearingError {
    /// Somebody did something about it since the page was shown, or nothing was asked that this would answer.
    #[error("something was done meanwhile")]
    Meanwhile,
    /// Only whoever asked takes it back.
    #[error("somebody else asked")]
    NotTheirs,
    /// The draft.
    #[error(transparent)]
    Drafting(#[from] DraftingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody does about the clearance of a draft, as they chose it on a page.
#[derive(Debug, Clone)]
pub struct Clearing {
    /// The key of the draft that the page showed.
    pub draft: String,
    /// The key of the last entry that the page showed; empty where there was none.
    pub after: String,
    /// What they do.
    pub act: ClearanceAct,
    /// What they say with it.
    pub remark: Option<String>,
    /// The [`super::drafting::OpenDraft::cleared_digest`] of what the page showed.
    pub digest: String,
    /// Who.
    pub by: Person,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was done about a draft, the oldest first.
pub fn entries(store: &Store, draft: &str) -> StoreResult<Vec<ClearanceEntry>> {
    store.read(|db| list_clearances(db, draft))
}

/// Notes it, and tells those whom it concerns. The same form sent again does nothing more.
pub fn clear(
    store: &Store,
    leave: ForParty,
    reference: ReportReference,
    clearing: Clearing,
) -> Result<(), ClearingError> {
    let reference = own(leave, reference)?;
    store.write(move |db| {
        let draft = key_of_open(db, reference, Some(&clearing.draft))?;
        // Two who answer at once meet here, and so does whoever submits.
        if !drafts::hold_draft(db, &draft)? {
            return Err(DraftingError::Ended.into());
        }
        let before = list_clearances(db, &draft)?;
        if before.last().is_some_and(|last| is_repeated(last, &clearing)) {
            return Ok(());
        }
        let asker = may_be_noted(&before, &clearing)?;
        let new = NewClearance {
            draft,
            act: clearing.act,
            by: clearing.by.id.clone(),
            at: clearing.at,
            remark: clearing.remark.clone(),
            digest: (clearing.act == ClearanceAct::Cleared).then(|| clearing.digest.clone()),
        };
        let id = insert_clearance(db, &new)?;
        let detail = json!({ "version": 1, "draft": new.draft, "clearance": id });
        let act = format!("clearance.{}", clearing.act.key());
        insert_entry(db, &entry(clearing.at, &clearing.by.id, &act, &reference.to_string(), detail))?;
        Ok(tell(db, reference, &id, &clearing, asker.as_deref())?)
    })
}

/// A form that came twice, as when its answer was lost.
fn is_repeated(last: &ClearanceEntry, clearing: &Clearing) -> bool {
    let is_same = (last.act, &last.by, &last.remark) == (clearing.act, &clearing.by.id, &clearing.remark);
    is_same && last.id != clearing.after
}

/// Who had asked, where this answers them.
fn may_be_noted(before: &[ClearanceEntry], clearing: &Clearing) -> Result<Option<String>, ClearingError> {
    let last = before.last();
    let is_as_shown = last.map_or("", |last| last.id.as_str()) == clearing.after;
    if !is_as_shown || !clearing.act.may_follow(last.map(|last| last.act)) {
        return Err(ClearingError::Meanwhile);
    }
    let asker = last.filter(|last| last.act == ClearanceAct::Asked).map(|last| last.by.clone());
    if clearing.act == ClearanceAct::Withdrawn && asker.as_ref() != Some(&clearing.by.id) {
        return Err(ClearingError::NotTheirs);
    }
    Ok(asker)
}

/// Asking tells the others at the desk, and so does taking it back, since they may be about to read; an answer tells
/// whoever asked, or where they have left, those who write there now.
fn tell(
    db: &mut Db,
    reference: ReportReference,
    id: &str,
    clearing: &Clearing,
    asker: Option<&str>,
) -> StoreResult<()> {
    let (report, path) = (reference.to_string(), format!("/desk/reports/{reference}/clearance"));
    let matter = match clearing.act {
        ClearanceAct::Asked => Matter::ClearanceAsked { reference: report, path },
        ClearanceAct::Cleared => Matter::ClearanceGiven { reference: report, path },
        ClearanceAct::Returned => Matter::ClearanceReturned { reference: report, path },
        ClearanceAct::Withdrawn => Matter::ClearanceWithdrawn { reference: report, path },
    };
    let asker = asker.filter(|_| clearing.act != ClearanceAct::Withdrawn);
    let people = list_people_of(db, reference.party)?;
    let may = |person: &Person, act| national(&person.appointments, reference.party, act).is_ok();
    let is_asker = |person: &&Person| Some(person.id.as_str()) == asker && may(person, NationalAct::Read);
    let is_there = people.iter().any(|person| is_asker(&person));
    let is_told = |person: &&Person| match asker {
        Some(_) if is_there => is_asker(person),
        Some(_) => may(person, NationalAct::Write),
        None => may(person, NationalAct::Read),
    };
    for person in people.iter().filter(is_told).filter(|person| person.id != clearing.by.id && person.is_reached()) {
        write_letter(db, id, person, &matter, clearing.at)?;
    }
    Ok(())
}
