//! Letters of the secretariat to many: what they say, and how many copies have gone out.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::columns::stored_instant;
use super::schema::{notices, outbox};
use super::{Db, StoreResult};

/// A row of `notices`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub(super) struct NoticeRow {
    pub(super) id: String,
    subject: String,
    words: String,
    chosen: String,
    sent_at: NaiveDateTime,
    sent_by: String,
}

/// A letter to many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Key, made by whoever writes the form: a form sent twice sends nothing twice.
    pub id: String,
    /// In one line.
    pub subject: String,
    /// Paragraphs apart by an empty line.
    pub words: String,
    /// Word of the choice of States.
    pub chosen: String,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// By whom: the key of a person.
    pub sent_by: String,
}

/// How far the copies are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copies {
    /// All.
    pub all: i64,
    /// Gone out.
    pub delivered: i64,
    /// Given up.
    pub failed: i64,
    /// Taken back or kept back on purpose.
    pub kept: i64,
}

/// Keeps a notice; `false` if it is there already.
pub fn insert_notice(db: &mut Db, new: &Notice) -> StoreResult<bool> {
    if find_notice(db, &new.id)?.is_some() {
        return Ok(false);
    }
    let row = NoticeRow {
        id: new.id.clone(),
        subject: new.subject.clone(),
        words: new.words.clone(),
        chosen: new.chosen.clone(),
        sent_at: stored_instant(new.sent_at),
        sent_by: new.sent_by.clone(),
    };
    diesel::insert_into(notices::table).values(&row).execute(db)?;
    Ok(true)
}

/// The notice of that key.
pub fn find_notice(db: &mut Db, id: &str) -> StoreResult<Option<Notice>> {
    Ok(notices::table.find(id).select(NoticeRow::as_select()).first(db).optional()?.map(read))
}

/// The latest notices.
pub fn list_notices(db: &mut Db, limit: u32) -> StoreResult<Vec<Notice>> {
    let rows = notices::table.select(NoticeRow::as_select()).order((notices::sent_at.desc(), notices::id.desc()));
    Ok(rows.limit(limit.into()).load(db)?.into_iter().map(read).collect())
}

/// How far the copies of a notice are; they are the letters of its kind and key.
pub fn count_copies(db: &mut Db, id: &str) -> StoreResult<Copies> {
    // The digit after the slash ends the range of keys that begin with it.
    let of = || outbox::dedupe_key.ge(format!("notice/{id}/")).and(outbox::dedupe_key.lt(format!("notice/{id}0")));
    let all = || outbox::table.filter(of());
    let is_kept = outbox::withheld_at.is_not_null().or(outbox::withdrawn_at.is_not_null());
    Ok(Copies {
        all: all().count().get_result(db)?,
        delivered: all().filter(outbox::delivered_at.is_not_null()).count().get_result(db)?,
        failed: all().filter(outbox::failed_at.is_not_null()).count().get_result(db)?,
        kept: all().filter(is_kept).count().get_result(db)?,
    })
}

fn read(row: NoticeRow) -> Notice {
    let sent_at = row.sent_at.and_utc();
    let NoticeRow { id, subject, words, chosen, sent_by, .. } = row;
    Notice { id, subject, words, chosen, sent_at, sent_by }
}
