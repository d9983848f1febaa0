//! What a report says besides its texts, in words: figures with labels and units, what was chosen, notes verbales. Pages
//! and documents say it alike.

use serde_json::Value;

use super::{Text, grouped};
use crate::domain::regime::{Column, Field, FieldKind, Form, Slot};
use crate::domain::report::{
    Amount, Attachment, Availability, Cover, FilingKind, FormState, Law, NoteVerbale, Opening, Report, ReportedPeriod,
};

/// What was chosen about availability.
pub fn availability(t: &Text, cover: &Cover) -> String {
    match cover.chosen() {
        Some(Availability::Yes) => t.say("availability-yes"),
        Some(Availability::No) => t.say("availability-no"),
        Some(Availability::Partially) => t.with("availability-partially", "forms", t.list(&cover.availability_forms)),
        None => t.say("availability-none"),
    }
}

/// The note verbale.
pub fn note(t: &Text, note: &NoteVerbale) -> String {
    match note {
        NoteVerbale::NotUsed => t.say("note-not-used"),
        NoteVerbale::Unsaid => t.say("note-unsaid"),
        NoteVerbale::Note { number, date } => {
            // What is no date stands as the State wrote it.
            let date = date.as_ref().map(|date| t.written(date)).unwrap_or_default();
            match number.as_deref().unwrap_or_default() {
                "" if date.is_empty() => t.say("note-unsaid"),
                "" => t.with("note-dated", "date", date),
                number if date.is_empty() => t.with("note-numbered", "number", number),
                number => t.with_all("note-said", [("number", number.into()), ("date", date.into())]),
            }
        }
    }
}

/// What kind of filing it is, and that nothing asks for it.
pub fn filing(t: &Text, report: &Report) -> String {
    let kind = t.say(&format!("filing-{}", report.kind.word().replace('_', "-")));
    if report.voluntary { t.with("filing-of-own-will", "filing", kind) } else { kind }
}

/// The time reported on, where both ends are given.
pub fn period(t: &Text, period: &ReportedPeriod) -> String {
    let (Some(from), Some(to)) = (&period.from, &period.to) else { return String::new() };
    t.with_all("public-period-of", [("from", t.written(from).into()), ("to", t.written(to).into())])
}

/// What the summary sheet says of a form, or where documents in free format speak of it; for a reader to whom the form is
/// open.
pub fn form_state(t: &Text, report: &Report, opening: &Opening, form: &Form) -> String {
    if report.is_wordless() {
        return form_place(t, report, opening, &form.letter);
    }
    let line = report.summary.get(&form.letter);
    let is_silent = report.says_nothing_in_period(form);
    let state = match line.and_then(|line| line.chosen()) {
        Some(FormState::Unchanged) => {
            let year = line.and_then(|line| line.last_reporting).map(|year| year.to_string());
            // What was said of one period is not said of another.
            let is_apart = form.fields_of_period().next().is_some() && !is_silent;
            t.with(if is_apart { "form-unchanged-apart" } else { "part-unchanged" }, "year", year.unwrap_or_default())
        }
        Some(FormState::NotApplicable) => t.say("part-not-applicable"),
        // Before the first report there is none from which anything could have changed.
        Some(FormState::Changed) if report.kind == FilingKind::Initial => t.say("form-initial"),
        Some(FormState::Changed) => t.say("form-changed"),
        None => String::new(),
    };
    match (is_silent, state.is_empty()) {
        (false, _) => state,
        (true, true) => t.say("form-nothing-in-period"),
        (true, false) => t.with("form-state-nothing-in-period", "state", state),
    }
}

/// Where the documents speak of a form, as the secretariat found it.
fn form_place(t: &Text, report: &Report, opening: &Opening, letter: &str) -> String {
    let Some(place) = report.place_of(letter) else { return t.say("in-original-open") };
    let is_it = |one: &&Attachment| one.sha256 == place.document && opening.shows_attachment(one);
    let document = report.attachments.iter().find(is_it).filter(|_| place.document.is_some());
    match document.and_then(|document| document.name.as_deref()) {
        Some(name) => {
            t.with_all("form-in-original-document", [("place", place.words.as_str().into()), ("document", name.into())])
        }
        None => t.with("form-in-original", "place", place.words.as_str()),
    }
}

/// Whether an act is adopted or still a draft, where that is said.
pub fn law_status(t: &Text, law: &Law) -> Option<String> {
    law.status.as_deref().map(|status| option(t, status, Law::STATUSES))
}

/// Which way money went, or that it is the State's own, where that is said.
pub fn direction(t: &Text, amount: &Amount) -> Option<String> {
    amount.direction.as_deref().map(|direction| option(t, direction, Amount::DIRECTIONS))
}

/// What a table of the cover holds, a line for each value. It belongs to no form: nothing at all where the report is not
/// open as a whole, and an empty text where the table holds nothing.
pub fn cover_table(t: &Text, report: &Report, opening: &Opening, table: &Field) -> Option<String> {
    let lines = |value: &Value| match value {
        Value::Object(_) => values(t, &table.columns, value),
        _ => figures(t, table, value),
    };
    opening.is_whole().then(|| report.entries(table).map(lines).unwrap_or_default().join("\n"))
}

