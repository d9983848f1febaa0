//! What is to be confirmed before a report that came on paper is filed, in sentences: on the page that asks, and with
//! the filing afterwards.

use chrono::NaiveDate;

use crate::app::Edition;
use crate::app::doubts::{Doubt, confirmed};
use crate::domain::report::{NoteVerbale, Report, ReportReference, WrittenDate};
use crate::store::submissions::Submission;
use crate::text::Text;

/// What a point is about.
pub(super) struct Doubted<'d> {
    pub(super) reference: ReportReference,
    pub(super) received_on: NaiveDate,
    /// As the State wrote it; nothing where it wrote none.
    pub(super) note_date: Option<&'d WrittenDate>,
}

impl Doubted<'_> {
    /// The point as a question.
    pub(super) fn sentence(&self, t: &Text, edition: &Edition, doubt: Doubt) -> String {
        let (cycle, received_on) = (self.reference.cycle, self.received_on);
        let note = self.note_date.and_then(|written| written.day).unwrap_or(received_on);
        let named = ("cycle", cycle.to_string().into());
        match doubt {
            Doubt::CycleToCome => t.with_all("on-behalf-odd-cycle", [named, ("date", t.date(cycle.opens_on()).into())]),
            Doubt::Late => {
                let closed_on = cycle.closes_on();
                let span = t.span(closed_on, received_on).into();
                t.with_all("on-behalf-odd-late", [named, ("span", span), ("date", t.date(closed_on).into())])
            }
            Doubt::Early => t.with_all("on-behalf-odd-early", [named, ("year", (cycle.year() - 1).to_string().into())]),
            Doubt::NoteUnread => {
                let given = self.note_date.map_or("", |written| written.written.as_str());
                t.with("on-behalf-odd-note-unread", "given", given)
            }
            Doubt::NoteAhead => t.with("on-behalf-odd-note-ahead", "date", t.date(note)),
            Doubt::NoteLater => t.with("on-behalf-odd-note-later", "span", t.span(received_on, note)),
            Doubt::NoteOld => t.with("on-behalf-odd-note-old", "span", t.span(note, received_on)),
            Doubt::Unasked => self.unasked(t, edition),
            Doubt::Locked | Doubt::Active => t.with("on-behalf-odd-file", "reason", doubt.key()),
        }
    }

    /// Why the report is voluntary.
    fn unasked(&self, t: &Text, edition: &Edition) -> String {
        let ReportReference { party, regime, cycle } = self.reference;
        let state = edition.register.state(party).map(|state| state.short_name_en.as_str()).unwrap_or_default();
        let instrument = edition.rules.regimes().iter().find(|one| one.code == regime).map(|one| one.instrument);
        match instrument.filter(|code| !edition.register.bound(party, *code, self.received_on)) {
            Some(code) => {
                let said = [
                    ("instrument", t.of_instrument(code, "inside").into()),
                    ("state", state.into()),
                    ("date", t.date(self.received_on).into()),
                ];
                t.with_all("on-behalf-odd-not-bound", said)
            }
            None => {
                let said = [("state", state.into()), ("cycle", cycle.to_string().into())];
                t.with_all("on-behalf-odd-not-asked", said)
            }
        }
    }
}

/// What the secretariat confirmed when it filed the report for its State: label and question of each point.
pub(super) fn confirmed_points(
    t: &Text,
    edition: &Edition,
    submission: &Submission,
    report: &Report,
) -> Vec<(String, String)> {
    let Some(original) = submission.original else { return Vec::new() };
    let note_date = match &report.cover.note_verbale {
        NoteVerbale::Note { date, .. } => date.as_ref(),
        NoteVerbale::NotUsed | NoteVerbale::Unsaid => None,
    };
    let about = Doubted { reference: submission.reference, received_on: original.received_on, note_date };
    let line = |doubt| (t.say("on-behalf-confirmed"), about.sentence(t, edition, doubt));
    confirmed(submission).into_iter().map(line).collect()
}
