//! Answers under another form set: forms go by their keys, whatever letters they carry.

use std::collections::BTreeMap;

use super::{Answers, Section, fields_of};
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSet;

/// The field that names forms by their letters.
const LETTERS: &str = "cover.availability_forms";

/// A draft's answers under another form set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// What has a place there.
    pub sections: BTreeMap<Section, Answers>,
    /// Texts by the field they stood in, for which the other form set has none.
    pub left: BTreeMap<String, String>,
}

/// Moves every answer to the form of the same key; the letters of forms on the cover move with them. Where nobody knows
/// any more what the forms were that it answers, words stay where their field is, and nothing is said of a form by its
/// letter: which of them are open, and what each of them is.
pub fn moved(
    sections: &BTreeMap<Section, Answers>,
    from: Option<&FormSet>,
    to: &FormSet,
    obligations: &Obligations,
) -> Moved {
    let mut moved = Moved::default();
    let (is_known, from) = (from.is_some(), from.unwrap_or(to));
    for (section, answers) in sections {
        let Some(target) = section_in(section, from, to) else {
            moved.left.extend(answers.clone());
            continue;
        };
        let fields = fields_of(&target, to, obligations);
        let own = moved.sections.entry(target.clone()).or_default();
        for (name, text) in answers {
            let name = renamed(name, section, &target);
            let is_by_letter = name == LETTERS || name.starts_with("summary.");
            if (is_by_letter && !is_known) || !fields.iter().any(|field| field.entry_in(&name).is_some()) {
                moved.left.insert(name, text.clone());
            } else if name == LETTERS {
                let (letters, gone) = letters_in(text, from, to);
                own.insert(name.clone(), letters);
                // A letter that stayed could by now be that of a form that the State meant to keep closed.
                moved.left.extend((!gone.is_empty()).then_some((name, gone)));
            } else {
                own.insert(name, text.clone());
            }
        }
    }
    moved
}

fn section_in(section: &Section, from: &FormSet, to: &FormSet) -> Option<Section> {
    match section {
        Section::Form(letter) => letter_in(letter, from, to).map(Section::Form),
        other => Some(other.clone()),
    }
}

/// The letter of the form of the same key, if there is one.
pub fn letter_in(letter: &str, from: &FormSet, to: &FormSet) -> Option<String> {
    Some(to.form_of_key(&from.form(letter)?.key)?.letter.clone())
}

/// The letters that have a counterpart, as they are there, and those that have none.
fn letters_in(letters: &str, from: &FormSet, to: &FormSet) -> (String, String) {
    let (kept, gone): (Vec<_>, Vec<_>) =
        letters.split_whitespace().map(|letter| (letter, letter_in(letter, from, to))).partition(|one| one.1.is_some());
    let kept: Vec<_> = kept.into_iter().filter_map(|(_, letter)| letter).collect();
    let gone: Vec<_> = gone.into_iter().map(|(letter, _)| letter).collect();
    (kept.join(" "), gone.join(" "))
}

fn renamed(name: &str, section: &Section, target: &Section) -> String {
    let (Section::Form(before), Section::Form(after)) = (section, target) else { return name.to_owned() };
    for part in ["forms", "summary"] {
        if let Some(rest) = name.strip_prefix(&format!("{part}.{before}.")) {
            return format!("{part}.{after}.{rest}");
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::regime::FormSets;

    fn set(change: impl Fn(String) -> String) -> FormSet {
        let text = FormSets::text_of("APII/1999").unwrap().to_owned();
        FormSets::from_files([("changed", change(text).as_str())]).unwrap().all()[0].clone()
    }

    #[test]
    fn answers_follow_their_form_to_its_letter_and_what_has_no_place_is_told() {
        let obligations = Obligations::embedded().unwrap();
        let swap = |text: String| {
            let text = text.replace("letter = \"D\"", "letter = \"?\"").replace("letter = \"E\"", "letter = \"D\"");
            text.replace("letter = \"?\"", "letter = \"E\"")
        };
        let (from, to) = (set(|text| text), set(swap));
        let key = from.form("D").unwrap().fields.iter().find(|field| field.at.is_none()).unwrap().key.clone();
        let typed = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let text = format!("forms.D.{key}.text");
        let sections: BTreeMap<Section, Answers> = [
            (Section::Cover, typed(&[("cover.availability_forms", "A D"), ("cover.gone", "x")])),
            (Section::Form("D".into()), typed(&[(text.as_str(), "Words."), ("summary.D.state", "changed")])),
            (Section::Form("Z".into()), typed(&[("forms.Z.text", "y")])),
        ]
        .into();
        let found = moved(&sections, Some(&from), &to, &obligations);
        assert_eq!(found.sections[&Section::Cover]["cover.availability_forms"], "A E");
        let form = &found.sections[&Section::Form("E".into())];
        assert_eq!(
            (form[&format!("forms.E.{key}.text")].as_str(), form["summary.E.state"].as_str()),
            ("Words.", "changed")
        );
        assert_eq!(found.left.keys().collect::<Vec<_>>(), ["cover.gone", "forms.Z.text"]);
        let gone = moved(
            &[(Section::Cover, typed(&[("cover.availability_forms", "A Z D")]))].into(),
            Some(&from),
            &to,
            &obligations,
        );
        assert_eq!(gone.sections[&Section::Cover]["cover.availability_forms"], "A E");
        assert_eq!(gone.left["cover.availability_forms"], "Z");
        let back = moved(&found.sections, Some(&to), &from, &obligations);
        assert_eq!(back.sections[&Section::Form("D".into())], sections[&Section::Form("D".into())]);
    }

    #[test]
    fn of_forms_that_nobody_knows_any_more_nothing_goes_by_its_letter() {
        let obligations = Obligations::embedded().unwrap();
        let to = set(|text| text);
        let key = to.form("D").unwrap().fields.iter().find(|field| field.at.is_none()).unwrap().key.clone();
        let text = format!("forms.D.{key}.text");
        let typed = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let sections: BTreeMap<Section, Answers> = [
            (Section::Cover, typed(&[("cover.availability", "partially"), ("cover.availability_forms", "A")])),
            (Section::Form("D".into()), typed(&[(text.as_str(), "Words."), ("summary.D.state", "changed")])),
        ]
        .into();
        let Moved { sections, left } = moved(&sections, None, &to, &obligations);
        assert_eq!(sections[&Section::Cover], typed(&[("cover.availability", "partially")]));
        assert_eq!(sections[&Section::Form("D".into())], typed(&[(text.as_str(), "Words.")]));
        assert_eq!(left.keys().collect::<Vec<_>>(), ["cover.availability_forms", "summary.D.state"]);
    }
}
