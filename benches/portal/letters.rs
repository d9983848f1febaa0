//! Letters: a year of them planned, and many delivered by the real program to a mail server on this machine.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::{Duration, Instant};

use ccw_portal::domain::access::Role;
use ccw_portal::domain::calendar::{OfficeCalendar, ReportingRules};
use ccw_portal::domain::code::Iso3;
use ccw_portal::domain::letter::{Letter, Matter};
use ccw_portal::domain::reminder::{Contact, Desk, Facts, Steps, plan};
use ccw_portal::domain::treaty::Register;
use ccw_portal::store::outbox::{NewLetter, count_waiting, enqueue};
use ccw_portal::store::{Limits, Store, StoreResult};
use chrono::{DateTime, NaiveDate};

use crate::database::Database;
use crate::process::Serving;
use crate::rules::line;
use crate::smtp::{Manner, SmtpServer};

/// Letters in one go: a year of an installation with all States.
const LETTERS: u32 = 10_000;
const YEAR: u32 = 366;

/// The plan of a year, for all States and for half of them: linear in States.
pub(crate) fn print_plan() {
    let register = Register::embedded().unwrap();
    let half: Vec<_> = register.states().take(register.states().len() / 2).cloned().collect();
    let actions = register.actions().iter().filter(|act| half.iter().any(|state| state.iso3 == act.party));
    let half = Register::assemble(register.as_of(), half.clone(), actions.cloned().collect()).unwrap();
    println!("| Plan of 366 days, three contacts a State | µs |\n|---|---|");
    for (name, register) in [("98 States", &half), ("197 States", &register)] {
        let desks: BTreeMap<Iso3, Desk> = register.states().map(|state| (state.iso3, desk(state.iso3))).collect();
        let (steps, rules, office) =
            (Steps::embedded().unwrap(), ReportingRules::embedded().unwrap(), OfficeCalendar::embedded().unwrap());
        let (reports, decided) = (BTreeMap::new(), HashMap::new());
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let facts = Facts {
            steps: &steps,
            register,
            rules: &rules,
            office: &office,
            reports: &reports,
            desks: &desks,
            decided: &decided,
            released_on: Some(today),
        };
        let letters = plan(&facts, today, YEAR).letters.len();
        line(&format!("{name}, {letters} letters"), || {
            black_box(plan(&facts, today, YEAR));
        });
    }
    println!();
}

fn desk(party: Iso3) -> Desk {
    let contact = |role: Role| Contact {
        person: format!("{party} {}", role.key()),
        name: "A. Person".into(),
        address: format!("{}@example.org", role.key()),
        role,
        may_write: role.may_write(),
        confirmed_on: NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(),
        is_reached: true,
        bounced_on: None,
        without_courtesy: false,
    };
    let contacts = [Role::FocalPoint, Role::Deputy, Role::Submitter].map(contact).to_vec();
    Desk { contacts, through_mission: false }
}

/// Letters that wait when the program starts.
pub(crate) fn print_delivery(database: &Database) {
    let store = Store::open(&database.parsed(), Limits::default()).unwrap();
    fill(&store);
    let server = SmtpServer::start(Manner::default());
    let began = Instant::now();
    let serving = Serving::sending(&database.url, &server.url("smtp+plain://"));
    let mut memory = Vec::new();
    loop {
        std::thread::sleep(Duration::from_millis(200));
        memory.push(serving.resident_megabytes());
        if store.read(count_waiting).unwrap() == 0 {
            break;
        }
    }
    let took = began.elapsed().as_secs_f64();
    assert_eq!(u32::try_from(server.taken().len()), Ok(LETTERS));
    let early = memory.iter().copied().take(memory.len() / 4 + 1).fold(0.0, f64::max);
    let late = memory.iter().copied().fold(0.0, f64::max);
    println!("| Letters by SMTP | rate /s | resident after a quarter | most resident |\n|---|---|---|---|");
    println!("| {LETTERS} | {:.0} | {early:.0} MB | {late:.0} MB |\n", f64::from(LETTERS) / took);
}

fn fill(store: &Store) {
    let at = DateTime::UNIX_EPOCH;
    for first in (0..LETTERS / 500).map(|batch| batch * 500) {
        let work = move |db: &mut _| -> StoreResult<()> {
            for number in first..first + 500 {
                let matter = Matter::Published {
                    submission: "CHE-COMPLIANCE-2027.1".into(),
                    path: "/reports/CHE-COMPLIANCE-2027".into(),
                    is_closed: false,
                };
                let new = NewLetter {
                    dedupe_key: format!("bench/{number}"),
                    recipient: format!("bench{number}@example.org"),
                    letter: serde_json::to_value(Letter::new("A. Person", matter)).unwrap(),
                    queued_at: at,
                    not_before: None,
                };
                enqueue(db, &new)?;
            }
            Ok(())
        };
        store.write(work).unwrap();
    }
}
