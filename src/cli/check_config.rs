//! `check-config`: every setting with its source, and everything that would keep `serve` from working.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::ExitCode;

use super::Failure;
use crate::config::{Mail, Values};
use crate::files::Files;
use crate::store::{DatabaseUrl, Engine, Limits, Store, backup, migrate};

pub(super) fn run(values: &Values) -> Result<ExitCode, Failure> {
    for (setting, value) in values.shown() {
        match value {
            Some((value, source)) => say!("{} = {value}   ({source})", setting.name),
            None => say!("{} is not set", setting.name),
        }
    }
    let config = values
        .config()
        .map_err(|unusable| Failure::NotUnderstood(unusable.iter().map(ToString::to_string).collect()))?;
    let mut problems: Vec<String> = Vec::new();
    check_database(&config.database_url, &mut problems);
    match Files::new(&config.files).check() {
        Ok(()) => say!("documents are kept in {}, where files can be written", config.files.display()),
        Err(error) => problems.push(format!("FILES: {error}")),
    }
    match TcpListener::bind(config.listen) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            say!("{} is in use, perhaps by the portal itself", config.listen);
        }
        Err(error) => problems.push(format!("LISTEN: cannot listen on {}: {error}", config.listen)),
    }
    check_mail(config.mail.as_ref(), &mut problems);
    if problems.is_empty() {
        say!("ready to serve");
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::Undone(anyhow::anyhow!(problems.join("; "))))
}

/// A folder that takes no file keeps nobody from serving, and every letter waiting.
fn check_mail(mail: Option<&Mail>, problems: &mut Vec<String>) {
    let Some(mail) = mail else {
        say!("letters wait in the database: MAIL_FOLDER is not set, so nobody receives one");
        return;
    };
    if let Err(error) = tempfile::tempfile_in(&mail.folder) {
        problems.push(format!("MAIL_FOLDER: {} takes no file: {error}", mail.folder.display()));
    }
}

fn check_database(url: &DatabaseUrl, problems: &mut Vec<String>) {
    match migrate::pending(url) {
        Ok(pending) if !pending.is_empty() && url.engine() == Engine::Postgres => {
            problems.push(format!(
                "DATABASE_URL: migrations are pending ({}); run `ccw-portal migrate`",
                pending.join(", ")
            ));
        }
        Ok(pending) if !pending.is_empty() => say!("the first start applies {}", pending.join(", ")),
        Ok(_) => show_contents(url, problems),
        Err(error) => problems.push(format!("DATABASE_URL: {error}")),
    }
}

/// Counts and hashes, by which a restored database is compared with the one it was taken from.
fn show_contents(url: &DatabaseUrl, problems: &mut Vec<String>) {
    match Store::open(url, Limits::default()).and_then(|store| store.snapshot(backup::contents)) {
        Ok(tables) => {
            say!("what the database holds; a restored copy shows the same:");
            tables.iter().for_each(|table| say!("table {}: {} rows, {}", table.table, table.rows, table.sha256))
        }
        Err(error) => problems.push(format!("DATABASE_URL: {error}")),
    }
}
