//! Planned letters written to the outbox, and those that wait there kept true.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;

use super::{HORIZON, Known};
use crate::app::Edition;
use crate::app::courtesy::CourtesyLink;
use crate::app::drafting::{earlier, may_be_unchanged};
use crate::app::known::known_of;
use crate::app::secrets::{fingerprint, new_secret};
use crate::domain::calendar::{Cycle, ReportKind};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::letter::{ANSWER, Expected, Letter, Matter};
use crate::domain::reminder::{
    Decision, Facts, NoLetter, Occasion, Plan, PlannedLetter, Progress, Reason, Subject, plan,
};
use crate::domain::report::ReportReference;
use crate::store::answers::{AnswerLink, insert_link};
use crate::store::outbox::{NewLetter, enqueue, find_letter, free_key, rewrite, withdraw};
use crate::store::reminders::{Decided, delete_held, delete_written, find_decision, find_release, insert_decided};
use crate::store::{Db, Store, StoreError, StoreResult};

/// How long the link of a letter works: until the letter after the next one, most of the year.
pub(in crate::app) const LINK_DAYS: i64 = 60;

/// Messages written in one transaction.
const BATCH: usize = 50;

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Messages put into the outbox.
    pub messages: usize,
    /// Messages taken back: nothing they say matters any more.
    pub withdrawn: usize,
}

/// A message to one person: what one step says of one or several reports of a State.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// What makes it the same one.
    key: String,
    letter: Value,
    recipient: String,
    decided: Vec<Decided>,
    link: Option<AnswerLink>,
    courtesy: Option<CourtesyLink>,
}

/// Takes back letters that wait in vain, and writes those that are due, once letters are released.
/// Any number of programs may do this at once.
pub fn write_due(store: &Store, edition: &Edition, now: DateTime<Utc>) -> anyhow::Result<Written> {
    let today = edition.today;
    let known = Known::load(store, edition, today, HORIZON)?;
    // While letters are stopped, those in the outbox go on: no day is before a release.
    let released_on = known.release.as_ref().map_or(NaiveDate::MIN, |release| release.on);
    let plan = plan(&Facts { released_on: Some(released_on), ..known.facts(edition) }, today, HORIZON);
    let withdrawn = take_back(store, &known, &plan, (today, now))?;
    let Some(release) = &known.release else {
        return Ok(Written { messages: 0, withdrawn });
    };
    let is_due = |one: &&PlannedLetter| one.occasion.send_on <= today && !one.is_held;
    let due = plan.letters.iter().filter(is_due);
    let messages = bundles(due).map(|letters| Message::new((store, edition), &letters, None, now));
    let messages = messages.collect::<anyhow::Result<Vec<_>>>()?;
    let mut written = 0;
    for batch in messages.chunks(BATCH) {
        let (batch, release) = (batch.to_vec(), release.clone());
        written += store.write(move |db| {
            let mut written = 0;
            // Somebody may have stopped letters since the plan was made.
            if find_release(db)?.as_ref() != Some(&release) {
                return Ok(written);
            }
            for message in &batch {
                written += usize::from(message.write(db, now)?);
            }
            StoreResult::Ok(written)
        })?;
    }
    Ok(Written { messages: written, withdrawn })
}

/// Letters that one message can hold together: of one step, to one person, about one State, all held or none.
pub(super) fn bundles<'p, 'f: 'p>(
    letters: impl Iterator<Item = &'p PlannedLetter<'f>>,
) -> impl Iterator<Item = Vec<&'p PlannedLetter<'f>>> {
    let mut by_key: BTreeMap<(NaiveDate, String, bool), Vec<&PlannedLetter>> = BTreeMap::new();
    for letter in letters {
        by_key.entry((letter.occasion.send_on, bundle_key(letter), letter.is_held)).or_default().push(letter);
    }
    by_key.into_values()
}

/// How many messages the letters of a plan make.
pub fn count_messages(plan: &Plan) -> usize {
    bundles(plan.letters.iter()).count()
}

fn bundle_key(letter: &PlannedLetter) -> String {
    let Occasion { party, cycle, step, counted_from, .. } = &letter.occasion;
    format!("{party}/{cycle}/{}/{}/{counted_from}/{}", step.of.key(), step.name, letter.recipient.person)
}

