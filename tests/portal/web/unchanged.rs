//! The short way: a year in which nothing or little has changed, on one page.

use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::filing::{REPORT, save, start, submit, write_whole};
use crate::support::at as instant;
use crate::support::people::Client;
use crate::support::portal::{Answer, TestPortal};

const NEXT: &str = "/desk/reports/CHE-COMPLIANCE-2028";

/// A State that filed for 2027, a year later.
async fn a_year_later() -> (TestPortal, &'static AtomicI64) {
    let (portal, clock) = TestPortal::moved("2026-11-24T09:00:00Z");
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    drop(client);
    clock.store(instant("2027-11-24T09:00:00Z").timestamp(), Ordering::Relaxed);
    (portal, clock)
}

/// Starts the short way and sends its page as it shows itself, with a choice of who may see the report. Nobody has said
/// whether there are figures of the period, so that is asked.
async fn confirmed(client: &Client<'_>) {
    let started = client.post(NEXT, &[("from", "unchanged")]).await;
    assert_eq!(
        (started.status, started.header("location")),
        (StatusCode::SEE_OTHER, "/desk/reports/CHE-COMPLIANCE-2028/unchanged")
    );
    let page = client.page(&format!("{NEXT}/unchanged")).await;
    let mut fields = Vec::new();
    for input in page.all("main input:not([type=checkbox]):not([type=radio]), main input[checked]") {
        fields.push((input.attr("name").unwrap().to_owned(), input.attr("value").unwrap_or_default().to_owned()));
    }
    for area in page.all("main textarea") {
        fields.push((
            area.attr("name").unwrap().to_owned(),
            area.text().collect::<String>().trim_start_matches('\n').to_owned(),
        ));
    }
    let fields = fields.iter().filter(|(name, _)| name != "form_token");
    let chosen = [("cover.availability", "yes"), ("cover.note_verbale.not_used", "yes"), ("go", "submit")];
    let fields: Vec<_> = fields.map(|(name, text)| (name.as_str(), text.as_str())).chain(chosen).collect();
    let asked = goes_on(client, &fields).await;
    let page = asked.page();
    assert_eq!(page.text(".banner h2"), "Is there nothing to report for the period?");
    let links: Vec<_> = page.all(".banner a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!(links, ["#of-period", "/desk/reports/CHE-COMPLIANCE-2028/submit"], "it can be left open");
}

/// Sends the page to be submitted, and what answers then.
async fn goes_on(client: &Client<'_>, fields: &[(&str, &str)]) -> Answer {
    let saved = client.post(&format!("{NEXT}/unchanged"), fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    client.get(saved.header("location")).await
}

#[actix_web::test]
async fn what_is_missing_on_the_page_is_asked_on_it() {
    let (portal, _) = a_year_later().await;
    let client = portal.client(&["focal_point CHE"]);
    client.post(NEXT, &[("from", "unchanged")]).await;
    let page = client.page(&format!("{NEXT}/unchanged")).await;
    assert!(page.all(".banner, .fault").is_empty(), "nobody is told off for what was only proposed");
    let names = page.all("input[name^='revision.']");
    let mut fields: Vec<_> =
        names.iter().map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap())).collect();
    fields.push(("go", "submit"));
    let asked = goes_on(&client, &fields).await;
    assert_eq!(asked.status, StatusCode::OK);
    let page = asked.page();
    let about: Vec<_> = page.texts(".banner.error a");
    assert!(about.iter().any(|fault| fault.contains("may be made available to others")), "{about:?}");
    let lead = page.all(".banner.error a")[0].attr("href").unwrap();
    assert!(!page.all(lead).is_empty(), "{lead} leads to its field");
}

async fn file(client: &Client<'_>) {
    let page = client.page(&format!("{NEXT}/submit")).await;
    let boxes = page.all("input[type=checkbox]").into_iter().filter_map(|input| input.attr("name"));
    let boxes: Vec<_> = boxes.filter(|name| name.starts_with("confirm.")).map(|name| (name, "yes")).collect();
    let filed = client.post(&format!("{NEXT}/submit"), &boxes).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.page().text("main"));
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Text)]
    document: String,
}

fn last_filed(portal: &TestPortal) -> serde_json::Value {
    let query = "SELECT document FROM submissions WHERE reference = 'CHE-COMPLIANCE-2028'";
    let all: Vec<Document> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    assert_eq!(all.len(), 1);
    serde_json::from_str(&all[0].document).unwrap()
}

