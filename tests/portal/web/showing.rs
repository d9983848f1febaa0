//! What shows a report to others is asked about first, with what everyone will see and what stays as it is.

use actix_web::http::StatusCode;

use super::audiences::{file, revision};
use super::filing::{REPORT, at, save, submit};
use crate::support::people::Client;
use crate::support::portal::{Page, TestPortal};

const NAME: &str = "CHE-COMPLIANCE-2027";
const PAGE: &str = "/secretariat/reports/CHE-COMPLIANCE-2027";

/// The page that asks before an act, as the page of a version leads to it.
async fn asked(officer: &Client<'_>, version: &str, act: &str) -> Page {
    let report = officer.page(&format!("{PAGE}.{version}")).await;
    let form = "form[action='/secretariat/selection']";
    assert_eq!(report.all(&format!("{form} button[value='{act}']")).len(), 1);
    let pick = report.all(&format!("{form} input[name=report]"))[0].attr("value").unwrap().to_owned();
    officer.page(&format!("/secretariat/selection?act={act}&report={pick}")).await
}

/// Files a correction whose cover says this about availability.
async fn correct(client: &Client<'_>, availability: &str) {
    client.post(REPORT, &[("from", "correction")]).await;
    let cover = [
        ("reason", "Not for the public."),
        ("cover.availability", availability),
        ("cover.contacts[0].organization", "Division of Arms Control"),
    ];
    assert_eq!(save(client, "cover", &revision(client, "cover").await, &cover).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(client).await.status, StatusCode::SEE_OTHER, "{}", client.page(&at("check")).await.text("main"));
}

#[actix_web::test]
async fn one_report_is_shown_to_nobody_before_a_page_has_said_what_is_shown_to_whom() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client, &officer, ("1", &[], "ORIOLE")).await;
    for act in ["circulated", "published"] {
        let at_once = officer.post(PAGE, &[("act", act), ("version", "1"), ("note", "")]).await;
        assert_eq!(at_once.status, StatusCode::BAD_REQUEST, "{act}");
    }
    let page = asked(&officer, "1", "circulated").await;
    assert_eq!(page.text("h1"), "Circulate this report to the parties?");
    let said = page.text("main");
    assert!(said.contains("All parties will see the whole report, with its contacts and documents"), "{said}");
    assert!(!said.contains("Everyone will see"), "{said}");
    let back = format!("{PAGE}.1");
    assert_eq!(page.all("main form a")[0].attr("href"), Some(back.as_str()), "not now leads back to the report");
    assert!(!officer.page(PAGE).await.text("main").contains("Circulated to parties by"), "nothing is done by asking");
    let done = officer.review(NAME, "1", "circulated").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, back.as_str()));
    let page = asked(&officer, "1", "published").await;
    assert_eq!(page.text("h1"), "Publish this report, as far as it may be shown?");
    let said = page.text("[aria-labelledby=able]");
    for part in ["Everyone will see Forms A and B, with their documents", "contacts on its cover will not be shown"] {
        assert!(said.contains(part), "{said}");
    }
}

#[actix_web::test]
async fn what_a_later_version_keeps_back_is_public_until_that_is_published_and_the_officer_is_told() {
    let stays = "Version 1 stays public as it is until this version is published.";
    for (availability, narrows, everyone) in [
        ("no", true, "nothing of its forms"),
        ("partially", false, "Forms A and B"),
        ("yes", false, "the whole report"),
    ] {
        let portal = TestPortal::new();
        let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
        file(&client, &officer, ("1", &["circulated", "published"], "ORIOLE")).await;
        correct(&client, availability).await;
        let is_public = async || portal.page(&format!("/reports/{NAME}.1")).await.text("main").contains("ORIOLEopen");
        let next = "[aria-labelledby=next]";
        assert_eq!(officer.page(PAGE).await.text(next).contains(stays), narrows, "{availability}");
        assert_eq!(asked(&officer, "2", "circulated").await.text("main").contains(stays), narrows, "{availability}");
        officer.review(NAME, "2", "circulated").await;
        assert!(is_public().await, "{availability}: circulating closes nothing");
        let page = asked(&officer, "2", "published").await.text("main");
        assert_eq!(page.contains(stays), narrows, "{availability}");
        assert!(page.contains(everyone), "{availability}: {page}");
        officer.review(NAME, "2", "published").await;
        assert_eq!(is_public().await, !narrows, "{availability}");
        assert!(!officer.page(PAGE).await.text(next).contains(stays), "{availability}: it is published");
    }
}

#[actix_web::test]
async fn an_older_version_is_published_on_purpose_with_word_of_the_later_one() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client, &officer, ("1", &["circulated"], "ORIOLE")).await;
    let before = officer.page(&format!("{PAGE}.1")).await;
    let shown = before.all("form[action='/secretariat/selection'] input")[0].attr("value").unwrap().to_owned();
    correct(&client, "no").await;
    // The page was shown before the correction came.
    let late = officer.post("/secretariat/selection", &[("act", "published"), ("report", &shown)]).await;
    assert!(late.page().text("[aria-labelledby=left]").contains("Another version"));
    let later = "Version 2 came later and is not public";
    assert!(officer.page(&format!("{PAGE}.1")).await.text("[aria-labelledby=next]").contains(later));
    assert!(asked(&officer, "1", "published").await.text("main").contains(later));
    assert_eq!(officer.review(NAME, "1", "published").await.status, StatusCode::SEE_OTHER);
    assert!(portal.page(&format!("/reports/{NAME}")).await.text("main").contains("ORIOLEopen"));
}
