//! A document that came on paper waits for the form that brought it: it is not sent again, and what is given up on one
//! page is not taken from another.

use std::fs::File;

use actix_web::http::StatusCode;
use ccw_portal::app::sweeping;
use ccw_portal::clock::Clock;
use diesel::connection::SimpleConnection;

use super::looked_over::{PDF, files, look_over};
use super::on_behalf::{hash, send_to};
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, Page, TestPortal};

const DAY: &str = "2026-04-05";
const FRANCE: &str = "FRA-APII-2026";
const OTHER: &[u8] = b"%PDF-1.7\nanother scan\n%%EOF\n";

/// What a browser sends of the page: what is typed and chosen on it, and its hidden fields.
fn filled(page: &Page) -> Vec<(String, String)> {
    let inputs = page.all("main form input:not([type]), main form input[type=hidden], main form input[checked]");
    let text = |input: &scraper::ElementRef<'_>, name: &str| input.attr(name).unwrap().to_owned();
    inputs.iter().map(|input| (text(input, "name"), text(input, "value"))).collect()
}

/// Sends the form of the page, with some fields otherwise.
async fn send(
    client: &Client<'_>,
    report: &str,
    page: &Page,
    other: &[(&str, &str)],
    file: Option<(&str, &[u8])>,
) -> Answer {
    let own = filled(page);
    let own = own.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = own.filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    let fields: Vec<_> = kept.chain(other.iter().copied()).collect();
    client.send_parts(&format!("/secretariat/reports/{report}/on-behalf"), parts(&fields, file)).await
}

/// Presses a button of the page that shows the filing.
async fn press(client: &Client<'_>, report: &str, page: &Page, go: &str) -> Answer {
    send(client, report, page, &[("go", go)], None).await
}

/// Files it, and nothing is left of it but the document.
async fn filed(client: &Client<'_>, report: &str, page: &Page) {
    let filed = press(client, report, page, "file").await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.page().text("main"));
}

/// Files in the folder that wait, come or go.
fn passing(portal: &TestPortal) -> usize {
    portal.folder.path().join("passage").read_dir().map_or(0, Iterator::count)
}

/// All files of the folder, those that wait and their notes among them.
pub(super) fn count(portal: &TestPortal) -> usize {
    files(portal.folder.path()).len()
}

/// How many are left when a day has passed.
pub(super) fn left(portal: &TestPortal) -> usize {
    // Files bear the time of the machine.
    let tomorrow = Clock::System.now() + chrono::Days::new(2);
    sweeping::clear_passage(portal.portal.store(), portal.portal.files(), tomorrow).unwrap();
    count(portal)
}

/// The value of a hidden field.
fn hidden(page: &Page, name: &str) -> String {
    page.all(&format!("main input[type=hidden][name={name}]"))[0].attr("value").unwrap().to_owned()
}

/// The form holds a file of that name, which may be replaced.
fn holds(page: &Page, name: &str) {
    let field = page.text("section[aria-labelledby=original]");
    assert!(field.contains(&format!("This form holds {name} (")) && field.contains("choose another"), "{field}");
    assert_eq!(page.all("input[type=file][aria-describedby^='held file-hint']").len(), 1);
}

#[actix_web::test]
async fn what_is_mended_goes_on_with_the_file_that_came() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let refused = look_over(&officer, FRANCE, "", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    holds(&page, "Rapport.pdf");
    assert_eq!(page.texts("[role=alert] li").len(), 1, "nothing is wrong with the file");
    assert!(page.all("[id=file-fault]").is_empty() && page.text("[id=received_on-fault]").contains("Give the day"));
    let again = send(&officer, FRANCE, &page, &[("received_on", "1066")], None).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds(&again.page(), "Rapport.pdf");
    assert_eq!(count(&portal), 2, "the file, and one note that it waits");
    let shown = send(&officer, FRANCE, &again.page(), &[("received_on", DAY)], None).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.page().text("main dl").contains("Rapport.pdf"));
    filed(&officer, FRANCE, &shown.page()).await;
    assert_eq!((count(&portal), passing(&portal)), (1, 0));
}

