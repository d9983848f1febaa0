//! Pools of connections that notice a database that went away and came back.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use diesel::r2d2::{ManageConnection, NopErrorHandler, Pool, PooledConnection, R2D2Connection};
use parking_lot::FairMutex;

use super::connection::{Access, Link};
use super::database_url::DatabaseUrl;
use super::error::{StoreError, StoreResult};

/// Opens connections for a pool and says which to drop.
pub(super) struct Door {
    url: DatabaseUrl,
    access: Access,
    living: Arc<AtomicU64>,
}

impl ManageConnection for Door {
    type Connection = Link;
    type Error = StoreError;

    fn connect(&self) -> StoreResult<Link> {
        Link::open(&self.url, self.access, &self.living)
    }

    /// Asked each time a connection is handed out; costs no round trip.
    fn is_valid(&self, link: &mut Link) -> StoreResult<()> {
        match link.health.is_closed() {
            true => Err(StoreError::Unavailable("the connection was closed".into())),
            false => Ok(()),
        }
    }

    /// Asked when a connection comes back. A panic may have left anything behind; dropping
    /// the connection makes the database undo it.
    fn has_broken(&self, link: &mut Link) -> bool {
        std::thread::panicking() || link.health.is_closed() || link.db.is_broken()
    }
}

/// Connections that are opened when they are first needed. Whoever has waited longest for one is next: where many
/// wait, each waits about as long as all others, and nobody much longer.
pub(super) struct Links {
    pool: Pool<Door>,
    /// Held while waiting for a connection, so that one waits at the pool, whose own queue is not fair.
    queue: FairMutex<()>,
    patience: Duration,
}

impl Links {
    pub(super) fn new(url: &DatabaseUrl, access: Access, size: u32, patience: Duration) -> Self {
        let door = Door { url: url.clone(), access, living: Arc::new(AtomicU64::new(0)) };
        let pool = Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(0))
            .connection_timeout(patience)
            // Whoever waits for a connection is told; a log line per attempt says nothing more.
            .error_handler(Box::new(NopErrorHandler))
            .build_unchecked(door);
        Self { pool, queue: FairMutex::new(()), patience }
    }

    /// A connection, or why there is none.
    pub(super) fn take(&self) -> StoreResult<PooledConnection<Door>> {
        let since = Instant::now();
        let none = || StoreError::Unavailable("no connection to the database came free".into());
        let _next = self.queue.try_lock_for(self.patience).ok_or_else(none)?;
        let rest = self.patience.saturating_sub(since.elapsed());
        let link = self.pool.get_timeout(rest).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        link.health.forget();
        Ok(link)
    }
}
