//! Documents that come with reports: what they are called and where they belong. Their bytes are elsewhere.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::columns::{read_json, stored_instant, stored_json};
use super::schema::{attachments, drafts};
use super::{Db, StoreError, StoreResult};
use crate::domain::draft::Document;
use crate::domain::report::ReportReference;

/// A document as it belongs to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Key.
    pub id: String,
    /// The document.
    pub document: Document,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub added_by: String,
}

/// A row of `attachments`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
pub(super) struct AttachmentRow {
    pub(super) id: String,
    draft_id: String,
    name: String,
    form: Option<String>,
    sha256: String,
    bytes: i64,
    media_type: String,
    seen: String,
    added_at: NaiveDateTime,
    added_by: String,
    removed_at: Option<NaiveDateTime>,
    removed_by: Option<String>,
}

/// Adds a document to a draft; a conflict if one of this name is there.
pub fn insert_attachment(
    db: &mut Db,
    draft_id: &str,
    document: &Document,
    by: &str,
    at: DateTime<Utc>,
) -> StoreResult<String> {
    let row = AttachmentRow {
        id: Uuid::now_v7().to_string(),
        draft_id: draft_id.to_owned(),
        name: document.name.clone(),
        form: document.form.clone(),
        sha256: document.sha256.clone(),
        bytes: i64::try_from(document.bytes).unwrap_or(i64::MAX),
        media_type: document.media_type.clone(),
        seen: stored_json(&json!({ "version": 1, "fault": document.fault, "text": document.text }))?,
        added_at: stored_instant(at),
        added_by: by.to_owned(),
        removed_at: None,
        removed_by: None,
    };
    diesel::insert_into(attachments::table).values(&row).execute(db)?;
    Ok(row.id)
}

/// The documents of a draft, in the order in which they were added.
pub fn list_attachments(db: &mut Db, draft_id: &str) -> StoreResult<Vec<Attached>> {
    let rows = attachments::table.filter(attachments::draft_id.eq(draft_id)).filter(attachments::removed_at.is_null());
    let rows = rows.select(AttachmentRow::as_select()).order(attachments::id).load(db)?;
    rows.into_iter().map(read_attachment).collect()
}

/// What is known of a content from any draft that has or had it.
pub fn find_content(db: &mut Db, sha256: &str) -> StoreResult<Option<Document>> {
    let rows = attachments::table.filter(attachments::sha256.eq(sha256)).select(AttachmentRow::as_select());
    let row = rows.order((attachments::removed_at.is_null().desc(), attachments::id)).first(db).optional()?;
    Ok(row.map(read_attachment).transpose()?.map(|attached| attached.document))
}

/// Takes a document out of a draft; `false` if it was out already. What was seen in it is forgotten.
pub fn remove_attachment(db: &mut Db, draft_id: &str, id: &str, by: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let row = attachments::table.filter(attachments::id.eq(id)).filter(attachments::draft_id.eq(draft_id));
    let removed = diesel::update(row.filter(attachments::removed_at.is_null())).set((
        attachments::removed_at.eq(stored_instant(at)),
        attachments::removed_by.eq(by),
        attachments::seen.eq(stored_json(&json!({ "version": 1 }))?),
    ));
    Ok(removed.execute(db)? == 1)
}

/// Says to which form a document belongs; with none it belongs to the report as a whole.
pub fn set_form(db: &mut Db, id: &str, form: Option<&str>) -> StoreResult<()> {
    diesel::update(attachments::table.find(id)).set(attachments::form.eq(form)).execute(db)?;
    Ok(())
}

/// Whether any draft or submission has the content. What a draft holds when it is submitted is what the
/// submission names, and nothing is taken out of it afterwards.
pub fn is_named(db: &mut Db, sha256: &str) -> StoreResult<bool> {
    let named = attachments::table.filter(attachments::sha256.eq(sha256)).filter(attachments::removed_at.is_null());
    let count: i64 = named.count().get_result(db)?;
    Ok(count > 0)
}

/// The reports to which a draft or a submission brought the content.
pub fn list_reports_with(db: &mut Db, sha256: &str) -> StoreResult<Vec<ReportReference>> {
    let named = attachments::table.filter(attachments::sha256.eq(sha256)).filter(attachments::removed_at.is_null());
    let named: Vec<String> = named.select(attachments::draft_id).load(db)?;
    let own = drafts::table.filter(drafts::id.eq_any(named));
    let all: Vec<String> = own.select(drafts::reference).distinct().order(drafts::reference).load(db)?;
    let corrupt = |id: &String, why: String| StoreError::Corrupt { table: "drafts", id: id.clone(), why };
    all.iter().map(|id| id.parse::<ReportReference>().map_err(|error| corrupt(id, error.to_string()))).collect()
}

/// Every content that a draft or a submission has, with its length, once each.
pub fn list_named(db: &mut Db) -> StoreResult<Vec<(String, u64)>> {
    let named = attachments::table.filter(attachments::removed_at.is_null()).order(attachments::sha256);
    let rows: Vec<(String, i64)> = named.select((attachments::sha256, attachments::bytes)).distinct().load(db)?;
    Ok(rows.into_iter().map(|(sha256, bytes)| (sha256, u64::try_from(bytes).unwrap_or_default())).collect())
}

fn read_attachment(row: AttachmentRow) -> StoreResult<Attached> {
    let corrupt = |why: String| StoreError::Corrupt { table: "attachments", id: row.id.clone(), why };
    let seen = read_json(&row.seen).map_err(corrupt)?;
    let said = |name: &str| seen.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let document = Document {
        fault: said("fault"),
        text: said("text"),
        name: row.name,
        form: row.form,
        sha256: row.sha256,
        bytes: u64::try_from(row.bytes).unwrap_or_default(),
        media_type: row.media_type,
    };
    Ok(Attached { document, added_at: row.added_at.and_utc(), added_by: row.added_by, id: row.id })
}
