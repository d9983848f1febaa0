//! Letters answered by their link, and promises made at the desk.

use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::http::StatusCode;
use ccw_portal::app::{appointing, reminding};
use ccw_portal::domain::history::HistoricReport;
use ccw_portal::domain::report::ReportReference;
use ccw_portal::store::answers::list_handovers;
use ccw_portal::store::historic_reports::insert_historic_reports;
use ccw_portal::store::people::{Person, find_person_by_email, list_held};
use ccw_portal::store::reminders::list_promises;

use crate::support::at;
use crate::support::portal::{Answer, TestPortal};

const URL: &str = "https://reports.example.org";

/// Says no more than that one still is the contact.
const STAYS: [(&str, &str); 2] = [("answer", "stay"), ("confirm", "yes")];

/// A portal on the day before letters of cycle 2027 begin, with letters released.
fn stage() -> (TestPortal, &'static AtomicI64) {
    let (portal, seconds) = TestPortal::moved("2026-11-30T09:00:00Z");
    let by = person(&portal, &portal.client(&["administrator"]).email);
    let inner = &portal.portal;
    reminding::release(inner.store(), &by, inner.edition().today, inner.clock().now()).unwrap();
    (portal, seconds)
}

fn person(portal: &TestPortal, email: &str) -> Person {
    portal.portal.store().read(|db| find_person_by_email(db, email)).unwrap().unwrap()
}

/// The link of the letter that goes to somebody on that day.
fn link(portal: &TestPortal, seconds: &AtomicI64, day: &str, email: &str) -> String {
    seconds.store(at(&format!("{day}T09:00:00Z")).timestamp(), Ordering::Relaxed);
    let inner = &portal.portal;
    reminding::write_due(inner.store(), &inner.edition(), inner.clock().now()).unwrap();
    let begin = format!("{URL}/answer/");
    let letters = portal.letters();
    let own = letters.iter().filter(|letter| letter.to.contains(email));
    let mut links = own.filter_map(|letter| letter.text.lines().find(|line| line.starts_with(&begin)));
    links.next().unwrap().strip_prefix(URL).unwrap().to_owned()
}

fn acts(portal: &TestPortal) -> Vec<String> {
    portal.portal.store().read(crate::store::acts).unwrap()
}

fn promised(portal: &TestPortal) -> Vec<String> {
    let today = portal.portal.edition().today;
    let all = portal.portal.store().read(|db| list_promises(db, today)).unwrap();
    all.into_iter().map(|(report, day)| format!("{report} {day}")).collect()
}

