//! Section 3.

use super::*;
use crate::domain::checklist::{Completeness, ItemState};
use crate::domain::history::HistoricReport;
use crate::domain::report::{Place, Sorted};
use crate::domain::validation::{Parameter, Records};

fn unchanged(setup: &mut Setup, form: &str, year: i64) {
    setup.report["summary"][form] = json!({ "state": "unchanged", "last_reporting": year });
    for answer in setup.report["forms"][form].as_object_mut().unwrap().values_mut() {
        *answer = json!(null);
    }
}

rule!(g_30, passes: |s| unchanged(s, "E", 2026), fails:
    "summary.B" |s| { s.report["summary"].as_object_mut().unwrap().remove("B"); },
    "summary.B" |s| s.report["summary"]["B"]["state"] = json!("changed and unchanged"),
    "summary.A" |s| s.report["summary"] = json!(null),
);
rule!(g_31, passes: |s| unchanged(s, "E", 2026), fails:
    "summary.E" |s| s.report["summary"]["E"] = json!({ "state": "unchanged" }),
    "summary.E" |s| unchanged(s, "E", 2027),
    "summary.E" |s| unchanged(s, "E", 1982),
    "summary.E" |s| unchanged(s, "E", -5),
);
#[test]
fn a_voluntary_report_of_before_the_state_was_bound_can_be_referred_to_where_it_is_here() {
    let mut setup = Setup::clean();
    (setup.report["party"], setup.report["regime"]) = (json!("COL"), json!("PV"));
    setup.act("P-V", ActionKind::Consent, day(2026, 2, 1));
    setup.others.push(json!({ "party": "COL", "regime": "PV", "cycle": 2024, "kind": "voluntary" }));
    for (year, expected) in [(2024, 0), (2023, 1)] {
        setup.report["summary"] = json!({ "A": { "state": "unchanged", "last_reporting": year } });
        assert_eq!(setup.found("G-31").len(), expected, "{year}");
    }
}

#[test]
fn a_year_that_is_none_is_told_once_where_it_was_written() {
    let mut setup = Setup::clean();
    setup.report["summary"]["E"] = json!({ "state": "unchanged" });
    setup.seen.unread.insert("summary.E.last_reporting".into());
    assert_eq!(setup.found("G-31"), Vec::new());
}

rule!(g_32, passes: |s| { unchanged(s, "E", 2026); s.with_last_year(); }, fails:
    "summary.E" |s| unchanged(s, "E", 2026),
    "summary.E" |s| { unchanged(s, "E", 2025); s.with_last_year(); },
);
rule!(g_33, passes: |s| { unchanged(s, "E", 2026); s.with_last_year(); }, fails:
    "summary.E" |s| { unchanged(s, "E", 2026); s.with_last_year()["forms"]["E"]["other_matters"] = json!(null); },
    // What was said of that year's period are no words that still stand.
    "summary.E" |s| {
        unchanged(s, "E", 2026);
        let last = s.with_last_year();
        last["forms"]["E"]["other_matters"] = json!(null);
        last["summary"]["E"]["nothing_in_period"] = json!(true);
    },
);
rule!(g_34, passes: |s| unchanged(s, "E", 2022), fails:
    "summary.E" |s| unchanged(s, "E", 2021),
);
rule!(g_35, passes: |s| s.report["forms"]["E"]["other_matters"] = json!({ "nothing_to_report": true }), fails:
    "summary.E" |s| s.report["forms"]["E"]["other_matters"] = json!(null),
    "summary.E" |s| s.report["forms"]["E"]["other_matters"]["text"] = json!(" \u{200b}\n"),
    "summary.E" |s| {
        s.report["forms"]["E"]["other_matters"] = json!(null);
        s.report["summary"]["E"]["nothing_in_period"] = json!(true);
    },
);
rule!(g_36, passes: |s| { s.with_last_year(); }, fails:
    "summary.E" |s| { let text = s.report["forms"]["E"].clone(); s.with_last_year()["forms"]["E"] = text; },
    "summary.C" |s| { let text = s.report["forms"]["C"].clone(); s.with_last_year()["forms"]["C"] = text; },
);
rule!(g_37, passes: |s| s.report["summary"]["E"] = json!({ "state": "not_applicable", "reason": "No other matters." }), fails:
    "summary.E" |s| s.report["summary"]["E"] = json!({ "state": "not_applicable" }),
);
rule!(g_38, passes: |s| s.report["summary"]["E"] = json!({ "state": "not_applicable", "reason": "None." }), fails:
    "summary.A" |s| s.report["summary"]["A"] = json!({ "state": "not_applicable", "reason": "None." }),
    "summary.C" |s| s.report["summary"]["C"] = json!({ "state": "not_applicable", "reason": "None." }),
);
rule!(g_39, passes: |s| {
    s.report["kind"] = json!("summary_sheet");
    for form in ["A", "B", "C", "D", "E"] {
        unchanged(s, form, 2026);
    }
}, fails:
    "summary" |s| { s.report["forms"] = json!(null); s.report["laws"] = json!(null); s.report["figures"] = json!(null); },
    "summary" |s| {
        for part in ["forms", "laws", "figures"] {
            s.report[part] = json!(null);
        }
        s.report["summary"]["E"]["nothing_in_period"] = json!(true);
    },
);

