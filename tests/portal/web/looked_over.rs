//! What an officer is asked to confirm before a report that came on paper is filed, and what becomes of a page that is left.

use std::fs::File;
use std::path::{Path, PathBuf};

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::worker::{beside, chores};

use super::on_behalf::{column, send_to};
use super::waiting::left;
use crate::support::at;
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, Page, TestPortal};
use crate::support::process::wait_until;

const PLACE: &str = "/secretariat/reports/FRA-APII-2026/on-behalf";
pub(super) const PDF: &[u8] = b"%PDF-1.7\nthe report as it came\n%%EOF\n";

/// Sends the form of the report, and gives the page that shows the filing as it will stand.
pub(super) async fn look_over(client: &Client<'_>, report: &str, day: &str, note_date: &str) -> Answer {
    let token = accounts::form_token(&client.secret);
    let fields = [
        ("form_token", token.as_str()),
        ("version", "1"),
        ("kind", ""),
        ("received_on", day),
        ("how", "email"),
        ("availability", "yes"),
        ("note_number", "117/26"),
        ("note_date", note_date),
    ];
    let place = format!("/secretariat/reports/{report}/on-behalf");
    client.send_parts(&place, parts(&fields, Some(("Rapport.pdf", PDF)))).await
}

/// What is to be confirmed.
fn doubts(page: &Page) -> Vec<String> {
    page.texts("section[aria-labelledby=odd] article > p")
}

#[actix_web::test]
async fn what_is_odd_is_named_before_it_is_filed_and_keeps_nothing_from_it() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let none = look_over(&officer, "FRA-APII-2026", "2026-04-05", "31 March 2026").await.page();
    assert_eq!(doubts(&none), Vec::<String>::new());
    for (report, day, note, said) in [
        ("FRA-APII-2025", "2026-05-17", "", "Received about 13 months after 31 March 2025"),
        ("FRA-APII-2027", "2026-10-05", "", "Received before 2026 ended"),
        ("FRA-APII-2028", "2026-11-20", "", "Cycle 2028 opens on 1 April 2027"),
        ("FRA-APII-2026", "2026-04-05", "2 octobre 2026", "“2 octobre 2026”, cannot be read as a date"),
        ("FRA-APII-2026", "2026-04-05", "7 April 2026", "dated 2 days after the day of receipt"),
        ("FRA-APII-2026", "2026-04-05", "5 April 2006", "dated about 20 years before the day of receipt"),
        ("FRA-APII-2026", "2026-04-05", "5 April 2027", "dated 5 April 2027, a day still to come"),
        ("EGY-COMPLIANCE-2026", "2026-04-05", "", "Egypt was not bound by the Convention on 5 April 2026"),
        ("EGY-APII-2026", "2026-04-05", "", "Egypt was not bound by Amended Protocol II"),
    ] {
        let shown = look_over(&officer, report, day, note).await;
        assert_eq!(shown.status, StatusCode::OK, "{report} {day}");
        let page = shown.page();
        assert!(doubts(&page).iter().any(|one| one.contains(said)), "{said}: {:?}", doubts(&page));
        assert_eq!(page.all("button[value=file]").len(), 1, "it can be filed all the same");
    }
}

#[actix_web::test]
async fn it_is_looked_over_before_it_is_filed() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let shown = look_over(&officer, "FRA-APII-2026", "05/10/2026", "2 October 2026").await;
    assert_eq!(shown.status, StatusCode::OK);
    let lines = shown.page().text("main dl");
    for said in [
        "France",
        "Amended Protocol II",
        "2026",
        "5 October 2026",
        "Yes, the whole",
        "117/26",
        "2 October 2026",
        "Rapport.pdf",
    ] {
        assert!(lines.contains(said), "{said}: {lines}");
    }
    assert_eq!(column(&portal, "SELECT id AS line FROM submissions"), Vec::<String>::new(), "nothing is filed yet");
}

/// Presses the button of the page that shows the filing, with those points ticked.
async fn press(client: &Client<'_>, report: &str, page: &Page, ticked: &[&str]) -> Answer {
    let hidden = page.all("main input[type=hidden]").into_iter();
    let hidden: Vec<_> = hidden.map(|one| (one.attr("name").unwrap(), one.attr("value").unwrap())).collect();
    let ticks = ticked.iter().map(|key| ("confirm", *key));
    let fields: Vec<_> = hidden.into_iter().chain([("go", "file")]).chain(ticks).collect();
    client.send_parts(&format!("/secretariat/reports/{report}/on-behalf"), parts(&fields, None)).await
}

