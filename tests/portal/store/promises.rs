//! What the store must hold on either engine before anything is built on it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ccw_portal::domain::treaty::{Effect, Mark};
use ccw_portal::store::audit_entries::list_latest;
use ccw_portal::store::outbox::{NewLetter, count_waiting, enqueue};
use ccw_portal::store::registers::{find_register, insert_register, update_register};
use ccw_portal::store::states::insert_states;
use ccw_portal::store::treaty_actions::{insert_actions, list_actions};
use ccw_portal::store::{Engine, StoreError, StoreResult};
use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;

use super::{acts, entry, note};
use crate::support::database::{TestDatabase, engine};
use crate::support::{at, register};

#[test]
fn foreign_keys_are_on() {
    let database = TestDatabase::new();
    let orphan = register().actions()[..1].to_vec();
    let refused = database.store().write(move |db| insert_actions(db, &orphan));
    let Err(StoreError::Database(error)) = refused else { panic!("{refused:?}") };
    assert!(error.to_string().to_lowercase().contains("foreign key"), "{error}");
}

#[test]
fn write_holds_the_lock_from_the_start() {
    let database = Arc::new(TestDatabase::new());
    let store = database.store();
    let day = at("2026-11-24T00:00:00Z");
    store.write(move |db| insert_register(db, day.date_naive(), day)).unwrap();
    let runs = Arc::new(AtomicU32::new(0));
    let (outside, counted) = (Arc::clone(&database), Arc::clone(&runs));
    store
        .write(move |db| {
            find_register(db)?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                // Between our read and our write another process tries the same.
                let other = update_register(&mut outside.direct(), day.date_naive(), day);
                assert_eq!(other.is_ok(), engine() == Engine::Postgres, "SQLite keeps it out, PostgreSQL lets it win");
            }
            update_register(db, day.date_naive(), day)
        })
        .unwrap();
    let (expected_runs, expected_revision) = if engine() == Engine::Postgres { (2, 3) } else { (1, 2) };
    assert_eq!(runs.load(Ordering::SeqCst), expected_runs);
    assert_eq!(store.read(find_register).unwrap().unwrap().revision, expected_revision);
}

#[test]
fn write_rolls_back_on_error() {
    let database = TestDatabase::new();
    let store = database.store();
    let failed: StoreResult<()> = store.write(|db| {
        note(db, "half")?;
        Err(StoreError::Refused("no".into()))
    });
    assert!(matches!(failed, Err(StoreError::Refused(_))));
    assert!(store.read(acts).unwrap().is_empty());
}

#[test]
fn write_rolls_back_on_panic_and_the_pool_recovers() {
    let database = TestDatabase::new();
    let store = database.store();
    for _ in 0..20 {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            store.write::<(), StoreError>(|db| {
                db.transaction(|db| {
                    note(db, "half")?;
                    panic!("on purpose")
                })
            })
        }));
        assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"on purpose"));
    }
    store.write(|db| note(db, "whole")).unwrap();
    assert_eq!(store.read(acts).unwrap(), ["whole"]);
}

#[test]
fn nested_transaction_is_a_savepoint() {
    let database = TestDatabase::new();
    let store = database.store();
    store
        .write(|db| {
            note(db, "before")?;
            let inner: StoreResult<()> = db.transaction(|db| {
                note(db, "inside")?;
                Err(StoreError::Busy)
            });
            assert!(inner.is_err());
            db.transaction(|db| note(db, "kept"))?;
            note(db, "after")
        })
        .unwrap();
    assert_eq!(store.read(acts).unwrap(), ["after", "before", "kept"]);
}

#[test]
fn batch_insert_with_nulls() {
    let database = TestDatabase::new();
    let store = database.store();
    let register = register();
    let states = register.states().cloned().collect::<Vec<_>>();
    let actions = register.actions().to_vec();
    assert!(
        actions.iter().any(|action| action.effect.is_some()) && actions.iter().any(|action| action.effect.is_none())
    );
    store
        .write(move |db| {
            insert_states(db, &states)?;
            insert_actions(db, &actions)
        })
        .unwrap();
    assert_eq!(store.read(list_actions).unwrap(), register.actions());
}

#[test]
fn instant_round_trips() {
    let database = TestDatabase::new();
    let store = database.store();
    for (written, read) in [
        ("2027-03-31T21:59:59.999999999Z", "2027-03-31T21:59:59Z"),
        ("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58Z"),
        ("2024-02-29T00:00:00+05:30", "2024-02-28T18:30:00Z"),
    ] {
        let new = ccw_portal::store::audit_entries::NewEntry { at: at(written), ..entry("instant") };
        store.write(move |db| ccw_portal::store::audit_entries::insert_entry(db, &new)).unwrap();
        let entries = store.read(|db| list_latest(db, 100)).unwrap();
        assert!(entries.iter().any(|entry| entry.at == at(read)), "{written}");
    }
}

