//! Writers beside each other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use ccw_portal::store::registers::{find_register, insert_register};
use ccw_portal::store::schema::registers;
use ccw_portal::store::{Engine, Store, StoreError, StoreResult};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::{acts, note};
use crate::support::at;
use crate::support::database::{TestDatabase, engine};

/// Keeps the writer busy until told, so that what comes meanwhile shares a batch on SQLite.
fn hold(store: &Store) -> (thread::JoinHandle<()>, Sender<()>) {
    let (started, has_started) = channel();
    let (release, released) = channel();
    let released: Mutex<Receiver<()>> = Mutex::new(released);
    let store = store.clone();
    let held = thread::spawn(move || {
        store
            .write(move |_| {
                started.send(()).unwrap();
                released.lock().unwrap().recv().unwrap();
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
    has_started.recv().unwrap();
    (held, release)
}

#[test]
fn sixty_four_writers_lose_no_update() {
    let database = TestDatabase::new();
    let store = database.store();
    let day = at("2026-11-24T00:00:00Z");
    store.write(move |db| insert_register(db, day.date_naive(), day)).unwrap();
    let threads = (0..64).map(|_| {
        let store = store.clone();
        thread::spawn(move || {
            store.write(|db| {
                // Read, then write what was read: the update that gets lost without isolation.
                let revision = find_register(db)?.unwrap().revision;
                diesel::update(registers::table).set(registers::revision.eq(revision + 1)).execute(db)?;
                Ok::<_, StoreError>(())
            })
        })
    });
    let threads = threads.collect::<Vec<_>>();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(store.read(find_register).unwrap().unwrap().revision, 65);
}

#[test]
fn failing_and_panicking_work_leaves_its_neighbours_alone() {
    let database = TestDatabase::new();
    let store = database.store();
    let (held, release) = hold(&store);
    let ready = Arc::new(Barrier::new(21));
    let threads = (0..20).map(|number: u32| {
        let (store, ready) = (store.clone(), Arc::clone(&ready));
        thread::spawn(move || {
            ready.wait();
            catch_unwind(AssertUnwindSafe(|| {
                store.write(move |db| -> StoreResult<u32> {
                    note(db, &format!("{number:02}"))?;
                    match number {
                        7 => Err(StoreError::Refused("on purpose".into())),
                        11 => panic!("on purpose"),
                        13 => {
                            // Fails in the database, and the work fails with it.
                            db.batch_execute("INSERT INTO states (iso3) VALUES ('CHE')")?;
                            Ok(0)
                        }
                        _ => Ok(number),
                    }
                })
            }))
        })
    });
    let threads = threads.collect::<Vec<_>>();
    ready.wait();
    release.send(()).unwrap();
    let outcomes = threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>();
    held.join().unwrap();
    for (number, outcome) in (0..).zip(&outcomes) {
        match (number, outcome) {
            (7, Ok(Err(StoreError::Refused(_)))) | (11, Err(_)) | (13, Ok(Err(StoreError::Database(_)))) => {}
            (_, Ok(Ok(answer))) => assert_eq!(*answer, number),
            (_, other) => panic!("{number}: {other:?}"),
        }
    }
    let kept = (0..20).filter(|n| ![7, 11, 13].contains(n)).map(|n: u32| format!("{n:02}")).collect::<Vec<_>>();
    assert_eq!(store.read(acts).unwrap(), kept);
}

#[test]
fn what_was_answered_is_seen_by_others() {
    let database = TestDatabase::new();
    let store = database.store();
    for number in 0..20 {
        store.write(move |db| note(db, &format!("{number:02}"))).unwrap();
        assert_eq!(acts(&mut database.direct()).unwrap().len(), number + 1);
    }
}

#[test]
fn a_failing_commit_is_everybodys_failure_and_the_next_write_works() {
    let database = TestDatabase::new();
    let store = database.store();
    let (held, release) = hold(&store);
    // Both engines find out at the commit that a row refers to nothing.
    let prepare = match engine() {
        Engine::Sqlite => "PRAGMA defer_foreign_keys = ON",
        Engine::Postgres => {
            "ALTER TABLE treaty_actions ALTER CONSTRAINT treaty_actions_iso3_is_a_state DEFERRABLE INITIALLY DEFERRED"
        }
    };
    let answers = thread::scope(|scope| {
        let failing = scope.spawn(|| {
            store.write(move |db| -> StoreResult<()> {
                db.batch_execute(prepare)?;
                note(db, "failing")?;
                Ok(db.batch_execute(
                    "INSERT INTO treaty_actions (id, iso3, instrument, kind, deposited_on, verified, source) \
                     VALUES ('1', 'XXX', 'CCW', 'consent', '2000-01-01', '1', '')",
                )?)
            })
        });
        let others = (0..5).map(|_| scope.spawn(|| store.write(|db| note(db, "other")))).collect::<Vec<_>>();
        release.send(()).unwrap();
        assert!(failing.join().unwrap().is_err());
        others.into_iter().map(|other| other.join().unwrap()).collect::<Vec<_>>()
    });
    drop(held.join());
    // On SQLite the others fail if they shared the batch; whatever they were told is what happened.
    let written = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(store.read(acts).unwrap(), vec!["other"; written]);
    assert!(engine() == Engine::Sqlite || written == 5);
    store.write(|db| note(db, "next")).unwrap();
    assert!(store.read(acts).unwrap().contains(&"next".to_owned()));
}

#[test]
fn a_full_database_says_so_and_recovers() {
    let database = TestDatabase::new();
    let store = database.store();
    let full = store.write(|db| {
        note(db, "half")?;
        // A disk with no room, as near as each engine comes to it.
        match db {
            ccw_portal::store::Db::Sqlite(inner) => inner.batch_execute("PRAGMA max_page_count = 1")?,
            ccw_portal::store::Db::Postgres(inner) => {
                inner.batch_execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'database or disk is full'; END $$")?;
            }
        }
        for number in 0..2_000 {
            note(db, &format!("{number}{}", "x".repeat(2_000)))?;
        }
        Ok::<_, StoreError>(())
    });
    assert!(matches!(&full, Err(StoreError::Unavailable(why)) if why.contains("full")), "{full:?}");
    store.write(|db| note(db, "whole")).unwrap();
    assert_eq!(store.read(acts).unwrap(), ["whole"]);
}

#[test]
fn an_error_that_work_keeps_to_itself_does_not_pass_for_success() {
    let database = TestDatabase::new();
    let store = database.store();
    let answered = store.write(|db| {
        note(db, "before")?;
        // Ends PostgreSQL's transaction, not SQLite's.
        assert!(db.batch_execute("INSERT INTO nowhere VALUES (1)").is_err());
        Ok::<_, StoreError>(())
    });
    let written = store.read(acts).unwrap();
    assert_eq!(answered.is_ok(), written == ["before"], "{answered:?}");
    assert_eq!(answered.is_ok(), engine() == Engine::Sqlite);
}

#[test]
fn a_key_taken_in_the_meantime_is_seen_by_the_second_run() {
    let database = Arc::new(TestDatabase::new());
    let store = database.store();
    let day = at("2026-11-24T00:00:00Z");
    let (outside, runs) = (Arc::clone(&database), Arc::new(AtomicU32::new(0)));
    let counted = Arc::clone(&runs);
    let found = store.write(move |db| {
        let found = find_register(db)?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            // Refused on SQLite, where this write holds the lock.
            let other = insert_register(&mut outside.direct(), day.date_naive(), day);
            assert_eq!(other.is_ok(), engine() == Engine::Postgres);
        }
        if found.is_none() {
            insert_register(db, day.date_naive(), day)?;
        }
        Ok::<_, StoreError>(found.is_some())
    });
    let on_postgres = engine() == Engine::Postgres;
    assert_eq!((found.unwrap(), runs.load(Ordering::SeqCst)), (on_postgres, if on_postgres { 2 } else { 1 }));
}

#[test]
fn endless_contention_ends_as_busy() {
    let database = Arc::new(TestDatabase::new());
    let store = database.store();
    let day = at("2026-11-24T00:00:00Z");
    store.write(move |db| insert_register(db, day.date_naive(), day)).unwrap();
    let outside = Arc::clone(&database);
    let answer = match engine() {
        Engine::Postgres => store.write(move |db| {
            find_register(db)?;
            diesel::update(registers::table)
                .set(registers::revision.eq(registers::revision + 1))
                .execute(&mut outside.direct())?;
            diesel::update(registers::table).set(registers::revision.eq(registers::revision + 1)).execute(db)?;
            Ok::<_, StoreError>(())
        }),
        Engine::Sqlite => {
            // Another process that does not let go of the write lock.
            let mut other = outside.direct();
            other.batch_execute("BEGIN IMMEDIATE").unwrap();
            let answer = store.write(|db| note(db, "late"));
            other.batch_execute("ROLLBACK").unwrap();
            answer
        }
    };
    assert!(matches!(answer, Err(StoreError::Busy)), "{answer:?}");
    store.write(|db| note(db, "next")).unwrap();
    assert_eq!(store.read(acts).unwrap(), ["next"]);
}

#[test]
fn nothing_starts_inside_a_write() {
    let database = TestDatabase::new();
    let store = database.store();
    let inner = store.clone();
    store
        .write(move |_| {
            assert!(matches!(inner.write(|db| note(db, "inner")), Err(StoreError::Refused(_))));
            assert!(matches!(inner.read(acts), Err(StoreError::Refused(_))));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert!(store.read(acts).unwrap().is_empty());
}

#[test]
fn dropping_the_last_store_finishes_what_waits() {
    let database = TestDatabase::new();
    let store = database.store();
    let threads = (0..16).map(|number| {
        let store = store.clone();
        thread::spawn(move || store.write(move |db| note(db, &format!("{number:02}"))))
    });
    let threads = threads.collect::<Vec<_>>();
    drop(store);
    let answered = threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>();
    assert!(answered.iter().all(Result::is_ok));
    assert_eq!(acts(&mut database.direct()).unwrap().len(), 16);
}
