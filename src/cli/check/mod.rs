//! `check`: files of reports and requests under the rules of their cycle; needs no database.

mod all;
mod json;
mod text;

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, Format, opening, visible};
use crate::clock::Clock;
use crate::config::Values;
use crate::domain::report::{LARGEST_FILE, Report, Unreadable};
use crate::domain::request::{Request, StateFile};
use crate::domain::validation::{Books, Checked, Finding, Severity, check, check_request, known_to};

#[derive(Args)]
pub(super) struct Arguments {
    /// Files of reports and of requests; those of one call are each other's history
    #[arg(required_unless_present = "all", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Every filed report in the database instead, each as of the day it was submitted
    #[arg(long, conflicts_with_all = ["files", "on"])]
    all: bool,
    /// With --all: what this version of the rules would change; see `ccw-portal versions`
    #[arg(long, value_name = "VERSION", requires = "all")]
    rules: Option<String>,
    /// The day of reading, which also stands for a day of submission that is not given [default: today]
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    on: Option<NaiveDate>,
    /// Parties to the mine-ban convention: CSV with iso3,in_force_on,as_of,source
    #[arg(long, value_name = "FILE")]
    mine_ban_parties: Option<PathBuf>,
    /// How many people live in each State: CSV with iso3,people,as_of,source
    #[arg(long, value_name = "FILE")]
    population: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What became of a file.
type Outcome<'a> = Result<Looked<'a>, &'a [Unreadable]>;

/// A file that was checked.
enum Looked<'a> {
    Report(&'a Report, Checked),
    Request(&'a Request, Vec<Finding>),
}

impl Looked<'_> {
    fn findings(&self) -> &[Finding] {
        match self {
            Self::Report(_, checked) => &checked.findings,
            Self::Request(_, findings) => findings,
        }
    }

    fn has_errors(&self) -> bool {
        self.findings().iter().any(|finding| finding.severity == Severity::Error)
    }
}

pub(super) fn run(
    arguments: &Arguments,
    values: impl FnOnce() -> Result<Values, Failure>,
) -> Result<ExitCode, Failure> {
    if arguments.all {
        return all::run(&values()?, arguments.rules.as_deref(), arguments.format);
    }
    let outside = opening::outside(arguments.mine_ban_parties.as_deref(), arguments.population.as_deref())
        .map_err(|problem| Failure::NotUnderstood(vec![problem]))?;
    let books = Books { outside, ..Books::embedded()? };
    let on = arguments.on.unwrap_or_else(|| Clock::System.today());
    let progress = progress(arguments.files.len() * 2);
    let files: Vec<_> = arguments.files.iter().map(|file| (file, open(file, &books, &progress))).collect();
    let known = Known::of(files.iter().filter_map(|(_, read)| read.as_ref().ok()));
    let mut checked: Vec<(&Path, Outcome<'_>)> = Vec::new();
    for (file, read) in &files {
        let outcome = read.as_ref().map(|read| known.look(read, &books, on)).map_err(Vec::as_slice);
        checked.push((file.as_path(), outcome));
        progress.inc(1);
    }
    progress.finish_and_clear();
    for (file, faults) in checked.iter().filter_map(|(file, outcome)| Some((file, outcome.as_ref().err()?))) {
        for fault in *faults {
            // A file that cannot be opened has no line to name.
            let space = if fault.line == 0 { " " } else { "" };
            note!("{}", visible(&format!("{}:{space}{fault}", file.display())));
        }
    }
    match arguments.format {
        Format::Json => say!("{}", json::written(&books, on, &checked)?),
        Format::Text => text::print_all(&books, on, &checked),
    }
    let unreadable = checked.iter().any(|(_, outcome)| outcome.is_err());
    let errors = checked.iter().any(|(_, outcome)| outcome.as_ref().is_ok_and(Looked::has_errors));
    Ok(ExitCode::from(if unreadable { 2 } else { u8::from(errors) }))
}

/// All files of the call that can be read, in its order.
struct Known<'a> {
    reports: Vec<&'a Report>,
    requests: Vec<&'a Request>,
}

impl<'a> Known<'a> {
    fn of(files: impl Iterator<Item = &'a StateFile>) -> Self {
        let mut known = Self { reports: Vec::new(), requests: Vec::new() };
        for file in files {
            match file {
                StateFile::Report(report) => known.reports.push(report),
                StateFile::Request(request) => known.requests.push(request),
            }
        }
        known
    }

    fn look(&self, file: &'a StateFile, books: &Books, on: NaiveDate) -> Looked<'a> {
        match file {
            StateFile::Report(report) => {
                // A later filing for the same State, regime and cycle is not known to an earlier one: a correction or
                // update is later than what it corrects, else the day tells.
                let matter = |one: &Report| (one.party, one.regime, one.cycle);
                let known = known_to(report.as_ref(), &self.reports, matter, Report::turn);
                let seen = books.outside.seen_of(report.party);
                Looked::Report(report, check(books.reference(), report, &known, &seen, on))
            }
            StateFile::Request(request) => {
                let known = known_to(request.as_ref(), &self.requests, |one: &Request| one.party, Request::turn);
                Looked::Request(request, check_request(books.reference(), request, &known, on))
            }
        }
    }
}

/// Shows itself on a terminal only.
fn progress(steps: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
    ProgressStyle::with_template("{bar:40} {percent} %").map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}

fn open(file: &Path, books: &Books, progress: &ProgressBar) -> Result<StateFile, Vec<Unreadable>> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there are more.
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX).saturating_add(1);
    // A pipe without a writer would keep the others waiting for ever.
    let is_file = std::fs::metadata(file).map(|about| about.is_file() || file == Path::new("/dev/stdin"));
    let opened = match is_file {
        Ok(true) => std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes)).map(drop),
        Ok(false) => Err(std::io::Error::other("not a file")),
        Err(error) => Err(error),
    };
    progress.inc(1);
    match opened {
        Ok(()) => StateFile::read(&bytes, &books.form_sets, &books.obligations),
        Err(error) => Err(vec![Unreadable { line: 0, path: String::new(), why: error.to_string() }]),
    }
}
