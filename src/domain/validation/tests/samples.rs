//! The sample reports, as a desk officer would read them, and the checklist.

use super::*;
use crate::domain::checklist::ItemState;
use crate::domain::regime::FormSets;
use crate::domain::validation::MineBan;

const CHE: &str = include_str!("../../../../tests/samples/CHE-COMPLIANCE-2022.json");
const COL: &str = include_str!("../../../../tests/samples/COL-APII-2018.json");
const HRV: &str = include_str!("../../../../tests/samples/HRV-APII-2007.json");
const LAO: &str = include_str!("../../../../tests/samples/LAO-PV-2018.json");

fn sample(text: &str, read_on: NaiveDate) -> Setup {
    Setup { report: serde_json::from_str(text).unwrap(), read_on, ..Setup::clean() }
}

fn findings(setup: &Setup) -> Vec<String> {
    setup.check().findings.into_iter().map(|finding| format!("{} {}", finding.rule, finding.place)).collect()
}

#[test]
fn the_compliance_report_of_switzerland() {
    let setup = sample(CHE, day(2022, 3, 28));
    let expected = [
        "C-06 forms.B.technical_requirements",
        "C-07 forms.B.technical_requirements",
        "C-08 laws[2]",
        "C-08 laws[3]",
        "C-05 forms.A.civilian_population",
        "C-13 laws[0].link",
        "C-13 laws[1].link",
        "C-13 laws[2].link",
        "C-13 laws[3].link",
    ];
    assert_eq!(findings(&setup), expected, "C-06 asks about Protocol V, C-07 about Protocol I");
}

#[test]
fn an_amount_of_switzerland_agrees_with_what_its_other_reports_say() {
    let mut setup = sample(CHE, day(2022, 3, 28));
    let mut other = Setup::protocol_v().report;
    other["cycle"] = json!(2022);
    let part = setup.report["figures"]["funding_by_recipient"][0].clone();
    other["figures"]["funding_by_recipient"] = json!([part]);
    setup.others.push(other);
    assert_eq!(setup.found("C-15"), Vec::new());
    setup.others[0]["figures"]["funding_by_recipient"][0]["amount"] = json!(1);
    assert_eq!(setup.found("C-15").len(), 1);
}

