//! `/instruments` and one page each.

use crate::support::portal::TestPortal;

#[actix_web::test]
async fn eight_instruments_with_their_counts() {
    let page = TestPortal::new().page("/instruments").await;
    let counts = page.texts("main > table tbody td.r");
    assert_eq!(counts, ["128", "121", "96", "117", "111", "107", "90", "99"]);
    assert_eq!(page.all("svg path[class^=k]").len(), 8);
}

#[actix_web::test]
async fn a_page_lists_who_is_bound_and_who_is_not() {
    let portal = TestPortal::new();
    for (code, bound, free) in [("P-V", 99, 29), ("P-II", 96, 32), ("CCW", 128, 0), ("A1", 90, 38)] {
        let page = portal.page(&format!("/instruments/{code}")).await;
        assert_eq!(page.all("[aria-labelledby=members] tbody tr").len(), bound, "{code}");
        assert_eq!(page.all("[aria-labelledby=not-bound] a").len(), free, "{code}");
        let groups: usize = page.texts("[aria-labelledby=groups] b").iter().map(|n| n.parse::<usize>().unwrap()).sum();
        assert_eq!(groups, bound, "{code}");
    }
}

#[actix_web::test]
async fn the_plot_has_a_title_a_description_and_the_same_figures_as_a_table() {
    let page = TestPortal::new().page("/instruments/P-V").await;
    assert_eq!(page.text("svg title"), "States bound by Protocol V");
    assert!(page.text("svg desc").contains("99 on 3 February 2026"));
    let last = page.texts("figure tbody tr:last-child > *");
    assert_eq!(last, ["3 February 2026", "99"]);
}

#[actix_web::test]
async fn every_step_can_be_had_as_csv() {
    let portal = TestPortal::new();
    let one = portal.get("/instruments/P-V.csv").await;
    assert!(one.text().starts_with("instrument,from,states_bound,register_as_of\nP-V,2006-11-12,21,2026-02-03\n"));
    assert!(one.text().ends_with("P-V,2025-01-29,99,2026-02-03\n"));
    let all = portal.get("/instruments.csv").await;
    assert!(all.text().contains(one.text().split_once('\n').unwrap().1));
}
