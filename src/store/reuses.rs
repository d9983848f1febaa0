//! Answers of other reports that were taken over into drafts, or seen and not taken; rows are added and never changed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::stored_instant;
use super::schema::{draft_reuses, drafts};
use super::{Db, StoreError, StoreResult};
use crate::domain::draft::Section;
use crate::domain::report::{NotAReference, ReportReference};
use crate::domain::reuse::Reused;

/// A row of `draft_reuses`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = draft_reuses, treat_none_as_default_value = false)]
pub(super) struct ReuseRow {
    pub(super) id: String,
    draft_id: String,
    section: String,
    place: String,
    source: String,
    digest: String,
    act: String,
    done_at: NaiveDateTime,
    done_by: String,
}

const TAKEN: &str = "taken";
const KEPT: &str = "kept";

/// Notes what somebody decided about an answer of another report.
pub fn insert_reuse(db: &mut Db, draft_id: &str, section: &Section, new: &Reused, by: &str) -> StoreResult<()> {
    let row = ReuseRow {
        id: Uuid::now_v7().to_string(),
        draft_id: draft_id.to_owned(),
        section: section.to_string(),
        place: new.place.clone(),
        source: new.source.to_string(),
        digest: new.digest.clone(),
        act: if new.is_taken { TAKEN } else { KEPT }.to_owned(),
        done_at: stored_instant(new.at),
        done_by: by.to_owned(),
    };
    diesel::insert_into(draft_reuses::table).values(&row).execute(db)?;
    Ok(())
}

/// What was decided in any draft of a report, the oldest first.
pub fn list_reuses(db: &mut Db, reference: ReportReference) -> StoreResult<Vec<Reused>> {
    let rows: Vec<ReuseRow> = draft_reuses::table
        .inner_join(drafts::table)
        .filter(drafts::reference.eq(reference.to_string()))
        .select(ReuseRow::as_select())
        .order(draft_reuses::id)
        .load(db)?;
    rows.into_iter().map(read_reuse).collect()
}

fn read_reuse(row: ReuseRow) -> StoreResult<Reused> {
    let at: DateTime<Utc> = row.done_at.and_utc();
    let source = row.source.parse().map_err(|error: NotAReference| StoreError::Corrupt {
        table: "draft_reuses",
        id: row.id.clone(),
        why: error.to_string(),
    })?;
    Ok(Reused { place: row.place, source, digest: row.digest, is_taken: row.act == TAKEN, at })
}
