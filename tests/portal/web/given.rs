//! What the page says once a role was given, and of whoever holds several.

use actix_web::http::StatusCode;
use ccw_portal::store::people::{find_person_by_email, list_people};
use diesel::connection::SimpleConnection;

use crate::support::people::Client;
use crate::support::portal::{Page, TestPortal};

const PEOPLE: &str = "/secretariat/people";

/// Invites somebody, for another State than their own after the question whether they are meant, and gives the page to
/// which that leads.
async fn invited(admin: &Client<'_>, name: &str, email: &str, role: &str, state: &str) -> Page {
    let mut fields = vec![("name", name), ("email", email), ("role", role), ("state", state)];
    let mut done = admin.post(PEOPLE, &fields).await;
    let asked = (done.status == StatusCode::UNPROCESSABLE_ENTITY).then(|| done.page());
    if let Some(page) = &asked {
        fields.push(("sure", page.all("#sure")[0].attr("value").unwrap()));
        done = admin.post(PEOPLE, &fields).await;
    }
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    admin.page(done.header("location")).await
}

#[actix_web::test]
async fn an_address_that_works_for_another_state_gets_a_role_only_once_that_is_confirmed() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let held = portal.client_called("K. <Keller>", &["focal_point CHE", "reader FRA"]);
    let other = portal.client(&["reader NOR"]);
    let roles =
        || portal.portal.store().snapshot(list_people).unwrap().into_iter().flat_map(|one| one.appointments).count();
    let before = roles();
    let fields = [("name", "K. Keller"), ("email", held.email.as_str()), ("role", "deputy"), ("state", "LIE")];
    let (other, own) = (key_of(&portal, &other.email), key_of(&portal, &held.email));
    let odd = [format!("{other} deputy LIE"), own.clone(), format!("{own} deputy NOR"), format!("{own} reader LIE")];
    for sure in odd.iter().map(String::as_str).chain(["", "yes"]) {
        let sent: Vec<_> = fields.into_iter().chain([("sure", sure)]).collect();
        let answer = admin.post(PEOPLE, &sent).await;
        assert_eq!((answer.status, roles()), (StatusCode::UNPROCESSABLE_ENTITY, before), "{sure}");
        let page = answer.page();
        let said = page.text("label:has(#sure)");
        assert!(
            said.contains("K. <Keller> (National focal point, Switzerland; Reader of circulated reports, France)"),
            "{said}"
        );
        assert!(said.contains("Deputy focal point, Liechtenstein"), "{said}");
        assert_eq!(page.all("#sure[checked]").len(), 0);
        assert_eq!(page.all(".banner.error a[href='#sure']").len(), 1);
        assert_eq!(page.all("#email")[0].attr("value"), Some(held.email.as_str()), "what was typed is kept");
        let order = page.all("#invite, main table");
        assert_eq!(order[0].attr("id"), Some("invite"), "the form stands below its faults, before the list");
    }
    assert!(portal.letters().is_empty());
    // Another role for a State they work for, or the first of an account without roles, is no surprise.
    let own = [("name", "K. Keller"), ("email", held.email.as_str()), ("role", "deputy"), ("state", "CHE")];
    assert_eq!(admin.post(PEOPLE, &own).await.status, StatusCode::SEE_OTHER);
    let key = format!("{} deputy LIE", key_of(&portal, &held.email));
    let sure: Vec<_> = fields.into_iter().chain([("sure", key.as_str())]).collect();
    assert_eq!(admin.post(PEOPLE, &sure).await.status, StatusCode::SEE_OTHER);
    assert_eq!(roles(), before + 2);
}

fn key_of(portal: &TestPortal, email: &str) -> String {
    portal.portal.store().snapshot(|db| find_person_by_email(db, email)).unwrap().unwrap().id
}

#[actix_web::test]
async fn the_page_names_person_role_and_letter_and_a_name_that_is_kept() {
    let portal = TestPortal::new();
    let admin = portal.client_called("A. Dmin", &["administrator"]);
    let held = portal.client_called("K. Keller", &["focal_point CHE"]);
    let new = "new@example.org";
    let said = invited(&admin, " N. Néw ", new, "focal_point", "NOR").await.text("[role=status]");
    assert!(said.contains("N. Néw (new@example.org) now holds this role: National focal point, Norway."), "{said}");
    assert!(said.contains("A letter with a link goes to the address") && !said.contains("keeps"), "{said}");
    let said = invited(&admin, "O. <Other>", new, "submitter", "NOR").await.text("[role=status]");
    assert!(
        said.contains("A letter with a link")
            && said.contains("Another name was typed; the account keeps its own, N. Néw")
    );
    let said = invited(&admin, "O. Other", &held.email, "deputy", "LIE").await.text("[role=status]");
    assert!(
        said.contains(&format!("K. Keller ({}) now holds this role: Deputy focal point, Liechtenstein.", held.email))
    );
    assert!(said.contains("A letter that says so goes to them."), "{said}");
    assert!(said.contains("Another name was typed; the account keeps its own, K. Keller."), "{said}");
    let said = invited(&admin, "K. Keller", &held.email, "reader", "NOR").await.text("[role=status]");
    assert!(!said.contains("keeps"), "{said}");
    assert_eq!(portal.letters().len(), 4);
    let bounces = format!("UPDATE people SET bounced_at = '2026-11-20 09:00:00' WHERE email = '{}'", held.email);
    portal.database.direct().batch_execute(&bounces).unwrap();
    let said = invited(&admin, "K. Keller", &held.email, "reader", "SWE").await.text("[role=status]");
    assert!(said.contains("No letter goes: letters to this address come back."), "{said}");
    let said = invited(&admin, "D. Officer", &admin.email, "desk_officer", "").await.text("[role=status]");
    assert!(said.contains("now holds this role: Desk officer, secretariat."), "{said}");
}

