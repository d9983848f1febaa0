//! Taking back what was filed for a State by mistake: asked for apart from other acts, and nothing is asked about it then.

use actix_web::http::StatusCode;

use super::on_behalf::send_to;
use crate::support::people::Client;
use crate::support::portal::TestPortal;

const REPORT: &str = "/secretariat/reports/FRA-APII-2026";

async fn file(officer: &Client<'_>, other: &[(&str, &str)], content: &[u8]) {
    let filed = send_to(officer, &format!("{REPORT}/on-behalf"), other, Some(("Rapport.pdf", content))).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
}

async fn withdraw(officer: &Client<'_>, version: &str, note: &str) -> crate::support::portal::Answer {
    officer.post(REPORT, &[("act", "withdrawn"), ("version", version), ("note", note)]).await
}

#[actix_web::test]
async fn withdrawing_lies_in_a_fold_of_its_own_with_its_reason() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file(&officer, &[], b"%PDF-1.7 the report").await;
    let page = officer.page(REPORT).await;
    assert!(page.all("form:has(#note) button[value=withdrawn]").is_empty(), "not beside acknowledging");
    assert_eq!(page.all("form:has(#note) button[value=acknowledged]").len(), 1);
    assert_eq!(page.all("details:not([open]) > form:has(#reason) button[value=withdrawn]").len(), 1);
    let bare = withdraw(&officer, "1", " ").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = bare.page();
    assert_eq!(page.all(".banner.error a[href='#reason']").len(), 1);
    assert_eq!(page.all("details[open] #reason[aria-invalid=true]").len(), 1, "the field is in sight");
    assert_eq!(page.all(".is-bad").len(), 1);
    assert!(officer.page(REPORT).await.text("main").contains("Received"), "nothing was done");
    assert_eq!(withdraw(&officer, "1", "It is Germany’s.").await.status, StatusCode::SEE_OTHER);
    assert!(officer.page(REPORT).await.all("#reason").is_empty());
    for reason in ["", "Once more."] {
        let late = withdraw(&officer, "1", reason).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "no reason is asked for what cannot be done");
    }
}

#[actix_web::test]
async fn nothing_is_asked_about_a_withdrawn_report_and_its_questions_can_be_closed() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file(&officer, &[], b"%PDF-1.7 the report").await;
    let questions = format!("{REPORT}/questions");
    let ask = async |words: &str| officer.post(&questions, &[("form", "B"), ("words", words)]).await;
    assert_eq!(ask("Which unit?").await.status, StatusCode::SEE_OTHER);
    assert_eq!(withdraw(&officer, "1", "It is Germany’s.").await.status, StatusCode::SEE_OTHER);
    let page = officer.page(REPORT).await;
    assert!(page.all("textarea").is_empty(), "{}", page.text("main"));
    assert!(page.text("#questions").contains("The report is withdrawn, so nothing is asked about it."));
    let thread = page.all("form[action*='/questions/']")[0].attr("action").unwrap().to_owned();
    assert_eq!(page.all("form[action*='/questions/'] button").len(), 1, "it can only be closed");
    for late in [ask("And <which> year?").await, officer.post(&thread, &[("words", "And <which> year?")]).await] {
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.page().text(".lead").contains("The report is withdrawn"), "{}", late.page().text("main"));
        assert_eq!(late.page().text("main dd"), "And <which> year?", "what was typed comes back");
    }
    assert!(!officer.page(REPORT).await.text("main").contains("year?"));
    assert_eq!(officer.post(&thread, &[("words", ""), ("act", "close")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.page(REPORT).await.text(".tag.done"), "Closed");
    // Filed again where it belongs, it can be asked about again.
    file(&officer, &[("version", "2")], b"%PDF-1.7 another report").await;
    assert_eq!(ask("Which year?").await.status, StatusCode::SEE_OTHER);
    let correction = [("version", "3"), ("kind", "correction"), ("received_on", "2026-10-06")];
    file(&officer, &correction, b"%PDF-1.7 a correction").await;
    assert_eq!(withdraw(&officer, "3", "It came twice.").await.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.page(REPORT).await.all("#ask-").len(), 1, "the second version stands");
    assert_eq!(ask("Which month?").await.status, StatusCode::SEE_OTHER);
}
