//! Section 7.

use super::*;
use crate::domain::validation::Population;

fn figure(setup: &mut Setup, name: &str, value: Value) {
    setup.report["figures"][name] = value;
}

fn not_stated(setup: &mut Setup, question: &str) {
    setup.report["opening_answers"][question] = json!(null);
}

/// The State's report on Amended Protocol II of the same cycle.
fn beside(setup: &mut Setup) -> &mut Value {
    let mut other = Setup::amended_protocol_ii().report;
    other["submitted_on"] = json!("2027-03-10");
    setup.others.push(other);
    setup.others.last_mut().unwrap()
}

fn of_a_country_with(setup: &mut Setup, people: u32) {
    setup.seen.population = Some(Population { people, as_of: day(2026, 7, 1) });
}

/// A State that knows no remnants, in which most forms do not apply.
fn unaffected(setup: &mut Setup) {
    setup.report["opening_answers"] =
        json!({ "affected_by_erw": "no", "user_of_ordnance": "no", "existing_erw": "no" });
    setup.report["profile"] = json!({});
    setup.report["figures"] = json!({});
}

rule!(v_01 of protocol_v, passes: |s| { s.report["party"] = json!("COL"); s.report["kind"] = json!("voluntary"); }, fails:
    "kind" |s| s.report["party"] = json!("COL"),
    // Consent is given, and the six months are not over.
    "kind" |s| { s.report["party"] = json!("COL"); s.act("P-V", ActionKind::Consent, day(2026, 12, 1)); },
);
rule!(v_02 of protocol_v, passes: |s| not_stated(s, "existing_erw"), fails:
    "opening_answers.existing_erw" |s| { not_stated(s, "existing_erw"); s.fact("existing_erw", "unknown"); },
    "opening_answers.user_of_ordnance" |s| { s.report["opening_answers"]["user_of_ordnance"] = json!("suspected"); s.fact("uses_ordnance", "unknown"); },
);
rule!(v_03 of protocol_v, passes: |s| s.report["forms"]["A"]["steps_taken"]["text"] = json!("Приоритетные районы обследованы."), fails:
    "forms.A.steps_taken" |s| s.report["forms"]["A"]["steps_taken"]["text"] = json!("Work goes on."),
    "forms.A.steps_taken" |s| { s.report["figures"] = json!({}); s.report["forms"]["A"]["steps_taken"]["text"] = json!("Priorities and survey."); },
);
rule!(v_04 of protocol_v, passes: |s| s.report["figures"]["contamination"][0]["from"] = json!(1990), fails:
    "figures.contamination[0]" |s| s.report["figures"]["contamination"][0]["to"] = json!(1973),
    "figures.existing_contamination[0]" |s| s.report["figures"]["existing_contamination"][0]["from"] = json!(2020),
);
rule!(v_05 of protocol_v, passes: |s| { s.without("/figures/abandoned_ordnance_destroyed"); s.report["figures"]["risk_education"]["men"] = json!(0); figure(s, "victims_assisted", json!({ "total": 4, "men": 5 })); }, fails:
    "figures.erw_items_total" |s| figure(s, "erw_items_total", json!(146)),
    "figures.casualties.total" |s| s.report["figures"]["casualties"]["injured"] = json!(5),
    "figures.area_cleared_m2" |s| figure(s, "area_cleared_m2", json!(-1)),
    "figures.items_uxo" |s| figure(s, "items_uxo", json!(0.5)),
    "figures.area_released_m2" |s| { for name in ["area_reduced_m2", "area_cancelled_m2"] { figure(s, name, json!(1)); } figure(s, "area_released_m2", json!(33_001)); },
);
rule!(v_06 of protocol_v, passes: |s| figure(s, "mines_destroyed", json!(0)), fails:
    "figures.erw_items_total" |s| figure(s, "erw_items_total", json!(148)),
    "figures.erw_items_total" |s| { for name in ["items_uxo", "submunitions_destroyed", "abandoned_ordnance_destroyed"] { figure(s, name, json!(null)); } },
);
rule!(v_07 of protocol_v, passes: |s| { s.without("/forms/B"); s.report["summary"]["B"] = json!({ "state": "unchanged", "last_reporting": 2026 }); }, fails:
    "forms.B.steps_taken" |s| s.without("/forms/B"),
    "forms.B.steps_taken" |s| { s.without("/forms/B"); s.report["summary"]["B"] = json!({ "state": "not_applicable", "reason": "No remnants." }); },
);
rule!(v_08 of protocol_v, passes: |s| s.report["forms"]["B"]["steps_taken"]["text"] = json!("Each engineer battalion keeps the form of 2024, 12 pages."), fails:
    "forms.B.steps_taken" |s| s.report["forms"]["B"]["steps_taken"]["text"] = json!("Strikes at 46.2044, 6.1432 were recorded."),
    "forms.B.steps_taken" |s| s.report["forms"]["B"]["steps_taken"]["text"] = json!("The 3rd Engineer Battalion keeps the records."),
    "forms.B.steps_taken" |s| s.report["forms"]["B"]["steps_taken"]["text"] = json!("The target list is kept."),
    "figures.handover.to" |s| s.report["figures"]["handover"]["to"] = json!("The camp at 46°12'16\"N"),
);
rule!(v_09 of protocol_v, passes: |s| figure(s, "handover", json!({ "reason": "Hostilities go on." })), fails:
    "figures.handover.on" |s| s.without("/figures/handover"),
    "figures.handover.to" |s| s.without("/figures/handover/to"),
    "figures.handover.on" |s| s.without("/figures/handover/on"),
);
rule!(v_10 of protocol_v, passes: |s| { s.without("/forms/C"); s.without("/figures/risk_education"); figure(s, "precautions", json!({ "marking": "yes" })); }, fails:
    "figures.precautions" |s| { s.without("/forms/C"); s.without("/figures/risk_education"); figure(s, "precautions", json!({ "marking": "no" })); },
);
rule!(v_11 of protocol_v, passes: |s| of_a_country_with(s, 900), fails:
    "figures.risk_education.total" |s| s.report["figures"]["risk_education"]["men"] = json!(201),
    "figures.risk_education.total" |s| of_a_country_with(s, 899),
);
rule!(v_12 of protocol_v, passes: |s| s.report["forms"]["D"] = json!({ "steps_taken": { "nothing_to_report": true } }), fails:
    "figures.mission_requests" |s| { s.without("/figures/mission_requests"); s.without("/forms/D"); },
);
rule!(v_13 of protocol_v, passes: |s| s.without("/forms/E"), fails:
    "forms.E.steps_taken" |s| { s.without("/forms/E"); s.without("/figures/existing_contamination"); },
    "figures.assistance_with_existing" |s| s.without("/figures/assistance_with_existing"),
);
rule!(v_14 of protocol_v, passes: |s| { let first = &mut s.report["figures"]["funding"][0]; first["direction"] = json!("received"); first["channel"] = json!(null); }, fails:
    "figures.funding[0].direction" |s| s.report["figures"]["funding"][0]["direction"] = json!("sent"),
    "figures.funding[0].channel" |s| s.without("/figures/funding/0/channel"),
    "figures.funding[0].year" |s| s.without("/figures/funding/0/year"),
);
rule!(v_15 of protocol_v, passes: |s| { unaffected(s); s.without("/forms/F"); }, fails:
    "forms.F.victim_assistance" |s| s.without("/forms/F/victim_assistance"),
    "figures.victim_assistance_means" |s| s.without("/figures/victim_assistance_means/plan"),
    // An earlier report tells of casualties, this one of none.
    "figures.victim_assistance_means" |s| {
        let mut last = s.report.clone();
        last["cycle"] = json!(2026);
        s.others.push(last);
        unaffected(s);
    },
    // As does the one on mines of the same year.
    "figures.victim_assistance_means" |s| { unaffected(s); beside(s)["figures"]["casualties"]["by_device"] = json!({ "erw": 1 }); },
    "figures.victim_assistance_means" |s| { unaffected(s); s.fact("erw_victims", "yes"); },
);
rule!(v_16 of protocol_v, passes: |s| s.without("/forms/F/victim_assistance"), fails:
    "forms.F.victim_assistance" |s| { for place in ["/forms/F", "/figures/victims_assisted", "/figures/victim_assistance_means"] { s.without(place); } },
    "figures.casualties" |s| s.without("/figures/casualties"),
);
rule!(v_17 of protocol_v, passes: |s| s.without("/forms/G"), fails:
    "figures.measures" |s| { s.without("/forms/G"); s.without("/figures/measures"); },
);
rule!(v_18 of protocol_v, passes: |s| { s.without("/forms/H"); s.report["summary"]["H"] = json!({ "state": "unchanged", "last_reporting": 2026 }); }, fails:
    "forms.H.steps_taken" |s| s.without("/forms/H"),
    "forms.H.steps_taken" |s| s.report["summary"]["H"] = json!({ "state": "not_applicable", "reason": "None." }),
);
rule!(v_19 of protocol_v, passes: |s| figure(s, "assistance_with_existing", json!("received")), fails:
    "figures.assistance_with_existing" |s| figure(s, "assistance_with_existing", json!("asked")),
    "figures.assistance_with_existing" |s| s.fact("seeks_assistance", "yes"),
);
rule!(v_20 of protocol_v, passes: |s| { beside(s); }, fails:
    "cover.contacts" |s| beside(s)["cover"]["contacts"] = json!([{ "organization": "Ministry of Defence", "email": "mod@example.org" }]),
    "period" |s| beside(s)["period"]["from"] = json!("2026-02-01"),
    "laws[0]" |s| beside(s)["laws"][0]["number"] = json!("514.52"),
    "laws[0]" |s| beside(s)["laws"][0]["adopted_on"] = json!("1996-12-14"),
);

