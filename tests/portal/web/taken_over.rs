//! A draft whose forms are replaced while it is open: nothing of it comes under another form, and nothing goes unannounced.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use diesel::connection::SimpleConnection;

use super::documents::{attached, hash};
use super::filing::{REPORT, at, save, start, submit, write_whole};
use super::versions::{DATA, add, changed_about};
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, Page, TestPortal};

/// Adds the forms of 2027 from a text, which are not in force yet.
async fn added(admin: &Client<'_>, forms: &str) {
    let kept = add(admin, "form-set", forms, "The printed forms were read.").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.page().text("main"));
}

/// Puts the forms of 2027 in force, or takes them out.
async fn act(admin: &Client<'_>, act: &str) {
    let fields = [("kind", "form-set"), ("act", act), ("name", "COMPLIANCE/2027")];
    assert_eq!(admin.post(DATA, &fields).await.status, StatusCode::SEE_OTHER, "{act}");
}

async fn take_over(client: &Client<'_>) {
    let draft =
        client.page(REPORT).await.all("#outdated ~ form input[name=draft]")[0].attr("value").unwrap().to_owned();
    let moved = client.post(REPORT, &[("from", "forms"), ("draft", &draft)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert!(client.page(REPORT).await.all("#outdated").is_empty());
}

#[actix_web::test]
async fn a_document_waits_until_the_draft_answers_the_forms_that_hold() {
    let portal = TestPortal::new();
    let (client, admin) = (portal.client(&["focal_point CHE"]), portal.client(&["administrator"]));
    start(&client).await;
    attached(&client, "C", "act.txt", b"War Materiel Act.").await;
    let page = client.page(&at("attachments")).await;
    let asked = page.all("input[name=form_set]")[0].attr("value").unwrap().to_owned();
    added(&admin, &changed_about("2027")).await;
    act(&admin, "put-in-force").await;

    // On the page, and in an old tab, the letters are those of other forms.
    assert_eq!(client.get(&at("attachments?form=C")).await.header("location"), REPORT);
    let token = accounts::form_token(&client.secret);
    let late = async |set: &str, name: &str, content: &[u8]| -> Answer {
        let fields = [("form_token", token.as_str()), ("form_set", set), ("form", "C")];
        client.send_parts(&at("attachments"), parts(&fields, Some((name, content)))).await
    };
    let refused = async |set: &str| {
        let answer = late(set, "late.txt", b"An act of cooperation.").await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{set}");
        assert!(!portal.portal.files().holds(&hash(b"An act of cooperation.")), "{set}");
        assert_eq!(late(set, "late.exe", b"MZ").await.status, StatusCode::CONFLICT, "{set}");
    };
    for set in ["", &asked, "COMPLIANCE/2027"] {
        refused(set).await;
    }
    take_over(&client).await;
    refused(&asked).await;
    assert!(client.page(&at("forms/D")).await.text("main").contains("act.txt"));
    assert_eq!(late("COMPLIANCE/2027", "late.txt", b"An act of cooperation.").await.status, StatusCode::SEE_OTHER);
    assert!(client.page(&at("forms/C")).await.text("main").contains("late.txt"));
}

/// The State means Form C of 2027, which is Form D of 2007, to be open, and no other.
#[actix_web::test]
async fn a_draft_of_forms_that_were_taken_out_goes_over_by_what_they_were() {
    for is_known in [true, false] {
        let portal = TestPortal::new();
        let (client, admin) = (portal.client(&["focal_point CHE"]), portal.client(&["administrator"]));
        added(&admin, &changed_about("2027")).await;
        act(&admin, "put-in-force").await;
        start(&client).await;
        let cover = [("cover.availability", "partially"), ("cover.availability_forms", "C")];
        assert_eq!(save(&client, "cover", "0", &cover).await.status, StatusCode::SEE_OTHER);
        let form = [("summary.C.state", "changed"), ("forms.C.cooperation_assistance.text", "None given.")];
        assert_eq!(save(&client, "forms/C", "0", &form).await.status, StatusCode::SEE_OTHER);
        attached(&client, "C", "letter.txt", b"None given.").await;
        act(&admin, "take-out").await;
        if !is_known {
            let broken = "UPDATE data_versions SET document = 'of another program'";
            portal.database.direct().batch_execute(broken).unwrap();
        }
        let left = client.page(REPORT).await.texts("dl.sum dt");
        take_over(&client).await;
        let state = |page: &Page, letter: &str| {
            let chosen = page.all(&format!("input[name='summary.{letter}.state'][checked]"));
            chosen.first().and_then(|one| one.attr("value")).unwrap_or_default().to_owned()
        };
        let (c, d) = (client.page(&at("forms/C")).await, client.page(&at("forms/D")).await);
        let cover = client.page(&at("cover")).await;
        let open = cover.all("input[name='cover.availability_forms'][checked]");
        let text = d.text("textarea[name='forms.D.cooperation_assistance.text']");
        assert_eq!(state(&c, "C"), "", "{is_known}");
        assert!(!c.text("main").contains("letter.txt"), "{is_known}");
        if is_known {
            assert_eq!(left, [""; 0]);
            assert_eq!((state(&d, "D").as_str(), text.as_str()), ("changed", "None given."));
            assert_eq!((open.len(), open[0].attr("value")), (1, Some("D")));
            assert!(d.text("main").contains("letter.txt"));
        } else {
            assert_eq!(left, ["cover.availability_forms", "forms.C.cooperation_assistance.text", "summary.C.state"]);
            assert_eq!((state(&d, "D").as_str(), open.len()), ("", 0));
            assert!(client.page(&at("attachments")).await.text("main ol").contains("letter.txt"));
        }
    }
}

#[actix_web::test]
async fn a_form_that_is_no_more_is_told_of_before_its_words_go_and_keeps_nothing_from_being_filed() {
    let portal = TestPortal::new();
    let (client, admin) = (portal.client(&["focal_point CHE"]), portal.client(&["administrator"]));
    start(&client).await;
    write_whole(&client).await;
    let forms = changed_about("2027");
    added(&admin, &forms[..forms.rfind("[[form]]").unwrap()]).await;
    act(&admin, "put-in-force").await;
    let page = client.page(REPORT).await;
    assert_eq!(page.texts("dl.sum dt"), ["forms.E.other_matters.text", "summary.E.state"]);
    assert_eq!(page.texts("dl.sum dd")[0], "Nothing else.");
    take_over(&client).await;
    assert!(client.page(&at("history")).await.text("main").contains("Nothing else."), "the history keeps them");
    let filed = submit(&client).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.page().text("main"));
    assert!(filed.header("location").ends_with("/receipt"), "{}", filed.header("location"));
}
