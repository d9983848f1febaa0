//! The command line.
//!
//! | Exit code | Meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | could not be done |
//! | 2 | not understood: arguments, configuration or a file that cannot be read |
//!
//! Results go to standard output, everything else to standard error.

/// Prints a line of a result.
macro_rules! say {
    ($($line:tt)*) => { $crate::cli::print_line(format_args!($($line)*)) };
}

/// Says on standard error what is no result.
macro_rules! note {
    ($($line:tt)*) => { $crate::cli::print_note(format_args!($($line)*)) };
}

mod audit;
mod backup;
mod bounce;
mod check;
mod check_config;
mod check_health;
mod create_admin;
mod demo;
mod demo_reports;
mod due;
mod import;
mod import_contacts;
mod import_history;
mod migrate;
mod opening;
mod records;
mod remind;
mod remind_none;
mod rules;
mod schema;
mod serve;
mod sweep;
mod versions;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};

use crate::config::{Problem, Values};
use crate::domain::calendar::Cycle;
use crate::domain::code::Iso3;
use crate::store::{DatabaseUrl, Limits, Store, migrate as migrations};
use crate::telemetry;

#[derive(Parser)]
#[command(name = "ccw-portal", version, about = "National reports and register of the Convention on Certain Conventional Weapons", after_help = EXIT_CODES)]
struct Arguments {
    /// File with settings (TOML); environment variables of the same names win
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 could not be done; 2 arguments, configuration or a file not understood";

#[derive(Subcommand)]
enum Command {
    /// Try the portal: a fresh database, the real register, on this machine only
    Demo(demo::Arguments),
    /// Serve the portal, and do what it does by itself
    Serve(serve::Arguments),
    /// Do what the portal does by itself, without the web: seal acts, plan reminders, send letters
    Work,
    /// Bring the database to the state this program needs, or back to that of an earlier one
    Migrate(migrate::Arguments),
    /// Show every setting with its source, and what is missing
    CheckConfig(check_config::Arguments),
    /// Ask the portal on this machine whether it answers
    CheckHealth,
    /// Write the whole database to one file, while serving
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Fill an empty database, of either engine, from a backup
    Restore {
        /// A file written by `backup`
        file: PathBuf,
    },
    /// Take a message from a mail system: a report that a letter came back is noted, anything else does nothing
    #[command(after_help = "Exit codes: 0 done, or nothing to do; 75 the mail system is to try again")]
    Bounce,
    /// Open the account of an administrator; the password is asked for, read from standard input, or set by a link
    CreateAdmin(create_admin::Arguments),
    /// Show and apply what would change in the data
    #[command(subcommand)]
    Import(import::What),
    /// Show, or set, from which cycle on the reports held here are all there were
    Records(records::Arguments),
    /// Seal the log of acts into a chain of hashes, and verify it
    #[command(subcommand)]
    Audit(audit::What),
    /// Show, and with --apply remove, files in the folder of documents that no report names
    Sweep(sweep::Arguments),
    /// Check files of reports and requests: findings, and the checklist of a report, under the rules of their cycle
    #[command(after_help = "Exit codes: 0 no error; 1 errors; 2 a file cannot be read")]
    Check(check::Arguments),
    /// Print the JSON Schema of report files, or of request files
    Schema {
        #[arg(value_enum, default_value_t = schema::Sort::Report)]
        of: schema::Sort,
    },
    /// Print every rule with its severity, sentence and source
    Rules,
    /// The versions of rules and form sets: list, show, add, put in force
    #[command(subcommand)]
    Versions(versions::What),
    /// Show the letters that are due by a day, and write those due by today to the outbox
    Remind(remind::Arguments),
    /// What a State is asked for in a cycle, and why
    Due {
        /// ISO 3166-1 alpha-3 code of the State, for example CHE
        #[arg(long, value_name = "ISO3", value_parser = any_case)]
        party: Iso3,
        /// Year of the 31 March that names the cycle, for example 2027
        #[arg(long, value_name = "YEAR")]
        cycle: Cycle,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// How a result is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Why a command ended without doing its work.
enum Failure {
    /// Exit code 1.
    Undone(anyhow::Error),
    /// Exit code 2.
    NotUnderstood(Vec<String>),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Undone(error.into())
    }
}

/// A reader that has gone away, as `head` does, is no reason to stop half-way; any other failure is.
fn print_line(line: std::fmt::Arguments<'_>) {
    use std::io::Write;
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            note!("the result cannot be written: {error}");
            std::process::exit(1);
        }
        _ => {}
    }
}

