//! What the secretariat sees of the letters to come: who gets which, whom none reaches, and what was decided.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};

use super::writing::{bundles, letter};
use super::{HORIZON, Known, decided_since};
use crate::app::{Edition, courtesy};
use crate::domain::access::Role;
use crate::domain::calendar::Cycle;
use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::letter::{HIDDEN, Letter};
use crate::domain::reminder::{Contact, Decision, Occasion, Plan, PlannedLetter, Progress, Reason, Subject, moved};
use crate::domain::report::ReportReference;
use crate::store::people::{self, Person};
use crate::store::reminders::{Decided, Release};
use crate::store::{Store, StoreResult};

/// For so many days what was decided is shown.
const DECIDED_DAYS: i64 = 30;

/// The step whose letter goes with a note verbale.
const OF_THE_NOTE: &str = "second notice";

/// Everything the page of the plan shows.
#[derive(Debug)]
pub struct Outlook {
    /// The release that stands, with the name of whoever gave it.
    pub release: Option<(Release, String)>,
    /// By day, State and step.
    pub messages: Vec<Message>,
    /// Those who get no such message, in the same order.
    pub left_out: Vec<LeftOut>,
    /// States whom no letter of these days reaches.
    pub unreached: Vec<Unreached>,
    /// What somebody decided lately, the latest first.
    pub decided: Vec<DecidedThen>,
    /// Reports that a note verbale would name, by State.
    pub notes: BTreeMap<Iso3, Vec<Named>>,
}

/// A message to one person, about one State.
#[derive(Debug, Clone)]
pub struct Message {
    /// By it the message is found again.
    pub key: String,
    /// The day on which it goes out.
    pub send_on: NaiveDate,
    /// The State.
    pub party: Iso3,
    /// What it is about.
    pub of: Subject,
    /// Name of the step.
    pub step: String,
    /// Regimes of its reports, or the one that enters into force; none where it is about a person.
    pub regimes: Vec<RegimeCode>,
    /// The cycle of its reports.
    pub cycle: Cycle,
    /// Until when the reports are asked for.
    pub due_on: Option<NaiveDate>,
    /// How far each report is.
    pub progress: Vec<Progress>,
    /// Whom it goes to: key, name, address, role.
    pub recipient: (String, String, String, Role),
    /// Somebody holds it back.
    pub is_held: bool,
}

/// Somebody at a desk whom a message of these days leaves out, with the message as it would have been.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The message.
    pub message: Message,
    /// Why they do not get it.
    pub why: WhyNot,
}

/// Why somebody does not get a message that goes to a role they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// Letters to their address come back since then; those are written to instead.
    Bounced(NaiveDate, Vec<String>),
    /// They chose not to get letters that ask for nothing.
    NoCourtesy,
}

/// A State whom no letter reaches: a task for the desk.
#[derive(Debug, Clone)]
pub struct Unreached {
    /// The State.
    pub party: Iso3,
    /// The first day on which a letter would have gone out.
    pub first_on: NaiveDate,
    /// Its reports among those letters.
    pub regimes: BTreeSet<RegimeCode>,
    /// Notes go to the permanent mission alone.
    pub through_mission: bool,
    /// Whoever has not taken up the invitation: key and name.
    pub invited: Vec<(String, String)>,
    /// Those from whom letters come back: key and name.
    pub bounced: Vec<(String, String)>,
}

/// What somebody decided about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedThen {
    /// When.
    pub at: DateTime<Utc>,
    /// The State.
    pub party: Iso3,
    /// Regimes of the reports.
    pub regimes: Vec<RegimeCode>,
    /// The cycle.
    pub cycle: Cycle,
    /// Name of the step.
    pub step: String,
    /// What was decided.
    pub decision: Decision,
    /// Name of the recipient.
    pub recipient: String,
    /// Name of whoever decided.
    pub by: String,
    /// Why, as they typed it.
    pub reason: String,
}

