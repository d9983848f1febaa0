//! Saving in the background, as the script of the page does: all of it or nothing, and nobody's words overwritten.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use serde_json::Value;

use crate::support::people::Client;
use crate::support::portal::{Answer, TestPortal};

const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";
const FORM: &str = "/desk/reports/CHE-COMPLIANCE-2027/forms/A";
const FORCES: &str = "forms.A.armed_forces.text";
const CIVILIANS: &str = "forms.A.civilian_population.text";

async fn save(portal: &TestPortal, client: &Client<'_>, revision: &str, fields: &[(&str, &str)]) -> Answer {
    let token = accounts::form_token(&client.secret);
    let own = [("revision", revision), ("form_token", token.as_str())];
    let fields: Vec<_> = fields.iter().copied().chain(own).collect();
    let cookie = format!("__Host-session={}", client.secret);
    portal.send(FORM, &fields, &[("cookie", &cookie), ("accept", "application/json")]).await
}

fn revision(answer: &Answer) -> i64 {
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    serde_json::from_slice::<Value>(&answer.bytes).unwrap()["revision"].as_i64().unwrap()
}

async fn shown(client: &Client<'_>, field: &str) -> String {
    client.page(FORM).await.text(&format!("textarea[name='{field}']"))
}

#[actix_web::test]
async fn the_answer_is_the_revision_that_the_page_shows_then() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    let first = [(FORCES, "first"), (CIVILIANS, "")];
    assert_eq!(revision(&save(&portal, &client, "0", &first).await), 1);
    assert_eq!(revision(&save(&portal, &client, "0", &first).await), 1, "its answer was lost, so it comes again");
    assert_eq!(revision(&save(&portal, &client, "1", &[(FORCES, "second"), (CIVILIANS, "")]).await), 2);
    assert_eq!(shown(&client, FORCES).await, "second");
    let wrong = [("summary.A.last_reporting", "long ago"), ("summary.A.state", "unchanged")];
    assert_eq!(revision(&save(&portal, &client, "2", &wrong).await), 3, "stored as typed, and marked when asked");
}

#[actix_web::test]
async fn what_somebody_else_changed_meanwhile_stops_it_before_anything_is_stored() {
    let portal = TestPortal::new();
    let (one, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    one.post(REPORT, &[("from", "nothing")]).await;
    assert_eq!(revision(&save(&portal, &other, "0", &[(FORCES, "by other"), (CIVILIANS, "")]).await), 1);
    let clash = save(&portal, &one, "0", &[(FORCES, "by one"), (CIVILIANS, "by one")]).await;
    assert_eq!((clash.status, clash.bytes.len()), (StatusCode::CONFLICT, 0));
    // Another field only: the page would go on to show an old text under a new revision.
    let apart = save(&portal, &one, "0", &[(FORCES, ""), (CIVILIANS, "by one")]).await;
    assert_eq!(apart.status, StatusCode::CONFLICT);
    assert_eq!((shown(&one, FORCES).await.as_str(), shown(&one, CIVILIANS).await.as_str()), ("by other", ""));
    // The form itself brings them together.
    let fields = [(FORCES, ""), (CIVILIANS, "by one"), ("revision", "0"), ("go", "stay")];
    assert_eq!(one.post(FORM, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!((shown(&one, FORCES).await.as_str(), shown(&one, CIVILIANS).await.as_str()), ("by other", "by one"));
}

#[actix_web::test]
async fn what_cannot_be_saved_is_said_by_the_status() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    assert_eq!(save(&portal, &client, "0", &[(FORCES, "x")]).await.status, StatusCode::NOT_FOUND, "nothing is open");
    client.post(REPORT, &[("from", "nothing")]).await;
    let long = "ä".repeat(200_001);
    let answer = save(&portal, &client, "0", &[(FORCES, &long), (CIVILIANS, "short")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(save(&portal, &client, "x", &[(FORCES, "x")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(save(&portal, &client, "0", &[(FORCES, "x\0y")]).await.status, StatusCode::BAD_REQUEST);
    let reader = portal.client(&["submitter CHE"]);
    assert_eq!(save(&portal, &reader, "0", &[(FORCES, "x")]).await.status, StatusCode::FORBIDDEN);
    let json = ("accept", "application/json");
    let cookie = format!("__Host-session={}", client.secret);
    let fields = [(FORCES, "x"), ("revision", "0")];
    let foreign = portal.send(FORM, &fields, &[("cookie", &cookie), json]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "a form without its token");
    assert_eq!(portal.send(FORM, &fields, &[json]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(shown(&client, FORCES).await, "");
}

#[actix_web::test]
async fn a_form_of_an_ended_session_is_kept_for_whoever_signed_in_again() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    let cookie = format!("__Host-session={}", client.secret);
    let fields = [(FORCES, "Typed \"before\" & <kept>"), ("revision", "0"), ("go", "stay"), ("form_token", "old")];
    let here = portal.send(FORM, &fields, &[("cookie", &cookie), ("sec-fetch-site", "same-origin")]).await;
    assert_eq!(here.status, StatusCode::CONFLICT);
    let page = here.page();
    assert_eq!(page.text(&format!("textarea[name='{FORCES}']")), "Typed \"before\" & <kept>");
    assert_eq!(page.text("textarea[name=form_token]"), accounts::form_token(&client.secret));
    assert_eq!(shown(&client, FORCES).await, "", "saved only when they say so");
    for foreign in [&[("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")][..], &[("cookie", &cookie)]] {
        assert_eq!(portal.send(FORM, &fields, foreign).await.status, StatusCode::FORBIDDEN, "{foreign:?}");
    }
}
