//! The last look before a report is filed: nothing is filed that the page did not show, and no word of it is cut.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::filing::{REPORT, at, save, start, warnings, write_whole};
use crate::support::people::Client;
use crate::support::portal::{Answer, Page, TestPortal};

const FIELD: &str = "forms.E.other_matters.text";

/// Sends the form of the page, with a word about each warning, ticked.
async fn send(client: &Client<'_>, page: &Page, why: &str) -> Answer {
    let hidden =
        page.all("main input[type=hidden]").into_iter().filter(|input| input.attr("name") != Some("form_token"));
    let mut fields: Vec<_> = hidden.map(|input| (input.attr("name").unwrap(), input.attr("value").unwrap())).collect();
    let boxes = page.all("input[name^='confirm.']");
    fields.extend(boxes.iter().map(|input| (input.attr("name").unwrap(), "yes")));
    let words = page.all("input[name^='why.']");
    fields.extend(words.iter().map(|input| (input.attr("name").unwrap(), why)));
    client.post(&at("submit"), &fields).await
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn filed(portal: &TestPortal) -> i64 {
    let rows = diesel::sql_query("SELECT count(*) AS count FROM submissions");
    rows.load::<Count>(&mut portal.database.direct()).unwrap()[0].count
}

#[derive(QueryableByName)]
struct Confirmed {
    #[diesel(sql_type = Text)]
    confirmed: String,
}

#[actix_web::test]
async fn what_somebody_changes_after_the_last_look_is_not_filed_unseen() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    start(&client).await;
    write_whole(&client).await;
    let mut page = client.page(&at("submit")).await;
    for round in 0..3 {
        match round {
            0 => assert_eq!(save(&other, "forms/E", "1", &[(FIELD, "Changed.")]).await.status, StatusCode::SEE_OTHER),
            1 => {
                let added = other.upload(&at("attachments"), "", "map.txt", b"A map").await;
                assert_eq!(added.status, StatusCode::SEE_OTHER);
            }
            _ => assert_eq!(
                save(&other, "profile", "0", &[("profile.holds_mines.answer", "no")]).await.status,
                StatusCode::SEE_OTHER
            ),
        }
        let refused = send(&client, &page, "It <stands>.").await;
        assert_eq!((refused.status, filed(&portal)), (StatusCode::CONFLICT, 0), "{round}");
        page = refused.page();
        assert_eq!(page.text("#banner"), "Somebody changed the draft meanwhile");
        let words = page.all("input[name^='why.']");
        assert!(!words.is_empty() && words.iter().any(|input| input.attr("value") == Some("It <stands>.")));
        assert!(!page.all("input[name^='confirm.'][checked]").is_empty(), "what was ticked stays so");
    }
    assert_eq!(send(&client, &page, "").await.status, StatusCode::SEE_OTHER, "what the page shows now");
    assert_eq!(filed(&portal), 1);
}

#[actix_web::test]
async fn what_was_said_about_a_warning_that_has_gone_is_shown() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let page = client.page(&at("submit")).await;
    let draft = page.all("input[name=draft]")[0].attr("value").unwrap();
    let fields = [("draft", draft), ("digest", "of before"), ("why.0123456789abcdef", "Said of what was there.")];
    let refused = client.post(&at("submit"), &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.page().text("[aria-labelledby=left]").contains("Said of what was there."));
}

#[actix_web::test]
async fn no_word_about_a_warning_is_cut() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let page = client.page(&at("submit")).await;
    assert_eq!(page.all("input[name^='why.']")[0].attr("maxlength"), Some("1000"));
    let refused = send(&client, &page, &format!("{}!", "ä".repeat(1_000))).await;
    assert_eq!((refused.status, filed(&portal)), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let again = refused.page();
    let words = again.all("input[name^='why.']")[0];
    assert!(words.attr("value").unwrap().ends_with("ä!"), "all of it comes back");
    assert_eq!(words.attr("aria-invalid"), Some("true"));
    assert!(again.all(".fault")[0].text().collect::<String>().contains("1000 letters"));
    assert!(!again.all("input[name^='confirm.'][checked]").is_empty());
    let whole = "ä".repeat(1_000);
    assert_eq!(send(&client, &again, &whole).await.status, StatusCode::SEE_OTHER);
    let rows = diesel::sql_query("SELECT confirmed FROM submissions");
    let rows = rows.load::<Confirmed>(&mut portal.database.direct()).unwrap();
    assert!(rows[0].confirmed.contains(&whole));
}

