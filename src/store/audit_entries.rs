//! Who did what: written in the transaction of the act itself, never changed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::columns::{read_json, stored_instant, stored_json};
use super::schema::{audit_entries, audit_unsealed};
use super::{Db, StoreError, StoreResult};
use crate::domain::audit::Record;

const TABLE: &str = "audit_entries";

/// An act to note.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What was done, as a code.
    pub act: String,
    /// What it was done to.
    pub subject: String,
    /// The particulars: an object with a `version`.
    pub detail: Value,
}

/// An act as noted.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Key, in the order of time.
    pub id: String,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// What was done, as a code.
    pub act: String,
    /// What it was done to.
    pub subject: String,
    /// The particulars: an object with a `version`.
    pub detail: Value,
}

/// A row of `audit_entries`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = audit_entries, treat_none_as_default_value = false)]
pub(super) struct EntryRow {
    pub(super) id: String,
    at: NaiveDateTime,
    actor: String,
    act: String,
    subject: String,
    detail: String,
}

impl TryFrom<EntryRow> for Entry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> StoreResult<Self> {
        let detail = read_json(&row.detail);
        let detail = detail.map_err(|why| StoreError::Corrupt { table: TABLE, id: row.id.clone(), why })?;
        let at = row.at.and_utc();
        Ok(Self { id: row.id, at, actor: row.actor, act: row.act, subject: row.subject, detail })
    }
}

impl From<EntryRow> for Record {
    /// As it stands, readable or not: a seal is of what is stored.
    fn from(row: EntryRow) -> Self {
        let at = row.at.and_utc();
        Self { id: row.id, at, actor: row.actor, act: row.act, subject: row.subject, detail: row.detail }
    }
}

/// Notes an act, which waits for its seal from then on.
pub fn insert_entry(db: &mut Db, new: &NewEntry) -> StoreResult<()> {
    let row = EntryRow {
        id: Uuid::now_v7().to_string(),
        at: stored_instant(new.at),
        actor: new.actor.clone(),
        act: new.act.clone(),
        subject: new.subject.clone(),
        detail: stored_json(&new.detail)?,
    };
    diesel::insert_into(audit_entries::table).values(&row).execute(db)?;
    diesel::insert_into(audit_unsealed::table).values(audit_unsealed::entry_id.eq(&row.id)).execute(db)?;
    Ok(())
}

/// The latest acts, latest first.
pub fn list_latest(db: &mut Db, limit: u32) -> StoreResult<Vec<Entry>> {
    let rows = audit_entries::table
        .select(EntryRow::as_select())
        .order((audit_entries::at.desc(), audit_entries::id.desc()))
        .limit(limit.into())
        .load(db)?;
    rows.into_iter().map(Entry::try_from).collect()
}
