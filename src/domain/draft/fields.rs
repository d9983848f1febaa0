//! Which fields a section has: those of the form set, in its order, with the kind of input each takes.

use std::fmt;

use crate::domain::checklist::Obligations;
use crate::domain::regime::{Field, FieldKind, Form, FormSet};
use crate::domain::report::{Availability, FormState};

/// Letters of one answer; the same as in report files.
pub const LONGEST_ANSWER: usize = 200_000;
/// Letters of what stands on one line.
const LONGEST_LINE: usize = 1_000;
/// Entries of a group: contacts, acts, amounts.
pub(super) const ENTRIES_MAX: usize = 50;

/// A part of a draft that is saved as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The cover page.
    Cover,
    /// The form of that letter, with its line of the summary sheet.
    Form(String),
    /// Facts of the State.
    Profile,
}

impl Section {
    /// Every section of a draft that answers the form set.
    pub fn all(set: &FormSet) -> Vec<Self> {
        let forms = set.forms.iter().map(|form| Self::Form(form.letter.clone()));
        [Self::Cover].into_iter().chain(forms).chain([Self::Profile]).collect()
    }

    /// The section of that key, if the form set has it.
    pub fn from_key(set: &FormSet, key: &str) -> Option<Self> {
        Self::all(set).into_iter().find(|section| section.to_string() == key)
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cover => f.write_str("cover"),
            Self::Form(letter) => write!(f, "form-{letter}"),
            Self::Profile => f.write_str("profile"),
        }
    }
}

/// What may be typed into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several paragraphs.
    Text,
    /// A date, as people write dates.
    Date,
    /// A number.
    Number,
    /// A whole year.
    Year,
    /// Ticked (`yes`) or not (empty).
    Tick,
    /// One of the words.
    Choice(&'static [&'static str]),
    /// Letters of forms, separated by spaces.
    Letters,
    /// The tag of a language.
    Language,
}

impl Input {
    /// Letters it takes at most.
    pub fn longest(self) -> usize {
        if self == Self::Text { LONGEST_ANSWER } else { LONGEST_LINE }
    }
}

/// A field of a section; of a group with a place for the number of the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    /// The group whose entries have it: `laws`, `cover.contacts`.
    pub group: Option<String>,
    /// Its name, inside an entry where it belongs to a group.
    pub name: String,
    /// What may be typed.
    pub input: Input,
}

impl FieldName {
    fn single(name: impl Into<String>, input: Input) -> Self {
        Self { group: None, name: name.into(), input }
    }

    fn of_group<'g>(group: &'g str, fields: &'g [(&'g str, Input)]) -> impl Iterator<Item = Self> + 'g {
        fields.iter().map(move |(name, input)| Self {
            group: Some(group.to_owned()),
            name: (*name).to_owned(),
            input: *input,
        })
    }

    /// The whole name of the field in the entry of that number, from 0.
    pub fn at(&self, entry: usize) -> String {
        match &self.group {
            Some(group) => format!("{group}[{entry}].{}", self.name),
            None => self.name.clone(),
        }
    }

    /// The number of the entry, where `whole` is this field of one; 0 for a field without a group.
    pub(super) fn entry_in(&self, whole: &str) -> Option<usize> {
        let Some(group) = &self.group else { return (whole == self.name).then_some(0) };
        let rest = whole.strip_prefix(group.as_str())?.strip_prefix('[')?;
        let (number, name) = rest.split_once("].")?;
        let entry: usize = number.parse().ok().filter(|entry| *entry < ENTRIES_MAX)?;
        (name == self.name && number == entry.to_string()).then_some(entry)
    }
}

const CONTACT: [(&str, Input); 4] =
    [("organization", Input::Line), ("name", Input::Line), ("email", Input::Line), ("telephone", Input::Line)];
const LAW: [(&str, Input); 7] = [
    ("title", Input::Line),
    ("number", Input::Line),
    ("adopted_on", Input::Date),
    ("in_force_on", Input::Date),
    ("status", Input::Choice(&["adopted", "draft"])),
    ("penal_provision", Input::Line),
    ("link", Input::Line),
];
const AMOUNT: [(&str, Input); 8] = [
    ("direction", Input::Choice(&["given", "received"])),
    ("amount", Input::Number),
    ("currency", Input::Line),
    ("year", Input::Year),
    ("channel", Input::Line),
    ("recipient", Input::Line),
    ("project", Input::Line),
    ("in_kind", Input::Tick),
];
const FACT: Input = Input::Choice(&["yes", "no", "unknown"]);

/// Whether the web forms can show every field of the form set.
pub fn is_supported(set: &FormSet) -> bool {
    let kinds = [FieldKind::LongText, FieldKind::Text, FieldKind::Law, FieldKind::Amount];
    set.fields().all(|(_, field)| kinds.contains(&field.kind))
        && set.cover.iter().all(|field| field.kind != FieldKind::Table)
}

/// The fields of a section.
pub fn fields_of(section: &Section, set: &FormSet, obligations: &Obligations) -> Vec<FieldName> {
    match section {
        Section::Cover => cover_fields(),
        Section::Form(letter) => set.form(letter).map(form_fields).unwrap_or_default(),
        Section::Profile => {
            let facts = obligations.conditions().iter();
            facts.map(|fact| FieldName::single(format!("profile.{}.answer", fact.key), FACT)).collect()
        }
    }
}

fn cover_fields() -> Vec<FieldName> {
    let mut fields: Vec<_> = FieldName::of_group("cover.contacts", &CONTACT).collect();
    fields.extend([
        FieldName::single("period.from", Input::Date),
        FieldName::single("period.to", Input::Date),
        FieldName::single("cover.availability", Input::Choice(Availability::WORDS)),
        FieldName::single("cover.availability_forms", Input::Letters),
        FieldName::single("cover.note_verbale.number", Input::Line),
        FieldName::single("cover.note_verbale.date", Input::Date),
        FieldName::single("cover.note_verbale.not_used", Input::Tick),
        FieldName::single("language", Input::Language),
        FieldName::single("translated_summary", Input::Text),
        FieldName::single("reason", Input::Text),
    ]);
    fields
}

fn form_fields(form: &Form) -> Vec<FieldName> {
    let line = |name: &str| format!("summary.{}.{name}", form.letter);
    let mut fields = vec![
        FieldName::single(line("state"), Input::Choice(FormState::WORDS)),
        FieldName::single(line("last_reporting"), Input::Year),
        FieldName::single(line("reason"), Input::Line),
    ];
    form.fields.iter().for_each(|field| fields.extend(answer_fields(form, field)));
    fields
}

fn answer_fields(form: &Form, field: &Field) -> Vec<FieldName> {
    let place = field.at.clone().unwrap_or_else(|| format!("forms.{}.{}", form.letter, field.key));
    match field.kind {
        FieldKind::Law => FieldName::of_group(&place, &LAW).collect(),
        FieldKind::Amount => FieldName::of_group(&place, &AMOUNT).collect(),
        _ => vec![
            FieldName::single(format!("{place}.text"), Input::Text),
            FieldName::single(format!("{place}.nothing_to_report"), Input::Tick),
        ],
    }
}
