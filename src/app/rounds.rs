//! When each chore of this process last came to its end without a failure, for operators.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use parking_lot::Mutex;

/// The chores of this process.
#[derive(Debug, Default)]
pub struct Rounds(Mutex<BTreeMap<&'static str, Option<DateTime<Utc>>>>);

impl Rounds {
    /// Notes that this process has the chore, before its first round: one that never succeeds is seen too.
    pub fn begin(&self, chore: &'static str) {
        self.0.lock().entry(chore).or_default();
    }

    /// Notes a round that did what it was to do.
    pub fn note(&self, chore: &'static str, at: DateTime<Utc>) {
        self.0.lock().insert(chore, Some(at));
    }

    /// Each chore with its last such round, if it had one.
    pub fn list(&self) -> Vec<(&'static str, Option<DateTime<Utc>>)> {
        self.0.lock().iter().map(|(chore, at)| (*chore, *at)).collect()
    }
}
