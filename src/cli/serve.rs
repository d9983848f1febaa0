//! `serve`: the portal on its address, until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;

use super::{Failure, start_logging};
use crate::app::{Portal, import_embedded_register_once};
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::store::{DatabaseUrl, Engine, Limits, Store, migrate};
use crate::web::{self, Site};

pub(super) fn run(values: &Values) -> Result<ExitCode, Failure> {
    let config = values
        .config()
        .map_err(|problems| Failure::NotUnderstood(problems.iter().map(ToString::to_string).collect()))?;
    start_logging(values)?;
    let listener = listen(config.listen)?;
    prepare(&config.database_url)?;
    serve(&config, listener, false)
}

/// Taken first: an installation that cannot be reached changes nothing.
pub(super) fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    Ok(TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?)
}

/// SQLite is brought up to date at once: nobody else uses the file. On PostgreSQL other
/// nodes may be running, so that is a step of its own.
fn prepare(url: &DatabaseUrl) -> Result<(), Failure> {
    if url.engine() == Engine::Sqlite {
        migrate::migrate(url)?;
        return Ok(());
    }
    let pending = migrate::pending(url)?;
    if pending.is_empty() {
        return Ok(());
    }
    Err(anyhow::anyhow!("migrations are pending ({}); run `ccw-portal migrate` first", pending.join(", ")).into())
}

/// Opens everything, and serves until told to stop.
pub(super) fn serve(config: &Config, listener: TcpListener, demo: bool) -> Result<ExitCode, Failure> {
    let limits = Limits { readers: config.database_connections, ..Limits::default() };
    let store = Store::open(&config.database_url, limits)?;
    import_embedded_register_once(&store, Clock::System.now())?;
    let portal = Arc::new(Portal::open(store, Clock::System)?);
    let site = Site::new(portal, &config.public_url, demo)?;
    let address = listener.local_addr()?;
    if demo {
        say!("The demonstration runs at http://{address}/ - stop it with Ctrl-C.");
    }
    tracing::info!(%address, database = %config.database_url, "serving");
    web::serve(site, listener, config.workers)?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
