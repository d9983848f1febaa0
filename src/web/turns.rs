//! The queues before what keeps a processor busy: hashing passwords, setting documents.
//!
//! A few run, some wait here without a thread, and whoever comes when the queue is full is asked to come back: pages
//! need the same threads.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::PageError;

/// A queue.
pub(super) struct Turns {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Leave to work once, until it is dropped: it goes along with the work, whether or not somebody waits for the answer.
pub(super) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Turns {
    /// So many at a time, and so many waiting behind them.
    fn new(running: usize, waiting: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(running + waiting)), turns: Arc::new(Semaphore::new(running)) }
    }

    /// For hashes, which take a twentieth of a second: as many at a time as `app` does at once, and the last in the
    /// queue waits for about half a second.
    pub(super) fn hashing() -> Self {
        Self::new(2, 16)
    }

    /// For documents, which take as long where they are short, and seconds where they are very long.
    #[cfg(feature = "pdf")]
    pub(super) fn setting() -> Self {
        Self::new(2, 16)
    }

    /// Waits in the order of arrival; an error where too many wait already.
    pub(super) async fn turn(&self) -> Result<Turn, PageError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_full| PageError::Crowded)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_closed| PageError::Unavailable)?;
        Ok(Turn { _place: place, _turn: turn })
    }
}
