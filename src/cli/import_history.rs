//! `import history`: the reports filed before the portal, from a list.
//!
//! An operator's first act: before it nothing may be said of who has reported.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::import::{bytes_of, ended, held_register, refused};
use super::{Failure, visible};
use crate::app::{import_history, preview_history};
use crate::clock::Clock;
use crate::domain::history::{Facts, History, HistoryDifference, read};
use crate::domain::regime::{FormSets, regimes};
use crate::domain::treaty::Register;
use crate::store::Store;

#[derive(Args)]
pub(super) struct HistoryArguments {
    /// CSV with the columns iso3,regime,cycle,received_on,forms,file,source
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Change the database; without this, only show the differences
    #[arg(long)]
    apply: bool,
}

pub(super) fn run(arguments: &HistoryArguments, store: &Store) -> Result<ExitCode, Failure> {
    let register = held_register(store)?;
    let history = read_file(&arguments.file, &register)?;
    history.warnings.iter().for_each(|warning| note!("warning: {}", visible(&warning.to_string())));
    let difference = if arguments.apply {
        let called = arguments.file.file_name().unwrap_or_default().to_string_lossy();
        import_history(store, history.reports, &called, "ccw-portal import", Clock::System.now())?
    } else {
        preview_history(store, &history.reports)?
    };
    print(&difference);
    Ok(ended(difference.is_empty(), arguments.apply))
}

fn read_file(path: &Path, register: &Register) -> Result<History, Failure> {
    let bytes = bytes_of(path)?;
    let (regimes, form_sets) = (regimes()?, FormSets::embedded()?);
    let facts = Facts { register, regimes: &regimes, form_sets: &form_sets, today: Clock::System.today() };
    read(&bytes, &facts).map_err(|bad| refused(path, &bad))
}

fn print(difference: &HistoryDifference) {
    difference.describe_added().chain(difference.describe_changed()).for_each(|line| say!("{}", visible(&line)));
    say!(
        "historic reports: {} added, {} changed, {} unchanged; {} held and not in the file: kept",
        difference.added.len(),
        difference.changed.len(),
        difference.unchanged,
        difference.kept
    );
}
