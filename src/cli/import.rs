//! `import`: shows what would change in the data, and changes it when told to.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::import_contacts::{self, ContactsArguments};
use super::import_history::{self, HistoryArguments};
use super::{Failure, visible};
use crate::app::{import_register, load_register, preview_import};
use crate::clock::Clock;
use crate::domain::list::BadLines;
use crate::domain::treaty::{Change, Register, RegisterDifference};
use crate::store::registers::find_register;
use crate::store::{DatabaseUrl, Store};

#[derive(Subcommand)]
pub(super) enum What {
    /// The register of participation; without files, the one that comes with the program
    Register(RegisterArguments),
    /// Reports filed before the portal, from a list of them; no report is ever removed
    History(HistoryArguments),
    /// Contacts of the States, from a list of them: each is invited as at /secretariat/people; nobody is ever removed
    Contacts(ContactsArguments),
}

#[derive(Args)]
pub(super) struct RegisterArguments {
    /// List of States, with the columns of the program's own states.csv
    #[arg(long, value_name = "FILE", requires_all = ["actions", "as_of"])]
    states: Option<PathBuf>,
    /// Treaty actions, with the columns of the program's own actions.csv
    #[arg(long, value_name = "FILE", requires_all = ["states", "as_of"])]
    actions: Option<PathBuf>,
    /// Day on which the depositary's lists were read, for example 2026-02-03
    #[arg(long, value_name = "DATE", requires_all = ["states", "actions"], value_parser = super::date)]
    as_of: Option<NaiveDate>,
    /// Change the database; without this, only show the differences
    #[arg(long)]
    apply: bool,
    /// Apply a register of an earlier day than the one in the database
    #[arg(long, requires = "apply")]
    older: bool,
}

pub(super) fn run(what: &What, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    match what {
        What::Register(arguments) => run_register(arguments, url),
        What::History(arguments) => import_history::run(arguments, &super::open_migrated(url)?),
        What::Contacts(arguments) => import_contacts::run(arguments, &super::open_migrated(url)?),
    }
}

fn run_register(arguments: &RegisterArguments, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let register = arguments.register()?;
    let store = super::open_migrated(url)?;
    refuse_older(&store, &register, arguments)?;
    let difference = if arguments.apply {
        import_register(&store, register, "ccw-portal import", Clock::System.now())?
    } else {
        preview_import(&store, &register)?
    };
    print(&difference);
    Ok(ended(difference.is_empty(), arguments.apply))
}

/// Says whether the database was changed.
pub(super) fn ended(is_empty: bool, apply: bool) -> ExitCode {
    match (is_empty, apply) {
        (true, _) => say!("no differences"),
        (false, true) => say!("applied"),
        (false, false) => say!("nothing was changed; add --apply to change the database"),
    }
    ExitCode::SUCCESS
}

/// The register against which a list is read.
pub(super) fn held_register(store: &Store) -> Result<Register, Failure> {
    let missing = || anyhow::anyhow!("the database holds no register; run `ccw-portal import register --apply`");
    let (register, _) = store.snapshot(load_register)?.ok_or_else(missing)?;
    Ok(register)
}

/// The content of a list.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|error| Failure::NotUnderstood(vec![format!("{}: {error}", visible(&path.display().to_string()))]))
}

/// Names the bad lines of a list.
pub(super) fn refused(path: &Path, bad: &BadLines) -> Failure {
    let file = path.display();
    let named = bad.named.iter().map(|line| visible(&format!("{file}: {line}")));
    let more = (bad.more > 0).then(|| visible(&format!("{file}: and {} more lines", bad.more)));
    Failure::NotUnderstood(named.chain(more).collect())
}

/// A register as of an earlier day would take facts away that were there to see.
fn refuse_older(store: &Store, register: &Register, arguments: &RegisterArguments) -> Result<(), Failure> {
    let held = store.read(find_register)?.map(|held| held.as_of);
    match held {
        Some(held) if register.as_of() < held && !arguments.apply => {
            say!("this register is as of {}, the one in the database as of {held}", register.as_of());
            Ok(())
        }
        Some(held) if register.as_of() < held && !arguments.older => Err(anyhow::anyhow!(
            "the database holds the register as of {held}, and this one is as of {}; add --older if that is meant",
            register.as_of()
        )
        .into()),
        _ => Ok(()),
    }
}

impl RegisterArguments {
    fn register(&self) -> Result<Register, Failure> {
        let (Some(states), Some(actions), Some(as_of)) = (&self.states, &self.actions, self.as_of) else {
            return Ok(Register::embedded()?);
        };
        if as_of > Clock::System.today() {
            return Err(Failure::NotUnderstood(vec![format!("--as-of {as_of} lies in the future")]));
        }
        let read = |path: &PathBuf| {
            let text = std::fs::read_to_string(path);
            text.map_err(|error| Failure::NotUnderstood(vec![format!("{}: {error}", path.display())]))
        };
        let register = Register::from_csv(as_of, &read(states)?, &read(actions)?);
        register.map_err(|error| Failure::NotUnderstood(vec![error.to_string()]))
    }
}

fn print(difference: &RegisterDifference) {
    if let Some((before, after)) = difference.as_of {
        say!("as of {before} -> {after}");
    }
    difference.states.iter().for_each(|change| say!("{}", change.describe()));
    difference.actions.iter().for_each(|change| say!("{}", change.describe()));
    if !difference.is_empty() {
        say!("States: {}; treaty actions: {}", counts(&difference.states), counts(&difference.actions));
    }
}

fn counts<T>(changes: &[Change<T>]) -> String {
    let count = |kind: fn(&Change<T>) -> bool| changes.iter().filter(|change| kind(change)).count();
    format!(
        "{} added, {} changed, {} removed",
        count(|change| matches!(change, Change::Added(_))),
        count(|change| matches!(change, Change::Changed { .. })),
        count(|change| matches!(change, Change::Removed(_)))
    )
}
