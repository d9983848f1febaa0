//! What became of planned letters, from when on they go out, and what States wish and promise.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::stored_instant;
use super::outbox::is_waiting;
use super::schema::{letter_wishes, outbox, promises, reminder_releases, reminders};
use super::{Db, StoreError, StoreResult};
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::reminder::Decision;
use crate::domain::report::ReportReference;

/// A row of `reminders`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = reminders, treat_none_as_default_value = false)]
pub(super) struct ReminderRow {
    pub(super) id: String,
    iso3: String,
    regime: Option<String>,
    cycle: i32,
    step: String,
    person_id: String,
    send_on: NaiveDate,
    decision: String,
    letter_id: Option<String>,
    reason: Option<String>,
    decided_at: NaiveDateTime,
    decided_by: Option<String>,
}

/// What became of a planned letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Of the planned letter.
    pub key: String,
    /// The State.
    pub party: Iso3,
    /// The regime; nothing where it is about a person.
    pub regime: Option<RegimeCode>,
    /// The cycle.
    pub cycle: Cycle,
    /// Name of the step.
    pub step: String,
    /// Key of the recipient.
    pub person_id: String,
    /// The day for which it was planned.
    pub send_on: NaiveDate,
    /// What was decided.
    pub decision: Decision,
    /// Key of the letter, once it is written.
    pub letter_id: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Key of whoever decided; nothing if the day did.
    pub by: Option<String>,
}

impl Decided {
    /// The report it is about; nothing where it is about a person.
    pub fn report(&self) -> Option<ReportReference> {
        let Self { party, cycle, .. } = *self;
        self.regime.map(|regime| ReportReference { party, regime, cycle })
    }
}

/// Notes what became of a planned letter; `false` if something has become of it already.
pub fn insert_decided(db: &mut Db, new: &Decided) -> StoreResult<bool> {
    let row = ReminderRow {
        id: new.key.clone(),
        iso3: new.party.to_string(),
        regime: new.regime.map(|regime| regime.to_string()),
        cycle: new.cycle.year(),
        step: new.step.clone(),
        person_id: new.person_id.clone(),
        send_on: new.send_on,
        decision: new.decision.key().to_owned(),
        letter_id: new.letter_id.clone(),
        reason: new.reason.clone(),
        decided_at: stored_instant(new.at),
        decided_by: new.by.clone(),
    };
    // The enum has no upsert, and trying and failing would end PostgreSQL's transaction.
    let insert = diesel::insert_into(reminders::table).values(&row);
    let inserted = match db {
        Db::Sqlite(inner) => insert.on_conflict(reminders::id).do_nothing().execute(inner)?,
        Db::Postgres(inner) => insert.on_conflict(reminders::id).do_nothing().execute(inner)?,
    };
    Ok(inserted == 1)
}

/// What became of a planned letter, if something has.
pub fn find_decision(db: &mut Db, key: &str) -> StoreResult<Option<Decision>> {
    let word = reminders::table.find(key).select(reminders::decision).first::<String>(db).optional()?;
    let known = |word: String| Decision::from_key(&word).ok_or_else(|| corrupt("reminders", key, "no such decision"));
    word.map(known).transpose()
}

/// Lets go of a letter that was held; `false` if it is not held.
pub fn delete_held(db: &mut Db, key: &str) -> StoreResult<bool> {
    delete(db, key, Decision::Held)
}

/// Forgets that a letter was written: the message that was to say it no longer does.
pub fn delete_written(db: &mut Db, key: &str) -> StoreResult<bool> {
    delete(db, key, Decision::Written)
}

fn delete(db: &mut Db, key: &str, decision: Decision) -> StoreResult<bool> {
    let row = reminders::table.filter(reminders::id.eq(key)).filter(reminders::decision.eq(decision.key()));
    Ok(diesel::delete(row).execute(db)? == 1)
}

/// What became of letters planned for days from `first` on.
pub fn list_decided(db: &mut Db, first: NaiveDate) -> StoreResult<Vec<Decided>> {
    let rows = reminders::table.filter(reminders::send_on.ge(first)).select(ReminderRow::as_select());
    rows.order((reminders::send_on, reminders::id)).load(db)?.into_iter().map(read_decided).collect()
}

