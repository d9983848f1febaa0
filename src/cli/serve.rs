//! `serve`: the portal on its address, until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use super::{Failure, start_logging};
use crate::app::{Portal, import_embedded_register_once, seal_audit};
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::files::Files;
use crate::store::{DatabaseUrl, Engine, Limits, Store, migrate};
use crate::web::{self, Site};

/// How long an act may wait for its seal.
const SEAL_EVERY: Duration = Duration::from_secs(10);

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
    let files = Files::new(&config.files);
    files.check().context("FILES: documents cannot be kept")?;
    let portal = Arc::new(Portal::open(store.clone(), files, Clock::System)?);
    let site = Site::new(portal, &config.public_url, demo)?.behind(config.trusted_proxies.clone());
    let address = listener.local_addr()?;
    if demo {
        say!("The demonstration runs at http://{address}/ - stop it with Ctrl-C.");
    }
    tracing::info!(%address, database = %config.database_url, "serving");
    sealing(store, || web::serve(site, listener, config.workers))?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Does `work`, while a thread beside it seals what is noted in the audit.
fn sealing(store: Store, work: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<()> {
    let (serving, stopped) = mpsc::channel::<()>();
    let sealer = thread::Builder::new().name("sealer".into()).spawn(move || {
        loop {
            if let Err(error) = seal_audit(&store, Clock::System.now()) {
                tracing::warn!(%error, "acts could not be sealed");
            }
            // Nothing is ever sent; the other end goes when serving ends.
            if stopped.recv_timeout(SEAL_EVERY) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
    })?;
    let served = work();
    drop(serving);
    // Should it have panicked, that was said, and the next start seals what it left.
    let _ = sealer.join();
    served
}
