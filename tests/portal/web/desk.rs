//! The desk: what is left to file, what the secretariat waits for, and the newest of many reports; and the words
//! of the pages below it that depend on what is asked.

use actix_web::http::StatusCode;
use ccw_portal::app::import_register;
use ccw_portal::domain::code::Iso3;
use ccw_portal::store::reminders::set_through_mission;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use super::kept_pages::with_colombia_in_protocol_v;
use crate::support::at as instant;
use crate::support::people::Client;
use crate::support::portal::{TODAY, TestPortal};

async fn review(officer: &Client<'_>, act: &str, version: &str) {
    let fields = [("act", act), ("version", version), ("note", "Form B names no year.")];
    let done = officer.post("/secretariat/reports/CHE-COMPLIANCE-2027", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
}

#[actix_web::test]
async fn the_desk_says_what_is_left_to_file_and_what_is_filed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let lead = async || client.page("/desk").await.text(".lead");
    assert_eq!(lead().await, "3 reports to file by 31 March 2027, in 127 days.");
    start(&client).await;
    assert_eq!(lead().await, "3 reports to file by 31 March 2027, in 127 days.", "a draft is not filed");
    write_whole(&client).await;
    submit(&client).await;
    assert_eq!(lead().await, "2 reports to file by 31 March 2027, in 127 days; 1 filed.");
    client.post(REPORT, &[("from", "update")]).await;
    assert_eq!(lead().await, "2 reports to file by 31 March 2027, in 127 days; 1 filed.", "the filing stands");
    client.post(&at("recall"), &[("version", "1")]).await;
    assert_eq!(lead().await, "3 reports to file by 31 March 2027, in 127 days.");
}

#[actix_web::test]
async fn a_correction_that_is_requested_shows_on_the_row_until_it_comes() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&client).await;
    write_whole(&client).await;
    submit(&client).await;
    let asked = "tbody tr a.query[href='/desk/reports/CHE-COMPLIANCE-2027#filed']";
    assert!(client.page("/desk").await.all(asked).is_empty());
    review(&officer, "correction_requested", "1").await;
    assert_eq!(client.page("/desk").await.texts(asked), ["Correction requested"]);
    let report = client.page(REPORT).await;
    assert!(report.text("section[aria-labelledby='filed']").contains("Form B names no year."), "where the link leads");
    assert_eq!(report.all("#filed").len(), 1);
    client.post(REPORT, &[("from", "correction")]).await;
    assert_eq!(client.page("/desk").await.all(asked).len(), 1, "a draft is no correction yet");
    let revision = client.page(&at("cover")).await.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    save(&client, "cover", &revision, &[("reason", "A year was missing."), ("period.to", "2026-12-31")]).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    assert!(client.page("/desk").await.all(asked).is_empty(), "it has come");
}

/// The report that is filed, once more for each of these cycles.
fn file_for(portal: &TestPortal, cycles: std::ops::RangeInclusive<i32>) {
    let mut db = portal.database.direct();
    for cycle in cycles {
        let copies = [
            format!(
                "INSERT INTO reports (reference, iso3, regime, cycle, opened_at, turns) SELECT \
                 'CHE-COMPLIANCE-{cycle}', iso3, regime, {cycle}, opened_at, turns FROM reports \
                 WHERE reference = 'CHE-COMPLIANCE-2027'"
            ),
            format!(
                "INSERT INTO submissions (id, reference, version, document, sha256, submitted_at, submitted_by, \
                 contacts_public, confirmed) SELECT 'CHE-COMPLIANCE-{cycle}.1', 'CHE-COMPLIANCE-{cycle}', version, \
                 document, sha256, submitted_at, submitted_by, contacts_public, confirmed FROM submissions \
                 WHERE id = 'CHE-COMPLIANCE-2027.1'"
            ),
        ];
        copies.into_iter().for_each(|copy| assert_eq!(diesel::sql_query(copy).execute(&mut db).unwrap(), 1));
        portal.note_filing(&format!("CHE-COMPLIANCE-{cycle}"));
    }
}

#[actix_web::test]
async fn of_many_reports_the_newest_are_on_the_desk_and_all_are_one_link_away() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&client).await;
    write_whole(&client).await;
    submit(&client).await;
    file_for(&portal, 2020..=2026);
    let others = ".sum dt a";
    let all = "a[href='/desk?all=CHE']";
    let few = client.page("/desk").await;
    assert_eq!((few.all(others).len(), few.all(all).len()), (7, 0), "nothing is left out, so nothing is said");
    file_for(&portal, 2008..=2019);
    // Of an old report something is asked: it stays on the desk.
    let asked = [("form", "B"), ("words", "Which year?")];
    let sent = officer.post("/secretariat/reports/CHE-COMPLIANCE-2009/questions", &asked).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = client.page("/desk").await;
    let shown = page.texts(others);
    assert_eq!((shown.len(), page.all(all).len()), (13, 1), "{shown:?}");
    assert!(shown[0].contains("2026") && shown[11].contains("2015") && shown[12].contains("2009"), "{shown:?}");
    assert!(page.text("main").contains("One question to answer"));
    let whole = client.page("/desk?all=CHE").await;
    assert_eq!((whole.all(others).len(), whole.all(all).len()), (19, 0));
    assert_eq!(client.page("/desk?all=NOR").await.all(others).len(), 13, "another State's are not asked for here");
}

