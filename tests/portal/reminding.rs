//! Reminders from the plan to the message, on both engines.

use std::sync::atomic::{AtomicI64, Ordering};

use ccw_portal::app::outbox::{self, TendError};
use ccw_portal::app::reminding::{self, DecideError, Known, Planned, Written, write_due};
use ccw_portal::app::{accounts, appointing, contacts};
use ccw_portal::domain::code::Iso3;
use ccw_portal::store::Engine;
use ccw_portal::store::audit_entries::list_latest;
use ccw_portal::store::letters::{count_gone, list_failed, list_gone};
use ccw_portal::store::outbox::{Unsent, count_waiting};
use ccw_portal::store::people::{Person, find_person_by_email, note_bounce};
use ccw_portal::store::reminders::{insert_promise, set_through_mission};
use ccw_portal::store::{StoreError, StoreResult};

use diesel::connection::SimpleConnection;

use crate::support::at;
use crate::support::database::engine;
use crate::support::portal::TestPortal;
use crate::web::outbox::{doors, unsent};

/// A portal on the day before letters of cycle 2027 begin.
struct Stage {
    portal: TestPortal,
    seconds: &'static AtomicI64,
}

impl Stage {
    fn new() -> Self {
        let (portal, seconds) = TestPortal::moved("2026-11-30T09:00:00Z");
        Self { portal, seconds }
    }

    fn on(&self, moment: &str) {
        self.seconds.store(at(moment).timestamp(), Ordering::Relaxed);
    }

    fn person(&self, role: &str) -> Person {
        let email = self.portal.client(&[role]).email;
        self.portal.portal.store().read(|db| find_person_by_email(db, &email)).unwrap().unwrap()
    }

    fn released(&self) {
        let (by, edition) = (self.person("administrator"), self.portal.portal.edition());
        reminding::release(self.portal.portal.store(), &by, edition.today, self.now()).unwrap();
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.portal.portal.clock().now()
    }

    fn round(&self) -> Written {
        let portal = &self.portal.portal;
        write_due(portal.store(), &portal.edition(), self.now()).unwrap()
    }

    fn waiting(&self) -> i64 {
        self.portal.portal.store().read(count_waiting).unwrap()
    }

    /// What came, as *address: subject*, in any order.
    fn received(&self) -> Vec<String> {
        let mut found: Vec<_> = self.portal.letters().iter().map(|one| one.subject.clone()).collect();
        found.sort();
        found
    }

    /// The keys of the messages of the next days.
    fn planned(&self, days: u32) -> Vec<String> {
        let portal = &self.portal.portal;
        let edition = portal.edition();
        let known = Known::load(portal.store(), &edition, edition.today, days).unwrap();
        let plan = known.plan(&edition, edition.today, days);
        Planned::all(&plan.letters).map(|one| one.key).collect()
    }

    fn acts(&self) -> Vec<String> {
        self.portal.portal.store().read(crate::store::acts).unwrap()
    }
}

#[test]
fn nothing_goes_before_letters_are_released_and_nothing_dated_before_that_ever() {
    let stage = Stage::new();
    stage.person("focal_point CHE");
    stage.on("2026-12-01T09:00:00Z");
    assert_eq!(stage.round(), Written::default());
    stage.on("2026-12-02T09:00:00Z");
    stage.released();
    assert_eq!(stage.round(), Written::default(), "the invitation was dated the day before");
    stage.on("2027-01-29T09:00:00Z");
    assert_eq!(stage.round().messages, 1);
    assert!(stage.acts().contains(&"reminders-released".to_owned()));
}

