//! A report from the first click to the receipt, and what goes wrong on the way, over HTTP.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::domain::report::{canonical, read};
use ccw_portal::domain::validation::Books;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};

use crate::support::people::{Client, PASSWORD};
use crate::support::portal::{Answer, TestPortal};

pub(super) const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";

pub(super) fn at(page: &str) -> String {
    format!("{REPORT}/{page}")
}

pub(super) async fn start(client: &Client<'_>) {
    let started = client.post(REPORT, &[("from", "nothing")]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER);
}

pub(super) async fn save(client: &Client<'_>, page: &str, revision: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<_> = fields.iter().copied().chain([("revision", revision), ("go", "stay")]).collect();
    client.post(&at(page), &fields).await
}

/// Everything without which a report cannot be submitted, by page: names and texts of its fields.
pub(crate) fn whole() -> Vec<(String, Vec<(String, &'static str)>)> {
    let cover = [
        ("cover.contacts[0].organization", "Arms Control Division"),
        ("cover.contacts[0].email", "arms.control@example.org"),
        ("period.from", "2025-11-01"),
        ("period.to", "31/10/2026"),
        ("cover.availability", "partially"),
        ("cover.availability_forms", "A"),
        ("cover.availability_forms", "B"),
        ("tick", "cover.note_verbale.not_used"),
        ("cover.note_verbale.not_used", "yes"),
    ];
    let cover = cover.map(|(name, text)| (name.to_owned(), text)).to_vec();
    let forms = [
        ("A", "armed_forces", "Courses.\r\nFor \u{627}\u{644} 140 officers <b>in 2026</b>."),
        ("B", "technical_requirements", "Reviewed."),
        ("C", "legislation", "War Materiel Act."),
        ("D", "cooperation_assistance", "None given."),
        ("E", "other_matters", "Nothing else."),
    ];
    let form = |(letter, field, text)| {
        let fields = [(format!("summary.{letter}.state"), "changed"), (format!("forms.{letter}.{field}.text"), text)];
        (format!("forms/{letter}"), fields.to_vec())
    };
    [("cover".to_owned(), cover)].into_iter().chain(forms.map(form)).collect()
}

/// Writes it.
pub(super) async fn write_whole(client: &Client<'_>) {
    for (page, fields) in whole() {
        let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        assert_eq!(save(client, &page, "0", &fields).await.status, StatusCode::SEE_OTHER, "{page}");
    }
}

/// Names of the boxes that confirm warnings.
pub(super) async fn warnings(client: &Client<'_>) -> Vec<String> {
    let page = client.page(&at("submit")).await;
    let boxes = page.all("input[type=checkbox]").into_iter().filter_map(|input| input.attr("name"));
    boxes.filter(|name| name.starts_with("confirm.")).map(str::to_owned).collect()
}

pub(super) async fn submit(client: &Client<'_>) -> Answer {
    let confirmed = warnings(client).await;
    let fields: Vec<_> = confirmed.iter().map(|name| (name.as_str(), "yes")).collect();
    client.post(&at("submit"), &fields).await
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Text)]
    document: String,
    #[diesel(sql_type = Text)]
    sha256: String,
}

fn filed(portal: &TestPortal) -> Vec<Document> {
    let query = "SELECT document, sha256 FROM submissions ORDER BY id";
    diesel::sql_query(query).load(&mut portal.database.direct()).unwrap()
}

#[actix_web::test]
async fn a_report_goes_from_the_desk_to_its_receipt() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let desk = client.page("/desk").await;
    assert!(desk.text("h1").contains("Switzerland"));
    start(&client).await;
    let early = client.page(&at("submit")).await;
    assert!(early.all("form button:not([name])").len() == 1, "only signing out: errors are left");
    write_whole(&client).await;
    let unconfirmed = client.post(&at("submit"), &[]).await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY, "warnings ask for a tick");
    assert!(filed(&portal).is_empty());
    let answer = submit(&client).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, at("receipt").as_str()));
    let receipt = client.page(&at("receipt")).await;
    let text = receipt.text("main");
    for said in [
        "CHE-COMPLIANCE-2027.1",
        "24 November 2026, 09:00:00 UTC",
        "10:00:00 in Geneva",
        "only Form A and B",
        "None was used",
        "Kept from the public",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let filed = filed(&portal).pop().unwrap();
    let shown = receipt.text(".digest samp").replace(' ', "");
    assert_eq!(shown, filed.sha256);
    let hash: String = Sha256::digest(filed.document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, filed.sha256);
    let books = Books::embedded().unwrap();
    let report = read(filed.document.as_bytes(), &books.form_sets, &books.obligations).unwrap();
    assert_eq!(canonical(&report.document).unwrap(), filed.document.as_bytes(), "it is canonical");
    assert_eq!(report.text("A", "armed_forces"), "Courses.\nFor \u{627}\u{644} 140 officers <b>in 2026</b>.");
    assert_eq!(
        client.get(&at("cover")).await.status,
        StatusCode::SEE_OTHER,
        "the draft has ended, and the page of the report says so"
    );
}

