//! The last look before a report is filed: nothing is filed that the page did not show, and no word of it is cut.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::filing::{at, save, start, write_whole};
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