/// The same by key, the decision alone.
pub fn decisions_from(db: &mut Db, first: NaiveDate) -> StoreResult<HashMap<String, Decision>> {
    let rows = reminders::table.filter(reminders::send_on.ge(first)).select((reminders::id, reminders::decision));
    let read = |(id, decision): (String, String)| {
        let known = Decision::from_key(&decision);
        Ok((id.clone(), known.ok_or_else(|| corrupt("reminders", &id, "no such decision"))?))
    };
    rows.load(db)?.into_iter().map(read).collect()
}

/// Letters that wait in the outbox, with the planned letters each stands for.
pub fn list_waiting(db: &mut Db) -> StoreResult<BTreeMap<String, Vec<Decided>>> {
    // By the few that wait, not by every letter that was ever decided about.
    let waiting = outbox::table.filter(is_waiting()).select(outbox::id.nullable());
    let rows = reminders::table.filter(reminders::letter_id.eq_any(waiting)).select(ReminderRow::as_select());
    let mut by_letter: BTreeMap<String, Vec<Decided>> = BTreeMap::new();
    for row in rows.order(reminders::id).load(db)? {
        let decided = read_decided(row)?;
        by_letter.entry(decided.letter_id.clone().unwrap_or_default()).or_default().push(decided);
    }
    Ok(by_letter)
}

/// The planned letters that a letter of the outbox stands for.
pub fn list_of_letter(db: &mut Db, letter_id: &str) -> StoreResult<Vec<Decided>> {
    let rows = reminders::table.filter(reminders::letter_id.eq(letter_id)).select(ReminderRow::as_select());
    rows.order(reminders::id).load(db)?.into_iter().map(read_decided).collect()
}

fn read_decided(row: ReminderRow) -> StoreResult<Decided> {
    let odd = |why: &str| corrupt("reminders", &row.id, why);
    Ok(Decided {
        party: Iso3::parse(&row.iso3).map_err(|error| odd(&error.to_string()))?,
        regime: row.regime.as_deref().map(RegimeCode::parse).transpose().map_err(|error| odd(&error.to_string()))?,
        cycle: Cycle::new(row.cycle).map_err(|error| odd(&error.to_string()))?,
        decision: Decision::from_key(&row.decision).ok_or_else(|| odd("no such decision"))?,
        at: row.decided_at.and_utc(),
        key: row.id,
        step: row.step,
        person_id: row.person_id,
        send_on: row.send_on,
        letter_id: row.letter_id,
        reason: row.reason,
        by: row.decided_by,
    })
}

fn corrupt(table: &'static str, id: &str, why: &str) -> StoreError {
    StoreError::Corrupt { table, id: id.to_owned(), why: why.to_owned() }
}

/// A row of `reminder_releases`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = reminder_releases, treat_none_as_default_value = false)]
pub(super) struct ReleaseRow {
    pub(super) id: String,
    released_on: NaiveDate,
    released_at: NaiveDateTime,
    released_by: String,
    ended_at: Option<NaiveDateTime>,
    ended_by: Option<String>,
}

/// Letters go out from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Nothing dated before it goes out.
    pub on: NaiveDate,
    /// When somebody said so.
    pub at: DateTime<Utc>,
    /// Key of whoever did.
    pub by: String,
}

/// The release that stands, if there is one.
pub fn find_release(db: &mut Db) -> StoreResult<Option<Release>> {
    let open = reminder_releases::table.filter(reminder_releases::ended_at.is_null());
    let row = open.select(ReleaseRow::as_select()).first(db).optional()?;
    Ok(row.map(|row| Release { on: row.released_on, at: row.released_at.and_utc(), by: row.released_by }))
}

/// Lets letters go out from a day on; `false` if they do already.
pub fn release(db: &mut Db, new: &Release) -> StoreResult<bool> {
    if find_release(db)?.is_some() {
        return Ok(false);
    }
    let row = ReleaseRow {
        id: Uuid::now_v7().to_string(),
        released_on: new.on,
        released_at: stored_instant(new.at),
        released_by: new.by.clone(),
        ended_at: None,
        ended_by: None,
    };
    diesel::insert_into(reminder_releases::table).values(&row).execute(db)?;
    Ok(true)
}

