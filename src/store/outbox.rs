//! Letters that wait to be sent, written in the transaction that caused them.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::columns::{read_json, stored_instant, stored_json};
use super::schema::outbox;
use super::{Db, StoreResult};

/// A letter to send.
#[derive(Debug, Clone, PartialEq)]
pub struct NewLetter {
    /// What makes the letter the same one when it is planned again.
    pub dedupe_key: String,
    /// Address it goes to.
    pub recipient: String,
    /// The letter itself: an object with a `version`.
    pub letter: Value,
    /// When it was written.
    pub queued_at: DateTime<Utc>,
    /// Earliest moment to send it.
    pub not_before: Option<DateTime<Utc>>,
}

/// A row of `outbox`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
pub(super) struct LetterRow {
    pub(super) id: String,
    dedupe_key: String,
    recipient: String,
    letter: String,
    queued_at: NaiveDateTime,
    not_before: Option<NaiveDateTime>,
    attempts: i32,
    last_attempt_at: Option<NaiveDateTime>,
    claimed_until: Option<NaiveDateTime>,
    delivered_at: Option<NaiveDateTime>,
    failed_at: Option<NaiveDateTime>,
    failure_reason: Option<String>,
    withdrawn_at: Option<NaiveDateTime>,
    withheld_at: Option<NaiveDateTime>,
    away_since: Option<NaiveDateTime>,
}

/// Puts a letter into the outbox and gives the key of its row; nothing if one with its key is there already, sent
/// or not.
pub fn enqueue(db: &mut Db, new: &NewLetter) -> StoreResult<Option<String>> {
    let row = LetterRow {
        id: Uuid::now_v7().to_string(),
        dedupe_key: new.dedupe_key.clone(),
        recipient: new.recipient.clone(),
        letter: stored_json(&new.letter)?,
        queued_at: stored_instant(new.queued_at),
        not_before: new.not_before.map(stored_instant),
        attempts: 0,
        last_attempt_at: None,
        claimed_until: None,
        delivered_at: None,
        failed_at: None,
        failure_reason: None,
        withdrawn_at: None,
        withheld_at: None,
        away_since: None,
    };
    // The enum has no upsert, and trying and failing would end PostgreSQL's transaction.
    let insert = diesel::insert_into(outbox::table).values(&row);
    let inserted = match db {
        Db::Sqlite(inner) => insert.on_conflict(outbox::dedupe_key).do_nothing().execute(inner)?,
        Db::Postgres(inner) => insert.on_conflict(outbox::dedupe_key).do_nothing().execute(inner)?,
    };
    Ok((inserted == 1).then_some(row.id))
}

/// A letter that one deliverer has taken on, and nobody else until its lease ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Key of the row, by which the letter is known outside as well.
    pub id: String,
    /// Address it goes to.
    pub recipient: String,
    /// The letter, or why it cannot be read.
    pub letter: Result<Value, String>,
    /// When it was written.
    pub queued_at: DateTime<Utc>,
    /// Number of attempts, this one counted.
    pub attempts: i32,
    /// Since when its mail server takes no letter.
    pub away_since: Option<DateTime<Utc>>,
}

/// Whether a letter waits that may go out at that moment.
pub fn is_any_due(db: &mut Db, at: DateTime<Utc>) -> StoreResult<bool> {
    Ok(!due_rows(db, at, 1)?.is_empty())
}

/// Takes on letters that may go out now, the oldest first, at most so many.
///
/// Two who ask at the same moment write the same rows: the second begins again and sees the leases
/// of the first. Whoever ends with letters in hand loses them when their lease has passed.
pub fn claim(db: &mut Db, at: DateTime<Utc>, until: DateTime<Utc>, limit: u32) -> StoreResult<Vec<Claimed>> {
    let rows = due_rows(db, at, limit)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
    let taken = (
        outbox::claimed_until.eq(stored_instant(until)),
        outbox::attempts.eq(outbox::attempts + 1),
        outbox::last_attempt_at.eq(stored_instant(at)),
    );
    diesel::update(outbox::table.filter(outbox::id.eq_any(ids))).set(taken).execute(db)?;
    let claimed = |row: LetterRow| Claimed {
        id: row.id,
        recipient: row.recipient,
        letter: read_json(&row.letter),
        queued_at: row.queued_at.and_utc(),
        attempts: row.attempts.saturating_add(1),
        away_since: row.away_since.map(|at| at.and_utc()),
    };
    Ok(rows.into_iter().map(claimed).collect())
}