#[actix_web::test]
async fn what_is_changed_goes_on_with_the_file_and_sent_twice_is_filed_once() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let shown = look_over(&officer, FRANCE, DAY, "").await.page();
    let back = press(&officer, FRANCE, &shown, "change").await;
    assert_eq!(back.status, StatusCode::OK);
    let back = back.page();
    holds(&back, "Rapport.pdf");
    assert!(back.all("[role=alert]").is_empty() && back.all("input[name=note_number][value='117/26']").len() == 1);
    // The button that files is not on this page: what it brings is looked over first.
    let changed = send(&officer, FRANCE, &back, &[("note_number", "118/26")], None).await.page();
    assert!(changed.text("main dl").contains("118/26"), "{}", changed.text("main dl"));
    filed(&officer, FRANCE, &changed).await;
    let twice = press(&officer, FRANCE, &changed, "file").await;
    let place = format!("/secretariat/reports/{FRANCE}");
    assert_eq!((twice.status, twice.header("location")), (StatusCode::SEE_OTHER, place.as_str()));
    assert_eq!((count(&portal), passing(&portal)), (1, 0));
}

#[actix_web::test]
async fn another_file_takes_the_place_of_the_one_that_waits_if_it_is_taken() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let shown = look_over(&officer, FRANCE, DAY, "").await.page();
    let back = press(&officer, FRANCE, &shown, "change").await.page();
    let refused = send(&officer, FRANCE, &back, &[], Some(("report.exe", b"MZ\x90\0\x03\0"))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = refused.page();
    holds(&refused, "Rapport.pdf");
    assert!(refused.text("[id=file-fault]").contains("a program"));
    // The same content under another name is the same file.
    let same = send(&officer, FRANCE, &refused, &[], Some(("Encore.pdf", PDF))).await;
    assert_eq!((same.status, count(&portal)), (StatusCode::OK, 2));
    assert!(same.page().text("main dl").contains("Encore.pdf"));
    // A new file is looked over, whatever the form says.
    let other = send(&officer, FRANCE, &same.page(), &[("go", "file")], Some(("Autre.pdf", OTHER))).await;
    assert_eq!(other.status, StatusCode::OK);
    assert!(other.page().text("main dl").contains("Autre.pdf"));
    assert_eq!((portal.portal.files().holds(&hash(PDF)), count(&portal)), (false, 2), "the first is given up");
    filed(&officer, FRANCE, &other.page()).await;
    assert_eq!((portal.portal.files().holds(&hash(OTHER)), count(&portal)), (true, 1));
}

#[actix_web::test]
async fn what_one_tab_gives_up_the_other_one_files() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let first = look_over(&officer, FRANCE, DAY, "").await.page();
    let second = look_over(&officer, FRANCE, DAY, "").await.page();
    assert_ne!(hidden(&first, "nonce"), hidden(&second, "nonce"));
    assert_eq!(count(&portal), 3, "one file, and a note of each tab");
    let first = send(&officer, FRANCE, &first, &[("go", "")], Some(("Autre.pdf", OTHER))).await.page();
    filed(&officer, FRANCE, &second).await;
    // What the first one holds came after that by now, and is not sent again either.
    let late = press(&officer, FRANCE, &first, "file").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let late = late.page();
    holds(&late, "Autre.pdf");
    assert!(late.text("[role=alert]").contains("Something happened to this report"));
    assert_eq!((late.all("[role=alert] a[href='#came']").len(), late.all("h2[id=came]").len()), (1, 1));
    let shown = send(&officer, FRANCE, &late, &[("kind", "correction")], None).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.page().text("main"));
    filed(&officer, FRANCE, &shown.page()).await;
    assert_eq!((count(&portal), passing(&portal)), (2, 0), "both originals");
}

