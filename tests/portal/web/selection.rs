//! One act on several reports, and what waits in other cycles.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};

use crate::support::people::{Client, PASSWORD};
use crate::support::portal::{Page, TestPortal};

/// Files reports as they stand in the database, in free format, each a second after the other.
pub(super) fn file_many(portal: &TestPortal, references: &[&str]) {
    let mut sql = String::new();
    for (number, reference) in references.iter().enumerate() {
        let parts: Vec<_> = reference.split('-').collect();
        let document = format!(
            "{{\"cover\":{{}},\"cycle\":{},\"kind\":\"free_format\",\"party\":\"{}\",\"regime\":\"{}\"}}",
            parts[2], parts[0], parts[1]
        );
        let at = format!("2026-11-20 {:02}:{:02}:{:02}", 8, number / 60, number % 60);
        sql.push_str(&format!(
            "INSERT INTO reports (reference, iso3, regime, cycle, opened_at, turns) \
             VALUES ('{reference}', '{}', '{}', {}, '{at}', 0); \
             INSERT INTO submissions (id, reference, version, document, sha256, submitted_at, submitted_by, \
             contacts_public, confirmed) SELECT '{reference}.1', '{reference}', 1, '{document}', '{}', '{at}', \
             (SELECT MIN(id) FROM people), FALSE, '{{\"version\":1,\"warnings\":[]}}';",
            parts[0],
            parts[1],
            parts[2],
            Sha256::digest(&document).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        ));
    }
    portal.database.direct().batch_execute(&sql).unwrap();
    references.iter().for_each(|reference| portal.note_filing(reference));
}