impl Message {
    /// A message of a bundle, which somebody may have decided to send.
    pub(super) fn new(
        (store, edition): (&Store, &Edition),
        letters: &[&PlannedLetter],
        by: Option<&str>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let first = letters.first().ok_or_else(|| anyhow::anyhow!("a message of nothing"))?;
        let secret = new_secret()?;
        let asks_for_nothing = first.occasion.step.courtesy;
        let courtesy = asks_for_nothing.then(|| CourtesyLink::new(&first.recipient.person, now)).transpose()?;
        let (courtesy, path) = courtesy.unzip();
        let letter = letter((store, edition), letters, (&secret, path), now)?;
        let link = (first.occasion.step.of != Subject::NewRegime).then(|| AnswerLink {
            fingerprint: fingerprint(&secret),
            person_id: first.recipient.person.clone(),
            party: first.occasion.party,
            report: first.occasion.report(),
            made_at: now,
            expires_at: now + TimeDelta::days(LINK_DAYS),
            used: None,
        });
        let regimes: Vec<_> = letters.iter().filter_map(|one| one.occasion.regime).map(|one| one.to_string()).collect();
        Ok(Self {
            key: format!("reminder/{}/{}", regimes.join("+"), bundle_key(first)),
            letter: serde_json::to_value(letter)?,
            recipient: first.recipient.address.clone(),
            decided: letters.iter().map(|one| decided(one, Decision::Written, by, now)).collect(),
            link,
            courtesy,
        })
    }

    /// Lets it go, if it is held.
    pub(super) fn let_go(&self, db: &mut Db) -> StoreResult<()> {
        for one in &self.decided {
            delete_held(db, &one.key)?;
        }
        Ok(())
    }

    /// Writes it, unless all it says was written before.
    pub(super) fn write(&self, db: &mut Db, now: DateTime<Utc>) -> StoreResult<bool> {
        for one in &self.decided {
            // Somebody else's round was first; whatever is left over is planned again.
            if find_decision(db, &one.key)?.is_some() {
                return Ok(false);
            }
        }
        let new = NewLetter {
            dedupe_key: self.key.clone(),
            recipient: self.recipient.clone(),
            letter: self.letter.clone(),
            queued_at: now,
            not_before: None,
        };
        let Some(id) = enqueue(db, &new)? else { return Ok(false) };
        for one in &self.decided {
            insert_decided(db, &Decided { letter_id: Some(id.clone()), ..one.clone() })?;
        }
        if let Some(link) = &self.link {
            insert_link(db, link)?;
        }
        if let Some(link) = &self.courtesy {
            link.keep(db)?;
        }
        Ok(true)
    }
}

/// What becomes of a planned letter, as the store keeps it.
pub(super) fn decided(letter: &PlannedLetter, decision: Decision, by: Option<&str>, at: DateTime<Utc>) -> Decided {
    let Occasion { party, regime, cycle, step, send_on, .. } = &letter.occasion;
    Decided {
        key: letter.key(),
        party: *party,
        regime: *regime,
        cycle: *cycle,
        step: step.name.clone(),
        person_id: letter.recipient.person.clone(),
        send_on: *send_on,
        decision,
        letter_id: None,
        reason: None,
        at,
        by: by.map(str::to_owned),
    }
}

/// The letter of a bundle, answered by a link with this secret; with the page for those who want no more like it, where
/// it asks for nothing.
pub(super) fn letter(
    (store, edition): (&Store, &Edition),
    letters: &[&PlannedLetter],
    (secret, courtesy): (&str, Option<String>),
    now: DateTime<Utc>,
) -> anyhow::Result<Letter> {
    let first = letters.first().ok_or_else(|| anyhow::anyhow!("a message of nothing"))?;
    let expected = letters.iter().map(|one| expected(store, edition, one)).collect::<StoreResult<Vec<_>>>()?;
    let expected = expected.into_iter().flatten().collect();
    let letter = Letter::new(&first.recipient.name, matter(first, expected, &format!("{ANSWER}{secret}"), now));
    Ok(match courtesy {
        Some(path) => letter.as_courtesy(path),
        None => letter,
    })
}

