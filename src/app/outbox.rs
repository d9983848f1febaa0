//! What the secretariat sees of letters on their way, and does about them. A letter that has gone out, was given up or
//! taken back holds nothing that opens a door any more: tried again it gets a link of its own, where it had one.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::courtesy::CourtesyLink;
use super::filings::has_come;
use super::reminding::LINK_DAYS;
use super::secrets::{fingerprint, new_secret};
use super::submitting::entry;
use crate::domain::letter::{ANSWER, Letter, Matter};
use crate::store::answers::{AnswerLink, insert_link};
use crate::store::audit_entries::insert_entry;
use crate::store::letters::{self, Kept, Outcome};
use crate::store::outbox::{count_failed, count_waiting, rewrite, withdraw};
use crate::store::people::{Person, find_person};
use crate::store::reminders::{Decided, delete_written, list_of_letter};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Letters of one list.
const MOST: i64 = 100;

/// For so many days letters that are done with are shown, and those given up called attention to.
pub const DAYS_SHOWN: i64 = 30;

/// The letters, and how many there are of each kind.
#[derive(Debug)]
pub struct Board {
    /// Those that wait, the oldest first.
    pub waiting: (i64, Vec<Kept>),
    /// Those given up, the latest first.
    pub failed: (i64, Vec<Kept>),
    /// How many went out lately.
    pub delivered: i64,
    /// How many were taken back lately.
    pub withdrawn: i64,
    /// How many were kept back on purpose lately.
    pub withheld: i64,
    /// All of these, the latest first.
    pub gone: Vec<Kept>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum TendError {
    /// It is not as the page showed it, or says nothing any more that matters.
    #[error("not as the page showed it")]
    NotNow,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random numbers for a secret.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// The letters as of now.
pub fn board(store: &Store, now: DateTime<Utc>) -> StoreResult<Board> {
    let since = now - TimeDelta::days(DAYS_SHOWN);
    store.snapshot(|db| {
        let (delivered, withdrawn, withheld) = letters::count_gone(db, since)?;
        Ok(Board {
            waiting: (count_waiting(db)?, letters::list_waiting(db, MOST)?),
            failed: (count_failed(db)?, letters::list_failed(db, MOST)?),
            delivered,
            withdrawn,
            withheld,
            gone: letters::list_gone(db, since, MOST)?,
        })
    })
}

/// How many letters were given up lately.
pub fn given_up_lately(store: &Store, now: DateTime<Utc>) -> StoreResult<i64> {
    store.snapshot(|db| letters::count_failed_since(db, now - TimeDelta::days(DAYS_SHOWN)))
}

/// The letter, where this program can read it.
pub fn letter_of(kept: &Kept) -> Option<Letter> {
    let stored = kept.letter.clone().ok()?;
    serde_json::from_value(stored).ok().filter(Letter::is_readable)
}

/// Whether it can be tried again: an invitation or a new password is sent anew instead, because its link is gone.
pub fn can_be_tried(kept: &Kept) -> bool {
    let is_open = |letter: Letter| !matches!(letter.matter, Matter::Invitation { .. } | Matter::Reset { .. });
    matches!(kept.outcome, Outcome::Failed(_) | Outcome::Withheld(_)) && letter_of(kept).is_some_and(is_open)
}

/// Lets a letter that was given up or kept back wait again.
pub fn try_again(store: &Store, by: &Person, id: &str, now: DateTime<Utc>) -> Result<(), TendError> {
    let secret = new_secret()?;
    let (id, actor) = (id.to_owned(), by.id.clone());
    store.write(move |db| {
        let kept = letters::find(db, &id)?.filter(can_be_tried).ok_or(TendError::NotNow)?;
        let mut letter = letter_of(&kept).ok_or(TendError::NotNow)?;
        let planned = list_of_letter(db, &id)?;
        if !still_matters(db, &mut letter, &planned)? {
            return Err(TendError::NotNow);
        }
        let first = planned.first();
        if let Some(first) = first {
            open_again(db, first, &mut letter.matter, &secret, now)?;
        }
        if let (Some(path), Some(first)) = (&mut letter.courtesy, first) {
            let (link, opened) = CourtesyLink::new(&first.person_id, now)?;
            link.keep(db)?;
            *path = opened;
        }
        let stored = serde_json::to_value(&letter).map_err(|error| StoreError::Refused(error.to_string()))?;
        if !letters::try_again(db, &id, &stored)? {
            return Err(TendError::NotNow);
        }
        insert_entry(db, &entry(now, &actor, "letter-tried-again", &id, json!({"version": 1})))?;
        Ok(())
    })
}

/// Whether a reminder still says what matters: whom it goes to works at the desk, and a report is open. Those that came
/// are dropped from it. What is no reminder matters as it did.
fn still_matters(db: &mut Db, letter: &mut Letter, planned: &[Decided]) -> StoreResult<bool> {
    let Some(first) = planned.first() else { return Ok(true) };
    let person = find_person(db, &first.person_id)?;
    if !person.is_some_and(|person| person.appointments.iter().any(|one| one.party() == Some(first.party))) {
        return Ok(false);
    }
    let Matter::Reminder { reports, .. } = &mut letter.matter else { return Ok(true) };
    for one in planned {
        let Some(reference) = one.report() else { continue };
        if has_come(db, reference)? {
            reports.retain(|report| report.reference != reference.to_string());
            delete_written(db, &one.key)?;
        }
    }
    Ok(!reports.is_empty())
}

/// Makes a new link for a letter that is answered by one.
fn open_again(db: &mut Db, first: &Decided, matter: &mut Matter, secret: &str, now: DateTime<Utc>) -> StoreResult<()> {
    let ends = now + TimeDelta::days(LINK_DAYS);
    let path = match matter {
        Matter::Reminder { answer, .. } => answer,
        Matter::StillContact { path, expires_at, .. } => {
            *expires_at = ends;
            path
        }
        _ => return Ok(()),
    };
    *path = format!("{ANSWER}{secret}");
    let link = AnswerLink {
        fingerprint: fingerprint(secret),
        person_id: first.person_id.clone(),
        party: first.party,
        report: first.report(),
        made_at: now,
        expires_at: ends,
        used: None,
    };
    insert_link(db, &link)
}

/// Takes a letter that waits out of the outbox, unless somebody has it in hand.
pub fn take_back(store: &Store, by: &Person, id: &str, now: DateTime<Utc>) -> Result<(), TendError> {
    let (id, actor) = (id.to_owned(), by.id.clone());
    let why = format!("taken back by {}", by.name);
    store.write(move |db| {
        let kept = letters::find(db, &id)?.ok_or(TendError::NotNow)?;
        if let Some(letter) = letter_of(&kept) {
            let without = serde_json::to_value(letter.without_secret());
            let without = without.map_err(|error| StoreError::Refused(error.to_string()))?;
            rewrite(db, &id, &without, now)?;
        }
        if !withdraw(db, &id, &why, now)? {
            return Err(TendError::NotNow);
        }
        insert_entry(db, &entry(now, &actor, "letter-taken-back", &id, json!({"version": 1})))?;
        Ok(())
    })
}
