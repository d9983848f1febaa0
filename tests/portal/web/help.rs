//! What the page of help says of the installation.

use std::sync::Arc;

use ccw_portal::web::Site;

use crate::support::portal::TestPortal;

#[actix_web::test]
async fn the_secretariat_is_named_where_its_address_is_known_and_nothing_is_said_otherwise() {
    let mut portal = TestPortal::new();
    let page = portal.get("/help").await.page();
    assert!(page.all("#secretariat").is_empty() && !page.text("main").contains("How to reach"));
    let site = Site::new(Arc::clone(&portal.portal), "https://reports.example.org", false).unwrap();
    portal.show(site.reached_at("reports@example.org".into()));
    let page = portal.get("/help").await.page();
    assert_eq!(page.all("#secretariat a[href='mailto:reports@example.org']").len(), 1);
}
