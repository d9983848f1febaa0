//! `serve`: the portal on its address, until told to stop.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use super::{Failure, demo_reports, start_logging};
use crate::app::{Portal, import_embedded_register_once, seal_all_audit, seal_audit, sweeping};
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::files::Files;
use crate::mail::{Post, deliver_waiting};
use crate::store::revisions::is_demonstration;
use crate::store::{DatabaseUrl, Engine, Limits, Store, migrate};
use crate::web::{self, Site};

/// How long an act may wait for its seal.
const SEAL_EVERY: Duration = Duration::from_secs(10);
/// How long a letter may wait before its first attempt.
const DELIVER_EVERY: Duration = Duration::from_secs(2);

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
    let portal = Arc::new(Portal::open(store.clone(), files, Clock::System)?);
    let mut site = Site::new(portal, &config.public_url, demo)?.behind(config.trusted_proxies.clone());
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
    beside(seals(store.clone()), || beside(letters(store, post), || web::serve(site, listener, config.workers)))?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// What a thread beside the server does again and again: its name, how often, and one round of it.
type Chore = (&'static str, Duration, Box<dyn FnMut() + Send>);

/// Seals what is noted in the audit; until it has once found also what another program left, it looks for that after
/// what waits, since reading the whole log may take long or fail.
fn seals(store: Store) -> Option<Chore> {
    let mut has_looked = false;
    let seal = move || {
        let now = Clock::System.now();
        let mut round = seal_audit(&store, now);
        if round.is_ok() && !has_looked {
            round = seal_all_audit(&store, now);
            has_looked = round.is_ok();
        }
        if let Err(error) = round {
            tracing::warn!(%error, "acts could not be sealed");
        }
    };
    Some(("sealer", SEAL_EVERY, Box::new(seal)))
}

/// Delivers the letters that wait, where they can go anywhere.
fn letters(store: Store, post: Option<Post>) -> Option<Chore> {
    let post = post?;
    let deliver = move || {
        if let Err(error) = deliver_waiting(&store, &post, Clock::System.now()) {
            tracing::warn!(%error, "letters wait: the database does not answer");
        }
    };
    Some(("deliverer", DELIVER_EVERY, Box::new(deliver)))
}

/// Does `work`, while a thread beside it sees to the chore.
fn beside(chore: Option<Chore>, work: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<()> {
    let Some((name, every, mut round)) = chore else { return work() };
    let (serving, stopped) = mpsc::channel::<()>();
    let thread = thread::Builder::new().name(name.into()).spawn(move || {
        loop {
            round();
            // Nothing is ever sent; the other end goes when serving ends.
            if stopped.recv_timeout(every) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
    })?;
    let served = work();
    drop(serving);
    // Should it have panicked, that was said, and the next start does what it left.
    let _ = thread.join();
    served
}
