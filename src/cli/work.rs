//! `work`: what the portal does by itself, without the web, until told to stop.

use std::process::ExitCode;

use anyhow::Context;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{Failure, opening, start_logging};
use crate::config::Values;
use crate::worker;

pub(super) fn run(values: &Values) -> Result<ExitCode, Failure> {
    let config = opening::config(values)?;
    start_logging(values)?;
    opening::refuse_pending(&config.database_url)?;
    // From here on, whoever stops the program is heard, and a round that has begun is ended.
    let mut signals = Signals::new([SIGINT, SIGTERM]).context("signals cannot be heard")?;
    let portal = opening::portal(&config, false)?;
    let chores = worker::chores(&portal, opening::post(&config)?);
    tracing::info!(database = %config.database_url, "working");
    worker::beside(chores, || {
        let told = signals.forever().next();
        tracing::info!(signal = told, "stopping; rounds that have begun are ended");
        Ok(())
    })?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
