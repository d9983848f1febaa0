//! From obligations, participation and answers to items with a state.
//!
//! A field lists the items it answers. An item is *answered* when such a field holds text, else
//! it takes its form's state, else it is *open*; the State may point it elsewhere. An item that hangs
//! on facts of the State reads *applies if ...* until the State has confirmed one of them. Nothing
//! here is stored, and nothing judges: an item is answered or open, never fulfilled.

use chrono::NaiveDate;

use super::obligation::Applies;
use super::{Answer, ConditionKey, ItemId, Obligation, Obligations, Profile};
use crate::domain::code::{InstrumentCode, RegimeCode};
use crate::domain::regime::{Answering, Field, FieldKind, FormSet, FormSets, Regime};
use crate::domain::report::{FormState, ItemNote, Law, Report, says};
use crate::domain::treaty::Register;

/// The items of a report, and what other reports take care of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklist {
    /// By instrument in the order shown, then form, then the order of the list.
    pub items: Vec<Item>,
    /// One for each instrument whose own report asks for the rest of its items.
    pub pointers: Vec<Pointer>,
}

/// An obligation as this report speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which obligation.
    pub id: ItemId,
    /// The instrument it belongs to, in force for the State.
    pub instrument: InstrumentCode,
    /// Letter of the form under which it is shown.
    pub form: String,
    /// Its state.
    pub state: ItemState,
}

/// The state of an item; follows from the State's own words, or from where they stand in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemState {
    /// A field that answers it holds text, or the State points to a form that does.
    Answered,
    /// The documents of a report in free format speak of its form at this place, as the secretariat found: neither
    /// answered nor open.
    InOriginal(String),
    /// Its form is unchanged since the report of that year.
    UnchangedSince(Option<i64>),
    /// The State says that there is nothing to report.
    NothingToReport,
    /// Its form, or the item itself, does not concern the State.
    NotApplicable,
    /// It hangs on facts that the State has not confirmed: *applies if ...*. Never counts as open.
    AppliesIf(Vec<ConditionKey>),
    /// No answer yet.
    Open,
}

impl ItemState {
    /// The word for it in data and text keys.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::InOriginal(_) => "in_original",
            Self::UnchangedSince(_) => "unchanged",
            Self::NothingToReport => "nothing_to_report",
            Self::NotApplicable => "not_applicable",
            Self::AppliesIf(_) => "applies_if",
            Self::Open => "open",
        }
    }
}

/// The rest of an instrument's items, which the State's report under another regime asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Whose items.
    pub instrument: InstrumentCode,
    /// The regime whose report asks for them.
    pub regime: RegimeCode,
    /// How many of them there are, whomever they concern.
    pub items: usize,
}

/// What a checklist rests on.
pub struct Basis<'a> {
    /// Who is bound by what.
    pub register: &'a Register,
    /// Which instrument brings which report.
    pub regimes: &'a [Regime],
    /// The obligations.
    pub obligations: &'a Obligations,
    /// All form sets: that which the report answers, and those of the State's other reports.
    pub form_sets: &'a FormSets,
    /// Everything the State has ever said about itself.
    pub profile: &'a Profile,
    /// The day of the report.
    pub on: NaiveDate,
}

/// The checklist of a report.
pub fn checklist(basis: &Basis<'_>, report: &Report) -> Checklist {
    let Some((set, answering)) = basis.form_sets.answering(report.regime, report.cycle) else {
        return Checklist::default();
    };
    let instruments = basis.register.instruments().iter().map(|instrument| instrument.code);
    let in_force: Vec<_> = instruments.filter(|code| basis.register.bound(report.party, *code, basis.on)).collect();
    let is_asked = |item: &&Obligation| item.holds(report.cycle) && item.applies != Applies::NotToParties;
    let mut items = Vec::new();
    for obligation in basis.obligations.items().iter().filter(is_asked) {
        let Some(instrument) = in_force.iter().position(|code| *code == obligation.instrument) else { continue };
        let Some(places) = answering.places(&obligation.id) else { continue };
        let form = places.first().map(|(form, _)| *form).unwrap_or_default();
        items.push((instrument, form, obligation, state(basis, set, report, (obligation, places))));
    }
    // Within a form they stay in the order of the list.
    items.sort_by_key(|(instrument, form, ..)| (*instrument, *form));
    let item = |(_, form, obligation, state): (_, usize, &Obligation, _)| Item {
        id: obligation.id.clone(),
        instrument: obligation.instrument,
        form: set.forms.get(form).map(|form| form.letter.clone()).unwrap_or_default(),
        state,
    };
    let items: Vec<_> = items.into_iter().map(item).collect();
    Checklist { pointers: pointers(basis, report, answering, &items), items }
}

