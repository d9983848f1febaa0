//! `migrate`: the schema this program needs, and the register if there is none yet; and back.

use std::process::ExitCode;

use clap::Args;

use super::Failure;
use crate::app::import_embedded_register_once;
use crate::clock::Clock;
use crate::store::{DatabaseUrl, Limits, Store, migrate};

#[derive(Args)]
pub(super) struct Arguments {
    /// Show which migrations would be taken back: the latest, or so many
    #[arg(long, value_name = "COUNT", num_args = 0..=1, default_missing_value = "1")]
    revert: Option<usize>,
    /// Take them back, with all data that only they have room for
    #[arg(long, requires = "revert")]
    apply: bool,
}

pub(super) fn run(arguments: &Arguments, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    match arguments.revert {
        Some(count) => revert(count, arguments.apply, url),
        None => advance(url),
    }
}

fn advance(url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let applied = migrate::migrate(url)?;
    applied.iter().for_each(|name| say!("applied {name}"));
    if applied.is_empty() {
        say!("nothing to apply");
    }
    import_embedded_register_once(&Store::open(url, Limits::default())?, Clock::System.now())?;
    Ok(ExitCode::SUCCESS)
}

fn revert(count: usize, applies: bool, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let latest: Vec<_> = migrate::applied(url)?.into_iter().rev().take(count).collect();
    if latest.len() < count {
        return Err(anyhow::anyhow!("no more than {} migrations can be taken back", latest.len()).into());
    }
    if !applies {
        latest.iter().for_each(|name| say!("would take back {name}"));
        say!("nothing was changed; what only these have room for would be lost: make a backup, then add --apply");
        return Ok(ExitCode::SUCCESS);
    }
    for _ in &latest {
        migrate::revert_last(url)?.iter().for_each(|name| say!("took back {name}"));
    }
    Ok(ExitCode::SUCCESS)
}
