//! Reports in free format, sorted by the desk: where the original speaks of each form, shown beside what was filed.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};

use super::on_behalf::send_to;
use crate::support::people::Client;
use crate::support::portal::{Answer, Page, TestPortal};

const REFERENCE: &str = "FRA-APII-2026";
const PAGE: &str = "/secretariat/reports/FRA-APII-2026";
const DESK: &str = "/desk/reports/FRA-APII-2026";
const LETTERS: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];

/// Files a report that came on paper, of which Form A alone may be public.
async fn filed(officer: &Client<'_>) {
    let typed = [("availability", "partially"), ("availability_forms", "A")];
    let file = Some(("Rapport.pdf", &b"%PDF-1.7\nthe report as it came\n%%EOF\n"[..]));
    let answer = send_to(officer, &format!("{PAGE}/on-behalf"), &typed, file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Sends the form of the page with these places.
async fn sort(officer: &Client<'_>, revision: &str, places: &[(&str, &str)]) -> Answer {
    send_form(officer, &[("version", "1"), ("revision", revision)], places).await
}

async fn send_form(officer: &Client<'_>, head: &[(&str, &str)], places: &[(&str, &str)]) -> Answer {
    let place = |letter: &str| places.iter().find(|(own, _)| *own == letter).map_or("", |(_, place)| place);
    let fields = LETTERS.map(|letter| (format!("place.{letter}"), place(letter)));
    let fields: Vec<_> =
        fields.iter().map(|(name, place)| (name.as_str(), *place)).chain(head.iter().copied()).collect();
    officer.post(&format!("{PAGE}/classification"), &fields).await
}

async fn sorted(officer: &Client<'_>, revision: &str, places: &[(&str, &str)]) {
    let answer = sort(officer, revision, places).await;
    let page = format!("{PAGE}.1?sorted=yes");
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, page.as_str()), "{}", answer.text());
}

fn typed(page: &Page, letter: &str) -> String {
    page.all(&format!("#place-{letter}"))[0].attr("value").unwrap().to_owned()
}

/// One column of a query, as text.
fn column(portal: &TestPortal, query: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let lines: Vec<Line> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

const FILED: &str = "SELECT sha256 || document AS line FROM submissions";
const AUDIT: &str = "SELECT detail AS line FROM audit_entries WHERE act = 'report.classified' ORDER BY id";

#[actix_web::test]
async fn each_audience_sees_the_places_of_the_forms_that_are_open_to_it() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client_called("O. Officer", &["desk_officer"]), portal.client(&["focal_point FRA"]));
    let party = portal.client(&["reader NOR"]);
    filed(&officer).await;
    let before = column(&portal, FILED);
    let page = officer.page(&format!("{PAGE}.1")).await;
    assert!(page.text("section[aria-labelledby=items]").contains("it is not sorted into forms"));
    assert_eq!(page.all("#sorting details[open] input[name^='place.']").len(), 7);
    assert!(state.page(DESK).await.all("a[href$='/questions#sorted']").is_empty());
    for act in ["circulated", "published"] {
        assert_eq!(officer.review(REFERENCE, "1", act).await.status, StatusCode::SEE_OTHER);
    }
    assert!(portal.page(&format!("/reports/{REFERENCE}")).await.all("section[aria-labelledby^=form]").is_empty());
    sorted(&officer, "0", &[("A", " p. 2–3 "), ("B", "chapter <IV>")]).await;

    // Nothing of what was filed is another.
    assert_eq!(column(&portal, FILED), before);
    let audit = column(&portal, AUDIT);
    assert!(audit.len() == 1 && audit[0].contains("chapter <IV>") && audit[0].contains("p. 2–3"), "{audit:?}");

    let page = officer.page(&format!("{PAGE}.1?sorted=yes")).await;
    assert_eq!(page.text("[role=status] h2"), "Sorted");
    assert!(page.text("section[aria-labelledby=form-A]").contains("In the original, p. 2–3"));
    assert!(page.text("section[aria-labelledby=form-C]").contains("left open"));
    assert!(page.text("#sorting").contains("Sorted last by O. Officer, 24 November 2026"));
    assert_eq!((typed(&page, "A"), typed(&page, "C")), ("p. 2–3".into(), String::new()));
    let items = page.text("section[aria-labelledby=items]");
    assert!(items.contains("In the original") && items.contains("neither answered nor open"), "{items}");
    assert!(items.contains("in the original, p. 2–3"), "each item with its place: {items}");
    assert!(!items.contains("Answered so far"), "nobody says that it is answered: {items}");
    let count = |word: &str| -> usize {
        let lines = page.texts("section[aria-labelledby=items] dl.sum div");
        let line = lines.iter().find_map(|line| line.strip_prefix(word)).unwrap();
        line.parse().unwrap_or_else(|_| panic!("{word}: {lines:?}"))
    };
    assert_eq!(count("Answered"), 0);
    assert!(count("In the original") > 0 && count("Open") > 0, "what nobody found stays open");

    let own = state.page(DESK).await.text("main");
    for said in ["Where the secretariat found each form", "In the original, p. 2–3", "chapter <IV>", "left open"] {
        assert!(own.contains(said), "{said}: {own}");
    }
    for (who, address) in [(&state, format!("{DESK}.1/filed")), (&party, format!("/circulated/{REFERENCE}"))] {
        let page = who.page(&address).await.text("main");
        assert!(page.contains("p. 2–3") && page.contains("chapter <IV>") && page.contains("no part of it"), "{page}");
    }
    let public = portal.page(&format!("/reports/{REFERENCE}")).await;
    assert!(public.text("section[aria-labelledby=form-A]").contains("In the original, p. 2–3"));
    assert!(!public.text("main").contains("chapter"), "{}", public.text("main"));
    assert!(!public.text("main").contains("Rapport.pdf"), "the original itself is withheld");
    assert!(!public.text("section[aria-labelledby=form-C]").contains("open"), "nothing of a form that is closed");
}