/// For each instrument of which this report asks some items: how many more its own report asks for.
fn pointers(basis: &Basis<'_>, report: &Report, answering: &Answering, items: &[Item]) -> Vec<Pointer> {
    let elsewhere = basis.regimes.iter().filter(|regime| regime.code != report.regime);
    let spoken_of = elsewhere.filter(|regime| items.iter().any(|item| item.instrument == regime.instrument));
    let pointer = |regime: &Regime| {
        let (_, theirs) = basis.form_sets.answering(regime.code, report.cycle)?;
        let all = basis.obligations.items().iter();
        let all = all.filter(|item| item.instrument == regime.instrument && item.holds(report.cycle));
        let rest = all.filter(|item| theirs.places(&item.id).is_some() && answering.places(&item.id).is_none());
        let (instrument, items) = (regime.instrument, rest.count());
        Some(Pointer { instrument, regime: regime.code, items }).filter(|pointer| pointer.items > 0)
    };
    spoken_of.filter_map(pointer).collect()
}

fn state(
    basis: &Basis<'_>,
    set: &FormSet,
    report: &Report,
    (item, places): (&Obligation, &[(usize, usize)]),
) -> ItemState {
    if let Some(said) = report.checklist.get(&item.id).and_then(|note| said(set, report, note)) {
        return said;
    }
    if let Applies::If(conditions) = &item.applies {
        let answers = || conditions.iter().map(|key| basis.profile.answer(key, basis.on));
        if answers().all(|answer| answer == Some(Answer::No)) {
            return ItemState::NotApplicable;
        }
        // Words that were written for others of the form's items tell nothing about this one.
        if !answers().any(|answer| answer == Some(Answer::Yes)) {
            return ItemState::AppliesIf(conditions.clone());
        }
    }
    let found = places.iter().filter_map(|(form, field)| {
        let form = set.forms.get(*form)?;
        field_state(report, &form.letter, form.fields.get(*field)?)
    });
    found.min_by_key(rank).unwrap_or(ItemState::Open)
}

/// What the State says about the item itself.
fn said(set: &FormSet, report: &Report, note: &ItemNote) -> Option<ItemState> {
    match note.state.as_deref() {
        Some("not_applicable") => return Some(ItemState::NotApplicable),
        Some("nothing_to_report") => return Some(ItemState::NothingToReport),
        _ => {}
    }
    let pointed_to = note.form.as_deref().and_then(|letter| set.form(letter));
    let is_answered = pointed_to.is_some_and(|form| report.holds_words(form)) || says(note.text.as_deref());
    is_answered.then_some(ItemState::Answered)
}

fn field_state(report: &Report, letter: &str, field: &Field) -> Option<ItemState> {
    // A draft is something to report, but answers no item: it is not in force.
    let only_drafts = field.kind == FieldKind::Law && report.laws.iter().all(Law::is_draft);
    if report.holds(letter, field) && !only_drafts {
        return Some(ItemState::Answered);
    }
    if report.answer(letter, &field.key).is_some_and(|answer| answer.nothing_to_report) {
        return Some(ItemState::NothingToReport);
    }
    if report.is_wordless() {
        return report.place_of(letter).map(|place| ItemState::InOriginal(place.words.clone()));
    }
    let line = report.summary.get(letter)?;
    match line.chosen()? {
        FormState::Unchanged => Some(ItemState::UnchangedSince(line.last_reporting)),
        FormState::NotApplicable => Some(ItemState::NotApplicable),
        FormState::Changed => None,
    }
}

/// Where several fields answer an item, what says most counts.
fn rank(state: &ItemState) -> u8 {
    match state {
        ItemState::Answered => 0,
        ItemState::InOriginal(_) => 1,
        ItemState::UnchangedSince(_) => 2,
        ItemState::NothingToReport => 3,
        ItemState::NotApplicable => 4,
        ItemState::AppliesIf(_) | ItemState::Open => 5,
    }
}
