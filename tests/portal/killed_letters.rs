//! Two programs that deliver letters, one of them killed at any instant: every letter arrives, and one that arrives
//! twice, because the mail server had it and the program died before noting so, is the same message by its Message-ID.
//!
//! As often as `KILLS` says; `tests/run --long` asks for hundreds.

use std::collections::BTreeMap;
use std::time::Duration;

use ccw_portal::app::import_embedded_register_once;
use ccw_portal::clock::Clock;
use ccw_portal::domain::letter::{Letter, Matter};
use ccw_portal::mail::{LEASE, Post, deliver_waiting};
use ccw_portal::store::outbox::{NewLetter, count_failed, count_waiting, enqueue};
use ccw_portal::store::{Store, StoreResult};
use chrono::{DateTime, Utc};

use crate::killed::{any_below, kills};
use crate::support::database::TestDatabase;
use crate::support::program::program;
use crate::support::serving::Serving;
use crate::support::smtp::{Manner, SmtpServer};

/// Letters written before each kill: more than are delivered until then.
const LETTERS_A_KILL: u32 = 40;

fn write_letters(store: &Store, round: u32, at: DateTime<Utc>) {
    let work = move |db: &mut _| -> StoreResult<()> {
        for number in 0..LETTERS_A_KILL {
            let matter = Matter::Published {
                submission: "CHE-COMPLIANCE-2027.1".into(),
                path: "/reports".into(),
                is_closed: false,
            };
            let new = NewLetter {
                dedupe_key: format!("killed/{round}/{number}"),
                recipient: format!("a{round}.{number}@example.org"),
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

fn header<'m>(message: &'m str, name: &str) -> &'m str {
    message.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim()
}

#[test]
fn no_letter_is_lost_and_one_that_comes_twice_is_the_same() {
    let database = TestDatabase::new();
    let store = database.store();
    let now = Clock::System.now();
    import_embedded_register_once(&store, now).unwrap();
    let server = SmtpServer::start(Manner { pause: Duration::from_millis(2), ..Manner::default() });
    let start = || {
        let mut command = program(&["serve"], &[]);
        command.env("MAIL_URL", server.url("smtp+plain://")).env("MAIL_FROM", "secretariat@example.org");
        Serving::of(command, &database)
    };
    // One goes on, as far as it finds letters that nobody holds.
    let mut other = start();
    for round in 0..kills() {
        write_letters(&store, round, now);
        let mut serving = start();
        std::thread::sleep(Duration::from_millis(any_below(150)));
        serving.kill();
    }
    other.kill();
    // Those that the killed had in hand are free again once their lease has ended.
    let post = Post::open(
        &server.url("smtp+plain://").parse().unwrap(),
        None,
        "secretariat@example.org".parse().unwrap(),
        "https://reports.example.org",
    );
    let (post, mut later) = (post.unwrap(), Clock::System.now());
    // A round ends with half a lease, however many letters wait; each that delivers something brings the end nearer.
    let mut waiting = i64::MAX;
    while (1..waiting).contains(&store.read(count_waiting).unwrap()) {
        waiting = store.read(count_waiting).unwrap();
        later += LEASE + chrono::TimeDelta::hours(1);
        deliver_waiting(&store, &post, later).unwrap();
    }
    assert_eq!((store.read(count_waiting).unwrap(), store.read(count_failed).unwrap()), (0, 0));
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for taken in server.taken() {
        let message = String::from_utf8(taken.bytes).unwrap();
        ids.entry(taken.to.join(",")).or_default().push(header(&message, "Message-ID:").to_owned());
    }
    assert_eq!(ids.len(), usize::try_from(kills() * LETTERS_A_KILL).unwrap(), "each arrived");
    let twice: Vec<_> = ids.values().filter(|ids| ids.len() > 1).collect();
    assert!(twice.iter().all(|ids| ids.iter().all(|id| *id == ids[0])), "{twice:?}");
    // At a kill, the last one of the other program included, one letter at most is between the mail server and the database.
    assert!(twice.len() <= usize::try_from(kills() + 1).unwrap(), "{}", twice.len());
}
