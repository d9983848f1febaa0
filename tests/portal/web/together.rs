//! Two people on one form: different fields meet in peace, and of one field both texts are shown.

use actix_web::http::StatusCode;

use super::filing::{at, save, start};
use crate::support::people::Client;
use crate::support::portal::{Answer, Page, TestPortal};

/// Sends the texts of a page as it shows them, as a browser does.
async fn send_shown(client: &Client<'_>, page: &Page, to: &str) -> Answer {
    let mut fields = Vec::new();
    for area in page.all("main textarea") {
        fields.push((area.attr("name").unwrap(), area.text().collect::<String>()));
    }
    for input in page.all("main input[type=hidden]") {
        fields.push((input.attr("name").unwrap(), input.attr("value").unwrap().to_owned()));
    }
    let fields = fields.iter().filter(|(name, _)| *name != "form_token");
    let fields: Vec<_> = fields.map(|(name, text)| (*name, text.as_str())).chain([("go", "stay")]).collect();
    client.post(&at(to), &fields).await
}

#[actix_web::test]
async fn two_people_on_one_form_lose_nothing() {
    let portal = TestPortal::new();
    let (one, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    start(&one).await;
    let (forces, civilians) = ("forms.A.armed_forces.text", "forms.A.civilian_population.text");
    save(&one, "forms/A", "0", &[(forces, "first"), (civilians, "first")]).await;
    // Both have the page of revision 1 before them.
    save(&one, "forms/A", "1", &[(forces, "by one"), (civilians, "first")]).await;
    let apart = save(&other, "forms/A", "1", &[(forces, "first"), (civilians, "by other")]).await;
    assert_eq!(apart.status, StatusCode::SEE_OTHER, "different fields meet in peace");
    let clash = save(&other, "forms/A", "1", &[(forces, "mine"), (civilians, "by other")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let page = clash.page();
    assert_eq!(page.text("[id='forms-A-armed_forces-text']"), "mine");
    assert_eq!(page.text("blockquote"), "by one");
    assert_eq!(send_shown(&other, &page, "forms/A").await.status, StatusCode::SEE_OTHER);
    let now = one.page(&at("forms/A")).await;
    assert_eq!(now.text("[id='forms-A-armed_forces-text']"), "mine");
    assert_eq!(now.text("[id='forms-A-civilian_population-text']"), "by other");
    let history = one.page(&at("history")).await.text("main");
    for text in ["first", "by one", "by other", "mine"] {
        assert!(history.contains(text), "{text}: {history}");
    }
}

#[actix_web::test]
async fn a_page_that_comes_back_undoes_nothing_that_somebody_else_saved_meanwhile() {
    let portal = TestPortal::new();
    let (one, other) = (portal.client(&["focal_point CHE"]), portal.client(&["deputy CHE"]));
    start(&one).await;
    let (forces, civilians) = ("forms.A.armed_forces.text", "forms.A.civilian_population.text");
    save(&one, "forms/A", "0", &[(forces, "first"), (civilians, "first")]).await;
    save(&one, "forms/A", "1", &[(forces, "by one"), (civilians, "by one")]).await;
    // A browser sends all fields: the first is typed over, the second stands as the old page showed it.
    let clash = save(&other, "forms/A", "1", &[(forces, "mine"), (civilians, "first")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let page = clash.page();
    assert_eq!(page.text(&format!("textarea[name='{civilians}']")), "by one", "nobody else's field is taken back");
    assert_eq!(send_shown(&other, &page, "forms/A").await.status, StatusCode::SEE_OTHER);
    let now = one.page(&at("forms/A")).await;
    assert_eq!(now.text(&format!("textarea[name='{forces}']")), "mine");
    assert_eq!(now.text(&format!("textarea[name='{civilians}']")), "by one");
    // The same for a page that comes back because one text is too long.
    let long = "x".repeat(200_001);
    let back = save(&other, "forms/A", "1", &[(forces, &long), (civilians, "first")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = back.page();
    let revision = page.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    let short = save(&other, "forms/A", &revision, &[(forces, "mine"), (civilians, "first")]).await;
    assert_eq!(short.status, StatusCode::SEE_OTHER);
    assert_eq!(one.page(&at("forms/A")).await.text(&format!("textarea[name='{civilians}']")), "by one");
}
