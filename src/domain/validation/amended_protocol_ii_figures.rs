//! Section 6: the figures of a report under Amended Protocol II.

use chrono::{Months, NaiveDate};

use super::amended_protocol_ii::{ANTI_PERSONNEL, mined_areas};
use super::case::Case;
use super::figures::{CASUALTIES, Exact, Uneven, impossible, uneven, uneven_land};
use super::finding::{Findings, Parameter};
use super::measures::incomplete;
use crate::domain::checklist::Answer;
use crate::domain::report::Row;

/// Figures are zero or more, and whole where people and pieces are counted.
pub(super) fn a_05(case: &Case<'_>, found: &mut Findings<'_>) {
    for (place, number, reason) in impossible(case) {
        found.add(place, [("given", number.into()), ("reason", reason.into())]);
    }
}

/// Land that is released was cleared, reduced or cancelled.
pub(super) fn a_06(case: &Case<'_>, found: &mut Findings<'_>) {
    if let Some(land) = uneven_land(case) {
        let size = Parameter::Area;
        found.add(land.place, [("total", size(land.misfit.total)), ("sum", size(land.misfit.sum))]);
    }
}

/// What remains is what remained last year, less what was released, and what was newly found.
pub(super) fn a_07(case: &Case<'_>, found: &mut Findings<'_>) {
    let number = |name| case.report.number(name).map(Exact::of);
    let (Some(remaining), Some(released)) = (number("area_remaining_m2"), number("area_released_m2")) else { return };
    let Some(year) = case.report.cycle.previous() else { return };
    let last = case.standing_of(case.report.regime, i64::from(year.year()));
    let Some(before) = last.and_then(|last| last.number("area_remaining_m2")) else { return };
    let expected = Exact::of(before).minus(released).plus(number("area_newly_found_m2").unwrap_or_default());
    if remaining.differs_by_percent(expected, found.limit("tolerance_percent")) {
        let parameters = [
            ("expected", Parameter::Area(expected.number())),
            ("given", Parameter::Area(remaining.number())),
            ("before", Parameter::Area(before)),
            ("cycle", i64::from(year.year()).into()),
        ];
        found.add("figures.area_remaining_m2", parameters);
    }
}

/// The parts of a division of casualties add up to all of them.
pub(super) fn a_08(case: &Case<'_>, found: &mut Findings<'_>) {
    for Uneven { place, misfit, parts } in uneven(case, &CASUALTIES) {
        found.add(place, [("total", misfit.total.into()), ("sum", misfit.sum.into()), ("parts", parts.into())]);
    }
}

/// Figures are of the period, and totals since a start say since when and do not fall.
pub(super) fn a_09(case: &Case<'_>, found: &mut Findings<'_>) {
    let none = || Parameter::from("none");
    if let (Some((from, to)), Some(own)) = (case.report.period.days(), case.report.days("figures_period"))
        && (own.0 < from || to < own.1)
    {
        let parameters = [("reason", "period".into()), ("before", none()), ("now", none())];
        found.add("figures.figures_period", parameters);
    }
    let Some(since_start) = case.report.record("casualties_cumulative") else { return };
    let Some(now) = since_start.number("total") else { return };
    let since = since_start.number("since");
    if since.is_none() && !case.seen.unread.contains("figures.casualties_cumulative.since") {
        let parameters = [("reason", "no_start".into()), ("before", none()), ("now", now.into())];
        found.add("figures.casualties_cumulative.since", parameters);
    }
    let is_same = |other: &Row<'_>| other.number("since") == since;
    let given = case.report.record("casualties_cumulative_previous").filter(is_same);
    let earlier = || case.earlier(case.report.regime).into_iter();
    let known = || earlier().filter_map(|other| other.record("casualties_cumulative")).find(is_same);
    let before = given.or_else(known).and_then(|before| before.number("total"));
    if let Some(before) = before.filter(|before| now < *before) {
        let parameters = [("reason", "fell".into()), ("before", before.into()), ("now", now.into())];
        found.add("figures.casualties_cumulative.total", parameters);
    }
}

/// Mines that were destroyed where no area is mined came from somewhere else.
pub(super) fn a_10(case: &Case<'_>, found: &mut Findings<'_>) {
    let number = |name: &&str| case.report.number(name).filter(|number| *number > 0.0);
    let destroyed = ["mines_destroyed", "anti_personnel_mines_destroyed"].iter().find_map(number);
    let origin = case.report.choice("mines_destroyed_origin");
    if let Some(destroyed) = destroyed
        && mined_areas(case) == Some("no")
        && !matches!(origin.as_deref(), Some("stockpile" | "training" | "found" | "several"))
    {
        found.add("figures.mines_destroyed_origin", [("count", destroyed.into())]);
    }
}

/// The last day for which anybody could put off a standard: so many years after the Protocol entered into force as such.
fn last_day(case: &Case<'_>, found: &Findings<'_>) -> Option<NaiveDate> {
    let since = case.reference.register.instrument(case.regime.instrument)?.entered_into_force_on;
    let months = u32::try_from(found.limit("years")).ok()?.checked_mul(12)?;
    since.checked_add_months(Months::new(months))
}

