//! What a State is asked for in a cycle, and why.

use chrono::NaiveDate;

use super::rules::{DeadlineRule, DueRule, days_after};
use super::{Cycle, ReportKind, ReportingRules};
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::regime::Regime;
use crate::domain::treaty::{Mark, Period, Register};

/// An initial report due at most so many days after a 31 March on which the State was
/// already bound serves as that cycle's annual report too.
const DAYS_INITIAL_SERVES_AS_ANNUAL: u64 = 90;

/// A report asked of a State in a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReport {
    /// Under which regime.
    pub regime: RegimeCode,
    /// Regular or first report.
    pub kind: ReportKind,
    /// Until when.
    pub due: DueDate,
    /// The instrument that brings the report.
    pub instrument: InstrumentCode,
    /// Since when it binds the State.
    pub bound_since: NaiveDate,
    /// An earlier cycle for which this report serves as the annual one.
    pub serves_also: Option<Cycle>,
    /// Day of the initial report, where this is an annual one that falls due before it.
    pub initial_on: Option<NaiveDate>,
    /// The decision or article that sets the date.
    pub source: String,
    /// How well that is known.
    pub mark: Mark,
}

/// Until when a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueDate {
    /// Until 24:00 in Geneva of that day.
    On(NaiveDate),
    /// No date is known; only the first day of the meeting before which it was to come. Never late.
    BeforeMeeting(NaiveDate),
}

impl DueDate {
    /// The date, where one is known.
    pub fn on(self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(day),
            Self::BeforeMeeting(_) => None,
        }
    }
}

/// What a regime asks of a State in a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A report is due.
    Report(DueReport),
    /// Nothing of its own: the initial report, due soon after the cycle, serves for it.
    ServedBy(DueReport),
}

impl Asked {
    /// The report, whichever cycle it is of.
    pub fn report(&self) -> &DueReport {
        match self {
            Self::Report(report) | Self::ServedBy(report) => report,
        }
    }
}

/// What every regime asks of the State in the cycle; empty for a State that is no party.
pub fn due(register: &Register, rules: &ReportingRules, party: Iso3, cycle: Cycle) -> Vec<Asked> {
    rules.regimes().iter().filter_map(|regime| asked(register, rules, regime, party, cycle)).collect()
}

/// How many States the regime asks for a report in the cycle.
pub fn parties_asked(register: &Register, rules: &ReportingRules, regime: &Regime, cycle: Cycle) -> usize {
    register.states().filter(|state| asked(register, rules, regime, state.iso3, cycle).is_some()).count()
}

fn asked(register: &Register, rules: &ReportingRules, regime: &Regime, party: Iso3, cycle: Cycle) -> Option<Asked> {
    let annual = rules.rule(regime.code, ReportKind::Annual, cycle);
    let takes_in_initial = annual.is_some_and(|rule| rule.takes_in_initial);
    if !takes_in_initial {
        let initial = initial_of(register, rules, regime, party, cycle);
        if let Some(report) = initial {
            return Some(Asked::Report(report));
        }
    }
    let rule = annual?;
    let meeting = rules.meeting(regime.code, cycle);
    let bound_on = rule.bound_on?.day(cycle, meeting)?;
    let period = register.period(party, regime.instrument, bound_on)?;
    if !takes_in_initial && let Some(report) = initial_serving(register, rules, regime, party, cycle) {
        return Some(Asked::ServedBy(report));
    }
    let due = match rule.due {
        DueRule::On(day) => DueDate::On(day.in_year(cycle.year())?),
        DueRule::Date(day) => DueDate::On(day),
        DueRule::BeforeMeeting => DueDate::BeforeMeeting(meeting?),
        DueRule::DaysAfterEntryIntoForce(days) => DueDate::On(days_after(period.since, days)),
    };
    let mut report = report(regime, rule, period, due, None);
    if !takes_in_initial {
        let next = cycle.next().and_then(|next| initial_of(register, rules, regime, party, next));
        report.initial_on = next.and_then(|initial| initial.due.on());
    }
    Some(Asked::Report(report))
}

