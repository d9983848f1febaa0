//! The steps of reading: members of objects, texts, numbers and lists, each with its path.

use serde_json::{Map, Value};

use super::locate::Path;
use super::written_date::WrittenDate;

/// So many members that nobody knows are named, and so many letters of each; all are kept.
const UNKNOWN_NAMED: usize = 100;
const LONGEST_PATH: usize = 200;
/// Entries of one list: acts, amounts, contacts.
pub(super) const LONGEST_LIST: usize = 1_000;
/// Walks through a tree, noting what cannot be kept and what nobody asked for.
pub(super) struct Reader {
    pub(super) faults: Vec<(Path, String)>,
    pub(super) unknown: Vec<String>,
}

/// An object under its path; remembers which members were asked for.
pub(super) struct Members<'a> {
    pub(super) path: Path,
    pub(super) members: &'a Map<String, Value>,
    pub(super) asked: Vec<&'a str>,
}

impl<'a> Members<'a> {
    pub(super) fn take(&mut self, name: &'a str) -> (Path, Option<&'a Value>) {
        self.asked.push(name);
        (self.path.member(name), self.members.get(name).filter(|value| !value.is_null()))
    }
}

impl Reader {
    pub(super) fn wrong(&mut self, path: Path, expected: &str, found: &Value) {
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
    pub(super) fn members<'a>(&mut self, (path, value): (Path, Option<&'a Value>)) -> Option<Members<'a>> {
        match value? {
            Value::Object(members) => Some(Members { path, members, asked: Vec::new() }),
            other => {
                self.wrong(path, "an object", other);
                None
            }
        }
    }

    /// Notes what was never asked for.
    pub(super) fn finish(&mut self, read: &Members<'_>) {
        let left = read.members.keys().filter(|name| !read.asked.contains(&name.as_str()));
        let room = UNKNOWN_NAMED.saturating_sub(self.unknown.len());
        let paths = left.take(room).map(|name| read.path.member(name).to_string());
        self.unknown.extend(paths.map(|path| path.chars().take(LONGEST_PATH).collect()));
    }

    pub(super) fn text(&mut self, (path, value): (Path, Option<&Value>)) -> Option<String> {
        match value? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.wrong(path, "text", other);
                None
            }
        }
    }

    pub(super) fn date(&mut self, at: (Path, Option<&Value>)) -> Option<WrittenDate> {
        let written = self.text(at)?;
        // An empty field of a form is a date that was not given.
        (!written.trim().is_empty()).then(|| WrittenDate::new(written))
    }

    pub(super) fn whole(&mut self, at: (Path, Option<&Value>)) -> Option<i64> {
        self.of_kind(at, "a whole number", Value::as_i64)
    }

    pub(super) fn number(&mut self, at: (Path, Option<&Value>)) -> Option<f64> {
        self.of_kind(at, "a number", Value::as_f64)
    }

    pub(super) fn flag(&mut self, at: (Path, Option<&Value>)) -> bool {
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

    pub(super) fn list<'a, T>(
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
    pub(super) fn required<T, E: ToString>(
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
    pub(super) fn word<T>(
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
