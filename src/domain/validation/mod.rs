//! Checks reports and requests: findings that ask, never conclude.
//!
//! One rule is one id, one function of that name in the file of its section, and one entry in
//! `rules.toml`. Rules are pure: outside facts come in as [`Observations`], earlier reports as history.
//!
#![doc = include_str!("rules.md")]

mod access;
mod amended_protocol_ii;
mod amended_protocol_ii_figures;
mod books;
mod case;
mod compliance;
mod cover;
mod effect;
mod figures;
mod finding;
mod identity;
mod known_to;
mod lexicon;
mod measures;
mod observations;
mod outside;
mod protocol_v;
mod protocol_v_figures;
mod receipt;
mod request_case;
mod requests;
mod review;
mod rule_set;
mod summary;
#[cfg(test)]
mod tests;
mod told;

use chrono::NaiveDate;

pub use books::{Books, BooksError};
pub use case::Reference;
pub use effect::Effect;
pub use finding::{Finding, Parameter, order, shortened};
pub use known_to::known_to;
pub use lexicon::{Lexicon, LexiconError, years_named};
pub use observations::{AttachmentSeen, Mailbox, MineBan, NoReminder, Observations, Population, Records};
pub use outside::{ListError, Outside};
pub use request_case::check_request;
pub use review::{Bearing, Counted, Review, bearing, meeting_ahead, review, review_counts};
pub use rule_set::{Rule, RuleId, RuleSet, Severity};
pub use told::{Told, told};

use crate::domain::checklist::{Basis, Checklist, Profile, checklist};
use crate::domain::report::{FilingKind, Report};
use crate::domain::treaty::Register;
use case::{Case, standing};
use finding::Findings;

type Check = fn(&Case<'_>, &mut Findings<'_>);
/// The same over a report or a request.
type CheckOf<C> = fn(&C, &mut Findings<'_>);

/// Every rule that reads reports, in the order of the list; those of requests are [`request_case::CHECKS`].
const CHECKS: &[(&str, Check)] = &[
    ("F-01", identity::f_01),
    ("G-01", identity::g_01),
    ("G-02", identity::g_02),
    ("G-03", identity::g_03),
    ("G-04", identity::g_04),
    ("G-05", identity::g_05),
    ("G-06", identity::g_06),
    ("G-07", identity::g_07),
    ("G-08", identity::g_08),
    ("G-09", identity::g_09),
    ("G-10", cover::g_10),
    ("G-11", cover::g_11),
    ("G-12", cover::g_12),
    ("G-13", cover::g_13),
    ("G-14", cover::g_14),
    ("G-15", cover::g_15),
    ("G-16", cover::g_16),
    ("G-17", cover::g_17),
    ("G-18", cover::g_18),
    ("G-19", cover::g_19),
    ("G-20", cover::g_20),
    ("G-21", access::g_21),
    ("G-22", access::g_22),
    ("G-23", access::g_23),
    ("G-24", access::g_24),
    ("G-25", access::g_25),
    ("G-26", access::g_26),
    ("G-27", access::g_27),
    ("G-28", access::g_28),
    ("G-29", access::g_29),
    ("G-30", summary::g_30),
    ("G-31", summary::g_31),
    ("G-32", summary::g_32),
    ("G-33", summary::g_33),
    ("G-34", summary::g_34),
    ("G-35", summary::g_35),
    ("G-36", summary::g_36),
    ("G-37", summary::g_37),
    ("G-38", summary::g_38),
    ("G-39", summary::g_39),
    ("D-01", receipt::d_01),
    ("D-02", receipt::d_02),
    ("D-03", receipt::d_03),
    ("D-04", receipt::d_04),
    ("D-05", receipt::d_05),
    ("D-06", receipt::d_06),
    ("C-01", compliance::c_01),
    ("C-02", compliance::c_02),
    ("C-03", compliance::c_03),
    ("C-04", compliance::c_04),
    ("C-05", compliance::c_05),
    ("C-06", compliance::c_06),
    ("C-07", compliance::c_07),
    ("C-08", measures::c_08),
    ("C-09", measures::c_09),
    ("C-10", measures::c_10),
    ("C-11", measures::c_11),
    ("C-12", measures::c_12),
    ("C-13", measures::c_13),
    ("C-14", measures::c_14),
    ("C-15", measures::c_15),
    ("C-16", compliance::c_16),
    ("C-17", compliance::c_17),
    ("A-01", amended_protocol_ii::a_01),
    ("A-02", amended_protocol_ii::a_02),
    ("A-03", amended_protocol_ii::a_03),
    ("A-04", amended_protocol_ii::a_04),
    ("A-05", amended_protocol_ii_figures::a_05),
    ("A-06", amended_protocol_ii_figures::a_06),
    ("A-07", amended_protocol_ii_figures::a_07),
    ("A-08", amended_protocol_ii_figures::a_08),
    ("A-09", amended_protocol_ii_figures::a_09),
    ("A-10", amended_protocol_ii_figures::a_10),
    ("A-11", amended_protocol_ii::a_11),
    ("A-12", amended_protocol_ii_figures::a_12),
    ("A-13", amended_protocol_ii_figures::a_13),
    ("A-14", amended_protocol_ii_figures::a_14),
    ("A-15", amended_protocol_ii::a_15),
    ("A-16", amended_protocol_ii::a_16),
    ("A-17", amended_protocol_ii_figures::a_17),
    ("A-18", amended_protocol_ii::a_18),
    ("A-19", amended_protocol_ii::a_19),
    ("A-20", amended_protocol_ii::a_20),
    ("A-21", amended_protocol_ii_figures::a_21),
    ("A-22", amended_protocol_ii::a_22),
    ("A-23", amended_protocol_ii::a_23),
    ("A-24", amended_protocol_ii_figures::a_24),
    ("A-25", amended_protocol_ii_figures::a_25),
    ("V-01", protocol_v::v_01),
    ("V-02", protocol_v::v_02),
    ("V-03", protocol_v::v_03),
    ("V-04", protocol_v::v_04),
    ("V-05", protocol_v_figures::v_05),
    ("V-06", protocol_v_figures::v_06),
    ("V-07", protocol_v::v_07),
    ("V-08", protocol_v::v_08),
    ("V-09", protocol_v::v_09),
    ("V-10", protocol_v::v_10),
    ("V-11", protocol_v_figures::v_11),
    ("V-12", protocol_v::v_12),
    ("V-13", protocol_v::v_13),
    ("V-14", protocol_v_figures::v_14),
    ("V-15", protocol_v_figures::v_15),
    ("V-16", protocol_v_figures::v_16),
    ("V-17", protocol_v::v_17),
    ("V-18", protocol_v::v_18),
    ("V-19", protocol_v::v_19),
    ("V-20", protocol_v::v_20),
];

/// Sections whose rules read a filing in free format; its content is sorted into forms later.
const FREE_FORMAT_SECTIONS: [u8; 5] = [0, 1, 2, 4, 9];

/// What a check gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Errors, then warnings, then advice; each in the order of the rules and of the report.
    pub findings: Vec<Finding>,
    /// The obligations in force for the State, with their states.
    pub checklist: Checklist,
}

