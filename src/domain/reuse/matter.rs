//! Which fields of which reports ask the same, as data.

use std::fmt;

use serde::Deserialize;

use crate::domain::code::RegimeCode;
use crate::domain::draft::Section;
use crate::domain::regime::{Field, Form, FormSet, Words};
use crate::domain::treaty::Mark;

const MATTERS: &str = include_str!("matters.toml");

/// What stands for a form in the key of a field of the cover.
const COVER: &str = "cover";

/// A field of a regime's reports, whatever the version of their forms: `APII.legislation.laws`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct FieldKey {
    /// Of which reports.
    pub regime: RegimeCode,
    form: String,
    field: String,
}

impl FieldKey {
    /// The key of a field of that form, or of the cover.
    pub fn of(set: &FormSet, form: Option<&Form>, field: &Field) -> Self {
        let form = form.map_or(COVER, |form| form.key.as_str());
        Self { regime: set.regime, form: form.to_owned(), field: field.key.clone() }
    }

    /// Where a form set has it.
    pub fn find<'s>(&self, set: &'s FormSet) -> Option<(Section, Option<&'s Form>, &'s Field)> {
        let named = |fields: &'s [Field]| fields.iter().find(|field| field.key == self.field);
        if set.regime != self.regime {
            return None;
        }
        if self.form == COVER {
            return Some((Section::Cover, None, named(&set.cover)?));
        }
        let form = set.form_of_key(&self.form)?;
        Some((Section::Form(form.letter.clone()), Some(form), named(&form.fields)?))
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.regime, self.form, self.field)
    }
}

impl TryFrom<String> for FieldKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("“{text}” is no field; one looks like APII.legislation.laws");
        let (regime, rest) = text.split_once('.').ok_or_else(wrong)?;
        let (form, field) = rest.split_once('.').ok_or_else(wrong)?;
        let regime = RegimeCode::parse(regime).map_err(|error| error.to_string())?;
        Ok(Self { regime, form: form.to_owned(), field: field.to_owned() })
    }
}

/// How well it is known that fields ask the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Basis {
    /// The source names the matter for each of the fields.
    #[serde(rename = "V")]
    Verified,
    /// From memory.
    #[serde(rename = "R")]
    Recalled,
    /// The portal pairs them, for a reason.
    #[serde(rename = "P")]
    Proposed,
}

/// Questions that several reports ask, on one ground.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Fields that ask the same, question by question.
    pub questions: Vec<Vec<FieldKey>>,
    /// The answer is of its period: other years do not offer it.
    #[serde(default)]
    pub of_the_year: bool,
    /// Only the first field is offered to the others.
    #[serde(default)]
    pub one_way: bool,
    /// Two reports of a cycle are expected to say the same.
    #[serde(default)]
    pub compared: bool,
    /// What the reports count or answer apart, for whoever takes an answer over.
    pub apart: Option<Words>,
    /// How well it is known.
    pub mark: Basis,
    /// Articles, decisions, rules.
    pub source: String,
    /// Why the fields ask the same, and how far.
    pub note: String,
}

/// A total since the start of counting, and the field that repeats the one of the year before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cumulative {
    pub(super) total: FieldKey,
    pub(super) before: FieldKey,
}

/// A report under another treaty that asks for the same.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pointer {
    /// Treaty and article.
    pub question: Words,
    /// The fields that ask for it here.
    pub fields: Vec<FieldKey>,
    /// How well it is known.
    pub mark: Mark,
    /// From where.
    pub source: String,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matters {
    #[serde(rename = "matter")]
    matters: Vec<Matter>,
    pub(super) cumulative: Vec<Cumulative>,
    #[serde(rename = "pointer")]
    pointers: Vec<Pointer>,
}

