//! The queue before passwords are hashed.
//!
//! A hash keeps a processor busy for a twentieth of a second. A few run, some wait here without a thread, and
//! whoever comes when the queue is full is asked to come back: pages need the same threads.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::PageError;

/// Hashes at a time; as many as `app` does at once.
const RUNNING: usize = 2;
/// Waiting behind them: the last for about half a second.
const WAITING: usize = 16;

/// The queue.
pub(super) struct Hashing {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Leave to hash once, until it is dropped: it goes along with the work, whether or not somebody waits for the answer.
pub(super) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Hashing {
    pub(super) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(RUNNING + WAITING)), turns: Arc::new(Semaphore::new(RUNNING)) }
    }

    /// Waits in the order of arrival; an error where too many wait already.
    pub(super) async fn turn(&self) -> Result<Turn, PageError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_full| PageError::Crowded)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_closed| PageError::Unavailable)?;
        Ok(Turn { _place: place, _turn: turn })
    }
}
