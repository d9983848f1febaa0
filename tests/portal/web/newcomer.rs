//! What somebody meets who writes a State's first report: forms that are answered without being called changed by hand,
//! fields that are folded up until they hold something, and one next step on the desk.

use actix_web::http::StatusCode;
use ccw_portal::domain::history::HistoricReport;
use ccw_portal::store::historic_reports::insert_historic_reports;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::people::Client;
use crate::support::portal::{Page, TestPortal};

const APII: &str = "/desk/reports/CHE-APII-2027";

/// What stands as chosen in the line of the summary sheet about a form.
fn chosen(page: &Page, letter: &str) -> Option<String> {
    let choices = page.all(&format!("input[name='summary.{letter}.state'][checked]"));
    choices.first().map(|choice| choice.attr("value").unwrap().to_owned())
}

/// A report from before the portal of which nobody knows what it held.
fn came_before(portal: &TestPortal, file: &str, cycle: &str) {
    let report = HistoricReport {
        party: "CHE".parse().unwrap(),
        regime: "COMPLIANCE".parse().unwrap(),
        cycle: cycle.parse().unwrap(),
        received_on: None,
        forms: None,
        file: Some(file.into()),
        source: "the archive".into(),
    };
    portal.portal.store().write(move |db| insert_historic_reports(db, std::slice::from_ref(&report))).unwrap();
}

#[actix_web::test]
async fn in_a_first_report_a_form_that_holds_words_is_changed_by_itself_until_somebody_chooses() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let words = [("forms.A.armed_forces.text", "Courses for 140 officers.")];
    assert_eq!(save(&client, "forms/A", "0", &words).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&at("forms/A")).await;
    assert_eq!(chosen(&page, "A").as_deref(), Some("changed"), "in view, to be changed");
    assert!(page.text("main").contains("is marked as changed when it is saved"));
    assert_eq!(chosen(&client.page(&at("summary")).await, "A").as_deref(), Some("changed"));
    assert!(client.page(&at("history")).await.text("main").contains("changed"), "kept like what was typed");
    // Nothing is chosen for a form that holds nothing, and a choice is never replaced.
    assert_eq!(save(&client, "forms/B", "0", &[("forms.B.technical_requirements.text", "")]).await.status, 303);
    assert_eq!(chosen(&client.page(&at("forms/B")).await, "B"), None);
    let other = [("summary.A.state", "not_applicable"), ("summary.A.reason", "No armed forces.")];
    assert_eq!(save(&client, "forms/A", "1", &other).await.status, StatusCode::SEE_OTHER);
    assert_eq!(save(&client, "forms/A", "2", &[("forms.A.armed_forces.text", "None.")]).await.status, 303);
    assert_eq!(chosen(&client.page(&at("forms/A")).await, "A").as_deref(), Some("not_applicable"));
}

#[actix_web::test]
async fn where_an_earlier_report_is_known_of_nothing_is_chosen_by_itself() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    came_before(&portal, "che-2012.pdf", "2012");
    start(&client).await;
    let words = [("forms.A.armed_forces.text", "Courses for 140 officers.")];
    assert_eq!(save(&client, "forms/A", "0", &words).await.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen(&client.page(&at("forms/A")).await, "A"), None, "it may be unchanged since then");
}

/// Of a question on the page: whether its fields are folded up, and whether they are open all the same.
fn folded(page: &Page, question: &str) -> (bool, bool) {
    let of = |part: &str| !page.all(&format!("#{question} > details{part} input")).is_empty();
    (of(""), of("[open]"))
}

#[actix_web::test]
async fn figures_that_few_reports_need_are_folded_up_until_they_hold_something() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(APII, &[("from", "nothing")]).await;
    let form = format!("{APII}/forms/B");
    let page = client.page(&form).await;
    assert_eq!(folded(&page, "figures-casualties"), (true, false));
    assert_eq!(folded(&page, "figures-area_cleared_m2-question"), (false, false), "what most reports need is in view");
    let typed = [("figures.casualties.total", "1000,5"), ("revision", "0"), ("go", "stay")];
    assert_eq!(client.post(&form, &typed).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&form).await;
    assert_eq!(folded(&page, "figures-casualties"), (true, true), "it holds something");
    assert_eq!(folded(&page, "figures-casualties_cumulative"), (true, false));
    let fault = page.text("[id=figures-casualties-total-fault]");
    assert!(fault.contains("no whole number") && !fault.contains("1000.5"), "{fault}");
}

/// The next step on the first row of the desk: what it is called, and where it leads.
async fn next(client: &Client<'_>) -> (String, String) {
    let desk = client.page("/desk").await;
    let link = desk.all(&format!("tbody td:last-child > a[href^='{REPORT}']"))[0];
    let said = link.text().collect::<String>();
    (said.split(':').next().unwrap().to_owned(), link.attr("href").unwrap().to_owned())
}

#[actix_web::test]
async fn the_desk_names_the_one_next_step_of_whoever_looks() {
    let portal = TestPortal::new();
    let (client, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    let officer = portal.client(&["desk_officer"]);
    let is = |said: &str, below: &str| (said.to_owned(), format!("{REPORT}{below}"));
    assert_eq!(next(&client).await, is("Start the report", ""));
    assert_eq!(next(&mission).await, is("See who begins the draft", ""));
    start(&client).await;
    assert_eq!(next(&client).await, is("Go on with the draft", ""));
    assert_eq!(next(&mission).await, is("Read the draft", ""));
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    assert_eq!(next(&client).await, is("Nothing more to do", "/receipt"));
    let asked = [("act", "correction_requested"), ("version", "1"), ("note", "Form B names no year.")];
    let page = "/secretariat/reports/CHE-COMPLIANCE-2027";
    assert_eq!(officer.post(page, &asked).await.status, StatusCode::SEE_OTHER);
    assert_eq!(next(&client).await, is("File the correction asked for", ""));
    assert_eq!(next(&mission).await, is("See the receipt", "/receipt"));
}

#[actix_web::test]
async fn the_page_of_a_state_tells_of_a_first_report_and_of_one_from_before_the_portal() {
    let portal = TestPortal::new();
    let first = "The first report was due by 28 July 2025.";
    assert!(portal.page("/parties/TTO").await.text(".dues li:last-child").contains(first));
    assert!(!portal.page("/parties/CHE").await.text(".dues").contains("The first report"), "long ago");
    came_before(&portal, "https://example.org/che-2027.pdf", "2027");
    let link = ".dues a[href='https://example.org/che-2027.pdf']";
    for (roles, count) in [(["focal_point CHE"], 1), (["desk_officer"], 1), (["focal_point NOR"], 0)] {
        let client = portal.client(&roles);
        let page = client.page("/parties/CHE").await;
        assert_eq!(page.all(link).len(), count, "{roles:?}");
        assert_eq!(page.text(".dues").contains("Received before this portal"), count == 1, "{roles:?}");
    }
    assert!(portal.page("/parties/CHE").await.all(link).is_empty(), "who else may see it is not known");
}
