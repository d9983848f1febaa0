//! Questions of the secretariat and answers of the State.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::store::Engine;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::filing::{at, start, submit, write_whole};
use crate::support::database::engine;
use crate::support::people::{Client, PASSWORD};
use crate::support::portal::TestPortal;

const REVIEW: &str = "/secretariat/reports/CHE-COMPLIANCE-2027";

async fn file(client: &Client<'_>) {
    start(client).await;
    write_whole(client).await;
    assert_eq!(submit(client).await.status, StatusCode::SEE_OTHER);
}

/// The address to which the only form for words on the page is sent.
async fn place(client: &Client<'_>, page: &str) -> String {
    let page = client.page(page).await;
    let forms = page.all("form[action*='/questions/']");
    assert_eq!(forms.len(), 1);
    forms[0].attr("action").unwrap().to_owned()
}

#[derive(QueryableByName)]
struct Letter {
    #[diesel(sql_type = Text)]
    letter: String,
}

/// What waits to be sent.
fn letters(portal: &TestPortal) -> Vec<String> {
    let rows = diesel::sql_query("SELECT letter FROM outbox ORDER BY id").load::<Letter>(&mut portal.database.direct());
    rows.unwrap().into_iter().map(|row| row.letter.replace(": ", ":")).collect()
}