#[actix_web::test]
async fn the_page_of_a_person_says_so_too_and_an_address_alone_says_nothing() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    invited(&admin, "N. New", "new@example.org", "focal_point", "NOR").await;
    let person = admin.page(&format!("{PEOPLE}?q=new@")).await.all("tbody a")[0].attr("href").unwrap().to_owned();
    let done = admin.post(&person, &[("act", "appoint"), ("role", "reader"), ("state", "SWE")]).await;
    let place = done.header("location").to_owned();
    assert!(place.starts_with(&format!("{person}?")), "{place}");
    let said = admin.page(&place).await.text("[role=status]");
    assert!(said.contains("Reader of circulated reports, Sweden.") && said.contains("has not been taken up"), "{said}");
    assert_eq!(portal.letters().len(), 1);
    let end = [("act", "end"), ("role", "reader"), ("state", "SWE")];
    assert_eq!(admin.post(&person, &end).await.header("location"), person);
    for place in [place.as_str(), &place.replace("reader", "king"), &format!("{PEOPLE}?given=x&held=reader&of=SWE")] {
        assert!(admin.page(place).await.all("[role=status]").is_empty(), "{place}");
    }
    let officer = portal.client(&["desk_officer"]);
    assert!(officer.page(&person).await.all("[role=status]").is_empty());
}

#[actix_web::test]
async fn of_several_roles_each_says_since_when() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let two = portal.client_called("T. Two", &["focal_point CHE", "submitter LIE"]);
    portal.client_called("O. One", &["deputy CHE"]);
    assert_eq!(two.post("/desk/contact", &[("party", "CHE")]).await.status, StatusCode::SEE_OTHER);
    let page = admin.page(PEOPLE).await;
    let row = page.row("T. Two");
    for said in [
        "Confirmed on 24 November 2026 National focal point, Switzerland",
        "Appointed on 24 November 2026 Permanent mission, Liechtenstein",
    ] {
        assert!(row.contains(said), "{said}: {row}");
    }
    assert_eq!(page.row("O. One").matches("Deputy").count(), 1, "of one role nothing is in doubt");
    // On the page of a State stand the roles for it: here one for each.
    let own = two.page("/desk/people").await.texts("tbody tr");
    let own: Vec<_> = own.into_iter().filter(|row| row.contains("T. Two")).collect();
    assert_eq!(own.len(), 2, "{own:?}");
    assert!(own.iter().all(|row| row.contains("National focal point") != row.contains("Permanent mission")), "{own:?}");
}

#[actix_web::test]
async fn whoever_holds_roles_of_both_kinds_is_shown_to_administrators() {
    let portal = TestPortal::new();
    let (admin, officer) = (portal.client(&["administrator"]), portal.client_called("B. Oth", &["desk_officer"]));
    let beside = format!(
        "INSERT INTO appointments (id, person_id, role, iso3, made_at) \
         SELECT 'both', id, 'deputy', 'CHE', '2026-01-01 09:00:00' FROM people WHERE email = '{}'",
        officer.email
    );
    assert!(!admin.page(PEOPLE).await.text("tbody").contains("both kinds"));
    portal.database.direct().batch_execute(&beside).unwrap();
    let page = admin.page(PEOPLE).await;
    assert!(page.row("B. Oth").contains("Roles of both kinds"), "{}", page.row("B. Oth"));
    assert_eq!(page.all(".tag.late").len(), 1);
    let person = page.all("tbody a").into_iter().find(|link| link.text().any(|text| text == "B. Oth")).unwrap();
    let person = person.attr("href").unwrap().to_owned();
    assert!(admin.page(&person).await.text(".banner.warning").contains("End those of one kind"));
    let own = portal.client(&["desk_officer"]);
    assert!(!own.page(PEOPLE).await.text("tbody").contains("both kinds"), "who can end none is told of none");
    assert!(own.page(&person).await.all(".banner.warning").is_empty());
    let end = [("act", "end"), ("role", "deputy"), ("state", "CHE")];
    assert_eq!(admin.post(&person, &end).await.status, StatusCode::SEE_OTHER);
    assert!(!admin.page(PEOPLE).await.text("tbody").contains("both kinds"));
}

#[actix_web::test]
async fn whoever_may_not_see_a_page_is_led_to_their_own_work() {
    let portal = TestPortal::new();
    for (role, wanted, own) in
        [("administrator", "/secretariat", "/secretariat/people"), ("focal_point CHE", "/secretariat", "/desk")]
    {
        let refused = portal.client(&[role]).get(wanted).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
        let links = refused
            .page()
            .all("main li a")
            .iter()
            .map(|link| link.attr("href").unwrap().to_owned())
            .collect::<Vec<_>>();
        assert!(links.contains(&own.to_owned()), "{role}: {links:?}");
        assert_eq!(links.contains(&"/desk".to_owned()), own == "/desk", "{role}: {links:?}");
    }
}
