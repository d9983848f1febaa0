//! The register: all States, instruments and treaty actions on one day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::difference::{RegisterDifference, compare};
use super::instrument::InstrumentFile;
use super::participation::{Period, periods};
use super::state::SearchNames;
use super::{ActionKind, Instrument, State, TreatyAction, folded};
use crate::domain::code::{InstrumentCode, Iso3};

const INSTRUMENTS: &str = include_str!("instruments.toml");
const STATES: &str = include_str!("states.csv");
const ACTIONS: &str = include_str!("actions.csv");
const ALIASES: &str = include_str!("aliases.toml");

/// So many letters that begin the name of one State only are taken for it.
const LETTERS_THAT_MEAN_A_STATE: usize = 4;

/// All States and treaty actions known on one day, with the spans of time they lead to.
#[derive(Debug, Clone)]
pub struct Register {
    as_of: NaiveDate,
    instruments: Vec<Instrument>,
    states: BTreeMap<Iso3, State>,
    /// Codes in the order of the English names, with what each State answers to.
    by_name: Vec<(Iso3, SearchNames)>,
    convention: InstrumentCode,
    actions: Vec<TreatyAction>,
    /// By instrument first: the questions asked most run over all States of one instrument.
    periods: BTreeMap<InstrumentCode, BTreeMap<Iso3, Vec<Period>>>,
}