#[actix_web::test]
async fn a_question_goes_to_the_state_and_the_answer_comes_back() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let questions = format!("{REVIEW}/questions");
    let early = officer.post(&questions, &[("form", "B"), ("words", "Why?")]).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "nothing was filed");
    file(&client).await;
    for (form, words, status) in [
        ("B", " ", StatusCode::UNPROCESSABLE_ENTITY),
        ("Z", "Why?", StatusCode::BAD_REQUEST),
        ("B", "Which <b>unit</b>\nis meant?", StatusCode::SEE_OTHER),
    ] {
        assert_eq!(officer.post(&questions, &[("form", form), ("words", words)]).await.status, status, "{form}");
    }
    assert!(client.page("/desk").await.text("table").contains("One question to answer"));
    let own = client.page(&at("questions")).await.text("main");
    assert!(own.contains("About Form B") && own.contains("Which <b>unit</b> is meant?"), "{own}");
    let address = place(&client, &at("questions")).await;
    // A colleague of another State, and the State's own page under another report, find nothing.
    let foreign = portal.client(&["focal_point NOR"]).post(&address, &[("words", "x")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let other = address.replace("2027", "2026");
    assert_eq!(client.post(&other, &[("words", "x")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.post(&address, &[("words", "Square metres.")]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.page("/secretariat?state=answers").await.text("table").contains("Switzerland"));
    assert!(officer.page(REVIEW).await.text("main").contains("Square metres."));
    let closing = place(&officer, REVIEW).await;
    let close = officer.post(&closing, &[("words", "Thank you."), ("act", "close")]).await;
    assert_eq!(close.status, StatusCode::SEE_OTHER);
    // What either side wrote meanwhile comes back to it.
    for (by, to, report) in [(&client, &address, at("")), (&officer, &closing, format!("{REVIEW}/"))] {
        let late = by.post(to, &[("words", "More <b>words</b>."), ("act", "say")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "it is closed");
        let page = late.page();
        assert_eq!(page.text("main dd"), "More <b>words</b>.");
        assert!(page.text(".lead").contains("closed meanwhile"));
        assert_eq!(page.all("main p a")[0].attr("href"), Some(report.trim_end_matches('/')));
    }
    let nothing = officer.post(&closing, &[("words", ""), ("act", "close")]).await;
    assert_eq!((nothing.status, nothing.page().all("main dd").len()), (StatusCode::CONFLICT, 0));
    assert!(client.page(&at("questions")).await.text("main").contains("Thank you."));
    // Both sides had a letter each time, with the way to the page and without the words.
    let letters = letters(&portal);
    let of = |kind: &str| letters.iter().filter(|letter| letter.contains(&format!("\"kind\":\"{kind}\""))).count();
    assert_eq!((of("question"), of("answer")), (2, 1), "{letters:#?}");
    assert!(!letters.iter().any(|letter| letter.contains("unit") || letter.contains("Square")), "{letters:#?}");
    // Words of a thread are between the two.
    let reader = portal.client(&["reader NOR"]);
    assert_eq!(reader.get(&at("questions")).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn what_lacks_words_is_told_beside_its_field() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client).await;
    let questions = format!("{REVIEW}/questions");
    officer.post(&questions, &[("form", "B"), ("words", "Which unit?")]).await;
    let (more, answer) = (place(&officer, REVIEW).await, place(&client, &at("questions")).await);
    let words = format!("words-{}", more.rsplit('/').next().unwrap());
    let correction = [("act", "correction_requested"), ("version", "1"), ("note", " ")];
    for (by, address, fields, field, said) in [
        (&officer, REVIEW, &correction[..], "note", "Say which form is to be corrected"),
        (&officer, &questions, &[("form", "B"), ("words", " ")], "ask-B", "Write what is asked."),
        (&officer, &questions, &[("form", ""), ("words", "")], "ask-", "Write what is asked."),
        (&officer, &more, &[("words", ""), ("act", "say")], &words, "Write what you want to add, or close"),
        (&client, &answer, &[("words", " ")], &words, "Write the answer."),
    ] {
        let refused = by.post(address, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let page = refused.page();
        assert_eq!(page.all(&format!(".banner.error a[href='#{field}']")).len(), 1, "{field}");
        assert!(page.text(&format!("[id='{field}-fault']")).contains(said), "{field}");
        let bad = page.all("[aria-invalid=true]");
        assert_eq!((bad.len(), bad[0].attr("id")), (1, Some(field)));
    }
    assert_eq!(officer.page(REVIEW).await.all("details[open]").len(), 0);
    assert_eq!(officer.post(&questions, &[("form", "B"), ("words", "")]).await.page().all("details[open]").len(), 1);
}

#[actix_web::test]
async fn an_answer_is_not_lost_when_the_session_has_ended() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["submitter CHE", "focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client).await;
    officer.post(&format!("{REVIEW}/questions"), &[("form", ""), ("words", "Is this the whole report?")]).await;
    let address = place(&client, &at("questions")).await;
    accounts::sign_out(portal.portal.store(), &client.secret, portal.portal.clock().now()).unwrap();
    let asked = client.post(&address, &[("words", "It is.")]).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.text().contains("It is."));
    let again = [("words", "It is."), ("again_email", client.email.as_str()), ("again_password", PASSWORD)];
    assert_eq!(portal.send(&address, &again, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.page(REVIEW).await.text("main").contains("It is."));
}

#[actix_web::test]
async fn the_word_with_an_act_comes_back_after_signing_in_and_nothing_is_done_before() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client).await;
    accounts::sign_out(portal.portal.store(), &officer.secret, portal.portal.clock().now()).unwrap();
    let fields = [("act", "correction_requested"), ("version", "1"), ("note", "Form C:\nwhich <act>?")];
    let asked = officer.post(REVIEW, &fields).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    let again = [("again_email", officer.email.as_str()), ("again_password", PASSWORD)];
    let fields: Vec<_> = fields.into_iter().chain(again).collect();
    let answer = portal.send(REVIEW, &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-session="));
    let page = answer.page();
    assert_eq!(page.text("main dd"), "Form C: which <act>?");
    assert!(!answer.text().contains(PASSWORD));
    assert!(!client.page("/desk/reports/CHE-COMPLIANCE-2027").await.text("main").contains("which <act>?"), "not yet");
    let kept: Vec<_> = page.all("main form textarea").into_iter().collect();
    let kept: Vec<(String, String)> =
        kept.iter().map(|one| (one.attr("name").unwrap().to_owned(), one.text().collect())).collect();
    let kept: Vec<_> = kept.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let done = portal.send(REVIEW, &kept, &[("cookie", &cookie)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(client.page("/desk/reports/CHE-COMPLIANCE-2027").await.text("main").contains("which <act>?"));
    // Without a word there is nothing to bring back: the page is shown once more.
    let bare = [("act", "acknowledged"), ("version", "1"), ("note", ""), again[0], again[1]];
    let answer = portal.send(REVIEW, &bare, &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, REVIEW));
}

#[actix_web::test]
async fn what_was_ticked_and_explained_comes_back_on_the_page_that_submits() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    let page = client.page(&at("submit")).await;
    let ticks = page.all("input[name^='confirm.']");
    let confirm = ticks[0].attr("name").unwrap().to_owned();
    let why = confirm.replace("confirm.", "why.");
    accounts::sign_out(portal.portal.store(), &client.secret, portal.portal.clock().now()).unwrap();
    let fields = [
        (confirm.as_str(), "yes"),
        (why.as_str(), "The act is of <1996>."),
        ("contacts_public", "yes"),
        ("again_email", client.email.as_str()),
        ("again_password", PASSWORD),
    ];
    let answer = portal.send(&at("submit"), &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("set-cookie").contains("__Host-session="));
    let page = answer.page();
    assert_eq!(page.all(&format!("[name='{why}']"))[0].attr("value"), Some("The act is of <1996>."));
    assert_eq!(page.all("input[checked]").len(), 2, "the warning and the contacts");
    assert_eq!(client.get(&at("receipt")).await.status, StatusCode::SEE_OTHER, "nothing was submitted");
}

#[actix_web::test]
async fn no_word_is_lost_that_cannot_be_taken_in() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client).await;
    let questions = format!("{REVIEW}/questions");
    assert_eq!(officer.post(&questions, &[("form", "B"), ("words", "Which?")]).await.status, StatusCode::SEE_OTHER);
    let (own, more) = (place(&client, &at("questions")).await, place(&officer, REVIEW).await);
    let forms = [
        (&client, own.as_str(), vec![], "words"),
        (&officer, more.as_str(), vec![("act", "say")], "words"),
        (&officer, questions.as_str(), vec![("form", "C")], "words"),
        (&officer, REVIEW, vec![("act", "acknowledged"), ("version", "1")], "note"),
    ];
    let send = async |form: usize, words: &str| {
        let (by, to, own, name) = &forms[form];
        let fields: Vec<_> = own.iter().copied().chain([(*name, words)]).collect();
        by.post(to, &fields).await
    };
    for (form, (_, to, _, _)) in forms.iter().enumerate() {
        let long = format!("{}!", "ä".repeat(5_000));
        let refused = send(form, &long).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert_eq!(refused.page().text("main dd"), long, "{form}");
        let refused = send(form, "One\0two").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{form}");
        assert_eq!(refused.page().text("main dd"), "One\u{2400}two", "{form}");
        if engine() == Engine::Sqlite {
            let full = "CREATE TRIGGER full BEFORE INSERT ON audit_entries \
                        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
            diesel::sql_query(full).execute(&mut portal.database.direct()).unwrap();
            let refused = send(form, "Just now.").await;
            diesel::sql_query("DROP TRIGGER full").execute(&mut portal.database.direct()).unwrap();
            assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{form}");
            let page = refused.page();
            assert_eq!(page.text("main dd"), "Just now.", "{form}");
            assert_eq!(page.all("main form")[0].attr("action"), Some(*to), "it is sent again from here");
        }
    }
    assert!(!client.page(&at("questions")).await.text("main").contains("Just now"));
    // Of two officers who act, the later one keeps the note.
    assert_eq!(send(3, "With thanks.").await.status, StatusCode::SEE_OTHER);
    let late = send(3, "With many thanks.").await;
    assert_eq!((late.status, late.page().text("main dd").as_str()), (StatusCode::CONFLICT, "With many thanks."));
}
