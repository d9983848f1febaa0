//! Clearance of a draft within its State: asked, returned, cleared, changed since; and who learns of it.

use std::sync::Arc;
use std::sync::Barrier;

use actix_web::http::StatusCode;
use ccw_portal::app::clearing::{self, Clearing, ClearingError};
use ccw_portal::app::drafting::DraftingError;
use ccw_portal::app::reminding::{self, write_due};
use ccw_portal::domain::clearance::ClearanceAct;
use ccw_portal::store::people::find_person_by_email;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use super::races::Stage;
use crate::support::at as moment;
use crate::support::people::{Client, PASSWORD};
use crate::support::portal::{Answer, Page, TestPortal};

/// What a page of the clearance puts into its forms.
struct Shown {
    draft: String,
    key: String,
    digest: String,
}

impl Shown {
    async fn by(client: &Client<'_>) -> Self {
        let page = client.page(&at("clearance")).await;
        let value = |name: &str| page.all(&format!("main input[name={name}]"))[0].attr("value").unwrap().to_owned();
        Self { draft: value("draft"), key: value("key"), digest: value("digest") }
    }

    fn fields<'f>(&'f self, act: &'f str, words: &'f str) -> [(&'f str, &'f str); 5] {
        [("act", act), ("words", words), ("draft", &self.draft), ("key", &self.key), ("digest", &self.digest)]
    }

    async fn send(&self, client: &Client<'_>, act: &str, words: &str) -> Answer {
        client.post(&at("clearance"), &self.fields(act, words)).await
    }
}

/// Does it as the page that is open offers it.
pub(super) async fn act(client: &Client<'_>, act: &str, words: &str) {
    let answer = Shown::by(client).await.send(client, act, words).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}");
    assert_eq!(answer.header("location"), at("clearance"));
}

async fn text_at(client: &Client<'_>, address: &str) -> String {
    client.page(address).await.text("main")
}

/// The state of the task *Clearance* on the page of the report.
fn task(page: &Page) -> String {
    let tasks = page.texts(".tasks > li");
    tasks.into_iter().find(|one| one.starts_with("Clearance of the draft ")).unwrap()
}

fn noted(portal: &TestPortal) -> Vec<String> {
    let acts = portal.portal.store().read(crate::store::acts).unwrap();
    acts.into_iter().filter(|act| act.starts_with("clearance.")).collect()
}

