//! Whether a further version of a report says anything that the one before does not.

use serde_json::Value;

use super::canonical;

/// What a file says of its filing and not of the State: when, as what and why it is filed, and which forms it answers.
const OF_THE_FILING: [&str; 5] = ["submitted_on", "kind", "voluntary", "reason", "form_set"];

/// Where the note verbale stands.
const NOTE: &str = "/cover/note_verbale";

/// Whether the next version says the same as what is filed, whenever and for whatever reason it is filed.
pub fn says_the_same(filed: &Value, next: &Value) -> bool {
    let content = |document: &Value| canonical(&content(document.clone()));
    // Each filing has a note of its own: one that is not given takes nothing back, another one may put the first right.
    let note = |document: &Value| document.pointer(NOTE).cloned();
    let is_same_note = note(next).is_none() || note(next) == note(filed);
    is_same_note && matches!((content(filed), content(next)), (Ok(filed), Ok(next)) if filed == next)
}

fn content(mut document: Value) -> Value {
    let Some(members) = document.as_object_mut() else { return document };
    members.retain(|name, _| !OF_THE_FILING.contains(&name.as_str()));
    if let Some(cover) = members.get_mut("cover").and_then(Value::as_object_mut) {
        cover.remove("note_verbale");
    }
    // A fact that is given again on another day is the same fact.
    let facts = members.get_mut("profile").and_then(Value::as_object_mut);
    for fact in facts.into_iter().flat_map(|facts| facts.values_mut()).filter_map(Value::as_object_mut) {
        fact.remove("on");
    }
    document
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_day_the_kind_and_the_reason_are_of_the_filing_and_all_else_is_said() {
        let filed = json!({
            "kind": "annual", "submitted_on": "2026-11-24", "forms": { "A": { "armed_forces": { "text": "Courses." } } },
            "cover": { "availability": "yes", "note_verbale": { "number": "12/2026" } },
            "figures": { "funding": [{ "amount": 5 }] }, "profile": { "holds_mines": { "answer": "no", "on": "2026-11-24" } },
        });
        let mut again = filed.clone();
        again["kind"] = json!("correction");
        again["reason"] = json!("None.");
        again["submitted_on"] = json!("2026-12-01");
        again["profile"]["holds_mines"]["on"] = json!("2026-12-01");
        again["figures"]["funding"][0]["amount"] = json!(5.0);
        assert!(says_the_same(&filed, &again), "with the same note");
        again["cover"] = json!({ "availability": "yes" });
        assert!(says_the_same(&filed, &again), "with none");
        for (place, value) in [
            ("/profile/holds_mines/answer", json!("yes")),
            ("/forms/A/armed_forces/text", json!("Courses. ")),
            ("/figures/funding/0/amount", json!(6)),
            ("/cover", json!({ "availability": "yes", "note_verbale": { "number": "13/2026" } })),
            ("/cover", json!({ "availability": "no" })),
        ] {
            let mut other = again.clone();
            *other.pointer_mut(place).unwrap() = value;
            assert!(!says_the_same(&filed, &other), "{place}");
        }
    }
}
