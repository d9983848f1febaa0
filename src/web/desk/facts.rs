//! Facts of the State: those that decide on something the State is asked about, each with what follows from the answer.

use super::question::Question;
use crate::app::Edition;
use crate::domain::checklist::{Applies, ConditionKey, Obligation};
use crate::domain::code::InstrumentCode;
use crate::domain::draft::Answers;
use crate::domain::report::ReportReference;
use crate::text::Text;

/// Leaves out the questions on which nothing hangs that binds the State or that this report is about, unless they are
/// answered; says of the others which items of the checklist an answer decides on.
pub(super) fn concerning(
    t: &Text,
    edition: &Edition,
    reference: ReportReference,
    answers: &Answers,
    questions: Vec<Question>,
) -> Vec<Question> {
    let (party, own) = (reference.party, edition.rules.regimes().iter().find(|one| one.code == reference.regime));
    let concerns = |instrument: InstrumentCode| {
        let binds = |on| edition.register.bound(party, instrument, on);
        own.is_some_and(|own| own.instrument == instrument)
            || binds(edition.today)
            || binds(reference.cycle.closes_on())
    };
    let told = |mut question: Question| {
        let key = question.place.strip_prefix("profile.").unwrap_or_default();
        let hanging = edition.books.obligations.items().iter().filter(|item| hangs_on(item, key));
        let own: Vec<_> = hanging
            .filter(|item| item.holds(reference.cycle) && concerns(item.instrument))
            .map(|item| format!("{} {}", t.of_instrument(item.instrument, "short"), item.article))
            .collect();
        let is_answered = answers.get(&format!("{}.answer", question.place)).is_some_and(|text| !text.is_empty());
        let count = i64::try_from(own.len()).unwrap_or_default();
        question.guidance = match own.as_slice() {
            [] => String::new(),
            own => t.with_all("profile-follows", [("count", count.into()), ("items", t.list(own).into())]),
        };
        (is_answered || count > 0).then_some(question)
    };
    questions.into_iter().filter_map(told).collect()
}

fn hangs_on(item: &Obligation, key: &str) -> bool {
    matches!(&item.applies, Applies::If(keys) if keys.contains(&ConditionKey(key.to_owned())))
}
