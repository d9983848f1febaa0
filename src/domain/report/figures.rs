//! Figures of a report: they stay in its document as they were given, are made sure of when it is read, and are
//! looked up by name.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::locate::Path;
use super::model::{Report, is_blank};
use super::reader::{Members, Reader};
use super::written_date::WrittenDate;
use crate::domain::regime::{Column, Field, FieldKind};

/// A row of a table, or its one record.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r>(&'r Map<String, Value>);

impl Report {
    /// A number among the figures.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.figure(name)?.as_f64()
    }

    /// A chosen word among the figures, as keys have it.
    pub fn choice(&self, name: &str) -> Option<String> {
        word(self.figure(name)?)
    }

    /// The one record of a table of figures.
    pub fn record(&self, name: &str) -> Option<Row<'_>> {
        self.figure(name)?.as_object().map(Row)
    }

    /// The rows of a table of figures, with their places in it.
    pub fn rows(&self, name: &str) -> Vec<(usize, Row<'_>)> {
        let rows = self.figure(name).and_then(Value::as_array).into_iter().flatten().enumerate();
        rows.filter_map(|(place, row)| Some((place, Row(row.as_object()?)))).collect()
    }

    /// First and last day of a period among the figures, where both are dates.
    pub fn days(&self, name: &str) -> Option<(NaiveDate, NaiveDate)> {
        let ends = self.record(name)?;
        Some((ends.day("from")?, ends.day("to")?))
    }

    /// A chosen word of an opening question, as keys have it.
    pub fn opening_answer(&self, question: &str) -> Option<String> {
        word(self.document.get("opening_answers")?.get(question)?)
    }

    fn figure(&self, name: &str) -> Option<&Value> {
        self.document.get("figures")?.get(name)
    }
}

impl<'r> Row<'r> {
    /// A number in it: `killed`, `by_device.mines`.
    pub fn number(self, key: &str) -> Option<f64> {
        self.value(key)?.as_f64()
    }

    /// A whole number in it, as a year.
    pub fn whole(self, key: &str) -> Option<i64> {
        self.value(key)?.as_i64()
    }

    /// A text in it that says something.
    pub fn text(self, key: &str) -> Option<&'r str> {
        self.value(key)?.as_str().map(str::trim).filter(|text| !is_blank(text))
    }

    /// A chosen word in it, as keys have it.
    pub fn choice(self, key: &str) -> Option<String> {
        word(self.value(key)?)
    }

    /// A day in it, if it is one.
    pub fn day(self, key: &str) -> Option<NaiveDate> {
        WrittenDate::new(self.text(key)?.to_owned()).day
    }

    fn value(self, key: &str) -> Option<&'r Value> {
        let mut steps = key.split('.');
        let first = self.0.get(steps.next()?)?;
        steps.try_fold(first, |at, step| at.get(step))
    }
}

/// `Not stated` is `not_stated`.
fn word(value: &Value) -> Option<String> {
    let word = value.as_str()?.trim().to_lowercase().replace([' ', '-'], "_");
    (!word.is_empty()).then_some(word)
}

impl Reader {
    /// Makes sure that the answer to a field is of the kind that it takes; it is kept in the document.
    pub(super) fn kept(&mut self, at: (Path, Option<&Value>), field: &Field) {
        if field.kind != FieldKind::Table {
            return self.kept_value(at, field.kind);
        }
        if field.repeatable {
            self.list(at, |reader, at| reader.record(at, &field.columns));
        } else {
            self.record(at, &field.columns);
        }
    }

    fn kept_value(&mut self, at: (Path, Option<&Value>), kind: FieldKind) {
        match kind {
            FieldKind::Number => drop(self.number(at)),
            FieldKind::Year => drop(self.whole(at)),
            FieldKind::Period => drop(self.period(at)),
            FieldKind::Date => drop(self.date(at)),
            _ => drop(self.text(at)),
        }
    }

    fn record(&mut self, at: (Path, Option<&Value>), columns: &[Column]) -> Option<()> {
        let mut members = self.members(at)?;
        self.columns(&mut members, columns, "");
        self.finish(&members);
        Some(())
    }

    /// The columns below a place in the record: `by_device.mines` is one below `by_device`.
    fn columns<'a>(&mut self, members: &mut Members<'a>, columns: &[Column], below: &str) {
        for name in members.members.keys() {
            let place = format!("{below}{name}");
            let further = format!("{place}.");
            if let Some(column) = columns.iter().find(|column| column.key == place) {
                let at = members.take(name);
                self.kept_value(at, column.kind);
            } else if columns.iter().any(|column| column.key.starts_with(&further)) {
                let at = members.take(name);
                let Some(mut deeper) = self.members(at) else { continue };
                self.columns(&mut deeper, columns, &further);
                self.finish(&deeper);
            }
        }
    }
}
