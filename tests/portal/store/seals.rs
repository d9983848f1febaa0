//! The chain of seals over the audit: whole, tampered with past the store, and made by several at once.

use std::sync::Barrier;
use std::thread;

use ccw_portal::app::{seal_all_audit, seal_audit, verify_audit};
use ccw_portal::domain::audit::{Break, Verdict};
use ccw_portal::store::audit_entries::{NewEntry, insert_entry};
use ccw_portal::store::audit_seals::{insert_waiting, list_links, list_waiting};
use ccw_portal::store::migrate::{migrate, revert_last};
use ccw_portal::store::{Db, Engine, Store, StoreError};
use diesel::connection::SimpleConnection;

use super::{entry, note};
use crate::support::at;
use crate::support::database::{TestDatabase, engine};

/// More than one page of links.
const MANY: u32 = 1_203;

fn note_many(store: &Store, many: u32) {
    store.write(move |db| (0..many).try_for_each(|number| note(db, &format!("act {number}")))).unwrap();
}

fn seal(store: &Store) -> u64 {
    seal_audit(store, at("2027-03-31T12:00:10Z")).unwrap()
}

fn verify(store: &Store) -> Verdict {
    verify_audit(store, None).unwrap()
}

/// Acts in the order of their seals.
fn sealed_acts(store: &Store) -> Vec<String> {
    let links = store.read(|db| list_links(db, 0, 10_000)).unwrap();
    links.into_iter().map(|link| link.record.unwrap().act).collect()
}

/// The entry at a position of the chain.
fn entry_at(store: &Store, position: i64) -> String {
    store.read(move |db| list_links(db, position - 1, 1)).unwrap().remove(0).entry
}

/// A connection that lets an act go although its seal refers to it.
fn without_foreign_keys(database: &TestDatabase) -> Db {
    let mut db = database.direct();
    let off = match engine() {
        Engine::Sqlite => "PRAGMA foreign_keys = OFF",
        Engine::Postgres => "ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_entry_id_is_an_entry",
    };
    db.batch_execute(off).unwrap();
    db
}

#[test]
fn acts_are_sealed_once_and_in_pages() {
    let database = TestDatabase::new();
    let store = database.store();
    let nothing = Verdict { sealed: 0, unsealed: 0, last: None, broken: None, lacks_expected: false };
    assert_eq!(seal(&store), 0);
    assert_eq!(verify(&store), nothing);
    note_many(&store, MANY);
    assert_eq!(verify(&store), Verdict { unsealed: MANY.into(), ..nothing });
    assert_eq!(seal(&store), u64::from(MANY));
    assert_eq!(seal(&store), 0);
    let whole = verify(&store);
    assert_eq!((whole.sealed, whole.unsealed, &whole.broken), (MANY.into(), 0, &None));
    note_many(&store, 1);
    assert_eq!(verify(&store), Verdict { unsealed: 1, ..whole });
}

#[test]
fn an_act_that_comes_late_is_next() {
    let database = TestDatabase::new();
    let store = database.store();
    store.write(|db| note(db, "first")).unwrap();
    seal(&store);
    let earlier = |act: &str, time: &str| NewEntry { at: at(time), ..entry(act) };
    let late = [earlier("later", "2027-03-31T13:00:00Z"), earlier("earlier", "2020-01-01T00:00:00Z")];
    store.write(move |db| late.iter().try_for_each(|entry| insert_entry(db, entry))).unwrap();
    seal(&store);
    assert_eq!(sealed_acts(&store), ["first", "later", "earlier"], "as they were noted");
    assert_eq!(verify(&store).broken, None);
}

/// An act as another program writes it, with a key from long ago.
fn note_past_the_store(db: &mut Db, act: &str, waits: bool) {
    let key = "00000000-0000-7000-8000-000000000000";
    let insert = format!(
        "INSERT INTO audit_entries (id, at, actor, act, subject, detail) \
         VALUES ('{key}', '2020-01-01 00:00:00', 'office', '{act}', 'CHE', '{{\"version\":1}}')"
    );
    db.batch_execute(&insert).unwrap();
    if waits {
        db.batch_execute(&format!("INSERT INTO audit_unsealed (entry_id) VALUES ('{key}')")).unwrap();
    }
}

