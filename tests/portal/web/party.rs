//! `/parties/{ISO3}`: States of every situation.

use actix_web::http::StatusCode;
use ccw_portal::app::import_register;
use ccw_portal::domain::treaty::ActionKind;
use chrono::NaiveDate;

use super::selection::file_many;
use crate::support::portal::{Page, TODAY, TestPortal};
use crate::support::{at, register_with};

fn due(page: &Page) -> Vec<String> {
    page.texts(".dues h3")
}

#[actix_web::test]
async fn trinidad_and_tobago_is_bound_since_29_january_2025() {
    let page = TestPortal::new().page("/parties/TTO").await;
    assert_eq!(page.text("h1"), "Trinidad and Tobago");
    let row = page.row("Convention");
    assert!(row.contains("29 July 2024") && row.contains("29 January 2025"), "{row}");
    assert!(row.contains("six months after the deposit (article 5)"), "{row}");
    assert!(page.row("Protocol II").contains("not bound"));
    assert_eq!(
        due(&page),
        ["Compliance annual report", "Amended Protocol II annual report", "Protocol V annual report"]
    );
    let when = page.texts(".dues time");
    assert_eq!(when, ["31 March 2027"; 3]);
}

#[actix_web::test]
async fn what_is_due_follows_from_what_binds() {
    let portal = TestPortal::new();
    assert_eq!(due(&portal.page("/parties/COL").await).len(), 2, "no Protocol V");
    assert_eq!(due(&portal.page("/parties/MEX").await), ["Compliance annual report"], "original Protocol II only");
    for stranger in ["EGY", "AND", "COK"] {
        let page = portal.page(&format!("/parties/{stranger}")).await;
        assert!(due(&page).is_empty(), "{stranger}");
        assert!(page.text("[aria-labelledby=due]").contains("No report is due from a State that is not a party."));
    }
}

/// A report that is due and came leads to it, for whoever may read it; to others nothing is said of it.
#[actix_web::test]
async fn what_is_due_leads_to_what_was_received() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let (state, party) = (portal.client(&["focal_point CHE"]), portal.client(&["focal_point NOR"]));
    let report = "CHE-APII-2027";
    file_many(&portal, &[report]);
    let link = |page: &Page| -> Option<String> {
        let found = page.all(".dues a[href*='CHE-']");
        assert!(found.len() < 2);
        found.first().map(|link| link.attr("href").unwrap().to_owned())
    };
    let seen = async || {
        let pages = [
            portal.page("/parties/CHE").await,
            party.page("/parties/CHE").await,
            state.page("/parties/CHE").await,
            officer.page("/parties/CHE").await,
        ];
        pages.map(|page| link(&page))
    };
    let places = ["/reports/", "/circulated/", "/desk/reports/", "/secretariat/reports/"];
    let [public, circulated, desk, secretariat] = places.map(|place| Some(format!("{place}{report}")));
    let desk = desk.map(|desk| format!("{desk}/filed"));
    assert_eq!(seen().await, [None, None, desk.clone(), secretariat.clone()]);
    officer.review(report, "1", "circulated").await;
    assert_eq!(seen().await, [None, circulated.clone(), desk.clone(), secretariat.clone()]);
    officer.review(report, "1", "published").await;
    assert_eq!(seen().await, [public, circulated, desk, secretariat]);
    let due = portal.page("/parties/CHE").await.texts(".dues li");
    let came: Vec<_> = due.iter().map(|one| (one.contains("Received on "), one.contains("days left"))).collect();
    assert_eq!(came.iter().filter(|came| **came == (true, false)).count(), 1, "{due:?}");
}

#[actix_web::test]
async fn the_ground_of_each_report_is_worded_exactly() {
    let page = TestPortal::new().page("/parties/CHE").await;
    let about = page.texts(".dues .about");
    assert!(about[0].contains("Every party is invited to report"), "{}", about[0]);
    assert!(about[1].contains("due under article 13(4)"), "{}", about[1]);
    assert!(about[2].contains("due by decision of the First Conference"), "{}", about[2]);
}

#[actix_web::test]
async fn successions_say_how_well_their_date_is_known() {
    let portal = TestPortal::new();
    let montenegro = portal.page("/parties/MNE").await.row("Convention");
    assert!(montenegro.contains("3 June 2006") && montenegro.contains("as a source states it"), "{montenegro}");
    let serbia = portal.page("/parties/SRB").await.row("Convention");
    assert!(serbia.contains("recalled and still to be confirmed"), "{serbia}");
}