#[actix_web::test]
async fn adding_a_row_says_what_is_added() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    for (page, said) in [
        ("cover", &["Add another contact"][..]),
        ("forms/C", &["Add another act"]),
        ("forms/D", &["Add another amount", "Add another amount by recipient"]),
    ] {
        assert_eq!(client.page(&at(page)).await.texts("button[value^='add:']"), said, "{page}");
    }
}

#[actix_web::test]
async fn the_language_is_chosen_by_its_name_and_stored_as_its_tag() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let page = client.page(&at("cover")).await;
    let offered: Vec<_> = page.all("#language > option").iter().filter_map(|option| option.attr("value")).collect();
    assert_eq!(offered, ["", "ar", "zh", "en", "fr", "ru", "es"]);
    assert_eq!(page.texts("#language > option[value='fr']"), ["French"]);
    assert_eq!(page.texts("#language optgroup option[value='de']"), ["German"]);
    let tags: Vec<_> = page.all("#language option").iter().map(|option| option.text().collect::<String>()).collect();
    assert!(tags.iter().all(|name| name.len() > 2), "no name is a tag: {tags:?}");
    let chosen = "#language option[selected]";
    // What was typed before there was a list stays as it was.
    for (revision, tag, name) in [("0", "fr", "French"), ("1", "de", "German"), ("2", "de-CH", "de-CH")] {
        assert_eq!(save(&client, "cover", revision, &[("language", tag)]).await.status, StatusCode::SEE_OTHER);
        let page = client.page(&at("cover")).await;
        let options = page.all(chosen);
        assert_eq!((options.len(), options[0].attr("value")), (1, Some(tag)));
        assert_eq!(page.texts(chosen), [name]);
        assert!(client.page(&at("submit")).await.text("[aria-labelledby='look'] dl").contains(name));
    }
}

#[actix_web::test]
async fn a_day_is_understood_as_people_write_it_and_one_that_is_not_comes_back_as_typed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let days = [("period.from", "1.1.2026"), ("period.to", "31 December 2026"), ("cover.note_verbale.number", "7")];
    save(&client, "cover", "0", &[&days[..], &[("cover.note_verbale.date", "5/1/2027")]].concat()).await;
    let look = client.page(&at("submit")).await.text("[aria-labelledby='look'] dl");
    for shown in ["1 January 2026", "31 December 2026", "5 January 2027"] {
        assert!(look.contains(shown), "{shown}: {look}");
    }
    save(&client, "cover", "1", &[("period.to", "12/31/2026")]).await;
    let page = client.page(&at("cover")).await;
    let last = page.all("#period-to")[0];
    assert_eq!((last.attr("value"), last.attr("aria-invalid")), (Some("12/31/2026"), Some("true")));
    assert!(page.text("#period-to-fault").contains("“12/31/2026” is not a date."), "no month is guessed");
}

#[actix_web::test]
async fn the_checklist_says_how_many_items_wait_for_a_fact_and_leads_to_the_facts() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let (waits, leads) =
        ("wait for facts about your State", "#items a[href='/desk/reports/CHE-COMPLIANCE-2027/profile']");
    let report = client.page(REPORT).await;
    assert!(report.text("#items").contains(waits), "{}", report.text("#items"));
    assert_eq!(report.all(leads).len(), 1);
    let facts = client.page(&at("profile")).await;
    let facts: Vec<_> = facts
        .all("main input[type=radio][value=no]")
        .iter()
        .filter_map(|one| one.attr("name"))
        .map(str::to_owned)
        .collect();
    let none: Vec<_> = facts.iter().map(|fact| (fact.as_str(), "no")).collect();
    save(&client, "profile", "0", &none).await;
    let report = client.page(REPORT).await;
    assert!(!report.text("#items").contains(waits) && report.all(leads).is_empty(), "all facts are given");
}

pub(super) const OF_COLOMBIA: &str = "/desk/reports/COL-PV-2027";

/// Begins a report of Colombia on Protocol V and writes all of it.
pub(super) async fn write_colombias(client: &Client<'_>) {
    let started = client.post(OF_COLOMBIA, &[("from", "nothing")]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER);
    let cover = [
        ("cover.contacts[0].organization", "Oficina"),
        ("cover.contacts[0].email", "oficina@example.org"),
        ("period.from", "2025-11-01"),
        ("period.to", "2026-10-31"),
        ("cover.availability", "yes"),
        ("revision", "0"),
        ("go", "stay"),
    ];
    assert_eq!(client.post(&format!("{OF_COLOMBIA}/cover"), &cover).await.status, StatusCode::SEE_OTHER);
    for letter in ["A", "B", "C", "D", "E", "F", "G", "H", "I"] {
        let (state, why) = (format!("summary.{letter}.state"), format!("summary.{letter}.reason"));
        let fields =
            [(state.as_str(), "not_applicable"), (why.as_str(), "Not bound."), ("revision", "0"), ("go", "stay")];
        assert_eq!(client.post(&format!("{OF_COLOMBIA}/forms/{letter}"), &fields).await.status, StatusCode::SEE_OTHER);
    }
}

