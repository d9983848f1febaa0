//! The program killed at any instant while several people save and submit: nothing that was
//! acknowledged is lost, nothing is half there, and a form sent again does nothing twice.
//!
//! A few times in the ordinary run; `KILLS` says how many, and `tests/run --long` asks for hundreds.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use ccw_portal::app::{accounts, import_embedded_register_once};
use ccw_portal::clock::Clock;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::database::TestDatabase;
use crate::support::people::{PASSWORD, appointment};
use crate::support::program::run;
use crate::support::serving::{Line, Received, Serving};

pub(crate) fn kills() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    std::env::var("KILLS").map_or(4, |kills| kills.parse().unwrap())
}

/// Any number below the limit.
pub(crate) fn any_below(limit: u64) -> u64 {
    RandomState::new().hash_one(0) % limit
}

/// Somebody at work: does one thing after the other, and the same again when no answer came.
struct Worker {
    secret: String,
    report: String,
    work: Work,
    turn: u32,
    /// Texts whose save was acknowledged, in order.
    acknowledged: Vec<String>,
    /// Texts whose submission was acknowledged.
    filed: Vec<String>,
    /// Submissions as their receipts name them, with the SHA-256.
    receipts: BTreeMap<String, String>,
    /// Forms that were sent again because no answer had come.
    sent_again: u32,
    is_again: bool,
}

enum Work {
    /// Writes one text after the other into one field, each on the page as it is shown after the last.
    Save { page: &'static str, field: &'static str, revision: Option<String> },
    /// Writes one text after the other in the background, as the script of the page does.
    SaveInBackground { page: &'static str, field: &'static str, revision: String },
    /// Writes a whole report, submits it, reads the receipt, and begins a correction.
    Submit { step: Step, form: Vec<(String, String)> },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Cover,
    Form(usize),
    Look,
    Submit,
    Receipt,
}

const LETTERS: [&str; 5] = ["A", "B", "C", "D", "E"];

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The attribute that follows `mark` in a page.
fn after<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    text.split_once(mark).and_then(|(_, rest)| rest.split('"').next())
}

impl Worker {
    fn new(database: &TestDatabase, party: &str, work: Work) -> Self {
        let (store, now) = (database.store(), Clock::System.now());
        let email = format!("{}@example.org", uuid::Uuid::now_v7().simple());
        let held = [appointment(&format!("focal_point {party}"))];
        accounts::create_with_password(&store, "tests", &email, "A. Person", &held, PASSWORD, now).unwrap();
        Self {
            secret: accounts::sign_in(&store, &email, PASSWORD, now).unwrap().unwrap(),
            report: format!("/desk/reports/{party}-COMPLIANCE-2027"),
            work,
            turn: 0,
            acknowledged: Vec::new(),
            filed: Vec::new(),
            receipts: BTreeMap::new(),
            sent_again: 0,
            is_again: false,
        }
    }

    fn saver(database: &TestDatabase, page: &'static str, field: &'static str) -> Self {
        Self::new(database, "CHE", Work::Save { page, field, revision: None })
    }

    fn background_saver(database: &TestDatabase, page: &'static str, field: &'static str) -> Self {
        Self::new(database, "CHE", Work::SaveInBackground { page, field, revision: "0".into() })
    }

    fn submitter(database: &TestDatabase, party: &str) -> Self {
        Self::new(database, party, Work::Submit { step: Step::Start, form: Vec::new() })
    }

    /// The text of the turn, found nowhere else.
    fn text(&self) -> String {
        format!("Turn {} of {}.", self.turn, self.secret.get(..8).unwrap())
    }

    fn get(&self, line: &Line, page: &str) -> Option<Received> {
        line.get(&format!("{}{page}", self.report), &self.secret)
    }

    /// A form that must lead on; nothing where no answer came.
    fn post(&mut self, line: &Line, page: &str, fields: Vec<(String, String)>) -> Option<Received> {
        self.post_for(line, page, fields, ("text/html", 303))
    }

    /// The same for an answer of a kind, with the status that acknowledges.
    fn post_for(
        &mut self,
        line: &Line,
        page: &str,
        mut fields: Vec<(String, String)>,
        (kind, status): (&str, u16),
    ) -> Option<Received> {
        self.sent_again += u32::from(self.is_again);
        fields.push(pair("form_token", &accounts::form_token(&self.secret)));
        self.is_again = true;
        let answer = line.post_for(&format!("{}{page}", self.report), &self.secret, &fields, kind)?;
        assert_eq!(answer.status, status, "{}{page}: {}", self.report, answer.text);
        self.is_again = false;
        Some(answer)
    }

    /// Works until no answer comes.
    fn work(&mut self, line: &Line) {
        while self.step(line).is_some() {}
    }

