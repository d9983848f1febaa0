//! The dates around which letters go out, and the days of the letters.

use chrono::{NaiveDate, TimeDelta};

use super::{Contact, Facts, Step, Subject};
use crate::domain::calendar::{Asked, Cycle, OfficeCalendar, ReportKind, due};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::report::ReportReference;
use crate::domain::treaty::State;

/// What a letter is about; with the recipient it makes the letter the same one whenever it is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion<'f> {
    /// The State.
    pub party: Iso3,
    /// The regime; nothing where the letter is about a person.
    pub regime: Option<RegimeCode>,
    /// The cycle of the report, or the one that contains the date.
    pub cycle: Cycle,
    /// The step.
    pub step: &'f Step,
    /// The day on which it goes out.
    pub send_on: NaiveDate,
    /// The date it is counted from: the due date, the entry into force, the last confirmation.
    pub counted_from: NaiveDate,
    /// Until when a report is asked for, where it is about one.
    pub due_on: Option<NaiveDate>,
}

impl Occasion<'_> {
    /// The report it is about.
    pub fn report(&self) -> Option<ReportReference> {
        let regime = self.regime.filter(|_| matches!(self.step.of, Subject::Annual | Subject::Initial))?;
        Some(ReportReference { party: self.party, regime, cycle: self.cycle })
    }
}

/// A date with the letters around it, the earliest first: of them only the newest is of use.
pub(super) struct Series<'f> {
    pub(super) party: Iso3,
    pub(super) occasions: Vec<Occasion<'f>>,
    /// The one person it is about; otherwise it is for whoever holds the roles.
    pub(super) only: Option<&'f Contact>,
}

/// The dates of a State whose letters may go out in the days from `first` to `last`.
pub(super) fn series<'f>(facts: &Facts<'f>, state: &State, first: NaiveDate, last: NaiveDate) -> Vec<Series<'f>> {
    let mut all = of_reports(facts, state.iso3, first, last);
    all.extend(of_new_regimes(facts, state.iso3));
    all.extend(of_contacts(facts, state.iso3));
    let is_near = |series: &Series| series.occasions.iter().any(|one| (first..=last).contains(&one.send_on));
    all.retain(is_near);
    all
}

fn of_reports<'f>(facts: &Facts<'f>, party: Iso3, first: NaiveDate, last: NaiveDate) -> Vec<Series<'f>> {
    let mut found = Vec::new();
    let mut cycle = Some(Cycle::containing(moved(first, -reach_after(facts))));
    let end = Cycle::containing(moved(last, reach_before(facts)));
    while let Some(now) = cycle.filter(|cycle| *cycle <= end) {
        for asked in due(facts.register, facts.rules, party, now) {
            let Asked::Report(report) = asked else { continue };
            // Where no date is known there is nothing to count from.
            let Some(due_on) = report.due.on() else { continue };
            let (subject, counted_from) = match report.kind {
                ReportKind::Annual => (Subject::Annual, due_on),
                ReportKind::Initial => (Subject::Initial, report.bound_since),
            };
            let occasion = |step: &'f Step| {
                let named = moved(counted_from, step.days);
                Occasion {
                    party,
                    regime: Some(report.regime),
                    cycle: now,
                    step,
                    send_on: on_working_day(facts.office, named, named > due_on),
                    counted_from,
                    due_on: Some(due_on),
                }
            };
            let occasions = facts.steps.of(subject).map(occasion).collect();
            found.push(Series { party, occasions, only: None });
        }
        cycle = now.next();
    }
    found
}

/// From the latest day of a letter back to the date of its cycle, with the days by which holidays move it.
fn reach_after(facts: &Facts) -> i64 {
    facts.steps.reach(Subject::Annual).1.max(facts.steps.reach(Subject::Initial).1) + 10
}

/// From the earliest day of a letter to the date of its cycle. An initial report is of the cycle of its due date,
/// which comes after the entry into force from which its letters are counted.
fn reach_before(facts: &Facts) -> i64 {
    -facts.steps.reach(Subject::Annual).0.min(0) + 366
}

fn of_new_regimes<'f>(facts: &Facts<'f>, party: Iso3) -> impl Iterator<Item = Series<'f>> {
    facts.rules.regimes().iter().flat_map(move |regime| {
        facts.register.periods(party, regime.instrument).iter().map(move |period| {
            let occasion = move |step: &'f Step| Occasion {
                party,
                regime: Some(regime.code),
                cycle: Cycle::containing(period.since),
                step,
                send_on: on_working_day(facts.office, moved(period.since, step.days), false),
                counted_from: period.since,
                due_on: None,
            };
            let occasions = facts.steps.of(Subject::NewRegime).map(occasion).collect();
            Series { party, occasions, only: None }
        })
    })
}

fn of_contacts<'f>(facts: &Facts<'f>, party: Iso3) -> Vec<Series<'f>> {
    let Some(desk) = facts.desks.get(&party) else { return Vec::new() };
    let mut found: Vec<Series> = Vec::new();
    for contact in &desk.contacts {
        // Whoever holds several roles is asked once, after the latest of their words.
        let later = |other: &&Contact| other.person == contact.person && other.confirmed_on > contact.confirmed_on;
        let is_there = found.iter().any(|one| one.only.is_some_and(|only| only.person == contact.person));
        if is_there || desk.contacts.iter().any(|other| later(&other)) {
            continue;
        }
        let occasion = |step: &'f Step| Occasion {
            party,
            regime: None,
            cycle: Cycle::containing(contact.confirmed_on),
            step,
            send_on: on_working_day(facts.office, moved(contact.confirmed_on, step.days), true),
            counted_from: contact.confirmed_on,
            due_on: None,
        };
        let occasions = facts.steps.of(Subject::Contact).map(occasion).collect();
        found.push(Series { party, occasions, only: Some(contact) });
    }
    found
}

/// So many days later; the day itself at the ends of the calendar.
pub fn moved(day: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days).and_then(|span| day.checked_add_signed(span)).unwrap_or(day)
}

fn on_working_day(office: &OfficeCalendar, day: NaiveDate, is_after_due: bool) -> NaiveDate {
    if is_after_due { office.working_day_from(day) } else { office.working_day_until(day) }
}
