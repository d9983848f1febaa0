//! What several people do at the same moment, on whichever engine the run names.

use std::sync::{Arc, Barrier};

use ccw_portal::app::attaching::{self, Removal, Sent};
use ccw_portal::app::data_versions::{self, Doer};
use ccw_portal::app::doubts::Doubt;
use ccw_portal::app::drafting::{self, Beginning, DraftingError, Examined, Saved, Start, Typed};
use ccw_portal::app::known::known_of;
use ccw_portal::app::on_behalf::{OnBehalfError, Paper, file_on_behalf};
use ccw_portal::app::reviewing::{Reviewing, review, versions};
use ccw_portal::app::submitting::{Choices, SubmitError, submit, warning_key, warnings};
use ccw_portal::app::waiting::Waiting;
use ccw_portal::app::{Portal, accounts, sweeping};
use ccw_portal::clock::Clock;
use ccw_portal::domain::access::{ForParty, NationalAct, national};
use ccw_portal::domain::data_version::DataKind;
use ccw_portal::domain::draft::{Answers, DOCUMENTS, Section};
use ccw_portal::domain::filing::{FilingAct, Original, Way};
use ccw_portal::domain::report::{FilingKind, ReportReference};
use ccw_portal::store::people::{Person, find_person_by_email, set_password};
use ccw_portal::store::sessions::end_sessions_of;

use super::versions::changed_about;
use super::waiting::left;
use crate::support::people::{PASSWORD, appointment};
use crate::support::portal::TestPortal;

/// A State's focal point at work on one report, without a browser.
pub(super) struct Stage {
    pub(super) portal: Arc<Portal>,
    pub(super) person: Person,
    pub(super) leave: ForParty,
    pub(super) reference: ReportReference,
}

impl Stage {
    pub(super) fn new(portal: &TestPortal) -> Self {
        let portal = Arc::clone(&portal.portal);
        let (store, now) = (portal.store(), portal.clock().now());
        let held = [appointment("focal_point CHE")];
        accounts::create_with_password(store, "tests", "a@example.org", "A. Person", &held, PASSWORD, now).unwrap();
        let person = store.snapshot(|db| find_person_by_email(db, "a@example.org")).unwrap().unwrap();
        let reference: ReportReference = "CHE-COMPLIANCE-2027".parse().unwrap();
        let leave = national(&person.appointments, reference.party, NationalAct::Submit).unwrap();
        Self { portal, person, leave, reference }
    }

    pub(super) fn start(&self) {
        let (edition, now) = (self.portal.edition(), self.portal.clock().now());
        let start = Start { how: Beginning::Blank, draft: None, filed: None, by: self.person.id.clone(), at: now };
        drafting::start(self.portal.store(), &edition, self.leave, self.reference, start).unwrap();
    }

    pub(super) fn save(&self, section: &Section, fields: &[(&str, &str)]) -> Result<Saved, DraftingError> {
        let answers: Answers = fields.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
        let (by, at) = (self.person.id.clone(), self.portal.clock().now());
        let typed = Typed { draft: None, section: section.clone(), revision: 0, answers, by, at };
        drafting::save(self.portal.store(), &self.portal.edition(), self.leave, self.reference, typed)
    }

