//! Planned letters written to the outbox, and those that wait there kept true.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;

use super::{HORIZON, Known};
use crate::app::Edition;
use crate::app::courtesy::CourtesyLink;
use crate::app::secrets::{fingerprint, new_secret};
use crate::domain::calendar::{Cycle, ReportKind};
use crate::domain::letter::{Expected, Letter, Matter};
use crate::domain::reminder::{Decision, NoLetter, Occasion, PlannedLetter, Reason, Subject};
use crate::store::answers::{AnswerLink, insert_link};
use crate::store::outbox::{NewLetter, enqueue, find_letter, rewrite, withdraw};
use crate::store::reminders::{Decided, delete_held, delete_written, find_decision, insert_decided};
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

/// Writes the letters that are due, once letters are released, and takes back those that wait in vain.
/// Any number of programs may do this at once.
pub fn write_due(store: &Store, edition: &Edition, now: DateTime<Utc>) -> anyhow::Result<Written> {
    let today = edition.today;
    let known = Known::load(store, edition, today, HORIZON)?;
    if known.release.is_none() {
        return Ok(Written::default());
    }
    let plan = known.plan(edition, today, HORIZON);
    let withdrawn = take_back(store, &known.waiting, &plan.none, (today, now))?;
    let is_due = |one: &&PlannedLetter| one.occasion.send_on <= today && !one.is_held;
    let due = plan.letters.iter().filter(is_due);
    let messages = bundles(due).map(|letters| Message::new(edition, &letters, None, now));
    let messages = messages.collect::<anyhow::Result<Vec<_>>>()?;
    let mut written = 0;
    for batch in messages.chunks(BATCH) {
        let batch = batch.to_vec();
        written += store.write(move |db| {
            let mut written = 0;
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

fn bundle_key(letter: &PlannedLetter) -> String {
    let Occasion { party, cycle, step, counted_from, .. } = &letter.occasion;
    format!("{party}/{cycle}/{}/{}/{counted_from}/{}", step.of.key(), step.name, letter.recipient.person)
}

impl Message {
    /// A message of a bundle, which somebody may have decided to send.
    pub(super) fn new(
        edition: &Edition,
        letters: &[&PlannedLetter],
        by: Option<&str>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let first = letters.first().ok_or_else(|| anyhow::anyhow!("a message of nothing"))?;
        let secret = new_secret()?;
        let asks_for_nothing = first.occasion.step.courtesy;
        let courtesy = asks_for_nothing.then(|| CourtesyLink::new(&first.recipient.person, now)).transpose()?;
        let (courtesy, path) = courtesy.unzip();
        let letter = letter(edition, letters, (&secret, path), now)?;
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
    edition: &Edition,
    letters: &[&PlannedLetter],
    (secret, courtesy): (&str, Option<String>),
    now: DateTime<Utc>,
) -> anyhow::Result<Letter> {
    let first = letters.first().ok_or_else(|| anyhow::anyhow!("a message of nothing"))?;
    let letter = Letter::new(&first.recipient.name, matter(edition, letters, &format!("/answer/{secret}"), now));
    Ok(match courtesy {
        Some(path) => letter.as_courtesy(path),
        None => letter,
    })
}

/// What the letters say together.
fn matter(edition: &Edition, letters: &[&PlannedLetter], answer: &str, now: DateTime<Utc>) -> Matter {
    let expected: Vec<_> = letters.iter().filter_map(|one| expected(edition, one)).collect();
    let Some(first) = letters.first() else {
        return Matter::TakesEffect {
            party: String::new(),
            regime: String::new(),
            since: edition.today,
            path: "/desk".into(),
        };
    };
    let Occasion { party, regime, step, counted_from, .. } = &first.occasion;
    let party = party.to_string();
    match step.of {
        Subject::Annual | Subject::Initial => {
            let path = match expected.as_slice() {
                [only] => format!("/desk/reports/{}", only.reference),
                _ => "/desk".to_owned(),
            };
            Matter::Reminder { step: step.name.clone(), party, reports: expected, path, answer: answer.to_owned() }
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

fn expected(edition: &Edition, letter: &PlannedLetter) -> Option<Expected> {
    let occasion = &letter.occasion;
    let (report, due_on) = (occasion.report()?, occasion.due_on?);
    let regime = edition.rules.regimes().iter().find(|regime| regime.code == report.regime)?;
    let kind = if occasion.step.of == Subject::Initial { ReportKind::Initial } else { ReportKind::Annual };
    let period = edition.register.period(report.party, regime.instrument, due_on);
    Some(Expected {
        reference: report.to_string(),
        kind: kind.key().to_owned(),
        due_on,
        duty: regime.duty.key().to_owned(),
        instrument: regime.instrument.to_string(),
        bound_since: period.map_or(due_on, |period| period.since),
        progress: letter.progress.key().to_owned(),
    })
}

/// Takes back messages that wait, as far as the plan would not write them today, and drops from the others the
/// reports of which that holds. Those sent ahead of their day stay until a report is filed.
///
/// What waits is that of the plan's own moment: letters written since then are none of its business.
fn take_back(
    store: &Store,
    waiting: &BTreeMap<String, Vec<Decided>>,
    none: &[NoLetter],
    (today, now): (NaiveDate, DateTime<Utc>),
) -> StoreResult<usize> {
    if waiting.is_empty() {
        return Ok(0);
    }
    let keyed = none.iter().filter_map(|one| Some((one.key()?, one.reason)));
    let still: HashSet<String> = keyed.filter(|(_, reason)| *reason == Reason::Written).map(|(key, _)| key).collect();
    let filed: HashSet<_> = none.iter().filter(|one| one.reason == Reason::Filed).map(report_of).collect();
    let matters = |one: &Decided| match one.send_on > today {
        true => !filed.contains(&(one.party, one.regime, one.cycle)),
        false => still.contains(&one.key),
    };
    let mut withdrawn = 0;
    for (id, decided) in waiting {
        let gone: Vec<_> = decided.iter().filter(|one| !matters(one)).cloned().collect();
        if !gone.is_empty() {
            let (id, is_vain) = (id.clone(), gone.len() == decided.len());
            withdrawn += store.write(move |db| lessen(db, &id, &gone, is_vain, now))?;
        }
    }
    Ok(withdrawn)
}

type Subjects = (crate::domain::code::Iso3, Option<crate::domain::code::RegimeCode>, Cycle);

fn report_of(one: &NoLetter) -> Subjects {
    (one.party, one.regime, one.cycle)
}

fn reference_of(one: &Decided) -> Option<String> {
    Some(format!("{}-{}-{}", one.party, one.regime?, one.cycle))
}

fn lessen(db: &mut Db, id: &str, gone: &[Decided], is_vain: bool, now: DateTime<Utc>) -> StoreResult<usize> {
    let stored = find_letter(db, id)?.and_then(Result::ok);
    let letter = stored.and_then(|stored| serde_json::from_value::<Letter>(stored).ok());
    if is_vain {
        if let Some(letter) = letter {
            // What opens a door does not outlive the letter.
            rewrite(db, id, &stored_letter(letter.without_secret())?, now)?;
        }
        return Ok(usize::from(withdraw(db, id, "nothing it says matters any more", now)?));
    }
    let Some(mut letter) = letter else { return Ok(0) };
    if let Matter::Reminder { reports, .. } = &mut letter.matter {
        let is_gone = |reference: &str| gone.iter().filter_map(reference_of).any(|gone| gone == reference);
        reports.retain(|report| !is_gone(&report.reference));
    }
    if rewrite(db, id, &stored_letter(letter)?, now)? {
        // Nothing was written of them.
        for one in gone {
            delete_written(db, &one.key)?;
        }
    }
    Ok(0)
}

fn stored_letter(letter: Letter) -> StoreResult<Value> {
    serde_json::to_value(letter).map_err(|error| StoreError::Refused(error.to_string()))
}
