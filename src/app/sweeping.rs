//! Clears away what was left in the folder of documents. Between a file and the row that names it a process may die,
//! and a filing on behalf that was looked over may be left and never filed; such a file harms nobody but takes room.
//! What was looked over goes by itself after a day. A file of which nothing is known goes only when an operator says so:
//! after an older backup was restored it may be what a newer one names.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use super::attaching::AttachError;
use crate::files::Files;
use crate::store::{Store, attachments};

/// A file that is younger may be on its way into a report. No upload and no transaction takes nearly as long.
const SAFE_AGE: Duration = Duration::from_secs(24 * 60 * 60);

fn before(now: DateTime<Utc>) -> SystemTime {
    SystemTime::from(now) - SAFE_AGE
}

fn is_named(store: &Store, sha256: &str) -> Result<bool, AttachError> {
    Ok(store.read(|db| attachments::is_named(db, sha256))?)
}

/// Removes files that stopped on their way into the folder or out of it, and what was looked over and left; gives how
/// many.
pub fn clear_passage(store: &Store, files: &Files, now: DateTime<Utc>) -> Result<usize, AttachError> {
    files.clear_passage(before(now), |sha256| is_named(store, sha256))
}

/// Hashes of whole files that no draft and no submission in this database names.
pub fn unnamed(store: &Store, files: &Files, now: DateTime<Utc>) -> Result<Vec<String>, AttachError> {
    let mut found = Vec::new();
    for sha256 in files.list_older(before(now))? {
        if !is_named(store, &sha256)? {
            found.push(sha256);
        }
    }
    Ok(found)
}

/// Removes such a file, unless it is named by now or its content came again; whether it went.
pub fn sweep(store: &Store, files: &Files, sha256: &str, now: DateTime<Utc>) -> Result<bool, AttachError> {
    files.discard_older(sha256, before(now), || is_named(store, sha256))
}
