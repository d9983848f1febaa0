//! `check-config`: every setting with its source, and everything that would keep `serve` from working.

use std::net::TcpListener;
use std::process::ExitCode;

use super::Failure;
use crate::config::Values;
use crate::store::{DatabaseUrl, Engine, Limits, Store, backup, migrate};

pub(super) fn run(values: &Values) -> Result<ExitCode, Failure> {
    for (setting, value) in values.shown() {
        match value {
            Some((value, source)) => println!("{} = {value}   ({source})", setting.name),
            None => println!("{} is not set", setting.name),
        }
    }
    let mut problems: Vec<String> = Vec::new();
    match values.config() {
        Ok(config) => {
            check_database(&config.database_url, &mut problems);
            if let Err(error) = TcpListener::bind(config.listen) {
                problems.push(format!("LISTEN: cannot listen on {}: {error}", config.listen));
            }
        }
        Err(unusable) => problems.extend(unusable.iter().map(ToString::to_string)),
    }
    if problems.is_empty() {
        println!("ready to serve");
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::NotUnderstood(problems))
}

fn check_database(url: &DatabaseUrl, problems: &mut Vec<String>) {
    match migrate::pending(url) {
        Ok(pending) if !pending.is_empty() && url.engine() == Engine::Postgres => {
            problems.push(format!(
                "DATABASE_URL: migrations are pending ({}); run `ccw-portal migrate`",
                pending.join(", ")
            ));
        }
        Ok(pending) if !pending.is_empty() => println!("the first start applies {}", pending.join(", ")),
        Ok(_) => show_contents(url, problems),
        Err(error) => problems.push(format!("DATABASE_URL: {error}")),
    }
}

/// Counts and hashes, by which a restored database is compared with the one it was taken from.
fn show_contents(url: &DatabaseUrl, problems: &mut Vec<String>) {
    match Store::open(url, Limits::default()).and_then(|store| store.snapshot(backup::contents)) {
        Ok(tables) => {
            tables.iter().for_each(|table| println!("table {}: {} rows, {}", table.table, table.rows, table.sha256))
        }
        Err(error) => problems.push(format!("DATABASE_URL: {error}")),
    }
}
