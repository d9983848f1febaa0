//! Letters that wait go out: taken on under a lease, sent, and noted; tried again with growing pauses, and
//! given up in the end where somebody can see it. None is lost, and none goes out twice while its
//! deliverer lives.
//!
//! What is the fault of a mail server is no attempt of a letter: all that were taken on are given back, and the server is
//! asked again a minute later, for two weeks; a letter that it has not taken by then is given up like any other. So does
//! a letter alone that a rule of the server keeps from going. What is kept back on purpose is not given up, and alarms
//! nobody.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::masking::masked;
use super::message::{Envelope, message};
use super::smtp::Line;
use super::{Fault, Post};
use crate::domain::code::Iso3;
use crate::domain::letter::Letter;
use crate::store::outbox::{self, Claimed, Rest, Unsent};
use crate::store::people::is_bounced;
use crate::store::states::list_states;
use crate::store::{Store, StoreError, StoreResult};

/// For so long nobody else tries a letter that somebody has taken on.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// After half of it no letter is begun in one round: leases are counted from its beginning, and what is
/// begun late would be free for others before it went out.
const ROUND: Duration = Duration::from_secs(150);
/// So long it is tried to note that a letter has left, from the beginning of the round: until shortly before its lease
/// ends.
const NOTE_WITHIN: Duration = Duration::from_secs(285);
/// The pause between two tries.
const NOTE_AGAIN: Duration = Duration::from_secs(1);
/// So long letters rest when their mail server takes none.
pub const SERVER_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// So long a letter rests that a rule of the mail server keeps from going: somebody has to have it changed.
pub const RULE_PAUSE: TimeDelta = TimeDelta::minutes(30);
/// After so many attempts, spread over five days as mail systems do (RFC 5321, 4.5.4.1), a letter is given up.
pub const ATTEMPTS_MAX: i32 = 29;
/// A letter whose mail server has taken none for so long is given up: as late a reminder says what no longer matters
/// (`domain/reminder`), and somebody has to see that the letters of two weeks did not go out.
pub const AWAY_MAX: TimeDelta = TimeDelta::days(14);
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
    /// Were kept back on purpose.
    pub withheld: u32,
}

/// How long a letter rests after that many attempts.
pub fn pause_after(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default().min(16);
    TimeDelta::minutes(1_i64 << doublings).min(PAUSE_MAX)
}

/// Sends the letters that are due, until none is left, the mail server takes no more, or half a lease has passed; the
/// next round does the rest. Any number of programs may do this at once; not in an asynchronous function.
pub fn deliver_waiting(store: &Store, post: &Post, now: DateTime<Utc>) -> StoreResult<Delivered> {
    let mut round =
        Round { store, post, now, began: Instant::now(), line: Line::default(), done: Delivered::default() };
    // Asked on a connection that reads: mostly there is nothing to do, and then nobody has to wait.
    while round.goes_on() && store.read(|db| outbox::is_any_due(db, now))? {
        let claimed = store.write(move |db| outbox::claim(db, now, now + LEASE, BATCH))?;
        if round.deliver_all(claimed)?.is_break() {
            break;
        }
    }
    post.hang_up(round.line);
    Ok(round.done)
}

fn names_of_states(store: &Store) -> StoreResult<BTreeMap<Iso3, String>> {
    let states = store.read(list_states)?;
    Ok(states.into_iter().map(|state| (state.iso3, state.short_name_en)).collect())
}

/// One round: the letters that are due go out by one line.
struct Round<'r> {
    store: &'r Store,
    post: &'r Post,
    now: DateTime<Utc>,
    began: Instant,
    line: Line,
    done: Delivered,
}

/// Whether others follow; if none does, why and until when they rest, unless they can go in the next round.
type Next = ControlFlow<Option<Rest>>;

