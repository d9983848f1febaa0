//! `check --all`: every filed report in the database, and what other rules would change.

use std::ops::ControlFlow;
use std::process::ExitCode;

use serde::Serialize;

use super::json::{Said, said};
use super::text::{line, print_heading};
use crate::app::Edition;
use crate::app::data_versions::{VersionError, books_with_rules};
use crate::app::rechecking::{Counts, Tried, try_on_all};
use crate::cli::{Failure, Format, database, open_migrated};
use crate::clock::Clock;
use crate::config::Values;
use crate::domain::validation::{Books, Finding};
use crate::store::{Store, StoreError};

/// A report of which something is said, or would change, as programs read it.
#[derive(Serialize)]
struct Line<'t> {
    report: String,
    rules: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<Said<'t>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<Vec<Said<'t>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Vec<Said<'t>>>,
}

pub(super) fn run(values: &Values, rules: Option<&str>, format: Format) -> Result<ExitCode, Failure> {
    let store = open_migrated(&database(values)?)?;
    let edition = Edition::load(&store, Clock::System.today())?;
    let now = edition.books.rules.version.clone();
    let then = rules.map(|name| books(&store, name)).transpose()?;
    let version = then.as_ref().map_or(now.as_str(), |then| then.rules.version.as_str()).to_owned();
    let books = then.as_ref().unwrap_or(&edition.books).clone();
    let mut counts = Counts::default();
    let mut is_first = true;
    try_on_all(&store, &edition, then, |tried| {
        counts.add(tried, rules.is_some());
        match format {
            Format::Text => print(&books, tried, rules.is_some()),
            // One line a report: however many there are, they need not be held.
            Format::Json => {
                let line = written(&books, &version, tried, rules.is_some());
                let line = line.map_err(|error| StoreError::Refused(error.to_string()))?;
                say!("{}{line}", if is_first { "[" } else { "," });
                is_first = false;
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    match format {
        Format::Json => say!("{}", if is_first { "[]" } else { "]" }),
        Format::Text => print_counts(&counts, &now, rules),
    }
    Ok(ExitCode::from(u8::from(rules.is_none() && counts.errors > 0)))
}

fn books(store: &Store, name: &str) -> Result<Books, Failure> {
    books_with_rules(store, name).map_err(|error| match error {
        VersionError::NotFound(_) => Failure::NotUnderstood(vec![format!("{error} of the rules")]),
        other => Failure::Undone(other.into()),
    })
}

fn print(books: &Books, tried: &Tried<'_>, is_trial: bool) {
    let on = tried.report.submitted_day().unwrap_or_else(|| tried.report.cycle.closes_on());
    let (gone, new) = (&tried.effect.gone, if is_trial { &tried.effect.new } else { &tried.now.findings });
    if gone.is_empty() && new.is_empty() {
        return;
    }
    print_heading(books, &tried.reference.to_string(), on, tried.report);
    gone.iter().for_each(|finding| say!("  - {}", line(books, finding)));
    new.iter().for_each(|finding| say!("  {} {}", if is_trial { "+" } else { " " }, line(books, finding)));
}

fn written(books: &Books, version: &str, tried: &Tried<'_>, is_trial: bool) -> serde_json::Result<String> {
    let line = Line {
        report: tried.reference.to_string(),
        rules: version,
        findings: (!is_trial).then(|| all(books, &tried.now.findings)),
        gone: is_trial.then(|| all(books, &tried.effect.gone)),
        new: is_trial.then(|| all(books, &tried.effect.new)),
    };
    serde_json::to_string(&line)
}

fn all<'t>(books: &Books, findings: &'t [Finding]) -> Vec<Said<'t>> {
    findings.iter().map(|finding| said(books, finding)).collect()
}

fn print_counts(counts: &Counts, now: &str, rules: Option<&str>) {
    let Counts { reports, touched, errors, .. } = counts;
    match rules {
        Some(version) => say!("{reports} reports; rules {version} instead of {now} would change {touched}"),
        None => say!("{reports} reports under rules {now}; {touched} with findings, {errors} with errors"),
    }
    for ((rule, severity), (gone, new)) in &counts.rules {
        match rules {
            Some(_) => say!("  {rule} {severity}: {gone} gone, {new} new"),
            None => say!("  {rule} {severity}: {new}"),
        }
    }
}