/// A report that a note verbale names, with what it rests on.
#[derive(Debug, Clone)]
pub struct Named {
    /// Which one.
    pub reference: ReportReference,
    /// Until when it is asked for.
    pub due_on: NaiveDate,
    /// The instrument that brings it.
    pub instrument: InstrumentCode,
    /// Since when that binds the State.
    pub bound_since: NaiveDate,
}

/// The letters of the next days, and what belongs to them.
pub fn look_ahead(store: &Store, edition: &Edition) -> anyhow::Result<Outlook> {
    let known = Known::load(store, edition, edition.today, HORIZON)?;
    outlook(store, edition, &known, &known.plan(edition, edition.today, HORIZON))
}

/// The same of one State: its letters alone are planned, and of what was decided only that about it is given.
pub fn look_ahead_of(store: &Store, edition: &Edition, party: Iso3) -> anyhow::Result<Outlook> {
    let known = Known::load(store, edition, edition.today, HORIZON)?;
    let mut outlook = outlook(store, edition, &known, &known.plan_of(edition, party, edition.today, HORIZON))?;
    outlook.decided.retain(|one| one.party == party);
    Ok(outlook)
}

fn outlook(store: &Store, edition: &Edition, known: &Known, plan: &Plan) -> anyhow::Result<Outlook> {
    let today = edition.today;
    let decided = decided_since(store, moved(today, -DECIDED_DAYS))?;
    let decided = decided.into_iter().filter(|one| one.by.is_some());
    let decided: Vec<_> = decided.collect();
    let ids = decided.iter().flat_map(|one| [Some(one.person_id.clone()), one.by.clone()]).flatten();
    let ids: BTreeSet<_> = ids.chain(known.release.as_ref().map(|release| release.by.clone())).collect();
    let names = names_of(store, ids.into_iter().collect())?;
    Ok(Outlook {
        release: known.release.clone().map(|release| (release.clone(), name(&names, &release.by))),
        messages: bundles(plan.letters.iter()).filter_map(|letters| Message::of(&letters)).collect(),
        left_out: left_out(plan, today),
        unreached: whom_none_reaches(known, plan),
        decided: together(&decided, &names),
        notes: notes(edition, plan),
    })
}

