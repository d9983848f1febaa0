//! The summary sheet: the same answers as at the head of each form, on one page.

use actix_web::http::StatusCode;

use crate::support::people::Client;
use crate::support::portal::{Answer, Page, TestPortal};

const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";
const SHEET: &str = "/desk/reports/CHE-COMPLIANCE-2027/summary";
const LETTERS: [&str; 5] = ["A", "B", "C", "D", "E"];

/// The revisions that the page shows.
fn revisions(page: &Page) -> Vec<(String, String)> {
    let own = page.all("input[name^='revision.']").into_iter();
    own.map(|input| (input.attr("name").unwrap().to_owned(), input.attr("value").unwrap().to_owned())).collect()
}

async fn save(client: &Client<'_>, shown: &Page, fields: &[(&str, &str)]) -> Answer {
    let revisions = revisions(shown);
    let own = revisions.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.iter().copied().chain(own).chain([("go", "stay")]).collect();
    client.post(SHEET, &fields).await
}

fn chosen(page: &Page, letter: &str) -> String {
    let chosen = page.all(&format!("input[name='summary.{letter}.state'][checked]"));
    chosen.first().map_or("", |input| input.attr("value").unwrap()).to_owned()
}

fn state_on_list(page: &Page) -> String {
    let tasks = page.texts(".tasks > li");
    tasks.into_iter().find(|task| task.starts_with("Summary sheet")).unwrap()
}

#[actix_web::test]
async fn the_sheet_and_the_forms_hold_one_answer() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    assert!(state_on_list(&client.page(REPORT).await).contains("Not started"));
    let sheet = client.page(SHEET).await;
    let fields = [
        ("summary.A.state", "unchanged"),
        ("summary.A.last_reporting", "2012"),
        ("summary.B.state", "unchanged"),
        ("summary.B.last_reporting", "2012"),
        ("summary.C.state", "not_applicable"),
        ("summary.C.reason", "No law was needed."),
    ];
    assert_eq!(save(&client, &sheet, &fields).await.status, StatusCode::SEE_OTHER);
    let sheet = client.page(SHEET).await;
    assert_eq!(LETTERS.map(|letter| chosen(&sheet, letter)), ["unchanged", "unchanged", "not_applicable", "", ""]);
    assert!(state_on_list(&client.page(REPORT).await).contains("3 of 5 set"));
    let form = client.page(&format!("{REPORT}/forms/C")).await;
    assert_eq!(chosen(&form, "C"), "not_applicable");
    assert_eq!(form.all("[id='summary-C-reason']")[0].attr("value"), Some("No law was needed."));
    // Changed on the form, seen on the sheet.
    let text = "forms.E.other_matters.text";
    let fields = [("summary.E.state", "changed"), (text, "Something."), ("revision", "0"), ("go", "back")];
    assert_eq!(client.post(&format!("{REPORT}/forms/E"), &fields).await.status, StatusCode::SEE_OTHER);
    let sheet = client.page(SHEET).await;
    assert_eq!(chosen(&sheet, "E"), "changed");
    let guides = sheet.texts("aside.guide");
    assert!(guides[4].contains("Answers are written.") && guides[3].contains("Nothing is written."), "{guides:?}");
    // A form that is not touched here keeps its revision and its history.
    let before = revisions(&sheet);
    assert_eq!(save(&client, &sheet, &[("summary.D.state", "changed")]).await.status, StatusCode::SEE_OTHER);
    let after = revisions(&client.page(SHEET).await);
    let moved: Vec<_> = before.iter().zip(&after).filter(|(one, other)| one != other).map(|(one, _)| &one.0).collect();
    assert_eq!(moved, ["revision.D"]);
    assert_eq!(client.page(&format!("{REPORT}/forms/E")).await.text("main textarea"), "Something.");
}

#[actix_web::test]
async fn two_people_on_the_sheet_and_on_a_form_are_shown_both() {
    let portal = TestPortal::new();
    let (one, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    one.post(REPORT, &[("from", "nothing")]).await;
    let shown = one.page(SHEET).await;
    let fields = [("summary.A.reason", "by the other"), ("revision", "0"), ("go", "back")];
    other.post(&format!("{REPORT}/forms/A"), &fields).await;
    let fields = [("summary.A.reason", "by the one"), ("summary.B.state", "changed")];
    let clash = save(&one, &shown, &fields).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let page = clash.page();
    assert_eq!(page.all("[id='summary-A-reason']")[0].attr("value"), Some("by the one"));
    assert_eq!(page.text("blockquote"), "by the other");
    assert_eq!(chosen(&one.page(SHEET).await, "B"), "changed", "what met nobody is saved");
    let again = [("summary.A.reason", "by the one"), ("summary.B.state", "changed")];
    assert_eq!(save(&one, &page, &again).await.status, StatusCode::SEE_OTHER);
    let sheet = one.page(SHEET).await;
    assert_eq!(sheet.all("[id='summary-A-reason']")[0].attr("value"), Some("by the one"));
}

#[actix_web::test]
async fn what_is_wrong_on_the_sheet_is_named_at_its_field_and_hostile_forms_change_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(REPORT, &[("from", "nothing")]).await;
    let sheet = client.page(SHEET).await;
    let fields = [("summary.B.state", "unchanged"), ("summary.B.last_reporting", "2031")];
    assert_eq!(save(&client, &sheet, &fields).await.status, StatusCode::SEE_OTHER);
    let sheet = client.page(SHEET).await;
    let links: Vec<_> = sheet.all(".banner a").into_iter().filter_map(|link| link.attr("href")).collect();
    assert!(links.contains(&"#summary-B"), "{links:?}");
    for link in links {
        assert_eq!(sheet.all(&format!("[id='{}']", &link[1..])).len(), 1, "{link}");
    }
    let long = "x".repeat(1_001);
    let refused = save(&client, &sheet, &[("summary.C.reason", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(&long), "nothing typed is lost");
    assert_eq!(save(&client, &sheet, &[("summary.C.state", "fulfilled")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(client.post(SHEET, &[("summary.C.state", "changed")]).await.status, StatusCode::BAD_REQUEST);
    let foreign = [("forms.A.armed_forces.text", "x"), ("cover.availability", "no")];
    assert_eq!(save(&client, &sheet, &foreign).await.status, StatusCode::SEE_OTHER);
    let history = client.page(&format!("{REPORT}/history")).await.text("main");
    assert!(!history.contains("armed_forces") && !history.contains("availability"), "{history}");
}
