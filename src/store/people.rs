//! People with an account, and what they are appointed as.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::answers::end_links_of;
use super::columns::stored_instant;
use super::schema::{appointments, people};
use super::{Db, StoreError, StoreResult};
use crate::domain::access::{Appointment, Role, goes_beside};
use crate::domain::code::Iso3;

const TABLE: &str = "people";

/// Everybody with an open account who holds what a condition picks, by address: two questions, however many they are.
/// A macro, because the type that diesel gives to a condition takes longer to write than the query.
macro_rules! holding {
    ($db:expr, $condition:expr) => {{
        let picked = appointments::table.filter(appointments::ended_at.is_null()).filter($condition);
        let open = people::table.filter(people::closed_at.is_null());
        let open = open.filter(people::id.eq_any(picked.select(appointments::person_id)));
        let rows = open.select(PersonRow::as_select()).order(people::email).load($db)?;
        with_all_appointments($db, rows)
    }};
}

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Key.
    pub id: String,
    /// Address, in lower case.
    pub email: String,
    /// As they want to be called.
    pub name: String,
    /// Argon2id, in the PHC form; absent until the invitation is taken up.
    pub password_hash: Option<String>,
    /// What they are appointed as now.
    pub appointments: Vec<Appointment>,
    /// Letters to the address come back for good: when that was seen.
    pub bounced_at: Option<DateTime<Utc>>,
    /// What the mail system said then.
    pub bounce_reason: Option<String>,
    /// They do not want letters that ask for nothing.
    pub without_courtesy: bool,
}

impl Person {
    /// Letters reach them: the address has proved to be theirs, and nothing comes back.
    pub fn is_reached(&self) -> bool {
        self.password_hash.is_some() && self.bounced_at.is_none()
    }
}

/// A row of `people`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
pub(super) struct PersonRow {
    pub(super) id: String,
    email: String,
    name: String,
    password_hash: Option<String>,
    made_at: NaiveDateTime,
    closed_at: Option<NaiveDateTime>,
    bounced_at: Option<NaiveDateTime>,
    bounce_reason: Option<String>,
    without_courtesy: bool,
}

/// A row of `appointments`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = appointments, treat_none_as_default_value = false)]
pub(super) struct AppointmentRow {
    pub(super) id: String,
    person_id: String,
    role: String,
    iso3: Option<String>,
    made_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
    confirmed_at: Option<NaiveDateTime>,
}

/// An appointment that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The role, and the State of a national one.
    pub appointment: Appointment,
    /// When it was made.
    pub since: DateTime<Utc>,
    /// When its holder last said that it is still theirs.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// Opens an account without a password; a conflict if the address has one.
pub fn insert_person(db: &mut Db, email: &str, name: &str, at: DateTime<Utc>) -> StoreResult<String> {
    let row = PersonRow {
        id: Uuid::now_v7().to_string(),
        email: email.to_lowercase(),
        name: name.to_owned(),
        password_hash: None,
        made_at: stored_instant(at),
        closed_at: None,
        bounced_at: None,
        bounce_reason: None,
        without_courtesy: false,
    };
    diesel::insert_into(people::table).values(&row).execute(db)?;
    Ok(row.id)
}

/// The person of that key, if the account is open.
pub fn find_person(db: &mut Db, id: &str) -> StoreResult<Option<Person>> {
    let row = people::table.find(id).filter(people::closed_at.is_null()).select(PersonRow::as_select());
    let row = row.first(db).optional()?;
    row.map(|row| with_appointments(db, row)).transpose()
}

/// The person with that address, if the account is open.
pub fn find_person_by_email(db: &mut Db, email: &str) -> StoreResult<Option<Person>> {
    let found = people::table.filter(people::email.eq(email.to_lowercase())).filter(people::closed_at.is_null());
    let row = found.select(PersonRow::as_select()).first(db).optional()?;
    row.map(|row| with_appointments(db, row)).transpose()
}

/// Everybody with an open account, by address.
pub fn list_people(db: &mut Db) -> StoreResult<Vec<Person>> {
    let open = people::table.filter(people::closed_at.is_null());
    let rows = open.select(PersonRow::as_select()).order(people::email).load(db)?;
    let held = list_all_held(db)?;
    let person = |row: PersonRow| {
        let appointments = held.get(&row.id).map(|own| own.iter().map(|one| one.appointment).collect());
        person(row, appointments.unwrap_or_default())
    };
    Ok(rows.into_iter().map(person).collect())
}

