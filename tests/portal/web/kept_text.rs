//! What pages call the fields whose texts they show apart from their forms, and texts that outlive who typed them.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;

use super::filing::{REPORT, at, save, start};
use crate::support::people::PASSWORD;
use crate::support::portal::TestPortal;

const FIELD: &str = "forms.E.other_matters.text";
const TYPED: &str = "Two lines\nof \"text\" & <more>";

#[actix_web::test]
async fn the_history_and_the_page_of_kept_text_call_fields_what_their_pages_call_them() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let cover = [
        ("reason", "A date was wrong."),
        ("cover.availability", "partially"),
        ("cover.availability_forms", "A"),
        ("cover.contacts[0].email", "office@example.org"),
    ];
    assert_eq!(save(&client, "cover", "0", &cover).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        save(&client, "profile", "0", &[("profile.holds_mines.answer", "no")]).await.status,
        StatusCode::SEE_OTHER
    );
    let kept = save(&client, "cover", "one", &cover).await;
    assert_eq!(kept.status, StatusCode::BAD_REQUEST);
    let (history, kept) = (client.page(&at("history")).await.text("main"), kept.page().text("main"));
    for label in [
        "Why this correction or update",
        "Only these forms, if you choose partially",
        "National point(s) of contact; Contact 1; E-mail address",
    ] {
        assert!(history.contains(label) && kept.contains(label), "{label}: {history} {kept}");
    }
    assert!(history.contains("Does your State hold mines of any kind?"));
    for key in ["reason", "availability_forms", "availability forms", "cover.", "profile."] {
        assert!(!history.contains(key) && !kept.contains(key), "{key}: {history} {kept}");
    }
}

#[actix_web::test]
async fn what_was_typed_stays_with_the_browser_where_somebody_else_signs_in() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    save(&client, "forms/E", "0", &[(FIELD, "What the State has in its draft.")]).await;
    // Of another State, and of the same one without the leave to write.
    for (role, refused) in [("focal_point NOR", StatusCode::NOT_FOUND), ("submitter CHE", StatusCode::FORBIDDEN)] {
        let other = portal.client(&[role]);
        let again =
            [(FIELD, TYPED), ("revision", "1"), ("again_email", other.email.as_str()), ("again_password", PASSWORD)];
        let signing_in = portal.send(&at("forms/E"), &again, &[]).await;
        let sent_after = save(&other, "forms/E", "1", &[(FIELD, TYPED)]).await;
        assert!(signing_in.header("set-cookie").contains("__Host-session="), "{role} is signed in");
        for answer in [signing_in, sent_after] {
            assert_eq!(answer.status, refused, "{role}");
            let page = answer.page();
            assert_eq!(page.text("h1"), "Not saved, and nothing is lost");
            assert_eq!(page.all("dd.typed")[0].text().collect::<String>(), TYPED, "{role}");
            assert!(page.all("main form").is_empty(), "it would be in vain");
            assert_eq!(page.all("main p a")[0].attr("href"), Some("/account"));
            assert!(!answer.text().contains("What the State has in its draft."), "{role}");
            assert!(!answer.text().contains(PASSWORD), "{role}");
        }
    }
    let stored = client.page(&at("forms/E")).await;
    assert_eq!(stored.text(&format!("textarea[name='{FIELD}']")), "What the State has in its draft.");
}

#[actix_web::test]
async fn whether_a_report_is_there_cannot_be_told_from_a_text_that_comes_back() {
    let portal = TestPortal::new();
    let (client, foreign) = (portal.client(&["focal_point CHE"]), portal.client(&["focal_point NOR"]));
    let posted = [(FIELD, TYPED), ("revision", "0")];
    let before = foreign.post(&at("forms/E"), &posted).await;
    start(&client).await;
    let after = foreign.post(&at("forms/E"), &posted).await;
    assert_eq!((before.status, before.page().text("main")), (after.status, after.page().text("main")));
    // A form from another site brings nothing back.
    let token = accounts::form_token(&foreign.secret);
    let cookie = format!("__Host-session={}", foreign.secret);
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
    let answer = portal.send(&at("forms/E"), &[(FIELD, TYPED), ("form_token", &token)], &headers).await;
    assert!(!answer.text().contains("Two lines"), "{}", answer.status);
    assert_eq!(client.get(REPORT).await.status, StatusCode::OK);
}
