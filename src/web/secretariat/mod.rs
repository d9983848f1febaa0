//! The secretariat: what has come in, one report to read, what is done with it, and what is asked about it.

mod act;
mod index;
mod report;

pub(super) use act::{act, ask, follow_up, words};
pub(super) use index::index;
pub(super) use report::{document, report};
