//! Contacts of the States, whether letters reach them, and what the secretariat does about it.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Edition;
use super::submitting::entry;
use crate::domain::access::Role;
use crate::domain::code::Iso3;
use crate::store::answers::{self, Handover, list_unanswered};
use crate::store::audit_entries::insert_entry;
use crate::store::people::{self, Held, Person, list_all_held, list_people};
use crate::store::reminders::{is_through_mission, list_through_mission, set_through_mission};
use crate::store::{Store, StoreError, StoreResult};

/// Whoever was asked and says nothing for so long is listed.
const SILENT: TimeDelta = TimeDelta::days(30);

/// Whether letters reach a contact, and the contact answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// Letters come back.
    Bounced,
    /// The invitation has not been taken up.
    Invited,
    /// Asked whether they still are the contact, and silent.
    Silent,
    /// Neither confirmed nor appointed within a year.
    Unconfirmed,
    /// Appointed within a year, and not confirmed yet.
    Appointed,
    /// Confirmed within a year: they said themselves that they still are.
    Confirmed,
}

impl Health {
    /// All, what has to be seen to first.
    pub const ALL: [Self; 6] =
        [Self::Bounced, Self::Invited, Self::Silent, Self::Unconfirmed, Self::Appointed, Self::Confirmed];

    /// Its word in addresses and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Invited => "invited",
            Self::Silent => "silent",
            Self::Unconfirmed => "unconfirmed",
            Self::Appointed => "appointed",
            Self::Confirmed => "confirmed",
        }
    }

    fn of(person: &Person, held: &Held, asked_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> (Self, DateTime<Utc>) {
        let said_at = held.confirmed_at.unwrap_or(held.since);
        if let Some(at) = person.bounced_at {
            return (Self::Bounced, at);
        }
        if person.password_hash.is_none() {
            return (Self::Invited, held.since);
        }
        if let Some(at) = asked_at.filter(|at| *at > said_at && now - *at >= SILENT) {
            return (Self::Silent, at);
        }
        (Self::of_role(held, now), said_at)
    }

    /// What the holder of a role last said of it, or that they were appointed; whether letters come back is another thing.
    pub fn of_role(held: &Held, now: DateTime<Utc>) -> Self {
        let said_at = held.confirmed_at.unwrap_or(held.since);
        let is_old = said_at.checked_add_months(Months::new(12)).is_some_and(|until| until < now);
        match held.confirmed_at {
            _ if is_old => Self::Unconfirmed,
            Some(_) => Self::Confirmed,
            None => Self::Appointed,
        }
    }
}

/// Somebody who is written to for a State, or is its contact on mine clearance.
#[derive(Debug, Clone)]
pub struct Contact {
    /// The State.
    pub party: Iso3,
    /// As what.
    pub role: Role,
    /// Who.
    pub person: Person,
    /// How they are reached.
    pub health: Health,
    /// Since when that is so: confirmed, appointed, asked, invited, come back.
    pub since: DateTime<Utc>,
    /// They have once said themselves that they still are.
    pub was_confirmed: bool,
}

/// What the page of contacts shows.
#[derive(Debug, Clone)]
pub struct Contacts {
    /// By State and role.
    pub all: Vec<Contact>,
    /// States bound by the Convention at whose desks nobody is appointed.
    pub nobody: BTreeSet<Iso3>,
    /// States bound by it at whose desks somebody is, and letters reach none of them.
    pub unreached: BTreeSet<Iso3>,
    /// Handovers that wait for an administrator, the oldest first.
    pub handovers: Vec<Handover>,
    /// Names of those who hand over, by key.
    pub names: HashMap<String, String>,
    /// States that get notes through their permanent mission alone.
    pub through_mission: BTreeSet<Iso3>,
}

/// Everybody who is a contact of a State: all its people but those who only read.
pub fn contacts(store: &Store, edition: &Edition, now: DateTime<Utc>) -> StoreResult<Contacts> {
    store.snapshot(|db| {
        let (held, asked) = (list_all_held(db)?, list_unanswered(db)?);
        let mut all = Vec::new();
        for person in list_people(db)? {
            for one in held.get(&person.id).into_iter().flatten() {
                let (role, Some(party)) = (one.appointment.role(), one.appointment.party()) else { continue };
                if role == Role::Reader {
                    continue;
                }
                let asked_at = asked.get(&(person.id.clone(), party)).copied();
                let (health, since) = Health::of(&person, one, asked_at, now);
                let was_confirmed = one.confirmed_at.is_some();
                all.push(Contact { party, role, person: person.clone(), health, since, was_confirmed });
            }
        }
        all.sort_by_key(|contact| (contact.party, contact.role));
        let handovers = answers::list_handovers(db)?;
        let ids: Vec<_> = handovers.iter().map(|handover| handover.person_id.clone()).collect();
        let names = people::names_of(db, &ids)?.into_iter().collect();
        let nobody = without(edition, &all, |_| true);
        let unreached = &without(edition, &all, |contact| contact.person.is_reached()) - &nobody;
        Ok(Contacts { all, nobody, unreached, handovers, names, through_mission: list_through_mission(db)? })
    })
}

/// States bound by the Convention without such a contact at their desks.
fn without(edition: &Edition, contacts: &[Contact], is_such: fn(&Contact) -> bool) -> BTreeSet<Iso3> {
    let register = &edition.register;
    let parties = register.bound_by(register.convention(), edition.today).map(|(state, _)| state.iso3);
    let at_desk = contacts.iter().filter(|contact| contact.role.is_at_desk() && is_such(contact));
    let with: BTreeSet<_> = at_desk.map(|contact| contact.party).collect();
    parties.filter(|party| !with.contains(party)).collect()
}

/// A handover is seen to: the successor was appointed, or it was turned down. Does nothing twice.
pub fn settle(store: &Store, by: &Person, id: &str, is_appointed: bool, now: DateTime<Utc>) -> StoreResult<()> {
    let (by, id) = (by.id.clone(), id.to_owned());
    store.write(move |db| {
        if !answers::settle_handover(db, &id, &by, now)? {
            return Ok(());
        }
        let act = if is_appointed { "handover.appointed" } else { "handover.turned_down" };
        insert_entry(db, &entry(now, &by, act, &id, detail()))
    })
}

/// Letters to somebody work again. Does nothing twice.
pub fn clear_bounce(store: &Store, by: &Person, id: &str, now: DateTime<Utc>) -> StoreResult<()> {
    let (by, id) = (by.id.clone(), id.to_owned());
    store.write(move |db| {
        if !people::clear_bounce(db, &id)? {
            return Ok(());
        }
        insert_entry(db, &entry(now, &by, "person.bounce_cleared", &id, detail()))
    })
}

/// A State wishes notes through its permanent mission alone, or no longer does. Does nothing twice.
pub fn wish(store: &Store, by: &Person, party: Iso3, through_mission: bool, now: DateTime<Utc>) -> StoreResult<()> {
    let by = by.id.clone();
    store.write(move |db| {
        if is_through_mission(db, party)? == through_mission {
            return Ok::<_, StoreError>(());
        }
        set_through_mission(db, party, through_mission)?;
        let act = if through_mission { "letters.through_mission" } else { "letters.to_all_contacts" };
        insert_entry(db, &entry(now, &by, act, party.as_str(), detail()))
    })
}

fn detail() -> Value {
    json!({ "version": 1 })
}
