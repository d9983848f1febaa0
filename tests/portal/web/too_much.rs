//! A draft holds no more than a report file can: what would be too much comes back, and one that is can be given up.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::app::drafting::DraftingError;
use ccw_portal::domain::draft::{Answers, DRAFT_BYTES, LONGEST_ANSWER, Section};
use ccw_portal::store::drafts::save_section;

use super::filing::{REPORT, at, save};
use super::races::Stage;
use crate::support::people::Client;
use crate::support::portal::TestPortal;

const FIELD: &str = "forms.E.other_matters.text";

/// Texts of the longest kind, of letters of four bytes each.
fn acts(count: usize) -> Answers {
    let long = "\u{1f4a9}".repeat(LONGEST_ANSWER);
    (0..count).map(|act| (format!("laws[{act}].title"), long.clone())).collect()
}

/// As many of them as a draft holds.
fn most() -> usize {
    DRAFT_BYTES / (4 * LONGEST_ANSWER + 20)
}

async fn draft(client: &Client<'_>) -> String {
    client.page(&at("discard")).await.all("input[name=draft]")[0].attr("value").unwrap().to_owned()
}

#[actix_web::test]
async fn what_is_too_much_with_all_else_comes_back_whole() {
    let portal = TestPortal::new();
    let (stage, client) = (Stage::new(&portal), portal.client(&["focal_point CHE"]));
    stage.start();
    let (form, acts) = (Section::Form("C".into()), acts(most()));
    let acts: Vec<_> = acts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    stage.save(&form, &acts).unwrap();
    assert_eq!(save(&client, "forms/E", "0", &[(FIELD, "Short.")]).await.status, StatusCode::SEE_OTHER);

    let long = "\u{1f4a9}".repeat(LONGEST_ANSWER);
    let refused = save(&client, "forms/E", "1", &[(FIELD, &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.page();
    assert!(page.text("[role=alert]").contains("together be longer"), "{}", page.text("[role=alert]"));
    assert!(page.text(&format!("textarea[name='{FIELD}']")) == long, "everything typed comes back");
    let (token, cookie) = (accounts::form_token(&client.secret), format!("__Host-session={}", client.secret));
    let fields = [(FIELD, long.as_str()), ("revision", "1"), ("form_token", &token)];
    let json = ("accept", "application/json");
    let background = portal.send(&at("forms/E"), &fields, &[("cookie", &cookie), json]).await;
    assert_eq!(background.status, StatusCode::UNPROCESSABLE_ENTITY);
    let further = stage.save(&Section::Form("D".into()), &[("forms.D.funding.text", &long)]);
    assert!(matches!(further, Err(DraftingError::TooMuch)));

    // The draft stays as it was, can be read and shortened.
    assert_eq!(client.page(&at("forms/E")).await.text(&format!("textarea[name='{FIELD}']")), "Short.");
    let less = [("tick", "laws[0].title"), ("laws[0].title", "An act")];
    assert_eq!(save(&client, "forms/C", "1", &less).await.status, StatusCode::SEE_OTHER);
    assert_eq!(save(&client, "forms/E", "1", &[(FIELD, &long)]).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_draft_that_no_page_can_show_is_given_up_all_the_same() {
    let portal = TestPortal::new();
    let (stage, client) = (Stage::new(&portal), portal.client(&["focal_point CHE"]));
    stage.start();
    let (id, by, now) = (draft(&client).await, stage.person.id.clone(), portal.portal.clock().now());
    let (key, acts) = (id.clone(), acts(most() + 1));
    let saved = move |db: &mut _| save_section(db, &key, &Section::Form("C".into()), 0, &acts, &by, now);
    assert!(portal.portal.store().write(saved).unwrap());
    assert!(stage.look().is_err(), "as of a version that took it");
    assert_eq!(draft(&client).await, id);
    let given_up = client.post(&at("discard"), &[("draft", &id)]).await;
    assert_eq!(given_up.status, StatusCode::SEE_OTHER);
    assert_eq!(client.page(REPORT).await.all("button[name=from]").len(), 1, "begin anew");
}