/// Whether a deferral is claimed, and whether its time was over.
fn claimed(case: &Case<'_>, last: NaiveDate) -> Option<bool> {
    let deferral = case.report.record("deferral").filter(|one| one.choice("claimed").as_deref() == Some("yes"))?;
    let period = case.report.period.days();
    let until = deferral.day("until").or(period.map(|(_, to)| to)).unwrap_or(case.on);
    Some(last < until || period.is_some_and(|(from, _)| last < from))
}

/// No standard is put off once the nine years are over.
pub(super) fn a_12(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(last) = last_day(case, found) else { return };
    if claimed(case, last) == Some(true) {
        found.add("figures.deferral.claimed", [("date", last.into())]);
    }
}

/// Before that, only a State that declared so may.
pub(super) fn a_13(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(last) = last_day(case, found) else { return };
    let party = case.report.party;
    let has_declared = found.rule.parties.contains(&party) || case.fact("declared_deferral") == Some(Answer::Yes);
    if claimed(case, last) == Some(false) && !has_declared {
        found.add("figures.deferral.claimed", [("state", party.into())]);
    }
}

const AFTER_30_DAYS: &str = "not_self_destructed_30_days";
const AFTER_120_DAYS: &str = "working_120_days";

/// Shares are possible, and those still working later are among those not destroyed before.
pub(super) fn a_14(case: &Case<'_>, found: &mut Findings<'_>) {
    for (place, row) in case.report.rows("stocks") {
        let shares = [AFTER_30_DAYS, AFTER_120_DAYS].map(|column| (column, row.number(column)));
        let is_possible = |share: f64| (0.0..=100.0).contains(&share);
        let mut possible = true;
        for (column, share) in shares.iter().filter_map(|(column, share)| Some((column, (*share)?))) {
            if !is_possible(share) {
                possible = false;
                let parameters = [("given", share.into()), ("other", "none".into())];
                found.add(format!("figures.stocks[{place}].{column}"), parameters);
            }
        }
        if let [(_, Some(before)), (column, Some(after))] = shares
            && possible
            && before < after
        {
            found.add(format!("figures.stocks[{place}].{column}"), [("given", after.into()), ("other", before.into())]);
        }
    }
}

/// Shares beyond the standard of the annex are asked about.
pub(super) fn a_25(case: &Case<'_>, found: &mut Findings<'_>) {
    let most = [
        (AFTER_30_DAYS, "30", found.limit("most_per_mille_30_days")),
        (AFTER_120_DAYS, "120", found.limit("most_per_mille_120_days")),
    ];
    for (place, row) in case.report.rows("stocks") {
        // The standard is one of anti-personnel mines.
        if row.choice("kind").is_some_and(|kind| !ANTI_PERSONNEL.contains(&kind.as_str())) {
            continue;
        }
        for (column, days, per_mille) in &most {
            let share = row.number(column).filter(|share| (0.0..=100.0).contains(share));
            if let Some(share) = share.filter(|share| Exact::of(*share).is_above_per_mille(*per_mille)) {
                let parameters = [("given", share.into()), ("days", (*days).into())];
                found.add(format!("figures.stocks[{place}].{column}"), parameters);
            }
        }
    }
}

/// Signs are as large as the annex asks for.
pub(super) fn a_17(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(marking) = case.report.record("marking") else { return };
    let shape = marking.choice("shape");
    let (long, short) = match shape.as_deref() {
        Some("triangle") => (found.limit("triangle_long_cm"), found.limit("triangle_short_cm")),
        Some("square") => (found.limit("square_cm"), found.limit("square_cm")),
        _ => return,
    };
    let shape = if shape.as_deref() == Some("square") { "square" } else { "triangle" };
    let sides = ["width", "height"].map(|side| marking.number(side).map(Exact::of));
    let is_below = |side: Exact, limit: i64| side.is_below(limit);
    let is_small = match sides {
        [Some(one), Some(other)] => is_below(one.max(other), long) || is_below(one.min(other), short),
        [Some(side), None] | [None, Some(side)] => is_below(side, short),
        [None, None] => false,
    };
    if is_small {
        let column = if sides.first().is_some_and(Option::is_some) { "width" } else { "height" };
        found.add(format!("figures.marking.{column}"), [("shape", shape.into())]);
    }
}

/// Amounts have their currency and year, and say how they were given.
pub(super) fn a_21(case: &Case<'_>, found: &mut Findings<'_>) {
    incomplete(case, found, true);
}

/// Improvised devices are counted apart.
pub(super) fn a_24(case: &Case<'_>, found: &mut Findings<'_>) {
    let number = |name: &str| case.report.number(name);
    let is_destroyed = |name: &&str| number(name).is_some_and(|number| number > 0.0);
    let is_any = ["mines_destroyed", "other_devices_destroyed"].iter().any(is_destroyed);
    if is_any && number("improvised_devices_destroyed").is_none() {
        let by_device = case.report.record("casualties");
        let victims = by_device.and_then(|one| one.number("by_device.improvised_antipersonnel_mine"));
        let victims = victims.filter(|victims| *victims > 0.0).map_or("none".into(), Parameter::Amount);
        found.add("figures.improvised_devices_destroyed", [("victims", victims)]);
    }
}
