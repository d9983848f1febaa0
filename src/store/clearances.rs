//! What was done about the clearance of drafts; rows are added and never changed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::{CHUNK, stored_instant};
use super::schema::{draft_clearances, drafts};
use super::{Db, StoreError, StoreResult};
use crate::domain::clearance::{ClearanceAct, ClearanceEntry};
use crate::domain::code::Iso3;
use crate::domain::report::{NotAReference, ReportReference};

const TABLE: &str = "draft_clearances";

/// A row of `draft_clearances`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = draft_clearances, treat_none_as_default_value = false)]
pub(super) struct ClearanceRow {
    pub(super) id: String,
    draft_id: String,
    act: String,
    done_at: NaiveDateTime,
    done_by: String,
    remark: Option<String>,
    digest: Option<String>,
}

/// Something to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClearance {
    /// The key of the draft.
    pub draft: String,
    /// What was done.
    pub act: ClearanceAct,
    /// The key of whoever did it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What they said with it.
    pub remark: Option<String>,
    /// Digest of the draft, with what clears it and with nothing else.
    pub digest: Option<String>,
}

/// Notes what was done; gives its key.
pub fn insert_clearance(db: &mut Db, new: &NewClearance) -> StoreResult<String> {
    let row = ClearanceRow {
        id: Uuid::now_v7().to_string(),
        draft_id: new.draft.clone(),
        act: new.act.key().to_owned(),
        done_at: stored_instant(new.at),
        done_by: new.by.clone(),
        remark: new.remark.clone(),
        digest: new.digest.clone(),
    };
    diesel::insert_into(draft_clearances::table).values(&row).execute(db)?;
    Ok(row.id)
}

/// What was done about a draft, the oldest first.
pub fn list_clearances(db: &mut Db, draft_id: &str) -> StoreResult<Vec<ClearanceEntry>> {
    let rows = draft_clearances::table.filter(draft_clearances::draft_id.eq(draft_id));
    let rows: Vec<ClearanceRow> = rows.select(ClearanceRow::as_select()).order(draft_clearances::id).load(db)?;
    rows.into_iter().map(read_entry).collect()
}

/// The last thing done about each draft that is open.
pub fn list_last_of_open(db: &mut Db) -> StoreResult<BTreeMap<ReportReference, ClearanceEntry>> {
    let open = drafts::table.filter(drafts::ended_at.is_null()).select((drafts::id, drafts::reference));
    let open = open.load(db)?;
    last_entries(db, open)
}

/// The same of one State's drafts.
pub fn list_last_of_open_of(db: &mut Db, party: Iso3) -> StoreResult<BTreeMap<ReportReference, ClearanceEntry>> {
    let open = drafts::table.filter(drafts::ended_at.is_null()).select((drafts::id, drafts::reference));
    let open = open.filter(drafts::reference.like(format!("{party}-%"))).load(db)?;
    last_entries(db, open)
}

/// Of each draft the last one remains; what was done about drafts that have ended is not looked at.
fn last_entries(db: &mut Db, open: Vec<(String, String)>) -> StoreResult<BTreeMap<ReportReference, ClearanceEntry>> {
    let mut rows = Vec::new();
    for some in open.chunks(CHUNK) {
        let of_these = draft_clearances::draft_id.eq_any(some.iter().map(|(id, _)| id.as_str()));
        let of_these = draft_clearances::table.filter(of_these).select(ClearanceRow::as_select());
        rows.extend(of_these.order(draft_clearances::id).load::<ClearanceRow>(db)?);
    }
    let references: BTreeMap<_, _> = open.iter().map(|(id, reference)| (id.as_str(), reference)).collect();
    let read = |row: ClearanceRow| {
        let reference = references.get(row.draft_id.as_str()).map_or("", |reference| reference.as_str());
        let corrupt = |error: NotAReference| corrupt(&row.id, error.to_string());
        let reference: ReportReference = reference.parse().map_err(corrupt)?;
        Ok((reference, read_entry(row)?))
    };
    rows.into_iter().map(read).collect()
}

fn read_entry(row: ClearanceRow) -> StoreResult<ClearanceEntry> {
    let act = ClearanceAct::from_key(&row.act).ok_or_else(|| corrupt(&row.id, format!("“{}” is no act", row.act)))?;
    let at = row.done_at.and_utc();
    Ok(ClearanceEntry { id: row.id, act, at, by: row.done_by, remark: row.remark, digest: row.digest })
}

fn corrupt(id: &str, why: String) -> StoreError {
    StoreError::Corrupt { table: TABLE, id: id.to_owned(), why }
}