/// The initial report whose due date lies in the cycle.
fn initial_of(
    register: &Register,
    rules: &ReportingRules,
    regime: &Regime,
    party: Iso3,
    cycle: Cycle,
) -> Option<DueReport> {
    let rule = rules.rule(regime.code, ReportKind::Initial, cycle)?;
    let DueRule::DaysAfterEntryIntoForce(days) = rule.due else { return None };
    let periods = register.periods(party, regime.instrument).iter();
    let (period, due_on) = periods
        .map(|period| (period, days_after(period.since, days)))
        .find(|(period, due_on)| Cycle::containing(*due_on) == cycle && period.contains(*due_on))?;
    let before = cycle.previous()?;
    let serves = due_on <= days_after(before.closes_on(), DAYS_INITIAL_SERVES_AS_ANNUAL)
        && period.since <= before.closes_on()
        && rules.rule(regime.code, ReportKind::Annual, before).is_some_and(|annual| !annual.takes_in_initial);
    Some(report(regime, rule, period, DueDate::On(due_on), serves.then_some(before)))
}

/// The initial report of the next cycle, where it serves for this one too.
fn initial_serving(
    register: &Register,
    rules: &ReportingRules,
    regime: &Regime,
    party: Iso3,
    cycle: Cycle,
) -> Option<DueReport> {
    initial_of(register, rules, regime, party, cycle.next()?).filter(|report| report.serves_also == Some(cycle))
}

