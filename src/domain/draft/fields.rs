//! Which fields a section has: those of the form set, in its order, with the kind of input each takes.

use std::fmt;

use super::Answers;
use crate::domain::checklist::Obligations;
use crate::domain::regime::{Field, FieldKind, Form, FormSet, Slot};
use crate::domain::report::{Amount, Availability, FormState, Law};

/// Letters of one answer; the same as in report files.
pub const LONGEST_ANSWER: usize = 200_000;
/// Letters of what stands on one line.
const LONGEST_LINE: usize = 1_000;
/// Entries of a group: contacts, acts, amounts.
pub const ENTRIES_MAX: usize = 50;

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
        Self::of_key(key).filter(|section| Self::all(set).contains(section))
    }

    /// The section of that key, whatever forms there are.
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "cover" => Some(Self::Cover),
            "profile" => Some(Self::Profile),
            _ => key.strip_prefix("form-").map(|letter| Self::Form(letter.to_owned())),
        }
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several paragraphs.
    Text,
    /// A date, as people write dates.
    Date,
    /// A number.
    Number,
    /// How many people or pieces.
    Count,
    /// A number with m2, ha or km2 behind it; kept in square metres.
    Area,
    /// A whole year.
    Year,
    /// Ticked (`yes`) or not (empty).
    Tick,
    /// One of the words.
    Choice(Vec<String>),
    /// Letters of forms, separated by spaces.
    Letters,
    /// The tag of a language.
    Language,
}

impl Input {
    fn one_of(words: &[&str]) -> Self {
        Self::Choice(words.iter().map(|word| (*word).to_owned()).collect())
    }

    /// What is typed where a form set asks for one value.
    pub fn of(slot: Slot<'_>) -> Self {
        match slot.kind {
            FieldKind::Number if slot.unit == Some(AREA) => Self::Area,
            FieldKind::Number if matches!(slot.unit, Some("persons" | "pieces")) => Self::Count,
            FieldKind::Number => Self::Number,
            FieldKind::Year => Self::Year,
            FieldKind::Date => Self::Date,
            FieldKind::LongText => Self::Text,
            FieldKind::YesNoUnknown => Self::one_of(&YES_NO_UNKNOWN),
            FieldKind::Choice => Self::Choice(slot.words.iter().map(|word| word.key.clone()).collect()),
            _ => Self::Line,
        }
    }

