//! The plan of letters over HTTP: read, released and stopped, decided one by one; notes verbales.

use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::http::StatusCode;
use ccw_portal::app::accounts;
use ccw_portal::app::reminding::write_due;
use ccw_portal::store::Store;
use ccw_portal::store::reminders::set_through_mission;
use diesel::connection::SimpleConnection;

use crate::support::at;
use crate::support::people::{Client, appointment};
use crate::support::portal::{Answer, TestPortal, text_of};

const PLAN: &str = "/secretariat/reminders";
const RELEASE: &str = "/secretariat/reminders/release";

/// A portal a week before the letters of cycle 2027 begin, with a focal point and a mission.
struct Stage {
    portal: TestPortal,
    seconds: &'static AtomicI64,
}

impl Stage {
    fn new() -> Self {
        let (portal, seconds) = TestPortal::moved("2026-11-24T09:00:00Z");
        portal.client_called("F. Point", &["focal_point CHE"]);
        portal.client_called("M. Mission", &["submitter CHE"]);
        Self { portal, seconds }
    }

    fn on(&self, day: &str) {
        self.seconds.store(at(&format!("{day}T09:00:00Z")).timestamp(), Ordering::Relaxed);
    }

    async fn released(&self) {
        let admin = self.portal.client(&["administrator"]);
        assert_eq!(admin.post(RELEASE, &[("act", "release")]).await.status, StatusCode::SEE_OTHER);
    }

    fn store(&self) -> &Store {
        self.portal.portal.store()
    }

    fn round(&self) -> usize {
        let portal = &self.portal.portal;
        write_due(portal.store(), &portal.edition(), portal.clock().now()).unwrap().messages
    }
}

/// The addresses of the letters that a page lists.
async fn letters(client: &Client<'_>, address: &str) -> Vec<String> {
    let page = client.page(address).await;
    let links = page.all("main section table a[href*='/letter?']");
    links.iter().map(|link| link.attr("href").unwrap().to_owned()).collect()
}

async fn key(client: &Client<'_>, letter: &str) -> String {
    client.page(letter).await.all("input[name=key]")[0].attr("value").unwrap().to_owned()
}

async fn decide(client: &Client<'_>, letter: &str, act: &str, reason: &str) -> Answer {
    let key = key(client, letter).await;
    client.post(PLAN, &[("key", &key), ("act", act), ("why", reason)]).await
}

