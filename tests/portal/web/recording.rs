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

/// Particulars of the recordings in the log.
fn noted(portal: &TestPortal) -> Vec<String> {
    lines(
        portal,
        "SELECT subject || ' ' || detail AS line FROM audit_entries WHERE act = 'question.answered_on_behalf'",
    )
}

/// What the database holds.
fn lines(portal: &TestPortal, query: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
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

/// Records an answer; gives the address at which it is taken back.
async fn recorded(officer: &Client<'_>, place: &str) -> String {
    assert_eq!(officer.post(place, &TYPED).await.status, StatusCode::SEE_OTHER);
    let page = officer.page(REPORT).await;
    let forms = page.all("form[action*='/answers/']");
    assert_eq!(forms.len(), 1, "what the secretariat asked is not taken back");
    forms[0].attr("action").unwrap().to_owned()
}

const WHY: [(&str, &str); 1] = [("taken_back", "It was about the report of <b>Norway</b>.")];

#[actix_web::test]
async fn what_was_recorded_by_mistake_is_shown_to_nobody_and_the_question_is_asked_again() {
    let portal = TestPortal::new();
    let officer = portal.client_called("D. Officer", &["desk_officer"]);
    let state = portal.client(&["focal_point FRA"]);
    let place = asked(&officer).await;
    let address = recorded(&officer, &place).await;
    assert!(state.page(DESK).await.text("main").contains("mètres"));
    for _again in 0..2 {
        let done = officer.post(&address, &WHY).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(done.header("location").starts_with(&format!("{REPORT}#question-")));
    }
    for (client, page) in [(&officer, REPORT), (&state, DESK)] {
        let page = client.page(page).await;
        let thread = page.text("ol.thread");
        assert!(
            thread.contains("An answer was recorded here by mistake. The secretariat took it back on 24 November 2026")
        );
        assert!(thread.contains("It was about the report of <b>Norway</b>."), "{thread}");
        assert_eq!(page.all("ol.thread .theirs").len(), 0, "the State said nothing");
        for gone in ["mètres", "Représentation", "D. Officer, from"] {
            assert!(!page.text("body").contains(gone), "{gone}");
        }
        assert_eq!(page.texts("main .row .tag").last().unwrap(), "Awaiting an answer");
    }
    assert!(officer.page(REPORT).await.all("form[action*='/answers/']").is_empty());
    assert!(!officer.page("/secretariat?cycle=2026&state=answers").await.text("main").contains("France"));
    assert!(officer.page("/secretariat?cycle=2026&state=questions").await.text("main table").contains("France"));
    let kept = lines(
        &portal,
        "SELECT m.words || p.name || m.taken_back_reason AS line FROM question_messages m JOIN people p \
         ON p.id = m.taken_back_by WHERE m.taken_back_at IS NOT NULL",
    );
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(kept[0].contains("mètres") && kept[0].contains("D. Officer") && kept[0].contains("Norway"), "{kept:?}");
    let log = lines(
        &portal,
        "SELECT subject || ' ' || detail AS line FROM audit_entries WHERE act = 'question.answer_taken_back'",
    );
    assert_eq!(log.len(), 1, "{log:?}");
    let digest = |line: &str| line.split("\"sha256\":\"").nth(1).map(|rest| rest.chars().take(64).collect::<String>());
    assert!(log[0].starts_with("FRA-APII-2026 ") && digest(&log[0]).is_some(), "{log:?}");
    assert_eq!(digest(&log[0]), digest(&noted(&portal)[0]), "it is the record that was made");
    assert!(!log[0].contains("mètres") && !log[0].contains("Norway"), "{log:?}");
    let letters = portal.letters();
    let told: Vec<_> = letters.iter().filter(|letter| letter.subject.ends_with("2026 taken back")).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    let flat = told[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told[0].to.contains(&state.email), "{}", told[0].to);
    assert!(flat.contains("recorded by mistake") && flat.contains("Form B of its"), "{flat}");
    assert!(flat.contains(&format!("https://reports.example.org{DESK}#question-")), "{flat}");
    assert!(!flat.contains("mètres") && !flat.contains("Norway") && !flat.contains("Représentation"), "{flat}");
    // The same words may be right after all.
    let again = recorded(&officer, &place).await;
    assert_ne!(again, address);
    assert!(state.page(DESK).await.text("ol.thread .theirs").contains("mètres"));
    assert_eq!(officer.page(REPORT).await.texts(".row .tag.in").last().unwrap(), "Answered");
}

#[actix_web::test]
async fn only_an_officer_takes_back_with_a_reason_and_only_what_was_recorded() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let state = portal.client(&["focal_point FRA"]);
    let place = asked(&officer).await;
    let address = recorded(&officer, &place).await;
    for roles in [["focal_point FRA"], ["focal_point NOR"], ["reader FRA"], ["administrator"]] {
        assert_eq!(portal.client(&roles).post(&address, &WHY).await.status, StatusCode::FORBIDDEN, "{roles:?}");
    }
    let field = format!("reason-{}", address.rsplit('/').next().unwrap());
    let long = "é".repeat(1_001);
    for (reason, said) in [("  ", "Say why the answer is taken back."), (long.as_str(), "Shorten the reason to 1,000")]
    {
        let refused = officer.post(&address, &[("taken_back", reason)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.page();
        assert!(page.text(&format!(".banner.error a[href='#{field}']")).contains(said));
        assert!(page.text(&format!("details[open] .is-bad #{field}-fault")).contains(said));
        assert_eq!(page.text(&format!("#{field}")), reason.trim(), "nothing typed is lost");
    }
    // Neither what the State typed itself nor what the secretariat asked.
    let own = place.trim_end_matches("/answer").replace("/secretariat/", "/desk/");
    assert_eq!(state.post(&own, &[("words", "Voir aussi la note.")]).await.status, StatusCode::SEE_OTHER);
    let typed = lines(&portal, "SELECT id AS line FROM question_messages WHERE received_on IS NULL");
    assert_eq!(typed.len(), 2);
    let beside = |message: &str| format!("{}/answers/{message}", place.trim_end_matches("/answer"));
    for message in typed.iter().map(String::as_str).chain(["none"]) {
        for why in [WHY[0], ("taken_back", "")] {
            assert_eq!(officer.post(&beside(message), &[why]).await.status, StatusCode::NOT_FOUND, "{message}");
        }
    }
    let elsewhere = address.replace("FRA-APII-2026", "NOR-APII-2026");
    assert_eq!(officer.post(&elsewhere, &WHY).await.status, StatusCode::NOT_FOUND);
    assert!(state.page(DESK).await.text("ol.thread").contains("mètres"), "it stands");
    // A closed question stays closed.
    let thread = place.trim_end_matches("/answer");
    assert_eq!(officer.post(thread, &[("words", ""), ("act", "close")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.post(&address, &WHY).await.status, StatusCode::SEE_OTHER);
    let again = officer.post(&address, &[("taken_back", "")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "of what is taken back no reason is asked");
    let page = state.page(DESK).await;
    assert!(!page.text("body").contains("mètres") && page.text("ol.thread").contains("Voir aussi la note."));
    assert_eq!(page.texts("main .row .tag").last().unwrap(), "Closed");
}
