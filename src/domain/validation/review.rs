//! Section 9: what a desk officer looks at before an act on a filing, and before counts are told.
//!
//! These rules read no draft: they look at what was filed, what was done with it and what is about to be shown. What
//! they find is said on the secretariat's pages, and before the acts that it bears on.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::finding::{Finding, Findings};
use super::rule_set::{Rule, RuleSet, Severity};
use crate::domain::calendar::Cycle;
use crate::domain::code::RegimeCode;
use crate::domain::filing::{ActDone, FilingAct};
use crate::domain::report::{Availability, Report};

/// A filing under the eyes of a desk officer.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// The report as read.
    pub report: &'a Report,
    /// What the rules of the other sections say of it.
    pub findings: &'a [Finding],
    /// What was done with it, in order.
    pub acts: &'a [ActDone],
    /// SHA-256 of the document that stands on its receipt, in hexadecimal.
    pub receipt: &'a str,
    /// The same of the document as it is stored.
    pub stored: &'a str,
    /// Letters of the forms of which its public page would show something.
    pub shown: &'a BTreeSet<String>,
    /// First day of the meeting before which parties are to have it, where the calendar knows one.
    pub meeting_on: Option<NaiveDate>,
    /// The day on which it is looked at.
    pub on: NaiveDate,
}

/// Counts of a cycle as they are told.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Of which cycle.
    pub cycle: Cycle,
    /// How many parties are asked for a report of any regime, by who is bound on 31 March of the cycle.
    pub parties: usize,
    /// The day of the status register by which they are counted.
    pub register_on: NaiveDate,
}

type Check = fn(&Review<'_>, &mut Findings<'_>);
/// The acts on which a rule bears.
type Bearings = &'static [(FilingAct, Bearing)];

/// What a finding means for an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// It is told before the act.
    Told,
    /// The act waits until somebody records why it is done all the same.
    Explained,
    /// The act is not done while it is so.
    Stops,
}

/// The rules that look at a filing, in the order of the list, with the acts on which they bear.
const CHECKS: &[(&str, Check, Bearings)] = &[
    ("R-01", r_01, &[(FilingAct::Acknowledged, Bearing::Explained)]),
    (
        "R-02",
        r_02,
        &[
            (FilingAct::Acknowledged, Bearing::Told),
            (FilingAct::Circulated, Bearing::Stops),
            (FilingAct::Published, Bearing::Stops),
        ],
    ),
    ("R-03", r_03, &[(FilingAct::Published, Bearing::Stops)]),
    ("R-04", r_04, &[]),
];
/// The rule that looks at counts.
const COUNTS: &str = "R-05";

/// Every rule there is, in the order of the list.
#[cfg(test)]
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(id, ..)| *id).chain([COUNTS])
}

/// What is to be known of a filing before an act.
pub fn review(rules: &RuleSet, review: &Review<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, check, _) in CHECKS {
        let Some(rule) = rules.rule(id, review.report.regime, review.report.cycle) else { continue };
        let mut found = Findings { rule, all: Vec::new() };
        check(review, &mut found);
        findings.append(&mut found.all);
    }
    findings
}

/// What a finding about a filing means for an act; nothing where it is not about that.
pub fn bearing(finding: &Finding, act: FilingAct) -> Option<Bearing> {
    let (.., acts) = CHECKS.iter().find(|(id, ..)| finding.rule.0 == *id)?;
    acts.iter().find(|(own, _)| *own == act).map(|(_, bearing)| *bearing)
}

/// What is to be known of counts before they are told.
pub fn review_counts(rules: &RuleSet, counted: &Counted) -> Vec<Finding> {
    let of_cycle = |rule: &&Rule| rule.id.0 == COUNTS && rule.holds(counted.cycle);
    let Some(rule) = rules.rules().iter().find(of_cycle) else { return Vec::new() };
    let mut found = Findings { rule, all: Vec::new() };
    r_05(counted, &mut found);
    found.all
}

/// The first day of the meeting, where one is ahead and the regime's reports are to be with all parties before it.
pub fn meeting_ahead(
    rules: &RuleSet,
    (regime, cycle): (RegimeCode, Cycle),
    meeting_on: Option<NaiveDate>,
    on: NaiveDate,
) -> Option<NaiveDate> {
    rules.rule("R-04", regime, cycle)?;
    meeting_on.filter(|meeting| on <= *meeting)
}

/// A report is not acknowledged without a word while errors are open.
pub(super) fn r_01(review: &Review<'_>, found: &mut Findings<'_>) {
    let errors = review.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 && !has(review, FilingAct::Acknowledged) {
        found.add("review", [("count", i64::try_from(errors).unwrap_or(i64::MAX).into())]);
    }
}

/// The words of the State are those that were received.
pub(super) fn r_02(review: &Review<'_>, found: &mut Findings<'_>) {
    if review.receipt != review.stored {
        found.add("review", []);
    }
}

/// No form is shown that the State's choice closes, whatever cut the page.
pub(super) fn r_03(review: &Review<'_>, found: &mut Findings<'_>) {
    let cover = &review.report.cover;
    let allows = |letter: &String| match cover.chosen() {
        Some(Availability::Yes) => true,
        Some(Availability::Partially) => cover.availability_forms.contains(letter),
        Some(Availability::No) | None => false,
    };
    for letter in review.shown.iter().filter(|letter| !allows(letter)) {
        found.add(format!("forms.{letter}"), [("form", letter.clone().into())]);
    }
}

/// What goes to all parties before a meeting is circulated before it.
pub(super) fn r_04(review: &Review<'_>, found: &mut Findings<'_>) {
    let is_over = has(review, FilingAct::Circulated) || review.acts.iter().any(|done| done.act.takes_back());
    if let Some(meeting) = review.meeting_on.filter(|meeting| review.on <= *meeting && !is_over) {
        found.add("review", [("date", meeting.into())]);
    }
}

/// Who is due is counted by a register of 31 March of the cycle or later.
pub(super) fn r_05(counted: &Counted, found: &mut Findings<'_>) {
    let closes_on = counted.cycle.closes_on();
    if counted.register_on < closes_on {
        let parameters = [
            ("count", i64::try_from(counted.parties).unwrap_or(i64::MAX).into()),
            ("date", closes_on.into()),
            ("as_of", counted.register_on.into()),
        ];
        found.add("review", parameters);
    }
}

fn has(review: &Review<'_>, act: FilingAct) -> bool {
    review.acts.iter().any(|done| done.act == act)
}
