//! Letters on their way, over HTTP: what is shown of them, tried again, taken back.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::app::reminding::{self, write_due};
use ccw_portal::mail::LEASE;
use ccw_portal::store::letters::{list_failed, list_gone, list_waiting};
use ccw_portal::store::outbox::{Unsent, claim, mark_unsent, put_back};
use ccw_portal::store::people::find_person_by_email;
use ccw_portal::store::{Db, StoreResult};

use crate::store::acts;
use crate::support::people::Client;
use crate::support::portal::{Answer, TestPortal};

const OUTBOX: &str = "/secretariat/outbox";

/// Invitations of cycle 2027 wait for Switzerland's focal point and mission.
fn with_letters() -> TestPortal {
    let portal = TestPortal::at("2026-12-01T09:00:00Z");
    portal.client(&["focal_point CHE"]);
    portal.client(&["submitter CHE"]);
    let email = portal.client(&["administrator"]).email;
    let (store, edition, now) = (portal.portal.store(), portal.portal.edition(), portal.portal.clock().now());
    let by = store.read(|db| find_person_by_email(db, &email)).unwrap().unwrap();
    reminding::release(store, &by, edition.today, now).unwrap();
    assert_eq!(write_due(store, &edition, now).unwrap().messages, 2);
    portal
}

/// All that wait are given up, as the deliverer does it: what opens a door is taken out.
fn given_up(portal: &TestPortal) {
    unsent(portal, Unsent::GivenUp, "550 no such mailbox");
}

/// All that wait are given up or kept back, as the deliverer does it.
pub(crate) fn unsent(portal: &TestPortal, how: Unsent, reason: &'static str) {
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let claimed = store.write(move |db| claim(db, now, now + LEASE, 20)).unwrap();
    store
        .write(move |db| -> StoreResult<()> {
            for one in &claimed {
                let letter: ccw_portal::domain::letter::Letter =
                    serde_json::from_value(one.letter.clone().unwrap()).unwrap();
                let kept = serde_json::to_value(letter.without_secret()).unwrap();
                mark_unsent(db, one, Some(&kept), (how, reason), now)?;
            }
            Ok(())
        })
        .unwrap();
}

/// How many letters in the database hold a link that opens something.
pub(crate) fn doors(portal: &TestPortal) -> usize {
    let all = |db: &mut Db| {
        let gone = list_gone(db, chrono::DateTime::UNIX_EPOCH, 1_000)?;
        StoreResult::Ok([list_waiting(db, 1_000)?, list_failed(db, 1_000)?, gone].concat())
    };
    let letters = portal.portal.store().read(all).unwrap();
    let opens = |text: String| ["/answer/", "/courtesy/"].iter().any(|door| text.contains(door));
    letters.iter().filter(|one| opens(format!("{:?}", one.letter))).count()
}

async fn first(client: &Client<'_>, act: &str) -> String {
    let page = client.page(OUTBOX).await;
    let form = page.all(&format!("form:has(button[value='{act}']) input[name=id]"));
    form[0].attr("value").unwrap().to_owned()
}

async fn do_it(client: &Client<'_>, act: &str, id: &str) -> Answer {
    client.post(OUTBOX, &[("act", act), ("id", id)]).await
}