async fn act(officer: &Client<'_>, reference: &str, act: &str) {
    let fields = [("act", act), ("version", "1"), ("note", "Which figure?")];
    let done = officer.post(&format!("/secretariat/reports/{reference}"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{reference} {act}");
}

/// The acts in the log, with their subjects.
fn acts(portal: &TestPortal) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let query = "SELECT act || ' ' || subject AS line FROM audit_entries WHERE act LIKE 'report.%' ORDER BY line";
    let lines: Vec<Line> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

#[actix_web::test]
async fn several_reports_are_acknowledged_at_once_after_a_page_that_asks() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file_many(&portal, &["CHE-APII-2027", "FRA-APII-2027", "NOR-APII-2027", "DEU-APII-2027"]);
    act(&officer, "NOR-APII-2027", "acknowledged").await;
    let queue = officer.page("/secretariat?cycle=2027").await;
    let ticks: Vec<_> =
        queue.all("tbody input[name=report]").iter().map(|tick| tick.attr("value").unwrap().to_owned()).collect();
    assert_eq!(ticks.len(), 4);
    assert!(ticks.contains(&"NOR-APII-2027.1:1".to_owned()) && ticks.contains(&"CHE-APII-2027.1:0".to_owned()));
    assert!(queue.all("tbody input").iter().all(|tick| tick.attr("aria-label").is_some()));
    let query: String = ticks.iter().map(|tick| format!("&report={tick}")).collect();
    let asked = officer.page(&format!("/secretariat/selection?act=acknowledged{query}")).await;
    assert_eq!(asked.text("h1"), "Acknowledge these reports?");
    let able = asked.text("section[aria-labelledby=able]");
    assert!(able.contains("France") && able.contains("Germany") && !able.contains("Norway"), "{able}");
    let left = asked.text("section[aria-labelledby=left]");
    assert!(left.contains("Norway") && left.contains("done before"), "{left}");
    assert_eq!(acts(&portal), ["report.acknowledged NOR-APII-2027.1"], "nothing is done by asking");
    // Meanwhile something happens to one of them.
    act(&officer, "DEU-APII-2027", "correction_requested").await;
    let mut fields: Vec<_> =
        asked.all("input[name=report]").iter().map(|one| ("report", one.attr("value").unwrap())).collect();
    fields.push(("act", "acknowledged"));
    assert_eq!(fields.len(), 4);
    let done = officer.post("/secretariat/selection", &fields).await;
    assert_eq!(done.status, StatusCode::OK);
    let page = done.page();
    assert_eq!(page.text("h1"), "Acknowledged");
    let left = page.text("section[aria-labelledby=left]");
    assert!(left.contains("Germany") && left.contains("look at it first"), "{left}");
    assert_eq!(
        acts(&portal),
        [
            "report.acknowledged CHE-APII-2027.1",
            "report.acknowledged FRA-APII-2027.1",
            "report.acknowledged NOR-APII-2027.1",
            "report.correction_requested DEU-APII-2027.1",
        ]
    );
    // The same form sent again does nothing twice.
    let again = officer.post("/secretariat/selection", &fields).await;
    assert!(again.page().text(".lead").contains("Nothing was done"));
    assert_eq!(acts(&portal).len(), 4);
}

#[actix_web::test]
async fn what_is_published_at_once_was_circulated_and_is_public_with_the_answer() {
    let portal = TestPortal::new();
    let (officer, state) = (portal.client(&["desk_officer"]), portal.client(&["focal_point CHE"]));
    file_many(&portal, &["CHE-APII-2026", "FRA-APII-2026"]);
    let both = [("report", "CHE-APII-2026.1:0"), ("report", "FRA-APII-2026.1:0")];
    let circulate: Vec<_> = both.into_iter().chain([("act", "circulated")]).collect();
    assert_eq!(portal.page("/reports?cycle=2026").await.all("tbody tr").len(), 0);
    let alone = officer.post("/secretariat/selection", &circulate[1..]).await;
    assert_eq!(alone.header("location"), "/secretariat/reports/FRA-APII-2026.1", "the page of one report says it all");
    let asked = officer
        .page("/secretariat/selection?act=published&report=CHE-APII-2026.1:0&report=FRA-APII-2026.1:1&report=XXX-PV-2026.1:0")
        .await;
    assert!(asked.text("section[aria-labelledby=able]").contains("France"));
    let left = asked.texts("section[aria-labelledby=left] li");
    assert!(left.iter().any(|line| line.contains("Switzerland") && line.contains("not circulated")), "{left:?}");
    assert!(left.iter().any(|line| line.contains("no such version")), "{left:?}");
    let publish = [("report", "FRA-APII-2026.1:1"), ("report", "CHE-APII-2026.1:0"), ("act", "published")];
    assert_eq!(officer.post("/secretariat/selection", &publish).await.status, StatusCode::OK);
    assert_eq!(portal.page("/reports?cycle=2026").await.all("tbody tr").len(), 1);
    // The State is told of each, as when it is done alone.
    officer.post("/secretariat/selection", &circulate).await;
    let letters = portal.letters();
    assert!(letters.iter().any(|letter| letter.subject.contains("circulated") && letter.to.contains(&state.email)));
    // A later version came since the list was shown.
    let version = "INSERT INTO submissions (id, reference, version, document, sha256, submitted_at, submitted_by, \
                   contacts_public, confirmed) SELECT 'CHE-APII-2026.2', reference, 2, document, sha256, submitted_at, \
                   submitted_by, contacts_public, confirmed FROM submissions WHERE id = 'CHE-APII-2026.1'";
    portal.database.direct().batch_execute(version).unwrap();
    let late = officer.post("/secretariat/selection", &[("report", "CHE-APII-2026.1:1"), ("act", "published")]).await;
    assert!(late.page().text("section[aria-labelledby=left]").contains("Another version"));
}

#[actix_web::test]
async fn what_no_queue_sends_is_refused_and_nothing_ticked_is_said() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let none = officer.page("/secretariat/selection?act=circulated").await;
    assert_eq!(none.text("h1"), "No report is ticked");
    assert!(none.all("main form").is_empty());
    for query in [
        "",
        "act=recalled",
        "act=correction_requested",
        "act=published&report=CHE",
        "act=published&report=CHE-PV-2026.1",
    ] {
        let refused = officer.get(&format!("/secretariat/selection?{query}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let many: String = (0..51).map(|year| format!("&report=CHE-PV-{}.1:0", 1990 + year)).collect();
    assert_eq!(
        officer.get(&format!("/secretariat/selection?act=published{many}")).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[actix_web::test]
async fn who_has_to_sign_in_again_is_asked_again() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file_many(&portal, &["CHE-APII-2026"]);
    accounts::sign_out(portal.portal.store(), &officer.secret, portal.portal.clock().now()).unwrap();
    let fields = [("report", "CHE-APII-2026.1:0"), ("act", "acknowledged")];
    assert_eq!(officer.post("/secretariat/selection", &fields).await.status, StatusCode::UNAUTHORIZED);
    let again = [("again_email", officer.email.as_str()), ("again_password", PASSWORD)];
    let fields: Vec<_> = fields.into_iter().chain(again).collect();
    let answer = portal.send("/secretariat/selection", &fields, &[]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/secretariat/selection?report=CHE-APII-2026.1%3A0&act=acknowledged")
    );
    assert!(acts(&portal).is_empty());
}

#[actix_web::test]
async fn all_lines_can_be_ticked_and_the_way_back_leads_to_the_same_queue() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file_many(&portal, &["CHE-APII-2027", "FRA-APII-2027", "NOR-PV-2027"]);
    let queue = "/secretariat?cycle=2027&state=received&regime=APII";
    let plain = officer.page(queue).await;
    assert!(plain.all("tbody input[checked]").is_empty());
    // The buttons belong to the form of the ticks, so that these come along.
    let all = sent_by(&plain, "all", &["FRA-APII-2027.1:0"]);
    let ticked = officer.page(&all).await;
    assert_eq!(ticked.all("tbody input[checked]").len(), 2);
    let none = officer.page(&sent_by(&ticked, "none", &["FRA-APII-2027.1:0"])).await;
    assert!(none.all("tbody input[checked]").is_empty(), "and unticked again");
    // As the browser sends the form.
    let fields: Vec<_> = ticked
        .all("form[action='/secretariat/selection'] input")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .collect();
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let asked = officer.page(&format!("/secretariat/selection?act=acknowledged&{query}")).await;
    let back = format!("main a[href='{queue}']");
    assert_eq!(asked.all(&back).len(), 1, "at the end");
    let not_now = asked.all("form .acts a")[0].attr("href").unwrap().to_owned();
    assert!(not_now.starts_with(&format!("{queue}&report=")), "{not_now}");
    act(&officer, "FRA-APII-2027", "acknowledged").await;
    let again = officer.page(&not_now).await;
    let kept: Vec<_> = again.all("tbody input[checked]").iter().map(|tick| tick.attr("value").unwrap()).collect();
    assert_eq!(kept, ["CHE-APII-2027.1:0"], "still ticked, but for what something was done with");
    let sent: Vec<_> = asked
        .all("main form input")
        .iter()
        .map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()))
        .filter(|(name, _)| *name != "form_token")
        .chain([("act", "acknowledged")])
        .collect();
    let done = officer.post("/secretariat/selection", &sent).await;
    assert_eq!((done.status, done.page().all(&back).len()), (StatusCode::OK, 1));
    assert_eq!(acts(&portal).len(), 2);
}

/// Where the button of the queue that ticks all or none leads, with what was ticked by hand.
fn sent_by(queue: &Page, tick: &str, by_hand: &[&str]) -> String {
    let form = queue.all("form[action='/secretariat/selection']")[0].attr("id").unwrap().to_owned();
    let buttons = queue.all(&format!("button[name=tick][value={tick}][form={form}][formaction='/secretariat']"));
    assert_eq!(buttons.len(), 1, "{tick}");
    let kept = queue.all(&format!("#{form} input[type=hidden]"));
    let kept = kept.iter().map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap()));
    let fields = kept.chain(by_hand.iter().map(|pick| ("report", *pick))).chain([("tick", tick)]);
    format!("/secretariat?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

#[actix_web::test]
async fn a_word_goes_with_an_act_on_several_reports() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    file_many(&portal, &["CHE-APII-2026", "FRA-APII-2026"]);
    let both = [("report", "CHE-APII-2026.1:0"), ("report", "FRA-APII-2026.1:0"), ("act", "circulated")];
    let said = |note| both.into_iter().chain([("cycle", "2026"), ("note", note)]).collect::<Vec<_>>();
    let long = "x".repeat(5_001);
    let refused = officer.post("/secretariat/selection", &said(&long)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = refused.page();
    assert!(refused.text("main").contains(&long), "the words come back");
    assert_eq!(refused.all("main a[href='/secretariat']").len(), 1);
    assert!(acts(&portal).is_empty());
    let asked = officer.page("/secretariat/selection?act=circulated&report=CHE-APII-2026.1:0&note=With+thanks").await;
    assert_eq!(asked.text("textarea[name=note]"), "With thanks");
    assert_eq!(officer.post("/secretariat/selection", &said(" With thanks ")).await.status, StatusCode::OK);
    for report in ["CHE-APII-2026", "FRA-APII-2026"] {
        let page = officer.page(&format!("/secretariat/reports/{report}")).await;
        assert_eq!(page.text("section[aria-labelledby=next] .typed"), "With thanks", "{report}");
    }
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        detail: String,
    }
    let query = "SELECT detail FROM audit_entries WHERE act = 'report.circulated'";
    let noted: Vec<Line> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    assert!(noted.len() == 2 && noted.iter().all(|one| one.detail.contains("With thanks")));
    let letters = portal.letters();
    assert!(letters.iter().all(|letter| !letter.text.contains("With thanks")), "said to nobody else");
}

