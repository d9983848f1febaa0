//! The loops: what the portal does by itself, beside answering. Any number of programs may do it on one database.
//!
//! | Chore | Every | Does |
//! |---|---|---|
//! | sealer | 10 s | seals what was noted in the audit |
//! | planner | 1 min | writes the letters that are due, and takes back what waits in vain |
//! | deliverer | 2 s | sends what waits in the outbox |

mod chores;

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

pub use chores::chores;

/// What a thread does again and again.
pub struct Chore {
    name: &'static str,
    every: Duration,
    round: Box<dyn FnMut() + Send>,
}

/// Does `work`, while a thread beside it sees to each chore. A round that has begun is ended first.
pub fn beside<T>(chores: Vec<Chore>, work: impl FnOnce() -> std::io::Result<T>) -> std::io::Result<T> {
    let mut threads = Vec::new();
    let mut ends = Vec::new();
    for Chore { name, every, mut round } in chores {
        // Nothing is ever sent; the other end goes when the work ends.
        let (end, stopped) = mpsc::channel::<()>();
        ends.push(end);
        threads.push(thread::Builder::new().name(name.into()).spawn(move || {
            loop {
                round();
                if stopped.recv_timeout(every) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        })?);
    }
    let done = work();
    drop(ends);
    for thread in threads {
        // Should it have panicked, that was said, and the next start does what it left.
        let _ = thread.join();
    }
    done
}
