//! Answer once: what other reports of the State answer to the same question is offered, taken singly or together on a
//! page that shows both, and a later change of it is told.

use actix_web::http::StatusCode;
use diesel::prelude::*;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::people::Client;
use crate::support::portal::{Answer, Page, TestPortal};

const OTHER: &str = "/desk/reports/CHE-APII-2027";
const C: &str = "/desk/reports/CHE-COMPLIANCE-2027/forms/C";

/// The other report of the year, with legislation, two acts and a figure.
async fn write_other(client: &Client<'_>, text: &str, revision: &str) {
    client.post(OTHER, &[("from", "nothing")]).await;
    let fields = [
        ("revision", revision),
        ("go", "stay"),
        ("forms.D.legislation.text", text),
        ("laws[0].title", "War Materiel Act"),
        ("laws[0].adopted_on", "1996-12-13"),
        ("laws[1].title", "Export Ordinance"),
    ];
    let saved = client.post(&format!("{OTHER}/forms/D"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

fn values(page: &Page, selector: &str) -> Vec<String> {
    page.all(selector).iter().map(|found| found.attr("value").unwrap_or_default().to_owned()).collect()
}

fn value(page: &Page, selector: &str) -> String {
    let found = values(page, selector);
    assert_eq!(found.len(), 1, "{selector}: {found:?}");
    found[0].clone()
}

/// Presses a button of the page with what is typed there, as a browser does.
async fn press(client: &Client<'_>, address: &str, go: &str, typed: &[(&str, &str)]) -> Answer {
    let page = client.page(address).await;
    let (draft, revision) = (value(&page, "main input[name=draft]"), value(&page, "main input[name=revision]"));
    let own = [("draft", draft.as_str()), ("revision", revision.as_str()), ("go", go)];
    let fields: Vec<_> = typed.iter().copied().chain(own).collect();
    client.post(address, &fields).await
}

/// Sends the page that shows both, with these choices instead of its own.
async fn choose(client: &Client<'_>, address: &str, choices: &[(&str, &str)]) -> Answer {
    let page = client.page(address).await;
    let mut fields = Vec::new();
    for input in page.all("main form input") {
        let (name, value) = (input.attr("name").unwrap(), input.attr("value").unwrap_or_default());
        let is_radio = input.attr("type") == Some("radio");
        let chosen = choices.iter().find(|(own, _)| *own == name).map(|(_, choice)| *choice);
        let is_sent = !is_radio || chosen.map_or(input.attr("checked").is_some(), |choice| choice == value);
        if is_sent && name != "form_token" {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    let buttons = choices.iter().filter(|(name, _)| !name.starts_with("choice.")).copied();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(buttons).collect();
    let (page, _) = address.split_once('?').unwrap();
    client.post(page, &fields).await
}

fn rows(portal: &TestPortal) -> Vec<(String, String, String)> {
    use diesel::sql_types::Text;
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        place: String,
        #[diesel(sql_type = Text)]
        source: String,
        #[diesel(sql_type = Text)]
        act: String,
    }
    let query = "SELECT place, source, act FROM draft_reuses ORDER BY id";
    let rows: Vec<Row> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    rows.into_iter().map(|row| (row.place, row.source, row.act)).collect()
}

fn row(place: &str, act: &str) -> (String, String, String) {
    (place.to_owned(), "CHE-APII-2027".to_owned(), act.to_owned())
}

#[actix_web::test]
async fn an_answer_of_the_other_report_is_offered_and_taken_with_one_button() {
    let portal = TestPortal::new();
    let client = portal.client_called("A. Keller", &["focal_point CHE"]);
    start(&client).await;
    assert!(client.page(C).await.all("details ul.list").is_empty(), "nothing to offer, nothing shown");
    write_other(&client, "War Materiel Act, art. 8.", "0").await;
    let page = client.page(C).await;
    let offers = page.texts("section[id^='forms-C-legislation'] > details");
    assert_eq!(offers.len(), 1, "{}", page.text("main"));
    let said = "Amended Protocol II national annual report 2027, Form D, Legislation (draft, last saved on 24 November \
                2026 by A. Keller)";
    assert!(offers[0].contains(said) && offers[0].contains("War Materiel Act, art. 8."), "{}", offers[0]);
    let go = values(&page, "main button[name=go]").into_iter().find(|go| go.contains("forms.C.legislation")).unwrap();
    // What is typed elsewhere on the page is saved with it.
    let typed = [("summary.C.state", "changed"), ("laws[0].title", "Typed"), ("forms.C.legislation.text", "")];
    let pressed = press(&client, C, &go, &typed).await;
    assert_eq!(pressed.status, StatusCode::SEE_OTHER);
    assert_eq!(pressed.header("location"), format!("{C}?saved=taken#forms-C-legislation"));
    let page = client.page(&format!("{C}?saved=taken")).await;
    assert_eq!(page.text("textarea[name='forms.C.legislation.text']"), "War Materiel Act, art. 8.");
    assert_eq!(value(&page, "input[name='laws[0].title']"), "Typed");
    assert!(page.text(".banner.done").contains("What you took over stands in the form"));
    assert_eq!(rows(&portal), [row("forms.C.legislation", "taken")]);
    let history = client.page(&at("history")).await.text("main");
    let taken = "A. Keller taken over from the Amended Protocol II national annual report 2027 About Form C; Legislation \
                 War Materiel Act, art. 8.";
    assert_eq!(history.matches(taken).count(), 1, "{history}");
    assert_eq!(history.matches("taken over").count(), 1, "what was typed with it was not: {history}");
}

#[actix_web::test]
async fn a_field_that_holds_something_is_shown_beside_the_other_answer_first() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_other(&client, "War Materiel Act, art. 8.", "0").await;
    let page = client.page(C).await;
    let go = values(&page, "main button[name=go]").into_iter().find(|go| go.contains("forms.C.legislation")).unwrap();
    // The field was blank when the page was opened, and is not any more.
    let pressed = press(&client, C, &go, &[("forms.C.legislation.text", "My own words.")]).await;
    let both = pressed.header("location").to_owned();
    let about = "section=form-C&from=CHE-APII-2027&question=forms.C.legislation";
    assert_eq!(both, format!("{}?{about}", at("answers")));
    let text = client.page(&both).await.text("main");
    assert!(text.contains("My own words.") && text.contains("War Materiel Act, art. 8."), "{text}");
    assert_eq!(rows(&portal), [], "nothing is taken silently");
    assert!(
        text.contains("Form C, Legislation related to the Convention and its annexed Protocols: what stands"),
        "{text}"
    );
    // As the page has it, what stands is kept; sent twice, it is noted once.
    assert_eq!(choose(&client, &both, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(choose(&client, &both, &[]).await.status, StatusCode::SEE_OTHER);
    let text = async || client.page(C).await.text("textarea[name='forms.C.legislation.text']");
    assert_eq!(text().await, "My own words.");
    let taken = choose(&client, &both, &[("choice.forms.C.legislation", "take")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert_eq!(text().await, "War Materiel Act, art. 8.");
    assert_eq!(rows(&portal), [row("forms.C.legislation", "kept"), row("forms.C.legislation", "taken")]);
    let history = client.page(&at("history")).await.text("main");
    assert!(history.contains("War Materiel Act, art. 8."), "{history}");
}

#[actix_web::test]
async fn all_answers_of_a_report_are_taken_together_and_a_list_takes_the_place_of_the_list() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_other(&client, "War Materiel Act, art. 8.", "0").await;
    let page = client.page(C).await;
    let together = page.texts("section[aria-labelledby=answered] button");
    assert_eq!(together, ["Look at the 2 matching answers of the Amended Protocol II national annual report 2027"]);
    let pressed = press(&client, C, "compare:CHE-APII-2027:", &[("laws[0].title", "A"), ("laws[2].title", "C")]).await;
    let both = pressed.header("location").to_owned();
    let acts = client.page(&both).await.texts(".beside > :last-child dt");
    assert_eq!(acts, ["Act 1; Title", "Act 1; Adopted on", "Act 2; Title"], "in the order of the form");
    let choices = [("choice.laws", "take"), ("choice.forms.C.legislation", "take")];
    let answer = choose(&client, &both, &choices).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = client.page(C).await;
    assert_eq!(page.text("textarea[name='forms.C.legislation.text']"), "War Materiel Act, art. 8.");
    let titles = values(&page, "input[name^='laws['][name$='.title']");
    assert_eq!(titles, ["War Materiel Act", "Export Ordinance"]);
    assert!(page.all("details ul.list").is_empty(), "both say the same by now");
    assert!(client.page(&both).await.text("main").contains("There is nothing to take over"));
}

#[actix_web::test]
async fn a_first_report_starts_from_what_the_others_answer() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    assert!(client.page(REPORT).await.all("button[value=others]").is_empty(), "there are no others");
    write_other(&client, "War Materiel Act, art. 8.", "0").await;
    let cover = [
        ("revision", "0"),
        ("go", "stay"),
        ("cover.contacts[0].name", "A. Muster"),
        ("cover.contacts[0].email", "a@example.org"),
    ];
    assert_eq!(client.post("/desk/reports/CHE-APII-2027/cover", &cover).await.status, StatusCode::SEE_OTHER);
    let door = client.page(REPORT).await;
    assert_eq!(door.text("button[value=others]"), "Start from what your other reports answer");
    let started = client.post(REPORT, &[("from", "others")]).await;
    assert_eq!(started.header("location"), format!("{REPORT}#forms"));
    assert_eq!(rows(&portal), [], "nothing is taken by itself");
    let told: Vec<_> = client.page(REPORT).await.texts(".tasks .when");
    assert_eq!(told.iter().filter(|about| *about == "2 answers in your other reports").count(), 1, "{told:?}");
    assert_eq!(told.first().map(String::as_str), Some("One answer in your other reports"), "a contact for the cover");
    let both = format!("{}?section=form-C&from=CHE-APII-2027&question=", at("answers"));
    let page = client.page(&both).await;
    assert!(page.all("input[type=radio][checked]").is_empty(), "and nothing is preset");
    assert_eq!(page.text("button[name=all]"), "Use all 2 answers where nothing stands yet");
    assert_eq!(choose(&client, &both, &[("all", "blank")]).await.status, StatusCode::SEE_OTHER);
    let form = client.page(C).await;
    assert_eq!(form.text("textarea[name='forms.C.legislation.text']"), "War Materiel Act, art. 8.");
    assert_eq!(values(&form, "input[name^='laws['][name$='.title']"), ["War Materiel Act", "Export Ordinance"]);
}

#[actix_web::test]
async fn a_later_change_of_what_was_taken_is_told_until_somebody_decides() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_other(&client, "One.", "0").await;
    let both = format!("{}?section=form-C&from=CHE-APII-2027&question=forms.C.legislation", at("answers"));
    let undecided = choose(&client, &both, &[]).await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is preset where nothing stands");
    assert!(undecided.page().text(".banner").contains("Nothing was chosen"));
    let taken = choose(&client, &both, &[("choice.forms.C.legislation", "take")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    write_other(&client, "Two.", "1").await;
    let told = "was changed on 24 November 2026, after this answer was looked at here on 24 November 2026";
    let page = client.page(C).await;
    assert!(page.text("details[open]").contains(told), "{}", page.text("main"));
    assert_eq!(page.text("textarea[name='forms.C.legislation.text']"), "One.", "nothing changes by itself");
    // A page that is out of date decides nothing.
    let old = client.page(&both).await;
    assert!(old.text("main").contains(told));
    let stale = value(&old, "input[name=offer]");
    write_other(&client, "Three.", "2").await;
    let (draft, revision) = (value(&old, "input[name=draft]"), value(&old, "main input[name=revision]"));
    let fields = [
        ("draft", draft.as_str()),
        ("revision", &revision),
        ("section", "form-C"),
        ("from", "CHE-APII-2027"),
        ("question", "forms.C.legislation"),
        ("offer", &stale),
        ("choice.forms.C.legislation", "take"),
    ];
    let meanwhile = client.post(&at("answers"), &fields).await;
    assert_eq!(meanwhile.status, StatusCode::CONFLICT);
    assert!(meanwhile.page().text("main").contains("Three."));
    assert_eq!(choose(&client, &both, &[]).await.status, StatusCode::SEE_OTHER, "keeps what stands");
    let page = client.page(C).await;
    assert!(page.all("details[open]").is_empty() && !page.text("main").contains(told));
    assert_eq!(page.text("textarea[name='forms.C.legislation.text']"), "One.");
    // Taken out over there, it is told once more.
    let out = [("revision", "3"), ("go", "stay"), ("forms.D.legislation.text", "")];
    assert_eq!(client.post(&format!("{OTHER}/forms/D"), &out).await.status, StatusCode::SEE_OTHER);
    let page = client.page(C).await;
    assert!(page.text("main").contains("The answer was taken out of the Amended Protocol II"), "{}", page.text("main"));
    assert_eq!(choose(&client, &both, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(client.page(C).await.all("section > details[open]").is_empty());
}

#[actix_web::test]
async fn what_is_filed_is_offered_the_year_after_and_no_other_state_sees_any_of_it() {
    let (portal, clock) = TestPortal::moved("2026-11-24T09:00:00Z");
    let client = portal.client_called("A. Keller", &["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    let later = crate::support::at("2027-11-24T09:00:00Z").timestamp();
    clock.store(later, std::sync::atomic::Ordering::Relaxed);
    let client = portal.client(&["focal_point CHE"]);
    let next = "/desk/reports/CHE-APII-2028";
    client.post(next, &[("from", "nothing")]).await;
    let offered = client.page(&format!("{next}/forms/D")).await.text("main");
    let said = "Compliance report 2027, Form C, Legislation (filed on 24 November 2026 by A. Keller)";
    assert!(offered.contains(said) && offered.contains("War Materiel Act."), "{offered}");
    let other = portal.client(&["focal_point NOR"]);
    other.post("/desk/reports/NOR-APII-2028", &[("from", "nothing")]).await;
    let page = other.page("/desk/reports/NOR-APII-2028/forms/D").await;
    assert!(page.all("details ul.list").is_empty() && !page.text("main").contains("War Materiel Act."));
    let asked = "/desk/reports/NOR-APII-2028/answers?section=form-D&from=CHE-COMPLIANCE-2027";
    let text = other.page(asked).await.text("main");
    assert!(text.contains("There is nothing to take over") && !text.contains("War Materiel"), "{text}");
    let draft = value(&page, "main input[name=draft]");
    let offer = format!("forms.D.legislation {}", "0".repeat(64));
    let fields = [
        ("draft", draft.as_str()),
        ("revision", "0"),
        ("section", "form-D"),
        ("from", "CHE-COMPLIANCE-2027"),
        ("offer", &offer),
        ("choice.forms.D.legislation", "take"),
    ];
    assert_eq!(other.post("/desk/reports/NOR-APII-2028/answers", &fields).await.status, StatusCode::CONFLICT);
    assert_eq!(rows(&portal), []);
}

#[actix_web::test]
async fn the_mission_reads_what_is_offered_and_takes_nothing() {
    let portal = TestPortal::new();
    let (client, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    start(&client).await;
    write_other(&client, "War Materiel Act, art. 8.", "0").await;
    let page = mission.page(C).await;
    assert!(page.text("main").contains("War Materiel Act, art. 8."));
    assert!(page.all("main button[name=go]").is_empty());
}

#[actix_web::test]
async fn answers_that_differ_between_the_reports_of_a_year_are_listed_and_stop_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let cover = [("revision", "0"), ("go", "stay"), ("period.from", "2025-11-01"), ("period.to", "2026-12-31")];
    client.post(OTHER, &[("from", "nothing")]).await;
    assert_eq!(client.post(&format!("{OTHER}/cover"), &cover).await.status, StatusCode::SEE_OTHER);
    let check = client.page(&at("check")).await;
    let listed = check.texts("section[aria-labelledby=differing] li");
    assert_eq!(listed.len(), 1, "{listed:?}");
    let said = "Last day: 31/10/2026 here, 2026-12-31 in the Amended Protocol II national annual report 2027.";
    assert!(listed[0].contains(said), "{}", listed[0]);
    let link = check.all("section[aria-labelledby=differing] a")[0].attr("href").unwrap().to_owned();
    let field = client.page(link.split('#').next().unwrap()).await;
    assert_eq!(field.all(&format!("#{}", link.split('#').next_back().unwrap())).len(), 1, "{link}");
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER, "nothing waits for the list");
}

#[actix_web::test]
async fn a_question_says_where_other_treaties_ask_for_the_same_and_how_well_that_is_known() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let guide = client.page(C).await.text("section[aria-labelledby^='forms-C-legislation'] aside");
    let said = "Also asked in, as far as recalled: Mine Ban Convention, article 7(1)(a); Convention on Cluster \
                Munitions, article 7(1)(a)";
    assert!(guide.contains(said), "{guide}");
}

#[actix_web::test]
async fn odd_forms_take_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_other(&client, "War Materiel Act.", "0").await;
    for query in ["", "?section=form-Z&from=CHE-APII-2027", "?section=form-C&from=nothing", "?section=profile&from="] {
        assert_eq!(client.get(&at(&format!("answers{query}"))).await.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let draft = value(&client.page(C).await, "main input[name=draft]");
    for wrong in [
        [("section", "form-C"), ("offer", "laws"), ("choice.laws", "take")],
        [("section", "form-C"), ("offer", "laws 0"), ("choice.laws", "perhaps")],
        [("section", "form-Z"), ("offer", "laws 0"), ("choice.laws", "take")],
    ] {
        let own = [("draft", draft.as_str()), ("revision", "0"), ("from", "CHE-APII-2027")];
        let fields: Vec<_> = wrong.into_iter().chain(own).collect();
        assert_eq!(client.post(&at("answers"), &fields).await.status, StatusCode::BAD_REQUEST, "{wrong:?}");
    }
    for go in ["take:nothing:0:laws", "compare:nothing:"] {
        let revision = value(&client.page(C).await, "main input[name=revision]");
        assert_eq!(save(&client, "forms/C", &revision, &[]).await.status, StatusCode::SEE_OTHER);
        let answer = press(&client, C, go, &[("forms.C.legislation.text", "Kept.")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{go}");
    }
    assert_eq!(rows(&portal), []);
    let gone =
        client.get(&format!("{}/answers?section=form-C&from=CHE-APII-2027", REPORT.replace("2027", "2026"))).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "no draft of that report");
}

#[actix_web::test]
async fn what_two_reports_count_apart_is_said_and_never_taken_with_all_others() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    client.post(OTHER, &[("from", "nothing")]).await;
    let land = [
        ("revision", "0"),
        ("go", "stay"),
        ("figures.area_cleared_m2", "3 km2"),
        ("figures.area_released_m2", "4 km2"),
    ];
    assert_eq!(client.post(&format!("{OTHER}/forms/B"), &land).await.status, StatusCode::SEE_OTHER);
    client.post("/desk/reports/CHE-PV-2027", &[("from", "others")]).await;
    let apart = "Protocol V explosive remnants of war";
    let form = client.page("/desk/reports/CHE-PV-2027/forms/A").await;
    assert!(form.text("main").contains(apart), "{}", form.text("main"));
    let both = "/desk/reports/CHE-PV-2027/answers?section=form-A&from=CHE-APII-2027&question=";
    let page = client.page(both).await;
    assert_eq!((page.text("main").matches(apart).count(), page.all("button[name=all]").len()), (2, 0));
    let all = choose(&client, both, &[("all", "blank")]).await;
    assert_eq!(all.status, StatusCode::UNPROCESSABLE_ENTITY, "not even to whoever sends it");
    let one = choose(&client, both, &[("choice.figures.area_cleared_m2", "take")]).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER, "one by one they are taken");
    let form = client.page("/desk/reports/CHE-PV-2027/forms/A").await;
    assert_eq!(value(&form, "input[name='figures.area_cleared_m2']"), "3 km2");
}