#[actix_web::test]
async fn what_is_typed_is_saved_when_it_is_wrong_and_named_at_its_field() {
    let portal = TestPortal::new();
    let client = portal.client(&["deputy CHE"]);
    start(&client).await;
    let wrong = [
        ("summary.D.state", "changed"),
        ("figures.funding[0].amount", "about 5"),
        ("figures.funding[0].currency", "francs"),
    ];
    assert_eq!(save(&client, "forms/D", "0", &wrong).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&at("forms/D")).await;
    let amount = page.all("#figures-funding-0-amount")[0];
    assert_eq!((amount.attr("value"), amount.attr("aria-invalid")), (Some("about 5"), Some("true")));
    assert!(page.text("#figures-funding-0-amount-fault").starts_with("Error: “about 5” is not a number."));
    assert!(page.texts("title")[0].contains("error"), "the title says so first");
    let links: Vec<_> = page.all(".banner a").into_iter().filter_map(|link| link.attr("href")).collect();
    assert!(links.contains(&"#figures-funding-0-amount"), "{links:?}");
    for link in links {
        assert_eq!(page.all(&format!("[id='{}']", &link[1..])).len(), 1, "{link}");
    }
}

#[actix_web::test]
async fn what_is_said_of_a_row_stands_at_that_row_where_one_before_it_was_removed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let acts = [
        ("laws[0].title", "War Materiel Act"),
        ("laws[1].title", "Decree"),
        ("laws[2].title", "Ordinance"),
        ("laws[2].adopted_on", "2999-01-01"),
    ];
    assert_eq!(save(&client, "forms/C", "0", &acts).await.status, StatusCode::SEE_OTHER);
    let fields: Vec<_> = acts.into_iter().chain([("revision", "1"), ("go", "remove:laws[1]")]).collect();
    assert_eq!(client.post(&at("forms/C"), &fields).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&at("forms/C")).await;
    let date = page.all("#laws-2-adopted_on")[0];
    assert_eq!((date.attr("value"), date.attr("aria-invalid")), (Some("2999-01-01"), Some("true")));
    assert!(page.all("#laws-1").is_empty());
    let check = client.page(&at("check")).await;
    let links: Vec<_> = check.all("main a").into_iter().filter_map(|link| link.attr("href")).collect();
    assert!(links.contains(&at("forms/C#laws-2-adopted_on").as_str()), "{links:?}");
    assert!(links.iter().all(|link| !link.contains("#laws-1")), "{links:?}");
}

#[actix_web::test]
async fn every_finding_of_a_blank_draft_links_to_something() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let check = client.page(&at("check")).await;
    let links: Vec<_> =
        check.all(".finding a").into_iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    assert!(links.len() > 5, "{links:?}");
    for link in links {
        let (page, id) = link.split_once('#').unwrap();
        assert_eq!(client.page(page).await.all(&format!("[id='{id}']")).len(), 1, "{link}");
    }
}

