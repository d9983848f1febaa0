//! `check`: report files under the rules of their cycle; needs no database.

mod json;
mod text;

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Failure, Format};
use crate::clock::Clock;
use crate::domain::report::{LARGEST_FILE, Report, Unreadable, read};
use crate::domain::validation::{Books, Checked, Observations, check};

#[derive(Args)]
pub(super) struct Arguments {
    /// Report files; those of one call are each other's history
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day of reading, which also stands for a day of submission that is not given [default: today]
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    on: Option<NaiveDate>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What became of a file.
type Outcome<'a> = Result<Checked, &'a [Unreadable]>;

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let books = Books::embedded()?;
    let on = arguments.on.unwrap_or_else(|| Clock::System.today());
    let progress = progress(arguments.files.len() * 2);
    let files: Vec<_> = arguments.files.iter().map(|file| (file, open(file, &books, &progress))).collect();
    let history: Vec<&Report> = files.iter().filter_map(|(_, read)| read.as_ref().ok()).collect();
    // What stands later in the call is not history of what stands before it: of two reports of one
    // cycle, the second is the further one.
    let mut before = 0;
    let mut checked: Vec<(&Path, Outcome<'_>)> = Vec::new();
    for (file, read) in &files {
        let outcome = match read {
            Ok(report) => {
                let known = known_to(report, before, &history);
                before += 1;
                Ok(check(books.reference(), report, &known, &Observations::default(), on))
            }
            Err(faults) => Err(faults.as_slice()),
        };
        checked.push((file.as_path(), outcome));
        progress.inc(1);
    }
    progress.finish_and_clear();
    for (file, faults) in checked.iter().filter_map(|(file, outcome)| Some((file, outcome.as_ref().err()?))) {
        faults.iter().for_each(|fault| eprintln!("ccw-portal: {}:{fault}", file.display()));
    }
    match arguments.format {
        Format::Json => say!("{}", json::written(&books, &checked)?),
        Format::Text => {
            let reports = files.iter().map(|(_, read)| read.as_ref().ok());
            for ((file, outcome), report) in checked.iter().zip(reports) {
                if let (Ok(checked), Some(report)) = (outcome, report) {
                    text::print(&books, file, report, checked);
                }
            }
        }
    }
    let unreadable = checked.iter().any(|(_, outcome)| outcome.is_err());
    let errors = checked.iter().any(|(_, outcome)| outcome.as_ref().is_ok_and(Checked::has_errors));
    Ok(ExitCode::from(if unreadable { 2 } else { u8::from(errors) }))
}

/// The other reports of the call, without later filings for the same State, regime and cycle.
fn known_to<'a>(report: &Report, place: usize, all: &[&'a Report]) -> Vec<&'a Report> {
    let day = |one: &Report| one.submitted_on.as_ref().and_then(|written| written.day);
    let is_later = |index: usize, other: &Report| {
        let same = (other.party, other.regime, other.cycle) == (report.party, report.regime, report.cycle);
        same && match (day(other), day(report)) {
            (Some(theirs), Some(ours)) if theirs != ours => theirs > ours,
            _ => index >= place,
        }
    };
    all.iter().enumerate().filter(|(index, other)| !is_later(*index, other)).map(|(_, other)| *other).collect()
}

/// Shows itself on a terminal only.
fn progress(steps: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
    ProgressStyle::with_template("{bar:40} {percent} %").map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}

fn open(file: &Path, books: &Books, progress: &ProgressBar) -> Result<Report, Vec<Unreadable>> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there are more.
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX).saturating_add(1);
    let opened = std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes));
    progress.inc(1);
    match opened {
        Ok(_) => read(&bytes, &books.form_sets, &books.obligations),
        Err(error) => Err(vec![Unreadable { line: 1, path: String::new(), why: error.to_string() }]),
    }
}