/// A message of the plan looked at: what it is, the letter as it would be written now but for the secret of its link,
/// and whether letters are released. Nothing is written.
pub fn look_at(
    store: &Store,
    edition: &Edition,
    key: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<(Message, Letter, bool)>> {
    let known = Known::load(store, edition, edition.today, HORIZON)?;
    let plan = known.plan(edition, edition.today, HORIZON);
    let mut all = bundles(plan.letters.iter());
    let Some(letters) = all.find(|letters| letters.first().is_some_and(|one| one.key() == key)) else {
        return Ok(None);
    };
    let courtesy = letters.first().filter(|one| one.occasion.step.courtesy).map(|_| courtesy::path(HIDDEN));
    let letter = letter((store, edition), &letters, (HIDDEN, courtesy), now)?;
    Ok(Message::of(&letters).map(|message| (message, letter, known.release.is_some())))
}

/// How many States no letter of the next days reaches, kept in memory with all that it rests on.
#[derive(Debug, Default)]
pub struct UnreachedCount(Mutex<Option<Counted>>);

#[derive(Debug)]
struct Counted {
    /// The day, and the revision of the register.
    of: (NaiveDate, i64),
    known: Known,
    count: usize,
}

/// How many States no letter of the next days reaches. The plan is computed only where something it rests on is another
/// than the last time, whoever changed it.
pub fn count_unreached(store: &Store, edition: &Edition) -> anyhow::Result<usize> {
    let mut known = Known::load(store, edition, edition.today, HORIZON)?;
    // The desks hold all that counts; no password, not even hashed, is kept.
    known.people.clear();
    let of = (edition.today, edition.revision);
    let mut kept = edition.unreached.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = kept.as_ref().filter(|kept| kept.of == of && kept.known == known) {
        return Ok(kept.count);
    }
    let count = whom_none_reaches(&known, &known.plan(edition, edition.today, HORIZON)).len();
    *kept = Some(Counted { of, known, count });
    Ok(count)
}

fn names_of(store: &Store, ids: Vec<String>) -> StoreResult<HashMap<String, String>> {
    Ok(store.snapshot(|db| people::names_of(db, &ids))?.into_iter().collect())
}

fn name(names: &HashMap<String, String>, id: &str) -> String {
    names.get(id).cloned().unwrap_or_default()
}

impl Message {
    fn of(letters: &[&PlannedLetter]) -> Option<Self> {
        let first = letters.first()?;
        Some(Self {
            regimes: letters.iter().filter_map(|one| one.occasion.regime).collect(),
            progress: letters.iter().map(|one| one.progress).collect(),
            is_held: first.is_held,
            ..Self::about(first.key(), &first.occasion, first.recipient)
        })
    }

    fn about(key: String, occasion: &Occasion, to: &Contact) -> Self {
        let Occasion { party, regime, cycle, step, send_on, due_on, .. } = occasion;
        Self {
            key,
            send_on: *send_on,
            party: *party,
            of: step.of,
            step: step.name.clone(),
            regimes: regime.iter().copied().collect(),
            cycle: *cycle,
            due_on: *due_on,
            progress: Vec::new(),
            recipient: (to.person.clone(), to.name.clone(), to.address.clone(), to.role),
            is_held: false,
        }
    }

    /// Whether another is to the same State by the same step on the same day.
    fn is_beside(&self, other: &Self) -> bool {
        let place = |one: &Self| (one.send_on, one.party, one.cycle, one.of, one.step.clone());
        place(self) == place(other)
    }

    /// Whether a note verbale goes with it.
    pub fn has_note(&self) -> bool {
        self.of == Subject::Annual && self.step == OF_THE_NOTE
    }
}

/// Those who are left out of what is still to come, or to go today: one line for all reports of a message.
fn left_out(plan: &Plan, today: NaiveDate) -> Vec<LeftOut> {
    let mut lines: Vec<LeftOut> = Vec::new();
    for none in &plan.none {
        let (Some(occasion), Some(recipient), Some(key)) = (&none.occasion, none.recipient, none.key()) else {
            continue;
        };
        let message = Message::about(key, occasion, recipient);
        let why = match (none.reason, recipient.bounced_on) {
            (Reason::Bounced, Some(since)) => WhyNot::Bounced(since, Vec::new()),
            (Reason::NoCourtesy, _) => WhyNot::NoCourtesy,
            _ => continue,
        };
        let is_same =
            |line: &&mut LeftOut| line.message.is_beside(&message) && line.message.recipient == message.recipient;
        match lines.iter_mut().find(is_same) {
            Some(line) => line.message.regimes.extend(message.regimes),
            None => lines.push(LeftOut { message, why }),
        }
    }
    let about = |key, occasion, to| Message::about(key, occasion, to);
    let goes: Vec<_> = plan.letters.iter().map(|one| about(one.key(), &one.occasion, one.recipient)).collect();
    let went = plan.none.iter().filter(|one| one.reason == Reason::Written);
    let went = went.filter_map(|one| Some(about(one.key()?, one.occasion.as_ref()?, one.recipient?)));
    let went: Vec<_> = went.collect();
    for line in &mut lines {
        line.message.regimes.sort();
        if let WhyNot::Bounced(_, instead) = &mut line.why {
            let others = goes.iter().chain(&went).filter(|one| one.is_beside(&line.message));
            instead.extend(others.map(|one| one.recipient.1.clone()).collect::<BTreeSet<_>>());
        }
    }
    // What should have gone before today is shown as long as it still goes to others.
    lines.retain(|line| line.message.send_on >= today || goes.iter().any(|one| one.is_beside(&line.message)));
    lines
}

fn whom_none_reaches(known: &Known, plan: &Plan) -> Vec<Unreached> {
    let mut found: BTreeMap<Iso3, Unreached> = BTreeMap::new();
    // A letter about one person says nothing of the others at the desk.
    let none = plan.none.iter().filter(|one| one.reason == Reason::NobodyReached && one.recipient.is_none());
    for one in none {
        let Some(occasion) = one.occasion else { continue };
        let state = found.entry(one.party).or_insert_with(|| at_desk(known, one.party, occasion.send_on));
        state.first_on = state.first_on.min(occasion.send_on);
        state.regimes.extend(one.regime);
    }
    found.into_values().collect()
}

fn at_desk(known: &Known, party: Iso3, first_on: NaiveDate) -> Unreached {
    let through_mission = known.desks.get(&party).is_some_and(|desk| desk.through_mission);
    let is_written_to = |role: Role| match role {
        Role::Submitter => true,
        Role::FocalPoint | Role::Deputy => !through_mission,
        _ => false,
    };
    let is_there = |person: &&Person| {
        person.appointments.iter().any(|one| one.party() == Some(party) && is_written_to(one.role()))
    };
    let there: Vec<_> = known.people.iter().filter(is_there).collect();
    let named = |person: &&Person| (person.id.clone(), person.name.clone());
    Unreached {
        party,
        first_on,
        regimes: BTreeSet::new(),
        through_mission,
        invited: there.iter().filter(|one| one.password_hash.is_none()).map(named).collect(),
        bounced: there.iter().filter(|one| one.bounced_at.is_some()).map(named).collect(),
    }
}

/// One line for what was decided about the reports of a message at once.
fn together(decided: &[Decided], names: &HashMap<String, String>) -> Vec<DecidedThen> {
    let mut lines: Vec<DecidedThen> = Vec::new();
    for one in decided {
        let line = DecidedThen {
            at: one.at,
            party: one.party,
            regimes: Vec::new(),
            cycle: one.cycle,
            step: one.step.clone(),
            decision: one.decision,
            recipient: name(names, &one.person_id),
            by: one.by.as_deref().map(|by| name(names, by)).unwrap_or_default(),
            reason: one.reason.clone().unwrap_or_default(),
        };
        let is_same = |other: &DecidedThen| DecidedThen { regimes: Vec::new(), ..other.clone() } == line;
        match lines.last_mut().filter(|last| is_same(last)) {
            Some(last) => last.regimes.extend(one.regime),
            None => lines.push(DecidedThen { regimes: one.regime.into_iter().collect(), ..line }),
        }
    }
    lines.iter_mut().for_each(|line| line.regimes.sort());
    lines
}

/// Reports whose second notice falls into these days and that have not come, whether or not the letter goes out.
fn notes(edition: &Edition, plan: &Plan) -> BTreeMap<Iso3, Vec<Named>> {
    let is_open = |reason: Reason| !matches!(reason, Reason::Filed | Reason::NotAsked | Reason::Promised);
    let planned = plan.letters.iter().map(|one| one.occasion);
    let none = plan.none.iter().filter(|one| is_open(one.reason)).filter_map(|one| one.occasion);
    let mut notes: BTreeMap<Iso3, Vec<Named>> = BTreeMap::new();
    for occasion in planned.chain(none).filter(|one| one.step.of == Subject::Annual && one.step.name == OF_THE_NOTE) {
        let Some(named) = named(edition, &occasion) else { continue };
        let reports = notes.entry(occasion.party).or_default();
        if reports.iter().all(|other| other.reference != named.reference) {
            reports.push(named);
        }
    }
    notes.values_mut().for_each(|reports| reports.sort_by_key(|one| one.reference));
    notes
}

fn named(edition: &Edition, occasion: &Occasion) -> Option<Named> {
    let (reference, due_on) = (occasion.report()?, occasion.due_on?);
    let regime = edition.rules.regimes().iter().find(|regime| regime.code == reference.regime)?;
    let period = edition.register.period(reference.party, regime.instrument, due_on);
    Some(Named {
        reference,
        due_on,
        instrument: regime.instrument,
        bound_since: period.map_or(due_on, |period| period.since),
    })
}