    pub(super) fn write_whole(&self) {
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

    pub(super) fn look(&self) -> Result<Examined, DraftingError> {
        drafting::examine(self.portal.store(), &self.portal.edition(), self.leave, self.reference, None)
    }

    pub(super) fn submit(&self) -> bool {
        let now = self.portal.clock().now();
        let Ok(Examined { checked, .. }) = self.look() else { return false };
        let confirmed = warnings(&checked).map(|told| (warning_key(told.finding), String::new())).collect();
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
    let open = stage.look().unwrap().open;
    let answers = open.answers(&section);
    assert_eq!(answers.keys().filter(|field| field.starts_with("laws[")).count(), 8);
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
            let Ok(Examined { open, .. }) = stage.look() else { return false };
            let (by, at) = (stage.person.id.clone(), stage.portal.clock().now());
            let answers = Answers::from([(field.to_owned(), text.to_owned())]);
            let revision = open.revision(&section);
            let typed = Typed { draft: Some(open.draft.id), section: section.clone(), revision, answers, by, at };
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
        let (act, by) = (FilingAct::Circulated, stage.person.clone());
        let reviewing = Reviewing { act, note: None, by, at: now };
        review(stage.portal.store(), &stage.portal.edition(), stage.reference, 1, reviewing).is_ok()
    };
    let done = together(vec![Box::new(act), Box::new(act), Box::new(act)]);
    assert_eq!(done.iter().filter(|done| **done).count(), 1);
    assert_eq!(versions(stage.portal.store(), stage.reference).unwrap()[0].acts.len(), 1);
}

impl Stage {
    /// Attaches a text to the open draft.
    fn attach(&self, name: &str, content: &str) -> bool {
        let (store, files) = (self.portal.store(), self.portal.files());
        let mut incoming = files.begin(1_000).unwrap();
        incoming.write(content.as_bytes()).unwrap();
        let (kept, at) = (incoming.keep(name).unwrap(), self.portal.clock().now());
        let sent = Sent { draft: None, name: name.into(), form: None, kept, by: self.person.id.clone(), at };
        attaching::attach(store, &self.portal.edition(), files, self.leave, self.reference, sent).is_ok()
    }

    /// A file of the day before yesterday that no row names, as a process leaves it that dies before it writes the row.
    fn leave_nameless(&self, content: &str) -> String {
        let files = self.portal.files();
        let mut incoming = files.begin(1_000).unwrap();
        incoming.write(content.as_bytes()).unwrap();
        let sha256 = incoming.keep("a.txt").unwrap().sha256;
        let file = files.root().join(&sha256[..2]).join(&sha256[2..]);
        let long_ago = std::time::SystemTime::from(Clock::System.now()) - std::time::Duration::from_secs(2 * 86_400);
        std::fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
        sha256
    }

    /// Takes the document of that name out of the open draft.
    fn detach(&self, name: &str) -> bool {
        let (store, files, now) = (self.portal.store(), self.portal.files(), self.portal.clock().now());
        let Ok((_, attached)) = attaching::attached(store, self.leave, self.reference) else { return false };
        let Some(found) = attached.iter().find(|one| one.document.name == name) else { return false };
        let removal = Removal { draft: None, id: found.id.clone(), by: self.person.id.clone(), at: now };
        attaching::detach(store, files, self.leave, self.reference, removal).is_ok()
    }

    /// Whether every document that a draft or a submission names is in the folder.
    fn has_all_files(&self) -> bool {
        let (store, files) = (self.portal.store(), self.portal.files());
        let drafted =
            attaching::attached(store, self.leave, self.reference).map_or_else(|_| Vec::new(), |(_, all)| all);
        let known = known_of(store, &self.portal.edition(), self.reference.party, self.reference.regime).unwrap();
        let filed: Vec<_> = known.reports().into_iter().cloned().collect();
        let filed = filed.iter().flat_map(|report| &report.attachments).filter_map(|one| one.sha256.clone());
        filed.chain(drafted.into_iter().map(|one| one.document.sha256)).all(|sha256| files.holds(&sha256))
    }
}

#[test]
fn a_document_that_comes_or_goes_while_somebody_submits_is_filed_as_it_is_or_not_at_all() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    for round in 1..=8 {
        stage.start();
        stage.write_whole();
        assert!(stage.attach("there.txt", "there"));
        let name = format!("late {round}.txt");
        let attached: Task<'_, bool> = Box::new(|| stage.attach(&name, &name));
        let detached: Task<'_, bool> = Box::new(|| stage.detach("there.txt"));
        let outcomes = together(vec![Box::new(|| stage.submit()), if round % 2 == 0 { attached } else { detached }]);
        if outcomes[0] && outcomes[1] {
            let latest = versions(stage.portal.store(), stage.reference).unwrap().pop().unwrap().submission.document;
            let is_right = if round % 2 == 0 { latest.contains(&name) } else { !latest.contains("there.txt") };
            assert!(is_right, "done before, and filed otherwise: {latest}");
        }
        if !outcomes[0] {
            assert!(stage.submit(), "the draft is whole and still open");
        }
        assert!(stage.has_all_files(), "round {round}");
    }
}

