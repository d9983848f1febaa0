//! Who changed which field of a draft when.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::{insert_in_chunks, stored_instant};
use super::drafts::StoredSection;
use super::schema::{draft_changes, drafts};
use super::{Db, StoreResult};
use crate::domain::draft::{Answers, Section};
use crate::domain::report::ReportReference;

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Key; later changes have larger ones.
    pub id: String,
    /// The section's key.
    pub section: String,
    /// The field.
    pub field: String,
    /// The revision of the section in which it first stands.
    pub revision: i64,
    /// What stands there since; nothing where it was taken out.
    pub value: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub by: String,
    /// Whether it came along when the draft was begun, as it stood in another report, and nobody typed it.
    pub came_along: bool,
}

/// A row of `draft_changes`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = draft_changes, treat_none_as_default_value = false)]
pub(super) struct ChangeRow {
    pub(super) id: String,
    draft_id: String,
    section: String,
    field: String,
    revision: i64,
    value: Option<String>,
    changed_at: NaiveDateTime,
    changed_by: String,
}

/// Notes who changed which fields.
pub fn insert_changes(
    db: &mut Db,
    draft_id: &str,
    section: &Section,
    revision: i64,
    changes: &[(&str, Option<&str>)],
    by: &str,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let row = |(field, value): &(&str, Option<&str>)| ChangeRow {
        id: Uuid::now_v7().to_string(),
        draft_id: draft_id.to_owned(),
        section: section.to_string(),
        field: (*field).to_owned(),
        revision,
        value: value.map(str::to_owned),
        changed_at: stored_instant(at),
        changed_by: by.to_owned(),
    };
    let rows: Vec<_> = changes.iter().map(row).collect();
    insert_in_chunks!(db, draft_changes::table, rows)
}

diesel::define_sql_function! {
    /// Letters of a text from a place on.
    fn substr(text: diesel::sql_types::Nullable<diesel::sql_types::Text>, from: diesel::sql_types::Integer, count: diesel::sql_types::Integer) -> diesel::sql_types::Nullable<diesel::sql_types::Text>;
}

/// Letters of a value that a list of changes shows.
pub const EXCERPT: i32 = 400;

/// Changes in any draft of a report, the latest first, after the one given; values longer than [`EXCERPT`] are
/// cut there.
pub fn list_changes(
    db: &mut Db,
    reference: ReportReference,
    after: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<FieldChange>> {
    let changes = draft_changes::table
        .inner_join(drafts::table)
        .filter(drafts::reference.eq(reference.to_string()))
        .select((
            (
                draft_changes::id,
                draft_changes::draft_id,
                draft_changes::section,
                draft_changes::field,
                draft_changes::revision,
                substr(draft_changes::value, 1, EXCERPT + 1),
                draft_changes::changed_at,
                draft_changes::changed_by,
            ),
            drafts::started_at,
        ))
        .order(draft_changes::id.desc())
        .limit(limit.into());
    let rows: Vec<(ChangeRow, NaiveDateTime)> = match after {
        Some(after) => changes.filter(draft_changes::id.lt(after)).load(db)?,
        None => changes.load(db)?,
    };
    Ok(rows.into_iter().map(|(row, started_at)| FieldChange::of(row, started_at)).collect())
}

/// The section as it was at a revision: what was changed since is undone.
pub fn answers_at(db: &mut Db, draft_id: &str, stored: &StoredSection, revision: i64) -> StoreResult<Answers> {
    let of_section = || {
        draft_changes::table
            .filter(draft_changes::draft_id.eq(draft_id))
            .filter(draft_changes::section.eq(stored.section.to_string()))
    };
    let changed_since = of_section().filter(draft_changes::revision.gt(revision)).select(draft_changes::field);
    let changed_since: Vec<String> = changed_since.distinct().load(db)?;
    let mut answers = stored.answers.clone();
    changed_since.iter().for_each(|field| drop(answers.remove(field)));
    // Of each of them the last change up to the revision says what stood there.
    for field in changed_since {
        let before = of_section().filter(draft_changes::field.eq(&field)).filter(draft_changes::revision.le(revision));
        let before =
            before.select(draft_changes::value).order((draft_changes::revision.desc(), draft_changes::id.desc()));
        let value: Option<Option<String>> = before.first(db).optional()?;
        answers.extend(value.flatten().map(|value| (field, value)));
    }
    Ok(answers)
}

impl FieldChange {
    fn of(row: ChangeRow, started_at: NaiveDateTime) -> Self {
        Self {
            came_along: row.revision == 1 && row.changed_at == started_at,
            id: row.id,
            section: row.section,
            field: row.field,
            revision: row.revision,
            value: row.value,
            at: row.changed_at.and_utc(),
            by: row.changed_by,
        }
    }
}