#[actix_web::test]
async fn what_one_officer_gives_up_or_cannot_file_stays_for_another() {
    for is_drafted in [false, true] {
        let portal = TestPortal::new();
        let (one, other) = (portal.client(&["desk_officer"]), portal.client(&["desk_officer"]));
        let first = look_over(&one, FRANCE, DAY, "").await.page();
        let second = look_over(&other, "DEU-APII-2026", DAY, "").await.page();
        if is_drafted {
            // The State has begun to write the report here meanwhile.
            let state = portal.client(&["focal_point FRA"]);
            let started = state.post("/desk/reports/FRA-APII-2026", &[("from", "nothing")]).await;
            assert_eq!(started.status, StatusCode::SEE_OTHER);
            let refused = press(&one, FRANCE, &first, "file").await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert!(refused.page().all("input[type=file]").is_empty(), "no form goes on with it");
        } else {
            let replaced = send(&one, FRANCE, &first, &[("go", "")], Some(("Autre.pdf", OTHER))).await;
            filed(&one, FRANCE, &replaced.page()).await;
        }
        filed(&other, "DEU-APII-2026", &second).await;
        assert_eq!((count(&portal), passing(&portal)), (2 - usize::from(is_drafted), 0), "nothing waits any more");
    }
}

#[actix_web::test]
async fn a_file_that_waited_for_a_day_is_chosen_again() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for go in ["", "change", "file"] {
        let shown = look_over(&officer, FRANCE, DAY, "").await.page();
        let page = if go.is_empty() { press(&officer, FRANCE, &shown, "change").await.page() } else { shown };
        assert_eq!(left(&portal), 0);
        let refused = press(&officer, FRANCE, &page, go).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{go}");
        let refused = refused.page();
        assert!(refused.text("[id=file-fault]").contains("Choose it again"), "{go}");
        assert!(refused.all("input[name=sha256]").is_empty(), "{go}");
        assert_eq!(refused.all("input[name=note_number]")[0].attr("value"), Some("117/26"), "what was typed stays");
        assert_eq!(count(&portal), 0, "{go}: nothing waits for what is not here");
    }
    // Whoever still looks at it keeps it: each time the form is sent the day begins anew.
    let shown = look_over(&officer, FRANCE, DAY, "").await.page();
    let age = || {
        for file in files(portal.folder.path()) {
            let long_ago = std::time::SystemTime::UNIX_EPOCH;
            File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
        }
    };
    age();
    let back = press(&officer, FRANCE, &shown, "change").await.page();
    sweeping::clear_passage(portal.portal.store(), portal.portal.files(), Clock::System.now()).unwrap();
    let shown = send(&officer, FRANCE, &back, &[], None).await.page();
    filed(&officer, FRANCE, &shown).await;
    assert_eq!(count(&portal), 1);
}

#[actix_web::test]
async fn only_what_waits_for_this_form_is_gone_on_with() {
    let portal = TestPortal::new();
    let (one, other) = (portal.client(&["desk_officer"]), portal.client(&["desk_officer"]));
    let done = send_to(&other, "/secretariat/reports/CHE-APII-2026/on-behalf", &[], Some(("Bericht.pdf", OTHER))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let own = look_over(&one, "DEU-APII-2026", DAY, "").await.page();
    let foreign = look_over(&other, FRANCE, DAY, "").await.page();
    let (of_one, of_other) = (hidden(&own, "nonce"), hidden(&foreign, "nonce"));
    let (waits, filed_elsewhere, nowhere) = (hash(PDF), hash(OTHER), "0".repeat(64));
    let before = count(&portal);
    assert_eq!(before, 4, "two files, and that one waits for two");
    // Of another officer, of another report, of a report that is filed, of nobody, and no hash at all.
    for (sha256, nonce) in [
        (&waits, &of_other),
        (&waits, &of_one),
        (&filed_elsewhere, &of_one),
        (&filed_elsewhere, &of_other),
        (&nowhere, &of_one),
        (&"../../elsewhere".to_owned(), &of_one),
    ] {
        for go in ["", "change", "file"] {
            let said = [("sha256", sha256.as_str()), ("nonce", nonce.as_str()), ("go", go)];
            let refused = send(&one, FRANCE, &own, &said, None).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said:?}");
            let refused = refused.page();
            assert!(refused.text("[id=file-fault]").contains("Choose it again"), "{said:?}");
            assert!(refused.all("input[name=sha256]").is_empty() && count(&portal) == before, "{said:?}");
        }
    }
    // What is sent instead takes nothing away that is not the form's own.
    let said = [("sha256", waits.as_str()), ("nonce", of_other.as_str()), ("go", "")];
    let shown = send(&one, FRANCE, &own, &said, Some(("Encore.pdf", b"%PDF-1.7 a third"))).await;
    assert_eq!((shown.status, count(&portal)), (StatusCode::OK, before + 2));
    filed(&other, FRANCE, &foreign).await;
    filed(&one, "DEU-APII-2026", &own).await;
    assert_eq!((count(&portal), left(&portal)), (4, 2), "the third is left, and goes");
}

