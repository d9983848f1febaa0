//! A report of a State that the instrument does not bind: it is said to be voluntary, and no duty is asked of it. And
//! one of a State that the instrument binds newly: that a first report was due is said, and nothing is judged.

use actix_web::http::StatusCode;
use ccw_portal::domain::calendar::Cycle;
use ccw_portal::domain::code::RegimeCode;
use ccw_portal::store::records_from::set_records_from;

use crate::support::portal::TestPortal;

const REPORT: &str = "/desk/reports/CUB-APII-2027";

#[actix_web::test]
async fn no_duty_of_a_party_is_asked_of_a_state_that_is_none() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CUB"]);
    assert_eq!(client.post(REPORT, &[("from", "nothing")]).await.status, StatusCode::SEE_OTHER);
    let cover = [("revision", "0"), ("go", "stay"), ("cover.availability", "no")];
    assert_eq!(client.post(&format!("{REPORT}/cover"), &cover).await.status, StatusCode::SEE_OTHER);
    for letter in ["A", "D"] {
        let (state, page) = (format!("summary.{letter}.state"), format!("{REPORT}/forms/{letter}"));
        let fields = [("revision", "0"), ("go", "stay"), (state.as_str(), "not_applicable")];
        assert_eq!(client.post(&page, &fields).await.status, StatusCode::SEE_OTHER);
    }
    for page in ["cover", "forms/A"] {
        let over = client.page(&format!("{REPORT}/{page}")).await.text(".over");
        assert!(over.ends_with("Voluntary report"), "{over}");
    }
    let check = client.page(&format!("{REPORT}/check")).await;
    let said = check.text("main");
    for of_a_party in ["concerns every party", "Article 13(4) asks", "Article 13(4) has"] {
        assert!(!said.contains(of_a_party), "{said}");
    }
    assert!(said.contains("G-03"), "{said}");
    // What is found about the report as a whole leads to its page; all else to an element of another.
    let links: Vec<_> =
        check.all(".finding a").iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    assert!(links.contains(&REPORT.to_owned()), "{links:?}");
    for (page, id) in links.iter().filter_map(|link| link.split_once('#')) {
        assert_eq!(client.page(page).await.all(&format!("[id='{id}']")).len(), 1, "{page}#{id}");
    }
}

#[actix_web::test]
async fn that_no_first_report_is_held_is_said_where_a_later_one_is_begun() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point TTO"]);
    let first = "The first report on Protocol V was due by 28 July 2025. No first report is held here.";
    let said = client.page("/desk/reports/TTO-PV-2027").await.text("main");
    assert!(said.contains(first) && said.contains("may not be in its records"), "{said}");
    let desk = client.page("/desk").await.text("main");
    assert_eq!(desk.matches(first).count(), 1, "{desk}");
    let old = portal.client(&["focal_point CHE"]).page("/desk").await.text("main");
    assert!(!old.contains("The first report"), "that of a State bound for long is a matter of old records: {old}");
    // Where the records are whole, nothing is said of what they may lack.
    let set = |year| {
        let first = Some(Cycle::new(year).unwrap());
        portal.portal.store().write(move |db| set_records_from(db, RegimeCode::parse("PV").unwrap(), first)).unwrap();
    };
    set(2020);
    let said = client.page("/desk/reports/TTO-PV-2027").await.text("main");
    assert!(said.contains(first) && !said.contains("may not be in its records"), "{said}");
    // Other regimes ask for no first report.
    for other in ["COMPLIANCE", "APII"] {
        let said = client.page(&format!("/desk/reports/TTO-{other}-2027")).await.text("main");
        assert!(!said.contains("The first report"), "{other}: {said}");
    }
}
