//! A permanent mission at its State's desk: it reads what the capital writes, gives its own note verbale where it
//! submits, and is told who begins what it may not begin.

use std::sync::Arc;

use actix_web::http::StatusCode;
use ccw_portal::web::Site;

use super::clearance::act;
use super::filing::{REPORT, at, save, start, write_whole};
use crate::support::people::Client;
use crate::support::portal::{Answer, Page, TestPortal};

const NUMBER: &str = "cover.note_verbale.number";
const DATE: &str = "cover.note_verbale.date";

/// Sends the form of the page with these fields in place of what it shows, and all warnings ticked.
async fn send(client: &Client<'_>, page: &Page, typed: &[(&str, &str)]) -> Answer {
    let shown = page.all("main input[name]").into_iter().filter(|input| {
        let own = input.attr("name").unwrap();
        let is_box = input.attr("type") == Some("checkbox");
        own != "form_token" && !is_box && typed.iter().all(|(name, _)| *name != own)
    });
    let mut fields: Vec<_> =
        shown.map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap_or_default())).collect();
    let boxes = page.all("input[name^='confirm.']");
    fields.extend(boxes.iter().map(|input| (input.attr("name").unwrap(), "yes")));
    fields.extend(typed);
    client.post(&at("submit"), &fields).await
}

/// What the page shows in a field of the note.
fn shown(page: &Page, name: &str) -> String {
    page.all(&format!("input[name='{name}']"))[0].attr("value").unwrap().to_owned()
}

