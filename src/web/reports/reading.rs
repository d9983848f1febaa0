//! A report form by form, in the State's own words, as far as an audience may see it; beside another of
//! the State's reports where that is wanted, with what differs marked in both.

use crate::app::Edition;
use crate::domain::regime::{Field, FieldKind, Form, Words};
use crate::domain::report::{Amount, Contact, FormState, Law, Opening, Passage, Report, WrittenDate, differences};
use crate::text::{Text, direction, figures, form_state, grouped, joined, law_status};

/// A form as readers see it.
///
/// Of a form that is withheld from the audience nothing but its letter and title is in the page.
pub(in crate::web) struct FormView {
    pub(in crate::web) letter: String,
    pub(in crate::web) title: String,
    pub(in crate::web) state: String,
    /// Said where two reports are compared and the form says the same words in both.
    pub(in crate::web) same: bool,
    pub(in crate::web) answers: Vec<AnswerView>,
}

/// An answer in the State's own words; rows of what it listed are lines.
pub(in crate::web) struct AnswerView {
    pub(in crate::web) label: String,
    pub(in crate::web) language: String,
    pub(in crate::web) now: Vec<Passage>,
    /// The other report's answer, where it differs.
    pub(in crate::web) before: Option<Vec<Passage>>,
}

/// Letters of an answer that is shown whole on a page with many.
const SHORT_ANSWER: usize = 280;

impl AnswerView {
    /// How a long answer begins, up to a space; nothing where it is short.
    pub(in crate::web) fn beginning(&self) -> Option<String> {
        let whole: String = self.now.iter().map(|passage| passage.text.as_str()).collect();
        (whole.chars().count() > SHORT_ANSWER).then(|| {
            let begin: String = whole.chars().take(SHORT_ANSWER / 2).collect();
            let begin = begin.trim_end();
            let words = begin.rsplit_once(char::is_whitespace).map_or(begin, |(words, _)| words);
            format!("{words} …")
        })
    }
}

/// Who reads which report.
pub(in crate::web) struct Reading<'r> {
    pub(in crate::web) t: &'static Text,
    pub(in crate::web) edition: &'r Edition,
    pub(in crate::web) report: &'r Report,
    /// How much of it is open to whoever reads.
    pub(in crate::web) opening: &'r Opening,
    /// The report to compare with, and how much of that is open.
    pub(in crate::web) before: Option<(&'r Report, &'r Opening)>,
}

/// The contacts, where they are open.
pub(in crate::web) fn contacts(report: &Report, opening: &Opening) -> Vec<String> {
    if !opening.shows_contacts() {
        return Vec::new();
    }
    let line = |contact: &Contact| {
        joined([&contact.organization, &contact.name, &contact.email, &contact.telephone].map(Clone::clone))
    };
    report.cover.contacts.iter().map(line).filter(|line| !line.is_empty()).collect()
}