/// Addresses whose account was closed.
pub fn list_closed_addresses(db: &mut Db) -> StoreResult<Vec<String>> {
    Ok(people::table.filter(people::closed_at.is_not_null()).select(people::email).order(people::email).load(db)?)
}

/// What everybody holds now, by person: one question, not one for each.
pub fn list_all_held(db: &mut Db) -> StoreResult<HashMap<String, Vec<Held>>> {
    let held = appointments::table.filter(appointments::ended_at.is_null()).select(AppointmentRow::as_select());
    let mut of: HashMap<String, Vec<Held>> = HashMap::new();
    for row in held.order(appointments::id).load(db)? {
        of.entry(row.person_id.clone()).or_default().push(read_held(&row)?);
    }
    Ok(of)
}

/// Everybody with an open account and a role for the State, by address.
pub fn list_people_of(db: &mut Db, party: Iso3) -> StoreResult<Vec<Person>> {
    holding!(db, appointments::iso3.eq(party.to_string()))
}

/// Everybody with an open account and that role, by address.
pub fn list_people_in(db: &mut Db, role: Role) -> StoreResult<Vec<Person>> {
    holding!(db, appointments::role.eq(role.key()))
}

/// Both at once: everybody with a role for the State, and everybody with that role.
pub fn list_people_of_and_in(db: &mut Db, party: Iso3, role: Role) -> StoreResult<Vec<Person>> {
    holding!(db, appointments::iso3.eq(party.to_string()).or(appointments::role.eq(role.key())))
}

/// What somebody holds now, in the order of appointing.
pub fn list_held(db: &mut Db, person_id: &str) -> StoreResult<Vec<Held>> {
    held_rows(db, person_id)?.iter().map(read_held).collect()
}

/// What everybody holds for one State now, by person.
pub fn list_held_for(db: &mut Db, party: Iso3) -> StoreResult<Vec<(String, Held)>> {
    let held = appointments::table
        .filter(appointments::iso3.eq(party.to_string()))
        .filter(appointments::ended_at.is_null())
        .select(AppointmentRow::as_select())
        .order(appointments::id);
    held.load(db)?.iter().map(|row| Ok((row.person_id.clone(), read_held(row)?))).collect()
}

/// Opens a closed account again as a new one, under a new name and without a password: what its links opened and what
/// its holder chose is over. `None` if the address never had one.
pub fn reopen(db: &mut Db, email: &str, name: &str, at: DateTime<Utc>) -> StoreResult<Option<String>> {
    let closed = people::table.filter(people::email.eq(email.to_lowercase())).filter(people::closed_at.is_not_null());
    let Some(id) = closed.select(people::id).first::<String>(db).optional()? else { return Ok(None) };
    let opened = (
        people::closed_at.eq(None::<NaiveDateTime>),
        people::password_hash.eq(None::<String>),
        people::name.eq(name),
        people::bounced_at.eq(None::<NaiveDateTime>),
        people::bounce_reason.eq(None::<String>),
        people::without_courtesy.eq(false),
    );
    diesel::update(people::table.find(&id)).set(opened).execute(db)?;
    end_links_of(db, &id, at)?;
    Ok(Some(id))
}

/// Closes an account and ends what its holder is appointed as; what they did stays. `false` if it is closed.
pub fn close(db: &mut Db, id: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let at = stored_instant(at);
    let held = appointments::table.filter(appointments::person_id.eq(id)).filter(appointments::ended_at.is_null());
    diesel::update(held).set(appointments::ended_at.eq(at)).execute(db)?;
    let open = people::table.filter(people::id.eq(id)).filter(people::closed_at.is_null());
    let closed = (people::closed_at.eq(at), people::password_hash.eq(None::<String>));
    Ok(diesel::update(open).set(closed).execute(db)? == 1)
}

