//! Section 7: who reports under Protocol V, and what each form speaks of.

use chrono::Datelike;

use super::case::Case;
use super::finding::{Findings, Parameter, quoted};
use super::rule_set::Severity;
use crate::domain::checklist::Answer;
use crate::domain::report::{FilingKind, Law, Report, is_blank, says};
use crate::domain::treaty::Standing;

/// A regular report comes from a State that the Protocol binds.
pub(super) fn v_01(case: &Case<'_>, found: &mut Findings<'_>) {
    let (party, instrument) = (case.report.party, case.regime.instrument);
    if case.is_voluntary() || case.is_bound(instrument) {
        return;
    }
    let since = match case.reference.register.standing(party, instrument, case.on) {
        Standing::Pending(period) => period.since.into(),
        _ => "none".into(),
    };
    found.add("kind", [("state", party.into()), ("since", since)]);
}

/// What the State answers to an opening question, here or as a fact of itself.
pub(super) fn opening(case: &Case<'_>, question: &str) -> Option<&'static str> {
    let fact = match question {
        "affected_by_erw" => "erw_affected",
        "user_of_ordnance" => "uses_ordnance",
        other => other,
    };
    match case.report.opening_answer(question).as_deref() {
        Some("yes") => Some("yes"),
        Some("no") => Some("no"),
        Some("suspected") if question == "affected_by_erw" => Some("suspected"),
        Some("not_stated") if question == "user_of_ordnance" => Some("not_stated"),
        _ => match case.fact(fact)? {
            Answer::Yes => Some("yes"),
            Answer::No => Some("no"),
            Answer::Unknown => None,
        },
    }
}

fn is_affected(case: &Case<'_>) -> bool {
    opening(case, "affected_by_erw") == Some("yes")
}

/// Three short answers decide which forms concern the State.
pub(super) fn v_02(case: &Case<'_>, found: &mut Findings<'_>) {
    // A cover page that stands alone updates a report that has them.
    if case.report.kind == FilingKind::SummarySheet {
        return;
    }
    for question in ["affected_by_erw", "user_of_ordnance", "existing_erw"] {
        if opening(case, question).is_none() {
            found.add(format!("opening_answers.{question}"), [("question", question.into())]);
        }
    }
}

/// An affected State speaks of survey, priorities and clearance.
pub(super) fn v_03(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.spoken("clearance").filter(|_| is_affected(case)) else { return };
    let (texts, lexicon) = (case.report.texts(form), case.reference.lexicon);
    let says = |words: &regex::Regex| texts.values().any(|text| words.is_match(text));
    let counts = |names: &[&str]| names.iter().any(|name| case.report.number(name).is_some());
    let surveyed =
        ["area_confirmed_m2", "area_newly_found_m2", "area_estimate_m2", "area_reduced_m2", "area_cancelled_m2"];
    let cleared = ["area_cleared_m2", "erw_items_total", "items_uxo", "submunitions_destroyed"];
    let steps = [
        ("survey", counts(&surveyed) || says(&lexicon.survey)),
        ("priorities", says(&lexicon.priorities)),
        ("clearance", counts(&cleared) || says(&lexicon.clearance)),
    ];
    for (lacking, _) in steps.into_iter().filter(|(_, is_said)| !is_said) {
        found.add(format!("forms.{}.steps_taken", form.letter), [("lacking", lacking.into())]);
    }
}

/// Contamination from before the Protocol bound the State has a form of its own.
pub(super) fn v_04(case: &Case<'_>, found: &mut Findings<'_>) {
    let periods = case.reference.register.periods(case.report.party, case.regime.instrument);
    let Some(since) = periods.first().map(|period| period.since) else { return };
    let bound = f64::from(since.year());
    let letter = |key| case.form(key).map_or_else(String::new, |form| form.letter.clone());
    for (table, age) in [("contamination", "older"), ("existing_contamination", "newer")] {
        for (place, row) in case.report.rows(table) {
            let (from, to) = (row.number("from"), row.number("to"));
            let is_misplaced = match age {
                "older" => to.or(from).is_some_and(|last| last < bound),
                _ => from.is_some_and(|first| first > bound),
            };
            if is_misplaced {
                let other = letter(if age == "older" { "existing_remnants" } else { "clearance" });
                let parameters = [
                    ("state", case.report.party.into()),
                    ("date", since.into()),
                    ("area", row.text("description").map_or("none".into(), quoted)),
                    ("age", age.into()),
                    ("form", other.into()),
                ];
                found.add(format!("figures.{table}[{place}]"), parameters);
            }
        }
    }
}

/// Every party says how it would record the ordnance that it uses.
pub(super) fn v_07(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("recording").filter(|_| !case.is_voluntary()) else { return };
    if !case.report.is_wordless() && case.report.texts(form).is_empty() {
        found.add(format!("forms.{}.steps_taken", form.letter), []);
    }
}

/// What belongs to operations stays out of the report.
pub(super) fn v_08(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.form("recording") else { return };
    let lexicon = case.reference.lexicon;
    let handover = case.report.record("handover");
    let handed = ["to", "reason"]
        .into_iter()
        .filter_map(|column| Some((format!("figures.handover.{column}"), handover?.text(column)?)));
    let texts =
        case.report.texts(form).into_iter().map(|(field, text)| (format!("forms.{}.{field}", form.letter), text));
    for (place, text) in texts.chain(handed) {
        let kinds = [
            ("coordinates", &lexicon.coordinates, found.rule.severity),
            ("unit", &lexicon.military_unit, Severity::Warning),
            ("targets", &lexicon.targets, Severity::Warning),
        ];
        for (kind, _, severity) in kinds.into_iter().filter(|(_, pattern, _)| pattern.is_match(text)) {
            found.add_as(severity, place.clone(), [("kind", kind.into())]);
        }
    }
}

/// A user of ordnance says when and to whom the information went, or why not.
pub(super) fn v_09(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.renewed("recording").is_none() || opening(case, "user_of_ordnance") != Some("yes") {
        return;
    }
    let handover = case.report.record("handover");
    let given = |column| handover.and_then(|handover| handover.text(column)).is_some();
    let lacking = match (given("on"), given("to")) {
        _ if given("reason") => return,
        (true, true) => return,
        (true, false) => "to",
        (false, true) => "on",
        (false, false) => "both",
    };
    let column = if lacking == "to" { "to" } else { "on" };
    found.add(format!("figures.handover.{column}"), [("lacking", lacking.into())]);
}

/// Whether any column of a record of yes and no says yes.
pub(super) fn any_yes(report: &Report, record: &str, columns: &[&str]) -> bool {
    let record = report.record(record);
    columns.iter().any(|column| record.and_then(|record| record.choice(column)).as_deref() == Some("yes"))
}

/// An affected State takes at least one precaution.
pub(super) fn v_10(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("precautions").filter(|_| is_affected(case)) else { return };
    let reached = case.report.record("risk_education").and_then(|reached| reached.number("total"));
    let is_any =
        any_yes(case.report, "precautions", &["warning", "risk_education", "marking", "fencing", "monitoring"])
            || reached.is_some_and(|reached| reached > 0.0)
            || !case.report.texts(form).is_empty();
    if !is_any {
        found.add("figures.precautions", []);
    }
}

/// Where there are remnants: whether humanitarian missions asked where they are.
pub(super) fn v_12(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("humanitarian_missions") else { return };
    let is_concerned = matches!(opening(case, "affected_by_erw"), Some("yes" | "suspected"))
        || opening(case, "existing_erw") == Some("yes")
        || case.fact("hosts_missions") == Some(Answer::Yes);
    let is_answered = matches!(case.report.choice("mission_requests").as_deref(), Some("yes" | "yes_open" | "none"))
        || case.report.holds_words(form)
        || case.report.says_nothing_to_report(form);
    if is_concerned && !is_answered {
        found.add("figures.mission_requests", []);
    }
}

/// Where there are existing remnants: how far they reach, and what help there is.
pub(super) fn v_13(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("existing_remnants") else { return };
    if opening(case, "existing_erw") != Some("yes") {
        return;
    }
    if case.report.texts(form).is_empty() && case.report.rows("existing_contamination").is_empty() {
        found.add(format!("forms.{}.steps_taken", form.letter), [("lacking", "extent".into())]);
    }
    let help = case.report.choice("assistance_with_existing");
    if !matches!(help.as_deref(), Some("received" | "asked" | "both" | "none")) {
        found.add("figures.assistance_with_existing", [("lacking", "help".into())]);
    }
}

/// A State with ordnance says something on one preventive measure.
pub(super) fn v_17(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("preventive_measures") else { return };
    let is_holder = case.fact("holds_ordnance") == Some(Answer::Yes);
    let is_answered = case.report.holds_content(form);
    if is_holder && !is_answered {
        found.add("figures.measures", []);
    }
}

/// Instructions and training concern every party.
pub(super) fn v_18(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("compliance").filter(|_| !case.is_voluntary()) else { return };
    let is_answered = case.spoken("compliance").is_some() && !case.report.texts(form).is_empty();
    if !is_answered && !case.report.is_wordless() {
        found.add(format!("forms.{}.steps_taken", form.letter), [("form", form.letter.clone().into())]);
    }
}

/// A need is a reason to ask for assistance.
pub(super) fn v_19(case: &Case<'_>, found: &mut Findings<'_>) {
    let asks = matches!(case.report.choice("assistance_with_existing").as_deref(), Some("asked" | "both"));
    if asks || case.fact("seeks_assistance") == Some(Answer::Yes) {
        found.add("figures.assistance_with_existing", []);
    }
}

/// What the report shares with the one on Amended Protocol II of the same year agrees with it.
pub(super) fn v_20(case: &Case<'_>, found: &mut Findings<'_>) {
    let regimes = case.reference.deadlines.regimes().iter();
    let Some(regime) = regimes.clone().find(|regime| found.rule.instruments.contains(&regime.instrument)) else {
        return;
    };
    let Some(other) = case.standing_of(regime.code, i64::from(case.report.cycle.year())) else { return };
    let (own, theirs) = (&case.report.cover.contacts, &other.cover.contacts);
    let shared = own.iter().any(|one| {
        let same =
            |here: &Option<String>, there: &Option<String>| says(here.as_deref()) && folded(here) == folded(there);
        theirs.iter().any(|two| same(&one.email, &two.email) || same(&one.organization, &two.organization))
    });
    let name = |what: &'static str| {
        [("field", Parameter::from(what)), ("law", "none".into()), ("regime", other.regime.into())]
    };
    if !own.is_empty() && !theirs.is_empty() && !shared {
        found.add("cover.contacts", name("contact"));
    }
    if let (Some(here), Some(there)) = (case.report.period.days(), other.period.days())
        && here != there
    {
        found.add("period", name("period"));
    }
    for (place, law) in case.report.laws.iter().enumerate() {
        let is_same_act = |two: &&Law| says(law.title.as_deref()) && folded(&law.title) == folded(&two.title);
        let Some(two) = other.laws.iter().find(is_same_act) else { continue };
        let day = |law: &Law| law.adopted_on.as_ref().and_then(|written| written.day);
        let differs =
            (says(law.number.as_deref()) && says(two.number.as_deref()) && folded(&law.number) != folded(&two.number))
                || day(law).zip(day(two)).is_some_and(|(here, there)| here != there);
        if differs {
            let title = law.title.as_deref().map_or("none".into(), quoted);
            found.add(
                format!("laws[{place}]"),
                [("field", "law".into()), ("law", title), ("regime", other.regime.into())],
            );
        }
    }
}

/// In small letters, without the spaces around; blank is nothing.
fn folded(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|text| !is_blank(text)).map(str::to_lowercase)
}
