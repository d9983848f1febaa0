//! Two people on one form: what each changed, and where they met.

use super::Answers;

/// A field that both changed, to different texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The field.
    pub field: String,
    /// What the other person saved.
    pub theirs: String,
    /// What was typed here.
    pub mine: String,
}

/// Brings what was typed into what is stored by now.
///
/// `base` is what the form showed when it was opened. Fields that only one side changed take that
/// side's text; where both did, the stored text stays and the two are given as a clash.
pub fn merge(base: &Answers, stored: &Answers, typed: &Answers) -> (Answers, Vec<Clash>) {
    let mut merged = stored.clone();
    let mut clashes = Vec::new();
    for (field, mine) in typed {
        let was = text(base, field);
        let theirs = text(stored, field);
        if mine == was || mine == theirs {
            continue;
        }
        if theirs == was {
            merged.insert(field.clone(), mine.clone());
        } else {
            clashes.push(Clash { field: field.clone(), theirs: theirs.to_owned(), mine: mine.clone() });
        }
    }
    (merged, clashes)
}

/// The fields whose text differs, with what stands there afterwards.
pub fn changes<'a>(before: &'a Answers, after: &'a Answers) -> Vec<(&'a str, Option<&'a str>)> {
    let changed = after.iter().filter(|(field, now)| text(before, field) != now.as_str());
    let changed = changed.map(|(field, now)| (field.as_str(), Some(now.as_str())));
    let gone = before.iter().filter(|(field, was)| !after.contains_key(*field) && !was.is_empty());
    changed.chain(gone.map(|(field, _)| (field.as_str(), None))).collect()
}

fn text<'a>(answers: &'a Answers, field: &str) -> &'a str {
    answers.get(field).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn fields_that_only_one_side_changed_are_brought_together() {
        let base = answers(&[("a", "1"), ("b", "1")]);
        let stored = answers(&[("a", "2"), ("b", "1")]);
        let typed = answers(&[("a", "1"), ("b", "3")]);
        assert_eq!(merge(&base, &stored, &typed), (answers(&[("a", "2"), ("b", "3")]), Vec::new()));
    }

    #[test]
    fn where_both_changed_one_field_neither_text_is_lost() {
        let base = answers(&[("a", "1")]);
        let (merged, clashes) = merge(&base, &answers(&[("a", "2")]), &answers(&[("a", "3")]));
        assert_eq!(merged, answers(&[("a", "2")]));
        assert_eq!(clashes, [Clash { field: "a".into(), theirs: "2".into(), mine: "3".into() }]);
    }

    #[test]
    fn two_people_never_clash_on_a_tick() {
        let ticks = [answers(&[("a", "")]), answers(&[("a", "yes")])];
        for (base, stored) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            for typed in &ticks {
                assert_eq!(merge(&ticks[base], &ticks[stored], typed).1, Vec::new());
            }
        }
    }

    #[test]
    fn what_was_taken_out_is_a_change() {
        let (before, after) = (answers(&[("a", "1"), ("b", "")]), answers(&[("c", "2")]));
        assert_eq!(changes(&before, &after), [("c", Some("2")), ("a", None)]);
    }

    fn any_answers() -> impl Strategy<Value = Answers> {
        proptest::collection::btree_map("[a-c]", "[0-2]?", 0..4)
    }

    proptest! {
        /// Whatever two people do, every text that somebody typed is stored or shown.
        #[test]
        fn nothing_typed_is_lost(base in any_answers(), stored in any_answers(), typed in any_answers()) {
            let (merged, clashes) = merge(&base, &stored, &typed);
            for (field, mine) in &typed {
                let kept = merged.get(field).map_or("", String::as_str) == mine;
                let shown = clashes.iter().any(|clash| clash.field == *field && clash.mine == *mine);
                let untouched = base.get(field).map_or("", String::as_str) == mine;
                prop_assert!(kept || shown || untouched);
            }
            for (field, theirs) in &stored {
                let was = base.get(field).map_or("", String::as_str);
                prop_assert!(theirs == was || merged.get(field) == Some(theirs));
            }
        }
    }
}