    fn step(&mut self, line: &Line) -> Option<()> {
        match &self.work {
            Work::Save { page, field, revision } => {
                let (page, field, revision) = (*page, *field, revision.clone());
                let Some(revision) = revision else {
                    let shown = self.get(line, page)?.text;
                    let saved = self.acknowledged.last().is_none_or(|text| shown.contains(text));
                    assert!(saved, "{page} does not show what was saved last");
                    let revision = Some(after(&shown, "name=\"revision\" value=\"").unwrap().to_owned());
                    self.work = Work::Save { page, field, revision };
                    return Some(());
                };
                let text = self.text();
                self.post(line, page, vec![pair(field, &text), pair("revision", &revision), pair("go", "stay")])?;
                self.acknowledged.push(text);
                self.turn += 1;
                self.work = Work::Save { page, field, revision: None };
            }
            Work::SaveInBackground { page, field, revision } => {
                let (page, field, text) = (*page, *field, self.text());
                let fields = vec![pair(field, &text), pair("revision", revision)];
                let answer = self.post_for(line, page, fields, ("application/json", 200))?;
                self.acknowledged.push(text);
                self.turn += 1;
                let now: Value = serde_json::from_str(&answer.text).unwrap();
                let revision = now["revision"].to_string();
                self.work = Work::SaveInBackground { page, field, revision };
            }
            Work::Submit { step, form } => {
                let (step, form) = (*step, form.clone());
                let (next, form) = self.submit_step(line, step, form)?;
                self.work = Work::Submit { step: next, form };
            }
        }
        Some(())
    }

    fn submit_step(
        &mut self,
        line: &Line,
        step: Step,
        form: Vec<(String, String)>,
    ) -> Option<(Step, Vec<(String, String)>)> {
        let saving = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().chain(&[("revision", "0"), ("go", "back")]);
            pairs.map(|(name, value)| pair(name, value)).collect::<Vec<_>>()
        };
        match step {
            Step::Start => {
                self.post(line, "", vec![pair("from", "nothing")])?;
                Some((Step::Cover, form))
            }
            Step::Cover => {
                let cover = [
                    ("cover.contacts[0].organization", "Division"),
                    ("cover.contacts[0].email", "division@example.org"),
                    ("period.from", "2025-11-01"),
                    ("period.to", "2026-10-31"),
                    ("cover.availability", "yes"),
                    ("reason", "Put right."),
                ];
                self.post(line, "/cover", saving(&cover))?;
                Some((Step::Form(0), form))
            }
            Step::Form(at) => {
                let letter = LETTERS[at];
                let (state, reason) = (format!("summary.{letter}.state"), format!("summary.{letter}.reason"));
                let text = self.text();
                let fields = saving(&[(&state, "not_applicable"), (&reason, &text)]);
                self.post(line, &format!("/forms/{letter}"), fields)?;
                Some((if at + 1 < LETTERS.len() { Step::Form(at + 1) } else { Step::Look }, form))
            }
            Step::Look => {
                let page = self.get(line, "/submit")?.text;
                let names = page.split("name=\"confirm.").skip(1).map(|rest| rest.split('"').next().unwrap());
                let mut form: Vec<_> = names.map(|name| pair(&format!("confirm.{name}"), "yes")).collect();
                form.push(pair("draft", after(&page, "name=\"draft\" value=\"").unwrap()));
                Some((Step::Submit, form))
            }
            Step::Submit => {
                let answer = self.post(line, "/submit", form)?;
                assert_eq!(answer.location, format!("{}/receipt", self.report));
                self.filed.push(self.text());
                self.turn += 1;
                Some((Step::Receipt, Vec::new()))
            }
            Step::Receipt => {
                let page = self.get(line, "/receipt")?.text;
                let id = page.split(" ref\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
                let digest = page.split("<samp>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
                self.receipts.insert(id.trim().to_owned(), digest.replace([' ', '\n'], ""));
                Some((Step::Start, Vec::new()))
            }
        }
    }
}

#[derive(QueryableByName)]
struct Filed {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Text)]
    document: String,
    #[diesel(sql_type = Text)]
    sha256: String,
}