/// On PostgreSQL a transaction that began early may commit late: its acts have the lowest keys and come last.
#[test]
fn an_act_that_is_committed_after_later_ones_were_sealed_is_next() {
    let database = TestDatabase::new();
    let store = database.store();
    let mut slow = database.direct();
    if engine() == Engine::Postgres {
        slow.batch_execute("BEGIN").unwrap();
        note_past_the_store(&mut slow, "slow", true);
    }
    note_many(&store, 3);
    assert_eq!(seal(&store), 3, "what is not committed yet keeps nobody waiting");
    match engine() {
        Engine::Postgres => slow.batch_execute("COMMIT").unwrap(),
        Engine::Sqlite => note_past_the_store(&mut slow, "slow", true),
    }
    note_many(&store, 1);
    assert_eq!((seal(&store), seal(&store)), (2, 0));
    assert_eq!(sealed_acts(&store), ["act 0", "act 1", "act 2", "slow", "act 0"]);
    let verdict = verify(&store);
    assert_eq!((verdict.unsealed, verdict.broken), (0, None));
}

/// A round reads nothing but what waits, however long the log is; what was put in past that is found by reading all.
#[test]
fn a_round_looks_at_what_waits_alone() {
    let database = TestDatabase::new();
    let store = database.store();
    note_many(&store, 3);
    seal(&store);
    note_past_the_store(&mut database.direct(), "past", false);
    assert_eq!(seal(&store), 0);
    assert_eq!(verify(&store).unsealed, 1, "it is counted");
    let all = |store: &Store| seal_all_audit(store, at("2027-03-31T12:00:10Z")).unwrap();
    assert_eq!((all(&store), all(&store)), (1, 0));
    assert_eq!(sealed_acts(&store).last().map(String::as_str), Some("past"));
    assert!(store.read(|db| list_waiting(db, 10)).unwrap().is_empty());
}

#[test]
fn an_act_that_waits_though_it_has_a_seal_keeps_nobody_from_theirs() {
    let database = TestDatabase::new();
    let store = database.store();
    note_many(&store, 2);
    seal(&store);
    let sealed = entry_at(&store, 1);
    store.write(move |db| insert_waiting(db, std::slice::from_ref(&sealed))).unwrap();
    note_many(&store, 1);
    assert_eq!((seal(&store), seal(&store)), (1, 0));
    assert_eq!(verify(&store).broken, None);
    assert!(store.read(|db| list_waiting(db, 10)).unwrap().is_empty());
}

/// Acts that were noted before acts waited wait once the database is brought up to date.
#[test]
fn acts_of_an_older_program_wait_after_migrating() {
    let database = TestDatabase::new();
    note_many(&database.store(), 2);
    seal(&database.store());
    note_many(&database.store(), 3);
    let url = database.url();
    while revert_last(&url).unwrap() != ["20261130093000_create_audit_unsealed"] {}
    migrate(&url).unwrap();
    assert_eq!(seal(&database.store()), 3);
}

#[test]
fn what_is_changed_past_the_store_is_found() {
    for change in [
        "at = '2027-03-31 12:00:01'",
        "at = '2027-03-31 12:00:00.25'",
        "actor = 'nobody'",
        "act = 'other'",
        "subject = 'FRA'",
        "detail = '{\"version\": 1}'",
        "detail = 'no JSON'",
    ] {
        let database = TestDatabase::new();
        let store = database.store();
        note_many(&store, 4);
        seal(&store);
        let entry = entry_at(&store, 3);
        let tamper = format!("UPDATE audit_entries SET {change} WHERE id = '{entry}'");
        database.direct().batch_execute(&tamper).unwrap();
        assert_eq!(verify(&store).broken, Some(Break::Altered { position: 3, entry }), "{change}");
        note_many(&store, 1);
        seal(&store);
        assert!(verify(&store).broken.is_some(), "sealing goes on and hides nothing");
    }
}