impl Round<'_> {
    fn goes_on(&self) -> bool {
        self.began.elapsed() < ROUND
    }

    fn deliver_all(&mut self, claimed: Vec<Claimed>) -> StoreResult<ControlFlow<()>> {
        let names = names_of_states(self.store)?;
        let mut waiting = claimed.into_iter();
        while let Some(letter) = waiting.next() {
            let next = if self.goes_on() {
                self.deliver(letter, &names)?
            } else {
                self.release(vec![letter], None)?;
                Next::Break(None)
            };
            if let Next::Break(rests) = next {
                self.release(waiting.collect(), rests)?;
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn deliver(&mut self, claimed: Claimed, names: &BTreeMap<Iso3, String>) -> StoreResult<Next> {
        let letter = read(&claimed);
        let kept = without_secret(letter.as_ref().ok())?;
        let comes_back = self.store.read(|db| is_bounced(db, &claimed.recipient))?;
        match letter.and_then(|letter| self.send_unless(comes_back, &claimed, &letter, names)) {
            Ok(()) => self.note_delivered(claimed, kept).map(Next::Continue),
            Err(Fault::Away(why)) => {
                tracing::warn!(why = masked(&why), "the mail server takes no letter; they wait");
                self.rest(claimed, why)
            }
            Err(Fault::ToMend(why)) => {
                tracing::error!(
                    why = masked(&why),
                    "the mail server takes no letter until an operator sees to it; they wait"
                );
                self.rest(claimed, why)
            }
            Err(Fault::Barred(why)) => self.bar(claimed, why).map(Next::Continue),
            Err(Fault::Broken(why)) => {
                self.note_undelivered(claimed, kept, why)?;
                Ok(Next::Break(None))
            }
            Err(Fault::Passing(why)) => self.note_undelivered(claimed, kept, why).map(Next::Continue),
            Err(Fault::Lasting(why)) => self.give_up(claimed, kept, why).map(Next::Continue),
            Err(Fault::Withheld(why)) => self.keep_back(claimed, kept, why).map(Next::Continue),
        }
    }

    /// Nothing follows a letter that came back. What lets somebody into their account goes all the same: they wait for
    /// it, the mailbox may work again, and no report of a mail system, true or not, shuts anybody out.
    fn send_unless(
        &mut self,
        comes_back: bool,
        claimed: &Claimed,
        letter: &Letter,
        names: &BTreeMap<Iso3, String>,
    ) -> Result<(), Fault> {
        if comes_back && !letter.matter.opens_account() {
            return Err(Fault::Withheld("not sent: an earlier letter to this address came back".into()));
        }
        self.send(claimed, letter, names)
    }

    fn send(&mut self, claimed: &Claimed, letter: &Letter, names: &BTreeMap<Iso3, String>) -> Result<(), Fault> {
        if letter.matter.ends_at().is_some_and(|end| end <= self.now) {
            return Err(Fault::Lasting("its link ended before it could be delivered".into()));
        }
        let name_of = |party: Iso3| names.get(&party).cloned().unwrap_or_else(|| party.to_string());
        let envelope = Envelope { id: &claimed.id, recipient: &claimed.recipient, written_at: claimed.queued_at };
        let message = message(self.post, &envelope, letter, &name_of)?;
        self.post.send(&mut self.line, &claimed.id, &message)
    }

    fn note_delivered(&mut self, claimed: Claimed, kept: Option<Value>) -> StoreResult<()> {
        let now = self.now;
        self.done.delivered += 1;
        tracing::info!(letter = claimed.id, "delivered");
        let Some(kept) = kept else { return Ok(()) };
        loop {
            let (id, kept) = (claimed.id.clone(), kept.clone());
            match self.store.write(move |db| outbox::mark_delivered(db, &id, &kept, now)) {
                // It has left, and whoever takes it on when its lease ends sends it again.
                Err(error) if self.began.elapsed() + NOTE_AGAIN < NOTE_WITHIN => {
                    tracing::warn!(letter = claimed.id, %error, "delivered, and not noted yet; tried again");
                    thread::sleep(NOTE_AGAIN);
                }
                noted => return noted,
            }
        }
    }

    fn note_undelivered(&mut self, claimed: Claimed, kept: Option<Value>, why: String) -> StoreResult<()> {
        if claimed.attempts >= ATTEMPTS_MAX {
            return self.give_up(claimed, kept, why);
        }
        self.done.put_back += 1;
        let (attempts, not_before) = (claimed.attempts, self.now + pause_after(claimed.attempts));
        tracing::warn!(letter = claimed.id, why = masked(&why), attempts, %not_before, "not delivered; tried again");
        self.store.write(move |db| outbox::put_back(db, &claimed, &why, not_before))
    }

    fn give_up(&mut self, claimed: Claimed, kept: Option<Value>, why: String) -> StoreResult<()> {
        let now = self.now;
        self.done.failed += 1;
        tracing::error!(letter = claimed.id, why = masked(&why), attempts = claimed.attempts, "given up");
        self.store.write(move |db| outbox::mark_unsent(db, &claimed, kept.as_ref(), (Unsent::GivenUp, &why), now))
    }

    fn keep_back(&mut self, claimed: Claimed, kept: Option<Value>, why: String) -> StoreResult<()> {
        let now = self.now;
        self.done.withheld += 1;
        tracing::info!(letter = claimed.id, why, "kept back");
        self.store.write(move |db| outbox::mark_unsent(db, &claimed, kept.as_ref(), (Unsent::KeptBack, &why), now))
    }

    /// The server may have taken its time to take nothing: the pause is counted from here.
    fn rest(&mut self, claimed: Claimed, why: String) -> StoreResult<Next> {
        let spent = TimeDelta::from_std(self.began.elapsed()).unwrap_or_default();
        let rests = Some(Rest { reason: why, from: self.now, until: self.now + spent + SERVER_PAUSE });
        self.release(vec![claimed], rests.clone())?;
        Ok(Next::Break(rests))
    }

    /// It alone rests: whether the rule is against the others too, they find out.
    fn bar(&mut self, claimed: Claimed, why: String) -> StoreResult<()> {
        tracing::error!(
            letter = claimed.id,
            why = masked(&why),
            "a rule of the mail server keeps a letter from going until an operator sees to it; it waits"
        );
        let rests = Rest { reason: why, from: self.now, until: self.now + RULE_PAUSE };
        self.release(vec![claimed], Some(rests))
    }

    /// Gives letters back, but those that have waited for their server for too long.
    fn release(&mut self, letters: Vec<Claimed>, rests: Option<Rest>) -> StoreResult<()> {
        let has_waited = |letter: &Claimed| letter.away_since.is_some_and(|since| self.now - since >= AWAY_MAX);
        let (over, waiting): (Vec<_>, Vec<_>) =
            letters.into_iter().partition(|letter| rests.is_some() && has_waited(letter));
        self.done.put_back = self.done.put_back.saturating_add(u32::try_from(waiting.len()).unwrap_or(BATCH));
        let why = rests.as_ref().map(|rest| rest.reason.clone()).unwrap_or_default();
        self.store.write(move |db| waiting.iter().try_for_each(|one| outbox::release(db, one, rests.as_ref())))?;
        over.into_iter().try_for_each(|letter| {
            let kept = without_secret(read(&letter).as_ref().ok())?;
            self.give_up(
                letter,
                kept,
                format!("its mail server took no letter for {} days: {why}", AWAY_MAX.num_days()),
            )
        })
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

/// What is kept of a letter that is done with.
fn without_secret(letter: Option<&Letter>) -> StoreResult<Option<Value>> {
    let kept = letter.map(|letter| serde_json::to_value(letter.clone().without_secret()));
    kept.transpose().map_err(|error| StoreError::Refused(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::PATIENCE;

    #[test]
    fn what_is_taken_on_last_still_has_half_its_lease() {
        assert_eq!(TimeDelta::from_std(ROUND).unwrap() * 2, LEASE);
        assert!(ROUND > PATIENCE, "however long the mail server takes");
        assert!(NOTE_WITHIN > ROUND + PATIENCE && TimeDelta::from_std(NOTE_WITHIN).unwrap() < LEASE);
    }

    #[test]
    fn pauses_grow_up_to_a_quarter_of_a_day() {
        let minutes: Vec<_> = (1..=12).map(|attempts| pause_after(attempts).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    }

    #[test]
    fn a_letter_is_tried_for_five_days_and_its_server_for_as_long_as_a_reminder_is_of_use() {
        // As the README says.
        let all: TimeDelta = (1..ATTEMPTS_MAX).map(pause_after).sum();
        assert_eq!((ATTEMPTS_MAX, all), (29, TimeDelta::days(5) + TimeDelta::minutes(151)));
        assert_eq!(AWAY_MAX.num_days(), crate::domain::reminder::LATE_DAYS_MAX);
    }
}
