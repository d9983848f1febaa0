//! What stands in a report: whether a field or a form holds anything, and its texts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Report, is_blank};
use crate::domain::regime::{Field, Form};

impl Report {
    /// What stands in a field whose answers are not under its form: acts, amounts, figures.
    pub fn entries(&self, field: &Field) -> Option<&Value> {
        field.at.as_deref()?.split('.').try_fold(&self.document, |value, name| value.get(name))
    }

    /// Whether the field of the form with that letter holds words or entries.
    pub fn holds(&self, letter: &str, field: &Field) -> bool {
        match field.at {
            None => self.answer(letter, &field.key).is_some_and(|answer| answer.holds_text()),
            Some(_) => self.entries(field).is_some_and(says_something),
        }
    }

    /// Whether any field of the form does.
    pub fn holds_words(&self, form: &Form) -> bool {
        form.fields.iter().any(|field| self.holds(&form.letter, field))
    }

    /// Whether the form holds words, entries, a file, or says that there is nothing to report.
    pub fn holds_content(&self, form: &Form) -> bool {
        self.holds_answers(form) || self.says_nothing_in_period(form)
    }

    /// The same without what is said of the period alone, which leaves the questions that last unanswered.
    pub fn holds_answers(&self, form: &Form) -> bool {
        self.holds_words(form) || self.says_nothing_in_a_field(form) || !self.files(form).is_empty()
    }

    /// Whether any field of the form says that there is nothing to report, or the form says so of the period.
    pub fn says_nothing_to_report(&self, form: &Form) -> bool {
        self.says_nothing_in_period(form) || self.says_nothing_in_a_field(form)
    }

    fn says_nothing_in_a_field(&self, form: &Form) -> bool {
        self.forms.get(&form.letter).into_iter().flatten().any(|(_, answer)| answer.nothing_to_report)
    }

    /// Whether the form says that there is nothing to report where it asks for figures or acts of the period.
    pub fn says_nothing_in_period(&self, form: &Form) -> bool {
        self.summary.get(&form.letter).is_some_and(|line| line.nothing_in_period)
    }

    /// Names of the attachments that belong to the form.
    pub fn files(&self, form: &Form) -> Vec<Option<&str>> {
        let own = self.attachments.iter().filter(|file| file.form.as_deref() == Some(form.letter.as_str()));
        own.map(|file| file.name.as_deref()).collect()
    }

    /// The texts of the form, by field, without those that are blank.
    pub fn texts(&self, form: &Form) -> BTreeMap<&str, &str> {
        let answers = self.forms.get(&form.letter).into_iter().flatten();
        let spoken = answers.filter(|(_, answer)| answer.holds_text());
        spoken.filter_map(|(key, answer)| Some((key.as_str(), answer.text.as_deref()?.trim()))).collect()
    }
}

/// Whether there is anything in it but empty rows and blank fields.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !is_blank(text),
        Value::Array(entries) => entries.iter().any(says_something),
        Value::Object(members) => members.values().any(says_something),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn empty_rows_and_blank_fields_say_nothing() {
        for value in
            [json!(null), json!([]), json!([{}]), json!([{ "title": " ", "number": null }]), json!({ "total": null })]
        {
            assert!(!says_something(&value), "{value}");
        }
        for value in [json!(0), json!([{ "title": "Act" }]), json!({ "total": 0 })] {
            assert!(says_something(&value), "{value}");
        }
    }
}
