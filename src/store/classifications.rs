//! Where documents of reports in free format speak of each form: a row for each submission and form, which the next
//! save replaces. What a save changed is in the log of acts.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::stored_instant;
use super::revisions::note_filing;
use super::schema::{classifications, reports, submissions};
use super::{Db, StoreResult};
use crate::domain::report::{Classification, Place, ReportReference, Sorted};

/// A row of `classifications`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = classifications, treat_none_as_default_value = false)]
pub(super) struct ClassificationRow {
    pub(super) id: String,
    submission_id: String,
    form: String,
    place: Option<String>,
    document: Option<String>,
    revision: i64,
    sorted_at: NaiveDateTime,
    sorted_by: String,
}

/// What was found about the forms of a submission; nothing where nobody has sorted it.
pub(super) fn find_classification(db: &mut Db, submission_id: &str) -> StoreResult<Option<Classification>> {
    let rows = classifications::table.filter(classifications::submission_id.eq(submission_id));
    let rows: Vec<ClassificationRow> = rows.select(ClassificationRow::as_select()).load(db)?;
    let forms: BTreeMap<_, _> = rows.into_iter().map(read_row).collect();
    Ok((!forms.is_empty()).then_some(Classification { forms }))
}

/// The same of every submission of a State that somebody has sorted, by its key.
pub(super) fn list_classifications_of(db: &mut Db, iso3: &str) -> StoreResult<BTreeMap<String, Classification>> {
    let rows: Vec<ClassificationRow> = classifications::table
        .inner_join(submissions::table.inner_join(reports::table))
        .filter(reports::iso3.eq(iso3))
        .select(ClassificationRow::as_select())
        .load(db)?;
    let mut all: BTreeMap<String, Classification> = BTreeMap::new();
    for row in rows {
        let classification = all.entry(row.submission_id.clone()).or_default();
        classification.forms.extend([read_row(row)]);
    }
    Ok(all)
}

fn read_row(row: ClassificationRow) -> (String, Sorted) {
    let place = row.place.map(|words| Place { words, document: row.document });
    (row.form, Sorted { place, revision: row.revision, at: row.sorted_at.and_utc(), by: row.sorted_by })
}

/// Writes down what was found about a form of a submission of the report.
pub fn save_form(
    db: &mut Db,
    report: ReportReference,
    submission_id: &str,
    form: &str,
    sorted: &Sorted,
) -> StoreResult<()> {
    let place = sorted.place.as_ref();
    let row = ClassificationRow {
        id: Uuid::now_v7().to_string(),
        submission_id: submission_id.to_owned(),
        form: form.to_owned(),
        place: place.map(|place| place.words.clone()),
        document: place.and_then(|place| place.document.clone()),
        revision: sorted.revision,
        sorted_at: stored_instant(sorted.at),
        sorted_by: sorted.by.clone(),
    };
    let own = classifications::submission_id.eq(submission_id).and(classifications::form.eq(form));
    let found = (
        classifications::place.eq(&row.place),
        classifications::document.eq(&row.document),
        classifications::revision.eq(row.revision),
        classifications::sorted_at.eq(row.sorted_at),
        classifications::sorted_by.eq(&row.sorted_by),
    );
    if diesel::update(classifications::table.filter(own)).set(found).execute(db)? == 0 {
        diesel::insert_into(classifications::table).values(&row).execute(db)?;
    }
    note_filing(db, report)
}
