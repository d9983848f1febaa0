//! Letters that wait go out: taken on under a lease, sent, and noted; tried again with growing pauses, and
//! given up in the end where somebody can see it. None is lost, and none goes out twice while its
//! deliverer lives.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::message::{Envelope, message};
use super::words::party_in;
use super::{Fault, Post};
use crate::domain::code::Iso3;
use crate::domain::letter::Letter;
use crate::store::outbox::{self, Claimed};
use crate::store::states::list_states;
use crate::store::{Store, StoreError, StoreResult};

/// For so long nobody else tries a letter that somebody has taken on.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// After half of it nothing more is taken on in one round: leases are counted from its beginning, and what is
/// taken on late would be free for others before it went out.
const ROUND: Duration = Duration::from_secs(150);
/// After so many attempts, spread over more than a day, a letter is given up.
pub const ATTEMPTS_MAX: i32 = 12;
/// No pause between two attempts is longer.
const PAUSE_MAX: TimeDelta = TimeDelta::hours(6);
/// Letters under one lease: few enough that they go out within it.
const BATCH: u32 = 20;

/// What became of the letters that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Went out.
    pub delivered: u32,
    /// Wait for another attempt.
    pub put_back: u32,
    /// Were given up.
    pub failed: u32,
}

/// How long a letter rests after that many attempts.
pub fn pause_after(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default().min(16);
    TimeDelta::minutes(1_i64 << doublings).min(PAUSE_MAX)
}

/// Sends the letters that are due, until none is left or half a lease has passed; the next round does the rest.
/// Any number of programs may do this at once.
pub fn deliver_waiting(store: &Store, post: &Post, now: DateTime<Utc>) -> StoreResult<Delivered> {
    let (mut done, began) = (Delivered::default(), Instant::now());
    // Asked on a connection that reads: mostly there is nothing to do, and then nobody has to wait.
    while began.elapsed() < ROUND && store.read(|db| outbox::is_any_due(db, now))? {
        let claimed = store.write(move |db| outbox::claim(db, now, now + LEASE, BATCH))?;
        let names = names_of_states(store)?;
        for letter in claimed {
            deliver(store, post, letter, &names, now, &mut done)?;
        }
    }
    Ok(done)
}

fn names_of_states(store: &Store) -> StoreResult<BTreeMap<Iso3, String>> {
    let states = store.read(list_states)?;
    Ok(states.into_iter().map(|state| (state.iso3, state.short_name_en)).collect())
}

fn deliver(
    store: &Store,
    post: &Post,
    claimed: Claimed,
    names: &BTreeMap<Iso3, String>,
    now: DateTime<Utc>,
    done: &mut Delivered,
) -> StoreResult<()> {
    let letter = read(&claimed);
    let kept = letter.as_ref().ok().map(|letter| stored(letter.clone().without_secret())).transpose()?;
    let sent = letter.and_then(|letter| send(post, &claimed, &letter, names, now));
    let id = claimed.id.clone();
    match sent {
        Ok(()) => {
            done.delivered += 1;
            tracing::info!(letter = id, "delivered");
            store.write(move |db| match &kept {
                Some(kept) => outbox::mark_delivered(db, &claimed.id, kept, now),
                None => Ok(()),
            })
        }
        Err(Fault::Passing(why)) if claimed.attempts < ATTEMPTS_MAX => {
            done.put_back += 1;
            let not_before = now + pause_after(claimed.attempts);
            tracing::warn!(letter = id, why, attempts = claimed.attempts, %not_before, "not delivered; tried again");
            store.write(move |db| outbox::put_back(db, &claimed, &why, not_before))
        }
        Err(Fault::Passing(why) | Fault::Lasting(why)) => {
            done.failed += 1;
            tracing::error!(letter = id, why, attempts = claimed.attempts, "given up");
            store.write(move |db| outbox::mark_failed(db, &claimed, kept.as_ref(), &why, now))
        }
    }
}

fn read(claimed: &Claimed) -> Result<Letter, Fault> {
    let value = claimed.letter.clone().map_err(Fault::Lasting)?;
    let letter: Letter = serde_json::from_value(value)
        // The error may quote the letter, which may hold a secret.
        .map_err(|_error| Fault::Lasting("the stored letter is of no kind that this program knows".into()))?;
    if letter.is_readable() {
        Ok(letter)
    } else {
        Err(Fault::Lasting("the stored letter is of another version".into()))
    }
}

fn send(
    post: &Post,
    claimed: &Claimed,
    letter: &Letter,
    names: &BTreeMap<Iso3, String>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    if letter.matter.ends_at().is_some_and(|end| end <= now) {
        return Err(Fault::Lasting("its link ended before it could be delivered".into()));
    }
    let party = party_in(&letter.matter);
    let state = party.map(|party| names.get(&party).cloned().unwrap_or_else(|| party.to_string()));
    let envelope = Envelope { id: &claimed.id, recipient: &claimed.recipient, written_at: claimed.queued_at };
    post.send(&claimed.id, &message(post, &envelope, letter, state.as_deref().unwrap_or_default())?)
}

fn stored(letter: Letter) -> StoreResult<Value> {
    serde_json::to_value(letter).map_err(|error| StoreError::Refused(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_on_last_still_has_half_its_lease() {
        assert_eq!(TimeDelta::from_std(ROUND).unwrap() * 2, LEASE);
    }

    #[test]
    fn pauses_grow_up_to_a_quarter_of_a_day() {
        let minutes: Vec<_> = (1..=12).map(|attempts| pause_after(attempts).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
        assert!(minutes.iter().take(11).sum::<i64>() > 20 * 60, "a day without the folder loses no letter");
    }
}
