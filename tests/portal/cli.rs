//! The command line, run as its users run it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use serde_json::Value;

use crate::support::database::{TestDatabase, engine, engines};
use crate::support::program::{program as portal, run};
use ccw_portal::app::accounts;
use ccw_portal::clock::Clock;
use ccw_portal::mail;
use ccw_portal::store::Engine;

fn due(party: &str, cycle: &str) -> Value {
    let (code, out, err) = run(&["due", "--party", party, "--cycle", cycle, "--format", "json"], &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{party} {cycle}");
    serde_json::from_str(&out).unwrap()
}

/// Regime, kind and date of each report, without the reasons.
fn short(reports: &Value) -> Vec<String> {
    let field = |report: &Value, name: &str| report[name].as_str().unwrap_or("null").to_owned();
    let line = |r: &Value| format!("{} {} {}", field(r, "regime"), field(r, "kind"), field(r, "due_on"));
    reports.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn due_for_states_of_every_situation() {
    let march = |regimes: &[&str]| -> Vec<String> {
        regimes.iter().map(|regime| format!("{regime} annual 2027-03-31")).collect()
    };
    let all = march(&["COMPLIANCE", "APII", "PV"]);
    for (party, expected) in [
        ("CHE", all.clone()),
        ("TTO", all),
        ("MEX", march(&["COMPLIANCE"])),
        ("CUB", march(&["COMPLIANCE", "PV"])),
        ("COL", march(&["COMPLIANCE", "APII"])),
        ("SRB", march(&["COMPLIANCE", "APII"])),
        ("EGY", Vec::new()),
        ("AND", Vec::new()),
        ("NIU", Vec::new()),
    ] {
        assert_eq!(short(&due(party, "2027")), expected, "{party}");
    }
    let tto = ["COMPLIANCE annual 2026-03-31", "APII annual 2026-03-31", "PV initial 2025-07-28"];
    assert_eq!(short(&due("TTO", "2026")), tto);
    assert_eq!(short(&due("CHE", "2008")), ["COMPLIANCE annual null", "APII annual null", "PV annual 2008-05-31"]);
}

#[test]
fn due_gives_a_reason_with_each_report() {
    let reports = due("TTO", "2026");
    let reason = reports[2]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("Protocol V has been in force for Trinidad and Tobago since 29 January 2025."),
        "{reason}"
    );
    assert!(reason.contains("180 days"), "{reason}");
    let mut keys: Vec<_> = reports[0].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["due_on", "kind", "reason", "regime"]);
}

#[test]
fn due_for_people_says_what_serves_for_what() {
    let (code, out, _) = run(&["due", "--party", "GBR", "--cycle", "2025"], &[]);
    assert_eq!(code, 0);
    assert!(out.contains("The initial report, due on 12 May 2025, takes its place in this cycle."), "{out}");
    assert!(
        out.ends_with("Register of participation as of 3 February 2026, after the Depositary’s status pages.\n"),
        "{out}"
    );
    let (_, nothing, _) = run(&["due", "--party", "AND", "--cycle", "2027"], &[]);
    assert!(nothing.contains("Nothing is due. No report is due from a State that is not a party."), "{nothing}");
    let (_, early, _) = run(&["due", "--party", "tto", "--cycle", "2025"], &[]);
    assert!(early.contains("The initial report is due later, by 28 July 2025"), "{early}");
}

#[test]
fn arguments_that_cannot_be_meant_end_with_2_and_one_reason() {
    for (arguments, reason) in [
        (vec!["due", "--party", "XYZ", "--cycle", "2027"], "XYZ is not the code of a State"),
        (vec!["due", "--party", "chez", "--cycle", "2027"], "“CHEZ” is not three capital letters"),
        (vec!["due", "--party", "CHE", "--cycle", "27"], "“27” is not the year of a cycle"),
        (vec!["due", "--party", "CHE", "--cycle", "99999999999999999999"], "is not the year of a cycle"),
        (vec!["due", "--party", "CHE"], "--cycle <YEAR>"),
        (vec!["fly"], "unrecognized subcommand 'fly'"),
        (vec!["migrate", "--config", "/nowhere/portal.toml"], "/nowhere/portal.toml cannot be read"),
    ] {
        let (code, out, err) = run(&arguments, &[]);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(out.is_empty() && err.contains(reason), "{arguments:?}: {err}");
    }
}