/// How a State stands to an instrument on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<'a> {
    /// In force for the State.
    Bound(&'a Period),
    /// Consented, not yet in force.
    Pending(&'a Period),
    /// Denounced, and the denunciation has taken effect.
    Ended(&'a Period),
    /// Signed, not ratified.
    Signed(NaiveDate),
    /// No act on the day asked about.
    NotBound,
}

/// A line of a data file cannot be used; the message names file and line.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// Not readable as TOML.
    #[error("instruments")]
    Instruments(#[from] toml::de::Error),
    /// Not readable as a list of States.
    #[error("states: {0}")]
    States(csv::Error),
    /// Not readable as a list of treaty actions.
    #[error("treaty actions: {0}")]
    Actions(csv::Error),
    /// The same State stands in two lines.
    #[error("states: {0} stands twice")]
    StateTwice(Iso3),
    /// The same act stands in two lines.
    #[error("treaty actions: {0} {1} {2:?} of {3} stands twice")]
    ActionTwice(Iso3, InstrumentCode, ActionKind, NaiveDate),
    /// An act of a State that is not in the list of States.
    #[error("treaty actions: {0} is not in the list of States")]
    UnknownState(Iso3),
    /// An act later than the day of the register.
    #[error("treaty actions: {0} {1} was deposited on {2}, after the day of the register, {3}")]
    AfterTheRegister(Iso3, InstrumentCode, NaiveDate, NaiveDate),
    /// Nothing to put a register together from.
    #[error("{0}: there is not one line; the file may have been cut")]
    Empty(&'static str),
    /// No instrument that all others belong to.
    #[error("instruments: exactly one must belong to no other")]
    NoConvention,
    /// An act on an instrument nobody knows.
    #[error("treaty actions: {0} names the instrument {1}, which is not known")]
    UnknownInstrument(Iso3, InstrumentCode),
}

impl Register {
    /// The register that comes with the program.
    pub fn embedded() -> Result<Self, DataError> {
        let file = toml::from_str::<InstrumentFile>(INSTRUMENTS)?;
        Self::assemble(file.as_of, read_states(STATES)?, read_actions(ACTIONS)?)
    }

    /// A register from two CSV texts with the columns of `states.csv` and `actions.csv`.
    pub fn from_csv(as_of: NaiveDate, states: &str, actions: &str) -> Result<Self, DataError> {
        let (states, actions) = (read_states(states)?, read_actions(actions)?);
        if states.is_empty() || actions.is_empty() {
            return Err(DataError::Empty(if states.is_empty() { "states" } else { "treaty actions" }));
        }
        Self::assemble(as_of, states, actions)
    }

    /// Puts a register together, refusing lines that contradict each other.
    pub fn assemble(as_of: NaiveDate, states: Vec<State>, mut actions: Vec<TreatyAction>) -> Result<Self, DataError> {
        let instruments = toml::from_str::<InstrumentFile>(INSTRUMENTS)?.instruments;
        let mut by_code = BTreeMap::new();
        for state in states {
            if let Some(twice) = by_code.insert(state.iso3, state) {
                return Err(DataError::StateTwice(twice.iso3));
            }
        }
        actions.sort_by_key(TreatyAction::key);
        let twice = actions.iter().zip(actions.iter().skip(1)).find(|(one, next)| one.key() == next.key());
        if let Some((one, _)) = twice {
            return Err(DataError::ActionTwice(one.party, one.instrument, one.kind, one.deposited_on));
        }
        for action in &actions {
            if !by_code.contains_key(&action.party) {
                return Err(DataError::UnknownState(action.party));
            }
            if !instruments.iter().any(|instrument| instrument.code == action.instrument) {
                return Err(DataError::UnknownInstrument(action.party, action.instrument));
            }
            if action.deposited_on > as_of {
                let TreatyAction { party, instrument, deposited_on, .. } = *action;
                return Err(DataError::AfterTheRegister(party, instrument, deposited_on, as_of));
            }
        }
        let mut conventions = instruments.iter().filter(|instrument| instrument.belongs_to.is_none());
        let (Some(convention), None) = (conventions.next(), conventions.next()) else {
            return Err(DataError::NoConvention);
        };
        let convention = convention.code;
        let aliases: BTreeMap<Iso3, Vec<String>> = toml::from_str(ALIASES)?;
        let names = |state: &State| {
            let aliases = aliases.get(&state.iso3).map(Vec::as_slice).unwrap_or_default();
            (state.iso3, SearchNames::of(state, aliases))
        };
        let mut by_name: Vec<_> = by_code.values().map(names).collect();
        by_name.sort_by(|(_, one), (_, other)| one.short_name().cmp(other.short_name()));
        let periods = all_periods(&instruments, &actions);
        Ok(Self { as_of, instruments, states: by_code, by_name, convention, actions, periods })
    }

    /// The day the register was read at the depositary; nothing deposited later is in it.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The instruments in the order shown.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The instrument of this code.
    pub fn instrument(&self, code: InstrumentCode) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.code == code)
    }

    /// All States by code.
    pub fn states(&self) -> impl ExactSizeIterator<Item = &State> {
        self.states.values()
    }

    /// The Convention: what all other instruments belong to.
    pub fn convention(&self) -> InstrumentCode {
        self.convention
    }

    /// The place of each State in the order of names, to sort by.
    pub fn places_by_name(&self) -> BTreeMap<Iso3, usize> {
        self.states_by_name().enumerate().map(|(place, state)| (state.iso3, place)).collect()
    }

    /// All States in the order of their English names.
    pub fn states_by_name(&self) -> impl Iterator<Item = &State> {
        self.by_name.iter().filter_map(|(iso3, _)| self.state(*iso3))
    }

    /// States one of whose names or codes answers to what somebody typed, in the order of their names.
    pub fn states_answering_to(&self, wanted: &str) -> Vec<&State> {
        let wanted = folded(wanted);
        let answering = self.by_name.iter().filter(|(_, names)| names.answer_to(&wanted));
        answering.filter_map(|(iso3, _)| self.state(*iso3)).collect()
    }

    /// The State that somebody means: the only one of that whole name or code, or the only one whose
    /// name begins so, if enough of it is given.
    pub fn state_called(&self, wanted: &str) -> Option<&State> {
        let folded_name = folded(wanted);
        let mut called = self.by_name.iter().filter(|(_, names)| names.are(&folded_name));
        if let (Some((iso3, _)), None) = (called.next(), called.next()) {
            return self.state(*iso3);
        }
        match self.states_answering_to(wanted)[..] {
            [only] if folded_name.chars().count() >= LETTERS_THAT_MEAN_A_STATE => Some(only),
            _ => None,
        }
    }

    /// The State of this code.
    pub fn state(&self, iso3: Iso3) -> Option<&State> {
        self.states.get(&iso3)
    }

    /// All treaty actions by State, instrument and day of deposit.
    pub fn actions(&self) -> &[TreatyAction] {
        &self.actions
    }

    /// The spans of time during which the instrument binds the State, past and future.
    pub fn periods(&self, state: Iso3, instrument: InstrumentCode) -> &[Period] {
        self.periods_of(instrument).and_then(|periods| periods.get(&state)).map_or(&[], Vec::as_slice)
    }

    /// Whether the instrument is in force for the State on that day.
    pub fn bound(&self, state: Iso3, instrument: InstrumentCode, on: NaiveDate) -> bool {
        self.period(state, instrument, on).is_some()
    }

    /// The span of time around that day during which the instrument binds the State.
    pub fn period(&self, state: Iso3, instrument: InstrumentCode, on: NaiveDate) -> Option<&Period> {
        self.periods(state, instrument).iter().find(|period| period.contains(on))
    }

    /// Whether the Convention binds the State on that day.
    pub fn is_party(&self, state: Iso3, on: NaiveDate) -> bool {
        self.bound(state, self.convention, on)
    }

    /// The day on which the State signed the instrument, whatever it did later.
    pub fn signed_on(&self, state: Iso3, instrument: InstrumentCode, on: NaiveDate) -> Option<NaiveDate> {
        let is_signature = |act: &&TreatyAction| act.instrument == instrument && act.kind == ActionKind::Signature;
        self.actions_of(state).filter(is_signature).map(|act| act.deposited_on).find(|day| *day <= on)
    }

    /// How the State stands to the instrument on that day.
    pub fn standing(&self, state: Iso3, instrument: InstrumentCode, on: NaiveDate) -> Standing<'_> {
        let periods = self.periods(state, instrument);
        if let Some(period) = periods.iter().find(|period| period.contains(on)) {
            return Standing::Bound(period);
        }
        if let Some(period) = periods.iter().find(|period| period.deposited_on <= on && on < period.since) {
            return Standing::Pending(period);
        }
        if let Some(period) = periods.iter().rev().find(|period| period.until.is_some_and(|until| until <= on)) {
            return Standing::Ended(period);
        }
        self.signed_on(state, instrument, on).map_or(Standing::NotBound, Standing::Signed)
    }

    /// States bound by the instrument on that day.
    pub fn bound_by(&self, instrument: InstrumentCode, on: NaiveDate) -> impl Iterator<Item = (&State, &Period)> {
        let all = self.periods_of(instrument).into_iter().flatten();
        all.filter_map(move |(state, periods)| {
            Some((self.state(*state)?, periods.iter().find(|period| period.contains(on))?))
        })
    }

    /// How many States the instrument binds on that day.
    pub fn count_bound(&self, instrument: InstrumentCode, on: NaiveDate) -> usize {
        let all = self.periods_of(instrument).into_iter().flatten();
        all.filter(|(_, periods)| periods.iter().any(|period| period.contains(on))).count()
    }

    fn periods_of(&self, instrument: InstrumentCode) -> Option<&BTreeMap<Iso3, Vec<Period>>> {
        self.periods.get(&instrument)
    }

    /// A State's acts, by instrument and day of deposit.
    pub fn actions_of(&self, state: Iso3) -> impl Iterator<Item = &TreatyAction> {
        let start = self.actions.partition_point(|action| action.party < state);
        self.actions.iter().skip(start).take_while(move |action| action.party == state)
    }

    /// What must change for `self` to become `other`.
    pub fn difference(&self, other: &Self) -> RegisterDifference {
        let mut difference = RegisterDifference {
            as_of: (self.as_of != other.as_of).then_some((self.as_of, other.as_of)),
            ..RegisterDifference::default()
        };
        compare(&self.states, &other.states, &mut difference.states);
        let by_key = |register: &Self| register.actions.iter().map(|a| (a.key(), a.clone())).collect();
        let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) = (by_key(self), by_key(other));
        compare(&before, &after, &mut difference.actions);
        difference
    }
}

