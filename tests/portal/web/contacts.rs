//! Contacts of the States as the secretariat sees them, and handovers that wait.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::domain::code::Iso3;
use ccw_portal::store::answers::{AnswerLink, insert_handover, insert_link, list_handovers};
use ccw_portal::store::people::find_person_by_email;
use ccw_portal::store::reminders::list_through_mission;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::at;
use crate::support::people::appointment;
use crate::support::portal::TestPortal;

const CONTACTS: &str = "/secretariat/contacts";

fn id_of(portal: &TestPortal, email: &str) -> String {
    portal.portal.store().read(|db| find_person_by_email(db, email)).unwrap().unwrap().id
}

fn noted(portal: &TestPortal, act: &str) -> usize {
    let acts = portal.portal.store().read(crate::store::acts).unwrap();
    acts.iter().filter(|own| *own == act).count()
}

fn hand_over(portal: &TestPortal, from: &str, email: &str) -> String {
    let (id, email, now) = (id_of(portal, from), email.to_owned(), portal.portal.clock().now());
    let che = Iso3::parse("CHE").unwrap();
    portal.portal.store().write(move |db| insert_handover(db, (che, &id), ("B. Next", &email), now)).unwrap()
}

fn open(portal: &TestPortal) -> usize {
    portal.portal.store().read(list_handovers).unwrap().len()
}

#[actix_web::test]
async fn a_handover_ends_with_an_invitation_or_is_turned_down_by_an_administrator() {
    let portal = TestPortal::new();
    let (admin, officer) = (portal.client(&["administrator"]), portal.client(&["desk_officer"]));
    let deputy = portal.client_called("N. Muster", &["deputy CHE"]);
    hand_over(&portal, &deputy.email, "next@example.org");
    let other = hand_over(&portal, &deputy.email, "other@example.org");
    let seen = officer.page(CONTACTS).await;
    assert!(seen.text("section[aria-labelledby=handovers]").contains("N. Muster, 24 November 2026"));
    assert_eq!(seen.all("button[value=turn-down]").len(), 0);
    let down = [("act", "turn-down"), ("of", other.as_str())];
    assert_eq!(officer.post(CONTACTS, &down).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert_eq!(admin.post(CONTACTS, &down).await.header("location"), CONTACTS);
    }
    assert_eq!((open(&portal), noted(&portal, "handover.turned_down")), (1, 1));
    let page = admin.page(CONTACTS).await;
    let filled = page.all("section[aria-labelledby=handovers] form a")[0].attr("href").unwrap().to_owned();
    let form = admin.page(filled.split('#').next().unwrap()).await;
    let value = |selector: &str| form.all(selector)[0].attr("value").unwrap().to_owned();
    assert_eq!(open(&portal), 1, "opening the form does nothing");
    let fields = ["#name", "#email", "#role option[selected]", "#state option[selected]", "input[name=handover]"];
    let [name, email, role, state, handover] = fields.map(value);
    assert_eq!([&*name, &*email, &*role, &*state], ["B. Next", "next@example.org", "deputy", "CHE"]);
    let sent = [("name", &*name), ("email", &email), ("role", &role), ("state", &state), ("handover", &handover)];
    assert_eq!(admin.post("/secretariat/people", &sent).await.status, StatusCode::SEE_OTHER);
    assert_eq!((open(&portal), noted(&portal, "handover.appointed")), (0, 1));
    assert!(!admin.page(CONTACTS).await.text("main").contains("Handovers"));
}

#[actix_web::test]
async fn contacts_are_listed_by_what_has_to_be_seen_to() {
    let (portal, seconds) = TestPortal::moved("2026-01-10T09:00:00Z");
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let silent = portal.client_called("S. Silent", &["focal_point CHE", "reader FRA"]);
    portal.client_called("O. Old", &["focal_point NOR"]);
    seconds.store(at("2027-02-01T09:00:00Z").timestamp(), Ordering::Relaxed);
    portal.client_called("C. Current", &["submitter NOR"]);
    let bounced = portal.client_called("B. Back", &["deputy NOR"]);
    let invited_at = portal.portal.clock().now();
    accounts::invite(store, "tests", "i@example.org", "I. Invited", appointment("deputy CHE"), invited_at).unwrap();
    let link = AnswerLink {
        fingerprint: "0".repeat(64),
        person_id: id_of(&portal, &silent.email),
        party: Iso3::parse("CHE").unwrap(),
        report: None,
        made_at: at("2027-01-02T09:00:00Z"),
        expires_at: now + chrono::TimeDelta::days(1_000),
        used: None,
    };
    store.write(move |db| insert_link(db, &link)).unwrap();
    let sql = match crate::support::database::engine() {
        ccw_portal::store::Engine::Sqlite => {
            "UPDATE people SET bounced_at = '2027-01-31 09:00:00', bounce_reason = 'no such user' WHERE email = ?"
        }
        ccw_portal::store::Engine::Postgres => {
            "UPDATE people SET bounced_at = '2027-01-31 09:00:00', bounce_reason = 'no such user' WHERE email = $1"
        }
    };
    let update = diesel::sql_query(sql).bind::<Text, _>(&bounced.email);
    assert_eq!(update.execute(&mut portal.database.direct()).unwrap(), 1);
    let officer = portal.client(&["desk_officer"]);
    for (health, expected) in [
        ("bounced", "B. Back"),
        ("invited", "I. Invited"),
        ("silent", "S. Silent"),
        ("unconfirmed", "O. Old"),
        ("appointed", "C. Current"),
    ] {
        let page = officer.page(&format!("{CONTACTS}?health={health}")).await;
        assert_eq!(page.texts("table td a"), [expected], "{health}");
        assert_eq!(page.text("[aria-current=true] .num"), "1", "{health}");
    }
    let page = officer.page(CONTACTS).await;
    assert_eq!(page.texts("table td a").len(), 5, "a reader is no contact");
    assert!(page.text("table").contains("Letters come back since 31 January 2027 no such user"));
    let id = id_of(&portal, &bounced.email);
    for _ in 0..2 {
        assert_eq!(officer.post(CONTACTS, &[("act", "works"), ("of", &id)]).await.header("location"), CONTACTS);
    }
    assert_eq!(noted(&portal, "person.bounce_cleared"), 1);
    assert!(officer.page(&format!("{CONTACTS}?health=bounced")).await.all("table").is_empty());
}