fn due_rows(db: &mut Db, at: DateTime<Utc>, limit: u32) -> StoreResult<Vec<LetterRow>> {
    let at = stored_instant(at);
    let due = outbox::table
        .filter(is_waiting())
        .filter(outbox::not_before.is_null().or(outbox::not_before.le(at)))
        .filter(outbox::claimed_until.is_null().or(outbox::claimed_until.lt(at)))
        .select(LetterRow::as_select())
        .order((outbox::queued_at, outbox::id))
        .limit(limit.into());
    Ok(due.load(db)?)
}

/// Notes that a letter has gone out, and keeps `letter` of it.
pub fn mark_delivered(db: &mut Db, id: &str, letter: &Value, at: DateTime<Utc>) -> StoreResult<()> {
    let delivered = (
        outbox::delivered_at.eq(stored_instant(at)),
        outbox::claimed_until.eq(None::<NaiveDateTime>),
        outbox::failure_reason.eq(None::<String>),
        outbox::letter.eq(stored_json(letter)?),
    );
    let waiting = outbox::table.filter(outbox::id.eq(id)).filter(outbox::failed_at.is_null());
    diesel::update(waiting.filter(outbox::delivered_at.is_null())).set(delivered).execute(db)?;
    Ok(())
}

/// Notes why a letter did not go out, and when it may be tried again; does nothing once another attempt has begun.
pub fn put_back(db: &mut Db, claimed: &Claimed, reason: &str, not_before: DateTime<Utc>) -> StoreResult<()> {
    let waits = (
        outbox::not_before.eq(stored_instant(not_before)),
        outbox::claimed_until.eq(None::<NaiveDateTime>),
        outbox::failure_reason.eq(reason),
    );
    let own = outbox::table.filter(outbox::id.eq(&claimed.id)).filter(outbox::attempts.eq(claimed.attempts));
    diesel::update(own.filter(outbox::delivered_at.is_null())).set(waits).execute(db)?;
    Ok(())
}

/// Until when a letter rests whose mail server takes none.
#[derive(Debug, Clone)]
pub struct Rest {
    /// What is wrong with the server.
    pub reason: String,
    /// When it was asked.
    pub from: DateTime<Utc>,
    /// When it is asked again.
    pub until: DateTime<Utc>,
}

/// Gives back a letter that was not tried, or not for a reason of its own: the attempt does not count. It goes out
/// with the next, or rests.
pub fn release(db: &mut Db, claimed: &Claimed, rests: Option<&Rest>) -> StoreResult<()> {
    let own = outbox::table.filter(outbox::id.eq(&claimed.id)).filter(outbox::attempts.eq(claimed.attempts));
    let own = own.filter(outbox::delivered_at.is_null());
    if let Some(Rest { reason, from, until }) = rests {
        let waits = (
            outbox::failure_reason.eq(reason),
            outbox::not_before.eq(stored_instant(*until)),
            outbox::away_since.eq(stored_instant(claimed.away_since.unwrap_or(*from))),
        );
        diesel::update(own).set(waits).execute(db)?;
    }
    let free = (outbox::claimed_until.eq(None::<NaiveDateTime>), outbox::attempts.eq(outbox::attempts - 1));
    diesel::update(own).set(free).execute(db)?;
    Ok(())
}

/// Why a letter that somebody had in hand does not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// It was given up: somebody did not get what they should have.
    GivenUp,
    /// It was kept back on purpose: nothing went wrong.
    KeptBack,
}

/// Notes that a letter does not go out, and keeps `letter` of it, or all if nothing of it can be read.
pub fn mark_unsent(
    db: &mut Db,
    claimed: &Claimed,
    letter: Option<&Value>,
    (how, reason): (Unsent, &str),
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let at = |own: Unsent| (how == own).then(|| stored_instant(at));
    let unsent = (
        outbox::failed_at.eq(at(Unsent::GivenUp)),
        outbox::withheld_at.eq(at(Unsent::KeptBack)),
        outbox::claimed_until.eq(None::<NaiveDateTime>),
        outbox::failure_reason.eq(reason),
    );
    let own = outbox::table.filter(outbox::id.eq(&claimed.id)).filter(outbox::attempts.eq(claimed.attempts));
    let marked = diesel::update(own.filter(outbox::delivered_at.is_null())).set(unsent).execute(db)?;
    if let (1, Some(letter)) = (marked, letter) {
        let kept = outbox::letter.eq(stored_json(letter)?);
        diesel::update(outbox::table.find(&claimed.id)).set(kept).execute(db)?;
    }
    Ok(())
}

