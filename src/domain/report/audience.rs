//! Who may see what of a filed report (rule 5 of conduct).
//!
//! The State and the secretariat see all of it. Parties see all of what is circulated, whatever the
//! cover says: the report is addressed to them. Everyone else sees what the State made available, and
//! contacts only where it said so (rule 7).

use super::model::{Attachment, Availability, Report};

/// A circle of readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The reporting State and the secretariat.
    Within,
    /// All parties.
    Parties,
    /// Everyone.
    Everyone,
}

impl Report {
    /// Whether the audience may see the form of that letter.
    pub fn shows_form(&self, letter: &str, audience: Audience) -> bool {
        match (audience, self.cover.chosen()) {
            (Audience::Within | Audience::Parties, _) | (Audience::Everyone, Some(Availability::Yes)) => true,
            (Audience::Everyone, Some(Availability::Partially)) => {
                self.cover.availability_forms.iter().any(|own| own == letter)
            }
            (Audience::Everyone, Some(Availability::No) | None) => false,
        }
    }

    /// Whether the audience may have a document that comes with the report: everyone has those of a form
    /// that is open, and those of no form only where all of the report is.
    pub fn shows_attachment(&self, attachment: &Attachment, audience: Audience) -> bool {
        match (&attachment.form, audience) {
            (Some(letter), _) => self.shows_form(letter, audience),
            (None, Audience::Within | Audience::Parties) => true,
            (None, Audience::Everyone) => self.cover.chosen() == Some(Availability::Yes),
        }
    }

    /// Whether the audience may see whom to write to.
    pub fn shows_contacts(&self, audience: Audience, contacts_public: bool) -> bool {
        match audience {
            Audience::Within | Audience::Parties => true,
            Audience::Everyone => contacts_public && self.cover.chosen() != Some(Availability::No),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::Obligations;
    use crate::domain::regime::FormSets;
    use crate::domain::report::read;

    #[test]
    fn documents_go_with_their_form_and_those_of_none_with_the_whole() {
        let document = |form: Option<&str>| Attachment { form: form.map(str::to_owned), ..Attachment::default() };
        for (availability, shown) in [("yes", "BC-"), ("no", ""), ("partially", "B"), ("perhaps", "")] {
            let report = report(availability);
            for form in [Some("B"), Some("C"), None] {
                let expected = shown.contains(form.unwrap_or("-"));
                let document = document(form);
                assert_eq!(report.shows_attachment(&document, Audience::Everyone), expected, "{availability} {form:?}");
                assert!(report.shows_attachment(&document, Audience::Parties));
                assert!(report.shows_attachment(&document, Audience::Within));
            }
        }
    }

    fn report(availability: &str) -> Report {
        let file = format!(
            r#"{{"party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": "annual",
                "cover": {{"availability": "{availability}", "availability_forms": ["B", "D"]}}}}"#
        );
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        read(file.as_bytes(), &sets, &obligations).unwrap()
    }

    fn shown(availability: &str, audience: Audience) -> String {
        let report = report(availability);
        ["A", "B", "C", "D", "E"].into_iter().filter(|letter| report.shows_form(letter, audience)).collect()
    }

    #[test]
    fn everyone_sees_what_the_state_made_available_and_parties_see_all() {
        for (availability, everyone) in [("yes", "ABCDE"), ("no", ""), ("partially", "BD"), ("perhaps", "")] {
            assert_eq!(shown(availability, Audience::Everyone), everyone, "{availability}");
            assert_eq!(shown(availability, Audience::Parties), "ABCDE");
            assert_eq!(shown(availability, Audience::Within), "ABCDE");
        }
    }
}