#[actix_web::test]
async fn parties_without_a_contact_are_listed_and_the_lines_come_as_a_table() {
    let portal = TestPortal::new();
    let (admin, officer) = (portal.client(&["administrator"]), portal.client(&["desk_officer"]));
    let focal_point = portal.client_called("=HYPERLINK(\"x\")", &["focal_point CHE"]);
    portal.client_called("R. Reader", &["reader FRA"]);
    // No letter about a report goes to this one.
    let mines = portal.client_called("M. Mines", &["clearance_contact NOR"]);
    // Egypt has signed only.
    portal.client_called("S. Signatory", &["focal_point EGY"]);
    let edition = portal.portal.edition();
    let parties = edition.register.count_bound(edition.register.convention(), edition.today);
    let nobody = officer.page(&format!("{CONTACTS}?health=nobody")).await;
    assert_eq!(nobody.text("[aria-current=true] .num"), (parties - 1).to_string());
    let names = nobody.texts("[aria-labelledby=nobody] li");
    assert_eq!(names.len(), parties - 1);
    assert_eq!(nobody.all("details[open]").len(), 1, "what was asked for is unfolded");
    assert!(names.contains(&"France".to_owned()), "a reader is written to about nothing");
    assert!(!names.contains(&"Switzerland".to_owned()) && !names.contains(&"Egypt".to_owned()));
    assert!(nobody.all("[aria-labelledby=nobody] a[href*=invite]").is_empty(), "who does not invite is not led to it");
    let all = officer.page(CONTACTS).await;
    assert_eq!((all.all("tbody tr").len(), all.all("[aria-labelledby=nobody]").len()), (3, 0));
    // Each figure counts one thing: contacts, which the states of health add up to, and last States.
    let figures: Vec<usize> = all.texts(".tabs .num").iter().map(|figure| figure.parse().unwrap()).collect();
    assert_eq!((figures[0], figures[1..7].iter().sum::<usize>(), figures[7]), (3, 3, parties - 1));
    let said = all.text("main");
    for part in ["3 contacts: each is a role", &format!("In {} States bound by the Convention", parties - 1)] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(names.contains(&"Norway".to_owned()));
    assert_eq!(all.texts("tbody th"), ["Egypt", "Norway", "Switzerland"]);
    assert!(all.text("table").contains("Norway Mine clearance contact M. Mines"));
    let offered = admin.page(&format!("{CONTACTS}?health=nobody")).await;
    let invite = offered.all("li a[href*='state=FRA']")[0].attr("href").unwrap().to_owned();
    let form = admin.page(invite.split('#').next().unwrap()).await;
    let value = |selector: &str| form.all(selector)[0].attr("value").unwrap().to_owned();
    assert_eq!([value("#role option[selected]"), value("#state option[selected]")], ["focal_point", "FRA"]);
    // The same lines for programs.
    assert_eq!(all.all("a[href='/secretariat/contacts.csv']").len(), 1);
    let answer = officer.get("/secretariat/contacts.csv").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let mut table = csv::Reader::from_reader(answer.text().as_bytes());
    let lines: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().any(|line| line[2] == *"clearance_contact"
        && line[4] == *mines.email
        && line[8] == *"Mine clearance contact"));
    let of = |iso3: &str| lines.iter().find(|line| &line[0] == iso3).unwrap();
    let own: Vec<_> = of("CHE").iter().collect();
    let name = "'=HYPERLINK(\"x\")";
    assert_eq!(
        own,
        [
            "CHE",
            "Switzerland",
            "focal_point",
            name,
            focal_point.email.as_str(),
            "appointed",
            "2026-11-24",
            "",
            "National focal point"
        ]
    );
    let missing = officer.get("/secretariat/contacts.csv?health=nobody").await.text().to_owned();
    assert!(missing.contains("\nFRA,France,,,,nobody,,,\n") && missing.lines().count() == parties, "{missing}");
    let filtered = officer.get("/secretariat/contacts.csv?health=appointed").await;
    assert_eq!(filtered.text().lines().count(), 1 + 3);
    assert_eq!(
        portal.client(&["focal_point CHE"]).get("/secretariat/contacts.csv").await.status,
        StatusCode::FORBIDDEN
    );
}

