//! Forms that are unchanged until somebody touches them, and days of receipt that stay.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::at as instant;
use crate::support::portal::TestPortal;

#[actix_web::test]
async fn a_form_is_changed_once_its_words_change_and_can_be_called_unchanged_again() {
    let (portal, clock) = TestPortal::moved("2026-11-24T09:00:00Z");
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    // The next cycle starts from it.
    clock.store(instant("2027-11-24T09:00:00Z").timestamp(), Ordering::Relaxed);
    let client = portal.client(&["focal_point CHE"]);
    let report = REPORT.replace("2027", "2028");
    assert_eq!(client.post(&report, &[("from", "earlier")]).await.status, StatusCode::SEE_OTHER);
    let form = format!("{report}/forms/C");
    let state = async || {
        let page = client.page(&form).await;
        page.all("input[name='summary.C.state'][checked]")[0].attr("value").unwrap().to_owned()
    };
    let send = async |revision: &str, text: &str| {
        let fields = [
            ("revision", revision),
            ("go", "stay"),
            ("summary.C.state", "unchanged"),
            ("summary.C.last_reporting", "2027"),
            ("forms.C.legislation.text", text),
        ];
        assert_eq!(client.post(&form, &fields).await.status, StatusCode::SEE_OTHER);
    };
    assert_eq!(state().await, "unchanged");
    send("1", "War Materiel Act.").await;
    assert_eq!(state().await, "unchanged", "nothing was touched");
    send("1", "War Materiel Act, amended in 2027.").await;
    assert_eq!(state().await, "changed");
    send("2", "War Materiel Act, amended in 2027.").await;
    assert_eq!(state().await, "unchanged", "chosen again without touching a word");
}

#[actix_web::test]
async fn a_correction_does_not_change_the_day_of_receipt() {
    let (portal, clock) = TestPortal::moved("2027-03-20T09:00:00Z");
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    clock.store(instant("2027-05-02T09:00:00Z").timestamp(), Ordering::Relaxed);
    let (client, officer_later) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    drop(officer);
    client.post(REPORT, &[("from", "correction")]).await;
    let cover = client.page(&at("cover")).await;
    let revision = cover.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let reason = [
        ("reason", "The last day was wrong."),
        ("period.to", "2026-12-31"),
        ("tick", "cover.note_verbale.not_used"),
        ("cover.note_verbale.not_used", "yes"),
    ];
    assert_eq!(save(&client, "cover", &revision, &reason).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    for act in ["circulated", "published"] {
        let done = officer_later.review("CHE-COMPLIANCE-2027", "2", act).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
    assert!(portal.page("/reports?cycle=2027").await.text("table").contains("20 March 2027"));
    assert!(portal.page("/parties/CHE").await.text("main").contains("received on 20 March 2027"));
    let table = portal.get("/reports.csv?cycle=2027").await;
    assert!(table.text().contains(",2,2027-03-20,2027-05-02T09:00:00Z,"), "{}", table.text());
    let page = portal.page("/reports/CHE-COMPLIANCE-2027").await.text("main");
    assert!(page.contains("20 March 2027") && page.contains("2 May 2027"), "{page}");
}
