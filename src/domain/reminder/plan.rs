//! The plan: who is written to on which day, and who is not and why.

use chrono::NaiveDate;

use super::occasions::{Occasion, Series, moved, series};
use super::{Condition, Contact, Decision, Facts, Progress, ReportNow};
use crate::domain::calendar::{Cycle, due};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::treaty::State;

/// A letter that could not go out on its day, because no program ran or nobody was reached, goes out so many
/// days later at most; after that it would say what no longer matters.
pub const LATE_DAYS_MAX: i64 = 14;

/// The letters of some days, and who gets none.
#[derive(Debug, Clone, Default)]
pub struct Plan<'f> {
    /// By day, State, regime and recipient.
    pub letters: Vec<PlannedLetter<'f>>,
    /// In the same order.
    pub none: Vec<NoLetter<'f>>,
}

/// A letter to one person.
#[derive(Debug, Clone)]
pub struct PlannedLetter<'f> {
    /// What it is about, and when it goes out.
    pub occasion: Occasion<'f>,
    /// Whom it goes to.
    pub recipient: &'f Contact,
    /// How far the report is.
    pub progress: Progress,
    /// Somebody holds it back; it goes out once they let it go.
    pub is_held: bool,
}

/// A letter that does not go out.
#[derive(Debug, Clone)]
pub struct NoLetter<'f> {
    /// The State.
    pub party: Iso3,
    /// The regime; nothing where it is about a person.
    pub regime: Option<RegimeCode>,
    /// The cycle.
    pub cycle: Cycle,
    /// The letter; nothing where no letter comes into question.
    pub occasion: Option<Occasion<'f>>,
    /// Whom it would have gone to, where it is about one recipient.
    pub recipient: Option<&'f Contact>,
    /// Why.
    pub reason: Reason,
}

/// Why a letter does not go out (rule D-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The State is not asked for the report.
    NotAsked,
    /// A report stands.
    Filed,
    /// It goes to whoever has begun a report, and nobody has.
    NotDrafted,
    /// The State said that it would file by a day that has not passed.
    Promised,
    /// Its day came before letters were released.
    BeforeRelease,
    /// A later letter about the same says what matters now.
    Superseded,
    /// Letters reach nobody at the State's desk: a task for the secretariat.
    NobodyReached,
    /// Letters to the address come back, and others at the desk are written to.
    Bounced,
    /// They want no letters that ask for nothing.
    NoCourtesy,
    /// It went out, or waits in the outbox.
    Written,
    /// Somebody decided that it does not go out.
    Skipped,
}

impl Reason {
    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Filed => "filed",
            Self::NotDrafted => "not-drafted",
            Self::Promised => "promised",
            Self::BeforeRelease => "before-release",
            Self::Superseded => "superseded",
            Self::NobodyReached => "nobody-reached",
            Self::Bounced => "bounced",
            Self::NoCourtesy => "no-courtesy",
            Self::Written => "written",
            Self::Skipped => "skipped",
        }
    }
}

impl PlannedLetter<'_> {
    /// What makes it the same letter whenever it is planned: State, regime, cycle, step, date and recipient.
    pub fn key(&self) -> String {
        key(&self.occasion, self.recipient)
    }
}

/// By the date it is counted from as well: a deadline that is moved, or a person who confirmed, begins anew.
fn key(occasion: &Occasion, recipient: &Contact) -> String {
    let Occasion { party, cycle, step, counted_from, .. } = occasion;
    let regime = occasion.regime.map_or_else(|| "-".to_owned(), |regime| regime.to_string());
    format!("{party}/{regime}/{cycle}/{}/{}/{counted_from}/{}", step.of.key(), step.name, recipient.person)
}

/// What goes out until `days` after `today`: on today what has not gone out by then, after it what is to come.
pub fn plan<'f>(facts: &Facts<'f>, today: NaiveDate, days: u32) -> Plan<'f> {
    plan_for(facts, facts.register.states(), today, days)
}

/// The part of the plan that is about one State; what it says of others changes nothing in it.
pub fn plan_of<'f>(facts: &Facts<'f>, party: Iso3, today: NaiveDate, days: u32) -> Plan<'f> {
    plan_for(facts, facts.register.state(party), today, days)
}

fn plan_for<'f>(
    facts: &Facts<'f>,
    states: impl IntoIterator<Item = &'f State>,
    today: NaiveDate,
    days: u32,
) -> Plan<'f> {
    let (first, last) = (moved(today, -LATE_DAYS_MAX), moved(today, i64::from(days)));
    let mut plan = Plan::default();
    for state in states {
        for series in series(facts, state, first, last) {
            add_series(&mut plan, facts, &series, (first, today, last));
        }
        add_not_asked(&mut plan, facts, state.iso3, Cycle::containing(today));
    }
    plan.letters.sort_by_cached_key(|one| (one.occasion.send_on, one.key()));
    plan.none.sort_by_cached_key(|one| {
        let day = one.occasion.map(|occasion| occasion.send_on);
        (day, one.party, one.regime, one.recipient.map(|recipient| recipient.address.clone()), one.reason)
    });
    plan
}

