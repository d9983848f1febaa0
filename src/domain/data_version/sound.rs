//! Whether a version hangs together: faults in words for whoever wrote the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::checklist::Obligations;
use crate::domain::regime::{Column, Field, FieldKind, Form, FormSet, Slot};
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
    if rule.parameters != known.parameters {
        faults.push(format!("{id}: the parameters are {:?}", known.parameters));
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
