//! What several people do at the same moment, on whichever engine the run names.

use std::sync::{Arc, Barrier};

use ccw_portal::app::drafting::{self, Beginning, Saved, Typed};
use ccw_portal::app::known::known_of;
use ccw_portal::app::reviewing::{review, versions};
use ccw_portal::app::submitting::{Choices, submit, warning_key, warnings};
use ccw_portal::app::{Portal, accounts};
use ccw_portal::domain::access::{ForParty, NationalAct, national};
use ccw_portal::domain::draft::{Answers, Section};
use ccw_portal::domain::filing::FilingAct;
use ccw_portal::domain::report::ReportReference;
use ccw_portal::store::people::{Person, find_person_by_email};

use crate::support::people::{PASSWORD, appointment};
use crate::support::portal::TestPortal;

struct Stage {
    portal: Arc<Portal>,
    person: Person,
    leave: ForParty,
    reference: ReportReference,
}

impl Stage {
    fn new(portal: &TestPortal) -> Self {
        let portal = Arc::clone(&portal.portal);
        let (store, now) = (portal.store(), portal.clock().now());
        let held = [appointment("focal_point CHE")];
        accounts::create_with_password(store, "tests", "a@example.org", "A. Person", &held, PASSWORD, now).unwrap();
        let person = store.snapshot(|db| find_person_by_email(db, "a@example.org")).unwrap().unwrap();
        let reference: ReportReference = "CHE-COMPLIANCE-2027".parse().unwrap();
        let leave = national(&person.appointments, reference.party, NationalAct::Submit).unwrap();
        Self { portal, person, leave, reference }
    }

    fn start(&self) {
        let (edition, now) = (self.portal.edition(), self.portal.clock().now());
        let (store, blank) = (self.portal.store(), Beginning::Blank);
        drafting::start(store, &edition, self.leave, self.reference, blank, &self.person.id, now).unwrap();
    }

    fn save(&self, section: &Section, fields: &[(&str, &str)]) -> Result<Saved, drafting::DraftingError> {
        let answers: Answers = fields.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
        let (by, at) = (self.person.id.clone(), self.portal.clock().now());
        let typed = Typed { section: section.clone(), revision: 0, answers, by, at };
        drafting::save(self.portal.store(), &self.portal.edition(), self.leave, self.reference, typed)
    }

    fn write_whole(&self) {
        let cover = [
            ("cover.contacts[0].organization", "Division"),
            ("cover.contacts[0].email", "division@example.org"),
            ("period.from", "2025-11-01"),
            ("period.to", "2026-10-31"),
            ("cover.availability", "yes"),
            ("reason", "Put right."),
        ];
        self.save(&Section::Cover, &cover).unwrap();
        for letter in ["A", "B", "C", "D", "E"] {
            let state = format!("summary.{letter}.state");
            let reason = format!("summary.{letter}.reason");
            let fields = [(state.as_str(), "not_applicable"), (reason.as_str(), "None.")];
            self.save(&Section::Form(letter.into()), &fields).unwrap();
        }
    }

    fn submit(&self) -> bool {
        let (store, edition, now) = (self.portal.store(), self.portal.edition(), self.portal.clock().now());
        let Ok(open) = drafting::open(store, &edition, self.leave, self.reference) else { return false };
        let known = known_of(store, &edition, self.leave.party(), self.reference.regime).unwrap();
        let checked = drafting::check_draft(&edition, &open, &known, edition.today).unwrap();
        let confirmed = warnings(&checked).map(|finding| (warning_key(finding), String::new())).collect();
        let choices = Choices { confirmed, ..Choices::default() };
        submit(&self.portal, self.leave, self.reference, &choices, &self.person, now).is_ok()
    }
}

/// Something to be done on a thread of its own.
type Task<'t, T> = Box<dyn FnOnce() -> T + Send + 't>;

/// All at once.
fn together<T: Send>(tasks: Vec<Task<'_, T>>) -> Vec<T> {
    let barrier = Barrier::new(tasks.len());
    std::thread::scope(|scope| {
        let threads = tasks.into_iter().map(|task| {
            scope.spawn(|| {
                barrier.wait();
                task()
            })
        });
        let threads: Vec<_> = threads.collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn people_who_save_one_form_at_once_lose_no_field() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    let section = Section::Form("C".into());
    let names: Vec<_> = (0..8).map(|entry| format!("laws[{entry}].title")).collect();
    let tasks = names.iter().map(|name| -> Task<'_, Saved> {
        let (stage, section) = (&stage, &section);
        Box::new(move || stage.save(section, &[(name, "An act")]).unwrap())
    });
    let saved = together(tasks.collect());
    assert!(saved.iter().all(|saved| *saved == Saved::All), "{saved:?}");
    let open = drafting::open(stage.portal.store(), &stage.portal.edition(), stage.leave, stage.reference).unwrap();
    assert_eq!(open.answers(&section).len(), 8);
    assert_eq!(open.revision(&section), 8);
}

#[test]
fn what_is_saved_while_somebody_submits_is_filed_or_refused_never_lost() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    let mut submitted = 0;
    for round in 1..=12 {
        stage.start();
        stage.write_whole();
        let text = format!("round {round}");
        // A section that is new in some rounds, and one that exists.
        let section = if round % 2 == 0 { Section::Profile } else { Section::Form("E".into()) };
        let field = if round % 2 == 0 { "profile.holds_mines.answer" } else { "summary.E.reason" };
        let text = if round % 2 == 0 { "yes" } else { text.as_str() };
        let late = || {
            let open = drafting::open(stage.portal.store(), &stage.portal.edition(), stage.leave, stage.reference);
            let Ok(open) = open else { return false };
            let (by, at) = (stage.person.id.clone(), stage.portal.clock().now());
            let answers = Answers::from([(field.to_owned(), text.to_owned())]);
            let typed = Typed { section: section.clone(), revision: open.revision(&section), answers, by, at };
            drafting::save(stage.portal.store(), &stage.portal.edition(), stage.leave, stage.reference, typed).is_ok()
        };
        let outcomes = together(vec![Box::new(|| stage.submit()), Box::new(late)]);
        let [was_submitted, was_saved] = [outcomes[0], outcomes[1]];
        assert!(was_submitted || was_saved);
        if was_submitted && was_saved {
            let latest = versions(stage.portal.store(), stage.reference).unwrap().pop().unwrap();
            assert!(latest.submission.document.contains(text), "saved, and not in what was filed");
        }
        if !was_submitted {
            assert!(stage.submit(), "the draft is whole and still open");
        }
        submitted += 1;
        assert_eq!(versions(stage.portal.store(), stage.reference).unwrap().len(), submitted);
    }
}

#[test]
fn an_act_of_two_officers_is_done_once() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    stage.write_whole();
    assert!(stage.submit());
    let act = || {
        let now = stage.portal.clock().now();
        review(stage.portal.store(), stage.reference, 1, FilingAct::Circulated, None, &stage.person, now).is_ok()
    };
    let done = together(vec![Box::new(act), Box::new(act), Box::new(act)]);
    assert_eq!(done.iter().filter(|done| **done).count(), 1);
    assert_eq!(versions(stage.portal.store(), stage.reference).unwrap()[0].acts.len(), 1);
}
