//! Letters that wait to be sent, written in the transaction that caused them.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::columns::{stored_instant, stored_json};
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
}

/// Puts a letter into the outbox; `false` if one with its key is there already, sent or not.
pub fn enqueue(db: &mut Db, new: &NewLetter) -> StoreResult<bool> {
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
    };
    // The enum has no upsert, and trying and failing would end PostgreSQL's transaction.
    let insert = diesel::insert_into(outbox::table).values(&row);
    let inserted = match db {
        Db::Sqlite(inner) => insert.on_conflict(outbox::dedupe_key).do_nothing().execute(inner)?,
        Db::Postgres(inner) => insert.on_conflict(outbox::dedupe_key).do_nothing().execute(inner)?,
    };
    Ok(inserted == 1)
}

/// Letters neither delivered nor given up.
pub fn count_waiting(db: &mut Db) -> StoreResult<i64> {
    let waiting = outbox::delivered_at.is_null().and(outbox::failed_at.is_null());
    Ok(outbox::table.filter(waiting).count().get_result(db)?)
}
