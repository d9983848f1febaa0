//! What the rules say of a filed report, and its checklist in counts, as the secretariat reads them.

use std::collections::BTreeMap;

use crate::app::Edition;
use crate::app::reviewing::Version;
use crate::domain::checklist::{Checklist, ItemState};
use crate::domain::draft::Section as Part;
use crate::domain::report::Report;
use crate::domain::validation::{Checked, Finding, Told};
use crate::text::{Text, finding_sentence, item_state};
use crate::web::desk::{label, said_of, section_of};

/// A finding as a line.
pub(super) struct FindingLine {
    pub(super) class: &'static str,
    pub(super) word: String,
    pub(super) sentence: String,
    pub(super) cite: String,
    /// Whether the State confirmed it when it submitted.
    pub(super) is_confirmed: bool,
    /// What it said then.
    pub(super) explained: String,
}

impl FindingLine {
    /// Of what the State was not asked to confirm.
    pub(super) fn new(t: &Text, edition: &Edition, finding: &Finding) -> Self {
        let word = finding.severity.word();
        Self {
            class: word,
            word: t.say(&format!("tag-{word}")),
            sentence: finding_sentence(t, &edition.register, finding),
            cite: t.with_all(
                "finding-cite",
                [("rule", finding.rule.to_string().into()), ("source", finding.citation.as_str().into())],
            ),
            is_confirmed: false,
            explained: String::new(),
        }
    }
}

/// Findings by the letter of their form, and those about the rest.
pub(super) fn findings(
    t: &Text,
    edition: &Edition,
    report: &Report,
    checked: &Checked,
    version: &Version,
) -> (BTreeMap<String, Vec<FindingLine>>, Vec<FindingLine>) {
    let (mut by_form, mut rest) = (BTreeMap::<String, Vec<FindingLine>>::new(), Vec::new());
    let set = edition.books.form_sets.for_cycle(report.regime, report.cycle);
    let confirmed = version.submission.confirmed.get("warnings").and_then(|all| all.as_array());
    for Told { finding, .. } in checked.told() {
        let said = confirmed.into_iter().flatten().find(|said| {
            let is = |name: &str, value: &str| said.get(name).and_then(|own| own.as_str()) == Some(value);
            is("rule", &finding.rule.to_string()) && is("where", &finding.place)
        });
        let explained = said.and_then(|said| said.get("explanation")).and_then(|said| said.as_str());
        let mut line = FindingLine {
            is_confirmed: said.is_some(),
            explained: explained.unwrap_or_default().to_owned(),
            ..FindingLine::new(t, edition, finding)
        };
        let field = set.map(|set| label(t, set, &edition.books.obligations, &finding.place)).unwrap_or_default();
        line.sentence = said_of(t, &field, &line.sentence);
        match set.map(|set| section_of(set, &finding.place)) {
            Some(Part::Form(letter)) if !finding.place.starts_with("checklist") => {
                by_form.entry(letter).or_default().push(line);
            }
            _ => rest.push(line),
        }
    }
    (by_form, rest)
}

/// A state of items, and how many are in it.
pub(super) type Counted = (String, usize);
/// An item that has no answer: instrument with article, and what it asks with its state.
pub(super) type OpenItem = (String, String);

/// The checklist in counts, and the items that are open or of which the original speaks.
pub(super) fn items(t: &Text, edition: &Edition, list: &Checklist) -> (Vec<Counted>, Vec<OpenItem>) {
    const WORDS: [&str; 7] =
        ["answered", "in_original", "unchanged", "nothing_to_report", "not_applicable", "applies_if", "open"];
    let count = |word: &str| list.items.iter().filter(|item| item.state.word() == word).count();
    let counts = WORDS.iter().map(|word| (t.say(&format!("items-{}", word.replace('_', "-"))), count(word)));
    let obligations = &edition.books.obligations;
    let is_listed =
        |state: &ItemState| matches!(state, ItemState::InOriginal(_) | ItemState::Open | ItemState::AppliesIf(_));
    let open = list.items.iter().filter(|item| is_listed(&item.state));
    let open = open.map(|item| {
        let known = obligations.item(&item.id);
        let article = known.map(|known| known.article.clone()).unwrap_or_default();
        let title = known.map(|known| known.title.clone()).unwrap_or_default();
        let place = format!("{}{}{article}", t.of_instrument(item.instrument, "short"), t.say("list-comma"));
        (place, format!("{title}{}{}", t.say("list-semicolon"), item_state(t, obligations, &item.state)))
    });
    (counts.collect(), open.collect())
}
