//! What the pages call a field: *About Form C; Acts; Act 2; Adopted on*.

use super::places::section_of;
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Input, Section, square_metres};
use crate::domain::regime::FormSet;
use crate::text::Text;

/// The label of the field itself; nothing where its question is the label.
pub(super) fn own_label(t: &Text, set: &FormSet, name: &str) -> String {
    if let Some(slot) = set.slot(name) {
        return slot.label.in_language(t.language()).to_owned();
    }
    let last = last_of(name);
    match last.as_str() {
        "text" | "answer" => String::new(),
        "reason" if name.starts_with("summary.") => t.say("field-not-applicable"),
        _ => known(t, &format!("field-{last}"), |key| t.say(key)),
    }
}

/// What the catalogue has for the key; an odd form may name fields that no page has.
fn known(t: &Text, key: &str, say: impl FnOnce(&str) -> String) -> String {
    if t.knows(key) { say(key) } else { String::new() }
}

/// The last step of a name, as keys of texts have it.
pub(super) fn last_of(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().replace('_', "-")
}

/// What the page of the field calls it: its form, its question, its entry and itself, each where there is one; empty
/// where no page has it.
pub(in crate::web) fn label(t: &Text, set: &FormSet, obligations: &Obligations, name: &str) -> String {
    let form = match section_of(set, name) {
        Section::Form(letter) => t.with("question-form", "letter", letter),
        _ => String::new(),
    };
    joined(t, [form, label_in_section(t, set, obligations, name)])
}

/// The same on the page of its form, without that.
pub(super) fn label_in_section(t: &Text, set: &FormSet, obligations: &Obligations, name: &str) -> String {
    // Why it is filed is asked in one line, which only says how long the answer is.
    let own = if name == "reason" { String::new() } else { own_label(t, set, name) };
    let question = question(t, set, obligations, &section_of(set, name), name);
    // A question with one answer is the label of that.
    let own = if own == question { String::new() } else { own };
    // A label that asks the question whole needs no title over it.
    let question = if is_question(&own) { String::new() } else { question };
    joined(t, [question, entry_of(t, name), own])
}

/// What is said of a field, after what the page calls it: *Adopted on: ...*, and after a question the answer to it.
pub(in crate::web) fn said_of(t: &Text, field: &str, said: &str) -> String {
    let key = match field {
        "" => return said.to_owned(),
        field if is_question(field) => "fault-of-question",
        _ => "fault-of",
    };
    t.with_all(key, [("field", field.into()), ("said", said.into())])
}

fn is_question(label: &str) -> bool {
    label.ends_with(['?', '؟', '？'])
}

/// Those that say something, one after the other.
pub(super) fn joined(t: &Text, parts: impl IntoIterator<Item = String>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(&t.say("list-semicolon"))
}

fn question(t: &Text, set: &FormSet, obligations: &Obligations, section: &Section, name: &str) -> String {
    if name == "reason" {
        return t.say("question-why");
    }
    if name.starts_with("summary.") {
        return t.say("summary-title");
    }
    if *section == Section::Profile {
        let facts = obligations.conditions().iter();
        let fact = facts.into_iter().find(|fact| name == format!("profile.{}.answer", fact.key));
        return fact.map(|fact| fact.question.in_language(t.language()).to_owned()).unwrap_or_default();
    }
    // `cover.availability` asks for `cover.availability_forms` too; of two that fit the longer is meant.
    let fits =
        |at: &str| name.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '_']));
    let of_forms = set.fields().map(|(form, field)| (field.place(&form.letter), form.title_over(field)));
    let of_cover = set.cover.iter().filter_map(|field| Some((field.at.clone()?, &field.label)));
    let found = of_forms.chain(of_cover).filter(|(at, _)| fits(at)).max_by_key(|(at, _)| at.len());
    found.map(|(_, title)| title.in_language(t.language()).to_owned()).unwrap_or_default()
}

/// *Act 2* of `laws[1].title`; nothing of what is no entry.
pub(super) fn entry_of(t: &Text, name: &str) -> String {
    let Some((group, rest)) = name.split_once('[') else { return String::new() };
    let number = rest.split(']').next().and_then(|number| number.parse::<i64>().ok()).unwrap_or_default();
    entry_title(t, group, number.saturating_add(1))
}

