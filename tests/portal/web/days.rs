//! Days on pages are days in Geneva, also where it is still the day before in Greenwich.

use actix_web::http::StatusCode;

use super::filing::{start, submit, write_whole};
use crate::support::portal::TestPortal;

#[actix_web::test]
async fn a_report_that_comes_after_midnight_in_geneva_came_on_that_day() {
    let portal = TestPortal::at("2027-03-31T23:30:00Z");
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let reader = portal.client(&["reader NOR"]);
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    let queue = officer.page("/secretariat?tab=received&cycle=2027").await.text("main");
    assert!(queue.contains("1 Apr 2027") && !queue.contains("31 Mar 2027"), "{queue}");
    for act in ["circulated", "published"] {
        let done = officer.review("CHE-COMPLIANCE-2027", "1", act).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
    let circulated = reader.page("/circulated?cycle=2027").await.text("main");
    assert!(circulated.contains("1 Apr 2027") && !circulated.contains("31 Mar 2027"), "{circulated}");
    let published = portal.page("/reports?cycle=2027").await;
    assert!(published.text("main").contains("1 April 2027"), "{}", published.text("main"));
    assert_eq!(published.all("time[datetime='2027-04-01']").len(), 1);
    let state = portal.page("/parties/CHE").await;
    let row = state.text("#reports ~ *");
    assert!(row.contains("1 April 2027"), "{row}");
}

#[actix_web::test]
async fn a_receipt_says_the_moment_in_geneva_first_on_its_page_and_in_its_letter() {
    let portal = TestPortal::at("2027-03-31T22:30:00Z");
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    let moment = "1 April 2027, 00:30:00 in Geneva (31 March 2027, 22:30:00 UTC)";
    let receipt = client.page("/desk/reports/CHE-COMPLIANCE-2027/receipt").await.text("main dl");
    assert!(receipt.contains(&format!("Received{moment}")), "{receipt}");
    assert_eq!(receipt.matches("UTC").count(), 1, "{receipt}");
    let letters = portal.letters();
    let letter = letters.iter().find(|letter| letter.to.contains(&client.email)).unwrap();
    let flat = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&format!("was received on {moment}.")), "{flat}");
}
