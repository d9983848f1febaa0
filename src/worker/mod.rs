//! The loops: what the portal does by itself, beside answering. Any number of programs may do it on one database.
//! A round that panics is an error of the log; the next begins as always.
//!
//! | Chore | Every | Does |
//! |---|---|---|
//! | sealer | 10 s | seals what was noted in the audit |
//! | planner | 1 min | writes the letters that are due, and takes back what waits in vain |
//! | tidier | 5 min | clears away what was left in the folder of documents |
//! | deliverer | 2 s | sends what waits in the outbox |

mod chores;

use std::panic::{AssertUnwindSafe, catch_unwind};
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
                // What it was doing in the database was not committed, and each round loads what it needs.
                if catch_unwind(AssertUnwindSafe(&mut round)).is_err() {
                    tracing::error!(chore = name, "a round broke off by a panic; the next begins as always");
                }
                if stopped.recv_timeout(every) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        })?);
    }
    let done = work();
    drop(ends);
    for thread in threads {
        let _ = thread.join();
    }
    done
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{Chore, beside};

    #[test]
    fn a_chore_that_panics_has_its_next_round() {
        let (told, rounds) = mpsc::channel();
        let mut count = 0;
        let round = move || {
            count += 1;
            told.send(count).unwrap();
            assert!(count > 1, "the first round panics");
        };
        let chore = Chore { name: "odd", every: Duration::from_millis(1), round: Box::new(round) };
        let second = beside(vec![chore], || Ok(rounds.iter().nth(1)));
        assert_eq!(second.unwrap(), Some(2));
    }
}
