//! Answers of a draft that cannot both be meant: those that somebody has to decide about before the report is filed, and
//! those that belong to a choice which was taken back.

use super::Answers;
use super::compose::{Untaken, Why};
use super::fields::{Section, holds_of_period, nothing_in_period};
use crate::domain::regime::FormSet;
use crate::domain::report::{Availability, FormState, WrittenDate, says};

/// Where the note verbale stands: its fields lie in it.
pub const NOTE_VERBALE: &str = "cover.note_verbale";

/// What stands in a section and cannot be filed so.
pub(super) fn refused(section: &Section, answers: &Answers, set: &FormSet) -> Vec<Untaken> {
    match section {
        Section::Cover => odd_note(answers),
        Section::Form(_) => silent_beside_figures(section, answers, set).into_iter().collect(),
        Section::Profile => Vec::new(),
    }
}

/// A note verbale of a day that is none, or one that is given and was not used.
fn odd_note(answers: &Answers) -> Vec<Untaken> {
    let said = |what: &str| {
        let field = format!("{NOTE_VERBALE}.{what}");
        let typed = answers.get(&field).filter(|text| says(Some(text.as_str())))?.clone();
        Some((field, typed))
    };
    let is_day = |(_, typed): &(String, String)| WrittenDate::new(typed.clone()).day.is_some();
    let no_day = said("date").filter(|date| !is_day(date));
    let is_given = said("number").is_some() || said("date").is_some();
    let not_used = said("not_used").filter(|_| is_given);
    let untaken = |why: Why| move |(field, typed)| Untaken { field, typed, why };
    no_day.map(untaken(Why::NotADate)).into_iter().chain(not_used.map(untaken(Why::NoteNotUsed))).collect()
}

/// The tick of a form by which there is nothing to report of the period, where figures of it are given all the same.
fn silent_beside_figures(section: &Section, answers: &Answers, set: &FormSet) -> Option<Untaken> {
    let Section::Form(letter) = section else { return None };
    let form = set.form(letter)?;
    let field = nothing_in_period(form);
    let typed = answers.get(&field).filter(|text| !text.is_empty())?.clone();
    holds_of_period(form, answers).then_some(Untaken { field, typed, why: Why::NothingInPeriod })
}

/// Whether a text belongs to another choice than the one that stands: forms to be shown where all or none are, the reason
/// of a form that applies after all, or the year of one that has changed.
pub(super) fn is_left_over(section: &Section, name: &str, answers: &Answers) -> bool {
    let Section::Form(letter) = section else {
        // Forms that were ticked before the whole report was opened or closed.
        let (availability, partially) = (answers.get("cover.availability"), Availability::Partially.word());
        return name == "cover.availability_forms"
            && availability.is_some_and(|word| !word.is_empty() && word != partially);
    };
    let line = format!("summary.{letter}.");
    let Some(what) = name.strip_prefix(&line) else { return false };
    let needs = match what {
        "reason" => FormState::NotApplicable,
        "last_reporting" => FormState::Unchanged,
        _ => return false,
    };
    // Without a choice nobody has said otherwise.
    answers.get(&format!("{line}state")).is_some_and(|state| !state.is_empty() && state != needs.word())
}
