//! Mail servers that are away, hang, break off, or are not whom they should be: every letter arrives in the end, or says
//! why not.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use actix_web::rt::System;
use ccw_portal::app::{outbox, reminding};
use ccw_portal::domain::letter::{Letter, Matter};
use ccw_portal::mail::{ATTEMPTS_MAX, AWAY_MAX, Delivered, Post, RULE_PAUSE, SERVER_PAUSE, pause_after};
use ccw_portal::store::Engine;
use ccw_portal::store::outbox::{NewLetter, enqueue};
use ccw_portal::store::people::find_person_by_email;
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use mail_parser::MessageParser;

use super::smtp::{FROM, NOW, deliver, invite, message_id, post, rows, start};
use crate::support::at;
use crate::support::certificates::Shown;
use crate::support::database::engine;
use crate::support::portal::TestPortal;
use crate::support::program::run;
use crate::support::smtp::{Encryption, Manner, SmtpServer};

/// After it, what a server kept from going may go; with what a slow machine adds.
fn later() -> TimeDelta {
    SERVER_PAUSE + TimeDelta::seconds(30)
}

/// Nothing went out, nothing counts as an attempt, and everything waits for the server with this reason.
fn all_wait(portal: &TestPortal, reason: &str) {
    for row in rows(portal) {
        assert!(row.waits() && row.attempts == 0, "{row:?}");
        assert!(row.reason().contains(reason), "{reason}: {row:?}");
        assert!(row.not_before.unwrap().and_utc() >= start(portal) + SERVER_PAUSE, "{row:?}");
    }
}

#[test]
fn a_server_that_takes_nobodys_letters_is_asked_once_and_counts_no_attempt() {
    let account = Some(("portal", "s3cret"));
    let of = |manner: Manner| Manner { mechanisms: "PLAIN LOGIN", ..manner };
    let starttls = Encryption::StartTls;
    let (right, wrong) = ("smtp://portal:s3cret@", "smtp://portal:wr0ng@");
    let cases = [
        (
            of(Manner { replies: vec![("", "554 5.3.2 not today")], ..Manner::default() }),
            "smtp+plain://",
            "554 5.3.2 not today",
        ),
        (
            of(Manner { replies: vec![("", "421 4.3.2 not yet")], ..Manner::default() }),
            "smtp+plain://",
            "421 4.3.2 not yet",
        ),
        (
            of(Manner { replies: vec![("MAIL", "550 5.7.1 not from you")], ..Manner::default() }),
            "smtp+plain://",
            "naming the sender: 550",
        ),
        (
            of(Manner { drops_at: Some("EHLO"), ..Manner::default() }),
            "smtp+plain://",
            "connecting: incomplete response",
        ),
        (of(Manner { encryption: starttls, account, ..Manner::default() }), wrong, "signing in: 535 5.7.8"),
        (
            Manner { account, mechanisms: "CRAM-MD5", ..Manner::default() },
            "smtp+plain://portal:s3cret@",
            "signing in: No compatible",
        ),
        (of(Manner { account, ..Manner::default() }), right, "does not offer STARTTLS"),
        (of(Manner { encryption: starttls, account, ..Manner::default() }), "smtp://", "530 5.7.0 sign in first"),
    ];
    for (manner, before, reason) in cases {
        let server = SmtpServer::start(manner);
        let portal = TestPortal::new();
        invite(&portal, 3);
        let post = post(&server, before);
        assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 3, ..Delivered::default() }, "{reason}");
        all_wait(&portal, reason);
        assert!(rows(&portal).iter().all(|row| !row.reason().contains("wr0ng")), "a password is kept nowhere");
        assert_eq!((server.connections(), server.taken().len()), (1, 0), "{reason}: asked once");
        let said = server.commands().join(" ");
        assert!(before != right || !said.contains("AUTH"), "no password without encryption: {said}");
        assert_eq!(deliver(&portal, &post, NOW), Delivered::default(), "{reason}: they rest");
        // However long it takes.
        for minutes in 2..i64::from(ATTEMPTS_MAX) + 4 {
            deliver(&portal, &post, TimeDelta::minutes(minutes * 2));
        }
        all_wait(&portal, reason);
        server.behaves(|manner| {
            *manner = Manner {
                account: account.filter(|_| before.contains("portal")),
                mechanisms: "PLAIN",
                ..Manner::default()
            };
            manner.encryption = if before.starts_with("smtp://") { starttls } else { Encryption::None };
        });
        let mended = super::smtp::post(&server, &before.replace("wr0ng", "s3cret"));
        assert_eq!(deliver(&portal, &mended, TimeDelta::hours(2)).delivered, 3, "{reason}: {:?}", rows(&portal));
        assert_eq!(server.taken().len(), 3);
    }
}

