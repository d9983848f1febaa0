//! Reports and receipts as PDF over HTTP: who gets which words, under which name, and where the links are.

use actix_web::http::{Method, StatusCode};

use super::audiences::file;
use super::filing::{REPORT, at, save, start};
use crate::support::pdf::{make_sure, words};
use crate::support::people::Client;
use crate::support::portal::{Answer, TestPortal};

/// The words of an answer that is a PDF, saved under that name.
fn read(answer: &Answer, name: &str) -> String {
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pdf"), "{name}");
    let named = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}");
    assert_eq!(answer.header("content-disposition"), named);
    make_sure(&answer.bytes);
    words(&answer.bytes)
}

/// Where the page has a link to a PDF.
async fn offered(client: &Client<'_>, page: &str) -> Vec<String> {
    let page = client.page(page).await;
    page.all("a[href$='.pdf']").iter().map(|link| link.attr("href").unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_draft_is_read_on_paper_as_it_stands() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    assert_eq!(client.get(&at("draft.pdf")).await.status, StatusCode::NOT_FOUND, "there is none");
    start(&client).await;
    let typed = [("summary.A.state", "changed"), ("forms.A.armed_forces.text", "Typed #words, and *more*.")];
    assert_eq!(save(&client, "forms/A", "0", &typed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(offered(&client, REPORT).await, [at("draft.pdf")]);
    let answer = client.get(&at("draft.pdf")).await;
    let draft = read(&answer, "CHE-COMPLIANCE-2027-draft.pdf");
    for said in ["DRAFT of", "Swiss Confederation", "Typed #words, and *more*.", "Cover page", "Summary sheet"] {
        assert!(draft.contains(said), "{said}: {draft}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn a_filed_report_has_a_receipt_and_a_paper_for_each_reader() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let reader = portal.client(&["reader NOR"]);
    file(&client, &officer, ("1", &["circulated", "published"], "ORIOLE")).await;
    let (id, name) = ("CHE-COMPLIANCE-2027.1", "CHE-COMPLIANCE-2027.1.pdf");
    for (who, page, links) in [
        (&client, format!("/desk/reports/{id}/filed"), format!("/desk/reports/{id}/filed.pdf")),
        (&client, format!("/desk/reports/{id}/receipt"), format!("/desk/reports/{id}/receipt.pdf")),
        (&officer, format!("/secretariat/reports/{id}"), format!("/secretariat/reports/{id}.pdf")),
        (&reader, format!("/circulated/{id}"), format!("/circulated/{id}.pdf")),
        (&reader, format!("/reports/{id}"), format!("/reports/{id}.pdf")),
    ] {
        assert_eq!(offered(who, &page).await, [links]);
    }
    for (who, address) in [
        (&client, format!("/desk/reports/{id}/filed.pdf")),
        (&officer, format!("/secretariat/reports/{id}.pdf")),
        (&reader, format!("/circulated/{id}.pdf")),
    ] {
        let whole = read(&who.get(&address).await, name);
        for said in ["ORIOLEopen", "ORIOLEkept", "arms.control@example.org", id] {
            assert!(whole.contains(said), "{address}: {said}");
        }
        assert!(!whole.contains("DRAFT"), "{address}");
    }
    let public = portal.get(&format!("/reports/{id}.pdf")).await;
    let said = read(&public, name);
    assert!(said.contains("ORIOLEopen") && !said.contains("ORIOLEkept") && !said.contains("arms.control"), "{said}");
    let digest = portal.page(&format!("/reports/{id}")).await.text("samp.digest");
    assert!(
        digest.trim().len() == 64 && said.replace(' ', "").contains(digest.trim()),
        "the fingerprint of what is shown: {said}"
    );
    let tag = public.header("etag").to_owned();
    let again = portal.ask(Method::GET, &format!("/reports/{id}.pdf"), &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let packed = portal.ask(Method::GET, &format!("/reports/{id}.pdf"), &[("accept-encoding", "gzip")]).await;
    assert_eq!(packed.header("content-encoding"), "", "it is compressed in itself");
    let receipt = read(&client.get(&at("receipt.pdf")).await, "CHE-COMPLIANCE-2027.1-receipt.pdf");
    let page = client.page(&at("receipt")).await;
    for row in page.all("dl.sum dd").into_iter().map(crate::support::portal::text_of) {
        let row = row.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(receipt.contains(&row), "{row}: {receipt}");
    }
    let digest = page.text(".digest samp");
    assert!(receipt.contains(digest.trim()), "{digest}: {receipt}");
}
