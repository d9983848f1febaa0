//! Dated deadline rules, read from `deadlines.toml`.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::{Cycle, MonthDay, toml_day};
use crate::domain::code::RegimeCode;
use crate::domain::regime::{Regime, regimes};
use crate::domain::treaty::Mark;

const DEADLINES: &str = include_str!("deadlines.toml");

/// The regimes with all rules and meetings that tell when their reports are due.
#[derive(Debug, Clone)]
pub struct ReportingRules {
    regimes: Vec<Regime>,
    rules: Vec<DeadlineRule>,
    meetings: Vec<Meeting>,
    expert_meetings: Vec<Meeting>,
    sponsorship: Vec<SponsorshipClosing>,
}

/// Regular or first report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// The report of every cycle.
    Annual,
    /// The first report after entry into force.
    Initial,
}

impl ReportKind {
    /// The word for it in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Annual => "annual",
            Self::Initial => "initial",
        }
    }
}

/// One rule of `deadlines.toml`; the file explains the fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineRule {
    pub(super) regime: RegimeCode,
    pub(super) kind: ReportKind,
    first_cycle: i32,
    last_cycle: Option<i32>,
    pub(super) due: DueRule,
    pub(super) bound_on: Option<BoundOnRule>,
    #[serde(default)]
    pub(super) takes_in_initial: bool,
    pub(super) mark: Mark,
    pub(super) source: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum DueRule {
    On(MonthDay),
    #[serde(deserialize_with = "toml_day")]
    Date(NaiveDate),
    BeforeMeeting,
    DaysAfterEntryIntoForce(u64),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum BoundOnRule {
    On(MonthDay),
    OnYearBefore(MonthDay),
    FirstDayOfMeeting,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meeting {
    regime: RegimeCode,
    cycle: i32,
    #[serde(deserialize_with = "toml_day")]
    opened_on: NaiveDate,
    #[serde(rename = "mark")]
    _mark: Mark,
}

/// The last day on which sponsorship for a meeting may be asked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SponsorshipClosing {
    regime: RegimeCode,
    #[serde(deserialize_with = "toml_day")]
    meeting_opens_on: NaiveDate,
    #[serde(deserialize_with = "toml_day")]
    closes_on: NaiveDate,
    #[serde(rename = "mark")]
    _mark: Mark,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<DeadlineRule>,
    meeting: Vec<Meeting>,
    #[serde(default)]
    expert_meeting: Vec<Meeting>,
    #[serde(default)]
    sponsorship: Vec<SponsorshipClosing>,
}

fn opened(meetings: &[Meeting], regime: RegimeCode, cycle: Cycle) -> Option<NaiveDate> {
    let found = meetings.iter().find(|meeting| meeting.regime == regime && meeting.cycle == cycle.year());
    found.map(|meeting| meeting.opened_on)
}

impl ReportingRules {
    /// The rules that come with the program.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        Self::read(DEADLINES)
    }

    /// Rules as `deadlines.toml` writes them.
    pub fn read(deadlines: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(deadlines)?;
        Ok(Self {
            regimes: regimes()?,
            rules: file.rule,
            meetings: file.meeting,
            expert_meetings: file.expert_meeting,
            sponsorship: file.sponsorship,
        })
    }

    /// The regimes in the order shown.
    pub fn regimes(&self) -> &[Regime] {
        &self.regimes
    }

    /// First day of the meeting that the reports of the cycle precede, where the calendar's data has it.
    pub fn meeting(&self, regime: RegimeCode, cycle: Cycle) -> Option<NaiveDate> {
        opened(&self.meetings, regime, cycle)
    }

    /// First day of the meeting of experts that takes up the reports of the cycle, where the calendar's data has it.
    pub fn expert_meeting(&self, regime: RegimeCode, cycle: Cycle) -> Option<NaiveDate> {
        opened(&self.expert_meetings, regime, cycle)
    }

    /// The last day on which sponsorship for the meeting that opens on a day may be asked for, where that is known.
    pub fn sponsorship_closes_on(&self, regime: RegimeCode, meeting_opens_on: NaiveDate) -> Option<NaiveDate> {
        let is_of = |one: &&SponsorshipClosing| one.regime == regime && one.meeting_opens_on == meeting_opens_on;
        self.sponsorship.iter().find(is_of).map(|closing| closing.closes_on)
    }

    pub(super) fn rule(&self, regime: RegimeCode, kind: ReportKind, cycle: Cycle) -> Option<&DeadlineRule> {
        self.rules.iter().find(|rule| rule.regime == regime && rule.kind == kind && rule.covers(cycle))
    }
}

impl DeadlineRule {
    fn covers(&self, cycle: Cycle) -> bool {
        self.first_cycle <= cycle.year() && self.last_cycle.is_none_or(|last| cycle.year() <= last)
    }
}

impl BoundOnRule {
    /// The day on which the State must be bound; `None` when the meeting's day is not known.
    pub(super) fn day(self, cycle: Cycle, meeting: Option<NaiveDate>) -> Option<NaiveDate> {
        match self {
            Self::On(day) => day.in_year(cycle.year()),
            Self::OnYearBefore(day) => day.in_year(cycle.year() - 1),
            Self::FirstDayOfMeeting => meeting,
        }
    }
}

/// The day some days later, counted from the day after.
pub(super) fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn every_rule_finds_what_it_needs_in_every_closed_cycle() {
        let rules = ReportingRules::embedded().unwrap();
        for rule in &rules.rules {
            assert!(rules.regimes.iter().any(|regime| regime.code == rule.regime), "{rule:?}");
            for year in rule.first_cycle..=rule.last_cycle.unwrap_or(rule.first_cycle) {
                let cycle = Cycle::new(year).unwrap();
                let meeting = rules.meeting(rule.regime, cycle);
                assert!(!matches!(rule.due, DueRule::BeforeMeeting) || meeting.is_some(), "{rule:?} {year}");
                assert!(rule.bound_on.is_none_or(|bound_on| bound_on.day(cycle, meeting).is_some()), "{rule:?}");
            }
        }
    }

    #[test]
    fn rules_of_one_kind_never_overlap() {
        let rules = ReportingRules::embedded().unwrap();
        for year in 1990..2100 {
            let cycle = Cycle::new(year).unwrap();
            for regime in rules.regimes() {
                for kind in [ReportKind::Annual, ReportKind::Initial] {
                    let same = |rule: &&DeadlineRule| rule.regime == regime.code && rule.kind == kind;
                    let count = rules.rules.iter().filter(same).filter(|rule| rule.covers(cycle)).count();
                    assert!(count <= 1, "{} {year}", regime.code);
                }
            }
        }
    }

    #[test]
    fn day_180_is_counted_from_the_day_after() {
        assert_eq!(days_after(day(2009, 1, 21), 180), day(2009, 7, 20));
        assert_eq!(days_after(day(2006, 11, 12), 180), day(2007, 5, 11));
    }
}
