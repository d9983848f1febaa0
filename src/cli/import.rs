//! `import`: shows what would change in the data, and changes it when told to.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::Failure;
use crate::app::{import_register, preview_import};
use crate::clock::Clock;
use crate::domain::treaty::{Change, Register, RegisterDifference};
use crate::store::{DatabaseUrl, Limits, Store};

#[derive(Subcommand)]
pub(super) enum What {
    /// The register of participation; without files, the one that comes with the program
    Register(RegisterArguments),
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
    #[arg(long, value_name = "DATE", requires_all = ["states", "actions"])]
    as_of: Option<NaiveDate>,
    /// Change the database; without this, only show the differences
    #[arg(long)]
    apply: bool,
}

pub(super) fn run(what: &What, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let What::Register(arguments) = what;
    let register = arguments.register()?;
    let store = Store::open(url, Limits::default())?;
    let difference = if arguments.apply {
        import_register(&store, register, "ccw-portal import", Clock::System.now())?
    } else {
        preview_import(&store, &register)?
    };
    print(&difference);
    match (difference.is_empty(), arguments.apply) {
        (true, _) => println!("no differences"),
        (false, true) => println!("applied"),
        (false, false) => println!("nothing was changed; add --apply to change the database"),
    }
    Ok(ExitCode::SUCCESS)
}

impl RegisterArguments {
    fn register(&self) -> Result<Register, Failure> {
        let (Some(states), Some(actions), Some(as_of)) = (&self.states, &self.actions, self.as_of) else {
            return Ok(Register::embedded()?);
        };
        let read = |path: &PathBuf| {
            let text = std::fs::read_to_string(path);
            text.map_err(|error| Failure::NotUnderstood(vec![format!("{}: {error}", path.display())]))
        };
        let register = Register::from_csv(as_of, &read(states)?, &read(actions)?);
        register.map_err(|error| Failure::NotUnderstood(vec![error_line(&error)]))
    }
}

/// The error with its causes: the line of the file stands in the innermost.
fn error_line(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |line, cause| format!("{line}: {cause}"))
}

fn print(difference: &RegisterDifference) {
    if let Some((before, after)) = difference.as_of {
        println!("as of {before} -> {after}");
    }
    for change in &difference.states {
        match change {
            Change::Added(state) => println!("+ {} {}", state.iso3, state.short_name_en),
            Change::Removed(state) => println!("- {} {}", state.iso3, state.short_name_en),
            Change::Changed { before, after } => {
                println!("~ {} {} -> {}", after.iso3, before.short_name_en, after.short_name_en);
            }
        }
    }
    for change in &difference.actions {
        let (sign, act) = match change {
            Change::Added(act) => ('+', act),
            Change::Removed(act) => ('-', act),
            Change::Changed { after, .. } => ('~', after),
        };
        println!("{sign} {} {} {} {}", act.party, act.instrument, act.kind.spelling(), act.deposited_on);
    }
}
