//! The forms of a report that held an answer.

use std::collections::BTreeSet;
use std::fmt;

/// Letters of the forms that held an answer, perhaps none: `A B C`, or `-`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnsweredForms(BTreeSet<String>);

/// Not a list of letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” are not letters of forms; they look like “A B C”, or “-” for none")]
pub struct NotForms(String);

impl AnsweredForms {
    /// How it is written when no form held an answer.
    const NONE: &str = "-";

    /// The letters in their order.
    pub fn letters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether the form of that letter held an answer.
    pub fn contains(&self, letter: &str) -> bool {
        self.0.contains(letter)
    }
}

impl FromIterator<String> for AnsweredForms {
    fn from_iter<I: IntoIterator<Item = String>>(letters: I) -> Self {
        Self(letters.into_iter().collect())
    }
}

impl fmt::Display for AnsweredForms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.is_empty() {
            true => f.write_str(Self::NONE),
            false => f.write_str(&self.letters().collect::<Vec<_>>().join(" ")),
        }
    }
}

impl std::str::FromStr for AnsweredForms {
    type Err = NotForms;

    fn from_str(text: &str) -> Result<Self, NotForms> {
        if text == Self::NONE {
            return Ok(Self::default());
        }
        let refused = || NotForms(text.chars().take(40).collect());
        let is_letter = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
        let mut letters = BTreeSet::new();
        for word in text.split_whitespace() {
            // A letter given twice may be another one mistyped.
            if !is_letter(word) || !letters.insert(word.to_owned()) {
                return Err(refused());
            }
        }
        if letters.is_empty() { Err(refused()) } else { Ok(Self(letters)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_keep_their_spelling_and_none_is_not_unknown() {
        for text in ["A", "A B E", "-"] {
            assert_eq!(text.parse::<AnsweredForms>().map(|forms| forms.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("E  A".parse::<AnsweredForms>().map(|forms| forms.to_string()), Ok("A E".to_owned()));
        let forms = "A C".parse::<AnsweredForms>().unwrap();
        assert_eq!((forms.contains("A"), forms.contains("B")), (true, false));
        for text in ["", " ", "a", "A,B", "A A", "- A", "А"] {
            assert!(text.parse::<AnsweredForms>().is_err(), "{text}");
        }
    }
}
