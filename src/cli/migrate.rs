//! `migrate`: the schema this program needs, and the register if there is none yet.

use std::process::ExitCode;

use super::Failure;
use crate::app::import_embedded_register_once;
use crate::clock::Clock;
use crate::store::{DatabaseUrl, Limits, Store, migrate};

pub(super) fn run(url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let applied = migrate::migrate(url)?;
    applied.iter().for_each(|name| say!("applied {name}"));
    if applied.is_empty() {
        say!("nothing to apply");
    }
    import_embedded_register_once(&Store::open(url, Limits::default())?, Clock::System.now())?;
    Ok(ExitCode::SUCCESS)
}