/// What there is of some parts, in one line.
pub fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What stands in a field: one line for a value or a record, one for each row.
pub fn figures(t: &Text, field: &Field, value: &Value) -> Vec<String> {
    match (field.kind, value) {
        (FieldKind::Table, Value::Array(rows)) => rows.iter().map(|row| record(t, &field.columns, row)).collect(),
        (FieldKind::Table, one) => vec![record(t, &field.columns, one)],
        (_, one) => vec![said(t, Some(field.slot()), one)],
    }
}

fn record(t: &Text, columns: &[Column], record: &Value) -> String {
    values(t, columns, record).join(", ")
}

/// The columns in their order, then what nobody knows, each with its label.
fn values(t: &Text, columns: &[Column], record: &Value) -> Vec<String> {
    let own = columns.iter().filter_map(|column| {
        let place = format!("/{}", column.key.replace('.', "/"));
        labelled(column.label.in_language(t.language()), &said(t, Some(column.slot()), record.pointer(&place)?))
    });
    let is_known = |name: &str| {
        columns
            .iter()
            .any(|column| column.key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    let others = record.as_object().into_iter().flatten().filter(|(name, _)| !is_known(name));
    let others = others.filter_map(|(name, value)| labelled(&name.replace('_', " "), &said(t, None, value)));
    own.chain(others).collect()
}

fn labelled(label: &str, said: &str) -> Option<String> {
    (!said.is_empty()).then(|| format!("{label}: {said}"))
}

/// One value, in the words and with the unit of what takes it, where that is known.
pub fn said(t: &Text, slot: Option<Slot<'_>>, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is_so) => t.say(if *is_so { "option-yes" } else { "option-no" }),
        Value::Number(number) => {
            let size = number.as_f64().unwrap_or_default();
            match slot {
                Some(Slot { unit: Some("m2"), .. }) => t.area(size),
                Some(Slot { unit: Some("percent"), .. }) => format!("{size}%"),
                Some(Slot { kind: FieldKind::Number, .. }) => grouped(size),
                _ => number.to_string(),
            }
        }
        Value::String(text) => chosen(t, slot, text),
        Value::Array(entries) => joined(entries.iter().map(|entry| Some(said(t, None, entry)))),
        Value::Object(_) => record(t, &[], value),
    }
}

/// The label of a chosen word; whatever else was written stays as it is.
fn chosen(t: &Text, slot: Option<Slot<'_>>, written: &str) -> String {
    let Some(slot) = slot else { return written.to_owned() };
    match slot.kind {
        FieldKind::YesNoUnknown => option(t, written, &["yes", "no", "unknown"]),
        _ => slot.word(written).map_or(written, |word| word.label.in_language(t.language())).to_owned(),
    }
}

/// The label of one of the words that every report has; whatever else was written stays as it is.
fn option(t: &Text, written: &str, words: &[&str]) -> String {
    let word = written.trim().to_lowercase();
    if words.contains(&word.as_str()) { t.say(&format!("option-{word}")) } else { written.to_owned() }
}

/// A fingerprint in groups of eight, so that it can be compared by eye.
pub fn in_groups(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::regime::FormSets;

    #[test]
    fn a_choice_is_said_by_its_label_and_other_words_stay_as_they_are() {
        let t = Text::english();
        let law = |status: &str| law_status(t, &Law { status: Some(status.into()), ..Law::default() });
        let money = |word: &str| direction(t, &Amount { direction: Some(word.into()), ..Amount::default() });
        for (said, expected) in [
            (law("draft"), "Still a draft"),
            (law(" Adopted "), "Adopted"),
            (law("In committee"), "In committee"),
            (money("national"), "Own money, spent at home"),
            (money("GIVEN"), "Given"),
            (money("received"), "Received"),
            (money("lent"), "lent"),
        ] {
            assert_eq!(said.as_deref(), Some(expected));
        }
        assert_eq!((law_status(t, &Law::default()), direction(t, &Amount::default())), (None, None));
    }

    #[test]
    fn figures_have_the_labels_and_units_of_their_form() {
        let sets = FormSets::embedded().unwrap();
        let said = |name: &str, value: Value| figures(Text::english(), sets.figure(name).unwrap(), &value).join(" / ");
        assert_eq!(said("area_cleared_m2", json!(33_000_000)), "33,000,000 m2, that is 33 km2");
        assert_eq!(said("area_cleared_m2", json!(12.5)), "12.50 m2");
        assert_eq!(said("mines_destroyed", json!(11_047)), "11,047");
        let casualties = json!({ "killed": 7, "total": 56, "by_device": { "mines": 4 }, "other": "x" });
        let expected = "All: 56, Killed: 7, By manufactured mines: 4, other: x";
        assert_eq!(said("casualties", casualties), expected);
        let since = json!({ "since": 1990, "to": "2017-12-31", "total": 11_048 });
        assert_eq!(said("casualties_cumulative", since), "Since the year: 1990, Until: 2017-12-31, All: 11,048");
    }
}
