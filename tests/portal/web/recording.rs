//! Answers that a State gave on paper or by e-mail, recorded by the secretariat.

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::on_behalf::send_to;
use crate::support::people::{Client, PASSWORD};
use crate::support::portal::TestPortal;

const REPORT: &str = "/secretariat/reports/FRA-APII-2026";
const DESK: &str = "/desk/reports/FRA-APII-2026/questions";
const WORDS: &str = "Le chiffre est en <b>mètres</b>,\r\nnon en pieds.";
const TYPED: [(&str, &str); 4] =
    [("received_on", "24/11/2026"), ("how", "email"), ("sender", "Représentation permanente"), ("words", WORDS)];

/// A report on paper about which something is asked; gives the page where an answer is recorded.
async fn asked(officer: &Client<'_>) -> String {
    let filed =
        send_to(officer, &format!("{REPORT}/on-behalf"), &[], Some(("Rapport.pdf", b"%PDF-1.7\n%%EOF\n"))).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
    let sent = officer.post(&format!("{REPORT}/questions"), &[("form", "B"), ("words", "Which unit?")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = officer.page(REPORT).await;
    let links = page.all("a[href$='/answer']");
    assert_eq!(links.len(), 1, "the question leads to it");
    links[0].attr("href").unwrap().to_owned()
}

/// Particulars of the acts in the log.
fn noted(portal: &TestPortal) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let query = "SELECT subject || ' ' || detail AS line FROM audit_entries WHERE act = 'question.answered_on_behalf'";
    let lines: Vec<Line> = diesel::sql_query(query).load(&mut portal.database.direct()).unwrap();
    lines.into_iter().map(|line| line.line.replace(": ", ":")).collect()
}

#[actix_web::test]
async fn the_answer_of_a_state_without_accounts_stands_in_its_words_with_where_it_came_from() {
    let portal = TestPortal::new();
    let officer = portal.client_called("D. Officer", &["desk_officer"]);
    let place = asked(&officer).await;
    let page = officer.page(&place).await;
    assert!(page.text("ol.thread").contains("Which unit?"));
    assert!(page.text("main form").contains("No letter tells the State"), "nobody is there");
    assert_eq!(page.all("input[checked]").len(), 0);
    for _again in 0..2 {
        let done = officer.post(&place, &TYPED).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(done.header("location").starts_with(&format!("{REPORT}#question-")));
    }
    let page = officer.page(REPORT).await;
    let answers = page.all("ol.thread .theirs");
    assert_eq!(answers.len(), 1, "recorded once");
    let said: String = answers[0].text().collect();
    assert!(said.ends_with("Le chiffre est en <b>mètres</b>,\nnon en pieds."), "{said:?}");
    assert!(said.contains(
        "Recorded by the secretariat, D. Officer, from an e-mail of Représentation permanente, received on 24 November 2026"
    ));
    assert_eq!(page.text(".theirs header b"), "France", "whoever typed it does not speak");
    assert_eq!(page.texts(".row .tag.in").last().unwrap(), "Answered");
    assert!(officer.page("/secretariat?cycle=2026&state=answers").await.text("main table").contains("France"));
    let noted = noted(&portal);
    assert_eq!(noted.len(), 1, "{noted:?}");
    for part in ["FRA-APII-2026 ", "\"received_on\":\"2026-11-24\"", "\"received_how\":\"email\""] {
        assert!(noted[0].contains(part), "{noted:?}");
    }
    assert!(!noted[0].contains("Représentation") && !noted[0].contains("chiffre"), "{noted:?}");
    assert!(noted[0].contains("\"sha256\":\""), "the log holds to what was recorded: {noted:?}");
    assert!(!portal.letters().iter().any(|letter| letter.subject.contains("recorded")));
    let by_post = TYPED.map(|(name, value)| if name == "how" { (name, "post") } else { (name, value) });
    assert_eq!(officer.post(&place, &by_post).await.status, StatusCode::SEE_OTHER);
    let page = officer.page(REPORT).await;
    assert_eq!(page.all("ol.thread .theirs").len(), 2, "the same words that came otherwise put that right");
    assert!(page.text("ol.thread").contains("from a letter of Représentation permanente"));
}

#[actix_web::test]
async fn the_people_of_the_state_are_told_and_read_from_what_it_was_taken() {
    let portal = TestPortal::new();
    let officer = portal.client_called("D. Officer", &["desk_officer"]);
    let (state, mission) = (portal.client(&["focal_point FRA"]), portal.client(&["submitter FRA"]));
    let (reader, other) = (portal.client(&["reader FRA"]), portal.client(&["focal_point NOR"]));
    let place = asked(&officer).await;
    assert!(officer.page(&place).await.text("main form").contains("told by letter"));
    assert_eq!(officer.post(&place, &TYPED).await.status, StatusCode::SEE_OTHER);
    let letters = portal.letters();
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.ends_with("2026 recorded")).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    for letter in told {
        let flat = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(letter.to.contains(&state.email) || letter.to.contains(&mission.email), "{}", letter.to);
        assert!(flat.contains("Form B of its") && flat.contains("received on 24 November 2026"), "{flat}");
        assert!(flat.contains(&format!("https://reports.example.org{DESK}#question-")), "{flat}");
        assert!(!flat.contains("chiffre") && !flat.contains("Représentation"), "words stand in the portal alone");
    }
    let own = state.page(DESK).await.text("main");
    for said in ["Recorded by the secretariat, D. Officer, from an e-mail of Représentation permanente", "mètres"] {
        assert!(own.contains(said), "{own}");
    }
    // Its own words may follow, and nobody else reads any.
    let address = place.trim_end_matches("/answer").replace("/secretariat/", "/desk/");
    assert_eq!(state.post(&address, &[("words", "Voir aussi la note.")]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.page(REPORT).await.text("main").contains("Voir aussi la note."));
    for stranger in [&reader, &other] {
        assert_eq!(stranger.get(DESK).await.status, StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let place = asked(&officer).await;
    let typed = |name: &'static str, value: &'static str| {
        TYPED.map(|(own, kept)| if own == name { (own, value) } else { (own, kept) })
    };
    for (field, value, said) in [
        ("received_on", " ", "Give the day on which the answer was received."),
        ("received_on", "soon <b>", "“soon <b>” is not a date."),
        ("received_on", "25/11/2026", "25 November 2026 is still to come."),
        ("received_on", "23/11/2026", "The question was asked on 24 November 2026."),
        ("how", "", "Choose how the answer came."),
        ("how", "pigeon", "Choose how the answer came."),
        ("sender", "  ", "Say from whom the answer came."),
        ("words", " ", "Write the answer as it stands in the document."),
    ] {
        let refused = officer.post(&place, &typed(field, value)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        let page = refused.page();
        assert!(page.text(&format!(".banner.error a[href='#{field}']")).contains(said), "{field} {value}");
        assert!(page.text(&format!("#{field}-fault")).contains(said), "{field} {value}");
        assert_eq!(page.all(".is-bad").len(), 1, "{field} {value}");
        for (name, value) in typed(field, value) {
            let held = match name {
                "words" => page.text("#words"),
                "how" => page.all("[name=how][checked]").first().map_or("", |way| way.attr("value").unwrap()).into(),
                name => page.all(&format!("#{name}"))[0].attr("value").unwrap().to_owned(),
            };
            let kept = value.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(held == kept || value == "pigeon" && held.is_empty(), "{name}: {held:?}");
        }
    }
    let all = officer.post(&place, &[]).await.page();
    assert_eq!(all.all(".banner.error li").len(), 4);
    assert!(noted(&portal).is_empty());
}

#[actix_web::test]
async fn a_closed_question_takes_no_answer_and_words_outlive_the_session() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let place = asked(&officer).await;
    accounts::sign_out(portal.portal.store(), &officer.secret, portal.portal.clock().now()).unwrap();
    let gone = officer.post(&place, &TYPED).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
    assert!(gone.text().contains("non en pieds."));
    let again = [("again_email", officer.email.as_str()), ("again_password", PASSWORD)];
    let fields: Vec<_> = TYPED.into_iter().chain(again).collect();
    assert_eq!(portal.send(&place, &fields, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(noted(&portal).len(), 1);
    let officer = portal.client(&["desk_officer"]);
    let thread = place.trim_end_matches("/answer");
    assert_eq!(officer.post(thread, &[("words", ""), ("act", "close")]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.page(REPORT).await.all("a[href$='/answer']").is_empty());
    assert_eq!(officer.get(&place).await.status, StatusCode::CONFLICT);
    let late = officer.post(&place, &TYPED).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.page().text(".lead").contains("closed meanwhile"));
    assert!(late.page().text("main dl").contains("non en pieds."));
    assert_eq!(noted(&portal).len(), 1);
    for unknown in ["questions/none/answer", "questions/019ab000-0000-7000-8000-000000000000/answer"] {
        let unknown = officer.post(&format!("{REPORT}/{unknown}"), &TYPED).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }
}
