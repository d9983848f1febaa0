//! Letters that ask for nothing: they say how to get no more of them, and one choice holds wherever it is made.

use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::http::StatusCode;
use ccw_portal::app::{accounts, appointing, reminding};
use ccw_portal::store::people::{Person, find_person_by_email};
use mail_parser::MessageParser;

use super::outbox::doors;
use crate::support::at;
use crate::support::people::{Client, PASSWORD};
use crate::support::portal::TestPortal;

const URL: &str = "https://reports.example.org";
const ONE_CLICK: [(&str, &str); 1] = [("List-Unsubscribe", "One-Click")];

/// A portal on the day before letters of cycle 2027 begin, with letters released.
fn stage() -> (TestPortal, &'static AtomicI64) {
    let (portal, seconds) = TestPortal::moved("2026-11-30T09:00:00Z");
    let by = person(&portal, &portal.client(&["administrator"]));
    let inner = &portal.portal;
    reminding::release(inner.store(), &by, inner.edition().today, inner.clock().now()).unwrap();
    (portal, seconds)
}

fn person(portal: &TestPortal, client: &Client<'_>) -> Person {
    portal.portal.store().read(|db| find_person_by_email(db, &client.email)).unwrap().unwrap()
}

/// Writes what is due on that day; how many messages.
fn round(portal: &TestPortal, seconds: &AtomicI64, day: &str) -> usize {
    seconds.store(at(&format!("{day}T09:00:00Z")).timestamp(), Ordering::Relaxed);
    let inner = &portal.portal;
    reminding::write_due(inner.store(), &inner.edition(), inner.clock().now()).unwrap().messages
}

/// Somebody's session has ended since; they sign in again.
fn sign_in(portal: &TestPortal, client: &mut Client<'_>) {
    let now = portal.portal.clock().now();
    client.secret = accounts::sign_in(portal.portal.store(), &client.email, PASSWORD, now).unwrap().unwrap();
}

/// What letters say of getting no more of them: of each the header, its companion, and the link in its text.
fn ways_out(portal: &TestPortal) -> Vec<[Option<String>; 3]> {
    let mut found = Vec::new();
    for letter in portal.letters() {
        let bytes = std::fs::read(portal.mailbox.path().join(format!("{}.eml", letter.id))).unwrap();
        let message = MessageParser::default().parse(&bytes).unwrap();
        let header = |name: &str| {
            let mut named = message.headers_raw().filter(|(own, _)| own.eq_ignore_ascii_case(name));
            named.next().map(|(_, raw)| raw.trim().to_owned())
        };
        let begin = format!("{URL}/courtesy/");
        let link = letter.text.lines().find(|line| line.starts_with(&begin)).map(str::to_owned);
        found.push([header("List-Unsubscribe"), header("List-Unsubscribe-Post"), link]);
    }
    found
}

/// The path of the link of the one letter that has one.
fn link(portal: &TestPortal) -> String {
    let links: Vec<_> = ways_out(portal).into_iter().filter_map(|[.., link]| link).collect();
    assert_eq!(links.len(), 1);
    links[0].strip_prefix(URL).unwrap().to_owned()
}

fn acts(portal: &TestPortal) -> Vec<String> {
    let mut acts = portal.portal.store().read(crate::store::acts).unwrap();
    acts.retain(|act| act.contains("courtesy"));
    acts
}

#[actix_web::test]
async fn a_letter_that_asks_for_nothing_says_how_to_get_no_more_and_others_never_do() {
    let (portal, seconds) = stage();
    portal.client(&["focal_point CHE"]);
    for (day, is_courtesy) in [
        ("2026-12-01", false), // invitation
        ("2027-01-29", true),  // first reminder
        ("2027-03-01", false), // second
        ("2027-03-24", false), // last week
        ("2027-04-01", false), // passed
        ("2027-04-30", false), // second notice
        ("2027-08-30", true),  // before the meetings
        ("2027-11-30", false), // are you still the focal point
    ] {
        let before = ways_out(&portal).len();
        assert_eq!(round(&portal, seconds, day), 1, "{day}");
        let all = ways_out(&portal);
        assert_eq!(all.len(), before + 1);
        let [header, companion, link] = &all[0];
        if is_courtesy {
            assert_eq!(*header, link.as_ref().map(|link| format!("<{link}>")), "{day}");
            assert_eq!(companion.as_deref(), Some("List-Unsubscribe=One-Click"), "{day}");
        } else {
            assert_eq!((header, companion, link), (&None, &None, &None), "{day}");
        }
    }
    assert_eq!(doors(&portal), 0, "what opens a door is no longer in the database");
}

