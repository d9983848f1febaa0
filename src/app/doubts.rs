//! What is odd about a report that came on paper, to be confirmed before it is filed: nothing of it is impossible, and
//! most of it is a slip of whoever typed. What was confirmed is kept with the filing, as a State's confirmations are.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::Edition;
use super::on_behalf::Paper;
use crate::domain::calendar::Cycle;
use crate::domain::report::{ReportReference, WrittenDate};
use crate::store::submissions::Submission;

/// Days after which a report or a note is more likely of another year.
const LONG: i64 = 365;

/// Where the points stand beside the warnings that a State confirmed.
const POINTS: &str = "points";

/// A point to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The cycle of the report is not open yet.
    CycleToCome,
    /// It was received long after its cycle closed.
    Late,
    /// It was received before the year ended that most reports of its cycle tell of.
    Early,
    /// The date of the note cannot be read as a date.
    NoteUnread,
    /// The note is dated after the day on which the report is filed.
    NoteAhead,
    /// The note is dated after the day of receipt.
    NoteLater,
    /// The note is dated long before the day of receipt.
    NoteOld,
    /// Nothing asks the State for the report.
    Unasked,
    /// The original asks for a password.
    Locked,
    /// The original does something by itself when it is opened.
    Active,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::CycleToCome,
        Self::Late,
        Self::Early,
        Self::NoteUnread,
        Self::NoteAhead,
        Self::NoteLater,
        Self::NoteOld,
        Self::Unasked,
        Self::Locked,
        Self::Active,
    ];

    /// Its word in data and forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::CycleToCome => "cycle_to_come",
            Self::Late => "late",
            Self::Early => "early",
            Self::NoteUnread => "note_unread",
            Self::NoteAhead => "note_ahead",
            Self::NoteLater => "note_later",
            Self::NoteOld => "note_old",
            Self::Unasked => "unasked",
            Self::Locked => "locked",
            Self::Active => "active",
        }
    }

    /// The point of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|doubt| doubt.key() == key)
    }
}

/// What is to be confirmed before the report is filed.
pub fn doubts(edition: &Edition, reference: ReportReference, paper: &Paper, is_voluntary: bool) -> Vec<Doubt> {
    let received_on = paper.original.received_on;
    let is_to_come = reference.cycle > Cycle::containing(edition.today);
    let found = [
        is_to_come.then_some(Doubt::CycleToCome),
        of_receipt(reference.cycle, received_on),
        of_note(&paper.note_date, received_on, edition.today),
        is_voluntary.then_some(Doubt::Unasked),
        of_file(paper.kept.fault),
    ];
    found.into_iter().flatten().collect()
}

/// A day of receipt long after the cycle closed, or before the year ended that its reports mostly tell of.
fn of_receipt(cycle: Cycle, received_on: NaiveDate) -> Option<Doubt> {
    if (received_on - cycle.closes_on()).num_days() > LONG {
        return Some(Doubt::Late);
    }
    (received_on.year() < cycle.year()).then_some(Doubt::Early)
}

/// What nobody can read goes to nobody, unless the State sent it so.
fn of_file(fault: Option<&str>) -> Option<Doubt> {
    match fault? {
        "encrypted" => Some(Doubt::Locked),
        "active" => Some(Doubt::Active),
        _ => None,
    }
}

/// The date of a note is the State's own word: what cannot be read as a date, or does not fit, stands as it is.
fn of_note(written: &str, received_on: NaiveDate, today: NaiveDate) -> Option<Doubt> {
    if written.is_empty() {
        return None;
    }
    let Some(day) = WrittenDate::new(written.to_owned()).day else { return Some(Doubt::NoteUnread) };
    match (received_on - day).num_days() {
        _ if day > today => Some(Doubt::NoteAhead),
        ..0 => Some(Doubt::NoteLater),
        days if days > LONG => Some(Doubt::NoteOld),
        _ => None,
    }
}

/// What is kept of the points that were confirmed, as [`Submission::confirmed`]; a State's warnings are none of them.
pub(super) fn kept(doubts: &[Doubt]) -> Value {
    let points: Vec<_> = doubts.iter().map(|doubt| doubt.key()).collect();
    json!({ "version": 1, "warnings": [], POINTS: points })
}

/// The points that were confirmed when the report was filed for its State.
pub fn confirmed(submission: &Submission) -> Vec<Doubt> {
    let points = submission.confirmed.get(POINTS).and_then(Value::as_array);
    points.into_iter().flatten().filter_map(|point| Doubt::from_key(point.as_str()?)).collect()
}
