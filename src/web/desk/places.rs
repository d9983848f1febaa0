//! Where in the pages a finding's place is: `cover.contacts[0].email` is a field of the cover page.

use crate::domain::draft::Section;
use crate::domain::regime::FormSet;

/// The place as the `id` of an element.
pub(super) fn anchor(place: &str) -> String {
    place.replace(['.', '['], "-").replace(']', "")
}

/// Whether the place is that of a document, which has a page of its own.
pub(super) fn is_about_documents(place: &str) -> bool {
    place.starts_with("attachments")
}

/// Whether the place is the report as a whole, of which no page of a section has an element.
pub(super) fn is_about_report(place: &str) -> bool {
    matches!(place, "kind" | "forms" | "summary")
}

/// The section that holds the place.
pub(in crate::web) fn section_of(set: &FormSet, place: &str) -> Section {
    match set.form_at(place) {
        Some(form) => Section::Form(form.letter.clone()),
        None if place.split(['.', '[']).next() == Some("profile") => Section::Profile,
        None => Section::Cover,
    }
}

/// The path of a section below its report.
pub(super) fn path(section: &Section) -> String {
    match section {
        Section::Cover => "cover".into(),
        Section::Profile => "profile".into(),
        Section::Form(letter) => format!("forms/{letter}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::regime::FormSets;

    #[test]
    fn every_kind_of_place_has_its_page() {
        let sets = FormSets::embedded().unwrap();
        let set = sets.all().iter().find(|set| set.name() == "COMPLIANCE/2007").unwrap();
        for (place, section, id) in [
            ("cover.contacts[0].email", "cover", "cover-contacts-0-email"),
            ("period", "cover", "period"),
            ("summary.B", "form-B", "summary-B"),
            ("forms.A.armed_forces", "form-A", "forms-A-armed_forces"),
            ("laws[2].adopted_on", "form-C", "laws-2-adopted_on"),
            ("figures.funding[0]", "form-D", "figures-funding-0"),
            ("figures.funding_by_recipient[0]", "form-D", "figures-funding_by_recipient-0"),
            ("profile.holds_mines", "profile", "profile-holds_mines"),
        ] {
            assert_eq!((section_of(set, place).to_string().as_str(), anchor(place).as_str()), (section, id), "{place}");
        }
    }
}