fn report(
    regime: &Regime,
    rule: &DeadlineRule,
    period: &Period,
    due: DueDate,
    serves_also: Option<Cycle>,
) -> DueReport {
    DueReport {
        regime: regime.code,
        kind: rule.kind,
        due,
        instrument: regime.instrument,
        bound_since: period.since,
        serves_also,
        initial_on: None,
        source: rule.source.clone(),
        mark: rule.mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    fn check(iso3: &str, year: i32, expected: &[(&str, &str, &str)]) {
        let register = Register::embedded().unwrap();
        let rules = ReportingRules::embedded().unwrap();
        let party = Iso3::parse(iso3).unwrap();
        let found: Vec<_> = due(&register, &rules, party, Cycle::new(year).unwrap())
            .into_iter()
            .map(|asked| {
                let report = asked.report();
                let when = match report.due {
                    DueDate::On(day) => day.to_string(),
                    DueDate::BeforeMeeting(day) => format!("before {day}"),
                };
                let kind = match asked {
                    Asked::Report(_) => report.kind.key(),
                    Asked::ServedBy(_) => "served by initial",
                };
                (report.regime.to_string(), kind, when)
            })
            .collect();
        let found: Vec<_> = found.iter().map(|(regime, kind, when)| (regime.as_str(), *kind, when.as_str())).collect();
        assert_eq!(found, expected, "{iso3} {year}");
    }

    const ALL_THREE: &[(&str, &str, &str)] =
        &[("COMPLIANCE", "annual", "2027-03-31"), ("APII", "annual", "2027-03-31"), ("PV", "annual", "2027-03-31")];

    #[test]
    fn a_state_bound_by_everything_is_asked_for_three_reports() {
        check("CHE", 2027, ALL_THREE);
        check("TTO", 2027, ALL_THREE);
    }

    #[test]
    fn the_original_protocol_ii_brings_no_report_of_its_own() {
        check("CUB", 2027, &[("COMPLIANCE", "annual", "2027-03-31"), ("PV", "annual", "2027-03-31")]);
        check("MEX", 2027, &[("COMPLIANCE", "annual", "2027-03-31")]);
    }

    #[test]
    fn without_protocol_v_no_report_on_remnants() {
        check("COL", 2027, &[("COMPLIANCE", "annual", "2027-03-31"), ("APII", "annual", "2027-03-31")]);
    }

    #[test]
    fn a_new_party_owes_its_initial_report_on_day_180() {
        check("TTO", 2024, &[]);
        check(
            "TTO",
            2025,
            &[("COMPLIANCE", "annual", "2025-03-31"), ("APII", "annual", "2025-03-31"), ("PV", "annual", "2025-03-31")],
        );
        check(
            "TTO",
            2026,
            &[
                ("COMPLIANCE", "annual", "2026-03-31"),
                ("APII", "annual", "2026-03-31"),
                ("PV", "initial", "2025-07-28"),
            ],
        );
    }

    #[test]
    fn an_initial_report_within_90_days_serves_for_the_cycle_before() {
        check(
            "GBR",
            2025,
            &[
                ("COMPLIANCE", "annual", "2025-03-31"),
                ("APII", "annual", "2025-03-31"),
                ("PV", "served by initial", "2025-05-12"),
            ],
        );
        check(
            "GBR",
            2026,
            &[
                ("COMPLIANCE", "annual", "2026-03-31"),
                ("APII", "annual", "2026-03-31"),
                ("PV", "initial", "2025-05-12"),
            ],
        );
    }

    #[test]
    fn the_russian_federation_owed_its_initial_report_on_20_july_2009() {
        check(
            "RUS",
            2010,
            &[
                ("COMPLIANCE", "annual", "before 2009-11-12"),
                ("APII", "annual", "before 2010-11-24"),
                ("PV", "initial", "2009-07-20"),
            ],
        );
    }

    #[test]
    fn the_first_parties_to_protocol_v_were_given_31_may_2008() {
        for iso3 in ["LIE", "CHE"] {
            check(
                iso3,
                2008,
                &[
                    ("COMPLIANCE", "annual", "before 2007-11-07"),
                    ("APII", "annual", "before 2008-11-12"),
                    ("PV", "annual", "2008-05-31"),
                ],
            );
        }
        check("LIE", 2007, &[("APII", "annual", "before 2007-11-06")]);
    }

    #[test]
    fn successors_signatories_and_strangers() {
        check(
            "MNE",
            2018,
            &[
                ("COMPLIANCE", "annual", "2018-03-31"),
                ("APII", "annual", "2018-03-31"),
                ("PV", "initial", "2017-05-19"),
            ],
        );
        check("EGY", 2027, &[]);
        check("AND", 2027, &[]);
        check("XXX", 2027, &[]);
    }

    /// The expected figures were counted from the depositary's dates by other means than this code.
    #[test]
    fn parties_asked_per_regime_and_cycle_since_2008() {
        let register = Register::embedded().unwrap();
        let rules = ReportingRules::embedded().unwrap();
        let counts: Vec<Vec<usize>> = (2008..=2027)
            .map(|year| {
                let cycle = Cycle::new(year).unwrap();
                rules.regimes().iter().map(|regime| parties_asked(&register, &rules, regime, cycle)).collect()
            })
            .collect();
        assert_eq!(counts, EXPECTED_SINCE_2008);
    }

    /// Compliance, Amended Protocol II, Protocol V; cycles 2008 to 2027.
    const EXPECTED_SINCE_2008: [[usize; 3]; 20] = [
        [102, 89, 33],
        [105, 92, 48],
        [109, 93, 61],
        [111, 95, 70],
        [114, 97, 75],
        [115, 98, 80],
        [117, 100, 84],
        [118, 101, 85],
        [121, 102, 87],
        [123, 102, 91],
        [125, 104, 93],
        [125, 104, 94],
        [125, 106, 96],
        [125, 106, 96],
        [125, 106, 96],
        [126, 106, 97],
        [127, 106, 97],
        [128, 107, 99],
        [128, 107, 99],
        [128, 107, 99],
    ];

    #[test]
    fn a_report_is_never_due_before_the_state_is_bound() {
        let register = Register::embedded().unwrap();
        let rules = ReportingRules::embedded().unwrap();
        for state in register.states() {
            for year in 1999..2040 {
                for asked in due(&register, &rules, state.iso3, Cycle::new(year).unwrap()) {
                    let report = asked.report();
                    let last = report.due.on().unwrap_or_else(|| day(year, 12, 31));
                    assert!(report.bound_since <= last, "{} {year} {report:?}", state.iso3);
                }
            }
        }
    }

    #[test]
    fn each_initial_report_belongs_to_one_cycle() {
        let register = Register::embedded().unwrap();
        let rules = ReportingRules::embedded().unwrap();
        for state in register.states() {
            let initial = (2008..2040).flat_map(|year| due(&register, &rules, state.iso3, Cycle::new(year).unwrap()));
            let count = initial
                .filter(|asked| matches!(asked, Asked::Report(report) if report.kind == ReportKind::Initial))
                .count();
            assert!(count <= 1, "{}", state.iso3);
        }
    }
}
