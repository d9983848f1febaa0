//! The rules of the desk's review (section 9), where officers meet them: on the page of a report, before acts, and in
//! the queue.

use actix_web::http::StatusCode;
use ccw_portal::app::desk_review::look_over;
use ccw_portal::app::known::known_of;
use ccw_portal::app::opening::publishing;
use ccw_portal::app::rechecking::check_filed;
use ccw_portal::app::reviewing::versions;
use ccw_portal::domain::report::{Opening, ReportReference};
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};

use super::audiences::file;
use super::on_behalf::send_to;
use crate::support::people::Client;
use crate::support::portal::TestPortal;

const NAME: &str = "CHE-COMPLIANCE-2027";
const PAGE: &str = "/secretariat/reports/CHE-COMPLIANCE-2027";

/// The document of the report as it is stored.
fn document(portal: &TestPortal) -> String {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        document: String,
    }
    let query = "SELECT document FROM submissions WHERE id = 'CHE-COMPLIANCE-2027.1'";
    let mut lines: Vec<Line> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    lines.remove(0).document
}

/// Puts another document in its place, past the portal.
fn put(portal: &TestPortal, document: &str, sha256: Option<&str>) {
    let sha256 = sha256.map(|sha256| format!(", sha256 = '{sha256}'")).unwrap_or_default();
    let document = document.replace('\'', "''");
    let sql = format!("UPDATE submissions SET document = '{document}'{sha256} WHERE id = 'CHE-COMPLIANCE-2027.1'");
    assert_eq!(diesel::sql_query(sql).execute(&mut portal.database.direct()).unwrap(), 1);
    portal.note_filing(NAME);
}

/// A report that was received and in which the rules find an error by now.
async fn with_an_error(portal: &TestPortal) {
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client, &officer, ("1", &[], "ORIOLE")).await;
    let mut changed: serde_json::Value = serde_json::from_str(&document(portal)).unwrap();
    changed["summary"]["B"] = serde_json::json!({});
    let changed = changed.to_string();
    let sha256: String = Sha256::digest(&changed).iter().map(|byte| format!("{byte:02x}")).collect();
    put(portal, &changed, Some(&sha256));
}

async fn before_act(officer: &Client<'_>) -> String {
    officer.page(PAGE).await.text("section[aria-labelledby=next]")
}

