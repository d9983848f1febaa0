//! What a State's own people find of what is filed: at their desk, at an address that is not public, and in the letter
//! about what is published and closed.

use actix_web::http::StatusCode;

use super::audiences::{file, revision};
use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::portal::TestPortal;

const NAME: &str = "CHE-COMPLIANCE-2027";

#[actix_web::test]
async fn a_report_that_stands_and_has_a_new_version_in_draft_says_both_on_the_desk() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let row = async || client.page("/desk").await.row("Compliance report 2027");
    start(&client).await;
    assert!(row().await.contains("In draft"));
    write_whole(&client).await;
    submit(&client).await;
    let desk = client.page("/desk").await;
    let links: Vec<_> = desk.all("td a").iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    assert!(links.contains(&at("receipt")), "the receipt is what the link says: {links:?}");
    for act in ["circulated", "published"] {
        officer.review(NAME, "1", act).await;
    }
    client.post(REPORT, &[("from", "correction")]).await;
    let said = row().await;
    assert!(said.contains("Published; a new version is in draft") && said.contains("Go on with the draft"), "{said}");
    let desk = client.page("/desk").await;
    let links: Vec<_> = desk.all("td a").iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    assert!(links.contains(&REPORT.to_owned()) && !links.contains(&at("receipt")), "{links:?}");
}

#[actix_web::test]
async fn the_public_address_of_what_is_not_published_tells_own_people_and_officers_and_nobody_else() {
    let portal = TestPortal::new();
    let own = portal.client(&["submitter CHE"]);
    let others =
        [portal.client(&["focal_point NOR"]), portal.client(&["reader CHE"]), portal.client(&["administrator"])];
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let address = format!("/reports/{NAME}");
    assert_eq!(own.get(&address).await.status, StatusCode::NOT_FOUND, "nothing is filed");
    file(&client, &officer, ("1", &[], "ORIOLE")).await;
    for version in ["", ".1"] {
        let page = own.page(&format!("{address}{version}")).await;
        assert!(page.text(".lead").starts_with("Received on 24 November 2026"), "{}", page.text("main"));
        assert!(page.text(".lead").ends_with("not published."));
        assert_eq!(page.all("main a")[0].attr("href"), Some(REPORT));
        let page = officer.page(&format!("{address}{version}")).await;
        assert!(page.text("main").contains("outside the secretariat and the State’s desk"), "{}", page.text("main"));
        let own = format!("/secretariat/reports/{NAME}{version}");
        assert_eq!(page.all("main a")[0].attr("href"), Some(own.as_str()));
        assert_eq!(officer.get(&own).await.status, StatusCode::OK);
    }
    assert_eq!(officer.get(&format!("{address}.2")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(own.get(&format!("{address}.2")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(own.get(&format!("{address}.json")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(portal.get(&address).await.status, StatusCode::NOT_FOUND);
    for other in &others {
        let answer = other.get(&address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(!answer.text().contains("not published."));
    }
    assert_eq!(client.post(&at("recall"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(own.get(&address).await.status, StatusCode::NOT_FOUND, "what was recalled is not received");
    assert_eq!(officer.page(&address).await.all("main a").len(), 1, "the secretariat keeps the page");
}

#[actix_web::test]
async fn what_is_published_and_wholly_closed_is_said_to_be_so_once() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&client).await;
    write_whole(&client).await;
    let closed = [("cover.availability", "no"), ("tick", "cover.note_verbale.not_used")];
    let closed = [&closed[..], &[("cover.note_verbale.not_used", "yes")]].concat();
    assert_eq!(save(&client, "cover", &revision(&client, "cover").await, &closed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER, "{}", client.page(&at("check")).await.text("main"));
    for act in ["circulated", "published"] {
        assert_eq!(officer.review(NAME, "1", act).await.status, StatusCode::SEE_OTHER);
    }
    let letters = portal.letters();
    let letter = letters.iter().find(|letter| letter.subject.ends_with("2027 published")).unwrap();
    let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("none of its forms and documents is open to the public"), "{text}");
    assert!(text.contains("Parties have it whole.") && !text.contains("Everyone can read it"), "{text}");
    let page = portal.page(&format!("/reports/{NAME}")).await;
    assert!(page.text(".banner").contains("Nothing of its forms and documents is available to the public"));
    assert!(!page.text("main").contains("Not made available to the public by the State"), "once is enough");
}
