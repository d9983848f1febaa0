//! Writing a report: start it, read it, save one section at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::Edition;
use crate::domain::access::ForParty;
use crate::domain::calendar::ReportKind;
use crate::domain::draft::{Answers, Clash, Composed, Section, carry_over, changes, compose, merge};
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, Report, ReportReference, read};
use crate::domain::validation::{Checked, Observations, Records, check};
use crate::store::attachments::{self, Attached};
use crate::store::drafts::{self, Draft, StoredSection};
use crate::store::submissions::{Submission, list_submissions_of};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Why a draft cannot be worked on as asked.
#[derive(Debug, thiserror::Error)]
pub enum DraftingError {
    /// No draft of the report is open, or it is another State's.
    #[error("no such draft")]
    NotFound,
    /// No forms hold for the report's regime and cycle.
    #[error("no forms for this report")]
    NoForms,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A draft with everything typed so far.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    /// The draft itself.
    pub draft: Draft,
    /// Its sections by name.
    pub sections: BTreeMap<Section, StoredSection>,
    /// Documents that come with it.
    pub attached: Vec<Attached>,
}

impl OpenDraft {
    /// What was typed into a section.
    pub fn answers(&self, section: &Section) -> Answers {
        self.sections.get(section).map(|stored| stored.answers.clone()).unwrap_or_default()
    }

    /// The revision of a section; 0 if it was never saved.
    pub fn revision(&self, section: &Section) -> i64 {
        self.sections.get(section).map_or(0, |stored| stored.revision)
    }
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// Everything typed is stored.
    All,
    /// Somebody else changed the same fields meanwhile: everything else is stored, of these the choice is open.
    Clashes {
        /// The fields, each with both texts.
        clashes: Vec<Clash>,
        /// The revision to choose against.
        revision: i64,
        /// Who saved last: the key of a person.
        by: String,
    },
}

/// The report that a State may write: never another State's.
pub(super) fn own(leave: ForParty, reference: ReportReference) -> Result<ReportReference, DraftingError> {
    if leave.party() == reference.party { Ok(reference) } else { Err(DraftingError::NotFound) }
}

/// The form set that the report answers.
pub fn form_set(edition: &Edition, reference: ReportReference) -> Result<&FormSet, DraftingError> {
    let set = edition.books.form_sets.for_cycle(reference.regime, reference.cycle);
    set.ok_or(DraftingError::NoForms)
}

/// Starts a draft of the report unless one is open, from the newest earlier report held here where
/// that is wanted; a report that was submitted before becomes a correction.
pub fn start(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    carry: bool,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?.clone();
    let filed = filed_by(store, edition, leave)?;
    let stands = filed.iter().any(|report| is_of(report, reference));
    let kind = if stands { FilingKind::Correction } else { first_kind(edition, reference) };
    let earlier = earlier(&filed, reference).filter(|_| carry);
    // A correction is of the same report and keeps its documents; a new report names its own.
    let documents = earlier.filter(|earlier| is_of(earlier, reference)).map(super::attaching::documents);
    let documents = documents.unwrap_or_default();
    let sections = match earlier {
        Some(earlier) => match edition.books.form_sets.for_cycle(earlier.regime, earlier.cycle) {
            Some(earlier_set) => carry_over(earlier, earlier_set, &set, &edition.books.obligations),
            None => BTreeMap::new(),
        },
        None => BTreeMap::new(),
    };
    let by = by.to_owned();
    store.write(move |db| -> StoreResult<()> {
        drafts::open_report(db, reference, now)?;
        if drafts::find_draft(db, reference)?.is_some() {
            return Ok(());
        }
        let id = drafts::insert_draft(db, reference, kind, &set.name(), &by, now)?;
        for (section, answers) in sections.iter().filter(|(_, answers)| !answers.is_empty()) {
            drafts::save_section(db, &id, section, 0, answers, &by, now)?;
            drafts::insert_changes(db, &id, section, 1, &changes(&Answers::new(), answers), &by, now)?;
        }
        super::attaching::attach_again(db, &id, &documents, &by, now)
    })?;
    Ok(())
}

