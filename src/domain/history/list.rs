//! A whole list: CSV as spreadsheets write it. One bad line refuses it all, and every bad line is named at once.

use std::collections::BTreeMap;
use std::fmt;

use csv::StringRecord;

use super::line::{Facts, Fault, ReadLine, other_separator, read_line};
use super::{COLUMNS, HistoricReport, HistoryKey};

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Its reports, in the order of the list.
    pub reports: Vec<HistoricReport>,
    /// What may be a mistake.
    pub warnings: Vec<Warning>,
}

/// Something of a line that may be a mistake, and may be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Number of the line, from 1.
    pub line: usize,
    /// What was noticed.
    pub about: String,
}

/// A line that cannot be read, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// In the order of the columns.
    pub faults: Vec<Fault>,
}

/// Why a list was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BadLines {
    /// The first of them, in the order of the list.
    pub named: Vec<BadLine>,
    /// How many there are beyond those.
    pub more: usize,
}

/// So many bad lines are named; whoever has more needs another file, not a longer message.
const NAMED: usize = 50;

/// A byte order mark, which spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a list with a heading and one line for each report.
pub fn read(bytes: &[u8], facts: &Facts<'_>) -> Result<History, BadLines> {
    let text = utf8(bytes)?;
    let mut rows = rows(text)?.into_iter();
    let heading = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    refuse_other_heading(&heading)?;
    let mut reading = Reading::default();
    for (line, cells) in rows {
        let cells: Vec<_> = cells.iter().map(str::trim).collect();
        // Spreadsheets end a list with lines of commas.
        if !cells.iter().all(|cell| cell.is_empty()) {
            reading.take(line, read_line(&cells, facts));
        }
    }
    reading.finish()
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    history: History,
    bad: BadLines,
    first_lines: BTreeMap<HistoryKey, usize>,
}

impl Reading {
    fn take(&mut self, line: usize, read: ReadLine) {
        let (report, mut faults) = match read.report {
            Ok(report) => (Some(report), Vec::new()),
            Err(faults) => (None, faults),
        };
        if let Some(key) = read.key {
            faults.extend(self.repeated(key, line));
            let (party, regime, cycle) = key;
            let about = |instrument| format!("{instrument} did not bind {party} in cycle {cycle} ({regime})");
            self.history.warnings.extend(read.not_bound_by.map(|by| Warning { line, about: about(by) }));
        }
        match report.filter(|_| faults.is_empty()) {
            Some(report) => self.history.reports.push(report),
            None => self.bad.add(BadLine { line, faults }),
        }
    }

    /// Two lines on one report contradict each other, or one of them is about another report.
    fn repeated(&mut self, key: HistoryKey, line: usize) -> Option<Fault> {
        let first = *self.first_lines.entry(key).or_insert(line);
        let (party, regime, cycle) = key;
        let wrong = || format!("{party} {regime} {cycle} stands in line {first} already, and again in line {line}");
        (first != line).then(|| Fault::new("iso3,regime,cycle", wrong(), "one line for each"))
    }

    fn finish(self) -> Result<History, BadLines> {
        if !self.bad.named.is_empty() {
            return Err(self.bad);
        }
        match self.history.reports.is_empty() {
            true => Err(BadLines::one(1, Fault::new("list", "there is not one report", "a list that was not cut"))),
            false => Ok(self.history),
        }
    }
}

impl BadLines {
    fn one(line: usize, fault: Fault) -> Self {
        Self { named: vec![BadLine { line, faults: vec![fault] }], more: 0 }
    }

    fn add(&mut self, bad: BadLine) {
        if self.named.len() < NAMED { self.named.push(bad) } else { self.more += 1 }
    }
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<_> = self.faults.iter().map(ToString::to_string).collect();
        write!(f, "line {}: {}", self.line, faults.join("; "))
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.about)
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, BadLines> {
    let text = str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        BadLines::one(line, Fault::new("list", "it is not UTF-8", "a file saved as “CSV UTF-8”"))
    })?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

fn refuse_other_heading(heading: &StringRecord) -> Result<(), BadLines> {
    let cells: Vec<_> = heading.iter().map(str::trim).collect();
    if cells == COLUMNS {
        return Ok(());
    }
    let wrong = match other_separator(&cells) {
        Some(separator) => format!("the columns are set apart by {separator}"),
        None => "it does not name the columns".to_owned(),
    };
    Err(BadLines::one(1, Fault::new("heading", wrong, format!("{}, with commas", COLUMNS.join(",")))))
}

/// Every line that is not blank, with its number. A quoted cell may hold line breaks, which count.
fn rows(text: &str) -> Result<Vec<(usize, StringRecord)>, BadLines> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut found = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| BadLines::one(lines.line, Fault::new("columns", error.to_string(), "CSV")))?;
        found.push((lines.of(&record), record));
    }
    Ok(found)
}

/// Counts lines on its own: the reader takes a record to begin before the blank lines and the line feed
/// that precede it.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, record: &StringRecord) -> usize {
        let noted = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let rest = self.text.get(noted..).unwrap_or_default();
        let begins_at = self.text.len() - rest.trim_start_matches(['\r', '\n']).len();
        self.line += breaks(self.text.get(self.at..begins_at).unwrap_or_default());
        self.at = begins_at;
        self.line
    }
}

fn breaks(text: &str) -> usize {
    text.matches(['\r', '\n']).count() - text.matches("\r\n").count()
}
