//! A disk that takes nothing more: what was typed comes back whole, reading goes on, and so does writing
//! as soon as there is room, without a restart.

use std::process::Command;

use ccw_portal::app::{accounts, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::store::Engine;
use diesel::prelude::*;
use scraper::{Html, Selector};

use crate::support::database::TestDatabase;
use crate::support::people::{PASSWORD, appointment};
use crate::support::serving::{Line, Received, Serving};

const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";
const FIELD: &str = "forms.E.other_matters.text";
const TYPED: &str = "Two lines\nof \"text\" & <more>";

/// Somebody with the report open in their browser.
struct Person {
    line: Line,
    secret: String,
}

impl Person {
    fn post_for(&self, page: &str, kind: &str, fields: &[(&str, &str)]) -> Received {
        let token = accounts::form_token(&self.secret);
        let fields = fields.iter().copied().chain([("form_token", token.as_str())]);
        let fields: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self.line.post_for(&format!("{REPORT}{page}"), &self.secret, &fields, kind).unwrap()
    }

    fn post(&self, page: &str, fields: &[(&str, &str)]) -> Received {
        self.post_for(page, "text/html", fields)
    }

    fn save(&self, text: &str) -> Received {
        self.post("/forms/E", &[(FIELD, text), ("revision", "0"), ("go", "stay")])
    }

    fn get(&self, page: &str) -> Received {
        self.line.get(&format!("{REPORT}{page}"), &self.secret).unwrap()
    }
}

fn field(answer: &Received, selector: &str) -> String {
    let page = Html::parse_document(&answer.text);
    let found: Vec<_> = page.select(&Selector::parse(selector).unwrap()).collect();
    assert_eq!(found.len(), 1, "{selector}: {}", answer.text);
    found[0].attr("value").map_or_else(|| found[0].text().collect(), str::to_owned)
}

/// On SQLite: the disk of a PostgreSQL server is not this process's own.
fn serving_on_a_disk_that_fills() -> (TestDatabase, Serving) {
    let database = TestDatabase::migrated_on(Engine::Sqlite);
    let mut command = Command::new("/bin/sh");
    // A process that ignores the signal is told that the file has no room, as on a full disk.
    command.args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_ccw-portal")]).env_clear();
    let serving = Serving::of(command, &database);
    (database, serving)
}

/// The disk under the process is full, or has room again: no file of it can be written any further.
fn full(serving: &Serving, is_full: bool) {
    let limit = if is_full { "--fsize=0:" } else { "--fsize=unlimited:" };
    let done = Command::new("prlimit").args(["--pid", &serving.id().to_string(), limit]).status();
    assert!(done.unwrap().success(), "prlimit (package util-linux) sets the limit of a process");
}

fn person(database: &TestDatabase, serving: &Serving) -> Person {
    let (store, now) = (database.store(), Clock::System.now());
    import_embedded_register_once(&store, now).unwrap();
    let held = [appointment("focal_point CHE")];
    accounts::create_with_password(&store, "tests", "a@example.org", "A. Person", &held, PASSWORD, now).unwrap();
    let secret = accounts::sign_in(&store, "a@example.org", PASSWORD, now).unwrap().unwrap();
    Person { line: serving.line(), secret }
}

#[test]
fn on_a_full_disk_nothing_typed_is_lost_and_reading_goes_on() {
    let (database, serving) = serving_on_a_disk_that_fills();
    let person = person(&database, &serving);
    assert_eq!(person.post("", &[("from", "nothing")]).status, 303);
    assert_eq!(person.save("first").status, 303);
    // Long enough ago that it would be noted that they are still here.
    diesel::sql_query("UPDATE sessions SET seen_at = datetime(seen_at, '-5 minutes')")
        .execute(&mut database.direct())
        .unwrap();

    full(&serving, true);
    let fields = [(FIELD, TYPED), ("revision", "1"), ("go", "stay")];
    let refused = person.post("/forms/E", &fields);
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(field(&refused, "main textarea"), TYPED, "what was typed stands in its field");
    assert_eq!(field(&refused, "main input[name=revision]"), "1");
    assert_eq!(field(&refused, ".banner h2"), "Not saved yet");
    assert_eq!(person.post_for("/forms/E", "application/json", &fields).status, 503);
    let submitted = person.post("/submit", &[("confirm.abc", "yes"), ("why.abc", TYPED)]);
    assert!([422, 503].contains(&submitted.status), "{}", submitted.status);
    let read = person.get("/forms/E");
    assert_eq!((read.status, field(&read, "main textarea").as_str()), (200, "first"), "reading goes on");

    full(&serving, false);
    let saved = person.post("/forms/E", &[(FIELD, TYPED), ("revision", "1"), ("go", "stay")]);
    assert_eq!(saved.status, 303, "without a restart");
    assert_eq!(field(&person.get("/forms/E"), "main textarea"), TYPED);
}

#[test]
fn where_not_even_signing_in_again_can_be_noted_the_page_keeps_what_was_typed() {
    let (database, serving) = serving_on_a_disk_that_fills();
    let mut person = person(&database, &serving);
    assert_eq!(person.post("", &[("from", "nothing")]).status, 303);
    full(&serving, true);
    person.secret = "ended".into();
    let again = [
        (FIELD, TYPED),
        ("revision", "0"),
        ("go", "stay"),
        ("again_email", "a@example.org"),
        ("again_password", PASSWORD),
    ];
    let refused = person.post("/forms/E", &again);
    assert_eq!(refused.status, 503);
    assert_eq!(field(&refused, "h1"), "Not saved yet, nothing is lost");
    assert_eq!(field(&refused, &format!("textarea[name='{FIELD}']")).trim_start_matches('\n'), TYPED);
    assert_eq!(field(&refused, "main dd"), TYPED, "it can be read and copied");
    assert!(!refused.text.contains(PASSWORD), "a password is not sent back");
    full(&serving, false);
    // The page sends it again, is asked who it is, and all is saved.
    let asked = person.post("/forms/E", &[(FIELD, TYPED), ("revision", "0"), ("go", "stay")]);
    assert_eq!(asked.status, 401);
    assert_eq!(person.post("/forms/E", &again).status, 303);
}
