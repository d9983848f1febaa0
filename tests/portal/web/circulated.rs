//! The list of what is circulated to parties: chosen by cycle and State, page by page, and never more than that.

use diesel::connection::SimpleConnection;

use super::selection::file_many;
use crate::support::portal::TestPortal;

/// Marks what was filed as circulated.
fn circulate(portal: &TestPortal, condition: &str) {
    let sql = format!(
        "INSERT INTO submission_acts (id, submission_id, act, done_at, done_by) \
         SELECT 'c' || id, id, 'circulated', submitted_at, submitted_by FROM submissions WHERE {condition}"
    );
    portal.database.direct().batch_execute(&sql).unwrap();
}

#[actix_web::test]
async fn a_party_chooses_cycle_and_state_and_sees_what_is_circulated_alone() {
    let portal = TestPortal::new();
    let reader = portal.client(&["reader NOR"]);
    for reference in ["CHE-APII-2026", "CHE-COMPLIANCE-2025", "CHE-COMPLIANCE-2026", "FRA-APII-2026", "FRA-PV-2025"] {
        file_many(&portal, &[reference]);
    }
    circulate(&portal, "reference <> 'CHE-COMPLIANCE-2025'");
    let rows = async |query: &str| {
        let page = reader.page(&format!("/circulated?{query}")).await;
        let first_and_last = |row: String| {
            let words: Vec<_> = row.split([',', ' ']).collect();
            format!("{} {}", words[0], words[words.len() - 1])
        };
        page.texts("tbody th").into_iter().map(first_and_last).collect::<Vec<_>>()
    };
    assert_eq!(rows("cycle=2026").await.len(), 3);
    assert_eq!(rows("cycle=2026&regime=APII").await, ["France 2026", "Switzerland 2026"]);
    assert_eq!(rows("cycle=2026&state=FRA").await.len(), 1);
    let all = rows("state=FRA").await;
    assert_eq!(all, ["France 2026", "France 2025"], "the newest first");
    assert!(!rows("state=CHE").await.iter().any(|row| row.contains("2025")), "what is not circulated is not listed");
    assert_eq!(rows("cycle=2024").await.len(), 0);
    let page = reader.page("/circulated?cycle=2025&state=FRA").await;
    assert_eq!(page.all("option[value=FRA][selected]").len(), 1);
    let links = page.all("main p a").into_iter().filter_map(|link| link.attr("href"));
    let links: Vec<_> = links.collect();
    assert_eq!(links, ["/circulated?cycle=2024&state=FRA", "/circulated?cycle=2026&state=FRA"]);
    // What no filter knows is no filter.
    assert_eq!(rows("cycle=2026&state=XXX&regime=none&after=nothing").await.len(), 3);
}

#[actix_web::test]
async fn a_long_list_is_read_page_by_page() {
    let portal = TestPortal::new();
    let reader = portal.client(&["reader NOR"]);
    let register = crate::support::register();
    let mut references = Vec::new();
    for state in register.states_by_name().take(120) {
        references.push(format!("{}-COMPLIANCE-2026", state.iso3));
    }
    let references: Vec<_> = references.iter().map(String::as_str).collect();
    file_many(&portal, &references);
    circulate(&portal, "1 = 1");
    let first = reader.page("/circulated?cycle=2026").await;
    assert_eq!(first.all("tbody tr").len(), 100);
    assert!(first.text("main").contains("1 to 100 of 120"));
    let next = first.all("a[rel=next]")[0].attr("href").unwrap().to_owned();
    let second = reader.page(&next).await;
    assert_eq!((second.all("tbody tr").len(), second.all("a[rel=next]").len()), (20, 0));
    let (one, other) = (first.texts("tbody th"), second.texts("tbody th"));
    assert!(one.iter().all(|row| !other.contains(row)));
}
