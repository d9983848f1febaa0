//! `check` and `schema` on request files, run as their users run them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::program::run;

const SAMPLES: [&str; 4] =
    ["CHE-expert-nomination", "COL-pool-request", "LAO-assistance-request", "TTO-sponsorship-request"];

fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(format!("{name}.json"));
    path.display().to_string()
}

fn read(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(sample(name)).unwrap()).unwrap()
}

/// A folder with files that tests write.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn raw(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// A sample with a change.
    fn changed(&self, name: &str, of: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut request = read(of);
        change(&mut request);
        self.raw(name, &serde_json::to_string_pretty(&request).unwrap())
    }
}

/// Exit code, the array, and what was said beside it.
fn check(files: &[&str]) -> (i32, Vec<Value>, String) {
    let arguments: Vec<&str> =
        ["check", "--on", "2026-11-20", "--format", "json"].into_iter().chain(files.iter().copied()).collect();
    let (code, out, err) = run(&arguments, &[]);
    (code, serde_json::from_str(&out).unwrap(), err)
}

/// Rule and sentence of each finding.
fn said(checked: &Value) -> Vec<String> {
    let findings = checked["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| format!("{} {}", finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn in_the_sample_requests_there_is_nothing_to_find() {
    let paths = SAMPLES.map(sample);
    let (code, checked, err) = check(&paths.each_ref().map(String::as_str));
    assert_eq!((code, err.as_str(), checked.len()), (0, "", 4));
    for one in &checked {
        assert_eq!(one["findings"], json!([]), "{one}");
        assert!(one["label"].as_str().unwrap().starts_with("Illustration"), "{one}");
        let members: Vec<_> = one.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["file", "findings", "label", "party", "read_on", "request", "rules"], "no checklist");
    }
    assert_eq!((&checked[0]["request"], &checked[0]["party"]), (&json!("expert_nomination"), &json!("CHE")));
}

