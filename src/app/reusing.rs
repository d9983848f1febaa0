//! Taking answers over from the State's other reports: what can be taken, and taking it. Nothing is taken by itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::drafting::{DraftingError, Examined, Typed, examine, form_set, key_of_answering, save_as_typed};
use super::{Edition, known::Known};
use crate::domain::access::ForParty;
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Answers, Section};
use crate::domain::report::ReportReference;
use crate::domain::reuse::{
    Disagreement, Held, Matters, Offer, Reused, Source, Stands, Target, count_offers, disagreements, offers,
};
use crate::store::drafts::{find_draft, list_open_of, list_sections};
use crate::store::reuses::{insert_reuse, list_reuses};
use crate::store::{Db, Store, StoreResult};

/// What each section of a draft holds, since when and by whose hand.
type Sections = BTreeMap<Section, (Answers, DateTime<Utc>, String)>;

/// What the section can take over from the State's other reports.
pub fn offered(
    store: &Store,
    edition: &Edition,
    examined: &Examined,
    section: &Section,
) -> Result<Vec<Offer>, DraftingError> {
    let section = std::slice::from_ref(section);
    Ok(of_each(store, edition, examined, section, offers)?.into_iter().flat_map(|(_, offers)| offers).collect())
}

/// How many answers each section can take over.
pub fn count_offered(
    store: &Store,
    edition: &Edition,
    examined: &Examined,
    sections: &[Section],
) -> Result<Vec<(Section, usize)>, DraftingError> {
    of_each(store, edition, examined, sections, count_offers)
}

fn of_each<T>(
    store: &Store,
    edition: &Edition,
    examined: &Examined,
    sections: &[Section],
    look: impl Fn(&Matters, &Obligations, Target<'_>, &[Source<'_>], &[Reused]) -> T,
) -> Result<Vec<(Section, T)>, DraftingError> {
    let reference = examined.open.draft.reference;
    let (drafts, reused) = store.snapshot(|db| -> StoreResult<_> {
        Ok((other_drafts(db, edition, reference)?, list_reuses(db, reference)?))
    })?;
    let (set, sources) = (form_set(edition, reference)?, sources(edition, &examined.known, drafts, reference));
    let of = |section: &Section| {
        let answers = examined.open.answers(section);
        let target = Target { reference, set, section, answers: &answers };
        let books = &edition.books;
        (section.clone(), look(&books.matters, &books.obligations, target, &sources, &reused))
    };
    Ok(sections.iter().map(of).collect())
}

/// Whether the State has a report under another regime, filed or being written, whose answers a first one of this
/// regime could take over.
pub fn has_others(store: &Store, edition: &Edition, known: &Known, reference: ReportReference) -> StoreResult<bool> {
    let drafts = store.snapshot(|db| other_drafts(db, edition, reference))?;
    let mut others = sources(edition, known, drafts, reference).into_iter().map(|source| source.reference);
    Ok(others.any(|other| other.regime != reference.regime && other.cycle <= reference.cycle))
}

/// Where the draft and the State's other reports give different figures, acts or contacts.
pub fn disagreeing(store: &Store, edition: &Edition, examined: &Examined) -> Result<Vec<Disagreement>, DraftingError> {
    let reference = examined.open.draft.reference;
    let drafts = store.snapshot(|db| other_drafts(db, edition, reference))?;
    let sections = examined.open.sections.iter();
    let own: Sections = sections
        .map(|(section, stored)| (section.clone(), (stored.answers.clone(), stored.saved_at, stored.saved_by.clone())))
        .collect();
    let own = Source { reference, set: form_set(edition, reference)?, held: Held::Draft(own) };
    let others = sources(edition, &examined.known, drafts, reference);
    Ok(disagreements(&edition.books.matters, &edition.books.obligations, &own, &others))
}

/// The State's other drafts.
fn other_drafts(
    db: &mut Db,
    edition: &Edition,
    reference: ReportReference,
) -> StoreResult<Vec<(ReportReference, Sections)>> {
    let mut found = Vec::new();
    for other in list_open_of(db, reference.party)?.into_iter().filter(|other| *other != reference) {
        let (Some(draft), Ok(set)) = (find_draft(db, other)?, form_set(edition, other)) else { continue };
        // Read under other forms than it answers, its words would stand under other questions.
        if draft.form_set != set.name() {
            continue;
        }
        let sections = list_sections(db, &draft.id)?.into_iter();
        found.push((
            other,
            sections.map(|stored| (stored.section, (stored.answers, stored.saved_at, stored.saved_by))).collect(),
        ));
    }
    Ok(found)
}