#[test]
fn one_message_tells_a_person_of_all_reports_once() {
    let stage = Stage::new();
    stage.person("focal_point CHE");
    stage.person("deputy CHE");
    stage.person("submitter CHE");
    stage.released();
    assert_eq!(stage.round().messages, 0);
    stage.on("2026-12-01T09:00:00Z");
    assert_eq!(stage.round().messages, 2, "focal point and mission");
    assert_eq!(stage.round().messages, 0);
    let subjects = stage.received();
    assert_eq!(subjects, ["Switzerland: 3 national reports 2027, by 31 March 2027"; 2]);
    let letters = stage.portal.letters();
    let text = &letters[0].text;
    for part in [
        "Compliance report 2027",
        "Amended Protocol II",
        "The report is due under article 13(4) of the Protocol.",
        "Every party is invited to report by decision of the Third Review",
        "By 31 March 2027; not begun.",
        "https://reports.example.org/desk",
        "https://reports.example.org/answer/",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // The dates come along for calendars; an event of whole days needs no end (RFC 5545, 3.6.1).
    // A method is named in both places or in none (RFC 6047, 2.4).
    let file = stage.portal.mailbox.path().join(format!("{}.eml", letters[0].id));
    let message = std::fs::read_to_string(file).unwrap();
    assert!(message.contains("DTSTART;VALUE=3DDATE:20270331") && !message.contains("DTEND"), "{message}");
    assert!(!message.contains("method=") && !message.contains("METHOD:"), "{message}");
    // What opens a door is no longer in the database.
    assert_eq!(doors(&stage.portal), 0);
    stage.on("2026-12-02T09:00:00Z");
    assert_eq!(stage.round(), Written::default());
}

#[test]
fn a_letter_names_the_report_from_which_one_can_start_where_there_is_one() {
    let stage = Stage::new();
    let focal_point = stage.person("focal_point CHE");
    // Of one it is known which forms held an answer, of the other not; to the third somebody has written already.
    stage.file_with("CHE-COMPLIANCE-2024", Some("A B"));
    stage.file("CHE-APII-2025");
    let reference = "CHE-PV-2027".parse().unwrap();
    let open = move |db: &mut ccw_portal::store::Db| -> StoreResult<()> {
        ccw_portal::store::drafts::open_report(db, reference, at("2026-11-30T09:00:00Z"))?;
        let id = ccw_portal::store::drafts::insert_draft(
            db,
            reference,
            ccw_portal::domain::report::FilingKind::Annual,
            "PV-2013",
            &focal_point.id,
            at("2026-11-30T09:00:00Z"),
        );
        id.map(drop)
    };
    stage.portal.portal.store().write(open).unwrap();
    stage.released();
    stage.on("2026-12-01T09:00:00Z");
    assert_eq!(stage.round().messages, 1);
    let text = stage.portal.letters()[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Compliance report 2027 By 31 March 2027; not begun. It can start from your report of 2024: what has not changed",
        "Amended Protocol II report 2027 By 31 March 2027; not begun. ",
        "Protocol V report 2027 By 31 March 2027; a draft is open.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(text.matches("It can start from").count(), 1, "{text}");
}

#[test]
fn what_waits_says_only_what_still_matters() {
    let stage = Stage::new();
    stage.person("focal_point CHE");
    stage.released();
    stage.on("2026-12-01T09:00:00Z");
    stage.round();
    assert_eq!(stage.waiting(), 1);
    // The mail server is away. Of three reports one comes; the letter speaks of the others.
    stage.file("CHE-APII-2027");
    assert_eq!(stage.round(), Written::default());
    stage.on("2026-12-02T09:00:00Z");
    stage.round();
    assert_eq!(stage.received(), ["Switzerland: 2 national reports 2027, by 31 March 2027"]);
    // In March it is away for weeks: one letter, the newest.
    stage.on("2027-03-17T09:00:00Z");
    assert_eq!(stage.round(), Written { messages: 1, withdrawn: 0 });
    stage.on("2027-03-24T09:00:00Z");
    assert_eq!(stage.round(), Written { messages: 1, withdrawn: 1 });
    assert_eq!(stage.waiting(), 1);
    stage.file("CHE-COMPLIANCE-2027");
    stage.file("CHE-PV-2027");
    assert_eq!(doors(&stage.portal), 1);
    assert_eq!(stage.round(), Written { messages: 0, withdrawn: 1 });
    assert_eq!(doors(&stage.portal), 0, "what was taken back opens nothing");
    assert_eq!(stage.received().len(), 1);
}

#[test]
fn what_waits_for_an_address_that_fails_is_kept_back_and_can_be_let_go() {
    let stage = Stage::new();
    let focal_point = stage.person("focal_point CHE");
    let officer = stage.person("desk_officer");
    stage.released();
    stage.on("2026-12-01T09:00:00Z");
    stage.round();
    let (store, now, id) = (stage.portal.portal.store(), stage.now(), focal_point.id.clone());
    assert!(store.write(move |db| note_bounce(db, &id, "550 5.1.1 unknown", now)).unwrap());
    assert_eq!(stage.round(), Written::default(), "nobody is reached");
    stage.person("deputy CHE");
    assert_eq!(stage.round(), Written { messages: 1, withdrawn: 0 }, "somebody else is");
    assert_eq!(stage.received().len(), 1, "the deliverer keeps it back");
    let (_, _, withheld) = store.read(|db| count_gone(db, now)).unwrap();
    assert_eq!((withheld, stage.waiting()), (1, 0));

    contacts::clear_bounce(store, &officer, &focal_point.id, now).unwrap();
    let gone = store.read(|db| list_gone(db, now, 9)).unwrap();
    let kept = gone.iter().find(|one| one.recipient == focal_point.email).unwrap();
    outbox::try_again(store, &officer, &kept.id, now).unwrap();
    assert_eq!(stage.round(), Written::default(), "it waits again, and is the same letter");
    assert_eq!(stage.received().len(), 2);
}

#[test]
fn what_is_tried_again_by_hand_says_only_what_still_matters() {
    let stage = Stage::new();
    let (focal_point, officer) = (stage.person("focal_point CHE"), stage.person("desk_officer"));
    stage.released();
    stage.on("2026-12-01T09:00:00Z");
    stage.round();
    let (store, now) = (stage.portal.portal.store(), stage.now());
    let given_up = || {
        unsent(&stage.portal, Unsent::GivenUp, "550 no");
        store.read(|db| list_failed(db, 9)).unwrap()[0].id.clone()
    };
    let id = given_up();
    stage.file("CHE-APII-2027");
    outbox::try_again(store, &officer, &id, now).unwrap();
    assert_eq!(stage.round(), Written::default());
    assert_eq!(given_up(), id);
    outbox::try_again(store, &officer, &id, now).unwrap();
    assert_eq!(stage.received(), ["Switzerland: 2 national reports 2027, by 31 March 2027"]);

    stage.on("2027-01-29T09:00:00Z");
    assert_eq!(stage.round().messages, 1);
    let id = given_up();
    let refused = |why: &str| {
        let tried = outbox::try_again(store, &officer, &id, stage.now());
        assert!(matches!(tried, Err(TendError::NotNow)), "{why}: {tried:?}");
    };
    let held = focal_point.appointments[0];
    appointing::dismiss(store, &officer, &focal_point.id, held, now).unwrap();
    refused("they work at the desk no more");
    accounts::invite(store, "tests", &focal_point.email, "N. New", held, now).unwrap();
    stage.file("CHE-COMPLIANCE-2027");
    stage.file("CHE-PV-2027");
    refused("all reports came");
    let received = stage.received();
    assert_eq!(received.iter().filter(|subject| subject.starts_with("Switzerland: ")).count(), 1, "{received:?}");
}

#[test]
fn what_was_taken_back_is_written_anew_once_it_matters_again() {
    let stage = Stage::new();
    stage.person("focal_point CHE");
    stage.person("submitter CHE");
    stage.released();
    let wish = |through_mission| {
        let che = Iso3::parse("CHE").unwrap();
        stage.portal.portal.store().write(move |db| set_through_mission(db, che, through_mission)).unwrap();
    };
    stage.on("2027-01-29T09:00:00Z");
    assert_eq!(stage.round().messages, 1, "to the focal point");
    for _ in 0..2 {
        wish(true);
        assert_eq!(stage.round(), Written { messages: 1, withdrawn: 1 }, "to the mission alone");
        wish(false);
        assert_eq!(stage.round(), Written { messages: 1, withdrawn: 1 });
    }
    assert_eq!((stage.waiting(), stage.received().len()), (1, 1));
}

#[test]
fn what_waits_is_taken_back_while_letters_are_stopped_too() {
    let stage = Stage::new();
    stage.person("focal_point CHE");
    stage.released();
    stage.on("2027-03-17T09:00:00Z");
    assert_eq!(stage.round().messages, 1);
    reminding::end_release(stage.portal.portal.store(), &stage.person("administrator"), stage.now()).unwrap();
    stage.on("2027-03-24T09:00:00Z");
    assert_eq!(stage.round(), Written::default(), "no later letter takes its place");
    for regime in ["COMPLIANCE", "APII", "PV"] {
        stage.file(&format!("CHE-{regime}-2027"));
    }
    assert_eq!(stage.round(), Written { messages: 0, withdrawn: 1 });
    assert_eq!(stage.waiting(), 0);
}

#[test]
fn nothing_is_written_once_somebody_has_stopped_letters() {
    let stage = Stage::new();
    let parties: Vec<_> = stage.portal.portal.edition().register.states().map(|state| state.iso3).collect();
    for party in &parties[..120] {
        stage.person(&format!("focal_point {party}"));
    }
    stage.released();
    stage.on("2026-12-01T09:00:00Z");
    let planned = stage.planned(0).len();
    assert!(planned > 50, "more than one transaction: {planned}");
    // Letters are stopped while the first messages are written.
    let stop = "UPDATE reminder_releases SET ended_at = '2026-12-01 09:00:00', ended_by = released_by";
    let trigger = match engine() {
        Engine::Sqlite => format!("CREATE TRIGGER stop AFTER INSERT ON outbox BEGIN {stop}; END"),
        Engine::Postgres => format!(
            "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {stop}; RETURN NULL; END $$; \
             CREATE TRIGGER stop AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION stop()"
        ),
    };
    stage.portal.database.direct().batch_execute(&trigger).unwrap();
    assert_eq!(stage.round().messages, 50, "those of the transaction that had begun");
}

#[test]
fn a_promise_and_a_wish_are_kept() {
    let stage = Stage::new();
    let focal_point = stage.person("focal_point CHE");
    stage.person("submitter CHE");
    stage.released();
    let (now, che) = (stage.now(), Iso3::parse("CHE").unwrap());
    let by = at("2027-02-15T09:00:00Z").date_naive();
    let store = stage.portal.portal.store();
    store
        .write(move |db| -> StoreResult<()> {
            for regime in ["COMPLIANCE", "APII", "PV"] {
                let report = format!("CHE-{regime}-2027").parse().unwrap();
                insert_promise(db, report, by, &focal_point.id, now)?;
            }
            set_through_mission(db, che, true)
        })
        .unwrap();
    for day in ["2026-12-01", "2027-01-29"] {
        stage.on(&format!("{day}T09:00:00Z"));
        assert_eq!(stage.round(), Written::default(), "{day}");
    }
    stage.on("2027-03-01T09:00:00Z");
    assert_eq!(stage.round().messages, 1, "the mission alone");
}

#[test]
fn somebody_holds_skips_or_sends_a_message_and_it_is_noted() {
    let stage = Stage::new();
    stage.person("focal_point CHE");
    stage.person("submitter CHE");
    stage.released();
    let (by, edition) = (stage.person("desk_officer"), stage.portal.portal.edition());
    let store = stage.portal.portal.store();
    let planned = stage.planned(90);
    assert_eq!(planned.len(), 3, "two invitations and a reminder: {planned:?}");
    reminding::hold(store, &edition, &by, &planned[0], stage.now()).unwrap();
    reminding::skip(store, &edition, &by, (&planned[1], "on the telephone"), stage.now()).unwrap();
    reminding::send_now(store, &edition, &by, &planned[2], stage.now()).unwrap();
    let again = reminding::send_now(store, &edition, &by, &planned[2], stage.now());
    assert!(matches!(again, Err(DecideError::NotPlanned)), "{again:?}");
    assert_eq!(stage.planned(90), planned[..1]);
    assert_eq!(stage.received().len(), 1);
    stage.on("2026-12-01T09:00:00Z");
    assert_eq!(stage.round().messages, 0, "it is held");
    reminding::let_go(store, &edition, &by, &planned[0], stage.now()).unwrap();
    assert_eq!(stage.round().messages, 1);
    let acts = stage.acts();
    for act in ["reminder-held", "reminder-skipped", "reminder-sent", "reminder-let-go"] {
        assert!(acts.contains(&act.to_owned()), "{act}: {acts:?}");
    }
    let entries = store.read(|db| list_latest(db, 99)).unwrap();
    assert!(entries.iter().all(|entry| !entry.actor.contains('@')), "people are named by their keys: {entries:?}");
    reminding::end_release(store, &by, stage.now()).unwrap();
    stage.on("2027-03-17T09:00:00Z");
    assert_eq!(stage.round(), Written { messages: 0, withdrawn: 1 }, "what waits says nothing any more that matters");
}

#[test]
fn several_programs_write_each_message_once() {
    let stage = Stage::new();
    for party in ["CHE", "FRA", "NOR", "JPN"] {
        stage.person(&format!("focal_point {party}"));
        stage.person(&format!("submitter {party}"));
    }
    stage.released();
    stage.on("2026-12-01T09:00:00Z");
    let edition = stage.portal.portal.edition();
    let now = stage.now();
    let written: usize = std::thread::scope(|scope| {
        let round = || {
            let store = stage.portal.database.store();
            write_due(&store, &edition, now).unwrap().messages
        };
        let programs: Vec<_> = (0..4).map(|_| scope.spawn(round)).collect();
        programs.into_iter().map(|program| program.join().unwrap()).sum()
    });
    assert_eq!((written, stage.waiting()), (8, 8));
}

impl Stage {
    /// A report of the State comes, as far as letters are concerned.
    fn file(&self, reference: &str) {
        self.file_with(reference, None);
    }

    /// The same, where it is known which forms held an answer.
    fn file_with(&self, reference: &str, forms: Option<&str>) {
        let party = reference.split('-').next().unwrap().to_owned();
        let reference: ccw_portal::domain::report::ReportReference = reference.parse().unwrap();
        let now = self.now();
        let report = ccw_portal::domain::history::HistoricReport {
            party: Iso3::parse(&party).unwrap(),
            regime: reference.regime,
            cycle: reference.cycle,
            received_on: Some(now.date_naive()),
            forms: forms.map(|forms| forms.parse().unwrap()),
            file: None,
            source: "tests".into(),
        };
        let store = self.portal.portal.store();
        store
            .write(move |db| -> Result<(), StoreError> {
                ccw_portal::store::historic_reports::insert_historic_reports(db, std::slice::from_ref(&report))
            })
            .unwrap();
    }
}