#[test]
fn date_round_trips() {
    let database = TestDatabase::new();
    let store = database.store();
    let register = register();
    let states = register.states().cloned().collect::<Vec<_>>();
    store.write(move |db| insert_states(db, &states)).unwrap();
    for (year, month, day) in [(1945, 6, 26), (1981, 4, 10), (2024, 2, 29), (9999, 12, 31)] {
        let mut action = register.actions()[0].clone();
        action.deposited_on = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        action.effect = Some(Effect { on: action.deposited_on, mark: Mark::Recalled });
        let written = action.clone();
        store.write(move |db| insert_actions(db, std::slice::from_ref(&written))).unwrap();
        assert!(store.read(list_actions).unwrap().contains(&action), "{year}");
    }
}

#[test]
fn json_text_round_trips() {
    let database = TestDatabase::new();
    let store = database.store();
    let detail =
        json!({ "version": 3, "texts": ["Côte d’Ivoire", "日本", "مصر", "\"\\\n\t"], "n": -1.5, "none": null });
    let new = ccw_portal::store::audit_entries::NewEntry { detail: detail.clone(), ..entry("json") };
    store.write(move |db| ccw_portal::store::audit_entries::insert_entry(db, &new)).unwrap();
    assert_eq!(store.read(|db| list_latest(db, 1)).unwrap()[0].detail, detail);
    for unversioned in [json!({}), json!([1]), json!("text"), json!({ "version": "1" })] {
        let new = ccw_portal::store::audit_entries::NewEntry { detail: unversioned, ..entry("json") };
        let refused = store.write(move |db| ccw_portal::store::audit_entries::insert_entry(db, &new));
        assert!(matches!(refused, Err(StoreError::Refused(_))));
    }
}

#[test]
fn duplicate_outbox_key_is_ignored() {
    let database = TestDatabase::new();
    let store = database.store();
    let letter = |key: &str, version: u32| NewLetter {
        dedupe_key: key.into(),
        recipient: "mission@example.org".into(),
        letter: json!({ "version": version }),
        queued_at: at("2027-01-15T08:00:00Z"),
        not_before: None,
    };
    let (first, again, other) = (letter("a", 1), letter("a", 2), letter("b", 1));
    let queued = store.write(move |db| {
        let queued = [enqueue(db, &first)?, enqueue(db, &again)?, enqueue(db, &other)?];
        // The transaction goes on after the duplicate.
        note(db, "queued")?;
        Ok::<_, StoreError>(queued)
    });
    assert_eq!(queued.unwrap().map(|id| id.is_some()), [true, false, true]);
    assert_eq!(store.read(count_waiting).unwrap(), 2);
    assert_eq!(store.read(acts).unwrap(), ["queued"]);
}

#[test]
fn a_reading_connection_refuses_to_write() {
    let database = TestDatabase::new();
    let store = database.store();
    assert!(store.read(|db| note(db, "read")).is_err());
    assert!(store.snapshot(|db| note(db, "snapshot")).is_err());
    assert!(store.read(|db| Ok(db.batch_execute("DELETE FROM states")?)).is_err());
    assert!(store.read(acts).unwrap().is_empty());
}

#[test]
fn a_snapshot_does_not_see_later_commits() {
    let database = TestDatabase::new();
    let store = database.store();
    store.write(|db| note(db, "first")).unwrap();
    let writer = store.clone();
    let seen = store.snapshot(move |db| {
        let before = acts(db)?;
        writer.write(|db| note(db, "second"))?;
        Ok((before, acts(db)?))
    });
    assert_eq!(seen.unwrap(), (vec!["first".to_owned()], vec!["first".to_owned()]));
    assert_eq!(store.read(acts).unwrap(), ["first", "second"]);
}

/// What `.cargo/config.toml` asks of SQLite: without it the program works, and slower.
#[test]
fn sqlite_is_built_as_the_settings_say() {
    #[derive(QueryableByName)]
    struct Made {
        #[diesel(sql_type = Text)]
        compile_options: String,
    }
    let database = TestDatabase::migrated_on(Engine::Sqlite);
    let made: Vec<Made> = diesel::sql_query("PRAGMA compile_options").load(&mut database.direct()).unwrap();
    let made: Vec<_> = made.into_iter().map(|made| made.compile_options).collect();
    for wanted in ["THREADSAFE=2", "DEFAULT_MEMSTATUS=0", "ENABLE_QPSG"] {
        assert!(made.iter().any(|option| option == wanted), "{wanted}: {made:?}");
    }
    assert!(!made.iter().any(|option| option.contains("MEMORY_MANAGEMENT")), "{made:?}");
}
