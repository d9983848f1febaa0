//! What a rule noticed: codes and parameters; the sentence is made outside.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::rule_set::{Rule, RuleId, Severity};
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::regime::{FormSet, Words};

/// Something to mend, to confirm or to consider.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Which rule noticed it.
    pub rule: RuleId,
    /// How heavy it weighs.
    pub severity: Severity,
    /// The place in the file: `cover.contacts[0].email`.
    #[serde(rename = "where")]
    pub place: String,
    /// What fills its sentence.
    pub parameters: BTreeMap<&'static str, Parameter>,
    /// The article, decision or place of the form behind the rule.
    pub citation: String,
}

/// What fills a sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Parameter {
    /// Words of the report, or a code.
    Text(String),
    /// A word that chooses among sentences.
    Word(&'static str),
    /// A count, a year.
    Number(i64),
    /// Money.
    Amount(f64),
    /// Land, in square metres.
    Area(f64),
    /// Labels of fields, as the form has them.
    Labels(Vec<Words>),
    /// A calendar date.
    Date(NaiveDate),
    /// The time from one day to a later one; as data, its days.
    Span(#[serde(serialize_with = "as_days")] (NaiveDate, NaiveDate)),
    /// A State.
    State(Iso3),
    /// An instrument.
    Instrument(InstrumentCode),
    /// Several instruments.
    Instruments(Vec<InstrumentCode>),
    /// A regime.
    Regime(RegimeCode),
    /// Letters of forms, or words to choose from.
    Forms(Vec<String>),
}

fn as_days<S: serde::Serializer>((from, to): &(NaiveDate, NaiveDate), to_data: S) -> Result<S::Ok, S::Error> {
    to_data.serialize_i64((*to - *from).num_days())
}

macro_rules! from {
    ($($kind:ty => $variant:ident;)+) => {
        $(impl From<$kind> for Parameter {
            fn from(value: $kind) -> Self {
                Self::$variant(value)
            }
        })+
    };
}
from! {
    String => Text;
    &'static str => Word;
    i64 => Number;
    f64 => Amount;
    NaiveDate => Date;
    Iso3 => State;
    InstrumentCode => Instrument;
    Vec<InstrumentCode> => Instruments;
    RegimeCode => Regime;
    Vec<String> => Forms;
    Vec<Words> => Labels;
}

/// Letters of a report's own words that a finding repeats.
const LONGEST_QUOTE: usize = 80;

/// Words of the report inside a finding.
pub(super) fn quoted(text: &str) -> Parameter {
    Parameter::Text(shortened(text))
}

/// What somebody wrote, shortened so that what repeats it stays a sentence.
pub fn shortened(text: &str) -> String {
    let text = text.trim();
    let mut short: String = text.chars().take(LONGEST_QUOTE).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Where the rule that runs puts what it notices.
pub(super) struct Findings<'r> {
    pub(super) rule: &'r Rule,
    pub(super) all: Vec<Finding>,
}

impl Findings<'_> {
    /// Notes something at a place of the report.
    pub(super) fn add<const N: usize>(&mut self, place: impl Into<String>, parameters: [(&'static str, Parameter); N]) {
        self.add_as(self.rule.severity, place, parameters);
    }

    /// The same with another weight than the rule's own.
    pub(super) fn add_as<const N: usize>(
        &mut self,
        severity: Severity,
        place: impl Into<String>,
        parameters: [(&'static str, Parameter); N],
    ) {
        self.all.push(Finding {
            rule: self.rule.id.clone(),
            severity,
            place: place.into(),
            parameters: parameters.into_iter().collect(),
            citation: self.rule.citation.clone(),
        });
    }

    /// A number of the rule that runs.
    pub(super) fn limit(&self, name: &str) -> i64 {
        self.rule.limit(name)
    }
}

/// Members of the file before the forms, in the order of the paper form.
const BEFORE_FORMS: [&str; 11] = [
    "party",
    "regime",
    "kind",
    "form_set",
    "cycle",
    "language",
    "period",
    "submitted_on",
    "cover",
    "opening_answers",
    "summary",
];

/// Where a place comes in the report: by part, then form, then field, then entry.
pub fn order(set: &FormSet, place: &str) -> (usize, usize, usize, usize) {
    let mut steps = place.split(['.', '[']);
    let first = steps.next().unwrap_or_default();
    let entry = || entry(place);
    let form_of = |letter: &str| set.forms.iter().position(|form| form.letter == letter).unwrap_or(usize::MAX);
    if let Some(part) = BEFORE_FORMS.iter().position(|name| *name == first) {
        let next = steps.next().unwrap_or_default();
        let inside = match first {
            "summary" => form_of(next),
            "cover" => {
                let at = format!("cover.{next}");
                set.cover.iter().position(|field| field.at.as_deref() == Some(at.as_str())).unwrap_or(set.cover.len())
            }
            _ => 0,
        };
        return (part, inside, 0, entry());
    }
    let part = BEFORE_FORMS.len();
    if first == "forms" {
        let (letter, key) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        let form = form_of(letter);
        let fields = set.forms.get(form).map(|form| form.fields.as_slice()).unwrap_or_default();
        return (part, form, fields.iter().position(|field| field.key == key).unwrap_or(0), entry());
    }
    let member = place.split('[').next().unwrap_or_default();
    for (form, fields) in set.forms.iter().map(|form| &form.fields).enumerate() {
        let holds = |at: &str| member.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if let Some(field) = fields.iter().position(|field| field.at.as_deref().is_some_and(holds)) {
            return (part, form, field, entry());
        }
    }
    (part + 1, 0, 0, entry())
}

/// The number of the entry that a place lies in, where it lies in a list.
pub(super) fn entry(place: &str) -> usize {
    place.split_once('[').and_then(|(_, rest)| rest.split(']').next()?.parse().ok()).unwrap_or(0)
}

/// Puts what weighs most first, then in the order of the rules and of the places in the file: whoever picks those of
/// one form, or of one place, has them in that order too.
pub(super) fn sort<K: Ord>(findings: Vec<Finding>, order: impl Fn(&str) -> K) -> Vec<Finding> {
    let mut placed: Vec<_> = findings.into_iter().map(|finding| (order(&finding.place), finding)).collect();
    placed.sort_by(|(place, one), (other_place, other)| {
        let (own, others) = ((one.severity, &one.rule, place), (other.severity, &other.rule, other_place));
        own.cmp(&others).then_with(|| one.place.cmp(&other.place))
    });
    let mut sorted = Vec::with_capacity(placed.len());
    sorted.extend(placed.into_iter().map(|(_, finding)| finding));
    sorted
}
