//! The rules as data: how heavy each weighs, what it rests on, for which cycles it holds.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Cycle;
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};

const RULES: &str = include_str!("rules.toml");
/// The section of the rule list whose rules read requests.
const SECTION_OF_REQUESTS: u8 = 8;

/// Names a rule: `G-12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(pub String);

impl Borrow<str> for RuleId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How heavy a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Stops a submission.
    Error,
    /// Is confirmed by the State, with a sentence if it likes.
    Warning,
    /// A hint.
    Advice,
}

impl Severity {
    /// The word for it in data and text keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// What is known about a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Names it.
    pub id: RuleId,
    /// The section of the rule list it belongs to; a filing in free format passes some sections only.
    pub section: u8,
    /// How heavy a finding of it weighs.
    pub severity: Severity,
    /// Regimes whose reports it reads; all where empty.
    #[serde(default)]
    pub regimes: Vec<RegimeCode>,
    /// It reads texts, which takes longer the longer they are.
    #[serde(default)]
    pub reads_text: bool,
    /// Names of the parameters of its sentence.
    #[serde(default)]
    pub parameters: Vec<String>,
    /// Instruments it looks at.
    #[serde(default)]
    pub instruments: Vec<InstrumentCode>,
    /// States it treats apart, each for what stands in `source`.
    #[serde(default)]
    pub parties: Vec<Iso3>,
    /// Numbers it compares with.
    #[serde(default)]
    pub limits: BTreeMap<String, i64>,
    /// Article, decision or place of the form.
    pub citation: String,
    /// How well that is known, and what of the rule is the portal's own.
    pub source: String,
    first_cycle: Option<i32>,
    last_cycle: Option<i32>,
}

impl Rule {
    pub(super) fn holds(&self, cycle: Cycle) -> bool {
        self.first_cycle.is_none_or(|first| first <= cycle.year())
            && self.last_cycle.is_none_or(|last| cycle.year() <= last)
    }

    /// Whether it reads requests, and no report.
    pub fn is_of_requests(&self) -> bool {
        self.section == SECTION_OF_REQUESTS
    }

    /// The cycles it holds for: the first and the last, where there is one.
    pub fn cycles(&self) -> (Option<i32>, Option<i32>) {
        (self.first_cycle, self.last_cycle)
    }

    /// Whether there is a cycle for which both hold.
    pub fn meets(&self, other: &Self) -> bool {
        let ends_before =
            |own: &Self, other: &Self| own.last_cycle.zip(other.first_cycle).is_some_and(|(last, first)| last < first);
        !ends_before(self, other) && !ends_before(other, self)
    }

    /// The number of that name.
    pub(super) fn limit(&self, name: &str) -> i64 {
        self.limits.get(name).copied().unwrap_or_default()
    }
}

/// All rules of one version.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "RuleFile")]
pub struct RuleSet {
    /// Names the version.
    pub version: String,
    rules: Vec<Rule>,
    /// Where the rules of a name stand: one that changes with a cycle stands in several places.
    places: HashMap<RuleId, Vec<usize>>,
}

/// The rules as their data file has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    version: String,
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
}

impl From<RuleFile> for RuleSet {
    fn from(RuleFile { version, rules }: RuleFile) -> Self {
        let mut places: HashMap<RuleId, Vec<usize>> = HashMap::new();
        for (place, rule) in rules.iter().enumerate() {
            places.entry(rule.id.clone()).or_default().push(place);
        }
        Self { version, rules, places }
    }
}

impl RuleSet {
    /// The text of the rules that come with the program.
    pub const TEXT: &'static str = RULES;

    /// The rules that come with the program.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(RULES)
    }

    /// All rules in the order of the list.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of that name as it holds for reports of the regime and cycle, if it does.
    pub fn rule(&self, id: &str, regime: RegimeCode, cycle: Cycle) -> Option<&Rule> {
        let of_regime = |rule: &&Rule| rule.regimes.is_empty() || rule.regimes.contains(&regime);
        self.holding(id, cycle).filter(of_regime)
    }

    /// The rule of that name as it holds for requests of the cycle, if it does: one that is not about a regime's reports.
    pub fn rule_of_requests(&self, id: &str, cycle: Cycle) -> Option<&Rule> {
        self.holding(id, cycle).filter(|rule| rule.regimes.is_empty())
    }

    fn holding(&self, id: &str, cycle: Cycle) -> Option<&Rule> {
        let places = self.places.get(id).into_iter().flatten();
        places.filter_map(|place| self.rules.get(*place)).find(|rule| rule.holds(cycle))
    }

    /// These rules over others: what they do not name stays as it is there, in its place.
    #[must_use]
    pub fn over(self, other: &Self) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for rule in &other.rules {
            let named: Vec<_> = self.rules.iter().filter(|own| own.id == rule.id).cloned().collect();
            match named.as_slice() {
                [] => rules.push(rule.clone()),
                // A rule that changes with a cycle stands in several places, and is replaced in the first.
                _ if rules.iter().any(|done| done.id == rule.id) => {}
                _ => rules.extend(named),
            }
        }
        RuleFile { version: self.version, rules }.into()
    }

    /// The same rules without those that read texts.
    #[must_use]
    pub fn without_reading_texts(self) -> Self {
        let rules = self.rules.into_iter().filter(|rule| !rule.reads_text).collect();
        RuleFile { version: self.version, rules }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_switched_off_and_changed_by_cycle() {
        let RuleSet { version, mut rules, .. } = RuleSet::embedded().unwrap();
        let mut stricter = rules.iter().find(|rule| rule.id.0 == "G-34").unwrap().clone();
        stricter.first_cycle = Some(2030);
        stricter.limits.insert("most_years".into(), 3);
        for rule in &mut rules {
            match rule.id.0.as_str() {
                "G-34" => rule.last_cycle = Some(2029),
                "G-19" => rule.last_cycle = Some(2027),
                _ => {}
            }
        }
        rules.push(stricter);
        let set = RuleSet::from(RuleFile { version, rules });
        let regime = RegimeCode::parse("COMPLIANCE").unwrap();
        let rule = |id: &str, year| set.rule(id, regime, Cycle::new(year).unwrap());
        let years = |year| rule("G-34", year).map(|rule| rule.limit("most_years"));
        assert_eq!((years(2029), years(2030)), (Some(5), Some(3)));
        assert!(rule("G-19", 2027).is_some() && rule("G-19", 2028).is_none());
        assert!(rule("G-24", 2027).is_none(), "of another regime");
    }
}