/// Stops letters; `false` if none go out.
pub fn end_release(db: &mut Db, by: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let open = reminder_releases::table.filter(reminder_releases::ended_at.is_null());
    let ended = (reminder_releases::ended_at.eq(stored_instant(at)), reminder_releases::ended_by.eq(by));
    Ok(diesel::update(open).set(ended).execute(db)? == 1)
}

/// A row of `promises`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = promises, treat_none_as_default_value = false)]
pub(super) struct PromiseRow {
    pub(super) id: String,
    reference: String,
    iso3: String,
    file_by: NaiveDate,
    said_at: NaiveDateTime,
    said_by: String,
}

/// Notes by when a State says it will file.
pub fn insert_promise(
    db: &mut Db,
    report: ReportReference,
    file_by: NaiveDate,
    by: &str,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let row = PromiseRow {
        id: Uuid::now_v7().to_string(),
        reference: report.to_string(),
        iso3: report.party.to_string(),
        file_by,
        said_at: stored_instant(at),
        said_by: by.to_owned(),
    };
    diesel::insert_into(promises::table).values(&row).execute(db)?;
    Ok(())
}

/// What is promised for a day was said within so many months before it: a year at most, and some days between zones.
const SAID_WITHIN: Months = Months::new(13);

/// By when reports were promised, from a day on: the newest word of each. What was said longer ago than a promise reaches
/// is not read.
pub fn list_promises(db: &mut Db, from: NaiveDate) -> StoreResult<BTreeMap<ReportReference, NaiveDate>> {
    let since = from.checked_sub_months(SAID_WITHIN).unwrap_or(NaiveDate::MIN).and_time(NaiveTime::MIN);
    let rows = promises::table.filter(promises::said_at.ge(since)).select(PromiseRow::as_select());
    newest_promises(rows.order(promises::id).load(db)?, from)
}

/// The same of one State.
pub fn list_promises_of(
    db: &mut Db,
    party: Iso3,
    from: NaiveDate,
) -> StoreResult<BTreeMap<ReportReference, NaiveDate>> {
    let rows = promises::table.filter(promises::iso3.eq(party.to_string())).select(PromiseRow::as_select());
    newest_promises(rows.order(promises::id).load(db)?, from)
}

fn newest_promises(rows: Vec<PromiseRow>, from: NaiveDate) -> StoreResult<BTreeMap<ReportReference, NaiveDate>> {
    let read = |row: PromiseRow| {
        let report = row.reference.parse().map_err(|_other| corrupt("promises", &row.id, "no such report"))?;
        Ok((report, row.file_by))
    };
    // Later ones take the place of earlier ones, also where they name an earlier day.
    let newest: StoreResult<BTreeMap<_, _>> = rows.into_iter().map(read).collect();
    Ok(newest?.into_iter().filter(|(_, file_by)| *file_by >= from).collect())
}

/// A row of `letter_wishes`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = letter_wishes, treat_none_as_default_value = false)]
pub(super) struct WishRow {
    pub(super) iso3: String,
    through_mission: bool,
}

/// States that get notes through their permanent mission alone.
pub fn list_through_mission(db: &mut Db) -> StoreResult<BTreeSet<Iso3>> {
    let codes = letter_wishes::table.filter(letter_wishes::through_mission.eq(true)).select(letter_wishes::iso3);
    let read = |code: String| Iso3::parse(&code).map_err(|error| corrupt("letter_wishes", &code, &error.to_string()));
    codes.load(db)?.into_iter().map(read).collect()
}

/// Whether a State is one of them.
pub fn is_through_mission(db: &mut Db, party: Iso3) -> StoreResult<bool> {
    let wish = letter_wishes::table.find(party.as_str()).select(letter_wishes::through_mission);
    Ok(wish.first(db).optional()?.unwrap_or(false))
}

/// Sets whether a State gets notes through its permanent mission alone.
pub fn set_through_mission(db: &mut Db, party: Iso3, through_mission: bool) -> StoreResult<()> {
    diesel::delete(letter_wishes::table.find(party.as_str())).execute(db)?;
    let row = WishRow { iso3: party.to_string(), through_mission };
    diesel::insert_into(letter_wishes::table).values(&row).execute(db)?;
    Ok(())
}
