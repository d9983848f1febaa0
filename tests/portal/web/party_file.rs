//! The page of one State at the secretariat, and what leads to it.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::selection::file_many;
use crate::support::people::{Client, appointment};
use crate::support::portal::{Page, TestPortal};

const PAGE: &str = "/secretariat/parties/CHE";

/// Whether a page leads to the State's page.
fn leads_on(page: &Page) -> bool {
    !page.all(&format!("main a[href='{PAGE}']")).is_empty()
}

async fn section(client: &Client<'_>, id: &str) -> String {
    client.page(PAGE).await.text(&format!("[aria-labelledby={id}]"))
}

#[actix_web::test]
async fn one_page_holds_what_the_secretariat_knows_of_a_state() {
    let portal = TestPortal::new();
    let (officer, focal_point) =
        (portal.client(&["desk_officer"]), portal.client_called("F. Point", &["focal_point CHE"]));
    portal.client_called("N. Norway", &["focal_point NOR"]);
    file_many(&portal, &["CHE-APII-2026", "NOR-APII-2026"]);
    let place = "/secretariat/reports/CHE-APII-2026";
    officer.post(&format!("{place}/questions"), &[("form", "B"), ("words", "Which figure?")]).await;
    let page = officer.page(PAGE).await;
    let said = page.text("main");
    for part in
        ["Bound by the Convention since", "Amended Protocol II", "31 March 2027", "F. Point", "National focal point"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("Norway") && !said.contains("nobody at its desk"), "{said}");
    assert!(section(&officer, "contacts").await.contains("Appointed on 24 November 2026"));
    let reports = page.texts("[aria-labelledby=reports] tbody tr").join("\n");
    assert!(reports.contains("2026") && reports.contains("1 open"), "{reports}");
    assert_eq!(page.all(&format!("[aria-labelledby=reports] a[href='{place}']")).len(), 1);
    let asked = section(&officer, "questions").await;
    assert!(asked.contains("Awaiting an answer") && asked.contains("About Form B"), "{asked}");
    assert_eq!(page.all(&format!("[aria-labelledby=questions] a[href^='{place}#question-']")).len(), 1);
    assert!(!page.all("[aria-labelledby=planned] th a[href*='/letter?']").is_empty());
    // The letter that tells of the question.
    let sent = section(&officer, "sent").await;
    assert!(sent.contains(&focal_point.email) && sent.contains("question"), "{sent}");
    assert!(section(&officer, "participation").await.contains("In force since"));
    assert_eq!(officer.get("/secretariat/parties/che").await.header("location"), PAGE);
    for unknown in ["XXX", "Switzerland"] {
        let answer = officer.get(&format!("/secretariat/parties/{unknown}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[actix_web::test]
async fn an_administrator_sees_the_contacts_and_no_report() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let (officer, admin) = (portal.client(&["desk_officer"]), portal.client(&["administrator"]));
    accounts::invite(store, "tests", "i@example.org", "I. Invited", appointment("deputy CHE"), now).unwrap();
    file_many(&portal, &["CHE-APII-2026"]);
    let page = admin.page(PAGE).await;
    assert!(page.text("#contacts ~ .banner").contains("No letter tells this State"), "{}", page.text("main"));
    assert!(page.all("[aria-labelledby=reports], [aria-labelledby=questions]").is_empty());
    assert_eq!(page.all("main a[href*='role=focal_point&state=CHE']").len(), 1);
    assert!(
        officer.page(PAGE).await.all("main a[href*='state=CHE#invite']").is_empty(),
        "who may not is not led there"
    );
    for client in [&admin, &officer] {
        for link in client.page(PAGE).await.all("main a[href^='/']") {
            let to = link.attr("href").unwrap();
            assert_eq!(client.get(to.split('#').next().unwrap()).await.status, StatusCode::OK, "{to}");
        }
    }
    // What is done on the page comes back to it.
    let works = [("act", "works"), ("of", "none"), ("party", "CHE")];
    assert_eq!(officer.post("/secretariat/contacts", &works).await.header("location"), PAGE);
}

#[actix_web::test]
async fn whatever_names_a_state_at_the_desk_leads_to_its_page() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file_many(&portal, &["CHE-APII-2026"]);
    // A task: letters are planned, and nobody is there.
    for address in ["/secretariat/reminders", "/secretariat?state=due&q=CHE", "/secretariat/reports/CHE-APII-2026"] {
        assert!(leads_on(&officer.page(address).await), "{address}");
    }
    assert!(leads_on(&officer.page("/secretariat/contacts?health=nobody").await));
    portal.client_called("F. Point", &["focal_point CHE"]);
    let plan = officer.page("/secretariat/reminders?state=CHE").await;
    assert!(leads_on(&plan));
    let letter = plan.all("main section table a[href*='/letter?']")[0].attr("href").unwrap().to_owned();
    for address in [letter.as_str(), "/secretariat/contacts"] {
        assert!(leads_on(&officer.page(address).await), "{address}");
    }
}

#[actix_web::test]
async fn before_the_release_an_administrator_sees_who_gets_letters_and_whom_none_reaches() {
    const RELEASE: &str = "/secretariat/reminders/release";
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let fresh = admin.page(RELEASE).await;
    assert!(fresh.text("[aria-labelledby=to]").contains("Nobody: no letter is planned"), "{}", fresh.text("main"));
    let unreached = fresh.texts("[aria-labelledby=unreached] tbody th a");
    assert!(unreached.len() > 100 && unreached.iter().any(|name| name.starts_with("Switzerland")), "{unreached:?}");
    assert!(fresh.all("[aria-labelledby=unreached] details[open]").is_empty(), "a long list is folded");
    assert!(leads_on(&fresh));
    portal.client_called("F. Point", &["focal_point CHE"]);
    portal.client_called("M. Mission", &["submitter CHE"]);
    let asked = admin.page(RELEASE).await;
    let lines = asked.texts("[aria-labelledby=to] tbody tr");
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["Switzerland", "F. Point", "M. Mission", "National focal point"] {
        assert!(lines[0].contains(part), "{part}: {lines:?}");
    }
    assert!(asked.text("[aria-labelledby=to]").contains("to 2 people of one State."));
    assert_eq!(asked.texts("[aria-labelledby=unreached] tbody th a").len(), unreached.len() - 1);
}

#[actix_web::test]
async fn the_recipients_of_many_states_come_in_pages() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let admin = portal.client(&["administrator"]);
    let edition = portal.portal.edition();
    let bound = edition.register.bound_by(edition.register.convention(), edition.today);
    let states: Vec<_> = bound.map(|(state, _)| state.iso3).take(60).collect();
    let first = portal.client_called("P. Person", &["focal_point CHE"]);
    for party in &states {
        let role = appointment(&format!("focal_point {party}"));
        let _held_already = accounts::invite(store, "tests", &first.email, "P. Person", role, now).unwrap();
    }
    let page = admin.page("/secretariat/reminders/release").await;
    let (lines, next) = (page.texts("[aria-labelledby=to] tbody th"), page.all("[aria-labelledby=to] a[rel=next]"));
    assert_eq!((lines.len(), next.len()), (50, 1));
    let rest = admin.page(next[0].attr("href").unwrap().split('#').next().unwrap()).await;
    let more = rest.texts("[aria-labelledby=to] tbody th");
    assert!((10..=11).contains(&more.len()) && more.iter().all(|name| !lines.contains(name)), "{more:?}");
    assert_eq!(rest.all("[aria-labelledby=to] details[open]").len(), 1, "what was gone on to is unfolded");
}
