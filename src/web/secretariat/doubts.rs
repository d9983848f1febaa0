//! What is odd about a report that came on paper, to be confirmed before it is filed: nothing of it is impossible, and
//! most of it is a slip of whoever typed.

use chrono::{Datelike, NaiveDate};

use crate::app::Edition;
use crate::app::on_behalf::Paper;
use crate::domain::calendar::Cycle;
use crate::domain::report::{ReportReference, WrittenDate};
use crate::text::Text;

/// Days after which a report or a note is more likely of another year.
const LONG: i64 = 365;

/// What to look at again, in sentences.
pub(super) fn doubts(
    t: &Text,
    edition: &Edition,
    reference: ReportReference,
    paper: &Paper,
    is_voluntary: bool,
) -> Vec<String> {
    let of_receipt = of_receipt(t, reference.cycle, paper.original.received_on);
    let of_note = of_note(t, &paper.note_date, paper.original.received_on);
    let of_state = is_voluntary.then(|| of_state(t, edition, reference, paper.original.received_on));
    let cycle = reference.cycle;
    let of_cycle = (cycle > Cycle::containing(edition.today)).then(|| {
        let opens_on = cycle.previous().and_then(|before| before.closes_on().succ_opt()).unwrap_or_default();
        t.with_all("on-behalf-odd-cycle", [("cycle", cycle.to_string().into()), ("date", t.date(opens_on).into())])
    });
    [of_cycle, of_receipt, of_note, of_state].into_iter().flatten().collect()
}

/// A day of receipt long after the cycle closed, or before the year ended that its reports mostly tell of.
fn of_receipt(t: &Text, cycle: Cycle, received_on: NaiveDate) -> Option<String> {
    let late = (received_on - cycle.closes_on()).num_days();
    if late > LONG {
        let said =
            [("days", late.into()), ("date", t.date(cycle.closes_on()).into()), ("cycle", cycle.to_string().into())];
        return Some(t.with_all("on-behalf-odd-late", said));
    }
    (received_on.year() < cycle.year()).then(|| {
        let said = [("year", (cycle.year() - 1).to_string().into()), ("cycle", cycle.to_string().into())];
        t.with_all("on-behalf-odd-early", said)
    })
}

/// The date of a note is the State's own word: what cannot be read as a date, or does not fit, stands as it is.
fn of_note(t: &Text, written: &str, received_on: NaiveDate) -> Option<String> {
    if written.is_empty() {
        return None;
    }
    let Some(day) = WrittenDate::new(written.to_owned()).day else {
        return Some(t.with("on-behalf-odd-note-unread", "given", written));
    };
    let days = (received_on - day).num_days();
    match days {
        ..0 => Some(t.with("on-behalf-odd-note-later", "days", -days)),
        days if days > LONG => Some(t.with("on-behalf-odd-note-old", "days", days)),
        _ => None,
    }
}

/// Why the report is voluntary.
fn of_state(t: &Text, edition: &Edition, reference: ReportReference, received_on: NaiveDate) -> String {
    let ReportReference { party, regime, cycle } = reference;
    let state = edition.register.state(party).map(|state| state.short_name_en.as_str()).unwrap_or_default();
    let instrument = edition.rules.regimes().iter().find(|one| one.code == regime).map(|one| one.instrument);
    match instrument.filter(|code| !edition.register.bound(party, *code, received_on)) {
        Some(code) => {
            let said = [
                ("instrument", t.of_instrument(code, "inside").into()),
                ("state", state.into()),
                ("date", t.date(received_on).into()),
            ];
            t.with_all("on-behalf-odd-not-bound", said)
        }
        None => {
            let said = [("state", state.into()), ("cycle", cycle.to_string().into())];
            t.with_all("on-behalf-odd-not-asked", said)
        }
    }
}