#[test]
fn under_a_rule_against_all_of_us_letters_wait_and_one_against_a_recipient_stops_nobody_else() {
    for (command, reply) in [
        ("RCPT TO:<", "554 5.7.1 Relay access denied"),
        (".", "550 5.4.5 daily quota exceeded"),
        (".", "550 5.7.26 unauthenticated"),
    ] {
        let server = SmtpServer::start(Manner { replies: vec![(command, reply)], ..Manner::default() });
        let portal = TestPortal::new();
        invite(&portal, 3);
        let post = post(&server, "smtp+plain://");
        assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 3, ..Delivered::default() }, "{reply}");
        all_wait(&portal, reply);
        assert_eq!(deliver(&portal, &post, TimeDelta::minutes(29)), Delivered::default(), "{reply}: they rest");
        server.behaves(|manner| manner.replies.clear());
        assert_eq!(deliver(&portal, &post, RULE_PAUSE + later()).delivered, 3, "{reply}");
    }
    let one = vec![("RCPT TO:<n.new@", "550 5.7.1 this list takes nothing from outside")];
    let server = SmtpServer::start(Manner { replies: one, ..Manner::default() });
    let portal = TestPortal::new();
    write(&portal);
    invite(&portal, 2);
    let post = post(&server, "smtp+plain://");
    let expected = Delivered { delivered: 2, put_back: 1, ..Delivered::default() };
    assert_eq!(deliver(&portal, &post, NOW), expected, "those to others go");
    assert_eq!(deliver(&portal, &post, AWAY_MAX), Delivered { failed: 1, ..Delivered::default() }, "in the end");
}

#[test]
fn a_letter_that_left_is_noted_as_soon_as_the_database_takes_it_and_goes_once() {
    let server = SmtpServer::start(Manner::default());
    let portal = TestPortal::new();
    invite(&portal, 1);
    let (refuse, allow) = match engine() {
        Engine::Sqlite => (
            "CREATE TRIGGER no_room BEFORE UPDATE OF delivered_at ON outbox BEGIN SELECT RAISE(ABORT, 'no room'); END",
            "DROP TRIGGER no_room",
        ),
        Engine::Postgres => (
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$; \
             CREATE TRIGGER no_room BEFORE UPDATE OF delivered_at ON outbox FOR EACH ROW EXECUTE FUNCTION no_room()",
            "DROP TRIGGER no_room ON outbox",
        ),
    };
    portal.database.direct().batch_execute(refuse).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while server.taken().is_empty() {
                std::thread::sleep(Duration::from_millis(10));
            }
            std::thread::sleep(Duration::from_millis(500));
            portal.database.direct().batch_execute(allow).unwrap();
        });
        assert_eq!(deliver(&portal, &post(&server, "smtp+plain://"), NOW).delivered, 1);
    });
    assert!(rows(&portal)[0].delivered_at.is_some() && server.taken().len() == 1);
}

/// A letter without a link that ends, to `n.new@example.org`; its key.
fn write(portal: &TestPortal) -> String {
    let matter = Matter::Recalled { submission: "CHE-COMPLIANCE-2027.1".into(), path: "/desk".into() };
    let letter = NewLetter {
        dedupe_key: "a".into(),
        recipient: "n.new@example.org".into(),
        letter: serde_json::to_value(Letter::new("N. New", matter)).unwrap(),
        queued_at: start(portal),
        not_before: None,
    };
    portal.portal.store().write(move |db| enqueue(db, &letter)).unwrap().unwrap()
}

