//! Who is signed in, and the links that set a password. Keys are hashes: what opens a door is not stored.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::columns::stored_instant;
use super::people::{AppointmentRow, Person, PersonRow, read_person};
use super::schema::{appointments, password_links, people, sessions};
use super::{Db, StoreResult};

/// Somebody signed in on one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub person: Person,
    /// When they signed in.
    pub started_at: DateTime<Utc>,
    /// When they last asked for something, give or take a minute.
    pub seen_at: DateTime<Utc>,
}

/// A row of `sessions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub(super) struct SessionRow {
    pub(super) id: String,
    person_id: String,
    started_at: NaiveDateTime,
    seen_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
}

/// What a link to set a password is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first password.
    Invitation,
    /// Another password.
    Reset,
}

impl Purpose {
    /// The word for it in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A row of `password_links`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = password_links, treat_none_as_default_value = false)]
pub(super) struct PasswordLinkRow {
    pub(super) id: String,
    person_id: String,
    purpose: String,
    made_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
}

/// Signs somebody in; `id` is the hash of what the browser gets.
pub fn insert_session(db: &mut Db, id: &str, person_id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    let at = stored_instant(at);
    let row =
        SessionRow { id: id.to_owned(), person_id: person_id.to_owned(), started_at: at, seen_at: at, ended_at: None };
    diesel::insert_into(sessions::table).values(&row).execute(db)?;
    Ok(())
}

/// The session with whose it is, unless it was ended or the account closed. Every page of somebody signed in
/// asks for it, so it is one question: no snapshot is needed for its parts to agree.
pub fn find_session(db: &mut Db, id: &str) -> StoreResult<Option<Session>> {
    let holds = appointments::person_id.eq(people::id).and(appointments::ended_at.is_null());
    let rows = sessions::table
        .inner_join(people::table.left_join(appointments::table.on(holds)))
        .filter(sessions::id.eq(id))
        .filter(sessions::ended_at.is_null())
        .filter(people::closed_at.is_null())
        .select((SessionRow::as_select(), PersonRow::as_select(), Option::<AppointmentRow>::as_select()))
        .order(appointments::id)
        .load::<(SessionRow, PersonRow, Option<AppointmentRow>)>(db)?;
    let mut rows = rows.into_iter().peekable();
    let Some((session, ..)) = rows.peek() else { return Ok(None) };
    let (started_at, seen_at) = (session.started_at.and_utc(), session.seen_at.and_utc());
    let mut held = Vec::new();
    let mut person = None;
    for (_, row, appointment) in rows {
        person.get_or_insert(row);
        held.extend(appointment);
    }
    let person = person.map(|row| read_person(row, &held)).transpose()?;
    Ok(person.map(|person| Session { person, started_at, seen_at }))
}

/// Notes that the person is still there.
pub fn touch_session(db: &mut Db, id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    diesel::update(sessions::table.find(id)).set(sessions::seen_at.eq(stored_instant(at))).execute(db)?;
    Ok(())
}

/// Signs out on one device.
pub fn end_session(db: &mut Db, id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    diesel::update(sessions::table.find(id)).set(sessions::ended_at.eq(stored_instant(at))).execute(db)?;
    Ok(())
}

/// Signs somebody out everywhere.
pub fn end_sessions_of(db: &mut Db, person_id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    let open = sessions::table.filter(sessions::person_id.eq(person_id)).filter(sessions::ended_at.is_null());
    diesel::update(open).set(sessions::ended_at.eq(stored_instant(at))).execute(db)?;
    Ok(())
}

/// No link of the person works any more.
pub fn end_password_links_of(db: &mut Db, person_id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    let open =
        password_links::table.filter(password_links::person_id.eq(person_id)).filter(password_links::used_at.is_null());
    diesel::update(open).set(password_links::used_at.eq(stored_instant(at))).execute(db)?;
    Ok(())
}

/// A link to set a password, beside those that work already.
pub fn insert_password_link(
    db: &mut Db,
    id: &str,
    person_id: &str,
    purpose: Purpose,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> StoreResult<()> {
    let row = PasswordLinkRow {
        id: id.to_owned(),
        person_id: person_id.to_owned(),
        purpose: purpose.key().to_owned(),
        made_at: stored_instant(at),
        expires_at: stored_instant(expires_at),
        used_at: None,
    };
    diesel::insert_into(password_links::table).values(&row).execute(db)?;
    Ok(())
}

/// Whose password the link sets, while it works.
pub fn find_password_link(db: &mut Db, id: &str, at: DateTime<Utc>) -> StoreResult<Option<String>> {
    let works = password_links::table
        .find(id)
        .filter(password_links::used_at.is_null())
        .filter(password_links::expires_at.gt(stored_instant(at)));
    Ok(works.select(password_links::person_id).first(db).optional()?)
}

/// Uses a link up; `false` if it no longer worked.
pub fn use_password_link(db: &mut Db, id: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let at = stored_instant(at);
    let works = password_links::table
        .filter(password_links::id.eq(id))
        .filter(password_links::used_at.is_null())
        .filter(password_links::expires_at.gt(at));
    Ok(diesel::update(works).set(password_links::used_at.eq(at)).execute(db)? == 1)
}
