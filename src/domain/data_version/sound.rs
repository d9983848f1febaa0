//! Whether a version hangs together: faults in words for whoever wrote the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::checklist::Obligations;
use crate::domain::regime::{Column, Field, FieldKind, Form, FormSet, FormSets, Slot};
use crate::domain::validation::{Rule, RuleSet};

/// Rules are written in the program; a file says how heavy each weighs, for which cycles it holds and what it rests on.
pub(super) fn faults_of_rules(rules: &RuleSet, own: &RuleSet) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules.rules() {
        let id = rule.id.0.as_str();
        let before = seen.entry(id).or_default();
        if before.iter().any(|other| other.meets(rule)) {
            faults.push(format!("{id} holds twice for the same cycle; end one with last_cycle"));
        }
        before.push(rule);
        match own.rules().iter().find(|known| known.id == rule.id) {
            None => faults.push(format!("{id} is no rule of this program")),
            Some(known) => faults.extend(faults_of_rule(rule, known)),
        }
    }
    faults
}

fn faults_of_rule(rule: &Rule, known: &Rule) -> Vec<String> {
    let id = &rule.id;
    let mut faults = Vec::new();
    if rule.section != known.section {
        faults.push(format!("{id}: the section is {}", known.section));
    }
    // They say what the program tells with a finding; one more than a kept version names is no fault of it.
    for name in rule.parameters.iter().filter(|name| !known.parameters.contains(name)) {
        faults.push(format!("{id}: there is no parameter {name}; the parameters are {}", known.parameters.join(", ")));
    }
    if rule.reads_text != known.reads_text {
        faults.push(format!("{id}: reads_text is {}", known.reads_text));
    }
    if !rule.limits.keys().eq(known.limits.keys()) {
        let names: Vec<_> = known.limits.keys().map(String::as_str).collect();
        faults.push(format!("{id}: the limits are {}", names.join(", ")));
    }
    for (name, said) in [("citation", &rule.citation), ("source", &rule.source)] {
        if said.trim().is_empty() {
            faults.push(format!("{id}: the {name} is empty"));
        }
    }
    faults
}

/// What a form set must keep, so that pages, files and rules can go by it.
pub(super) fn faults_of_form_set(set: &FormSet, obligations: &Obligations) -> Vec<String> {
    let mut faults = Vec::new();
    if set.forms.is_empty() {
        faults.push("there is no form".to_owned());
    }
    let unfit = set.forms.iter().filter(|form| !matches!(form.letter.as_bytes(), [b'A'..=b'Z']));
    faults.extend(unfit.map(|form| format!("“{}” is no letter of a form: one of A to Z", form.letter)));
    faults.extend(
        keys_of(set).filter(|key| !is_key(key)).map(|key| format!("“{key}” is no key: small letters, digits and _")),
    );
    let places: Vec<_> = set.fields().filter_map(|(_, field)| field.at.as_ref()).collect();
    let is_taken = |at: &&&String| at.as_str() == "laws" || at.starts_with("figures.");
    faults.extend(
        places.iter().filter(|at| !is_taken(at)).map(|at| format!("{at}: a form’s answers have no place there")),
    );
    faults.extend(twice("place", places.into_iter()));
    faults.extend(twice("letter", set.forms.iter().map(|form| &form.letter)));
    faults.extend(twice("form", set.forms.iter().map(|form| &form.key)));
    faults.extend(
        twice("field", set.cover.iter().map(|field| &field.key)).into_iter().map(|fault| format!("cover: {fault}")),
    );
    for form in &set.forms {
        faults.extend(
            faults_of_form(form, obligations).into_iter().map(|fault| format!("form {}: {fault}", form.letter)),
        );
    }
    faults
}

fn keys_of(set: &FormSet) -> impl Iterator<Item = &str> {
    set.forms.iter().flat_map(|form| {
        let fields = form.fields.iter().map(|field| field.key.as_str());
        // A column may be part of another: `by_device.mines`.
        let columns = form.fields.iter().flat_map(|field| &field.columns).flat_map(|column| column.key.split('.'));
        let blocks = form.blocks.iter().map(|block| block.key.as_str());
        [form.key.as_str()].into_iter().chain(fields).chain(columns).chain(blocks)
    })
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// Figures that a form set asks for in another way than those that hold: what was filed of one is read by the
/// newest form set that has it, of whichever regime.
pub fn figures_at_odds(set: &FormSet, sets: &FormSets) -> Vec<String> {
    let mut faults = Vec::new();
    for (_, field) in set.fields() {
        let name = field.at.as_deref().and_then(|at| at.strip_prefix("figures."));
        let Some((name, known)) = name.and_then(|name| Some((name, sets.figure(name)?))) else { continue };
        if (field.kind, field.repeatable) != (known.kind, known.repeatable) {
            faults.push(format!("figures.{name} is asked for in another way by a form set in force"));
        }
        let known_as =
            |column: &&Column| known.columns.iter().any(|own| own.key == column.key && own.kind != column.kind);
        let other = field.columns.iter().filter(known_as);
        faults.extend(
            other.map(|column| format!("figures.{name}.{} is of another kind in a form set in force", column.key)),
        );
    }
    faults
}

fn faults_of_form(form: &Form, obligations: &Obligations) -> Vec<String> {
    let mut faults = twice("field", form.fields.iter().map(|field| &field.key));
    faults.extend(twice("block", form.blocks.iter().map(|block| &block.key)));
    for field in &form.fields {
        faults.extend(
            faults_of_field(form, field, obligations).into_iter().map(|fault| format!("{}: {fault}", field.key)),
        );
    }
    faults
}

fn faults_of_field(form: &Form, field: &Field, obligations: &Obligations) -> Vec<String> {
    let mut faults: Vec<_> =
        field.columns.iter().map(Column::slot).chain([field.slot()]).flat_map(faults_of_slot).collect();
    if (field.kind == FieldKind::Table) == field.columns.is_empty() {
        faults.push("tables, and they alone, have columns".to_owned());
    }
    faults.extend(twice("column", field.columns.iter().map(|column| &column.key)));
    if let Some(block) = field.block.as_ref().filter(|key| form.blocks.iter().all(|block| block.key != **key)) {
        faults.push(format!("there is no block {block}"));
    }
    if field.folded && field.block.is_some() {
        faults.push("it is its block that is folded".to_owned());
    }
    if let Some(key) = field.breakdown_of.as_ref().filter(|key| form.fields.iter().all(|other| other.key != **key)) {
        faults.push(format!("there is no field {key} to divide"));
    }
    faults.extend(
        field
            .answers
            .iter()
            .filter(|item| obligations.item(item).is_none())
            .map(|item| format!("there is no item {item}")),
    );
    faults
}

fn faults_of_slot(slot: Slot<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    if (slot.kind == FieldKind::Number) != slot.unit.is_some() {
        faults.push("numbers, and they alone, have a unit".to_owned());
    }
    if (slot.kind == FieldKind::Choice) == slot.words.is_empty() {
        faults.push("choices, and they alone, have words".to_owned());
    }
    faults.extend(twice("word", slot.words.iter().map(|word| &word.key)));
    let unfit = slot.words.iter().filter(|word| slot.word(&word.key).is_none_or(|found| found.key != word.key));
    faults.extend(unfit.map(|word| format!("“{}” is no key: small letters and _", word.key)));
    faults
}

fn twice<'k>(what: &str, keys: impl Iterator<Item = &'k String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| !seen.insert(*key)).map(|key| format!("{what} {key} stands twice")).collect()
}
