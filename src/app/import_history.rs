//! Brings reports filed before the portal into the database, and reports what that changes.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::history::{HistoricReport, HistoryDifference, difference};
use crate::store::audit_entries::{NewEntry, insert_entry};
use crate::store::historic_reports::{insert_historic_reports, list_historic_reports, update_historic_report};
use crate::store::{Db, Store, StoreResult};

/// What importing the reports of a list would change.
pub fn preview_history(store: &Store, listed: &[HistoricReport]) -> StoreResult<HistoryDifference> {
    Ok(difference(&store.read(list_historic_reports)?, listed))
}

/// Makes the database say what the list `called` so says, in one transaction with its audit entry.
///
/// Returns what changed; importing the same list again changes nothing, and nothing is ever removed.
pub fn import_history(
    store: &Store,
    listed: Vec<HistoricReport>,
    called: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> StoreResult<HistoryDifference> {
    let (called, actor) = (called.to_owned(), actor.to_owned());
    store.write(move |db| {
        let difference = difference(&list_historic_reports(db)?, &listed);
        if !difference.is_empty() {
            apply(db, &difference)?;
            insert_entry(db, &entry(&actor, &called, &difference, now))?;
        }
        Ok(difference)
    })
}

fn apply(db: &mut Db, difference: &HistoryDifference) -> StoreResult<()> {
    insert_historic_reports(db, &difference.added)?;
    difference.changed.iter().try_for_each(|(_, after)| update_historic_report(db, after))
}

fn entry(actor: &str, called: &str, difference: &HistoryDifference, now: DateTime<Utc>) -> NewEntry {
    NewEntry {
        at: now,
        actor: actor.to_owned(),
        act: "history.imported".into(),
        subject: called.to_owned(),
        detail: json!({
            "version": 1,
            "added": difference.describe_added().collect::<Vec<_>>(),
            "changed": difference.describe_changed().collect::<Vec<_>>(),
            "unchanged": difference.unchanged,
            "kept": difference.kept,
        }),
    }
}
