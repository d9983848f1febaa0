//! `serve`: the portal on its address, until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;

use super::{Failure, demo_reports, start_logging};
use crate::app::{Portal, import_embedded_register_once, sweeping};
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::files::Files;
use crate::store::revisions::is_demonstration;
use crate::store::{DatabaseUrl, Engine, Limits, Store, migrate};
use crate::web::{self, Site};
use crate::worker;

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
    let post = config.mail.as_ref().map(|mail| mail.post(&config.public_url)).transpose();
    let post = post.map_err(|why| anyhow::anyhow!(why))?;
    let limits = Limits { readers: config.database_connections, ..Limits::default() };
    let store = Store::open(&config.database_url, limits)?;
    if !demo && store.read(is_demonstration)? {
        return Err(anyhow::anyhow!("this is a database of the demonstration; its reports are samples").into());
    }
    import_embedded_register_once(&store, Clock::System.now())?;
    let files = Files::new(&config.files);
    files.check().context("FILES: documents cannot be kept")?;
    match sweeping::clear_passage(&store, &files, Clock::System.now()) {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "cleared away files that had stopped on their way"),
        Err(error) => tracing::warn!(%error, "files that stopped on their way could not be cleared away"),
    }
    let portal = Arc::new(Portal::open(store, files, Clock::System)?);
    let mut site = Site::new(Arc::clone(&portal), &config.public_url, demo)?.behind(config.trusted_proxies.clone());
    if let (true, Some(folder)) = (demo, config.mail.as_ref().and_then(|mail| mail.to.folder())) {
        site = site.showing_letters(folder.to_owned()).with_samples(demo_reports::references());
    }
    let address = listener.local_addr()?;
    if demo {
        say!("The demonstration runs at http://{address}/ - stop it with Ctrl-C.");
    }
    tracing::info!(%address, database = %config.database_url, "serving");
    match &config.mail {
        Some(mail) => tracing::info!(to = %mail.to, "letters go out"),
        None => tracing::warn!("letters wait in the database: MAIL_URL is not set"),
    }
    worker::beside(worker::chores(&portal, post), || web::serve(site, listener, config.workers))?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