/// Takes back a letter that has not gone out and is in nobody's hands; `false` if it has, or is.
pub fn withdraw(db: &mut Db, id: &str, why: &str, at: DateTime<Utc>) -> StoreResult<bool> {
    let at = stored_instant(at);
    let free = outbox::table
        .filter(outbox::id.eq(id))
        .filter(is_waiting())
        .filter(outbox::claimed_until.is_null().or(outbox::claimed_until.lt(at)));
    let withdrawn = (outbox::withdrawn_at.eq(at), outbox::failure_reason.eq(why));
    Ok(diesel::update(free).set(withdrawn).execute(db)? == 1)
}

/// Lets a letter that was taken back be written anew: what makes it the same is free again.
pub fn free_key(db: &mut Db, id: &str) -> StoreResult<()> {
    let withdrawn = outbox::table.filter(outbox::id.eq(id)).filter(outbox::withdrawn_at.is_not_null());
    diesel::update(withdrawn).set(outbox::dedupe_key.eq(format!("withdrawn/{id}"))).execute(db)?;
    Ok(())
}

/// Where a letter was sent, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It went out, to this address.
    To(String),
    /// It was tried, and what became of it is not noted yet: a mail server may have taken it.
    Perhaps,
}

/// Where a letter went since a moment; nothing of one that was never tried, and of one that was given up, kept or taken
/// back.
pub fn find_sent(db: &mut Db, id: &str, since: DateTime<Utc>) -> StoreResult<Option<Sent>> {
    let delivered = outbox::table.filter(outbox::id.eq(id)).filter(outbox::delivered_at.ge(stored_instant(since)));
    if let Some(recipient) = delivered.select(outbox::recipient).first(db).optional()? {
        return Ok(Some(Sent::To(recipient)));
    }
    let tried = outbox::table.filter(outbox::id.eq(id)).filter(is_waiting()).filter(outbox::attempts.gt(0));
    Ok((tried.count().get_result::<i64>(db)? > 0).then_some(Sent::Perhaps))
}

/// Notes why a letter that had gone out came back; `false` if that is known, or it has not gone out.
pub fn note_return(db: &mut Db, id: &str, reason: &str) -> StoreResult<bool> {
    let gone = outbox::table.filter(outbox::id.eq(id)).filter(outbox::delivered_at.is_not_null());
    let gone = gone.filter(outbox::failure_reason.is_null());
    Ok(diesel::update(gone).set(outbox::failure_reason.eq(reason)).execute(db)? == 1)
}

/// Puts other words into a letter that has not gone out and is in nobody's hands; `false` if it has, or is.
pub fn rewrite(db: &mut Db, id: &str, letter: &Value, at: DateTime<Utc>) -> StoreResult<bool> {
    let free = outbox::table
        .filter(outbox::id.eq(id))
        .filter(is_waiting())
        .filter(outbox::claimed_until.is_null().or(outbox::claimed_until.lt(stored_instant(at))));
    Ok(diesel::update(free).set(outbox::letter.eq(stored_json(letter)?)).execute(db)? == 1)
}

/// The words of a letter, or why they cannot be read.
pub fn find_letter(db: &mut Db, id: &str) -> StoreResult<Option<Result<Value, String>>> {
    let text = outbox::table.find(id).select(outbox::letter).first::<String>(db).optional()?;
    Ok(text.map(|text| read_json(&text)))
}

/// Letters that are to go out.
pub fn count_waiting(db: &mut Db) -> StoreResult<i64> {
    Ok(outbox::table.filter(is_waiting()).count().get_result(db)?)
}

/// When the letter was written that has waited longest.
pub fn oldest_waiting(db: &mut Db) -> StoreResult<Option<DateTime<Utc>>> {
    let oldest = outbox::table.filter(is_waiting()).select(outbox::queued_at).order(outbox::queued_at);
    Ok(oldest.first::<NaiveDateTime>(db).optional()?.map(|at| at.and_utc()))
}

/// Neither gone out nor given up nor taken back nor kept back.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn is_waiting() -> _ {
    outbox::delivered_at
        .is_null()
        .and(outbox::failed_at.is_null())
        .and(outbox::withdrawn_at.is_null())
        .and(outbox::withheld_at.is_null())
}

/// Letters that were given up.
pub fn count_failed(db: &mut Db) -> StoreResult<i64> {
    Ok(outbox::table.filter(outbox::failed_at.is_not_null()).count().get_result(db)?)
}