fn all_periods(
    instruments: &[Instrument],
    actions: &[TreatyAction],
) -> BTreeMap<InstrumentCode, BTreeMap<Iso3, Vec<Period>>> {
    let mut own: BTreeMap<(Iso3, InstrumentCode), Vec<&TreatyAction>> = BTreeMap::new();
    for action in actions {
        own.entry((action.party, action.instrument)).or_default().push(action);
    }
    let denunciations = |state, code: Option<InstrumentCode>| -> Vec<&TreatyAction> {
        let of_parent = code.and_then(|code| own.get(&(state, code)));
        let acts = of_parent.into_iter().flatten().copied();
        acts.filter(|act| act.kind == ActionKind::Denunciation).collect()
    };
    let mut found: BTreeMap<InstrumentCode, BTreeMap<Iso3, Vec<Period>>> = BTreeMap::new();
    for ((state, code), acts) in &own {
        let Some(instrument) = instruments.iter().find(|instrument| instrument.code == *code) else { continue };
        let spans = periods(acts, &denunciations(*state, instrument.belongs_to), instrument);
        found.entry(*code).or_default().insert(*state, spans);
    }
    found
}

fn read_states(text: &str) -> Result<Vec<State>, DataError> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(DataError::States)
}

fn read_actions(text: &str) -> Result<Vec<TreatyAction>, DataError> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(DataError::Actions)
}
