//! Starting from an earlier report: every form *unchanged since YYYY* until somebody touches it.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::apart::taken_apart;
use super::fields::{is_of_period, nothing_in_period};
use super::moved::moved;
use super::{Answers, NOTE_VERBALE, Section};
use crate::domain::calendar::Cycle;
use crate::domain::checklist::Obligations;
use crate::domain::history::AnsweredForms;
use crate::domain::regime::{Form, FormSet, FormSets, lies_in};
use crate::domain::report::{FormState, Report, is_blank};

/// The sections of a new draft, from an earlier report of the State under the same regime.
///
/// Texts come along for reading and editing. A form that itself was unchanged keeps its year, one
/// that did not apply stays so; a form that held nothing starts blank. Figures and acts of the period are of
/// their own year: they stay behind, and a form that held nothing else starts blank, so that the State says itself
/// what it reports. Availability, note, dates and language are of the new report and never carried.
pub fn carry_over(
    earlier: &Report,
    earlier_set: &FormSet,
    set: &FormSet,
    obligations: &Obligations,
) -> BTreeMap<Section, Answers> {
    let apart = Section::all(earlier_set).into_iter().map(|section| {
        let answers = taken_apart(&earlier.document, &section, earlier_set, obligations);
        (section, answers)
    });
    let mut words = moved(&apart.collect(), Some(earlier_set), set, obligations).sections;
    let mut sections = BTreeMap::new();
    let mut cover = words.remove(&Section::Cover).unwrap_or_default();
    cover.retain(|field, _| field.starts_with("cover.contacts["));
    sections.insert(Section::Cover, cover);
    for form in &set.forms {
        // Letters may have moved between form sets; keys say which form it was.
        let Some(before) = earlier_set.form_of_key(&form.key) else { continue };
        let section = Section::Form(form.letter.clone());
        let mut answers = words.remove(&section).unwrap_or_default();
        answers.retain(|name, _| !is_of_period(form, name) && *name != nothing_in_period(form));
        let line = earlier.summary.get(&before.letter);
        let state = line.and_then(|line| line.chosen());
        let place = |name: &str| format!("summary.{}.{name}", form.letter);
        let (word, year) = match state {
            Some(FormState::NotApplicable) => (FormState::NotApplicable, None),
            Some(FormState::Unchanged) => (FormState::Unchanged, line.and_then(|line| line.last_reporting)),
            _ if lasts(&answers) || !earlier.files(before).is_empty() => {
                (FormState::Unchanged, Some(i64::from(earlier.cycle.year())))
            }
            _ => continue,
        };
        answers.insert(place("state"), word.word().to_owned());
        answers.remove(&place("last_reporting"));
        if let Some(year) = year {
            answers.insert(place("last_reporting"), year.to_string());
        }
        sections.insert(section, answers);
    }
    sections
}

/// Whether anything stands in a form besides its line of the summary sheet.
fn lasts(answers: &Answers) -> bool {
    answers.iter().any(|(name, text)| !name.starts_with("summary.") && !is_blank(text))
}

/// What the cover of a report says if it goes on as an earlier one did: a period as long before its cycle, and its
/// language. Only for a page that shows it to whoever confirms it.
pub fn proposed(earlier: &Report, cycle: Cycle) -> Answers {
    let mut answers = Answers::new();
    let years = u32::try_from(cycle.year().saturating_sub(earlier.cycle.year())).unwrap_or_default();
    if let Some((from, to)) = earlier.period.days() {
        let later = |day: NaiveDate| day.checked_add_months(Months::new(years.saturating_mul(12)));
        // A period that ends a month ends a month again, also in February of a leap year.
        let end = to.succ_opt().and_then(later).and_then(|day| day.pred_opt());
        if let (Some(from), Some(to)) = (later(from), end) {
            answers.insert("period.from".into(), from.to_string());
            answers.insert("period.to".into(), to.to_string());
        }
    }
    answers.extend(earlier.language.clone().map(|language| ("language".to_owned(), language)));
    answers
}

