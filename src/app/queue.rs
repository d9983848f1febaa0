//! The secretariat's queue: for every report of a cycle that is asked for, written or filed, where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Edition;
use super::filings::{DueReports, Of, due_in, due_of, filed_as_of};
use crate::domain::calendar::{Cycle, DueDate};
use crate::domain::code::Iso3;
use crate::domain::filing::{Filing, FilingAct, FilingState, standing};
use crate::domain::question::{Question, QuestionState};
use crate::domain::report::ReportReference;
use crate::store::revisions::list_cycle_revisions;
use crate::store::submissions::Filed;
use crate::store::{Db, Store, StoreResult, drafts, questions};

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
    pub const ALL: [Self; 8] = [
        Self::Due,
        Self::Draft,
        Self::Filed(FilingState::Received),
        Self::Filed(FilingState::Acknowledged),
        Self::Filed(FilingState::Circulated),
        Self::Filed(FilingState::Published),
        Self::Filed(FilingState::Recalled),
        Self::Filed(FilingState::Withdrawn),
    ];

    /// Whether a filing stands.
    pub fn stands(self) -> bool {
        matches!(self, Self::Filed(state) if state.stands())
    }

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
    /// The secretariat asks for a correction of the version that stands, and none has come since.
    pub asks_correction: bool,
}

/// What was found in the database about some reports.
struct Found {
    filed: Arc<[Filed]>,
    /// Of which a draft is open.
    open: BTreeSet<ReportReference>,
    /// Questions that are not closed.
    asked: Vec<(ReportReference, Question)>,
}

/// The queue of a cycle, and what waits in others.
#[derive(Debug, Clone)]
pub struct Queue {
    /// By State and regime.
    pub lines: Vec<Line>,
    /// How many questions are not closed, by cycle.
    pub questions: BTreeMap<Cycle, i64>,
    /// How many reports wait to be acknowledged, by cycle.
    pub received: BTreeMap<Cycle, i64>,
}

/// The queue of a cycle.
pub fn queue(store: &Store, edition: &Edition, cycle: Cycle) -> StoreResult<Queue> {
    let (filed, open, asked, received) = store.snapshot(|db| -> StoreResult<_> {
        let filed = filed_as_of(db, edition, Of::Cycle(cycle))?;
        Ok((filed, drafts::list_open(db)?, questions::list_open_questions(db)?, unacknowledged(db, edition)?))
    })?;
    let mut questions: BTreeMap<Cycle, i64> = BTreeMap::new();
    for (reference, _) in &asked {
        *questions.entry(reference.cycle).or_default() += 1;
    }
    let found = Found {
        filed,
        open: open.into_iter().filter(|reference| reference.cycle == cycle).collect(),
        asked: asked.into_iter().filter(|(reference, _)| reference.cycle == cycle).collect(),
    };
    Ok(Queue { lines: lines(&found, &due_in(edition, cycle)), questions, received })
}

fn unacknowledged(db: &mut Db, edition: &Edition) -> StoreResult<BTreeMap<Cycle, i64>> {
    let mut waiting = BTreeMap::new();
    for (cycle, revision) in list_cycle_revisions(db)? {
        let count = match edition.filings.waiting(cycle, revision) {
            Some(count) => count,
            None => {
                let count = count_received(&filed_as_of(db, edition, Of::Cycle(cycle))?);
                edition.filings.keep_waiting(cycle, revision, count);
                count
            }
        };
        waiting.extend((count > 0).then_some((cycle, count)));
    }
    Ok(waiting)
}

fn count_received(filed: &[Filed]) -> i64 {
    let shown = by_report(filed).into_values().filter_map(shown);
    let received = shown.filter(|filed| filed.state() == FilingState::Received);
    i64::try_from(received.count()).unwrap_or(i64::MAX)
}

/// The versions of each report; lists of filings are in the order of reports and versions.
fn by_report(filed: &[Filed]) -> BTreeMap<ReportReference, &[Filed]> {
    let versions = filed.chunk_by(|one, next| one.reference == next.reference);
    versions.filter_map(|versions| Some((versions.first()?.reference, versions))).collect()
}