#[test]
fn a_server_that_is_not_there_makes_letters_wait() {
    let portal = TestPortal::new();
    invite(&portal, 2);
    let url = SmtpServer::start(Manner::default()).url("smtp+plain://");
    // Its port goes with it.
    std::thread::sleep(Duration::from_millis(50));
    let post = Post::open(&url.parse().unwrap(), None, FROM.parse().unwrap(), "https://reports.example.org").unwrap();
    assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 2, ..Delivered::default() });
    all_wait(&portal, "connecting: Connection refused");
}

#[test]
fn after_two_weeks_of_an_outage_letters_are_given_up_and_tried_again_by_hand_they_wait_anew() {
    let server = SmtpServer::start(Manner { replies: vec![("MAIL", "550 5.7.1 not from here")], ..Manner::default() });
    let portal = TestPortal::new();
    let (store, now, officer) = (portal.portal.store(), start(&portal), portal.client(&["desk_officer"]));
    let by = store.read(|db| find_person_by_email(db, &officer.email)).unwrap().unwrap();
    let id = write(&portal);
    let post = post(&server, "smtp+plain://");
    for hours in [0, 24, 24 * 13] {
        assert_eq!(deliver(&portal, &post, TimeDelta::hours(hours)).put_back, 1, "{hours}");
    }
    all_wait(&portal, "550 5.7.1 not from here");
    assert_eq!(deliver(&portal, &post, AWAY_MAX), Delivered { failed: 1, ..Delivered::default() });
    let said = System::new().block_on(officer.page("/secretariat/outbox")).text("#failed ~ table");
    assert!(said.contains("its mail server took no letter for 14 days: ") && said.contains("550 5.7.1"), "{said}");
    outbox::try_again(store, &by, &id, now + AWAY_MAX).unwrap();
    assert_eq!(deliver(&portal, &post, AWAY_MAX + TimeDelta::hours(1)).put_back, 1, "it is not given up at once");
    server.behaves(|manner| *manner = Manner::default());
    assert_eq!(deliver(&portal, &post, AWAY_MAX + TimeDelta::hours(2)).delivered, 1);
}

/// The planner and the deliverer run all the time, and the mail server is away for more than a week around the last
/// reminders before the date: one letter comes, and it says what matters when the server is back.
#[test]
fn an_outage_of_a_week_leaves_one_letter_that_says_what_matters_now() {
    let server = SmtpServer::start(Manner { replies: vec![("MAIL", "451 4.3.2 closed")], ..Manner::default() });
    let (portal, seconds) = TestPortal::moved("2027-03-08T09:00:00Z");
    portal.client(&["focal_point CHE"]);
    let store = portal.portal.store();
    let administrator = portal.client(&["administrator"]).email;
    let by = store.read(|db| find_person_by_email(db, &administrator)).unwrap().unwrap();
    let post = post(&server, "smtp+plain://");
    reminding::release(store, &by, portal.portal.edition().today, start(&portal)).unwrap();
    for day in 8..=25 {
        seconds.store(at(&format!("2027-03-{day:02}T09:00:00Z")).timestamp(), Ordering::Relaxed);
        if day == 25 {
            server.behaves(|manner| *manner = Manner::default());
        }
        reminding::write_due(store, &portal.portal.edition(), start(&portal)).unwrap();
        deliver(&portal, &post, NOW);
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 1, "third reminder and last week were written, and one of them goes");
    let message = MessageParser::default().parse(&taken[0].bytes).unwrap();
    assert_eq!(message.subject(), Some("Switzerland: 3 national reports 2027, by 31 March 2027"));
    assert!(rows(&portal).iter().all(|row| row.failed_at.is_none()));
}