#[test]
fn victims_of_whom_nothing_is_said_are_told_of_once() {
    let mut setup = Setup::protocol_v();
    for place in ["/forms/F", "/figures/victims_assisted", "/figures/victim_assistance_means"] {
        setup.without(place);
    }
    let checked = setup.check();
    let of = |finding: &Finding| ["V-15", "V-16"].contains(&finding.rule.0.as_str());
    assert_eq!(checked.findings.iter().filter(|finding| of(finding)).count(), 2);
    let told: Vec<_> = checked.told().into_iter().filter(|told| of(told.finding)).collect();
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((told.finding.rule.0.as_str(), told.same[0].rule.0.as_str()), ("V-15", "V-16"));
    let whole: usize = checked.told().iter().map(|told| told.same.len() + 1).sum();
    assert_eq!(whole, checked.findings.len(), "nothing is left out");
}

#[test]
fn what_is_noticed_of_one_figure_is_told_beside_what_is_noticed_of_another() {
    let mut setup = Setup::protocol_v();
    for place in ["/figures/casualties", "/figures/victim_assistance_means/plan"] {
        setup.without(place);
    }
    setup.fact("erw_victims", "yes");
    let checked = setup.check();
    let of = |finding: &Finding| ["V-15", "V-16"].contains(&finding.rule.0.as_str());
    let told = checked.told().into_iter().filter(|told| of(told.finding));
    let told: Vec<_> = told.map(|told| (told.finding.place.as_str(), told.same.len())).collect();
    assert_eq!(told, [("figures.victim_assistance_means", 0), ("figures.casualties", 0)]);
}