/// Reports of a State: what is asked for in a cycle, the newest that were written or filed, and older ones where
/// something waits; and whether there are more. With no limit all of them.
pub fn queue_of(
    store: &Store,
    edition: &Edition,
    party: Iso3,
    cycle: Cycle,
    most: Option<usize>,
) -> StoreResult<(Vec<Line>, bool)> {
    let found = store.snapshot(|db| -> StoreResult<_> {
        Ok(Found {
            filed: filed_as_of(db, edition, Of::State(party))?,
            open: drafts::list_open_of(db, party)?.into_iter().collect(),
            asked: questions::list_open_questions_of(db, party)?,
        })
    })?;
    let due: DueReports = due_of(edition, party, cycle).collect();
    let all = by_report(&found.filed);
    let unfiled = found.open.iter().filter(|reference| !all.contains_key(reference));
    let filed = all.iter().map(|(reference, versions)| (*reference, *versions));
    let mut newest: Vec<(ReportReference, &[Filed])> =
        filed.chain(unfiled.map(|reference| (*reference, &[][..]))).collect();
    let older = match most.filter(|most| *most < newest.len()) {
        Some(most) => {
            let by_age = |(reference, _): &(ReportReference, _)| std::cmp::Reverse((reference.cycle, reference.regime));
            newest.select_nth_unstable_by_key(most, by_age);
            newest.split_off(most)
        }
        None => Vec::new(),
    };
    let asked: BTreeSet<_> = found.asked.iter().map(|(about, _)| *about).collect();
    let waits = |(reference, versions): &(ReportReference, &[Filed])| {
        shown(versions).is_some_and(asks_correction)
            || asked.contains(reference)
            || found.open.contains(reference)
            || due.contains_key(reference)
    };
    let count = older.len();
    let waiting: Vec<_> = older.into_iter().filter(waits).collect();
    let has_more = waiting.len() < count;
    let listed = newest.into_iter().chain(waiting).map(|(reference, _)| reference);
    Ok((lines_of(listed.chain(due.keys().copied()).collect(), &found, &all, &due), has_more))
}

/// Every report that is asked for, was filed or is being written.
fn lines(found: &Found, due: &DueReports) -> Vec<Line> {
    let all = by_report(&found.filed);
    let references = all.keys().chain(due.keys()).chain(&found.open).copied().collect();
    lines_of(references, found, &all, due)
}

fn lines_of(
    references: BTreeSet<ReportReference>,
    found: &Found,
    filed: &BTreeMap<ReportReference, &[Filed]>,
    due: &DueReports,
) -> Vec<Line> {
    let open = &found.open;
    let mut asked: BTreeMap<ReportReference, (usize, usize)> = BTreeMap::new();
    for (reference, question) in &found.asked {
        let (questions, answers) = asked.entry(*reference).or_default();
        match question.state() {
            QuestionState::Open => *questions += 1,
            QuestionState::Answered => *answers += 1,
            QuestionState::Closed => {}
        }
    }
    let line = |reference: ReportReference| {
        let (questions, answers) = asked.get(&reference).copied().unwrap_or_default();
        let (is_drafted, shown) = (open.contains(&reference), filed.get(&reference).and_then(|all| shown(all)));
        Line {
            reference,
            place: match (shown, is_drafted) {
                (Some(filed), _) => Place::Filed(filed.state()),
                (None, true) => Place::Draft,
                (None, false) => Place::Due,
            },
            due: due.get(&reference).copied(),
            filed: shown.map(|filed| (filed.version, filed.came_at())),
            acts: shown.map_or(0, |filed| filed.done.len()),
            is_drafted,
            questions,
            answers,
            asks_correction: shown.is_some_and(asks_correction),
        }
    };
    references.into_iter().map(line).collect()
}

/// The version of a line: the one that stands, or the last where none does.
fn shown(versions: &[Filed]) -> Option<&Filed> {
    standing(versions).or(versions.last())
}

/// A later version is its own: what was asked of the one before it is answered.
fn asks_correction(shown: &Filed) -> bool {
    shown.stands() && shown.done.contains(&FilingAct::CorrectionRequested)
}
