//! From what was typed to a report file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Answers;
use super::fields::{ENTRIES_MAX, FieldName, Input, Section, fields_of};
use super::meant::{is_left_over, refused};
use super::number::{Unread, area, count, number};
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSet;

/// A report file made of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The file, as [`crate::domain::report::read`] takes it.
    pub document: Value,
    /// What could not be taken over; it stays in the draft.
    pub untaken: Vec<Untaken>,
    /// Of each group with gaps in the draft, the numbers there of the entries that are in the file.
    numbers: BTreeMap<String, Vec<usize>>,
    /// Of each group the numbers of the entries in the draft in which something is typed.
    entries: BTreeMap<String, BTreeSet<usize>>,
}

impl Composed {
    /// Where in the draft stands what a place in the file names: entries behind a gap have other numbers there.
    pub fn in_draft(&self, place: &str) -> String {
        let moved = || {
            let (group, rest) = place.split_once('[')?;
            let (number, rest) = rest.split_once(']')?;
            let entry = self.numbers.get(group)?.get(number.parse::<usize>().ok()?)?;
            Some(format!("{group}[{entry}]{rest}"))
        };
        moved().unwrap_or_else(|| place.to_owned())
    }

    /// A place in the draft with the number that its entry has on the page, where blank ones are left out.
    pub fn as_shown(&self, place: &str) -> String {
        let moved = || {
            let (group, rest) = place.split_once('[')?;
            let (number, rest) = rest.split_once(']')?;
            let number = number.parse::<usize>().ok()?;
            let shown = self.entries.get(group)?.iter().position(|entry| *entry == number)?;
            Some(format!("{group}[{shown}]{rest}"))
        };
        moved().unwrap_or_else(|| place.to_owned())
    }
}

/// A text that is not of the kind its field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// The field.
    pub field: String,
    /// What was typed.
    pub typed: String,
    /// Why it was not taken.
    pub why: Why,
}

/// What a text is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No number.
    NotANumber(Unread),
    /// No area.
    NotAnArea(Unread),
    /// No year.
    NotAYear,
    /// No date.
    NotADate,
    /// True beside number or date of a note verbale.
    NoteNotUsed,
    /// True beside the figures of the period that the form holds.
    NothingInPeriod,
}

/// Makes a report file of a draft's sections; `head` holds State, regime, cycle and kind, and `filed` is the file of
/// what the draft corrects or updates.
pub fn compose<'a>(
    head: &Value,
    sections: impl IntoIterator<Item = (&'a Section, &'a Answers)>,
    set: &FormSet,
    obligations: &Obligations,
    today: chrono::NaiveDate,
    filed: Option<&Value>,
) -> Composed {
    let mut composed =
        Composed { document: head.clone(), untaken: Vec::new(), numbers: BTreeMap::new(), entries: BTreeMap::new() };
    for (section, answers) in sections {
        composed.untaken.extend(refused(section, answers, set, filed));
        for field in fields_of(section, set, obligations) {
            let entries = if field.group.is_some() { entries_in(&field, answers) } else { 1 };
            for entry in 0..entries {
                let name = field.at(entry);
                let says = |text: &&String| match field.input {
                    Input::Letters => !text.trim().is_empty(),
                    _ => !text.is_empty(),
                };
                let is_meant = |_: &&String| !is_left_over(section, &name, answers, filed);
                let Some(text) = answers.get(&name).filter(says).filter(is_meant) else { continue };
                if let Some(group) = &field.group {
                    composed.entries.entry(group.clone()).or_default().insert(entry);
                }
                match value(&field.input, text) {
                    Ok(value) => put(&mut composed.document, &name, value),
                    Err(why) => composed.untaken.push(Untaken { field: name, typed: text.clone(), why }),
                }
            }
        }
    }
    date_facts(&mut composed.document, today, filed);
    drop_gaps(&mut composed.document, "", &mut composed.numbers);
    composed
}

/// The answers about facts hold from the day of the report, and those that what was filed gives too since then: who
/// corrects something else does not say anew how things stand.
fn date_facts(document: &mut Value, today: chrono::NaiveDate, filed: Option<&Value>) {
    let Some(facts) = document.get_mut("profile").and_then(Value::as_object_mut) else { return };
    for (key, fact) in facts {
        let before = filed.and_then(|filed| filed.get("profile")?.get(key));
        let same = before.filter(|before| before.get("answer") == fact.get("answer"));
        let on = same.and_then(|before| before.get("on")).cloned().unwrap_or_else(|| json!(today.to_string()));
        fact.as_object_mut().map(|fact| fact.insert("on".into(), on));
    }
}

