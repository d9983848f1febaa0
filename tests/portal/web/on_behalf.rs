//! Reports that came on paper or by e-mail, filed by the secretariat for their State.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};

use super::waiting::{count, left};
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, Page, TestPortal};

const PDF: &[u8] = b"%PDF-1.7\nthe report as it came\n%%EOF\n";
const REFERENCE: &str = "FRA-APII-2026";
const PLACE: &str = "/secretariat/reports/FRA-APII-2026/on-behalf";
const DESK: &str = "/desk/reports/FRA-APII-2026";
/// Weeks before the tests' today.
const RECEIVED: &str = "2026-10-05";

pub(super) fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What an officer types.
const TYPED: [(&str, &str); 7] = [
    ("kind", ""),
    ("version", "1"),
    ("received_on", "05/10/2026"),
    ("how", "post"),
    ("availability", "yes"),
    ("note_number", "117/26"),
    ("note_date", "2 October 2026"),
];

/// Sends the form, with some fields typed otherwise, and confirms what its page then shows.
async fn send(client: &Client<'_>, other: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    send_to(client, PLACE, other, file).await
}

/// The same for another report.
pub(super) async fn send_to(
    client: &Client<'_>,
    place: &str,
    other: &[(&str, &str)],
    file: Option<(&str, &[u8])>,
) -> Answer {
    let token = accounts::form_token(&client.secret);
    let typed = TYPED.iter().filter(|(name, _)| !other.iter().any(|(own, _)| own == name)).chain(other);
    let fields: Vec<_> = [("form_token", token.as_str())].into_iter().chain(typed.copied()).collect();
    let shown = client.send_parts(place, parts(&fields, file)).await;
    if shown.status == StatusCode::OK { confirm(client, place, &shown.page(), "file").await } else { shown }
}

/// Presses a button of the page that shows the filing as it will stand.
async fn confirm(client: &Client<'_>, place: &str, page: &Page, go: &str) -> Answer {
    let own = page.all("main input[type=hidden], main input[name=confirm]").into_iter();
    let own: Vec<_> = own.map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap())).collect();
    let fields: Vec<_> = own.into_iter().chain([("go", go)]).collect();
    client.send_parts(place, parts(&fields, None)).await
}

async fn filed(client: &Client<'_>, other: &[(&str, &str)]) {
    let answer = send(client, other, Some(("Rapport.pdf", PDF))).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/secretariat/reports/FRA-APII-2026.1?filed=yes")
    );
}

async fn act(officer: &Client<'_>, act: &str) {
    let done = officer.review(REFERENCE, "1", act).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
}

