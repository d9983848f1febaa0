//! The first administrator of an installation that sends no letters yet: the link that a letter would hold is given
//! to whoever runs the command, once.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::secrets::{fingerprint, new_secret};
use super::submitting::entry;
use crate::domain::access::{Appointment, Role};
use crate::domain::letter::INVITATION;
use crate::store::audit_entries::insert_entry;
use crate::store::people::{self, Person};
use crate::store::sessions::{self, Purpose};
use crate::store::{Db, Store, StoreResult};

/// How long the link works: it may be read by whoever sees the terminal.
const WORKS: TimeDelta = TimeDelta::hours(24);

/// A link that sets a password, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLink {
    /// The path of its page.
    pub path: String,
    /// When it works no longer.
    pub expires_at: DateTime<Utc>,
    /// The name of the account where there was one: it keeps it, and its earlier links work no longer.
    pub held_by: Option<String>,
}

/// Opens the account of an administrator, who sets the password by the link; an administrator who has set none gets
/// another link in place of those before. Nothing where the address has an account of any other kind.
pub fn open_with_link(
    store: &Store,
    created_by: &str,
    email: &str,
    name: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<FirstLink>> {
    let (email, name) = (email.trim().to_lowercase(), name.trim().to_owned());
    let (created_by, secret, expires_at) = (created_by.to_owned(), new_secret()?, now + WORKS);
    let path = format!("{INVITATION}{secret}");
    let key = fingerprint(&secret);
    let opened = store.write(move |db| -> StoreResult<_> {
        let Some((id, held_by)) = account(db, &email, &name, now)? else { return Ok(None) };
        sessions::end_password_links_of(db, &id, now)?;
        sessions::insert_password_link(db, &key, &id, Purpose::Invitation, now, expires_at)?;
        insert_entry(db, &entry(now, &created_by, "person.created", &id, json!({ "version": 1, "link": true })))?;
        Ok(Some(held_by))
    })?;
    Ok(opened.map(|held_by| FirstLink { path, expires_at, held_by }))
}

/// The key of the administrator's account, which has no password, and its name if it was there before.
fn account(db: &mut Db, email: &str, name: &str, now: DateTime<Utc>) -> StoreResult<Option<(String, Option<String>)>> {
    let Some(administrator) = Appointment::new(Role::Administrator, None) else { return Ok(None) };
    if let Some(person) = people::find_person_by_email(db, email)? {
        let Person { id, name, password_hash, appointments, .. } = person;
        let is_to_open = password_hash.is_none() && appointments.contains(&administrator);
        return Ok(is_to_open.then_some((id, Some(name))));
    }
    let id = match people::reopen(db, email, name, now)? {
        Some(id) => id,
        None => people::insert_person(db, email, name, now)?,
    };
    people::appoint(db, &id, administrator, now)?;
    Ok(Some((id, None)))
}
