//! Starting a draft: blank, carried over, or from what was filed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::super::attaching;
use super::super::known::{Known, known_of};
use super::super::submitting::entry;
use super::{DraftingError, form_set, key_of_open, own};
use crate::app::Edition;
use crate::domain::access::ForParty;
use crate::domain::calendar::{Cycle, ReportKind, due};
use crate::domain::draft::{Answers, Section, carry_over, changes, proposed, reopened, unchanged_since};
use crate::domain::filing;
use crate::domain::history::HistoricReport;
use crate::domain::regime::FormSet;
use crate::domain::report::{Classification, FilingKind, Report, ReportReference};
use crate::store::audit_entries::insert_entry;
use crate::store::submissions::list_filed_of;
use crate::store::{Db, Store, StoreResult, draft_changes, drafts};

/// How a draft begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// With blank forms.
    Blank,
    /// From the newest report of an earlier cycle.
    CarriedOver,
    /// The same, for a summary sheet: nothing or little has changed.
    Unchanged,
    /// From what was filed for the cycle, to put it right.
    Correction,
    /// From what was filed for the cycle, to add what is new.
    Update,
    /// From the last words of the report that were recalled.
    Recalled,
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
    if !may_begin(edition, &known, reference) {
        return Err(DraftingError::NotOpen);
    }
    let standing = known.standing(reference);
    let kind = match (standing, how) {
        (None, how) => first_kind(edition, reference, edition.today, how == Beginning::Unchanged),
        (Some(_), Beginning::Update) => FilingKind::Update,
        (Some(_), _) => FilingKind::Correction,
    };
    let recalled = known.recalled(reference).map(|filed| &filed.report);
    // A correction is of the same report and keeps its documents; a new report names its own.
    let documents = match (how, recalled) {
        (Beginning::Blank, _) => Vec::new(),
        // Something was filed after what the page offered.
        (Beginning::Recalled, None) => return Err(DraftingError::Changed),
        (Beginning::Recalled, Some(recalled)) => attaching::documents(recalled),
        _ => attaching::standing_documents(known.standing_versions(reference)),
    };
    let worded = if how == Beginning::Recalled { recalled } else { known.worded(reference) };
    let earlier = earlier(&known, reference);
    let mut sections = match how {
        Beginning::Blank => BTreeMap::new(),
        _ => sections_of(edition, &set, worded, earlier),
    };
    if let (Beginning::Unchanged, None, Some(Earlier::Held(held))) = (how, worded, earlier) {
        // All of it stands on one page, where whoever confirms it reads it.
        sections.entry(Section::Cover).or_default().extend(proposed(held, reference.cycle));
    }
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
            draft_changes::insert_changes(db, &id, section, 1, &changes(&Answers::new(), answers), by, now)?;
        }
        Ok(attaching::attach_again(db, &id, &documents, by, now)?)
    })
}

/// What a draft starts with: words of the same report as they were filed, else what an earlier report tells.
fn sections_of(
    edition: &Edition,
    set: &FormSet,
    worded: Option<&Report>,
    earlier: Option<Earlier<'_>>,
) -> BTreeMap<Section, Answers> {
    let books = &edition.books;
    match (worded, earlier) {
        (Some(worded), _) => reopened(worded, set, &books.obligations),
        (None, Some(Earlier::Listed(listed))) => {
            let forms = listed.forms.clone().unwrap_or_default();
            unchanged_since(&forms, listed.cycle, &books.form_sets, set)
        }
        (None, Some(Earlier::Sorted(report, forms))) => {
            unchanged_since(&forms.answered(), report.cycle, &books.form_sets, set)
        }
        (None, Some(Earlier::Held(held))) => match books.form_sets.for_cycle(held.regime, held.cycle) {
            Some(earlier_set) => carry_over(held, earlier_set, set, &books.obligations),
            None => BTreeMap::new(),
        },
        (None, None) => BTreeMap::new(),
    }
}

/// Whether a draft of the report can be begun: its cycle is open, or something stands that it corrects or updates, as
/// where a report came early on paper.
pub fn may_begin(edition: &Edition, known: &Known, reference: ReportReference) -> bool {
    reference.cycle <= Cycle::containing(edition.today) || known.standing(reference).is_some()
}

