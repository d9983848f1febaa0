//! Letters: from the act that causes one to the message in somebody's mailbox.

use std::collections::BTreeMap;
use std::fs;

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::app::letters::{notify_desk, notify_state};
use ccw_portal::domain::code::Iso3;
use ccw_portal::domain::letter::Matter;
use ccw_portal::mail::{ATTEMPTS_MAX, LEASE, Post, Received, deliver_waiting, pause_after};
use ccw_portal::store::StoreError;
use ccw_portal::store::outbox::{claim, put_back};
use ccw_portal::store::people::find_person_by_email;
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable, Text, Timestamp};

use super::filing::{start, submit, write_whole};
use crate::support::people::appointment;
use crate::support::portal::TestPortal;

#[derive(QueryableByName, Debug)]
struct Row {
    #[diesel(sql_type = Text)]
    letter: String,
    #[diesel(sql_type = Integer)]
    attempts: i32,
    #[diesel(sql_type = Nullable<Timestamp>)]
    delivered_at: Option<chrono::NaiveDateTime>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    failed_at: Option<chrono::NaiveDateTime>,
    #[diesel(sql_type = Nullable<Text>)]
    failure_reason: Option<String>,
}

fn rows(portal: &TestPortal) -> Vec<Row> {
    let query = "SELECT letter, attempts, delivered_at, failed_at, failure_reason FROM outbox ORDER BY id";
    diesel::sql_query(query).load(&mut portal.database.direct()).unwrap()
}

/// Who received how many letters with that subject.
fn readers(letters: &[Received], subject: &str) -> BTreeMap<String, usize> {
    let mut readers = BTreeMap::new();
    for letter in letters.iter().filter(|letter| letter.subject == subject) {
        let address = letter.to.rsplit('<').next().unwrap().trim_end_matches('>');
        *readers.entry(address.to_owned()).or_default() += 1;
    }
    readers
}

/// The path of the link in a letter.
fn link(letter: &Received) -> String {
    let links: Vec<_> =
        letter.text.lines().filter_map(|line| line.strip_prefix("https://reports.example.org")).collect();
    assert_eq!(links.len(), 1, "one link: {}", letter.text);
    links[0].to_owned()
}

/// The text without its line breaks.
fn flat(letter: &Received) -> String {
    letter.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn header<'l>(letter: &'l Received, name: &str) -> &'l str {
    let found: Vec<_> = letter.headers.iter().filter(|(own, _)| own == name).collect();
    assert_eq!(found.len(), 1, "{name}: {:?}", letter.headers);
    &found[0].1
}

