//! What `serve` and `work` open before they begin.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::Failure;
use crate::app::{Portal, import_embedded_register_once, sweeping};
use crate::clock::Clock;
use crate::config::{Config, Problem, Values};
use crate::domain::validation::Outside;
use crate::files::Files;
use crate::mail::Post;
use crate::store::revisions::is_demonstration;
use crate::store::{DatabaseUrl, Limits, Store, migrate};

/// All settings, or everything that is wrong with them.
pub(super) fn config(values: &Values) -> Result<Config, Failure> {
    let said = |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect();
    values.config().map_err(|problems| Failure::NotUnderstood(said(problems)))
}

/// Refuses a database that lacks tables; nothing is changed.
pub(super) fn refuse_pending(url: &DatabaseUrl) -> Result<(), Failure> {
    let pending = migrate::pending(url)?;
    if pending.is_empty() {
        return Ok(());
    }
    Err(anyhow::anyhow!("migrations are pending ({}); run `ccw-portal migrate` first", pending.join(", ")).into())
}

/// The portal on its database and its documents.
pub(super) fn portal(config: &Config, demo: bool) -> Result<Arc<Portal>, Failure> {
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
    let outside = outside(config.mine_ban_parties.as_deref(), config.population.as_deref())
        .map_err(|problem| Failure::NotUnderstood(vec![problem]))?;
    Ok(Arc::new(Portal::open(store, files, Clock::System)?.knowing(outside)))
}

/// The lists from outside that are given; what cannot be used is named with its file and line.
pub(super) fn outside(mine_ban_parties: Option<&Path>, population: Option<&Path>) -> Result<Outside, String> {
    let text_of = |file: Option<&Path>| file.map(std::fs::read_to_string).transpose();
    let named = |file: Option<&Path>, why: &dyn Display| format!("{}: {why}", file.unwrap_or(Path::new("")).display());
    let mut outside = Outside::default();
    if let Some(csv) = text_of(mine_ban_parties).map_err(|error| named(mine_ban_parties, &error))? {
        outside = outside.with_mine_ban_parties(&csv).map_err(|error| named(mine_ban_parties, &error))?;
    }
    if let Some(csv) = text_of(population).map_err(|error| named(population, &error))? {
        outside = outside.with_population(&csv).map_err(|error| named(population, &error))?;
    }
    Ok(outside)
}

/// Whether letters can be written into a folder, or what keeps them out.
pub(super) fn takes_letters(folder: &Path) -> Result<(), String> {
    tempfile::tempfile_in(folder).map(drop).map_err(|error| format!("{} takes no file: {error}", folder.display()))
}

/// Where letters go, if anywhere; the log is told.
pub(super) fn post(config: &Config) -> Result<Option<Post>, Failure> {
    let Some(mail) = &config.mail else {
        tracing::warn!("letters wait in the database: MAIL_URL is not set");
        return Ok(None);
    };
    let post = mail.post(&config.public_url).map_err(|why| anyhow::anyhow!(why))?;
    if let Some(folder) = mail.to.folder() {
        takes_letters(folder).map_err(|why| anyhow::anyhow!("MAIL_URL: {why}"))?;
    }
    tracing::info!(to = %mail.to, "letters go out");
    Ok(Some(post))
}