/// Gives the draft up that a page showed. What was typed stays in the history; a new draft starts without it.
pub fn discard(
    store: &Store,
    leave: ForParty,
    reference: ReportReference,
    shown: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), DraftingError> {
    let (reference, shown, by) = (own(leave, reference)?, shown.to_owned(), by.to_owned());
    store.write(move |db| {
        let draft = key_of_open(db, reference, Some(&shown))?;
        drafts::end_draft(db, &draft, now)?;
        let detail = json!({ "version": 1, "draft": draft });
        Ok(insert_entry(db, &entry(now, &by, "draft.discarded", &reference.to_string(), detail))?)
    })
}

/// The key of the filing of the report that stands.
fn key_of_standing(db: &mut Db, reference: ReportReference) -> StoreResult<Option<String>> {
    Ok(filing::standing(&list_filed_of(db, reference)?).map(|filed| filed.id.clone()))
}

/// What is filed first of a report, as of the day it is received: voluntary where nothing asks for it, or the instrument
/// does not bind the State on that day; and only the report of a cycle can be a summary sheet.
pub(super) fn first_kind(
    edition: &Edition,
    reference: ReportReference,
    received_on: NaiveDate,
    is_sheet: bool,
) -> FilingKind {
    let asked = due(&edition.register, &edition.rules, reference.party, reference.cycle);
    let asked = asked.iter().map(|asked| asked.report()).find(|report| report.regime == reference.regime);
    let asked = asked.filter(|report| edition.register.bound(reference.party, report.instrument, received_on));
    match asked.map(|report| report.kind) {
        Some(ReportKind::Initial) => FilingKind::Initial,
        Some(ReportKind::Annual) if is_sheet => FilingKind::SummarySheet,
        Some(ReportKind::Annual) => FilingKind::Annual,
        None => FilingKind::Voluntary,
    }
}

/// Whether the report is voluntary, as of the day on which it or what is added to it is received: what follows a report
/// is as voluntary as what stands of it.
pub fn is_voluntary(edition: &Edition, known: &Known, reference: ReportReference, received_on: NaiveDate) -> bool {
    let mut standing = known.standing_versions(reference).peekable();
    match standing.peek() {
        Some(_) => standing.any(Report::is_voluntary),
        None => first_kind(edition, reference, received_on, false) == FilingKind::Voluntary,
    }
}

/// Whether it is the first report that the regime asks of the State, which is complete.
pub fn is_initial(edition: &Edition, reference: ReportReference) -> bool {
    first_kind(edition, reference, edition.today, false) == FilingKind::Initial
}

/// For which cycle and by which day the first report was asked of the State before this one, where the regime asks for
/// a first report.
pub fn first_due(edition: &Edition, reference: ReportReference) -> Option<(Cycle, NaiveDate)> {
    let before = std::iter::successors(reference.cycle.previous(), |cycle| cycle.previous());
    before.into_iter().find_map(|cycle| {
        let asked = due(&edition.register, &edition.rules, reference.party, cycle);
        let mut asked = asked.iter().map(|asked| asked.report()).filter(|report| report.regime == reference.regime);
        let initial = asked.find(|report| report.kind == ReportKind::Initial)?;
        Some((cycle, initial.due.on()?))
    })
}

/// Whether the report can say of every form that it is unchanged: there is an earlier one, nothing is filed yet, and
/// it is not the first under Protocol V, which is complete (rule D-03).
pub fn may_be_unchanged(edition: &Edition, known: &Known, reference: ReportReference) -> bool {
    !is_initial(edition, reference) && known.standing(reference).is_none() && earlier(known, reference).is_some()
}

/// What a draft can start from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Earlier<'k> {
    /// A report whose words are held here.
    Held(&'k Report),
    /// A report in free format, with the forms that the secretariat found in its documents.
    Sorted(&'k Report, &'k Classification),
    /// A report that a list from before the portal names, with the forms that held an answer.
    Listed(&'k HistoricReport),
}

impl Earlier<'_> {
    /// Its cycle.
    pub fn cycle(self) -> Cycle {
        match self {
            Self::Held(report) | Self::Sorted(report, _) => report.cycle,
            Self::Listed(listed) => listed.cycle,
        }
    }
}

/// What the next report would start from: the newest there is, and of two for one cycle the one with its words.
pub fn earlier(known: &Known, reference: ReportReference) -> Option<Earlier<'_>> {
    match (known.earlier(reference), known.listed(reference)) {
        (Some(held), Some(listed)) if listed.cycle > held.cycle => Some(Earlier::Listed(listed)),
        (Some(held), _) => Some(match held.classification.as_ref().filter(|_| held.is_wordless()) {
            Some(forms) => Earlier::Sorted(held, forms),
            None => Earlier::Held(held),
        }),
        (None, listed) => listed.map(Earlier::Listed),
    }
}