#[actix_web::test]
async fn an_invitation_arrives_and_its_link_signs_somebody_in() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", "New@example.org", "N. New", appointment("focal_point CHE"), now).unwrap();
    let letters = portal.letters();
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(letter.to, "N. New <new@example.org>");
    assert_eq!(letter.subject, "Your account for CCW national reports");
    assert!(flat(letter).contains("until 8 December 2026, 09:00:00 UTC"), "{}", letter.text);
    assert!(flat(letter).contains("as national focal point of Switzerland, and has opened an account for you"));
    let html = fs::read_to_string(portal.mailbox.path().join(format!("{}.eml", letter.id))).unwrap();
    // As a page too, where a line breaks as the encoding has it.
    assert!(html.replace("=\r\n", "").contains("as national focal point of Switzerland, and has opened"), "{html}");
    assert_eq!(header(letter, "From"), "\"CCW secretariat\" <secretariat@example.org>");
    assert_eq!(header(letter, "Message-ID"), format!("<{}@reports.example.org>", letter.id));
    assert_eq!(header(letter, "Date"), "Tue, 24 Nov 2026 09:00:00 +0000");
    assert_eq!(header(letter, "Auto-Submitted"), "auto-generated");
    assert!(header(letter, "Content-Type").starts_with("multipart/alternative"));
    let secret = link(letter);
    let row = rows(&portal).pop().unwrap();
    assert!(row.delivered_at.is_some() && row.failure_reason.is_none());
    assert!(!row.letter.contains(secret.rsplit('/').next().unwrap()), "what opens a door is taken out: {}", row.letter);
    let opened = portal.page(&secret).await.text(".lead");
    assert!(
        opened.contains("You are invited as national focal point of Switzerland. Your account is new@"),
        "{opened}"
    );
    let password = [("password", "a quiet valley road"), ("repeated", "a quiet valley road")];
    assert_eq!(portal.send(&secret, &password, &[]).await.status, StatusCode::OK);
    let signed_in = [("email", "new@example.org"), ("password", "a quiet valley road"), ("next", "/desk")];
    assert_eq!(portal.send("/sign-in", &signed_in, &[]).await.header("location"), "/desk");
    let asked = portal.send("/password", &[("email", "new@example.org")], &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    // It is written after the answer.
    while rows(&portal).len() < 2 {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let letters = portal.letters();
    assert_eq!((letters.len(), letters[0].subject.as_str()), (2, "A new password for your account"));
    assert_eq!(portal.send(&link(&letters[0]), &password, &[]).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn letters_of_a_filing_reach_its_state_and_nobody_else() {
    let portal = TestPortal::new();
    let (focal_point, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    let officer = portal.client(&["desk_officer"]);
    for other in [&["reader CHE"][..], &["focal_point NOR"], &["administrator"]] {
        portal.client(other);
    }
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", "invited@example.org", "Invited", appointment("deputy CHE"), now).unwrap();
    start(&focal_point).await;
    write_whole(&focal_point).await;
    assert_eq!(submit(&focal_point).await.status, StatusCode::SEE_OTHER);
    for act in ["acknowledged", "correction_requested", "circulated", "published"] {
        let done = officer.review("CHE-COMPLIANCE-2027", "1", act).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
    let letters = portal.letters();
    let both: BTreeMap<_, _> = [(focal_point.email.clone(), 1), (mission.email.clone(), 1)].into();
    for (subject, path) in [
        ("Switzerland: Compliance report 2027 received", "/desk/reports/CHE-COMPLIANCE-2027.1/receipt"),
        ("Switzerland: a correction of the Compliance report 2027 is requested", "/desk/reports/CHE-COMPLIANCE-2027"),
        ("Switzerland: Compliance report 2027 circulated to the parties", "/circulated/CHE-COMPLIANCE-2027"),
        ("Switzerland: Compliance report 2027 published", "/reports/CHE-COMPLIANCE-2027"),
    ] {
        assert_eq!(readers(&letters, subject), both, "{subject}");
        let letter = letters.iter().find(|letter| letter.subject == subject).unwrap();
        assert_eq!(link(letter), path);
        assert!(letter.text.contains("CHE-COMPLIANCE-2027.1"), "{}", letter.text);
    }
    assert_eq!(letters.len(), 2 * 4 + 2, "the invitation, and the desk officer's");
    let to_read = "Switzerland: Compliance report 2027 to read";
    assert_eq!(readers(&letters, to_read), [(officer.email.clone(), 1)].into());
    let letter = letters.iter().find(|letter| letter.subject == to_read).unwrap();
    assert_eq!(link(letter), "/secretariat/reports/CHE-COMPLIANCE-2027.1");
    assert!(
        flat(letter).contains("Switzerland has submitted the Compliance report 2027, received on 24 November 2026")
    );
    let asked = mission.page("/desk/reports/CHE-COMPLIANCE-2027").await.text("main");
    assert!(asked.contains("Which figure?"), "{asked}");
    for letter in &letters {
        let file = fs::read_to_string(portal.mailbox.path().join(&letter.id).with_extension("eml")).unwrap();
        for words in ["War Materiel Act", "Which figure", "officers"] {
            assert!(!file.contains(words), "{words} stands in the portal alone");
        }
    }
}

#[actix_web::test]
async fn a_recalled_report_is_told_and_questions_and_answers_find_their_readers() {
    let portal = TestPortal::new();
    let (mission, officer) = (portal.client(&["submitter CHE"]), portal.client(&["desk_officer"]));
    let focal_point = portal.client(&["focal_point CHE"]);
    start(&focal_point).await;
    write_whole(&focal_point).await;
    submit(&focal_point).await;
    focal_point.post("/desk/reports/CHE-COMPLIANCE-2027/recall", &[("version", "1")]).await;
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let reference = "CHE-COMPLIANCE-2027".to_owned();
    let question = Matter::Question { reference: reference.clone(), form: Some("C".into()), path: "/desk/q".into() };
    let answer = Matter::Answer { reference, form: None, path: "/secretariat/q".into() };
    for _again in 0..2 {
        let (question, answer) = (question.clone(), answer.clone());
        store
            .write(move |db| -> Result<(), StoreError> {
                notify_state(db, Iso3::parse("CHE").unwrap(), "question-1", &question, now)?;
                notify_desk(db, "question-1", &answer, now)
            })
            .unwrap();
    }
    let letters = portal.letters();
    let both: BTreeMap<_, _> = [(focal_point.email.clone(), 1), (mission.email.clone(), 1)].into();
    assert_eq!(readers(&letters, "Switzerland: Compliance report 2027 recalled"), both);
    let recalled = "Switzerland: Compliance report 2027 recalled by the State";
    assert_eq!(readers(&letters, recalled), [(officer.email.clone(), 1)].into());
    let letter = letters.iter().find(|letter| letter.subject == recalled).unwrap();
    assert_eq!(link(letter), "/secretariat/reports/CHE-COMPLIANCE-2027.1");
    assert_eq!(readers(&letters, "Switzerland: a question about the Compliance report 2027"), both);
    let desk = readers(&letters, "Switzerland: an answer about the Compliance report 2027");
    assert_eq!(desk, [(officer.email.clone(), 1)].into());
    assert!(
        letters.iter().any(|letter| flat(letter).contains("a question about Form C of the Compliance report 2027"))
    );
}

#[actix_web::test]
async fn who_has_one_more_role_is_told_where_it_works() {
    let portal = TestPortal::new();
    let (admin, person) = (portal.client(&["administrator"]), portal.client(&["focal_point CHE"]));
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", "invited@example.org", "Invited", appointment("deputy CHE"), now).unwrap();
    let key = |email: &str| store.snapshot(|db| find_person_by_email(db, email)).unwrap().unwrap().id;
    for (email, role, state) in [
        (person.email.as_str(), "submitter", "NOR"),
        (admin.email.as_str(), "desk_officer", ""),
        (person.email.as_str(), "reader", "FRA"),
        ("invited@example.org", "reader", "FRA"),
    ] {
        // That the same person is meant, who works for another State.
        let sure = format!("{} {role} {state}", key(email));
        let form = [("email", email), ("name", "A. Person"), ("role", role), ("state", state), ("sure", &sure)];
        assert_eq!(admin.post("/secretariat/people", &form).await.status, StatusCode::SEE_OTHER, "{role}");
    }
    let again = accounts::invite(store, "tests", &person.email, "A", appointment("reader FRA"), now).unwrap();
    assert!(!again, "held already");
    let letters = portal.letters();
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.starts_with("Your role")).collect();
    assert_eq!(told.len(), 3, "whoever is invited has the invitation: {letters:#?}");
    for (role, path, to) in [
        ("Permanent mission, Norway", "/desk", &person.email),
        ("Desk officer, secretariat", "/secretariat", &admin.email),
        ("Reader of circulated reports, France", "/circulated", &person.email),
    ] {
        let letter = told.iter().find(|letter| letter.subject.ends_with(&format!(": {role}")));
        let letter = letter.unwrap_or_else(|| panic!("{role}: {told:#?}"));
        assert!(letter.to.contains(to));
        assert_eq!(link(letter), path);
        assert!(flat(letter).contains(&format!("a further role: {role}.")), "{}", letter.text);
    }
}

#[test]
fn what_people_call_themselves_never_becomes_a_header_or_markup() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let names = [
        "A\r\nBcc: everybody@example.org",
        "B\nSubject: other\n\n<script>alert(1)</script>",
        "C <c@example.org>, D",
        "\u{202e}Émilie \"E\" Ünal\u{7}",
        "",
    ];
    for (number, name) in names.iter().enumerate() {
        let email = format!("{number}@example.org");
        accounts::invite(store, "tests", &email, name, appointment("focal_point CHE"), now).unwrap();
    }
    let letters = portal.letters();
    assert_eq!(letters.len(), names.len());
    for letter in letters {
        let names: Vec<_> = letter.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert!(!names.contains(&"Bcc"), "{names:?}");
        assert_eq!(letter.subject, "Your account for CCW national reports");
        assert!(header(&letter, "To").ends_with("@example.org>") || header(&letter, "To").ends_with("@example.org"));
        assert_eq!(header(&letter, "To").matches("example.org>").count().max(1), 1, "{:?}", letter.headers);
        let file = fs::read_to_string(portal.mailbox.path().join(&letter.id).with_extension("eml")).unwrap();
        let page = file.split("text/html").nth(1).unwrap();
        assert!(!page.contains("<script"), "{page}");
    }
}

#[test]
fn several_deliverers_send_each_letter_once() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    for number in 0..60 {
        let email = format!("{number}@example.org");
        accounts::invite(store, "tests", &email, "N", appointment("focal_point CHE"), now).unwrap();
    }
    // Each as a process of its own.
    let processes: Vec<_> = (0..4).map(|_| (portal.database.store(), portal.post())).collect();
    let delivered = std::thread::scope(|scope| {
        let deliver = |(store, post)| move || deliver_waiting(store, post, now).unwrap().delivered;
        let deliverers: Vec<_> = processes.iter().map(|(s, p)| scope.spawn(deliver((s, p)))).collect();
        deliverers.into_iter().map(|deliverer| deliverer.join().unwrap()).sum::<u32>()
    });
    assert_eq!(delivered, 60);
    assert_eq!(fs::read_dir(portal.mailbox.path()).unwrap().count(), 60);
    assert!(rows(&portal).iter().all(|row| row.attempts == 1 && row.delivered_at.is_some()));
}

#[test]
fn what_a_deliverer_had_in_hand_when_it_died_goes_out_after_its_lease() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", "n@example.org", "N", appointment("focal_point CHE"), now).unwrap();
    let claimed = store.write(move |db| claim(db, now, now + LEASE, 9)).unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(deliver_waiting(store, &portal.post(), now + LEASE).unwrap(), Default::default());
    let after = now + LEASE + TimeDelta::seconds(1);
    assert_eq!(deliver_waiting(store, &portal.post(), after).unwrap().delivered, 1);
    // The first was only slow, and now gives up.
    store.write(move |db| put_back(db, &claimed[0], "slow", after)).unwrap();
    let row = rows(&portal).pop().unwrap();
    assert!(row.delivered_at.is_some() && row.failure_reason.is_none(), "what is done stays done: {row:?}");
}

#[test]
fn a_folder_that_takes_nothing_keeps_the_letter_with_the_reason() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", "n@example.org", "N", appointment("focal_point CHE"), now).unwrap();
    let folder = portal.mailbox.path().join("later");
    let post = Post::into_folder(&folder, "s@example.org".parse().unwrap(), "https://reports.example.org");
    assert_eq!(deliver_waiting(store, &post, now).unwrap().put_back, 1);
    let row = rows(&portal).pop().unwrap();
    assert_eq!((row.attempts, row.delivered_at, row.failed_at), (1, None, None));
    assert_eq!(
        row.failure_reason.unwrap(),
        "the folder for letters took no file: it is not there; make it, or name another in MAIL_URL"
    );
    assert!(row.letter.contains("/invitation/"), "it is still whole");
    assert_eq!(deliver_waiting(store, &post, now).unwrap(), Default::default(), "it rests first");
    fs::create_dir(&folder).unwrap();
    let later = now + pause_after(1);
    assert_eq!(deliver_waiting(store, &post, later).unwrap().delivered, 1);
    assert_eq!(deliver_waiting(store, &post, later + LEASE * 2).unwrap(), Default::default());
    let row = rows(&portal).pop().unwrap();
    assert!(row.delivered_at.is_some() && row.failure_reason.is_none() && row.attempts == 2);
}

