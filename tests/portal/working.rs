//! The worker as a process of its own, beside others on the same database.

use std::collections::BTreeSet;
use std::time::Duration;

use ccw_portal::app::{accounts, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::store::outbox::count_waiting;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::support::database::TestDatabase;
use crate::support::people::appointment;
use crate::support::process::{Process, wait_until};
use crate::support::program::run;
use crate::support::smtp::{Manner, SmtpServer};

/// A database with the register and so many invitations that wait.
fn with_letters(count: usize) -> TestDatabase {
    let database = TestDatabase::new();
    let (store, now) = (database.store(), Clock::System.now());
    import_embedded_register_once(&store, now).unwrap();
    for number in 0..count {
        let email = format!("{number}@example.org");
        accounts::invite(&store, "tests", &email, "N. New", appointment("focal_point CHE"), now).unwrap();
    }
    database
}

fn start(arguments: &[&str], database: &TestDatabase, server: &SmtpServer) -> Process {
    let url = server.url("smtp+plain://");
    Process::start(arguments, database, &[("MAIL_URL", &url), ("MAIL_FROM", "CCW <reports@example.org>")])
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn count(database: &TestDatabase, query: &str) -> i64 {
    diesel::sql_query(query).get_result::<Count>(&mut database.direct()).unwrap().count
}

#[test]
fn several_programs_on_one_database_send_each_letter_once() {
    let database = with_letters(60);
    let server = SmtpServer::start(Manner { pause: Duration::from_millis(5), ..Manner::default() });
    let processes = [&["serve"][..], &["work"], &["work"], &["serve", "--without-worker"]]
        .map(|arguments| start(arguments, &database, &server));
    let store = database.store();
    wait_until(|| store.read(count_waiting).unwrap() == 0);
    for process in &processes {
        process.wait_for("ing\""); // “serving” or “working”: it has begun.
    }
    let logs = processes.map(Process::stop);
    let taken: Vec<_> = server.taken().into_iter().flat_map(|letter| letter.to).collect();
    assert_eq!((taken.len(), taken.iter().collect::<BTreeSet<_>>().len()), (60, 60), "{taken:?}");
    assert_eq!(count(&database, "SELECT count(*) AS count FROM outbox WHERE delivered_at IS NULL"), 0);
    let delivered = |log: &String| log.matches("\"delivered\"").count();
    assert_eq!(logs.iter().map(delivered).sum::<usize>(), 60);
    assert_eq!(delivered(&logs[3]), 0, "the web alone sends nothing");
}

#[test]
fn a_worker_that_is_told_to_stop_ends_the_round_that_has_begun() {
    for signal in ["TERM", "INT"] {
        let database = with_letters(3);
        let server = SmtpServer::start(Manner { pause: Duration::from_millis(100), ..Manner::default() });
        let worker = start(&["work"], &database, &server);
        wait_until(|| server.commands().iter().any(|command| command == "DATA"));
        worker.tell(signal);
        let log = worker.ended();
        assert!(log.contains("stopping; rounds that have begun are ended") && log.contains("\"stopped\""), "{log}");
        assert_eq!(server.taken().len(), 3, "{log}");
        let odd = "SELECT count(*) AS count FROM outbox WHERE delivered_at IS NULL OR claimed_until IS NOT NULL";
        assert_eq!(count(&database, odd), 0, "{log}");
    }
}

#[test]
fn a_worker_seals_and_opens_no_port() {
    let database = with_letters(1);
    let worker = Process::start(&["work"], &database, &[("LISTEN", "127.0.0.1:1")]);
    wait_until(|| count(&database, "SELECT count(*) AS count FROM audit_unsealed") == 0);
    let log = worker.stop();
    assert!(log.contains("\"working\"") && log.contains("letters wait in the database"), "{log}");
    assert!(!log.contains("\"address\""), "{log}");
}

#[test]
fn the_figures_tell_when_each_chore_was_last_done() {
    let database = with_letters(1);
    let server = SmtpServer::start(Manner::default());
    let serving = start(&["serve"], &database, &server);
    let figures = || {
        let mut answer = ureq::get(format!("http://{}/metrics", serving.address())).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    let began = Clock::System.now().timestamp() - 60;
    for chore in ["sealer", "planner", "tidier", "deliverer"] {
        let begins = format!("ccw_chore_last_success_timestamp_seconds{{chore=\"{chore}\"}} ");
        let last = |text: String| text.lines().find_map(|line| line.strip_prefix(&begins)?.parse::<i64>().ok());
        wait_until(|| last(figures()).is_some_and(|at| at >= began));
    }
    wait_until(|| figures().contains("ccw_letters_waiting 0\n"));
}

#[test]
fn a_worker_changes_no_tables() {
    let database = TestDatabase::blank_on(crate::support::database::engine());
    let settings = [
        ("DATABASE_URL", database.address()),
        ("PUBLIC_URL", "https://reports.example.org"),
        ("FILES", "/nonexistent/files"),
    ];
    let (code, _, err) = run(&["work"], &settings);
    assert!(code == 1 && err.contains("run `ccw-portal migrate` first"), "{err}");
}
