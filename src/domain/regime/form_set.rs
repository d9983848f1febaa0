//! Form sets: cover, forms and fields of a report, as versioned data.
//!
//! Rules, checklists and answers are bound to the *keys* of forms and fields. Letters, labels
//! and guidance are data of the form set, so a letter that proves wrong is one edit there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;

use super::field::{Field, FieldKind, Slot, Words};
use crate::domain::calendar::Cycle;
use crate::domain::checklist::ItemId;
use crate::domain::code::RegimeCode;
use crate::domain::treaty::Mark;

/// One file a form set; a new version is a new file and a line here.
const FILES: [(&str, &str); 3] = [
    ("compliance-2007.toml", include_str!("form_sets/compliance-2007.toml")),
    ("apii-1999.toml", include_str!("form_sets/apii-1999.toml")),
    ("pv-2007.toml", include_str!("form_sets/pv-2007.toml")),
];

/// What a regime's report consists of, from a cycle on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSet {
    /// Of which reports.
    pub regime: RegimeCode,
    /// Names the version: the year of the decision that adopted it.
    pub version: String,
    first_cycle: i32,
    /// What the report is called.
    pub title: Words,
    /// The decision, and where the forms were read.
    pub source: String,
    /// How well the whole is known.
    pub mark: Mark,
    /// Fields of the cover page.
    pub cover: Vec<Field>,
    /// The lettered forms, in their order.
    #[serde(rename = "form")]
    pub forms: Vec<Form>,
}

/// One lettered form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The letter it carries.
    pub letter: String,
    /// What rules and other data call it.
    pub key: String,
    /// Its title.
    pub title: Words,
    /// What the treaty or the decision asks for in it.
    pub mandate: Words,
    /// The articles behind it.
    pub articles: String,
    /// Its duties bind every party, so that *not applicable* is queried (rule G-38).
    #[serde(default)]
    pub concerns_every_party: bool,
    /// How well letter and title are known.
    pub mark: Mark,
    /// Questions that several of its fields answer together.
    #[serde(default, rename = "block")]
    pub blocks: Vec<Block>,
    /// Its fields, in their order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A question that several fields of a form answer together: figures of one matter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What its fields call it.
    pub key: String,
    /// What is printed before them.
    pub title: Words,
    /// What is asked, and what a good answer holds.
    pub guidance: Option<Words>,
    /// The articles behind it.
    pub articles: Option<String>,
    /// Few reports answer it: its page shows it folded up until it holds something.
    #[serde(default)]
    pub folded: bool,
}

impl Form {
    /// The fields that hold figures or acts of the reporting period.
    pub fn fields_of_period(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.of_period)
    }

    /// Where the question stands that asks for the field: fields of one block are one question, at the first of them.
    pub fn question_of(&self, field: &Field) -> String {
        let first = self.fields.iter().find(|own| own.block.is_some() && own.block == field.block);
        first.unwrap_or(field).place(&self.letter)
    }

    /// The block that the field belongs to.
    pub fn block_of(&self, field: &Field) -> Option<&Block> {
        self.blocks.iter().find(|block| field.block.as_ref() == Some(&block.key))
    }

    /// What is printed over the field: the title of its block, or its own label.
    pub fn title_over<'f>(&'f self, field: &'f Field) -> &'f Words {
        self.block_of(field).map_or(&field.label, |block| &block.title)
    }
}

