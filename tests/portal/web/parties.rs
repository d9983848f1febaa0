//! `/parties`: the table and its choices.

use actix_web::http::StatusCode;

use crate::support::portal::TestPortal;

const TOTALS: [usize; 8] = [128, 121, 96, 117, 111, 107, 90, 99];

#[actix_web::test]
async fn the_table_has_128_parties_and_eight_instruments() {
    let page = TestPortal::new().page("/parties").await;
    assert_eq!(page.all("table.parties tbody tr").len(), 128);
    assert_eq!(page.all("table.parties tbody td").len(), 128 * 8);
    for (column, total) in TOTALS.into_iter().enumerate() {
        let dated = page.all(&format!("table.parties tbody td:nth-of-type({}) time", column + 1));
        assert_eq!(dated.len(), total, "column {column}");
    }
}

#[actix_web::test]
async fn dates_are_those_of_entry_into_force_or_of_deposit() {
    let portal = TestPortal::new();
    let in_force = portal.page("/parties").await.row("Trinidad and Tobago");
    assert!(in_force.contains("29 Jan 2025") && in_force.contains("not bound"), "{in_force}");
    let deposited = portal.page("/parties?date=deposit").await.row("Trinidad and Tobago");
    assert!(deposited.contains("29 Jul 2024") && !deposited.contains("29 Jan 2025"), "{deposited}");
}

#[actix_web::test]
async fn states_not_party_stand_below() {
    let page = TestPortal::new().page("/parties").await;
    assert_eq!(page.text("#not-party"), "States not party: 69");
    assert_eq!(page.all("[aria-labelledby=not-party] tbody tr").len(), 69);
    assert!(page.row("Egypt").contains("10 April 1981"));
    assert!(page.row("Andorra").contains("not signed"));
}

#[actix_web::test]
async fn choices_narrow_the_table() {
    let portal = TestPortal::new();
    for (choice, parties, others) in [
        ("group=grulac", 24, 9),
        ("group=weog&status=party", 27, 0),
        ("status=signatory", 0, 4),
        ("status=not-party", 0, 69),
        ("group=african&status=not-party", 0, 28),
        ("bound=P-V", 99, 0),
        ("status=party&not=P-V", 29, 0),
        ("bound=AP-II&not=P-II", 23, 0),
    ] {
        let page = portal.page(&format!("/parties?{choice}")).await;
        let counted =
            (page.all("table.parties tbody tr").len(), page.all("[aria-labelledby=not-party] tbody tr").len());
        assert_eq!(counted, (parties, others), "{choice}");
    }
}

#[actix_web::test]
async fn each_choice_has_one_address() {
    let portal = TestPortal::new();
    for (asked, address) in [
        ("?q=&status=signatory&bound=&not=&date=in-force", "/parties?status=signatory"),
        ("?date=deposit&group=weog", "/parties?group=weog&date=deposit"),
        ("?group=atlantis&status=lapsed&bound=P-IX&date=never", "/parties"),
        ("?utm_source=letter", "/parties"),
        ("?", "/parties"),
        ("?q=%20congo++republic%20", "/parties?q=congo++republic"),
    ] {
        let answer = portal.get(&format!("/parties{asked}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{asked}");
        assert_eq!(answer.header("location"), address);
        let there = portal.get(answer.header("location")).await;
        assert!(
            there.status == StatusCode::OK || there.header("location").starts_with("/parties/"),
            "{address}: a loop"
        );
    }
}

#[actix_web::test]
async fn tabs_count_what_they_lead_to() {
    let portal = TestPortal::new();
    for choice in ["", "?status=not-party", "?bound=P-V", "?status=signatory&date=deposit", "?status=party&not=CCW"] {
        let page = portal.page(&format!("/parties{choice}")).await;
        for tab in page.all(".tabs a") {
            let count: usize = tab.text().last().unwrap().parse().unwrap();
            let shown = portal.page(tab.attr("href").unwrap()).await;
            let rows = if choice.contains("not-party") || choice.contains("signatory") {
                shown.all("[aria-labelledby=not-party] tbody tr").len()
            } else {
                shown.all("table.parties tbody tr").len()
            };
            assert_eq!(rows, count, "{choice} {:?}", tab.attr("href"));
            let (tables, banners) = (shown.all("tbody").len(), shown.all(".banner h2").len());
            assert_eq!(tables == 0, banners == 1, "{:?}: an empty page says so", tab.attr("href"));
        }
    }
}

#[actix_web::test]
async fn a_search_that_means_one_state_leads_to_it() {
    let portal = TestPortal::new();
    for (wanted, found) in
        [("lao", "LAO"), ("CHE", "CHE"), ("%D0%A8%D0%B2%D0%B5%D0%B9%D1%86%D0%B0%D1%80%D0%B8%D1%8F", "CHE")]
    {
        let answer = portal.get(&format!("/parties?q={wanted}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{wanted}");
        assert_eq!(answer.header("location"), format!("/parties/{found}"));
    }
}

#[actix_web::test]
async fn a_search_that_clients_spell_otherwise_is_no_loop() {
    let portal = TestPortal::new();
    for spelled in ["/parties?q=~", "/parties?q=%7E", "/parties?q=united%20states%20x"] {
        assert_eq!(portal.get(spelled).await.status, StatusCode::OK, "{spelled}");
    }
    assert_eq!(portal.get("/parties?q=ma").await.status, StatusCode::OK, "several States begin so");
}

#[actix_web::test]
async fn a_search_with_several_or_no_answers_keeps_what_was_typed() {
    let portal = TestPortal::new();
    let several = portal.page("/parties?q=united").await;
    let names = several.texts("tbody th");
    assert!(names.contains(&"United Arab Emirates".into()) && names.contains(&"United Republic of Tanzania".into()));
    assert_eq!(several.all("input[name=q]")[0].attr("value"), Some("united"));
    let none = portal.page("/parties?q=atlantis").await;
    assert_eq!(none.text(".banner h2"), "No State fits this choice");
    assert_eq!(none.all("tbody tr").len(), 0);
}

#[actix_web::test]
async fn states_are_in_the_order_of_their_names() {
    let names = TestPortal::new().page("/parties?status=party").await.texts("table.parties tbody th");
    let place = |name: &str| names.iter().position(|own| own == name).unwrap();
    assert!(place("Costa Rica") < place("Côte d'Ivoire") && place("Côte d'Ivoire") < place("Croatia"));
    assert!(place("Tunisia") < place("Türkiye") && place("Türkiye") < place("Turkmenistan"));
}

#[actix_web::test]
async fn the_register_can_be_had_as_csv() {
    let answer = TestPortal::new().get("/parties.csv").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let mut lines = csv::Reader::from_reader(answer.text().as_bytes());
    let records: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 197 * 8);
    let bound = records.iter().filter(|record| &record[4] == "bound").count();
    assert_eq!(bound, TOTALS.iter().sum::<usize>());
    let trinidad = records.iter().find(|record| &record[0] == "TTO" && &record[3] == "P-V").unwrap();
    assert_eq!(&trinidad[7], "2025-01-29");
}