#[actix_web::test]
async fn one_page_and_one_confirmation_make_the_summary_sheet() {
    let (portal, _) = a_year_later().await;
    let client = portal.client(&["focal_point CHE"]);
    assert!(!client.page(NEXT).await.all("button[name=from][value=unchanged]").is_empty());
    confirmed(&client).await;
    let page = client.page(&format!("{NEXT}/unchanged")).await;
    let value = |name: &str| page.all(&format!("input[name='{name}']"))[0].attr("value").unwrap().to_owned();
    assert_eq!((value("period.from").as_str(), value("period.to").as_str()), ("2026-11-01", "2027-10-31"));
    assert!(page.text("main").contains("War Materiel Act."), "last year’s words are in view");
    file(&client).await;
    let filed = last_filed(&portal);
    assert_eq!(filed["kind"], "summary_sheet");
    for letter in ["A", "B", "C", "D", "E"] {
        assert_eq!(
            filed["summary"][letter],
            serde_json::json!({ "state": "unchanged", "last_reporting": 2027 }),
            "{letter}"
        );
    }
    assert_eq!(filed["forms"]["C"]["legislation"]["text"], "War Materiel Act.");
}

#[actix_web::test]
async fn words_that_name_their_own_year_are_pointed_out() {
    let (portal, clock) = TestPortal::moved("2026-11-24T09:00:00Z");
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let words = [("forms.A.armed_forces.text", "In 2026 140 officers were taught the rules of the manual of 2011.")];
    assert_eq!(save(&client, "forms/A", "1", &words).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    clock.store(instant("2027-11-24T09:00:00Z").timestamp(), Ordering::Relaxed);
    drop(client);
    let client = portal.client(&["focal_point CHE"]);
    client.post(NEXT, &[("from", "unchanged")]).await;
    let page = client.page(&format!("{NEXT}/unchanged")).await;
    let asked: Vec<_> = page.texts("aside p").into_iter().filter(|said| said.starts_with("The words below")).collect();
    assert_eq!(asked, ["The words below name 2026. Read them once more: do they still hold as they stand?"]);
}

#[actix_web::test]
async fn what_a_draft_began_with_is_one_line_of_its_history() {
    let (portal, clock) = a_year_later().await;
    let client = portal.client(&["focal_point CHE"]);
    client.post(NEXT, &[("from", "earlier")]).await;
    clock.fetch_add(60, Ordering::Relaxed);
    let typed = [
        ("revision", "1"),
        ("go", "back"),
        ("summary.C.state", "changed"),
        ("forms.C.legislation.text", "War Materiel Act, revised."),
    ];
    assert_eq!(client.post(&format!("{NEXT}/forms/C"), &typed).await.status, StatusCode::SEE_OTHER);
    let history = client.page(&format!("{NEXT}/history")).await;
    let lines: Vec<_> = history.texts("tbody > tr > td:nth-of-type(2)");
    assert_eq!(lines.len(), 3, "what was typed is told apart: {lines:?}");
    assert_eq!(lines[2], "What the draft began with");
    let along = history.text("tbody details");
    assert!(along.contains("fields came along") && along.contains("LegislationWar Materiel Act."), "{along}");
}

#[actix_web::test]
async fn money_of_last_year_is_in_view_and_not_reported_again() {
    let (portal, clock) = TestPortal::moved("2026-11-24T09:00:00Z");
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let money = [
        ("figures.funding[0].amount", "250000"),
        ("figures.funding[0].currency", "CHF"),
        ("figures.funding[0].year", "2026"),
        ("figures.funding[0].direction", "given"),
        ("figures.funding[0].channel", "UN"),
    ];
    assert_eq!(save(&client, "forms/D", "1", &money).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    clock.store(instant("2027-11-24T09:00:00Z").timestamp(), Ordering::Relaxed);
    drop(client);
    let client = portal.client(&["focal_point CHE"]);
    client.post(NEXT, &[("from", "unchanged")]).await;
    let form = client.page(&format!("{NEXT}/forms/D")).await;
    assert!(form.text("main").contains("250,000 CHF"), "{}", form.text("main"));
    assert_eq!(form.all("input[name='figures.funding[0].amount']")[0].attr("value"), Some(""));
    client
        .post(&format!("{NEXT}/discard"), &[("draft", form.all("input[name=draft]")[0].attr("value").unwrap())])
        .await;
    confirmed(&client).await;
    let page = client.page(&format!("{NEXT}/unchanged")).await;
    assert!(page.text("main").contains("250,000 CHF") && page.text("main").contains("Form D: Amounts"));
    assert_eq!(page.all("input[name=of_period]")[0].attr("value"), Some("D"));
    let revision = |letter: &str| page.all(&format!("input[name='revision.{letter}']"))[0].attr("value").unwrap();
    let sections = ["cover", "A", "B", "C", "D", "E"];
    let revisions: Vec<_> = sections.map(|section| (format!("revision.{section}"), revision(section))).into();
    let fields = revisions.iter().map(|(name, revision)| (name.as_str(), *revision));
    let ticked = [("of_period", "D"), ("nothing_in_period", "yes"), ("go", "submit")];
    let saved = client.post(&format!("{NEXT}/unchanged"), &fields.chain(ticked).collect::<Vec<_>>()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    file(&client).await;
    let filed = last_filed(&portal);
    let line = serde_json::json!({ "state": "unchanged", "last_reporting": 2027, "nothing_in_period": true });
    assert_eq!((&filed["summary"]["D"], &filed["kind"]), (&line, &"summary_sheet".into()));
    assert_eq!(filed.pointer("/figures/funding"), None);
}

#[actix_web::test]
async fn a_form_that_changed_makes_it_a_report_like_any_other() {
    let (portal, _) = a_year_later().await;
    let client = portal.client(&["focal_point CHE"]);
    confirmed(&client).await;
    let form = format!("{NEXT}/forms/C");
    let revision = client.page(&form).await.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let fields = [
        ("revision", revision.as_str()),
        ("go", "back"),
        ("forms.C.legislation.text", "War Materiel Act, amended in 2027."),
    ];
    assert_eq!(client.post(&form, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(
        !client.page(NEXT).await.all("a[href='/desk/reports/CHE-COMPLIANCE-2028/unchanged']").is_empty(),
        "the way back to it"
    );
    file(&client).await;
    let filed = last_filed(&portal);
    assert_eq!((&filed["kind"], &filed["summary"]["C"]["state"]), (&"annual".into(), &"changed".into()));
    assert_eq!(filed["summary"]["A"]["state"], "unchanged");
}

#[actix_web::test]
async fn what_a_form_of_the_page_lacks_is_named_and_availability_is_never_preset() {
    let (portal, _) = a_year_later().await;
    let client = portal.client(&["focal_point CHE"]);
    client.post(NEXT, &[("from", "unchanged")]).await;
    let page = client.page(&format!("{NEXT}/unchanged")).await;
    assert!(page.all("input[name='cover.availability'][checked]").is_empty());
    assert!(page.all("input[name^='cover.note_verbale'][checked]").is_empty());
    let changed = client.post(&format!("{NEXT}/unchanged"), &[("go", "form:C")]).await;
    assert_eq!(changed.status, StatusCode::BAD_REQUEST, "revisions are missing");
}

#[actix_web::test]
async fn whoever_has_no_earlier_report_comes_to_the_page_of_the_report() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    assert!(client.page(REPORT).await.all("button[name=from][value=unchanged]").is_empty());
    let answer = client.get(&format!("{REPORT}/unchanged")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, REPORT));
}

#[actix_web::test]
async fn a_tick_that_its_figures_contradict_is_mended_on_the_page() {
    let (portal, _) = a_year_later().await;
    let client = portal.client(&["focal_point CHE"]);
    confirmed(&client).await;
    let (form, sheet) = (format!("{NEXT}/forms/D"), format!("{NEXT}/unchanged"));
    let revision = client.page(&form).await.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let tick = "summary.D.nothing_in_period";
    let fields =
        [("revision", revision.as_str()), ("go", "stay"), (tick, "yes"), ("figures.funding[0].amount", "250000")];
    assert_eq!(client.post(&form, &fields).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&sheet).await;
    assert!(page.all(".banner a").iter().any(|link| link.attr("href") == Some("#summary-D-nothing_in_period")));
    assert_eq!(page.all("[id='summary-D-nothing_in_period'][checked]").len(), 1, "where the banner leads");
    assert!(page.all("input[name=of_period]").is_empty(), "asked once");
    let mut fields = vec![("tick", tick), ("go", "stay")];
    for input in page.all("input[name^='revision.']") {
        fields.push((input.attr("name").unwrap(), input.attr("value").unwrap()));
    }
    assert_eq!(client.post(&sheet, &fields).await.status, StatusCode::SEE_OTHER);
    let mended = client.page(&form).await;
    assert_eq!(mended.all(&format!("input[name='{tick}'][checked]")).len(), 0);
    assert_eq!(mended.all("input[name='figures.funding[0].amount']")[0].attr("value"), Some("250000"));
}

#[actix_web::test]
async fn a_tick_and_figures_that_two_people_give_at_once_are_marked_at_the_tick() {
    let (portal, _) = a_year_later().await;
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    confirmed(&client).await;
    let (form, sheet) = (format!("{NEXT}/forms/D"), format!("{NEXT}/unchanged"));
    let page = client.page(&sheet).await;
    let mut fields = vec![("of_period", "D"), ("nothing_in_period", "yes"), ("go", "stay")];
    for input in page.all("input[name^='revision.']") {
        fields.push((input.attr("name").unwrap(), input.attr("value").unwrap()));
    }
    let revision = other.page(&form).await.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let money = [("revision", revision.as_str()), ("go", "stay"), ("figures.funding[0].amount", "250000")];
    assert_eq!(other.post(&form, &money).await.status, StatusCode::SEE_OTHER);
    assert_eq!(client.post(&sheet, &fields).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&sheet).await;
    let tick = "#summary-D-nothing_in_period";
    assert!(page.all(".banner.error a").iter().any(|link| link.attr("href") == Some(tick)), "{}", page.text("main"));
    assert_eq!(page.all("[id='summary-D-nothing_in_period'][checked]").len(), 1);
    let kept = client.page(&form).await;
    assert_eq!(kept.all("input[name='figures.funding[0].amount']")[0].attr("value"), Some("250000"), "nothing is lost");
}