/// Entries that were left blank between others are no entries; `numbers` are those that the others had.
fn drop_gaps(value: &mut Value, place: &str, numbers: &mut BTreeMap<String, Vec<usize>>) {
    match value {
        Value::Array(entries) if entries.contains(&Value::Null) => {
            let filled = entries.iter().enumerate().filter(|(_, entry)| !entry.is_null());
            numbers.insert(place.to_owned(), filled.map(|(number, _)| number).collect());
            entries.retain(|entry| !entry.is_null());
        }
        Value::Object(members) => {
            for (name, member) in members {
                let below = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                drop_gaps(member, &below, numbers);
            }
        }
        _ => {}
    }
}

/// How many entries of its group the texts speak of.
fn entries_in(field: &FieldName, answers: &Answers) -> usize {
    let entries = answers.keys().filter_map(|name| field.entry_in(name));
    entries.max().map_or(0, |last| last + 1).min(ENTRIES_MAX)
}

fn value(input: &Input, text: &str) -> Result<Value, Why> {
    match input {
        Input::Line | Input::Text | Input::Date | Input::Choice(_) | Input::Language => Ok(json!(text)),
        Input::Area => area(text).map_err(Why::NotAnArea),
        Input::Tick => Ok(json!(true)),
        Input::Letters => Ok(json!(text.split_whitespace().collect::<Vec<_>>())),
        Input::Year => text.trim().parse::<u16>().map(|year| json!(year)).map_err(|_other| Why::NotAYear),
        Input::Number => number(text).map_err(Why::NotANumber),
        Input::Count => count(text).map_err(Why::NotANumber),
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;
    use crate::domain::draft::apart::taken_apart;
    use crate::domain::regime::FormSets;
    use crate::domain::report::read;

    fn composed(name: &str, answers: &BTreeMap<Section, Answers>) -> (Composed, FormSets, Obligations) {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = of_name(&sets, name);
        let head = json!({"party": "CHE", "regime": set.regime, "cycle": 2027, "kind": "annual"});
        let composed = compose(&head, answers, set, &obligations, day(2027, 3, 1), None);
        (composed, sets, obligations)
    }

    fn of_name<'s>(sets: &'s FormSets, name: &str) -> &'s FormSet {
        sets.all().iter().find(|set| set.name() == name).unwrap()
    }

    const COMPLIANCE: &str = "COMPLIANCE/2007";

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
        let (composed, ..) = composed(COMPLIANCE, &typed);
        assert_eq!(composed.untaken, []);
        assert_eq!(composed.document["summary"], json!({"C": {"state": "changed"}}));
        assert_eq!(composed.document["laws"], json!([{"title": "War Materiel Act"}, {"title": "Another act"}]));
        for (place, typed) in [
            ("laws[0]", "laws[0]"),
            ("laws[1].adopted_on", "laws[2].adopted_on"),
            ("laws[2].title", "laws[2].title"),
            ("figures.funding[1]", "figures.funding[1]"),
            ("forms.C.legislation", "forms.C.legislation"),
        ] {
            assert_eq!(composed.in_draft(place), typed);
        }
        assert_eq!(composed.as_shown("laws[2].adopted_on"), "laws[1].adopted_on", "the second that the page shows");
        assert_eq!(composed.as_shown("laws[5].title"), "laws[5].title", "which it does not show");
    }

    #[test]
    fn a_fact_that_was_filed_is_as_old_as_it_was() {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = of_name(&sets, COMPLIANCE);
        let typed = one(
            Section::Profile,
            &[
                ("profile.holds_mines.answer", "no"),
                ("profile.mined_areas.answer", "yes"),
                ("profile.erw_victims.answer", "unknown"),
            ],
        );
        let fact = |answer: &str, on: &str| json!({"answer": answer, "on": on});
        let filed = json!({"profile": {
            "holds_mines": fact("no", "2027-03-01"), "mined_areas": fact("no", "2027-03-01"), "in_conflict": fact("no", "2027-03-01"),
        }});
        let composed = compose(&json!({}), &typed, set, &obligations, day(2029, 3, 1), Some(&filed));
        let expected = json!({
            "holds_mines": fact("no", "2027-03-01"), "mined_areas": fact("yes", "2029-03-01"),
            "erw_victims": fact("unknown", "2029-03-01"),
        });
        assert_eq!(composed.document["profile"], expected);
    }

    #[test]
    fn figures_go_into_records_rows_and_square_metres() {
        let typed = one(
            Section::Form("B".into()),
            &[
                ("figures.area_cleared_m2", "0.38 km2"),
                ("figures.area_reduced_m2", "much"),
                ("figures.mined_areas", "suspected"),
                ("figures.casualties.total", "56"),
                ("figures.casualties.by_device.mines", "4"),
                ("figures.casualties_cumulative.since", "1990"),
                ("figures.figures_period.from", "1 January 2026"),
            ],
        );
        let (composed, ..) = composed("APII/1999", &typed);
        let expected = json!({
            "area_cleared_m2": 380_000, "mined_areas": "suspected",
            "casualties": {"total": 56, "by_device": {"mines": 4}}, "casualties_cumulative": {"since": 1990},
            "figures_period": {"from": "1 January 2026"},
        });
        assert_eq!(composed.document["figures"], expected);
        let named: Vec<_> = composed.untaken.iter().map(|one| (one.field.as_str(), &one.why)).collect();
        assert_eq!(named, [("figures.area_reduced_m2", &Why::NotAnArea(Unread::Other))]);
    }

    #[test]
    fn nothing_of_the_period_and_figures_of_it_are_not_both_said() {
        let tick = ("summary.D.nothing_in_period", "yes");
        let (alone, ..) = composed(COMPLIANCE, &one(Section::Form("D".into()), &[tick]));
        assert_eq!((alone.untaken.len(), &alone.document["summary"]["D"]["nothing_in_period"]), (0, &json!(true)));
        let both = [tick, ("figures.funding[0].amount", "10")];
        let (both, ..) = composed(COMPLIANCE, &one(Section::Form("D".into()), &both));
        let named: Vec<_> = both.untaken.iter().map(|one| (one.field.as_str(), &one.why)).collect();
        assert_eq!(named, [(tick.0, &Why::NothingInPeriod)]);
    }

    #[test]
    fn letters_of_no_form_are_no_answer() {
        let (composed, ..) = composed(COMPLIANCE, &one(Section::Cover, &[("cover.availability_forms", " ")]));
        assert!(composed.document.get("cover").is_none(), "{}", composed.document);
    }

    #[test]
    fn a_text_that_does_not_fit_stays_in_the_draft_and_is_named() {
        let typed =
            one(Section::Form("D".into()), &[("figures.funding[0].amount", "some"), ("figures.funding[0].year", "x")]);
        let (composed, ..) = composed(COMPLIANCE, &typed);
        let named: Vec<_> = composed.untaken.iter().map(|one| (one.field.as_str(), &one.why)).collect();
        let amount = ("figures.funding[0].amount", &Why::NotANumber(Unread::Other));
        assert_eq!(named, [amount, ("figures.funding[0].year", &Why::NotAYear)]);
        assert_eq!(composed.untaken[0].typed, "some");
    }

    /// Any texts in any fields of any section of any form set.
    fn anything() -> impl Strategy<Value = (String, BTreeMap<Section, Answers>)> {
        let names: Vec<_> = FormSets::embedded().unwrap().all().iter().map(FormSet::name).collect();
        proptest::sample::select(names)
            .prop_flat_map(|name| typed_into(&name).prop_map(move |typed| (name.clone(), typed)))
    }

    fn typed_into(name: &str) -> impl Strategy<Value = BTreeMap<Section, Answers>> + use<> {
        let sets = FormSets::embedded().unwrap();
        let obligations = Obligations::embedded().unwrap();
        let set = of_name(&sets, name);
        let fields: Vec<_> = Section::all(set)
            .into_iter()
            .flat_map(|section| {
                let fields = fields_of(&section, set, &obligations);
                fields.into_iter().map(move |field| (section.clone(), field)).collect::<Vec<_>>()
            })
            .collect();
        let typed = (proptest::sample::select(fields), 0usize..3, "\\PC{0,12}|[0-9,.' ]{0,8}( ?(ha|km2|m2))?");
        proptest::collection::vec(typed, 0..12).prop_map(|typed| {
            let mut sections = BTreeMap::<Section, Answers>::new();
            for ((section, field), entry, text) in typed {
                let text = match &field.input {
                    Input::Choice(words) => words[entry % words.len()].clone(),
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
        fn every_draft_can_be_read_as_a_report((name, typed) in anything()) {
            let (composed, sets, obligations) = composed(&name, &typed);
            let bytes = serde_json::to_vec(&composed.document).unwrap();
            let report = read(&bytes, &sets, &obligations);
            prop_assert!(report.is_ok(), "{:?}", report.err());
            prop_assert_eq!(report.unwrap().unknown, Vec::<String>::new());
        }

        /// What goes into a report file comes out of it: carrying over changes no word.
        #[test]
        fn a_report_taken_apart_composes_to_itself((name, typed) in anything()) {
            let (first, sets, obligations) = composed(&name, &typed);
            let set = of_name(&sets, &name);
            let apart: BTreeMap<_, _> = Section::all(set)
                .into_iter()
                .map(|section| {
                    let answers = taken_apart(&first.document, &section, set, &obligations);
                    (section, answers)
                })
                .collect();
            let (mut second, ..) = composed(&name, &apart);
            prop_assert_eq!(second.document, first.document);
            // What somebody has to decide about is in the file, and asked about.
            let is_decided = |why: &Why| matches!(why, Why::NothingInPeriod | Why::NoteNotUsed | Why::NotADate);
            second.untaken.retain(|one| !is_decided(&one.why));
            prop_assert_eq!(second.untaken, []);
        }
    }
}
