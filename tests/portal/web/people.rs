//! Who works here: invited, appointed, dismissed, closed, confirmed, over HTTP.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::app::appointing::{self, AppointError};
use ccw_portal::store::audit_entries::list_latest;
use ccw_portal::store::people::find_person_by_email;

use crate::support::people::{Client, PASSWORD, appointment};
use crate::support::portal::TestPortal;

const PEOPLE: &str = "/secretariat/people";

fn acts(portal: &TestPortal) -> Vec<String> {
    let latest = portal.portal.store().read(|db| list_latest(db, 100)).unwrap();
    latest.into_iter().map(|entry| entry.act).collect()
}

fn address_of(portal: &TestPortal, email: &str) -> String {
    let person = portal.portal.store().snapshot(|db| find_person_by_email(db, email)).unwrap().unwrap();
    format!("{PEOPLE}/{}", person.id)
}

async fn invite(client: &Client<'_>, name: &str, email: &str, role: &str, state: &str) -> StatusCode {
    client.post(PEOPLE, &[("name", name), ("email", email), ("role", role), ("state", state)]).await.status
}

#[actix_web::test]
async fn somebody_is_invited_found_appointed_and_dismissed() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    assert_eq!(admin.get("/desk").await.header("location"), PEOPLE, "signing in leads there");
    assert_eq!(invite(&admin, "N. Néw", "New@example.org", "focal_point", "CHE").await, StatusCode::SEE_OTHER);
    assert_eq!(portal.letters().len(), 1);
    for (search, found) in [("néw", 1), ("new@", 1), ("switzerland", 1), ("CHE", 1), ("norway", 0), ("zzz", 0)] {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let query = query.append_pair("q", search).finish();
        let page = admin.page(&format!("{PEOPLE}?{query}")).await;
        assert_eq!(page.all("tbody tr").len(), found, "{search}");
    }
    let row = admin.page(&format!("{PEOPLE}?q=new@")).await.row("N. Néw");
    for said in ["new@example.org", "National focal point, Switzerland", "Invited", "Appointed on 24 November 2026"] {
        assert!(row.contains(said), "{said}: {row}");
    }
    let address = address_of(&portal, "new@example.org");
    let role = [("act", "appoint"), ("role", "reader"), ("state", "NOR")];
    assert_eq!(admin.post(&address, &role).await.status, StatusCode::SEE_OTHER);
    assert_eq!(admin.post(&address, &role).await.status, StatusCode::CONFLICT, "sent twice");
    let end = [("act", "end"), ("role", "reader"), ("state", "NOR")];
    assert_eq!(admin.post(&address, &end).await.status, StatusCode::SEE_OTHER);
    assert_eq!(admin.post(&address, &end).await.status, StatusCode::CONFLICT, "sent twice");
    assert_eq!(admin.post(&address, &[("act", "invite")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(portal.letters().len(), 2, "a new invitation");
    let acts = acts(&portal);
    for act in ["person.appointed", "person.dismissed", "person.invited_again"] {
        assert!(acts.iter().any(|own| own == act), "{act}: {acts:?}");
    }
    for nobody in ["%00", "..", "x", "019ab000-0000-7000-8000-000000000000"] {
        let answer = admin.get(&format!("{PEOPLE}/{nobody}")).await;
        assert_eq!(
            (answer.status, answer.page().text("h1")),
            (StatusCode::NOT_FOUND, "There is no such account".into())
        );
    }
    // To a desk officer the page shows and changes nothing.
    let officer = portal.client(&["desk_officer"]);
    assert!(officer.page(&address).await.all("main form").is_empty());
    assert_eq!(officer.page(PEOPLE).await.all("main form[method=post]").len(), 0);
}

#[actix_web::test]
async fn what_is_missing_in_an_invitation_is_named_at_its_field_and_nothing_typed_is_lost() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let wrong = [("name", " "), ("email", "somebody"), ("role", "focal_point"), ("state", "")];
    let answer = admin.post(PEOPLE, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.page();
    assert_eq!(page.all("#email")[0].attr("value"), Some("somebody"));
    for link in page.all(".banner.error a") {
        let field = link.attr("href").unwrap();
        assert_eq!(page.all(field)[0].attr("aria-invalid"), Some("true"), "{field}");
    }
    assert_eq!(page.all(".banner.error a").len(), 3);
    for (role, state) in [("desk_officer", "CHE"), ("reader", "XXX"), ("reader", "che"), ("king", "CHE"), ("", "")] {
        let status = invite(&admin, "A", "a@example.org", role, state).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{role} {state}");
    }
    let split = [("name", "A\nBcc: b@example.org"), ("email", "a@example.org"), ("role", "reader"), ("state", "CHE")];
    assert_eq!(admin.post(PEOPLE, &split).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(portal.letters().is_empty());
    assert_eq!(invite(&admin, "A", "a@example.org", "reader", "CHE").await, StatusCode::SEE_OTHER);
    assert_eq!(invite(&admin, "A", "A@example.org", "reader", "CHE").await, StatusCode::UNPROCESSABLE_ENTITY, "held");
}

#[actix_web::test]
async fn nobody_works_for_the_secretariat_and_for_a_state_by_either_door() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let (officer, deputy) = (portal.client(&["desk_officer"]), portal.client(&["deputy CHE"]));
    for (email, role, state) in [(&officer.email, "focal_point", "CHE"), (&deputy.email, "desk_officer", "")] {
        let fields = [("name", "A. Person"), ("email", email), ("role", role), ("state", state)];
        let answer = admin.post(PEOPLE, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
        let page = answer.page();
        assert!(page.text("#email-fault").contains("Use another address"), "{}", page.text("main"));
        assert_eq!(page.all("#email")[0].attr("value"), Some(email.as_str()), "what was typed is kept");
        let own = address_of(&portal, email);
        let answer = admin.post(&own, &[("act", "appoint"), ("role", role), ("state", state)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
        assert!(answer.page().text("#fault-said").contains("Nobody does both"), "{}", answer.page().text("main"));
        assert_eq!(answer.page().all(".banner.error a[href='#role']").len(), 1);
    }
    assert!(portal.letters().is_empty());
    assert!(!acts(&portal).contains(&"person.appointed".to_owned()));
    // Of one kind there may be several, and what was ended is in nobody's way.
    assert_eq!(invite(&admin, "A. Person", &officer.email, "administrator", "").await, StatusCode::SEE_OTHER);
    let own = address_of(&portal, &deputy.email);
    let appointed = admin.post(&own, &[("act", "appoint"), ("role", "submitter"), ("state", "LIE")]).await;
    assert_eq!(appointed.status, StatusCode::SEE_OTHER);
    for (role, state) in [("deputy", "CHE"), ("submitter", "LIE")] {
        assert_eq!(
            admin.post(&own, &[("act", "end"), ("role", role), ("state", state)]).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(invite(&admin, "A. Person", &deputy.email, "desk_officer", "").await, StatusCode::SEE_OTHER);
}

#[test]
fn of_two_roles_of_both_kinds_given_at_the_same_moment_one_is_held() {
    let portal = TestPortal::new();
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::create_with_password(store, "tests", "a@example.org", "A. Person", &[], PASSWORD, now).unwrap();
    let by = store.snapshot(|db| find_person_by_email(db, "a@example.org")).unwrap().unwrap();
    let outcomes = std::thread::scope(|scope| {
        let acts = ["desk_officer", "deputy CHE"].map(|role| {
            let (by, own) = (&by, portal.database.store());
            scope.spawn(move || appointing::appoint(&own, by, &by.id, appointment(role), now))
        });
        acts.map(|act| act.join().unwrap())
    });
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(AppointError::OtherSide))).count();
    assert_eq!(refused, 1, "{outcomes:?}");
    let held = store.snapshot(|db| find_person_by_email(db, "a@example.org")).unwrap().unwrap().appointments;
    assert_eq!(held.len(), 1, "{held:?}");
}

#[actix_web::test]
async fn a_name_that_a_spreadsheet_would_work_out_is_told_at_its_field() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    for name in ["=cmd()", "+41", "-", "@SUM(A1)", "\u{202e}nosrep .A"] {
        let fields = [("name", name), ("email", "n@example.org"), ("role", "deputy"), ("state", "CHE")];
        let answer = admin.post(PEOPLE, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = answer.page();
        assert!(page.text("#name-fault").contains("not beginning with =, +, - or @"), "{}", page.text("main"));
        assert_eq!(page.all("#name")[0].attr("value"), Some(name));
    }
    assert!(portal.letters().is_empty());
    assert_eq!(invite(&admin, "'Aho, Ā.", "n@example.org", "deputy", "CHE").await, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn an_account_that_is_closed_opens_nothing_and_an_invitation_opens_it_again() {
    let portal = TestPortal::new();
    let (admin, person) = (portal.client(&["administrator"]), portal.client(&["focal_point CHE"]));
    let (store, now) = (portal.portal.store(), portal.portal.clock().now());
    accounts::ask_for_another_password(store, &person.email, now).unwrap();
    let letter = portal.letters().remove(0);
    let link = letter.text.lines().find_map(|line| line.strip_prefix("https://reports.example.org")).unwrap();
    let address = address_of(&portal, &person.email);
    let unsure = admin.post(&address, &[("act", "close")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unsure.page().all(".banner.error a[href='#sure']").len(), 1);
    let close = [("act", "close"), ("sure", "yes")];
    assert_eq!(admin.post(&address, &close).await.header("location"), PEOPLE);
    assert_eq!(admin.post(&address, &close).await.status, StatusCode::NOT_FOUND, "sent twice");
    assert_eq!(person.get("/desk").await.status, StatusCode::SEE_OTHER, "signed out");
    assert_eq!(portal.get(link).await.status, StatusCode::GONE);
    assert!(accounts::sign_in(store, &person.email, PASSWORD, now).unwrap().is_none());
    assert_eq!(invite(&admin, "Other", &person.email, "reader", "CHE").await, StatusCode::SEE_OTHER);
    assert_eq!(address_of(&portal, &person.email), address, "what was done stays whose it was");
    let page = admin.page(&address).await.text("main");
    assert!(page.contains("Other") && page.contains("Reader of circulated reports, Switzerland"), "{page}");
    assert!(!page.contains("National focal point, Switzerland"), "{page}");
    assert!(accounts::sign_in(store, &person.email, PASSWORD, now).unwrap().is_none(), "the old password is gone");
    assert!(acts(&portal).contains(&"person.closed".to_owned()));
}

#[actix_web::test]
async fn the_last_administrator_stays() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator", "desk_officer"]);
    let own = address_of(&portal, &admin.email);
    assert_eq!(invite(&admin, "B", "b@example.org", "administrator", "").await, StatusCode::SEE_OTHER);
    let end = [("act", "end"), ("role", "administrator"), ("state", "")];
    for act in [&end[..], &[("act", "close"), ("sure", "yes")]] {
        let answer = admin.post(&own, act).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "an invitation may never be taken up");
        assert_eq!(answer.page().text("h1"), "Somebody has to administer the portal");
    }
    let other = portal.client(&["administrator"]);
    assert_eq!(admin.post(&own, &end).await.status, StatusCode::SEE_OTHER);
    assert_eq!(admin.get("/secretariat/reminders/release").await.status, StatusCode::FORBIDDEN, "at once");
    assert_eq!(other.page(PEOPLE).await.all("#invite").len(), 1);
}

#[test]
fn two_administrators_who_dismiss_each_other_leave_one() {
    let portal = TestPortal::new();
    let store = portal.portal.store();
    let now = portal.portal.clock().now();
    let (one, other) = (portal.client(&["administrator"]), portal.client(&["administrator"]));
    let people: Vec<_> = [&one, &other]
        .map(|client| store.snapshot(|db| find_person_by_email(db, &client.email)).unwrap().unwrap())
        .into();
    let role = appointment("administrator");
    let outcomes = std::thread::scope(|scope| {
        let acts = [(0, 1), (1, 0)].map(|(by, whom)| {
            let (by, whom, own) = (&people[by], &people[whom].id, portal.database.store());
            scope.spawn(move || appointing::dismiss(&own, by, whom, role, now))
        });
        acts.map(|act| act.join().unwrap())
    });
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let kept = outcomes.iter().filter(|outcome| matches!(outcome, Err(AppointError::LastAdministrator))).count();
    assert_eq!((done, kept), (1, 1), "{outcomes:?}");
}

#[actix_web::test]
async fn the_focal_point_confirms_once_a_cycle_and_the_secretariat_sees_it() {
    let portal = TestPortal::new();
    let (focal_point, deputy) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    let desk = focal_point.page("/desk").await;
    assert!(desk.text("main").contains("You have not confirmed it yet for cycle 2027."));
    assert_eq!(deputy.page("/desk").await.all("form[action='/desk/contact']").len(), 0);
    assert_eq!(deputy.post("/desk/contact", &[("party", "CHE")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(focal_point.post("/desk/contact", &[("party", "NOR")]).await.status, StatusCode::NOT_FOUND);
    for _twice in 0..2 {
        let answer = focal_point.post("/desk/contact", &[("party", "CHE")]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/desk"));
    }
    let desk = focal_point.page("/desk").await;
    assert!(desk.text("main").contains("confirmed on 24 November 2026 for cycle 2027"));
    assert_eq!(desk.all("form[action='/desk/contact']").len(), 0);
    let confirmed = acts(&portal).into_iter().filter(|act| act == "contact.confirmed").count();
    assert_eq!(confirmed, 1, "once a cycle");
    let officer = portal.client(&["desk_officer"]);
    assert!(officer.page(PEOPLE).await.text("tbody").contains("Confirmed on 24 November 2026"));
    let own = deputy.page("/desk/people").await.text("main");
    assert!(own.contains("Confirmed on 24 November 2026") && own.contains("Deputy focal point"), "{own}");
    assert!(!own.contains(&officer.email), "{own}");
}

#[actix_web::test]
async fn the_head_of_a_page_leads_everybody_to_their_work() {
    let portal = TestPortal::new();
    for (roles, page, expected) in [
        (&["focal_point CHE"][..], "/desk", &["National desk", "Circulated"][..]),
        (&["desk_officer"], "/secretariat", &["Secretariat", "People", "Reminders"]),
        (&["administrator"], PEOPLE, &["People", "Reminders"]),
        (&["administrator", "desk_officer"], "/secretariat", &["Secretariat", "People", "Reminders"]),
        (&["deputy CHE", "reader NOR"], "/desk", &["National desk", "Circulated"]),
        (&["reader CHE"], "/circulated", &["Circulated"]),
    ] {
        let page = portal.client(roles).page(page).await;
        let entries = page.texts(".nav a");
        assert_eq!(&entries[..expected.len()], expected, "{roles:?}");
        assert_eq!(entries[expected.len()], "Parties", "{roles:?}");
        assert_eq!(page.all(".nav a[aria-current=page]").len(), 1, "{roles:?}");
    }
}
