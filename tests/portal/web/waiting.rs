//! A document that came on paper waits for each officer who looks it over: what one gives up is not taken from another.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::looked_over::look_over;
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, Page, TestPortal};

const DAY: &str = "2026-04-05";

/// Presses a button of the page that shows the filing.
async fn press(client: &Client<'_>, report: &str, page: &Page, go: &str) -> Answer {
    let hidden = page.all("main input[type=hidden]").into_iter();
    let hidden: Vec<_> = hidden.map(|one| (one.attr("name").unwrap(), one.attr("value").unwrap())).collect();
    let fields: Vec<_> = hidden.into_iter().chain([("go", go)]).collect();
    client.send_parts(&format!("/secretariat/reports/{report}/on-behalf"), parts(&fields, None)).await
}

#[actix_web::test]
async fn a_file_that_one_officer_gives_up_or_cannot_file_stays_for_the_other_one() {
    for (go, status) in [("change", StatusCode::OK), ("file", StatusCode::CONFLICT)] {
        let portal = TestPortal::new();
        let (one, other) = (portal.client(&["desk_officer"]), portal.client(&["desk_officer"]));
        let first = look_over(&one, "FRA-APII-2026", DAY, "").await.page();
        let second = look_over(&other, "DEU-APII-2026", DAY, "").await.page();
        if go == "file" {
            // The State has begun to write the report here meanwhile.
            let state = portal.client(&["focal_point FRA"]);
            let started = state.post("/desk/reports/FRA-APII-2026", &[("from", "nothing")]).await;
            assert_eq!(started.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(press(&one, "FRA-APII-2026", &first, go).await.status, status);
        let filed = press(&other, "DEU-APII-2026", &second, "file").await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{go}: {}", filed.text());
        let passage = portal.folder.path().join("passage");
        assert_eq!(passage.read_dir().unwrap().count(), 0, "nothing waits any more");
    }
}

#[actix_web::test]
async fn a_hash_that_is_none_is_no_file_and_no_path() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let token = accounts::form_token(&officer.secret);
    for sha256 in ["../../elsewhere", &"0".repeat(64)] {
        let fields = [
            ("form_token", token.as_str()),
            ("version", "1"),
            ("kind", ""),
            ("received_on", DAY),
            ("how", "email"),
            ("availability", "yes"),
            ("note_number", ""),
            ("note_date", ""),
            ("name", "Rapport.pdf"),
            ("sha256", sha256),
            ("go", "file"),
        ];
        let refused = officer.send_parts("/secretariat/reports/FRA-APII-2026/on-behalf", parts(&fields, None)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sha256}");
        let left = portal.folder.path().join("passage").read_dir().map_or(0, Iterator::count);
        assert_eq!(left, 0, "{sha256}: nothing waits for what is not here");
    }
}
