//! Answers that cannot both be meant: what has to be decided before a report is filed, what is only told, and what a
//! choice that was taken back leaves behind.

use actix_web::http::StatusCode;

use super::filing::{at, save, start};
use crate::support::portal::TestPortal;

#[actix_web::test]
async fn a_note_of_an_impossible_day_or_that_was_not_used_is_asked_about() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let note = |number: &'static str, date: &'static str, not_used: &'static str| {
        [
            ("cover.note_verbale.number", number),
            ("cover.note_verbale.date", date),
            ("tick", "cover.note_verbale.not_used"),
            ("cover.note_verbale.not_used", not_used),
        ]
    };
    save(&client, "cover", "0", &note("12/2027", "30.02.2027", "yes")).await;
    let page = client.page(&at("cover")).await;
    let said = page.texts(".banner.error a");
    let about = |words: &str| said.iter().filter(|fault| fault.contains(words)).count();
    assert_eq!(
        (about("“30.02.2027” is no date"), about("no note verbale is used, and number or date")),
        (1, 1),
        "{said:?}"
    );
    assert!(page.text("#cover-note_verbale-date").is_empty(), "which is an input");
    assert_eq!(page.all("#cover-note_verbale-date")[0].attr("value"), Some("30.02.2027"), "and keeps what was typed");
    let check = client.page(&at("check")).await.text("main");
    assert!(!check.contains("What stands for the date of the note verbale"), "it is told once: {check}");
    save(&client, "cover", "1", &note("12/2027", "28.02.2027", "")).await;
    let said = client.page(&at("cover")).await.texts(".banner.error a");
    assert!(said.iter().all(|fault| !fault.contains("note verbale")), "{said:?}");
}

#[actix_web::test]
async fn a_reason_of_a_form_that_applies_after_all_is_not_filed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let reason = ("summary.B.reason", "No mines.");
    save(&client, "forms/B", "0", &[("summary.B.state", "not_applicable"), reason]).await;
    let submit = client.page(&at("submit")).await.text("main");
    assert!(submit.contains("Why it does not apply") && submit.contains("No mines."), "{submit}");
    save(&client, "forms/B", "1", &[("summary.B.state", "changed"), reason]).await;
    let submit = client.page(&at("submit")).await.text("main");
    assert!(!submit.contains("No mines."), "{submit}");
    let form = client.page(&at("forms/B")).await;
    assert_eq!(form.all("[name='summary.B.reason']")[0].attr("value"), Some("No mines."), "in the draft it stays");
}

#[actix_web::test]
async fn what_does_not_go_together_is_told_and_stops_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let (report, form) = ("/desk/reports/CHE-APII-2027", "/desk/reports/CHE-APII-2027/forms/B");
    assert_eq!(client.post(report, &[("from", "nothing")]).await.status, StatusCode::SEE_OTHER);
    let typed = [
        ("revision", "0"),
        ("go", "stay"),
        ("summary.B.state", "not_applicable"),
        ("summary.B.reason", "None."),
        ("figures.mines_destroyed", "5"),
        ("figures.anti_personnel_mines_destroyed", "12"),
        ("figures.casualties.total", "10"),
        ("figures.casualties.civilian", "20"),
    ];
    assert_eq!(client.post(form, &typed).await.status, StatusCode::SEE_OTHER);
    let page = client.page(form).await;
    let check = client.page(&format!("{report}/check")).await;
    let listed = check.texts("section[aria-labelledby=differing] li");
    for said in [
        "Form B is marked as not applicable, and answers stand in it",
        "All come to 5, and those counted among them to 12",
        "All come to 10, and those counted among them to 20",
    ] {
        assert!(page.text("main").contains(said), "{said}");
        assert_eq!(listed.iter().filter(|one| one.contains(said)).count(), 1, "{said}: {listed:?}");
    }
    assert!(page.all(".banner.error").is_empty(), "{}", page.text("main"));
    for link in check.all("section[aria-labelledby=differing] a") {
        let (_, place) = link.attr("href").unwrap().split_once('#').unwrap();
        assert!(!page.all(&format!("[id='{place}']")).is_empty(), "{place}");
    }
}

#[actix_web::test]
async fn faults_are_listed_in_the_order_of_the_report_and_stand_at_their_own_question() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    save(&client, "cover", "0", &[("period.from", "1 January 2026"), ("period.to", "31/13/2026")]).await;
    let page = client.page(&at("cover")).await;
    let led: Vec<_> = page.all(".banner.error a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    assert_eq!(led, ["#period-to", "#cover-contacts", "#cover-availability"]);
    let amount = [("summary.D.state", "changed"), ("figures.funding_by_recipient[0].amount", "13.926.017,50")];
    save(&client, "forms/D", "0", &amount).await;
    let page = client.page(&at("forms/D")).await;
    let asked = page
        .all("section.ask")
        .into_iter()
        .filter(|section| section.text().collect::<String>().contains("“13.926.017,50”"));
    let asked: Vec<_> = asked.map(|section| section.attr("aria-labelledby").unwrap().to_owned()).collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("funding_by_recipient"), "{asked:?}");
}

#[actix_web::test]
async fn two_windows_of_one_person_are_not_two_people() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let field = "forms.E.other_matters.text";
    save(&client, "forms/E", "0", &[(field, "first")]).await;
    save(&client, "forms/E", "1", &[(field, "here")]).await;
    let clash = save(&client, "forms/E", "1", &[(field, "there")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let page = clash.page();
    assert_eq!(page.text(".banner h2"), "You wrote here in another window meanwhile");
    assert!(page.text("title").starts_with("Written at the same time: "), "{}", page.text("title"));
}