#[actix_web::test]
async fn the_whole_draft_is_read_before_it_is_filed_as_it_is_read_afterwards() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let page = client.page(&at("submit")).await;
    let forms = "section[aria-labelledby^='form-']";
    let (read, cover) = (page.texts(forms), page.text("[aria-labelledby='look'] dl"));
    assert_eq!(read.len(), 5, "{read:?}");
    assert!(read[2].contains("War Materiel Act.") && read[2].contains("New or changed in this report"), "{}", read[2]);
    for said in ["arms.control@example.org", "1 November 2025", "only Form A and B", "None was used"] {
        assert!(cover.contains(said), "{said}: {cover}");
    }
    assert_eq!(send(&client, &page, "").await.status, StatusCode::SEE_OTHER);
    let filed = client.page(&at("filed")).await;
    assert_eq!(filed.texts(forms), read);
    let about = filed.texts("[aria-labelledby='about'] dl > div");
    for line in page.texts("[aria-labelledby='look'] dl > div") {
        assert!(about.contains(&line), "{line}: {about:?}");
    }
}

/// As the title of a page says it.
fn errors(count: usize) -> String {
    if count == 1 { "One error:".into() } else { format!("{count} errors:") }
}

#[actix_web::test]
async fn each_warning_that_was_not_ticked_is_named_and_what_was_said_about_it_stays() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let page = client.page(&at("submit")).await;
    assert!(page.all("[aria-invalid]").is_empty(), "nobody has left anything out yet");
    let keys: Vec<_> =
        page.all("input[name^='why.']").iter().map(|one| one.attr("id").unwrap()[4..].to_owned()).collect();
    assert!(keys.len() > 1, "{keys:?}");
    // The first is ticked; about all of them something is said.
    let confirmed = format!("confirm.{}", keys[0]);
    let said: Vec<_> = keys.iter().map(|key| (format!("why.{key}"), format!("Said of {key}."))).collect();
    let mut fields = vec![(confirmed.as_str(), "yes")];
    fields.extend(said.iter().map(|(name, why)| (name.as_str(), why.as_str())));
    let refused = client.post(&at("submit"), &fields).await;
    assert_eq!((refused.status, filed(&portal)), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let again = refused.page();
    let links: Vec<_> = again.all(".banner a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
    let expected: Vec<_> = keys[1..].iter().map(|key| format!("#confirm-{key}")).collect();
    assert_eq!(links, expected, "the one that is ticked is not among them");
    let counted = errors(keys.len() - 1);
    assert!(again.texts("title")[0].starts_with(&counted), "{:?}", again.texts("title"));
    for (place, key) in keys.iter().enumerate() {
        let own = again.all(&format!("[id='confirm-{key}']"))[0];
        let fault = own.attr("aria-describedby").map(|fault| again.text(&format!("[id='{fault}']")));
        match place {
            0 => assert!(own.attr("checked").is_some() && own.attr("aria-invalid").is_none() && fault.is_none()),
            _ => {
                assert_eq!((own.attr("checked"), own.attr("aria-invalid")), (None, Some("true")));
                assert!(fault.unwrap().starts_with("Error: Tick this"));
            }
        }
        let why = again.all(&format!("[id='why-{key}']"))[0].attr("value").unwrap().to_owned();
        assert_eq!(why, format!("Said of {key}."));
    }
}

#[actix_web::test]
async fn what_stops_a_report_is_named_with_a_link_to_each_field() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let chosen = "main form [name^='confirm.'], main form [name^='why.'], main form [name=contacts_public]";
    for shown in [client.page(&at("submit")).await, client.post(&at("submit"), &[]).await.page()] {
        assert!(shown.all(chosen).is_empty(), "nothing is asked that no button would send");
        let links: Vec<_> =
            shown.all(".banner li a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect();
        assert!(links.contains(&at("cover#cover-availability")), "{links:?}");
        for link in links {
            let (page, id) = link.split_once('#').unwrap();
            assert_eq!(client.page(page).await.all(&format!("[id='{id}']")).len(), 1, "{link}");
        }
    }
    let kept = client.post(&at("submit"), &[("contacts_public", "yes")]).await.page();
    assert_eq!(kept.all("main form [name=contacts_public][checked]").len(), 1, "what was chosen is not lost");
}

#[actix_web::test]
async fn what_the_check_asks_about_figures_names_field_row_and_both_figures() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let report = "/desk/reports/CHE-PV-2027";
    assert_eq!(client.post(report, &[("from", "nothing")]).await.status, StatusCode::SEE_OTHER);
    let figures = [
        ("revision", "0"),
        ("go", "stay"),
        ("summary.A.state", "changed"),
        ("figures.casualties.total", "56"),
        ("figures.casualties.killed", "7"),
        ("figures.casualties.injured", "40"),
        ("figures.casualties.unknown_outcome", "3"),
        ("figures.area_cleared_m2", "12,5 km2"),
        ("figures.contamination[0].description", "North"),
        ("figures.contamination[2].area", "250.000"),
    ];
    assert_eq!(client.post(&format!("{report}/forms/A"), &figures).await.status, StatusCode::SEE_OTHER);
    let check = client.page(&format!("{report}/check")).await;
    let said = check.texts(".finding");
    for parts in [
        &["Casualties of the period; All", "total is 56", "(Killed, Injured and Outcome not known) come to 50"][..],
        &["Cleared", "“12,5 km2”", "12.5 km2"],
        &["Contaminated areas; Row 2; Area", "“250.000”", "250000", "250.0000"],
    ] {
        let holds = |finding: &&String| parts.iter().all(|part| finding.contains(part));
        assert_eq!(said.iter().filter(holds).count(), 1, "{parts:?}: {said:?}");
    }
    let form = client.page(&format!("{report}/forms/A")).await;
    assert!(form.texts(".banner a").iter().any(|link| link.starts_with("Contaminated areas; Row 2; Area: “250.000”")));
}

