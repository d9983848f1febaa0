//! Sorting a report in free format: where its documents speak of each form. The State's words, what was filed and its
//! digest stay as they are.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Portal;
use super::drafting::{DraftingError, form_set, read_submission};
use super::submitting::entry;
use crate::domain::filing::{FilingAct, FilingState};
use crate::domain::report::{Classification, Place, Report, Sorted, VersionReference};
use crate::store::audit_entries::insert_entry;
use crate::store::classifications::save_form;
use crate::store::submissions::{find_submission, list_acts};
use crate::store::{StoreError, drafts, revisions};

/// What an officer found, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The place of each form, by letter; nothing for a form that is left open.
    pub places: BTreeMap<String, Option<Place>>,
    /// How often the classification had been saved when the form was shown.
    pub revision: i64,
    /// By whom: the key of a person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum ClassifyError {
    /// No such version stands in free format.
    #[error("no such report in free format")]
    NotFound,
    /// A form or a document that the report does not have.
    #[error("not of this report")]
    Foreign,
    /// Somebody else saved something else since the form was shown.
    #[error("something else was saved meanwhile")]
    Meanwhile,
    /// No forms hold for the report.
    #[error(transparent)]
    Drafting(#[from] DraftingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Saves what was found. What somebody else found since is never overwritten; a form that says what stands already, as
/// one that came twice, changes nothing.
pub fn classify(portal: &Portal, version: VersionReference, found: Found) -> Result<(), ClassifyError> {
    let (edition, id) = (portal.edition(), version.to_string());
    let set = form_set(&edition, version.report)?;
    let letters: Vec<_> = set.forms.iter().map(|form| form.letter.clone()).collect();
    portal.store().write(move |db| {
        drafts::take_turn(db, version.report)?;
        let submission = find_submission(db, &id, version.report)?.ok_or(ClassifyError::NotFound)?;
        let done: Vec<_> = list_acts(db, &id)?.iter().map(|done| done.act).collect();
        let report = read_submission(&edition, &submission)?;
        if submission.original.is_none() || !report.is_wordless() || !FilingState::of(done.iter().copied()).stands() {
            return Err(ClassifyError::NotFound);
        }
        if !found.places.keys().eq(&letters) || !found.places.values().flatten().all(|place| is_in(&report, place)) {
            return Err(ClassifyError::Foreign);
        }
        let before = submission.classification.unwrap_or_default();
        if before.places() == found.places {
            return Ok(());
        }
        if before.revision() != found.revision {
            return Err(ClassifyError::Meanwhile);
        }
        for (letter, place) in changed(&before, &found.places) {
            let sorted =
                Sorted { place: place.cloned(), revision: found.revision + 1, at: found.at, by: found.by.clone() };
            save_form(db, version.report, &id, letter, &sorted)?;
        }
        if done.contains(&FilingAct::Published) {
            // Its public page says where each form stands.
            revisions::note_publication(db)?;
        }
        insert_entry(db, &entry(found.at, &found.by, "report.classified", &id, detail(&before, &found)))?;
        Ok(())
    })
}

/// Whether the document of a place came with the report.
fn is_in(report: &Report, place: &Place) -> bool {
    place.document.is_none() || report.attachments.iter().any(|one| one.sha256 == place.document)
}

/// The forms of which something else is said than before, or for the first time.
fn changed<'f>(
    before: &'f Classification,
    places: &'f BTreeMap<String, Option<Place>>,
) -> impl Iterator<Item = (&'f String, Option<&'f Place>)> {
    let is_new = |letter: &String, place: Option<&Place>| {
        before.forms.get(letter).is_none_or(|sorted| sorted.place.as_ref() != place)
    };
    let all = places.iter().map(|(letter, place)| (letter, place.as_ref()));
    all.filter(move |(letter, place)| is_new(letter, *place))
}

/// What the save changed: the place of each form before and after, with its document where there are several.
fn detail(before: &Classification, found: &Found) -> Value {
    let said = |place: Option<&Place>| place.map(|place| json!({ "place": place.words, "document": place.document }));
    let forms: BTreeMap<_, _> = changed(before, &found.places)
        .map(|(letter, place)| (letter, json!({ "before": said(before.place(letter)), "after": said(place) })))
        .collect();
    json!({ "version": 1, "forms": forms })
}
