//! Fields of forms: what kind of answer each takes, and what tables consist of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::checklist::ItemId;
use crate::domain::treaty::Mark;

/// Words in one language or several; English is always there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// In the language of that tag, else in English.
    pub fn in_language(&self, tag: &str) -> &str {
        self.0.get(tag).or_else(|| self.0.get("en")).map_or("", String::as_str)
    }
}

impl TryFrom<BTreeMap<String, String>> for Words {
    type Error = &'static str;

    fn try_from(words: BTreeMap<String, String>) -> Result<Self, Self::Error> {
        if words.contains_key("en") { Ok(Self(words)) } else { Err("words in English (en) are missing") }
    }
}

/// One question of a form or the cover.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What rules, answers and report files call it.
    pub key: String,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Takes several entries.
    #[serde(default)]
    pub repeatable: bool,
    /// Where its answer stands in a report file, if not under its form: `figures.funding`.
    pub at: Option<String>,
    /// Unit of a number: `m2`, `pieces`.
    pub unit: Option<String>,
    /// Of a choice: the words to choose from.
    #[serde(default)]
    pub words: Vec<Word>,
    /// Of a table: what stands in each row where it takes several entries, else what its one record has.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The block it belongs to.
    pub block: Option<String>,
    /// Holds figures or acts of the reporting period: what it says of one year is not said of the next, so that it is
    /// never carried over, and *unchanged since* does not stand for it.
    #[serde(default)]
    pub of_period: bool,
    /// Few reports answer it: its page shows it folded up until it holds something. Of a field of a block, its block says
    /// so.
    #[serde(default)]
    pub folded: bool,
    /// The field of the same form of which this one counts some, so that it is not above it.
    pub some_of: Option<String>,
    /// The field of the same form whose amounts this one divides, and whose direction it shares.
    pub breakdown_of: Option<String>,
    /// What is printed before it.
    pub label: Words,
    /// What is asked, and what a good answer holds.
    pub guidance: Option<Words>,
    /// A good answer.
    pub example: Option<Words>,
    /// The articles behind it.
    pub articles: Option<String>,
    /// How well label and place are known.
    pub mark: Mark,
    /// The items of the checklist that an answer here answers.
    #[serde(default)]
    pub answers: Vec<ItemId>,
}

/// One value of a table's rows, or of its record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Where it stands in the row: `killed`, `by_device.mines`.
    pub key: String,
    /// What kind of value it takes.
    pub kind: FieldKind,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Of a choice: the words to choose from.
    #[serde(default)]
    pub words: Vec<Word>,
    /// What the parts of a total divide it by: all that have the same word here add up to `total`.
    pub part_of: Option<String>,
    /// What it counts some of the total by: all that have the same word here come to no more than `total`.
    pub some_of: Option<String>,
    /// What is printed before it.
    pub label: Words,
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word in report files.
    pub key: String,
    /// What is printed.
    pub label: Words,
}

/// A field or a column: what takes one value.
#[derive(Debug, Clone, Copy)]
pub struct Slot<'f> {
    /// What kind of value it takes.
    pub kind: FieldKind,
    /// Unit of a number.
    pub unit: Option<&'f str>,
    /// Of a choice: the words to choose from.
    pub words: &'f [Word],
    /// What is printed before it.
    pub label: &'f Words,
}

impl Field {
    /// The field as what takes one value.
    pub fn slot(&self) -> Slot<'_> {
        Slot { kind: self.kind, unit: self.unit.as_deref(), words: &self.words, label: &self.label }
    }

    /// Where its answer stands in a report file, for a field of the form with that letter.
    pub fn place(&self, letter: &str) -> String {
        self.at.clone().unwrap_or_else(|| format!("forms.{letter}.{}", self.key))
    }

    /// What takes the value at a place, if that is one of the field.
    pub(super) fn slot_at(&self, place: &str) -> Option<Slot<'_>> {
        let rest = place.strip_prefix(self.at.as_deref()?)?;
        if rest.is_empty() {
            return Some(self.slot());
        }
        let key = match rest.strip_prefix('[') {
            Some(row) => row.split_once("].")?.1,
            None => rest.strip_prefix('.')?,
        };
        self.columns.iter().find(|column| column.key == key).map(Column::slot)
    }
}

impl Column {
    /// The column as what takes one value.
    pub fn slot(&self) -> Slot<'_> {
        Slot { kind: self.kind, unit: self.unit.as_deref(), words: &self.words, label: &self.label }
    }
}

impl<'f> Slot<'f> {
    /// The word that is printed for a word of a report file; in capitals or with spaces too.
    pub fn word(&self, written: &str) -> Option<&'f Word> {
        let written = as_key(written);
        self.words.iter().find(|word| word.key == written)
    }
}

/// A word as keys have it: `Not stated` is `not_stated`.
fn as_key(written: &str) -> String {
    written.trim().to_lowercase().replace([' ', '-'], "_")
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A State party, by its code.
    State,
    /// One line.
    Text,
    /// Several paragraphs.
    LongText,
    /// A calendar date.
    Date,
    /// First and last day.
    Period,
    /// An act: title, number, adopted, in force, draft or adopted, penal provision, link.
    Law,
    /// Money: amount, currency, year, given or received, channel.
    Amount,
    /// An https address.
    Link,
    /// Yes, no, or not known.
    YesNoUnknown,
    /// One of a few words.
    Choice,
    /// A year.
    Year,
    /// A number with the field's unit.
    Number,
    /// An office or person to write to.
    Contact,
    /// An attached document.
    File,
    /// Figures in rows and columns, or a record of several.
    Table,
    /// Yes, no, or only some forms.
    Availability,
    /// Number and date of a note verbale.
    NoteVerbale,
}