fn is_of(report: &Report, reference: ReportReference) -> bool {
    (report.party, report.regime, report.cycle) == (reference.party, reference.regime, reference.cycle)
}

/// A State that the instrument does not bind on the day reports voluntarily.
fn first_kind(edition: &Edition, reference: ReportReference) -> FilingKind {
    let asked = crate::domain::calendar::due(&edition.register, &edition.rules, reference.party, reference.cycle);
    let asked = asked.iter().map(|asked| asked.report()).find(|report| report.regime == reference.regime);
    match asked.map(|report| report.kind) {
        Some(ReportKind::Initial) => FilingKind::Initial,
        Some(ReportKind::Annual) => FilingKind::Annual,
        None => FilingKind::Voluntary,
    }
}

/// The latest filing of the newest cycle up to the report's own: what a correction or the next report starts from.
fn earlier(filed: &[Report], reference: ReportReference) -> Option<&Report> {
    let of_regime = filed.iter().filter(|report| report.regime == reference.regime && report.cycle <= reference.cycle);
    of_regime.max_by_key(|report| (report.cycle, report.turn()))
}

/// The cycle of the report that a draft would start from.
pub fn earlier_cycle(filed: &[Report], reference: ReportReference) -> Option<i32> {
    earlier(filed, reference).map(|report| report.cycle.year())
}

/// The open draft of a State's report.
pub fn open(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
) -> Result<OpenDraft, DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?;
    let found = store.snapshot(|db| load(db, reference, set))?;
    found.ok_or(DraftingError::NotFound)
}

fn load(db: &mut Db, reference: ReportReference, set: &FormSet) -> StoreResult<Option<OpenDraft>> {
    let Some(draft) = drafts::find_draft(db, reference)? else { return Ok(None) };
    let sections = drafts::list_sections(db, &draft.id, set)?;
    let sections = sections.into_iter().map(|stored| (stored.section.clone(), stored)).collect();
    let attached = attachments::list_attachments(db, &draft.id)?;
    Ok(Some(OpenDraft { draft, sections, attached }))
}

/// What somebody typed into a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Which section.
    pub section: Section,
    /// The revision that the form showed.
    pub revision: i64,
    /// Texts by field; fields that were not posted stay as they are.
    pub answers: Answers,
    /// By whom: the key of a person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Saves what was typed. Where somebody else changed the same fields since the form was shown,
/// nothing of theirs is overwritten.
pub fn save(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    typed: Typed,
) -> Result<Saved, DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?.clone();
    let saved = store.write(move |db| -> Result<Option<Saved>, StoreError> {
        let Some(draft) = drafts::find_draft(db, reference)? else { return Ok(None) };
        save_in(db, &draft.id, &set, &typed).map(Some)
    })?;
    saved.ok_or(DraftingError::NotFound)
}

fn save_in(db: &mut Db, draft_id: &str, set: &FormSet, typed: &Typed) -> Result<Saved, StoreError> {
    let section = &typed.section;
    let stored = drafts::find_section(db, draft_id, section, set)?;
    let before = stored.as_ref().map(|stored| stored.answers.clone()).unwrap_or_default();
    let mut revision = stored.as_ref().map_or(0, |stored| stored.revision);
    let base = match &stored {
        Some(stored) if typed.revision < revision => drafts::answers_at(db, draft_id, stored, typed.revision)?,
        _ => before.clone(),
    };
    let (merged, clashes) = merge(&base, &before, &typed.answers);
    let changed = changes(&before, &merged);
    if !changed.is_empty() {
        drafts::save_section(db, draft_id, section, revision, &merged, &typed.by, typed.at)?;
        revision += 1;
        drafts::insert_changes(db, draft_id, section, revision, &changed, &typed.by, typed.at)?;
    }
    if clashes.is_empty() {
        return Ok(Saved::All);
    }
    let by = stored.map(|stored| stored.saved_by).unwrap_or_default();
    Ok(Saved::Clashes { clashes, revision, by })
}

