//! A page that stayed open while its draft was submitted: it writes into no other draft, and loses nothing.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::documents::{attached, place};
use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::people::{Client, PASSWORD, parts};
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

/// The page that says so, with a way on.
fn is_stale(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.page().text("h1"), "The page was no longer up to date");
}

const PDF: &[u8] = b"%PDF-1.7\nan act\n%%EOF\n";

#[actix_web::test]
async fn a_page_of_documents_adds_to_no_other_draft_and_takes_from_no_other() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    attached(&client, "A", "a.pdf", PDF).await;
    let old = draft(&client, "attachments").await;
    let page = client.page(&at("attachments")).await;
    assert!(page.all("main form input[name=draft]").iter().all(|one| one.attr("value") == Some(&old)));
    assert_eq!(page.all("main form").len(), page.all("main form input[name=draft]").len(), "every form says it");
    let there = page.all("input[name=id]")[0].attr("value").unwrap().to_owned();
    submit(&client).await;
    let token = accounts::form_token(&client.secret);
    let late = async |name: &str, content: &[u8]| {
        let fields = [("form_token", token.as_str()), ("draft", old.as_str()), ("form", "C")];
        client.send_parts(&at("attachments"), parts(&fields, Some((name, content)))).await
    };
    for round in ["none", "correction"] {
        is_stale(&late("late.pdf", b"%PDF-1.4 late").await);
        is_stale(&late("late.pdf", b"MZ not taken").await);
        is_stale(&client.post(&at(&place(PDF)), &[("draft", &old), ("id", &there)]).await);
        if round == "none" {
            assert_eq!(client.post(REPORT, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
        }
    }
    let names = client.page(&at("attachments")).await.texts("main ol a");
    assert_eq!(names, ["a.pdf"], "as the filing had it");
    assert!(!portal.portal.files().holds(&super::documents::hash(b"%PDF-1.4 late")), "what came late has gone");
    let new = draft(&client, "attachments").await;
    let id = client.page(&at("attachments")).await.all("input[name=id]")[0].attr("value").unwrap().to_owned();
    let removed = client.post(&at(&place(PDF)), &[("draft", &new), ("id", &id)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
}

/// What the form of the report's page carries beside its button.
async fn shown(client: &Client<'_>) -> Vec<(String, String)> {
    let page = client.page(REPORT).await;
    let inputs = page.all("main form input[type=hidden]").into_iter();
    let pairs = inputs.map(|one| (one.attr("name").unwrap().to_owned(), one.attr("value").unwrap().to_owned()));
    pairs.filter(|(name, _)| name != "form_token").collect()
}

async fn press(client: &Client<'_>, from: &str, shown: &[(String, String)]) -> Answer {
    let shown = shown.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    client.post(REPORT, &shown.chain([("from", from)]).collect::<Vec<_>>()).await
}

#[actix_web::test]
async fn a_page_that_offered_another_beginning_begins_nothing() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    let nothing_filed = shown(&other).await;
    assert_eq!(nothing_filed, [("filed".to_owned(), String::new())]);
    assert_eq!(press(&client, "nothing", &nothing_filed).await.status, StatusCode::SEE_OTHER);
    // Somebody began first: there is one draft, and the page leads to it.
    let first = draft(&client, "cover").await;
    assert_eq!(press(&other, "nothing", &nothing_filed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(draft(&client, "cover").await, first);
    write_whole(&client).await;
    submit(&client).await;
    is_stale(&press(&other, "nothing", &nothing_filed).await);
    assert_eq!(client.get(&at("cover")).await.status, StatusCode::SEE_OTHER, "no draft began");
    let one_filed = shown(&other).await;
    assert_eq!(client.post(&at("recall"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    is_stale(&press(&other, "correction", &one_filed).await);
    assert_eq!(client.get(&at("cover")).await.status, StatusCode::SEE_OTHER, "no draft began");
}

#[actix_web::test]
async fn a_page_turns_no_other_draft_into_an_update() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    start(&client).await;
    write_whole(&client).await;
    submit(&client).await;
    let before = shown(&other).await;
    press(&client, "correction", &before).await;
    let is_correction = async || {
        client.page(REPORT).await.texts("main form button").iter().any(|one| one.starts_with("Make this an update"))
    };
    assert!(is_correction().await);
    assert_eq!(press(&other, "update", &before).await.status, StatusCode::SEE_OTHER);
    assert!(is_correction().await, "who wanted to begin one finds the one that was begun, as it is");
    let old = shown(&other).await;
    assert_eq!(old[0].0, "draft");
    assert_eq!(press(&other, "update", &old).await.status, StatusCode::SEE_OTHER);
    assert!(!is_correction().await);
    press(&client, "correction", &old).await;
    for letter in ["A", "B", "C", "D", "E"] {
        save(&client, &format!("forms/{letter}"), "1", &[]).await;
    }
    save(&client, "cover", "1", &[("reason", "Put right."), ("period.to", "2026-12-31")]).await;
    submit(&client).await;
    is_stale(&press(&other, "update", &old).await);
    let another = shown(&client).await;
    press(&client, "correction", &another).await;
    is_stale(&press(&other, "update", &old).await);
    assert!(is_correction().await);
}

#[actix_web::test]
async fn a_draft_is_given_up_after_asking_and_takes_nothing_of_another_with_it() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    start(&client).await;
    write_whole(&client).await;
    let offered = client.page(REPORT).await;
    assert_eq!(offered.all(&format!("a[href='{}']", at("discard"))).len(), 1);
    let asks = client.page(&at("discard")).await;
    let shown = asks.all("input[name=draft]")[0].attr("value").unwrap().to_owned();
    assert_eq!(client.post(&at("discard"), &[]).await.status, StatusCode::BAD_REQUEST, "which draft?");
    assert_eq!(client.get(&at("cover")).await.status, StatusCode::OK, "asking gives nothing up");
    assert_eq!(client.post(&at("discard"), &[("draft", &shown)]).await.status, StatusCode::SEE_OTHER);
    assert!(client.page(REPORT).await.all("button[name=from]").len() == 1, "begin anew");
    start(&other).await;
    let again = client.post(&at("discard"), &[("draft", &shown)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the draft that was shown, and no other");
    let form = other.page(&at("forms/C")).await;
    assert!(!form.text("textarea").contains("War Materiel Act."), "a new draft starts without it");
    assert!(other.page(&at("history")).await.text("main").contains("War Materiel Act."), "the history keeps it");
}
