//! Reports as submitted, never changed, and what was done with each.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::classifications::{find_classification, list_classifications_of};
use super::columns::{read_json, stored_instant, stored_json};
use super::revisions::note_filing;
use super::schema::{reports, submission_acts, submissions};
use super::{Db, StoreError, StoreResult};
use crate::domain::filing::{ActDone, Filing, FilingAct, FilingState, Original, Way};
use crate::domain::report::{Classification, ReportReference, VersionReference};

/// A report as it was submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// `CHE-COMPLIANCE-2027.1`.
    pub id: String,
    /// The report it is a version of.
    pub reference: ReportReference,
    /// From 1.
    pub version: i32,
    /// The report in its canonical form (RFC 8785).
    pub document: String,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: String,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub submitted_by: String,
    /// Whether the cover's contacts may be published with it.
    pub contacts_public: bool,
    /// Warnings that were confirmed: an object with a `version`.
    pub confirmed: Value,
    /// What it was filed from, where the secretariat filed it for the State.
    pub original: Option<Original>,
    /// Where that original speaks of each form, once somebody has sorted it; written by itself.
    pub classification: Option<Classification>,
}

/// A row of `submissions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = submissions, treat_none_as_default_value = false)]
pub(super) struct SubmissionRow {
    pub(super) id: String,
    reference: String,
    version: i32,
    document: String,
    sha256: String,
    submitted_at: NaiveDateTime,
    submitted_by: String,
    contacts_public: bool,
    confirmed: String,
    received_on: Option<NaiveDate>,
    received_how: Option<String>,
}

/// A row of `submission_acts`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = submission_acts, treat_none_as_default_value = false)]
pub(super) struct ActRow {
    pub(super) id: String,
    submission_id: String,
    act: String,
    done_at: NaiveDateTime,
    done_by: String,
    note: Option<String>,
}

/// Files a submission; a conflict if the report has this version already.
pub fn insert_submission(db: &mut Db, new: &Submission) -> StoreResult<()> {
    let row = SubmissionRow {
        id: new.id.clone(),
        reference: new.reference.to_string(),
        version: new.version,
        document: new.document.clone(),
        sha256: new.sha256.clone(),
        submitted_at: stored_instant(new.submitted_at),
        submitted_by: new.submitted_by.clone(),
        contacts_public: new.contacts_public,
        confirmed: stored_json(&new.confirmed)?,
        received_on: new.original.map(|original| original.received_on),
        received_how: new.original.map(|original| original.how.key().to_owned()),
    };
    diesel::insert_into(submissions::table).values(&row).execute(db)?;
    note_filing(db, new.reference)
}

/// All versions of a report, the first first.
pub fn list_submissions(db: &mut Db, reference: ReportReference) -> StoreResult<Vec<Submission>> {
    let versions = submissions::table.filter(submissions::reference.eq(reference.to_string()));
    let rows = versions.select(SubmissionRow::as_select()).order(submissions::version).load(db)?;
    rows.into_iter().map(|row| read_sorted(db, row, reference)).collect()
}

/// What lists of filings show of a submission: not its document.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// `CHE-COMPLIANCE-2027.1`.
    pub id: String,
    /// The report it is a version of.
    pub reference: ReportReference,
    /// From 1.
    pub version: i32,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// What it was filed from, where the secretariat filed it for the State.
    pub original: Option<Original>,
    /// When the first version of the report that stands came.
    first_at: DateTime<Utc>,
    /// What was done with it, in order.
    pub done: Vec<FilingAct>,
}

impl Filed {
    /// When the report counts as received: with its first version that stands, since a correction does not change
    /// the day of receipt (rule 4 of conduct).
    pub fn received_at(&self) -> DateTime<Utc> {
        self.first_at
    }

    /// When this version came.
    pub fn came_at(&self) -> DateTime<Utc> {
        Original::received_at(self.original, self.submitted_at)
    }
}

impl Filing for Filed {
    fn state(&self) -> FilingState {
        FilingState::of(self.done.iter().copied())
    }
}

/// What lists read of a row: key, reference, version, when, and how an original came.
type FiledRow = (String, String, i32, NaiveDateTime, Option<NaiveDate>, Option<String>);

