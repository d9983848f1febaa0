//! Letters that come back, handed to the program as a mail system does.

use std::io::Write;
use std::process::Stdio;

use ccw_portal::app::contacts;
use ccw_portal::app::{accounts, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::domain::letter::{Letter, Matter};
use ccw_portal::mail::{LEASE, Memory, Post, deliver_waiting};
use ccw_portal::store::outbox::{NewLetter, claim, enqueue, put_back};
use ccw_portal::store::people::{Person, find_person_by_email};
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::support::database::TestDatabase;
use crate::support::people::{PASSWORD, appointment};
use crate::support::program::program;

const ADDRESS: &str = "n.new@example.net";

/// A report as Postfix writes it.
const POSTFIX: &str = include_str!("../samples/returned/postfix.eml");
/// As Exim does, with the headers of the letter alone.
const EXIM: &str = include_str!("../samples/returned/exim.eml");
/// As both do where the mailbox is full.
const FULL: [&str; 2] =
    [include_str!("../samples/returned/full-postfix.eml"), include_str!("../samples/returned/full-exim.eml")];
/// As Exchange does.
const EXCHANGE: &str = include_str!("../samples/returned/exchange.eml");

/// A portal with one focal point, and what left it.
struct Desk {
    database: TestDatabase,
    post: Memory,
}

impl Desk {
    fn open() -> Self {
        let (database, post) = (TestDatabase::new(), Memory::default());
        let (store, now) = (database.store(), Clock::System.now());
        import_embedded_register_once(&store, now).unwrap();
        let held = [appointment("focal_point CHE")];
        accounts::create_with_password(&store, "tests", ADDRESS, "N. New", &held, PASSWORD, now).unwrap();
        Self { database, post }
    }

    /// Puts a letter to the focal point into the outbox; its key.
    fn write(&self, occasion: &str) -> String {
        let matter = Matter::Recalled { submission: "CHE-COMPLIANCE-2027.1".into(), path: "/desk".into() };
        let letter = NewLetter {
            dedupe_key: occasion.to_owned(),
            recipient: ADDRESS.to_owned(),
            letter: serde_json::to_value(Letter::new("N. New", matter)).unwrap(),
            queued_at: Clock::System.now(),
            not_before: None,
        };
        self.database.store().write(move |db| enqueue(db, &letter)).unwrap().unwrap()
    }

    /// Sends what waits: how many letters went out, and how many were kept back; none is given up.
    fn deliver(&self) -> (u32, u32) {
        let from = "CCW <reports@example.org>".parse().unwrap();
        let post = Post::into_memory(&self.post, from, "https://reports.example.org");
        let done = deliver_waiting(&self.database.store(), &post, Clock::System.now()).unwrap();
        assert_eq!(done.failed, 0);
        (done.delivered, done.withheld)
    }

    fn send(&self) -> String {
        let letter = self.write("first");
        assert_eq!(self.deliver(), (1, 0));
        letter
    }

    fn person(&self) -> Person {
        self.database.store().read(|db| find_person_by_email(db, ADDRESS)).unwrap().unwrap()
    }

    fn noted(&self) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        let query = "SELECT count(*) AS count FROM audit_entries WHERE act = 'person.bounced'";
        diesel::sql_query(query).get_result::<Count>(&mut self.database.direct()).unwrap().count
    }

    /// Hands a message over; one line says what became of it, and names nobody.
    fn take(&self, message: &[u8]) -> String {
        let (code, log) = hand_over(&[("DATABASE_URL", self.database.address())], message);
        assert!(code == 0 && log.lines().count() == 1 && !log.contains('@'), "{code} {log}");
        log
    }
}

