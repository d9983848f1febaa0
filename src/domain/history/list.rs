//! A whole list of reports. One bad line refuses it all, and every bad line is named at once.

use std::collections::BTreeMap;
use std::fmt;

use super::line::{Facts, ReadLine, read_line};
use super::{COLUMNS, HistoricReport, HistoryKey};
use crate::domain::list::{BadLine, BadLines, Fault, lines};

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

/// Reads a list with a heading and one line for each report.
pub fn read(bytes: &[u8], facts: &Facts<'_>) -> Result<History, BadLines> {
    let mut reading = Reading::default();
    for (line, cells) in lines(bytes, &COLUMNS)? {
        reading.take(line, read_line(&cells, facts));
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
        let reports = self.bad.unless_bad(self.history.reports, "there is not one report")?;
        Ok(History { reports, warnings: self.history.warnings })
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.about)
    }
}