/// Every report that a State has filed, the oldest cycle first.
pub fn filed_by(store: &Store, edition: &Edition, leave: ForParty) -> Result<Vec<Report>, DraftingError> {
    let party = leave.party().to_string();
    let submissions = store.read(|db| list_submissions_of(db, &party))?;
    Ok(read_all(edition, &submissions)?)
}

/// Submissions as reports.
pub(super) fn read_all(edition: &Edition, submissions: &[Submission]) -> StoreResult<Vec<Report>> {
    submissions.iter().map(|submission| read_submission(edition, submission)).collect()
}

/// A submission as a report.
pub fn read_submission(edition: &Edition, submission: &Submission) -> StoreResult<Report> {
    let books = &edition.books;
    read(submission.document.as_bytes(), &books.form_sets, &books.obligations).map_err(|faults| {
        let why = faults.first().map(ToString::to_string).unwrap_or_default();
        StoreError::Corrupt { table: "submissions", id: submission.id.clone(), why }
    })
}

/// The draft as a report file, dated on the day.
pub fn composed(edition: &Edition, open: &OpenDraft, set: &FormSet, today: NaiveDate) -> Composed {
    let reference = open.draft.reference;
    let mut head: Value = json!({
        "party": reference.party.as_str(),
        "regime": reference.regime.as_str(),
        "cycle": reference.cycle.year(),
        "kind": open.draft.kind.word(),
        "form_set": open.draft.form_set,
        "submitted_on": today.to_string(),
    });
    if let (Some(members), false) = (head.as_object_mut(), open.attached.is_empty()) {
        let named = open.attached.iter().map(|attached| super::attaching::named(&attached.document));
        members.insert("attachments".into(), named.collect());
    }
    let sections = open.sections.iter().map(|(section, stored)| (section, &stored.answers));
    compose(&head, sections, set, &edition.books.obligations, today)
}

/// A draft as far as it is a report, with what the rules say about it.
#[derive(Debug, Clone)]
pub struct CheckedDraft {
    /// The report it would be.
    pub report: Report,
    /// The file, and what could not be taken over.
    pub composed: Composed,
    /// Findings and checklist.
    pub checked: Checked,
}

impl CheckedDraft {
    /// Whether it can be submitted.
    pub fn can_be_submitted(&self) -> bool {
        self.composed.untaken.is_empty() && !self.checked.has_errors()
    }
}

/// Checks a draft beside what the State has filed.
pub fn check_draft(
    edition: &Edition,
    open: &OpenDraft,
    filed: &[Report],
    today: NaiveDate,
) -> Result<CheckedDraft, DraftingError> {
    let set = form_set(edition, open.draft.reference)?;
    let composed = composed(edition, open, set, today);
    let bytes = serde_json::to_vec(&composed.document).map_err(|error| StoreError::Refused(error.to_string()))?;
    let report = read(&bytes, &edition.books.form_sets, &edition.books.obligations).map_err(|faults| {
        let why = faults.first().map(ToString::to_string).unwrap_or_default();
        StoreError::Corrupt { table: "drafts", id: open.draft.id.clone(), why }
    })?;
    let history: Vec<&Report> = filed.iter().collect();
    let seen = Observations {
        account: Some(open.draft.reference.party),
        // Until the records of the regime are said to be whole, no report counts as missing.
        records: Records::Unset,
        attachments: super::attaching::seen(open.attached.iter().map(|attached| &attached.document)),
        ..Observations::default()
    };
    let checked = check(edition.reference(), &report, &history, &seen, today);
    Ok(CheckedDraft { report, composed, checked })
}
