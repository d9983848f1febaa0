//! `serve`: the portal on its address, until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;

use super::{Failure, demo_reports, opening, start_logging};
use crate::config::{Config, Values};
use crate::store::{DatabaseUrl, Engine, migrate};
use crate::web::{self, Site};
use crate::worker;

#[derive(Args)]
pub(super) struct Arguments {
    /// Serve pages alone: letters are planned and sent, and acts sealed, by `ccw-portal work`
    #[arg(long)]
    without_worker: bool,
}

/// What one process does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    /// Shows what the portal is like, with a worker.
    Demonstration,
    /// Serves, and works beside it.
    WebAndWorker,
    /// Serves; others work.
    Web,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    let config = opening::config(values)?;
    start_logging(values)?;
    let listener = listen(config.listen)?;
    prepare(&config.database_url)?;
    serve(&config, listener, if arguments.without_worker { Duty::Web } else { Duty::WebAndWorker })
}

/// Taken first: an installation that cannot be reached changes nothing.
pub(super) fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    Ok(TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?)
}

/// SQLite is brought up to date at once: nobody else serves from the file. On PostgreSQL other
/// nodes may be running, so that is a step of its own.
fn prepare(url: &DatabaseUrl) -> Result<(), Failure> {
    if url.engine() == Engine::Sqlite {
        migrate::migrate(url)?;
        return Ok(());
    }
    opening::refuse_pending(url)
}

/// Opens everything, and serves until told to stop.
pub(super) fn serve(config: &Config, listener: TcpListener, duty: Duty) -> Result<ExitCode, Failure> {
    let demo = duty == Duty::Demonstration;
    let portal = opening::portal(config, demo)?;
    let mut site = Site::new(Arc::clone(&portal), &config.public_url, demo)?.behind(config.trusted_proxies.clone());
    if let Some(mail) = &config.mail {
        site = site.reached_at(mail.from.address());
    }
    if let (true, Some(folder)) = (demo, config.mail.as_ref().and_then(|mail| mail.to.folder())) {
        site = site.showing_letters(folder.to_owned()).with_samples(demo_reports::references());
    }
    let address = listener.local_addr()?;
    if demo {
        say!("The demonstration runs at http://{address}/ - stop it with Ctrl-C.");
    }
    let chores = if duty == Duty::Web { Vec::new() } else { worker::chores(&portal, opening::post(config)?) };
    tracing::info!(%address, database = %config.database_url, worker = duty != Duty::Web, "serving");
    worker::beside(chores, || web::serve(site, listener, config.workers))?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
