//! Forms that no page of ours sends so: what is missing is said, with a way on, and no word is lost.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::filing::{REPORT, at, start};
use crate::support::people::parts;
use crate::support::portal::{Answer, TestPortal};

const TYPED: &str = "Typed by hand & <kept>.";

/// The page that says what is wrong with a form without words.
fn is_said(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let page = answer.page();
    assert_eq!(page.text("h1"), "The form was not complete");
    assert!(page.text("main ul.stack-s:not(.plain-list)").contains("load it again"));
}

#[actix_web::test]
async fn words_without_a_revision_come_back() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let words = ("forms.C.legislation.text", TYPED);
    let line = ("summary.C.reason", TYPED);
    for (page, fields) in [
        ("forms/C", vec![words]),
        ("forms/C", vec![words, ("revision", "")]),
        ("forms/C", vec![words, ("revision", "one")]),
        ("forms/C", vec![words, ("revision", "1"), ("revision", "2")]),
        ("forms/C", vec![words, ("revision", "0"), ("summary.C.state", "perhaps")]),
        ("summary", vec![line]),
    ] {
        let answer = client.post(&at(page), &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page} {fields:?}");
        let page = answer.page();
        assert_eq!(page.text("h1"), "Not saved, and nothing is lost", "{fields:?}");
        assert!(page.texts("dd.typed").iter().any(|typed| typed == TYPED), "{fields:?}");
        assert!(page.text(".lead").contains("open the page again"), "{fields:?}");
        assert_eq!(page.all("main p a")[0].attr("href"), Some(REPORT), "{fields:?}");
    }
    let stored = client.page(&at("forms/C")).await;
    assert_eq!(stored.text("textarea[name='forms.C.legislation.text']"), "", "nothing was saved");
}

#[actix_web::test]
async fn a_form_without_words_says_what_to_do() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    is_said(&client.post(&at("forms/C"), &[]).await);
    is_said(&client.post(REPORT, &[("from", "elsewhere")]).await);
    is_said(&client.post(&at("attachments"), &[("form", "C")]).await);
    let token = accounts::form_token(&client.secret);
    is_said(&client.send_parts(&at("attachments"), parts(&[("form_token", &token), ("form", "Z")], None)).await);
    let whole = parts(&[("form_token", &token), ("form", "C")], Some(("a.pdf", b"%PDF-1.7")));
    is_said(&client.send_parts(&at("attachments"), whole[..whole.len() / 2].to_vec()).await);
}

/// As of a form made by hand, and as browsers send a form in which no file was chosen.
#[actix_web::test]
async fn a_form_without_a_file_asks_for_one_and_keeps_what_was_chosen() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let token = accounts::form_token(&client.secret);
    for file in [None, Some(("", &b""[..]))] {
        let body = parts(&[("form_token", &token), ("form", "C")], file);
        let answer = client.send_parts(&at("attachments"), body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.page();
        assert!(page.text("#file-fault").contains("No document was chosen"), "{}", page.text("#file-fault"));
        assert_eq!(page.all("option[selected]")[0].attr("value"), Some("C"));
    }
}