/// Whether a place of a report file is another or a part of it: `laws[2].title` lies in `laws`, `laws_of` does not.
pub fn lies_in(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

impl FormSet {
    fn covers(&self, cycle: Cycle) -> bool {
        self.first_cycle <= cycle.year()
    }

    /// The first cycle whose reports answer it.
    pub fn first_cycle(&self) -> i32 {
        self.first_cycle
    }

    /// Its name in report files: `COMPLIANCE/2007`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.regime, self.version)
    }

    /// The form that carries the letter.
    pub fn form(&self, letter: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.letter == letter)
    }

    /// The form of that key.
    pub fn form_of_key(&self, key: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.key == key)
    }

    /// The form that a place of a report file belongs to, such as `summary.B`, `forms.B.text` or `laws[2].title`.
    pub fn form_at(&self, place: &str) -> Option<&Form> {
        let mut steps = place.split(['.', '[']);
        let named = matches!(steps.next(), Some("summary" | "forms")).then(|| steps.next()).flatten();
        let of_field = || self.fields().find(|(_, field)| field.at.as_deref().is_some_and(|at| lies_in(place, at)));
        named.and_then(|letter| self.form(letter)).or_else(|| of_field().map(|(form, _)| form))
    }

    /// What takes the value at a place of a report file, such as `figures.casualties.killed` or `figures.stocks[2].type`:
    /// only of fields whose answers are not under their form. Of the cover only the tables are divided into slots.
    pub fn slot(&self, place: &str) -> Option<Slot<'_>> {
        let fields = self.fields().map(|(_, field)| field).chain(self.cover_tables());
        fields.filter_map(|field| field.slot_at(place)).next()
    }

    /// The tables of the cover: what only some covers ask, such as the opening questions of Protocol V.
    pub fn cover_tables(&self) -> impl Iterator<Item = &Field> {
        self.cover.iter().filter(|field| field.kind == FieldKind::Table)
    }

    /// Every form with each of its fields.
    pub fn fields(&self) -> impl Iterator<Item = (&Form, &Field)> {
        self.forms.iter().flat_map(|form| form.fields.iter().map(move |field| (form, field)))
    }
}

/// Which fields of a form set answer which item of the checklist. Every check asks it of every item, so that it is found
/// once for all.
#[derive(Debug, Clone)]
pub struct Answering(HashMap<ItemId, Vec<(usize, usize)>>);

impl Answering {
    fn of(set: &FormSet) -> Self {
        let mut fields: HashMap<ItemId, Vec<(usize, usize)>> = HashMap::new();
        for (form, own) in set.forms.iter().map(|form| &form.fields).enumerate() {
            for (field, item) in
                own.iter().enumerate().flat_map(|(at, field)| field.answers.iter().map(move |i| (at, i)))
            {
                fields.entry(item.clone()).or_default().push((form, field));
            }
        }
        Self(fields)
    }

    /// Where the fields stand that answer the item: the place of the form, and that of the field in it. None where the
    /// form set does not ask for the item.
    pub fn places(&self, item: &ItemId) -> Option<&[(usize, usize)]> {
        self.0.get(item).map(Vec::as_slice)
    }
}

/// All form sets that come with the program.
#[derive(Debug, Clone)]
pub struct FormSets {
    /// The newest first.
    sets: Vec<FormSet>,
    /// Of each of them, in the same order.
    answering: Vec<Answering>,
    figures: BTreeMap<String, Field>,
}

/// A form set's file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("form set {file}: {cause}")]
pub struct FormSetError {
    file: &'static str,
    cause: Box<toml::de::Error>,
}

impl FormSets {
    /// The form sets that come with the program.
    pub fn embedded() -> Result<Self, FormSetError> {
        Self::from_files(FILES)
    }

