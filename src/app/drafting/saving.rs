//! Saving what was typed, so that nobody's words are overwritten unseen.

use chrono::{DateTime, Utc};

use super::super::known::knows_earlier;
use super::{DraftingError, form_set, key_of_answering, own};
use crate::app::Edition;
use crate::domain::access::ForParty;
use crate::domain::draft::{Answers, Clash, DRAFT_BYTES, Section, bytes_of, changes, merge};
use crate::domain::filing::Filing;
use crate::domain::report::{FormState, ReportReference};
use crate::store::drafts::{self, StoredSection};
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::submissions::list_filed_by;
use crate::store::{Db, Store, StoreResult, draft_changes};

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
        let draft_id = key_of_answering(db, reference, typed.draft.as_deref(), &set)?;
        save_in(db, (&draft_id, reference), &typed)
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
            let draft_id = key_of_answering(db, reference, typed.draft.as_deref(), &set)?;
            save_in(db, (&draft_id, reference), typed)
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
        let draft_id = key_of_answering(db, reference, typed.draft.as_deref(), &set)?;
        save_as_typed(db, (&draft_id, reference), &typed)
    })
}

/// The same within a transaction that writes more.
pub(in crate::app) fn save_as_typed(
    db: &mut Db,
    (draft_id, reference): (&str, ReportReference),
    typed: &Typed,
) -> Result<Option<i64>, DraftingError> {
    let merging = Merging::of(db, draft_id, typed)?;
    let text = |answers: &Answers, field: &str| answers.get(field).cloned().unwrap_or_default();
    let is_as_typed = typed.answers.iter().all(|(field, mine)| text(&merging.merged, field) == *mine);
    if is_as_typed { Ok(Some(merging.store(db, (draft_id, reference), typed)?)) } else { Ok(None) }
}

fn save_in(db: &mut Db, (draft_id, reference): (&str, ReportReference), typed: &Typed) -> Result<Saved, DraftingError> {
    let merging = Merging::of(db, draft_id, typed)?;
    let revision = merging.store(db, (draft_id, reference), typed)?;
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
    fn of(db: &mut Db, draft_id: &str, typed: &Typed) -> StoreResult<Self> {
        let stored = drafts::find_section(db, draft_id, &typed.section)?;
        let before = stored.as_ref().map(|stored| stored.answers.clone()).unwrap_or_default();
        let base = match &stored {
            Some(stored) if typed.revision < stored.revision => {
                draft_changes::answers_at(db, draft_id, stored, typed.revision)?
            }
            // No page of this draft showed it: nothing is known of what stood there.
            Some(stored) if typed.revision > stored.revision => Answers::new(),
            _ => before.clone(),
        };
        let (merged, clashes) = merge(&base, &before, &typed.answers);
        Ok(Self { stored, merged, clashes })
    }

    /// Stores what differs; gives the revision that stands then.
    fn store(
        &self,
        db: &mut Db,
        (draft_id, reference): (&str, ReportReference),
        typed: &Typed,
    ) -> Result<i64, DraftingError> {
        let before = self.stored.as_ref().map(|stored| stored.answers.clone()).unwrap_or_default();
        let revision = self.stored.as_ref().map_or(0, |stored| stored.revision);
        let mut merged = touched(&typed.section, &before, self.merged.clone());
        if let Some(state) = lacks_choice(&typed.section, &merged)
            && is_first(db, reference)?
        {
            merged.insert(state, FormState::Changed.word().to_owned());
        }
        let changed = changes(&before, &merged);
        if changed.is_empty() {
            return Ok(revision);
        }
        if bytes_of(&merged) > bytes_of(&before) {
            refuse_too_much(db, draft_id, &typed.section, &merged)?;
        }
        drafts::save_section(db, draft_id, &typed.section, revision, &merged, &typed.by, typed.at)?;
        draft_changes::insert_changes(db, draft_id, &typed.section, revision + 1, &changed, &typed.by, typed.at)?;
        Ok(revision + 1)
    }
}

/// A draft that is more than a report file can hold could be neither shown nor submitted.
fn refuse_too_much(db: &mut Db, draft_id: &str, section: &Section, merged: &Answers) -> Result<(), DraftingError> {
    let most = usize::try_from(drafts::stored_bytes(db, draft_id)?).unwrap_or(usize::MAX);
    // Nearly every draft is far from it.
    if most.saturating_add(bytes_of(merged)) < DRAFT_BYTES / 2 {
        return Ok(());
    }
    let stored = drafts::list_sections(db, draft_id)?;
    let others = stored.iter().filter(|other| other.section != *section);
    let bytes = others.map(|other| bytes_of(&other.answers)).sum::<usize>() + bytes_of(merged);
    if bytes > DRAFT_BYTES {
        return Err(DraftingError::TooMuch);
    }
    // Of two who save long texts at once the second counts those of the first.
    if bytes > DRAFT_BYTES / 2 {
        drafts::hold_draft(db, draft_id)?;
    }
    Ok(())
}

/// A form that was unchanged, and whose words now change, is changed: *unchanged since* is for forms that nobody
/// has touched. Whoever means it all the same chooses it again; then no word changes with the choice.
fn touched(section: &Section, before: &Answers, mut merged: Answers) -> Answers {
    let Section::Form(letter) = section else { return merged };
    let state = state_of(letter);
    let is_unchanged = |answers: &Answers| answers.get(&state).is_some_and(|own| own == FormState::Unchanged.word());
    if is_unchanged(before) && is_unchanged(&merged) && !words(letter, before).eq(words(letter, &merged)) {
        merged.insert(state, FormState::Changed.word().to_owned());
    }
    merged
}

/// Where a form with words lacks the choice of what it reports: the field of that choice.
fn lacks_choice(section: &Section, answers: &Answers) -> Option<String> {
    let Section::Form(letter) = section else { return None };
    let state = state_of(letter);
    let is_chosen = answers.get(&state).is_some_and(|word| !word.is_empty());
    (!is_chosen && words(letter, answers).next().is_some()).then_some(state)
}

/// Whether nothing is known of an earlier report under the regime. Then no words can be those of one: a form that holds
/// some says something new, which its page shows as chosen, and whoever knows better chooses otherwise.
fn is_first(db: &mut Db, reference: ReportReference) -> StoreResult<bool> {
    let filed = list_filed_by(db, reference.party.as_str())?;
    let standing = filed.iter().filter(|one| one.stands()).map(|one| one.reference);
    Ok(!knows_earlier(reference, standing, &list_historic_reports_of(db, reference.party)?))
}

fn state_of(letter: &str) -> String {
    format!("summary.{letter}.state")
}

/// What a form says beside its line of the summary sheet.
fn words<'a>(letter: &str, answers: &'a Answers) -> impl Iterator<Item = (&'a String, &'a String)> + use<'a> {
    let line = format!("summary.{letter}.");
    answers.iter().filter(move |(field, text)| !field.starts_with(&line) && !text.is_empty())
}