#[test]
fn for_people_a_request_has_its_name_and_no_checklist() {
    let files = Files::new();
    let open = files.changed("open.json", "LAO-assistance-request", |request| {
        request["circulation_confirmed"] = json!(null);
        request["sensitive_parts"] = json!([]);
    });
    let (code, out, err) = run(&["check", &open, &sample("CHE-COMPLIANCE-2022"), "--on", "2022-03-28"], &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    for line in [
        "Lao People's Democratic Republic, request for assistance, read on 28 March 2022",
        "[Illustration. Not a request by the State.]",
        "0 errors, one warning, 0 pieces of advice",
        "P-06 warning circulation_confirmed: This request goes to all parties and to relevant organizations. Mark what is sensitive, and confirm that it may go out.",
        "Protocol V, article 8(6); Amended Protocol II, article 11(4)",
        "Switzerland, Compliance report, cycle 2022",
        "2 files: 0 with errors, 0 that cannot be read",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert_eq!(out.matches("Checklist:").count(), 1, "that of the report");
}

#[test]
fn a_second_expert_is_asked_about_whatever_the_order_of_the_files() {
    let files = Files::new();
    let first = files.changed("first.json", "CHE-expert-nomination", |request| {
        request["expert"]["name"] = json!("Muster, Paul");
        request["submitted_on"] = json!("2025-05-04");
    });
    let second = sample("CHE-expert-nomination");
    let sentence = "P-01 Switzerland already has an expert for Protocol V: Muster, Paul, named on 4 May 2025. A State \
                    names one expert for each Protocol. Does this nomination replace the earlier one? Then mark it so.";
    let (code, checked, _) = check(&[&first, &second]);
    assert_eq!((code, said(&checked[0]), said(&checked[1])), (1, vec![], vec![sentence.to_owned()]));
    let (code, turned, _) = check(&[&second, &first]);
    assert_eq!((code, &turned[0], &turned[1]), (1, &checked[1], &checked[0]));
    let replacing = files.changed("replacing.json", "CHE-expert-nomination", |request| {
        request["replaces_earlier"] = json!(true);
    });
    let (code, checked, _) = check(&[&first, &replacing]);
    assert_eq!((code, said(&checked[1])), (0, vec![]));
    // Of two without a day the order of the call tells which came first.
    let undated = ["a.json", "b.json"]
        .map(|name| files.changed(name, "CHE-expert-nomination", |request| request["submitted_on"] = json!(null)));
    let (_, checked, _) = check(&undated.each_ref().map(String::as_str));
    assert_eq!((said(&checked[0]).len(), said(&checked[1]).len()), (0, 1));
}

#[test]
fn each_sentence_says_what_a_good_answer_has() {
    let files = Files::new();
    let sentences = |of: &str, change: fn(&mut Value)| {
        let (code, checked, _) = check(&[&files.changed("request.json", of, change)]);
        (code, said(&checked[0]))
    };
    let (code, named) = sentences("CHE-expert-nomination", |request| {
        request["instrument"] = json!("CCW");
        request["expert"] = json!({});
    });
    let protocols = "Protocol I, Protocol II, Amended Protocol II, Protocol III, Protocol IV and Protocol V";
    assert_eq!((code, named.len()), (1, 5));
    assert_eq!(named[0], format!("P-02 “CCW” is no Protocol for which experts are named. Choose one of {protocols}."));
    assert_eq!(named[1], "P-02 Who is the expert? Give family name and given names.");
    let (code, named) = sentences("CHE-expert-nomination", |request| request["party"] = json!("COL"));
    let bound = "P-03 Protocol V does not bind Colombia on 5 October 2026. Is the expert named for it all the same, or for another Protocol?";
    assert_eq!((code, named), (0, vec![bound.to_owned()]));
    let (code, named) = sentences("COL-pool-request", |request| {
        request["instrument"] = json!("P-V");
        request["obligations_of"] = json!("TTO");
        request["obligation"] = json!(null);
    });
    let expected = [
        "P-04 Protocol V does not bind Colombia on 14 September 2026. The Pool helps a State with obligations that it has; name a text that is in force for it.",
        "P-04 The Pool helps a State with its own obligations, and this request is about those of Trinidad and Tobago. Ask about those of Colombia.",
        "P-04 Which of its obligations does Colombia ask about? Name the article, or say it in words.",
    ];
    assert_eq!((code, named), (1, expected.map(str::to_owned).to_vec()));
    let (code, named) = sentences("LAO-assistance-request", |request| {
        request["instrument"] = json!("P-I");
        request["needs"] = json!([{ "kind": "demining" }]);
        request["contacts"] = json!([]);
    });
    let kinds = "clearance, risk_education, victim_assistance, equipment, funding and other";
    assert_eq!((code, named.len()), (1, 3));
    assert_eq!(
        named[0],
        "P-05 “P-I” knows no requests for assistance. Choose one of Protocol V and Amended Protocol II."
    );
    assert_eq!(named[2], format!("P-05 “demining” is no kind of need. Choose one of {kinds}."));
    let (code, named) = sentences("TTO-sponsorship-request", |request| request["grounds"] = json!([]));
    let grounds = "P-07 Which ground of priority applies? Choose one or more of least_developed, joining, implementing and affected.";
    assert_eq!((code, named), (0, vec![grounds.to_owned()]));
}

#[test]
fn what_cannot_be_read_is_named_with_file_line_and_field() {
    let files = Files::new();
    let cases = [
        ("{\n\"request\": \"donation\", \"party\": \"CHE\"}", ":2: request: “donation” is none of expert_nomination, "),
        ("{\n\"request\": \"pool_request\"}", ":1: party: is missing"),
        (
            "{\"request\": \"pool_request\", \"party\": \"CHE\",\n\"instrument\": \"protocol five\"}",
            ":2: instrument: “protocol five” is not the code of an instrument",
        ),
        (
            "{\"request\": \"sponsorship_request\", \"party\": \"CHE\",\n\"submitted_on\": \"soon\"}",
            ":2: submitted_on: expected a date such as 2027-03-31",
        ),
        (
            "{\"request\": \"assistance_request\", \"party\": \"CHE\", \"needs\": [{},\n{\"kind\": 5}]}",
            ":2: needs[1].kind: expected text, found a number",
        ),
        ("{\"request\": 5, \"party\": \"CHE\"}", ":1: request: expected text, found a number"),
        ("{\"request\": \"pool_request\",\n\"party\": \"CHE\"", ":2: "),
    ];
    for (text, expected) in cases {
        let file = files.raw("request.json", text);
        let good = sample("COL-pool-request");
        let (code, checked, err) = check(&[&file, &good]);
        assert_eq!(code, 2, "{text}: {err}");
        assert!(err.contains(&format!("{file}{expected}")), "{text}: {err}");
        assert!(checked[0]["unreadable"][0]["line"].as_u64() >= Some(1) && checked[0]["checklist"] == json!([]));
        assert_eq!(checked[1]["findings"], json!([]), "the others are checked");
    }
}

#[test]
fn members_nobody_knows_are_kept_and_named() {
    let files = Files::new();
    let file = files.changed("extra.json", "CHE-expert-nomination", |request| request["expert"]["fax"] = json!("none"));
    let (code, checked, _) = check(&[&file]);
    let expected = "F-01 Nothing here understands “expert.fax”. It is kept as it is; check its spelling.";
    assert_eq!((code, said(&checked[0])), (0, vec![expected.to_owned()]));
}

#[test]
fn the_published_schema_takes_the_samples_and_refuses_what_check_refuses() {
    let (code, out, _) = run(&["schema", "request"], &[]);
    assert_eq!(code, 0);
    let schema = jsonschema::draft202012::new(&serde_json::from_str(&out).unwrap()).unwrap();
    for name in SAMPLES {
        let errors: Vec<_> = schema.iter_errors(&read(name)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    assert!(!schema.is_valid(&read("CHE-COMPLIANCE-2022")), "a report is no request");
    let files = Files::new();
    for (name, place, value) in [
        ("CHE-expert-nomination", "/request", json!("donation")),
        ("CHE-expert-nomination", "/party", json!("ch")),
        ("CHE-expert-nomination", "/submitted_on", json!(2026)),
        ("CHE-expert-nomination", "/instrument", json!("Protocol V")),
        ("CHE-expert-nomination", "/expert", json!("Beispiel, Anna")),
        ("CHE-expert-nomination", "/expert/contact", json!([])),
        ("CHE-expert-nomination", "/replaces_earlier", json!("yes")),
        ("COL-pool-request", "/obligation", json!(["Article 5(2)"])),
        ("LAO-assistance-request", "/needs", json!("clearance")),
        ("LAO-assistance-request", "/needs/0/kind", json!(1)),
        ("LAO-assistance-request", "/sensitive_parts/0", json!({})),
        ("LAO-assistance-request", "/attachments/0/name", json!(1)),
        ("TTO-sponsorship-request", "/grounds", json!("implementing")),
        ("TTO-sponsorship-request", "/meeting/regime", json!("pv")),
        ("TTO-sponsorship-request", "/delegate", json!("Sample, Joseph")),
    ] {
        let mut request = read(name);
        *request.pointer_mut(place).unwrap() = value.clone();
        assert!(!schema.is_valid(&request), "{name}{place} {value}");
        let file = files.raw("request.json", &request.to_string());
        assert_eq!(check(&[&file]).0, 2, "{name}{place} {value}");
    }
    let (_, of_reports, _) = run(&["schema", "report"], &[]);
    assert_eq!(of_reports, run(&["schema"], &[]).1, "that of reports is printed where nothing is said");
}