#[test]
fn a_sheet_that_carries_its_forms_is_not_called_a_cover_page() {
    let mut setup = Setup::clean();
    setup.report["kind"] = json!("summary_sheet");
    assert_eq!(setup.found("G-39"), Vec::new());
}

#[test]
fn a_missing_report_is_an_error_only_inside_the_records() {
    for (records, severity) in [
        (Records::Given, Severity::Error),
        (Records::From(2026), Severity::Error),
        (Records::From(2027), Severity::Warning),
        (Records::Unset, Severity::Warning),
    ] {
        let mut setup = Setup::clean();
        unchanged(&mut setup, "E", 2026);
        setup.seen.records = records;
        assert_eq!(setup.found("G-32")[0].severity, severity, "{records:?}");
    }
}

#[test]
fn a_report_from_before_the_portal_is_here_too() {
    let mut setup = Setup::clean();
    unchanged(&mut setup, "E", 2021);
    setup.seen.records = Records::From(2008);
    assert_eq!(setup.found("G-32").len(), 1);
    let old = |forms: Option<&str>| HistoricReport {
        party: "CHE".parse().unwrap(),
        regime: "COMPLIANCE".parse().unwrap(),
        cycle: "2021".parse().unwrap(),
        received_on: None,
        forms: forms.map(|forms| forms.parse().unwrap()),
        file: None,
        source: "list".into(),
    };
    // What such a list does not say is not held against the State.
    for forms in [None, Some("A E"), Some("A"), Some("-")] {
        setup.seen.historic = vec![old(forms)];
        assert_eq!((setup.found("G-32"), setup.found("G-33")), (Vec::new(), Vec::new()), "{forms:?}");
    }
}

#[test]
fn unchanged_is_followed_back_to_where_the_words_stand() {
    let mut setup = Setup::clean();
    unchanged(&mut setup, "E", 2026);
    let last = setup.with_last_year();
    last["summary"]["E"] = json!({ "state": "unchanged", "last_reporting": 2020 });
    last["forms"]["E"]["other_matters"] = json!(null);
    let mut old = last.clone();
    old["cycle"] = json!(2020);
    old["submitted_on"] = json!("2020-03-10");
    old["summary"]["E"] = json!({ "state": "changed" });
    old["forms"]["E"]["other_matters"] = json!({ "text": "Written in 2020." });
    setup.others.push(old);
    assert_eq!(setup.found("G-33"), Vec::new(), "the words stand in the report of 2020");
    assert_eq!(setup.found("G-34").len(), 1, "which is seven years ago");
}

/// Last year's report came in free format, and of its forms these were found.
fn sorted_last_year(setup: &mut Setup, found: &[&str]) {
    let last = setup.with_last_year();
    last["kind"] = json!("free_format");
    for part in ["forms", "summary", "laws"] {
        last[part] = json!(null);
    }
    let of = |letter: &str| {
        let place = found.contains(&letter).then(|| Place::typed("p. 3", None)).flatten();
        (letter.to_owned(), Sorted { place, revision: 1, at: chrono::DateTime::UNIX_EPOCH, by: "a".into() })
    };
    setup.sorted = Some(Classification { forms: ["A", "B", "C", "D", "E"].map(of).into() });
}

#[test]
fn a_form_found_in_free_format_can_be_unchanged_since_and_one_not_found_is_asked_about() {
    let mut setup = Setup::clean();
    unchanged(&mut setup, "B", 2026);
    unchanged(&mut setup, "E", 2026);
    sorted_last_year(&mut setup, &["B"]);
    assert_eq!(setup.found("G-32"), Vec::new());
    let found = setup.found("G-33");
    let said: Vec<_> = found.iter().map(|one| (one.place.as_str(), &one.parameters["reason"])).collect();
    assert_eq!(said, [("summary.E", &"not_found".into())]);
    setup.sorted = None;
    assert_eq!(setup.found("G-33"), Vec::new(), "nobody has sorted it: the words stand in the document");
    // A later year that was itself unchanged leads there.
    sorted_last_year(&mut setup, &["E"]);
    setup.others[0]["cycle"] = json!(2025);
    let mut between = Setup::clean().report;
    between["cycle"] = json!(2026);
    between["summary"]["E"] = json!({ "state": "unchanged", "last_reporting": 2025 });
    between["forms"]["E"]["other_matters"] = json!(null);
    setup.others = vec![setup.others[0].clone(), between];
    assert_eq!(setup.found("G-33"), Vec::new());
}

