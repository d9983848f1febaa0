//! Section 4.

use super::*;
use crate::domain::calendar::Cycle;
use crate::domain::validation::NoReminder;

fn received(setup: &mut Setup, on: &str) {
    setup.report["submitted_on"] = json!(on);
    setup.read_on = day(2027, 12, 31);
}

/// 31 March 2024 was Easter Sunday, and the Monday after it a holiday.
fn received_in_2024(setup: &mut Setup, on: &str) {
    setup.report["cycle"] = json!(2024);
    received(setup, on);
}

/// The first report of Trinidad and Tobago under Protocol V, due on 28 July 2025.
fn initial(setup: &mut Setup) {
    setup.report["party"] = json!("TTO");
    setup.report["regime"] = json!("PV");
    setup.report["cycle"] = json!(2026);
    setup.report["submitted_on"] = json!("2025-07-20");
}

rule!(d_01, passes: |s| received_in_2024(s, "2024-04-02"), fails:
    "submitted_on" |s| received(s, "2027-04-01"),
    "submitted_on" |s| received_in_2024(s, "2024-04-03"),
    "submitted_on" |s| { received_in_2024(s, "2024-04-02"); s.seen.next_working_day_counts = false; },
    // Not given: the day of reading stands for it.
    "submitted_on" |s| { s.report["submitted_on"] = json!(null); s.read_on = day(2027, 4, 1); },
);
rule!(d_02, passes: |s| received_in_2024(s, "2024-03-31"), fails:
    "submitted_on" |s| received_in_2024(s, "2024-04-02"),
);
rule!(d_03, passes: |s| { initial(s); s.report["summary"]["A"] = json!({ "state": "not_applicable", "reason": "No remnants." }); }, fails:
    "summary.A" |s| { initial(s); s.report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": 2025 }); },
    "summary.A" |s| { s.report["regime"] = json!("PV"); s.report["kind"] = json!("initial"); s.report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": 2025 }); },
);
rule!(d_04, passes: initial, fails:
    // Due on 12 May 2025, within 90 days after a 31 March on which the State was bound.
    "kind" |s| { initial(s); s.report["party"] = json!("GBR"); s.report["submitted_on"] = json!("2025-05-01"); },
    // Due on 28 January 2027, within 90 days before 31 March.
    "kind" |s| { s.report["party"] = json!("COL"); s.report["regime"] = json!("PV"); s.act("P-V", ActionKind::Consent, day(2026, 2, 1)); },
);
rule!(d_05, passes: |s| s.seen.no_reminder = None, fails:
    "party" |s| s.seen.no_reminder = Some(NoReminder::Filed),
);
rule!(d_06, passes: |s| s.seen.expert_meeting_on = Some(day(2027, 4, 10)), fails:
    "submitted_on" |s| s.seen.expert_meeting_on = Some(day(2027, 3, 10)),
);

#[test]
fn once_the_initial_report_is_here_the_next_one_is_not_initial() {
    let mut setup = Setup::clean();
    initial(&mut setup);
    let mut first = setup.report.clone();
    first["kind"] = json!("initial");
    first["cycle"] = json!(2025);
    setup.others.push(first);
    setup.report["submitted_on"] = json!("2026-03-20");
    setup.report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": 2025 });
    for rule in ["D-01", "D-03", "D-04"] {
        assert_eq!(setup.found(rule), Vec::new(), "{rule}");
    }
}

#[test]
fn what_corrects_an_initial_report_is_as_complete() {
    let mut setup = Setup::clean();
    initial(&mut setup);
    let mut first = setup.report.clone();
    first["kind"] = json!("initial");
    setup.others.push(first);
    setup.report["kind"] = json!("correction");
    setup.report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": 2025 });
    assert_eq!(setup.found("D-03").len(), 1);
}

#[test]
fn before_the_records_are_whole_nothing_counts_as_late() {
    use crate::domain::validation::{Parameter, Records};
    for (records, expected) in [
        (Records::Unset, "unset"),
        (Records::From(2028), "unset"),
        (Records::From(2027), "yes"),
        (Records::Given, "yes"),
    ] {
        let mut setup = Setup::clean();
        received(&mut setup, "2027-04-01");
        setup.seen.records = records;
        let found = setup.found("D-01");
        let dated = found[0].parameters.iter().find(|(name, _)| **name == "dated").map(|(_, said)| said.clone());
        assert_eq!(dated, Some(Parameter::Word(expected)), "{records:?}");
    }
}

#[test]
fn that_nothing_can_be_unchanged_in_a_first_report_is_told_once() {
    let mut setup = Setup::clean();
    initial(&mut setup);
    setup.report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": 2020 });
    let of_form = |finding: &Finding| finding.place == "summary.A";
    let checked = setup.check();
    let noticed: Vec<_> = checked.findings.iter().filter(|finding| of_form(finding)).collect();
    assert!(noticed.len() > 1, "each rule keeps its finding: {noticed:?}");
    let told: Vec<_> = checked.told().into_iter().filter(|told| of_form(told.finding)).collect();
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((told.finding.rule.0.as_str(), told.same.len() + 1), ("D-03", noticed.len()));
}

#[test]
fn an_initial_report_is_measured_by_its_own_date() {
    let mut setup = Setup::clean();
    initial(&mut setup);
    setup.report["kind"] = json!("initial");
    setup.report["cycle"] = json!(2025);
    assert_eq!(setup.found("D-01"), Vec::new(), "due on 28 July 2025, handed in on 20 July");
    setup.report["submitted_on"] = json!("2025-08-20");
    assert_eq!(setup.found("D-01").len(), 1);
}

#[test]
fn an_impossible_date_of_submission_is_asked_about_once() {
    for day in ["1922-03-10", "2202-03-10"] {
        let mut setup = Setup::clean();
        setup.report["submitted_on"] = json!(day);
        let rules: Vec<_> = setup.check().findings.into_iter().map(|finding| finding.rule.0).collect();
        assert_eq!(rules, ["G-11"], "{day}");
    }
}

#[test]
fn a_report_without_a_date_is_never_late() {
    let mut setup = Setup::clean();
    setup.report["cycle"] = json!(2010);
    received(&mut setup, "2027-03-15");
    assert_eq!(setup.found("D-01"), Vec::new());
}

#[test]
fn corrections_and_updates_are_never_late() {
    for kind in ["correction", "update", "voluntary", "historic"] {
        let mut setup = Setup::clean();
        setup.report["kind"] = json!(kind);
        received(&mut setup, "2027-09-01");
        assert_eq!(setup.found("D-01"), Vec::new(), "{kind}");
    }
}

/// Experts under Amended Protocol II met on 1 and 2 April 2014, before the conference of 12 November.
#[test]
fn meetings_of_the_calendar_are_known() {
    let found = |on: &str| {
        let mut setup = Setup::clean();
        (setup.report["regime"], setup.report["cycle"]) = (json!("APII"), json!(2014));
        received(&mut setup, on);
        setup.check().findings.iter().any(|finding| finding.rule.0 == "D-06")
    };
    assert_eq!((found("2014-04-01"), found("2014-04-02")), (false, true));
    let deadlines = &BOOKS.deadlines;
    let (regime, cycle) = (crate::domain::code::RegimeCode::parse("APII").unwrap(), Cycle::new(2014).unwrap());
    assert_eq!(deadlines.meeting(regime, cycle), Some(day(2014, 11, 12)), "rule R-04 knows it");
}
