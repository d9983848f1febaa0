//! What comes after a filing: a correction, an update, or a new beginning where it was recalled.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};

use ccw_portal::mail::Received;

use super::documents::attached;
use crate::support::at as instant;
use crate::support::people::Client;
use crate::support::portal::TestPortal;

const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";

fn at(page: &str) -> String {
    format!("{REPORT}/{page}")
}

async fn save(client: &Client<'_>, page: &str, fields: &[(&str, &str)]) {
    let shown = client.page(&at(page)).await;
    let revision = shown.all("main input[name=revision]")[0].attr("value").unwrap().to_owned();
    let fields: Vec<_> = fields.iter().copied().chain([("revision", revision.as_str()), ("go", "back")]).collect();
    assert_eq!(client.post(&at(page), &fields).await.status, StatusCode::SEE_OTHER, "{page}");
}

async fn write_whole(client: &Client<'_>) {
    let cover = [
        ("cover.contacts[0].organization", "Division"),
        ("cover.contacts[0].email", "division@example.org"),
        ("period.from", "2025-11-01"),
        ("period.to", "2026-10-31"),
        ("cover.availability", "yes"),
        ("cover.note_verbale.number", "12/2026"),
    ];
    save(client, "cover", &cover).await;
    for letter in ["A", "B", "C", "D", "E"] {
        let (state, reason) = (format!("summary.{letter}.state"), format!("summary.{letter}.reason"));
        save(client, &format!("forms/{letter}"), &[(&state, "not_applicable"), (&reason, "None held.")]).await;
    }
}

async fn submit(client: &Client<'_>) -> StatusCode {
    let page = client.page(&at("submit")).await;
    let boxes = page.all("input[type=checkbox]").into_iter().filter_map(|input| input.attr("name"));
    let names: Vec<_> = boxes.filter(|name| name.starts_with("confirm.")).map(str::to_owned).collect();
    let fields: Vec<_> = names.iter().map(|name| (name.as_str(), "yes")).collect();
    client.post(&at("submit"), &fields).await.status
}

#[derive(QueryableByName)]
struct Filed {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    document: String,
}

fn rows(portal: &TestPortal) -> Vec<Filed> {
    let query = "SELECT id, document FROM submissions ORDER BY version";
    diesel::sql_query(query).load(&mut portal.database.direct()).unwrap()
}

/// Every version as filed.
fn documents(portal: &TestPortal) -> Vec<Value> {
    rows(portal).into_iter().map(|filed| serde_json::from_str(&filed.document).unwrap()).collect()
}

/// Key, kind and reason of every version.
fn filed(portal: &TestPortal) -> Vec<(String, String, String)> {
    let read = |filed: Filed| {
        let document: Value = serde_json::from_str(&filed.document).unwrap();
        let text = |member: &str| document[member].as_str().unwrap_or_default().to_owned();
        (filed.id, text("kind"), text("reason"))
    };
    rows(portal).into_iter().map(read).collect()
}

fn version(number: u32, kind: &str, reason: &str) -> (String, String, String) {
    (format!("CHE-COMPLIANCE-2027.{number}"), kind.to_owned(), reason.to_owned())
}

fn recall_of(version: i32) -> String {
    format!("/desk/reports/CHE-COMPLIANCE-2027.{version}/recall")
}

fn receipt_of(version: i32) -> String {
    format!("{REPORT}.{version}/receipt")
}

#[actix_web::test]
async fn once_a_version_is_taken_back_the_officer_meets_the_one_that_stands() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    client.post(REPORT, &[("from", "correction")]).await;
    save(&client, "cover", &[("reason", "A date was wrong."), ("period.to", "2026-11-30")]).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    let page = "/secretariat/reports/CHE-COMPLIANCE-2027";
    assert!(officer.page(page).await.text("main header").contains("CHE-COMPLIANCE-2027.2"));
    let older = officer.page(&format!("{page}.1")).await.text(".banner.warning");
    assert!(older.contains("Version 2 came after this one"), "{older}");
    assert_eq!(client.post(&at("recall"), &[("version", "2")]).await.status, StatusCode::SEE_OTHER);
    let stands = officer.page(page).await;
    assert!(stands.text("main header").contains("CHE-COMPLIANCE-2027.1"), "{}", stands.text("main header"));
    assert!(!stands.all("button[value=acknowledged]").is_empty() && stands.all(".banner.warning").is_empty());
    let gone = officer.page(&format!("{page}.2")).await;
    assert!(gone.text(".banner.warning").contains("taken back. Version 1 stands."), "{}", gone.text("main"));
    assert_eq!(gone.all(&format!(".banner.warning a[href='{page}.1']")).len(), 1);
}

