//! Reports from before the portal, as the desk and the rules know them.

use actix_web::http::StatusCode;
use ccw_portal::domain::calendar::Cycle;
use ccw_portal::domain::code::RegimeCode;
use ccw_portal::domain::history::HistoricReport;
use ccw_portal::store::historic_reports::insert_historic_reports;
use ccw_portal::store::records_from::set_records_from;

use super::filing::{REPORT, at, save, start};
use crate::support::portal::TestPortal;

fn listed(cycle: &str, forms: Option<&str>) -> HistoricReport {
    HistoricReport {
        party: "CHE".parse().unwrap(),
        regime: "COMPLIANCE".parse().unwrap(),
        cycle: cycle.parse().unwrap(),
        received_on: None,
        forms: forms.map(|forms| forms.parse().unwrap()),
        file: None,
        source: "a list".into(),
    }
}

#[actix_web::test]
async fn a_lapsed_state_starts_from_what_a_list_tells() {
    let portal = TestPortal::new();
    let reports = [listed("2012", Some("A C")), listed("2014", None)];
    portal.portal.store().write(move |db| insert_historic_reports(db, &reports)).unwrap();
    let client = portal.client(&["focal_point CHE"]);
    assert!(client.page(REPORT).await.text("main").contains("names your report of 2012"));
    assert_eq!(client.post(REPORT, &[("from", "earlier")]).await.status, StatusCode::SEE_OTHER);
    let tasks = client.page(REPORT).await;
    let states: Vec<_> = tasks.texts(".tasks .tag").into_iter().filter(|state| state.contains("2012")).collect();
    assert_eq!(states, ["Unchanged since 2012", "Unchanged since 2012"]);
}

#[actix_web::test]
async fn only_inside_the_records_a_report_that_is_not_here_stops_a_submission() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let unchanged = [("summary.A.state", "unchanged"), ("summary.A.last_reporting", "2019")];
    assert_eq!(save(&client, "forms/A", "0", &unchanged).await.status, StatusCode::SEE_OTHER);
    let finding = async || {
        let page = client.page(&at("check")).await;
        let found = page.texts(".finding").into_iter().find(|finding| finding.contains("Rule G-32"));
        found.map(|finding| finding.split_whitespace().next().unwrap().to_owned())
    };
    assert_eq!(finding().await.as_deref(), Some("Warning"));
    let (regime, first) = (RegimeCode::parse("COMPLIANCE").unwrap(), Cycle::new(2008).unwrap());
    portal.portal.store().write(move |db| set_records_from(db, regime, Some(first))).unwrap();
    assert_eq!(finding().await.as_deref(), Some("Error"));
    let report = [listed("2019", None)];
    portal.portal.store().write(move |db| insert_historic_reports(db, &report)).unwrap();
    assert_eq!(finding().await, None);
}