#[test]
fn items_of_a_form_that_was_found_are_neither_answered_nor_open() {
    let mut setup = Setup::clean();
    sorted_last_year(&mut setup, &["C"]);
    setup.report = setup.others[0].clone();
    setup.others = Vec::new();
    let (report, sorted) = (setup.report.clone(), setup.sorted.clone());
    let mut report = read(report.to_string().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations).unwrap();
    report.classification = sorted;
    let checked = check(BOOKS.reference(), &report, &[], &setup.seen, setup.read_on);
    let states = |form: &str| -> Vec<ItemState> {
        checked.checklist.items.iter().filter(|item| item.form == form).map(|item| item.state.clone()).collect()
    };
    assert!(states("C").contains(&ItemState::InOriginal("p. 3".into())), "{:?}", states("C"));
    assert!(!states("C").contains(&ItemState::Open) && states("A").contains(&ItemState::Open));
    let set = BOOKS.form_sets.for_cycle(report.regime, report.cycle).unwrap();
    let is_counted = |state: &ItemState| !matches!(state, ItemState::InOriginal(_) | ItemState::AppliesIf(_));
    let counted = checked.checklist.items.iter().filter(|item| is_counted(&item.state)).count();
    assert_eq!(
        Completeness::of(&report, set, &checked.checklist).items.all,
        counted,
        "nobody says that it is answered"
    );
}

#[test]
fn words_in_a_report_that_is_not_held_are_not_called_blank() {
    for (form, expected) in
        [(json!({ "state": "unchanged", "last_reporting": 2015 }), 0), (json!({ "state": "changed" }), 1)]
    {
        let mut setup = Setup::clean();
        unchanged(&mut setup, "E", 2026);
        let last = setup.with_last_year();
        last["summary"]["E"] = form;
        last["forms"]["E"]["other_matters"] = json!(null);
        assert_eq!(setup.found("G-33").len(), expected);
        setup.others[0]["attachments"] = json!([{ "name": "e.pdf", "form": "E" }]);
        assert_eq!(setup.found("G-33"), Vec::new(), "a file holds it");
    }
}

#[test]
fn an_old_paper_can_be_entered_without_the_year() {
    let mut setup = Setup::clean();
    setup.report["kind"] = json!("historic");
    setup.report["summary"]["E"] = json!({ "state": "unchanged" });
    assert_eq!(setup.found("G-31")[0].severity, Severity::Warning);
}

#[test]
fn of_an_earlier_cycle_the_latest_filing_counts() {
    let mut setup = Setup::clean();
    setup.with_last_year();
    let mut correction = setup.others[0].clone();
    correction["kind"] = json!("correction");
    correction["reason"] = json!("Form E was incomplete.");
    correction["forms"]["E"] = setup.report["forms"]["E"].clone();
    for place in [0, 1] {
        setup.others.insert(place, correction.clone());
        assert_eq!(setup.found("G-36").len(), 1, "word for word the corrected text");
        setup.others.remove(place);
    }
}

#[test]
fn reports_that_point_at_each_other_end() {
    let mut setup = Setup::clean();
    unchanged(&mut setup, "E", 2026);
    let last = setup.with_last_year();
    last["summary"]["E"] = json!({ "state": "unchanged", "last_reporting": 2026 });
    last["forms"]["E"]["other_matters"] = json!(null);
    assert_eq!(setup.found("G-33").len(), 1);
}

#[test]
fn words_that_are_carried_along_unchanged_are_as_old_as_where_they_were_written() {
    let mut setup = Setup::clean();
    unchanged(&mut setup, "E", 2026);
    setup.with_last_year()["summary"]["E"] = json!({ "state": "unchanged", "last_reporting": 2020 });
    let said: Vec<_> = setup.found("G-34").iter().map(|found| found.parameters["year"].clone()).collect();
    assert_eq!(said, [Parameter::Number(2020)], "a year of which nothing is held here");
    let mut old = setup.others[0].clone();
    old["cycle"] = json!(2020);
    old["submitted_on"] = json!("2020-03-10");
    old["summary"]["E"] = json!({ "state": "changed" });
    setup.others.push(old);
    assert_eq!(setup.found("G-34").len(), 1, "where they stand too");
    setup.others[1]["forms"]["E"]["other_matters"] = json!(null);
    assert_eq!(setup.found("G-33"), Vec::new(), "the report that is pointed to does hold words");
}
