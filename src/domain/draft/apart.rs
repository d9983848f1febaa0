//! From a report file back to the texts of a draft.

use serde_json::Value;

use super::Answers;
use super::fields::{ENTRIES_MAX, FieldName, Section, fields_of};
use super::number::as_typed;
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSet;

/// The texts of a section in a report file, for starting a draft from it.
pub(super) fn taken_apart(document: &Value, section: &Section, set: &FormSet, obligations: &Obligations) -> Answers {
    texts_of(document, &fields_of(section, set, obligations))
}

/// The texts of some fields in a report file.
pub(in crate::domain) fn texts_of(document: &Value, fields: &[FieldName]) -> Answers {
    let mut answers = Answers::new();
    for field in fields {
        let entries = match &field.group {
            Some(group) => find(document, group).and_then(Value::as_array).map_or(0, Vec::len).min(ENTRIES_MAX),
            None => 1,
        };
        for entry in 0..entries {
            let name = field.at(entry);
            if let Some(text) = text_at(document, &name) {
                answers.insert(name, text);
            }
        }
    }
    answers
}

/// The text of a draft that starts from a report file, at a place such as `summary.A.reason`.
pub(super) fn text_at(document: &Value, place: &str) -> Option<String> {
    find(document, place).and_then(text_of)
}

fn find<'v>(document: &'v Value, place: &str) -> Option<&'v Value> {
    place.split('.').try_fold(document, |at, step| match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
        Some((name, number)) => at.get(name)?.get(number.parse::<usize>().ok()?),
        None => at.get(step),
    })
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(as_typed(number)),
        Value::Bool(true) => Some("yes".into()),
        Value::Array(words) => Some(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        Value::Bool(false) | Value::Null | Value::Object(_) => None,
    }
}
