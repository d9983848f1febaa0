//! `check`, `schema` and `rules`, run as their users run them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::program::run;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(format!("{name}.json"))
}

const SAMPLES: [&str; 4] = ["CHE-COMPLIANCE-2022", "COL-APII-2018", "HRV-APII-2007", "LAO-PV-2018"];

/// A folder with report files that tests write.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn raw(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// The Swiss sample with a change.
    fn changed(&self, name: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut report: Value = serde_json::from_slice(&std::fs::read(sample("CHE-COMPLIANCE-2022")).unwrap()).unwrap();
        change(&mut report);
        self.raw(name, serde_json::to_string_pretty(&report).unwrap())
    }
}

/// Exit code, the array, and what was said beside it.
fn check(files: &[&str]) -> (i32, Value, String) {
    let arguments: Vec<&str> =
        ["check", "--on", "2022-03-28", "--format", "json"].into_iter().chain(files.iter().copied()).collect();
    let (code, out, err) = run(&arguments, &[]);
    (code, serde_json::from_str(&out).unwrap(), err)
}

fn rules(checked: &Value) -> Vec<&str> {
    checked["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

#[test]
fn what_does_not_go_together_is_listed_apart() {
    let files = Files::new();
    let report = json!({
        "party": "CHE", "regime": "APII", "cycle": 2027, "kind": "annual",
        "figures": { "risk_education": { "total": 10, "men": 20 }, "figures_period": { "from": "31/02/2026" } },
    });
    let file = files.raw("a.json", report.to_string());
    let (_, checked, _) = check(&[&file]);
    let odds = checked[0]["at_odds"].as_array().unwrap();
    let places: Vec<_> = odds.iter().map(|one| one["where"].as_str().unwrap()).collect();
    assert_eq!(places, ["figures.risk_education.total", "figures.figures_period.from"]);
    assert_eq!(odds[0]["message"], "All come to 10, and those counted among them to 20.");
    let (_, out, _) = run(&["check", &file], &[]);
    assert!(out.contains("What does not go together:") && out.contains("those counted among them to 20."), "{out}");
}

#[test]
fn the_sample_reports_are_read_as_a_desk_officer_would() {
    let paths: Vec<_> = SAMPLES.iter().map(|name| sample(name).display().to_string()).collect();
    let (code, checked, err) = check(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((code, err.as_str()), (1, ""), "the Croatian sheet lacks two years");
    assert_eq!(checked.as_array().unwrap().len(), 4);
    let swiss = &checked[0];
    assert!(swiss["file"].as_str().unwrap().ends_with("CHE-COMPLIANCE-2022.json"));
    let codes: Vec<_> = swiss["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "C-08").collect();
    assert_eq!(codes.len(), 2, "two codes without a day of adoption");
    let finding = codes[0];
    assert_eq!((&finding["severity"], &finding["where"]), (&json!("warning"), &json!("laws[2]")));
    assert_eq!(finding["parameters"]["lacking"], "both");
    assert!(finding["citation"].as_str().unwrap().contains("item (c)"));
    assert_eq!(finding["message"], "Give number and date of adoption of “Code pénal suisse (1937), art. 264h”.");
    let items = swiss["checklist"].as_array().unwrap();
    let item = items.iter().find(|item| item["id"] == "PIV-1A").unwrap();
    assert_eq!((&item["state"], &item["form"], &item["instrument"]), (&json!("answered"), &json!("B"), &json!("P-IV")));
    assert!(items.iter().any(|item| item["state"] == "applies_if" && item["conditions"][0] == "holds_ap_mines"));
    assert_eq!(items.iter().filter(|item| item["state"] == "pointer").count(), 2);
}

#[test]
fn for_people_it_says_the_same_in_sentences() {
    let path = sample("CHE-COMPLIANCE-2022").display().to_string();
    let (code, out, err) = run(&["check", &path, "--on", "2022-03-28"], &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    for line in [
        "Switzerland, Compliance report, cycle 2022",
        "[Illustration compiled from public facts. Not a filing by the State.]",
        "0 errors, 4 warnings, 5 pieces of advice",
        "C-07 warning forms.B.technical_requirements: How does Switzerland make sure that new weapons respect Protocol I?",
        "48 further items of Amended Protocol II: in the Amended Protocol II report",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
}

#[test]
fn lists_from_outside_are_looked_at_where_they_are_given() {
    let files = Files::new();
    let (croatia, laos) = (sample("HRV-APII-2007").display().to_string(), sample("LAO-PV-2018").display().to_string());
    let parties = files.raw("parties.csv", "iso3,in_force_on,as_of,source\nHRV,1999-03-01,2026-11-01,list\n");
    let people = files.raw("people.csv", "iso3,people,as_of,source\nLAO,7529000,2026-07-01,estimate\n");
    let (_, without, _) = check(&[&croatia]);
    assert!(!rules(&without[0]).contains(&"A-18"), "{without}");
    let (_, out, _) = run(&["check", &croatia, &laos, "--mine-ban-parties", &parties, "--population", &people], &[]);
    let line = "A-18 warning figures.mines_retained: The mine-ban convention binds Croatia since 1 March 1999 \
                (list of 1 November 2026), and 6,179 mines are kept.";
    assert!(out.contains(line), "{out}");
    for line in ["V-07 warning forms.B.steps_taken", "V-12 warning figures.mission_requests"] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    let bad =
        files.raw("bad.csv", "iso3,people,as_of,source\nLAO,7529000,2026-07-01,estimate\nCHE,many,2026-07-01,x\n");
    let (code, out, err) = run(&["check", &laos, "--population", &bad], &[]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("bad.csv: line 3: people: “many” is not a whole number"), "{err}");
}

#[test]
fn files_of_one_call_are_each_others_history() {
    let files = Files::new();
    let now = files.changed("2023.json", |report| {
        report["cycle"] = json!(2023);
        report["period"] = json!({ "from": "2022-01-01", "to": "2022-12-31" });
        report["summary"]["E"] = json!({ "state": "unchanged", "last_reporting": 2022 });
        report["forms"]["E"]["other_matters"] = json!(null);
    });
    let (code, alone, _) = check(&[&now]);
    assert_eq!(code, 1);
    assert!(rules(&alone[0]).contains(&"G-32"), "{alone}");
    let last = sample("CHE-COMPLIANCE-2022").display().to_string();
    let (code, together, _) = check(&[&now, &last]);
    assert!(!rules(&together[0]).contains(&"G-32"), "{together}");
    assert_eq!(code, 0, "{together}");
    let again = files.changed("again.json", |_| {});
    let (_, twice, _) = check(&[&last, &again]);
    assert!(!rules(&twice[0]).contains(&"G-08") && rules(&twice[1]).contains(&"G-08"), "the second is the further one");
}

#[test]
fn a_long_gap_between_periods_is_said_in_months_or_years_and_a_short_one_in_days() {
    let files = Files::new();
    let of = |name: &str, cycle: i32, from: &str, to: &str| {
        files.changed(name, |report| {
            report["cycle"] = json!(cycle);
            report["period"] = json!({ "from": from, "to": to });
        })
    };
    let now = of("now.json", 2022, "2021-01-01", "2021-12-31");
    for (to, days, said) in [
        ("2018-12-31", 731, "There is a gap of about 2 years."),
        ("2020-03-31", 275, "There is a gap of about 9 months."),
        ("2020-11-15", 46, "There is a gap of 46 days."),
        ("2021-06-30", 181, "The periods overlap by about 6 months."),
    ] {
        let last = of("last.json", 2021, "2018-01-01", to);
        let (_, checked, _) = check(&[&now, &last]);
        let findings = checked[0]["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["rule"] == "G-15").unwrap();
        assert!(found["message"].as_str().unwrap().ends_with(said), "{found}");
        assert_eq!(found["parameters"]["days"], json!(days), "as data its days");
    }
}

#[test]
fn a_regime_that_does_not_bind_the_state_is_said_and_the_rest_still_checked() {
    let files = Files::new();
    let file = files.changed("mex.json", |report| {
        report["party"] = json!("MEX");
        report["regime"] = json!("APII");
        report["cover"]["availability"] = json!(null);
    });
    let (code, checked, _) = check(&[&file]);
    assert_eq!(code, 1);
    let rules = rules(&checked[0]);
    assert!(rules.contains(&"G-02") && rules.contains(&"G-21") && rules.contains(&"G-30"), "{rules:?}");
}

#[test]
fn members_nobody_knows_are_kept_and_named() {
    let files = Files::new();
    let file = files.changed("extra.json", |report| {
        report["colour"] = json!("blue");
        report["forms"]["A"]["armed_forces"]["remark"] = json!("x");
    });
    let (code, checked, _) = check(&[&file]);
    assert_eq!(code, 0);
    let advice = checked[0]["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "F-01");
    let places: Vec<_> = advice.map(|finding| finding["where"].as_str().unwrap()).collect();
    assert_eq!(places, ["forms.A.armed_forces.remark", "colour"]);
}

#[test]
fn what_cannot_be_read_is_named_with_file_line_and_field() {
    let files = Files::new();
    let long = "x".repeat(50 * 1024 * 1024);
    let cases = [
        ("broken.json", b"{\n  \"party\": \"CHE\",\n".to_vec(), ":3: "),
        ("type.json", b"{\n\"party\": \"CHE\", \"regime\": \"COMPLIANCE\",\n\"cycle\": 2027,\n\"period\": 5}".to_vec(), ":4: period: expected an object, found a number"),
        ("twice.json", b"{\"party\": \"CHE\",\n\"party\": \"COL\"}".to_vec(), ":2: "),
        ("missing.json", b"{\"party\": \"CHE\", \"cycle\": 2027}".to_vec(), ":1: regime: is missing"),
        ("state.json", b"{\"party\": \"Switzerland\", \"regime\": \"COMPLIANCE\", \"cycle\": 2027}".to_vec(), "party: “Switzerland” is not three capital letters"),
        ("regime.json", b"{\"party\": \"CHE\", \"regime\": \"NPT\", \"cycle\": 2027}".to_vec(), "regime: no forms of NPT are known for the cycle 2027"),
        ("cycle.json", b"{\"party\": \"CHE\", \"regime\": \"COMPLIANCE\", \"cycle\": 99999}".to_vec(), "cycle: “99999” is not the year of a cycle"),
        ("number.json", b"{\"party\": \"CHE\", \"figures\": {\n\"area\": 9007199254740993}}".to_vec(), ":2: figures.area: the number is too large"),
        ("latin.json", b"{\"party\": \"\xe9\"}".to_vec(), ":1: not UTF-8"),
        ("deep.json", "[".repeat(100_000).into_bytes(), "nested too deeply"),
        ("many.json", format!("[{}1]", "1,".repeat(1_000_000)).into_bytes(), "too many values"),
        ("list.json", b"[]".to_vec(), ":1: expected an object, found a list"),
        ("empty.json", Vec::new(), ":1: the file ends too early"),
        (
            "long.json",
            format!("{{\"party\": \"CHE\", \"regime\": \"COMPLIANCE\", \"cycle\": 2027,\n\"forms\": {{\"B\": {{\"technical_requirements\":\n{{\"text\": \"{long}\"}}}}}}}}").into_bytes(),
            ":3: forms.B.technical_requirements.text: 52428800 letters",
        ),
    ];
    for (name, bytes, expected) in cases {
        let file = files.raw(name, bytes);
        let (code, checked, err) = check(&[&file]);
        assert_eq!(code, 2, "{name}: {err}");
        assert!(err.contains(&file) && err.contains(expected), "{name}: {err}");
        assert!(err.len() < 2_000, "{name}: a short message");
        assert!(checked[0]["unreadable"][0]["line"].as_u64() >= Some(1), "{name}: {checked}");
    }
    let (code, _, err) = check(&["/nowhere/report.json"]);
    assert_eq!((code, err.contains("/nowhere/report.json: No such file")), (2, true), "{err}");
}

#[test]
fn every_fault_of_structure_is_named_at_once_and_other_files_are_checked() {
    let files = Files::new();
    let faulty = files.changed("faulty.json", |report| {
        report["cover"]["contacts"][0]["email"] = json!(5);
        report["laws"][1]["title"] = json!({});
        report["figures"]["funding"][0]["amount"] = json!("a lot");
    });
    let good = sample("CHE-COMPLIANCE-2022").display().to_string();
    let (code, checked, err) = check(&[&faulty, &good]);
    assert_eq!(code, 2);
    for field in ["cover.contacts[0].email", "laws[1].title", "figures.funding[0].amount"] {
        assert!(err.contains(&format!(": {field}: expected ")), "{err}");
    }
    assert_eq!(checked[0]["unreadable"].as_array().unwrap().len(), 3);
    assert!(!checked[1]["findings"].as_array().unwrap().is_empty());
}

#[test]
fn odd_values_are_asked_about_and_never_stop_the_check() {
    let files = Files::new();
    let file = files.changed("odd.json", |report| {
        report["submitted_on"] = json!("0000-00-00");
        report["period"] = json!({ "from": "0000-01-01", "to": "9999-12-31" });
        report["summary"]["A"] = json!({ "state": "unchanged", "last_reporting": -9_007_199_254_740_992i64 });
        report["forms"]["B"]["technical_requirements"]["text"] = json!("\u{202e}\u{0}𝕏👩‍👩‍👧‍👦\u{fffd}");
        report["laws"][0]["adopted_on"] = json!("9999-12-31");
        report["figures"]["funding"][0]["year"] = json!(9_007_199_254_740_992i64);
    });
    let (code, checked, err) = check(&[&file]);
    assert_eq!((code, err.as_str()), (1, ""));
    let rules = rules(&checked[0]);
    for rule in ["G-10", "G-13", "G-14", "G-31", "C-09", "C-14"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
}

#[test]
fn arguments_that_cannot_be_meant_end_with_2() {
    let path = sample("CHE-COMPLIANCE-2022").display().to_string();
    for (arguments, reason) in
        [(vec!["check"], "<FILE>"), (vec!["check", &path, "--on", "2026-13-01"], "write it as 2027-03-31")]
    {
        let (code, out, err) = run(&arguments, &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(reason), "{err}");
    }
}

#[test]
fn the_published_schema_takes_the_samples_and_refuses_what_check_refuses() {
    let (code, out, _) = run(&["schema"], &[]);
    assert_eq!(code, 0);
    let schema: Value = serde_json::from_str(&out).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let read = |name: &str| -> Value { serde_json::from_slice(&std::fs::read(sample(name)).unwrap()).unwrap() };
    for name in SAMPLES {
        let errors: Vec<_> = schema.iter_errors(&read(name)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    let files = Files::new();
    for (place, value) in [
        ("/party", json!("ch")),
        ("/regime", json!("NPT")),
        ("/cycle", json!("2022")),
        ("/period", json!([])),
        ("/cover/contacts", json!({})),
        ("/cover/contacts/0/email", json!(1)),
        ("/summary/A/state", json!(true)),
        ("/forms/A", json!("text")),
        ("/forms/A/armed_forces/text", json!(["text"])),
        ("/laws/0/adopted_on", json!(1996)),
        ("/figures/funding/0/amount", json!("13")),
        ("/figures/funding/0/in_kind", json!("no")),
    ] {
        let mut report = read("CHE-COMPLIANCE-2022");
        *report.pointer_mut(place).unwrap() = value.clone();
        assert!(!schema.is_valid(&report), "{place} {value}");
        let file = files.raw("report.json", report.to_string());
        assert_eq!(check(&[&file]).0, 2, "{place} {value}");
    }
}

#[test]
fn the_table_of_rules_in_the_documentation_is_that_of_the_program() {
    let (code, out, _) = run(&["rules"], &[]);
    assert_eq!(code, 0);
    let kept = include_str!("../../../src/domain/validation/rules.md");
    assert!(out == kept, "write it anew: cargo run -- rules > src/domain/validation/rules.md");
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let files = Files::new();
    let first = files.changed("b.json", |_| {});
    let correction = files.changed("a.json", |report| {
        report["kind"] = json!("correction");
        report["reason"] = json!("One amount was wrong.");
    });
    let next = files.changed("c.json", |report| {
        report["cycle"] = json!(2023);
        report["cover"]["availability"] = json!("no");
    });
    let by_name = |order: &[&String]| {
        let (_, checked, _) = check(&order.iter().map(|file| file.as_str()).collect::<Vec<_>>());
        let mut checked = checked.as_array().unwrap().clone();
        checked.sort_by_key(|one| one["file"].as_str().unwrap().to_owned());
        checked
    };
    let expected = by_name(&[&first, &correction, &next]);
    assert!(!rules(&expected[0]).contains(&"G-08") && !rules(&expected[1]).contains(&"G-08"));
    assert!(rules(&expected[2]).contains(&"G-25"), "more closed than the year before");
    assert_eq!(by_name(&[&correction, &next, &first]), expected);
    assert_eq!(by_name(&[&next, &first, &correction]), expected);
}

#[test]
fn what_a_file_holds_cannot_steer_a_terminal() {
    let files = Files::new();
    let file = files.changed("steer.json", |report| {
        report["label"] = json!("x\u{1b}[2J\nfake.json: 0 errors\u{202e}");
        report["laws"][0]["title"] = json!("\u{1b}]0;title\u{7}");
        report["a\u{1b}[31mb"] = json!(1);
        report["kind"] = json!("annual");
    });
    let (_, out, err) = run(&["check", &file], &[]);
    let wrong = files.changed("wrong.json", |report| report["kind"] = json!("\u{1b}[2J\n"));
    let (_, _, more) = run(&["check", &wrong], &[]);
    for text in [out, err, more] {
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control() && letter != '\u{202e}'), "{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("fake.json")), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn odd_files_keep_nobody_waiting() {
    use std::os::unix::ffi::OsStrExt;
    let files = Files::new();
    let pipe = files.0.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (code, checked, err) = check(&[pipe.to_str().unwrap()]);
    assert_eq!((code, err.contains("not a file")), (2, true), "{err}");
    assert_eq!(checked.as_array().unwrap().len(), 1);
    let (code, _, err) = check(&[files.0.path().to_str().unwrap()]);
    assert_eq!((code, err.contains("not a file")), (2, true), "{err}");
    let odd = files.0.path().join(std::ffi::OsStr::from_bytes(b"\xff\xfe.json"));
    std::fs::copy(sample("CHE-COMPLIANCE-2022"), &odd).unwrap();
    let output = crate::support::program::program(&["check", "--format", "json"], &[]).arg(&odd).output().unwrap();
    assert!(output.status.success());
    let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(checked[0]["party"], "CHE");
}

#[test]
fn a_result_that_cannot_be_written_is_no_success() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = crate::support::program::program(&["schema"], &[]).stdout(full).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn figures_of_the_wrong_kind_are_refused_and_words_may_be_in_capitals() {
    let files = Files::new();
    let wrong = files.changed("wrong.json", |report| {
        report["figures"]["mines_destroyed"] = json!("five");
        report["figures"]["casualties"] = json!(5);
        report["forms"]["B"]["technical_requirements"]["see"] = json!([{ "regime": "PV" }]);
        report["checklist"] = json!({ "PIV-1A": { "state": "done" } });
    });
    let (code, _, err) = check(&[&wrong]);
    assert_eq!(code, 2);
    for field in ["figures.mines_destroyed", "figures.casualties", "see[0].cycle", "checklist.PIV-1A.state"] {
        assert!(err.contains(field), "{field}: {err}");
    }
    let right = files.changed("right.json", |report| {
        report["cover"]["availability"] = json!("YES");
        report["summary"]["A"]["state"] = json!("Changed");
        report["cycle"] = json!(2022.0);
    });
    assert_eq!(check(&[&right]).0, 0);
}