impl Checked {
    /// Whether something stops a submission.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The findings as people are told them.
    pub fn told(&self) -> Vec<Told<'_>> {
        told(&self.findings)
    }
}

/// Checks a report as read on a day, with the State's other reports beside it.
///
/// `history` may hold reports of other States and the report itself; they are left out. A regime or
/// cycle that no form set covers gives nothing to check: [`crate::domain::report::read`] refuses it before.
pub fn check(
    reference: Reference<'_>,
    report: &Report,
    history: &[&Report],
    seen: &Observations,
    read_on: NaiveDate,
) -> Checked {
    let set = reference.form_sets.for_cycle(report.regime, report.cycle);
    let regime = reference.deadlines.regimes().iter().find(|regime| regime.code == report.regime);
    let (Some(set), Some(regime)) = (set, regime) else {
        return Checked { findings: Vec::new(), checklist: Checklist::default() };
    };
    let is_other = |other: &&&Report| other.party == report.party && !std::ptr::eq(**other, report);
    let history: Vec<&Report> = history.iter().filter(is_other).copied().collect();
    let on = day_of(reference.register, report, read_on);
    let profile = known_by(report, &history);
    let basis = Basis {
        register: reference.register,
        regimes: reference.deadlines.regimes(),
        obligations: reference.obligations,
        form_sets: reference.form_sets,
        profile: &profile,
        on,
    };
    let checklist = checklist(&basis, report);
    let case = Case {
        reference,
        report,
        set,
        regime,
        standing: standing(report, &history),
        history,
        seen,
        read_on,
        on,
        checklist: &checklist,
        profile: &profile,
    };
    let holds = |id: &str| {
        let passes =
            |rule: &&Rule| report.kind != FilingKind::FreeFormat || FREE_FORMAT_SECTIONS.contains(&rule.section);
        reference.rules.rule(id, report.regime, report.cycle).filter(passes)
    };
    let findings = finding::sort(run(CHECKS, &case, holds), |place| order(set, place));
    Checked { findings, checklist }
}

/// What the rules that hold notice in a case.
fn run<'r, C>(checks: &[(&str, CheckOf<C>)], case: &C, holds: impl Fn(&str) -> Option<&'r Rule>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, check) in checks {
        let Some(rule) = holds(id) else { continue };
        let mut found = Findings { rule, all: Vec::new() };
        check(case, &mut found);
        findings.append(&mut found.all);
    }
    findings
}

/// The day of submission; the day of reading where it is not given or cannot be (rules G-10 and G-11).
fn day_of(register: &Register, report: &Report, read_on: NaiveDate) -> NaiveDate {
    let joined_on = register.periods(report.party, register.convention()).first().map(|period| period.deposited_on);
    let possible = |day: &NaiveDate| *day <= read_on && joined_on.is_none_or(|joined_on| joined_on <= *day);
    report.submitted_day().filter(possible).unwrap_or(read_on)
}

/// Everything the State says about itself: in the others as they stand, in the order of their filing, and last in this
/// report. What an earlier version of a report said, and the one that stands leaves blank, is said no more.
fn known_by(report: &Report, history: &[&Report]) -> Profile {
    let mut filed = standing(report, history);
    if report.is_wordless() {
        // What came on paper holds no facts, and takes none away.
        let of = |one: &Report| (one.regime, one.cycle);
        let own = history.iter().copied().filter(|other| of(other) == of(report) && !other.is_wordless());
        filed.extend(own.max_by_key(|other| other.turn()));
    }
    filed.sort_by_key(|other| {
        let (is_further, is_undated, day) = other.turn();
        (is_undated, day, is_further)
    });
    let mut profile = Profile::default();
    filed.into_iter().chain([report]).for_each(|one| profile.add_all(&one.profile));
    profile
}
