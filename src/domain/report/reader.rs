//! The steps of reading: members of objects, texts, numbers and lists, each with its path.
//!
//! Reports are read with them, and whatever else a State sends as a file.

use serde_json::{Map, Value};

use super::locate::{Path, line_of};
use super::tree::{Unreadable, parse};
use super::written_date::WrittenDate;

/// So many members that nobody knows are named, and so many letters of each; all are kept.
const UNKNOWN_NAMED: usize = 100;
const LONGEST_PATH: usize = 200;
/// Entries of one list: acts, amounts, contacts.
pub(in crate::domain) const LONGEST_LIST: usize = 1_000;
/// So many faults are named; whoever mends them reads the rest the next time.
const FAULTS_NAMED: usize = 50;

/// Makes something of the bytes of a file; beside it the members that nothing understands, and the whole as read.
///
/// Fails on broken JSON and on what `make` cannot keep: all faults of structure at once, with line and member.
pub(in crate::domain) fn read_file<T>(
    bytes: &[u8],
    make: impl FnOnce(&mut Reader, &Value) -> Option<T>,
) -> Result<(T, Vec<String>, Value), Vec<Unreadable>> {
    let (text, document) = parse(bytes).map_err(|fault| vec![fault])?;
    let mut reader = Reader { faults: Vec::new(), unknown: Vec::new() };
    let made = make(&mut reader, &document);
    let (faults, unknown) = (reader.faults, reader.unknown);
    match made {
        Some(made) if faults.is_empty() => Ok((made, unknown, document)),
        _ => Err(faults
            .into_iter()
            .take(FAULTS_NAMED)
            .map(|(path, why)| Unreadable { line: line_of(text, &path), path: path.to_string(), why })
            .collect()),
    }
}

/// Walks through a tree, noting what cannot be kept and what nobody asked for.
pub(in crate::domain) struct Reader {
    pub(in crate::domain) faults: Vec<(Path, String)>,
    pub(in crate::domain) unknown: Vec<String>,
}

/// An object under its path; remembers which members were asked for.
pub(in crate::domain) struct Members<'a> {
    pub(in crate::domain) path: Path,
    pub(in crate::domain) members: &'a Map<String, Value>,
    pub(in crate::domain) asked: Vec<&'a str>,
}

impl<'a> Members<'a> {
    pub(in crate::domain) fn take(&mut self, name: &'a str) -> (Path, Option<&'a Value>) {
        self.asked.push(name);
        (self.path.member(name), self.members.get(name).filter(|value| !value.is_null()))
    }
}

impl Reader {
    pub(in crate::domain) fn wrong(&mut self, path: Path, expected: &str, found: &Value) {
        let kind = match found {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.faults.push((path, format!("expected {expected}, found {kind}")));
    }

    /// The object at a path; an absent one counts as empty.
    pub(in crate::domain) fn members<'a>(&mut self, (path, value): (Path, Option<&'a Value>)) -> Option<Members<'a>> {
        match value? {
            Value::Object(members) => Some(Members { path, members, asked: Vec::new() }),
            other => {
                self.wrong(path, "an object", other);
                None
            }
        }
    }

    /// Notes what was never asked for.
    pub(in crate::domain) fn finish(&mut self, read: &Members<'_>) {
        let left = read.members.keys().filter(|name| !read.asked.contains(&name.as_str()));
        let room = UNKNOWN_NAMED.saturating_sub(self.unknown.len());
        let paths = left.take(room).map(|name| read.path.member(name).to_string());
        self.unknown.extend(paths.map(|path| path.chars().take(LONGEST_PATH).collect()));
    }

    pub(in crate::domain) fn text(&mut self, (path, value): (Path, Option<&Value>)) -> Option<String> {
        match value? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.wrong(path, "text", other);
                None
            }
        }
    }

    pub(in crate::domain) fn date(&mut self, at: (Path, Option<&Value>)) -> Option<WrittenDate> {
        let written = self.text(at)?;
        // An empty field of a form is a date that was not given.
        (!written.trim().is_empty()).then(|| WrittenDate::new(written))
    }

    pub(in crate::domain) fn whole(&mut self, at: (Path, Option<&Value>)) -> Option<i64> {
        self.of_kind(at, "a whole number", Value::as_i64)
    }

    pub(in crate::domain) fn number(&mut self, at: (Path, Option<&Value>)) -> Option<f64> {
        self.of_kind(at, "a number", Value::as_f64)
    }

    pub(in crate::domain) fn flag(&mut self, at: (Path, Option<&Value>)) -> bool {
        self.of_kind(at, "true or false", Value::as_bool).unwrap_or_default()
    }

    fn of_kind<T>(
        &mut self,
        (path, value): (Path, Option<&Value>),
        expected: &str,
        read: fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = value?;
        let found = read(value);
        if found.is_none() {
            self.wrong(path, expected, value);
        }
        found
    }

    pub(in crate::domain) fn list<'a, T>(
        &mut self,
        (path, value): (Path, Option<&'a Value>),
        mut entry: impl FnMut(&mut Self, (Path, Option<&'a Value>)) -> Option<T>,
    ) -> Vec<T> {
        match value {
            None => Vec::new(),
            Some(Value::Array(entries)) if entries.len() <= LONGEST_LIST => {
                let place = |(index, value)| (path.entry(index), Some(value));
                entries.iter().enumerate().map(place).filter_map(|at| entry(self, at)).collect()
            }
            Some(Value::Array(entries)) => {
                self.faults.push((path, format!("{} entries; a list has at most {LONGEST_LIST}", entries.len())));
                Vec::new()
            }
            Some(other) => {
                self.wrong(path, "a list", other);
                Vec::new()
            }
        }
    }

    /// Text that must be there and mean something.
    pub(in crate::domain) fn required<T, E: ToString>(
        &mut self,
        (path, value): (Path, Option<&Value>),
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if value.is_none() {
            self.faults.push((path, "is missing".into()));
            return None;
        }
        let text = self.text((path.clone(), value))?;
        match parse(&text) {
            Ok(found) => Some(found),
            Err(error) => {
                self.faults.push((path, error.to_string()));
                None
            }
        }
    }

    /// A word of a fixed list; absent counts as the first.
    pub(in crate::domain) fn word<T>(
        &mut self,
        at: (Path, Option<&Value>),
        words: &[&str],
        from: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let path = at.0.clone();
        let written = match self.text(at) {
            Some(written) => written,
            None => words.first().map(|word| (*word).to_owned())?,
        };
        let found = from(&written);
        if found.is_none() {
            let written: String = written.chars().take(40).collect();
            self.faults.push((path, format!("“{written}” is none of {}", words.join(", "))));
        }
        found
    }
}
