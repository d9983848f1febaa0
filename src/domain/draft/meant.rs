//! Answers of a draft that cannot both be meant: those that somebody has to decide about before the report is filed, and
//! those that belong to a choice which was taken back. What was filed so stays as it was filed until somebody changes it:
//! who corrects something else neither takes it back nor is asked about it.

use serde_json::Value;

use super::Answers;
use super::apart::text_at;
use super::compose::{Untaken, Why};
use super::fields::{Section, holds_of_period, nothing_in_period};
use crate::domain::regime::FormSet;
use crate::domain::report::{Availability, FormState, WrittenDate, says};

/// Where the note verbale stands: its fields lie in it.
pub const NOTE_VERBALE: &str = "cover.note_verbale";

/// The files of what a draft corrects or updates.
#[derive(Debug, Clone, Copy)]
pub struct Filed<'f> {
    /// Of the newest version that stands and has words here.
    pub words: &'f Value,
    /// Of the newest that stands, which may have come on paper.
    pub newest: &'f Value,
}

/// What stands in a section and cannot be filed so.
pub(super) fn refused(section: &Section, answers: &Answers, set: &FormSet, filed: Option<Filed<'_>>) -> Vec<Untaken> {
    match section {
        Section::Cover => odd_note(answers, filed),
        Section::Form(_) => silent_beside_figures(section, answers, set).into_iter().collect(),
        Section::Profile => Vec::new(),
    }
}

/// A note verbale of a day that is none, or one that is given and was not used. The day of a note that came on paper is
/// kept as the State wrote it there, also where it is no day.
fn odd_note(answers: &Answers, filed: Option<Filed<'_>>) -> Vec<Untaken> {
    let said = |what: &str| {
        let field = format!("{NOTE_VERBALE}.{what}");
        let typed = answers.get(&field).filter(|text| says(Some(text.as_str())))?.clone();
        Some((field, typed))
    };
    let is_day = |(_, typed): &(String, String)| WrittenDate::new(typed.clone()).day.is_some();
    let is_filed = |(field, _): &(String, String)| filed.is_some_and(|filed| is_as_in(filed.newest, field, answers));
    let no_day = said("date").filter(|date| !is_day(date) && !is_filed(date));
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

/// Whether a field says what it says in a file.
fn is_as_in(file: &Value, field: &str, answers: &Answers) -> bool {
    text_at(file, field).as_deref() == answers.get(field).map(String::as_str)
}

/// Whether a text belongs to another choice than the one that stands: forms to be shown where all or none are, the reason
/// of a form that applies after all, or the year of one that has changed. Text and choice that were filed together stay
/// together.
pub(super) fn is_left_over(section: &Section, name: &str, answers: &Answers, filed: Option<Filed<'_>>) -> bool {
    let Some((choice, needs)) = choice_of(section, name) else { return false };
    // Without a choice nobody has said otherwise.
    let is_other = answers.get(&choice).is_some_and(|word| !word.is_empty() && word != needs);
    let is_filed = |filed: Filed<'_>| [name, &choice].iter().all(|field| is_as_in(filed.words, field, answers));
    is_other && !filed.is_some_and(is_filed)
}

/// The field of the choice to which a text belongs, and the word that it needs there.
fn choice_of(section: &Section, name: &str) -> Option<(String, &'static str)> {
    let Section::Form(letter) = section else {
        // Forms that were ticked before the whole report was opened or closed.
        let is_of_forms = name == "cover.availability_forms";
        return is_of_forms.then(|| ("cover.availability".to_owned(), Availability::Partially.word()));
    };
    let line = format!("summary.{letter}.");
    let needs = match name.strip_prefix(&line)? {
        "reason" => FormState::NotApplicable,
        "last_reporting" => FormState::Unchanged,
        _ => return None,
    };
    Some((format!("{line}state"), needs.word()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{compose, reopened};
    use super::*;
    use crate::domain::calendar::day;
    use crate::domain::checklist::Obligations;
    use crate::domain::regime::FormSets;
    use crate::domain::report::{read, says_the_same};

    /// As it was filed while nobody asked about it.
    const FILED: &[u8] = br#"{
        "party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": "annual",
        "cover": {"availability": "yes", "availability_forms": ["A", "B"]},
        "summary": {
            "A": {"state": "changed", "reason": "None held.", "last_reporting": 2019},
            "B": {"state": "not_applicable", "reason": "No mines."}
        },
        "forms": {"A": {"armed_forces": {"text": "Courses."}}}
    }"#;

    /// The correction that starts from it, with some fields typed otherwise: its file, and what has to be decided.
    fn corrected(typed: &[(&str, &str)], newest: Option<Value>) -> (Value, Value, Vec<(String, Why)>) {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = sets.all().iter().find(|set| set.name() == "COMPLIANCE/2007").unwrap();
        let filed = read(FILED, &sets, &obligations).unwrap();
        let mut sections = reopened(&filed, set, &obligations);
        for (field, text) in typed {
            let is_own = |section: &Section| match section {
                Section::Form(letter) => field.starts_with(&format!("summary.{letter}.")),
                Section::Cover => field.starts_with("cover."),
                Section::Profile => false,
            };
            let own = sections.iter_mut().find(|(section, _)| is_own(section)).unwrap();
            own.1.insert((*field).to_owned(), (*text).to_owned());
        }
        let newest = newest.unwrap_or_else(|| filed.document.clone());
        let stands = Filed { words: &filed.document, newest: &newest };
        let head = json!({"party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": "correction"});
        let composed = compose(&head, &sections, set, &obligations, day(2027, 3, 1), Some(stands));
        let asked = composed.untaken.into_iter().map(|one| (one.field, one.why)).collect();
        (filed.document, composed.document, asked)
    }

    #[test]
    fn a_correction_takes_nothing_back_that_nobody_changed() {
        let (filed, next, asked) = corrected(&[], None);
        assert!(says_the_same(&filed, &next), "{next:#}");
        assert_eq!((&next["summary"], &next["cover"], asked), (&filed["summary"], &filed["cover"], Vec::new()));
    }

    #[test]
    fn what_belongs_to_a_choice_goes_with_it() {
        let typed = [("summary.A.state", "unchanged"), ("summary.B.state", "changed"), ("cover.availability", "no")];
        let (_, next, _) = corrected(&typed, None);
        assert_eq!(
            next["summary"],
            json!({"A": {"state": "unchanged", "last_reporting": 2019}, "B": {"state": "changed"}})
        );
        assert_eq!(next["cover"], json!({"availability": "no"}));
    }

    #[test]
    fn the_day_of_a_note_that_came_on_paper_is_kept_as_it_was_written() {
        let paper = json!({"cover": {"note_verbale": {"date": "early March"}}});
        let date = "cover.note_verbale.date";
        let (_, next, asked) = corrected(&[(date, "early March")], Some(paper.clone()));
        assert_eq!((&next["cover"]["note_verbale"]["date"], asked), (&json!("early March"), Vec::new()));
        let (.., asked) = corrected(&[(date, "late March")], Some(paper));
        assert_eq!(asked, [(date.to_owned(), Why::NotADate)]);
    }
}
