//! No page promises a letter where nobody is there to get it: it says so, and leads to the contacts.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::filing::{at, start, write_whole};
use super::on_behalf::send_to;
use super::selection::file_many;
use crate::support::people::{Client, appointment, parts};
use crate::support::portal::{Page, TestPortal};

const PLACE: &str = "/secretariat/reports/FRA-APII-2026/on-behalf";
const CONTACTS: &str = "main a[href='/secretariat/contacts?health=nobody']";
const PDF: &[u8] = b"%PDF-1.7\nthe report as it came\n%%EOF\n";

/// Of a page about one State.
const OF_FRANCE: &str = "main a[href='/secretariat/parties/FRA#contacts']";

/// The page that shows a filing on behalf before it is filed.
async fn looked_over(officer: &Client<'_>, place: &str) -> Page {
    let token = accounts::form_token(&officer.secret);
    let fields = [
        ("form_token", token.as_str()),
        ("version", "1"),
        ("received_on", "05/10/2026"),
        ("how", "post"),
        ("availability", "yes"),
    ];
    let shown = officer.send_parts(place, parts(&fields, Some(("Rapport.pdf", PDF)))).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.page()
}

#[actix_web::test]
async fn filing_on_behalf_tells_a_state_only_where_somebody_is_reached() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let officer = portal.client(&["desk_officer"]);
    // Neither a reader nor an invitation that is not taken up gets letters about reports.
    portal.client(&["reader FRA"]);
    accounts::invite(store, "tests", "i@example.org", "I. Invited", appointment("deputy FRA"), now).unwrap();
    let page = looked_over(&officer, PLACE).await;
    let said = page.text("main");
    assert!(said.contains("No letter tells the State") && !said.contains("are told by letter"), "{said}");
    assert_eq!(page.all(OF_FRANCE).len(), 1);
    let filed = send_to(&officer, PLACE, &[], Some(("Rapport.pdf", PDF))).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
    let done = officer.page(filed.header("location")).await;
    let said = done.text("[role=status]");
    assert!(said.contains("No letter tells the State") && !said.contains("are told by letter"), "{said}");
    assert_eq!(done.all(OF_FRANCE).len(), 1, "the page of the report says it as long as it is so");
    assert!(done.text("main").contains("so no question, receipt or other letter about this report reaches it"));
    portal.client(&["focal_point FRA"]);
    let page = officer.page(filed.header("location")).await;
    assert!(page.text("[role=status]").contains("are told by letter") && page.all(OF_FRANCE).is_empty());
    let page = looked_over(&officer, "/secretariat/reports/FRA-COMPLIANCE-2026/on-behalf").await;
    assert!(page.text("main").contains("The people of the State are told by letter."));
    assert!(page.all(OF_FRANCE).is_empty());
}

#[actix_web::test]
async fn circulating_names_the_states_that_no_letter_tells() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file_many(&portal, &["CHE-APII-2026", "FRA-APII-2026"]);
    let asked = async |reports: &[&str]| {
        let query: String = reports.iter().map(|report| format!("&report={report}.1:0")).collect();
        officer.page(&format!("/secretariat/selection?act=circulated{query}")).await
    };
    let both = ["CHE-APII-2026", "FRA-APII-2026"];
    let nobody = asked(&both).await;
    assert!(nobody.text("main header").contains("No letter tells the States"), "{}", nobody.text("main header"));
    assert_eq!(nobody.all(CONTACTS).len(), 1);
    let one = asked(&both[..1]).await.text("main header");
    assert!(one.contains("No letter tells the State:") && !one.contains("told by letter"), "{one}");
    portal.client(&["focal_point CHE"]);
    let some = asked(&both).await;
    assert!(some.text("main header").contains("Each State with somebody to get it is told by letter."));
    let lines = some.texts("[aria-labelledby=able] li");
    let is_untold = |line: &&String| line.contains("No letter tells this State");
    assert!(lines.iter().filter(is_untold).all(|line| line.starts_with("France")), "{lines:?}");
    assert_eq!((lines.iter().filter(is_untold).count(), some.all(CONTACTS).len()), (1, 1));
    portal.client(&["submitter FRA"]);
    let all = asked(&both).await;
    assert!(all.text("main header").contains("Each State is told by letter.") && all.all(CONTACTS).is_empty());
    let acknowledged = officer.page("/secretariat/selection?act=acknowledged&report=CHE-APII-2026.1:0").await;
    assert!(!acknowledged.text("main").contains("letter tells"), "no letter goes with it");
}

#[actix_web::test]
async fn whoever_is_alone_at_the_desk_is_told_that_nobody_learns_of_a_request_for_clearance() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let hint = async || client.page(&at("clearance")).await.text("#words-hint");
    assert!(hint().await.contains("no letter tells anybody that you ask"), "{}", hint().await);
    portal.client(&["submitter CHE"]);
    assert!(hint().await.contains("They are told by letter that you ask"), "{}", hint().await);
}
