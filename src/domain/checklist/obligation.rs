//! The obligations as data.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::profile::{Condition, ConditionKey, conditions};
use crate::domain::calendar::Cycle;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::Mark;

const OBLIGATIONS: &str = include_str!("obligations.csv");

/// Names an item of the checklist: `APII-14-2`, `CM-2A`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(pub String);

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One obligation of a text, as a report may speak of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Names it, for ever.
    pub id: ItemId,
    /// The instrument that must be in force for the State.
    pub instrument: InstrumentCode,
    /// Article, paragraph or decision.
    pub article: String,
    /// A few words for it.
    pub title: String,
    /// What it asks, in our words; the treaty text governs.
    pub obligation: String,
    /// What kind of duty it is: `train`, `record`, `legislate` ...
    pub kind: String,
    /// Whom it concerns, in words.
    pub applies_to: String,
    /// Facts of the State it hangs on: any of them suffices.
    #[serde(rename = "condition")]
    pub applies: Applies,
    /// What a good answer shows.
    pub evidence: String,
    /// Where it was read.
    pub source: String,
    /// How well it is known.
    pub mark: Mark,
    first_cycle: Option<i32>,
    last_cycle: Option<i32>,
}

impl Obligation {
    /// Whether reports of the cycle are asked about it. A changed item is a new line from a cycle on.
    pub fn holds(&self, cycle: Cycle) -> bool {
        self.first_cycle.is_none_or(|first| first <= cycle.year())
            && self.last_cycle.is_none_or(|last| cycle.year() <= last)
    }
}

/// Whom an obligation concerns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Applies {
    /// Every State bound.
    Always,
    /// No party: it is for the Depositary or for States that join.
    NotToParties,
    /// States that have confirmed one of these facts.
    If(Vec<ConditionKey>),
}

impl From<String> for Applies {
    fn from(text: String) -> Self {
        match text.as_str() {
            "always" => Self::Always,
            "not_for_parties" => Self::NotToParties,
            several => Self::If(several.split(';').map(|key| ConditionKey(key.to_owned())).collect()),
        }
    }
}

/// All obligations and the facts they hang on.
#[derive(Debug, Clone)]
pub struct Obligations {
    version: String,
    items: Vec<Obligation>,
    places: BTreeMap<ItemId, usize>,
    conditions: Vec<Condition>,
}

/// The obligations cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ObligationsError {
    /// A line of the list cannot be read.
    #[error("obligations: {0}")]
    Items(csv::Error),
    /// The conditions cannot be read.
    #[error("conditions")]
    Conditions(#[from] toml::de::Error),
    /// The same item stands in two lines.
    #[error("obligations: {0} stands twice")]
    Twice(ItemId),
    /// An item hangs on a fact that nobody is asked about.
    #[error("obligations: {0} hangs on {1}, which is not among the conditions")]
    UnknownCondition(ItemId, ConditionKey),
}

impl Obligations {
    /// The obligations that come with the program.
    pub fn embedded() -> Result<Self, ObligationsError> {
        let lines = csv::Reader::from_reader(OBLIGATIONS.as_bytes()).into_deserialize();
        Self::new(lines.collect::<Result<_, _>>().map_err(ObligationsError::Items)?, conditions()?)
    }

    fn new(items: Vec<Obligation>, (version, conditions): (String, Vec<Condition>)) -> Result<Self, ObligationsError> {
        let mut places = BTreeMap::new();
        for (place, item) in items.iter().enumerate() {
            if places.insert(item.id.clone(), place).is_some() {
                return Err(ObligationsError::Twice(item.id.clone()));
            }
            let Applies::If(keys) = &item.applies else { continue };
            if let Some(key) = keys.iter().find(|key| !conditions.iter().any(|known| known.key == **key)) {
                return Err(ObligationsError::UnknownCondition(item.id.clone(), key.clone()));
            }
        }
        Ok(Self { version, items, places, conditions })
    }

    /// Names the version of the list and its conditions.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All items in the order of the list.
    pub fn items(&self) -> &[Obligation] {
        &self.items
    }

    /// The item of that name.
    pub fn item(&self, id: &ItemId) -> Option<&Obligation> {
        self.items.get(*self.places.get(id)?)
    }

    /// The facts that a State is asked about once.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::treaty::Register;

    #[test]
    fn all_149_obligations_are_there_with_what_they_need() {
        let obligations = Obligations::embedded().unwrap();
        let register = Register::embedded().unwrap();
        assert_eq!(obligations.items().len(), 149);
        for item in obligations.items() {
            assert!(register.instrument(item.instrument).is_some(), "{}", item.id);
            let texts = [&item.article, &item.title, &item.obligation, &item.kind, &item.evidence, &item.source];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", item.id);
        }
        let of = |code: &str| obligations.items().iter().filter(|item| item.instrument.as_str() == code).count();
        assert_eq!(["CCW", "A1", "P-I", "P-II", "P-III", "P-IV", "AP-II", "P-V"].map(of), [26, 2, 1, 10, 4, 4, 65, 37]);
    }

    #[test]
    fn every_condition_is_asked_for_by_an_item() {
        let obligations = Obligations::embedded().unwrap();
        assert_eq!(obligations.conditions().len(), 16);
        for condition in obligations.conditions() {
            let hangs = |item: &Obligation| matches!(&item.applies, Applies::If(keys) if keys.contains(&condition.key));
            assert!(obligations.items().iter().any(hangs), "{}", condition.key);
        }
    }

    #[test]
    fn an_item_holds_for_the_cycles_it_names() {
        let mut item = Obligations::embedded().unwrap().items.swap_remove(0);
        let holds = |item: &Obligation| [2026, 2027, 2028].map(|year| item.holds(Cycle::new(year).unwrap()));
        assert_eq!(holds(&item), [true; 3]);
        (item.first_cycle, item.last_cycle) = (Some(2027), Some(2027));
        assert_eq!(holds(&item), [false, true, false]);
    }

    #[test]
    fn an_item_that_stands_twice_or_hangs_on_nothing_is_refused() {
        let items = Obligations::embedded().unwrap().items;
        let twice: Vec<_> = items.iter().chain(items.first()).cloned().collect();
        assert!(matches!(Obligations::new(twice, conditions().unwrap()), Err(ObligationsError::Twice(_))));
        assert!(matches!(
            Obligations::new(items, (String::new(), Vec::new())),
            Err(ObligationsError::UnknownCondition(..))
        ));
    }
}
