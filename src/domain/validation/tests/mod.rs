//! Every rule has a report or request that passes it and one that fails it, named by its id.
//!
//! All start from a report of Switzerland, bound by everything, in which no rule finds anything; each regime has one.

mod amended_protocol_ii;
mod cases;
mod clean;
mod compliance;
mod cover;
mod identity;
mod measures;
mod properties;
mod protocol_v;
mod receipt;
mod request_properties;
mod requests;
mod review;
mod samples;
mod summary;

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    Books, CHECKS, Checked, Finding, Observations, Parameter, Reference, Severity, check, check_request, request_case,
};
use crate::domain::calendar::day;
use crate::domain::checklist::{Answer, ConditionKey};
use crate::domain::code::{InstrumentCode, Iso3};
use crate::domain::report::{Classification, Report, read};
use crate::domain::treaty::{ActionKind, Register, TreatyAction};

/// Read once for all tests.
static BOOKS: LazyLock<Books> = LazyLock::new(|| Books::embedded().unwrap());

/// What a test changes before the check.
pub(super) struct Setup {
    pub(super) report: Value,
    /// Other reports of the same call.
    pub(super) others: Vec<Value>,
    /// What the secretariat sorted of the first of them.
    pub(super) sorted: Option<Classification>,
    pub(super) seen: Observations,
    pub(super) read_on: NaiveDate,
    pub(super) register: Register,
}

impl Setup {
    /// A report in which there is nothing to find.
    pub(super) fn clean() -> Self {
        let report = json!({
            "party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "language": "en",
            "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "submitted_on": "2027-03-15",
            "cover": {
                "contacts": [{ "organization": "Ministry of Foreign Affairs", "email": "arms.control@example.org", "telephone": "+41 22 000 00 00" }],
                "availability": "yes", "availability_forms": [],
                "note_verbale": { "number": "12/2027", "date": "2027-03-12" },
            },
            "summary": {
                "A": { "state": "changed" }, "B": { "state": "changed" }, "C": { "state": "changed" },
                "D": { "state": "changed" }, "E": { "state": "changed" },
            },
            "forms": {
                "A": {
                    "armed_forces": { "text": "In autumn 2026 the Staff College taught Protocols III and V to 140 officers." },
                    "civilian_population": { "text": "The texts are at https://law.example.org/ccw." },
                },
                "B": {
                    "technical_requirements": { "text": "Every weapon is held against Protocol I, Protocol III and Protocol IV in the weapons review of Directive 12. Protocol II, Amended Protocol II and Protocol V: see our other reports." },
                    "other_information": null,
                },
                "C": { "legislation": { "text": "The War Materiel Act punishes what the Protocols forbid." } },
                "D": { "cooperation_assistance": { "text": "In 2026 we gave to the trust fund." } },
                "E": { "other_matters": { "text": "We took part in the meetings of 2026." } },
            },
            "laws": [{
                "title": "War Materiel Act", "number": "514.51", "adopted_on": "1996-12-13", "in_force_on": "1998-04-01",
                "status": "adopted", "penal_provision": "art. 35", "link": "https://law.example.org/514.51",
            }],
            "figures": { "funding": [{ "direction": "given", "amount": 250_000, "currency": "CHF", "year": 2026, "project": "Trust fund" }] },
        });
        Self {
            report,
            others: Vec::new(),
            sorted: None,
            seen: Observations::default(),
            read_on: day(2027, 3, 20),
            register: BOOKS.register.clone(),
        }
    }

    /// The same of another State, for the rules about who is bound.
    pub(super) fn of(mut self, party: &str) -> Self {
        self.report["party"] = json!(party);
        self
    }

