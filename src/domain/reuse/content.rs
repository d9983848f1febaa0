//! What a field of a draft holds, and how it goes into a field of another report.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::FieldKey;
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Answers, FieldName, Input, Section, answer_fields, fields_of, texts_of};
use crate::domain::regime::{Field, FieldKind, Form, FormSet};

/// A field of a form set, with the names of what is typed into it.
pub(super) struct Spot<'s> {
    pub(super) section: Section,
    pub(super) field: &'s Field,
    pub(super) place: String,
    pub(super) question: String,
    names: Vec<FieldName>,
}

/// The place of the question on its page that a field belongs to: the first field of its block, or itself.
pub(super) fn question_of(form: Option<&Form>, field: &Field) -> String {
    form.map_or_else(|| field.place(""), |form| form.question_of(field))
}

/// Texts of a field by entry and by their name inside the field; what is blank is not there.
pub(super) type Content = BTreeMap<(usize, String), String>;

impl<'s> Spot<'s> {
    pub(super) fn find(key: &FieldKey, set: &'s FormSet, obligations: &Obligations) -> Option<Self> {
        let (section, form, field) = key.find(set)?;
        let letter = form.map_or("", |form| form.letter.as_str());
        let place = field.place(letter);
        let question = question_of(form, field);
        let names = match form {
            Some(form) => answer_fields(form, field),
            None => {
                let mut names = fields_of(&section, set, obligations);
                names.retain(|name| {
                    let whole = name.group.as_deref().unwrap_or(&name.name);
                    whole.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                });
                names
            }
        };
        Some(Self { section, field, place, question, names })
    }

    /// The name inside the field.
    fn inside<'n>(&self, name: &'n FieldName) -> &'n str {
        match name.group {
            Some(_) => &name.name,
            None => name.name.strip_prefix(&self.place).unwrap_or(&name.name),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &FieldName)> {
        self.names.iter().map(|name| (self.inside(name), name))
    }

    /// What a report file holds of it.
    pub(super) fn content_in(&self, document: &Value) -> Content {
        self.content(&texts_of(document, &self.names))
    }

    /// What is typed into it.
    pub(super) fn content(&self, answers: &Answers) -> Content {
        let mut content = Content::new();
        for (whole, text) in answers.iter().filter(|(_, text)| !text.trim().is_empty()) {
            for (inside, name) in self.names() {
                if let Some(entry) = name.entry_in(whole) {
                    content.insert((entry, inside.to_owned()), text.clone());
                }
            }
        }
        content
    }

    /// Of what the other field holds, that which can be typed here.
    pub(super) fn fitting(&self, other: &Spot<'_>, content: &Content) -> Content {
        let fits = |((_, inside), text): &(&(usize, String), &String)| {
            let there = other.names().find(|(name, _)| name == inside);
            let here = self.names().find(|(name, _)| name == inside);
            let (Some((_, there)), Some((_, here))) = (there, here) else { return false };
            there.group.is_some() == here.group.is_some() && takes(here, there, text)
        };
        let fitting = content.iter().filter(fits);
        fitting.map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    /// What taking the content writes: a text or a list takes the place of what stands, of a record each part that
    /// the other has. Where the other says nothing any more, nothing stands here.
    pub(super) fn writes(&self, content: &Content, standing: &Answers) -> Answers {
        let is_record = self.field.kind == FieldKind::Table && !self.field.repeatable;
        let mut writes = Answers::new();
        for (inside, name) in self.names() {
            let said = content.iter().filter(|((_, own), _)| own == inside);
            writes.extend(said.map(|((entry, _), text)| (name.at(*entry), text.clone())));
            if is_record && !content.is_empty() {
                continue;
            }
            for whole in standing.keys().filter(|whole| name.entry_in(whole).is_some()) {
                writes.entry(whole.clone()).or_default();
            }
        }
        writes
    }
}

fn takes(here: &FieldName, there: &FieldName, text: &str) -> bool {
    let is_of_kind = match (&here.input, &there.input) {
        (Input::Choice(words), Input::Choice(_)) => words.iter().any(|word| word == text),
        (here, there) => here == there,
    };
    is_of_kind && text.chars().count() <= here.input.longest()
}

/// A digest of what was offered: another as soon as it says anything else.
pub(super) fn digest(content: &Content) -> String {
    let mut hash = Sha256::new();
    for ((entry, inside), text) in content {
        // Lengths first: nothing runs over into the next.
        hash.update(format!("{entry} {} {} ", inside.len(), text.len()));
        hash.update(inside);
        hash.update(text);
    }
    HEXLOWER.encode(&hash.finalize())
}
