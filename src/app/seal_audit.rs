//! Seals noted acts into the chain, and reads the chain again.
//!
//! Acts are sealed a little after they are done, not in their own transactions: these would
//! all wait for the one row at the end of the chain. An act's own transaction notes that it waits, so that sealing
//! looks at what waits alone and misses nothing: neither order of time nor of keys says what was committed last.

use chrono::{DateTime, Utc};

use crate::domain::audit::{BEGINNING, Verdict, Verification, seal};
use crate::store::audit_seals::{
    NewSeal, count_unsealed, end_waiting, hold_last, insert_seals, insert_waiting, list_forgotten, list_links,
    list_unsealed, list_waiting,
};
use crate::store::{Db, Store, StoreError, StoreResult};

/// Acts in memory at a time, and in one transaction.
const PAGE: u32 = 500;

/// Seals every act that waits for it, and answers how many they were.
///
/// The order of the chain is that of sealing: an act that comes late, with an earlier time than the last sealed
/// one, is simply next. Any number of programs may do this at once.
pub fn seal_audit(store: &Store, now: DateTime<Utc>) -> StoreResult<u64> {
    let mut sealed = 0;
    // Asked on a connection that reads: mostly there is nothing to do, and then nobody has to wait.
    while !store.read(|db| list_waiting(db, 1))?.is_empty() {
        sealed += store.write(move |db| seal_page(db, now))?;
    }
    Ok(sealed)
}

/// The same for every act without a seal, also those that do not wait: reads the whole log.
pub fn seal_all_audit(store: &Store, now: DateTime<Utc>) -> StoreResult<u64> {
    if !store.read(list_forgotten)?.is_empty() {
        store.write(|db| {
            let forgotten = list_forgotten(db)?;
            insert_waiting(db, &forgotten)
        })?;
    }
    seal_audit(store, now)
}

fn seal_page(db: &mut Db, now: DateTime<Utc>) -> StoreResult<u64> {
    let last = hold_last(db)?;
    let (mut position, mut previous) = last.map_or((0, BEGINNING.to_owned()), |last| (last.position, last.sha256));
    let (mut seals, mut sealed) = (Vec::new(), 0);
    let waiting = list_waiting(db, PAGE)?;
    // Whatever waits though it has a seal must not keep the others from theirs.
    for record in list_unsealed(db, &waiting)? {
        position = position.saturating_add(1);
        sealed += 1;
        previous = seal(&previous, &record).map_err(unwritable)?;
        seals.push(NewSeal { entry_id: record.id, position, sha256: previous.clone(), sealed_at: now });
    }
    insert_seals(db, &seals)?;
    end_waiting(db, &waiting)?;
    Ok(sealed)
}

/// Reads the whole chain as of one moment; `expected` is a seal that it is to hold.
pub fn verify_audit(store: &Store, expected: Option<&str>) -> StoreResult<Verdict> {
    store.snapshot(|db| {
        let mut verification = Verification::new(expected);
        let mut links = list_links(db, 0, PAGE)?;
        while let Some(last) = links.last().map(|link| link.position) {
            for link in links {
                verification.take(link).map_err(unwritable)?;
            }
            links = list_links(db, last, PAGE)?;
        }
        Ok(verification.finish(count_unsealed(db)?.unsigned_abs()))
    })
}

fn unwritable(error: serde_json::Error) -> StoreError {
    StoreError::Refused(error.to_string())
}