/// One column of a query, as text.
pub(super) fn column(portal: &TestPortal, query: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let lines: Vec<Line> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

#[actix_web::test]
async fn a_report_on_paper_is_filed_seen_by_its_state_circulated_and_published() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let (state, other) = (portal.client(&["focal_point FRA"]), portal.client(&["focal_point NOR"]));
    let link = officer.page("/secretariat?cycle=2026&state=due&regime=APII&q=FRA").await;
    assert_eq!(link.all(&format!("td a[href='{PLACE}']")).len(), 1, "the queue leads here");
    let page = officer.page(PLACE).await;
    assert_eq!(page.all("input[checked]").len(), 0, "nothing is chosen for the State");
    assert!(!portal.letters().iter().any(|letter| letter.subject.contains("filed for your State")));
    filed(&officer, &[]).await;
    let page = format!("/secretariat/reports/{REFERENCE}.1");
    let notice = officer.page(&format!("{page}?filed=yes")).await.text("[role=status]");
    assert!(notice.contains("counts as received on 5 October 2026") && notice.contains("by letter"), "{notice}");
    assert!(officer.page(&page).await.all("[role=status]").is_empty(), "said once");

    let receipt = state.page(&format!("{DESK}/receipt")).await;
    assert_eq!(receipt.text("h1"), "A report was filed for your State");
    let lines = receipt.text("main dl");
    for said in [
        "Received5 October 2026",
        "The secretariat on behalf of the State",
        "by post",
        "No. 117/26 of 2 October 2026",
        "Entered",
    ] {
        assert!(lines.contains(said), "{said}: {lines}");
    }
    let desk = state.page(DESK).await.text("#filed + dl");
    assert!(desk.contains("Received on 5 October 2026 by post, and filed here by the secretariat."), "{desk}");
    let original = format!("{DESK}/attachments/{}", hash(PDF));
    assert_eq!(receipt.all(&format!("a[href='{original}']")).len(), 1);
    assert_eq!(state.get(&original).await.bytes, PDF);
    assert_eq!(other.get(&original).await.status, StatusCode::NOT_FOUND);

    let letters = portal.letters();
    let letter = letters.iter().find(|letter| letter.subject.contains("filed for your State")).unwrap();
    let flat = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(letter.to.contains(&state.email) && flat.contains("received on 5 October 2026."), "{flat}");
    assert!(letter.text.contains(&format!("https://reports.example.org{DESK}/receipt")));

    let queue = officer.page("/secretariat?cycle=2026&q=FRA&state=received").await;
    assert!(queue.text("main table").contains("5 Oct 2026"), "{}", queue.text("main table"));
    let read = officer.page(&format!("/secretariat/reports/{REFERENCE}")).await;
    assert!(read.text("main").contains("The secretariat on behalf of the State"));
    let audit = column(
        &portal,
        "SELECT act || ' ' || subject || ' ' || detail AS line FROM audit_entries WHERE act = 'report.filed_on_behalf'",
    );
    assert!(audit.len() == 1 && audit[0].contains(RECEIVED) && audit[0].contains(&hash(PDF)), "{audit:?}");
    let document = column(&portal, "SELECT document AS line FROM submissions");
    for said in ["\"submitted_on\":\"2026-10-05\"", "\"kind\":\"free_format\"", "\"availability\":\"yes\""] {
        assert!(document[0].contains(said), "{said}: {document:?}");
    }

    for done in ["acknowledged", "circulated"] {
        act(&officer, done).await;
    }
    let circulated = other.page(&format!("/circulated/{REFERENCE}")).await;
    assert!(circulated.text("main").contains("Received on 5 October 2026."), "{}", circulated.text("main"));
    assert!(
        circulated.text("main").contains("Rapport.pdf") && circulated.all("section[aria-labelledby^=form]").is_empty()
    );
    assert!(other.page("/circulated?cycle=2026").await.text("main").contains("5 Oct 2026"));
    act(&officer, "published").await;
    let public = portal.page(&format!("/reports/{REFERENCE}")).await;
    assert!(public.text("main").contains("The secretariat on behalf of the State"));
    assert_eq!(portal.get(&format!("/reports/{REFERENCE}/attachments/{}", hash(PDF))).await.bytes, PDF);
    assert!(portal.page("/reports?cycle=2026").await.text("main").contains("5 October 2026"));
    let table = portal.get("/reports.csv?cycle=2026").await;
    assert!(table.text().contains("FRA-APII-2026,FRA,APII,2026,1,2026-10-05,"), "{}", table.text());
    let data = portal.get(&format!("/reports/{REFERENCE}.json")).await;
    assert!(data.text().contains("\"received_at\": \"2026-10-05\"") && data.text().contains("\"on_behalf\": true"));
}

#[actix_web::test]
async fn the_public_has_the_original_only_where_the_state_says_yes() {
    for (availability, said) in
        [("no", "No"), ("unsaid", "The State did not say"), ("partially", "Partially, only Form A")]
    {
        let portal = TestPortal::new();
        let officer = portal.client(&["desk_officer"]);
        let typed = [("availability", availability), ("availability_forms", "A")];
        filed(&officer, &typed[..1 + usize::from(availability == "partially")]).await;
        act(&officer, "circulated").await;
        act(&officer, "published").await;
        let public = portal.page(&format!("/reports/{REFERENCE}")).await.text("main");
        assert!(public.contains(said) && !public.contains("Rapport.pdf"), "{availability}: {public}");
        let original = portal.get(&format!("/reports/{REFERENCE}/attachments/{}", hash(PDF))).await;
        assert_eq!(original.status, StatusCode::NOT_FOUND, "{availability}");
        let data = portal.get(&format!("/reports/{REFERENCE}.json")).await;
        assert!(!data.text().contains("Rapport.pdf"), "{availability}");
        assert_eq!(officer.get(&format!("/circulated/{REFERENCE}/attachments/{}", hash(PDF))).await.bytes, PDF);
    }
}

#[actix_web::test]
async fn an_original_that_nobody_may_be_able_to_read_is_asked_about() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for (file, asked) in [
        (&b"%PDF-1.7 trailer << /Encrypt 5 0 R >>"[..], "asks for a password"),
        (b"%PDF-1.7 << /S /J#61vaScript >>", "does something by itself"),
    ] {
        let token = accounts::form_token(&officer.secret);
        let fields: Vec<_> = [("form_token", token.as_str())].into_iter().chain(TYPED).collect();
        let shown = officer.send_parts(PLACE, parts(&fields, Some(("Rapport.pdf", file)))).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.page().text("main").contains(asked), "{}", shown.page().text("main"));
        assert_eq!(shown.page().all("input[name=confirm]").len(), 1);
    }
}

