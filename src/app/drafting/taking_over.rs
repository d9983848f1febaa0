//! A draft is taken over into the form set that holds for its cycle by now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::super::data_versions::form_set_named;
use super::{DraftingError, form_set, key_of_open, own};
use crate::app::Edition;
use crate::domain::access::ForParty;
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Answers, Moved, Section, changes, letter_in, moved};
use crate::domain::regime::{FormSet, FormSets};
use crate::domain::report::ReportReference;
use crate::store::drafts::{Draft, StoredSection};
use crate::store::{Db, Store, StoreResult, attachments, draft_changes, drafts};

/// Texts of a draft, by their fields, for which the form set of its cycle has no place.
pub(super) fn left_over(
    db: &mut Db,
    edition: &Edition,
    set: &FormSet,
    draft: &Draft,
    stored: &[StoredSection],
) -> StoreResult<BTreeMap<String, String>> {
    let from = form_set_named(db, &edition.books.form_sets, &draft.form_set)?;
    let Moved { mut left, .. } = moved(&answers_of(stored), from.as_ref(), set, &edition.books.obligations);
    left.retain(|_, text| !text.is_empty());
    Ok(left)
}

fn answers_of(stored: &[StoredSection]) -> BTreeMap<Section, Answers> {
    stored.iter().map(|one| (one.section.clone(), one.answers.clone())).collect()
}

/// Moves the answers of the draft that a page showed to the forms of the same keys. What has no place there stays in the
/// history.
pub fn take_over(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    draft: Option<&str>,
    (by, at): (&str, DateTime<Utc>),
) -> Result<(), DraftingError> {
    let reference = own(leave, reference)?;
    let set = form_set(edition, reference)?.clone();
    let (sets, obligations): (FormSets, Obligations) =
        (edition.books.form_sets.clone(), edition.books.obligations.clone());
    let (draft, by) = (draft.map(str::to_owned), by.to_owned());
    store.write(move |db| {
        let id = key_of_open(db, reference, draft.as_deref())?;
        let Some(open) = drafts::find_draft(db, reference)? else { return Err(DraftingError::NotFound) };
        let from = form_set_named(db, &sets, &open.form_set)?;
        let stored = drafts::list_sections(db, &id)?;
        let answers = answers_of(&stored);
        let moved = moved(&answers, from.as_ref(), &set, &obligations).sections;
        let touched: BTreeSet<&Section> = answers.keys().chain(moved.keys()).collect();
        for section in touched {
            let revision = stored.iter().find(|one| one.section == *section).map_or(0, |one| one.revision);
            let (before, after) = (answers.get(section).cloned(), moved.get(section).cloned());
            let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
            if before != after {
                drafts::save_section(db, &id, section, revision, &after, &by, at)?;
                draft_changes::insert_changes(db, &id, section, revision + 1, &changes(&before, &after), &by, at)?;
            }
        }
        // A document follows its form; one of a form that is gone or not known belongs to the report as a whole.
        for attached in attachments::list_attachments(db, &id)? {
            let before = attached.document.form.as_deref();
            let after = before.and_then(|letter| letter_in(letter, from.as_ref()?, &set));
            if before != after.as_deref() {
                attachments::set_form(db, &attached.id, after.as_deref())?;
            }
        }
        Ok(drafts::set_form_set(db, &id, &set.name())?)
    })
}
