//! Reminders: the facts of the plan, and the letters that are due written to the outbox.
//!
//! A round of the worker computes the plan of the day, writes what is due, and takes back what waits and no longer
//! says what matters: a report came, or a later letter took its place. Reports that one person is reminded of by
//! the same step stand in one letter.

mod deciding;
mod outlook;
mod writing;

pub use deciding::{DecideError, Planned, decided_since, end_release, hold, let_go, release, send_now, skip};
pub use outlook::{
    DecidedThen, LeftOut, Message, Named, Outlook, Unreached, UnreachedCount, WhyNot, count_unreached, look_ahead,
    look_ahead_of, look_at,
};
pub(super) use writing::LINK_DAYS;
pub use writing::{Written, count_messages, write_due};

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::Edition;
use super::filings::{Of, filed_as_of};
use crate::clock::office_day;
use crate::domain::access::{NationalAct, national};
use crate::domain::calendar::Cycle;
use crate::domain::clearance::{ClearanceAct, ClearanceEntry};
use crate::domain::code::Iso3;
use crate::domain::filing::Filing;
use crate::domain::reminder::{
    Contact, Decision, Desk, Facts, LATE_DAYS_MAX, Plan, Progress, ReportNow, Steps, moved, plan, plan_of,
};
use crate::domain::report::ReportReference;
use crate::domain::treaty::State;
use crate::store::clearances::list_last_of_open;
use crate::store::historic_reports::list_historic_reports_in;
use crate::store::people::{Person, list_all_held, list_people};
use crate::store::reminders::{self, Decided, Release};
use crate::store::{Db, Store, StoreResult, drafts};

/// Days shown to whoever looks at the plan.
pub const HORIZON: u32 = 90;

/// The facts of a day, loaded.
#[derive(Debug, PartialEq)]
pub struct Known {
    steps: Steps,
    reports: BTreeMap<ReportReference, ReportNow>,
    desks: BTreeMap<Iso3, Desk>,
    /// Everybody, those whom no letter reaches too.
    people: Vec<Person>,
    decided: HashMap<String, Decision>,
    /// Letters that wait in the outbox, with what each stands for.
    waiting: BTreeMap<String, Vec<Decided>>,
    /// The release that stands, if there is one.
    pub release: Option<Release>,
}

impl Known {
    /// Everything the plan rests on, as of one moment.
    pub fn load(store: &Store, edition: &Edition, today: NaiveDate, days: u32) -> anyhow::Result<Self> {
        let steps = Steps::embedded()?;
        let (first, last) = (moved(today, -LATE_DAYS_MAX - YEAR), moved(today, i64::from(days) + YEAR));
        Ok(store.snapshot(|db| {
            let people = list_people(db)?;
            Ok(Self {
                steps: steps.clone(),
                reports: reports(db, edition, today, (Cycle::containing(first), Cycle::containing(last)))?,
                desks: desks(db, &people)?,
                people,
                decided: reminders::decisions_from(db, moved(today, -LATE_DAYS_MAX))?,
                waiting: reminders::list_waiting(db)?,
                release: reminders::find_release(db)?,
            })
        })?)
    }

    /// As the plan takes them.
    pub fn facts<'k>(&'k self, edition: &'k Edition) -> Facts<'k> {
        Facts {
            steps: &self.steps,
            register: &edition.register,
            rules: &edition.rules,
            office: &edition.office,
            reports: &self.reports,
            desks: &self.desks,
            decided: &self.decided,
            released_on: self.release.as_ref().map(|release| release.on),
        }
    }

    /// The part of the plan from a day on that is about one State.
    fn plan_of<'k>(&'k self, edition: &'k Edition, party: Iso3, today: NaiveDate, days: u32) -> Plan<'k> {
        plan_of(&self.facts(edition), party, today, days)
    }

    /// The plan from a day on.
    pub fn plan<'k>(&'k self, edition: &'k Edition, today: NaiveDate, days: u32) -> Plan<'k> {
        plan(&self.facts(edition), today, days)
    }
}

const YEAR: i64 = 366;

/// How far the reports of some cycles are, and what was promised.
fn reports(
    db: &mut Db,
    edition: &Edition,
    today: NaiveDate,
    (first, last): (Cycle, Cycle),
) -> StoreResult<BTreeMap<ReportReference, ReportNow>> {
    let drafted = drafts::list_open(db)?.into_iter().map(|reference| (reference, Progress::Draft));
    let mut progress: BTreeMap<ReportReference, Progress> = drafted.collect();
    progress.extend(list_last_of_open(db)?.iter().map(|(reference, last)| (*reference, of_draft(last))));
    for report in list_historic_reports_in(db, first, last)? {
        let (party, regime, cycle) = report.key();
        progress.insert(ReportReference { party, regime, cycle }, Progress::Filed);
    }
    for cycle in std::iter::successors(Some(first), |cycle| cycle.next()).take_while(|cycle| *cycle <= last) {
        let filed = filed_as_of(db, edition, Of::Cycle(cycle))?;
        let standing = filed.iter().filter(|filed| filed.stands());
        progress.extend(standing.map(|filed| (filed.reference, Progress::Filed)));
    }
    let promised = reminders::list_promises(db, today)?;
    let of = |reference: &ReportReference| ReportNow {
        progress: progress.get(reference).copied().unwrap_or(Progress::NotStarted),
        promised_for: promised.get(reference).copied(),
    };
    Ok(progress.keys().chain(promised.keys()).map(|reference| (*reference, of(reference))).collect())
}

/// How far a draft is, by the last act about its clearance.
fn of_draft(last: &ClearanceEntry) -> Progress {
    match last.act {
        ClearanceAct::Asked => Progress::AwaitingClearance,
        ClearanceAct::Returned => Progress::Returned,
        ClearanceAct::Cleared | ClearanceAct::Withdrawn => Progress::Draft,
    }
}

/// Who works at the States' desks.
fn desks(db: &mut Db, people: &[Person]) -> StoreResult<BTreeMap<Iso3, Desk>> {
    let held = list_all_held(db)?;
    let mut desks: BTreeMap<Iso3, Desk> = BTreeMap::new();
    for person in people {
        for one in held.get(&person.id).into_iter().flatten() {
            let Some(party) = one.appointment.party() else { continue };
            let may_write = national(&person.appointments, party, NationalAct::Write).is_ok();
            let confirmed = one.confirmed_at.unwrap_or(one.since);
            desks.entry(party).or_default().contacts.push(Contact {
                person: person.id.clone(),
                name: person.name.clone(),
                address: person.email.clone(),
                role: one.appointment.role(),
                may_write,
                confirmed_on: office_day(confirmed),
                is_reached: person.is_reached(),
                bounced_on: person.bounced_at.map(office_day),
                without_courtesy: person.without_courtesy,
            });
        }
    }
    for party in reminders::list_through_mission(db)? {
        desks.entry(party).or_default().through_mission = true;
    }
    Ok(desks)
}

/// Languages whose letters an administrator has confirmed (rule 9 of conduct). The texts there are, are English.
const CONFIRMED_LANGUAGES: [&str; 1] = ["en"];

/// The language in which a State is written to: that of its correspondence where its texts are confirmed.
pub fn language_of(state: &State) -> &'static str {
    let wanted = match state.language.as_str() {
        "A" => "ar",
        "C" => "zh",
        "F" => "fr",
        "R" => "ru",
        "S" => "es",
        _ => "en",
    };
    CONFIRMED_LANGUAGES.into_iter().find(|language| *language == wanted).unwrap_or("en")
}
