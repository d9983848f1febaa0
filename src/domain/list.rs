//! Lists that an operator brings: CSV as spreadsheets write it. One bad line refuses a list, and every bad line is
//! named at once, with its column and what is expected there.

use std::fmt;

use csv::StringRecord;

use super::code::Iso3;
use super::treaty::Register;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its column.
    pub column: &'static str,
    /// What is wrong.
    pub wrong: String,
    /// What is expected there.
    pub expected: String,
}

impl Fault {
    pub(super) fn new(column: &'static str, wrong: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { column, wrong: wrong.into(), expected: expected.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; expected {}", self.column, self.wrong, self.expected)
    }
}

/// A line that cannot be read, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// In the order of the columns.
    pub faults: Vec<Fault>,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<_> = self.faults.iter().map(ToString::to_string).collect();
        write!(f, "line {}: {}", self.line, faults.join("; "))
    }
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

impl BadLines {
    pub(super) fn one(line: usize, fault: Fault) -> Self {
        Self { named: vec![BadLine { line, faults: vec![fault] }], more: 0 }
    }

    pub(super) fn add(&mut self, bad: BadLine) {
        if self.named.len() < NAMED { self.named.push(bad) } else { self.more += 1 }
    }

    /// What the lines gave, unless one of them is bad or there is none of them.
    pub(super) fn unless_bad<T>(self, found: Vec<T>, none: &str) -> Result<Vec<T>, Self> {
        match (self.named.is_empty(), found.is_empty()) {
            (false, _) => Err(self),
            (true, true) => Err(Self::one(1, Fault::new("list", none, "a list that was not cut"))),
            (true, false) => Ok(found),
        }
    }
}

/// A byte order mark, which spreadsheets put before UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The lines under the heading that names these columns, each with its number and its cells without blanks around them.
/// A quoted cell may hold line breaks, which count.
pub(super) fn lines(bytes: &[u8], columns: &[&str]) -> Result<Vec<(usize, Vec<String>)>, BadLines> {
    let text = utf8(bytes)?;
    let mut rows = rows(text)?.into_iter();
    let heading = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    refuse_other_heading(&heading, columns)?;
    let trimmed = |cells: StringRecord| cells.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = rows.map(|(line, cells)| (line, trimmed(cells)));
    // Spreadsheets end a list with lines of commas.
    Ok(rows.filter(|(_, cells)| !cells.iter().all(String::is_empty)).collect())
}

fn utf8(bytes: &[u8]) -> Result<&str, BadLines> {
    let text = str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        BadLines::one(line, Fault::new("list", "it is not UTF-8", "a file saved as “CSV UTF-8”"))
    })?;
    Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
}

fn refuse_other_heading(heading: &StringRecord, columns: &[&str]) -> Result<(), BadLines> {
    let cells: Vec<_> = heading.iter().map(|cell| cell.trim().to_owned()).collect();
    if cells == columns {
        return Ok(());
    }
    let wrong = match other_separator(&cells, columns) {
        Some(separator) => format!("the columns are set apart by {separator}"),
        None => "it does not name the columns".to_owned(),
    };
    Err(BadLines::one(1, Fault::new("heading", wrong, format!("{}, with commas", columns.join(",")))))
}

/// Every line that is not blank, with its number.
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

/// The value, or nothing and its fault among the others.
pub(super) fn noted<T>(read: Result<T, Fault>, faults: &mut Vec<Fault>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

pub(super) fn wrong_number_of_cells(cells: &[String], columns: &[&str]) -> Fault {
    let expected = format!("the columns {}", columns.join(","));
    match (cells, other_separator(cells, columns)) {
        (_, Some(separator)) => Fault::new("columns", format!("the cells are set apart by {separator}"), "commas"),
        ([_], None) => Fault::new("columns", "there is one cell", expected),
        (cells, None) => Fault::new("columns", format!("there are {} cells", cells.len()), expected),
    }
}

/// What stands between the cells where it is no comma, as spreadsheets of many countries write it.
fn other_separator(cells: &[String], columns: &[&str]) -> Option<&'static str> {
    let known = [(';', "semicolons"), ('\t', "tabs")];
    let wanted = columns.len().saturating_sub(1);
    known.into_iter().find(|(sign, _)| cells.join(",").matches(*sign).count() >= wanted).map(|(_, name)| name)
}

/// Longer texts are other texts that slipped in, for example the rest of a file after a lone quotation mark.
const LONGEST_CELL: usize = 1_000;

/// Cells that no column can hold: PostgreSQL keeps no NUL, and a line break is a quotation mark gone astray.
pub(super) fn unreadable_cells(cells: &[String], columns: &[&'static str]) -> Vec<Fault> {
    let fault = |(column, cell): (&&'static str, &String)| {
        if cell.contains(char::is_control) {
            let wrong = "there is a line break or another control character";
            return Some(Fault::new(column, wrong, "one line of text, with quotation marks in pairs"));
        }
        let is_long = cell.chars().count() > LONGEST_CELL;
        is_long.then(|| Fault::new(column, "the text is too long", format!("up to {LONGEST_CELL} characters")))
    };
    columns.iter().zip(cells).filter_map(fault).collect()
}

pub(super) fn party(text: &str, register: &Register) -> Result<Iso3, Fault> {
    let known = Iso3::parse(text).ok().filter(|iso3| register.state(*iso3).is_some());
    known.ok_or_else(|| {
        Fault::new("iso3", format!("{} is no State of the register", quoted(text)), "a code such as CHE")
    })
}

pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let rest = if text.chars().count() > SHOWN { "…" } else { "" };
    format!("“{}{rest}”", text.chars().take(SHOWN).collect::<String>())
}
