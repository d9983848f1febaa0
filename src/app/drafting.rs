//! Writing a report: start it, read it, save one section at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::Edition;
use super::known::{Known, known_of};
use crate::domain::access::ForParty;
use crate::domain::calendar::{Cycle, ReportKind};
use crate::domain::draft::{
    Answers, Clash, Composed, Section, carry_over, changes, compose, merge, reopened, unchanged_since,
};
use crate::domain::filing::FilingState;
use crate::domain::history::HistoricReport;
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, FormState, Report, ReportReference, read};
use crate::domain::validation::{Checked, Observations, check};
use crate::store::attachments::{self, Attached};
use crate::store::drafts::{self, Draft, StoredSection};
use crate::store::submissions::{Submission, list_filed_of};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Why a draft cannot be worked on as asked.
#[derive(Debug, thiserror::Error)]
pub enum DraftingError {
    /// No draft of the report is open, or it is another State's.
    #[error("no such draft")]
    NotFound,
    /// The draft that the page showed has ended; another may be open by now.
    #[error("the draft has ended")]
    Ended,
    /// Something was filed or recalled since the page was shown.
    #[error("what is filed has changed")]
    Changed,
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

/// How a draft begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// With blank forms.
    Blank,
    /// From the newest report of an earlier cycle.
    CarriedOver,
    /// From what was filed for the cycle, to put it right.
    Correction,
    /// From what was filed for the cycle, to add what is new.
    Update,
}

/// A beginning as somebody chose it on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// How.
    pub how: Beginning,
    /// The key of the draft that the page showed; nothing stands for whichever is open.
    pub draft: Option<String>,
    /// The key of the filing that stood when the page was shown, empty where none did; nothing where the page does
    /// not say.
    pub filed: Option<String>,
    /// By whom: the key of a person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Starts a draft of the report. Where one is open that corrects or updates a filing, it becomes the one or the other.
pub fn start(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    start: Start,
) -> Result<(), DraftingError> {
    let (reference, how) = (own(leave, reference)?, start.how);
    let set = form_set(edition, reference)?.clone();
    let known = known_of(store, edition, reference.party, reference.regime)?;
    let standing = known.standing(reference);
    let kind = match (standing, how) {
        (None, _) => first_kind(edition, reference),
        (Some(_), Beginning::Update) => FilingKind::Update,
        (Some(_), _) => FilingKind::Correction,
    };
    // A correction is of the same report and keeps its documents; a new report names its own.
    let documents = standing.filter(|_| how != Beginning::Blank).map(super::attaching::documents).unwrap_or_default();
    let books = &edition.books;
    let sections = match (how, standing, earlier(&known, reference)) {
        (Beginning::Blank, _, _) | (_, None, None) => BTreeMap::new(),
        (_, Some(standing), _) => reopened(standing, &set, &books.obligations),
        (_, None, Some(Earlier::Listed(listed))) => unchanged_since(listed, &books.form_sets, &set),
        (_, None, Some(Earlier::Held(held))) => match books.form_sets.for_cycle(held.regime, held.cycle) {
            Some(earlier_set) => carry_over(held, earlier_set, &set, &books.obligations),
            None => BTreeMap::new(),
        },
    };
    let is_chosen = standing.is_some() && matches!(how, Beginning::Correction | Beginning::Update);
    store.write(move |db| {
        let (by, now) = (start.by.as_str(), start.at);
        drafts::open_report(db, reference, now)?;
        match key_of_open(db, reference, start.draft.as_deref()) {
            // Who would start a draft does not change one that somebody else started meanwhile.
            Ok(draft) if is_chosen && start.filed.is_none() => return Ok(drafts::set_kind(db, &draft, kind)?),
            Ok(_) => return Ok(()),
            Err(DraftingError::NotFound) => {}
            Err(error) => return Err(error),
        }
        let standing = key_of_standing(db, reference)?.unwrap_or_default();
        if start.filed.as_ref().is_some_and(|shown| *shown != standing) {
            return Err(DraftingError::Changed);
        }
        let id = drafts::insert_draft(db, reference, kind, &set.name(), by, now)?;
        for (section, answers) in sections.iter().filter(|(_, answers)| !answers.is_empty()) {
            drafts::save_section(db, &id, section, 0, answers, by, now)?;
            drafts::insert_changes(db, &id, section, 1, &changes(&Answers::new(), answers), by, now)?;
        }
        Ok(super::attaching::attach_again(db, &id, &documents, by, now)?)
    })
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

/// What a draft can start from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Earlier<'k> {
    /// A report whose words are held here.
    Held(&'k Report),
    /// A report that a list from before the portal names, with the forms that held an answer.
    Listed(&'k HistoricReport),
}

impl Earlier<'_> {
    /// Its cycle.
    pub fn cycle(self) -> Cycle {
        match self {
            Self::Held(report) => report.cycle,
            Self::Listed(listed) => listed.cycle,
        }
    }
}

/// What the next report would start from: the newest there is, and of two for one cycle the one with its words.
pub fn earlier(known: &Known, reference: ReportReference) -> Option<Earlier<'_>> {
    match (known.earlier(reference), known.listed(reference)) {
        (Some(held), Some(listed)) if listed.cycle > held.cycle => Some(Earlier::Listed(listed)),
        (Some(held), _) => Some(Earlier::Held(held)),
        (None, listed) => listed.map(Earlier::Listed),
    }
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
    let found = store.snapshot(|db| Ok((load(db, reference, set)?, key_of_standing(db, reference)?.is_some())))?;
    let (Some(mut open), has_standing) = found else { return Err(DraftingError::NotFound) };
    // What was filed may have been recalled since the draft was started, or have come in by another way.
    let is_further = matches!(open.draft.kind, FilingKind::Correction | FilingKind::Update);
    open.draft.kind = match (has_standing, is_further) {
        (true, false) => FilingKind::Correction,
        (false, true) => first_kind(edition, reference),
        _ => open.draft.kind,
    };
    Ok(open)
}