#[derive(QueryableByName)]
struct Change {
    #[diesel(sql_type = Text)]
    field: String,
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The only column of a query, called `name`.
fn names(database: &TestDatabase, query: &str) -> Vec<String> {
    let rows: Vec<Named> = diesel::sql_query(query).load(&mut database.direct()).unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// Everything that was ever acknowledged is there, and nothing is half there.
fn verify(database: &TestDatabase, workers: &[Worker]) {
    let changes = "SELECT field, value FROM draft_changes ORDER BY id";
    let changes: Vec<Change> = diesel::sql_query(changes).load(&mut database.direct()).unwrap();
    let written: BTreeSet<_> =
        changes.iter().filter_map(|change| Some((change.field.as_str(), change.value.as_deref()?))).collect();
    let filed = "SELECT id, reference, document, sha256 FROM submissions ORDER BY submitted_at, id";
    let filed: Vec<Filed> = diesel::sql_query(filed).load(&mut database.direct()).unwrap();
    for worker in workers {
        if let Work::Save { field, .. } | Work::SaveInBackground { field, .. } = &worker.work {
            for text in &worker.acknowledged {
                assert!(written.contains(&(field, text)), "{field} has lost an acknowledged text: {text}");
            }
            let texts: Vec<_> =
                changes.iter().filter(|change| change.field == *field).map(|change| change.value.clone()).collect();
            let distinct: BTreeSet<_> = texts.iter().collect();
            assert_eq!(distinct.len(), texts.len(), "{field}: what was sent again was written again");
        }
        for text in &worker.filed {
            let holding = filed.iter().filter(|filed| filed.document.contains(text.as_str())).count();
            assert_eq!(holding, 1, "an acknowledged submission is there once: {text}");
        }
        for (id, sha256) in &worker.receipts {
            let held = filed.iter().find(|filed| filed.id == *id).map(|filed| filed.sha256.as_str());
            assert_eq!(held, Some(sha256.as_str()), "{id} is not what its receipt says");
        }
    }
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for held in &filed {
        let hash: String = Sha256::digest(&held.document).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, held.sha256, "{}", held.id);
        *versions.entry(&held.reference).or_default() += 1;
    }
    let mut ids: Vec<_> = filed.iter().map(|filed| filed.id.clone()).collect();
    ids.sort();
    let noted = "SELECT subject AS name FROM audit_entries WHERE act = 'report.submitted'";
    assert_eq!(sorted(names(database, noted)), ids, "each filing is noted once");
    let letters = names(database, "SELECT dedupe_key AS name FROM outbox WHERE dedupe_key LIKE 'receipt/%'");
    // One person works for each State here, whose key follows.
    let letters = letters.iter().map(|key| key.strip_prefix("receipt/").unwrap().split('/').next().unwrap().to_owned());
    assert_eq!(sorted(letters.collect()), ids, "each filing has its letter");
    let ended = names(database, "SELECT reference AS name FROM drafts WHERE ended_at IS NOT NULL");
    for (reference, number) in versions {
        let ended = ended.iter().filter(|ended| *ended == reference).count();
        assert_eq!(ended, number, "{reference}: each filing ends its draft");
        for version in 1..=number {
            assert!(filed.iter().any(|filed| filed.id == format!("{reference}.{version}")), "{reference}.{version}");
        }
    }
    let (code, out, error) = run(&["audit", "verify"], &[("DATABASE_URL", database.address())]);
    assert_eq!(code, 0, "{out}{error}");
}

#[test]
fn whatever_was_acknowledged_survives_being_killed_at_any_instant() {
    let database = TestDatabase::new();
    import_embedded_register_once(&database.store(), Clock::System.now()).unwrap();
    let mut workers = vec![
        // Two on one page.
        Worker::saver(&database, "/forms/A", "forms.A.armed_forces.text"),
        Worker::saver(&database, "/forms/A", "forms.A.civilian_population.text"),
        Worker::background_saver(&database, "/forms/C", "forms.C.legislation.text"),
        Worker::saver(&database, "/forms/B", "forms.B.technical_requirements.text"),
        Worker::saver(&database, "/cover", "translated_summary"),
        Worker::submitter(&database, "NOR"),
        Worker::submitter(&database, "FRA"),
    ];
    let mut serving = Serving::start(&database);
    let saver = workers.first_mut().unwrap();
    saver.post(&serving.line(), "", vec![pair("from", "nothing")]).unwrap();
    let kills = kills();
    for _ in 0..kills {
        std::thread::scope(|scope| {
            for worker in &mut workers {
                let line = serving.line();
                scope.spawn(move || worker.work(&line));
            }
            std::thread::sleep(Duration::from_millis(20 + any_below(900)));
            serving.kill();
        });
        // Whoever opens the database first recovers it: the program itself, as after a power cut.
        serving = Serving::start(&database);
        verify(&database, &workers);
    }
    serving.kill();
    let saved: usize = workers.iter().map(|worker| worker.acknowledged.len()).sum();
    let filed: usize = workers.iter().map(|worker| worker.filed.len()).sum();
    let sent_again: u32 = workers.iter().map(|worker| worker.sent_again).sum();
    println!("killed {kills} times: {saved} saves and {filed} submissions acknowledged, {sent_again} forms sent again");
    // The clients did work, and were interrupted at it.
    assert!(saved >= usize::try_from(kills).unwrap() && filed > 0 && sent_again > 0, "{saved} {filed} {sent_again}");
}
