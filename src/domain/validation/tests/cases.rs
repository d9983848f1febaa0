//! Whole reports, and a request, as they come to the secretariat.

use super::*;
use crate::domain::calendar::{Asked, Cycle, ReportKind, due};
use crate::domain::checklist::ItemState;
use crate::domain::report::{Audience, FilingKind};

/// Every finding of the weight, as rule and place.
fn of_weight(setup: &Setup, severity: Severity) -> Vec<String> {
    let found = setup.check().findings.into_iter().filter(|finding| finding.severity == severity);
    found.map(|finding| format!("{} {}", finding.rule, finding.place)).collect()
}

fn errors(setup: &Setup) -> Vec<String> {
    of_weight(setup, Severity::Error)
}

fn read_report(setup: &Setup) -> Report {
    read(setup.report.to_string().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations).unwrap()
}

/// Kazakhstan as if it had not accepted Protocol IV: no State is bound by Protocols I and III alone.
fn bound_by_i_and_iii(mut setup: Setup) -> Setup {
    setup.report["party"] = json!("KAZ");
    let is_kept = |act: &&TreatyAction| act.party.as_str() != "KAZ" || act.instrument.as_str() != "P-IV";
    let actions = setup.register.actions().iter().filter(is_kept).cloned().collect();
    let states = setup.register.states().cloned().collect();
    setup.register = Register::assemble(setup.register.as_of(), states, actions).unwrap();
    setup
}

#[test]
fn case_1_a_state_without_protocols_on_mines() {
    let mut setup = bound_by_i_and_iii(Setup::clean());
    setup.report["forms"]["A"]["armed_forces"]["text"] = json!("In 2026 Protocol III was taught to 140 officers.");
    setup.report["forms"]["B"]["technical_requirements"]["text"] = json!("Protocols I and III stand in Directive 12.");
    let checked = setup.check();
    assert_eq!(errors(&setup), Vec::<String>::new());
    assert_eq!(of_weight(&setup, Severity::Warning), Vec::<String>::new(), "nothing is asked about mines");
    assert!(checked.checklist.items.iter().all(|item| !["P-II", "AP-II", "P-V"].contains(&item.instrument.as_str())));

    let mut mines = bound_by_i_and_iii(Setup::amended_protocol_ii());
    assert_eq!(errors(&mines), ["A-01 kind", "G-02 regime"]);
    mines.report["kind"] = json!("voluntary");
    assert_eq!(errors(&mines), Vec::<String>::new());
    assert_eq!(mines.found("G-03").len(), 1);
}

#[test]
fn case_2_a_consent_that_is_five_months_old() {
    let mut setup = Setup::protocol_v().of("COL");
    setup.act("P-V", ActionKind::Consent, day(2026, 10, 20));
    assert_eq!(errors(&setup), ["G-02 regime", "V-01 kind"]);
    let asked = |year| {
        let all = due(&setup.register, &BOOKS.deadlines, "COL".parse().unwrap(), Cycle::new(year).unwrap());
        let own = all.into_iter().filter_map(|asked| match asked {
            Asked::Report(report) | Asked::ServedBy(report) if report.regime.as_str() == "PV" => Some(report),
            _ => None,
        });
        own.collect::<Vec<_>>()
    };
    assert_eq!(asked(2027), Vec::new(), "nothing is due before entry into force");
    let initial = asked(2028).remove(0);
    // In force on 20 April 2027; 180 days later is 17 October.
    assert_eq!((initial.kind, initial.due.on()), (ReportKind::Initial, Some(day(2027, 10, 17))));
    setup.report["kind"] = json!("initial");
    setup.report["cycle"] = json!(2028);
    setup.report["submitted_on"] = json!("2027-10-01");
    setup.report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": 2027 });
    setup.read_on = day(2027, 10, 2);
    assert!(errors(&setup).contains(&"D-03 summary.A".into()), "{:?}", errors(&setup));
}

#[test]
fn case_3_unchanged_since_a_report_on_paper() {
    let mut setup = Setup::amended_protocol_ii();
    setup.report["kind"] = json!("summary_sheet");
    setup.report["cycle"] = json!(2008);
    setup.report["period"] = json!({ "from": "2007-01-01", "to": "2007-12-31" });
    setup.report["submitted_on"] = json!("2008-03-15");
    setup.report["forms"] = json!({});
    setup.report["figures"] = json!({});
    setup.report["laws"] = json!([]);
    for letter in "ABCDEFG".chars() {
        setup.report["summary"][letter.to_string()] = json!({ "state": "unchanged", "last_reporting": 2005 });
    }
    let expected: Vec<_> = "ABCDEFG".chars().map(|letter| format!("G-32 summary.{letter}")).collect();
    assert_eq!(errors(&setup), expected);
    setup.seen.historic = vec![crate::domain::history::HistoricReport {
        party: "CHE".parse().unwrap(),
        regime: "APII".parse().unwrap(),
        cycle: "2005".parse().unwrap(),
        received_on: None,
        forms: Some("A B C D E F G".parse().unwrap()),
        file: None,
        source: "the archive".into(),
    }];
    assert_eq!(errors(&setup), Vec::<String>::new());
}

#[test]
fn case_4_a_fiscal_year_that_ends_after_the_report() {
    let mut setup = Setup::clean();
    setup.report["cycle"] = json!(2013);
    setup.report["period"] = json!({ "from": "01/04/2012", "to": "31/03/2013" });
    setup.report["submitted_on"] = json!("28/03/2013");
    assert_eq!(errors(&setup), Vec::<String>::new());
    assert!(of_weight(&setup, Severity::Warning).contains(&"G-14 period.to".into()));
}

