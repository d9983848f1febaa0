//! Letters by SMTP to a real server: how they arrive, and what its replies do to them.

use ccw_portal::app::accounts;
use ccw_portal::mail::{Delivered, Memory, Post, deliver_waiting, pause_after};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable, Text, Timestamp};
use mail_parser::MessageParser;

use crate::support::people::appointment;
use crate::support::portal::TestPortal;
use crate::support::smtp::{Encryption, Manner, SmtpServer, Taken};

pub(super) const FROM: &str = "CCW secretariat <secretariat@example.org>";
const PUBLIC_URL: &str = "https://reports.example.org";

/// What the outbox holds about a letter.
#[derive(QueryableByName, Debug)]
pub(super) struct Row {
    #[diesel(sql_type = Text)]
    pub(super) id: String,
    #[diesel(sql_type = Integer)]
    pub(super) attempts: i32,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub(super) not_before: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub(super) claimed_until: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub(super) delivered_at: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub(super) failed_at: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Text>)]
    failure_reason: Option<String>,
}

impl Row {
    pub(super) fn reason(&self) -> &str {
        self.failure_reason.as_deref().unwrap_or_default()
    }

    pub(super) fn waits(&self) -> bool {
        (self.delivered_at, self.failed_at, self.claimed_until) == (None, None, None)
    }
}

/// The letters in the order in which they were written.
pub(super) fn rows(portal: &TestPortal) -> Vec<Row> {
    let query = "SELECT id, attempts, not_before, claimed_until, delivered_at, failed_at, failure_reason \
                 FROM outbox ORDER BY id";
    diesel::sql_query(query).load(&mut portal.database.direct()).unwrap()
}

/// Invitations to `0@example.org` and so on.
pub(super) fn invite(portal: &TestPortal, number: usize) {
    (0..number).for_each(|number| invite_as(portal, &format!("{number}@example.org"), "N. New"));
}

fn invite_as(portal: &TestPortal, email: &str, name: &str) {
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", email, name, appointment("focal_point CHE"), now).unwrap();
}

/// The post by this server, as the beginning of its address says.
pub(super) fn post(server: &SmtpServer, before: &str) -> Post {
    let url = server.url(before).parse().unwrap();
    Post::open(&url, Some(&server.authority()), FROM.parse().unwrap(), PUBLIC_URL).unwrap()
}

pub(super) fn deliver(portal: &TestPortal, post: &Post, after: TimeDelta) -> Delivered {
    deliver_waiting(portal.portal.store(), post, start(portal) + after).unwrap()
}

pub(super) fn start(portal: &TestPortal) -> DateTime<Utc> {
    portal.portal.clock().now()
}

pub(super) fn message_id(taken: &Taken) -> String {
    MessageParser::default().parse(&taken.bytes).unwrap().message_id().unwrap().to_owned()
}

pub(super) const NOW: TimeDelta = TimeDelta::zero();

#[test]
fn letters_arrive_by_every_kind_of_line() {
    for (before, encryption, mechanisms) in [
        ("smtp+plain://", Encryption::None, ""),
        ("smtp+plain://portal:p%40ss%3Aw%C3%B6rd@", Encryption::None, "PLAIN LOGIN"),
        ("smtp://portal:p%40ss%3Aw%C3%B6rd@", Encryption::StartTls, "LOGIN"),
        ("smtps://portal:p%40ss%3Aw%C3%B6rd@", Encryption::Implicit, "PLAIN"),
        ("smtps://", Encryption::Implicit, ""),
    ] {
        let account = (!mechanisms.is_empty()).then_some(("portal", "p@ss:wörd"));
        let server = SmtpServer::start(Manner { encryption, account, mechanisms, ..Manner::default() });
        let portal = TestPortal::new();
        invite(&portal, 3);
        assert_eq!(deliver(&portal, &post(&server, before), NOW).delivered, 3, "{before}: {:?}", rows(&portal));
        let taken = server.taken();
        assert_eq!(taken.len(), 3, "{before}");
        for (number, (one, row)) in taken.iter().zip(rows(&portal)).enumerate() {
            assert_eq!(
                (one.from.as_str(), &one.to),
                ("secretariat@example.org", &vec![format!("{number}@example.org")])
            );
            assert_eq!(one.is_encrypted, encryption != Encryption::None, "{before}");
            assert_eq!(one.by.as_deref(), account.map(|(user, _)| user), "{before}");
            assert_eq!(message_id(one), format!("{}@reports.example.org", row.id));
        }
        assert_eq!(server.connections(), 1, "one line for the round");
        let said = server.commands();
        assert_eq!(said.first().map(String::as_str), Some("EHLO reports.example.org"));
        assert_eq!(said.last().map(String::as_str), Some("QUIT"));
    }
}

