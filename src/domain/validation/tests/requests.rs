//! Section 8: requests, each kind from one in which no rule finds anything.

use super::*;
use crate::domain::calendar::ReportingRules;
use crate::domain::request::{Request, StateFile};

/// What a test changes before a request is checked: like the one for reports, under the same name for [`rule!`].
pub(super) struct Setup {
    pub(super) request: Value,
    /// Earlier requests of the same call.
    pub(super) others: Vec<Value>,
    pub(super) read_on: NaiveDate,
    deadlines: ReportingRules,
}

impl Setup {
    fn of(request: Value) -> Self {
        let deadlines = BOOKS.deadlines.clone();
        Self { request, others: Vec::new(), read_on: day(2027, 3, 20), deadlines }
    }

    pub(super) fn nomination() -> Self {
        Self::of(json!({
            "request": "expert_nomination", "party": "CHE", "submitted_on": "2027-02-01", "instrument": "P-V",
            "expert": {
                "name": "Beispiel, Anna", "nationality": "Swiss", "competence": "Clearance and law",
                "contact": { "email": "anna.beispiel@example.org" },
            },
        }))
    }

    pub(super) fn pool_request() -> Self {
        Self::of(json!({
            "request": "pool_request", "party": "CHE", "submitted_on": "2027-02-01", "instrument": "P-V",
            "obligation": "Article 4(1)",
        }))
    }

    pub(super) fn assistance() -> Self {
        Self::of(json!({
            "request": "assistance_request", "party": "LAO", "submitted_on": "2027-02-01", "instrument": "P-V",
            "contacts": [{ "organization": "Ministry", "telephone": "+856 21 000 000" }],
            "needs": [{ "kind": "clearance" }],
            "information": "Three districts.",
            "circulation_confirmed": true,
        }))
    }

    pub(super) fn sponsorship() -> Self {
        Self::of(json!({
            "request": "sponsorship_request", "party": "LAO", "submitted_on": "2027-02-01",
            "meeting": { "title": "Conference on Protocol V", "regime": "PV", "opens_on": "2027-11-15" },
            "delegate": { "name": "Sample, Joseph", "role": "Legal officer" },
            "grounds": ["least_developed"],
        }))
    }

    fn with_closing_date(&mut self, closes_on: &str) {
        let known = include_str!("../../calendar/deadlines.toml");
        let closing = format!(
            "{known}\n[[sponsorship]]\nregime = \"PV\"\nmeeting_opens_on = 2027-11-15\ncloses_on = {closes_on}\nmark = \"R\"\nsource = \"test\"\n"
        );
        self.deadlines = ReportingRules::read(&closing).unwrap();
    }

    pub(super) fn check(&self) -> Vec<Finding> {
        let reference = Reference { deadlines: &self.deadlines, ..BOOKS.reference() };
        let others: Vec<_> = self.others.iter().map(read_request).collect();
        let request = read_request(&self.request);
        check_request(reference, &request, &others.iter().collect::<Vec<_>>(), self.read_on)
    }

    fn found(&self, rule: &str) -> Vec<Finding> {
        let findings = self.check();
        findings.iter().for_each(fills_its_sentence);
        findings.into_iter().filter(|finding| finding.rule.0 == rule).collect()
    }
}

fn read_request(value: &Value) -> Request {
    match StateFile::read(value.to_string().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations).unwrap() {
        StateFile::Request(request) => *request,
        StateFile::Report(_) => panic!("{value} is a report"),
    }
}

/// An earlier nomination like the one at hand.
fn earlier(setup: &mut Setup, name: &str, on: &str) -> usize {
    let mut other = setup.request.clone();
    other["expert"]["name"] = json!(name);
    other["submitted_on"] = json!(on);
    setup.others.push(other);
    setup.others.len() - 1
}

