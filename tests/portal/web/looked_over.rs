//! What an officer is asked to confirm before a report that came on paper is filed, and what becomes of a page that is left.

use std::fs::File;
use std::path::{Path, PathBuf};

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::worker::{beside, chores};

use crate::support::at;
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, Page, TestPortal};
use crate::support::process::wait_until;

const PDF: &[u8] = b"%PDF-1.7\nthe report as it came\n%%EOF\n";

/// Sends the form of the report, and gives the page that shows the filing as it will stand.
async fn look_over(client: &Client<'_>, report: &str, day: &str, note_date: &str) -> Answer {
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
    page.texts("section[aria-labelledby=odd] li")
}

#[actix_web::test]
async fn what_is_odd_is_named_before_it_is_filed_and_keeps_nothing_from_it() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let none = look_over(&officer, "FRA-APII-2026", "2026-04-05", "31 March 2026").await.page();
    assert_eq!(doubts(&none), Vec::<String>::new());
    for (report, day, note, said) in [
        ("FRA-APII-2025", "2026-05-17", "", "Received 412 days after 31 March 2025"),
        ("FRA-APII-2027", "2026-10-05", "", "Received before 2026 ended"),
        ("FRA-APII-2028", "2026-11-20", "", "Cycle 2028 opens on 1 April 2027"),
        ("FRA-APII-2026", "2026-04-05", "2 octobre 2026", "“2 octobre 2026”, cannot be read as a date"),
        ("FRA-APII-2026", "2026-04-05", "7 April 2026", "dated 2 days after the day of receipt"),
        ("FRA-APII-2026", "2026-04-05", "5 April 2006", "dated 7305 days before the day of receipt"),
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

/// A State that has signed and not ratified is no High Contracting Party.
#[cfg(feature = "pdf")]
#[actix_web::test]
async fn no_document_calls_a_state_a_party_that_is_none() {
    use super::on_behalf::send_to;
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

fn files(folder: &Path) -> Vec<PathBuf> {
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
        let place = "/secretariat/reports/FRA-APII-2026/on-behalf";
        let refused = officer.send_parts(place, parts(&fields, Some(("Rapport.pdf", PDF)))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{availability}");
        assert!(refused.page().text("main").contains("Forms are ticked, and partially is not chosen"));
    }
}