#[actix_web::test]
async fn what_was_filed_by_mistake_is_withdrawn_with_a_reason_before_it_is_circulated() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    filed(&officer, &[]).await;
    let place = format!("/secretariat/reports/{REFERENCE}");
    let withdraw = async |version: &str, note: &str| {
        officer.post(&place, &[("act", "withdrawn"), ("version", version), ("note", note)]).await
    };
    assert_eq!(officer.page(&place).await.all("button[value=withdrawn]").len(), 1);
    assert!(withdraw("1", "").await.page().text("#reason-fault").contains("Say why it is withdrawn."));
    let withdraw = async |version: &str, note: &str| withdraw(version, note).await.status;
    let queue = async || officer.page("/secretariat?cycle=2026").await.text(".lead");
    assert!(queue().await.ends_with(" reports asked for, 1 of them received."));
    assert_eq!(withdraw("1", "It is Germany’s.").await, StatusCode::SEE_OTHER);
    assert!(queue().await.ends_with(" 0 of them received; one that came was taken back."));
    assert_eq!(withdraw("1", "Again.").await, StatusCode::CONFLICT);
    let page = officer.page(&place).await.text("main");
    assert!(page.contains("Withdrawn by the secretariat") && page.contains("It is Germany’s."), "{page}");
    let receipt = state.page(&format!("{DESK}/receipt")).await.text("main");
    assert!(receipt.contains("withdrawn by the secretariat") && receipt.contains("It is Germany’s."), "{receipt}");
    assert!(state.page(DESK).await.text(".lead").contains("The secretariat has withdrawn"));
    let letters = portal.letters();
    let told = letters.iter().find(|letter| letter.subject.contains("withdrawn by the secretariat")).unwrap();
    assert!(told.to.contains(&state.email) && !told.text.contains("Germany"));
    let audit =
        column(&portal, "SELECT act || ' ' || detail AS line FROM audit_entries WHERE act = 'report.withdrawn'");
    assert!(audit.len() == 1 && audit[0].contains("It is Germany’s."), "{audit:?}");
    assert_eq!(column(&portal, "SELECT id AS line FROM submissions").len(), 1, "nothing is deleted");
    // What parties have seen is not taken back, and what a State filed it recalls itself.
    let anew = send(&officer, &[("version", "2")], Some(("Rapport.pdf", PDF))).await;
    assert_eq!(anew.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.review(REFERENCE, "2", "circulated").await.status, StatusCode::SEE_OTHER);
    assert_eq!(withdraw("2", "Too late.").await, StatusCode::CONFLICT);
    assert!(officer.page(&place).await.all("button[value=withdrawn]").is_empty());
}

