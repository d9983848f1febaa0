//! The store, on the engine of this run.

mod addresses;
pub(crate) mod backups;
mod history;
mod many;
mod migrations;
mod outages;
mod promises;
mod registers;
mod seals;
pub(crate) mod tables;
mod writing;

use ccw_portal::store::audit_entries::{NewEntry, insert_entry, list_latest};
use ccw_portal::store::{Db, StoreResult};
use serde_json::json;

use crate::support::at;

/// An entry that tells its act.
fn entry(act: &str) -> NewEntry {
    NewEntry {
        at: at("2027-03-31T12:00:00Z"),
        actor: "office".into(),
        act: act.into(),
        subject: "CHE".into(),
        detail: json!({ "version": 1 }),
    }
}

/// Notes an act.
fn note(db: &mut Db, act: &str) -> StoreResult<()> {
    insert_entry(db, &entry(act))
}

/// All acts noted, in alphabetical order.
pub(crate) fn acts(db: &mut Db) -> StoreResult<Vec<String>> {
    let mut acts = list_latest(db, 1_000)?.into_iter().map(|entry| entry.act).collect::<Vec<_>>();
    acts.sort();
    Ok(acts)
}
