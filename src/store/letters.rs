//! The outbox as people see to it: which letters wait, were given up, went out or were taken back.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;

use super::columns::{read_json, stored_instant, stored_json};
use super::outbox::is_waiting;
use super::schema::outbox;
use super::{Db, StoreResult};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Row {
    id: String,
    recipient: String,
    letter: String,
    queued_at: NaiveDateTime,
    not_before: Option<NaiveDateTime>,
    attempts: i32,
    claimed_until: Option<NaiveDateTime>,
    delivered_at: Option<NaiveDateTime>,
    failed_at: Option<NaiveDateTime>,
    failure_reason: Option<String>,
    withdrawn_at: Option<NaiveDateTime>,
    withheld_at: Option<NaiveDateTime>,
}

/// What became of a letter, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is to go out.
    Waits,
    /// It went out.
    Delivered(DateTime<Utc>),
    /// It was given up.
    Failed(DateTime<Utc>),
    /// It was taken back before it went out.
    Withdrawn(DateTime<Utc>),
    /// It was kept back on purpose, and can be let go.
    Withheld(DateTime<Utc>),
}

/// A letter of the outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Key of the row.
    pub id: String,
    /// Address it goes to.
    pub recipient: String,
    /// The letter, or why it cannot be read.
    pub letter: Result<Value, String>,
    /// When it was written.
    pub queued_at: DateTime<Utc>,
    /// Until when it rests.
    pub not_before: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub attempts: i32,
    /// Until when somebody has it in hand.
    pub claimed_until: Option<DateTime<Utc>>,
    /// Why it did not go out the last time.
    pub reason: String,
    /// What became of it.
    pub outcome: Outcome,
}

fn read(row: Row) -> Kept {
    let at = |instant: Option<NaiveDateTime>| instant.map(|instant| instant.and_utc());
    let outcomes = [
        at(row.delivered_at).map(Outcome::Delivered),
        at(row.failed_at).map(Outcome::Failed),
        at(row.withdrawn_at).map(Outcome::Withdrawn),
        at(row.withheld_at).map(Outcome::Withheld),
    ];
    let outcome = outcomes.into_iter().flatten().next().unwrap_or(Outcome::Waits);
    Kept {
        letter: read_json(&row.letter),
        queued_at: row.queued_at.and_utc(),
        not_before: at(row.not_before),
        claimed_until: at(row.claimed_until),
        reason: row.failure_reason.unwrap_or_default(),
        id: row.id,
        recipient: row.recipient,
        attempts: row.attempts,
        outcome,
    }
}

/// Letters that wait, the oldest first.
pub fn list_waiting(db: &mut Db, limit: i64) -> StoreResult<Vec<Kept>> {
    let waiting = outbox::table.filter(is_waiting()).select(Row::as_select());
    let rows = waiting.order((outbox::queued_at, outbox::id)).limit(limit).load(db)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Letters that were given up, the latest first.
pub fn list_failed(db: &mut Db, limit: i64) -> StoreResult<Vec<Kept>> {
    let failed = outbox::table.filter(outbox::failed_at.is_not_null()).select(Row::as_select());
    let rows = failed.order((outbox::failed_at.desc(), outbox::id.desc())).limit(limit).load(db)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Letters done with since a moment in one way, the latest first: each way has its index, so that whoever asks reads so
/// many rows, however many letters there are.
macro_rules! latest {
    ($db:expr, $done_at:expr, $since:expr, $limit:expr) => {{
        let done = outbox::table.filter($done_at.ge($since)).select(Row::as_select());
        done.order(($done_at.desc(), outbox::id.desc())).limit($limit).load::<Row>($db)?
    }};
}

/// Letters that went out, were taken back or kept back since a moment, the latest first.
pub fn list_gone(db: &mut Db, since: DateTime<Utc>, limit: i64) -> StoreResult<Vec<Kept>> {
    let since = stored_instant(since);
    let mut rows = latest!(db, outbox::delivered_at, since, limit);
    rows.extend(latest!(db, outbox::withdrawn_at, since, limit));
    rows.extend(latest!(db, outbox::withheld_at, since, limit));
    rows.sort_by_key(|row| Reverse((row.delivered_at.or(row.withdrawn_at).or(row.withheld_at), row.id.clone())));
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(rows.into_iter().map(read).collect())
}

/// Letters written to some addresses since a moment, the latest first, whatever became of them.
pub fn list_to(db: &mut Db, addresses: &[String], since: DateTime<Utc>, limit: i64) -> StoreResult<Vec<Kept>> {
    let written = outbox::table.filter(outbox::queued_at.ge(stored_instant(since)));
    let to = written.filter(outbox::recipient.eq_any(addresses)).select(Row::as_select());
    let rows = to.order((outbox::queued_at.desc(), outbox::id.desc())).limit(limit).load(db)?;
    Ok(rows.into_iter().map(read).collect())
}

/// How many went out, were taken back and were kept back since a moment.
pub fn count_gone(db: &mut Db, since: DateTime<Utc>) -> StoreResult<(i64, i64, i64)> {
    let since = stored_instant(since);
    let delivered = outbox::table.filter(outbox::delivered_at.ge(since)).count().get_result(db)?;
    let withdrawn = outbox::table.filter(outbox::withdrawn_at.ge(since)).count().get_result(db)?;
    Ok((delivered, withdrawn, outbox::table.filter(outbox::withheld_at.ge(since)).count().get_result(db)?))
}

/// How many were given up since a moment.
pub fn count_failed_since(db: &mut Db, since: DateTime<Utc>) -> StoreResult<i64> {
    Ok(outbox::table.filter(outbox::failed_at.ge(stored_instant(since))).count().get_result(db)?)
}

/// One letter, whatever became of it.
pub fn find(db: &mut Db, id: &str) -> StoreResult<Option<Kept>> {
    Ok(outbox::table.find(id).select(Row::as_select()).first(db).optional()?.map(read))
}

/// Lets a letter that was given up or kept back wait again, as if it had never been tried, with these words; `false` if
/// it is neither.
pub fn try_again(db: &mut Db, id: &str, letter: &Value) -> StoreResult<bool> {
    let waits = (
        outbox::failed_at.eq(None::<NaiveDateTime>),
        outbox::withheld_at.eq(None::<NaiveDateTime>),
        outbox::away_since.eq(None::<NaiveDateTime>),
        outbox::failure_reason.eq(None::<String>),
        outbox::not_before.eq(None::<NaiveDateTime>),
        outbox::claimed_until.eq(None::<NaiveDateTime>),
        outbox::attempts.eq(0),
        outbox::letter.eq(stored_json(letter)?),
    );
    let is_unsent = outbox::failed_at.is_not_null().or(outbox::withheld_at.is_not_null());
    let unsent = outbox::table.filter(outbox::id.eq(id)).filter(is_unsent);
    Ok(diesel::update(unsent.filter(outbox::delivered_at.is_null())).set(waits).execute(db)? == 1)
}
