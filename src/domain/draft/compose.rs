//! From what was typed to a report file, and from a report file back to texts.

use serde_json::{Map, Value, json};

use super::Answers;
use super::fields::{ENTRIES_MAX, FieldName, Input, Section, fields_of};
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSet;

/// A report file made of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The file, as [`crate::domain::report::read`] takes it.
    pub document: Value,
    /// What could not be taken over; it stays in the draft.
    pub untaken: Vec<Untaken>,
}

/// A text that is not of the kind its field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// The field.
    pub field: String,
    /// What the field takes: a word for the text catalogue.
    pub expected: &'static str,
}

/// Makes a report file of a draft's sections; `head` holds State, regime, cycle and kind.
pub fn compose<'a>(
    head: &Value,
    sections: impl IntoIterator<Item = (&'a Section, &'a Answers)>,
    set: &FormSet,
    obligations: &Obligations,
    today: chrono::NaiveDate,
) -> Composed {
    let mut composed = Composed { document: head.clone(), untaken: Vec::new() };
    for (section, answers) in sections {
        for field in fields_of(section, set, obligations) {
            let entries = if field.group.is_some() { entries_in(&field, answers) } else { 1 };
            for entry in 0..entries {
                let name = field.at(entry);
                let says = |text: &&String| match field.input {
                    Input::Letters => !text.trim().is_empty(),
                    _ => !text.is_empty(),
                };
                let Some(text) = answers.get(&name).filter(says) else { continue };
                match value(field.input, text) {
                    Ok(value) => put(&mut composed.document, &name, value),
                    Err(expected) => composed.untaken.push(Untaken { field: name, expected }),
                }
            }
        }
    }
    date_facts(&mut composed.document, today);
    drop_gaps(&mut composed.document);
    composed
}

/// The answers about facts hold from the day of the report.
fn date_facts(document: &mut Value, today: chrono::NaiveDate) {
    let Some(facts) = document.get_mut("profile").and_then(Value::as_object_mut) else { return };
    for fact in facts.values_mut().filter_map(Value::as_object_mut) {
        fact.insert("on".into(), json!(today.to_string()));
    }
}

/// Entries that were left blank between others are no entries.
fn drop_gaps(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.retain(|entry| !entry.is_null()),
        Value::Object(members) => members.values_mut().for_each(drop_gaps),
        _ => {}
    }
}

/// How many entries of its group the texts speak of.
fn entries_in(field: &FieldName, answers: &Answers) -> usize {
    let entries = answers.keys().filter_map(|name| field.entry_in(name));
    entries.max().map_or(0, |last| last + 1).min(ENTRIES_MAX)
}

fn value(input: Input, text: &str) -> Result<Value, &'static str> {
    match input {
        Input::Line | Input::Text | Input::Date | Input::Choice(_) | Input::Language => Ok(json!(text)),
        Input::Tick => Ok(json!(true)),
        Input::Letters => Ok(json!(text.split_whitespace().collect::<Vec<_>>())),
        Input::Year => text.trim().parse::<u16>().map(|year| json!(year)).map_err(|_other| "year"),
        Input::Number => number(text).ok_or("number"),
    }
}

/// `250000`, `250,000`, `250 000` and `250'000.50` are one kind of number: groups of three are taken off.
/// A point before three figures is a comma to others, so `250.000` is not guessed.
fn number(text: &str) -> Option<Value> {
    if let Some((whole, figures)) = text.trim().split_once('.')
        && figures.len() == 3
        && !whole.trim_start_matches('0').is_empty()
        && whole.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let plain: String =
        text.trim().chars().filter(|letter| !matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let plain = without_commas(&plain)?;
    let is_plain = plain.len() <= 20 && plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_plain {
        return None;
    }
    if let Ok(whole) = plain.parse::<u64>() {
        return (whole < 1 << 53).then(|| json!(whole));
    }
    plain.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| json!(number))
}

/// A comma is taken off only between groups of three: whether `1,5` is one and a half is not guessed.
fn without_commas(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let later: Vec<_> = groups.collect();
    let fits = later.is_empty() || ((1..=3).contains(&first.len()) && later.iter().all(|group| group.len() == 3));
    let joined = || format!("{first}{}{}", later.concat(), rest.map(|rest| format!(".{rest}")).unwrap_or_default());
    fits.then(joined)
}

/// Puts a value at a place such as `cover.contacts[0].email`.
fn put(document: &mut Value, place: &str, value: Value) {
    let mut at = document;
    for step in place.split('.') {
        let (name, entry) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            Some((name, number)) => (name, number.parse::<usize>().ok()),
            None => (step, None),
        };
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Some(members) = at.as_object_mut() else { return };
        at = members.entry(name).or_insert(Value::Null);
        if let Some(entry) = entry {
            if !at.is_array() {
                *at = json!([]);
            }
            let Some(entries) = at.as_array_mut() else { return };
            if entries.len() <= entry {
                entries.resize(entry + 1, Value::Null);
            }
            let Some(place) = entries.get_mut(entry) else { return };
            at = place;
        }
    }
    *at = value;
}

