//! What differs between two data files.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

/// One value that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `rule G-34 / severity`.
    pub place: String,
    /// What stood there, if anything did.
    pub before: Option<String>,
    /// What stands there, if anything does.
    pub after: Option<String>,
}

/// What names an entry of a list, in the order in which it is looked for.
const NAMES: [&str; 2] = ["id", "key"];

/// Every value that differs, in the order of the places. Entries of lists are found by their names, so that one put
/// between others does not make all that follow differ. A file that cannot be read has no values.
pub fn differences(before: &str, after: &str) -> Vec<Difference> {
    let read = |text: &str| Value::Table(text.parse::<Table>().unwrap_or_default());
    let mut found = Vec::new();
    compare("", Some(&read(before)), Some(&read(after)), &mut found);
    found
}

fn compare(place: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Difference>) {
    if before == after {
        return;
    }
    let (own, other) = (parts(before), parts(after));
    if own.is_none() && other.is_none() {
        let said = |value: Option<&Value>| value.map(written);
        found.push(Difference { place: place.to_owned(), before: said(before), after: said(after) });
        return;
    }
    let (own, other) = (own.unwrap_or_default(), other.unwrap_or_default());
    let names: BTreeSet<&String> = own.keys().chain(other.keys()).collect();
    for name in names {
        let inner = if place.is_empty() { name.clone() } else { format!("{place} / {name}") };
        compare(&inner, own.get(name).copied(), other.get(name).copied(), found);
    }
}

/// What a table or a list of tables consists of, by name; nothing of a single value.
fn parts(value: Option<&Value>) -> Option<BTreeMap<String, &Value>> {
    match value? {
        Value::Table(table) => Some(table.iter().flat_map(|(key, value)| entries(key, value)).collect()),
        _ => None,
    }
}

/// A member of a table; a list of tables gives each of its entries.
fn entries<'v>(key: &str, value: &'v Value) -> Vec<(String, &'v Value)> {
    let Value::Array(list) = value else { return vec![(key.to_owned(), value)] };
    if list.is_empty() || !list.iter().all(Value::is_table) {
        return vec![(key.to_owned(), value)];
    }
    let mut named: Vec<(String, &Value)> = Vec::new();
    let (mut turns, mut taken) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    for (index, entry) in list.iter().enumerate() {
        let name = NAMES.iter().find_map(|name| entry.get(name)?.as_str());
        let name = name.map_or_else(|| format!("{key} {}", index.saturating_add(1)), |name| format!("{key} {name}"));
        // A rule that changes with a cycle stands twice.
        let turn = turns.entry(name.clone()).or_default();
        let own = loop {
            *turn = turn.saturating_add(1);
            let own = if *turn == 1 { name.clone() } else { format!("{name} ({turn})") };
            if taken.insert(own.clone()) {
                break own;
            }
        };
        named.push((own, entry));
    }
    named
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(before: &str, after: &str) -> Vec<String> {
        let said = |one: &Option<String>| one.clone().unwrap_or_else(|| "-".into());
        let found = differences(before, after);
        found.iter().map(|one| format!("{}: {} -> {}", one.place, said(&one.before), said(&one.after))).collect()
    }

    #[test]
    fn entries_are_found_by_their_names() {
        let before = "version = \"1\"\n[[rule]]\nid = \"A\"\nlimits = { most = 5 }\n[[rule]]\nid = \"C\"\n";
        let after = "version = \"2\"\n[[rule]]\nid = \"A\"\nlimits = { most = 3 }\n[[rule]]\nid = \"B\"\nsection = 1\n[[rule]]\nid = \"C\"\n[[rule]]\nid = \"C\"\nsection = 2\n";
        assert_eq!(
            lines(before, after),
            [
                "rule A / limits / most: 5 -> 3",
                "rule B / id: - -> B",
                "rule B / section: - -> 1",
                "rule C (2) / id: - -> C",
                "rule C (2) / section: - -> 2",
                "version: 1 -> 2",
            ]
        );
        assert_eq!(lines(before, before), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_text_stops_it(before in "\\PC{0,60}", after in "\\PC{0,60}") {
            prop_assert_eq!(differences(&before, &before), []);
            let _ = differences(&before, &after);
        }
    }
}