#[actix_web::test]
async fn a_text_that_is_too_long_comes_back_whole() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let long = "ä".repeat(200_001);
    let answer = save(&client, "forms/E", "0", &[("forms.E.other_matters.text", &long)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains(&long), "nothing typed is lost");
    let huge = "a".repeat(5 * 1024 * 1024);
    let answer = save(&client, "forms/E", "0", &[("forms.E.other_matters.text", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn every_letter_is_kept_or_the_whole_form_comes_back() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let field = "forms.E.other_matters.text";
    let odd = "A pasted \u{fffd}, \u{feff}, \u{ffff}, \u{1}, \u{85}, \u{202e} & \u{1f4a9} +%20";
    assert_eq!(save(&client, "forms/E", "0", &[(field, odd)]).await.status, StatusCode::SEE_OTHER);
    let stored =
        client.page(&at("forms/E")).await.all(&format!("textarea[name='{field}']"))[0].text().collect::<String>();
    assert_eq!(stored, odd);
    let other = ("summary.E.reason", "Another text.");
    let refused = save(&client, "forms/E", "1", &[(field, "One\0two <b>"), other]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let typed = refused.page().texts("main dd");
    assert!(
        typed.contains(&"One\u{2400}two <b>".to_owned()) && typed.contains(&"Another text.".to_owned()),
        "{typed:?}"
    );
    let sheet = client.post(&at("summary"), &[("summary.E.reason", "One\0two")]).await;
    assert_eq!((sheet.status, sheet.page().text("main dd").as_str()), (StatusCode::BAD_REQUEST, "One\u{2400}two"));
    let last = client.post(&at("submit"), &[("why.x", "One\0two")]).await;
    assert_eq!((last.status, last.page().text("main dd").as_str()), (StatusCode::BAD_REQUEST, "One\u{2400}two"));
    assert!(!client.page(&at("history")).await.text("main").contains("Another text."));
}

#[actix_web::test]
async fn a_session_that_ended_in_mid_form_loses_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let field = "forms.E.other_matters.text";
    accounts::sign_out(portal.portal.store(), &client.secret, portal.portal.clock().now()).unwrap();
    let answer = save(&client, "forms/E", "0", &[(field, "\nTwo lines\nof \"text\" & <more>")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let page = answer.page();
    let kept = page.all(&format!("textarea[name='{field}']"))[0];
    let kept = kept.text().collect::<String>();
    assert_eq!(kept, "\nTwo lines\nof \"text\" & <more>");
    let again = [
        (field, kept.as_str()),
        ("revision", "0"),
        ("go", "stay"),
        ("again_email", client.email.as_str()),
        ("again_password", PASSWORD),
    ];
    let answer = portal.send(&at("forms/E"), &again, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("set-cookie").contains("__Host-session="));
    let reader = portal.client(&["submitter CHE"]);
    let page = reader.page(&at("forms/E")).await;
    assert!(page.all("main textarea").is_empty(), "whoever may not write is shown text");
    assert!(page.text("#forms-E-other_matters-text").contains("of \"text\" & <more>"));
}

#[actix_web::test]
async fn a_filing_stands_is_corrected_by_a_new_version_and_recalled_until_circulated() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    let again = client.post(&at("submit"), &[]).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, at("receipt").as_str()));
    assert_eq!(filed(&portal).len(), 1, "the same form sent again files nothing more");
    // The correction starts as what was filed, and says why.
    assert_eq!(client.post(REPORT, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
    let form = client.page(&at("forms/B")).await;
    assert_eq!(form.text("[id='forms-B-technical_requirements-text']"), "Reviewed.");
    let cover = client.page(&at("cover")).await;
    assert!(!cover.all("#reason").is_empty());
    assert_eq!(cover.all("input[checked][value=partially]").len(), 1, "it starts as it was filed, word for word");
    assert!(!form.text("main").contains("Unchanged since 2027"));
    assert_eq!(form.all("input[name='summary.B.state'][value=changed][checked]").len(), 1);
    assert!(!client.page(&at("cover")).await.all("#reason").is_empty());
    assert_eq!(filed(&portal).len(), 1);
    let recalled = client.post(&at("recall"), &[("version", "1")]).await;
    assert_eq!(recalled.status, StatusCode::SEE_OTHER);
    assert!(client.page(&at("receipt")).await.text("h1").contains("recalled"));
    assert_eq!(client.post(&at("recall"), &[("version", "1")]).await.status, StatusCode::CONFLICT);
}

#[actix_web::test]
async fn hostile_forms_are_refused_and_change_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let field = "forms.E.other_matters.text";
    for fields in [
        vec![(field, "a"), (field, "b"), ("revision", "0")],
        vec![(field, "a"), ("revision", "x")],
        vec![(field, "a")],
        vec![("summary.E.state", "fulfilled"), ("revision", "0")],
    ] {
        let answer = client.post(&at("forms/E"), &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
    // Fields of other forms, of other groups and far entries are not of this page.
    let foreign = [
        ("forms.A.armed_forces.text", "x"),
        ("laws[0].title", "x"),
        ("party", "FRA"),
        ("cover.contacts[99].name", "x"),
    ];
    assert_eq!(save(&client, "forms/E", "0", &foreign).await.status, StatusCode::SEE_OTHER);
    assert!(!client.page(&at("history")).await.text("main").contains("armed_forces"));
    for path in ["forms/Z", "forms/profile", "forms/A%2F..", "forms/%F0%9F%98%80"] {
        assert_eq!(client.get(&at(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for reference in
        ["XXX-COMPLIANCE-2027", "CHE-NONE-2027", "CHE-COMPLIANCE-9999", "che-compliance-2027", "CHE-COMPLIANCE-1990"]
    {
        let answer = client.get(&format!("/desk/reports/{reference}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{reference}");
    }
}

#[actix_web::test]
async fn the_secretariat_takes_a_report_to_the_public_page_and_shows_what_the_state_allows() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&client).await;
    write_whole(&client).await;
    submit(&client).await;
    assert!(officer.page("/secretariat").await.text("table").contains("Switzerland"));
    let (desk, public) = ("/secretariat/reports/CHE-COMPLIANCE-2027", "/reports/CHE-COMPLIANCE-2027");
    assert!(officer.page(desk).await.text("main").contains("War Materiel Act."));
    let act =
        async |act: &str| officer.post(desk, &[("act", act), ("version", "1"), ("note", "with thanks")]).await.status;
    assert!(officer.page(desk).await.all("button[value='published']").is_empty(), "parties come first");
    assert_eq!(act("recalled").await, StatusCode::CONFLICT, "that is the State's own");
    assert_eq!(act("acknowledged").await, StatusCode::SEE_OTHER);
    assert_eq!(act("acknowledged").await, StatusCode::CONFLICT, "once");
    assert_eq!(act("correction_requested").await, StatusCode::SEE_OTHER, "the filing stands");
    let (reader, whole) = (portal.client(&["reader NOR"]), "/circulated/CHE-COMPLIANCE-2027");
    assert_eq!(reader.get(whole).await.status, StatusCode::NOT_FOUND, "not yet");
    let show = async |act: &str| officer.review("CHE-COMPLIANCE-2027", "1", act).await.status;
    assert_eq!(show("circulated").await, StatusCode::SEE_OTHER);
    let circulated = reader.page(whole).await.text("main");
    for shown in ["War Materiel Act.", "None given.", "arms.control@example.org"] {
        assert!(circulated.contains(shown), "{shown}");
    }
    assert!(reader.page("/circulated").await.text("table").contains("Switzerland"));
    assert_eq!(client.post(&at("recall"), &[("version", "1")]).await.status, StatusCode::CONFLICT, "parties have it");
    assert_eq!(portal.get(public).await.status, StatusCode::NOT_FOUND);
    assert_eq!(show("published").await, StatusCode::SEE_OTHER);
    let page = portal.get(public).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in
        ["&#60;b&#62;in 2026&#60;/b&#62;", "Reviewed.", "only Form A and B", "Not made available to the public"]
    {
        assert!(page.text().contains(shown), "{shown}");
    }
    for withheld in
        ["War Materiel Act.", "None given.", "Nothing else.", "arms.control@example.org", "Arms Control Division"]
    {
        assert!(!page.text().contains(withheld), "{withheld}");
    }
    let before = filed(&portal).pop().unwrap();
    let hash: String = Sha256::digest(before.document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, before.sha256, "no act has changed a word");
}

#[actix_web::test]
async fn signing_in_again_before_an_act_shows_the_page_once_more_and_does_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let again = [("again_email", client.email.as_str()), ("again_password", PASSWORD)];
    let answer = portal.send(&at("submit"), &again, &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, at("submit").as_str()));
    assert!(answer.header("set-cookie").contains("__Host-session="), "signed in, not asked a second time");
    assert!(filed(&portal).is_empty());
}
