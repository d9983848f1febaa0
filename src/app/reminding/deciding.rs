//! What people decide about planned letters: to let them go out at all, to hold, skip or send one.
//! Every decision is noted in the audit.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::writing::{Message, bundles, decided};
use super::{HORIZON, Known};
use crate::app::Edition;
use crate::app::submitting::entry;
use crate::domain::reminder::{Decision, PlannedLetter};
use crate::store::audit_entries::insert_entry;
use crate::store::people::Person;
use crate::store::reminders::{self, Decided, Release, delete_held, insert_decided};
use crate::store::{Store, StoreError, StoreResult};

/// Why something was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The plan holds no such letter any more: it went out, or the report came.
    #[error("not in the plan any more")]
    NotPlanned,
    /// It was so already, or is no longer.
    #[error("not as the page showed it")]
    NotNow,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random numbers for a secret.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Lets letters go out from a day on: nothing dated before it ever goes.
pub fn release(store: &Store, by: &Person, today: NaiveDate, now: DateTime<Utc>) -> Result<(), DecideError> {
    let new = Release { on: today, at: now, by: by.id.clone() };
    let (actor, detail) = (by.id.clone(), json!({"version": 1, "from": today}));
    store.write(move |db| {
        if !reminders::release(db, &new)? {
            return Err(DecideError::NotNow);
        }
        insert_entry(db, &entry(now, &actor, "reminders-released", "reminders", detail.clone()))?;
        Ok(())
    })
}

/// Stops all planned letters; those in the outbox go on.
pub fn end_release(store: &Store, by: &Person, now: DateTime<Utc>) -> Result<(), DecideError> {
    let by = by.clone();
    store.write(move |db| {
        if !reminders::end_release(db, &by.id, now)? {
            return Err(DecideError::NotNow);
        }
        insert_entry(db, &entry(now, &by.id, "reminders-stopped", "reminders", json!({"version": 1})))?;
        Ok(())
    })
}

/// Holds a message back until somebody lets it go.
pub fn hold(store: &Store, edition: &Edition, by: &Person, key: &str, now: DateTime<Utc>) -> Result<(), DecideError> {
    note(store, edition, by, key, (Decision::Held, None), now)
}

/// Decides that a message does not go out, and why.
pub fn skip(
    store: &Store,
    edition: &Edition,
    by: &Person,
    (key, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), DecideError> {
    note(store, edition, by, key, (Decision::Skipped, Some(reason)), now)
}

fn note(
    store: &Store,
    edition: &Edition,
    by: &Person,
    key: &str,
    (decision, reason): (Decision, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), DecideError> {
    let (rows, subject) = with_message(store, edition, key, |letters| {
        let rows = letters
            .iter()
            .map(|one| Decided { reason: reason.map(str::to_owned), ..decided(one, decision, Some(&by.id), now) });
        Ok(rows.collect::<Vec<_>>())
    })?;
    let (actor, detail) = (by.id.clone(), json!({"version": 1, "reason": reason}));
    let act = format!("reminder-{}", decision.key());
    store.write(move |db| {
        for row in &rows {
            // What is held can be left out; it cannot be held once more.
            if decision != Decision::Held {
                delete_held(db, &row.key)?;
            }
            if !insert_decided(db, row)? {
                return Err(DecideError::NotNow);
            }
        }
        insert_entry(db, &entry(now, &actor, &act, &subject, detail.clone()))?;
        Ok(())
    })
}

/// Lets a held message go out on its day.
pub fn let_go(store: &Store, edition: &Edition, by: &Person, key: &str, now: DateTime<Utc>) -> Result<(), DecideError> {
    let (keys, subject) =
        with_message(store, edition, key, |letters| Ok(letters.iter().map(|one| one.key()).collect::<Vec<_>>()))?;
    let actor = by.id.clone();
    store.write(move |db| {
        for key in &keys {
            if !delete_held(db, key)? {
                return Err(DecideError::NotNow);
            }
        }
        insert_entry(db, &entry(now, &actor, "reminder-let-go", &subject, json!({"version": 1})))?;
        Ok(())
    })
}

/// Writes a message now, whatever its day.
pub fn send_now(
    store: &Store,
    edition: &Edition,
    by: &Person,
    key: &str,
    now: DateTime<Utc>,
) -> Result<(), DecideError> {
    let (message, subject) =
        with_message(store, edition, key, |letters| Ok(Message::new((store, edition), letters, Some(&by.id), now)?))?;
    let actor = by.id.clone();
    store.write(move |db| {
        // Before an administrator has released letters none leaves, whoever asks.
        if reminders::find_release(db)?.is_none() {
            return Err(DecideError::NotNow);
        }
        message.let_go(db)?;
        if !message.write(db, now)? {
            return Err(DecideError::NotNow);
        }
        insert_entry(db, &entry(now, &actor, "reminder-sent", &subject, json!({"version": 1})))?;
        Ok(())
    })
}

/// Works on the message of the plan with that key; gives what it is about for the audit as well.
fn with_message<T>(
    store: &Store,
    edition: &Edition,
    key: &str,
    work: impl FnOnce(&[&PlannedLetter]) -> Result<T, DecideError>,
) -> Result<(T, String), DecideError> {
    let known = Known::load(store, edition, edition.today, HORIZON)?;
    let plan = known.plan(edition, edition.today, HORIZON);
    let wanted = bundles(plan.letters.iter()).find(|letters| letters.first().is_some_and(|one| one.key() == key));
    let letters = wanted.ok_or(DecideError::NotPlanned)?;
    Ok((work(&letters)?, key.to_owned()))
}

/// A message of the plan as a list shows it.
#[derive(Debug)]
pub struct Planned<'p, 'f> {
    /// Of its first letter; by it the message is found again.
    pub key: String,
    /// Its letters, one for each report.
    pub letters: Vec<&'p PlannedLetter<'f>>,
}

impl<'p, 'f> Planned<'p, 'f> {
    /// All messages of some letters, by day.
    pub fn all(letters: &'p [PlannedLetter<'f>]) -> impl Iterator<Item = Self> {
        bundles(letters.iter())
            .map(|letters| Self { key: letters.first().map(|one| one.key()).unwrap_or_default(), letters })
    }
}

/// What was decided since a day, the latest first.
pub fn decided_since(store: &Store, first: NaiveDate) -> StoreResult<Vec<Decided>> {
    let mut all = store.read(|db| reminders::list_decided(db, first))?;
    all.sort_by(|one, other| (other.at, &other.key).cmp(&(one.at, &one.key)));
    Ok(all)
}