    /// Last year's report, which says the same in other words.
    pub(super) fn with_last_year(&mut self) -> &mut Value {
        let mut last = Self::clean().report;
        last["party"] = self.report["party"].clone();
        last["cycle"] = json!(2026);
        last["period"] = json!({ "from": "2025-01-01", "to": "2025-12-31" });
        last["submitted_on"] = json!("2026-03-10");
        for form in last["forms"].as_object_mut().unwrap().values_mut() {
            for answer in form.as_object_mut().unwrap().values_mut().filter(|answer| !answer.is_null()) {
                answer["text"] = json!(format!("Last year: {}", answer["text"].as_str().unwrap()));
            }
        }
        self.others.push(last);
        self.others.last_mut().unwrap()
    }

    /// One more act in the register.
    pub(super) fn act(&mut self, instrument: &str, kind: ActionKind, deposited_on: NaiveDate) {
        let mut actions = self.register.actions().to_vec();
        actions.push(TreatyAction {
            party: Iso3::parse(self.report["party"].as_str().unwrap()).unwrap(),
            instrument: InstrumentCode::parse(instrument).unwrap(),
            deposited_on,
            kind,
            effect: None,
            verified: false,
            source: "test".into(),
        });
        let as_of = self.register.as_of().max(deposited_on);
        let states = self.register.states().cloned().collect();
        self.register = Register::assemble(as_of, states, actions).unwrap();
    }

    pub(super) fn check(&self) -> Checked {
        let reference = Reference { register: &self.register, ..BOOKS.reference() };
        let report = |value: &Value| -> Report {
            read(value.to_string().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations).unwrap()
        };
        let mut others: Vec<_> = self.others.iter().map(report).collect();
        if let Some(first) = others.first_mut() {
            first.classification = self.sorted.clone();
        }
        check(reference, &report(&self.report), &others.iter().collect::<Vec<_>>(), &self.seen, self.read_on)
    }

    pub(super) fn found(&self, rule: &str) -> Vec<Finding> {
        let findings = self.check().findings;
        findings.iter().for_each(fills_its_sentence);
        findings.into_iter().filter(|finding| finding.rule.0 == rule).collect()
    }
}

/// A finding has the parameters that its rule names, and no other.
fn fills_its_sentence(finding: &Finding) {
    let known = BOOKS.rules.rules().iter().find(|rule| rule.id == finding.rule).unwrap().parameters.clone();
    let given: Vec<_> = finding.parameters.keys().map(|name| (*name).to_owned()).collect();
    assert!(given.iter().all(|name| known.contains(name)) && given.len() == known.len(), "{finding:?}: {known:?}");
}

/// One rule: what passes it, and what fails it at which place.
macro_rules! rule {
    ($id:ident, passes: $passes:expr, fails: $($place:literal $fails:expr),+ $(,)?) => {
        rule!($id of clean, passes: $passes, fails: $($place $fails),+);
    };
    ($id:ident of $clean:ident, passes: $passes:expr, fails: $($place:literal $fails:expr),+ $(,)?) => {
        mod $id {
            use super::*;

            fn id() -> String {
                stringify!($id).to_uppercase().replace('_', "-")
            }

            #[test]
            fn passes() {
                let mut setup = Setup::$clean();
                let change: fn(&mut Setup) = $passes;
                change(&mut setup);
                assert_eq!(setup.found(&id()), Vec::new());
            }

            #[test]
            fn fails() {
                $(
                    let mut setup = Setup::$clean();
                    let change: fn(&mut Setup) = $fails;
                    change(&mut setup);
                    let found = setup.found(&id());
                    assert!(found.iter().any(|finding| finding.place == $place), "{} at {}: {found:?}", id(), $place);
                )+
            }
        }
    };
}
pub(super) use rule;

#[test]
fn nothing_is_found_in_a_report_with_nothing_to_find() {
    for setup in [Setup::clean(), Setup::amended_protocol_ii(), Setup::protocol_v()] {
        assert_eq!(setup.check().findings, Vec::new(), "{}", setup.report["regime"]);
    }
}

