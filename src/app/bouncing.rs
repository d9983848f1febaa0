//! Letters that came back for good: whom they do not reach any more. A report counts only if the portal sent that letter
//! to that address, because anybody can write one; the key of a letter is known to whoever got it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::submitting::entry;
use crate::store::audit_entries::insert_entry;
use crate::store::people;
use crate::store::{Store, StoreResult, outbox};

/// Who notes it in the log of acts.
const ACTOR: &str = "mail";

/// Notes that a letter came back from one of these addresses; `false` if none of them is where it went, if it is known,
/// or if nobody has an account there. A letter comes back once: the same report changes nothing even after the
/// secretariat has found that the address works again.
pub fn note(store: &Store, letter: &str, addresses: &[String], reason: &str, now: DateTime<Utc>) -> StoreResult<bool> {
    let (letter, addresses, reason) = (letter.to_owned(), addresses.to_vec(), reason.to_owned());
    store.write(move |db| {
        let Some(recipient) = outbox::find_delivered_to(db, &letter)? else { return Ok(false) };
        if !addresses.contains(&recipient.to_lowercase()) || !outbox::note_return(db, &letter, &reason)? {
            return Ok(false);
        }
        let Some(person) = people::find_person_by_email(db, &recipient)? else { return Ok(false) };
        if !people::note_bounce(db, &person.id, &reason, now)? {
            return Ok(false);
        }
        let detail = json!({ "version": 1, "letter": letter });
        insert_entry(db, &entry(now, ACTOR, "person.bounced", &person.id, detail))?;
        Ok(true)
    })
}
