//! Words that come along as unchanged and name the years they were written about: whoever confirms them should see it.

use std::collections::BTreeSet;

use crate::domain::draft::Answers;
use crate::domain::report::{FormState, ReportReference};
use crate::domain::validation::years_named;
use crate::text::Text;
use crate::web::reports::AnswerView;

/// The years after the period of the report that a form is unchanged since, and that period itself, which the form's
/// words name. An act of long ago keeps its year; what names these may be of its time.
pub(super) fn years_of_then(
    answers: &Answers,
    letter: &str,
    said: &[AnswerView],
    reference: ReportReference,
) -> BTreeSet<i32> {
    let line = |what: &str| answers.get(&format!("summary.{letter}.{what}")).map(|text| text.trim());
    let is_unchanged = line("state") == Some(FormState::Unchanged.word());
    let since = line("last_reporting").and_then(|year| year.parse::<i32>().ok()).filter(|_| is_unchanged);
    let Some(since) = since else { return BTreeSet::new() };
    // A report of a cycle speaks of the year before it, and may name its own.
    let then = since.saturating_sub(1)..=reference.cycle.year();
    let texts = said.iter().flat_map(|answer| &answer.now).map(|passage| passage.text.as_str());
    texts.flat_map(years_named).filter(|year| then.contains(year)).collect()
}

/// That in words.
pub(super) fn aged(t: &Text, years: &BTreeSet<i32>) -> String {
    let named: Vec<_> = years.iter().map(i32::to_string).collect();
    if named.is_empty() { String::new() } else { t.with("short-aged", "years", t.list(&named)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Passage;

    fn named(line: &[(&str, &str)], text: &str) -> Vec<i32> {
        let answers = line.iter().map(|(what, said)| (format!("summary.A.{what}"), (*said).to_owned())).collect();
        let now = vec![Passage { differs: false, text: text.to_owned() }];
        let said = [AnswerView { label: String::new(), language: String::new(), now, before: None }];
        years_of_then(&answers, "A", &said, "CHE-COMPLIANCE-2027".parse().unwrap()).into_iter().collect()
    }

    #[test]
    fn words_of_a_form_that_is_unchanged_are_asked_about_where_they_name_their_own_years() {
        let text = "Under the act of 1996, 140 officers were taught in 2025 and 60 in 2026 (2025: three courses).";
        let unchanged = |since| [("state", "unchanged"), ("last_reporting", since)];
        assert_eq!(named(&unchanged("2026"), text), [2025, 2026]);
        assert_eq!(named(&unchanged("2026"), "A course is held every year, since 2019."), [0; 0]);
        assert_eq!(named(&unchanged("2019"), "A course was held in 2018."), [2018], "the period of that report");
        assert_eq!(named(&[("state", "changed")], text), [0; 0], "whoever changes it writes it");
        assert_eq!(named(&unchanged("soon"), text), [0; 0]);
    }
}