#[test]
fn a_server_that_is_not_whom_it_should_be_gets_nothing() {
    for (before, encryption) in
        [("smtps://a:s3cret@", Encryption::Implicit), ("smtp://a:s3cret@", Encryption::StartTls)]
    {
        for (shown, reason) in [(Shown::OtherName, "not valid for name"), (Shown::UnknownIssuer, "UnknownIssuer")] {
            let account = Some(("a", "s3cret"));
            let manner = Manner { encryption, shown, account, mechanisms: "PLAIN", ..Manner::default() };
            let server = SmtpServer::start(manner);
            let portal = TestPortal::new();
            invite(&portal, 2);
            let post = post(&server, before);
            assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 2, ..Delivered::default() });
            all_wait(&portal, reason);
            assert!(!server.commands().iter().any(|said| said.starts_with("AUTH") || said.starts_with("MAIL")));
            server.behaves(|manner| manner.shown = Shown::Own);
            assert_eq!(deliver(&portal, &post, later()).delivered, 2);
        }
    }
    // The machine does not trust the authority of the tests.
    let server = SmtpServer::start(Manner { encryption: Encryption::Implicit, ..Manner::default() });
    let portal = TestPortal::new();
    invite(&portal, 1);
    let url = server.url("smtps://").parse().unwrap();
    let post = Post::open(&url, None, FROM.parse().unwrap(), "https://reports.example.org").unwrap();
    deliver(&portal, &post, NOW);
    all_wait(&portal, "UnknownIssuer");
}

#[test]
fn a_server_that_hangs_holds_a_letter_for_its_time_and_no_longer() {
    let patience = Duration::from_millis(300);
    for (place, attempts) in [("", 0), ("EHLO", 0), ("MAIL", 0), ("RCPT", 1), ("DATA", 1), (".", 1)] {
        for drips in [false, true] {
            let at = Some(place);
            let manner = if drips {
                Manner { drips_at: at, ..Manner::default() }
            } else {
                Manner { hangs_at: at, ..Manner::default() }
            };
            let server = SmtpServer::start(manner);
            let portal = TestPortal::new();
            invite(&portal, 3);
            let post = post(&server, "smtp+plain://").patient_for(patience);
            let began = Instant::now();
            assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 3, ..Delivered::default() }, "{place}");
            assert!(began.elapsed() < patience * 8, "{place}: {:?}", began.elapsed());
            assert_eq!(server.connections(), 1, "{place}: found out once in a round");
            let rows = rows(&portal);
            assert_eq!(rows[0].attempts, attempts, "{place}: {rows:?}");
            assert!(rows[0].reason().ends_with("not done within 300ms"), "{place}: {rows:?}");
            assert!(rows.iter().all(|row| row.waits()) && rows[1].attempts == 0 && rows[2].attempts == 0, "{rows:?}");
            server.behaves(|manner| *manner = Manner::default());
            let patient = super::smtp::post(&server, "smtp+plain://");
            assert_eq!(deliver(&portal, &patient, later()).delivered, 3, "{place}");
        }
    }
}

#[test]
fn a_slow_server_is_waited_for() {
    let server = SmtpServer::start(Manner { pause: Duration::from_millis(100), ..Manner::default() });
    let portal = TestPortal::new();
    invite(&portal, 2);
    assert_eq!(deliver(&portal, &post(&server, "smtp+plain://"), NOW).delivered, 2);
    assert_eq!(server.taken().len(), 2);
}

#[test]
fn a_letter_over_which_the_line_breaks_is_tried_again_after_the_others() {
    for place in ["RCPT TO:<0@", "DATA", "middle", "."] {
        let server = SmtpServer::start(Manner { drops_at: Some(place), ..Manner::default() });
        let portal = TestPortal::new();
        invite(&portal, 3);
        let post = post(&server, "smtp+plain://");
        assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 3, ..Delivered::default() }, "{place}");
        let attempts: Vec<_> = rows(&portal).iter().map(|row| row.attempts).collect();
        assert_eq!(attempts, [1, 0, 0], "{place}: what breaks the line counts, others do not wait for it");
        if place == "RCPT TO:<0@" {
            assert_eq!(deliver(&portal, &post, NOW).delivered, 2, "{place}: the others go in the next round");
        }
        server.behaves(|manner| manner.drops_at = None);
        deliver(&portal, &post, pause_after(1));
        assert!(rows(&portal).iter().all(|row| row.delivered_at.is_some()), "{place}: {:?}", rows(&portal));
        assert_eq!(server.taken().len(), 3, "{place}: each once");
    }
}

