//! Finds the line of a member in the text of a file: only asked for when there is something to say about it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// One step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Entry(usize),
}

/// The way from the whole file to a value in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::domain) struct Path(Vec<Step>);

impl Path {
    pub(in crate::domain) fn member(&self, name: &str) -> Self {
        self.with(Step::Member(name.to_owned()))
    }

    pub(in crate::domain) fn entry(&self, index: usize) -> Self {
        self.with(Step::Entry(index))
    }

    fn with(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if place == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Entry(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// The line, from 1, on which the value at `path` begins; of its nearest parent where it is absent.
pub(super) fn line_of(text: &str, path: &Path) -> usize {
    let mut at = text;
    for step in &path.0 {
        let inside = match step {
            Step::Member(name) => {
                let members = serde_json::from_str::<BTreeMap<String, &RawValue>>(at);
                members.ok().and_then(|members| members.get(name).copied())
            }
            Step::Entry(index) => {
                let entries = serde_json::from_str::<Vec<&RawValue>>(at);
                entries.ok().and_then(|entries| entries.get(*index).copied())
            }
        };
        match inside {
            Some(inside) => at = inside.get(),
            None => break,
        }
    }
    // What was found is a part of the text, not a copy.
    let offset = at.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    line_at(text.as_bytes(), offset.min(text.len()))
}

/// The line, from 1, that holds the byte at `offset`.
pub(super) fn line_at(bytes: &[u8], offset: usize) -> usize {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_entries_are_found() {
        let text = "{\n \"a\": [\n  1,\n  {\"b\":\n   2}\n ]\n}";
        let root = Path::default();
        let a = root.member("a");
        assert_eq!(line_of(text, &root), 1);
        assert_eq!(line_of(text, &a), 2);
        assert_eq!(line_of(text, &a.entry(0)), 3);
        assert_eq!(line_of(text, &a.entry(1).member("b")), 5);
        assert_eq!(line_of(text, &a.entry(1).member("missing")), 4, "the nearest parent");
        assert_eq!(a.entry(1).member("b").to_string(), "a[1].b");
    }
}
