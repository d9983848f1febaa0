//! Letters of the secretariat to the desks of many States.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Edition;
use super::letters::write_letter;
use super::queue::queue;
use super::submitting::entry;
use crate::domain::access::Role;
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::letter::Matter;
use crate::store::audit_entries::insert_entry;
use crate::store::notices::{Copies, Notice, count_copies, find_notice, insert_notice};
use crate::store::people::{Person, list_people};
use crate::store::{Store, StoreResult};

/// Roles that may be written to.
pub const ROLES: [Role; 3] = [Role::FocalPoint, Role::Deputy, Role::Submitter];

/// To which States.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// Those bound by the instrument of a regime.
    Parties(RegimeCode),
    /// Those of which a report is asked for in the present cycle, and none stands.
    Open(RegimeCode),
    /// These.
    Some(BTreeSet<Iso3>),
}

/// Who gets a letter, and which States get none.
#[derive(Debug, Clone, Default)]
pub struct Recipients {
    /// Each person once, with the States the letter goes to.
    pub people: Vec<(Person, Vec<Iso3>)>,
    /// States of which nobody with such a role is reached.
    pub unreached: Vec<Iso3>,
}

impl Recipients {
    /// A fingerprint of who gets it: whoever sends a letter sends it to those they saw.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (person, parties) in &self.people {
            hash.update(format!("{} {} {parties:?}\n", person.id, person.email));
        }
        HEXLOWER.encode(&hash.finalize())
    }
}

/// What became of a notice that was to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// So many copies wait in the outbox.
    Sent(usize),
    /// It was sent before, as it is.
    Before,
    /// Another one was sent from the same form before; this one was not.
    Otherwise,
}

/// The States of a choice, as of today.
pub fn states(store: &Store, edition: &Edition, to: &To) -> StoreResult<BTreeSet<Iso3>> {
    Ok(match to {
        To::Parties(regime) => {
            let instrument = edition.rules.regimes().iter().find(|one| one.code == *regime).map(|one| one.instrument);
            let bound = instrument.into_iter().flat_map(|code| edition.register.bound_by(code, edition.today));
            bound.map(|(state, _)| state.iso3).collect()
        }
        To::Open(regime) => {
            let lines = queue(store, edition, Cycle::containing(edition.today))?.lines;
            let open = lines.iter().filter(|line| line.due.is_some() && !line.place.stands());
            open.filter(|line| line.reference.regime == *regime).map(|line| line.reference.party).collect()
        }
        To::Some(states) => states.iter().copied().filter(|state| edition.register.state(*state).is_some()).collect(),
    })
}

/// Who would get a letter.
pub fn recipients(store: &Store, states: &BTreeSet<Iso3>, roles: &[Role]) -> StoreResult<Recipients> {
    let mut found = Recipients::default();
    let mut reached: BTreeMap<Iso3, usize> = states.iter().map(|state| (*state, 0)).collect();
    for person in store.snapshot(list_people)?.into_iter().filter(Person::is_reached) {
        let own = person.appointments.iter().filter(|one| roles.contains(&one.role()));
        let own: BTreeSet<_> = own.filter_map(|one| one.party()).filter(|party| states.contains(party)).collect();
        for party in &own {
            reached.entry(*party).and_modify(|count| *count += 1);
        }
        if !own.is_empty() {
            found.people.push((person, own.into_iter().collect()));
        }
    }
    found.unreached = reached.into_iter().filter(|(_, count)| *count == 0).map(|(state, _)| state).collect();
    Ok(found)
}

/// What each copy says.
pub fn matter(notice: &str, subject: &str, words: &str) -> Matter {
    Matter::Notice { notice: notice.into(), subject: subject.into(), words: words.into(), path: "/desk".into() }
}

/// Writes a copy to each recipient; a notice that was sent before is not sent again.
pub fn send(
    store: &Store,
    by: &Person,
    notice: &Notice,
    recipients: &Recipients,
    now: DateTime<Utc>,
) -> StoreResult<Sending> {
    let (notice, people, actor) = (notice.clone(), recipients.people.clone(), by.id.clone());
    let detail = json!({"version": 1, "subject": notice.subject, "copies": people.len(), "to": notice.chosen});
    store.write(move |db| {
        if let Some(before) = find_notice(db, &notice.id)? {
            let said = |one: &Notice| (one.subject.clone(), one.words.clone(), one.chosen.clone());
            return Ok(if said(&before) == said(&notice) { Sending::Before } else { Sending::Otherwise });
        }
        insert_notice(db, &notice)?;
        for (person, _) in &people {
            write_letter(db, &notice.id, person, &matter(&notice.id, &notice.subject, &notice.words), now)?;
        }
        insert_entry(db, &entry(now, &actor, "notice-sent", &notice.id, detail.clone()))?;
        Ok(Sending::Sent(people.len()))
    })
}

/// A notice with how far its copies are.
pub fn progress(store: &Store, id: &str) -> StoreResult<Option<(Notice, Copies)>> {
    store.snapshot(|db| match find_notice(db, id)? {
        Some(notice) => Ok(Some((notice, count_copies(db, id)?))),
        None => Ok(None),
    })
}