/// Keeps everybody else from appointing or dismissing administrators until the transaction ends.
///
/// Writes the rows as they are: two who dismiss each other at the same moment meet here, and the
/// second sees what the first has done.
pub fn hold_administrators(db: &mut Db) -> StoreResult<()> {
    let held = appointments::table
        .filter(appointments::role.eq(Role::Administrator.key()))
        .filter(appointments::ended_at.is_null());
    diesel::update(held).set(appointments::made_at.eq(appointments::made_at)).execute(db)?;
    Ok(())
}

/// Notes that somebody still holds a national role; `false` if they do not.
pub fn confirm(db: &mut Db, person_id: &str, role: Role, party: Iso3, at: DateTime<Utc>) -> StoreResult<bool> {
    let held = appointments::table
        .filter(appointments::person_id.eq(person_id))
        .filter(appointments::role.eq(role.key()))
        .filter(appointments::iso3.eq(party.to_string()))
        .filter(appointments::ended_at.is_null());
    Ok(diesel::update(held).set(appointments::confirmed_at.eq(stored_instant(at))).execute(db)? == 1)
}

/// Notes that letters to somebody come back, and why; `false` if that is known.
pub fn note_bounce(db: &mut Db, id: &str, reason: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let reached = people::table.filter(people::id.eq(id)).filter(people::bounced_at.is_null());
    let bounced = (people::bounced_at.eq(stored_instant(at)), people::bounce_reason.eq(reason));
    Ok(diesel::update(reached).set(bounced).execute(db)? == 1)
}

/// Whether letters to an address come back.
pub fn is_bounced(db: &mut Db, email: &str) -> StoreResult<bool> {
    let bounced = people::table.filter(people::email.eq(email.to_lowercase())).filter(people::bounced_at.is_not_null());
    Ok(bounced.count().get_result::<i64>(db)? > 0)
}

/// Notes that letters to somebody no longer come back; `false` if none did.
pub fn clear_bounce(db: &mut Db, id: &str) -> StoreResult<bool> {
    let bounced = people::table.filter(people::id.eq(id)).filter(people::bounced_at.is_not_null());
    let cleared = (people::bounced_at.eq(None::<NaiveDateTime>), people::bounce_reason.eq(None::<String>));
    Ok(diesel::update(bounced).set(cleared).execute(db)? == 1)
}

/// Their names by key; also of people whose account is closed, because what they did stays.
pub fn names_of(db: &mut Db, ids: &[String]) -> StoreResult<Vec<(String, String)>> {
    Ok(people::table.filter(people::id.eq_any(ids)).select((people::id, people::name)).load(db)?)
}

/// How many accounts are open.
pub fn count_people(db: &mut Db) -> StoreResult<i64> {
    Ok(people::table.filter(people::closed_at.is_null()).count().get_result(db)?)
}

/// Gives the account a password.
pub fn set_password(db: &mut Db, id: &str, hash: &str) -> StoreResult<()> {
    let touched = diesel::update(people::table.find(id)).set(people::password_hash.eq(hash)).execute(db)?;
    if touched == 0 { Err(StoreError::Missing { table: TABLE, id: id.to_owned() }) } else { Ok(()) }
}

/// Keeps the password as it is until the transaction ends; `false` if it is another by now, or the account is closed.
///
/// Writes the row as it is: whoever sets another password at the same moment meets it here.
pub fn hold_password(db: &mut Db, id: &str, hash: &str) -> StoreResult<bool> {
    let held = people::table.filter(people::id.eq(id)).filter(people::closed_at.is_null());
    let held = held.filter(people::password_hash.eq(hash));
    Ok(diesel::update(held).set(people::password_hash.eq(hash)).execute(db)? == 1)
}

/// What became of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appointed {
    /// It was made.
    Now,
    /// The person holds it already.
    Before,
    /// It was not made: the person works for the secretariat and would for a State, or the other way round.
    OtherSide,
}

