//! `versions`: the rules and form sets that the portal goes by.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::{Failure, visible};
use crate::app::data_versions::{self, Doer, VersionError, document_of};
use crate::clock::Clock;
use crate::domain::data_version::{DataKind, Difference, LARGEST_VERSION};
use crate::store::Store;

#[derive(Subcommand)]
pub(super) enum What {
    /// Every version, and which are in force
    List,
    /// Print the data file of a version, to make the next one from
    Show(Named),
    /// Show how a file differs from what it is made from, and with --apply keep it; it is not in force yet
    Add(Add),
    /// Go by a version from now on: rules instead of those before, a form set from its first cycle on
    PutInForce(Named),
    /// Go by a version no longer: by the program’s rules again, or by the other form sets, while no report answers this one
    TakeOut(Named),
}

#[derive(Args)]
pub(super) struct Named {
    #[arg(value_parser = kind())]
    kind: DataKind,
    /// For example 2, or APII/2028
    name: String,
}

#[derive(Args)]
pub(super) struct Add {
    #[arg(value_parser = kind())]
    kind: DataKind,
    /// The data file; of rules it holds those that differ from the program’s
    file: PathBuf,
    /// Why the version is made: kept, and shown to administrators
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// The version it is compared with [default: the one in force]
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// Keep it; without this, only show the differences
    #[arg(long)]
    apply: bool,
}

/// `rules`, the rules that read reports, or `form-set`, the forms of a regime.
fn kind() -> impl TypedValueParser<Value = DataKind> {
    let words = PossibleValuesParser::new(DataKind::ALL.map(DataKind::key));
    words.try_map(|word| DataKind::from_key(&word).ok_or("no kind of data"))
}

const ACTOR: &str = "ccw-portal versions";

pub(super) fn run(what: &What, store: &Store) -> Result<ExitCode, Failure> {
    let doer = || Doer { by: ACTOR.to_owned(), at: Clock::System.now() };
    match what {
        What::List => list(store)?,
        What::Show(Named { kind, name }) => {
            let document = document_of(store, *kind, name).map_err(refused)?;
            std::io::stdout().write_all(document.as_bytes()).context("the result cannot be written")?;
        }
        What::Add(arguments) => add(store, arguments, doer())?,
        What::PutInForce(Named { kind, name }) => {
            data_versions::put_in_force(store, *kind, name, doer()).map_err(refused)?;
            say!("in force: {name}");
        }
        What::TakeOut(Named { kind, name }) => {
            data_versions::take_out(store, *kind, name, doer()).map_err(refused)?;
            say!("out of force: {name}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(store: &Store) -> Result<(), Failure> {
    for version in data_versions::list(store)? {
        let state = match (version.in_force, version.fits) {
            (true, true) => "in force",
            (true, false) => "in force, but does not fit this program: its own hold",
            (false, _) => "not in force",
        };
        say!("{:<9} {:<20} {state}: {}", version.kind.key(), version.name, visible(&version.why));
    }
    Ok(())
}

fn add(store: &Store, arguments: &Add, doer: Doer) -> Result<(), Failure> {
    let kind = arguments.kind;
    let text = read(&arguments.file)?;
    let found = data_versions::changes(store, kind, &text, arguments.from.as_deref()).map_err(refused)?;
    found.iter().for_each(|difference| say!("{}", visible(&line(difference))));
    if !arguments.apply {
        say!("{} differences; nothing was changed; add --apply to keep the version", found.len());
        return Ok(());
    }
    let name = data_versions::add(store, kind, &text, &arguments.why, doer).map_err(refused)?;
    say!("kept as {name}, not in force yet");
    Ok(())
}

fn line(difference: &Difference) -> String {
    match (&difference.before, &difference.after) {
        (None, Some(after)) => format!("+ {}: {after}", difference.place),
        (Some(before), None) => format!("- {}: {before}", difference.place),
        (before, after) => {
            let said = |one: &Option<String>| one.clone().unwrap_or_default();
            format!("~ {}: {} -> {}", difference.place, said(before), said(after))
        }
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let not_understood = |why: String| Failure::NotUnderstood(vec![visible(&format!("{}: {why}", file.display()))]);
    let size = std::fs::metadata(file).map_err(|error| not_understood(error.to_string()))?.len();
    if size > u64::try_from(LARGEST_VERSION).unwrap_or(u64::MAX) {
        return Err(not_understood(format!("larger than {LARGEST_VERSION} bytes")));
    }
    std::fs::read_to_string(file).map_err(|error| not_understood(error.to_string()))
}

fn refused(error: VersionError) -> Failure {
    match error {
        VersionError::Faults(faults) => Failure::NotUnderstood(faults.iter().map(|fault| visible(fault)).collect()),
        VersionError::Store(error) => error.into(),
        other => Failure::Undone(anyhow::anyhow!("{other}")),
    }
}