#[actix_web::test]
async fn the_queue_says_what_came_in_other_cycles() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    assert!(officer.page("/secretariat?cycle=2027").await.all("#elsewhere").is_empty());
    file_many(&portal, &["CHE-APII-2025", "FRA-APII-2025", "NOR-PV-2023", "DEU-PV-2027", "DEU-APII-2024"]);
    act(&officer, "DEU-APII-2024", "acknowledged").await;
    let elsewhere = async |cycle: &str| {
        let page = officer.page(&format!("/secretariat?cycle={cycle}")).await;
        let links = page.all("#elsewhere a").into_iter().map(|link| link.attr("href").unwrap().to_owned());
        (links.collect::<Vec<_>>(), page.texts("#elsewhere a"))
    };
    let (links, words) = elsewhere("2027").await;
    assert_eq!(words, ["Cycle 2025: 2 reports to read", "Cycle 2023: one report to read"]);
    assert_eq!(links[0], "/secretariat?cycle=2025&state=received");
    assert_eq!(officer.page(&links[0]).await.all("tbody tr").len(), 2);
    act(&officer, "NOR-PV-2023", "acknowledged").await;
    assert_eq!(elsewhere("2025").await.1, ["Cycle 2027: one report to read"], "read, and the cycle shown left out");
    // A version that was read, and a correction that was not.
    let version = "INSERT INTO submissions (id, reference, version, document, sha256, submitted_at, submitted_by, \
                   contacts_public, confirmed) SELECT 'DEU-APII-2024.2', reference, 2, document, sha256, submitted_at, \
                   submitted_by, contacts_public, confirmed FROM submissions WHERE id = 'DEU-APII-2024.1'";
    portal.database.direct().batch_execute(version).unwrap();
    portal.note_filing("DEU-APII-2024");
    let recall = "INSERT INTO submission_acts (id, submission_id, act, done_at, done_by) \
                  SELECT 'r', id, 'recalled', submitted_at, submitted_by FROM submissions WHERE id = 'DEU-APII-2024.2'";
    assert!(elsewhere("2027").await.1.contains(&"Cycle 2024: one report to read".to_owned()));
    portal.database.direct().batch_execute(recall).unwrap();
    portal.note_filing("DEU-APII-2024");
    assert!(
        !elsewhere("2027").await.1.iter().any(|words| words.contains("2024")),
        "the version before it stands, read"
    );
}

#[actix_web::test]
async fn the_queue_counts_the_whole_cycle_and_says_when_a_year_is_none() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let whole = officer.page("/secretariat?cycle=2026").await.text(".lead");
    let searched = officer.page("/secretariat?cycle=2026&q=zzz&regime=PV").await;
    assert_eq!(searched.text(".lead"), whole, "a search takes nothing from the cycle");
    let all = searched.all("main a[href='/secretariat?cycle=2026']");
    assert!(all.iter().any(|link| link.text().collect::<String>().contains("“zzz”")));
    for typed in ["abcd", "1900"] {
        let page = officer.page(&format!("/secretariat?cycle={typed}")).await;
        assert!(page.text("[role=status]").contains(&format!("“{typed}” is no cycle")), "{typed}");
    }
    assert!(officer.page("/secretariat?cycle=2026").await.all("[role=status]").is_empty());
}