/// Filings of the reports that a condition picks, by reference and version, with the acts. A macro, because
/// the type that diesel gives to a condition used twice takes longer to write than the query.
macro_rules! filed {
    ($db:expr, $condition:expr) => {{
        let rows: Vec<FiledRow> = submissions::table
            .inner_join(reports::table)
            .filter($condition)
            .select((
                submissions::id,
                submissions::reference,
                submissions::version,
                submissions::submitted_at,
                submissions::received_on,
                submissions::received_how,
            ))
            .order((submissions::reference, submissions::version))
            .load($db)?;
        let acts: Vec<(String, String)> = submission_acts::table
            .inner_join(submissions::table.inner_join(reports::table))
            .filter($condition)
            .select((submission_acts::submission_id, submission_acts::act))
            .order((submission_acts::done_at, submission_acts::id))
            .load($db)?;
        together(rows, acts)
    }};
}

/// Everything filed of a report.
pub fn list_filed_of(db: &mut Db, reference: ReportReference) -> StoreResult<Vec<Filed>> {
    filed!(db, reports::reference.eq(reference.to_string()))
}

/// Everything filed in a cycle.
pub fn list_filed_in(db: &mut Db, cycle: i32) -> StoreResult<Vec<Filed>> {
    filed!(db, reports::cycle.eq(cycle))
}

/// Everything filed by a State.
pub fn list_filed_by(db: &mut Db, iso3: &str) -> StoreResult<Vec<Filed>> {
    filed!(db, reports::iso3.eq(iso3))
}

/// The newest cycle of which something is published.
pub fn newest_published_cycle(db: &mut Db) -> StoreResult<Option<i32>> {
    let published = submission_acts::table
        .inner_join(submissions::table)
        .filter(submissions::reference.eq(reports::reference))
        .filter(submission_acts::act.eq(FilingAct::Published.key()))
        .select(submission_acts::id);
    let cycle = reports::table.filter(diesel::dsl::exists(published)).select(reports::cycle);
    Ok(cycle.order(reports::cycle.desc()).first(db).optional()?)
}

fn together(rows: Vec<FiledRow>, acts: Vec<(String, String)>) -> StoreResult<Vec<Filed>> {
    let mut done: BTreeMap<String, Vec<FilingAct>> = BTreeMap::new();
    for (id, act) in acts {
        let act = FilingAct::from_key(&act).ok_or_else(|| corrupt(&id, &"no such act"))?;
        done.entry(id).or_default().push(act);
    }
    let filed = |(id, reference, version, at, received_on, how): FiledRow| {
        let reference = reference.parse().map_err(|error| corrupt(&id, &error))?;
        let done = done.remove(&id).unwrap_or_default();
        let original = read_original(&id, received_on, how.as_deref())?;
        let submitted_at = at.and_utc();
        let first_at = Original::received_at(original, submitted_at);
        Ok(Filed { id, reference, version, submitted_at, original, first_at, done })
    };
    let mut all = rows.into_iter().map(filed).collect::<StoreResult<Vec<Filed>>>()?;
    let mut first: BTreeMap<ReportReference, DateTime<Utc>> = BTreeMap::new();
    for filed in all.iter().filter(|filed| filed.stands()) {
        let at = first.entry(filed.reference).or_insert(filed.first_at);
        *at = filed.first_at.min(*at);
    }
    for filed in &mut all {
        filed.first_at = first.get(&filed.reference).copied().unwrap_or(filed.first_at);
    }
    Ok(all)
}

/// A version of a report.
pub fn find_submission(db: &mut Db, id: &str, reference: ReportReference) -> StoreResult<Option<Submission>> {
    let row = submissions::table.find(id).select(SubmissionRow::as_select()).first(db).optional()?;
    row.map(|row| read_sorted(db, row, reference)).transpose()
}

/// The versions whose document has that hash, the first first: one that was taken back may have been filed again.
pub fn list_by_digest(db: &mut Db, sha256: &str) -> StoreResult<Vec<VersionReference>> {
    let own = submissions::table.filter(submissions::sha256.eq(sha256)).select(submissions::id);
    let ids: Vec<String> = own.order((submissions::reference, submissions::version)).load(db)?;
    ids.iter().map(|id| id.parse().map_err(|error| corrupt(id, &error))).collect()
}

