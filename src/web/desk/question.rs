//! What a question on a page consists of.

use std::collections::BTreeMap;

use super::reuse::Offers;
use crate::domain::draft::Clash;
use crate::domain::regime::{Block, Field, FieldKind, Words};
use crate::text::Text;

/// What is said beside a field, by the field or the place it is about.
#[derive(Default)]
pub(super) struct Remarks {
    /// Errors.
    pub(super) faults: BTreeMap<String, Vec<String>>,
    /// Warnings and advice: a class and the sentence.
    pub(super) hints: BTreeMap<String, Vec<(&'static str, String)>>,
    /// Fields that somebody else changed meanwhile.
    pub(super) clashes: Vec<Clash>,
}

/// One question with everything that belongs to it.
pub(super) struct Question {
    pub(super) id: String,
    /// Where its answer stands in a report file.
    pub(super) place: String,
    pub(super) title: String,
    pub(super) guidance: String,
    pub(super) example: String,
    pub(super) articles: String,
    pub(super) faults: Vec<String>,
    pub(super) hints: Vec<(&'static str, String)>,
    pub(super) inputs: Vec<InputView>,
    pub(super) entries: Vec<Entry>,
    /// How all its inputs are filled in.
    pub(super) hint: String,
    /// Many short inputs, which stand side by side.
    pub(super) is_close: bool,
    /// Few reports answer it.
    pub(super) is_folded: bool,
    /// Where one more entry can be added: the name of the group, and what adding one is called.
    pub(super) group: Option<(String, String)>,
    /// Where reports under other treaties ask for the same; empty where none is known to.
    pub(super) elsewhere: String,
    /// Answers of the State's other reports.
    pub(super) offers: Offers,
    /// What the last report said of its own period.
    pub(super) before: Option<Before>,
}

/// What the last report said of its own period: from which it is, and labels and words.
pub(super) struct Before {
    pub(super) title: String,
    pub(super) lines: Vec<(String, String)>,
}

/// One entry of a group.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) faults: Vec<String>,
    pub(super) hints: Vec<(&'static str, String)>,
    pub(super) inputs: Vec<InputView>,
    pub(super) is_blank: bool,
}

/// One field.
pub(super) struct InputView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    /// The title of the question says the same, so that the label need not be seen.
    pub(super) is_titled: bool,
    pub(super) hint: String,
    /// `line`, `text`, `tick`, `choice`, `select`, `letters`, `language`; `read` where nothing can be typed.
    pub(super) kind: &'static str,
    pub(super) value: String,
    /// What was understood, where it is kept in another unit than it was typed in.
    pub(super) shown_back: String,
    pub(super) options: Vec<OptionView>,
    pub(super) faults: Vec<String>,
    pub(super) hints: Vec<(&'static str, String)>,
    /// What somebody else wrote here meanwhile.
    pub(super) theirs: Option<String>,
}

impl Question {
    /// Whether a question that is folded up is open all the same: it holds something, something is said about it, or the
    /// last report answered it.
    pub(super) fn is_open(&self) -> bool {
        let is_told = |faults: &[String], hints: &[(&str, String)]| !faults.is_empty() || !hints.is_empty();
        let of_entries = self.entries.iter().flat_map(|entry| &entry.inputs);
        let mut inputs = self.inputs.iter().chain(of_entries);
        is_told(&self.faults, &self.hints)
            || self.entries.iter().any(|entry| is_told(&entry.faults, &entry.hints))
            || self.before.is_some()
            || inputs.any(|input| !input.value.is_empty() || input.is_asked())
    }

    /// The same for whoever reads and may not write: answers as text, and no room for further ones.
    pub(super) fn read_only(mut self, t: &Text) -> Self {
        self.entries.retain(|entry| !entry.is_blank);
        if self.entries.is_empty() && self.group.take().is_some() {
            self.hint = t.say("option-none");
        }
        let entries = self.entries.iter_mut().flat_map(|entry| &mut entry.inputs);
        self.inputs.iter_mut().chain(entries).for_each(|input| input.make_read_only(t));
        self
    }
}

/// One choice.
pub(super) struct OptionView {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
    /// Stands in a group below the others.
    pub(super) is_apart: bool,
}

impl InputView {
    /// Whether something about it is to be mended or looked at.
    pub(super) fn is_asked(&self) -> bool {
        !self.faults.is_empty() || !self.hints.is_empty() || self.theirs.is_some()
    }

    /// Has the answer shown as text, in the words of its choices.
    fn make_read_only(&mut self, t: &Text) {
        let chosen = self.options.iter().filter(|option| option.is_chosen);
        let chosen: Vec<_> = chosen.map(|option| option.label.as_str()).collect();
        let said = match self.kind {
            _ if self.value.is_empty() => t.say("option-none"),
            "tick" => t.say("option-yes"),
            _ if chosen.is_empty() => self.value.clone(),
            _ => chosen.join(&t.say("list-comma")),
        };
        (self.kind, self.value) = ("read", said);
        self.hint.clear();
    }

    /// The ids of what describes it.
    pub(super) fn described_by(&self) -> String {
        let parts = [
            (self.hint.is_empty(), "hint"),
            (self.shown_back.is_empty(), "back"),
            (self.faults.is_empty(), "fault"),
            (self.hints.is_empty(), "said"),
        ];
        let ids = parts.into_iter().filter(|(is_empty, _)| !*is_empty).map(|(_, end)| format!("{}-{end}", self.id));
        ids.collect::<Vec<_>>().join(" ")
    }
}

/// What is printed with a question.
#[derive(Default)]
pub(super) struct Asked<'a> {
    pub(super) title: Option<&'a Words>,
    pub(super) guidance: Option<&'a Words>,
    pub(super) example: Option<&'a Words>,
    pub(super) articles: Option<&'a str>,
    pub(super) is_figures: bool,
    pub(super) is_folded: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn field(field: &'a Field) -> Self {
        Self {
            title: Some(&field.label),
            guidance: field.guidance.as_ref(),
            example: field.example.as_ref(),
            articles: field.articles.as_deref(),
            is_figures: field.kind == FieldKind::Table,
            is_folded: field.folded,
        }
    }

    pub(super) fn block(block: &'a Block) -> Self {
        Self {
            title: Some(&block.title),
            guidance: block.guidance.as_ref(),
            example: None,
            articles: block.articles.as_deref(),
            is_figures: true,
            is_folded: block.folded,
        }
    }
}

/// The hint that all inputs with a hint share, taken from them: it is said once, over them.
pub(super) fn shared_hint(inputs: &mut [InputView]) -> String {
    let hints = inputs.iter().map(|input| &input.hint).filter(|hint| !hint.is_empty());
    let all: Vec<_> = hints.cloned().collect();
    match all.first() {
        Some(first) if all.len() > 1 && all.iter().all(|hint| hint == first) => {
            inputs.iter_mut().for_each(|input| input.hint.clear());
            first.clone()
        }
        _ => String::new(),
    }
}
