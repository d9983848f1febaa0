//! Answers to letters: given by the link of one, without signing in, and promises made at the desk.
//!
//! Opening a link never acts. One act uses it up, and does nothing for somebody whose account is closed or who no
//! longer works at the State's desk. Nobody is appointed by it: a handover waits for an administrator.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde_json::json;

use super::Edition;
use super::accounts::particulars;
use super::drafting::may_be_unchanged;
use super::filings::{Of, due_of, filed_as_of};
use super::known::known_as_of;
use super::letters::notify_administrators;
use super::secrets::fingerprint;
use super::submitting::entry;
use crate::domain::access::{Appointment, ForParty, NationalAct, national};
use crate::domain::calendar::{Cycle, DueDate};
use crate::domain::code::Iso3;
use crate::domain::filing::Filing;
use crate::domain::letter::Matter;
use crate::domain::report::ReportReference;
use crate::store::answers::{AnswerLink, find_link, insert_handover, use_link};
use crate::store::audit_entries::insert_entry;
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::people::{self, Person};
use crate::store::reminders::insert_promise;
use crate::store::{Db, Store, StoreError, StoreResult};

/// Why a link opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// No letter has that link.
    #[error("no such link")]
    Unknown,
    /// It was answered.
    #[error("answered already")]
    Used,
    /// It is too old, or its holder no longer works for the State.
    #[error("ended")]
    Ended,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link that can be answered.
#[derive(Debug, Clone)]
pub struct Answerable {
    /// Whom the letter went to.
    pub person: Person,
    /// The State.
    pub party: Iso3,
    /// What they hold for it.
    pub held: Vec<Appointment>,
    /// Reports asked for in the cycle of the letter that have not come; none where it asks about the person alone.
    pub reports: BTreeMap<ReportReference, DueDate>,
    /// Whether they may begin and write them.
    pub may_write: bool,
    /// Those of them that whoever got the letter can start as unchanged: an earlier report is held here, and they may
    /// write.
    pub unchanged: BTreeSet<ReportReference>,
}

/// What the link opens.
pub fn open(store: &Store, edition: &Edition, secret: &str, now: DateTime<Utc>) -> Result<Answerable, AnswerError> {
    let key = fingerprint(secret);
    store.snapshot(|db| match open_as_of(db, edition, &key, now) {
        Err(AnswerError::Store(error)) => Err(error),
        opened => Ok(opened),
    })?
}

fn open_as_of(db: &mut Db, edition: &Edition, key: &str, now: DateTime<Utc>) -> Result<Answerable, AnswerError> {
    let (link, person) = find(db, key, now)?;
    let reports = match link.report {
        Some(report) => missing(db, edition, link.party, report.cycle)?,
        None => BTreeMap::new(),
    };
    let held = held_for(&person, link.party);
    let may_write = national(&held, link.party, NationalAct::Write).is_ok();
    let mut unchanged = BTreeSet::new();
    for reference in reports.keys().filter(|_| may_write) {
        let known = known_as_of(db, edition, reference.party, reference.regime)?;
        unchanged.extend(may_be_unchanged(edition, &known, *reference).then_some(*reference));
    }
    Ok(Answerable { held, person, party: link.party, reports, may_write, unchanged })
}

/// Reports that a State is asked for in a cycle and that have not come.
pub fn missing(
    db: &mut Db,
    edition: &Edition,
    party: Iso3,
    cycle: Cycle,
) -> StoreResult<BTreeMap<ReportReference, DueDate>> {
    let filed = filed_as_of(db, edition, Of::State(party))?;
    let historic = list_historic_reports_of(db, party)?;
    let came = |reference: &ReportReference| {
        filed.iter().any(|filed| filed.reference == *reference && filed.stands())
            || historic.iter().any(|report| report.reference() == *reference)
    };
    Ok(due_of(edition, party, cycle).filter(|(reference, _)| !came(reference)).collect())
}

/// What somebody says who goes on: one or both, because a link works once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// They still are what they are appointed as for the State.
    pub stays: bool,
    /// By when these reports will be filed.
    pub files: Option<(Vec<ReportReference>, NaiveDate)>,
}

impl Said {
    /// For what the link is used up.
    fn key(&self) -> &'static str {
        match (self.stays, &self.files) {
            (true, Some(_)) => "confirmed-and-promised",
            (false, Some(_)) => "promised",
            (_, None) => "confirmed",
        }
    }
}