/// All submissions of a State under any regime, the oldest cycle first.
pub fn list_submissions_of(db: &mut Db, iso3: &str) -> StoreResult<Vec<Submission>> {
    let rows = submissions::table
        .inner_join(reports::table)
        .filter(reports::iso3.eq(iso3))
        .select(SubmissionRow::as_select())
        .order((reports::cycle, submissions::reference, submissions::version))
        .load(db)?;
    let mut sorted = list_classifications_of(db, iso3)?;
    rows.into_iter()
        .map(|row| {
            let reference = row.reference.parse();
            let reference = reference.map_err(|error| corrupt(&row.id, &error))?;
            let classification = sorted.remove(&row.id);
            Ok(Submission { classification, ..read_submission(row, reference)? })
        })
        .collect()
}

fn corrupt(id: &str, why: &impl ToString) -> StoreError {
    StoreError::Corrupt { table: "submissions", id: id.to_owned(), why: why.to_string() }
}

/// The day and the way stand together or not at all.
fn read_original(id: &str, on: Option<NaiveDate>, how: Option<&str>) -> StoreResult<Option<Original>> {
    match (on, how.map(Way::from_key)) {
        (None, None) => Ok(None),
        (Some(received_on), Some(Some(how))) => Ok(Some(Original { received_on, how })),
        _ => Err(corrupt(id, &"no such original")),
    }
}

/// With what was found in its original; whatever was written here has its words in forms.
fn read_sorted(db: &mut Db, row: SubmissionRow, reference: ReportReference) -> StoreResult<Submission> {
    let submission = read_submission(row, reference)?;
    let classification = match submission.original {
        Some(_) => find_classification(db, &submission.id)?,
        None => None,
    };
    Ok(Submission { classification, ..submission })
}

fn read_submission(row: SubmissionRow, reference: ReportReference) -> StoreResult<Submission> {
    let confirmed = read_json(&row.confirmed).map_err(|why| corrupt(&row.id, &why))?;
    let original = read_original(&row.id, row.received_on, row.received_how.as_deref())?;
    Ok(Submission {
        id: row.id,
        reference,
        version: row.version,
        document: row.document,
        sha256: row.sha256,
        submitted_at: row.submitted_at.and_utc(),
        submitted_by: row.submitted_by,
        contacts_public: row.contacts_public,
        confirmed,
        original,
        classification: None,
    })
}

/// Notes what was done with a submission.
pub fn insert_act(
    db: &mut Db,
    submission_id: &str,
    act: FilingAct,
    by: &str,
    note: Option<&str>,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let row = ActRow {
        id: Uuid::now_v7().to_string(),
        submission_id: submission_id.to_owned(),
        act: act.key().to_owned(),
        done_at: stored_instant(at),
        done_by: by.to_owned(),
        note: note.map(str::to_owned),
    };
    diesel::insert_into(submission_acts::table).values(&row).execute(db)?;
    let of: VersionReference = submission_id.parse().map_err(|error| corrupt(submission_id, &error))?;
    note_filing(db, of.report)
}

/// What was done with a submission, in order.
pub fn list_acts(db: &mut Db, submission_id: &str) -> StoreResult<Vec<ActDone>> {
    let acts = submission_acts::table.filter(submission_acts::submission_id.eq(submission_id));
    let rows = acts.select(ActRow::as_select()).order((submission_acts::done_at, submission_acts::id)).load(db)?;
    rows.into_iter().map(read_act).collect()
}

/// What was done with each submission of a State, in order, by the key of the submission.
pub fn list_acts_of(db: &mut Db, iso3: &str) -> StoreResult<BTreeMap<String, Vec<ActDone>>> {
    let rows = submission_acts::table
        .inner_join(submissions::table.inner_join(reports::table))
        .filter(reports::iso3.eq(iso3))
        .select(ActRow::as_select())
        .order((submission_acts::done_at, submission_acts::id))
        .load(db)?;
    let mut done: BTreeMap<String, Vec<ActDone>> = BTreeMap::new();
    for row in rows {
        done.entry(row.submission_id.clone()).or_default().push(read_act(row)?);
    }
    Ok(done)
}

fn read_act(row: ActRow) -> StoreResult<ActDone> {
    let act = FilingAct::from_key(&row.act).ok_or_else(|| corrupt(&row.id, &"no such act"))?;
    Ok(ActDone { act, at: row.done_at.and_utc(), by: row.done_by, note: row.note })
}