#[actix_web::test]
async fn one_word_says_on_every_page_what_a_contact_said() {
    let portal = TestPortal::new();
    let focal_point = portal.client_called("F. Point", &["focal_point CHE"]);
    let officer = portal.client(&["desk_officer"]);
    let person = format!("/secretariat/people/{}", id_of(&portal, &focal_point.email));
    let says = async |word: &str, health: &str| {
        for page in [CONTACTS, "/secretariat/people", &person] {
            let shown = officer.page(page).await.text("tbody");
            assert!(shown.contains(word), "{page}: {shown}");
        }
        let own = focal_point.page("/desk/people").await.text("tbody");
        assert!(own.contains(word), "{own}");
        let table = officer.get("/secretariat/contacts.csv").await.text().to_owned();
        let line = table.lines().find(|line| line.contains("F. Point")).unwrap().to_owned();
        assert!(line.contains(&format!(",{health},")), "{line}");
    };
    says("Appointed on 24 November 2026", "appointed").await;
    focal_point.post("/desk/contact", &[("party", "CHE")]).await;
    says("Confirmed on 24 November 2026", "confirmed").await;
}

#[actix_web::test]
async fn a_state_whose_contacts_no_letter_reaches_is_found_with_those_who_have_none() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    portal.client_called("R. Reached", &["focal_point CHE"]);
    accounts::invite(store, "tests", "i@example.org", "I. Invited", appointment("deputy CHE"), now).unwrap();
    accounts::invite(store, "tests", "n@example.org", "N. Invited", appointment("focal_point NOR"), now).unwrap();
    accounts::invite(store, "tests", "m@example.org", "M. Invited", appointment("submitter NOR"), now).unwrap();
    let edition = portal.portal.edition();
    let parties = edition.register.count_bound(edition.register.convention(), edition.today);
    let officer = portal.client(&["desk_officer"]);
    let page = officer.page(&format!("{CONTACTS}?health=nobody")).await;
    assert_eq!(page.texts("tbody td a"), ["N. Invited", "M. Invited"], "of Switzerland somebody is reached");
    assert_eq!(page.text("[aria-current=true] .num"), (parties - 1).to_string(), "States, not people");
    assert_eq!(page.all("[aria-labelledby=nobody] li").len(), parties - 2);
    let table = officer.get("/secretariat/contacts.csv?health=nobody").await.text().to_owned();
    assert_eq!(table.lines().count(), 1 + 2 + parties - 2);
    assert!(table.contains(",n@example.org,invited,") && !table.contains("i@example.org"), "{table}");
}

#[actix_web::test]
async fn many_contacts_come_in_pages_and_each_once() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    for number in 0..40 {
        let party = ["CHE", "FRA", "NOR"][number % 3];
        let email = format!("{number:02}@example.org");
        let role = appointment(&format!("deputy {party}"));
        accounts::invite(store, "tests", &email, &format!("P. {number:02}"), role, now).unwrap();
    }
    let officer = portal.client(&["desk_officer"]);
    let (mut seen, mut address) = (Vec::new(), format!("{CONTACTS}?health=invited"));
    for most in [30, 10] {
        let page = officer.page(&address).await;
        assert_eq!(page.text("[aria-current=true] .num"), "40");
        let names = page.texts("tbody td a");
        assert_eq!(names.len(), most);
        seen.extend(names);
        let next = page.all("a[rel=next]");
        assert_eq!(next.len(), usize::from(most == 30));
        address = next.first().map_or_else(String::new, |link| link.attr("href").unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(seen, (0..40).map(|number| format!("P. {number:02}")).collect::<Vec<_>>());
}

#[actix_web::test]
async fn what_a_state_wishes_is_noted_once() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let wished = || portal.portal.store().read(list_through_mission).unwrap().len();
    for (act, count) in [("mission", 1), ("mission", 1), ("all", 0)] {
        assert_eq!(officer.post(CONTACTS, &[("act", act), ("of", "CHE")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(wished(), count, "{act}");
    }
    assert_eq!((noted(&portal, "letters.through_mission"), noted(&portal, "letters.to_all_contacts")), (1, 1));
    for of in ["", "XXX", "che"] {
        let answer = officer.post(CONTACTS, &[("act", "mission"), ("of", of)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{of}");
    }
}