/// What the letters say together, of which one is the first.
fn matter(first: &PlannedLetter, expected: Vec<Expected>, answer: &str, now: DateTime<Utc>) -> Matter {
    let Occasion { party, regime, step, counted_from, .. } = &first.occasion;
    let party = party.to_string();
    match step.of {
        Subject::Annual | Subject::Initial => {
            let path = match expected.as_slice() {
                [only] => format!("/desk/reports/{}", only.reference),
                _ => "/desk".to_owned(),
            };
            Matter::Reminder {
                step: step.name.clone(),
                party,
                reports: expected,
                path,
                answer: answer.to_owned(),
                reads_only: !first.recipient.may_write,
            }
        }
        Subject::NewRegime => {
            let regime = regime.map(|regime| regime.to_string()).unwrap_or_default();
            Matter::TakesEffect { party, regime, since: *counted_from, path: "/desk".into() }
        }
        Subject::Contact => Matter::StillContact {
            party,
            role: first.recipient.role.key().to_owned(),
            since: *counted_from,
            path: answer.to_owned(),
            expires_at: now + TimeDelta::days(LINK_DAYS),
        },
    }
}

/// The report that a letter reminds of; nothing where it reminds of none.
fn expected(store: &Store, edition: &Edition, letter: &PlannedLetter) -> StoreResult<Option<Expected>> {
    let occasion = &letter.occasion;
    let (Some(report), Some(due_on)) = (occasion.report(), occasion.due_on) else { return Ok(None) };
    let regimes = edition.rules.regimes();
    let Some(regime) = regimes.iter().find(|regime| regime.code == report.regime) else { return Ok(None) };
    let kind = if occasion.step.of == Subject::Initial { ReportKind::Initial } else { ReportKind::Annual };
    let period = edition.register.period(report.party, regime.instrument, due_on);
    let starts_from = match letter.progress {
        Progress::NotStarted if letter.recipient.may_write => starts_from(store, edition, report)?,
        _ => None,
    };
    Ok(Some(Expected {
        reference: report.to_string(),
        kind: kind.key().to_owned(),
        due_on,
        duty: regime.duty.key().to_owned(),
        instrument: regime.instrument.to_string(),
        bound_since: period.map_or(due_on, |period| period.since),
        progress: letter.progress.key().to_owned(),
        starts_from,
    }))
}

/// The year of the report from which this one can start as unchanged: what its page at the desk offers as well.
fn starts_from(store: &Store, edition: &Edition, report: ReportReference) -> StoreResult<Option<i32>> {
    let known = match known_of(store, edition, report.party, report.regime) {
        // One filing that cannot be read keeps no State from its letters.
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::warn!(%error, "from which report another can start could not be read");
            return Ok(None);
        }
        known => known?,
    };
    let earlier = earlier(&known, report).filter(|_| may_be_unchanged(edition, &known, report));
    Ok(earlier.map(|earlier| earlier.cycle().year()))
}

