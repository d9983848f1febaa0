//! The secretariat: what has come in, one report to read, and what is done with it.

mod index;
mod report;

pub(super) use index::index;
pub(super) use report::{act, document, report};
