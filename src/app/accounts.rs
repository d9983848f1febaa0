//! Accounts: invited by letter, signed in with a password, signed out everywhere at once.
//!
//! Whether an address has an account can be told neither from an answer nor from how long it takes: signing in
//! hashes a password also where there is none, and the letter for another password is written after the
//! answer ([`ask_for_another_password`] itself takes longer where there is somebody to write to).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

pub use super::secrets::{LONGEST_PASSWORD, SHORTEST_PASSWORD};

use super::appointing::AppointError;
use super::letters::{notify_appointed, write_letter};
use super::secrets::{fingerprint, hash_password, is_password, new_secret};
use super::submitting::entry;
use crate::domain::access::Appointment;
use crate::domain::letter::{INVITATION, InvitedAs, Matter};
use crate::store::audit_entries::insert_entry;
use crate::store::people::{self, Appointed, Person};
use crate::store::sessions::{self, Purpose};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Somebody who asks for nothing for so long is signed out.
pub const IDLE: TimeDelta = TimeDelta::hours(2);
/// After so long everybody signs in again.
pub const LONGEST_SESSION: TimeDelta = TimeDelta::hours(12);
/// How exactly it is noted when somebody was last seen: not every page writes.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How long the link of an invitation works.
const INVITED_FOR: TimeDelta = TimeDelta::days(14);
/// How long the link for another password works.
const RESET: TimeDelta = TimeDelta::hours(2);

/// Signs in; gives the secret that the browser keeps, or nothing where address and password do not fit.
pub fn sign_in(store: &Store, email: &str, password: &str, now: DateTime<Utc>) -> anyhow::Result<Option<String>> {
    let email = email.trim().to_lowercase();
    let person = store.snapshot(|db| people::find_person_by_email(db, &email))?;
    let hash = person.as_ref().and_then(|person| person.password_hash.as_deref());
    let fits = password.len() <= LONGEST_PASSWORD && is_password(password, hash);
    let Some(person) = person.filter(|_| fits) else { return Ok(None) };
    let Some(hash) = person.password_hash else { return Ok(None) };
    let (id, secret) = (person.id, new_secret()?);
    let key = fingerprint(&secret);
    let begun = store.write(move |db| -> StoreResult<bool> {
        // Checking took a while; somebody may have set another password meanwhile to keep this one out.
        if !people::hold_password(db, &id, &hash)? {
            return Ok(false);
        }
        sessions::insert_session(db, &key, &id, now)?;
        insert_entry(db, &entry(now, &id, "person.signed_in", &id, json!({ "version": 1 })))?;
        Ok(true)
    })?;
    Ok(begun.then_some(secret))
}

/// Who holds the secret, while the session lasts; notes that they were seen.
pub fn signed_in(store: &Store, secret: &str, now: DateTime<Utc>) -> StoreResult<Option<Person>> {
    let key = fingerprint(secret);
    let Some(session) = store.read(|db| sessions::find_session(db, &key))? else { return Ok(None) };
    if now - session.seen_at > IDLE || now - session.started_at > LONGEST_SESSION {
        return Ok(None);
    }
    if now - session.seen_at >= SEEN_EVERY
        && let Err(error) = store.write(move |db| sessions::touch_session(db, &key, now))
    {
        // Reading goes on where nothing can be written, as on a full disk.
        tracing::warn!(%error, "when somebody was seen could not be noted");
    }
    Ok(Some(session.person))
}

/// Signs out on one device.
pub fn sign_out(store: &Store, secret: &str, now: DateTime<Utc>) -> StoreResult<()> {
    let key = fingerprint(secret);
    store.write(move |db| sessions::end_session(db, &key, now))
}

/// Signs out on every device.
pub fn sign_out_everywhere(store: &Store, person_id: &str, now: DateTime<Utc>) -> StoreResult<()> {
    let person_id = person_id.to_owned();
    store.write(move |db| {
        sessions::end_sessions_of(db, &person_id, now)?;
        insert_entry(db, &entry(now, &person_id, "person.signed_out_everywhere", &person_id, json!({ "version": 1 })))
    })
}