#[actix_web::test]
async fn data_and_documents_are_cut_like_the_page() {
    let portal = TestPortal::new();
    let (officer, party) = (portal.client(&["desk_officer"]), portal.client(&["reader NOR"]));
    filed(&officer).await;
    let classification = async |client: Option<&Client<'_>>, address: &str| -> serde_json::Value {
        let answer = match client {
            Some(client) => client.get(address).await,
            None => portal.get(address).await,
        };
        serde_json::from_slice::<serde_json::Value>(&answer.bytes).unwrap()["classification"].clone()
    };
    let (circulated, public) = (format!("/circulated/{REFERENCE}.json"), format!("/reports/{REFERENCE}.json"));
    for act in ["circulated", "published"] {
        assert_eq!(officer.review(REFERENCE, "1", act).await.status, StatusCode::SEE_OTHER);
    }
    assert!(classification(None, &public).await.is_null(), "nobody has sorted it");
    sorted(&officer, "0", &[("A", "p. 2"), ("B", "p. 4")]).await;
    let seen = classification(None, &public).await;
    assert_eq!(seen, serde_json::json!({ "A": { "place": "p. 2", "document": null } }));
    let seen = classification(Some(&party), &circulated).await;
    assert_eq!((&seen["B"]["place"], seen["C"].is_null()), (&"p. 4".into(), true));
    assert_eq!(seen.as_object().unwrap().len(), 7);
    // A later save shows at once, on pages that are kept too.
    sorted(&officer, "1", &[("A", "p. 9"), ("B", "p. 4")]).await;
    assert_eq!(classification(None, &public).await["A"]["place"], "p. 9");
    #[cfg(feature = "pdf")]
    {
        let words = crate::support::pdf::words;
        let public = words(&portal.get(&format!("/reports/{REFERENCE}.pdf")).await.bytes);
        assert!(public.contains("In the original, p. 9") && !public.contains("p. 4"), "{public}");
        let circulated = words(&party.get(&format!("/circulated/{REFERENCE}.pdf")).await.bytes);
        assert!(circulated.contains("p. 4") && circulated.contains("no part of it"), "{circulated}");
        assert!(!circulated.contains("Summary sheet"), "the State sent none");
    }
}

