//! The note verbale on the page of submitting: a mission sends the report under a note of its own, and writes nothing
//! else of it. What is given here stands on the cover, saved as the cover itself is.

use actix_web::web::Data;

use super::check::FindingView;
use super::inputs::Asking;
use super::name_of;
use super::places::{anchor, path};
use super::question::{Question, Remarks};
use super::saving::{of_length, typed};
use super::section::remark;
use crate::app::Edition;
use crate::app::drafting::{self, DraftingError, Examined, OpenDraft, Saved, Typed};
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Answers, FieldName, NOTE_VERBALE, Section, fields_of};
use crate::domain::regime::{FormSet, lies_in};
use crate::domain::report::ReportReference;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::posted::Posted;
use crate::web::session::{AtDesk, blocking};

/// The question about the note, as the page asks it.
pub(super) struct NoteView {
    pub(super) question: Question,
    /// Of the cover, whose part it is.
    pub(super) revision: i64,
}

/// What was typed about the note and is not stored, and why.
#[derive(Default)]
pub(super) struct Typing {
    answers: Answers,
    revision: Option<i64>,
    remarks: Remarks,
}

/// What became of the note that came with the form.
pub(super) enum Given {
    /// It says what stands, or nothing came.
    Same,
    /// It is on the cover now.
    Saved,
    /// It is longer than it can be.
    TooLong(Typing),
    /// Somebody of this name gave another meanwhile.
    Clashes(Typing, String),
}

fn fields(set: &FormSet, obligations: &Obligations) -> Vec<FieldName> {
    let mut fields = fields_of(&Section::Cover, set, obligations);
    fields.retain(|field| lies_in(&field.name, NOTE_VERBALE));
    fields
}

impl Typing {
    /// What the form holds of it.
    pub(super) fn read(site: &Site, reference: ReportReference, posted: &Posted) -> Result<Self, PageError> {
        let edition = site.portal.edition();
        let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
        let (answers, too_long) = typed(&fields(set, &edition.books.obligations), posted)?;
        if answers.is_empty() {
            return Ok(Self::default());
        }
        let revision = posted.one("revision")?.parse().map_err(|_other| PageError::OddForm)?;
        Ok(Self { answers, revision: Some(revision), remarks: of_length(site.text, too_long) })
    }

    fn says_as(&self, open: &OpenDraft) -> bool {
        let stands = open.answers(&Section::Cover);
        self.answers.iter().all(|(field, text)| stands.get(field).map_or("", String::as_str) == text)
    }

    /// Saves it into the cover, and nothing else; of a draft that is there no more, what is submitted tells.
    pub(super) async fn give(
        self,
        site: &Data<Site>,
        at: &AtDesk,
        reference: ReportReference,
        draft: Option<String>,
    ) -> Result<Given, PageError> {
        let Some(revision) = self.revision else { return Ok(Given::Same) };
        if !self.remarks.faults.is_empty() {
            return Ok(Given::TooLong(self));
        }
        let (leave, edition) = (at.leave, site.portal.edition());
        let (by, now) = (at.by.person.id.clone(), site.portal.clock().now());
        let outcome = blocking(site, move |store| {
            match drafting::examine(store, &edition, leave, reference, draft.as_deref()) {
                Err(DraftingError::NotFound | DraftingError::Ended) => return Ok(Given::Same),
                Ok(Examined { open, .. }) if self.says_as(&open) => return Ok(Given::Same),
                Ok(_) => {}
                Err(error) => return Err(error),
            }
            let answers = self.answers.clone();
            let typed = Typed { draft, section: Section::Cover, revision, answers, by, at: now };
            Ok(match drafting::save(store, &edition, leave, reference, typed)? {
                Saved::All => Given::Saved,
                Saved::Clashes { clashes, revision, by } => {
                    let remarks = Remarks { clashes, ..Remarks::default() };
                    Given::Clashes(Self { revision: Some(revision), remarks, ..self }, name_of(store, &by)?)
                }
            })
        });
        outcome.await
    }
}

impl NoteView {
    /// Asks for it where the cover does not say it as it should, and a mission always: it may write nowhere else.
    pub(super) fn of(
        t: &'static Text,
        edition: &Edition,
        set: &FormSet,
        at: &AtDesk,
        Examined { open, checked, .. }: &Examined,
        typing: Typing,
    ) -> Option<Self> {
        let obligations = &edition.books.obligations;
        let mut answers = open.answers(&Section::Cover);
        let is_blank =
            fields(set, obligations).iter().all(|field| answers.get(&field.name).is_none_or(String::is_empty));
        let mut remarks = typing.remarks;
        remark(t, edition, set, &Section::Cover, checked, &mut remarks);
        let is_asked = remarks.faults.keys().chain(remarks.hints.keys()).any(|place| lies_in(place, NOTE_VERBALE));
        if !(at.leave.is_mission() || is_blank || is_asked || !typing.answers.is_empty()) {
            return None;
        }
        answers.extend(typing.answers);
        let asking = Asking {
            t,
            set,
            obligations,
            answers: &answers,
            remarks: &remarks,
            add: None,
            earlier: None,
            is_first: false,
            is_initial: false,
            asks_why: false,
        };
        let question = asking.questions(&Section::Cover).into_iter().find(|question| question.place == NOTE_VERBALE)?;
        Some(Self { question, revision: typing.revision.unwrap_or_else(|| open.revision(&Section::Cover)) })
    }
}

/// Where a page that asks for the note asks for it.
pub(super) fn place_of_note() -> String {
    format!("#{}", anchor(NOTE_VERBALE))
}

/// Has nothing that is found lead to a field, but to the note on that page: whoever gives the note may change nothing else.
pub(super) fn lead_to_note_only<'f>(findings: impl Iterator<Item = &'f mut FindingView>, address: &str, page: &str) {
    let note = format!("{page}{}", place_of_note());
    for finding in findings {
        lead_to_note(std::iter::once(&mut *finding), address, page);
        if !finding.address.starts_with(&note) {
            finding.address.clear();
            if !finding.is_named {
                finding.field.clear();
            }
        }
    }
}

/// Has what is found about the note lead to where it can be given: to `page`, where that of the report is `address`.
pub(super) fn lead_to_note<'f>(findings: impl Iterator<Item = &'f mut FindingView>, address: &str, page: &str) {
    let cover = format!("{address}/{}{}", path(&Section::Cover), place_of_note());
    for finding in findings {
        if let Some(field) = finding.address.strip_prefix(&cover) {
            finding.address = format!("{page}{}{field}", place_of_note());
        }
    }
}