/// The same for a page that showed a draft, by its key: no other is meant.
pub fn open_as_shown(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    shown: Option<&str>,
) -> Result<OpenDraft, DraftingError> {
    match (open(store, edition, leave, reference), shown) {
        (Ok(open), Some(shown)) if open.draft.id != shown => Err(DraftingError::Ended),
        (Err(DraftingError::NotFound), Some(_)) => Err(DraftingError::Ended),
        (found, _) => found,
    }
}

/// The key of the draft that is open; where a form showed another, it is not meant for this one.
pub(super) fn key_of_open(
    db: &mut Db,
    reference: ReportReference,
    shown: Option<&str>,
) -> Result<String, DraftingError> {
    match (drafts::find_draft(db, reference)?, shown) {
        (Some(draft), Some(shown)) if draft.id != shown => Err(DraftingError::Ended),
        (Some(draft), _) => Ok(draft.id),
        (None, Some(_)) => Err(DraftingError::Ended),
        (None, None) => Err(DraftingError::NotFound),
    }
}

/// The key of the filing of the report that stands: the last that was not recalled.
fn key_of_standing(db: &mut Db, reference: ReportReference) -> StoreResult<Option<String>> {
    let filed = list_filed_of(db, reference)?.into_iter();
    let standing = filed.filter(|filed| FilingState::of(&filed.done) != FilingState::Recalled);
    Ok(standing.max_by_key(|filed| filed.version).map(|filed| filed.id))
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
    /// The key of the draft that the form showed; nothing stands for whichever is open.
    pub draft: Option<String>,
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
    store.write(move |db| {
        let draft_id = key_of_open(db, reference, typed.draft.as_deref())?;
        Ok(save_in(db, &draft_id, &set, &typed)?)
    })
}

/// Saves what was typed into several sections, all at one moment; gives what became of each, in their order.
pub fn save_each(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    typed: Vec<Typed>,
) -> Result<Vec<Saved>, DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?.clone();
    store.write(move |db| {
        let each = typed.iter().map(|typed| {
            let draft_id = key_of_open(db, reference, typed.draft.as_deref())?;
            Ok(save_in(db, &draft_id, &set, typed)?)
        });
        each.collect()
    })
}

/// Saves what was typed if that is all there is: where somebody else has changed any of the posted fields since
/// the form was shown, nothing is saved and nothing is given. Otherwise gives the revision that now stands.
pub fn save_unless_changed(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    typed: Typed,
) -> Result<Option<i64>, DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?.clone();
    store.write(move |db| {
        let draft_id = key_of_open(db, reference, typed.draft.as_deref())?;
        let merging = Merging::of(db, &draft_id, &set, &typed)?;
        let text = |answers: &Answers, field: &str| answers.get(field).cloned().unwrap_or_default();
        let is_as_typed = typed.answers.iter().all(|(field, mine)| text(&merging.merged, field) == *mine);
        if is_as_typed { Ok(Some(merging.store(db, &draft_id, &typed)?)) } else { Ok(None) }
    })
}

