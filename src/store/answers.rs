//! Links of letters by which somebody answers without signing in, and whom they name to follow them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::stored_instant;
use super::schema::{answer_links, handovers};
use super::{Db, StoreError, StoreResult};
use crate::domain::code::Iso3;
use crate::domain::report::ReportReference;

/// A row of `answer_links`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = answer_links, treat_none_as_default_value = false)]
pub(super) struct AnswerLinkRow {
    pub(super) id: String,
    person_id: String,
    iso3: String,
    reference: Option<String>,
    made_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
    used_for: Option<String>,
}

/// A link of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLink {
    /// Hash of its secret.
    pub fingerprint: String,
    /// Key of the person it was sent to.
    pub person_id: String,
    /// The State it is about.
    pub party: Iso3,
    /// The report it is about; nothing where it asks about the person alone.
    pub report: Option<ReportReference>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was used, and for what.
    pub used: Option<(DateTime<Utc>, String)>,
}

/// Keeps a new link.
pub fn insert_link(db: &mut Db, new: &AnswerLink) -> StoreResult<()> {
    let row = AnswerLinkRow {
        id: new.fingerprint.clone(),
        person_id: new.person_id.clone(),
        iso3: new.party.to_string(),
        reference: new.report.map(|report| report.to_string()),
        made_at: stored_instant(new.made_at),
        expires_at: stored_instant(new.expires_at),
        used_at: new.used.as_ref().map(|(at, _)| stored_instant(*at)),
        used_for: new.used.as_ref().map(|(_, what)| what.clone()),
    };
    diesel::insert_into(answer_links::table).values(&row).execute(db)?;
    Ok(())
}

/// The link of that hash, used or not, ended or not.
pub fn find_link(db: &mut Db, fingerprint: &str) -> StoreResult<Option<AnswerLink>> {
    let row = answer_links::table.find(fingerprint).select(AnswerLinkRow::as_select()).first(db).optional()?;
    row.map(read_link).transpose()
}

/// Notes that the link was used; `false` if it was before, or has ended.
pub fn use_link(db: &mut Db, fingerprint: &str, used_for: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let open = answer_links::table
        .filter(answer_links::id.eq(fingerprint))
        .filter(answer_links::used_at.is_null())
        .filter(answer_links::expires_at.gt(stored_instant(at)));
    let used = (answer_links::used_at.eq(stored_instant(at)), answer_links::used_for.eq(used_for));
    Ok(diesel::update(open).set(used).execute(db)? == 1)
}

/// Ends the links of somebody that were not used.
pub fn end_links_of(db: &mut Db, person_id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    let at = stored_instant(at);
    let open = answer_links::table
        .filter(answer_links::person_id.eq(person_id))
        .filter(answer_links::used_at.is_null())
        .filter(answer_links::expires_at.gt(at));
    diesel::update(open).set(answer_links::expires_at.eq(at)).execute(db)?;
    Ok(())
}

/// When somebody was last asked whether they still are a State's contact, by person and State, where no link of
/// such a letter was used.
pub fn list_unanswered(db: &mut Db) -> StoreResult<HashMap<(String, Iso3), DateTime<Utc>>> {
    let unused = answer_links::table.filter(answer_links::reference.is_null()).filter(answer_links::used_at.is_null());
    let newest = unused.group_by((answer_links::person_id, answer_links::iso3)).select((
        answer_links::person_id,
        answer_links::iso3,
        max(answer_links::made_at),
    ));
    let read = |(person, iso3, asked_at): (String, String, Option<NaiveDateTime>)| {
        let corrupt = |why: String| StoreError::Corrupt { table: "answer_links", id: person.clone(), why };
        let party = Iso3::parse(&iso3).map_err(|error| corrupt(error.to_string()))?;
        Ok(asked_at.map(|at| ((person, party), at.and_utc())))
    };
    newest.load(db)?.into_iter().filter_map(|row| read(row).transpose()).collect()
}

fn read_link(row: AnswerLinkRow) -> StoreResult<AnswerLink> {
    let corrupt = |why: &str| StoreError::Corrupt { table: "answer_links", id: row.id.clone(), why: why.to_owned() };
    Ok(AnswerLink {
        party: Iso3::parse(&row.iso3).map_err(|error| corrupt(&error.to_string()))?,
        report: row.reference.as_deref().map(str::parse).transpose().map_err(|_other| corrupt("no such report"))?,
        made_at: row.made_at.and_utc(),
        expires_at: row.expires_at.and_utc(),
        used: row.used_at.map(|at| (at.and_utc(), row.used_for.unwrap_or_default())),
        fingerprint: row.id,
        person_id: row.person_id,
    })
}

/// A row of `handovers`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = handovers, treat_none_as_default_value = false)]
pub(super) struct HandoverRow {
    pub(super) id: String,
    iso3: String,
    person_id: String,
    name: String,
    email: String,
    said_at: NaiveDateTime,
    settled_at: Option<NaiveDateTime>,
    settled_by: Option<String>,
}

/// Somebody said who follows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Key.
    pub id: String,
    /// The State.
    pub party: Iso3,
    /// Key of whoever hands over.
    pub person_id: String,
    /// Of the successor.
    pub name: String,
    /// Of the successor.
    pub email: String,
    /// When they said so.
    pub said_at: DateTime<Utc>,
}

/// Notes who follows somebody; gives its key.
pub fn insert_handover(
    db: &mut Db,
    (party, person_id): (Iso3, &str),
    (name, email): (&str, &str),
    at: DateTime<Utc>,
) -> StoreResult<String> {
    let row = HandoverRow {
        id: Uuid::now_v7().to_string(),
        iso3: party.to_string(),
        person_id: person_id.to_owned(),
        name: name.to_owned(),
        email: email.to_lowercase(),
        said_at: stored_instant(at),
        settled_at: None,
        settled_by: None,
    };
    diesel::insert_into(handovers::table).values(&row).execute(db)?;
    Ok(row.id)
}

/// Handovers that wait for an administrator, the oldest first.
pub fn list_handovers(db: &mut Db) -> StoreResult<Vec<Handover>> {
    let open = handovers::table.filter(handovers::settled_at.is_null()).select(HandoverRow::as_select());
    let read = |row: HandoverRow| {
        let why = |error: crate::domain::code::NotACode| error.to_string();
        let corrupt = |why| StoreError::Corrupt { table: "handovers", id: row.id.clone(), why };
        let party = Iso3::parse(&row.iso3).map_err(why).map_err(corrupt)?;
        let said_at = row.said_at.and_utc();
        Ok(Handover { party, said_at, id: row.id, person_id: row.person_id, name: row.name, email: row.email })
    };
    open.order(handovers::id).load(db)?.into_iter().map(read).collect()
}

/// Notes that a handover is done or was turned down; `false` if it was before.
pub fn settle_handover(db: &mut Db, id: &str, by: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let open = handovers::table.filter(handovers::id.eq(id)).filter(handovers::settled_at.is_null());
    let settled = (handovers::settled_at.eq(stored_instant(at)), handovers::settled_by.eq(by));
    Ok(diesel::update(open).set(settled).execute(db)? == 1)
}