/// A draft that is whole but for the note.
async fn write_without_note(client: &Client<'_>) {
    start(client).await;
    write_whole(client).await;
    let blank = [("tick", "cover.note_verbale.not_used")];
    assert_eq!(save(client, "cover", "1", &blank).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_mission_gives_its_note_where_it_submits_and_writes_nothing_else() {
    let portal = TestPortal::new();
    let (client, mission) =
        (portal.client(&["focal_point CHE"]), portal.client_called("M. Mission", &["submitter CHE"]));
    write_without_note(&client).await;
    let check = mission.page(&at("check")).await;
    let leads: Vec<_> =
        check.all(".finding a").iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    assert!(leads.contains(&at("submit#cover-note_verbale")), "{leads:?}");
    let page = mission.page(&at("submit")).await;
    assert_eq!(page.all("[id='cover-note_verbale']").len(), 1);
    assert!(page.all("[aria-labelledby=look] a").is_empty(), "it may not change the cover");
    assert!(page.all(".finding a[href='#cover-note_verbale']").len() == 1, "{}", page.text("main"));
    // Its own button saves it, and what was said about warnings stays.
    let typed = [(NUMBER, "17/2026"), (DATE, "24/11/2026"), ("go", "note"), ("cover.availability", "no")];
    let saved = send(&mission, &page, &typed).await;
    assert_eq!(saved.status, StatusCode::OK);
    let page = saved.page();
    assert_eq!((page.text("#banner").as_str(), shown(&page, NUMBER).as_str()), ("Saved", "17/2026"));
    assert!(page.text("[aria-labelledby=look] dl").contains("17/2026"), "as it will be filed");
    assert!(page.all(".finding a[href^='#cover-note_verbale']").is_empty(), "nothing is left to ask");
    assert!(!page.all("input[name^='confirm.'][checked]").is_empty());
    let cover = client.page(&at("cover")).await;
    assert_eq!(cover.all("input[name='cover.availability'][checked]")[0].attr("value"), Some("partially"));
    assert!(mission.page(&at("history")).await.text("main").contains("M. Mission"), "who gave it is kept");
    // Typed and submitted at once, it is saved, looked at, and filed then.
    let again = send(&mission, &page, &[(NUMBER, "18/2026")]).await;
    assert_eq!((again.status, shown(&again.page(), NUMBER)), (StatusCode::OK, "18/2026".to_owned()));
    let page = again.page();
    assert!(page.text(".banner").contains("Nothing is submitted yet"));
    let filed = send(&mission, &page, &[]).await;
    assert_eq!((filed.status, filed.header("location")), (StatusCode::SEE_OTHER, at("receipt").as_str()));
    assert!(mission.page(&at("receipt")).await.text("main").contains("18/2026"));
    assert_eq!(send(&mission, &page, &[]).await.header("location"), at("receipt"), "sent twice it is filed once");
}

#[actix_web::test]
async fn the_note_leaves_a_clearance_as_it_is_and_nothing_else_of_the_cover_does() {
    let portal = TestPortal::new();
    let (client, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    write_without_note(&client).await;
    act(&client, "asked", "").await;
    act(&mission, "cleared", "").await;
    let page = mission.page(&at("submit")).await;
    let typed = [(NUMBER, "17/2026"), (DATE, "24/11/2026"), ("go", "note")];
    assert_eq!(send(&mission, &page, &typed).await.status, StatusCode::OK);
    let said = async || client.page(&at("clearance")).await.text("main");
    assert!(!said().await.contains("changed since it was cleared"));
    let revision = client.page(&at("cover")).await.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let chosen = [("cover.availability", "no")];
    assert_eq!(save(&client, "cover", &revision, &chosen).await.status, StatusCode::SEE_OTHER);
    assert!(said().await.contains("changed since it was cleared"));
}

#[actix_web::test]
async fn a_note_that_somebody_gave_meanwhile_is_not_overwritten_and_one_too_long_is_kept() {
    let portal = TestPortal::new();
    let (client, mission) =
        (portal.client_called("A. Keller", &["focal_point CHE"]), portal.client(&["submitter CHE"]));
    write_without_note(&client).await;
    let page = mission.page(&at("submit")).await;
    assert_eq!(save(&client, "cover", "2", &[(NUMBER, "1/2026")]).await.status, StatusCode::SEE_OTHER);
    let clash = send(&mission, &page, &[(NUMBER, "2/2026"), ("go", "note")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let page = clash.page();
    assert!(page.text(".banner").contains("A. Keller") && page.text(".beside").contains("1/2026"));
    assert_eq!(shown(&page, NUMBER), "2/2026", "what was typed stays");
    assert_eq!(
        client.page(&at("cover")).await.all(&format!("input[name='{NUMBER}']"))[0].attr("value"),
        Some("1/2026")
    );
    let long = "9".repeat(10_000);
    let refused = send(&mission, &page, &[(NUMBER, &long), ("go", "note")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    assert!(!page.all(".fault").is_empty() && shown(&page, NUMBER) == long);
    assert_eq!(page.all(".banner a")[0].attr("href"), Some("#cover-note_verbale"));
    let chosen = send(&mission, &page, &[(NUMBER, "2/2026"), ("go", "note")]).await;
    assert_eq!(shown(&chosen.page(), NUMBER), "2/2026");
}

#[actix_web::test]
async fn whoever_writes_is_asked_for_a_note_that_the_cover_does_not_give() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    write_without_note(&client).await;
    let page = client.page(&at("submit")).await;
    assert_eq!(page.all("[id='cover-note_verbale']").len(), 1);
    let saved = send(&client, &page, &[("cover.note_verbale.not_used", "yes"), ("go", "note")]).await;
    let page = saved.page();
    assert!(page.text("[aria-labelledby=look] dl").contains("None was used"));
    assert!(client.page(&at("submit")).await.all("[id='cover-note_verbale']").is_empty(), "the cover says it");
}

#[actix_web::test]
async fn whoever_may_not_write_reads_sections_as_text() {
    let portal = TestPortal::new();
    let (client, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    start(&client).await;
    write_whole(&client).await;
    for page in ["cover", "profile", "forms/A", "forms/D", "summary", "unchanged"] {
        let read = mission.page(&at(page)).await;
        let fields = "main textarea, main select, main input:not([type=hidden]), main button";
        assert!(read.all(fields).is_empty(), "{page}: {}", read.text("main"));
        assert!(!client.page(&at(page)).await.all(fields).is_empty(), "{page}");
    }
    let cover = mission.page(&at("cover")).await;
    let said = cover.text("main");
    for part in ["Arms Control Division", "2025-11-01", "Dissemination", "No answer"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(mission.page(&at("forms/A")).await.text("#forms-A-armed_forces-text").contains("140 officers"));
    // Nothing of theirs is said to be saved.
    assert_eq!(save(&client, "cover", "1", &[("period.from", "2027-11-01")]).await.status, StatusCode::SEE_OTHER);
    let (own, theirs) = (client.page(&at("cover")).await, mission.page(&at("cover")).await);
    assert!(own.text(".banner").contains("All you typed is saved"));
    assert!(theirs.text(".banner").contains("keep the report from being submitted"));
    let alarms = ".banner.error, [role=alert]";
    assert_eq!((own.all(alarms).len(), theirs.all(alarms).len()), (1, 0), "nothing of it is theirs to mend");
    assert_ne!(own.text("title"), theirs.text("title"), "faults are heard first by whoever can mend them");
    assert!(!theirs.text(".banner").contains("saved"), "{}", theirs.text(".banner"));
}

#[actix_web::test]
async fn a_mission_is_told_who_mends_what_it_cannot_and_is_led_to_the_note_alone() {
    let portal = TestPortal::new();
    let (client, mission) =
        (portal.client_called("A. Keller", &["focal_point CHE"]), portal.client(&["submitter CHE"]));
    write_without_note(&client).await;
    let (clean, own) = (mission.page(&at("check")).await, at("submit#cover-note_verbale"));
    let leads = |page: &Page, links: &str| -> Vec<String> {
        page.all(links).iter().map(|link| link.attr("href").unwrap().to_owned()).collect()
    };
    assert!(leads(&clean, ".finding a").iter().all(|address| *address == own), "{:?}", leads(&clean, ".finding a"));
    assert_eq!(save(&client, "cover", "2", &[("period.from", "2027-11-01")]).await.status, StatusCode::SEE_OTHER);
    let check = mission.page(&at("check")).await;
    let said = "Only these people can mend what is found: A. Keller (National focal point).";
    assert!(check.text("main header").contains(said), "{}", check.text("main header"));
    assert!(leads(&check, "main .finding a").iter().all(|address| *address == own));
    assert!(check.text("main").contains("The reporting period ends on the day it starts"), "what is found is said");
    let submit = mission.page(&at("submit")).await;
    assert!(submit.text("[role=alert]").contains(said) && submit.text("[role=alert]").contains("ends on the day"));
    assert_eq!(leads(&submit, "[role=alert] a"), [at("check")]);
    assert!(leads(&submit, ".finding a").iter().all(|address| address.starts_with('#')));
    // Whoever writes is led to each field.
    let (check, submit) = (client.page(&at("check")).await, client.page(&at("submit")).await);
    assert!(!check.text("main").contains("Only these people") && !submit.text("main").contains("Only these people"));
    assert!(leads(&check, ".finding a").contains(&at("cover#period")), "{:?}", leads(&check, ".finding a"));
    assert!(leads(&submit, "[role=alert] a").contains(&at("cover#period")));
}

#[actix_web::test]
async fn a_mission_that_finds_no_draft_is_told_who_begins_it() {
    let mut portal = TestPortal::new();
    let site = Site::new(Arc::clone(&portal.portal), "https://reports.example.org", false).unwrap();
    portal.show(site.reached_at("reports@example.org".into()));
    let mission = portal.client(&["submitter CHE"]);
    let section = "[aria-labelledby=begins]";
    let page = mission.page(REPORT).await;
    assert!(page.text(section).contains("Switzerland has neither a focal point nor a deputy here"));
    assert_eq!(page.all(&format!("{section} a[href='mailto:reports@example.org']")).len(), 1);
    let _deputy = portal.client_called("D. Keller", &["deputy CHE"]);
    let client = portal.client_called("A. Keller", &["focal_point CHE", "submitter NOR"]);
    let page = mission.page(REPORT).await;
    let said = page.text(section);
    assert!(
        said.contains("D. Keller (Deputy focal point)") && said.contains("A. Keller (National focal point)"),
        "{said}"
    );
    assert!(page.all(&format!("{section} a[href^='mailto:']")).is_empty());
    assert!(client.page(REPORT).await.all(section).is_empty(), "whoever may begin is not told so");
    start(&client).await;
    assert!(mission.page(REPORT).await.all(section).is_empty());
}
