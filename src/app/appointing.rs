//! Who works here: appointments made and ended, invitations sent again, accounts closed, contacts confirmed.
//! Every act is noted in the audit; the last administrator stays.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::accounts::{particulars, write_invitation};
use super::letters::notify_appointed;
use super::secrets::new_secret;
use super::submitting::entry;
use crate::clock::office_day;
use crate::domain::access::{Appointment, ForParty, Role};
use crate::domain::calendar::Cycle;
use crate::domain::code::Iso3;
use crate::store::audit_entries::insert_entry;
use crate::store::people::{self, Appointed, Held, Person};
use crate::store::sessions;
use crate::store::{Db, Store, StoreError, StoreResult};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum AppointError {
    /// No open account has that key.
    #[error("no such account")]
    NotFound,
    /// It was so already, or is no longer: the page was not up to date.
    #[error("not as the page showed it")]
    NotNow,
    /// They work for the secretariat and would for a State, or the other way round.
    #[error("the holder of this account works for the other side: nobody works for the secretariat and for a State")]
    OtherSide,
    /// Nobody could manage people any more.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random numbers for a secret.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Somebody with what they hold, as the list of people shows them.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Who it is.
    pub person: Person,
    /// Their appointments.
    pub held: Vec<Held>,
}

impl Listed {
    /// Whether the invitation was taken up.
    pub fn is_active(&self) -> bool {
        self.person.password_hash.is_some()
    }
}

/// Somebody with an open account.
pub fn find(store: &Store, id: &str) -> StoreResult<Option<Listed>> {
    store.snapshot(|db| {
        let Some(person) = people::find_person(db, id)? else { return Ok(None) };
        let held = people::list_held(db, &person.id)?;
        Ok(Some(Listed { person, held }))
    })
}

/// Whoever has an open account with that address.
pub fn find_at(store: &Store, email: &str) -> StoreResult<Option<Person>> {
    store.snapshot(|db| people::find_person_by_email(db, email))
}

/// Everybody who works for a State, with what they hold for it.
pub fn of_state(store: &Store, party: Iso3) -> StoreResult<Vec<Listed>> {
    store.snapshot(|db| {
        let held = people::list_held_for(db, party)?;
        let people = people::list_people_of(db, party)?.into_iter();
        let listed = people.map(|person| {
            let own = held.iter().filter(|(id, _)| *id == person.id).map(|(_, held)| *held);
            Listed { held: own.collect(), person }
        });
        Ok(listed.collect())
    })
}

/// Everybody with an open account, by address.
pub fn everybody(store: &Store) -> StoreResult<Vec<Listed>> {
    store.snapshot(|db| {
        let mut held = people::list_all_held(db)?;
        let people = people::list_people(db)?.into_iter();
        Ok(people.map(|person| Listed { held: held.remove(&person.id).unwrap_or_default(), person }).collect())
    })
}

/// Appoints somebody who has an account to one more role.
pub fn appoint(
    store: &Store,
    by: &Person,
    id: &str,
    appointment: Appointment,
    now: DateTime<Utc>,
) -> Result<(), AppointError> {
    let (by, id) = (by.id.clone(), id.to_owned());
    store.write(move |db| {
        let person = people::find_person(db, &id)?.ok_or(AppointError::NotFound)?;
        match people::appoint(db, &person.id, appointment, now)? {
            Appointed::Now => {}
            Appointed::Before => return Err(AppointError::NotNow),
            Appointed::OtherSide => return Err(AppointError::OtherSide),
        }
        insert_entry(db, &entry(now, &by, "person.appointed", &person.id, particulars(appointment)))?;
        notify_appointed(db, &person, appointment, now)?;
        Ok(())
    })
}

/// Ends an appointment.
pub fn dismiss(
    store: &Store,
    by: &Person,
    id: &str,
    appointment: Appointment,
    now: DateTime<Utc>,
) -> Result<(), AppointError> {
    let (by, id) = (by.id.clone(), id.to_owned());
    store.write(move |db| {
        people::find_person(db, &id)?.ok_or(AppointError::NotFound)?;
        if appointment.role() == Role::Administrator {
            keep_an_administrator(db, &id)?;
        }
        if !people::dismiss(db, &id, appointment, now)? {
            return Err(AppointError::NotNow);
        }
        insert_entry(db, &entry(now, &by, "person.dismissed", &id, particulars(appointment)))?;
        Ok(())
    })
}

/// Sends a new invitation to somebody who has not taken up the last; its link no longer works.
pub fn invite_again(store: &Store, by: &Person, id: &str, now: DateTime<Utc>) -> Result<(), AppointError> {
    let (by, id, secret) = (by.id.clone(), id.to_owned(), new_secret()?);
    store.write(move |db| {
        let person = people::find_person(db, &id)?.ok_or(AppointError::NotFound)?;
        if person.password_hash.is_some() {
            return Err(AppointError::NotNow);
        }
        write_invitation(db, &person, &secret, now)?;
        insert_entry(db, &entry(now, &by, "person.invited_again", &id, json!({ "version": 1 })))?;
        Ok(())
    })
}

/// Closes an account: its holder is signed out everywhere, holds nothing and cannot come back by a link.
pub fn close(store: &Store, by: &Person, id: &str, now: DateTime<Utc>) -> Result<(), AppointError> {
    let (by, id) = (by.id.clone(), id.to_owned());
    store.write(move |db| {
        let person = people::find_person(db, &id)?.ok_or(AppointError::NotFound)?;
        if person.appointments.iter().any(|held| held.role() == Role::Administrator) {
            keep_an_administrator(db, &id)?;
        }
        people::close(db, &id, now)?;
        sessions::end_sessions_of(db, &id, now)?;
        sessions::end_password_links_of(db, &id, now)?;
        insert_entry(db, &entry(now, &by, "person.closed", &id, json!({ "version": 1 })))?;
        Ok(())
    })
}

/// Makes sure that somebody else can sign in as administrator; an invitation alone may never be taken up.
fn keep_an_administrator(db: &mut Db, but: &str) -> Result<(), AppointError> {
    people::hold_administrators(db)?;
    let others = people::list_people_in(db, Role::Administrator)?;
    let is_left = others.iter().any(|one| one.id != but && one.password_hash.is_some());
    if is_left { Ok(()) } else { Err(AppointError::LastAdministrator) }
}

/// The focal point says that they still are; answers the same if they have said so in this cycle.
pub fn confirm_contact(store: &Store, leave: ForParty, by: &Person, now: DateTime<Utc>) -> Result<(), AppointError> {
    let (by, party) = (by.id.clone(), leave.party());
    store.write(move |db| {
        let held = people::list_held(db, &by)?;
        let own = Appointment::new(Role::FocalPoint, Some(party));
        let held = held.iter().find(|held| Some(held.appointment) == own).ok_or(AppointError::NotNow)?;
        if held.confirmed_at.is_some_and(|at| cycle_of(at) == cycle_of(now)) {
            return Ok(());
        }
        people::confirm(db, &by, Role::FocalPoint, party, now)?;
        insert_entry(db, &entry(now, &by, "contact.confirmed", &by, particulars(held.appointment)))?;
        Ok(())
    })
}

/// The cycle for which something said at that moment stands.
pub fn cycle_of(at: DateTime<Utc>) -> Cycle {
    Cycle::containing(office_day(at))
}