#[actix_web::test]
async fn nobody_else_files_for_a_state() {
    let portal = TestPortal::new();
    for role in ["focal_point FRA", "submitter FRA", "reader FRA", "administrator"] {
        let client = portal.client(&[role]);
        assert_eq!(client.get(PLACE).await.status, StatusCode::FORBIDDEN, "{role}");
        let answer = send(&client, &[], Some(("Rapport.pdf", PDF))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role}");
    }
    let body = parts(&[("form_token", "x")], Some(("Rapport.pdf", PDF)));
    assert_eq!(portal.send_parts(PLACE, body, &[]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(count(&portal), 0);
}

#[actix_web::test]
async fn the_same_form_files_once_and_a_filing_stands() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    filed(&officer, &[]).await;
    let again = send(&officer, &[], Some(("Rapport.pdf", PDF))).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, "/secretariat/reports/FRA-APII-2026"));
    // The file is gone, as after two who removed and sent the same content at once: the form puts it back.
    let kept = portal.folder.path().join(&hash(PDF)[..2]).join(&hash(PDF)[2..]);
    std::fs::remove_file(&kept).unwrap();
    assert_eq!(send(&officer, &[], Some(("Rapport.pdf", PDF))).await.status, StatusCode::SEE_OTHER);
    assert_eq!(std::fs::read(&kept).unwrap(), PDF);
    // Another document is no other report: whether it corrects or updates what stands has to be said.
    let other = send(&officer, &[], Some(("Autre.pdf", b"%PDF-1.7 another"))).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.page().text("main").contains("This report is filed already"));
    let unsaid = send(&officer, &[("version", "2")], Some(("Autre.pdf", b"%PDF-1.7 another"))).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.page().text("[id='kind-fault']").contains("corrects or updates"));
    assert_eq!(left(&portal), 1, "the original, and nothing of the other");
    // Taken back by the State, it can be filed anew, but not by the form that was shown before.
    assert_eq!(state.post(&format!("{DESK}/recall"), &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    let late = send(&officer, &[], Some(("Rapport.pdf", PDF))).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let recalled = officer.page(&format!("/secretariat/reports/{REFERENCE}")).await;
    assert_eq!(recalled.all(&format!("a[href='{PLACE}']")).len(), 1);
    let anew = send(&officer, &[("version", "2")], Some(("Rapport.pdf", PDF))).await;
    assert_eq!(anew.header("location"), "/secretariat/reports/FRA-APII-2026.2?filed=yes");
    assert_eq!(column(&portal, "SELECT id AS line FROM submissions ORDER BY id").len(), 2);
    assert_eq!(left(&portal), 1);
}

#[actix_web::test]
async fn a_correction_on_paper_is_a_further_version_and_what_was_filed_stays() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    filed(&officer, &[]).await;
    act(&officer, "circulated").await;
    let before = column(&portal, "SELECT document AS line FROM submissions");
    let link = format!("a[href='{PLACE}']");
    let report = officer.page(&format!("/secretariat/reports/{REFERENCE}")).await;
    assert!(report.texts(&link)[0].contains("correction or an update"), "{:?}", report.texts(&link));
    let page = officer.page(PLACE).await;
    assert_eq!(page.all("input[name=kind]").len(), 2);
    assert_eq!(page.all("input[checked]").len(), 0, "nothing is chosen for the State");
    let further = [("version", "2"), ("kind", "correction"), ("received_on", "2026-11-02"), ("note_number", "140/26")];
    let early = [further[0], further[1], ("received_on", "2026-10-04"), further[3]];
    let corrigendum = Some(("Corrigendum.pdf", &b"%PDF-1.7 corrected"[..]));
    let refused = send(&officer, &early, corrigendum).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a correction changes no day of receipt");
    assert!(refused.page().text("[id='received_on-fault']").contains("5 October 2026"));
    // A form of before, as one that another officer sent meanwhile, files nothing and keeps what was typed.
    let late = send(&officer, &[further[1], further[2], further[3]], corrigendum).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.page().all("input[name=note_number]")[0].attr("value"), Some("140/26"));
    let done = send(&officer, &further, corrigendum).await;
    assert_eq!(done.header("location"), "/secretariat/reports/FRA-APII-2026.2?filed=yes");
    let again = send(&officer, &further, corrigendum).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, "/secretariat/reports/FRA-APII-2026"));
    let documents = column(&portal, "SELECT document AS line FROM submissions ORDER BY id");
    assert_eq!((documents.len(), &documents[0]), (2, &before[0]), "the earlier words stay");
    assert!(documents[1].contains("\"kind\":\"correction\"") && documents[1].contains(&hash(b"%PDF-1.7 corrected")));
    let newest = officer.page(&format!("/secretariat/reports/{REFERENCE}")).await;
    let about = newest.text("section[aria-labelledby=about]");
    for said in ["Correction of what was filed before", "2 November 2026", "The secretariat on behalf of the State"] {
        assert!(about.contains(said), "{said}: {about}");
    }
    assert!(newest.text("section[aria-labelledby=items]").contains("not sorted into forms"));
    assert!(newest.text("section[aria-labelledby=findings]").contains("Nothing to ask about"));
    let first = officer.page(&format!("/secretariat/reports/{REFERENCE}.1")).await;
    assert!(first.text("main").contains("Rapport.pdf") && !first.text("main").contains("Corrigendum.pdf"));
    let own = state.page(&format!("{DESK}/receipt")).await.text("main");
    assert!(own.contains("FRA-APII-2026.2") && own.contains("2 November 2026"), "{own}");
    assert!(officer.page("/circulated?cycle=2026").await.text("table").contains("5 Oct 2026"));
    let letters = portal.letters();
    let letter = letters.iter().find(|letter| letter.subject.contains("correction of the")).unwrap();
    let flat = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(letter.subject.ends_with("filed for your State") && flat.contains("stays the same"), "{flat}");
    assert!(letter.to.contains(&state.email));
}