#[actix_web::test]
async fn each_point_has_its_tick_and_what_was_confirmed_is_kept_with_the_filing() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    let (report, late, note) = ("FRA-APII-2025", "#confirm-late", "#confirm-note_later");
    let shown = look_over(&officer, report, "2026-05-17", "20 May 2026").await.page();
    assert_eq!(shown.all("main input[name=confirm]").len(), 2);
    assert!(shown.all("main input[checked]").is_empty(), "nothing is confirmed for the officer");
    let refused = press(&officer, report, &shown, &["late"]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = refused.page();
    let led_to: Vec<_> = again.all("[role=alert] a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!(led_to, [note], "only what lacks its tick");
    assert!(again.text("[id=confirm-note_later-fault]").contains("Tick this"));
    assert_eq!((again.all(&format!("{late}[checked]")).len(), again.all("[id=confirm-late-fault]").len()), (1, 0));
    assert_eq!(state.get(&format!("/desk/reports/{report}/receipt")).await.status, StatusCode::NOT_FOUND);
    let filed = press(&officer, report, &again, &["late", "note_later"]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "the file waited, and is not chosen again");
    for page in [
        officer.page(&format!("/secretariat/reports/{report}")).await,
        state.page(&format!("/desk/reports/{report}/receipt")).await,
    ] {
        let said = page.text("main");
        for point in ["Received about 13 months after 31 March 2025", "dated 3 days after the day of receipt"] {
            assert!(said.contains("Confirmed by the secretariat") && said.contains(point), "{point}: {said}");
        }
        assert!(!said.contains("Warnings confirmed"), "the State was asked nothing: {said}");
    }
}

#[actix_web::test]
async fn after_a_withdrawal_no_report_of_a_cycle_to_come_is_begun() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    let (report, desk) = ("FRA-APII-2028", "/desk/reports/FRA-APII-2028");
    let start = "section[aria-labelledby=start]";
    let shown = look_over(&officer, report, "2026-11-20", "").await.page();
    let filed = press(&officer, report, &shown, &["cycle_to_come", "early"]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
    assert_eq!(state.page(desk).await.all(start).len(), 1, "what stands can be corrected");
    let withdrawn = [("act", "withdrawn"), ("version", "1"), ("note", "It is of 2027.")];
    let done = officer.post(&format!("/secretariat/reports/{report}"), &withdrawn).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = state.page(desk).await;
    assert!(page.text(".lead").contains("opens on 1 April 2027"), "{}", page.text(".lead"));
    assert!(page.all(start).is_empty());
    assert_eq!(state.post(desk, &[("from", "nothing")]).await.status, StatusCode::CONFLICT);
    assert_eq!(state.post("/desk/reports/FRA-APII-2027", &[("from", "nothing")]).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_note_without_number_or_date_is_said_to_have_none() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let page = look_over(&officer, "FRA-APII-2026", "2026-04-05", "").await.page();
    let lines = page.text("main dl");
    assert!(lines.contains("StateFrance") && lines.contains("AvailabilityYes"), "{lines}");
    assert!(lines.contains("Number of the note verbale117/26"), "{lines}");
    assert!(lines.contains("Date of the note verbalenot given"), "{lines}");
    // A year is typed as one: one fault is told of anything else.
    for (cycle, said) in [("2026-03", "in four figures"), ("1985", "no forms for this report in cycle 1985")] {
        let refused = officer.get(&format!("/secretariat/on-behalf?state=FRA&regime=APII&cycle={cycle}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let faults = refused.page().texts("[role=alert] li");
        assert!(faults.len() == 1 && faults[0].contains(said), "{faults:?}");
    }
}

#[actix_web::test]
async fn what_cannot_be_is_refused_beside_its_field() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for note in ["31/02/2026", "2026-13-01", "12"] {
        let refused = look_over(&officer, "FRA-APII-2026", "2026-04-05", note).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{note}");
        assert!(refused.page().text("[id=note_date-fault]").contains("is not a date"), "{note}");
        assert_eq!(refused.page().all("input[name=note_date]")[0].attr("value"), Some(note));
    }
    // No report of a cycle that is years ahead can have come.
    assert_eq!(look_over(&officer, "FRA-APII-2099", "2026-04-05", "").await.status, StatusCode::NOT_FOUND);
    let refused = officer.get("/secretariat/on-behalf?state=FRA&regime=APII&cycle=2099").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().text("[id=cycle-fault]").contains("Cycle 2099 is still to come"));
    assert!(officer.page("/secretariat?cycle=2099&state=due").await.all("td a[href$='/on-behalf']").is_empty());
}

#[actix_web::test]
async fn what_is_missing_or_cannot_be_is_said_and_leaves_nothing() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let pdf = Some(("Rapport.pdf", PDF));
    for (typed, file, field, said) in [
        (&[("received_on", "2026-12-24")][..], pdf, "received_on", "still to come"),
        (&[("received_on", "1970-01-01")], pdf, "received_on", "before the State joined"),
        (&[("received_on", "")], pdf, "received_on", "Give the day"),
        (&[("received_on", "last week")], pdf, "received_on", "is not a date"),
        (&[("how", "")], pdf, "how", "how the report came"),
        (&[("availability", "")], pdf, "availability", "Choose what the State says"),
        (&[("availability", "partially")], pdf, "availability_forms", "at least one"),
        (&[("availability", "partially"), ("availability_forms", "Z")], pdf, "availability_forms", "at least one"),
        (&[], None.or(Some(("", &b""[..]))), "file", "holds the original"),
        (&[], Some(("report.svg", b"<svg xmlns='x'/>")), "file", "SVG"),
        (&[], Some(("report.exe", b"MZ\x90\0\x03\0")), "file", "a program"),
    ] {
        let answer = send_to(&officer, PLACE, typed, file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
        let page = answer.page();
        assert!(page.text(&format!("[id='{field}-fault']")).contains(said), "{field}");
        assert!(page.text("[role=alert]").contains(said), "{field}");
        assert_eq!(page.all("input[name=note_number]")[0].attr("value"), Some("117/26"), "what was typed stays");
        assert_eq!(page.all("input[name=sha256]").len(), usize::from(field != "file"), "{typed:?}");
        assert_eq!(left(&portal), 0, "{typed:?}");
    }
    let without = send_to(&officer, PLACE, &[], None).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.page().text("[id='file-fault']").contains("holds the original"), "as where none was chosen");
    assert_eq!(send_to(&officer, PLACE, &[("version", "x")], pdf).await.status, StatusCode::BAD_REQUEST);
    let forged = parts(&[("form_token", "0"), ("version", "1")], pdf);
    assert_eq!(officer.send_parts(PLACE, forged).await.status, StatusCode::FORBIDDEN);
    for unknown in ["XXX-APII-2026", "FRA-NONE-2026"] {
        let answer = officer.get(&format!("/secretariat/reports/{unknown}/on-behalf")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    assert_eq!(left(&portal), 0);
    assert_eq!(column(&portal, "SELECT id AS line FROM submissions"), Vec::<String>::new());
    assert_eq!(column(&portal, "SELECT id AS line FROM drafts"), Vec::<String>::new());
}

/// A State that has signed and not ratified is no High Contracting Party.
#[cfg(feature = "pdf")]
#[actix_web::test]
async fn no_document_calls_a_state_a_party_that_is_none() {
    use crate::support::pdf::words;
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for (report, is_party) in [("EGY-COMPLIANCE-2026", false), ("FRA-COMPLIANCE-2026", true)] {
        let place = format!("/secretariat/reports/{report}");
        let typed = [("availability", "yes")];
        let filed = send_to(&officer, &format!("{place}/on-behalf"), &typed, Some(("Rapport.pdf", PDF))).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{report}");
        let said = words(&officer.get(&format!("{place}.1.pdf")).await.bytes);
        assert_eq!(said.contains("High Contracting Party"), is_party, "{said}");
        assert_eq!(said.contains("Name of the State"), !is_party, "{said}");
        assert_eq!(said.contains("Voluntary report of Egypt"), !is_party, "{said}");
        assert!(!officer.page(&place).await.text("main").contains("High Contracting Party"));
    }
}

pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().map(|entries| entries.map(|entry| entry.unwrap().path()).collect::<Vec<_>>());
    let each = entries.unwrap_or_default().into_iter();
    each.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[actix_web::test]
async fn the_file_of_a_page_that_was_left_goes_after_a_day_by_itself() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    assert_eq!(look_over(&officer, "FRA-APII-2026", "2026-04-05", "").await.status, StatusCode::OK);
    // What some process left of which nothing is known: it may be of a newer backup.
    let mut other = portal.portal.files().begin(100).unwrap();
    other.write(b"unknown").unwrap();
    let unknown = other.keep("a.txt").unwrap().sha256;
    assert_eq!(files(portal.folder.path()).len(), 3, "the file, that it waits, and the other");
    let tidy = |until: &dyn Fn() -> bool| {
        let seen = || {
            wait_until(until);
            Ok(())
        };
        beside(chores(&portal.portal, None), seen).unwrap();
    };
    let is_done = || portal.portal.rounds().list().iter().any(|(chore, at)| *chore == "tidier" && at.is_some());
    tidy(&is_done);
    assert_eq!(files(portal.folder.path()).len(), 3, "the officer may still press the button");
    for file in files(portal.folder.path()) {
        let long_ago = std::time::SystemTime::from(at("2026-11-22T09:00:00Z"));
        File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    tidy(&|| files(portal.folder.path()).len() == 1);
    assert!(portal.portal.files().holds(&unknown));
}

#[actix_web::test]
async fn forms_are_shown_only_where_some_may_be() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let token = accounts::form_token(&officer.secret);
    for availability in ["yes", "no", "unsaid"] {
        let fields = [
            ("form_token", token.as_str()),
            ("version", "1"),
            ("received_on", "2026-04-05"),
            ("how", "email"),
            ("availability", availability),
            ("availability_forms", "A"),
        ];
        let refused = officer.send_parts(PLACE, parts(&fields, Some(("Rapport.pdf", PDF)))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{availability}");
        assert!(refused.page().text("main").contains("Forms are ticked, and partially is not chosen"));
    }
}