fn save_in(db: &mut Db, draft_id: &str, set: &FormSet, typed: &Typed) -> Result<Saved, StoreError> {
    let merging = Merging::of(db, draft_id, set, typed)?;
    let revision = merging.store(db, draft_id, typed)?;
    if merging.clashes.is_empty() {
        return Ok(Saved::All);
    }
    let by = merging.stored.map(|stored| stored.saved_by).unwrap_or_default();
    Ok(Saved::Clashes { clashes: merging.clashes, revision, by })
}

/// What was typed, beside what is stored by now.
struct Merging {
    stored: Option<StoredSection>,
    merged: Answers,
    clashes: Vec<Clash>,
}

impl Merging {
    fn of(db: &mut Db, draft_id: &str, set: &FormSet, typed: &Typed) -> StoreResult<Self> {
        let stored = drafts::find_section(db, draft_id, &typed.section, set)?;
        let before = stored.as_ref().map(|stored| stored.answers.clone()).unwrap_or_default();
        let base = match &stored {
            Some(stored) if typed.revision < stored.revision => {
                drafts::answers_at(db, draft_id, stored, typed.revision)?
            }
            // No page of this draft showed it: nothing is known of what stood there.
            Some(stored) if typed.revision > stored.revision => Answers::new(),
            _ => before.clone(),
        };
        let (merged, clashes) = merge(&base, &before, &typed.answers);
        Ok(Self { stored, merged, clashes })
    }

    /// Stores what differs; gives the revision that stands then.
    fn store(&self, db: &mut Db, draft_id: &str, typed: &Typed) -> StoreResult<i64> {
        let before = self.stored.as_ref().map(|stored| stored.answers.clone()).unwrap_or_default();
        let revision = self.stored.as_ref().map_or(0, |stored| stored.revision);
        let merged = touched(&typed.section, &before, self.merged.clone());
        let changed = changes(&before, &merged);
        if changed.is_empty() {
            return Ok(revision);
        }
        drafts::save_section(db, draft_id, &typed.section, revision, &merged, &typed.by, typed.at)?;
        drafts::insert_changes(db, draft_id, &typed.section, revision + 1, &changed, &typed.by, typed.at)?;
        Ok(revision + 1)
    }
}

/// A form that was unchanged, and whose words now change, is changed: *unchanged since* is for forms that nobody
/// has touched. Whoever means it all the same chooses it again; then no word changes with the choice.
fn touched(section: &Section, before: &Answers, mut merged: Answers) -> Answers {
    let Section::Form(letter) = section else { return merged };
    let (state, line) = (format!("summary.{letter}.state"), format!("summary.{letter}."));
    let is_unchanged = |answers: &Answers| answers.get(&state).is_some_and(|own| own == FormState::Unchanged.word());
    let words = |answers: &Answers| -> Answers {
        let words = answers.iter().filter(|(field, text)| !field.starts_with(&line) && !text.is_empty());
        words.map(|(field, text)| (field.clone(), text.clone())).collect()
    };
    if is_unchanged(before) && is_unchanged(&merged) && words(before) != words(&merged) {
        merged.insert(state, FormState::Changed.word().to_owned());
    }
    merged
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
    known: &Known,
    today: NaiveDate,
) -> Result<CheckedDraft, DraftingError> {
    let set = form_set(edition, open.draft.reference)?;
    let composed = composed(edition, open, set, today);
    let bytes = serde_json::to_vec(&composed.document).map_err(|error| StoreError::Refused(error.to_string()))?;
    let report = read(&bytes, &edition.books.form_sets, &edition.books.obligations).map_err(|faults| {
        let why = faults.first().map(ToString::to_string).unwrap_or_default();
        StoreError::Corrupt { table: "drafts", id: open.draft.id.clone(), why }
    })?;
    let seen = Observations {
        account: Some(open.draft.reference.party),
        attachments: super::attaching::seen(open.attached.iter().map(|attached| &attached.document)),
        ..known.observations()
    };
    let checked = check(edition.reference(), &report, &known.reports(), &seen, today);
    Ok(CheckedDraft { report, composed, checked })
}