/// The texts of a section in a report file, for starting a draft from it.
pub(super) fn taken_apart(document: &Value, section: &Section, set: &FormSet, obligations: &Obligations) -> Answers {
    let mut answers = Answers::new();
    for field in fields_of(section, set, obligations) {
        let entries = match &field.group {
            Some(group) => find(document, group).and_then(Value::as_array).map_or(0, Vec::len).min(ENTRIES_MAX),
            None => 1,
        };
        for entry in 0..entries {
            let name = field.at(entry);
            if let Some(text) = find(document, &name).and_then(text_of) {
                answers.insert(name, text);
            }
        }
    }
    answers
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
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("yes".into()),
        Value::Array(words) => Some(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        Value::Bool(false) | Value::Null | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;
    use crate::domain::regime::FormSets;
    use crate::domain::report::read;

    fn composed(answers: &BTreeMap<Section, Answers>) -> (Composed, FormSets, Obligations) {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let head = json!({"party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": "annual"});
        let composed = compose(&head, answers, compliance(&sets), &obligations, day(2027, 3, 1));
        (composed, sets, obligations)
    }

    fn compliance(sets: &FormSets) -> &FormSet {
        sets.all().iter().find(|set| set.name() == "COMPLIANCE/2007").unwrap()
    }

    fn one(section: Section, answers: &[(&str, &str)]) -> BTreeMap<Section, Answers> {
        let answers = answers.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
        BTreeMap::from([(section, answers)])
    }

    #[test]
    fn what_was_typed_becomes_a_report_file() {
        let typed = one(
            Section::Form("C".into()),
            &[
                ("summary.C.state", "changed"),
                ("forms.C.legislation.text", "War Materiel Act."),
                ("laws[0].title", "War Materiel Act"),
                ("laws[2].title", "Another act"),
            ],
        );
        let (composed, ..) = composed(&typed);
        assert_eq!(composed.untaken, []);
        assert_eq!(composed.document["summary"], json!({"C": {"state": "changed"}}));
        assert_eq!(composed.document["laws"], json!([{"title": "War Materiel Act"}, {"title": "Another act"}]));
    }

    #[test]
    fn letters_of_no_form_are_no_answer() {
        let (composed, ..) = composed(&one(Section::Cover, &[("cover.availability_forms", " ")]));
        assert!(composed.document.get("cover").is_none(), "{}", composed.document);
    }

    #[test]
    fn numbers_are_read_as_people_write_them_and_never_guessed() {
        for (text, expected) in [
            ("250000", Some(json!(250_000))),
            ("250,000", Some(json!(250_000))),
            ("250 000", Some(json!(250_000))),
            ("250'000.50", Some(json!(250_000.5))),
            ("1,5", None),
            ("250.000", None),
            ("1.250", None),
            ("1.234.567", None),
            ("0.125", Some(json!(0.125))),
            ("250,000.125", Some(json!(250_000.125))),
            ("1.25", Some(json!(1.25))),
            ("12,34,567", None),
            ("-3", None),
            ("1e9", None),
            ("NaN", None),
            ("9007199254740993", None),
            ("about 5", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_that_does_not_fit_stays_in_the_draft_and_is_named() {
        let typed =
            one(Section::Form("D".into()), &[("figures.funding[0].amount", "some"), ("figures.funding[0].year", "x")]);
        let (composed, ..) = composed(&typed);
        let named: Vec<_> = composed.untaken.iter().map(|one| (one.field.as_str(), one.expected)).collect();
        assert_eq!(named, [("figures.funding[0].amount", "number"), ("figures.funding[0].year", "year")]);
    }

    /// Any texts in any fields of any section.
    fn anything() -> impl Strategy<Value = BTreeMap<Section, Answers>> {
        let sets = FormSets::embedded().unwrap();
        let obligations = Obligations::embedded().unwrap();
        let set = compliance(&sets);
        let fields: Vec<_> = Section::all(set)
            .into_iter()
            .flat_map(|section| {
                let fields = fields_of(&section, set, &obligations);
                fields.into_iter().map(move |field| (section.clone(), field)).collect::<Vec<_>>()
            })
            .collect();
        let typed = (proptest::sample::select(fields), 0usize..3, "\\PC{0,12}|[0-9,.' ]{0,8}");
        proptest::collection::vec(typed, 0..12).prop_map(|typed| {
            let mut sections = BTreeMap::<Section, Answers>::new();
            for ((section, field), entry, text) in typed {
                let text = match field.input {
                    Input::Choice(words) => words[entry % words.len()].to_owned(),
                    Input::Tick => "yes".to_owned(),
                    _ => text,
                };
                sections.entry(section).or_default().insert(field.at(entry), text);
            }
            sections
        })
    }

    proptest! {
        #[test]
        fn every_draft_can_be_read_as_a_report(typed in anything()) {
            let (composed, sets, obligations) = composed(&typed);
            let bytes = serde_json::to_vec(&composed.document).unwrap();
            let report = read(&bytes, &sets, &obligations);
            prop_assert!(report.is_ok(), "{:?}", report.err());
            prop_assert_eq!(report.unwrap().unknown, Vec::<String>::new());
        }

        /// What goes into a report file comes out of it: carrying over changes no word.
        #[test]
        fn a_report_taken_apart_composes_to_itself(typed in anything()) {
            let (first, sets, obligations) = composed(&typed);
            let set = compliance(&sets);
            let apart: BTreeMap<_, _> = Section::all(set)
                .into_iter()
                .map(|section| {
                    let answers = taken_apart(&first.document, &section, set, &obligations);
                    (section, answers)
                })
                .collect();
            let (second, ..) = composed(&apart);
            prop_assert_eq!(second.document, first.document);
            prop_assert_eq!(second.untaken, []);
        }
    }
}
