//! `sweep`: files in the folder of documents that no report names.
//!
//! A command and no chore: after an older backup was restored, or with the folder of another database, files that
//! are needed have no name here.

use std::process::ExitCode;

use clap::Args;

use super::{Failure, database, not_understood, open_migrated};
use crate::app::sweeping;
use crate::clock::Clock;
use crate::config::Values;
use crate::files::Files;

#[derive(Args)]
pub(super) struct Arguments {
    /// Remove them; without it they are only shown
    #[arg(long)]
    apply: bool,
}

pub(super) fn run(arguments: &Arguments, values: &Values) -> Result<ExitCode, Failure> {
    let store = open_migrated(&database(values)?)?;
    let files = Files::new(values.files().map_err(not_understood)?);
    let now = Clock::System.now();
    let unnamed = sweeping::unnamed(&store, &files, now)?;
    let mut count = 0;
    for sha256 in &unnamed {
        if !arguments.apply || sweeping::sweep(&store, &files, sha256, now)? {
            count += 1;
            say!("{sha256}");
        }
    }
    let counted = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    match (count, arguments.apply) {
        (0, _) => say!("every file older than a day is named by a report"),
        (_, true) => say!("{counted} removed"),
        (_, false) => {
            say!("{counted} that no report in this database names; nothing was removed, add --apply to do so")
        }
    }
    Ok(ExitCode::SUCCESS)
}