/// Notes what the link's holder says.
pub fn answer(store: &Store, secret: &str, said: Said, now: DateTime<Utc>) -> Result<(), AnswerError> {
    let key = fingerprint(secret);
    store.write(move |db| {
        let (link, person) = take(db, &key, said.key(), now)?;
        for appointment in held_for(&person, link.party).into_iter().filter(|_| said.stays) {
            people::confirm(db, &person.id, appointment.role(), link.party, now)?;
            insert_entry(db, &entry(now, &person.id, "contact.confirmed", &person.id, particulars(appointment)))?;
        }
        if let Some((reports, file_by)) = &said.files {
            for report in reports.iter().filter(|report| report.party == link.party) {
                note_promise(db, *report, *file_by, &person.id, now)?;
            }
        }
        Ok(())
    })
}

/// Somebody else follows them: a task for the administrators.
pub fn hand_over(
    store: &Store,
    secret: &str,
    (name, email): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), AnswerError> {
    let (key, name, email) = (fingerprint(secret), name.to_owned(), email.to_owned());
    store.write(move |db| {
        let (link, person) = take(db, &key, "handed-over", now)?;
        let id = insert_handover(db, (link.party, &person.id), (&name, &email), now)?;
        let party = link.party.to_string();
        let detail = json!({ "version": 1, "party": party, "handover": id });
        insert_entry(db, &entry(now, &person.id, "contact.handed_over", &person.id, detail))?;
        let matter = Matter::Handover { party, path: "/secretariat/contacts".into() };
        notify_administrators(db, &id, &matter, now)?;
        Ok(())
    })
}

/// By when one report will be filed, as somebody says at the desk.
pub fn promise(
    store: &Store,
    leave: ForParty,
    by: &Person,
    (report, file_by): (ReportReference, NaiveDate),
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let by = by.id.clone();
    if leave.party() != report.party {
        return Err(StoreError::Refused(format!("{report} is another State's")));
    }
    store.write(move |db| note_promise(db, report, file_by, &by, now))
}

/// Whether a State may say that it files by then: after today, and within a year.
pub fn can_be_promised(day: NaiveDate, today: NaiveDate) -> bool {
    day > today && today.checked_add_months(Months::new(12)).is_none_or(|last| day <= last)
}

fn note_promise(
    db: &mut Db,
    report: ReportReference,
    file_by: NaiveDate,
    by: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    insert_promise(db, report, file_by, by, now)?;
    let detail = json!({ "version": 1, "file_by": file_by.to_string() });
    insert_entry(db, &entry(now, by, "report.promised", &report.to_string(), detail))
}

fn find(db: &mut Db, key: &str, now: DateTime<Utc>) -> Result<(AnswerLink, Person), AnswerError> {
    let link = find_link(db, key)?.ok_or(AnswerError::Unknown)?;
    if link.used.is_some() {
        return Err(AnswerError::Used);
    }
    let person = people::find_person(db, &link.person_id)?.filter(|_| link.expires_at > now);
    // Who is asked whether they still hold a role may hold any; about reports the State's desk alone is asked.
    let works = |one: &Person| match link.report {
        Some(_) => national(&one.appointments, link.party, NationalAct::Read).is_ok(),
        None => !held_for(one, link.party).is_empty(),
    };
    let person = person.filter(works).ok_or(AnswerError::Ended)?;
    Ok((link, person))
}

/// Uses the link up.
fn take(db: &mut Db, key: &str, used_for: &str, now: DateTime<Utc>) -> Result<(AnswerLink, Person), AnswerError> {
    let found = find(db, key, now)?;
    if use_link(db, key, used_for, now)? { Ok(found) } else { Err(AnswerError::Used) }
}

fn held_for(person: &Person, party: Iso3) -> Vec<Appointment> {
    person.appointments.iter().copied().filter(|held| held.party() == Some(party)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn a_promise_is_for_a_day_after_today_and_within_a_year() {
        let today = day(2027, 2, 28);
        for (file_by, can) in [
            (today, false),
            (day(2027, 3, 1), true),
            (day(2028, 2, 28), true),
            (day(2028, 2, 29), false),
            (day(2026, 12, 1), false),
        ] {
            assert_eq!(can_be_promised(file_by, today), can, "{file_by}");
        }
    }
}
