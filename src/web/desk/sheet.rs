//! The two pages that show the lines of all forms together: what is on each.

use super::inputs::line_fields;
use super::question::InputView;
use crate::domain::checklist::Obligations;
use crate::domain::draft::{FieldName, Section, fields_of};
use crate::domain::regime::FormSet;
use crate::text::Text;

/// Which of the two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    Summary,
    Short,
}

impl Sheet {
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Short => "unchanged",
        }
    }

    pub(super) fn title(self, t: &Text) -> String {
        t.say(match self {
            Self::Summary => "summary-title",
            Self::Short => "short-title",
        })
    }

    /// What is saved from it.
    pub(super) fn sections(self, set: &FormSet) -> Vec<Section> {
        let cover = (self == Self::Short).then_some(Section::Cover);
        cover.into_iter().chain(set.forms.iter().map(|form| Section::Form(form.letter.clone()))).collect()
    }

    /// Whether the short way asks it once for all forms that are left. Where something about it is to be mended or
    /// looked at, it stands with its own form.
    pub(super) fn asks_at_the_end(self, input: &InputView) -> bool {
        self == Self::Short && is_of_silence(input) && !input.is_asked()
    }

    /// The fields of a section that are on it.
    pub(super) fn fields(self, section: &Section, set: &FormSet, obligations: &Obligations) -> Vec<FieldName> {
        match section {
            Section::Form(letter) => {
                set.form(letter).map(|form| line_fields(form, set, obligations)).unwrap_or_default()
            }
            other => fields_of(other, set, obligations),
        }
    }
}

/// Whether it is the tick of a form by which there is nothing to report of the period.
pub(super) fn is_of_silence(input: &InputView) -> bool {
    input.name.ends_with(".nothing_in_period")
}

/// What its revision is called in the form.
pub(super) fn revision_of(section: &Section) -> String {
    match section {
        Section::Form(letter) => format!("revision.{letter}"),
        other => format!("revision.{other}"),
    }
}
