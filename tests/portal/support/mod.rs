//! What tests need around the program.

pub(crate) mod database;
pub(crate) mod portal;
#[cfg(feature = "browser-tests")]
pub(crate) mod server;

use ccw_portal::domain::treaty::Register;
use chrono::{DateTime, Utc};

/// A moment in whole seconds.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The register that comes with the program.
pub(crate) fn register() -> Register {
    Register::embedded().unwrap()
}