#[test]
fn acts_that_change_places_are_found() {
    let database = TestDatabase::new();
    let store = database.store();
    note_many(&store, 4);
    seal(&store);
    let swap = "UPDATE audit_seals SET position = 10 WHERE position = 2;
                UPDATE audit_seals SET position = 2 WHERE position = 3;
                UPDATE audit_seals SET position = 3 WHERE position = 10";
    database.direct().batch_execute(swap).unwrap();
    let entry = entry_at(&store, 2);
    assert_eq!(verify(&store).broken, Some(Break::Unlike { position: 2, entry }));
}

#[test]
fn a_changed_seal_is_found() {
    let database = TestDatabase::new();
    let store = database.store();
    note_many(&store, 4);
    seal(&store);
    let entry = entry_at(&store, 2);
    database.direct().batch_execute("UPDATE audit_seals SET sha256 = 'no hash' WHERE position = 2").unwrap();
    assert_eq!(verify(&store).broken, Some(Break::WrongSeal { position: 2, entry }));
}

#[test]
fn what_is_taken_out_is_found() {
    let database = TestDatabase::new();
    let store = database.store();
    note_many(&store, 4);
    seal(&store);
    let entry = entry_at(&store, 2);
    let remove = format!("DELETE FROM audit_entries WHERE id = '{entry}'");
    database.store().write(move |db| Ok::<_, StoreError>(db.batch_execute(&remove)?)).unwrap_err();
    let remove = format!("DELETE FROM audit_entries WHERE id = '{entry}'");
    without_foreign_keys(&database).batch_execute(&remove).unwrap();
    assert_eq!(verify(&store).broken, Some(Break::NoEntry { position: 2, entry }));
    database.direct().batch_execute("DELETE FROM audit_seals WHERE position = 2").unwrap();
    assert_eq!(verify(&store).broken, Some(Break::Gap { position: 2 }));
}

/// The one thing that a chain cannot show by itself.
#[test]
fn an_end_that_is_cut_off_is_found_by_a_seal_that_was_kept() {
    let database = TestDatabase::new();
    let store = database.store();
    note_many(&store, 4);
    seal(&store);
    let kept = verify(&store).last.unwrap();
    let last = entry_at(&store, 4);
    let cut =
        format!("DELETE FROM audit_seals WHERE entry_id = '{last}'; DELETE FROM audit_entries WHERE id = '{last}'");
    database.direct().batch_execute(&cut).unwrap();
    let silent = verify(&store);
    assert_eq!((silent.sealed, silent.broken), (3, None));
    note_many(&store, 1);
    seal(&store);
    assert!(verify_audit(&store, Some(&kept)).unwrap().lacks_expected);
    let now = verify(&store).last.unwrap();
    note_many(&store, 1);
    seal(&store);
    assert!(!verify_audit(&store, Some(&now)).unwrap().lacks_expected, "an earlier seal stays in the chain");
}

#[test]
fn several_sealers_at_once_make_one_chain() {
    let database = TestDatabase::new();
    note_many(&database.store(), MANY);
    let (sealers, more) = (4, 50);
    let begin = Barrier::new(sealers + 1);
    let sealed: u64 = thread::scope(|scope| {
        let sealer = || {
            // A store each, as programs on several machines have.
            let store = database.store();
            begin.wait();
            (0..5).map(|_| seal(&store)).sum::<u64>()
        };
        let threads = (0..sealers).map(|_| scope.spawn(sealer)).collect::<Vec<_>>();
        let store = database.store();
        begin.wait();
        (0..more).for_each(|_| note_many(&store, 1));
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let store = database.store();
    let total = u64::from(MANY + more);
    assert_eq!(sealed + seal(&store), total, "each act is sealed by exactly one");
    let verdict = verify(&store);
    assert_eq!((verdict.sealed, verdict.unsealed, verdict.broken), ((MANY + more).into(), 0, None));
}