#[test]
fn the_amended_protocol_ii_report_of_croatia() {
    let mut setup = sample(HRV, day(2026, 11, 24));
    let found = findings(&setup);
    assert!(found.contains(&"G-31 summary.A".into()) && found.contains(&"G-31 summary.D".into()), "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with("D-01")), "no date was set for 2007: {found:?}");
    assert!(found.contains(&"A-09 figures.figures_period".into()), "a calendar year, from August to August: {found:?}");
    assert!(!found.iter().any(|line| line.starts_with("A-06")), "two are known only together: {found:?}");
    // Money of its own is no money without a direction.
    assert!(!found.iter().any(|line| line.starts_with("A-21")), "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with("A-18")), "no list is at hand: {found:?}");
    setup.seen.mine_ban = Some(MineBan { in_force_on: day(1999, 3, 1), as_of: day(2026, 11, 1) });
    assert!(findings(&setup).contains(&"A-18 figures.mines_retained".into()));
    // An old paper can be entered without the years.
    setup.report["kind"] = json!("historic");
    assert!(!setup.check().has_errors(), "{:?}", setup.check().findings);
}

#[test]
fn the_amended_protocol_ii_report_of_colombia() {
    let setup = sample(COL, day(2018, 3, 28));
    let found = findings(&setup);
    assert!(!setup.check().has_errors(), "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with("D-01")), "came in time: {found:?}");
    let fell = &setup.found("A-09")[0];
    assert_eq!((fell.severity, fell.place.as_str()), (Severity::Warning, "figures.casualties_cumulative.total"));
    assert_eq!(
        serde_json::to_value(&fell.parameters).unwrap(),
        json!({ "reason": "fell", "before": 11_470.0, "now": 11_048.0 })
    );
    let improvised = &setup.found("A-24")[0];
    assert_eq!(serde_json::to_value(&improvised.parameters).unwrap(), json!({ "victims": 52.0 }));
    for rule in ["A-05", "A-06", "A-08"] {
        assert_eq!(setup.found(rule), Vec::new(), "{rule}: the sums were made again by hand");
    }
}

#[test]
fn the_protocol_v_report_of_laos() {
    let mut setup = sample(LAO, day(2018, 3, 28));
    let found = findings(&setup);
    assert!(!setup.check().has_errors(), "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with("D-01")), "came in time: {found:?}");
    for line in ["V-07 forms.B.steps_taken", "V-12 figures.mission_requests"] {
        assert!(found.contains(&line.into()), "{line}: {found:?}");
    }
    for rule in ["V-04", "V-05", "V-06", "V-16"] {
        assert_eq!(setup.found(rule), Vec::new(), "{rule}");
    }
    // The old contamination in Form A, and the mines in the sum, would be asked about.
    setup.report["figures"]["contamination"] = json!([{ "from": 1964, "to": 1973 }]);
    setup.report["figures"]["erw_items_total"] = json!(145_557);
    assert_eq!((setup.found("V-04").len(), setup.found("V-06").len()), (1, 1));
}

#[test]
fn colombia_is_not_bound_by_protocol_v_whatever_another_source_says() {
    let setup = sample(LAO, day(2018, 3, 28)).of("COL");
    assert!(findings(&setup).contains(&"G-02 regime".into()));
}

#[test]
fn a_state_without_protocols_on_mines_is_asked_nothing_about_mines() {
    let setup = Setup::clean().of("MEX");
    let checked = setup.check();
    let instruments: Vec<_> = checked.checklist.items.iter().map(|item| item.instrument.to_string()).collect();
    assert!(instruments.contains(&"P-III".into()) && !instruments.contains(&"AP-II".into()), "{instruments:?}");
    assert!(checked.checklist.pointers.is_empty(), "{:?}", checked.checklist.pointers);
}

#[test]
fn the_rest_of_two_protocols_is_one_line_each() {
    let pointers = Setup::clean().check().checklist.pointers;
    let lines: Vec<_> =
        pointers.iter().map(|one| (one.instrument.to_string(), one.regime.to_string(), one.items)).collect();
    assert_eq!(lines, [("AP-II".into(), "APII".into(), 48), ("P-V".into(), "PV".into(), 35)]);
}

#[test]
fn changing_a_letter_is_an_edit_of_one_line() {
    let text = include_str!("../../regime/form_sets/compliance-2007.toml");
    assert_eq!(text.matches("letter = \"A\"").count(), 1);
    let edited = text.replace("letter = \"A\"", "letter = \"H\"");
    let form_sets = FormSets::from_files([("edited", edited.as_str())]).unwrap();
    let mut setup = Setup::clean();
    for part in ["summary", "forms"] {
        let form = setup.report[part].as_object_mut().unwrap().remove("A").unwrap();
        setup.report[part]["H"] = form;
    }
    let check = |report: &Value| {
        let report = read(report.to_string().as_bytes(), &form_sets, &BOOKS.obligations).unwrap();
        let reference = Reference { form_sets: &form_sets, ..BOOKS.reference() };
        check(reference, &report, &[], &setup.seen, setup.read_on)
    };
    let checked = check(&setup.report);
    assert_eq!(checked.findings, Vec::new());
    assert!(
        checked.checklist.items.iter().any(|item| item.form == "H")
            && checked.checklist.items.iter().all(|item| item.form != "A")
    );
    let mut lacking = setup.report.clone();
    lacking["forms"]["H"]["civilian_population"] = json!(null);
    let finding = check(&lacking).findings.remove(0);
    assert_eq!((finding.rule.0.as_str(), finding.place.as_str()), ("C-01", "forms.H.civilian_population"));
    assert_eq!(
        serde_json::to_value(&finding.parameters).unwrap(),
        json!({ "form": "H", "part": "civilian_population" })
    );
}

fn state_of(setup: &Setup, id: &str) -> ItemState {
    let items = setup.check().checklist.items;
    items.into_iter().find(|item| item.id.0 == id).unwrap_or_else(|| panic!("no item {id}")).state
}

#[test]
fn an_items_state_follows_from_the_words_of_the_state() {
    let mut setup = Setup::clean();
    assert_eq!(state_of(&setup, "PIV-1A"), ItemState::Answered);
    assert!(matches!(state_of(&setup, "APII-4"), ItemState::AppliesIf(_)), "nobody has said what is held");
    setup.report["profile"] = json!({ "holds_ap_mines": { "answer": "no", "on": "2026-01-01" } });
    assert_eq!(state_of(&setup, "APII-4"), ItemState::NotApplicable);
    setup.report["profile"] =
        json!({ "holds_ap_mines": [{ "answer": "no", "on": "2026-01-01" }, { "answer": "yes", "on": "2027-01-01" }] });
    assert_eq!(state_of(&setup, "APII-4"), ItemState::Answered);
    setup.report["forms"]["B"]["technical_requirements"] = json!(null);
    assert_eq!(state_of(&setup, "APII-4"), ItemState::Open);
    setup.report["summary"]["B"] = json!({ "state": "unchanged", "last_reporting": 2024 });
    assert_eq!(state_of(&setup, "APII-4"), ItemState::UnchangedSince(Some(2024)));
    setup.report["summary"]["B"] = json!({ "state": "not_applicable", "reason": "none" });
    assert_eq!(state_of(&setup, "APII-4"), ItemState::NotApplicable);
    setup.report["checklist"] = json!({ "APII-4": { "state": "nothing_to_report" } });
    assert_eq!(state_of(&setup, "APII-4"), ItemState::NothingToReport);
    setup.report["checklist"] = json!({ "APII-4": { "form": "E" } });
    assert_eq!(state_of(&setup, "APII-4"), ItemState::Answered, "the State points to other matters");
}

#[test]
fn facts_are_asked_once_and_kept() {
    let mut setup = Setup::clean();
    setup.with_last_year()["profile"] = json!({ "mined_areas": { "answer": "no", "on": "2026-01-01" } });
    assert_eq!(state_of(&setup, "APII-TA-4"), ItemState::NotApplicable);
}

#[test]
fn an_item_that_hangs_on_facts_nobody_confirmed_never_counts_as_open() {
    let mut setup = Setup::clean();
    setup.report["forms"]["B"] = json!(null);
    let checked = setup.check();
    let open = checked.checklist.items.iter().filter(|item| item.state == ItemState::Open);
    for item in open {
        let known = BOOKS.obligations.item(&item.id).unwrap();
        assert_eq!(known.applies, crate::domain::checklist::Applies::Always, "{}", item.id);
    }
}
