//! Versions of the rules and of form sets beside those that come with the program.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::stored_instant;
use super::revisions::note_data;
use super::schema::{data_versions, reports, submissions};
use super::{Db, StoreError, StoreResult};
use crate::domain::code::RegimeCode;
use crate::domain::data_version::DataKind;

/// A row of `data_versions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = data_versions, treat_none_as_default_value = false)]
pub(super) struct DataVersionRow {
    pub(super) id: String,
    kind: String,
    name: String,
    document: String,
    why: String,
    added_at: NaiveDateTime,
    added_by: String,
    in_force: bool,
}

/// A version as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataVersion {
    /// Of what.
    pub kind: DataKind,
    /// What it is called: `2`, or `APII/2028`.
    pub name: String,
    /// The text of the data file.
    pub document: String,
    /// Why it was made.
    pub why: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// By whom: the key of a person, or the name of a command.
    pub added_by: String,
    /// Whether the portal goes by it.
    pub in_force: bool,
}

/// Adds a version; a conflict if there is one of that name.
pub fn insert_data_version(db: &mut Db, new: &DataVersion) -> StoreResult<()> {
    let row = DataVersionRow {
        id: Uuid::now_v7().to_string(),
        kind: new.kind.key().to_owned(),
        name: new.name.clone(),
        document: new.document.clone(),
        why: new.why.clone(),
        added_at: stored_instant(new.added_at),
        added_by: new.added_by.clone(),
        in_force: new.in_force,
    };
    diesel::insert_into(data_versions::table).values(&row).execute(db)?;
    Ok(())
}

/// All, the oldest first.
pub fn list_data_versions(db: &mut Db) -> StoreResult<Vec<DataVersion>> {
    let rows = data_versions::table.select(DataVersionRow::as_select()).order(data_versions::id).load(db)?;
    rows.into_iter().map(read_version).collect()
}

/// Says of a version whether the portal goes by it; `false` if there is none of that name.
pub fn set_in_force(db: &mut Db, kind: DataKind, name: &str, in_force: bool) -> StoreResult<bool> {
    note_data(db)?;
    let own = data_versions::table.filter(data_versions::kind.eq(kind.key())).filter(data_versions::name.eq(name));
    Ok(diesel::update(own).set(data_versions::in_force.eq(in_force)).execute(db)? > 0)
}

/// Takes every version of the kind out of force.
pub fn take_all_out(db: &mut Db, kind: DataKind) -> StoreResult<()> {
    note_data(db)?;
    let own = data_versions::table.filter(data_versions::kind.eq(kind.key()));
    diesel::update(own).set(data_versions::in_force.eq(false)).execute(db)?;
    Ok(())
}

/// The newest cycle for which a report of the regime was filed.
pub fn newest_filed_cycle(db: &mut Db, regime: RegimeCode) -> StoreResult<Option<i32>> {
    let filed = submissions::table.filter(submissions::reference.eq(reports::reference)).select(submissions::id);
    let own = reports::table.filter(reports::regime.eq(regime.as_str())).filter(diesel::dsl::exists(filed));
    Ok(own.select(reports::cycle).order(reports::cycle.desc()).first(db).optional()?)
}

fn read_version(row: DataVersionRow) -> StoreResult<DataVersion> {
    let unknown = || StoreError::Corrupt {
        table: "data_versions",
        id: row.id.clone(),
        why: format!("“{}” is no kind of data", row.kind),
    };
    Ok(DataVersion {
        kind: DataKind::from_key(&row.kind).ok_or_else(unknown)?,
        name: row.name,
        document: row.document,
        why: row.why,
        added_at: row.added_at.and_utc(),
        added_by: row.added_by,
        in_force: row.in_force,
    })
}