#[actix_web::test]
async fn where_sources_differ_the_page_says_so() {
    let portal = TestPortal::new();
    for state in ["CMR", "DOM", "BHR", "CIV"] {
        assert_eq!(portal.page(&format!("/parties/{state}")).await.all(".banner.warning").len(), 1, "{state}");
    }
    assert!(portal.page("/parties/CHE").await.all(".banner.warning").is_empty());
}

#[actix_web::test]
async fn every_act_names_its_source() {
    let page = TestPortal::new().page("/parties/FRA").await;
    let acts = page.texts("[aria-labelledby=acts] dd");
    assert!(acts.len() >= 9, "{acts:?}");
    assert!(acts.iter().all(|act| act.contains("UNTC")), "{acts:?}");
}

#[actix_web::test]
async fn no_page_says_anything_about_earlier_reports() {
    let portal = TestPortal::new();
    for state in ["CHE", "MEX"] {
        let text = portal.page(&format!("/parties/{state}")).await.text("main").to_lowercase();
        for word in ["late", "lapsed", "never", "overdue", "missing"] {
            assert!(!text.split(|letter: char| !letter.is_alphabetic()).any(|own| own == word), "{state}: {word}");
        }
    }
}

#[actix_web::test]
async fn every_state_has_a_page() {
    let portal = TestPortal::new();
    for state in portal.portal.edition().register.states() {
        let page = portal.page(&format!("/parties/{}", state.iso3)).await;
        assert_eq!(page.text("h1"), state.short_name_en);
        assert_eq!(page.all("[aria-labelledby=participation] tbody tr").len(), 8);
    }
}

#[actix_web::test]
async fn other_spellings_lead_to_the_one_address() {
    let portal = TestPortal::new();
    for (spelled, address) in [
        ("/parties/tto", "/parties/TTO"),
        ("/parties/Che", "/parties/CHE"),
        ("/instruments/p-v", "/instruments/P-V"),
        ("/parties/", "/parties"),
        ("/parties/CHE/", "/parties/CHE"),
        ("/help//", "/help"),
        ("/parties/?group=weog", "/parties?group=weog"),
    ] {
        let answer = portal.get(spelled).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{spelled}");
        assert_eq!(answer.header("location"), address);
    }
}

/// States on their way in and out: Egypt ratifies, Colombia denounces Amended Protocol II, Mexico the Convention.
fn portal_with_comings_and_goings() -> TestPortal {
    let portal = TestPortal::new();
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let register = register_with(&[
        ("EGY", "CCW", ActionKind::Ratification, day("2026-08-01")),
        ("EGY", "P-I", ActionKind::Consent, day("2026-08-01")),
        ("COL", "AP-II", ActionKind::Denunciation, day("2026-06-15")),
        ("MEX", "CCW", ActionKind::Denunciation, day("2025-10-01")),
    ]);
    import_register(&portal.database.store(), register, "test", at(TODAY)).unwrap();
    portal.portal.refresh().unwrap();
    portal
}

#[actix_web::test]
async fn a_state_about_to_become_a_party_is_told_what_will_be() {
    let portal = portal_with_comings_and_goings();
    let row = portal.page("/parties").await.row("Egypt");
    assert!(row.contains("10 April 1981") && row.contains("in force from 1 February 2027"), "{row}");
    let page = portal.page("/parties/EGY").await;
    let due = page.texts(".dues .about");
    assert_eq!(due.len(), 1);
    assert!(due[0].contains("The Convention will be in force for Egypt from 1 February 2027."), "{due:?}");
    assert!(page.text("main").contains("State about to become a party"));
}

#[actix_web::test]
async fn a_denunciation_shows_until_it_takes_effect_and_after() {
    let portal = portal_with_comings_and_goings();
    let colombia = portal.page("/parties/COL").await;
    assert!(colombia.row("Amended Protocol II").contains("no longer bound from 15 June 2027"));
    assert_eq!(due(&colombia).len(), 2, "bound on 31 March 2027, so the report is due");
    let parties = portal.page("/parties").await;
    assert!(parties.row("Mexico").contains("no longer bound since 1 October 2026"), "{}", parties.row("Mexico"));
    assert!(due(&portal.page("/parties/MEX").await).is_empty());
}

#[actix_web::test]
async fn codes_that_no_state_has_lead_nowhere() {
    let portal = TestPortal::new();
    for code in ["ZZZ", "zzz", "ch", "CHEX"] {
        assert_eq!(portal.get(&format!("/parties/{code}")).await.status, StatusCode::NOT_FOUND, "{code}");
    }
}