/// What an entry of a group is called, counted from 1. The catalogue names those of groups that every report has; of
/// other tables they are rows.
pub(super) fn entry_title(t: &Text, group: &str, number: i64) -> String {
    let own = format!("entry-{}", last_of(group));
    t.with(if t.knows(&own) { &own } else { "entry-row" }, "number", number)
}

/// What adding an entry to a group is called.
pub(super) fn entry_add(t: &Text, group: &str) -> String {
    let own = format!("entry-add-{}", last_of(group));
    t.say(if t.knows(&own) { &own } else { "entry-add-row" })
}

/// A text as its page shows it: of a few words to choose from, what is printed for it.
pub(super) fn shown(t: &Text, set: &FormSet, name: &str, text: &str) -> String {
    let key = format!("option-{}", text.replace('_', "-"));
    match set.slot(name).and_then(|slot| slot.word(text)) {
        Some(word) => word.label.in_language(t.language()).to_owned(),
        None if name == "language" => t.language_name(text),
        None if set.slot(name).is_some_and(|slot| Input::of(slot) == Input::Area) => {
            square_metres(text).map_or_else(|| text.to_owned(), |size| t.area(size))
        }
        None if is_of_words(name) && t.knows(&key) => t.say(&key),
        None => text.to_owned(),
    }
}

/// Fields of acts, amounts, forms, the cover and the profile that take one of a few words.
fn is_of_words(name: &str) -> bool {
    const ENDS: [&str; 8] = [
        ".status",
        ".direction",
        ".in_kind",
        ".nothing_to_report",
        ".nothing_in_period",
        ".state",
        ".availability",
        ".not_used",
    ];
    ENDS.iter().any(|end| name.ends_with(end)) || name.starts_with("profile.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::draft::fields_of;
    use crate::domain::regime::FormSets;

    #[test]
    fn fields_are_called_what_their_pages_call_them() {
        let (sets, obligations, t) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap(), Text::english());
        let set = sets.all().iter().find(|set| set.name() == "COMPLIANCE/2007").unwrap();
        for (name, expected) in [
            ("reason", "Why this correction or update"),
            ("language", "Language the report is written in"),
            ("period.to", "Reporting for time period from ... to ...; Last day"),
            ("cover.contacts[1].email", "National point(s) of contact; Contact 2; E-mail address"),
            ("cover.note_verbale.date", "Note verbale; Date of the note"),
            ("forms.A.armed_forces.text", "About Form A; Information to the armed forces"),
            ("laws[0].adopted_on", "About Form C; Acts; Act 1; Adopted on"),
            (
                "figures.funding_by_recipient[0].amount",
                "About Form D; Amounts by recipient or project; Amount by recipient 1; Amount",
            ),
            ("summary.B.reason", "About Form B; Summary sheet; Why it does not apply, in one line"),
            ("profile.holds_mines.answer", "Does your State hold mines of any kind?"),
        ] {
            assert_eq!(label(t, set, &obligations, name), expected, "{name}");
        }
        let availability = label(t, set, &obligations, "cover.availability");
        assert_eq!(availability, "May this report be made available to others?");
        assert_eq!(said_of(t, &availability, "Choose."), "May this report be made available to others? Choose.");
        assert_eq!(said_of(t, "Year", "Give it."), "Year: Give it.");
        let availability = label(t, set, &obligations, "cover.availability_forms");
        assert!(availability.ends_with("; Only these forms, if you choose partially"), "{availability}");
    }

    #[test]
    fn every_field_has_a_label_without_its_key() {
        let (sets, obligations, t) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap(), Text::english());
        for set in sets.all() {
            for field in Section::all(set).iter().flat_map(|section| fields_of(section, set, &obligations)) {
                let said = label(t, set, &obligations, &field.at(0));
                assert!(!said.is_empty() && !said.contains('_') && !said.contains("field-"), "{field:?}: {said}");
            }
        }
    }
}
