//! The cover of a report as an audience may see it; beside that of another version where that is wanted, with
//! what differs marked in both.

use super::reading::contacts;
use crate::domain::report::{Opening, Passage, Report, differences};
use crate::text::{Text, note, period};

/// A line of the cover.
pub(in crate::web) struct CoverLine {
    pub(in crate::web) label: String,
    pub(in crate::web) now: Vec<Passage>,
    /// The other version's words, where they differ.
    pub(in crate::web) before: Option<Vec<Passage>>,
}

/// A cover, and how much of it is open to whoever reads.
pub(in crate::web) struct Cover<'r> {
    pub(in crate::web) report: &'r Report,
    pub(in crate::web) opening: &'r Opening,
    /// What the State chose about availability, in words.
    pub(in crate::web) availability: String,
}

/// What a cover says of one thing: nothing at all where that is withheld, an empty text where it says nothing.
type Said = fn(&Text, &Cover<'_>) -> Option<String>;

/// In the order of the cover page, by the key of the label.
const LINES: [(&str, Said); 6] = [
    ("public-contact", |_, cover| {
        cover.opening.shows_contacts().then(|| contacts(cover.report, cover.opening).join("\n"))
    }),
    ("public-period", |t, cover| Some(period(t, &cover.report.period))),
    ("receipt-availability", |_, cover| Some(cover.availability.clone())),
    ("receipt-note", |t, cover| Some(note(t, &cover.report.cover.note_verbale))),
    ("question-language", |t, cover| Some(language(t, cover.report))),
    // Its words may tell what is withheld.
    ("field-translated-summary", |_, cover| {
        cover.opening.is_whole().then(|| cover.report.translated_summary.clone().unwrap_or_default())
    }),
];

/// The lines of a cover. What is withheld of either version is not compared: it would be shown by way of the
/// comparison, or read as if the State had taken it out.
pub(in crate::web) fn cover_lines(t: &Text, cover: &Cover<'_>, other: Option<&Cover<'_>>) -> Vec<CoverLine> {
    let line = |(key, said): &(&str, Said)| {
        let now = said(t, cover)?;
        let before = other.and_then(|other| said(t, other)).filter(|before| *before != now);
        if now.is_empty() && before.is_none() {
            return None;
        }
        let (now, before) = match before {
            // Where there is nothing on one side, that is said, and there are no words to compare.
            Some(before) if now.is_empty() || before.is_empty() => {
                (vec![or_nothing(t, now)], Some(vec![or_nothing(t, before)]))
            }
            Some(before) => {
                let (now, before) = differences(&now, &before);
                (now, Some(before))
            }
            None => (vec![Passage { differs: false, text: now }], None),
        };
        Some(CoverLine { label: t.say(key), now, before })
    };
    LINES.iter().filter_map(line).collect()
}

fn or_nothing(t: &Text, words: String) -> Passage {
    match words.is_empty() {
        true => Passage { differs: false, text: t.say("compared-nothing") },
        false => Passage { differs: true, text: words },
    }
}

fn language(t: &Text, report: &Report) -> String {
    report.language.as_deref().map(|tag| t.language_name(tag)).unwrap_or_default()
}