#[actix_web::test]
async fn a_number_is_shown_back_and_one_that_is_not_understood_is_told_once() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let (report, form) = ("/desk/reports/CHE-PV-2027", "/desk/reports/CHE-PV-2027/forms/A");
    assert_eq!(client.post(report, &[("from", "nothing")]).await.status, StatusCode::SEE_OTHER);
    let killed = |revision: &'static str, typed: &'static str| {
        let said = [("summary.A.state", "changed"), ("figures.casualties.killed", typed)];
        [("revision", revision), ("go", "stay")].into_iter().chain(said).collect::<Vec<_>>()
    };
    let saved = client.post(form, &killed("0", "12,5")).await;
    let page = client.page(saved.header("location")).await;
    assert_eq!(page.text(".banner h2"), "One answer needs attention", "{}", page.text(".banner"));
    assert!(page.all("main .banner.done").is_empty(), "what is saved and cannot be filed is no success");
    client.post(form, &killed("1", "1,234")).await;
    let page = client.page(form).await;
    assert_eq!(page.text("#figures-casualties-killed-back"), "Read as 1,234");
    let short = client.post(form, &killed("2", "123")).await;
    assert!(client.page(short.header("location")).await.all("#figures-casualties-killed-back").is_empty());
}

#[actix_web::test]
async fn contacts_that_were_open_are_asked_about_anew_and_an_unused_note_stays_so() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let told = "Those of CHE-COMPLIANCE-2027.1, which this takes the place of, may be published";
    assert!(!client.page(&at("submit")).await.text("main").contains(told));
    let confirmed = warnings(&client).await;
    let mut fields: Vec<_> = confirmed.iter().map(|name| (name.as_str(), "yes")).collect();
    fields.push(("contacts_public", "yes"));
    assert_eq!(client.post(&at("submit"), &fields).await.status, StatusCode::SEE_OTHER);
    client.post(REPORT, &[("from", "correction")]).await;
    let cover = client.page(&at("cover")).await;
    assert_eq!(cover.all("input[name='cover.note_verbale.not_used'][checked]").len(), 1);
    let revision = cover.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let reason = [("reason", "A date was wrong."), ("period.to", "2026-12-31")];
    assert_eq!(save(&client, "cover", &revision, &reason).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&at("submit")).await;
    assert!(page.text("section[aria-labelledby=contacts]").contains(told));
    assert!(page.all("input[name=contacts_public][checked]").is_empty(), "nobody's contacts are opened by themselves");
}
