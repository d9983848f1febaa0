//! Who may see what of a filed report (rule 5 of conduct).
//!
//! The State and the secretariat see all of it, but what was filed for the State by mistake, and withdrawn, is the
//! secretariat's alone: it may be another State's. Parties see all of what is circulated, whatever the
//! cover says: the report is addressed to them. Everyone else sees what the State made available, and
//! contacts only where it said so (rule 7).

use std::collections::BTreeSet;

use super::model::{Attachment, Availability, Report};

/// A circle of readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The secretariat.
    Secretariat,
    /// The reporting State.
    State,
    /// All parties.
    Parties,
    /// Everyone.
    Everyone,
}

/// How much of a report an audience may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Letters of the forms that are open; none where all of the report is.
    forms: Option<BTreeSet<String>>,
    contacts: bool,
}

impl Opening {
    /// All of it.
    pub fn whole() -> Self {
        Self { forms: None, contacts: true }
    }

    /// Whether all but perhaps the contacts is open.
    pub fn is_whole(&self) -> bool {
        self.forms.is_none()
    }

    /// Whether the form of that letter is open.
    pub fn shows_form(&self, letter: &str) -> bool {
        self.forms.as_ref().is_none_or(|forms| forms.contains(letter))
    }

    /// Whether a document that comes with the report is open: with its form, or, where it has none, with the whole.
    pub fn shows_attachment(&self, attachment: &Attachment) -> bool {
        attachment.form.as_ref().map_or(self.is_whole(), |letter| self.shows_form(letter))
    }

    /// Whether it is open whom to write to.
    pub fn shows_contacts(&self) -> bool {
        self.contacts
    }

    /// The same, with contacts only where they are open in the other too.
    #[must_use]
    pub fn with_contacts_of(self, other: &Self) -> Self {
        Self { contacts: self.contacts && other.contacts, ..self }
    }

    /// What is open in both.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        let forms = match (self.forms, &other.forms) {
            (Some(own), Some(others)) => Some(own.intersection(others).cloned().collect()),
            (own, others) => own.or_else(|| others.clone()),
        };
        Self { forms, contacts: self.contacts && other.contacts }
    }
}

impl Report {
    /// How much the audience may see of this report, as its own cover says.
    pub fn opening(&self, audience: Audience, contacts_public: bool) -> Opening {
        if audience != Audience::Everyone {
            return Opening::whole();
        }
        let forms = match self.cover.chosen() {
            Some(Availability::Yes) => None,
            Some(Availability::Partially) => Some(self.cover.availability_forms.iter().cloned().collect()),
            Some(Availability::No) | None => Some(BTreeSet::new()),
        };
        Opening { forms, contacts: contacts_public && self.cover.chosen() != Some(Availability::No) }
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
                let everyone = report.opening(Audience::Everyone, false);
                assert_eq!(everyone.shows_attachment(&document), expected, "{availability} {form:?}");
                assert!(report.opening(Audience::Parties, false).shows_attachment(&document));
                assert!(report.opening(Audience::State, false).shows_attachment(&document));
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
        ["A", "B", "C", "D", "E"]
            .into_iter()
            .filter(|letter| report.opening(audience, false).shows_form(letter))
            .collect()
    }

    #[test]
    fn everyone_sees_what_the_state_made_available_and_parties_see_all() {
        for (availability, everyone) in [("yes", "ABCDE"), ("no", ""), ("partially", "BD"), ("perhaps", "")] {
            assert_eq!(shown(availability, Audience::Everyone), everyone, "{availability}");
            assert_eq!(shown(availability, Audience::Parties), "ABCDE");
            assert_eq!(shown(availability, Audience::State), "ABCDE");
        }
    }

    #[test]
    fn of_an_older_version_only_what_the_newest_leaves_open_is_shown() {
        let opening = |availability: &str, contacts| report(availability).opening(Audience::Everyone, contacts);
        let both = |one: Opening, other: Opening| {
            let both = one.and(&other);
            let forms: String = ["A", "B", "C"].into_iter().filter(|letter| both.shows_form(letter)).collect();
            (forms, both.is_whole(), both.shows_contacts())
        };
        assert_eq!(both(opening("yes", true), opening("no", false)), (String::new(), false, false));
        assert_eq!(both(opening("yes", true), opening("partially", true)), ("B".into(), false, true));
        assert_eq!(both(opening("partially", true), opening("yes", false)), ("B".into(), false, false));
        assert_eq!(both(opening("yes", true), opening("yes", true)), ("ABC".into(), true, true));
    }
}
