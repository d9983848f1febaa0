//! What a list changes in the historic reports held.

use std::collections::BTreeMap;

use super::{HistoricReport, HistoryKey};
use crate::domain::treaty::{Change, Line};

/// What an import would change, by State, regime and cycle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryDifference {
    /// Only in the list.
    pub added: Vec<HistoricReport>,
    /// In both with other facts: as it stood, and as it will stand.
    pub changed: Vec<(HistoricReport, HistoricReport)>,
    /// How many are the same in both.
    pub unchanged: usize,
    /// How many are held and not in the list. They stay: a list may tell of one year or one State only,
    /// and a report that was filed is not undone by silence.
    pub kept: usize,
}

/// What must change in the reports `held` for them to say what those of a list say.
pub fn difference(held: &[HistoricReport], listed: &[HistoricReport]) -> HistoryDifference {
    let (held, listed) = (by_key(held), by_key(listed));
    let mut found = HistoryDifference::default();
    for (key, new) in &listed {
        match held.get(key) {
            None => found.added.push((*new).clone()),
            Some(old) if old == new => found.unchanged += 1,
            Some(old) => found.changed.push(((*old).clone(), (*new).clone())),
        }
    }
    found.kept = held.keys().filter(|key| !listed.contains_key(*key)).count();
    found
}

fn by_key(reports: &[HistoricReport]) -> BTreeMap<HistoryKey, &HistoricReport> {
    reports.iter().map(|report| (report.key(), report)).collect()
}

impl HistoryDifference {
    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }

    /// Each added report with all that is said of it: `+ CHE PV 2012: ...`.
    pub fn describe_added(&self) -> impl Iterator<Item = String> {
        self.added.iter().map(|report| {
            let facts = report.facts().into_iter().map(|(fact, value)| format!("{fact} “{value}”"));
            format!("+ {}: {}", report.name(), facts.collect::<Vec<_>>().join("; "))
        })
    }

    /// Each changed report with what was said of it before and is now: `~ CHE PV 2012: ...`.
    pub fn describe_changed(&self) -> impl Iterator<Item = String> {
        let changes = self.changed.iter().cloned().map(|(before, after)| Change::Changed { before, after });
        changes.map(|change| change.describe())
    }
}

impl Line for HistoricReport {
    fn name(&self) -> String {
        format!("{} {} {}", self.party, self.regime, self.cycle)
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("received_on", self.received_on.map(|day| day.to_string()).unwrap_or_default()),
            ("forms", self.forms.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("file", self.file.clone().unwrap_or_default()),
            ("source", self.source.clone()),
        ]
    }
}