#[actix_web::test]
async fn the_state_chooses_between_a_correction_and_an_update() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    let doors = client.page(REPORT).await;
    let doors: Vec<_> = doors.all("button[name=from]").iter().filter_map(|door| door.attr("value")).collect();
    assert_eq!(doors, ["correction", "update"]);
    assert_eq!(client.post(REPORT, &[("from", "elsewhere")]).await.status, StatusCode::BAD_REQUEST);
    client.post(REPORT, &[("from", "update")]).await;
    let draft = client.page(REPORT).await;
    assert!(draft.text(".lead").starts_with("An update of what you filed"));
    // Everything stands as filed but the note and the reason, which are of the new filing.
    let cover = client.page(&at("cover")).await;
    assert_eq!(cover.all("input[name='cover.availability'][value=yes][checked]").len(), 1);
    assert_eq!(cover.all("#cover-note_verbale-number")[0].attr("value"), Some(""));
    assert_eq!(submit(&client).await, StatusCode::UNPROCESSABLE_ENTITY, "it has to say what is new");
    // The choice can be changed while it is a draft; nothing that was typed is lost.
    save(&client, "cover", &[("reason", "A date was wrong."), ("period.to", "2026-11-30")]).await;
    client.post(REPORT, &[("from", "correction")]).await;
    assert!(client.page(REPORT).await.text(".lead").starts_with("A correction of what you filed"));
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    client.post(REPORT, &[("from", "update")]).await;
    save(&client, "cover", &[("reason", "A new law."), ("period.to", "2026-12-31")]).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    let expected =
        [version(1, "annual", ""), version(2, "correction", "A date was wrong."), version(3, "update", "A new law.")];
    assert_eq!(filed(&portal), expected);
    // Each receipt says what stands beside it: of a first report nothing does.
    let letters = portal.letters();
    let flat = |letter: &Received| letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let receipt = |what: &str| {
        let subject = format!("Switzerland: {what}Compliance report 2027 received");
        flat(letters.iter().find(|letter| letter.subject == subject).unwrap())
    };
    for (what, said) in [
        ("correction of the ", "It corrects version 1 of 24 November 2026, which stays on record; the day on which"),
        ("correction of the ", "it can be recalled there, and version 1 is then the latest again."),
        ("update of the ", "It stands beside version 2 of 24 November 2026, which stays on record; the day on which"),
    ] {
        assert!(receipt(what).contains(said), "{said}: {}", receipt(what));
    }
    assert!(!receipt("").contains("version") && receipt("").contains("it can be recalled there and submitted again"));
}

