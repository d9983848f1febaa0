//! Figures and acts of the reporting period. What the last report said of its own period is never carried over: it is
//! in view beside the blank fields of this one, to be answered anew or with one tick for *nothing to report*.

use std::collections::BTreeMap;

use super::labels::joined;
use super::question::{Before, Question};
use super::section::Banner;
use crate::app::Edition;
use crate::app::known::Known;
use crate::domain::draft::{Answers, holds_of_period, nothing_in_period};
use crate::domain::regime::{Form, FormSet};
use crate::domain::report::{FormState, Opening, ReportReference};
use crate::text::Text;
use crate::web::reports::Reading;

/// An answer of the last report: where its question stands here, its label, its words.
type Answer = (String, String, String);

/// What the last report said of its own period, by the letter of the form here.
#[derive(Default)]
pub(super) struct LastPeriod {
    cycle: String,
    answers: BTreeMap<String, Vec<Answer>>,
}

impl LastPeriod {
    pub(super) fn of(
        t: &'static Text,
        edition: &Edition,
        set: &FormSet,
        known: &Known,
        reference: ReportReference,
    ) -> Self {
        let Some(report) = known.earlier(reference) else { return Self::default() };
        let Some(then) = edition.books.form_sets.for_cycle(report.regime, report.cycle) else { return Self::default() };
        // The State reads its own words.
        let reading = Reading { t, edition, report, opening: &Opening::whole(), before: None };
        let mut answers = BTreeMap::new();
        for form in &set.forms {
            let Some(before) = then.form_of_key(&form.key) else { continue };
            let own = form.fields_of_period().filter_map(|field| {
                let same = before.fields.iter().find(|same| same.key == field.key)?;
                let said = reading.answer(before, same)?;
                let words = said.now.into_iter().map(|passage| passage.text).collect();
                Some((form.question_of(field), said.label, words))
            });
            answers.insert(form.letter.clone(), own.collect());
        }
        Self { cycle: report.cycle.to_string(), answers }
    }

    /// Shows with a question of the form what was said to it.
    pub(super) fn add_to(&self, t: &Text, letter: &str, question: &mut Question) {
        question.before = self.said(t, letter, |place| place == question.place);
    }

    /// All that the form said of its period.
    pub(super) fn of_form(&self, t: &Text, letter: &str) -> Option<Before> {
        self.said(t, letter, |_| true)
    }

    fn said(&self, t: &Text, letter: &str, is_asked: impl Fn(&str) -> bool) -> Option<Before> {
        let own = self.answers.get(letter).into_iter().flatten().filter(|(place, ..)| is_asked(place));
        let lines: Vec<_> = own.map(|(_, label, words)| (label.clone(), words.clone())).collect();
        let title = || t.with("period-before", "cycle", self.cycle.as_str());
        (!lines.is_empty()).then(|| Before { title: title(), lines })
    }
}

/// What the form asks of the period: the titles of its questions in one line.
pub(super) fn asked_of_period(t: &Text, form: &Form) -> String {
    let titles = form.fields_of_period().map(|field| form.title_over(field).in_language(t.language()).to_owned());
    let mut all: Vec<String> = titles.collect();
    all.dedup();
    joined(t, all)
}

/// The one tick on the short way by which the State says of all forms it lists that there is nothing of the period.
pub(super) struct Silence {
    /// The letters of the forms, as the page sends them.
    pub(super) letters: String,
    /// Each form with what it asks of the period.
    pub(super) forms: Vec<String>,
    pub(super) is_ticked: bool,
}

impl Silence {
    /// Asks once whether there is nothing of the period, where nobody has said so.
    pub(super) fn asked(t: &Text, address: &str) -> Banner {
        let links = [
            ("#of-period".to_owned(), "short-period-asked-tick"),
            (format!("{address}/submit"), "short-period-asked-leave"),
        ];
        Banner {
            class: "warning",
            title: t.say("short-period-asked-title"),
            text: t.say("short-period-asked"),
            links: links.map(|(address, said)| (address, t.say(said))).into(),
        }
    }

    /// Of the forms that ask for something of the period, apply to the State and hold nothing of it yet. A form that was
    /// ticked by itself is listed only where all are: the one tick, left as it is, takes nothing back.
    pub(super) fn of(t: &Text, set: &FormSet, answers: &Answers, is_apart: impl Fn(&Form) -> bool) -> Option<Self> {
        let not_applicable = FormState::NotApplicable.word();
        let is_open = |form: &&Form| {
            let applies =
                answers.get(&format!("summary.{}.state", form.letter)).is_none_or(|word| word != not_applicable);
            applies && form.fields_of_period().next().is_some() && !holds_of_period(form, answers) && !is_apart(form)
        };
        let is_ticked = |form: &&Form| answers.get(&nothing_in_period(form)).is_some_and(|text| !text.is_empty());
        let mut forms: Vec<_> = set.forms.iter().filter(is_open).collect();
        let are_ticked = forms.iter().all(is_ticked);
        forms.retain(|form| are_ticked || !is_ticked(form));
        let said = |form: &&Form| {
            let parts = [("letter", form.letter.as_str().into()), ("questions", asked_of_period(t, form).into())];
            t.with_all("short-period-form", parts)
        };
        (!forms.is_empty()).then(|| Self {
            letters: forms.iter().map(|form| form.letter.as_str()).collect::<Vec<_>>().join(" "),
            is_ticked: are_ticked,
            forms: forms.iter().map(said).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Cycle;
    use crate::domain::code::RegimeCode;
    use crate::domain::regime::FormSets;

    #[test]
    fn a_form_that_was_ticked_by_itself_is_listed_only_where_all_are() {
        let (t, sets) = (Text::english(), FormSets::embedded().unwrap());
        let set = sets.for_cycle(RegimeCode::parse("PV").unwrap(), Cycle::new(2028).unwrap()).unwrap();
        let listed = |answers: &Answers| Silence::of(t, set, answers, |_| false).unwrap();
        let letters = listed(&Answers::new()).letters;
        let (first, others) = letters.split_once(' ').unwrap();
        let tick = |letter: &str| (nothing_in_period(set.form(letter).unwrap()), "yes".to_owned());
        let one = listed(&Answers::from([tick(first)]));
        assert_eq!((one.letters.as_str(), one.is_ticked), (others, false), "sent as it is, it erases no tick");
        let all = listed(&letters.split(' ').map(tick).collect());
        assert_eq!((all.letters, all.is_ticked), (letters.clone(), true));
    }
}