#[actix_web::test]
async fn letters_are_shown_by_their_subject_and_never_with_their_secret() {
    let portal = with_letters();
    for role in ["desk_officer", "administrator"] {
        let answer = portal.client(&[role]).get(OUTBOX).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("/answer/"));
        let said = answer.page().text("main");
        for part in [
            "2 letters wait, none was given up",
            "Switzerland: 3 national reports 2027, by 31 March 2027",
            "Not tried yet",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("article 13(4)"), "its text is between the portal and whom it addresses");
    }
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let claimed = store.write(move |db| claim(db, now, now + LEASE, 20)).unwrap();
    let officer = portal.client(&["desk_officer"]);
    let page = officer.page(OUTBOX).await;
    assert!(page.text("main").contains("Going out now") && page.all("main form button").is_empty());
    let one = claimed[0].clone();
    store.write(move |db| put_back(db, &one, "451 later", now + chrono::TimeDelta::hours(1))).unwrap();
    let said = officer.page(OUTBOX).await.text("main");
    for part in ["Tried once", "Reason: 451 later", "Tried again after 1 December 2026, 10:00:00 UTC"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[actix_web::test]
async fn a_letter_that_waits_is_read_as_it_goes_but_for_what_opens_a_door() {
    let portal = with_letters();
    let admin = portal.client(&["administrator"]);
    let invited = [("name", "N. Ew"), ("email", "new@example.org"), ("role", "focal_point"), ("state", "CHE")];
    assert_eq!(admin.post("/secretariat/people", &invited).await.status, StatusCode::SEE_OTHER);
    let officer = portal.client(&["desk_officer"]);
    let list = officer.page(OUTBOX).await;
    let links = list.all("section[aria-labelledby=waiting] th a");
    let links: Vec<_> = links.iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!(links.len(), 3);
    let mut pages = Vec::new();
    for link in &links {
        let answer = officer.get(link).await;
        assert_eq!(answer.status, StatusCode::OK);
        pages.push(answer.page());
    }
    assert!(pages.iter().any(|page| page.text(".typed").contains("/invitation/…")));
    let read: Vec<_> = pages.iter().map(|page| page.text(".typed")).collect();
    let sent = portal.letters();
    assert_eq!(sent.len(), 3);
    for letter in &sent {
        let words: Vec<_> = letter.text.split_whitespace().map(hidden).collect();
        let words = words.join(" ");
        assert!(read.iter().any(|text| text.split_whitespace().collect::<Vec<_>>().join(" ") == words), "{words}");
    }
    // What went out can still be read, and opens no more.
    assert!(officer.page(&links[0]).await.text(".typed").contains("Switzerland"));
    assert_eq!(officer.get(&format!("{OUTBOX}/none")).await.status, StatusCode::NOT_FOUND);
}

/// A word of a letter, with an ellipsis for a secret.
fn hidden(word: &str) -> String {
    let door = ["/answer/", "/invitation/"].into_iter().find_map(|door| Some(word.find(door)? + door.len()));
    door.map_or_else(|| word.to_owned(), |end| format!("{}…", &word[..end]))
}

#[actix_web::test]
async fn a_letter_given_up_is_tried_again_with_a_link_that_works() {
    let portal = with_letters();
    given_up(&portal);
    let officer = portal.client(&["desk_officer"]);
    let said = officer.page(OUTBOX).await.text("main");
    assert!(said.contains("2 were given up") && said.contains("550 no such mailbox"), "{said}");
    let queue = officer.page("/secretariat").await.text("#amiss");
    assert!(queue.contains("2 letters were given up lately"), "{queue}");
    let id = first(&officer, "again").await;
    assert_eq!(do_it(&officer, "again", &id).await.header("location"), OUTBOX);
    assert_eq!(do_it(&officer, "again", &id).await.status, StatusCode::CONFLICT, "sent twice");
    let letters = portal.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("https://reports.example.org/answer/"), "{}", letters[0].text);
    assert_eq!(doors(&portal), 0);
    assert!(portal.portal.store().read(acts).unwrap().contains(&"letter-tried-again".to_owned()));
    assert_eq!(do_it(&officer, "other", &id).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(do_it(&officer, "again", "nobody").await.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn what_is_kept_back_on_purpose_alarms_nobody_and_can_be_let_go() {
    let portal = with_letters();
    unsent(&portal, Unsent::KeptBack, "not sent: an earlier letter to this address came back");
    let officer = portal.client(&["desk_officer"]);
    let figures = portal.get("/metrics").await.text().to_owned();
    for figure in ["ccw_letters_waiting 0", "ccw_letters_failed 0"] {
        assert!(figures.lines().any(|line| line == figure), "{figure}: {figures}");
    }
    let queue = officer.page("/secretariat").await;
    assert!(!queue.texts("#amiss").concat().contains("given up"), "{}", queue.text("main"));
    let page = officer.page(OUTBOX).await;
    let said = page.text("main");
    for part in ["none was given up", "2 kept back", "Kept back 1 December 2026", "came back"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(page.all(".tag.late").is_empty(), "{said}");
    let id = first(&officer, "again").await;
    assert_eq!(do_it(&officer, "again", &id).await.header("location"), OUTBOX);
    assert_eq!(portal.letters().len(), 1);
    assert_eq!(doors(&portal), 0);
}

#[actix_web::test]
async fn an_invitation_given_up_says_that_its_link_is_gone_and_is_not_tried_again() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let invited = [("name", "N. New"), ("email", "new@example.org"), ("role", "focal_point"), ("state", "FRA")];
    assert_eq!(admin.post("/secretariat/people", &invited).await.status, StatusCode::SEE_OTHER);
    given_up(&portal);
    let page = admin.page(OUTBOX).await;
    assert!(page.text("main").contains("Its link has ended."), "{}", page.text("main"));
    assert_eq!(page.all("main form button").len(), 0);
}

#[actix_web::test]
async fn a_letter_that_waits_is_taken_back_and_opens_no_door_any_more() {
    let portal = with_letters();
    let officer = portal.client_called("D. Officer", &["desk_officer"]);
    let id = first(&officer, "take-back").await;
    let token = accounts::form_token("another");
    let foreign = [("act", "take-back"), ("id", id.as_str()), ("form_token", token.as_str())];
    let cookie = format!("__Host-session={}", officer.secret);
    let answer = portal.send(OUTBOX, &foreign, &[("cookie", &cookie)]).await;
    assert_ne!(answer.status, StatusCode::SEE_OTHER, "a form of another session");
    assert_eq!(do_it(&officer, "take-back", &id).await.status, StatusCode::SEE_OTHER);
    assert_eq!(do_it(&officer, "take-back", &id).await.status, StatusCode::CONFLICT, "sent twice");
    let said = officer.page(OUTBOX).await.text("main");
    assert!(said.contains("One letter waits") && said.contains("taken back by D. Officer"), "{said}");
    assert_eq!(doors(&portal), 1, "that of the other letter");
    assert_eq!(portal.letters().len(), 1);
    assert!(portal.portal.store().read(acts).unwrap().contains(&"letter-taken-back".to_owned()));
}