/// What a form posted by somebody signed in has to carry: follows from the secret, and gives nothing of it away.
pub fn form_token(secret: &str) -> String {
    fingerprint(&format!("form:{secret}"))
}

/// Invites somebody, or appoints them to one more role; the letter goes out with the act.
///
/// `false` if they hold the role already; [`AppointError::OtherSide`] if it cannot stand beside what they hold.
pub fn invite(
    store: &Store,
    invited_by: &str,
    email: &str,
    name: &str,
    appointment: Appointment,
    now: DateTime<Utc>,
) -> Result<bool, AppointError> {
    let (email, name) = (email.trim().to_lowercase(), name.trim().to_owned());
    let (invited_by, secret) = (invited_by.to_owned(), new_secret()?);
    let appointed = store.write(move |db| invite_to(db, &invited_by, (&email, &name), &[appointment], &secret, now))?;
    Ok(appointed > 0)
}

/// Does so inside a write, for several roles of one person at once: they come with one invitation. Gives how many of the
/// roles are new.
pub(super) fn invite_to(
    db: &mut Db,
    invited_by: &str,
    (email, name): (&str, &str),
    appointments: &[Appointment],
    secret: &str,
    now: DateTime<Utc>,
) -> Result<usize, AppointError> {
    let person = account_of(db, email, name, now)?;
    let mut new = Vec::new();
    for appointment in appointments {
        match people::appoint(db, &person.id, *appointment, now)? {
            Appointed::Now => new.push(*appointment),
            Appointed::Before => {}
            Appointed::OtherSide => return Err(AppointError::OtherSide),
        }
    }
    if !new.is_empty() && person.password_hash.is_none() {
        // The letter names all that they hold by now.
        let person = people::find_person(db, &person.id)?.ok_or_else(|| missing(&person.id))?;
        write_link(db, &person, Purpose::Invitation, secret, now, INVITED_FOR)?;
    }
    for appointment in &new {
        insert_entry(db, &entry(now, invited_by, "person.appointed", &person.id, particulars(*appointment)))?;
        notify_appointed(db, &person, *appointment, now)?;
    }
    Ok(new.len())
}

/// The open account of an address, opened if there is none. An address that had an account keeps its key: what was done
/// under it stays whose it was.
fn account_of(db: &mut Db, email: &str, name: &str, now: DateTime<Utc>) -> StoreResult<Person> {
    if let Some(person) = people::find_person_by_email(db, email)? {
        return Ok(person);
    }
    let id = match people::reopen(db, email, name, now)? {
        Some(id) => {
            sessions::end_password_links_of(db, &id, now)?;
            id
        }
        None => people::insert_person(db, email, name, now)?,
    };
    people::find_person(db, &id)?.ok_or_else(|| missing(&id))
}

fn missing(id: &str) -> StoreError {
    StoreError::Missing { table: "people", id: id.to_owned() }
}

/// Sends a link for another password, if the address has an account; answers the same if not, only sooner.
///
/// Links of letters before work on, until one is used: anybody can ask in somebody else's name, and must not make
/// useless what lies in their mailbox.
pub fn ask_for_another_password(store: &Store, email: &str, now: DateTime<Utc>) -> anyhow::Result<()> {
    let (email, secret) = (email.trim().to_lowercase(), new_secret()?);
    store.write(move |db| -> StoreResult<()> {
        let Some(person) = people::find_person_by_email(db, &email)? else { return Ok(()) };
        // Whoever has not taken up the invitation gets that letter again.
        let (purpose, lasts) = match person.password_hash {
            None => (Purpose::Invitation, INVITED_FOR),
            Some(_) => (Purpose::Reset, RESET),
        };
        write_link(db, &person, purpose, &secret, now, lasts)
    })?;
    Ok(())
}