#[actix_web::test]
async fn of_several_documents_the_right_one_is_named_to_whoever_may_have_it() {
    let portal = TestPortal::new();
    let (officer, party) = (portal.client(&["desk_officer"]), portal.client(&["reader NOR"]));
    filed(&officer).await;
    let mut report: serde_json::Value =
        serde_json::from_str(&column(&portal, "SELECT document AS line FROM submissions")[0]).unwrap();
    let annex = "a".repeat(64);
    let second =
        serde_json::json!({ "name": "Annexe.pdf", "sha256": annex, "bytes": 3, "media_type": "application/pdf" });
    report["attachments"].as_array_mut().unwrap().push(second);
    let document = report.to_string();
    let sha256: String = Sha256::digest(&document).iter().map(|byte| format!("{byte:02x}")).collect();
    let sql = format!("UPDATE submissions SET document = '{document}', sha256 = '{sha256}'");
    diesel::sql_query(sql).execute(&mut portal.database.direct()).unwrap();
    portal.note_filing(REFERENCE);
    assert_eq!(officer.page(PAGE).await.all("#document-A option").len(), 3, "either of two, or not said");
    let head = [("version", "1"), ("revision", "0"), ("document.A", annex.as_str())];
    let saved = send_form(&officer, &head, &[("A", "p. 2"), ("B", "p. 4")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = officer.page(PAGE).await;
    assert_eq!(page.all("#document-A option[selected]")[0].attr("value"), Some(annex.as_str()));
    assert!(page.text("section[aria-labelledby=form-A]").contains("In the original, p. 2 of Annexe.pdf"));
    assert_eq!(officer.review(REFERENCE, "1", "circulated").await.status, StatusCode::SEE_OTHER);
    let asked = officer.page(&format!("/secretariat/selection?act=published&report={REFERENCE}.1:1")).await;
    assert!(asked.text("[aria-labelledby=able]").contains("Everyone will see where the original speaks of Form A"));
    assert_eq!(officer.review(REFERENCE, "1", "published").await.status, StatusCode::SEE_OTHER);
    let seen = party.page(&format!("/circulated/{REFERENCE}")).await.text("main");
    assert!(seen.contains("p. 2 of Annexe.pdf"), "{seen}");
    let public = portal.page(&format!("/reports/{REFERENCE}")).await.text("main");
    assert!(public.contains("In the original, p. 2") && !public.contains("Annexe.pdf"), "{public}");
    let data = portal.get(&format!("/reports/{REFERENCE}.json")).await;
    assert!(!data.text().contains(&annex) && !data.text().contains("Annexe.pdf"), "{}", data.text());
}

#[actix_web::test]
async fn the_second_of_two_sees_what_the_first_saved_and_a_form_sent_twice_changes_nothing() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    filed(&officer).await;
    sorted(&officer, "0", &[("A", "p. 2"), ("B", "p. 4")]).await;
    sorted(&officer, "0", &[("A", "p. 2"), ("B", "p. 4")]).await;
    assert_eq!(column(&portal, AUDIT).len(), 1, "the same form again");
    let late = sort(&officer, "0", &[("A", "p. 7"), ("C", "p. 9")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.page();
    assert!(page.text("[role=alert]").contains("Nothing was saved"));
    assert_eq!((typed(&page, "A"), typed(&page, "C")), ("p. 7".into(), "p. 9".into()), "what was typed stays");
    let beside = |letter: &str| page.text(&format!("#place-{letter}-theirs"));
    assert_eq!((beside("A"), beside("B")), ("Saved meanwhile: p. 2".into(), "Saved meanwhile: p. 4".into()));
    assert_eq!(beside("C"), "Saved meanwhile: left open");
    assert!(officer.page(PAGE).await.text("section[aria-labelledby=form-A]").contains("p. 2"));
    let revision = page.all("#sorting input[name=revision]")[0].attr("value").unwrap().to_owned();
    sorted(&officer, &revision, &[("A", "p. 7"), ("C", "p. 9")]).await;
    let audit = column(&portal, AUDIT);
    assert!(audit.len() == 2 && audit[1].contains("p. 4") && audit[1].contains("p. 9"), "before and after: {audit:?}");
    let rows = column(&portal, "SELECT form || ' ' || coalesce(place, '-') AS line FROM classifications ORDER BY form");
    assert_eq!(rows[..3], ["A p. 7", "B -", "C p. 9"]);
    assert_eq!(rows.len(), 7, "one for each form, also of what is left open");
}

#[actix_web::test]
async fn what_cannot_be_is_refused_and_nothing_typed_is_lost() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let none = sort(&officer, "0", &[("A", "p. 2")]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "nothing was filed");
    filed(&officer).await;
    let long = "1".repeat(201);
    let answer = sort(&officer, "0", &[("A", "p. 2"), ("B", &long)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.page();
    assert!(page.text("#place-B-fault").contains("200 letters"));
    assert_eq!(page.all("[role=alert] a[href='#place-B']").len(), 1);
    assert_eq!((typed(&page, "A"), typed(&page, "B")), ("p. 2".into(), long));
    assert!(page.all("[id$='-theirs']").is_empty(), "nobody saved anything");
    let blank = sort(&officer, "0", &[("A", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody said that nothing was found");
    assert!(blank.page().text("[role=alert]").contains("No place was given"));
    let nul = sort(&officer, "0", &[("A", "p.\0 2")]).await;
    assert_eq!(nul.status, StatusCode::BAD_REQUEST);
    assert!(nul.page().text("main").contains("p.\u{2400} 2"));
    for head in [
        &[("version", "x"), ("revision", "0")][..],
        &[("version", "1")],
        &[("version", "1"), ("revision", "0"), ("document.A", "0")],
    ] {
        assert_eq!(send_form(&officer, head, &[("A", "p. 2")]).await.status, StatusCode::BAD_REQUEST, "{head:?}");
    }
    let part = [("version", "1"), ("revision", "0"), ("place.A", "p. 2")];
    let part = officer.post(&format!("{PAGE}/classification"), &part).await;
    assert_eq!(part.status, StatusCode::BAD_REQUEST, "what was not sent is not taken for left open");
    let missing = send_form(&officer, &[("version", "2"), ("revision", "0")], &[("A", "p. 2")]).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    for role in ["administrator", "focal_point FRA", "reader FRA"] {
        let other = portal.client(&[role]);
        assert_eq!(sort(&other, "0", &[("A", "p. 2")]).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    assert_eq!(column(&portal, "SELECT form AS line FROM classifications"), Vec::<String>::new());
    // What its State takes back is not sorted any more.
    let state = portal.client(&["focal_point FRA"]);
    assert_eq!(state.post(&format!("{DESK}/recall"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.page(PAGE).await.all("#sorting").is_empty());
    assert_eq!(sort(&officer, "0", &[("A", "p. 2")]).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn the_next_report_starts_from_the_forms_that_were_found() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    filed(&officer).await;
    sorted(&officer, "0", &[("A", "p. 2"), ("C", "p. 4")]).await;
    let next = "/desk/reports/FRA-APII-2027";
    assert!(state.page(next).await.text("main").contains("came in free format"));
    assert_eq!(state.post(next, &[("from", "earlier")]).await.status, StatusCode::SEE_OTHER);
    let sheet = state.page(&format!("{next}/summary")).await;
    let is_unchanged = |letter: &str| {
        !sheet.all(&format!("input[name='summary.{letter}.state'][value=unchanged][checked]")).is_empty()
    };
    let unchanged: Vec<_> = LETTERS.into_iter().filter(|letter| is_unchanged(letter)).collect();
    assert_eq!(unchanged, ["A", "C"]);
    let check = state.page(&format!("{next}/check")).await.text("main");
    assert!(!check.contains("found nothing on Form"), "{check}");
    let line = [("summary.B.state", "unchanged"), ("summary.B.last_reporting", "2026"), ("revision", "0")];
    assert_eq!(state.post(&format!("{next}/forms/B"), &line).await.status, StatusCode::SEE_OTHER);
    let check = state.page(&format!("{next}/check")).await.text("main");
    assert!(check.contains("found nothing on Form B") && !check.contains("found nothing on Form A"), "{check}");
}

#[actix_web::test]
async fn the_state_says_what_is_wrong_and_is_answered_in_the_thread() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    filed(&officer).await;
    let questions = format!("{DESK}/questions");
    let early = state.post(&questions, &[("words", "Form B stands on page 6.")]).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "nobody has sorted it");
    assert!(state.page(&questions).await.all("#sorted").is_empty());
    sorted(&officer, "0", &[("A", "p. 2")]).await;
    assert_eq!(state.page(DESK).await.all(&format!("a[href='{questions}#sorted']")).len(), 1);
    assert_eq!(state.page(&questions).await.all("#sorted textarea").len(), 1);
    let blank = state.post(&questions, &[("words", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.page().text("#words-fault").contains("Write what is wrong."));
    for _ in 0..2 {
        let said = state.post(&questions, &[("words", "Form B stands on page 6.")]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER);
    }
    let own = state.page(&questions).await;
    assert_eq!(own.all("ol.thread li").len(), 1, "said once");
    assert!(own.text("main").contains("With the secretariat") && own.text("main").contains("Form B stands on page 6."));
    let letters = portal.letters();
    let letter = letters.iter().find(|letter| letter.subject.contains("was sorted")).unwrap();
    assert!(letter.to.contains(&officer.email) && !letter.text.contains("page 6"), "{}", letter.text);
    assert!(officer.page("/secretariat?cycle=2026&state=answers").await.text("main table").contains("France"));
    let page = officer.page(PAGE).await;
    assert!(page.text("#questions").contains("Form B stands on page 6."));
    let thread = page.all("#questions form[action*='/questions/']")[0].attr("action").unwrap().to_owned();
    // It asks nothing that could be answered on paper.
    assert!(page.all("#questions a[href$='/answer']").is_empty());
    assert_eq!(officer.get(&format!("{thread}/answer")).await.status, StatusCode::NOT_FOUND);
    let answered = officer.post(&thread, &[("words", "Thank you, put right."), ("act", "close")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    assert!(state.page(&questions).await.text("main").contains("Thank you, put right."));
    let other = portal.client(&["focal_point NOR"]);
    assert_eq!(other.post(&questions, &[("words", "x")]).await.status, StatusCode::NOT_FOUND);
}