fn add_series<'f>(
    plan: &mut Plan<'f>,
    facts: &Facts<'f>,
    series: &Series<'f>,
    (first, today, last): (NaiveDate, NaiveDate, NaiveDate),
) {
    // Of what should have gone out by today only the newest says what matters now.
    let is_of_use = |one: &&Occasion| one.send_on <= today && withheld(facts, one, today).is_none();
    let newest = series.occasions.iter().rfind(is_of_use).map(|one| one.step);
    for occasion in series.occasions.iter().filter(|one| (first..=last).contains(&one.send_on)) {
        let is_old = occasion.send_on <= today && newest.is_some_and(|newest| newest != occasion.step);
        let reason = withheld(facts, occasion, today).or(is_old.then_some(Reason::Superseded));
        match reason {
            Some(reason) => plan.none.push(NoLetter::of(occasion, None, reason)),
            None => add_letters(plan, facts, series, occasion),
        }
    }
}

/// Why the letter goes out to nobody, as far as that does not hang on who is there.
fn withheld(facts: &Facts, occasion: &Occasion, today: NaiveDate) -> Option<Reason> {
    let now = occasion.report().and_then(|report| facts.reports.get(&report)).copied();
    let ReportNow { progress, promised_for } =
        now.unwrap_or(ReportNow { progress: Progress::NotStarted, promised_for: None });
    if occasion.send_on < facts.released_on.unwrap_or(today) {
        return Some(Reason::BeforeRelease);
    }
    let is_filed = progress == Progress::Filed;
    match occasion.step.when {
        Condition::Always | Condition::NotConfirmed => None,
        Condition::NotFiled | Condition::NotFiledAndDrafted if is_filed => Some(Reason::Filed),
        _ if promised_for.is_some_and(|day| occasion.send_on <= day) => Some(Reason::Promised),
        // Today nobody has begun; whether somebody will have by then is not known, so the letter is shown as planned.
        Condition::NotFiledAndDrafted if progress == Progress::NotStarted && occasion.send_on <= today => {
            Some(Reason::NotDrafted)
        }
        Condition::NotFiled | Condition::NotFiledAndDrafted => None,
    }
}

fn add_letters<'f>(plan: &mut Plan<'f>, facts: &Facts<'f>, series: &Series<'f>, occasion: &Occasion<'f>) {
    let found = facts.desks.get(&series.party);
    let recipients = match series.only {
        Some(contact) if contact.is_reached => vec![contact],
        Some(_) => Vec::new(),
        None => found.map(|desk| desk.recipients(&occasion.step.recipients)).unwrap_or_default(),
    };
    if recipients.is_empty() {
        plan.none.push(NoLetter::of(occasion, series.only, Reason::NobodyReached));
    } else if series.only.is_none() {
        let bounced = found.map(|desk| desk.bounced(&occasion.step.recipients)).unwrap_or_default();
        plan.none.extend(bounced.into_iter().map(|one| NoLetter::of(occasion, Some(one), Reason::Bounced)));
    }
    let report = occasion.report().and_then(|report| facts.reports.get(&report));
    let progress = report.map_or(Progress::NotStarted, |report| report.progress);
    for recipient in recipients {
        if occasion.step.courtesy && recipient.without_courtesy {
            plan.none.push(NoLetter::of(occasion, Some(recipient), Reason::NoCourtesy));
            continue;
        }
        let decision = facts.decided.get(&key(occasion, recipient));
        match decision {
            Some(Decision::Written) => plan.none.push(NoLetter::of(occasion, Some(recipient), Reason::Written)),
            Some(Decision::Skipped) => plan.none.push(NoLetter::of(occasion, Some(recipient), Reason::Skipped)),
            Some(Decision::Held) | None => {
                let is_held = decision.is_some();
                plan.letters.push(PlannedLetter { occasion: *occasion, recipient, progress, is_held });
            }
        }
    }
}

/// States that are bound by something, and which reports are not asked of them.
fn add_not_asked<'f>(plan: &mut Plan<'f>, facts: &Facts<'f>, party: Iso3, cycle: Cycle) {
    let asked = due(facts.register, facts.rules, party, cycle);
    for regime in facts.rules.regimes() {
        if asked.iter().all(|asked| asked.report().regime != regime.code) {
            let (regime, reason) = (Some(regime.code), Reason::NotAsked);
            plan.none.push(NoLetter { party, regime, cycle, occasion: None, recipient: None, reason });
        }
    }
}

impl<'f> NoLetter<'f> {
    /// That of the letter it would have been, where it is about one recipient.
    pub fn key(&self) -> Option<String> {
        Some(key(self.occasion.as_ref()?, self.recipient?))
    }

    fn of(occasion: &Occasion<'f>, recipient: Option<&'f Contact>, reason: Reason) -> Self {
        let Occasion { party, regime, cycle, .. } = *occasion;
        Self { party, regime, cycle, occasion: Some(*occasion), recipient, reason }
    }
}