/// Whose password a link sets, while it works.
pub fn holder_of_link(store: &Store, secret: &str, now: DateTime<Utc>) -> StoreResult<Option<Person>> {
    let key = fingerprint(secret);
    store.snapshot(|db| match sessions::find_password_link(db, &key, now)? {
        Some(id) => people::find_person(db, &id),
        None => Ok(None),
    })
}

/// Sets a password by a link, which is then used up with all others, and signs out everywhere; `false` if the link no longer works.
pub fn set_password(store: &Store, secret: &str, password: &str, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let key = fingerprint(secret);
    if holder_of_link(store, secret, now)?.is_none() {
        return Ok(false);
    }
    let hash = hash_password(password)?;
    let set = store.write(move |db| -> StoreResult<bool> {
        let Some(id) = sessions::find_password_link(db, &key, now)? else { return Ok(false) };
        if !sessions::use_password_link(db, &key, now)? {
            return Ok(false);
        }
        sessions::end_password_links_of(db, &id, now)?;
        people::set_password(db, &id, &hash)?;
        sessions::end_sessions_of(db, &id, now)?;
        insert_entry(db, &entry(now, &id, "person.password_set", &id, json!({ "version": 1 })))?;
        Ok(true)
    })?;
    Ok(set)
}

/// Opens an account with a password at once: for the first administrator, from the command line,
/// and for the people of the demonstration.
pub fn create_with_password(
    store: &Store,
    created_by: &str,
    email: &str,
    name: &str,
    appointments: &[Appointment],
    password: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let hash = hash_password(password)?;
    let (created_by, email, name) = (created_by.to_owned(), email.trim().to_lowercase(), name.trim().to_owned());
    let appointments = appointments.to_vec();
    store.write(move |db| -> Result<(), AppointError> {
        let id = match people::reopen(db, &email, &name, now)? {
            Some(id) => id,
            None => people::insert_person(db, &email, &name, now)?,
        };
        for appointment in &appointments {
            if people::appoint(db, &id, *appointment, now)? == Appointed::OtherSide {
                return Err(AppointError::OtherSide);
            }
        }
        people::set_password(db, &id, &hash)?;
        Ok(insert_entry(db, &entry(now, &created_by, "person.created", &id, json!({ "version": 1 })))?)
    })?;
    Ok(())
}

/// A link for the first password, which an administrator sends instead of those from before: they no longer work.
pub(super) fn write_invitation(db: &mut Db, person: &Person, secret: &str, now: DateTime<Utc>) -> StoreResult<()> {
    sessions::end_password_links_of(db, &person.id, now)?;
    write_link(db, person, Purpose::Invitation, secret, now, INVITED_FOR)
}

/// The link stands in the letter alone; what is stored beside it is its fingerprint.
fn write_link(
    db: &mut Db,
    person: &Person,
    purpose: Purpose,
    secret: &str,
    now: DateTime<Utc>,
    lasts: TimeDelta,
) -> StoreResult<()> {
    let (key, expires_at) = (fingerprint(secret), now + lasts);
    sessions::insert_password_link(db, &key, &person.id, purpose, now, expires_at)?;
    let path = format!("{INVITATION}{secret}");
    let matter = match purpose {
        Purpose::Invitation => Matter::Invitation { path, expires_at, roles: invited_as(&person.appointments) },
        Purpose::Reset => Matter::Reset { path, expires_at },
    };
    write_letter(db, &key, person, &matter, now)
}

fn invited_as(held: &[Appointment]) -> Vec<InvitedAs> {
    let of = |one: &Appointment| InvitedAs {
        role: one.role().key().to_owned(),
        party: one.party().map(|party| party.to_string()),
    };
    held.iter().map(of).collect()
}

/// An appointment, as the audit notes it.
pub(super) fn particulars(appointment: Appointment) -> serde_json::Value {
    json!({
        "version": 1,
        "role": appointment.role().key(),
        "party": appointment.party().map(|party| party.to_string()),
    })
}
