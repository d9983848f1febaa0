//! The profile of a State: dated facts, asked once and kept, that decide which items concern it.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::regime::Words;

const CONDITIONS: &str = include_str!("conditions.toml");

/// Names a fact of a State: `holds_mines`, `mined_areas`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConditionKey(pub String);

impl fmt::Display for ConditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A fact that a State is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Names it.
    pub key: ConditionKey,
    /// How the State is asked.
    pub question: Words,
    /// Completes *applies if ...* while it has not answered.
    pub applies_if: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    condition: Vec<Condition>,
}

/// The version of the data, and the facts asked about.
pub(super) fn conditions() -> Result<(String, Vec<Condition>), toml::de::Error> {
    toml::from_str::<File>(CONDITIONS).map(|file| (file.version, file.condition))
}

/// What the State says about a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The State cannot say; counts as not confirmed.
    Unknown,
}

impl Answer {
    /// Reads `yes`, `no`, `unknown`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// One answer of the State, with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// The day from which the answer holds.
    pub on: NaiveDate,
    /// The answer.
    pub answer: Answer,
}

/// All answers of a State, also those it has replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    facts: BTreeMap<ConditionKey, Vec<Fact>>,
}

impl Profile {
    /// Keeps an answer; of two of the same day the one given last counts.
    pub fn add(&mut self, key: ConditionKey, fact: Fact) {
        let facts = self.facts.entry(key).or_default();
        let place = facts.partition_point(|known| known.on <= fact.on);
        facts.insert(place, fact);
    }

    /// Keeps all answers of another profile of the same State.
    pub fn add_all(&mut self, other: &Self) {
        for (key, facts) in &other.facts {
            facts.iter().for_each(|fact| self.add(key.clone(), *fact));
        }
    }

    /// What the State said last, as of that day; `None` where it has not answered.
    pub fn answer(&self, key: &ConditionKey, on: NaiveDate) -> Option<Answer> {
        let facts = self.facts.get(key)?;
        let given = facts.iter().rev().find(|fact| fact.on <= on);
        given.map(|fact| fact.answer).filter(|answer| *answer != Answer::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;

    fn key() -> ConditionKey {
        ConditionKey("mined_areas".into())
    }

    #[test]
    fn an_answer_holds_from_its_day_until_the_next() {
        let mut profile = Profile::default();
        profile.add(key(), Fact { on: day(2020, 1, 1), answer: Answer::Yes });
        profile.add(key(), Fact { on: day(2024, 6, 30), answer: Answer::No });
        for (on, expected) in [
            (day(2019, 12, 31), None),
            (day(2020, 1, 1), Some(Answer::Yes)),
            (day(2024, 6, 29), Some(Answer::Yes)),
            (day(2024, 6, 30), Some(Answer::No)),
        ] {
            assert_eq!(profile.answer(&key(), on), expected, "{on}");
        }
    }

    #[test]
    fn not_known_is_not_confirmed() {
        let mut profile = Profile::default();
        profile.add(key(), Fact { on: day(2020, 1, 1), answer: Answer::Yes });
        profile.add(key(), Fact { on: day(2021, 1, 1), answer: Answer::Unknown });
        assert_eq!(profile.answer(&key(), day(2022, 1, 1)), None);
    }

    proptest! {
        #[test]
        fn the_order_in_which_answers_come_does_not_matter(mut days in proptest::collection::vec(0i32..1000, 1..8)) {
            days.sort_unstable();
            days.dedup();
            let fact = |day: &i32| Fact {
                on: NaiveDate::from_epoch_days(*day).unwrap(),
                answer: if day % 2 == 0 { Answer::Yes } else { Answer::No },
            };
            let (mut forwards, mut backwards) = (Profile::default(), Profile::default());
            days.iter().for_each(|day| forwards.add(key(), fact(day)));
            days.iter().rev().for_each(|day| backwards.add(key(), fact(day)));
            prop_assert_eq!(forwards, backwards);
        }
    }
}
