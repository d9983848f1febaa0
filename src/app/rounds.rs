//! When each chore of this process last came to its end without a failure, for operators.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use parking_lot::Mutex;

/// The chores that have had such a round.
#[derive(Debug, Default)]
pub struct Rounds(Mutex<BTreeMap<&'static str, DateTime<Utc>>>);

impl Rounds {
    /// Notes a round that did what it was to do.
    pub fn note(&self, chore: &'static str, at: DateTime<Utc>) {
        self.0.lock().insert(chore, at);
    }

    /// Each chore with its last.
    pub fn list(&self) -> Vec<(&'static str, DateTime<Utc>)> {
        self.0.lock().iter().map(|(chore, at)| (*chore, *at)).collect()
    }
}
