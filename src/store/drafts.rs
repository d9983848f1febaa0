//! Reports being written: sections, each with its revision.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::columns::{read_json, stored_instant, stored_json};
use super::schema::{draft_sections, drafts, reports};
use super::{Db, StoreError, StoreResult};
use crate::domain::code::Iso3;
use crate::domain::draft::{Answers, Section};
use crate::domain::report::{FilingKind, NotAReference, ReportReference};

/// A report being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Key.
    pub id: String,
    /// What it becomes a submission of.
    pub reference: ReportReference,
    /// What kind of filing it becomes.
    pub kind: FilingKind,
    /// Name of the form set it answers, as `COMPLIANCE/2007`.
    pub form_set: String,
    /// When it was started.
    pub started_at: DateTime<Utc>,
}

/// A section as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSection {
    /// Which one.
    pub section: Section,
    /// Grows by one with every save.
    pub revision: i64,
    /// Texts by field.
    pub answers: Answers,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub saved_by: String,
}

/// A row of `reports`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = reports, treat_none_as_default_value = false)]
pub(super) struct ReportRow {
    pub(super) reference: String,
    iso3: String,
    regime: String,
    cycle: i32,
    opened_at: NaiveDateTime,
    turns: i64,
}

/// A row of `drafts`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = drafts, treat_none_as_default_value = false)]
pub(super) struct DraftRow {
    pub(super) id: String,
    reference: String,
    kind: String,
    form_set: String,
    started_at: NaiveDateTime,
    started_by: String,
    ended_at: Option<NaiveDateTime>,
}

/// A row of `draft_sections`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = draft_sections, treat_none_as_default_value = false)]
pub(super) struct SectionRow {
    pub(super) id: String,
    draft_id: String,
    section: String,
    revision: i64,
    content: String,
    saved_at: NaiveDateTime,
    saved_by: String,
}

/// Makes sure that the report has its row, which drafts and submissions refer to.
pub fn open_report(db: &mut Db, reference: ReportReference, at: DateTime<Utc>) -> StoreResult<()> {
    let key = reference.to_string();
    let known: i64 = reports::table.filter(reports::reference.eq(&key)).count().get_result(db)?;
    if known > 0 {
        return Ok(());
    }
    let row = ReportRow {
        reference: key,
        iso3: reference.party.to_string(),
        regime: reference.regime.to_string(),
        cycle: reference.cycle.year(),
        opened_at: stored_instant(at),
        turns: 0,
    };
    diesel::insert_into(reports::table).values(&row).execute(db)?;
    Ok(())
}

/// Takes a turn on a report: whatever two people do with it at once, one of them comes after the other.
pub fn take_turn(db: &mut Db, reference: ReportReference) -> StoreResult<()> {
    let row = reports::table.find(reference.to_string());
    diesel::update(row).set(reports::turns.eq(reports::turns + 1)).execute(db)?;
    Ok(())
}

/// Makes a save under way at the same time come before or after, never between.
pub fn hold_sections(db: &mut Db, draft_id: &str) -> StoreResult<()> {
    let rows = draft_sections::table.filter(draft_sections::draft_id.eq(draft_id));
    diesel::update(rows).set(draft_sections::revision.eq(draft_sections::revision + 0)).execute(db)?;
    Ok(())
}

/// Starts a draft; a conflict if one of the report is open already.
pub fn insert_draft(
    db: &mut Db,
    reference: ReportReference,
    kind: FilingKind,
    form_set: &str,
    by: &str,
    at: DateTime<Utc>,
) -> StoreResult<String> {
    let row = DraftRow {
        id: Uuid::now_v7().to_string(),
        reference: reference.to_string(),
        kind: kind.word().to_owned(),
        form_set: form_set.to_owned(),
        started_at: stored_instant(at),
        started_by: by.to_owned(),
        ended_at: None,
    };
    diesel::insert_into(drafts::table).values(&row).execute(db)?;
    Ok(row.id)
}

/// The open draft of a report.
pub fn find_draft(db: &mut Db, reference: ReportReference) -> StoreResult<Option<Draft>> {
    let open = drafts::table.filter(drafts::reference.eq(reference.to_string())).filter(drafts::ended_at.is_null());
    let row = open.select(DraftRow::as_select()).first(db).optional()?;
    row.map(|row| {
        let corrupt = |why: String| StoreError::Corrupt { table: "drafts", id: row.id.clone(), why };
        let kind = FilingKind::from_word(&row.kind).ok_or_else(|| corrupt(format!("“{}” is no filing", row.kind)))?;
        let started_at = row.started_at.and_utc();
        Ok(Draft { id: row.id, reference, kind, form_set: row.form_set, started_at })
    })
    .transpose()
}

/// All reports of which a draft is open: a few hundred at most, read from an index of their own.
pub fn list_open(db: &mut Db) -> StoreResult<Vec<ReportReference>> {
    let open = drafts::table.filter(drafts::ended_at.is_null());
    read_references(open.select((drafts::id, drafts::reference)).load(db)?)
}

/// The same of one State.
pub fn list_open_of(db: &mut Db, party: Iso3) -> StoreResult<Vec<ReportReference>> {
    let open = drafts::table.filter(drafts::ended_at.is_null());
    let open = open.filter(drafts::reference.like(format!("{party}-%")));
    read_references(open.select((drafts::id, drafts::reference)).load(db)?)
}

fn read_references(rows: Vec<(String, String)>) -> StoreResult<Vec<ReportReference>> {
    let read = |(id, reference): (String, String)| {
        let corrupt = |error: NotAReference| StoreError::Corrupt { table: "drafts", id, why: error.to_string() };
        reference.parse().map_err(corrupt)
    };
    rows.into_iter().map(read).collect()
}