#[actix_web::test]
async fn opening_the_link_does_nothing_and_one_click_of_a_program_is_enough() {
    let (portal, seconds) = stage();
    let focal_point = portal.client_called("F. Point", &["focal_point CHE"]);
    round(&portal, seconds, "2027-01-29");
    let link = link(&portal);
    for _ in 0..3 {
        let answer = portal.get(&link).await;
        for (name, value) in
            [("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("x-robots-tag", "noindex")]
        {
            assert_eq!(answer.header(name), value, "{name}");
        }
        let said = answer.page().text("main");
        for part in ["For F. Point", "You get courtesy letters", "First reminder", "Before the meetings"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!answer.text().contains(&focal_point.email));
    }
    assert!(!person(&portal, &focal_point).without_courtesy && acts(&portal).is_empty());
    // As a program of Google or Yahoo does it, from nowhere, and twice.
    for _ in 0..2 {
        let answer = portal.send(&link, &ONE_CLICK, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "no redirection (RFC 8058, 3.1)");
        assert!(person(&portal, &focal_point).without_courtesy);
    }
    assert_eq!(acts(&portal), ["letters.no_courtesy"]);
    // In parts, after the person has changed their mind on the page.
    let again = portal.send(&link, &[("courtesy", "yes")], &[("origin", "null")]).await;
    assert!(again.page().text(".banner.done").contains("You get courtesy letters"));
    assert!(!person(&portal, &focal_point).without_courtesy);
    let parts = crate::support::people::parts(&ONE_CLICK, None);
    assert_eq!(portal.send_parts(&link, parts, &[]).await.status, StatusCode::OK);
    assert!(person(&portal, &focal_point).without_courtesy);
    for odd in [&[][..], &[("courtesy", "perhaps")], &[("List-Unsubscribe", "")]] {
        assert_eq!(portal.send(&link, odd, &[]).await.status, StatusCode::BAD_REQUEST, "{odd:?}");
    }
    assert_eq!(portal.send("/courtesy/other", &ONE_CLICK, &[]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_account_shows_and_changes_the_same_choice() {
    let (portal, seconds) = stage();
    let mut focal_point = portal.client(&["focal_point CHE"]);
    round(&portal, seconds, "2027-01-29");
    let link = link(&portal);
    sign_in(&portal, &mut focal_point);
    portal.send(&link, &ONE_CLICK, &[]).await;
    let account = async || focal_point.page("/account").await.text("section[aria-labelledby=courtesy]");
    let said = account().await;
    assert!(said.contains("You get no courtesy letters") && said.contains("Send me courtesy letters again"), "{said}");
    let choose = async |choice: &str| focal_point.post("/account/courtesy", &[("courtesy", choice)]).await;
    assert_eq!(choose("yes").await.header("location"), "/account");
    assert!(account().await.contains("You get courtesy letters"));
    assert!(portal.get(&link).await.page().text("main").contains("You get courtesy letters"));
    choose("no").await;
    assert!(portal.get(&link).await.page().text("main").contains("You get no courtesy letters"));
    assert_eq!(choose("perhaps").await.status, StatusCode::BAD_REQUEST);
    let foreign = [("courtesy", "yes"), ("form_token", "other")];
    let cookie = format!("__Host-session={}", focal_point.secret);
    let answer = portal.send("/account/courtesy", &foreign, &[("cookie", &cookie)]).await;
    assert_ne!(answer.status, StatusCode::SEE_OTHER, "a form of another session");
    assert!(person(&portal, &focal_point).without_courtesy);
    let officer = portal.client(&["desk_officer"]).page("/account").await;
    assert!(officer.all("#courtesy").is_empty(), "the secretariat gets no such letters");
}

#[actix_web::test]
async fn who_chose_so_is_named_in_the_plan_and_is_no_task() {
    let (portal, seconds) = stage();
    let focal_point = portal.client_called("F. Point", &["focal_point CHE"]);
    focal_point.post("/account/courtesy", &[("courtesy", "no")]).await;
    seconds.store(at("2027-01-28T09:00:00Z").timestamp(), Ordering::Relaxed);
    let officer = portal.client(&["desk_officer"]);
    let plan = officer.page("/secretariat/reminders?state=CHE&step=first+reminder").await;
    let said = plan.text("[aria-labelledby=day-1] tbody");
    for part in ["Switzerland", "F. Point", "No letter: chose not to get courtesy letters"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let tasks = plan.texts("[aria-labelledby=unreached] tbody th").join(", ");
    assert!(!tasks.contains("Switzerland") && tasks.contains("Norway"), "{tasks}");
    assert_eq!(round(&portal, seconds, "2027-01-29"), 0);
    assert_eq!(round(&portal, seconds, "2027-03-01"), 1, "what is asked comes");
}

#[actix_web::test]
async fn what_waits_is_taken_back_and_who_left_opens_nothing() {
    let (portal, seconds) = stage();
    let focal_point = portal.client(&["focal_point CHE"]);
    round(&portal, seconds, "2027-01-29");
    let link = link(&portal);
    // The mail server is away; meanwhile they say so.
    assert_eq!(round(&portal, seconds, "2027-08-30"), 1);
    portal.send(&link, &ONE_CLICK, &[]).await;
    assert_eq!(round(&portal, seconds, "2027-08-30"), 0);
    assert_eq!(portal.letters().len(), 1, "it was taken back");
    let by = person(&portal, &portal.client(&["administrator"]));
    let now = portal.portal.clock().now();
    appointing::close(portal.portal.store(), &by, &person(&portal, &focal_point).id, now).unwrap();
    assert_eq!(portal.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(portal.send(&link, &ONE_CLICK, &[]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn who_comes_back_begins_anew() {
    let (portal, seconds) = stage();
    let focal_point = portal.client(&["focal_point CHE"]);
    round(&portal, seconds, "2027-01-29");
    let begin = format!("{URL}/answer/");
    let text = portal.letters()[0].text.clone();
    let answer = text.lines().find(|line| line.starts_with(&begin)).unwrap().strip_prefix(URL).unwrap();
    assert!(portal.get(answer).await.page().text("main").contains("Switzerland"));
    portal.send(&link(&portal), &ONE_CLICK, &[]).await;
    let (by, left) = (person(&portal, &portal.client(&["administrator"])), person(&portal, &focal_point));
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    assert!(left.without_courtesy);
    appointing::close(store, &by, &left.id, now).unwrap();
    accounts::invite(store, &by.id, &focal_point.email, "F. Point", left.appointments[0], now).unwrap();
    assert!(!person(&portal, &focal_point).without_courtesy, "they chose nothing yet");
    assert_ne!(portal.get(answer).await.status, StatusCode::OK, "it was for whoever they were before");
}