#[test]
fn settings_that_cannot_be_used_start_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing/portal.db");
    let sqlite = format!("sqlite:{}", folder.path().join("portal.db").display());
    let nowhere = format!("sqlite:{}", missing.display());
    let https = "https://reports.example.org";
    for (settings, code, reason) in [
        (vec![("DATABASE_URL", "mysql://localhost/ccw"), ("PUBLIC_URL", https)], 2, "DATABASE_URL: "),
        (vec![("DATABASE_URL", "portal.db"), ("PUBLIC_URL", https)], 2, "DATABASE_URL: "),
        (vec![("DATABASE_URL", sqlite.as_str())], 2, "PUBLIC_URL is not set"),
        (vec![("PUBLIC_URL", https)], 2, "DATABASE_URL is not set"),
        (vec![("DATABASE_URL", nowhere.as_str()), ("PUBLIC_URL", https)], 1, "its folder is not there; make it first"),
        (vec![("DATABASE_URL", sqlite.as_str()), ("PUBLIC_URL", https), ("LOG", "loud")], 2, "“loud” is none of"),
    ] {
        let (found, out, err) = run(&["serve"], &settings);
        assert_eq!(found, code, "{settings:?}: {err}");
        assert!(err.contains(reason), "{settings:?}: {err}");
        assert_eq!(err.lines().count(), 1, "one clear line: {err}");
        assert_eq!(out, "");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "nothing started, so nothing written: {left:?}");
}

#[test]
fn a_postgresql_database_with_pending_migrations_starts_nothing() {
    for engine in engines().into_iter().filter(|engine| *engine == Engine::Postgres) {
        let database = TestDatabase::blank_on(engine);
        let url = database.address().to_owned();
        let settings =
            [("DATABASE_URL", url.as_str()), ("PUBLIC_URL", "https://reports.example.org"), ("FILES", "files")];
        let (code, _, err) = run(&["serve"], &settings);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("migrations are pending") && err.contains("ccw-portal migrate"), "{err}");
        let (code, out, err) = run(&["migrate"], &settings);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains("applied "), "{out}");
    }
}

#[test]
fn check_config_shows_sources_and_hides_secrets() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "PUBLIC_URL = \"https://reports.example.org\"\nWORKERS = 3\n").unwrap();
    let arguments = ["check-config", "--config", file.path().to_str().unwrap()];
    let settings = [("DATABASE_URL", "postgres://portal:hunter2@127.0.0.1:1/ccw"), ("FILES", "files")];
    let (code, out, err) = run(&arguments, &settings);
    assert_eq!(code, 1, "the server does not answer: {err}");
    assert!(!format!("{out}{err}").contains("hunter2"), "{out}{err}");
    assert!(out.contains("PUBLIC_URL = https://reports.example.org   (file)"), "{out}");
    assert!(out.contains("WORKERS = 3   (file)") && out.contains("LISTEN = 127.0.0.1:8080   (default)"), "{out}");
    assert!(out.contains("(environment)") && err.contains("DATABASE_URL: "), "{out}{err}");
}

