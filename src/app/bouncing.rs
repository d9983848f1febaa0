//! Letters that came back for good: whom they do not reach any more. A report counts only if the portal sent that letter
//! to that address, because anybody can write one; the key of a letter is known to whoever got it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::submitting::entry;
use crate::store::audit_entries::insert_entry;
use crate::store::outbox::{self, Sent};
use crate::store::people;
use crate::store::{Store, StoreResult};

/// Mail systems try for some days (RFC 5321, 4.5.4.1): what is said of an older letter is no report of its delivery.
const DAYS_MAX: i64 = 30;

/// Who notes it in the log of acts.
const ACTOR: &str = "mail";

/// What came of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noted {
    /// None of the addresses is where the letter went of late, it is known, or nobody has an account there.
    Nothing,
    /// The letter was tried, and whether it went out is not noted yet: the report was quicker, and is to come again.
    NotYet,
    /// The letter came back.
    Bounce,
}

/// An address from which a letter came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The address, in lower case, in each way the report names it.
    pub addresses: Vec<String>,
    /// What the mail system said.
    pub reason: String,
}

/// Notes that a letter came back from one of these addresses, all in one write. A letter comes back once: the same report
/// changes nothing even after the secretariat has found that the address works again.
pub fn note(store: &Store, letter: &str, failures: Vec<Failure>, now: DateTime<Utc>) -> StoreResult<Noted> {
    let letter = letter.to_owned();
    store.write(move |db| {
        let recipient = match outbox::find_sent(db, &letter, now - TimeDelta::days(DAYS_MAX))? {
            Some(Sent::To(recipient)) => recipient,
            Some(Sent::Perhaps) => return Ok(Noted::NotYet),
            None => return Ok(Noted::Nothing),
        };
        let own = failures.iter().find(|failure| failure.addresses.contains(&recipient.to_lowercase()));
        let Some(Failure { reason, .. }) = own else { return Ok(Noted::Nothing) };
        if !outbox::note_return(db, &letter, reason)? {
            return Ok(Noted::Nothing);
        }
        let Some(person) = people::find_person_by_email(db, &recipient)? else { return Ok(Noted::Nothing) };
        if !people::note_bounce(db, &person.id, reason, now)? {
            return Ok(Noted::Nothing);
        }
        let detail = json!({ "version": 1, "letter": letter });
        insert_entry(db, &entry(now, ACTOR, "person.bounced", &person.id, detail))?;
        Ok(Noted::Bounce)
    })
}
