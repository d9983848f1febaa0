//! A page that stayed open while its draft was submitted: it writes into no other draft, and loses nothing.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::people::{Client, PASSWORD};
use crate::support::portal::{Answer, TestPortal};

const FIELD: &str = "forms.E.other_matters.text";
const TYPED: &str = "Typed into the \"old\" page & <kept>.";

/// The key of the draft that a page carries.
async fn draft(client: &Client<'_>, page: &str) -> String {
    client.page(&at(page)).await.all("input[name=draft]")[0].attr("value").unwrap().to_owned()
}

async fn in_background(portal: &TestPortal, client: &Client<'_>, fields: &[(&str, &str)]) -> Answer {
    let token = accounts::form_token(&client.secret);
    let fields: Vec<_> = fields.iter().copied().chain([("form_token", token.as_str())]).collect();
    let cookie = format!("__Host-session={}", client.secret);
    portal.send(&at("forms/E"), &fields, &[("cookie", &cookie), ("accept", "application/json")]).await
}

/// The page that brings back what was typed, and sends it nowhere.
fn is_whole(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.page();
    assert_eq!(page.text("h1"), "Not saved, and nothing is lost");
    assert!(page.text("main").contains(TYPED) && page.text(".lead").contains("submitted meanwhile"));
    assert!(page.all("main form").is_empty(), "it would be in vain");
    assert_eq!(page.all("main p a")[0].attr("href"), Some(REPORT));
}

#[actix_web::test]
async fn a_page_of_a_draft_that_was_submitted_writes_into_no_other() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    start(&client).await;
    write_whole(&client).await;
    let old = draft(&other, "forms/E").await;
    let sheet = draft(&other, "summary").await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    let late = [("draft", old.as_str()), (FIELD, TYPED)];
    let line = [
        ("draft", sheet.as_str()),
        ("summary.E.reason", TYPED),
        ("revision.A", "1"),
        ("revision.B", "1"),
        ("revision.C", "1"),
        ("revision.D", "1"),
        ("revision.E", "1"),
    ];
    let long = "x".repeat(200_001);
    let background = [late[0], late[1], ("revision", "1")];
    // Before another draft is open, and after.
    for round in ["none", "correction"] {
        is_whole(&save(&other, "forms/E", "1", &late).await);
        is_whole(&other.post(&at("summary"), &line).await);
        let too_long = save(&other, "forms/E", "1", &[late[0], (FIELD, &long)]).await;
        assert_eq!(too_long.status, StatusCode::CONFLICT, "{round}");
        assert!(too_long.text().contains(&long), "{round}");
        let gone = in_background(&portal, &other, &background).await;
        assert_eq!((gone.status, gone.bytes.len()), (StatusCode::GONE, 0), "{round}");
        if round == "none" {
            assert_eq!(client.post(REPORT, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
        }
    }
    assert_eq!(client.page(&at("forms/E")).await.text(&format!("textarea[name='{FIELD}']")), "Nothing else.");
    let new = draft(&other, "forms/E").await;
    assert_ne!(new, old);
    let saved = save(&other, "forms/E", "1", &[("draft", &new), (FIELD, TYPED)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn who_signs_in_again_with_such_a_page_is_signed_in_then() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let old = draft(&client, "forms/E").await;
    submit(&client).await;
    let fields = [
        ("draft", old.as_str()),
        (FIELD, TYPED),
        ("revision", "1"),
        ("again_email", client.email.as_str()),
        ("again_password", PASSWORD),
    ];
    let answer = portal.send(&at("forms/E"), &fields, &[]).await;
    is_whole(&answer);
    assert!(!answer.text().contains(PASSWORD));
    assert!(answer.header("set-cookie").contains("__Host-session="));
    // Nobody else's draft is told of.
    let foreign = portal.client(&["focal_point NOR"]);
    assert_eq!(save(&foreign, "forms/E", "1", &fields[..2]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_revision_that_never_was_overwrites_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    save(&client, "forms/E", "0", &[(FIELD, "There.")]).await;
    for revision in ["2", "9223372036854775807"] {
        let clash = save(&client, "forms/E", revision, &[(FIELD, TYPED)]).await;
        assert_eq!(clash.status, StatusCode::CONFLICT, "{revision}");
        assert_eq!(clash.page().text("blockquote"), "There.");
    }
    assert_eq!(client.page(&at("forms/E")).await.text(&format!("textarea[name='{FIELD}']")), "There.");
}