#[test]
fn case_5_what_is_kept_from_the_public_still_goes_to_the_parties() {
    let mut setup = Setup::amended_protocol_ii();
    setup.report["cover"]["availability"] = json!("NO");
    let found: Vec<_> = setup.check().findings.into_iter().map(|finding| finding.rule.0).collect();
    assert_eq!(found, ["G-24"]);
    let report = read_report(&setup);
    assert!("ABCDEFG".chars().all(|letter| {
        let shows = |audience| report.opening(audience, false).shows_form(&letter.to_string());
        shows(Audience::Parties) && !shows(Audience::Everyone)
    }));
}

#[test]
fn no_rule_asks_a_duty_of_a_party_of_a_state_that_reports_of_its_own_will() {
    let of_parties = ["G-24", "G-38", "A-02", "V-07", "V-18"];
    for (mut setup, party) in [(Setup::amended_protocol_ii(), "LAO"), (Setup::protocol_v(), "COL")] {
        setup.report["forms"] = json!({});
        setup.report["cover"]["availability"] = json!("no");
        for (_, line) in setup.report["summary"].as_object_mut().unwrap() {
            *line = json!({ "state": "not_applicable", "reason": "No party." });
        }
        let found = |setup: &Setup| -> Vec<String> {
            let found = setup.check().findings.into_iter().map(|finding| finding.rule.0);
            found.filter(|rule| of_parties.contains(&rule.as_str())).collect()
        };
        assert!(!found(&setup).is_empty());
        setup.report["party"] = json!(party);
        setup.report["kind"] = json!("voluntary");
        assert_eq!(found(&setup), Vec::<String>::new(), "{party}");
    }
}

#[test]
fn case_6_a_deferral_ends_for_everybody() {
    let claimed = |party: &str, cycle: i32| {
        let mut setup = Setup::amended_protocol_ii().of(party);
        setup.report["cycle"] = json!(cycle);
        setup.report["period"] = json!({ "from": format!("{cycle}-01-01"), "to": format!("{cycle}-12-31") });
        setup.report["figures"]["deferral"] = json!({ "claimed": "yes", "provision": "ta_2c" });
        errors(&setup)
    };
    assert_eq!(claimed("CHN", 2008), ["A-12 figures.deferral.claimed"]);
    assert_eq!(claimed("CHN", 2006), Vec::<String>::new());
    assert_eq!(claimed("CHE", 2006), ["A-13 figures.deferral.claimed"], "which declared none");
}

#[test]
fn case_7_a_second_expert_for_the_same_protocol() {
    let mut setup = requests::Setup::nomination();
    let mut first = setup.request.clone();
    first["expert"]["name"] = json!("Muster, Paul");
    first["submitted_on"] = json!("2025-05-04");
    setup.others.push(first);
    let found = setup.check();
    let lines: Vec<_> = found.iter().map(|finding| (finding.rule.0.as_str(), finding.severity)).collect();
    assert_eq!(lines, [("P-01", Severity::Error)]);
    assert_eq!(
        serde_json::to_value(&found[0].parameters).unwrap(),
        json!({ "state": "CHE", "instrument": "P-V", "name": "Muster, Paul", "date": "2025-05-04" })
    );
    setup.request["replaces_earlier"] = json!(true);
    assert_eq!(setup.check(), Vec::new(), "the offer to replace is taken");
}

#[test]
fn case_8_a_state_without_remnants() {
    let mut setup = Setup::protocol_v();
    setup.report["forms"] = json!({});
    setup.report["figures"] = json!({});
    setup.report["laws"] = json!([]);
    setup.report["profile"] = json!({});
    setup.report["opening_answers"] =
        json!({ "affected_by_erw": "no", "user_of_ordnance": "no", "existing_erw": "no" });
    for letter in "ABCDEFGHI".chars() {
        let reason = "There are no remnants.";
        setup.report["summary"][letter.to_string()] = json!({ "state": "not_applicable", "reason": reason });
    }
    assert_eq!(errors(&setup), Vec::<String>::new(), "the State may confirm and send");
    let expected = ["G-38 summary.H", "V-07 forms.B.steps_taken", "V-18 forms.H.steps_taken"];
    assert_eq!(of_weight(&setup, Severity::Warning), expected);
}

#[test]
fn case_9_a_paper_in_russian_without_forms() {
    let mut setup = Setup::amended_protocol_ii().of("RUS");
    for part in ["summary", "forms", "laws", "figures", "profile"] {
        setup.report[part] = json!(null);
    }
    setup.report["kind"] = json!("free_format");
    setup.report["language"] = json!("ru");
    setup.report["attachments"] = json!([{ "name": "note-verbale.pdf" }]);
    let report = read_report(&setup);
    assert_eq!((report.kind, report.language.as_deref()), (FilingKind::FreeFormat, Some("ru")));
    assert_eq!(errors(&setup), Vec::<String>::new());
    assert_eq!(of_weight(&setup, Severity::Warning), ["G-05 checklist"], "Russian is a language of the texts");
    assert!(setup.check().checklist.items.iter().any(|item| item.state == ItemState::Open));
}

#[test]
fn case_10_two_ministries_and_one_project() {
    let mut setup = Setup::protocol_v();
    let mut compliance = Setup::clean().report;
    compliance["figures"]["funding"][0]["amount"] = json!(200_000);
    setup.others.push(compliance);
    let found = setup.found("C-15");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place, "figures.funding[0]");
    let said = serde_json::to_value(&found[0].parameters).unwrap();
    assert_eq!((&said["here"], &said["there"]), (&json!(250_000.0), &json!(200_000.0)));
}