/// There is nobody left to tell where this fails.
fn print_note(line: std::fmt::Arguments<'_>) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "ccw-portal: {line}");
}

/// The text with what would steer a terminal, or turn its direction, made visible.
fn visible(text: &str) -> String {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if steers(letter) { shown.extend(letter.escape_default()) } else { shown.push(letter) }
    }
    shown
}

/// A State's code, also in small letters, as in addresses.
fn any_case(text: &str) -> Result<Iso3, String> {
    Iso3::parse(&text.to_ascii_uppercase()).map_err(|error| error.to_string())
}

/// A date of the command line: of every argument that is one.
fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_error: chrono::ParseError| "not a date; write it as 2027-03-31".to_owned())
}

/// Reads the arguments of the process, does what they say, and gives the exit code.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(arguments) {
        Ok(code) => code,
        Err(failure) => {
            tell(&failure);
            ExitCode::from(match failure {
                Failure::Undone(_) => 1,
                Failure::NotUnderstood(_) => 2,
            })
        }
    }
}

/// Says why on standard error.
fn tell(failure: &Failure) {
    match failure {
        Failure::Undone(error) => {
            // One line, also where a library's message has several.
            let line = format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ");
            note!("{line}");
        }
        Failure::NotUnderstood(problems) => problems.iter().for_each(|problem| note!("{problem}")),
    }
}

fn dispatch(arguments: Arguments) -> Result<ExitCode, Failure> {
    let values = || Values::read(arguments.config.as_deref()).map_err(not_understood);
    match arguments.command {
        Command::Demo(demo) => demo::run(&demo, &values()?),
        Command::Serve(arguments) => serve::run(&arguments, &values()?),
        Command::Work => work::run(&values()?),
        Command::Migrate(arguments) => migrate::run(&arguments, &database(&values()?)?),
        Command::CheckConfig(arguments) => check_config::run(&arguments, &values()?),
        Command::CheckHealth => check_health::run(&values()?),
        Command::Backup { file } => backup::backup(&database(&values()?)?, &file),
        Command::Restore { file } => backup::restore(&file, &database(&values()?)?),
        Command::Bounce => Ok(bounce::run(values())),
        Command::CreateAdmin(arguments) => create_admin::run(&arguments, &values()?),
        Command::Records(arguments) => records::run(&arguments, &open_migrated(&database(&values()?)?)?),
        Command::Import(what) => import::run(&what, &database(&values()?)?),
        Command::Audit(what) => audit::run(&what, &database(&values()?)?),
        Command::Sweep(arguments) => sweep::run(&arguments, &values()?),
        Command::Remind(arguments) => remind::run(&arguments, &values()?),
        Command::Check(arguments) => check::run(&arguments, values),
        Command::Versions(what) => versions::run(&what, &open_migrated(&database(&values()?)?)?),
        Command::Schema { of } => schema::run(of),
        Command::Rules => rules::run(),
        Command::Due { party, cycle, format } => due::run(party, cycle, format),
    }
}

fn not_understood(problem: Problem) -> Failure {
    Failure::NotUnderstood(vec![problem.to_string()])
}

fn database(values: &Values) -> Result<DatabaseUrl, Failure> {
    start_logging(values)?;
    values.database_url().map_err(not_understood)
}

/// Opens a database that has all the tables this program needs.
fn open_migrated(url: &DatabaseUrl) -> Result<Store, Failure> {
    if !migrations::pending(url)?.is_empty() {
        return Err(anyhow::anyhow!("the database must be migrated first; run `ccw-portal migrate`").into());
    }
    Ok(Store::open(url, Limits::default())?)
}

fn start_logging(values: &Values) -> Result<(), Failure> {
    let (directives, format) = values.log().map_err(not_understood)?;
    let filter = telemetry::filter(&directives).map_err(|why| Failure::NotUnderstood(vec![format!("LOG: {why}")]))?;
    telemetry::start(filter, format);
    Ok(())
}
