//! Events counted by key against a quota, of which one can be taken back: what turned out well does not count.

use std::hash::Hash;
use std::sync::Arc;

use governor::clock::DefaultClock;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::{HashMapStateStore, ShrinkableKeyedStateStore};
use governor::{Quota, RateLimiter};

/// The counts of one kind of event.
pub(super) struct Counted<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, Counts<K>, DefaultClock>,
    counts: Counts<K>,
    /// After how long one event is forgotten.
    one: Nanos,
}

impl<K: Hash + Eq + Clone> Counted<K> {
    pub(super) fn new(quota: Quota) -> Self {
        let counts = Counts(Arc::default());
        let limiter = RateLimiter::new(quota, counts.clone(), DefaultClock::default());
        Self { limiter, counts, one: quota.replenish_interval().into() }
    }

    /// Counts one; `false` where there were too many, and then it is not counted.
    pub(super) fn take(&self, key: &K) -> bool {
        self.limiter.check_key(key).is_ok()
    }

    /// Takes back one that was counted.
    pub(super) fn take_back(&self, key: &K) {
        let before = |until: Option<Nanos>| until.map(|until| ((), until.saturating_sub(self.one))).ok_or(());
        // Where nothing is counted any more there is nothing to take back.
        let _outcome = self.counts.measure_and_replace(key, before);
    }

    /// Drops the keys of which nothing counts any more.
    pub(super) fn drop_old(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

/// Where the limiter keeps its counts, in reach of who takes one back.
struct Counts<K>(Arc<HashMapStateStore<K>>);

impl<K> Clone for Counts<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: Hash + Eq + Clone> StateStore for Counts<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0.measure_and_replace(key, f)
    }
}

impl<K: Hash + Eq + Clone> ShrinkableKeyedStateStore<K> for Counts<K> {
    fn retain_recent(&self, drop_below: Nanos) {
        self.0.retain_recent(drop_below);
    }

    fn shrink_to_fit(&self) {
        self.0.shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    #[test]
    fn what_is_taken_back_does_not_count_and_the_rest_does() {
        let counted = Counted::new(Quota::per_hour(NonZeroU32::new(3).unwrap()));
        for _ in 0..20 {
            assert!(counted.take(&"a"));
            counted.take_back(&"a");
        }
        assert_eq!([0; 5].map(|_| counted.take(&"a")), [true, true, true, false, false]);
        counted.take_back(&"a");
        assert_eq!([0; 2].map(|_| counted.take(&"a")), [true, false], "one for one");
        counted.take_back(&"b");
        assert_eq!([0; 4].map(|_| counted.take(&"b")), [true, true, true, false], "nothing is saved up");
    }
}