rule!(p_01 of nomination, passes: |s| {
    let other = earlier(s, "Muster, Paul", "2025-05-04");
    s.others[other]["instrument"] = json!("AP-II");
    let other = earlier(s, "Muster, Paul", "2025-05-04");
    s.others[other]["party"] = json!("COL");
}, fails:
    "replaces_earlier" |s| { earlier(s, "Muster, Paul", "2025-05-04"); },
    "replaces_earlier" |s| { let other = earlier(s, "", "2025-05-04"); s.others[other]["submitted_on"] = json!(null); },
);
rule!(p_02 of nomination, passes: |s| s.request["expert"]["contact"] = json!({ "telephone": "+41 22 000 00 00" }), fails:
    "instrument" |s| s.request["instrument"] = json!(null),
    "instrument" |s| s.request["instrument"] = json!("CCW"),
    "expert.name" |s| s.request["expert"]["name"] = json!(" "),
    "expert.nationality" |s| s.request["expert"]["nationality"] = json!(null),
    "expert.competence" |s| s.request["expert"]["competence"] = json!(""),
    "expert.contact" |s| s.request["expert"]["contact"]["email"] = json!(null),
    "expert.contact" |s| s.request["expert"] = json!(null),
);
rule!(p_03 of nomination, passes: |s| s.request["instrument"] = json!("P-I"), fails:
    "instrument" |s| s.request["party"] = json!("COL"),
    // Bound since 29 January 2025.
    "instrument" |s| { s.request["party"] = json!("TTO"); s.request["submitted_on"] = json!("2025-01-20"); },
);
rule!(p_04 of pool_request, passes: |s| { s.request["obligations_of"] = json!("CHE"); s.request["instrument"] = json!("CCW"); }, fails:
    "obligations_of" |s| s.request["obligations_of"] = json!("COL"),
    "instrument" |s| s.request["instrument"] = json!(null),
    "instrument" |s| s.request["instrument"] = json!("P-VI"),
    "instrument" |s| s.request["party"] = json!("COL"),
    "obligation" |s| s.request["obligation"] = json!("\u{200b}"),
);
rule!(p_05 of assistance, passes: |s| {
    s.request["instrument"] = json!("AP-II");
    s.request["needs"] = json!([{ "kind": "other", "description": "A laboratory." }]);
    s.request["information"] = json!(null);
    s.request["attachments"] = json!([{ "name": "districts.pdf" }]);
}, fails:
    "instrument" |s| s.request["instrument"] = json!("P-IV"),
    "instrument" |s| s.request["instrument"] = json!(""),
    "contacts" |s| s.request["contacts"] = json!([]),
    "contacts" |s| s.request["contacts"][0]["telephone"] = json!(null),
    "needs" |s| s.request["needs"] = json!(null),
    "needs[1].kind" |s| s.request["needs"] = json!([{ "kind": "clearance" }, { "description": "Teams." }]),
    "needs[0].kind" |s| s.request["needs"][0]["kind"] = json!("demining"),
    "needs[0].description" |s| s.request["needs"][0]["kind"] = json!("other"),
    "information" |s| s.request["information"] = json!(null),
);
rule!(p_06 of assistance, passes: |s| s.request["sensitive_parts"] = json!(["names of villages"]), fails:
    "circulation_confirmed" |s| s.request["circulation_confirmed"] = json!(null),
    "circulation_confirmed" |s| { s.request["circulation_confirmed"] = json!(false); s.request["sensitive_parts"] = json!(["names of villages"]); },
);
rule!(p_07 of sponsorship, passes: |s| { s.request["grounds"] = json!(["joining", "affected"]); s.with_closing_date("2027-02-01"); }, fails:
    "meeting" |s| s.request["meeting"] = json!(null),
    "meeting" |s| s.request["meeting"]["opens_on"] = json!(""),
    "delegate" |s| s.request["delegate"]["name"] = json!(null),
    "grounds" |s| s.request["grounds"] = json!([]),
    "grounds" |s| s.request["grounds"] = json!([""]),
    "grounds[1]" |s| s.request["grounds"] = json!(["joining", "poor"]),
    "submitted_on" |s| s.with_closing_date("2027-01-31"),
    // Not given: the day of reading stands for it.
    "submitted_on" |s| { s.request["submitted_on"] = json!(null); s.with_closing_date("2027-03-19"); },
);