/// Takes back messages that wait, as far as the plan would not write them today, and drops from the others the
/// reports of which that holds. Those sent ahead of their day stay until a report is filed.
///
/// What waits is that of the plan's own moment: letters written since then are none of its business.
fn take_back(
    store: &Store,
    known: &Known,
    plan: &Plan,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> StoreResult<usize> {
    if known.waiting.is_empty() {
        return Ok(0);
    }
    let still = Still::of(known, plan);
    let matters = |one: &Decided| match one.send_on > today {
        true => !still.filed.contains(&(one.party, one.regime, one.cycle)),
        false => still.keys.contains(&one.key) || still.is_kept_back(one) || still.is_last_word(one),
    };
    let mut withdrawn = 0;
    for (id, decided) in &known.waiting {
        let gone: Vec<_> = decided.iter().filter(|one| !matters(one)).cloned().collect();
        if !gone.is_empty() {
            let (id, is_vain) = (id.clone(), gone.len() == decided.len());
            withdrawn += store.write(move |db| lessen(db, &id, &gone, is_vain, now))?;
        }
    }
    Ok(withdrawn)
}

/// A report, or what else letters of a State are about.
type Subjects = (Iso3, Option<RegimeCode>, Cycle);

/// What the plan says of letters that wait.
struct Still<'p> {
    /// Those it would write today.
    keys: HashSet<String>,
    /// Reports that came.
    filed: HashSet<Subjects>,
    /// Occasions that go out today to whoever is reached.
    live: HashSet<(Subjects, &'p str, NaiveDate)>,
    /// Occasions of which a later one says what matters now.
    superseded: HashSet<(Subjects, &'p str, NaiveDate)>,
    /// People whose letters come back.
    bounced: HashSet<&'p str>,
    is_stopped: bool,
}

impl<'p> Still<'p> {
    fn of(known: &'p Known, plan: &Plan<'p>) -> Self {
        let occasions = |is_meant: fn(Reason) -> bool| {
            let meant = plan.none.iter().filter(move |one| is_meant(one.reason));
            meant.filter_map(|one| one.occasion.as_ref()).map(occasion_of)
        };
        let goes = |reason: Reason| {
            use Reason::{Bounced, NoCourtesy, NobodyReached, Skipped, Written};
            matches!(reason, NobodyReached | Bounced | NoCourtesy | Written | Skipped)
        };
        let of = |reason: Reason| plan.none.iter().filter(move |one| one.reason == reason);
        let contacts = known.desks.values().flat_map(|desk| &desk.contacts);
        Self {
            keys: of(Reason::Written).filter_map(NoLetter::key).collect(),
            filed: of(Reason::Filed).map(|one| (one.party, one.regime, one.cycle)).collect(),
            live: occasions(goes).chain(plan.letters.iter().map(|one| occasion_of(&one.occasion))).collect(),
            superseded: occasions(|reason| reason == Reason::Superseded).collect(),
            bounced: contacts.filter(|one| one.bounced_on.is_some()).map(|one| one.person.as_str()).collect(),
            is_stopped: known.release.is_none(),
        }
    }

    /// Only its recipient keeps it from being written today: the deliverer keeps it back, and the outbox lets it go.
    fn is_kept_back(&self, one: &Decided) -> bool {
        self.bounced.contains(one.person_id.as_str()) && self.live.contains(&occasion_decided(one))
    }

    /// A later letter would take its place, but letters are stopped and none is written.
    fn is_last_word(&self, one: &Decided) -> bool {
        self.is_stopped && self.superseded.contains(&occasion_decided(one))
    }
}

fn occasion_of<'f>(occasion: &Occasion<'f>) -> (Subjects, &'f str, NaiveDate) {
    let Occasion { party, regime, cycle, step, send_on, .. } = *occasion;
    ((party, regime, cycle), &step.name, send_on)
}

fn occasion_decided(one: &Decided) -> (Subjects, &str, NaiveDate) {
    ((one.party, one.regime, one.cycle), &one.step, one.send_on)
}

fn lessen(db: &mut Db, id: &str, gone: &[Decided], is_vain: bool, now: DateTime<Utc>) -> StoreResult<usize> {
    let stored = find_letter(db, id)?.and_then(Result::ok);
    let letter = stored.and_then(|stored| serde_json::from_value::<Letter>(stored).ok());
    if is_vain {
        if let Some(letter) = letter {
            // What opens a door does not outlive the letter.
            rewrite(db, id, &stored_letter(letter.without_secret())?, now)?;
        }
        if !withdraw(db, id, "nothing it says matters any more", now)? {
            return Ok(0);
        }
        // Nor was anything written: should it matter once more, as when a filing is recalled, it is written anew.
        free_key(db, id)?;
        forget(db, gone)?;
        return Ok(1);
    }
    let Some(mut letter) = letter else { return Ok(0) };
    if let Matter::Reminder { reports, .. } = &mut letter.matter {
        let is_gone = |reference: &str| gone.iter().filter_map(Decided::report).any(|one| one.to_string() == reference);
        reports.retain(|report| !is_gone(&report.reference));
    }
    if rewrite(db, id, &stored_letter(letter)?, now)? {
        forget(db, gone)?;
    }
    Ok(0)
}

/// Nothing was written of them.
fn forget(db: &mut Db, gone: &[Decided]) -> StoreResult<()> {
    gone.iter().try_for_each(|one| delete_written(db, &one.key).map(drop))
}

fn stored_letter(letter: Letter) -> StoreResult<Value> {
    serde_json::to_value(letter).map_err(|error| StoreError::Refused(error.to_string()))
}