#[test]
fn coordinates_stop_a_report_and_the_rest_asks() {
    let mut setup = Setup::protocol_v();
    setup.report["forms"]["B"]["steps_taken"]["text"] = json!("The 3rd Engineer Battalion at 46.2044, 6.1432.");
    let weights: Vec<_> = setup.found("V-08").into_iter().map(|finding| finding.severity).collect();
    assert_eq!(weights, [Severity::Error, Severity::Warning]);
}

#[test]
fn a_state_without_remnants_is_asked_about_forms_b_and_h_alone() {
    let mut setup = Setup::protocol_v();
    unaffected(&mut setup);
    setup.report["forms"] = json!({});
    for letter in "ABCDEFGHI".chars() {
        setup.report["summary"][letter.to_string()] = json!({ "state": "not_applicable", "reason": "No remnants." });
    }
    let found: Vec<_> = setup.check().findings.into_iter().map(|one| format!("{} {}", one.rule, one.place)).collect();
    let of_section: Vec<_> = found.iter().filter(|line| line.starts_with('V')).collect();
    assert_eq!(of_section, ["V-07 forms.B.steps_taken", "V-18 forms.H.steps_taken"]);
}

#[test]
fn casualties_that_a_correction_took_back_are_asked_about_no_more() {
    let mut setup = Setup::protocol_v();
    setup.report["profile"] = json!({});
    setup.others.push(setup.report.clone());
    unaffected(&mut setup);
    setup.report["kind"] = json!("correction");
    setup.report["reason"] = json!("The casualties were those of another State.");
    assert_eq!(setup.found("V-15"), Vec::new(), "this one corrects what told of them");
    let mut later = Setup::protocol_v();
    later.report["profile"] = json!({});
    let mut first = later.report.clone();
    first["cycle"] = json!(2026);
    let mut correction = setup.report.clone();
    correction["cycle"] = json!(2026);
    later.others = vec![correction, first];
    unaffected(&mut later);
    assert_eq!(later.found("V-15"), Vec::new(), "the newest version of last year's tells of none");
    // What came on paper has no words here, and takes none back.
    later.others[0]["attachments"] = json!([{ "name": "correction.pdf" }]);
    for member in ["forms", "summary", "figures"] {
        later.others[0].as_object_mut().unwrap().remove(member);
    }
    assert_eq!(later.found("V-15").len(), 1);
}

#[test]
fn what_a_report_says_of_the_state_counts_before_what_was_filed_earlier_that_day() {
    let said = |answer: &str| json!({ "erw_victims": { "answer": answer, "on": "2027-03-15" } });
    for (own, first, second, expected) in
        [(Some("no"), "yes", "yes", 0), (Some("yes"), "no", "no", 1), (None, "yes", "no", 0), (None, "no", "yes", 1)]
    {
        let mut setup = Setup::protocol_v();
        unaffected(&mut setup);
        setup.report["forms"]["F"] = json!({});
        setup.report["profile"] = own.map_or(json!({}), said);
        // The newer comes first: the day it was filed tells.
        for (answer, day) in [(second, "2027-03-14"), (first, "2027-03-13")] {
            let mut other = Setup::clean().report;
            other["cycle"] = json!(if day == "2027-03-14" { 2026 } else { 2027 });
            other["submitted_on"] = json!(day);
            other["profile"] = said(answer);
            setup.others.push(other);
        }
        let asked = setup.found("V-15").iter().filter(|found| found.place == "forms.F.victim_assistance").count();
        assert_eq!(asked, expected, "{own:?} after {first}, {second}");
    }
}