/// Appoints, where [`goes_beside`] lets it: every role that anybody gets, by whatever door, is given here.
///
/// Writes the row of the person as it is: two roles given at the same moment meet here, and the second sees the first.
pub fn appoint(db: &mut Db, person_id: &str, appointment: Appointment, at: DateTime<Utc>) -> StoreResult<Appointed> {
    diesel::update(people::table.find(person_id)).set(people::email.eq(people::email)).execute(db)?;
    let held = appointments_of(db, person_id)?;
    if held.contains(&appointment) {
        return Ok(Appointed::Before);
    }
    if !goes_beside(&held, appointment.role()) {
        return Ok(Appointed::OtherSide);
    }
    let row = AppointmentRow {
        id: Uuid::now_v7().to_string(),
        person_id: person_id.to_owned(),
        role: appointment.role().key().to_owned(),
        iso3: appointment.party().map(|party| party.to_string()),
        made_at: stored_instant(at),
        ended_at: None,
        confirmed_at: None,
    };
    diesel::insert_into(appointments::table).values(&row).execute(db)?;
    Ok(Appointed::Now)
}

/// Ends an appointment; `false` if the person does not hold it.
pub fn dismiss(db: &mut Db, person_id: &str, appointment: Appointment, at: DateTime<Utc>) -> StoreResult<bool> {
    let held = appointments::table
        .filter(appointments::person_id.eq(person_id))
        .filter(appointments::role.eq(appointment.role().key()))
        .filter(appointments::ended_at.is_null());
    let ended = appointments::ended_at.eq(stored_instant(at));
    let touched = match appointment.party() {
        Some(party) => diesel::update(held.filter(appointments::iso3.eq(party.to_string()))).set(ended).execute(db)?,
        None => diesel::update(held.filter(appointments::iso3.is_null())).set(ended).execute(db)?,
    };
    Ok(touched > 0)
}

fn with_all_appointments(db: &mut Db, rows: Vec<PersonRow>) -> StoreResult<Vec<Person>> {
    let ids = rows.iter().map(|row| row.id.as_str());
    let held = appointments::table
        .filter(appointments::person_id.eq_any(ids))
        .filter(appointments::ended_at.is_null())
        .select(AppointmentRow::as_select())
        .order(appointments::id);
    let mut of: HashMap<String, Vec<AppointmentRow>> = HashMap::new();
    for row in held.load(db)? {
        of.entry(row.person_id.clone()).or_default().push(row);
    }
    rows.into_iter()
        .map(|row| {
            let held = of.remove(&row.id).unwrap_or_default();
            read_person(row, &held)
        })
        .collect()
}

fn with_appointments(db: &mut Db, row: PersonRow) -> StoreResult<Person> {
    let held = held_rows(db, &row.id)?;
    read_person(row, &held)
}

pub(super) fn read_person(row: PersonRow, held: &[AppointmentRow]) -> StoreResult<Person> {
    Ok(person(row, held.iter().map(read_appointment).collect::<StoreResult<_>>()?))
}

fn person(row: PersonRow, appointments: Vec<Appointment>) -> Person {
    Person {
        id: row.id,
        email: row.email,
        name: row.name,
        password_hash: row.password_hash,
        appointments,
        bounced_at: row.bounced_at.map(|at| at.and_utc()),
        bounce_reason: row.bounce_reason,
        without_courtesy: row.without_courtesy,
    }
}

fn appointments_of(db: &mut Db, person_id: &str) -> StoreResult<Vec<Appointment>> {
    held_rows(db, person_id)?.iter().map(read_appointment).collect()
}

fn held_rows(db: &mut Db, person_id: &str) -> StoreResult<Vec<AppointmentRow>> {
    let held = appointments::table
        .filter(appointments::person_id.eq(person_id))
        .filter(appointments::ended_at.is_null())
        .select(AppointmentRow::as_select())
        .order(appointments::id);
    Ok(held.load(db)?)
}

fn read_held(row: &AppointmentRow) -> StoreResult<Held> {
    let confirmed_at = row.confirmed_at.map(|at| at.and_utc());
    Ok(Held { appointment: read_appointment(row)?, since: row.made_at.and_utc(), confirmed_at })
}

fn read_appointment(row: &AppointmentRow) -> StoreResult<Appointment> {
    let corrupt = |why: String| StoreError::Corrupt { table: "appointments", id: row.id.clone(), why };
    let role = Role::from_key(&row.role).ok_or_else(|| corrupt(format!("“{}” is no role", row.role)))?;
    let party = row.iso3.as_deref().map(Iso3::parse).transpose().map_err(|error| corrupt(error.to_string()))?;
    Appointment::new(role, party).ok_or_else(|| corrupt("the role and the State do not go together".into()))
}