#[test]
fn the_same_content_that_comes_and_goes_at_once_is_never_named_and_missing() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    for round in 0..20 {
        assert!(stage.attach("old.txt", "the same"));
        let new = format!("new {round}.txt");
        let added = together(vec![Box::new(|| stage.detach("old.txt")), Box::new(|| stage.attach(&new, "the same"))]);
        assert!(stage.has_all_files(), "round {round}");
        assert!(added[0] || stage.detach("old.txt"), "round {round}");
        assert!(!added[1] || stage.detach(&new), "round {round}");
    }
}

/// Whoever clears the folder up while the same content comes again takes it from nobody.
#[test]
fn a_content_that_comes_while_its_nameless_file_is_cleared_away_is_never_named_and_missing() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    let now = Clock::System.now();
    let (mut kept, mut swept) = (0, 0);
    for round in 0..20 {
        let content = format!("the same {round}");
        let sha256 = stage.leave_nameless(&content);
        let name = format!("{round}.txt");
        let done = together(vec![
            Box::new(|| sweeping::sweep(stage.portal.store(), stage.portal.files(), &sha256, now).unwrap()),
            Box::new(|| stage.attach(&name, &content)),
        ]);
        assert!(stage.has_all_files(), "round {round}");
        assert!(!done[1] || stage.portal.files().holds(&sha256), "round {round}");
        kept += usize::from(done[1]);
        swept += usize::from(done[0]);
        assert!(!done[1] || stage.detach(&name), "round {round}");
    }
    assert!(kept > 0 || swept > 0);
}

#[test]
fn of_many_documents_at_once_no_more_are_taken_than_there_is_room_for() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    let names: Vec<_> = (0..DOCUMENTS + 4).map(|number| format!("{number}.txt")).collect();
    let tasks = names.iter().map(|name| -> Task<'_, bool> { Box::new(|| stage.attach(name, name)) });
    let taken = together(tasks.collect()).into_iter().filter(|taken| *taken).count();
    let there = attaching::attached(stage.portal.store(), stage.leave, stage.reference).unwrap().1.len();
    assert_eq!(there, taken);
    assert!(there <= DOCUMENTS && there > 0, "{there}");
}

#[test]
fn whoever_signs_in_while_the_password_is_replaced_does_not_stay() {
    let portal = TestPortal::new();
    let Stage { portal, person, .. } = Stage::new(&portal);
    let (store, now) = (portal.store(), portal.clock().now());
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        // Hashes the old password while the other one is written.
        let signing_in = scope.spawn(|| {
            barrier.wait();
            accounts::sign_in(store, &person.email, PASSWORD, now).unwrap()
        });
        barrier.wait();
        std::thread::sleep(std::time::Duration::from_millis(10));
        let id = person.id.clone();
        let replaced = store.write(move |db| {
            set_password(db, &id, "another")?;
            end_sessions_of(db, &id, now)
        });
        replaced.unwrap();
        if let Some(secret) = signing_in.join().unwrap() {
            assert!(accounts::signed_in(store, &secret, now).unwrap().is_none());
        }
    });
}

#[test]
fn what_was_saved_after_the_last_look_is_not_filed_with_it() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    stage.start();
    stage.write_whole();
    let now = stage.portal.clock().now();
    let look = || stage.look().unwrap();
    let seen = look();
    stage.save(&Section::Profile, &[("profile.holds_mines.answer", "yes")]).unwrap();
    let choose = |seen: &Examined| {
        let confirmed = warnings(&look().checked).map(|told| (warning_key(told.finding), String::new())).collect();
        Choices { confirmed, digest: Some(seen.open.digest()), ..Choices::default() }
    };
    let send = |choices| submit(&stage.portal, stage.leave, stage.reference, &choices, &stage.person, now);
    assert!(matches!(send(choose(&seen)), Err(SubmitError::Changed)), "all else is in order");
    assert!(send(choose(&look())).is_ok());
}

