//! What changed between two texts, word by word.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// How long two texts are compared before what is left counts as changed as a whole.
const LONGEST: Duration = Duration::from_millis(100);

/// Where less than one letter in so many is common a text was written anew, and marking words tells nothing.
const ONE_IN: usize = 4;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Whether the other text lacks it.
    pub differs: bool,
    /// The words.
    pub text: String,
}

/// The text of now and the one of before, each in passages that the other has or lacks; the passages of
/// a text put together are the text, unaltered. Of texts that have next to nothing in common nothing is marked.
pub fn differences(now: &str, before: &str) -> (Vec<Passage>, Vec<Passage>) {
    let (mut in_now, mut in_before) = (Vec::new(), Vec::new());
    let mut settings = TextDiff::configure();
    settings.timeout(LONGEST);
    for change in settings.diff_unicode_words(before, now).iter_all_changes() {
        let words = change.value();
        match change.tag() {
            ChangeTag::Equal => {
                add(&mut in_now, false, words);
                add(&mut in_before, false, words);
            }
            ChangeTag::Insert => add(&mut in_now, true, words),
            ChangeTag::Delete => add(&mut in_before, true, words),
        }
    }
    let common: usize = in_now.iter().filter(|passage| !passage.differs).map(|passage| letters(&passage.text)).sum();
    if common * ONE_IN < letters(now).min(letters(before)) {
        let whole = |text: &str| vec![Passage { differs: false, text: text.to_owned() }];
        return (whole(now), whole(before));
    }
    (joined(in_now), joined(in_before))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// Words that differ one after the other are one passage, with the spaces between them.
fn joined(passages: Vec<Passage>) -> Vec<Passage> {
    let mut all: Vec<Passage> = Vec::new();
    let mut waiting = String::new();
    for passage in passages {
        let is_space = passage.text.chars().all(char::is_whitespace);
        match all.last_mut() {
            Some(last) if last.differs && !passage.differs && is_space => waiting = passage.text,
            Some(last) if last.differs == passage.differs => {
                last.text.push_str(&std::mem::take(&mut waiting));
                last.text.push_str(&passage.text);
            }
            _ => all.push(Passage { text: std::mem::take(&mut waiting) + &passage.text, ..passage }),
        }
    }
    if !waiting.is_empty() {
        all.push(Passage { differs: false, text: waiting });
    }
    all
}

fn add(passages: &mut Vec<Passage>, differs: bool, words: &str) {
    match passages.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(words),
        _ => passages.push(Passage { differs, text: words.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(passages: &[Passage]) -> String {
        let mark =
            |passage: &Passage| if passage.differs { format!("[{}]", passage.text) } else { passage.text.clone() };
        passages.iter().map(mark).collect()
    }

    #[test]
    fn words_that_changed_are_marked() {
        let (now, before) = differences("Two courses were held in 2026.", "One course was held in 2026.");
        assert_eq!(marked(&now), "[Two courses were] held in 2026.");
        assert_eq!(marked(&before), "[One course was] held in 2026.");
    }

    #[test]
    fn a_text_written_anew_is_not_marked_word_by_word() {
        let (now, before) = differences("We did this in May for all officers.", "Le texte se trouve au Recueil.");
        assert_eq!((now.len(), before.len()), (1, 1));
        assert!(!now[0].differs && !before[0].differs);
        assert!(differences("Said.", "").0[0].differs, "what was not there is new");
    }

    #[test]
    fn scripts_without_spaces_are_not_one_word() {
        let (now, _) = differences("二〇二六年举办了两次培训", "二〇二六年举办了一次培训");
        assert_eq!(marked(&now), "二〇二六年举办了[两]次培训");
    }

    proptest! {
        #[test]
        fn nothing_of_a_text_is_lost_or_added(now in "[a-c \n\u{5d0}\u{4e00}]{0,60}", before in "[a-c \n]{0,60}") {
            let (in_now, in_before) = differences(&now, &before);
            let whole = |passages: &[Passage]| passages.iter().map(|passage| passage.text.as_str()).collect::<String>();
            prop_assert_eq!(whole(&in_now), now);
            prop_assert_eq!(whole(&in_before), before);
        }
    }
}
