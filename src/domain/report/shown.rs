//! A report as an audience may have it as data: what is withheld is not in it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::audience::Opening;
use super::model::Report;
use crate::domain::regime::{Field, Form, FormSet};

/// Members of a report file that say what report it is. They are no answers.
const HEAD: [&str; 10] =
    ["party", "regime", "cycle", "kind", "voluntary", "form_set", "language", "label", "period", "submitted_on"];

/// Members of the cover that say how the report was sent and who may see it.
const COVER: [&str; 3] = ["availability", "availability_forms", "note_verbale"];

impl Report {
    /// The document as far as it is open. Where only some of it is, members are taken over one by one, so that
    /// nothing is shown because nobody thought of it.
    pub fn shown_document(&self, set: &FormSet, opening: &Opening) -> Value {
        let mut shown = if opening.is_whole() { self.document.clone() } else { self.partial_document(set, opening) };
        if !opening.shows_contacts()
            && let Some(cover) = shown.get_mut("cover").and_then(Value::as_object_mut)
        {
            cover.remove("contacts");
        }
        shown
    }

    /// Letters of the forms of which there is something in what an audience is shown, as its data stand there: read from
    /// them, not from how they were cut.
    pub fn shown_forms(&self, set: &FormSet, opening: &Opening) -> BTreeSet<String> {
        let (shown, classification) = (self.shown_document(set, opening), self.shown_classification(opening));
        let has = |path: &str| path.split('.').try_fold(&shown, |value, name| value.get(name)).is_some();
        let files = shown.get("attachments").and_then(Value::as_array);
        let of_files: Vec<_> = files.into_iter().flatten().filter_map(|file| file.get("form")?.as_str()).collect();
        let is_told = |form: &&Form| {
            let letter = form.letter.as_str();
            has(&format!("summary.{letter}"))
                || has(&format!("forms.{letter}"))
                || form.fields.iter().filter_map(|field| field.at.as_deref()).any(has)
                || of_files.contains(&letter)
                || classification.get(letter).is_some()
        };
        set.forms.iter().filter(is_told).map(|form| form.letter.clone()).collect()
    }

    /// Where its documents speak of each form that is open, as data: nothing where nobody has sorted it.
    pub fn shown_classification(&self, opening: &Opening) -> Value {
        let Some(classification) = &self.classification else { return Value::Null };
        let is_shown = |sha256: &String| {
            let mut named = self.attachments.iter().filter(|one| one.sha256.as_ref() == Some(sha256));
            named.any(|one| opening.shows_attachment(one))
        };
        let open = classification.forms.iter().filter(|(letter, _)| opening.shows_form(letter));
        let data = open.map(|(letter, sorted)| {
            let place = sorted.place.as_ref().map(|place| {
                let document = place.document.as_ref().filter(|sha256| is_shown(sha256));
                json!({ "place": place.words, "document": document })
            });
            (letter.clone(), place.unwrap_or_default())
        });
        Value::Object(data.collect())
    }

    fn partial_document(&self, set: &FormSet, opening: &Opening) -> Value {
        let mut shown = Map::new();
        let mut copy = |path: &str| copy_member(&self.document, &mut shown, path);
        HEAD.iter().for_each(|name| copy(name));
        COVER.iter().for_each(|name| copy(&format!("cover.{name}")));
        copy("cover.contacts");
        let forms = set.forms.iter().filter(|form| opening.shows_form(&form.letter));
        for form in forms.clone() {
            copy(&format!("summary.{}", form.letter));
            copy(&format!("forms.{}", form.letter));
            form.fields.iter().filter_map(|field: &Field| field.at.as_deref()).for_each(&mut copy);
        }
        let letters: Vec<&str> = forms.map(|form| form.letter.as_str()).collect();
        let is_shown = |file: &&Value| {
            let form = file.get("form").and_then(Value::as_str);
            form.is_some_and(|form| letters.contains(&form))
        };
        let files: Vec<_> = self.document.get("attachments").and_then(Value::as_array).into_iter().flatten().collect();
        let files: Vec<_> = files.into_iter().filter(is_shown).cloned().collect();
        if !files.is_empty() {
            shown.insert("attachments".into(), files.into());
        }
        Value::Object(shown)
    }
}

/// Takes over the member at a dotted path, if there is one.
fn copy_member(from: &Value, to: &mut Map<String, Value>, path: &str) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(value) = from.get(name) else { return };
    let Some(rest) = rest else {
        to.insert(name.to_owned(), value.clone());
        return;
    };
    let mut below = match to.remove(name) {
        Some(Value::Object(below)) => below,
        _ => Map::new(),
    };
    copy_member(value, &mut below, rest);
    if !below.is_empty() {
        to.insert(name.to_owned(), below.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::domain::checklist::Obligations;
    use crate::domain::regime::FormSets;
    use crate::domain::report::Audience;
    use crate::domain::report::read;

    /// A report in which every text says whose it is.
    fn shown(availability: &str, audience: Audience, contacts_public: bool) -> String {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let file = json!({
            "party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": "correction", "reason": "SECRET-HEAD reason",
            "translated_summary": "SECRET-HEAD summary",
            "cover": { "availability": availability, "availability_forms": ["A"], "contacts": [{ "name": "CONTACT" }],
                       "note_verbale": { "number": "NOTE" }, "other": "SECRET-HEAD cover" },
            "summary": { "A": { "state": "changed" }, "D": { "state": "not_applicable", "reason": "SECRET-D why" } },
            "forms": { "A": { "dissemination_armed_forces": { "text": "OPEN-A" } }, "C": { "legislation": { "text": "SECRET-C" } } },
            "laws": [{ "title": "SECRET-C law" }],
            "attachments": [{ "name": "OPEN-A.pdf", "form": "A" }, { "name": "SECRET-C.pdf", "form": "C" }, { "name": "SECRET-HEAD.pdf" }],
            "checklist": { "C-01": { "text": "SECRET-HEAD item" } },
            "profile": { "SECRET-HEAD": "fact" },
            "unheard_of": "SECRET-HEAD unknown",
        });
        let report = read(file.to_string().as_bytes(), &sets, &obligations);
        let report = report.unwrap();
        let set = sets.for_cycle(report.regime, report.cycle).unwrap();
        report.shown_document(set, &report.opening(audience, contacts_public)).to_string()
    }

    #[test]
    fn withheld_forms_and_all_that_belongs_to_no_form_are_not_in_the_data() {
        let partly = shown("partially", Audience::Everyone, false);
        assert!(!partly.contains("SECRET"), "{partly}");
        assert!(partly.contains("OPEN-A\"") && partly.contains("OPEN-A.pdf") && partly.contains("NOTE"));
        let nothing = shown("no", Audience::Everyone, true);
        assert!(!nothing.contains("SECRET") && !nothing.contains("OPEN") && !nothing.contains("CONTACT"), "{nothing}");
    }

    #[test]
    fn contacts_are_shown_where_the_state_said_so() {
        assert!(!shown("yes", Audience::Everyone, false).contains("CONTACT"));
        assert!(shown("yes", Audience::Everyone, true).contains("CONTACT"));
        assert!(!shown("partially", Audience::Everyone, false).contains("CONTACT"));
        assert!(shown("partially", Audience::Everyone, true).contains("CONTACT"));
    }

    #[test]
    fn parties_have_the_document_as_it_was_filed() {
        for availability in ["yes", "no", "partially"] {
            let whole = shown(availability, Audience::Parties, false);
            for part in ["SECRET-HEAD", "SECRET-C", "OPEN-A", "CONTACT"] {
                assert!(whole.contains(part), "{availability}: {part}");
            }
        }
    }
}