fn is_guarded(answer: &Answer) {
    for (name, value) in
        [("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("x-robots-tag", "noindex")]
    {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[actix_web::test]
async fn opening_a_link_does_nothing_and_says_nothing_of_what_is_written() {
    let (portal, seconds) = stage();
    let focal_point = portal.client_called("N. Muster", &["focal_point CHE"]);
    focal_point.post("/desk/reports/CHE-COMPLIANCE-2027", &[("from", "nothing")]).await;
    let link = link(&portal, seconds, "2026-12-01", &focal_point.email);
    let before = acts(&portal);
    for _ in 0..3 {
        let answer = portal.get(&link).await;
        assert_eq!(answer.status, StatusCode::OK);
        is_guarded(&answer);
        let page = answer.page();
        let shown = page.text("main");
        for part in ["N. Muster", "Switzerland", "Compliance report 2027", "31 March 2027"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(!shown.contains("draft") && !answer.text().contains(&focal_point.email));
        assert_eq!(page.all("form[action^='/desk/reports/CHE-']").len(), 0, "there is no last report to start from");
    }
    assert_eq!(acts(&portal), before);
    assert!(promised(&portal).is_empty());
}

#[actix_web::test]
async fn one_click_confirms_all_roles_and_uses_the_link_up() {
    let (portal, seconds) = stage();
    let both = portal.client(&["focal_point CHE", "submitter CHE", "reader NOR"]);
    let link = link(&portal, seconds, "2026-12-01", &both.email);
    let answer = portal.send(&link, &STAYS, &[("origin", "null")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    is_guarded(&answer);
    let id = person(&portal, &both.email).id;
    let held = portal.portal.store().read(|db| list_held(db, &id)).unwrap();
    let confirmed: Vec<_> = held.iter().map(|held| held.confirmed_at.is_some()).collect();
    assert_eq!(confirmed, [true, true, false], "what is held for another State was not asked");
    assert_eq!(acts(&portal).iter().filter(|act| *act == "contact.confirmed").count(), 2);
    for answer in [portal.get(&link).await, portal.send(&link, &STAYS, &[]).await] {
        assert_eq!(answer.status, StatusCode::GONE);
        is_guarded(&answer);
        assert_eq!(answer.page().all("main a[href='/sign-in']").len(), 1);
    }
    assert_eq!(acts(&portal).iter().filter(|act| *act == "contact.confirmed").count(), 2);
}

#[actix_web::test]
async fn who_gets_no_letter_about_reports_confirms_by_a_link_too() {
    for (role, what) in [
        ("clearance_contact CHE", "national point of contact on mine clearance"),
        ("reader CHE", "You read there what is circulated"),
    ] {
        let (portal, seconds) = stage();
        let contact = portal.client(&[role]);
        // A year later; nobody else is at the desk, and still no reminder of a report goes there.
        let link = link(&portal, seconds, "2027-11-30", &contact.email);
        let letters = portal.letters();
        assert_eq!(letters.len(), 1, "{role}: {letters:?}");
        let said = letters[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(what) && !said.contains("Letters about reports"), "{said}");
        assert!(portal.get(&link).await.page().all("input[name=report]").is_empty());
        assert_eq!(portal.send(&link, &STAYS, &[]).await.status, StatusCode::OK);
        let id = person(&portal, &contact.email).id;
        let held = portal.portal.store().read(|db| list_held(db, &id)).unwrap();
        assert!(held[0].confirmed_at.is_some(), "{role}");
    }
}

#[actix_web::test]
async fn who_left_the_desk_answers_no_letter_about_reports() {
    let (portal, seconds) = stage();
    let both = portal.client(&["focal_point CHE", "clearance_contact CHE"]);
    let link = link(&portal, seconds, "2026-12-01", &both.email);
    let admin = portal.client(&["administrator"]);
    let place = format!("/secretariat/people/{}", person(&portal, &both.email).id);
    let end = [("act", "end"), ("role", "focal_point"), ("state", "CHE")];
    assert_eq!(admin.post(&place, &end).await.status, StatusCode::SEE_OTHER);
    assert_eq!(portal.get(&link).await.status, StatusCode::GONE);
}

#[actix_web::test]
async fn a_successor_is_a_task_and_nobody_is_appointed() {
    let (portal, seconds) = stage();
    let focal_point = portal.client(&["focal_point CHE"]);
    let link = link(&portal, seconds, "2026-12-01", &focal_point.email);
    let wrong = portal.send(&link, &[("answer", "handover"), ("name", " "), ("email", "somebody")], &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.page();
    assert_eq!(page.all(".banner.error a").len(), 2);
    assert_eq!(page.all("#email")[0].attr("value"), Some("somebody"));
    let right = [("answer", "handover"), ("name", "B. Next"), ("email", "Next@example.org")];
    for name in ["=cmd()", "@b"] {
        let odd = portal.send(&link, &[("answer", "handover"), ("name", name), ("email", "n@example.org")], &[]).await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(odd.page().text("#name-fault").contains("not beginning with ="), "{name}");
    }
    let noted = portal.send(&link, &right, &[]).await;
    assert_eq!(noted.status, StatusCode::OK);
    let said = noted.page().text("main");
    let named = "You have named B. Next, next@example.org, to follow you as national focal point of Switzerland.";
    assert!(said.contains(named), "{said}");
    assert_eq!(portal.send(&link, &right, &[]).await.status, StatusCode::GONE);
    let open = portal.portal.store().read(list_handovers).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].name.as_str(), open[0].email.as_str()), ("B. Next", "next@example.org"));
    let found = portal.portal.store().read(|db| find_person_by_email(db, "next@example.org")).unwrap();
    assert!(found.is_none());
    assert!(acts(&portal).contains(&"contact.handed_over".to_owned()));
    let told = portal.letters();
    let told: Vec<_> = told.iter().filter(|letter| letter.subject.contains("names who follows")).collect();
    assert_eq!(told.len(), 1);
    assert!(!told[0].text.contains("next@example.org"), "it stands in the portal alone");
}

#[actix_web::test]
async fn a_promise_is_for_the_reports_that_are_ticked_and_shows_at_the_desk() {
    let (portal, seconds) = stage();
    let focal_point = portal.client(&["focal_point CHE"]);
    let link = link(&portal, seconds, "2026-12-01", &focal_point.email);
    let post = async |fields: &[(&str, &str)]| portal.send(&link, fields, &[]).await;
    for day in ["", "1 December 2026", "02/12/2027", "soon", "31/02/2027"] {
        let fields = [("answer", "stay"), ("report", "CHE-APII-2027"), ("file_by", day)];
        let answer = post(&fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        let page = answer.page();
        assert_eq!(page.all("#file_by")[0].attr("value"), Some(day));
        assert_eq!(page.all("input[name=report][checked]").len(), 1);
    }
    for foreign in ["NOR-APII-2027", "CHE-APII-2026"] {
        let fields = [("answer", "stay"), ("report", foreign), ("file_by", "2 May 2027")];
        assert_eq!(post(&fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{foreign}");
    }
    let fields =
        [("answer", "stay"), ("report", "CHE-APII-2027"), ("report", "CHE-PV-2027"), ("file_by", "02/05/2027")];
    assert_eq!(post(&fields).await.status, StatusCode::OK);
    assert_eq!(promised(&portal), ["CHE-APII-2027 2027-05-02", "CHE-PV-2027 2027-05-02"]);
    let desk = portal.client(&["deputy CHE"]).page("/desk").await;
    let shown = desk.texts("td .when");
    assert_eq!(shown, ["Announced by your State for 2 May 2027"; 2]);
}

#[actix_web::test]
async fn who_stays_says_by_when_reports_come_in_the_same_answer() {
    let (portal, seconds) = stage();
    let focal_point = portal.client(&["focal_point CHE"]);
    let link = link(&portal, seconds, "2026-12-01", &focal_point.email);
    let said = |portal: &TestPortal| {
        let of = |act: &str| acts(portal).iter().filter(|own| *own == act).count();
        (of("contact.confirmed"), of("report.promised"))
    };
    let post = async |day: &str, more: &[(&str, &str)]| {
        let fields = [("answer", "stay"), ("report", "CHE-APII-2027"), ("file_by", day)];
        portal.send(&link, &[&fields[..], more].concat(), &[]).await
    };
    let nothing = post("", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nothing.page().all(".banner.error a[href='#confirm']").len(), 1);
    assert_eq!(nothing.page().all("#confirm[aria-invalid=true]").len(), 1);
    // What a date lacks is said, nothing is noted, and nothing typed is lost.
    let unclear = post("15 april", &[("confirm", "yes")]).await;
    assert_eq!((unclear.status, said(&portal)), (StatusCode::UNPROCESSABLE_ENTITY, (0, 0)));
    let page = unclear.page();
    assert!(page.text("#file_by-fault").contains("“15 april” does not say which year, in full."));
    assert!(page.text("#file_by-fault").contains("for example 15 April 2027"));
    assert_eq!((page.all("#confirm[checked]").len(), page.all("input[name=report][checked]").len()), (1, 1));
    assert_eq!(page.all("#file_by")[0].attr("value"), Some("15 april"));
    let both = post("15 april 2027", &[("confirm", "yes")]).await;
    assert_eq!((both.status, said(&portal)), (StatusCode::OK, (1, 1)));
    let lead = both.page().text("main");
    for part in [
        "You are still the national focal point of Switzerland",
        "Switzerland will file the Amended Protocol II national annual report 2027 by 15 April 2027",
    ] {
        assert!(lead.contains(part), "{part}: {lead}");
    }
    assert_eq!(promised(&portal), ["CHE-APII-2027 2027-04-15"]);
    assert_eq!(post("", &[("confirm", "yes")]).await.status, StatusCode::GONE, "once");
}

#[actix_web::test]
async fn at_the_desk_the_newest_word_stands_and_a_report_that_came_asks_for_none() {
    let portal = TestPortal::new();
    let mission = portal.client(&["submitter CHE"]);
    let address = "/desk/reports/CHE-APII-2027/promise";
    let wrong = mission.post(address, &[("file_by", "2020-01-01")]).await;
    assert_eq!((wrong.status, wrong.page().all("#file_by-fault").len()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
    for day in ["1 May 2027", "1 May 2027", "2027-02-01"] {
        assert_eq!(mission.post(address, &[("file_by", day)]).await.header("location"), "/desk");
    }
    assert_eq!(promised(&portal), ["CHE-APII-2027 2027-02-01"]);
    assert_eq!(acts(&portal).iter().filter(|act| *act == "report.promised").count(), 2, "said twice, noted once");
    let store = portal.portal.store();
    let later = at("2027-02-02T09:00:00Z").date_naive();
    assert!(store.read(|db| list_promises(db, later)).unwrap().is_empty(), "an older word does not come back");
    assert!(mission.page(address).await.text("main").contains("1 February 2027"));
    let offer = format!("main a[href='{address}']");
    assert_eq!(mission.page("/desk").await.all(&offer).len(), 1);
    let report: ReportReference = "CHE-APII-2027".parse().unwrap();
    let came = HistoricReport {
        party: report.party,
        regime: report.regime,
        cycle: report.cycle,
        received_on: Some(later),
        forms: None,
        file: None,
        source: "tests".into(),
    };
    store.write(move |db| insert_historic_reports(db, std::slice::from_ref(&came))).unwrap();
    assert_eq!(mission.get(address).await.status, StatusCode::NOT_FOUND);
    let desk = mission.page("/desk").await;
    assert!(desk.all(&offer).is_empty() && desk.texts("td .when").is_empty(), "and the desk offers none");
    assert_eq!(desk.all("main a[href$='/promise']").len(), 2, "of the others it does");
}

#[actix_web::test]
async fn a_link_that_ended_or_whose_holder_left_does_nothing() {
    let (portal, seconds) = stage();
    let (admin, stays) = (portal.client(&["administrator"]), portal.client(&["focal_point CHE"]));
    let (leaves, closed) = (portal.client(&["focal_point FRA", "reader CHE"]), portal.client(&["focal_point NOR"]));
    let old = link(&portal, seconds, "2026-12-01", &stays.email);
    let left = link(&portal, seconds, "2026-12-01", &leaves.email);
    let gone = link(&portal, seconds, "2026-12-01", &closed.email);
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    let by = person(&portal, &admin.email);
    let role = crate::support::people::appointment("focal_point FRA");
    appointing::dismiss(store, &by, &person(&portal, &leaves.email).id, role, now).unwrap();
    appointing::close(store, &by, &person(&portal, &closed.email).id, now).unwrap();
    let before = acts(&portal);
    for link in [&left, &gone] {
        assert_eq!(portal.get(link).await.status, StatusCode::GONE);
        assert_eq!(portal.send(link, &STAYS, &[]).await.status, StatusCode::GONE);
    }
    assert_eq!(portal.get(&old).await.status, StatusCode::OK);
    seconds.store(at("2027-03-01T09:00:00Z").timestamp(), Ordering::Relaxed);
    assert_eq!(portal.send(&old, &STAYS, &[]).await.status, StatusCode::GONE);
    assert_eq!(acts(&portal), before);
}

#[actix_web::test]
async fn who_tries_links_is_slowed_down_and_whoever_has_one_is_not() {
    let (portal, seconds) = stage();
    let focal_point = portal.client(&["focal_point CHE"]);
    let link = link(&portal, seconds, "2026-12-01", &focal_point.email);
    for _ in 0..80 {
        assert_eq!(portal.get(&link).await.status, StatusCode::OK);
    }
    for n in 0..60 {
        assert_eq!(portal.get(&format!("/answer/{n}")).await.status, StatusCode::NOT_FOUND, "{n}");
    }
    assert_eq!(portal.get("/answer/more").await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[actix_web::test]
async fn only_who_may_write_is_led_to_start_a_report() {
    let (portal, seconds) = stage();
    let report: ReportReference = "CHE-COMPLIANCE-2026".parse().unwrap();
    let earlier = HistoricReport {
        party: report.party,
        regime: report.regime,
        cycle: report.cycle,
        received_on: None,
        forms: Some("A C".parse().unwrap()),
        file: None,
        source: "tests".into(),
    };
    let store = portal.portal.store();
    store.write(move |db| insert_historic_reports(db, std::slice::from_ref(&earlier))).unwrap();
    let mission = ["submitter CHE", "deputy CHE"];
    for (roles, starts) in [(&["focal_point CHE"][..], 1), (&mission[..1], 0), (&mission[..], 1)] {
        let (client, role) = (portal.client(roles), roles.join(" and "));
        let page = portal.page(&link(&portal, seconds, "2026-12-01", &client.email)).await;
        assert_eq!(page.all("main form[action$='/unchanged']").len(), starts, "{role}");
        let others = page.all("[aria-labelledby=writers]");
        assert_eq!(others.len(), 1 - starts, "{role} is told who does");
        let letters = portal.letters();
        let letter = letters.iter().find(|letter| letter.to.contains(&client.email)).unwrap();
        let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.matches("It can start from").count(), starts, "{role}: {text}");
        let begun = "begins and writes reports; you can read and submit them";
        assert_eq!(text.contains(begun), starts == 0, "{role}: {text}");
    }
}
