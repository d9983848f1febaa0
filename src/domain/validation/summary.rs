//! Section 3: the summary sheet, and what is unchanged.

use super::case::{Case, Origin};
use super::finding::{Findings, Parameter, quoted};
use super::observations::Records;
use super::rule_set::Severity;
use crate::domain::regime::Form;
use crate::domain::report::{FilingKind, FormState, is_blank};

fn place(form: &Form) -> String {
    format!("summary.{}", form.letter)
}

fn letter(form: &Form) -> Parameter {
    form.letter.clone().into()
}

fn forms_that_are<'a>(case: &Case<'a>, state: FormState) -> impl Iterator<Item = &'a Form> {
    case.set.forms.iter().filter(move |form| case.state(form) == Some(state))
}

/// Forms that are unchanged, with the year of the report that still holds.
fn unchanged<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Form, i64)> {
    forms_that_are(case, FormState::Unchanged)
        .filter_map(|form| Some((form, case.report.summary.get(&form.letter)?.last_reporting?)))
}

/// Each form has one of the three states.
pub(super) fn g_30(case: &Case<'_>, found: &mut Findings<'_>) {
    for form in case.set.forms.iter().filter(|form| case.state(form).is_none()) {
        let written = case.report.summary.get(&form.letter).and_then(|line| line.state.as_deref());
        let given = written.filter(|state| !is_blank(state)).map_or("none".into(), quoted);
        found.add(place(form), [("form", letter(form)), ("given", given)]);
    }
}

/// The year of the last reporting is possible.
pub(super) fn g_31(case: &Case<'_>, found: &mut Findings<'_>) {
    let first = case.first_year_bound();
    for form in forms_that_are(case, FormState::Unchanged) {
        let year = case.report.summary.get(&form.letter).and_then(|line| line.last_reporting);
        let reason = match year {
            // What was written and is no year is told once, where it was written.
            None if case.seen.unread.contains(&format!("{}.last_reporting", place(form))) => continue,
            None => "missing",
            Some(year) if year >= i64::from(case.report.cycle.year()) => "not_earlier",
            // A voluntary report may have come before the State was bound.
            Some(year) if first.is_some_and(|first| year < first) && !case.is_here(year) => "not_bound",
            Some(_) => continue,
        };
        // A paper of long ago can be entered without the year, which then stays to be found.
        let is_old = case.report.kind == FilingKind::Historic && year.is_none();
        let severity = if is_old { Severity::Warning } else { found.rule.severity };
        let year = year.map_or("none".into(), Parameter::Number);
        found.add_as(severity, place(form), [("form", letter(form)), ("year", year), ("reason", reason.into())]);
    }
}

/// The report of that year is held here.
pub(super) fn g_32(case: &Case<'_>, found: &mut Findings<'_>) {
    let first = case.first_year_bound().unwrap_or(i64::MIN);
    for (form, year) in unchanged(case) {
        // A year that cannot be is asked about by rule G-31.
        let is_possible = (first..i64::from(case.report.cycle.year())).contains(&year);
        if is_possible && !case.is_here(year) {
            let severity = if case.seen.records.cover(year) { found.rule.severity } else { Severity::Warning };
            let parameters = [
                ("state", case.report.party.into()),
                ("regime", case.report.regime.into()),
                ("year", year.into()),
                ("held", if case.seen.records == Records::Given { "given" } else { "here" }.into()),
            ];
            found.add_as(severity, place(form), parameters);
        }
    }
}

/// There the form held text.
pub(super) fn g_33(case: &Case<'_>, found: &mut Findings<'_>) {
    for (form, year) in unchanged(case) {
        let reason = match case.origin(&form.key, year) {
            Origin::Blank => "blank",
            Origin::NotFound => "not_found",
            Origin::Written(_) | Origin::NotHeld(_) => continue,
        };
        found.add(place(form), [("form", letter(form)), ("year", year.into()), ("reason", reason.into())]);
    }
}

/// It was written not too long ago.
pub(super) fn g_34(case: &Case<'_>, found: &mut Findings<'_>) {
    for (form, year) in unchanged(case) {
        let written = match case.origin(&form.key, year) {
            Origin::Written(written) | Origin::NotHeld(written) => written,
            Origin::Blank | Origin::NotFound => year,
        };
        if i64::from(case.report.cycle.year()) - written > found.limit("most_years") {
            found.add(place(form), [("form", letter(form)), ("year", written.into())]);
        }
    }
}

/// A changed form holds something, were it only what has to be written otherwise.
pub(super) fn g_35(case: &Case<'_>, found: &mut Findings<'_>) {
    let is_unread = |form: &Form| case.seen.unread.iter().any(|place| case.set.form_at(place) == Some(form));
    let is_empty = |form: &&Form| !case.report.holds_answers(form) && !is_unread(form);
    for form in forms_that_are(case, FormState::Changed).filter(is_empty) {
        found.add(place(form), [("form", letter(form))]);
    }
}

/// A changed form differs from what was filed last.
pub(super) fn g_36(case: &Case<'_>, found: &mut Findings<'_>) {
    let earlier = case.earlier(case.report.regime);
    for form in forms_that_are(case, FormState::Changed) {
        let filed = earlier.iter().find_map(|other| {
            let same = case.form_in(other, &form.key)?;
            other.holds_words(same).then_some((*other, same))
        });
        let Some((other, same)) = filed else { continue };
        let (now, before) = (case.report.texts(form), other.texts(same));
        let repeats = |field| case.report.entries(field) == other.entries(field);
        let is_same = now == before && form.fields.iter().all(repeats) && case.report.files(form) == other.files(same);
        if is_same && !now.is_empty() {
            let year = i64::from(other.cycle.year());
            found.add(place(form), [("form", letter(form)), ("year", year.into())]);
        }
    }
}

/// Not applicable has its reason.
pub(super) fn g_37(case: &Case<'_>, found: &mut Findings<'_>) {
    for form in forms_that_are(case, FormState::NotApplicable) {
        let reason = case.report.summary.get(&form.letter).and_then(|line| line.reason.as_deref());
        if reason.is_none_or(is_blank) {
            found.add(place(form), [("form", letter(form))]);
        }
    }
}

/// Forms whose duties bind every party are not left out.
pub(super) fn g_38(case: &Case<'_>, found: &mut Findings<'_>) {
    // A voluntary report comes from a State that is no party.
    if case.is_voluntary() {
        return;
    }
    for form in forms_that_are(case, FormState::NotApplicable).filter(|form| form.concerns_every_party) {
        found.add(place(form), [("form", letter(form))]);
    }
}

/// A cover page alone says of no form that it changed.
pub(super) fn g_39(case: &Case<'_>, found: &mut Findings<'_>) {
    let is_alone = !case.set.forms.iter().any(|form| case.report.holds_answers(form));
    let changed: Vec<String> = forms_that_are(case, FormState::Changed).map(|form| form.letter.clone()).collect();
    if is_alone && !changed.is_empty() {
        found.add("summary", [("forms", changed.into())]);
    }
}
