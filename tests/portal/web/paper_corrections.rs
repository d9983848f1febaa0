//! A correction that came on paper stands beside the words that were filed here, and takes none of them back.

use actix_web::http::StatusCode;
use ccw_portal::text::in_groups;

use super::filing::{REPORT, at, start, submit, write_whole};
use super::on_behalf::send_to;
use crate::support::people::Client;
use crate::support::portal::TestPortal;

const PAGE: &str = "/secretariat/reports/CHE-COMPLIANCE-2027";

async fn publish(officer: &Client<'_>, version: &str) {
    for act in ["acknowledged", "circulated", "published"] {
        let done = officer.review("CHE-COMPLIANCE-2027", version, act).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act} {version}");
    }
}

/// Files a correction that came as a document.
async fn correct_on_paper(officer: &Client<'_>, availability: &str) {
    let typed =
        [("version", "2"), ("kind", "correction"), ("received_on", "2026-11-24"), ("availability", availability)];
    let file = Some(("Correction.pdf", &b"%PDF-1.7 a correction"[..]));
    let filed = send_to(officer, &format!("{PAGE}/on-behalf"), &typed, file).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
}

#[actix_web::test]
async fn a_paper_that_says_nothing_of_it_closes_nothing_that_was_public() {
    for (availability, is_open) in [("unsaid", true), ("no", false)] {
        let portal = TestPortal::new();
        let (state, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
        start(&state).await;
        write_whole(&state).await;
        assert_eq!(submit(&state).await.status, StatusCode::SEE_OTHER);
        publish(&officer, "1").await;
        let shows = async || portal.page("/reports/CHE-COMPLIANCE-2027.1").await.text("main").contains("Reviewed.");
        assert!(shows().await);
        correct_on_paper(&officer, availability).await;
        publish(&officer, "2").await;
        assert_eq!(shows().await, is_open, "{availability}");
        let second = portal.page("/reports/CHE-COMPLIANCE-2027.2?since=before").await;
        assert!(second.text("main").contains("takes no words back"), "{availability}");
        assert!(second.all("a[href='/reports/CHE-COMPLIANCE-2027.1']").len() > 1, "leads to what it stands beside");
        assert!(second.all("main del").is_empty(), "no word reads as if it was taken back");
    }
}

#[actix_web::test]
async fn the_next_draft_starts_from_the_words_and_keeps_all_documents() {
    let portal = TestPortal::new();
    let (state, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&state).await;
    write_whole(&state).await;
    state.upload(&at("attachments"), "", "Annexe.txt", b"an annex").await;
    assert_eq!(submit(&state).await.status, StatusCode::SEE_OTHER);
    correct_on_paper(&officer, "yes").await;
    assert_eq!(state.post(REPORT, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
    let page = state.page(&at("submit")).await;
    assert!(page.text("main").contains("War Materiel Act."), "the words that stand");
    let documents = state.page(&at("attachments")).await.text("main");
    assert!(documents.contains("Annexe.txt") && documents.contains("Correction.pdf"), "{documents}");
}

#[actix_web::test]
async fn an_update_on_paper_puts_no_document_of_the_state_out_of_sight() {
    let portal = TestPortal::new();
    let (state, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&state).await;
    write_whole(&state).await;
    state.upload(&at("attachments"), "", "Annexe.txt", b"an annex").await;
    assert_eq!(submit(&state).await.status, StatusCode::SEE_OTHER);
    let send = async |name: &str| {
        let typed = [("version", "2"), ("kind", "update"), ("received_on", "2026-11-24"), ("availability", "yes")];
        send_to(&officer, &format!("{PAGE}/on-behalf"), &typed, Some((name, &b"another annex"[..]))).await
    };
    let told = send("Annexe.txt").await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = told.page();
    assert!(told.text(".fault").contains("called “Annexe.txt” already"), "{}", told.text("main"));
    assert_eq!(send("Annexe-2.txt").await.status, StatusCode::SEE_OTHER);
    assert_eq!(state.post(REPORT, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
    let documents = state.page(&at("attachments")).await.text("main");
    assert!(documents.contains("Annexe.txt") && documents.contains("Annexe-2.txt"), "{documents}");
}

#[actix_web::test]
async fn an_officer_is_told_what_publishing_shows_and_whom_a_letter_reaches() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for (state, availability, said) in [("FRA", "no", "keeps this report"), ("DEU", "unsaid", "did not say whether")] {
        let page = format!("/secretariat/reports/{state}-APII-2026");
        let typed = [("received_on", "2026-10-05"), ("availability", availability)];
        let file = Some(("Rapport.pdf", &b"%PDF-1.7 a report"[..]));
        let filed = send_to(&officer, &format!("{page}/on-behalf"), &typed, file).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER);
        let shown = officer.page(&page).await.text("[aria-labelledby=next]");
        assert!(
            shown.contains(said) && shown.contains("no question, receipt or other letter about this report"),
            "{shown}"
        );
        let _somebody = portal.client(&[&format!("focal_point {state}")]);
        let shown = officer.page(&page).await.text("[aria-labelledby=next]");
        assert!(!shown.contains("no question, receipt or other letter about this report"), "{shown}");
    }
}

/// What may be another State's is not filed again with a correction that was begun meanwhile.
#[actix_web::test]
async fn a_correction_goes_on_without_the_document_of_a_filing_that_is_withdrawn() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    let (desk, place) = ("/desk/reports/FRA-APII-2026", "/secretariat/reports/FRA-APII-2026");
    let typed = [("received_on", "2026-10-05"), ("availability", "yes")];
    let file = Some(("Bericht.pdf", &b"%PDF-1.7 of another"[..]));
    assert_eq!(send_to(&officer, &format!("{place}/on-behalf"), &typed, file).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state.post(desk, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
    let documents = format!("{desk}/attachments");
    state.upload(&documents, "", "Annexe.txt", b"of the State itself").await;
    let page = state.page(&documents).await;
    let links = page.all("main a[href*='/attachments/']").into_iter().filter_map(|link| link.attr("href"));
    let links: Vec<_> = links.map(str::to_owned).collect();
    assert!(page.text("main").contains("Bericht.pdf") && links.len() == 2, "{links:?}");
    let withdrawn = [("act", "withdrawn"), ("version", "1"), ("note", "It is Germany’s.")];
    assert_eq!(officer.post(place, &withdrawn).await.status, StatusCode::SEE_OTHER);
    let held = state.page(&documents).await.text("main");
    assert!(!held.contains("Bericht.pdf") && held.contains("Annexe.txt"), "{held}");
    let mut given = Vec::new();
    for link in &links {
        given.push(state.get(link).await.status);
    }
    given.sort();
    assert_eq!(given, [StatusCode::OK, StatusCode::NOT_FOUND]);
    let letters = portal.letters();
    let told = letters.iter().find(|letter| letter.subject.contains("withdrawn by the secretariat")).unwrap();
    assert!(told.text.split_whitespace().collect::<Vec<_>>().join(" ").contains("no longer holds its document"));
    let acts = portal.portal.store().read(crate::store::acts).unwrap();
    assert_eq!(acts.iter().filter(|act| *act == "report.document_removed").count(), 1, "{acts:?}");
}

/// It may be another State's: the State it was filed for keeps the receipt, and the secretariat the file.
#[actix_web::test]
async fn what_was_misfiled_and_withdrawn_is_not_read_at_the_desk_of_the_wrong_state() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    let (desk, place) = ("/desk/reports/FRA-APII-2026", "/secretariat/reports/FRA-APII-2026");
    let file = Some(("Bericht.pdf", &b"%PDF-1.7 of another"[..]));
    let typed = [("received_on", "2026-10-05"), ("availability", "unsaid")];
    let filed = send_to(&officer, &format!("{place}/on-behalf"), &typed, file).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
    let receipt = format!("{desk}.1/receipt");
    let given = state.page(&receipt).await.all("main .list a")[0].attr("href").unwrap().to_owned();
    let read = [given.clone(), format!("{desk}.1/filed"), format!("{desk}.1/filed.json"), format!("{desk}/filed")];
    for page in &read {
        assert_eq!(state.get(page).await.status, StatusCode::OK, "{page}");
    }
    let withdrawn = [("act", "withdrawn"), ("version", "1"), ("note", "It is Germany’s.")];
    assert_eq!(officer.post(place, &withdrawn).await.status, StatusCode::SEE_OTHER);
    for page in &read {
        assert_eq!(state.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert!(state.page(desk).await.all(&format!("a[href='{desk}.1/filed']")).is_empty());
    let page = state.page(&receipt).await;
    let sha256 = given.rsplit('/').next().unwrap();
    for said in ["It is Germany’s.", &in_groups(sha256), "Withdrawn", "5 October 2026"] {
        assert!(page.text("main").contains(said), "{said}");
    }
    for kept in ["Bericht.pdf", "117/26", "2 October 2026", "did not say"] {
        assert!(!page.text("main").contains(kept), "its cover may be another State's: {kept}");
    }
    for list in ["/desk", desk] {
        let said = state.page(list).await.text("main");
        assert!(said.contains("Withdrawn") && !said.contains("Recalled"), "{list}: {said}");
    }
    let queue = officer.page("/secretariat?cycle=2026&state=withdrawn").await.text("tbody");
    assert!(queue.contains("France") && queue.contains("Withdrawn"), "{queue}");
    assert!(officer.page("/secretariat?cycle=2026&state=recalled").await.all("tbody").is_empty());
    let acts = officer.page(place).await.text("section[aria-labelledby=next]");
    assert!(acts.contains("Withdrawn by the secretariat: A. Person"), "{acts}");
    assert!(acts.contains("It had been filed by mistake"), "{acts}");
    assert!(page.all("main .list a").is_empty(), "nothing is given, and nothing told of it elsewhere");
    let kept = officer.get(&format!("{place}/attachments/{sha256}")).await;
    assert_eq!((kept.status, &kept.bytes[..]), (StatusCode::OK, &b"%PDF-1.7 of another"[..]));
    #[cfg(feature = "pdf")]
    {
        assert_eq!(state.get(&format!("{desk}.1/filed.pdf")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(officer.get(&format!("{place}.1.pdf")).await.status, StatusCode::OK);
        let paper = crate::support::pdf::words(&state.get(&format!("{receipt}.pdf")).await.bytes);
        assert!(paper.contains("withdrawn by the secretariat") && paper.contains("It is Germany’s."), "{paper}");
        assert!(!paper.contains("117/26") && !paper.contains("Bericht"), "{paper}");
    }
}
