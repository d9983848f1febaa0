//! Commands that read the database, run as operators run them: what they ask for, and what they say.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use ccw_portal::app::accounts;
use diesel::connection::SimpleConnection;

use crate::support::at;
use crate::support::office::Office;
use crate::support::people::{PASSWORD, appointment};
use crate::support::program::run;

#[test]
fn commands_ask_for_no_setting_that_they_do_not_use() {
    let office = Office::new();
    // Neither PUBLIC_URL nor FILES: they show no link and touch no document.
    for command in [
        &["check", "--all"][..],
        &["audit", "verify"],
        &["audit", "seal"],
        &["records"],
        &["versions", "list"],
        &["import", "register"],
        &["remind", "--on", "2027-03-01", "--dry-run"],
        &["migrate"],
    ] {
        let (code, _, err) = office.run(command);
        assert_eq!(code, 0, "{command:?}: {err}");
    }
    let (code, _, err) = office.run(&["create-admin", "a@example.org", "--name", "A", "--link"]);
    assert!(code == 2 && err.contains("PUBLIC_URL is not set: the address people use"), "{err}");
}

#[test]
fn nothing_is_written_before_the_release_and_nobody_has_to_read_why() {
    let office = Office::new();
    let (code, _, err) = office.run(&["remind"]);
    assert!(code == 1 && err.contains("letters are not released"), "{err}");
    assert_eq!(office.run(&["remind", "--dry-run"]).0, 0);
    let mut unread = Command::new(env!("CARGO_BIN_EXE_ccw-portal"))
        .arg("remind")
        .env_clear()
        .env("DATABASE_URL", office.database.address())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As `2>&1 | head -0` does.
    drop((unread.stdout.take(), unread.stderr.take()));
    assert_eq!(unread.wait().unwrap().code(), Some(1));
}

#[test]
fn every_day_that_is_none_is_told_in_the_same_words() {
    let office = Office::new();
    for command in [
        &["remind", "--on"][..],
        &["check", "report.json", "--on"],
        &["import", "register", "--states", "states.csv", "--actions", "actions.csv", "--as-of"],
    ] {
        for day in ["WRONG", "31.3.2027", "2027-02-30"] {
            let (code, out, err) = office.run(&[command, &[day]].concat());
            assert_eq!((code, out.as_str()), (2, ""), "{command:?}: {err}");
            assert!(err.contains(day) && err.contains("not a date; write it as 2027-03-31"), "{command:?}: {err}");
            assert!(!err.contains("input contains invalid characters"), "{err}");
        }
    }
}

#[test]
fn who_gets_no_letter_is_told_by_reason_and_state() {
    let office = Office::new();
    let store = office.database.store();
    let held = [appointment("focal_point CHE")];
    let now = at("2026-11-24T09:00:00Z");
    accounts::create_with_password(&store, "tests", "a@example.org", "A. Keller", &held, PASSWORD, now).unwrap();
    let explain = |format: &str| {
        let (code, out, err) =
            office.run(&["remind", "--on", "2027-03-01", "--days", "30", "--dry-run", "--explain", "--format", format]);
        assert_eq!(code, 0, "{err}");
        out
    };
    let json: Vec<serde_json::Value> = serde_json::from_str(&explain("json")).unwrap();
    let of = |reason: &str| json.iter().filter(|one| one["reason"] == reason).collect::<Vec<_>>();
    let text = explain("text");
    let (nobody, not_asked) = (of("nobody-reached"), of("not-asked"));
    let states: BTreeSet<_> = nobody.iter().map(|one| one["party"].as_str().unwrap()).collect();
    let heading = format!(
        "No letter: nobody at the desk of the State is reached. {} times, {} States.",
        nobody.len(),
        states.len()
    );
    assert!(text.contains(&heading), "{text}");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("  FRA  ")).count(), 1, "{text}");
    assert!(text.contains("  FRA  12 letters from 2027-03-01 to 2027-03-30: Amended Protocol II 2027, "), "{text}");
    assert!(not_asked.len() > 100);
    assert!(lines.last().unwrap().starts_with("No letter: the State is not asked for the report"), "{text}");
    assert!(lines.len() < 20 + states.len(), "{} lines for {} in JSON", lines.len(), json.len());
}

#[test]
fn accounts_with_roles_of_both_kinds_are_named_without_their_addresses() {
    let office = Office::new();
    let (store, now, files) = (office.database.store(), at("2026-11-24T09:00:00Z"), office.path("files"));
    let held = [appointment("focal_point CHE")];
    accounts::create_with_password(&store, "tests", "a@example.org", "A. Keller", &held, PASSWORD, now).unwrap();
    let settings = [
        ("DATABASE_URL", office.database.address()),
        ("FILES", &files),
        ("PUBLIC_URL", "https://reports.example.org"),
        ("LISTEN", "127.0.0.1:0"),
    ];
    let (code, out, err) = run(&["check-config"], &settings);
    assert!(code == 0 && !out.contains("roles of the secretariat"), "{out}{err}");
    let beside = "INSERT INTO appointments (id, person_id, role, iso3, made_at) \
                  SELECT 'both', id, 'desk_officer', NULL, made_at FROM people";
    office.database.direct().batch_execute(beside).unwrap();
    let (code, out, err) = run(&["check-config"], &settings);
    assert!(
        code == 0 && out.contains("roles of the secretariat and of a State: 1; an administrator ends"),
        "{out}{err}"
    );
    let named = out.lines().find(|line| line.starts_with("account ")).unwrap();
    assert!(named.contains("focal_point CHE") && named.contains("desk_officer") && !named.contains('@'), "{named}");
}
