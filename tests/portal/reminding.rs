//! Reminders from the plan to the message, on both engines.

use std::sync::atomic::{AtomicI64, Ordering};

use ccw_portal::app::reminding::{self, DecideError, Known, Planned, Written, write_due};
use ccw_portal::domain::code::Iso3;
use ccw_portal::store::outbox::count_waiting;
use ccw_portal::store::people::{Person, find_person_by_email};
use ccw_portal::store::reminders::{insert_promise, set_through_mission};
use ccw_portal::store::{StoreError, StoreResult};

use crate::support::at;
use crate::support::portal::TestPortal;
use crate::web::outbox::doors;

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
    let file = stage.portal.mailbox.path().join(format!("{}.eml", letters[0].id));
    let message = std::fs::read_to_string(file).unwrap();
    assert!(message.contains("DTSTART;VALUE=3DDATE:20270331") && !message.contains("DTEND"), "{message}");
    // What opens a door is no longer in the database.
    assert_eq!(doors(&stage.portal), 0);
    stage.on("2026-12-02T09:00:00Z");
    assert_eq!(stage.round(), Written::default());
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
    reminding::end_release(store, &by, stage.now()).unwrap();
    stage.on("2027-03-17T09:00:00Z");
    assert_eq!(stage.round(), Written::default());
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
        let party = reference.split('-').next().unwrap().to_owned();
        let reference: ccw_portal::domain::report::ReportReference = reference.parse().unwrap();
        let now = self.now();
        let report = ccw_portal::domain::history::HistoricReport {
            party: Iso3::parse(&party).unwrap(),
            regime: reference.regime,
            cycle: reference.cycle,
            received_on: Some(now.date_naive()),
            forms: None,
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