impl Stage {
    /// A document of that name that waits to be filed for the State.
    fn on_paper(&self, name: &str) -> (Waiting, Paper) {
        let mut incoming = self.portal.files().begin(1_000).unwrap();
        incoming.write(name.as_bytes()).unwrap();
        let paper = Paper {
            further: None,
            original: Original { received_on: "2026-10-05".parse().unwrap(), how: Way::Email },
            availability: None,
            availability_forms: Vec::new(),
            note_number: String::new(),
            note_date: String::new(),
            name: name.into(),
            kept: incoming.keep(name).unwrap(),
            version: 1,
            confirmed: Doubt::ALL.into(),
        };
        let waiting = Waiting::new(self.reference, &self.person).unwrap();
        waiting.note(self.portal.files(), &paper.kept.sha256).unwrap();
        (waiting, paper)
    }

    fn file_on_behalf(&self, (waiting, paper): (Waiting, Paper)) -> Result<String, OnBehalfError> {
        file_on_behalf(&self.portal, &waiting, paper, self.portal.clock().now())
    }
}

/// Of officers who file at once one does. If the State starts to write at that moment, either it was first and
/// nothing is filed for it, or what it writes is a correction of what was.
#[test]
fn a_report_is_filed_for_its_state_once_and_never_over_its_draft() {
    for round in 0..4 {
        let portal = TestPortal::new();
        let stage = Stage::new(&portal);
        let mut tasks: Vec<Task<'_, Option<bool>>> = ["a.txt", "b.txt", "c.txt"]
            .map(|name| -> Task<'_, Option<bool>> {
                Box::new(|| Some(stage.file_on_behalf(stage.on_paper(name)).is_ok()))
            })
            .into();
        tasks.push(Box::new(|| {
            stage.start();
            None
        }));
        let filed = together(tasks).into_iter().filter(|filed| *filed == Some(true)).count();
        assert_eq!(versions(stage.portal.store(), stage.reference).unwrap().len(), filed);
        let open = stage.look().unwrap().open;
        assert_eq!((filed, open.draft.kind == FilingKind::Correction), (filed.min(1), filed == 1), "round {round}");
        assert_eq!(left(&portal), filed, "round {round}: the original alone, once a day has passed");
    }
}

/// Of two copies of one page, as after going back, one files what the other gives up at that moment.
#[test]
fn a_copy_of_the_page_takes_nothing_from_a_filing() {
    for round in 0..12 {
        let portal = TestPortal::new();
        let stage = Stage::new(&portal);
        let (waiting, paper) = stage.on_paper("a.txt");
        let (copy, sha256) = (waiting.clone(), paper.kept.sha256.clone());
        let files = stage.portal.files();
        let tasks: Vec<Task<'_, Option<Result<String, OnBehalfError>>>> = vec![
            Box::new(|| Some(stage.file_on_behalf((waiting, paper)))),
            Box::new(|| {
                copy.give_up(stage.portal.store(), files, &sha256).unwrap();
                None
            }),
        ];
        let filed = together(tasks).into_iter().flatten().next().unwrap();
        let is_filed = filed.is_ok();
        assert!(is_filed || matches!(filed, Err(OnBehalfError::NoFile(_))), "round {round}: {filed:?}");
        let stand = versions(stage.portal.store(), stage.reference).unwrap().len();
        assert_eq!(stand, usize::from(is_filed), "round {round}: a report stands with its document or not at all");
        assert_eq!((files.holds(&sha256), left(&portal)), (is_filed, usize::from(is_filed)), "round {round}");
    }
}

/// Who files sees the forms that held when they began: a report never answers forms that hold no more.
#[test]
fn nothing_is_filed_for_a_state_under_forms_that_were_replaced_meanwhile() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    let (store, doer) = (stage.portal.store(), Doer { by: "tests".into(), at: stage.portal.clock().now() });
    let forms = changed_about("2027");
    let name = data_versions::add(store, DataKind::FormSet, &forms, "Read in print.", doer.clone()).unwrap();
    // In the database, and not yet in memory.
    data_versions::put_in_force(store, DataKind::FormSet, &name, doer).unwrap();
    let outcome = stage.file_on_behalf(stage.on_paper("a.txt"));
    assert!(matches!(outcome, Err(OnBehalfError::Changed)), "{outcome:?}");
    assert!(versions(store, stage.reference).unwrap().is_empty());
    stage.portal.refresh().unwrap();
    assert!(stage.file_on_behalf(stage.on_paper("a.txt")).is_ok());
    let filed = versions(store, stage.reference).unwrap().pop().unwrap().submission.document;
    assert!(filed.contains(&name), "{filed}");
}
