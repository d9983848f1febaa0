//! Section 7: the figures of a report under Protocol V.

use super::case::Case;
use super::figures::{CASUALTIES, Exact, Uneven, impossible, uneven, uneven_land, uneven_single};
use super::finding::{Findings, Parameter};
use super::measures::incomplete;
use super::protocol_v::any_yes;
use crate::domain::checklist::Answer;
use crate::domain::report::Report;

/// Remnants by kind, which add up to those in all.
const REMNANTS: [&str; 3] = ["items_uxo", "submunitions_destroyed", "abandoned_ordnance_destroyed"];
/// The people reached, whose sum is asked about and no error.
const RISK_EDUCATION: &str = "risk_education";
/// What a State with victims is asked for.
const MEANS: [&str; 5] = ["data", "services", "laws", "plan", "budget"];

/// Figures are possible, and their parts add up.
pub(super) fn v_05(case: &Case<'_>, found: &mut Findings<'_>) {
    for (place, number, reason) in impossible(case) {
        let parameters =
            [("reason", reason.into()), ("given", number.into()), ("sum", "none".into()), ("parts", "none".into())];
        found.add(place, parameters);
    }
    let mut sums = |one: Uneven, size: fn(f64) -> Parameter| {
        let (given, sum) = (size(one.misfit.total), size(one.misfit.sum));
        found.add(one.place, [("reason", "sum".into()), ("given", given), ("sum", sum), ("parts", one.parts.into())]);
    };
    uneven_land(case).into_iter().for_each(|one| sums(one, Parameter::Area));
    let items = uneven_single(case, "erw_items_total", &REMNANTS);
    items.into_iter().chain(uneven(case, &CASUALTIES)).for_each(|one| sums(one, Parameter::Amount));
}

/// Mines are no remnants, and are counted apart.
pub(super) fn v_06(case: &Case<'_>, found: &mut Findings<'_>) {
    let number = |name: &str| case.report.number(name);
    let (Some(mines), Some(total)) = (number("mines_destroyed"), number("erw_items_total")) else { return };
    let parts = REMNANTS
        .iter()
        .filter_map(|name| number(name))
        .fold(None, |sum: Option<Exact>, part| Some(sum.unwrap_or_default().plus(Exact::of(part))));
    // Without the parts nothing tells whether the total holds the mines.
    let may_hold = parts.is_none_or(|parts| parts.plus(Exact::of(mines)) == Exact::of(total));
    if mines > 0.0 && total >= mines && may_hold {
        found.add("figures.erw_items_total", [("count", mines.into())]);
    }
}

/// People reached add up, and are no more than live there.
pub(super) fn v_11(case: &Case<'_>, found: &mut Findings<'_>) {
    for Uneven { place, misfit, parts } in uneven(case, &[RISK_EDUCATION]) {
        let parameters = [
            ("reason", "sum".into()),
            ("count", misfit.total.into()),
            ("other", misfit.sum.into()),
            ("parts", parts.into()),
            ("as_of", "none".into()),
        ];
        found.add(place, parameters);
    }
    let reached = case.report.record(RISK_EDUCATION).and_then(|reached| reached.number("total"));
    if let (Some(reached), Some(population)) = (reached, case.seen.population) {
        let people = f64::from(population.people);
        if reached > people {
            let parameters = [
                ("reason", "population".into()),
                ("count", reached.into()),
                ("other", people.into()),
                ("parts", "none".into()),
                ("as_of", population.as_of.into()),
            ];
            found.add("figures.risk_education.total", parameters);
        }
    }
}

/// Amounts say whether they were given or received, and have currency, year and channel.
pub(super) fn v_14(case: &Case<'_>, found: &mut Findings<'_>) {
    incomplete(case, found, true);
}

/// Casualties in a table of a report.
fn casualties(report: &Report, table: &str) -> Option<f64> {
    report.record(table)?.number("total").filter(|total| *total > 0.0)
}

/// Casualties by remnants of war that a report tells of: one on mines counts those by remnants alone.
fn victims(report: &Report, of_remnants: bool) -> bool {
    if of_remnants {
        return ["casualties", "casualties_cumulative"].iter().any(|table| casualties(report, table).is_some());
    }
    report.record("casualties").and_then(|one| one.number("by_device.erw")).is_some_and(|number| number > 0.0)
}

/// Whether the State writes about its victims, and how many of the five means it speaks of.
fn victim_assistance(case: &Case<'_>) -> (bool, usize) {
    let letter = case.form("cooperation").map_or("", |form| form.letter.as_str());
    let says = case.report.answer(letter, "victim_assistance").is_some_and(|answer| answer.holds_text());
    let record = case.report.record("victim_assistance_means");
    (says, MEANS.iter().filter(|mean| record.is_some_and(|record| record.choice(mean).is_some())).count())
}

/// A State with victims answers for them.
pub(super) fn v_15(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(form) = case.renewed("cooperation") else { return };
    let is_own = |other: &Report| other.regime == case.report.regime;
    let others = case.standing.iter().filter(|other| other.cycle <= case.report.cycle);
    let known = others.filter(|other| victims(other, is_own(other))).max_by_key(|other| (other.cycle, other.regime));
    let (from, regime, cycle) = match known {
        _ if victims(case.report, true) => ("here", "none".into(), "none".into()),
        Some(other) => ("earlier", other.regime.into(), i64::from(other.cycle.year()).into()),
        None if case.fact("erw_victims") == Some(Answer::Yes) => ("fact", "none".into(), "none".into()),
        None => return,
    };
    let parameters = |lacking: &'static str, count: i64| {
        [
            ("state", case.report.party.into()),
            ("from", Parameter::from(from)),
            ("regime", Parameter::clone(&regime)),
            ("cycle", Parameter::clone(&cycle)),
            ("lacking", lacking.into()),
            ("count", count.into()),
        ]
    };
    let (says, means) = victim_assistance(case);
    let open = i64::try_from(MEANS.len().saturating_sub(means)).unwrap_or_default();
    if !says {
        found.add(format!("forms.{}.victim_assistance", form.letter), parameters("text", open));
    } else if open > 0 {
        found.add("figures.victim_assistance_means", parameters("means", open));
    }
}

/// Casualties and what is done for victims stand together.
pub(super) fn v_16(case: &Case<'_>, found: &mut Findings<'_>) {
    let letter = |key: &str| case.form(key).map_or_else(String::new, |form| form.letter.clone());
    let (here, assisted) = (casualties(case.report, "casualties"), casualties(case.report, "victims_assisted"));
    let (says, _) = victim_assistance(case);
    let speaks = says || assisted.is_some() || any_yes(case.report, "victim_assistance_means", &MEANS);
    let (clearance, cooperation) = (letter("clearance"), letter("cooperation"));
    let parameters = |count: f64, direction: &'static str| {
        [
            ("count", count.into()),
            ("direction", Parameter::from(direction)),
            ("clearance", clearance.clone().into()),
            ("cooperation", cooperation.clone().into()),
        ]
    };
    if let Some(count) = here.filter(|_| !speaks && case.renewed("cooperation").is_some()) {
        found.add(format!("forms.{cooperation}.victim_assistance"), parameters(count, "no_assistance"));
    }
    let is_counted = ["casualties", "casualties_cumulative"].iter().any(|table| case.report.record(table).is_some());
    if let Some(count) = assisted.filter(|_| !is_counted && case.renewed("clearance").is_some()) {
        found.add("figures.casualties", parameters(count, "no_casualties"));
    }
}
