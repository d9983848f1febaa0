//! Answers of a draft that cannot both be meant: those that somebody has to decide about before the report is filed, and
//! those that belong to a choice which was taken back. What was filed so stays as it was filed until somebody changes it:
//! who corrects something else neither takes it back nor is asked about it.

use serde_json::Value;

use super::Answers;
use super::apart::text_at;
use super::compose::{Untaken, Why};
use super::fields::{Section, holds_of_period, is_of_period, nothing_in_period};
use crate::domain::regime::FormSet;
use crate::domain::report::{Availability, FormState, WrittenDate, says};

/// Where the note verbale stands: its fields lie in it.
pub const NOTE_VERBALE: &str = "cover.note_verbale";

/// What stands in a section and cannot be filed so; `filed` is the file of what the draft corrects or updates.
pub(super) fn refused(section: &Section, answers: &Answers, set: &FormSet, filed: Option<&Value>) -> Vec<Untaken> {
    match section {
        Section::Cover => odd_note(answers),
        Section::Form(_) => silent_beside_figures(section, answers, set, filed).into_iter().collect(),
        Section::Profile => Vec::new(),
    }
}

/// A note verbale of a day that is none, or one that is given and was not used. It is of this filing, and of none before.
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
fn silent_beside_figures(
    section: &Section,
    answers: &Answers,
    set: &FormSet,
    filed: Option<&Value>,
) -> Option<Untaken> {
    let Section::Form(letter) = section else { return None };
    let form = set.form(letter)?;
    let field = nothing_in_period(form);
    let typed = answers.get(&field).filter(|text| !text.is_empty())?.clone();
    let of_period = || answers.keys().filter(|name| is_of_period(form, name));
    let is_filed = |file: &Value| of_period().chain([&field]).all(|name| is_as_in(file, name, answers));
    let is_odd = holds_of_period(form, answers) && !filed.is_some_and(is_filed);
    is_odd.then_some(Untaken { field, typed, why: Why::NothingInPeriod })
}

/// Whether a field says what it says in a file, blank or not.
fn is_as_in(file: &Value, field: &str, answers: &Answers) -> bool {
    text_at(file, field).unwrap_or_default() == answers.get(field).map_or("", String::as_str)
}

/// Whether a text belongs to another choice than the one that stands: forms to be shown where all or none are, the reason
/// of a form that applies after all, or the year of one that has changed. Text and choice that were filed together stay
/// together.
pub(super) fn is_left_over(section: &Section, name: &str, answers: &Answers, filed: Option<&Value>) -> bool {
    let Some((choice, needs)) = choice_of(section, name) else { return false };
    // Without a choice nobody has said otherwise.
    let is_other = answers.get(&choice).is_some_and(|word| !word.is_empty() && word != needs);
    let is_filed = |filed: &Value| [name, &choice].iter().all(|field| is_as_in(filed, field, answers));
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
    fn corrected(typed: &[(&str, &str)]) -> (Value, Value, Vec<(String, Why)>) {
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
        let head = json!({"party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": "correction"});
        let composed = compose(&head, &sections, set, &obligations, day(2027, 3, 1), Some(&filed.document));
        let asked = composed.untaken.into_iter().map(|one| (one.field, one.why)).collect();
        (filed.document, composed.document, asked)
    }

    #[test]
    fn a_correction_takes_nothing_back_that_nobody_changed() {
        let (filed, next, asked) = corrected(&[]);
        assert!(says_the_same(&filed, &next), "{next:#}");
        assert_eq!((&next["summary"], &next["cover"], asked), (&filed["summary"], &filed["cover"], Vec::new()));
    }

    #[test]
    fn what_belongs_to_a_choice_goes_with_it() {
        let typed = [("summary.A.state", "unchanged"), ("summary.B.state", "changed"), ("cover.availability", "no")];
        let (_, next, _) = corrected(&typed);
        assert_eq!(
            next["summary"],
            json!({"A": {"state": "unchanged", "last_reporting": 2019}, "B": {"state": "changed"}})
        );
        assert_eq!(next["cover"], json!({"availability": "no"}));
    }

    #[test]
    fn a_form_filed_as_having_nothing_beside_figures_is_asked_about_once_either_changes() {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let set = sets.all().iter().find(|set| set.regime.as_str() == "APII").unwrap();
        let mut file: Value = serde_json::from_slice(FILED).unwrap();
        file["regime"] = json!("APII");
        file["summary"] = json!({ "B": { "state": "changed", "nothing_in_period": true } });
        file["figures"] = json!({ "mines_destroyed": 12 });
        let filed = read(file.to_string().as_bytes(), &sets, &obligations).unwrap();
        let section = Section::Form("B".into());
        let mut answers = reopened(&filed, set, &obligations).remove(&section).unwrap();
        assert_eq!(answers["figures.mines_destroyed"], "12");
        let asked = |answers: &Answers, filed: Option<&Value>| refused(&section, answers, set, filed).len();
        assert_eq!((asked(&answers, Some(&filed.document)), asked(&answers, None)), (0, 1));
        answers.insert("figures.mines_destroyed".into(), "13".into());
        assert_eq!(asked(&answers, Some(&filed.document)), 1);
    }
}