impl Reading<'_> {
    /// The forms, as far as they are open.
    pub(in crate::web) fn forms(&self) -> Vec<FormView> {
        let sets = &self.edition.books.form_sets;
        let Some(set) = sets.for_cycle(self.report.regime, self.report.cycle) else { return Vec::new() };
        // Empty forms would read as if nothing was said.
        if self.report.is_unsorted() {
            return Vec::new();
        }
        set.forms.iter().map(|form| self.form(form)).collect()
    }

    fn form(&self, form: &Form) -> FormView {
        let (t, title) = (self.t, form.title.in_language(self.t.language()).to_owned());
        let letter = form.letter.clone();
        if !self.opening.shows_form(&letter) {
            return FormView { letter, title, state: t.say("form-withheld"), same: false, answers: Vec::new() };
        }
        if self.report.is_wordless() {
            let state = form_state(t, self.report, self.opening, form);
            return FormView { letter, title, state, same: false, answers: Vec::new() };
        }
        let answers = form.fields.iter().filter_map(|field| self.answer(form, field));
        let answers: Vec<_> = self.reason(form).into_iter().chain(answers).collect();
        let same = self.before.is_some() && answers.iter().all(|answer| answer.before.is_none());
        FormView { state: form_state(t, self.report, self.opening, form), same, letter, title, answers }
    }

    /// The answer to a field, if this report or the other one holds any.
    pub(in crate::web) fn answer(&self, form: &Form, field: &Field) -> Option<AnswerView> {
        let said = |words: &Words| words.in_language(self.t.language()).to_owned();
        let label = match form.block_of(field) {
            Some(block) => {
                let parts = [("block", said(&block.title).into()), ("label", said(&field.label).into())];
                self.t.with_all("answer-in-block", parts)
            }
            None => said(&field.label),
        };
        self.view(form, label, |report, letter| self.words(report, letter, field))
    }

    /// Why the form does not apply, as the summary sheet says it.
    fn reason(&self, form: &Form) -> Option<AnswerView> {
        let reason = |report: &Report, letter: &str| {
            let line = report.summary.get(letter).filter(|line| line.chosen() == Some(FormState::NotApplicable));
            line.and_then(|line| line.reason.clone()).unwrap_or_default()
        };
        self.view(form, self.t.say("answer-not-applicable"), reason)
    }

    /// What two reports say in a form, if either says anything.
    fn view(&self, form: &Form, label: String, words: impl Fn(&Report, &str) -> String) -> Option<AnswerView> {
        let now = words(self.report, &form.letter);
        let before = self.before.and_then(|(other, opening)| {
            let set = self.edition.books.form_sets.for_cycle(other.regime, other.cycle)?;
            let letter = &set.form_of_key(&form.key)?.letter;
            // What the public was not shown then is not shown by way of a comparison either.
            opening.shows_form(letter).then(|| words(other, letter))
        });
        if now.is_empty() && before.as_deref().is_none_or(str::is_empty) {
            return None;
        }
        let language = self.report.language.clone().unwrap_or_default();
        let (now, before) = match before.filter(|before| *before != now) {
            Some(before) => {
                let (now, before) = differences(&now, &before);
                (now, Some(before))
            }
            None => (vec![Passage { differs: false, text: now }], None),
        };
        Some(AnswerView { label, language, now, before })
    }

    fn words(&self, report: &Report, letter: &str, field: &Field) -> String {
        let rows: Vec<String> = match field.kind {
            FieldKind::Law => report.laws.iter().map(|one| law(self.t, one)).collect(),
            FieldKind::Amount if field.key == "funding" => {
                report.funding.iter().map(|one| amount(self.t, one)).collect()
            }
            FieldKind::Amount => report.funding_by_recipient.iter().map(|one| amount(self.t, one)).collect(),
            _ => report.entries(field).map(|value| figures(self.t, field, value)).unwrap_or_default(),
        };
        let text = report.text(letter, &field.key);
        let nothing = report.answer(letter, &field.key).is_some_and(|given| given.nothing_to_report);
        match (text.is_empty() && rows.is_empty(), nothing) {
            (true, true) => self.t.say("field-nothing-to-report"),
            _ => {
                [text.to_owned()].into_iter().chain(rows).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// An act in one line.
fn law(t: &Text, law: &Law) -> String {
    let said = |key: &str, date: &WrittenDate| t.with(key, "date", t.written(date));
    let adopted = law.adopted_on.as_ref().map(|date| said("law-adopted", date));
    let in_force = law.in_force_on.as_ref().map(|date| said("law-in-force", date));
    let named = [law.title.clone(), law.number.clone(), adopted, in_force, law_status(t, law)];
    joined(named.into_iter().chain([law.penal_provision.clone(), law.link.clone()]))
}

/// Money, or what stands for it, in one line.
fn amount(t: &Text, amount: &Amount) -> String {
    let sum = [amount.amount.map(grouped), amount.currency.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let year = amount.year.map(|year| year.to_string());
    let whom = [amount.channel.clone(), amount.recipient.clone(), amount.project.clone()];
    let in_kind = amount.in_kind.then(|| t.say("field-in-kind"));
    joined([Some(sum), year, direction(t, amount)].into_iter().chain(whom).chain([in_kind]))
}
