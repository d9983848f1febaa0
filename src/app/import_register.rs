//! Brings the register of participation into the database, and reports what that changes.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::treaty::{Change, Register, RegisterDifference};
use crate::store::audit_entries::{NewEntry, insert_entry};
use crate::store::{Db, Store, StoreError, StoreResult, registers, states, treaty_actions};

/// The register in the database with its revision; `None` before the first import.
pub fn load_register(db: &mut Db) -> StoreResult<Option<(Register, i64)>> {
    let Some(found) = registers::find_register(db)? else { return Ok(None) };
    let (states, actions) = (states::list_states(db)?, treaty_actions::list_actions(db)?);
    let register = Register::assemble(found.as_of, states, actions).map_err(|error| StoreError::Corrupt {
        table: "registers",
        id: "register".into(),
        why: error.to_string(),
    })?;
    Ok(Some((register, found.revision)))
}

/// What importing `new` would change; everything is new to an empty database.
pub fn preview_import(store: &Store, new: &Register) -> StoreResult<RegisterDifference> {
    let before = store.snapshot(load_register)?;
    Ok(before.map_or_else(|| everything(new), |(before, _)| before.difference(new)))
}

/// Makes the database hold `new`, in one transaction with its audit entry.
///
/// Returns what changed; importing the same register again changes nothing.
pub fn import_register(
    store: &Store,
    new: Register,
    actor: &str,
    now: DateTime<Utc>,
) -> StoreResult<RegisterDifference> {
    let actor = actor.to_owned();
    store.write(move |db| {
        let before = load_register(db)?;
        let difference = before.as_ref().map_or_else(|| everything(&new), |(before, _)| before.difference(&new));
        if difference.is_empty() {
            return Ok(difference);
        }
        apply(db, &difference)?;
        match before {
            None => registers::insert_register(db, new.as_of(), now)?,
            Some(_) => registers::update_register(db, new.as_of(), now)?,
        }
        insert_entry(db, &entry(&actor, &new, &difference, now))?;
        Ok(difference)
    })
}

/// Imports the register that comes with the program into a database that has none.
pub fn import_embedded_register_once(store: &Store, now: DateTime<Utc>) -> anyhow::Result<()> {
    if store.read(registers::find_register)?.is_none() {
        let embedded = Register::embedded()?;
        let as_of = embedded.as_of();
        import_register(store, embedded, "ccw-portal", now)?;
        tracing::info!(%as_of, "the register that comes with the program was imported");
    }
    Ok(())
}

fn everything(new: &Register) -> RegisterDifference {
    RegisterDifference {
        as_of: None,
        states: new.states().cloned().map(Change::Added).collect(),
        actions: new.actions().iter().cloned().map(Change::Added).collect(),
    }
}

/// Added and changed States first, so that acts find their State; removed ones last.
fn apply(db: &mut Db, difference: &RegisterDifference) -> StoreResult<()> {
    states::insert_states(db, &added(&difference.states))?;
    for change in &difference.states {
        if let Change::Changed { after, .. } = change {
            states::update_state(db, after)?;
        }
    }
    for change in &difference.actions {
        match change {
            Change::Removed(action) => treaty_actions::delete_action(db, action)?,
            Change::Changed { after, .. } => treaty_actions::update_action(db, after)?,
            Change::Added(_) => {}
        }
    }
    treaty_actions::insert_actions(db, &added(&difference.actions))?;
    for change in &difference.states {
        if let Change::Removed(state) = change {
            states::delete_state(db, state.iso3)?;
        }
    }
    Ok(())
}

fn added<T: Clone>(changes: &[Change<T>]) -> Vec<T> {
    let new = changes.iter().filter_map(|change| match change {
        Change::Added(new) => Some(new.clone()),
        _ => None,
    });
    new.collect()
}

fn entry(actor: &str, new: &Register, difference: &RegisterDifference, now: DateTime<Utc>) -> NewEntry {
    NewEntry {
        at: now,
        actor: actor.to_owned(),
        act: "register.imported".into(),
        subject: new.as_of().to_string(),
        detail: json!({
            "version": 2,
            "as_of_before": difference.as_of.map(|(before, _)| before),
            "states": difference.states.iter().map(Change::describe).collect::<Vec<_>>(),
            "actions": difference.actions.iter().map(Change::describe).collect::<Vec<_>>(),
        }),
    }
}