/// Files it; gives the page that came before.
pub(super) async fn file_colombias(client: &Client<'_>) -> String {
    let page = client.page(&format!("{OF_COLOMBIA}/submit")).await;
    let boxes: Vec<_> = page.all("input[type=checkbox]").into_iter().filter_map(|input| input.attr("name")).collect();
    let boxes: Vec<_> =
        boxes.into_iter().filter(|name| name.starts_with("confirm.")).map(|name| (name, "yes")).collect();
    let filed = client.post(&format!("{OF_COLOMBIA}/submit"), &boxes).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.page().text("main"));
    page.text("main")
}

#[actix_web::test]
async fn a_report_that_nothing_asks_for_is_offered_and_filed_as_voluntary() {
    let portal = TestPortal::new();
    // Colombia is bound by Amended Protocol II and not by Protocol V.
    let client = portal.client(&["focal_point COL"]);
    let desk = client.page("/desk").await;
    let offered: Vec<_> = desk.all("main .list a").into_iter().map(|link| link.attr("href").unwrap()).collect();
    assert_eq!(offered, [OF_COLOMBIA]);
    assert!(client.page(OF_COLOMBIA).await.text("main").contains("voluntary"));
    write_colombias(&client).await;
    assert!(client.page(OF_COLOMBIA).await.text(".lead").contains("voluntary"));
    let page = file_colombias(&client).await;
    assert!(page.contains("will be shown as voluntary"), "{page}");
    assert!(client.page("/desk").await.all("main .list a").is_empty());
    // What puts it right is as voluntary.
    client.post(OF_COLOMBIA, &[("from", "correction")]).await;
    let check = client.page(&format!("{OF_COLOMBIA}/check")).await.text("main");
    assert!(check.contains("will be shown as voluntary"), "{check}");
    let organization = ("cover.contacts[0].organization", "Oficina de desarme");
    let reason = [("reason", "A word."), organization, ("revision", "1"), ("go", "stay")];
    assert_eq!(client.post(&format!("{OF_COLOMBIA}/cover"), &reason).await.status, StatusCode::SEE_OTHER);
    file_colombias(&client).await;
    let receipt = client.page(&format!("{OF_COLOMBIA}/receipt")).await.text("main dl");
    assert!(receipt.contains("Correction of what was filed before, voluntary"), "{receipt}");
}

#[actix_web::test]
async fn a_draft_is_filed_as_what_the_register_asks_for_on_the_day() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point COL"]);
    write_colombias(&client).await;
    import_register(&portal.database.store(), with_colombia_in_protocol_v(), "test", instant(TODAY)).unwrap();
    portal.portal.refresh().unwrap();
    for page in ["", "/check", "/summary", "/forms/A"] {
        let shown = client.page(&format!("{OF_COLOMBIA}{page}")).await;
        assert!(shown.text("body").contains("2027 (initial report)"), "{page}: {}", shown.text("main"));
        assert!(!shown.text("main").contains("your last report"), "{page}: {}", shown.text("main"));
    }
    assert!(client.page("/desk").await.text("main").contains("2027 (initial report)"));
    let page = file_colombias(&client).await;
    assert!(!page.contains("voluntary"), "{page}");
    let filed = client.get("/desk/reports/COL-PV-2027/filed").await.page().text("main");
    assert!(!filed.contains("voluntary") && filed.contains("nitial"), "{filed}");
    assert!(!filed.contains("since the last report"), "{filed}");
}

#[actix_web::test]
async fn the_check_tells_of_addresses_that_come_back_and_asks_the_mission_for_its_note() {
    let portal = TestPortal::new();
    let (client, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    start(&client).await;
    let cover = [
        ("cover.contacts[0].organization", "Arms Control Division"),
        ("cover.contacts[0].email", mission.email.as_str()),
    ];
    save(&client, "cover", "0", &cover).await;
    let check = async |client: &Client<'_>| client.page(&at("check")).await.text("main");
    let before = check(&client).await;
    assert!(!before.contains("G-18") && !before.contains("G-26") && !before.contains("D-05"), "{before}");
    assert!(check(&mission).await.contains("G-26"), "whoever sends it as the mission names the note");
    let came_back = format!(
        "UPDATE people SET bounced_at = '2026-11-26 09:00:00', bounce_reason = 'no such user' WHERE email = '{}'",
        mission.email
    );
    portal.database.direct().batch_execute(&came_back).unwrap();
    let swiss = Iso3::parse("CHE").unwrap();
    portal.portal.store().write(move |db| set_through_mission(db, swiss, true)).unwrap();
    let after = check(&client).await;
    assert!(after.contains("came back on 26 November 2026"), "{after}");
    assert!(after.contains("notes go through the mission only"), "{after}");
}
