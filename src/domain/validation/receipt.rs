//! Section 4: deadlines and receipt.

use super::case::Case;
use super::finding::{Findings, Parameter};
use crate::domain::calendar::{Asked, Cycle, DueReport, ReportKind, due};
use crate::domain::report::{FilingKind, FormState};

/// What the regime asks of the State, as far as this filing answers it.
///
/// An initial report answers for the initial date, in whichever cycle it is filed; once it is here,
/// what the State files next is no initial report any more.
fn asked(case: &Case<'_>) -> Option<DueReport> {
    let in_cycle = |cycle: Cycle| {
        let all = due(case.reference.register, case.reference.deadlines, case.report.party, cycle);
        let own = all.into_iter().map(|asked| match asked {
            Asked::Report(report) | Asked::ServedBy(report) => report,
        });
        own.into_iter().find(|report| report.regime == case.report.regime)
    };
    let cycle = case.report.cycle;
    match case.report.kind {
        FilingKind::Initial => {
            let near = [Some(cycle), cycle.next(), cycle.previous()];
            let found = near.into_iter().flatten().filter_map(in_cycle);
            found.into_iter().find(|report| report.kind == ReportKind::Initial)
        }
        FilingKind::Annual | FilingKind::SummarySheet | FilingKind::FreeFormat => {
            let is_here = !case.earlier(case.report.regime).is_empty();
            in_cycle(cycle).filter(|report| report.kind != ReportKind::Initial || !is_here)
        }
        FilingKind::Voluntary | FilingKind::Update | FilingKind::Correction | FilingKind::Historic => None,
    }
}

/// Received after the date, and after the working day that still counts.
pub(super) fn d_01(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(date) = asked(case).and_then(|report| report.due.on()) else { return };
    let counts = case.seen.next_working_day_counts;
    let last = if counts { case.reference.office.working_day_from(date) } else { date };
    if case.on > last {
        // Of a cycle before a regime's records are whole nothing is called late. A draft has not been received.
        let is_whole = case.seen.records.cover(case.report.cycle.year().into());
        let dated = match (case.seen.account, case.report.submitted_on.is_some()) {
            (Some(_), _) => "draft",
            (None, false) => "no",
            (None, true) if is_whole => "yes",
            (None, true) => "unset",
        };
        let parameters = [
            ("days", Parameter::Span((date, case.on))),
            ("date", date.into()),
            ("received", case.on.into()),
            ("dated", dated.into()),
        ];
        found.add("submitted_on", parameters);
    }
}

/// Received after the date, on the working day that still counts.
pub(super) fn d_02(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(date) = asked(case).and_then(|report| report.due.on()) else { return };
    let last = case.reference.office.working_day_from(date);
    if case.seen.next_working_day_counts && date < case.on && case.on <= last {
        found.add("submitted_on", [("date", date.into()), ("received", case.on.into())]);
    }
}

/// An initial report fills in every form.
pub(super) fn d_03(case: &Case<'_>, found: &mut Findings<'_>) {
    // What puts an initial report right is as complete as it.
    let kinds = case.of_year(case.report.regime, case.report.cycle.year().into()).map(|report| report.kind);
    let is_initial = kinds.chain([case.report.kind]).any(|kind| kind == FilingKind::Initial)
        || asked(case).is_some_and(|report| report.kind == ReportKind::Initial);
    let unchanged = |form: &&crate::domain::regime::Form| case.state(form) == Some(FormState::Unchanged);
    for form in case.set.forms.iter().filter(unchanged).filter(|_| is_initial) {
        found.add(format!("summary.{}", form.letter), [("form", form.letter.clone().into())]);
    }
}

/// An initial report near a 31 March may serve as the annual one too.
pub(super) fn d_04(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(report) = asked(case).filter(|report| report.kind == ReportKind::Initial) else { return };
    let Some(date) = report.due.on() else { return };
    let days_before = (case.report.cycle.closes_on() - date).num_days();
    let serves = match report.serves_also {
        Some(cycle) => Some(cycle),
        None => (0..found.limit("most_days")).contains(&days_before).then_some(case.report.cycle),
    };
    if let Some(cycle) = serves {
        found.add("kind", [("date", date.into()), ("cycle", i64::from(cycle.year()).into())]);
    }
}

/// A State that is reminded of nothing is told why.
pub(super) fn d_05(case: &Case<'_>, found: &mut Findings<'_>) {
    if let Some(reason) = case.seen.no_reminder {
        found.add("party", [("reason", reason.word().into())]);
    }
}

/// What comes after the year's expert meeting is taken up later.
pub(super) fn d_06(case: &Case<'_>, found: &mut Findings<'_>) {
    let known = || case.reference.deadlines.expert_meeting(case.report.regime, case.report.cycle);
    let meeting = case.seen.expert_meeting_on.or_else(known);
    if let Some(meeting) = meeting.filter(|meeting| case.on > *meeting) {
        found.add("submitted_on", [("date", meeting.into())]);
    }
}