    /// Form sets from files: what each is called, and its text.
    pub fn from_files<'t>(files: impl IntoIterator<Item = (&'static str, &'t str)>) -> Result<Self, FormSetError> {
        let read = |(file, text)| toml::from_str(text).map_err(|e| FormSetError { file, cause: Box::new(e) });
        Ok(Self::of(files.into_iter().map(read).collect::<Result<_, _>>()?))
    }

    /// These form sets. Figures are of the period in all of them where one says so: what one regime asks of a year
    /// another asks of it too, and a version that was kept before the word was known does not say it.
    pub fn of(mut sets: Vec<FormSet>) -> Self {
        sets.sort_by_key(|set| std::cmp::Reverse(set.first_cycle));
        let is_said = |field: &&Field| field.of_period;
        let of_period = sets.iter().flat_map(FormSet::fields).map(|(_, field)| field).filter(is_said);
        let of_period: BTreeSet<String> = of_period.filter_map(|field| field.at.clone()).collect();
        for field in sets.iter_mut().flat_map(|set| &mut set.forms).flat_map(|form| &mut form.fields) {
            field.of_period |= field.at.as_ref().is_some_and(|at| of_period.contains(at));
        }
        let mut figures: BTreeMap<String, Field> = BTreeMap::new();
        for (_, field) in sets.iter().flat_map(FormSet::fields) {
            let Some(name) = field.at.as_deref().and_then(|at| at.strip_prefix("figures.")) else { continue };
            let known = figures.entry(name.to_owned()).or_insert_with(|| field.clone());
            // Regimes may divide the same figures in other ways.
            let further = field.columns.iter().filter(|own| known.columns.iter().all(|other| other.key != own.key));
            let further: Vec<_> = further.cloned().collect();
            known.columns.extend(further);
        }
        Self { answering: sets.iter().map(Answering::of).collect(), sets, figures }
    }

    /// The text of the form set of that name that comes with the program.
    pub fn text_of(name: &str) -> Option<&'static str> {
        let is_own = |text: &str| toml::from_str::<FormSet>(text).is_ok_and(|set| set.name() == name);
        FILES.iter().map(|(_, text)| *text).find(|text| is_own(text))
    }

    /// The form set valid for the regime's reports of the cycle.
    pub fn for_cycle(&self, regime: RegimeCode, cycle: Cycle) -> Option<&FormSet> {
        self.sets.get(self.place(regime, cycle)?)
    }

    /// The same, with which of its fields answer which item.
    pub fn answering(&self, regime: RegimeCode, cycle: Cycle) -> Option<(&FormSet, &Answering)> {
        let place = self.place(regime, cycle)?;
        self.sets.get(place).zip(self.answering.get(place))
    }

    fn place(&self, regime: RegimeCode, cycle: Cycle) -> Option<usize> {
        self.sets.iter().position(|set| set.regime == regime && set.covers(cycle))
    }

    /// All form sets, the newest first.
    pub fn all(&self) -> &[FormSet] {
        &self.sets
    }

    /// All figures that any form set asks for, by name.
    pub fn figures(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.figures.iter().map(|(name, field)| (name.as_str(), field))
    }

    /// The figures that go by that name, with all columns of all form sets, if any asks for them.
    pub fn figure(&self, name: &str) -> Option<&Field> {
        self.figures.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::Obligations;
    use crate::domain::data_version::faults_of;

    fn sets() -> FormSets {
        FormSets::embedded().unwrap()
    }

    fn compliance() -> FormSet {
        let regime = RegimeCode::parse("COMPLIANCE").unwrap();
        sets().for_cycle(regime, Cycle::new(2027).unwrap()).unwrap().clone()
    }

    #[test]
    fn every_question_that_takes_words_says_what_a_good_answer_has() {
        for set in sets().all() {
            let without =
                set.fields().filter(|(_, field)| field.kind == FieldKind::LongText && field.guidance.is_none());
            let without: Vec<_> = without.map(|(form, field)| format!("{} {}", form.letter, field.key)).collect();
            assert_eq!(without, Vec::<String>::new(), "{}", set.name());
        }
    }

    #[test]
    fn every_file_can_be_read_and_hangs_together() {
        let obligations = Obligations::embedded().unwrap();
        for set in sets().all() {
            assert_eq!(faults_of(set, &obligations), Vec::<String>::new(), "{}", set.name());
        }
    }

    #[test]
    fn the_compliance_report_has_the_five_forms_of_the_2006_decision() {
        let set = compliance();
        let forms: Vec<_> = set.forms.iter().map(|form| (form.letter.as_str(), form.key.as_str())).collect();
        assert_eq!(
            forms,
            [
                ("A", "dissemination"),
                ("B", "technical_requirements"),
                ("C", "legislation"),
                ("D", "cooperation"),
                ("E", "other_matters"),
            ]
        );
        for (form, field) in set.fields().filter(|(_, field)| field.breakdown_of.is_none()) {
            assert!(field.guidance.is_some(), "{} {}: guidance", form.letter, field.key);
        }
    }

    #[test]
    fn the_other_regimes_have_their_letters() {
        let letters = |regime: &str| -> String {
            let regime = RegimeCode::parse(regime).unwrap();
            let sets = sets();
            sets.for_cycle(regime, Cycle::new(2018).unwrap()).unwrap().forms.iter().map(|f| f.letter.clone()).collect()
        };
        assert_eq!((letters("APII"), letters("PV")), ("ABCDEFG".into(), "ABCDEFGHI".into()));
    }

    #[test]
    fn a_new_version_holds_from_its_cycle_on() {
        let (old, mut new) = (compliance(), compliance());
        (new.version, new.first_cycle) = ("2030".into(), 2030);
        let sets = FormSets::of(vec![old.clone(), new]);
        let version = |year| sets.for_cycle(old.regime, Cycle::new(year).unwrap()).map(|set| set.version.as_str());
        assert_eq!((version(2029), version(2030), version(2007)), (Some("2007"), Some("2030"), None));
    }
}
