//! What differs between two registers, fact by fact.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{State, TreatyAction};

/// What an import would change, in the order of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterDifference {
    /// Day of the register before and after, where it moves.
    pub as_of: Option<(NaiveDate, NaiveDate)>,
    /// Changes in the list of States.
    pub states: Vec<Change<State>>,
    /// Changes in the list of treaty actions.
    pub actions: Vec<Change<TreatyAction>>,
}

impl RegisterDifference {
    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.as_of.is_none() && self.states.is_empty() && self.actions.is_empty()
    }
}

/// One line that differs between two registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// Only in the new register.
    Added(T),
    /// Only in the old register.
    Removed(T),
    /// In both, with other facts.
    Changed {
        /// As it stood.
        before: T,
        /// As it will stand.
        after: T,
    },
}

impl<T: Line> Change<T> {
    /// `+` added, `-` removed, `~` changed: the line, and what it said before and says now.
    pub fn describe(&self) -> String {
        match self {
            Self::Added(line) => format!("+ {}", line.name()),
            Self::Removed(line) => format!("- {}", line.name()),
            Self::Changed { before, after } => {
                let facts = before.facts().into_iter().zip(after.facts()).filter(|(old, new)| old != new);
                let facts = facts.map(|((fact, old), (_, new))| format!("{fact} “{old}” -> “{new}”"));
                format!("~ {}: {}", after.name(), facts.collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// A line of a data file: what names it, and what it says.
pub trait Line {
    /// What stays the same when the line changes.
    fn name(&self) -> String;
    /// Everything that can change, in the words of the data file.
    fn facts(&self) -> Vec<(&'static str, String)>;
}

impl Line for State {
    fn name(&self) -> String {
        format!("{} {}", self.iso3, self.short_name_en)
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let yes_no = |value| if value { "yes" } else { "no" };
        vec![
            ("iso2", self.iso2.clone()),
            ("short_name_en", self.short_name_en.clone()),
            ("formal_name_en", self.formal_name_en.clone()),
            ("un_region", self.group.spelling().to_owned()),
            ("un_status", self.un_status.spelling().to_owned()),
            ("languages_of_correspondence", self.language.clone()),
            ("language_verified", yes_no(self.language_verified).to_owned()),
            ("name_ar", self.name_ar.clone()),
            ("name_zh", self.name_zh.clone()),
            ("name_fr", self.name_fr.clone()),
            ("name_ru", self.name_ru.clone()),
            ("name_es", self.name_es.clone()),
        ]
    }
}

impl Line for TreatyAction {
    fn name(&self) -> String {
        format!("{} {} {} {}", self.party, self.instrument, self.kind.spelling(), self.deposited_on)
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let effect = self.effect.map(|effect| format!("{} ({})", effect.on, effect.mark.key()));
        vec![
            ("effect", effect.unwrap_or_default()),
            ("verified", if self.verified { "yes" } else { "no" }.to_owned()),
            ("source", self.source.clone()),
        ]
    }
}

pub(super) fn compare<K: Ord, T: Clone + PartialEq>(
    before: &BTreeMap<K, T>,
    after: &BTreeMap<K, T>,
    into: &mut Vec<Change<T>>,
) {
    for (key, new) in after {
        match before.get(key) {
            None => into.push(Change::Added(new.clone())),
            Some(old) if old != new => into.push(Change::Changed { before: old.clone(), after: new.clone() }),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|(key, _)| !after.contains_key(key));
    into.extend(gone.map(|(_, old)| Change::Removed(old.clone())));
}
