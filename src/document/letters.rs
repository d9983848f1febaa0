//! Letters that can be set: every text is given to Typst so that it comes out as it was typed, whatever it holds.

use std::collections::BTreeMap;

use serde_json::Value;

/// Letters without a space after which a line may be broken all the same: in a text, and in the cell of a table.
const LONGEST_RUN: usize = 40;
const LONGEST_IN_CELL: usize = 24;

/// A place where a line may be broken, which nobody sees.
const BREAK: char = '\u{200b}';

/// Stands for what no document may hold.
const REPLACEMENT: char = '\u{fffd}';

/// A text as paragraphs of lines.
pub(super) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n");
    let mut paragraphs = vec![Vec::new()];
    for line in text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        match paragraphs.last_mut() {
            Some(lines) if !line.trim().is_empty() => lines.push(line.to_owned()),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

/// A text for a narrow cell.
pub(super) fn in_cell(text: &str) -> String {
    breakable(text, LONGEST_IN_CELL)
}

/// Puts every text of the value into letters that can be set. True if some of them cannot be seen: `is_seen` says
/// which letters there are fonts for.
pub(super) fn settle(value: &mut Value, is_seen: &impl Fn(char) -> bool) -> bool {
    fn walk(value: &mut Value, seen: &mut BTreeMap<char, bool>, is_seen: &impl Fn(char) -> bool) {
        match value {
            Value::String(text) => {
                *text = settable(text);
                for letter in text.chars().filter(|letter| !letter.is_ascii()) {
                    seen.entry(letter).or_insert_with(|| is_invisible(letter) || is_seen(letter));
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|one| walk(one, seen, is_seen)),
            Value::Object(members) => members.values_mut().for_each(|one| walk(one, seen, is_seen)),
            _ => {}
        }
    }
    // Letters are asked about once: looking one up in a font takes as long as setting it.
    let mut seen = BTreeMap::new();
    walk(value, &mut seen, is_seen);
    seen.contains_key(&REPLACEMENT) || seen.values().any(|is_seen| !is_seen)
}

fn settable(text: &str) -> String {
    let held = text.replace('\t', "    ");
    // The mark of the order of bytes says nothing inside a text.
    let held = held.chars().filter(|letter| *letter != '\u{feff}');
    let held: String = held.map(|letter| if is_forbidden(letter) { REPLACEMENT } else { letter }).collect();
    breakable(&held, LONGEST_RUN)
}

/// What PDF/A-2a takes from no text: controls, letters for private use, and what is no letter at all.
fn is_forbidden(letter: char) -> bool {
    let code = u32::from(letter);
    letter.is_control() || matches!(code, 0xe000..=0xf8ff | 0xf_0000.. | 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

/// Letters that only say how others are set.
fn is_invisible(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}')
}

/// Lets lines be broken where so many letters stand without a space. Scripts that do without spaces know their own
/// places, and a mark is not parted from its letter.
fn breakable(text: &str, longest: usize) -> String {
    let mut made = String::with_capacity(text.len());
    let (mut run, mut last) = (0, ' ');
    for letter in text.chars() {
        let is_spaced = |one: char| u32::from(one) < 0xe00 && (one.is_alphanumeric() || one.is_ascii_punctuation());
        run = if letter.is_whitespace() || letter == BREAK { 0 } else { run + 1 };
        if run > longest && is_spaced(last) && is_spaced(letter) {
            made.push(BREAK);
            run = 1;
        }
        made.push(letter);
        last = letter;
    }
    made
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_and_paragraphs_are_those_that_were_typed() {
        assert_eq!(paragraphs(" one\r\ntwo\n\n\n three"), [vec![" one", "two"], vec![" three"]]);
        assert!(paragraphs(" \n ").is_empty());
    }

    #[test]
    fn what_cannot_be_seen_is_told() {
        let settled = |text: &str| {
            let mut value = json!({ "a": [text] });
            let is_missing = settle(&mut value, &|letter| letter < '\u{3000}');
            (value.pointer("/a/0").and_then(Value::as_str).unwrap().to_owned(), is_missing)
        };
        assert_eq!(settled("#Tab\there é\u{200b}"), ("#Tab    here é\u{200b}".into(), false));
        assert_eq!(settled("\u{feff}a\0\u{e000}"), ("a\u{fffd}\u{fffd}".into(), true));
        assert_eq!(settled("漢"), ("漢".into(), true));
    }

    #[test]
    fn long_words_can_be_broken_and_marks_stay_with_their_letters() {
        assert_eq!(breakable("abcdef gh", 4), "abcd\u{200b}ef gh");
        assert_eq!(breakable("ａaaa\u{301}a", 4), "ａaaa\u{301}\u{200b}a".replace('\u{200b}', ""));
    }

    proptest! {
        #[test]
        fn nothing_but_breaks_is_added(text in "\\PC{0,300}") {
            let kept = |text: &str| text.replace(BREAK, "");
            prop_assert_eq!(kept(&breakable(&text, 10)), kept(&text));
        }
    }
}