/// Changes what kind of filing a draft becomes.
pub fn set_kind(db: &mut Db, id: &str, kind: FilingKind) -> StoreResult<()> {
    diesel::update(drafts::table.find(id)).set(drafts::kind.eq(kind.word())).execute(db)?;
    Ok(())
}

/// Makes an open draft answer another form set.
pub fn set_form_set(db: &mut Db, id: &str, form_set: &str) -> StoreResult<()> {
    diesel::update(drafts::table.find(id)).set(drafts::form_set.eq(form_set)).execute(db)?;
    Ok(())
}

/// Ends a draft: submitted, or given up. `false` if it was ended before.
pub fn end_draft(db: &mut Db, id: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let open = drafts::table.filter(drafts::id.eq(id)).filter(drafts::ended_at.is_null());
    Ok(diesel::update(open).set(drafts::ended_at.eq(stored_instant(at))).execute(db)? == 1)
}

/// Makes whatever happens to an open draft as a whole at the same time come before or after; `false` if it has ended.
pub fn hold_draft(db: &mut Db, id: &str) -> StoreResult<bool> {
    let open = drafts::table.filter(drafts::id.eq(id)).filter(drafts::ended_at.is_null());
    Ok(diesel::update(open).set(drafts::form_set.eq(drafts::form_set)).execute(db)? == 1)
}

/// All sections of a draft that were ever saved, whichever forms hold by now: what has no place in those is not lost.
pub fn list_sections(db: &mut Db, draft_id: &str) -> StoreResult<Vec<StoredSection>> {
    let rows = draft_sections::table.filter(draft_sections::draft_id.eq(draft_id));
    let rows = rows.select(SectionRow::as_select()).order(draft_sections::section).load(db)?;
    rows.into_iter().map(read_section).collect()
}

diesel::define_sql_function! {
    /// Bytes of a text.
    fn octet_length(text: diesel::sql_types::Text) -> diesel::sql_types::Integer;
}

/// Bytes that all sections of a draft take as they are stored: more than their texts.
pub fn stored_bytes(db: &mut Db, draft_id: &str) -> StoreResult<i64> {
    let of_draft = draft_sections::table.filter(draft_sections::draft_id.eq(draft_id));
    let bytes: Option<i64> = of_draft.select(diesel::dsl::sum(octet_length(draft_sections::content))).first(db)?;
    Ok(bytes.unwrap_or_default())
}

/// The revision of each section by its key.
pub fn revisions(db: &mut Db, draft_id: &str) -> StoreResult<BTreeMap<String, i64>> {
    let rows = draft_sections::table.filter(draft_sections::draft_id.eq(draft_id));
    let rows: Vec<(String, i64)> = rows.select((draft_sections::section, draft_sections::revision)).load(db)?;
    Ok(rows.into_iter().collect())
}

/// One section, if it was ever saved.
pub fn find_section(db: &mut Db, draft_id: &str, section: &Section) -> StoreResult<Option<StoredSection>> {
    let row = draft_sections::table
        .filter(draft_sections::draft_id.eq(draft_id))
        .filter(draft_sections::section.eq(section.to_string()));
    let row = row.select(SectionRow::as_select()).first(db).optional()?;
    row.map(read_section).transpose()
}

fn read_section(row: SectionRow) -> StoreResult<StoredSection> {
    let corrupt = |why: String| StoreError::Corrupt { table: "draft_sections", id: row.id.clone(), why };
    let section = Section::of_key(&row.section).ok_or_else(|| corrupt(format!("“{}” is no section", row.section)))?;
    let content = read_json(&row.content).and_then(|content| {
        let answers = content.get("answers").cloned().unwrap_or_default();
        serde_json::from_value::<Answers>(answers).map_err(|error| error.to_string())
    });
    let answers = content.map_err(corrupt)?;
    let (saved_at, saved_by) = (row.saved_at.and_utc(), row.saved_by);
    Ok(StoredSection { section, revision: row.revision, answers, saved_at, saved_by })
}

/// Saves a section as the revision after `revision` (0: never saved); `false` if somebody was first.
pub fn save_section(
    db: &mut Db,
    draft_id: &str,
    section: &Section,
    revision: i64,
    answers: &Answers,
    by: &str,
    at: DateTime<Utc>,
) -> StoreResult<bool> {
    let content = stored_json(&json!({ "version": 1, "answers": answers }))?;
    let at = stored_instant(at);
    if revision == 0 {
        // The draft may be submitted at this moment: a new section meets that on the draft's row.
        let draft = drafts::table.find(draft_id);
        diesel::update(draft).set(drafts::form_set.eq(drafts::form_set)).execute(db)?;
        let row = SectionRow {
            id: Uuid::now_v7().to_string(),
            draft_id: draft_id.to_owned(),
            section: section.to_string(),
            revision: 1,
            content,
            saved_at: at,
            saved_by: by.to_owned(),
        };
        diesel::insert_into(draft_sections::table).values(&row).execute(db)?;
        return Ok(true);
    }
    let read = draft_sections::table
        .filter(draft_sections::draft_id.eq(draft_id))
        .filter(draft_sections::section.eq(section.to_string()))
        .filter(draft_sections::revision.eq(revision));
    let touched = diesel::update(read)
        .set((
            draft_sections::revision.eq(draft_sections::revision + 1),
            draft_sections::content.eq(content),
            draft_sections::saved_at.eq(at),
            draft_sections::saved_by.eq(by),
        ))
        .execute(db)?;
    Ok(touched == 1)
}