    /// Letters it takes at most.
    pub fn longest(&self) -> usize {
        if *self == Self::Text { LONGEST_ANSWER } else { LONGEST_LINE }
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

    fn of_group(group: &str, fields: impl IntoIterator<Item = (impl Into<String>, Input)>) -> Vec<Self> {
        let field = |(name, input): (_, Input)| Self { group: Some(group.to_owned()), name: Into::into(name), input };
        fields.into_iter().map(field).collect()
    }

    /// The whole name of the field in the entry of that number, from 0.
    pub fn at(&self, entry: usize) -> String {
        match &self.group {
            Some(group) => format!("{group}[{entry}].{}", self.name),
            None => self.name.clone(),
        }
    }

    /// The number of the entry, where `whole` is this field of one; 0 for a field without a group.
    pub fn entry_in(&self, whole: &str) -> Option<usize> {
        let Some(group) = &self.group else { return (whole == self.name).then_some(0) };
        let rest = whole.strip_prefix(group.as_str())?.strip_prefix('[')?;
        let (number, name) = rest.split_once("].")?;
        let entry: usize = number.parse().ok().filter(|entry| *entry < ENTRIES_MAX)?;
        (name == self.name && number == entry.to_string()).then_some(entry)
    }
}

/// The unit in which areas are kept.
const AREA: &str = "m2";
const YES_NO_UNKNOWN: [&str; 3] = ["yes", "no", "unknown"];

fn contact() -> [(&'static str, Input); 4] {
    ["organization", "name", "email", "telephone"].map(|name| (name, Input::Line))
}

fn law() -> [(&'static str, Input); 7] {
    [
        ("title", Input::Line),
        ("number", Input::Line),
        ("adopted_on", Input::Date),
        ("in_force_on", Input::Date),
        ("status", Input::one_of(Law::STATUSES)),
        ("penal_provision", Input::Line),
        ("link", Input::Line),
    ]
}

fn amount() -> [(&'static str, Input); 8] {
    [
        ("direction", Input::one_of(Amount::DIRECTIONS)),
        ("amount", Input::Number),
        ("currency", Input::Line),
        ("year", Input::Year),
        ("channel", Input::Line),
        ("recipient", Input::Line),
        ("project", Input::Line),
        ("in_kind", Input::Tick),
    ]
}

/// The fields of a section.
pub fn fields_of(section: &Section, set: &FormSet, obligations: &Obligations) -> Vec<FieldName> {
    match section {
        Section::Cover => cover_fields(set),
        Section::Form(letter) => set.form(letter).map(form_fields).unwrap_or_default(),
        Section::Profile => {
            let facts = obligations.conditions().iter();
            facts
                .map(|fact| FieldName::single(format!("profile.{}.answer", fact.key), Input::one_of(&YES_NO_UNKNOWN)))
                .collect()
        }
    }
}

fn cover_fields(set: &FormSet) -> Vec<FieldName> {
    let mut fields = FieldName::of_group("cover.contacts", contact());
    fields.extend([
        FieldName::single("period.from", Input::Date),
        FieldName::single("period.to", Input::Date),
        FieldName::single("cover.availability", Input::one_of(Availability::WORDS)),
        FieldName::single("cover.availability_forms", Input::Letters),
        FieldName::single("cover.note_verbale.number", Input::Line),
        FieldName::single("cover.note_verbale.date", Input::Date),
        FieldName::single("cover.note_verbale.not_used", Input::Tick),
        FieldName::single("language", Input::Language),
        FieldName::single("translated_summary", Input::Text),
        FieldName::single("reason", Input::Text),
    ]);
    for table in set.cover_tables() {
        fields.extend(table_fields(&table.place(""), table));
    }
    fields
}

fn form_fields(form: &Form) -> Vec<FieldName> {
    let line = |name: &str| format!("summary.{}.{name}", form.letter);
    let mut fields = vec![
        FieldName::single(line("state"), Input::one_of(FormState::WORDS)),
        FieldName::single(line("last_reporting"), Input::Year),
        FieldName::single(line("reason"), Input::Line),
    ];
    if form.fields_of_period().next().is_some() {
        fields.push(FieldName::single(nothing_in_period(form), Input::Tick));
    }
    form.fields.iter().for_each(|field| fields.extend(answer_fields(form, field)));
    fields
}

/// The name of the tick by which a form says that there is nothing to report of the period.
pub fn nothing_in_period(form: &Form) -> String {
    format!("summary.{}.nothing_in_period", form.letter)
}

/// Whether a name is one of what is typed into fields of a form that hold figures or acts of the period.
pub(super) fn is_of_period(form: &Form, name: &str) -> bool {
    let fields = form.fields_of_period().flat_map(|field| answer_fields(form, field));
    fields.into_iter().any(|field| field.entry_in(name).is_some())
}

/// Whether figures or acts of the period are typed into the form.
pub fn holds_of_period(form: &Form, answers: &Answers) -> bool {
    answers.iter().any(|(name, text)| !text.trim().is_empty() && is_of_period(form, name))
}

/// The names of what is typed into one field of a form.
pub fn answer_fields(form: &Form, field: &Field) -> Vec<FieldName> {
    let place = field.place(&form.letter);
    match field.kind {
        FieldKind::Law => FieldName::of_group(&place, law()),
        FieldKind::Amount => FieldName::of_group(&place, amount()),
        FieldKind::Table => table_fields(&place, field),
        FieldKind::Period => ["from", "to"].map(|end| FieldName::single(format!("{place}.{end}"), Input::Date)).into(),
        _ if field.at.is_some() => vec![FieldName::single(place, Input::of(field.slot()))],
        _ => vec![
            FieldName::single(format!("{place}.text"), Input::Text),
            FieldName::single(format!("{place}.nothing_to_report"), Input::Tick),
        ],
    }
}

fn table_fields(place: &str, table: &Field) -> Vec<FieldName> {
    let columns = || table.columns.iter().map(|column| (column.key.as_str(), Input::of(column.slot())));
    if table.repeatable {
        return FieldName::of_group(place, columns());
    }
    columns().map(|(key, input)| FieldName::single(format!("{place}.{key}"), input)).collect()
}
