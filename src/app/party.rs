//! What the secretariat knows of one State, for the one page that an officer opens for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Edition;
use super::contacts::{Contacts, contacts};
use super::filings::{Of, filed_as_of};
use super::queue::{Line, queue_of};
use super::reminding::{Outlook, look_ahead_of};
use crate::domain::calendar::Cycle;
use crate::domain::code::Iso3;
use crate::domain::history::HistoricReport;
use crate::domain::question::Question;
use crate::domain::report::ReportReference;
use crate::store::Store;
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::letters::{Kept, list_to};
use crate::store::questions::list_open_questions_of;
use crate::store::reminders::list_promises_of;
use crate::store::submissions::Filed;

/// For so many days back letters are shown.
pub const LETTER_DAYS: i64 = 90;

/// Letters shown at most.
const MOST_LETTERS: i64 = 20;

/// Everything the page of a State shows.
#[derive(Debug)]
pub struct OnFile {
    /// What was filed, by reference and version.
    pub filed: Arc<[Filed]>,
    /// Every report that is asked for in the cycle, being written, or filed here, with where it stands.
    pub reports: Vec<Line>,
    /// What it filed before the portal.
    pub historic: Vec<HistoricReport>,
    /// By when it said that reports will come.
    pub promised: BTreeMap<ReportReference, NaiveDate>,
    /// Questions that are not closed, each with its report.
    pub questions: Vec<(ReportReference, Question)>,
    /// Its contacts, and whether letters reach them.
    pub contacts: Contacts,
    /// The plan, as far as it is about this State.
    pub outlook: Outlook,
    /// What was written to its contacts lately, the latest first.
    pub letters: Vec<Kept>,
}

/// All that is known of a State as of now.
pub fn on_file(store: &Store, edition: &Edition, party: Iso3, now: DateTime<Utc>) -> anyhow::Result<OnFile> {
    let cycle = Cycle::containing(edition.today);
    let (reports, _has_more) = queue_of(store, edition, party, cycle, None)?;
    let contacts = of_state(contacts(store, edition, now)?, party);
    let addresses: BTreeSet<_> = contacts.all.iter().map(|contact| contact.person.email.clone()).collect();
    let addresses: Vec<_> = addresses.into_iter().collect();
    let outlook = look_ahead_of(store, edition, party)?;
    let since = now - TimeDelta::days(LETTER_DAYS);
    let (filed, historic, promised, questions, letters) = store.snapshot(|db| {
        Ok((
            filed_as_of(db, edition, Of::State(party))?,
            list_historic_reports_of(db, party)?,
            list_promises_of(db, party, edition.today)?,
            list_open_questions_of(db, party)?,
            list_to(db, &addresses, since, MOST_LETTERS)?,
        ))
    })?;
    Ok(OnFile { filed, reports, historic, promised, questions, contacts, outlook, letters })
}

/// The contacts of one State alone.
fn of_state(mut found: Contacts, party: Iso3) -> Contacts {
    found.all.retain(|contact| contact.party == party);
    found.handovers.retain(|handover| handover.party == party);
    for states in [&mut found.nobody, &mut found.unreached, &mut found.through_mission] {
        states.retain(|of| *of == party);
    }
    found
}
