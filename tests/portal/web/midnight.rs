//! What is filed around midnight in Geneva.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;

use super::filing::{at as page, start, submit, write_whole};
use crate::support::at;
use crate::support::portal::TestPortal;

#[actix_web::test]
async fn who_files_after_midnight_files_on_the_new_day_though_nobody_has_looked_at_a_public_page() {
    // Summer time: 24:00 in Geneva is 22:00 UTC.
    let (portal, clock) = TestPortal::moved("2027-03-31T21:30:00Z");
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    clock.store(at("2027-03-31T22:10:00Z").timestamp(), Ordering::Relaxed);
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    let document: serde_json::Value = serde_json::from_str(client.get(&page("filed.json")).await.text()).unwrap();
    assert_eq!(document["submitted_on"], "2027-04-01");
}