impl Matters {
    /// The data that comes with the program.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(MATTERS)
    }

    /// Every matter.
    pub fn all(&self) -> &[Matter] {
        &self.matters
    }

    /// Every pointer to another treaty.
    pub fn pointers(&self) -> &[Pointer] {
        &self.pointers
    }

    /// The total that the field repeats as it stood the year before, where it does.
    pub(super) fn total_before(&self, field: &FieldKey) -> Option<&FieldKey> {
        self.cumulative.iter().find(|own| own.before == *field).map(|own| &own.total)
    }

    /// Whose answers are offered to the field.
    pub fn sources_of(&self, field: &FieldKey) -> Vec<(&FieldKey, &Matter)> {
        let mut found = Vec::new();
        for matter in &self.matters {
            for question in matter.questions.iter().filter(|question| question.contains(field)) {
                let most = if matter.one_way { 1 } else { question.len() };
                let others = question.iter().take(most).filter(|other| *other != field);
                found.extend(others.map(|other| (other, matter)));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::regime::{FieldKind, FormSets};

    fn found<'s>(sets: &'s FormSets, key: &FieldKey) -> &'s Field {
        let all: Vec<_> = sets.all().iter().filter_map(|set| key.find(set)).collect();
        let of_regime = sets.all().iter().filter(|set| set.regime == key.regime).count();
        assert!(!all.is_empty() && all.len() == of_regime, "{key} is in {} of {of_regime} form sets", all.len());
        all[0].2
    }

    #[test]
    fn every_field_is_one_of_the_form_sets_and_takes_what_the_others_give() {
        let (sets, matters) = (FormSets::embedded().unwrap(), Matters::embedded().unwrap());
        for matter in matters.all() {
            assert!(!matter.source.is_empty() && !matter.note.is_empty());
            for question in &matter.questions {
                let regimes: BTreeSet<_> = question.iter().map(|key| key.regime).collect();
                assert!(question.len() > 1 && regimes.len() == question.len(), "{question:?}: one field a report");
                let first = found(&sets, &question[0]);
                for key in question {
                    let field = found(&sets, key);
                    let of_both = (first.kind, first.repeatable, &first.unit);
                    assert_eq!((field.kind, field.repeatable, &field.unit), of_both, "{key}");
                    for column in &field.columns {
                        let same = first.columns.iter().filter(|other| other.key == column.key);
                        same.for_each(|other| assert_eq!((other.kind, &other.unit), (column.kind, &column.unit)));
                    }
                    let has_common = |column: &crate::domain::regime::Column| {
                        first.columns.iter().any(|other| other.key == column.key)
                    };
                    assert!(field.kind != FieldKind::Table || field.columns.iter().any(has_common), "{key}");
                }
            }
        }
        for cumulative in &matters.cumulative {
            let (total, before) = (found(&sets, &cumulative.total), found(&sets, &cumulative.before));
            assert_eq!(total.columns, before.columns);
        }
        matters
            .pointers()
            .iter()
            .flat_map(|pointer| &pointer.fields)
            .for_each(|key| drop(found(&sets, key).key.clone()));
    }

    #[test]
    fn one_report_offers_one_answer_to_a_field() {
        let (sets, matters) = (FormSets::embedded().unwrap(), Matters::embedded().unwrap());
        for set in sets.all() {
            for (form, field) in set.fields() {
                let key = FieldKey::of(set, Some(form), field);
                let from: Vec<_> = matters.sources_of(&key).iter().map(|(from, _)| from.regime).collect();
                let apart: BTreeSet<_> = from.iter().collect();
                assert_eq!(apart.len(), from.len(), "{key} would get two answers from one report");
                assert!(!from.contains(&set.regime), "{key} would get an answer from its own report");
            }
        }
    }

    #[test]
    fn a_matter_of_one_way_is_not_offered_back() {
        let text = r#"
            pointer = []
            cumulative = []
            [[matter]]
            questions = [["APII.legislation.laws", "COMPLIANCE.legislation.laws"]]
            one_way = true
            mark = "P"
            source = "s"
            note = "n"
        "#;
        let matters: Matters = toml::from_str(text).unwrap();
        let key = |text: &str| FieldKey::try_from(text.to_owned()).unwrap();
        let from = |of: &str| matters.sources_of(&key(of)).iter().map(|(key, _)| key.to_string()).collect::<Vec<_>>();
        assert_eq!(from("COMPLIANCE.legislation.laws"), ["APII.legislation.laws"]);
        assert_eq!(from("APII.legislation.laws"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_field_is_refused() {
        for text in ["", "APII", "APII.legislation", "apii.legislation.laws"] {
            assert!(FieldKey::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
