//! Pools of connections that notice a database that went away and came back.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use diesel::r2d2::{ManageConnection, NopErrorHandler, Pool, PooledConnection, R2D2Connection};

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

/// A pool that opens connections when they are first needed.
pub(super) fn pool(url: &DatabaseUrl, access: Access, size: u32, patience: Duration) -> Pool<Door> {
    let door = Door { url: url.clone(), access, living: Arc::new(AtomicU64::new(0)) };
    Pool::builder()
        .max_size(size.max(1))
        .min_idle(Some(0))
        .connection_timeout(patience)
        // Whoever waits for a connection is told; a log line per attempt says nothing more.
        .error_handler(Box::new(NopErrorHandler))
        .build_unchecked(door)
}

/// A connection of the pool, or why there is none.
pub(super) fn take(pool: &Pool<Door>) -> StoreResult<PooledConnection<Door>> {
    let link = pool.get().map_err(|error| StoreError::Unavailable(error.to_string()))?;
    link.health.forget();
    Ok(link)
}
