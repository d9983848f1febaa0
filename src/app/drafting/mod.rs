//! Writing a report: start it, read it, save one section at a time, check it as it stands.

mod checking;
mod saving;
mod starting;
mod taking_over;

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use checking::{CheckedDraft, Checks, Examined, examine};
pub(super) use saving::save_as_typed;
pub use saving::{Saved, Typed, save, save_each, save_unless_changed};
pub use starting::{
    Beginning, Earlier, Start, discard, earlier, first_due, is_initial, is_voluntary, may_be_unchanged, may_begin,
    start,
};

pub use taking_over::take_over;

use super::Edition;
use crate::domain::access::ForParty;
use crate::domain::draft::{Answers, NOTE_VERBALE, Section};
use crate::domain::regime::{FormSet, lies_in};
use crate::domain::report::{FormState, Report, ReportReference, read};
use crate::store::attachments::Attached;
use crate::store::drafts::{Draft, StoredSection, find_draft};
use crate::store::submissions::Submission;
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
    /// The draft answers other forms than the portal goes by for its cycle; it is taken over first.
    #[error("the draft answers other forms")]
    OtherForms,
    /// With what was typed the draft would be more than a report file can hold.
    #[error("more text than a report can hold")]
    TooMuch,
    /// Something was filed or recalled since the page was shown.
    #[error("what is filed has changed")]
    Changed,
    /// The cycle of the report is still to open, and nothing stands that could be corrected.
    #[error("the cycle is not open")]
    NotOpen,
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
    /// Texts, by their fields, for which the forms that hold by now have no place; nothing where it answers those.
    pub left_over: Option<BTreeMap<String, String>>,
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

    /// Whether anybody has saved a section since the draft was started, with whatever it was started with.
    pub fn is_touched(&self, section: &Section) -> bool {
        let stored = self.sections.get(section);
        stored.is_some_and(|stored| stored.revision > 1 || stored.saved_at > self.draft.started_at)
    }

    /// Whether the summary sheet says of any form that it changed.
    pub(super) fn has_changed_forms(&self) -> bool {
        let is_changed = |(section, stored): (&Section, &StoredSection)| match section {
            Section::Form(letter) => {
                let state = stored.answers.get(&format!("summary.{letter}.state"));
                state.is_some_and(|word| word == FormState::Changed.word())
            }
            _ => false,
        };
        self.sections.iter().any(is_changed)
    }

    /// A digest of all that is submitted with the draft: it is another as soon as anybody changes anything.
    pub fn digest(&self) -> String {
        self.digest_with(&json!(self.revision(&Section::Cover)))
    }

    /// A digest of what is cleared: all but the note verbale, which whoever submits gives afterwards.
    pub fn cleared_digest(&self) -> String {
        let mut cover = self.answers(&Section::Cover);
        cover.retain(|name, _| !lies_in(name, NOTE_VERBALE));
        self.digest_with(&json!(cover))
    }

    fn digest_with(&self, cover: &Value) -> String {
        let others = self.sections.iter().filter(|(section, _)| **section != Section::Cover);
        let revisions: BTreeMap<_, _> =
            others.map(|(section, stored)| (section.to_string(), stored.revision)).collect();
        let documents: Vec<_> = self.attached.iter().map(|attached| &attached.id).collect();
        let all = json!([self.draft.id, self.draft.kind.word(), self.draft.form_set, cover, revisions, documents]);
        HEXLOWER.encode(&Sha256::digest(all.to_string()))
    }
}

/// The report that a State may write: never another State's.
pub(in crate::app) fn own(leave: ForParty, reference: ReportReference) -> Result<ReportReference, DraftingError> {
    if leave.party() == reference.party { Ok(reference) } else { Err(DraftingError::NotFound) }
}

/// The form set that the report answers.
pub fn form_set(edition: &Edition, reference: ReportReference) -> Result<&FormSet, DraftingError> {
    let set = edition.books.form_sets.for_cycle(reference.regime, reference.cycle);
    set.ok_or(DraftingError::NoForms)
}

/// The open draft of a State's report as it stands, whatever is in it.
pub fn find_open(store: &Store, leave: ForParty, reference: ReportReference) -> Result<Draft, DraftingError> {
    let reference = own(leave, reference)?;
    store.read(|db| find_draft(db, reference))?.ok_or(DraftingError::NotFound)
}

/// A submission as a report, with what the secretariat has sorted of it.
pub fn read_submission(edition: &Edition, submission: &Submission) -> StoreResult<Report> {
    let books = &edition.books;
    let report = read(submission.document.as_bytes(), &books.form_sets, &books.obligations).map_err(|faults| {
        let why = faults.first().map(ToString::to_string).unwrap_or_default();
        StoreError::Corrupt { table: "submissions", id: submission.id.clone(), why }
    })?;
    Ok(Report { classification: submission.classification.clone(), ..report })
}

/// The key of the draft that is open; where a form showed another, it is not meant for this one.
pub(in crate::app) fn key_of_open(
    db: &mut Db,
    reference: ReportReference,
    shown: Option<&str>,
) -> Result<String, DraftingError> {
    Ok(open_draft(db, reference, shown)?.id)
}

/// The same where something is written into its fields: a draft that answers other forms has other fields.
pub(in crate::app) fn key_of_answering(
    db: &mut Db,
    reference: ReportReference,
    shown: Option<&str>,
    set: &FormSet,
) -> Result<String, DraftingError> {
    let draft = open_draft(db, reference, shown)?;
    if draft.form_set == set.name() { Ok(draft.id) } else { Err(DraftingError::OtherForms) }
}

fn open_draft(db: &mut Db, reference: ReportReference, shown: Option<&str>) -> Result<Draft, DraftingError> {
    match (find_draft(db, reference)?, shown) {
        (Some(draft), Some(shown)) if draft.id != shown => Err(DraftingError::Ended),
        (Some(draft), _) => Ok(draft),
        (None, Some(_)) => Err(DraftingError::Ended),
        (None, None) => Err(DraftingError::NotFound),
    }
}