#[test]
fn people_answer_the_sender_and_mail_systems_another_address_where_one_is_named() {
    let server = SmtpServer::start(Manner::default());
    let portal = TestPortal::new();
    invite(&portal, 2);
    let post = post(&server, "smtp+plain://").returned_to("bounces@example.org".parse().unwrap());
    assert_eq!(deliver(&portal, &post, NOW).delivered, 2);
    for (number, one) in server.taken().iter().enumerate() {
        assert_eq!((one.from.as_str(), &one.to), ("bounces@example.org", &vec![format!("{number}@example.org")]));
        let message = MessageParser::default().parse(&one.bytes).unwrap();
        assert_eq!(message.from().unwrap().first().unwrap().address(), Some("secretariat@example.org"));
        assert!(message.reply_to().is_none(), "a reply goes to the sender");
    }
}

#[test]
fn what_arrives_is_byte_for_byte_what_was_written() {
    let server = SmtpServer::start(Manner::default());
    let portal = TestPortal::new();
    // Lines that begin with dots, a name in other scripts, and one that no header line holds.
    let dots = [". ".repeat(100), "..".repeat(50), ".x ".repeat(60)].concat();
    for (number, name) in [dots.trim(), "Émilie Ünal 李 Юлия", &"long name ".repeat(200)].iter().enumerate() {
        invite_as(&portal, &format!("{number}@example.org"), name);
    }
    let memory = Memory::default();
    assert_eq!(deliver(&portal, &Post::into_memory(&memory, FROM.parse().unwrap(), PUBLIC_URL), NOW).delivered, 3);
    let mut database = portal.database.direct();
    // What opens a door was taken out; the letters are as they were otherwise.
    let links: Vec<_> = rows(&portal).iter().map(|row| row.id.clone()).collect();
    assert_eq!(links, memory.sent().iter().map(|sent| sent.id.clone()).collect::<Vec<_>>());
    database.batch_execute("UPDATE outbox SET delivered_at = NULL").unwrap();
    let again = Memory::default();
    deliver(&portal, &Post::into_memory(&again, FROM.parse().unwrap(), PUBLIC_URL), NOW);
    database.batch_execute("UPDATE outbox SET delivered_at = NULL").unwrap();
    assert_eq!(deliver(&portal, &post(&server, "smtp+plain://"), NOW).delivered, 3);
    for (sent, taken) in again.sent().iter().zip(server.taken()) {
        let end = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().trim_end().to_owned();
        assert_eq!(end(&sent.bytes), end(&taken.bytes));
        assert_eq!((&sent.from, &sent.to), (&taken.from, &taken.to));
        assert!(taken.bytes.is_ascii(), "names are encoded");
        assert!(end(&taken.bytes).lines().all(|line| line.len() <= 998));
    }
    let taken = server.taken();
    assert!(
        String::from_utf8_lossy(&taken[0].bytes).contains("\r\n."),
        "no line begins with a dot: this tests nothing"
    );
    let parsed = MessageParser::default().parse(&taken[1].bytes).unwrap();
    assert_eq!(parsed.to().unwrap().first().unwrap().name(), Some("Émilie Ünal 李 Юлия"));
    assert!(parsed.body_text(0).unwrap().contains("Dear Émilie Ünal 李 Юлия,"));
}

