//! A database that goes away and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ccw_portal::store::{Db, Engine, Store, StoreError};
use diesel::prelude::*;

use super::{acts, note};
use crate::support::database::{LIMITS, TestDatabase, engine};

#[test]
fn a_database_that_was_away_is_used_again_without_a_restart() {
    let database = TestDatabase::new();
    let store = database.store();
    match engine() {
        Engine::Postgres => {
            // Fills the pools, so that every connection in them is a closed one later.
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| store.write(|db| note(db, "before")).unwrap());
                    scope.spawn(|| store.read(acts).unwrap());
                }
            });
            for _ in 0..5 {
                database.disconnect_everybody();
                store.read(acts).unwrap();
                store.write(|db| note(db, "after")).unwrap();
            }
        }
        Engine::Sqlite => {
            let elsewhere = database.path().with_extension("away");
            std::fs::rename(database.path(), &elsewhere).unwrap();
            assert!(matches!(store.read(acts), Err(StoreError::Unavailable(_))));
            assert!(matches!(store.write(|db| note(db, "away")), Err(StoreError::Unavailable(_))));
            assert!(!database.path().exists(), "a file was made in its place");
            std::fs::rename(&elsewhere, database.path()).unwrap();
            store.write(|db| note(db, "after")).unwrap();
        }
    }
    assert!(store.read(acts).unwrap().contains(&"after".to_owned()));
}

#[test]
fn a_connection_lost_in_the_middle_costs_a_second_run_at_most() {
    let database = TestDatabase::new();
    let store = database.store();
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    store
        .write(move |db| {
            note(db, "once")?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 && matches!(db, Db::Postgres(_)) {
                diesel::sql_query("SELECT pg_terminate_backend(pg_backend_pid())").execute(db)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), if engine() == Engine::Postgres { 2 } else { 1 });
    assert_eq!(store.read(acts).unwrap(), ["once"]);
}

#[test]
fn a_database_that_cannot_be_reached_is_not_available() {
    let nowhere = match engine() {
        Engine::Sqlite => "sqlite:/nowhere/at/all.db",
        Engine::Postgres => "postgres://u:s3cret@127.0.0.1:1/d",
    };
    let refused = Store::open(&nowhere.parse().unwrap(), LIMITS);
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}
