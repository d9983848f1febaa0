//! What requests choose from, read from `choices.toml`.

use serde::Deserialize;

use crate::domain::regime::Words;
use crate::domain::treaty::Mark;

const CHOICES: &str = include_str!("choices.toml");

/// One of the words that a request may name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What files call it.
    pub key: String,
    /// What people read.
    pub label: Words,
    /// How well it is known.
    pub mark: Mark,
    /// Article or decision.
    pub source: String,
}

/// Kinds of need and grounds of priority, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestChoices {
    /// What assistance may be asked for.
    #[serde(rename = "need")]
    pub needs: Vec<Choice>,
    /// On what ground sponsorship may be asked for.
    #[serde(rename = "ground")]
    pub grounds: Vec<Choice>,
}

impl RequestChoices {
    /// The choices that come with the program.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(CHOICES)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_name_one_choice_each() {
        let choices = RequestChoices::embedded().unwrap();
        for all in [choices.needs, choices.grounds] {
            let keys: BTreeSet<_> = all.iter().map(|choice| choice.key.as_str()).collect();
            assert_eq!(keys.len(), all.len());
            let is_key = |key: &&str| key.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_');
            assert!(keys.iter().all(is_key), "{keys:?}");
            assert!(all.iter().all(|choice| !choice.source.is_empty() && !choice.label.in_language("en").is_empty()));
        }
    }
}