#[test]
fn who_is_put_off_at_first_receives_the_letter_later_and_once() {
    let server = SmtpServer::start(Manner { greylists: true, ..Manner::default() });
    let portal = TestPortal::new();
    invite(&portal, 2);
    let post = post(&server, "smtp+plain://");
    assert_eq!(deliver(&portal, &post, NOW), Delivered { put_back: 2, ..Delivered::default() });
    for row in rows(&portal) {
        assert!(row.waits() && row.attempts == 1, "{row:?}");
        let said = "naming the recipient: 451 4.7.1 come back later";
        assert!(row.reason().ends_with(said), "{row:?}");
    }
    assert_eq!(deliver(&portal, &post, NOW), Delivered::default(), "they rest first");
    assert_eq!(deliver(&portal, &post, pause_after(1)).delivered, 2);
    assert_eq!((server.taken().len(), server.connections()), (2, 2));
    assert!(rows(&portal).iter().all(|row| row.attempts == 2 && row.reason().is_empty()));
}

#[test]
fn a_refused_letter_is_given_up_with_the_servers_words_and_stops_no_other() {
    let replies = vec![
        ("RCPT TO:<0@", "550 5.1.1 no\u{1b}[1m such\t user\u{202e} here"),
        ("RCPT TO:<2@", "552 5.2.2 mailbox full"),
        ("RCPT TO:<3@", "550-5.2.2 over\r\n550 5.2.2 quota"),
        ("RCPT TO:<4@", "552 5.3.4 too big"),
        ("RCPT TO:<5@", "450 4.2.0 busy"),
    ];
    let server = SmtpServer::start(Manner { replies, ..Manner::default() });
    let portal = TestPortal::new();
    invite(&portal, 7);
    let post = post(&server, "smtp+plain://");
    assert_eq!(deliver(&portal, &post, NOW), Delivered { delivered: 2, put_back: 3, failed: 2, withheld: 0 });
    let rows = rows(&portal);
    let expected = [
        "550 5.1.1 no [1m such user here",
        "",
        "552 5.2.2 mailbox full",
        "550 5.2.2 over quota",
        "552 5.3.4 too big",
        "450 4.2.0 busy",
        "",
    ];
    for (row, said) in rows.iter().zip(expected) {
        assert!(row.reason().ends_with(said), "{said}: {row:?}");
    }
    let told = |which: fn(&Row) -> bool| (0..7).filter(|number| which(&rows[*number])).collect::<Vec<_>>();
    assert_eq!(told(|row| row.failed_at.is_some()), [0, 4], "nobody will take them");
    assert_eq!(told(|row| row.delivered_at.is_some()), [1, 6]);
    assert_eq!(told(Row::waits), [2, 3, 5], "mailboxes are emptied");
    assert_eq!(server.connections(), 1, "the line goes on after a refusal");
    server.behaves(|manner| manner.replies.clear());
    assert_eq!(deliver(&portal, &post, pause_after(1)).delivered, 3);
}

#[test]
fn a_message_that_is_refused_at_its_end_is_given_up_or_tried_again() {
    for (reply, waits) in [
        ("554 5.7.1 looks like spam", false),
        ("552 5.2.3 too long", false),
        ("552 exceeded storage allocation", true),
        ("451 4.3.0 try again", true),
    ] {
        let server = SmtpServer::start(Manner { replies: vec![(".", reply)], ..Manner::default() });
        let portal = TestPortal::new();
        invite(&portal, 1);
        deliver(&portal, &post(&server, "smtp+plain://"), NOW);
        let row = rows(&portal).pop().unwrap();
        assert_eq!((row.waits(), row.failed_at.is_none()), (waits, waits), "{reply}");
        assert!(row.reason().ends_with(&format!("sending the message: {reply}")), "{row:?}");
        assert!(server.taken().is_empty());
    }
}

#[test]
fn an_address_in_another_script_goes_only_where_it_is_known() {
    let portal = TestPortal::new();
    invite_as(&portal, "émilie@example.org", "É");
    invite_as(&portal, "n@example.org", "N");
    let server = SmtpServer::start(Manner::default());
    let done = deliver(&portal, &post(&server, "smtp+plain://"), NOW);
    assert_eq!(done, Delivered { delivered: 1, failed: 1, ..Delivered::default() }, "{:?}", rows(&portal));
    let said = "the mail server takes no address with other letters than those of ASCII";
    assert_eq!(rows(&portal)[0].reason(), said);
}