#[actix_web::test]
async fn a_letter_is_given_up_when_it_can_never_go_or_has_been_tried_for_a_day() {
    let portal = TestPortal::new();
    let (store, mut now) = (portal.portal.store(), portal.portal.clock().now());
    let started = now;
    accounts::invite(store, "tests", "n@example.org", "N", appointment("focal_point CHE"), now).unwrap();
    accounts::invite(store, "tests", "no address", "N", appointment("focal_point CHE"), now).unwrap();
    let gone = portal.mailbox.path().join("gone");
    let post = Post::into_folder(&gone, "s@example.org".parse().unwrap(), "https://reports.example.org");
    let first = deliver_waiting(store, &post, now).unwrap();
    assert_eq!((first.put_back, first.failed), (1, 1), "what is no address is not tried again");
    for attempts in 1..ATTEMPTS_MAX {
        now += pause_after(attempts);
        deliver_waiting(store, &post, now).unwrap();
    }
    assert!(now - started > TimeDelta::hours(20));
    for row in rows(&portal) {
        assert!(row.failed_at.is_some() && row.failure_reason.is_some(), "{row:?}");
        assert!(!row.letter.contains("/invitation/"), "nobody will send it: {row:?}");
    }
    assert_eq!(deliver_waiting(store, &portal.post(), now + TimeDelta::days(1)).unwrap(), Default::default());
    let written = portal.portal.clock().now() - TimeDelta::hours(3);
    accounts::invite(store, "tests", "o@example.org", "O", appointment("focal_point CHE"), written).unwrap();
    let figures = portal.get("/metrics").await;
    let expected = ["ccw_letters_waiting 1\n", "ccw_letters_oldest_waiting_seconds 10800\n", "ccw_letters_failed 2\n"];
    for figure in expected {
        assert!(figures.text().contains(figure), "{figure}: {}", figures.text());
    }
}

