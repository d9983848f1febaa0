//! The seals of the audit: one for each act, in a chain.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::audit_entries::EntryRow;
use super::columns::{insert_in_chunks, stored_instant};
use super::schema::{audit_entries, audit_seals, audit_unsealed};
use super::{Db, StoreResult};
use crate::domain::audit::{Link, Record};

/// Where a chain goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSeal {
    /// Its place in the chain, from 1.
    pub position: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A seal to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSeal {
    /// Key of the entry.
    pub entry_id: String,
    /// Place in the chain, from 1.
    pub position: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it is set.
    pub sealed_at: DateTime<Utc>,
}

/// A row of `audit_seals`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = audit_seals, treat_none_as_default_value = false)]
pub(super) struct SealRow {
    pub(super) entry_id: String,
    position: i64,
    sha256: String,
    sealed_at: NaiveDateTime,
}

/// A row of `audit_unsealed`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = audit_unsealed, treat_none_as_default_value = false)]
pub(super) struct UnsealedRow {
    pub(super) entry_id: String,
}

/// Keys of acts that wait for their seal, in the order in which they were noted, at most so many.
pub fn list_waiting(db: &mut Db, limit: u32) -> StoreResult<Vec<String>> {
    let waiting = audit_unsealed::table.select(audit_unsealed::entry_id).order(audit_unsealed::entry_id);
    Ok(waiting.limit(limit.into()).load(db)?)
}

/// Of the acts with these keys those that have no seal, in the order in which they were noted.
pub fn list_unsealed(db: &mut Db, keys: &[String]) -> StoreResult<Vec<Record>> {
    let seals = audit_seals::table.on(audit_seals::entry_id.eq(audit_entries::id));
    let rows: Vec<EntryRow> = audit_entries::table
        .left_join(seals)
        .filter(audit_entries::id.eq_any(keys))
        .filter(audit_seals::entry_id.is_null())
        .select(EntryRow::as_select())
        .order(audit_entries::id)
        .load(db)?;
    Ok(rows.into_iter().map(Record::from).collect())
}

/// Acts with these keys wait no longer.
pub fn end_waiting(db: &mut Db, keys: &[String]) -> StoreResult<()> {
    diesel::delete(audit_unsealed::table.filter(audit_unsealed::entry_id.eq_any(keys))).execute(db)?;
    Ok(())
}

/// Keys of acts that have no seal and do not wait for one: they were noted past the portal, or by a program from
/// before acts waited. Reads the whole log.
pub fn list_forgotten(db: &mut Db) -> StoreResult<Vec<String>> {
    let seals = audit_seals::table.on(audit_seals::entry_id.eq(audit_entries::id));
    let unsealed = audit_unsealed::table.on(audit_unsealed::entry_id.eq(audit_entries::id));
    let forgotten = audit_entries::table.left_join(seals).left_join(unsealed);
    let forgotten = forgotten.filter(audit_seals::entry_id.is_null()).filter(audit_unsealed::entry_id.is_null());
    Ok(forgotten.select(audit_entries::id).order(audit_entries::id).load(db)?)
}

/// Has acts with these keys wait for their seal; a conflict if one does already.
pub fn insert_waiting(db: &mut Db, keys: &[String]) -> StoreResult<()> {
    let rows: Vec<_> = keys.iter().map(|key| UnsealedRow { entry_id: key.clone() }).collect();
    insert_in_chunks!(db, audit_unsealed::table, rows)
}

/// Number of acts without a seal.
pub fn count_unsealed(db: &mut Db) -> StoreResult<i64> {
    let seals = audit_seals::table.on(audit_seals::entry_id.eq(audit_entries::id));
    Ok(audit_entries::table.left_join(seals).filter(audit_seals::entry_id.is_null()).count().get_result(db)?)
}

/// Number of acts that wait for their seal; sooner told than [`count_unsealed`].
pub fn count_unsealed_waiting(db: &mut Db) -> StoreResult<i64> {
    Ok(audit_unsealed::table.count().get_result(db)?)
}

/// The last seal, if there is one.
pub fn find_last(db: &mut Db) -> StoreResult<Option<LastSeal>> {
    let row =
        audit_seals::table.select(SealRow::as_select()).order(audit_seals::position.desc()).first(db).optional()?;
    Ok(row.map(|row| LastSeal { position: row.position, sha256: row.sha256 }))
}

/// The last seal, kept from other sealers until the transaction ends.
///
/// Writes the row as it is: who holds on to the same seal at the same time is told to begin again.
pub fn hold_last(db: &mut Db) -> StoreResult<Option<LastSeal>> {
    let last = find_last(db)?;
    if let Some(last) = &last {
        diesel::update(audit_seals::table.filter(audit_seals::position.eq(last.position)))
            .set(audit_seals::position.eq(last.position))
            .execute(db)?;
    }
    Ok(last)
}

/// Sets seals; a conflict if an act or a position has one already.
pub fn insert_seals(db: &mut Db, new: &[NewSeal]) -> StoreResult<()> {
    let rows = new.iter().map(|seal| SealRow {
        entry_id: seal.entry_id.clone(),
        position: seal.position,
        sha256: seal.sha256.clone(),
        sealed_at: stored_instant(seal.sealed_at),
    });
    let rows = rows.collect::<Vec<_>>();
    insert_in_chunks!(db, audit_seals::table, rows)
}

/// The links after a position, in their order, at most so many.
pub fn list_links(db: &mut Db, after: i64, limit: u32) -> StoreResult<Vec<Link>> {
    let entries = audit_entries::table.on(audit_entries::id.eq(audit_seals::entry_id));
    let rows: Vec<(SealRow, Option<EntryRow>)> = audit_seals::table
        .left_join(entries)
        .filter(audit_seals::position.gt(after))
        .select((SealRow::as_select(), Option::<EntryRow>::as_select()))
        .order(audit_seals::position)
        .limit(limit.into())
        .load(db)?;
    let link = |(seal, entry): (SealRow, Option<EntryRow>)| Link {
        position: seal.position,
        seal: seal.sha256,
        entry: seal.entry_id,
        record: entry.map(Record::from),
    };
    Ok(rows.into_iter().map(link).collect())
}
