//! Who is told of what. Letters are rows of the outbox, written in the transaction that causes them;
//! [`crate::domain::letter`] says what may stand in one, and nothing is sent here.

use chrono::{DateTime, Utc};

use crate::domain::access::{Act, Appointment, NationalAct, Role, may, national};
use crate::domain::code::Iso3;
use crate::domain::letter::{Letter, Matter};
use crate::store::outbox::{NewLetter, enqueue};
use crate::store::people::{self, Person};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Writes to everybody who may read the State's desk: focal point, deputies, permanent mission.
///
/// `occasion` says what the letter is about so exactly that the same letter, planned again, is not written
/// twice: a submission's reference with version, the key of a question. Call it inside the write
/// that causes the letter.
pub fn notify_state(db: &mut Db, party: Iso3, occasion: &str, matter: &Matter, at: DateTime<Utc>) -> StoreResult<()> {
    let people = people::list_people_of(db, party)?;
    notify(db, people.iter().filter(|one| reads_desk(one, party)), occasion, matter, at)
}

fn reads_desk(person: &Person, party: Iso3) -> bool {
    national(&person.appointments, party, NationalAct::Read).is_ok()
}

/// Writes one letter to the State and another to the desk officers, as [`notify_state`] and [`notify_desk`] do.
pub(super) fn notify_state_and_desk(
    db: &mut Db,
    party: Iso3,
    occasion: &str,
    (to_state, to_desk): (&Matter, &Matter),
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let people = people::list_people_of_and_in(db, party, Role::DeskOfficer)?;
    notify(db, people.iter().filter(|one| reads_desk(one, party)), occasion, to_state, at)?;
    notify(db, people.iter().filter(|one| reads_filed(one)), occasion, to_desk, at)
}

/// Whether there is anybody whom [`notify_state`] reaches: a page promises a letter only then.
pub fn is_reached(store: &Store, party: Iso3) -> StoreResult<bool> {
    is_another_reached(store, party, "")
}

/// The same for the others at the desk, without the person of this key.
pub fn is_another_reached(store: &Store, party: Iso3, but: &str) -> StoreResult<bool> {
    let people = store.snapshot(|db| people::list_people_of(db, party))?;
    Ok(people.iter().any(|one| one.id != but && one.is_reached() && reads_desk(one, party)))
}

/// Writes to the desk officers of the secretariat; otherwise like [`notify_state`].
pub fn notify_desk(db: &mut Db, occasion: &str, matter: &Matter, at: DateTime<Utc>) -> StoreResult<()> {
    let people = people::list_people_in(db, Role::DeskOfficer)?;
    notify(db, people.iter().filter(|one| reads_filed(one)), occasion, matter, at)
}

fn reads_filed(person: &Person) -> bool {
    may(&person.appointments, Act::ReadFiled).is_ok()
}

/// Writes to whoever may appoint people.
pub(super) fn notify_administrators(
    db: &mut Db,
    occasion: &str,
    matter: &Matter,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let people = people::list_people_in(db, Role::Administrator)?;
    notify(db, people.iter(), occasion, matter, at)
}

/// Tells somebody of one more role; whoever has yet to take up the invitation learns of it there.
pub(super) fn notify_appointed(
    db: &mut Db,
    person: &Person,
    appointment: Appointment,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let path = match appointment.role() {
        Role::Administrator => "/secretariat/people",
        Role::DeskOfficer => "/secretariat",
        Role::FocalPoint | Role::Deputy | Role::Submitter => "/desk",
        Role::ClearanceContact | Role::Reader => "/circulated",
    };
    let (role, party) = (appointment.role().key().to_owned(), appointment.party().map(|party| party.to_string()));
    // A role that ended may be given again: each time is an occasion of its own.
    let occasion = format!("{role}/{}/{}", party.as_deref().unwrap_or_default(), at.timestamp());
    notify(db, std::iter::once(person), &occasion, &Matter::Appointed { role, party, path: path.into() }, at)
}

/// Only to addresses that have proved to be somebody's and do not bounce: whoever has not taken up the invitation
/// may be somebody else at a mistyped address.
fn notify<'p>(
    db: &mut Db,
    people: impl Iterator<Item = &'p Person>,
    occasion: &str,
    matter: &Matter,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    for person in people.filter(|person| person.is_reached()) {
        write_letter(db, occasion, person, matter, at)?;
    }
    Ok(())
}

/// Writes one letter to one person.
pub(super) fn write_letter(
    db: &mut Db,
    occasion: &str,
    to: &Person,
    matter: &Matter,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let letter = serde_json::to_value(Letter::new(&to.name, matter.clone()));
    let letter = letter.map_err(|error| StoreError::Refused(error.to_string()))?;
    let new = NewLetter {
        dedupe_key: format!("{}/{occasion}/{}", matter.key(), to.id),
        recipient: to.email.clone(),
        letter,
        queued_at: at,
        not_before: None,
    };
    enqueue(db, &new)?;
    Ok(())
}