/// The sections of a new draft where of the last report, of that cycle, only the forms are known that held an answer,
/// from a list or from what the secretariat sorted: each is unchanged since; its words are not here.
pub fn unchanged_since(
    held: &AnsweredForms,
    cycle: Cycle,
    sets: &FormSets,
    set: &FormSet,
) -> BTreeMap<Section, Answers> {
    let Some(earlier_set) = sets.for_cycle(set.regime, cycle) else { return BTreeMap::new() };
    let forms = earlier_set.forms.iter().filter(|form| held.contains(&form.letter));
    let forms = forms.filter_map(|form| set.form_of_key(&form.key));
    let section = |form: &Form| {
        let place = |name: &str| format!("summary.{}.{name}", form.letter);
        let answers =
            [(place("state"), FormState::Unchanged.word().to_owned()), (place("last_reporting"), cycle.to_string())];
        (Section::Form(form.letter.clone()), answers.into())
    };
    forms.map(section).collect()
}

/// The sections of a correction or an update: what was filed, as it was filed.
///
/// The note and the reason are of the new filing; that none is used stays so. Facts of the State come along too.
pub fn reopened(filed: &Report, set: &FormSet, obligations: &Obligations) -> BTreeMap<Section, Answers> {
    let sections = Section::all(set).into_iter().map(|section| {
        let mut answers = taken_apart(&filed.document, &section, set, obligations);
        let is_of_note = |field: &str| lies_in(field, NOTE_VERBALE) && !field.ends_with(".not_used");
        answers.retain(|field, _| field != "reason" && !is_of_note(field));
        (section, answers)
    });
    sections.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::regime::FormSets;
    use crate::domain::report::read;

    const FILED: &[u8] = br#"{
        "party": "CHE", "regime": "COMPLIANCE", "cycle": 2024, "kind": "correction", "reason": "A date was wrong.",
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "cover": {"contacts": [{"organization": "Ministry"}], "availability": "yes", "note_verbale": {"number": "7"}},
        "summary": {
            "A": {"state": "changed"}, "B": {"state": "unchanged", "last_reporting": 2019},
            "C": {"state": "not_applicable", "reason": "none held"}, "D": {"state": "changed"}
        },
        "forms": {"A": {"armed_forces": {"text": "Courses.\nEvery year."}}}
    }"#;

    fn carried() -> BTreeMap<Section, Answers> {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = sets.all().iter().find(|set| set.name() == "COMPLIANCE/2007").unwrap();
        carry_over(&read(FILED, &sets, &obligations).unwrap(), set, set, &obligations)
    }

    #[test]
    fn each_form_starts_as_unchanged_since_the_report_that_holds_its_words() {
        let carried = carried();
        let form = |letter: &str| carried.get(&Section::Form(letter.into())).cloned().unwrap_or_default();
        let a = form("A");
        assert_eq!((a["summary.A.state"].as_str(), a["summary.A.last_reporting"].as_str()), ("unchanged", "2024"));
        assert_eq!(a["forms.A.armed_forces.text"], "Courses.\nEvery year.");
        assert_eq!(form("B")["summary.B.last_reporting"], "2019");
        let c = form("C");
        assert_eq!((c["summary.C.state"].as_str(), c["summary.C.reason"].as_str()), ("not_applicable", "none held"));
        assert!(form("D").is_empty(), "nothing was written, so there is nothing to be unchanged");
    }

    #[test]
    fn figures_of_one_period_are_not_those_of_the_next() {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = sets.all().iter().find(|set| set.name() == "APII/1999").unwrap();
        let file = br#"{
            "party": "COL", "regime": "APII", "cycle": 2027,
            "summary": {"B": {"state": "changed"}, "D": {"state": "changed", "nothing_in_period": true},
                "E": {"state": "changed"}, "F": {"state": "unchanged", "last_reporting": 2020, "nothing_in_period": true}},
            "forms": {"B": {"mine_clearance": {"text": "One programme."}}, "F": {"other_matters": {"text": "None."}}},
            "figures": {"mined_areas": "yes", "mines_destroyed": 500, "area_remaining_m2": 9, "casualties": {"total": 3},
                "funding": [{"amount": 10, "currency": "CHF"}], "mission_requests": "yes"}
        }"#;
        let carried = carry_over(&read(file, &sets, &obligations).unwrap(), set, set, &obligations);
        let form = |letter: &str| carried.get(&Section::Form(letter.into())).cloned().unwrap_or_default();
        let expected = [
            ("figures.mined_areas", "yes"),
            ("forms.B.mine_clearance.text", "One programme."),
            ("summary.B.last_reporting", "2027"),
            ("summary.B.state", "unchanged"),
        ];
        let expected: Answers = expected.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        assert_eq!(form("B"), expected, "what lasts is unchanged, the figures are asked anew");
        assert!(
            form("E").is_empty(),
            "there was nothing but money of the period: the State says itself what it reports"
        );
        let f = form("F");
        assert_eq!(f["summary.F.last_reporting"], "2020");
        assert!(!f.contains_key("summary.F.nothing_in_period") && !f.contains_key("figures.mission_requests"));
    }

    #[test]
    fn availability_note_and_period_are_asked_anew() {
        let cover = &carried()[&Section::Cover];
        assert_eq!(cover.keys().collect::<Vec<_>>(), ["cover.contacts[0].organization"]);
    }

    #[test]
    fn a_year_like_the_last_goes_on_where_it_ended() {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        for (cycle, before, expected) in [
            (2025, ("2023-01-01", "2023-12-31"), Some(("2024-01-01", "2024-12-31"))),
            (2025, ("2023-03-01", "2024-02-29"), Some(("2024-03-01", "2025-02-28"))),
            (2025, ("01/04/2022", "31/03/2023"), Some(("2023-04-01", "2024-03-31"))),
            // After years without a report the period is that of the new one, not the year after the old one.
            (2027, ("2023-01-01", "2023-12-31"), Some(("2026-01-01", "2026-12-31"))),
            (2025, ("soon", "2023-12-31"), None),
        ] {
            let mut file: serde_json::Value = serde_json::from_slice(FILED).unwrap();
            file["period"] = serde_json::json!({ "from": before.0, "to": before.1 });
            let earlier = read(file.to_string().as_bytes(), &sets, &obligations).unwrap();
            let answers = proposed(&earlier, Cycle::new(cycle).unwrap());
            let days = answers.get("period.from").map(|from| (from.as_str(), answers["period.to"].as_str()));
            assert_eq!(days, expected, "{before:?}");
        }
    }

    #[test]
    fn a_correction_starts_as_what_was_filed() {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = sets.all().iter().find(|set| set.name() == "COMPLIANCE/2007").unwrap();
        let sections = reopened(&read(FILED, &sets, &obligations).unwrap(), set, &obligations);
        let form = |letter: &str| &sections[&Section::Form(letter.into())];
        assert_eq!(form("A")["summary.A.state"], "changed", "it was, and still is");
        assert_eq!(form("A")["forms.A.armed_forces.text"], "Courses.\nEvery year.");
        assert_eq!(form("B")["summary.B.last_reporting"], "2019");
        let cover = &sections[&Section::Cover];
        assert_eq!((cover["cover.availability"].as_str(), cover["period.from"].as_str()), ("yes", "2023-01-01"));
        assert!(!cover.contains_key("reason") && !cover.contains_key("cover.note_verbale.number"));
        let mut unused: serde_json::Value = serde_json::from_slice(FILED).unwrap();
        unused["cover"]["note_verbale"] = serde_json::json!({ "not_used": true });
        let unused = read(unused.to_string().as_bytes(), &sets, &obligations).unwrap();
        assert_eq!(reopened(&unused, set, &obligations)[&Section::Cover]["cover.note_verbale.not_used"], "yes");
    }
}