#[test]
fn a_letter_whose_taking_was_not_heard_of_goes_again_as_the_same() {
    let server = SmtpServer::start(Manner { drops_at: Some("taken"), ..Manner::default() });
    let portal = TestPortal::new();
    invite(&portal, 1);
    let post = post(&server, "smtp+plain://");
    assert_eq!(deliver(&portal, &post, NOW).put_back, 1, "nobody knows that it was taken");
    server.behaves(|manner| manner.drops_at = None);
    assert_eq!(deliver(&portal, &post, pause_after(1)).delivered, 1);
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(message_id(&taken[0]), message_id(&taken[1]), "by which a reader's server knows it");
    assert_eq!(taken[0].bytes, taken[1].bytes);
}

#[test]
fn a_server_that_closes_lines_gets_the_next_letter_by_another() {
    let server = SmtpServer::start(Manner { letters_a_line: Some(2), ..Manner::default() });
    let portal = TestPortal::new();
    invite(&portal, 5);
    assert_eq!(deliver(&portal, &post(&server, "smtp+plain://"), NOW).delivered, 5);
    assert_eq!((server.taken().len(), server.connections()), (5, 3));
}

#[test]
fn operators_can_ask_the_mail_server_without_a_letter() {
    let account = Some(("portal", "s3cret"));
    let manner = Manner { encryption: Encryption::StartTls, account, mechanisms: "PLAIN", ..Manner::default() };
    let server = SmtpServer::start(manner);
    let folder = tempfile::tempdir().unwrap();
    let ask = |before: &str, authority: &str, more: &[&str]| {
        let database = format!("sqlite:{}", folder.path().join("portal.db").display());
        let (url, files) = (server.url(before), folder.path().display().to_string());
        let settings = [
            ("DATABASE_URL", database.as_str()),
            ("PUBLIC_URL", "https://reports.example.org"),
            ("LISTEN", "127.0.0.1:0"),
            ("FILES", &files),
            ("MAIL_URL", &url),
            ("MAIL_CA", authority),
            ("MAIL_FROM", FROM),
        ];
        let (code, out, err) = run(&[&["check-config"], more].concat(), &settings);
        assert!(!out.contains("s3cret") && !err.contains("s3cret"), "{out} {err}");
        (code, out + &err)
    };
    let authority = server.authority().display().to_string();
    let right = "smtp://portal:s3cret@";
    let (code, said) = ask(right, &authority, &[]);
    assert!(code == 0 && said.contains("the mail server is not asked") && server.connections() == 0, "{said}");
    assert!(said.contains(&format!("MAIL_URL = {}", server.url("smtp://portal:***@"))), "{said}");
    let (code, said) = ask(right, &authority, &["--try-mail"]);
    let found = "answers, the line is encrypted, it let portal sign in; no letter was sent";
    assert!(code == 0 && said.contains(found), "{said}");
    assert_eq!(server.commands().last().map(String::as_str), Some("QUIT"));
    let (code, said) = ask("smtp://portal:s3cret2@", &authority, &["--try-mail"]);
    assert!(code == 1 && said.contains("MAIL_URL: localhost:") && said.contains("signing in: 535 5.7.8"), "{said}");
    let (code, said) = ask(right, "system", &["--try-mail"]);
    assert!(code == 1 && said.contains("UnknownIssuer"), "{said}");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    let (code, said) = ask(right, &empty.display().to_string(), &[]);
    assert!(code == 1 && said.contains("MAIL_CA: ") && said.contains("holds no certificates"), "{said}");
    let (code, said) = ask(right, "/nowhere.pem", &[]);
    assert!(code == 1 && said.contains("MAIL_CA: /nowhere.pem cannot be read"), "{said}");
    let (code, said) = ask("smtp+plain://", &authority, &["--try-mail"]);
    assert!(code == 0 && said.contains("not encrypted, nobody signed in"), "{said}");
    assert!(server.taken().is_empty());
}
