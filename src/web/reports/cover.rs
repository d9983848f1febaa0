//! The cover of a report as an audience may see it; beside that of another version where that is wanted, with
//! what differs marked in both.

use super::reading::contacts;
use crate::app::Edition;
use crate::domain::regime::{Field, FormSet};
use crate::domain::report::{Opening, Passage, Report, differences};
use crate::text::{Text, cover_table, note, period};

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
const FIELDS: [(&str, Said); 4] = [
    ("public-contact", |_, cover| {
        cover.opening.shows_contacts().then(|| contacts(cover.report, cover.opening).join("\n"))
    }),
    ("public-period", |t, cover| Some(period(t, &cover.report.period))),
    ("receipt-availability", |_, cover| Some(cover.availability.clone())),
    ("receipt-note", |t, cover| Some(note(t, &cover.report.cover.note_verbale))),
];

/// What the portal asks beside them.
const FURTHER: [(&str, Said); 2] = [
    ("question-language", |t, cover| Some(language(t, cover.report))),
    // Its words may tell what is withheld.
    ("field-translated-summary", |_, cover| {
        cover.opening.is_whole().then(|| cover.report.translated_summary.clone().unwrap_or_default())
    }),
];

/// The lines of a cover. What is withheld of either version is not compared: it would be shown by way of the
/// comparison, or read as if the State had taken it out.
pub(in crate::web) fn cover_lines(
    t: &Text,
    edition: &Edition,
    cover: &Cover<'_>,
    other: Option<&Cover<'_>>,
) -> Vec<CoverLine> {
    let line = |(key, said): &(&str, Said)| {
        CoverLine::new(t, t.say(key), said(t, cover)?, other.and_then(|other| said(t, other)))
    };
    let other_tables = other.map(|other| (other.report, other.opening));
    let tables = cover_tables(t, edition, (cover.report, cover.opening), other_tables);
    FIELDS.iter().filter_map(line).chain(tables).chain(FURTHER.iter().filter_map(line)).collect()
}

/// The lines of its tables alone.
pub(in crate::web) fn cover_tables(
    t: &Text,
    edition: &Edition,
    (report, opening): (&Report, &Opening),
    other: Option<(&Report, &Opening)>,
) -> Vec<CoverLine> {
    let set_of = |report: &Report| edition.books.form_sets.for_cycle(report.regime, report.cycle);
    let line = |table: &Field| {
        let before = other.and_then(|(report, opening)| {
            let same = set_of(report)?.cover_tables().find(|one| one.key == table.key)?;
            cover_table(t, report, opening, same)
        });
        let label = table.label.in_language(t.language()).to_owned();
        CoverLine::new(t, label, cover_table(t, report, opening, table)?, before)
    };
    set_of(report).into_iter().flat_map(FormSet::cover_tables).filter_map(line).collect()
}

impl CoverLine {
    /// What a cover says of one thing and what the other one does; no line where neither says anything.
    fn new(t: &Text, label: String, now: String, before: Option<String>) -> Option<Self> {
        let before = before.filter(|before| *before != now);
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
        Some(Self { label, now, before })
    }
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