/// The State's other reports with their words: a draft where one is open, else what stands of what was filed.
fn sources<'a>(
    edition: &'a Edition,
    known: &'a Known,
    drafts: Vec<(ReportReference, Sections)>,
    reference: ReportReference,
) -> Vec<Source<'a>> {
    let mut held: BTreeMap<ReportReference, Held<'a>> = BTreeMap::new();
    for filed in known.filed().filter(|filed| !filed.report.is_wordless()) {
        let (at, by) = (filed.submission.submitted_at, filed.submission.submitted_by.clone());
        held.insert(filed.submission.reference, Held::Filed(&filed.report, at, by));
    }
    held.extend(drafts.into_iter().map(|(other, sections)| (other, Held::Draft(sections))));
    held.remove(&reference);
    let source = |(reference, held)| Some(Source { reference, set: form_set(edition, reference).ok()?, held });
    held.into_iter().filter_map(source).collect()
}

/// An offer as somebody decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The place of the field.
    pub place: String,
    /// The [`Offer::digest`] of what the page showed.
    pub digest: String,
    /// Whether they take it; else what stands is kept.
    pub is_taken: bool,
}

/// What somebody takes over into a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// The key of the draft that the page showed; nothing stands for whichever is open.
    pub draft: Option<String>,
    /// Into which section.
    pub section: Section,
    /// The revision of it that the page showed; nothing stands for what is there, of which only blank fields are taken.
    pub revision: Option<i64>,
    /// From which report.
    pub source: ReportReference,
    /// What they decided.
    pub decided: Vec<Decided>,
    /// Who: the key of a person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Takes the answers over, all of them or none: `false` where the other report, or what stands in a field, is no
/// longer what the page showed. Without a revision it is also where a field holds something, which is then to be seen
/// beside the answer first.
pub fn take(
    store: &Store,
    edition: &Edition,
    leave: ForParty,
    reference: ReportReference,
    taking: Taking,
) -> Result<bool, DraftingError> {
    let examined = examine(store, edition, leave, reference, taking.draft.as_deref())?;
    let offers = offered(store, edition, &examined, &taking.section)?;
    let (mut writes, mut noted) = (Answers::new(), Vec::new());
    for decided in &taking.decided {
        let is_it = |offer: &&Offer| offer.place == decided.place && offer.source == taking.source;
        let Some(offer) = offers.iter().find(is_it).filter(|offer| offer.digest == decided.digest) else {
            return Ok(false);
        };
        if taking.revision.is_none() && offer.stands != Stands::Blank {
            return Ok(false);
        }
        if decided.is_taken {
            writes.extend(offer.writes.clone());
        }
        let reused = Reused {
            place: decided.place.clone(),
            source: taking.source,
            digest: decided.digest.clone(),
            is_taken: decided.is_taken,
            at: taking.at,
        };
        let writes_nothing = !decided.is_taken || offer.stands == Stands::Same;
        noted.push((reused, writes_nothing));
    }
    let set = form_set(edition, reference)?.clone();
    let typed = Typed {
        draft: Some(examined.open.draft.id.clone()),
        revision: taking.revision.unwrap_or_else(|| examined.open.revision(&taking.section)),
        section: taking.section,
        answers: writes,
        by: taking.by,
        at: taking.at,
    };
    store.write(move |db| {
        let draft = key_of_answering(db, reference, typed.draft.as_deref(), &set)?;
        if save_as_typed(db, (&draft, reference), &typed)?.is_none() {
            return Ok(false);
        }
        let before = list_reuses(db, reference)?;
        for (reused, writes_nothing) in &noted {
            // The same form sent again notes nothing more.
            if !(*writes_nothing && is_repeated(&before, reused)) {
                insert_reuse(db, &draft, &typed.section, reused, &typed.by)?;
            }
        }
        Ok(true)
    })
}

fn is_repeated(before: &[Reused], reused: &Reused) -> bool {
    let last = before.iter().rfind(|last| last.place == reused.place && last.source == reused.source);
    last.is_some_and(|last| last.digest == reused.digest && last.is_taken == reused.is_taken)
}