#[actix_web::test]
async fn an_administrator_is_asked_before_letters_are_released_and_can_stop_them() {
    let stage = Stage::new();
    let officer = stage.portal.client(&["desk_officer"]);
    let admin = stage.portal.client_called("R. Lease", &["administrator"]);
    let before = officer.page(PLAN).await;
    assert!(before.text(".banner").contains("No reminder goes out"));
    assert_eq!(before.all("a[href='/secretariat/reminders/release']").len(), 0, "it is not the officer's to do");
    let asked = admin.page(RELEASE).await;
    let said = asked.text("main");
    for part in [
        "A letter dated before today never goes out",
        "What would go out in the next 14 days",
        "Nothing goes out today.",
        "2 letters go out until 8 December 2026",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(stage.round(), 0);
    for (act, expected) in [
        ("stop", StatusCode::CONFLICT),
        ("release", StatusCode::SEE_OTHER),
        ("release", StatusCode::CONFLICT),
        ("other", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(admin.post(RELEASE, &[("act", act)]).await.status, expected, "{act}");
    }
    let said = officer.page(PLAN).await.text(".banner");
    assert!(said.contains("Letters have been released since 24 November 2026, by R. Lease"), "{said}");
    assert_eq!(admin.post(RELEASE, &[("act", "stop")]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.page(PLAN).await.text(".banner").contains("No reminder goes out"));
    let foreign = [("act", "release"), ("form_token", "0")];
    let cookie = format!("__Host-session={}", admin.secret);
    let answer = stage.portal.send(RELEASE, &foreign, &[("cookie", &cookie)]).await;
    assert_ne!(answer.status, StatusCode::SEE_OTHER, "a form of another site");
    assert!(officer.page(PLAN).await.text(".banner").contains("No reminder goes out"));
}

#[actix_web::test]
async fn a_planned_letter_is_read_before_it_goes_and_nothing_is_written() {
    let stage = Stage::new();
    stage.released().await;
    let officer = stage.portal.client(&["desk_officer"]);
    let links = letters(&officer, PLAN).await;
    let page = officer.page(&links[0]).await;
    let (about, text) = (page.text("[aria-labelledby=text] dl"), page.text(".typed"));
    for part in ["English", "31 March 2027: ", "Switzerland: 3 national reports 2027, by 31 March 2027"] {
        assert!(about.contains(part), "{part}: {about}");
    }
    assert!(text.contains("https://reports.example.org/answer/…"), "{text}");
    assert_eq!(officer.page(&links[0]).await.text(".typed"), text);
    // Whoever may not decide is told who does.
    let admin = stage.portal.client(&["administrator"]);
    assert!(admin.page(PLAN).await.text(".banner").contains("a desk officer can hold it, send it ahead or leave"));
    let shown = admin.page(&links[0]).await;
    assert!(shown.text("main").contains("A desk officer can hold this letter") && shown.all("main form").is_empty());
    assert!(
        !page.text("main").contains("A desk officer can")
            && !officer.page(PLAN).await.text("main").contains("can hold")
    );
    assert!(stage.portal.letters().is_empty(), "nothing is written by reading");
    assert_eq!(decide(&officer, &links[0], "send", "").await.status, StatusCode::SEE_OTHER);
    let sent = &stage.portal.letters()[0];
    let word = |word: &str| match word.split_once("/answer/") {
        Some((site, _secret)) => format!("{site}/answer/…"),
        None => word.to_owned(),
    };
    let words = |text: &str| text.split_whitespace().map(word).collect::<Vec<_>>();
    assert_eq!(words(&sent.text), words(&text));
    assert!(about.contains(&sent.subject));
}

#[actix_web::test]
async fn the_queue_counts_whom_no_letter_reaches_as_of_now_whoever_changed_it() {
    let stage = Stage::new();
    let officer = stage.portal.client(&["desk_officer"]);
    let counted = async || -> i64 {
        let said = officer.page("/secretariat").await.text("#amiss");
        said.split_whitespace().find_map(|word| word.parse().ok()).unwrap()
    };
    let (direct, store) = (|sql: &str| stage.portal.database.direct().batch_execute(sql).unwrap(), stage.store());
    let all = counted().await;
    assert_eq!(counted().await, all);
    // As another process does it: nothing in this one hears of it.
    let mission = "name = 'M. Mission'";
    for (lost, found) in [
        ("password_hash = NULL", "password_hash = 'taken up'"),
        ("bounced_at = '2026-11-24 08:00:00'", "bounced_at = NULL"),
    ] {
        direct(&format!("UPDATE people SET {lost} WHERE {mission}"));
        direct("UPDATE people SET bounced_at = '2026-11-24 08:00:00' WHERE name = 'F. Point'");
        assert_eq!(counted().await, all + 1, "{lost}");
        direct(&format!("UPDATE people SET {found} WHERE {mission}"));
        assert_eq!(counted().await, all, "{found}");
        direct("UPDATE people SET bounced_at = NULL WHERE name = 'F. Point'");
    }
    let party = ccw_portal::domain::code::Iso3::parse("CHE").unwrap();
    direct(&format!("UPDATE people SET bounced_at = '2026-11-24 08:00:00' WHERE {mission}"));
    assert_eq!(counted().await, all, "the focal point is there");
    store.write(move |db| set_through_mission(db, party, true)).unwrap();
    assert_eq!(counted().await, all + 1, "through the mission alone");
    store.write(move |db| set_through_mission(db, party, false)).unwrap();
    assert_eq!(counted().await, all);
}

#[actix_web::test]
async fn whose_letters_come_back_stands_in_the_plan_with_those_who_are_written_to_instead() {
    let stage = Stage::new();
    let officer = stage.portal.client(&["desk_officer"]);
    let bounce =
        "UPDATE people SET bounced_at = '2026-11-23 23:30:00', bounce_reason = 'no such user' WHERE name = 'F. Point'";
    stage.portal.database.direct().batch_execute(bounce).unwrap();
    let page = officer.page(&format!("{PLAN}?state=CHE&step=invitation")).await;
    let rows = page.all("[aria-labelledby=day-1] tbody tr");
    let rows: Vec<_> = rows.into_iter().map(text_of).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("M. Mission") && !rows[0].contains("bounced"), "{rows:?}");
    let said = "No letter: the address bounced on 24 November 2026; written to instead: M. Mission";
    assert!(rows[1].contains("F. Point") && rows[1].contains(said), "{rows:?}");
    assert!(page.text("main").contains("Amended Protocol II, Compliance and Protocol V, 2027"));
}

#[actix_web::test]
async fn the_plan_says_who_gets_what_when_and_can_be_narrowed() {
    let stage = Stage::new();
    stage.portal.client(&["focal_point NOR"]);
    let officer = stage.portal.client(&["desk_officer"]);
    let page = officer.page(PLAN).await;
    assert!(page.text("main").contains("Tuesday, 1 December 2026"), "{}", page.text("main"));
    let row = text_of(page.all("main section tbody tr")[0]);
    for part in [
        "Switzerland",
        "Invitation",
        "Amended Protocol II, Compliance and Protocol V, 2027",
        "F. Point",
        "@example.org",
        "National focal point",
        "Not started",
    ] {
        assert!(row.contains(part), "{part}: {row}");
    }
    let all = letters(&officer, PLAN).await;
    assert_eq!(all.len(), 5, "two invitations of Switzerland, one of Norway, a reminder each: {all:?}");
    assert_eq!(letters(&officer, &format!("{PLAN}?state=NOR")).await.len(), 2);
    assert_eq!(letters(&officer, &format!("{PLAN}?state=CHE&step=first+reminder")).await.len(), 1);
    assert!(officer.page(&format!("{PLAN}?state=ZZZ")).await.text("main").contains("No letter is planned here."));
    // Norway and Switzerland are reached; every other party is a task.
    let unreached = page.text("section:has(> #unreached)");
    assert!(unreached.contains("nobody is appointed") && !unreached.contains("Norway"), "{unreached}");
}

#[actix_web::test]
async fn a_long_plan_comes_in_pages_and_each_letter_once() {
    let stage = Stage::new();
    let (portal, now) = (&stage.portal.portal, stage.portal.portal.clock().now());
    let person = |number: usize| {
        let email = format!("deputy{number}@example.org");
        let held = [appointment("submitter NOR")];
        accounts::create_with_password(portal.store(), "tests", &email, "D.", &held, "mountain lake tests", now)
            .unwrap();
    };
    (0..60).for_each(person);
    let officer = stage.portal.client(&["desk_officer"]);
    let first = officer.page(PLAN).await;
    assert!(first.text("main").contains("1 to 50 of "), "{}", first.text("main p.small"));
    let next = first.all("a[rel=next]")[0].attr("href").unwrap().to_owned();
    let mut seen = letters(&officer, PLAN).await;
    seen.extend(letters(&officer, &next).await);
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert!(seen.len() == count && count > 60, "{count}, {}", seen.len());
}

#[actix_web::test]
async fn a_letter_is_held_let_go_left_out_or_sent_and_a_stale_page_does_nothing() {
    let stage = Stage::new();
    stage.released().await;
    let officer = stage.portal.client_called("D. Officer", &["desk_officer"]);
    let all = letters(&officer, PLAN).await;
    assert_eq!(decide(&officer, &all[0], "hold", "").await.header("location"), "/secretariat/reminders?state=CHE");
    assert!(officer.page(PLAN).await.text(".lead").contains("One of them is held."));
    assert_eq!(decide(&officer, &all[0], "hold", "").await.status, StatusCode::CONFLICT, "it is held already");
    assert_eq!(decide(&officer, &all[0], "let-go", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(decide(&officer, &all[0], "let-go", "").await.status, StatusCode::CONFLICT, "it is not held");
    assert_eq!(decide(&officer, &all[0], "other", "").await.status, StatusCode::BAD_REQUEST);
    // Without a reason nothing is left out, and what was typed stays.
    let blank = decide(&officer, &all[1], "skip", " \n ").await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let blank = blank.page();
    assert!(blank.text(".banner.error").contains("Say why the letter is not sent"));
    assert_eq!(blank.all("#why")[0].text().collect::<String>(), " \n ");
    let skipped = key(&officer, &all[1]).await;
    let skip = [("key", skipped.as_str()), ("act", "skip"), ("why", "agreed by telephone, <b>twice</b>")];
    assert_eq!(officer.post(PLAN, &skip).await.status, StatusCode::SEE_OTHER);
    let again = officer.post(PLAN, &skip).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.page().text("main").contains("agreed by telephone"), "the words come back");
    assert_eq!(officer.get(&all[1]).await.header("location"), "/secretariat/reminders?gone=yes");
    assert!(officer.page("/secretariat/reminders?gone=yes").await.text("main").contains("no longer in the plan"));
    let decided = officer.page(PLAN).await.text("section:has(> #decided)");
    for part in [
        "Not sent",
        "Switzerland: Invitation, to",
        "D. Officer",
        "agreed by telephone, <b>twice</b>",
        "Amended Protocol II, Compliance and Protocol V, 2027",
    ] {
        assert!(decided.contains(part), "{part}: {decided}");
    }
    assert_eq!(decide(&officer, &all[2], "send", "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(stage.portal.letters().len(), 1);
    let gone = officer.post(PLAN, &[("key", "CHE/none"), ("act", "send")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    // An administrator reads the same page and decides nothing there.
    let admin = stage.portal.client(&["administrator"]);
    assert!(admin.page(&all[0]).await.all("main form").is_empty());
}

#[actix_web::test]
async fn before_the_release_nothing_is_sent_whoever_asks() {
    let stage = Stage::new();
    let officer = stage.portal.client(&["desk_officer"]);
    let all = letters(&officer, PLAN).await;
    let page = officer.page(&all[0]).await;
    assert_eq!(page.all("button[value=send]").len(), 0);
    assert!(page.text("main").contains("letters have not been released"));
    assert_eq!(decide(&officer, &all[0], "send", "").await.status, StatusCode::CONFLICT);
    assert!(stage.portal.letters().is_empty());
    assert_eq!(decide(&officer, &all[0], "hold", "").await.status, StatusCode::SEE_OTHER, "it can be held");
}

#[actix_web::test]
async fn states_whom_no_letter_reaches_are_named_with_the_reason() {
    let stage = Stage::new();
    let admin = stage.portal.client(&["administrator"]);
    let invited = [("name", "N. New"), ("email", "new@example.org"), ("role", "focal_point"), ("state", "FRA")];
    assert_eq!(admin.post("/secretariat/people", &invited).await.status, StatusCode::SEE_OTHER);
    let officer = stage.portal.client(&["desk_officer"]);
    let page = officer.page(PLAN).await;
    let row = page.row("France: page of the State");
    for part in ["The invitation was not taken up: N. New", "1 Dec 2026", "Amended Protocol II"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    assert!(page.row("Norway: page of the State").contains("Nobody is appointed."));
    let queue = officer.page("/secretariat").await;
    assert!(queue.text("#amiss").contains("No letter reaches"), "{}", queue.text("main"));
}

#[actix_web::test]
async fn a_note_verbale_names_the_reports_their_dates_and_the_exact_ground() {
    let stage = Stage::new();
    let officer = stage.portal.client(&["desk_officer"]);
    assert!(officer.page("/secretariat/reminders/note").await.text("main").contains("No second notice"));
    stage.on("2027-04-20");
    let officer = stage.portal.client(&["desk_officer"]);
    let listed = officer.page("/secretariat/reminders/note").await;
    let said = listed.text("tbody");
    assert!(said.contains("Switzerland") && said.contains("Norway"), "{said}");
    let note = officer.page("/secretariat/reminders/note?party=CHE").await;
    let said = note.text("article");
    for part in [
        "presents its compliments to the Permanent Mission of the Swiss Confederation to the United Nations Office at Geneva",
        "the following national reports",
        "Amended Protocol II report 2027, asked for by 31 March 2027. Amended Protocol II has been in force for Switzerland since",
        "The report is due under article 13(4) of the Protocol.",
        "Compliance report 2027, asked for by 31 March 2027.",
        "Every party is invited to report by decision of the Third Review Conference (2006).",
        "The report is due by decision of the First Conference of the High Contracting Parties",
        "https://reports.example.org",
        "the assurances of its highest consideration",
        "Geneva, 20 April 2027",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let copied = note.text("#whole");
    assert!(copied.contains("The report is due under article 13(4)") && copied.ends_with("Geneva, 20 April 2027"));
    for (party, wanted) in
        [("JPN", "Permanent Mission of Japan to"), ("USA", "Mission of the United States of America to")]
    {
        let said = officer.page(&format!("/secretariat/reminders/note?party={party}")).await.text("article");
        assert!(said.contains(wanted), "{said}");
    }
    assert_eq!(officer.get("/secretariat/reminders/note?party=ZZZ").await.status, StatusCode::NOT_FOUND);
    let second = letters(&officer, &format!("{PLAN}?state=CHE&step=second+notice")).await;
    let linked = officer.page(&second[0]).await;
    assert_eq!(linked.all("a[href='/secretariat/reminders/note?party=CHE']").len(), 1);
}
