//! Signing in, passwords and sessions, over HTTP.

use std::rc::Rc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::rt::spawn;
use actix_web::rt::time::{sleep, timeout};
use ccw_portal::app::accounts;
use ccw_portal::store::Engine;
use ccw_portal::store::people::find_person_by_email;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::database::engine;
use crate::support::people::{PASSWORD, appointment};
use crate::support::portal::TestPortal;

#[derive(QueryableByName)]
struct Letter {
    #[diesel(sql_type = Text)]
    letter: String,
}

/// The links in the letters that wait, the newest last.
fn links(portal: &TestPortal) -> Vec<String> {
    let letters =
        diesel::sql_query("SELECT letter FROM outbox ORDER BY id").load::<Letter>(&mut portal.database.direct());
    let paths = letters.unwrap().into_iter().map(|row| {
        let letter: serde_json::Value = serde_json::from_str(&row.letter).unwrap();
        letter["path"].as_str().unwrap().to_owned()
    });
    paths.collect()
}

/// Waits for letters that are written after the answer.
async fn written(portal: &TestPortal, count: usize) {
    for _ in 0..400 {
        if links(portal).len() >= count {
            return;
        }
        sleep(Duration::from_millis(25)).await;
    }
    panic!("no letter was written");
}

#[actix_web::test]
async fn signing_in_gives_a_cookie_that_scripts_and_other_sites_never_see() {
    let portal = TestPortal::new();
    let email = portal.client(&["focal_point CHE"]).email;
    let answer = portal.send("/sign-in", &[("email", &email), ("password", PASSWORD), ("next", "/account")], &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account"));
    let cookie = answer.header("set-cookie");
    for part in ["__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let portal = TestPortal::new();
    let email = portal.client(&["focal_point CHE"]).email;
    let mut pages = Vec::new();
    for address in [email.as_str(), "nobody@example.org"] {
        let answer =
            portal.send("/sign-in", &[("email", address), ("password", "something else"), ("next", "")], &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.header("set-cookie"), "");
        pages.push(answer.text().replace(address, ""));
    }
    assert_eq!(pages[0], pages[1]);
}

#[actix_web::test]
async fn asking_for_a_password_answers_the_same_for_everyone() {
    let portal = TestPortal::new();
    let email = portal.client(&["focal_point CHE"]).email;
    let mut pages = Vec::new();
    for address in [email.as_str(), "nobody@example.org"] {
        let answer = portal.send("/password", &[("email", address)], &[]).await;
        assert_eq!(answer.status, StatusCode::OK);
        pages.push(answer.text().to_owned());
    }
    assert_eq!(pages[0], pages[1]);
    written(&portal, 1).await;
    assert_eq!(links(&portal).len(), 1, "only the account gets a letter");
}

#[actix_web::test]
async fn asking_for_a_password_waits_for_no_letter_and_the_letter_is_written() {
    let portal = TestPortal::new();
    let email = portal.client(&["focal_point CHE"]).email;
    // Nobody else writes while this is held.
    let mut holding = portal.database.direct();
    let hold = match engine() {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN; LOCK TABLE password_links IN EXCLUSIVE MODE",
    };
    holding.batch_execute(hold).unwrap();
    for address in [email.as_str(), "nobody@example.org"] {
        let fields = [("email", address)];
        let asking = portal.send("/password", &fields, &[]);
        let answer = timeout(Duration::from_secs(3), asking).await.expect("it waits for the letter");
        assert_eq!(answer.status, StatusCode::OK);
    }
    holding.batch_execute("COMMIT").unwrap();
    written(&portal, 1).await;
}

#[actix_web::test]
async fn three_letters_an_hour_go_to_an_address_and_the_fourth_is_answered_the_same() {
    let portal = TestPortal::new();
    let email = portal.client(&["focal_point CHE"]).email;
    let mut pages = Vec::new();
    for _ in 0..4 {
        let answer = portal.send("/password", &[("email", &email)], &[]).await;
        assert_eq!(answer.status, StatusCode::OK);
        pages.push(answer.text().to_owned());
    }
    assert_eq!(pages[0], pages[3]);
    written(&portal, 3).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(links(&portal).len(), 3);
}

#[actix_web::test]
async fn a_flood_of_passwords_is_turned_away_and_pages_go_on() {
    let portal = Rc::new(TestPortal::new());
    let tries: Vec<_> = (0..50)
        .map(|number| {
            let portal = Rc::clone(&portal);
            spawn(async move {
                let email = format!("{number}@example.org");
                portal.send("/sign-in", &[("email", &email), ("password", "mountain lake"), ("next", "")], &[]).await
            })
        })
        .collect();
    let page = timeout(Duration::from_secs(10), portal.get("/account")).await.expect("pages go on");
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let mut turned_away = 0;
    for answer in tries {
        let answer = answer.await.unwrap();
        if answer.status == StatusCode::SERVICE_UNAVAILABLE {
            turned_away += 1;
            assert_eq!(answer.header("retry-after"), "5");
            assert!(answer.text().contains("Very many people are here at once"));
        } else {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    assert!((1..=32).contains(&turned_away), "{turned_away}");
}

#[actix_web::test]
async fn signing_in_uses_up_no_tries_and_guessing_does() {
    let portal = TestPortal::new();
    let email = portal.client(&["focal_point CHE"]).email;
    let sign_in = async |password: &str| {
        portal.send("/sign-in", &[("email", email.as_str()), ("password", password), ("next", "")], &[]).await.status
    };
    for _ in 0..12 {
        assert_eq!(sign_in(PASSWORD).await, StatusCode::SEE_OTHER);
    }
    for _ in 0..10 {
        assert_eq!(sign_in("something else").await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(sign_in(PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn an_invitation_sets_a_password_once_and_signs_out_everywhere() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let invited =
        accounts::invite(store, "tests", "Newcomer@example.org", "N. New", appointment("focal_point CHE"), now);
    assert!(invited.unwrap());
    let link = links(&portal).pop().unwrap();
    assert!(portal.get(&link).await.text().contains("newcomer@example.org"));
    for (password, again) in
        [("short", "short"), ("mountain lake tests", "other"), ("I am a newcomer here", "I am a newcomer here")]
    {
        let answer = portal.send(&link, &[("password", password), ("repeated", again)], &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
    }
    let set =
        portal.send(&link, &[("password", "a quiet valley road"), ("repeated", "a quiet valley road")], &[]).await;
    assert_eq!(set.status, StatusCode::OK);
    let again =
        portal.send(&link, &[("password", "a quiet valley road"), ("repeated", "a quiet valley road")], &[]).await;
    assert_eq!(again.status, StatusCode::GONE, "a link works once");
    assert_eq!(portal.get(&link).await.status, StatusCode::GONE);
    assert!(accounts::sign_in(store, "NEWCOMER@example.org", "a quiet valley road", now).unwrap().is_some());
}

// Whoever asks for a link need not be the owner of the account: what lies in the owner's mailbox works on.
#[actix_web::test]
async fn another_link_leaves_the_one_before_until_one_is_used_and_old_links_end() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let email = portal.client(&["focal_point CHE"]).email;
    for _ in 0..3 {
        accounts::ask_for_another_password(store, &email, now).unwrap();
    }
    let links = links(&portal);
    for link in &links {
        assert_eq!(portal.get(link).await.status, StatusCode::OK);
    }
    let secret = links[1].rsplit('/').next().unwrap();
    let later = now + chrono::TimeDelta::hours(3);
    assert_eq!(accounts::holder_of_link(store, secret, later).unwrap(), None);
    let password = [("password", "a quiet valley road"), ("repeated", "a quiet valley road")];
    assert_eq!(portal.send(&links[0], &password, &[]).await.status, StatusCode::OK);
    for link in &links {
        assert_eq!(portal.get(link).await.status, StatusCode::GONE, "using one ends the others");
    }
    for tampered in [
        "/invitation/x",
        "/invitation/%00",
        "/invitation/0000000000000000000000000000000000000000000000000000000000000000",
    ] {
        assert!(portal.get(tampered).await.status.is_client_error(), "{tampered}");
    }
}

#[actix_web::test]
async fn signing_in_leads_to_the_page_as_it_was_asked_for() {
    let portal = TestPortal::new();
    let answer = portal.get("/secretariat?tab=received&cycle=2027").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let form = portal.page(answer.header("location")).await;
    let next = form.all("input[name='next']")[0].attr("value");
    assert_eq!(next, Some("/secretariat?tab=received&cycle=2027"));
}

#[actix_web::test]
async fn sessions_end_when_idle_when_old_and_everywhere_at_once() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let client = portal.client(&["focal_point CHE"]);
    let other = accounts::sign_in(store, &client.email, PASSWORD, now).unwrap().unwrap();
    let minutes = |count| now + chrono::TimeDelta::minutes(count);
    assert!(accounts::signed_in(store, &other, minutes(119)).unwrap().is_some());
    assert!(accounts::signed_in(store, &other, minutes(119 + 121)).unwrap().is_none(), "idle");
    for seen in (0..720).step_by(100) {
        accounts::signed_in(store, &other, minutes(seen)).unwrap();
    }
    assert!(accounts::signed_in(store, &other, minutes(721)).unwrap().is_none(), "twelve hours");
    client.post("/account/sign-out-everywhere", &[]).await;
    assert_eq!(client.get("/account").await.status, StatusCode::SEE_OTHER);
    assert!(accounts::signed_in(store, &other, now).unwrap().is_none());
}

#[actix_web::test]
async fn forms_of_other_sites_and_sessions_are_refused() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["focal_point CHE"]));
    let cookie = format!("__Host-session={}", client.secret);
    let foreign = accounts::form_token(&other.secret);
    for (token, headers) in [
        ("", vec![]),
        (foreign.as_str(), vec![]),
        (accounts::form_token(&client.secret).as_str(), vec![("sec-fetch-site", "cross-site")]),
        (accounts::form_token(&client.secret).as_str(), vec![("origin", "https://elsewhere.example.org")]),
    ] {
        let headers: Vec<_> = headers.into_iter().chain([("cookie", cookie.as_str())]).collect();
        let answer = portal.send("/sign-out", &[("form_token", token)], &headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token} {headers:?}");
    }
    assert_eq!(client.get("/account").await.status, StatusCode::OK, "still signed in");
    let answer = portal
        .send(
            "/sign-in",
            &[("email", &client.email), ("password", PASSWORD), ("next", "")],
            &[("sec-fetch-site", "cross-site")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn nothing_that_opens_a_door_is_stored() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let person = portal.portal.store().snapshot(|db| find_person_by_email(db, &client.email)).unwrap().unwrap();
    assert!(person.password_hash.unwrap().starts_with("$argon2id$"));
    #[derive(QueryableByName)]
    struct Key {
        #[diesel(sql_type = Text)]
        id: String,
    }
    let keys = diesel::sql_query("SELECT id FROM sessions").load::<Key>(&mut portal.database.direct()).unwrap();
    assert!(keys.iter().all(|key| key.id != client.secret) && !keys.is_empty());
}
