//! Section 2, second half: availability, note verbale, language and attachments.

use super::case::Case;
use super::finding::{Findings, Parameter, quoted};
use crate::domain::report::{Availability, NoteVerbale, OFFICIAL_LANGUAGES, is_blank, says};

/// Whether the report may be shown is chosen.
pub(super) fn g_21(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.report.cover.chosen().is_none() {
        let written = case.report.cover.availability.as_deref().filter(|given| !is_blank(given));
        found.add("cover.availability", [("given", written.map_or("none".into(), quoted))]);
    }
}

/// Partially names some forms, and not all.
pub(super) fn g_22(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.report.cover.chosen() != Some(Availability::Partially) {
        return;
    }
    let ticked = &case.report.cover.availability_forms;
    let unknown = ticked.iter().filter(|letter| case.set.form(letter).is_none() && !is_blank(letter));
    let unknown: Vec<String> = unknown.cloned().collect();
    let reason = if !unknown.is_empty() {
        "unknown"
    } else if ticked.iter().all(|letter| is_blank(letter)) {
        "none"
    } else if case.set.forms.iter().all(|form| ticked.contains(&form.letter)) {
        "all"
    } else {
        return;
    };
    let forms: Vec<String> = unknown.iter().map(|letter| letter.chars().take(10).collect()).take(10).collect();
    found.add("cover.availability_forms", [("reason", reason.into()), ("forms", forms.into())]);
}

/// A Compliance report that is closed: open is the rule, and the choice is the State's.
pub(super) fn g_23(case: &Case<'_>, found: &mut Findings<'_>) {
    if case.report.cover.chosen() == Some(Availability::No) {
        found.add("cover.availability", []);
    }
}

/// An Amended Protocol II report goes to all parties whatever is chosen; article 13(4) speaks of no voluntary one.
pub(super) fn g_24(case: &Case<'_>, found: &mut Findings<'_>) {
    if !case.is_voluntary() && matches!(case.report.cover.chosen(), Some(Availability::No | Availability::Partially)) {
        found.add("cover.availability", []);
    }
}

/// A choice more closed than last time is meant.
pub(super) fn g_25(case: &Case<'_>, found: &mut Findings<'_>) {
    let openness = |choice: Availability| match choice {
        Availability::No => 0,
        Availability::Partially => 1,
        Availability::Yes => 2,
    };
    let earlier = case.earlier_versions(case.report.regime);
    let last = earlier.iter().find_map(|other| Some((other, other.cover.chosen()?)));
    let (Some((last, before)), Some(now)) = (last, case.report.cover.chosen()) else { return };
    // Of two partial choices, the one that leaves a form out is the more closed.
    let (forms, earlier_forms) = (&case.report.cover.availability_forms, &last.cover.availability_forms);
    let leaves_out =
        now == Availability::Partially && before == now && earlier_forms.iter().any(|form| !forms.contains(form));
    if openness(now) < openness(before) || leaves_out {
        let cycle = i64::from(last.cycle.year());
        let parameters = [("cycle", cycle.into()), ("before", before.word().into()), ("now", now.word().into())];
        found.add("cover.availability", parameters);
    }
}

/// A note verbale has its number and date, which is not to come, or none was used.
pub(super) fn g_26(case: &Case<'_>, found: &mut Findings<'_>) {
    let lacking = match &case.report.cover.note_verbale {
        NoteVerbale::NotUsed => return,
        NoteVerbale::Unsaid if case.seen.sent_by_mission == Some(true) => "both",
        NoteVerbale::Unsaid => return,
        NoteVerbale::Note { number, date } => {
            let numbered = says(number.as_deref());
            let is_empty = date.is_none() && !numbered;
            if is_empty && case.seen.sent_by_mission != Some(true) {
                return;
            }
            if case.seen.unread.contains("cover.note_verbale.date") {
                return;
            }
            if date.as_ref().is_some_and(|date| date.day.is_none()) {
                return found.add("cover.note_verbale", [("lacking", "no_date".into())]);
            }
            let is_ahead = date.as_ref().and_then(|date| date.day).is_some_and(|day| day > case.read_on);
            match (numbered, date.is_some()) {
                (true, true) if is_ahead => "ahead",
                (true, true) => return,
                (true, false) => "date",
                (false, true) => "number",
                (false, false) => "both",
            }
        }
    };
    found.add("cover.note_verbale", [("lacking", lacking.into())]);
}

/// The report is in one of the six languages, or has a summary in one.
pub(super) fn g_27(case: &Case<'_>, found: &mut Findings<'_>) {
    let Some(language) = case.report.language.as_deref().filter(|tag| !is_blank(tag)) else { return };
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_summarised = says(case.report.translated_summary.as_deref());
    if !OFFICIAL_LANGUAGES.contains(&primary.as_str()) && !is_summarised {
        found.add("language", [("language", quoted(language))]);
    }
}

/// Attachments can be opened and hold nothing that acts by itself.
pub(super) fn g_28(case: &Case<'_>, found: &mut Findings<'_>) {
    for (place, file) in case.report.attachments.iter().enumerate() {
        let name = file.name.as_deref().unwrap_or_default();
        if let Some(fault) = case.seen.attachments.get(name).and_then(|seen| seen.fault) {
            found.add(format!("attachments[{place}]"), [("file", quoted(name)), ("reason", fault.into())]);
        }
    }
}

/// Attachments hold nothing that was given in confidence, and nobody's personal data.
pub(super) fn g_29(case: &Case<'_>, found: &mut Findings<'_>) {
    let lexicon = case.reference.lexicon;
    for (place, file) in case.report.attachments.iter().enumerate() {
        let name = file.name.as_deref().unwrap_or_default();
        let Some(text) = case.seen.attachments.get(name).and_then(|seen| seen.text.as_deref()) else { continue };
        for (kind, pattern) in [
            ("coordinates", &lexicon.coordinates),
            ("confidential", &lexicon.confidential),
            ("personal", &lexicon.personal),
        ] {
            if pattern.is_match(text) {
                let kind: Parameter = kind.into();
                found.add(format!("attachments[{place}]"), [("file", quoted(name)), ("kind", kind)]);
            }
        }
    }
}