#[actix_web::test]
async fn a_report_with_an_open_error_is_acknowledged_with_a_word_alone() {
    let portal = TestPortal::new();
    with_an_error(&portal).await;
    let officer = portal.client(&["desk_officer"]);
    let said = before_act(&officer).await;
    assert!(said.contains("One error is open.") && said.contains("Rule R-01"), "{said}");
    let refused = officer.post(PAGE, &[("act", "acknowledged"), ("version", "1"), ("note", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    assert!(page.text("[role=alert]").contains("One error is open."), "{}", page.text("[role=alert]"));
    assert!(page.text("#note-fault").contains("Record why the report stands"));
    assert_eq!(page.all("[role=alert] a[href='#note']").len(), 1);
    assert!(!before_act(&officer).await.contains("Acknowledged by"), "nothing was done");
    // Together with others it is left alone, and the others are done.
    let asked = officer.page(&format!("/secretariat/selection?act=acknowledged&report={NAME}.1:0")).await;
    assert!(asked.text("[aria-labelledby=able]").contains("One error is open."));
    let pick = format!("{NAME}.1:0");
    let fields = [("act", "acknowledged"), ("report", pick.as_str()), ("cycle", "2027")];
    let left = officer.post("/secretariat/selection", &fields).await.page().text("main");
    assert!(left.contains("Nothing was done.") && left.contains("One error is open."), "{left}");
    let done = officer.post(PAGE, &[("act", "acknowledged"), ("version", "1"), ("note", "It stands.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let said = before_act(&officer).await;
    assert!(said.contains("It stands.") && !said.contains("Rule R-01"), "{said}");
}

#[actix_web::test]
async fn what_is_not_as_it_was_received_is_neither_circulated_nor_published() {
    for (before, act) in [(&[][..], "circulated"), (&["circulated"], "published")] {
        let portal = TestPortal::new();
        let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
        file(&client, &officer, ("1", before, "ORIOLE")).await;
        let filed = document(&portal);
        assert!(!before_act(&officer).await.contains("Rule R-02"));
        put(&portal, &filed.replace("ORIOLEopen", "LINNETopen"), None);
        let said = before_act(&officer).await;
        assert!(said.contains("its digest is another") && said.contains("Rule R-02"), "{said}");
        let pick = format!("{NAME}.1:{}", before.len());
        let asked = officer.page(&format!("/secretariat/selection?act={act}&report={pick}")).await;
        assert!(asked.all("main form button").is_empty(), "nothing is offered");
        assert!(asked.text("main").contains("its digest is another"), "{}", asked.text("main"));
        let left = officer.post("/secretariat/selection", &[("act", act), ("report", &pick)]).await;
        assert_eq!(left.status, StatusCode::OK);
        assert!(left.page().text("main").contains("its digest is another"));
        put(&portal, &filed, None);
        assert_eq!(officer.review(NAME, "1", act).await.status, StatusCode::SEE_OTHER, "{act}");
    }
}

#[actix_web::test]
async fn what_is_about_to_be_shown_is_held_against_the_choice_of_the_state() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client, &officer, ("1", &["circulated"], "ORIOLE")).await;
    assert!(before_act(&officer).await.contains("Forms C, D and E stay closed, as the State chose."));
    let asked = officer.page(&format!("/secretariat/selection?act=published&report={NAME}.1:1")).await;
    assert!(asked.text("[aria-labelledby=able]").contains("Forms C, D and E stay closed"));
    // As cut, nothing closed is in it; a cut that fails is noticed.
    let (store, edition) = (portal.portal.store(), portal.portal.edition());
    let reference: ReportReference = NAME.parse().unwrap();
    let all = versions(store, reference).unwrap();
    let mut shown = publishing(&edition, &all, 1).unwrap().unwrap();
    let known = known_of(store, &edition, reference.party, reference.regime).unwrap();
    let checked = check_filed(&edition, &known, &all[0].submission.id, &shown.version.report);
    assert_eq!(look_over(&edition, &all[0], &checked, &shown, true), Vec::new());
    shown.version.opening = Opening::whole();
    let found = look_over(&edition, &all[0], &checked, &shown, true);
    let places: Vec<_> = found.iter().map(|finding| (finding.rule.0.as_str(), finding.place.as_str())).collect();
    assert_eq!(places, [("R-03", "forms.C"), ("R-03", "forms.D"), ("R-03", "forms.E")]);
}

#[actix_web::test]
async fn before_a_conference_reports_that_are_not_circulated_are_named() {
    for (moment, is_said) in [("2010-09-01T09:00:00Z", true), ("2010-11-30T09:00:00Z", false)] {
        let portal = TestPortal::at(moment);
        let officer = portal.client(&["desk_officer"]);
        let file = Some(("Rapport.pdf", &b"%PDF-1.7 a report"[..]));
        let typed = [("received_on", "2010-08-20")];
        let page = "/secretariat/reports/FRA-APII-2010";
        let filed = send_to(&officer, &format!("{page}/on-behalf"), &typed, file).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
        let said = async || officer.page(page).await.text("section[aria-labelledby=next]");
        let sentence = "Not yet circulated to the parties. The annual conference opens on 24 November 2010.";
        assert_eq!(said().await.contains(sentence), is_said, "{moment}: {}", said().await);
        let queue = async || officer.page("/secretariat?cycle=2010").await.text("#amiss");
        if !is_said {
            continue;
        }
        assert!(queue().await.contains("One report on Amended Protocol II is not circulated yet"), "{}", queue().await);
        assert_eq!(officer.review("FRA-APII-2010", "1", "circulated").await.status, StatusCode::SEE_OTHER);
        assert!(!said().await.contains(sentence));
        let page = officer.page("/secretariat?cycle=2010").await;
        assert!(!page.text("main").contains("not circulated yet"));
    }
}

#[actix_web::test]
async fn the_queue_says_how_many_parties_are_due_and_by_which_register() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let edition = portal.portal.edition();
    for (cycle, is_early) in [("2025", false), ("2027", true)] {
        let page = officer.page(&format!("/secretariat?cycle={cycle}")).await;
        assert_eq!(page.text("#counts"), format!("Parties due on 31 March {cycle}"));
        let lines = page.texts("section[aria-labelledby=counts] dl div");
        let cycle_of = cycle.parse().unwrap();
        let expected = edition.rules.regimes().iter().map(|regime| {
            let is_due = |state: &&ccw_portal::domain::treaty::State| {
                let due = ccw_portal::domain::calendar::due(&edition.register, &edition.rules, state.iso3, cycle_of);
                due.iter().any(|asked| {
                    matches!(asked, ccw_portal::domain::calendar::Asked::Report(report) if report.regime == regime.code)
                })
            };
            edition.register.states().filter(is_due).count().to_string()
        });
        for (line, expected) in lines.iter().zip(expected) {
            assert!(line.ends_with(&expected), "{cycle}: {line} {expected}");
        }
        assert_eq!(lines.len(), 3);
        let said = page.text("section[aria-labelledby=counts]");
        assert_eq!(said.contains("It is of an earlier day") && said.contains("Rule R-05"), is_early, "{said}");
        let searched = officer.page(&format!("/secretariat?cycle={cycle}&q=France")).await;
        assert_eq!(searched.texts("section[aria-labelledby=counts] dl div"), lines, "whoever is searched for");
    }
}