#[test]
fn a_link_that_has_ended_is_not_sent() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::invite(store, "tests", "n@example.org", "N", appointment("focal_point CHE"), now).unwrap();
    let done = deliver_waiting(store, &portal.post(), now + TimeDelta::days(14)).unwrap();
    assert_eq!((done.delivered, done.failed), (0, 1));
    assert_eq!(rows(&portal)[0].failure_reason.as_deref(), Some("its link ended before it could be delivered"));
}

#[actix_web::test]
async fn letters_can_be_read_in_the_demonstration_only() {
    let (portal, demo) = (TestPortal::new(), TestPortal::demo());
    let mut shown = String::new();
    for portal in [&portal, &demo] {
        let (store, now) = (portal.portal.store(), portal.portal.clock().now());
        accounts::invite(store, "tests", "n@example.org", "N. <b>New</b>", appointment("focal_point CHE"), now)
            .unwrap();
        shown = format!("/letters/{}", portal.letters()[0].id);
        let pages = [portal.get("/letters").await, portal.get(&shown).await];
        let expected = if std::ptr::eq(portal, &demo) { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert!(pages.iter().all(|page| page.status == expected));
    }
    let list = demo.page("/letters").await;
    assert_eq!(list.all("tbody th a")[0].attr("href"), Some(shown.as_str()));
    let letter = demo.get(&shown).await;
    assert_eq!((letter.header("cache-control"), letter.header("x-robots-tag")), ("no-store", "noindex"));
    let page = letter.page();
    assert!(page.text("main").contains("Dear N. <b>New</b>,"));
    let path = page.all(".typed a")[0].attr("href").unwrap();
    assert!(path.starts_with("/invitation/"));
    assert_eq!(demo.get(path).await.status, StatusCode::OK);
    assert_eq!(demo.get("/letters/..%2Fportal").await.status, StatusCode::NOT_FOUND);
    let asked = demo.send("/password", &[("email", "n@example.org")], &[]).await.page();
    assert_eq!(asked.all("main a[href='/letters']").len(), 1);
    assert_eq!(demo.page("/").await.all("[role=note] a[href='/letters']").len(), 1);
}