#[test]
fn every_rule_has_its_data_and_its_function() {
    let rules = &BOOKS.rules;
    let listed: Vec<_> = rules.rules().iter().map(|rule| rule.id.0.as_str()).collect();
    let of_requests = request_case::CHECKS.iter().map(|(id, _)| *id);
    // Some read reports and requests.
    let of_reports: Vec<_> = CHECKS.iter().map(|(id, _)| *id).collect();
    let alone = of_requests.filter(|id| !of_reports.contains(id));
    let checked: Vec<_> = of_reports.iter().copied().chain(alone).chain(super::review::ids()).collect();
    assert_eq!(listed, checked);
    assert_eq!(listed.len(), 120, "29 + 10 of sections 1 to 3, 6, 17, 25, 20, 7 and 5 of sections 4 to 9, and F-01");
    let errors = rules.rules().iter().filter(|rule| rule.severity == Severity::Error).count();
    assert_eq!(errors, 36, "20 of sections 1 to 5, 7 of section 6, 3 of section 7, 4 of section 8, 2 of section 9");
}

#[test]
fn what_weighs_most_comes_first_then_rule_by_rule_in_the_order_of_the_report() {
    let mut setup = Setup::clean();
    setup.report["laws"][0]["adopted_on"] = json!("2999-01-01");
    setup.report["forms"]["A"]["armed_forces"] = json!(null);
    setup.report["cover"]["availability"] = json!(null);
    setup.report["summary"]["B"]["state"] = json!(null);
    setup.report["period"]["to"] = json!(null);
    setup.report["extra"] = json!(1);
    let findings = setup.check().findings;
    let keys: Vec<_> = findings.iter().map(|finding| (finding.severity, finding.rule.0.clone())).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert!(findings.iter().any(|finding| finding.severity == Severity::Warning));
    let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    let places: Vec<_> = errors.map(|finding| finding.place).collect();
    let expected = [
        // C-09, of a form, before G-12, G-19 and G-30.
        "laws[0].adopted_on",
        "period.to",
        "cover.availability",
        "summary.B",
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_filing_in_free_format_passes_some_sections_only() {
    let mut setup = Setup::clean();
    setup.report["kind"] = json!("free_format");
    setup.report["summary"] = json!(null);
    setup.report["forms"] = json!(null);
    setup.report["laws"] = json!(null);
    setup.report["cover"]["availability"] = json!(null);
    let rules: Vec<_> = setup.check().findings.into_iter().map(|finding| finding.rule.0).collect();
    assert!(rules.contains(&"G-21".into()) && rules.contains(&"G-05".into()), "{rules:?}");
    assert!(!rules.iter().any(|rule| rule.starts_with('C') || rule.starts_with("G-3")), "{rules:?}");
}

#[test]
fn the_version_that_stands_speaks_for_its_report_alone() {
    let file = |cycle: i32, kind: &str, day: &str, profile: Value| {
        let report = json!({ "party": "CHE", "regime": "COMPLIANCE", "cycle": cycle, "kind": kind, "submitted_on": day,
            "summary": { "A": { "state": "not_applicable", "reason": "-" } }, "profile": profile });
        let bytes = serde_json::to_vec(&report).unwrap();
        read(&bytes, &BOOKS.form_sets, &BOOKS.obligations).unwrap()
    };
    let fact = |answer: &str, on: &str| json!({ "mined_areas": { "answer": answer, "on": on } });
    let first = file(2026, "annual", "2026-03-01", fact("yes", "2026-03-01"));
    let blank = file(2026, "correction", "2026-05-01", json!({}));
    let next = file(2027, "annual", "2027-03-01", json!({}));
    let said = |history: &[&Report]| {
        super::known_by(&next, history).answer(&ConditionKey("mined_areas".into()), day(2027, 3, 1))
    };
    assert_eq!(said(&[&first]), Some(Answer::Yes));
    assert_eq!(said(&[&first, &blank]), None, "the correction leaves it blank");
    let older = file(2025, "annual", "2025-03-01", fact("no", "2025-03-01"));
    assert_eq!(said(&[&older, &first, &blank]), Some(Answer::No), "an earlier report says it still");
}