#[actix_web::test]
async fn what_was_recalled_does_not_count_as_filed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    submit(&client).await;
    // A correction is begun, and then the filing itself is recalled.
    client.post(REPORT, &[("from", "correction")]).await;
    assert_eq!(client.post(&at("recall"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    let cover = client.page(&at("cover")).await;
    assert!(cover.all("#reason").is_empty(), "there is nothing left to correct");
    assert_eq!(cover.all("input[name='cover.availability'][checked]").len(), 1, "and nothing typed is lost");
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    assert_eq!(filed(&portal), [version(1, "annual", ""), version(2, "annual", "")]);
    // Recalled before the next one is begun: it begins as the first did, and from nothing that was recalled.
    assert_eq!(client.post(&at("recall"), &[("version", "2")]).await.status, StatusCode::SEE_OTHER);
    let doors = client.page(REPORT).await;
    assert!(doors.text(".lead").starts_with("You have recalled"));
    let values: Vec<_> = doors.all("button[name=from]").iter().filter_map(|door| door.attr("value")).collect();
    assert_eq!(values, ["recalled", "nothing"], "no report that stands is held here");
    client.post(REPORT, &[("from", "earlier")]).await;
    let cover = client.page(&at("cover")).await;
    assert!(cover.all("#reason").is_empty());
    assert_eq!(
        cover.all("input[name='cover.availability'][checked]").len(),
        0,
        "what was recalled is not carried over"
    );
    assert!(client.page("/desk").await.text("main").contains("In draft"));
}

#[actix_web::test]
async fn a_later_version_that_was_recalled_leaves_the_first_standing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    submit(&client).await;
    client.post(REPORT, &[("from", "correction")]).await;
    save(&client, "cover", &[("reason", "A date was wrong."), ("period.to", "2026-12-31")]).await;
    let asked = client.page(&at("submit")).await.text("main header");
    assert!(asked.contains("This corrects CHE-COMPLIANCE-2027.1, received on 24 November 2026"), "{asked}");
    assert!(asked.contains("stays on record"), "{asked}");
    submit(&client).await;
    // A page that still shows the first takes nothing back, nor does one that says of none.
    for version in ["1", "3", "", "x"] {
        let shown = client.post(&at("recall"), &[("version", version)]).await;
        assert_eq!(shown.status, StatusCode::CONFLICT, "{version}");
    }
    let form = "form[action$='/recall'] input[name='version']";
    let asked = client.page(&at("recall")).await;
    assert_eq!(asked.all(form)[0].attr("value"), Some("2"));
    let counts = asked.text("main li:first-child");
    assert!(counts.starts_with("CHE-COMPLIANCE-2027.1, received on 24 November 2026"), "{counts}");
    assert!(counts.contains("stands again, and the report counts as received with it"), "{counts}");
    let first = client.page(&receipt_of(1)).await;
    assert!(first.text("main header").contains("CHE-COMPLIANCE-2027.2, received on"), "{}", first.text("main header"));
    assert!(first.text("main header").contains("came after this version"));
    assert!(client.page(&recall_of(1)).await.all(form).is_empty(), "the second stands");
    let recalled = client.post(&at("recall"), &[("version", "2")]).await;
    assert_eq!(recalled.header("location"), receipt_of(2));
    let told = client.page(&receipt_of(2)).await;
    assert!(told.text("main header").contains("CHE-COMPLIANCE-2027.1, received on 24 November 2026"));
    assert!(told.text("main header").contains("stands again"));
    assert_eq!(told.all(&format!("header a[href='{}']", receipt_of(1))).len(), 1);
    assert!(client.page(REPORT).await.text(".lead").contains("CHE-COMPLIANCE-2027.1 stands again"));
    let desk = client.page("/desk").await.text("main");
    assert!(desk.contains("Received") && !desk.contains("Recalled"), "{desk}");
    // Each version keeps its receipt, and what stands now can be recalled in turn.
    let report = client.page(REPORT).await;
    for version in [1, 2] {
        let link = format!("#filed ~ dl a[href='{}']", receipt_of(version));
        assert_eq!(report.all(&link).len(), 1, "{version}");
    }
    assert!(client.page(&receipt_of(2)).await.text("h1").contains("recalled"));
    let first = client.page(&receipt_of(1)).await;
    assert!(first.text("main").contains("CHE-COMPLIANCE-2027.1") && first.text("h1").contains("received"));
    assert_eq!(client.page(&recall_of(1)).await.all(form)[0].attr("value"), Some("1"));
    for none in [receipt_of(3), "/desk/reports/CHE-COMPLIANCE-2027.01/receipt".into()] {
        assert_eq!(client.get(&none).await.status, StatusCode::NOT_FOUND, "{none}");
    }
    assert_eq!(client.post(&at("recall"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    assert!(client.page(&receipt_of(1)).await.text("h1").contains("recalled"));
    // Nobody else's report comes into it.
    let other = portal.client(&["focal_point NOR"]);
    other.post("/desk/reports/NOR-COMPLIANCE-2027", &[("from", "correction")]).await;
    let draft = other.page("/desk/reports/NOR-COMPLIANCE-2027").await;
    assert!(draft.text(".lead").starts_with("Write in any order"), "a first report corrects nothing");
}

#[actix_web::test]
async fn recalling_asks_on_a_page_of_its_own() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    submit(&client).await;
    let receipt = client.page(&at("receipt")).await;
    assert!(receipt.all("main form").is_empty(), "no button of the receipt recalls");
    assert_eq!(receipt.all(&format!("main a[href='{}']", recall_of(1))).len(), 1);
    let page = client.page(&recall_of(1)).await;
    let said = page.text("main");
    for part in ["CHE-COMPLIANCE-2027.1", "no longer counts as received", "until the secretariat circulates it"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!((page.all("main button").len(), page.all("main form a").len()), (1, 1), "one button, one way back");
    assert_eq!(page.all("main form a")[0].attr("href"), Some(receipt_of(1).as_str()));
    assert!(client.page("/desk").await.text("main").contains("Received"), "looking at the page does nothing");
    officer.review("CHE-COMPLIANCE-2027", "1", "circulated").await;
    let late = client.page(&recall_of(1)).await;
    assert!(late.all("main form").is_empty() && late.text("main").contains("cannot be recalled"));
    assert!(client.page(&at("receipt")).await.all("a[href$='/recall']").is_empty());
}

#[actix_web::test]
async fn a_further_version_that_says_the_same_is_refused_and_says_what_to_do() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    submit(&client).await;
    for kind in ["correction", "update"] {
        client.post(REPORT, &[("from", kind)]).await;
        save(&client, "cover", &[("reason", "To be sure.")]).await;
        assert_eq!(submit(&client).await, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
        let refused = client.post(&at("submit"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = refused.page().text(".banner");
        for part in ["Nothing differs", "Change what was wrong", "give the draft up"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    assert_eq!(filed(&portal).len(), 1);
    // Whether contacts may be published is said with the filing, and is a difference.
    let page = client.page(&at("submit")).await;
    let boxes = page.all("input[type=checkbox]").into_iter().filter_map(|input| input.attr("name"));
    let is_of_note = |name: &&str| name.starts_with("cover.note_verbale");
    let names: Vec<_> = boxes.filter(|name| !is_of_note(name)).map(str::to_owned).collect();
    let fields: Vec<_> = names.iter().map(|name| (name.as_str(), "yes")).collect();
    assert!(names.contains(&"contacts_public".to_owned()));
    assert_eq!(client.post(&at("submit"), &fields).await.status, StatusCode::SEE_OTHER);
    client.post(REPORT, &[("from", "correction")]).await;
    save(&client, "cover", &[("reason", "The period was wrong."), ("period.to", "2026-12-31")]).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    assert_eq!(filed(&portal).len(), 3);
}

#[actix_web::test]
async fn a_draft_can_start_from_the_words_that_were_recalled() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let start = async || client.post(REPORT, &[("from", "recalled"), ("filed", "")]).await.status;
    let door = "button[name=from][value=recalled]";
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    save(&client, "profile", &[("profile.holds_mines.answer", "no")]).await;
    attached(&client, "A", "act.pdf", b"%PDF-1.7\nan act\n%%EOF\n").await;
    submit(&client).await;
    assert!(client.page(REPORT).await.all(door).is_empty(), "nothing was recalled");
    assert_eq!(client.post(REPORT, &[("from", "recalled")]).await.status, StatusCode::CONFLICT);
    client.post(&at("recall"), &[("version", "1")]).await;
    assert_eq!(client.page(REPORT).await.text(door), "Start from what was recalled on 24 November 2026");
    assert_eq!(start().await, StatusCode::SEE_OTHER);
    let form = client.page(&at("forms/A")).await;
    assert_eq!(form.all("input[name='summary.A.state'][value=not_applicable][checked]").len(), 1);
    let cover = client.page(&at("cover")).await;
    assert_eq!(cover.all("#cover-contacts-0-organization")[0].attr("value"), Some("Division"));
    assert_eq!(cover.all("#cover-note_verbale-number")[0].attr("value"), Some(""), "the note is of the new filing");
    assert!(cover.all("#reason").is_empty(), "nothing stands that it could correct");
    assert_eq!(client.page(&at("attachments")).await.texts("main ol a"), ["act.pdf"]);
    let facts = client.page(&at("profile")).await;
    assert_eq!(facts.all("input[name='profile.holds_mines.answer'][value=no][checked]").len(), 1);
    assert_eq!(
        submit(&client).await,
        StatusCode::SEE_OTHER,
        "what was recalled counts as not filed, so nothing repeats it"
    );
    assert!(client.page(REPORT).await.all(door).is_empty(), "something was filed since");
    // Of a correction that was recalled the words can be taken up as well; what stands is corrected by them.
    client.post(REPORT, &[("from", "correction")]).await;
    save(&client, "cover", &[("reason", "A day was wrong."), ("period.to", "2026-12-31")]).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    client.post(&at("recall"), &[("version", "3")]).await;
    assert_eq!(start().await, StatusCode::CONFLICT, "a page from before what stands");
    let doors = client.page(REPORT).await;
    let values: Vec<_> = doors.all("button[name=from]").iter().filter_map(|door| door.attr("value")).collect();
    assert_eq!(values, ["correction", "update", "recalled"]);
    client.post(REPORT, &[("from", "recalled"), ("filed", "CHE-COMPLIANCE-2027.2")]).await;
    assert!(client.page(REPORT).await.text(".lead").starts_with("A correction of what you filed"));
    let cover = client.page(&at("cover")).await;
    assert_eq!(cover.all("#period-to")[0].attr("value"), Some("2026-12-31"));
}

#[actix_web::test]
async fn a_correction_dates_anew_only_the_facts_that_it_changes() {
    let (portal, clock) = TestPortal::moved("2026-11-24T09:00:00Z");
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    write_whole(&client).await;
    save(&client, "profile", &[("profile.mined_areas.answer", "yes"), ("profile.holds_mines.answer", "no")]).await;
    assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
    drop(client);
    clock.store(instant("2029-03-01T09:00:00Z").timestamp(), Ordering::Relaxed);
    let client = portal.client(&["focal_point CHE"]);
    for (kind, answer) in [("correction", "yes"), ("update", "no")] {
        client.post(REPORT, &[("from", kind)]).await;
        save(&client, "cover", &[("reason", "A name was misspelt.")]).await;
        save(&client, "profile", &[("profile.holds_mines.answer", answer)]).await;
        assert_eq!(submit(&client).await, StatusCode::SEE_OTHER);
        let facts = &documents(&portal).pop().unwrap()["profile"];
        assert_eq!(facts["mined_areas"], json!({ "answer": "yes", "on": "2026-11-24" }), "said once, {kind}");
        assert_eq!(facts["holds_mines"], json!({ "answer": answer, "on": "2029-03-01" }), "{kind}");
    }
}