#[test]
fn nothing_is_found_in_a_request_with_nothing_to_find() {
    for setup in [Setup::nomination(), Setup::pool_request(), Setup::assistance(), Setup::sponsorship()] {
        assert_eq!(setup.check(), Vec::new(), "{}", setup.request["request"]);
    }
}

#[test]
fn members_and_states_that_nobody_knows_are_named_in_requests_too() {
    let mut setup = Setup::sponsorship();
    setup.request["party"] = json!("XXX");
    setup.request["meeting"]["city"] = json!("Geneva");
    setup.request["cycle"] = json!(2027);
    let found: Vec<_> = setup.check().into_iter().map(|finding| (finding.rule.0, finding.place)).collect();
    let named = [("G-01", "party"), ("F-01", "cycle"), ("F-01", "meeting.city")];
    assert_eq!(found, named.map(|(rule, place)| (rule.to_owned(), place.to_owned())));
}

#[test]
fn the_nomination_in_force_is_the_one_that_replaced_the_others() {
    let mut setup = Setup::nomination();
    let held = |setup: &Setup| serde_json::to_value(&setup.found("P-01")[0].parameters).unwrap()["name"].clone();
    earlier(&mut setup, "First", "2020-01-01");
    earlier(&mut setup, "Never in force", "2023-01-01");
    assert_eq!(held(&setup), "First");
    let second = earlier(&mut setup, "Second", "2021-01-01");
    setup.others[second]["replaces_earlier"] = json!(true);
    assert_eq!(held(&setup), "Second", "in whichever order they are given");
}

#[test]
fn participation_is_that_of_the_day_of_the_request() {
    let mut setup = Setup::pool_request();
    setup.request["party"] = json!("TTO");
    assert_eq!(setup.found("P-04"), Vec::new());
    setup.request["submitted_on"] = json!("2025-01-20");
    let found = setup.found("P-04").remove(0);
    let said = serde_json::to_value(&found.parameters).unwrap();
    assert_eq!((said["reason"].as_str(), said["from"].as_str()), (Some("not_bound"), Some("2025-01-29")));
    // A day that is still to come tells nothing about who is bound then.
    setup.request["submitted_on"] = json!("2999-01-01");
    setup.read_on = day(2025, 1, 20);
    assert_eq!(setup.found("P-04").len(), 1);
}

#[test]
fn rules_of_requests_change_with_the_cycle_and_never_read_reports() {
    let mut books = BOOKS.clone();
    let rule = "version = \"9\"\n[[rule]]\nid = \"P-06\"\nsection = 8\nseverity = \"advice\"\nparameters = [\"marked\"]\nfirst_cycle = 2028\ncitation = \"x\"\nsource = \"y\"\n";
    books = books.with(vec![
        crate::domain::data_version::Version::read(crate::domain::data_version::DataKind::Rules, rule).unwrap(),
    ]);
    let mut setup = Setup::assistance();
    setup.request["circulation_confirmed"] = json!(false);
    let check = |on: &str| {
        let mut value = setup.request.clone();
        value["submitted_on"] = json!(on);
        check_request(books.reference(), &read_request(&value), &[], day(2028, 1, 1))
    };
    assert_eq!(check("2027-02-01"), Vec::new(), "switched off before its first cycle");
    assert_eq!(check("2027-04-01")[0].severity, Severity::Advice);
    let report = super::Setup::clean().check().findings;
    assert!(!report.iter().any(|finding| finding.rule.0.starts_with("P-")));
}