#[test]
fn a_backup_restored_elsewhere_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let first = TestDatabase::blank_on(engine());
    let (from, into) = (first.address().to_owned(), format!("sqlite:{}", path("second.db")));
    let on = |url: &str, arguments: &[&str]| {
        let settings =
            [("DATABASE_URL", url), ("PUBLIC_URL", "https://reports.example.org"), ("LISTEN", "127.0.0.1:0")];
        let files = path("files");
        run(arguments, &[&settings[..], &[("FILES", files.as_str())]].concat())
    };
    let tables = |url: &str| {
        let (code, out, err) = on(url, &["check-config"]);
        assert_eq!(code, 0, "{err}");
        out.lines().filter(|line| line.starts_with("table ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(on(&from, &["migrate"]).0, 0);
    let (code, _, err) = on(&from, &["backup", &path("backup.db")]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = on(&from, &["backup", &path("backup.db")]);
    assert_eq!(code, 1, "a backup is never overwritten: {err}");
    let (code, out, err) = on(&into, &["restore", &path("backup.db")]);
    assert!(code == 0 && out.lines().count() == 1, "nothing could go twice: {out}{err}");
    assert_eq!(tables(&from), tables(&into));
    assert!(tables(&into).iter().any(|line| line.starts_with("table treaty_actions: 919 rows")));
    let (code, _, err) = on(&into, &["restore", &path("backup.db")]);
    assert_eq!(code, 1, "a database that holds data is never overwritten: {err}");
    let (store, role) = (first.store(), crate::support::people::appointment("administrator"));
    accounts::invite(&store, "tests", "new@example.org", "N. New", role, Clock::System.now()).unwrap();
    assert_eq!(on(&from, &["backup", &path("with-letters.db")]).0, 0);
    let (code, out, err) = on(&format!("sqlite:{}", path("again.db")), &["restore", &path("with-letters.db")]);
    assert!(code == 0 && out.contains("1 wait in the outbox, reminders are not released"), "{out}{err}");
    let steps: Vec<_> = out.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(
        steps.len() == 3 && steps[1].starts_with("2. take back at /secretariat/outbox"),
        "no reminder to stop: {out}"
    );
    std::fs::write(path("garbage.db"), "no backup").unwrap();
    let empty = format!("sqlite:{}", path("third.db"));
    let (code, _, err) = on(&empty, &["restore", &path("garbage.db")]);
    assert_eq!(code, 2, "a file that is not understood: {err}");
    let nowhere = format!("sqlite:{}", path("missing/portal.db"));
    let (code, out, err) = on(&nowhere, &["check-config"]);
    assert_eq!(code, 1, "{out}");
    assert!(err.contains("missing") && !out.contains("ready"), "{out}{err}");
}

#[test]
fn import_shows_differences_before_it_applies_them() {
    let folder = tempfile::tempdir().unwrap();
    let database = TestDatabase::blank_on(engine());
    let url = database.address().to_owned();
    let on = |arguments: &[&str]| run(arguments, &[("DATABASE_URL", url.as_str())]);
    assert_eq!(on(&["migrate"]).0, 0);
    assert_eq!(on(&["import", "register"]).1, "no differences\n");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let data = |name: &str| {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/treaty").join(name)).unwrap()
    };
    let states = write("states.csv", data("states.csv"));
    let actions = write("actions.csv", data("actions.csv") + "COL,P-V,consent,2026-03-01,,,yes,test\n");
    let files = ["import", "register", "--states", &states, "--actions", &actions, "--as-of", "2026-03-02"];
    let shown = "as of 2026-02-03 -> 2026-03-02\n+ COL P-V consent 2026-03-01\n\
                 States: 0 added, 0 changed, 0 removed; treaty actions: 1 added, 0 changed, 0 removed\n";
    let (code, out, err) = on(&files);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, format!("{shown}nothing was changed; add --apply to change the database\n"));
    let apply: Vec<&str> = files.into_iter().chain(["--apply"]).collect();
    assert_eq!(on(&apply).1.lines().last(), Some("applied"));
    assert_eq!(on(&files).1, "no differences\n");
    let (code, _, err) =
        on(&["import", "register", "--states", &states, "--actions", &actions, "--as-of", "2999-01-01"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("lies in the future"), "{err}");
    let cut = write("cut.csv", data("actions.csv").lines().next().unwrap().to_owned());
    let (code, _, err) = on(&["import", "register", "--states", &states, "--actions", &cut, "--as-of", "2026-03-02"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("treaty actions: there is not one line"), "{err}");
    let (code, _, err) = on(&["import", "register", "--apply"]);
    assert_eq!(code, 1, "the program's own register is of an earlier day");
    assert!(err.contains("--older"), "{err}");
    let corrected = data("actions.csv")
        .replace("MNE,CCW,succession,2006-10-23,2006-06-03", "MNE,CCW,succession,2006-10-23,2006-06-04");
    assert_ne!(corrected, data("actions.csv"));
    let corrected = write("corrected.csv", corrected + "COL,P-V,consent,2026-03-01,,,yes,test\n");
    let (_, out, _) =
        on(&["import", "register", "--states", &states, "--actions", &corrected, "--as-of", "2026-03-02"]);
    assert!(
        out.starts_with("~ MNE CCW succession 2006-10-23: effect “2006-06-03 (verified)” -> “2006-06-04 (verified)”\n"),
        "{out}"
    );
    let (code, _, err) =
        on(&["import", "register", "--states", &states, "--actions", &actions, "--as-of", "2020-01-01"]);
    assert_eq!(code, 2, "acts after the day of the register");
    assert!(err.contains("after the day of the register, 2020-01-01"), "{err}");
    let broken = write("broken.csv", data("actions.csv") + "COL,P-V,consent,2026-02-30,,,yes,test\n");
    let (code, _, err) =
        on(&["import", "register", "--states", &states, "--actions", &broken, "--as-of", "2026-03-02"]);
    assert_eq!(code, 2);
    assert!(err.contains("treaty actions") && err.contains("line: 921"), "{err}");
}

#[test]
fn the_log_of_acts_is_sealed_and_verified() {
    let database = TestDatabase::blank_on(engine());
    let url = database.address().to_owned();
    let on = |arguments: &[&str]| run(arguments, &[("DATABASE_URL", url.as_str())]);
    let (code, out, err) = on(&["audit", "verify"]);
    assert!(code == 1 && out.is_empty() && err.contains("run `ccw-portal migrate`"), "{err}");
    assert_eq!(on(&["migrate"]).0, 0);
    assert_eq!(on(&["audit", "verify"]), (0, "1 act, none sealed yet\n".to_owned(), String::new()));
    let (code, out, err) = on(&["audit", "seal"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let seal = out.strip_prefix("1 act sealed, last seal SHA-256 ").unwrap().trim_end().to_owned();
    let whole = format!("1 act, all sealed and unbroken, last seal SHA-256 {seal}\n");
    assert_eq!(on(&["audit", "verify"]), (0, whole.clone(), String::new()));
    assert_eq!(on(&["audit", "verify", "--expect", &seal.to_uppercase()]).1, whole);
    let (code, out, err) = on(&["audit", "verify", "--expect", &"0".repeat(64)]);
    assert!(code == 1 && out.is_empty() && err.contains("the log holds no seal 000"), "{err}");
    let (code, _, err) = on(&["audit", "verify", "--expect", "0123"]);
    assert!(code == 2 && err.contains("64 hexadecimal digits"), "{err}");

    database.direct().batch_execute("UPDATE audit_entries SET actor = 'nobody'").unwrap();
    let (code, out, err) = on(&["audit", "verify"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
    assert!(err.contains(", seal 1: the act is not what was sealed, or the seal was changed; leave"), "{err}");
}

/// A server that is told to stop when the test ends, whatever happens.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _already_gone = self.0.kill();
        let _status = self.0.wait();
    }
}

fn ask(address: &str, path: &str) -> String {
    let mut line = TcpStream::connect(address).unwrap();
    line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(line, "GET {path} HTTP/1.1\r\nHost: anything\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}

fn stop(mut running: Running) {
    let told = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(running.0.wait().unwrap().success(), "a server told to stop ends with 0");
}

#[test]
fn the_demonstration_serves_and_keeps_its_data_where_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()];
    let mut child = portal(&arguments, &[("LOG", "warn")]).stdout(Stdio::piped()).spawn().unwrap();
    // The accounts come first, the address last.
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut accounts = Vec::new();
    let line = loop {
        let line = said.next().unwrap();
        if line.contains("http://") {
            break line;
        }
        accounts.push(line);
    };
    assert!(accounts.iter().any(|line| line.contains("focal.point@che.example.org")), "{accounts:?}");
    let running = Running(child);
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let page = ask(&address, "/parties/TTO");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(page.contains("29 January 2025") && page.contains("Demonstration"), "{page}");
    let url = format!("sqlite:{}", data.join("portal.db").display());
    // Sealing goes on beside serving, so it may end a moment later than the first answer.
    let sealed = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        run(&["audit", "verify"], &[("DATABASE_URL", &url)]).1.contains("acts, all sealed and unbroken")
    });
    assert!(sealed, "nothing was sealed in the background");
    let sample = ask(&address, "/reports/CHE-COMPLIANCE-2022");
    assert!(sample.starts_with("HTTP/1.1 200 OK") && sample.contains("Not a filing by the State."), "{sample}");
    stop(running);
    assert!(data.join("portal.db").is_file());
    let settings =
        [("DATABASE_URL", url.as_str()), ("PUBLIC_URL", "https://reports.example.org"), ("LISTEN", "127.0.0.1:0")];
    let (code, _, error) = run(&["serve"], &settings);
    assert_eq!(code, 1);
    assert!(error.contains("database of the demonstration"), "samples are never served as filings: {error}");
}

#[test]
fn serve_brings_an_sqlite_database_up_to_date_and_logs_as_told() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("portal.db").display());
    let settings = [
        ("DATABASE_URL", url.as_str()),
        ("PUBLIC_URL", "https://reports.example.org"),
        ("LISTEN", "127.0.0.1:0"),
        ("LOG_FORMAT", "json"),
    ];
    let mut child = portal(&["serve"], &settings).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let running = Running(child);
    // The reading end stays open until the server has stopped: it logs to its last moment.
    let mut entry = |message: &str| -> Value {
        let entries = log.by_ref().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
        entries.into_iter().find(|entry| entry["message"] == message).unwrap()
    };
    let serving = entry("serving");
    let address = serving["address"].as_str().unwrap().to_owned();
    assert!(ask(&address, "/parties?q=private").starts_with("HTTP/1.1 200 OK"));
    let answered = entry("answered");
    assert_eq!(answered["status"], 200);
    assert_eq!(answered["span"]["path"], "/parties");
    assert!(!answered.to_string().contains("private"), "{answered}");
    stop(running);
}

#[test]
fn serve_delivers_the_letters_that_wait_and_says_nothing_of_their_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let (mailbox, log) = (folder.path().join("letters"), folder.path().join("log"));
    let database = TestDatabase::blank_on(engine());
    let settings = |from: &'static str| {
        [
            ("DATABASE_URL", database.address().to_owned()),
            ("PUBLIC_URL", "https://reports.example.org".to_owned()),
            ("LISTEN", "127.0.0.1:0".to_owned()),
            ("FILES", mailbox.with_file_name("files").display().to_string()),
            ("MAIL_URL", format!("folder:{}", mailbox.display())),
            ("MAIL_FROM", from.to_owned()),
        ]
    };
    let on = |arguments: &[&str], from: &'static str| {
        let settings = settings(from);
        run(arguments, &settings.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    let from = "CCW secretariat <reports@example.org>";
    assert_eq!(on(&["migrate"], from).0, 0);
    let (code, _, err) = on(&["check-config"], "none");
    assert!(code == 2 && err.contains("MAIL_FROM: is needed where MAIL_URL is set"), "{err}");
    let (code, _, err) = on(&["check-config"], from);
    assert!(code == 1 && err.contains("MAIL_URL: ") && err.contains("takes no file"), "{err}");
    let (code, _, err) = on(&["serve"], from);
    assert!(code == 1 && err.contains("MAIL_URL: ") && err.contains("takes no file"), "{err}");
    std::fs::create_dir(&mailbox).unwrap();
    assert_eq!(on(&["check-config"], from).0, 0);
    let (store, role) = (database.store(), crate::support::people::appointment("administrator"));
    accounts::invite(&store, "tests", "new@example.org", "N. New", role, Clock::System.now()).unwrap();
    let settings = settings(from);
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    let file = std::fs::File::create(&log).unwrap();
    let running = Running(portal(&["serve"], &settings).stderr(file).spawn().unwrap());
    let letter = (0..400).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        mail::list(&mailbox, 9).unwrap().pop()
    });
    let letter = letter.expect("nothing was delivered in the background");
    stop(running);
    let secret = letter.text.lines().find_map(|line| line.strip_prefix("https://reports.example.org/invitation/"));
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("delivered") && !log.contains(secret.unwrap()), "{log}");
}
