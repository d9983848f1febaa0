//! The secretariat's queue: for every report of a cycle that is asked for, written or filed, where it stands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::Edition;
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::filing::FilingState;
use crate::domain::question::QuestionState;
use crate::domain::report::ReportReference;
use crate::store::submissions::{Filed, list_filed_in};
use crate::store::{Store, StoreResult, drafts, questions};

/// Where a report stands, from the secretariat's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Asked for; nothing was written here.
    Due,
    /// Being written.
    Draft,
    /// Filed.
    Filed(FilingState),
}

impl Place {
    /// All, in the order of the work.
    pub const ALL: [Self; 7] = [
        Self::Due,
        Self::Draft,
        Self::Filed(FilingState::Received),
        Self::Filed(FilingState::Acknowledged),
        Self::Filed(FilingState::Circulated),
        Self::Filed(FilingState::Published),
        Self::Filed(FilingState::Recalled),
    ];

    /// Its word in addresses and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Draft => "draft",
            Self::Filed(state) => state.key(),
        }
    }
}

/// A report in the queue.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which one.
    pub reference: ReportReference,
    /// Where it stands.
    pub place: Place,
    /// Until when it is asked for; nothing where it is not.
    pub due: Option<DueDate>,
    /// The newest version: its number and when it came.
    pub filed: Option<(i32, DateTime<Utc>)>,
    /// Whether another version is being written.
    pub is_drafted: bool,
    /// Questions the State has not answered.
    pub questions: usize,
    /// Answers the secretariat has not closed.
    pub answers: usize,
}

/// The queue of a cycle, by State and regime.
pub fn queue(store: &Store, edition: &Edition, cycle: Cycle) -> StoreResult<Vec<Line>> {
    let (filed, open, asked) = store.snapshot(|db| -> StoreResult<_> {
        let year = cycle.year();
        let open: BTreeSet<String> = drafts::list_open_in(db, year)?.into_iter().collect();
        Ok((list_filed_in(db, year)?, open, questions::list_questions_of_cycle(db, year)?))
    })?;
    let newest: BTreeMap<ReportReference, Filed> = filed.into_iter().map(|filed| (filed.reference, filed)).collect();
    let due = due_in(edition, cycle);
    let drafted = open.iter().filter_map(|reference| reference.parse().ok());
    let references: BTreeSet<ReportReference> =
        newest.keys().copied().chain(due.keys().copied()).chain(drafted).collect();
    let count = |reference: &str, state| {
        asked.iter().filter(|(own, question)| own == reference && question.state() == state).count()
    };
    let line = |reference: ReportReference| {
        let name = reference.to_string();
        let (is_drafted, latest) = (open.contains(&name), newest.get(&reference));
        Line {
            reference,
            place: match (latest, is_drafted) {
                (Some(filed), _) => Place::Filed(FilingState::of(&filed.done)),
                (None, true) => Place::Draft,
                (None, false) => Place::Due,
            },
            due: due.get(&reference).copied(),
            filed: latest.map(|filed| (filed.version, filed.submitted_at)),
            is_drafted,
            questions: count(&name, QuestionState::Open),
            answers: count(&name, QuestionState::Answered),
        }
    };
    Ok(references.into_iter().map(line).collect())
}

/// What is asked for in a cycle, of all States.
fn due_in(edition: &Edition, cycle: Cycle) -> BTreeMap<ReportReference, DueDate> {
    let of_state = |party| {
        let asked = due(&edition.register, &edition.rules, party, cycle).into_iter();
        asked.filter_map(move |asked| match asked {
            Asked::Report(report) => Some((ReportReference { party, regime: report.regime, cycle }, report.due)),
            Asked::ServedBy(_) => None,
        })
    };
    edition.register.states().flat_map(|state| of_state(state.iso3).collect::<Vec<_>>()).collect()
}
