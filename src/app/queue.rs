//! The secretariat's queue: for every report of a cycle that is asked for, written or filed, where it stands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::Edition;
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::code::Iso3;
use crate::domain::filing::FilingState;
use crate::domain::question::{Question, QuestionState};
use crate::domain::report::ReportReference;
use crate::store::submissions::{Filed, Latest, list_filed_by, list_filed_in, list_latest};
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
    /// How many acts were done with it.
    pub acts: usize,
    /// Whether another version is being written.
    pub is_drafted: bool,
    /// Questions the State has not answered.
    pub questions: usize,
    /// Answers the secretariat has not closed.
    pub answers: usize,
}

/// What was found in the database about some reports.
struct Found {
    filed: Vec<Filed>,
    /// References of open drafts.
    open: Vec<String>,
    asked: Vec<(String, Question)>,
}

/// The queue of a cycle, by State and regime.
pub fn queue(store: &Store, edition: &Edition, cycle: Cycle) -> StoreResult<Vec<Line>> {
    let found = store.snapshot(|db| -> StoreResult<_> {
        let (filed, open) = (list_filed_in(db, cycle.year())?, drafts::list_open_in(db, cycle.year())?);
        Ok(Found { filed, open, asked: questions::list_questions_of_cycle(db, cycle.year())? })
    })?;
    Ok(lines(found, &due_in(edition, cycle)))
}

/// How many questions are not closed, by cycle, the newest first.
pub fn open_questions(store: &Store) -> StoreResult<Vec<(i32, i64)>> {
    store.read(questions::count_open)
}

/// How far back *not acknowledged yet* looks: some years of filings, so that a page reads no more however many
/// there are.
const LATEST: i64 = 500;

/// How many reports wait to be acknowledged, by cycle, the newest first.
pub fn unacknowledged(store: &Store) -> StoreResult<Vec<(i32, i64)>> {
    let latest = store.snapshot(|db| list_latest(db, LATEST))?;
    let mut newest: BTreeMap<String, (i32, i32, FilingState)> = BTreeMap::new();
    for Latest { cycle, reference, version, done } in latest {
        let state = FilingState::of(&done);
        let is_newer = newest.get(&reference).is_none_or(|(_, held, _)| *held < version);
        if is_newer && state != FilingState::Recalled {
            newest.insert(reference, (cycle, version, state));
        }
    }
    let mut counted: BTreeMap<i32, i64> = BTreeMap::new();
    for (cycle, ..) in newest.into_values().filter(|(.., state)| *state == FilingState::Received) {
        *counted.entry(cycle).or_default() += 1;
    }
    Ok(counted.into_iter().rev().collect())
}

/// Every report of a State that is asked for in a cycle, or was written or filed for any.
pub fn queue_of(store: &Store, edition: &Edition, party: Iso3, cycle: Cycle) -> StoreResult<Vec<Line>> {
    let found = store.snapshot(|db| -> StoreResult<_> {
        let (filed, open) = (list_filed_by(db, party.as_str())?, drafts::list_open_of(db, party)?);
        Ok(Found { filed, open, asked: questions::list_questions_of_state(db, party.as_str())? })
    })?;
    Ok(lines(found, &due_of(edition, party, cycle).collect()))
}

fn lines(found: Found, due: &BTreeMap<ReportReference, DueDate>) -> Vec<Line> {
    let open: BTreeSet<ReportReference> = found.open.iter().filter_map(|reference| reference.parse().ok()).collect();
    let mut filed: BTreeMap<ReportReference, Vec<Filed>> = BTreeMap::new();
    for version in found.filed {
        filed.entry(version.reference).or_default().push(version);
    }
    let mut asked: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (reference, question) in found.asked {
        let (questions, answers) = asked.entry(reference).or_default();
        match question.state() {
            QuestionState::Open => *questions += 1,
            QuestionState::Answered => *answers += 1,
            QuestionState::Closed => {}
        }
    }
    let references: BTreeSet<_> = filed.keys().chain(due.keys()).chain(&open).copied().collect();
    let line = |reference: ReportReference| {
        let (questions, answers) = match asked.is_empty() {
            true => (0, 0),
            false => asked.get(&reference.to_string()).copied().unwrap_or_default(),
        };
        let (is_drafted, standing) = (open.contains(&reference), filed.get(&reference).and_then(|all| standing(all)));
        Line {
            reference,
            place: match (standing, is_drafted) {
                (Some(filed), _) => Place::Filed(FilingState::of(&filed.done)),
                (None, true) => Place::Draft,
                (None, false) => Place::Due,
            },
            due: due.get(&reference).copied(),
            filed: standing.map(|filed| (filed.version, filed.came_at())),
            acts: standing.map_or(0, |filed| filed.done.len()),
            is_drafted,
            questions,
            answers,
        }
    };
    references.into_iter().map(line).collect()
}

/// The version that stands: a later one that was recalled leaves the one before it in its place.
fn standing(versions: &[Filed]) -> Option<&Filed> {
    let stands = |filed: &&Filed| FilingState::of(&filed.done) != FilingState::Recalled;
    versions.iter().rfind(stands).or(versions.last())
}

/// What is asked for in a cycle, of all States.
fn due_in(edition: &Edition, cycle: Cycle) -> BTreeMap<ReportReference, DueDate> {
    edition.register.states().flat_map(|state| due_of(edition, state.iso3, cycle)).collect()
}

fn due_of(edition: &Edition, party: Iso3, cycle: Cycle) -> impl Iterator<Item = (ReportReference, DueDate)> {
    due(&edition.register, &edition.rules, party, cycle).into_iter().filter_map(move |asked| match asked {
        Asked::Report(report) => Some((ReportReference { party, regime: report.regime, cycle }, report.due)),
        Asked::ServedBy(_) => None,
    })
}