fn hand_over(settings: &[(&str, &str)], message: &[u8]) -> (i32, String) {
    let mut command = program(&["bounce"], settings);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Settings that cannot be used are told before anything is read.
    let _broken = running.stdin.take().unwrap().write_all(message);
    let output = running.wait_with_output().unwrap();
    assert!(output.stdout.is_empty());
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn about(sample: &str, letter: &str, address: &str) -> String {
    sample.replace("LETTER", letter).replace("ADDRESS", address)
}

#[test]
fn a_letter_that_came_back_is_noted_once_whatever_mail_system_says_so() {
    for (sample, reason) in [
        (POSTFIX, "550 5.1.1 <n.new@example.net>: Recipient address rejected: User unknown"),
        (EXIM, "550 5.1.1 No such user here"),
        (EXCHANGE, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    ] {
        let desk = Desk::open();
        let report = about(sample, &desk.send(), "N.New@example.net");
        assert!(desk.take(report.as_bytes()).contains("came back; its recipient gets no more letters"));
        let person = desk.person();
        assert_eq!(person.bounce_reason.unwrap().to_lowercase(), reason.to_lowercase());
        assert!(person.bounced_at.is_some() && !desk.person().is_reached());
        let again = about(sample, &desk.post.sent()[0].id, ADDRESS);
        assert!(desk.take(again.as_bytes()).contains("nothing is done"));
        assert_eq!((desk.person().bounced_at, desk.noted()), (person.bounced_at, 1));

        let (store, now) = (desk.database.store(), Clock::System.now());
        contacts::clear_bounce(&store, &desk.person(), &desk.person().id, now).unwrap();
        assert!(desk.take(again.as_bytes()).contains("nothing is done"), "the address was found to work since");
        assert!(desk.person().bounced_at.is_none());
    }
}

#[test]
fn nothing_but_what_opens_the_account_follows_a_letter_that_came_back() {
    let desk = Desk::open();
    let letter = desk.send();
    desk.write("second");
    desk.take(about(POSTFIX, &letter, ADDRESS).as_bytes());
    accounts::ask_for_another_password(&desk.database.store(), ADDRESS, Clock::System.now()).unwrap();
    assert_eq!(desk.deliver(), (1, 1));
    let sent = desk.post.sent();
    assert!(sent.len() == 2 && String::from_utf8_lossy(&sent[1].bytes).contains("/invitation/"));
}

#[test]
fn a_full_mailbox_is_no_reason_to_write_no_more() {
    for sample in FULL {
        let desk = Desk::open();
        let letter = desk.send();
        assert!(desk.take(about(sample, &letter, ADDRESS).as_bytes()).contains("nothing is done"));
        assert!(desk.person().is_reached());
        desk.write("second");
        assert_eq!(desk.deliver(), (1, 0));
    }
}

#[test]
fn what_is_refused_for_our_own_sake_is_a_warning_and_silences_nobody() {
    for status in ["5.7.1", "5.3.4", "5.6.0", "5.2.3"] {
        let desk = Desk::open();
        let report = about(POSTFIX, &desk.send(), ADDRESS).replace("Status: 5.1.1", &format!("Status: {status}"));
        let log = desk.take(report.as_bytes());
        assert!(log.contains(" WARN ") && log.contains(status) && log.contains("nothing is done"), "{log}");
        assert!(desk.person().is_reached() && desk.noted() == 0, "{status}");
    }
}

#[test]
fn a_report_of_a_letter_of_long_ago_does_nothing() {
    let desk = Desk::open();
    let report = about(POSTFIX, &desk.send(), ADDRESS);
    for (days, is_noted) in [(31, false), (29, true)] {
        let then = (Clock::System.now() - TimeDelta::days(days)).naive_utc().format("%F %T");
        desk.database.direct().batch_execute(&format!("UPDATE outbox SET delivered_at = '{then}'")).unwrap();
        desk.take(report.as_bytes());
        assert_eq!(desk.person().bounced_at.is_some(), is_noted, "{days} days ago");
    }
}

#[test]
fn a_report_that_is_quicker_than_the_note_of_the_sending_is_asked_for_again() {
    let desk = Desk::open();
    let letter = desk.write("first");
    let (store, now) = (desk.database.store(), Clock::System.now());
    // A deliverer has it in hand, and a mail server may have taken it already.
    let claimed = store.write(move |db| claim(db, now, now + LEASE, 1)).unwrap();
    let report = about(POSTFIX, &letter, ADDRESS);
    let settings = [("DATABASE_URL", desk.database.address())];
    let (code, log) = hand_over(&settings, report.as_bytes());
    assert!(code == 75 && log.contains("before its sending was noted"), "{code} {log}");
    assert!(desk.person().is_reached());
    // The line broke: it waits, and goes again.
    let one = claimed[0].clone();
    store.write(move |db| put_back(db, &one, "the line broke", now)).unwrap();
    assert_eq!(hand_over(&settings, report.as_bytes()).0, 75);
    assert_eq!(desk.deliver(), (1, 0));
    assert!(desk.take(report.as_bytes()).contains("came back; its recipient gets no more letters"));
    assert_eq!((desk.person().is_reached(), desk.noted()), (false, 1));
}

#[test]
fn what_is_forged_foreign_passing_or_no_report_does_nothing() {
    let desk = Desk::open();
    let (letter, waiting) = (desk.send(), desk.write("second"));
    let report = about(POSTFIX, &letter, ADDRESS);
    for message in [
        about(POSTFIX, &letter, "somebody.else@example.net"),
        about(POSTFIX, &waiting, ADDRESS),
        about(POSTFIX, "01890a5d-ac96-774b-bcce-b302099a8057", ADDRESS),
        about(POSTFIX, "20261130090003.4XyZ", ADDRESS),
        report.replace("Action: failed", "Action: delayed"),
        report.replace("Status: 5.1.1", "Status: 4.2.2"),
        report.replace("Final-Recipient: rfc822;", "Final-Recipient: x400;").replace("Original-Recipient", "X-Other"),
        report.replace("report-type=delivery-status", "report-type=feedback-report"),
        format!("{report}{}", "x".repeat(1_100_000)),
        String::new(),
    ] {
        assert!(desk.take(message.as_bytes()).contains("nothing is done"), "{message:.2000}");
    }
    desk.take(&[0xff, 0x00, 0xfe].repeat(1_000));
    assert_eq!((desk.person().bounced_at, desk.noted()), (None, 0));
    assert!(desk.take(report.as_bytes()).contains("came back"), "the samples above differ from it in one thing");
}

#[test]
fn the_mail_system_tries_again_while_the_database_is_away() {
    let report = about(POSTFIX, "01890a5d-ac96-774b-bcce-b302099a8057", ADDRESS);
    let blank = TestDatabase::blank_on(crate::support::database::engine());
    let away = [("DATABASE_URL", "sqlite:///nonexistent/portal.db")];
    for settings in [&away[..], &[("DATABASE_URL", blank.address())], &[]] {
        assert_eq!(hand_over(settings, report.as_bytes()).0, 75, "{settings:?}");
    }
}
