//! The dates of a report for programs, beside the words of the State, which stay as they were written.

use std::collections::BTreeMap;

use serde_json::Value;

use super::written_date::WrittenDate;
use crate::domain::regime::{FieldKind, FormSet};

/// Every date in a report file by its place: `2027-03-31` where it is understood, as written otherwise.
pub fn dates(document: &Value, set: &FormSet) -> BTreeMap<String, String> {
    let of_forms = set.forms.iter().flat_map(|form| form.fields.iter().map(move |field| (Some(form), field)));
    let fields = set.cover.iter().map(|field| (None, field)).chain(of_forms);
    let places = fields.flat_map(|(form, field)| {
        let at = field.place(form.map_or("", |form| form.letter.as_str()));
        match field.kind {
            FieldKind::Date => vec![at],
            FieldKind::Period => vec![format!("{at}.from"), format!("{at}.to")],
            FieldKind::NoteVerbale => vec![format!("{at}.date")],
            FieldKind::Law => in_rows(document, &at, &["adopted_on", "in_force_on"]),
            FieldKind::Table => {
                let days = field.columns.iter().filter(|column| column.kind == FieldKind::Date);
                let days: Vec<_> = days.map(|column| column.key.as_str()).collect();
                if field.repeatable {
                    in_rows(document, &at, &days)
                } else {
                    days.iter().map(|day| format!("{at}.{day}")).collect()
                }
            }
            _ => Vec::new(),
        }
    });
    let read = |place: String| {
        let written = member(document, &place)?.as_str().filter(|written| !written.trim().is_empty())?;
        let WrittenDate { written, day } = WrittenDate::new(written.to_owned());
        Some((place, day.map_or(written, |day| day.to_string())))
    };
    places.filter_map(read).collect()
}

/// The places of those members in every row of a list.
fn in_rows(document: &Value, list: &str, names: &[&str]) -> Vec<String> {
    let count = member(document, list).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).flat_map(|row| names.iter().map(move |name| format!("{list}[{row}].{name}"))).collect()
}

/// The member at a place such as `laws[0].adopted_on`.
fn member<'d>(document: &'d Value, place: &str) -> Option<&'d Value> {
    document.pointer(&format!("/{}", place.replace(['.', '['], "/").replace(']', "")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::calendar::Cycle;
    use crate::domain::code::RegimeCode;
    use crate::domain::regime::FormSets;

    #[test]
    fn every_date_is_given_as_data_where_it_is_understood() {
        let sets = FormSets::embedded().unwrap();
        let document = json!({
            "period": { "from": "2026-01-01", "to": "31/12/2026" },
            "submitted_on": null,
            "cover": { "note_verbale": { "number": "31/12/2026", "date": " 05/01/2027 " } },
            "laws": [{ "title": "An act" }, { "adopted_on": "in the spring of 2019", "in_force_on": "01/02/2020" }],
        });
        let set = sets.for_cycle(RegimeCode::parse("COMPLIANCE").unwrap(), Cycle::new(2027).unwrap()).unwrap();
        let expected = [
            ("cover.note_verbale.date", "2027-01-05"),
            ("laws[1].adopted_on", "in the spring of 2019"),
            ("laws[1].in_force_on", "2020-02-01"),
            ("period.from", "2026-01-01"),
            ("period.to", "2026-12-31"),
        ];
        assert_eq!(dates(&document, set), expected.map(|(place, day)| (place.to_owned(), day.to_owned())).into());
        assert!(dates(&json!([]), set).is_empty());
    }
}
