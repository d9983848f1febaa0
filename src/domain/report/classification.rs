//! Where the documents of a report in free format speak of each form, as a desk officer of the secretariat found it.
//!
//! It stands beside the State's words and changes nothing in them (rule 10 of conduct): whoever wants to know what the
//! State says reads the original at that place. A form of which nobody found anything is left open.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::model::{FilingKind, Report, is_blank};
use crate::domain::history::AnsweredForms;

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Pages or headings, as the officer wrote them: *p. 3–5*.
    pub words: String,
    /// SHA-256 of the document, where the report has several.
    pub document: Option<String>,
}

impl Place {
    /// Letters of a place, at most: pages and headings, not what stands there.
    pub const LONGEST: usize = 200;

    /// The place that was typed: nothing where the field was left blank. Spaces and line breaks become one space.
    pub fn typed(words: &str, document: Option<String>) -> Option<Self> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!is_blank(&words)).then_some(Self { words, document })
    }
}

/// What was found about a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    /// Where the original speaks of it; nothing where it is left open.
    pub place: Option<Place>,
    /// With which save of the classification this was said; the first is 1.
    pub revision: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub by: String,
}

/// What was found about each form, by letter; one that somebody has made holds a form at least.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classification {
    /// By letter.
    pub forms: BTreeMap<String, Sorted>,
}

impl Classification {
    /// Where the original speaks of the form.
    pub fn place(&self, letter: &str) -> Option<&Place> {
        self.forms.get(letter)?.place.as_ref()
    }

    /// The places alone, by letter.
    pub fn places(&self) -> BTreeMap<String, Option<Place>> {
        self.forms.iter().map(|(letter, sorted)| (letter.clone(), sorted.place.clone())).collect()
    }

    /// How often it was saved; 0 where nobody has.
    pub fn revision(&self) -> i64 {
        self.last().map_or(0, |last| last.revision)
    }

    /// What was said last, with when and by whom.
    pub fn last(&self) -> Option<&Sorted> {
        self.forms.values().max_by_key(|sorted| sorted.revision)
    }

    /// The forms of which the original speaks, as a list of earlier reports names them.
    pub fn answered(&self) -> AnsweredForms {
        let found = self.forms.iter().filter(|(_, sorted)| sorted.place.is_some());
        found.map(|(letter, _)| letter.clone()).collect()
    }
}

impl Report {
    /// Whether all that it says stands in the documents that came with it.
    pub fn is_wordless(&self) -> bool {
        let is_document = match self.kind {
            FilingKind::FreeFormat => true,
            // One that came on paper.
            FilingKind::Correction | FilingKind::Update => !self.attachments.is_empty(),
            _ => false,
        };
        is_document && self.forms.is_empty() && self.summary.is_empty()
    }

    /// Whether all that it says stands in its documents and nobody has sorted it into forms.
    pub fn is_unsorted(&self) -> bool {
        self.is_wordless() && self.classification.is_none()
    }

    /// Where its documents speak of the form, as far as somebody found it.
    pub fn place_of(&self, letter: &str) -> Option<&Place> {
        self.classification.as_ref()?.place(letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(place: Option<&str>, revision: i64) -> Sorted {
        let place = place.and_then(|words| Place::typed(words, None));
        Sorted { place, revision, at: DateTime::UNIX_EPOCH, by: "a".into() }
    }

    #[test]
    fn a_place_is_one_line_and_a_blank_field_is_none() {
        assert_eq!(Place::typed(" p. 3–5,\n  heading 2 ", None).unwrap().words, "p. 3–5, heading 2");
        for blank in ["", " \n", "\u{200b}"] {
            assert_eq!(Place::typed(blank, Some("0".into())), None);
        }
    }

    #[test]
    fn what_was_found_is_told_from_what_is_left_open() {
        let forms = [("A", sorted(Some("p. 2"), 1)), ("B", sorted(None, 3)), ("C", sorted(Some("p. 4"), 2))];
        let forms = forms.map(|(letter, sorted)| (letter.to_owned(), sorted)).into();
        let classification = Classification { forms };
        assert_eq!(classification.answered().to_string(), "A C");
        assert_eq!((classification.revision(), Classification::default().revision()), (3, 0));
        assert!(classification.place("B").is_none() && classification.place("D").is_none());
    }
}