#[actix_web::test]
async fn a_nonce_is_of_letters_and_figures() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let shown = look_over(&officer, FRANCE, DAY, "").await.page();
    let nonce = hidden(&shown, "nonce");
    assert!(nonce.len() == 16 && nonce.chars().all(|one| one.is_ascii_alphanumeric()), "{nonce}");
    let long = format!("{nonce}0");
    for odd in ["", "0", "0123456789abcdef", "0123456789abcde-", "/../../../../etc", "éééééééé", &long, &nonce[1..]]
    {
        let refused = send(&officer, FRANCE, &shown, &[("nonce", odd), ("go", "file")], None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
        assert!(refused.page().text("[id=file-fault]").contains("Choose it again"), "{odd}");
        assert_eq!(count(&portal), 2, "{odd}");
    }
    // With a file of its own the form gets a nonce of ours.
    let odd = [("nonce", "/../../../../etc"), ("go", "")];
    let anew = send(&officer, FRANCE, &shown, &odd, Some(("Encore.pdf", PDF))).await.page();
    let other = hidden(&anew, "nonce");
    assert!(other.len() == 16 && other != nonce, "{other}");
    let replaced = send(&officer, FRANCE, &anew, &[("go", "")], Some(("Autre.pdf", OTHER))).await.page();
    assert_eq!((hidden(&replaced, "nonce"), count(&portal)), (other, 4));
    // Text is what its name says it is, and another name is not taken for it afterwards.
    let text = send(&officer, FRANCE, &replaced, &[("go", "")], Some(("report.txt", b"The report."))).await.page();
    let renamed = send(&officer, FRANCE, &text, &[("name", "report.bat"), ("go", "file")], None).await;
    assert_eq!((renamed.status, count(&portal)), (StatusCode::UNPROCESSABLE_ENTITY, 4));
    // A name that no file can have is of no page of ours.
    for name in ["../Rapport.pdf", "..", ""] {
        let named = send(&officer, FRANCE, &shown, &[("name", name), ("go", "file")], None).await;
        assert_eq!(named.status, StatusCode::BAD_REQUEST, "{name}");
    }
    filed(&officer, FRANCE, &shown).await;
    assert_eq!((count(&portal), left(&portal)), (3, 1), "what was replaced with is left, and goes");
}

#[actix_web::test]
async fn an_original_that_could_not_be_filed_still_waits_and_can_be_sent_again() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let place = format!("/secretariat/reports/{FRANCE}/on-behalf");
    let rename = |from: &str, to: &str| {
        portal.database.direct().batch_execute(&format!("ALTER TABLE {from} RENAME TO {to}")).unwrap();
    };
    // The write fails while the database can still be read, and where it cannot either.
    for table in ["audit_entries", "attachments"] {
        rename(table, "elsewhere");
        let failed = send_to(&officer, &place, &[], Some(("Rapport.pdf", PDF))).await;
        rename("elsewhere", table);
        assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR, "{table}");
        assert!(portal.portal.files().holds(&hash(PDF)), "{table}");
    }
    assert_eq!(count(&portal), 3, "the file, and a note of each form");
    assert_eq!(left(&portal), 0, "for a day");
}