#[actix_web::test]
async fn a_draft_is_returned_changed_cleared_and_submitted() {
    let portal = TestPortal::new();
    let writer = portal.client_called("A. Keller", &["focal_point CHE"]);
    let mission = portal.client_called("C. Bernasconi", &["submitter CHE"]);
    start(&writer).await;
    write_whole(&writer).await;
    assert!(task(&writer.page(REPORT).await).starts_with("Clearance of the draft Not asked for"));
    assert!(writer.page(&at("submit")).await.all("#clearance").is_empty(), "who does not ask is not asked");
    act(&writer, "asked", "Please by Friday.").await;
    assert!(text_at(&mission, "/desk").await.contains("Awaiting clearance since 24 November 2026"));
    let seen = mission.page(&at("clearance")).await;
    let said = "Not cleared yet: A. Keller asked for clearance on 24 November 2026.";
    assert!(seen.text("main > header").contains(said) && seen.text(".thread").contains("Please by Friday."));
    assert!(seen.text("#read").contains("War Materiel Act."), "the report is read where it is cleared");
    assert!(text_at(&writer, &at("submit")).await.contains(said));
    // A return says why.
    let mute = Shown::by(&mission).await.send(&mission, "returned", "  ").await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mute.page().text("#words-fault").contains("Say what is to be changed"));
    act(&mission, "returned", "Form C:\n<b>which</b> act?").await;
    let report = writer.page(REPORT).await;
    assert_eq!(report.text("#returned"), "Returned on 24 November 2026 by C. Bernasconi.");
    assert_eq!(report.text(".banner .typed"), "Form C: <b>which</b> act?");
    assert!(task(&report).starts_with("Clearance of the draft Returned"));
    assert!(text_at(&writer, "/desk").await.contains("Returned from clearance on 24 November 2026"));
    let submitting = writer.page(&at("submit")).await.text("section[aria-labelledby=clearance]");
    assert!(submitting.contains("Returned on 24 November 2026 by C. Bernasconi. Form C: <b>which</b> act?"));
    // It is changed, asked for again, and cleared; then changed once more.
    assert_eq!(
        save(&writer, "forms/C", "1", &[("forms.C.legislation.text", "War Materiel Act, art. 35.")]).await.status,
        StatusCode::SEE_OTHER
    );
    act(&writer, "asked", "").await;
    act(&mission, "cleared", "").await;
    assert!(task(&writer.page(REPORT).await).starts_with("Clearance of the draft Cleared"));
    assert!(text_at(&writer, &at("submit")).await.contains("Cleared on 24 November 2026 by C. Bernasconi."));
    assert_eq!(
        save(&writer, "forms/E", "1", &[("forms.E.other_matters.text", "One thing more.")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(task(&writer.page(REPORT).await).starts_with("Clearance of the draft Changed since it was cleared"));
    let said = "Cleared on 24 November 2026 by C. Bernasconi, and changed since it was cleared.";
    assert!(text_at(&writer, &at("submit")).await.contains(said));
    assert_eq!(submit(&writer).await.header("location"), at("receipt"), "the State decides");
    assert_eq!(noted(&portal), ["clearance.asked", "clearance.asked", "clearance.cleared", "clearance.returned"]);
}

#[actix_web::test]
async fn letters_go_to_those_whom_it_concerns_and_hold_no_word_of_it() {
    let portal = TestPortal::new();
    let writer = portal.client_called("A. Keller", &["focal_point CHE"]);
    let (mission, deputy) = (portal.client(&["submitter CHE"]), portal.client(&["deputy CHE"]));
    for other in [&["reader CHE"][..], &["focal_point NOR"], &["desk_officer"], &["administrator"]] {
        portal.client(other);
    }
    start(&writer).await;
    act(&writer, "asked", "Please by Friday.").await;
    act(&mission, "returned", "Which act?").await;
    act(&writer, "asked", "").await;
    act(&deputy, "cleared", "").await;
    act(&writer, "asked", "").await;
    act(&writer, "withdrawn", "").await;
    let letters = portal.letters();
    let readers = |subject: &str| {
        let to = letters.iter().filter(|letter| letter.subject == subject);
        let mut to: Vec<_> = to.map(|letter| letter.to.rsplit('<').next().unwrap().trim_end_matches('>')).collect();
        to.sort_unstable();
        to.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()
    };
    let desk = [&mission.email, &deputy.email];
    let times = |count: usize| {
        let mut all: Vec<_> = desk.iter().flat_map(|one| std::iter::repeat_n((*one).clone(), count)).collect();
        all.sort();
        all
    };
    assert_eq!(readers("Switzerland: clearance of the Compliance report 2027 is asked for"), times(3));
    let taken_back = "Switzerland: clearance of the Compliance report 2027 is no longer asked for";
    assert_eq!(readers(taken_back), times(1), "who may be about to read is told");
    assert_eq!(readers("Switzerland: the Compliance report 2027 was returned"), std::slice::from_ref(&writer.email));
    assert_eq!(readers("Switzerland: the Compliance report 2027 is cleared"), std::slice::from_ref(&writer.email));
    assert_eq!(letters.len(), 10);
    for letter in &letters {
        assert!(letter.text.contains("https://reports.example.org/desk/reports/CHE-COMPLIANCE-2027/clearance"));
        assert!(!letter.text.contains("Friday") && !letter.text.contains("Which act"), "{}", letter.text);
    }
}

#[actix_web::test]
async fn who_left_the_desk_is_answered_through_those_who_write_there() {
    let portal = TestPortal::new();
    let (asker, mission) = (portal.client(&["deputy CHE"]), portal.client(&["submitter CHE"]));
    let (writer, admin) = (portal.client(&["focal_point CHE"]), portal.client(&["administrator"]));
    start(&asker).await;
    act(&asker, "asked", "").await;
    let id = portal.portal.store().read(|db| find_person_by_email(db, &asker.email)).unwrap().unwrap().id;
    let (place, role) = (format!("/secretariat/people/{id}"), [("act", "end"), ("role", "deputy"), ("state", "CHE")]);
    assert_eq!(admin.post(&place, &role).await.status, StatusCode::SEE_OTHER);
    act(&mission, "cleared", "").await;
    let letters = portal.letters();
    let cleared: Vec<_> = letters.iter().filter(|letter| letter.subject.ends_with("is cleared")).collect();
    assert!(cleared.len() == 1 && cleared[0].to.contains(&writer.email), "{cleared:?}");
}

#[actix_web::test]
async fn each_does_what_is_theirs_to_do() {
    let portal = TestPortal::new();
    let (writer, mission) = (portal.client(&["focal_point CHE"]), portal.client(&["submitter CHE"]));
    start(&writer).await;
    assert!(mission.page(&at("clearance")).await.all("main form").is_empty(), "the mission does not ask");
    let shown = Shown::by(&writer).await;
    assert_eq!(shown.send(&mission, "asked", "").await.status, StatusCode::FORBIDDEN);
    for (act, status) in
        [("cleared", StatusCode::CONFLICT), ("withdrawn", StatusCode::CONFLICT), ("approved", StatusCode::BAD_REQUEST)]
    {
        assert_eq!(shown.send(&writer, act, "").await.status, status, "{act}: nothing was asked");
    }
    act(&writer, "asked", "Mine.").await;
    let asked = Shown::by(&mission).await;
    assert_eq!(asked.send(&mission, "withdrawn", "").await.status, StatusCode::FORBIDDEN, "somebody else asked");
    assert!(mission.page(&at("clearance")).await.all("button[value=withdrawn]").is_empty());
    let odd = Shown { digest: "0".into(), ..Shown::by(&mission).await };
    assert_eq!(odd.send(&mission, "cleared", "").await.status, StatusCode::BAD_REQUEST);
    act(&writer, "withdrawn", "").await;
    assert!(task(&writer.page(REPORT).await).starts_with("Clearance of the draft Not asked for"));
    assert!(text_at(&writer, &at("clearance")).await.contains("no longer asks for clearance"));
    // One person may do both: the portal does not know how a State works within.
    act(&writer, "asked", "").await;
    act(&writer, "cleared", "").await;
    // A form sent again does nothing more.
    act(&writer, "asked", "Once.").await;
    let before = noted(&portal).len();
    let again = Shown { key: asked.key.clone(), ..Shown::by(&writer).await };
    assert_eq!(again.send(&writer, "asked", "Once.").await.status, StatusCode::SEE_OTHER);
    assert_eq!(noted(&portal).len(), before);
}

#[actix_web::test]
async fn the_second_of_two_sees_what_the_first_did_and_keeps_the_words() {
    let portal = TestPortal::new();
    let writer = portal.client(&["focal_point CHE"]);
    let (mission, deputy) = (portal.client_called("M. Mission", &["submitter CHE"]), portal.client(&["deputy CHE"]));
    start(&writer).await;
    act(&writer, "asked", "").await;
    let shown = Shown::by(&deputy).await;
    act(&mission, "cleared", "Fine.").await;
    let late = shown.send(&deputy, "returned", "Form B is <empty>.").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.page();
    assert!(page.text(".banner").contains("Somebody was first"));
    assert!(page.text(".thread").contains("M. Mission cleared it") && page.text(".thread").contains("Fine."));
    assert_eq!(page.text("main textarea"), "Form B is <empty>.");
    // Who may not ask reads the words where they can be copied.
    act(&writer, "asked", "").await;
    let shown = Shown::by(&mission).await;
    act(&writer, "withdrawn", "").await;
    let late = shown.send(&mission, "returned", "Form D too.").await;
    assert_eq!(
        (late.status, late.page().text("section[aria-labelledby=left] .typed")),
        (StatusCode::CONFLICT, "Form D too.".into())
    );
    // Nor is a word lost with the draft, or with the session.
    act(&writer, "asked", "").await;
    let shown = Shown::by(&mission).await;
    let gone = [
        ("act", "returned"),
        ("words", "Too late."),
        ("draft", "another"),
        ("key", &shown.key),
        ("digest", &shown.digest),
    ];
    let gone = mission.post(&at("clearance"), &gone).await;
    assert!(gone.status == StatusCode::CONFLICT && gone.text().contains("Too late."));
    let out = portal.send(&at("clearance"), &shown.fields("returned", "Signed out."), &[]).await;
    assert!(out.status == StatusCode::UNAUTHORIZED && out.text().contains("Signed out."));
    let again = [("again_email", mission.email.as_str()), ("again_password", PASSWORD)];
    let fields: Vec<_> = shown.fields("returned", "Signed out.").into_iter().chain(again).collect();
    assert_eq!(portal.send(&at("clearance"), &fields, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(text_at(&writer, REPORT).await.contains("Signed out."));
}

#[actix_web::test]
async fn the_secretariat_learns_that_a_draft_waits_and_no_word_of_it() {
    let (portal, seconds) = TestPortal::moved("2026-11-30T09:00:00Z");
    let (writer, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let store = portal.portal.store();
    let admin = portal.client(&["administrator"]).email;
    let admin = store.read(|db| find_person_by_email(db, &admin)).unwrap().unwrap();
    reminding::release(store, &admin, portal.portal.edition().today, portal.portal.clock().now()).unwrap();
    start(&writer).await;
    let compliance = |progress: &str| format!("Compliance: {progress}");
    for (done, words, progress) in [
        ("asked", "Inner words.", "Awaiting clearance"),
        ("returned", "Inner words.", "To be changed"),
        ("asked", "Inner words.", "Awaiting clearance"),
        ("withdrawn", "", "In draft"),
        ("asked", "", "Awaiting clearance"),
        ("cleared", "Inner words.", "In draft"),
    ] {
        act(&writer, done, words).await;
        let plan = text_at(&officer, "/secretariat/reminders?state=CHE").await;
        assert!(plan.contains(&compliance(progress)), "{done}: {plan}");
        let queue = text_at(&officer, "/secretariat?cycle=2027").await;
        assert!(queue.contains("In draft") && !queue.contains("clearance"), "{done}: {queue}");
        assert!(!plan.contains("Inner words") && !queue.contains("Inner words"));
    }
    assert_eq!(officer.get(&at("clearance")).await.status, StatusCode::NOT_FOUND);
    // The letter that reminds says so too.
    act(&writer, "asked", "").await;
    act(&writer, "returned", "Inner words.").await;
    seconds.store(moment("2027-01-29T09:00:00Z").timestamp(), std::sync::atomic::Ordering::Relaxed);
    write_due(store, &portal.portal.edition(), portal.portal.clock().now()).unwrap();
    let letters = portal.letters();
    let reminder = letters.iter().find(|letter| letter.text.contains("came back from clearance")).unwrap();
    assert!(!reminder.text.contains("Inner words"), "{}", reminder.text);
}

/// Somebody else at the same desk answers.
fn answering(stage: &Stage, after: &str, act: ClearanceAct) -> Result<(), ClearingError> {
    let open = stage.look().unwrap().open;
    let clearing = Clearing {
        digest: open.digest(),
        draft: open.draft.id,
        after: after.to_owned(),
        act,
        remark: (act == ClearanceAct::Returned).then(|| "Form B.".to_owned()),
        by: stage.person.clone(),
        at: stage.portal.clock().now(),
    };
    clearing::clear(stage.portal.store(), stage.leave, stage.reference, clearing)
}

#[test]
fn two_who_answer_at_once_come_after_each_other() {
    for round in 0..8 {
        let portal = TestPortal::new();
        let stage = Stage::new(&portal);
        stage.start();
        answering(&stage, "", ClearanceAct::Asked).unwrap();
        let draft = stage.look().unwrap().open.draft.id;
        let entries = || clearing::entries(stage.portal.store(), &draft).unwrap();
        let asked = entries()[0].id.clone();
        let barrier = Arc::new(Barrier::new(2));
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = [ClearanceAct::Cleared, ClearanceAct::Returned]
                .map(|act| {
                    let (stage, asked, barrier) = (&stage, &asked, Arc::clone(&barrier));
                    scope.spawn(move || {
                        barrier.wait();
                        answering(stage, asked, act)
                    })
                })
                .into_iter()
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let late = outcomes.iter().filter(|outcome| matches!(outcome, Err(ClearingError::Meanwhile))).count();
        assert_eq!((won, late, entries().len()), (1, 1, 2), "round {round}: {outcomes:?}");
    }
}

#[test]
fn what_was_submitted_is_not_cleared_any_more() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    stage.write_whole();
    answering(&stage, "", ClearanceAct::Asked).unwrap();
    let open = stage.look().unwrap().open;
    let asked = clearing::entries(stage.portal.store(), &open.draft.id).unwrap()[0].id.clone();
    assert!(stage.submit());
    let late = Clearing {
        digest: open.digest(),
        draft: open.draft.id,
        after: asked,
        act: ClearanceAct::Cleared,
        remark: None,
        by: stage.person.clone(),
        at: stage.portal.clock().now(),
    };
    let late = clearing::clear(stage.portal.store(), stage.leave, stage.reference, late);
    assert!(matches!(late, Err(ClearingError::Drafting(DraftingError::Ended))), "{late:?}");
}