#[actix_web::test]
async fn the_desk_finds_its_way_to_a_report_that_nobody_asked_for() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let queue = officer.page("/secretariat").await;
    assert_eq!(queue.all("main a[href='/secretariat/on-behalf']").len(), 1);
    let form = officer.page("/secretariat/on-behalf").await;
    assert_eq!((form.all("main [selected]").len(), form.all("[role=alert]").len()), (0, 0));
    // Egypt has signed and is no party: its report is voluntary.
    let chosen = "/secretariat/on-behalf?state=EGY&regime=COMPLIANCE&cycle=2026";
    let place = "/secretariat/reports/EGY-COMPLIANCE-2026/on-behalf";
    let answer = officer.get(chosen).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, place));
    let done = send_to(&officer, place, &[("availability", "unsaid")], Some(("Rapport.pdf", PDF))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page().text("main"));
    let about = officer.page("/secretariat/reports/EGY-COMPLIANCE-2026").await.text("section[aria-labelledby=about]");
    assert!(about.contains("Report in a format of its own, voluntary"), "{about}");
    let document = column(&portal, "SELECT document AS line FROM submissions");
    assert!(document[0].contains("\"voluntary\":true"), "{document:?}");
    assert!(officer.page("/secretariat?cycle=2026&state=received").await.text("tbody").contains("Egypt"));
    for (query, fields) in [
        ("state=&regime=&cycle=", &["state", "regime", "cycle"][..]),
        ("state=XXX&regime=PV&cycle=2026", &["state"]),
        ("state=FRA&regime=PV&cycle=1066", &["cycle"]),
        ("state=FRA&regime=PV&cycle=<b>", &["cycle"]),
    ] {
        let refused =
            officer.get(&format!("/secretariat/on-behalf?{}", query.replace('<', "%3C").replace('>', "%3E"))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let faults: Vec<_> =
            refused.page().all("[aria-invalid]").iter().map(|one| one.attr("id").unwrap().to_owned()).collect();
        assert_eq!(faults, fields, "{query}");
    }
}

#[actix_web::test]
async fn nothing_is_filed_over_a_draft_and_the_state_corrects_what_was_filed_for_it() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point FRA"]));
    let (desk, place) = ("/desk/reports/FRA-COMPLIANCE-2027", "/secretariat/reports/FRA-COMPLIANCE-2027/on-behalf");
    let pdf = Some(("Rapport.pdf", PDF));
    assert_eq!(state.post(desk, &[("from", "nothing")]).await.status, StatusCode::SEE_OTHER);
    let refused = send_to(&officer, place, &[], pdf).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.page().text("main").contains("France is writing this report here"));
    assert_eq!(count(&portal), 0);
    // Another State's, which nobody writes.
    let place = place.replace("FRA", "CHE");
    assert_eq!(send_to(&officer, &place, &[], pdf).await.status, StatusCode::SEE_OTHER);
    let swiss = portal.client(&["focal_point CHE"]);
    let desk = desk.replace("FRA", "CHE");
    assert!(swiss.page(&desk).await.text("main").contains("5 October 2026"));
    let update = [("version", "2"), ("kind", "update"), ("received_on", "2026-10-06")];
    let further = send_to(&officer, &place, &update, Some(("Nachtrag.pdf", b"%PDF-1.7 more"))).await;
    assert_eq!(further.status, StatusCode::SEE_OTHER);
    assert_eq!(swiss.post(&desk, &[("from", "correction")]).await.status, StatusCode::SEE_OTHER);
    let third = [("version", "3"), update[1], update[2]];
    let drafted = send_to(&officer, &place, &third, Some(("Noch.pdf", b"%PDF-1.7 even more"))).await;
    assert_eq!(drafted.status, StatusCode::CONFLICT, "the State writes the correction here");
    let page = swiss.page(&format!("{desk}/forms/A")).await;
    assert!(page.all("textarea").iter().all(|area| area.text().all(|text| text.trim().is_empty())), "blank forms");
    assert!(swiss.page(&format!("{desk}/attachments")).await.text("main").contains("Nachtrag.pdf"), "kept beside it");
}

/// Protocol V asks for reports by 31 March; all of these are entered in November.
#[actix_web::test]
async fn whether_it_came_in_time_follows_from_the_day_it_came() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for (state, received_on, is_late) in [("FRA", "2026-03-31", false), ("DEU", "2026-04-03", true)] {
        let place = format!("/secretariat/reports/{state}-PV-2026");
        let typed = [("received_on", received_on), ("availability", "unsaid")];
        let filed = send_to(&officer, &format!("{place}/on-behalf"), &typed, Some(("Bericht.pdf", PDF))).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{state}");
        let page = officer.page(&place).await;
        let findings = page.text("section[aria-labelledby=findings]");
        let count = page.all("section[aria-labelledby=findings] li").len();
        assert_eq!(count, usize::from(is_late), "nothing else is asked of a document: {findings}");
        assert!(page.text("section[aria-labelledby=items]").contains("not sorted into forms"));
        assert_eq!(findings.contains("3 days after 31 March 2026"), is_late, "{state}: {findings}");
        assert!(!findings.contains("late"), "no word of it while records are not whole: {findings}");
    }
}
