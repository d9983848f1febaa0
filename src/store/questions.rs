//! Questions about filed reports, and what was said about them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::{CHUNK, stored_instant};
use super::schema::{question_messages, questions};
use super::{Db, StoreError, StoreResult};
use crate::domain::code::Iso3;
use crate::domain::filing::{Original, Way};
use crate::domain::question::{Message, Question, Recorded, Side, TakenBack};
use crate::domain::report::{NotAReference, ReportReference};

const TABLE: &str = "questions";
const MESSAGES: &str = "question_messages";

/// A row of `questions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = questions, treat_none_as_default_value = false)]
pub(super) struct QuestionRow {
    pub(super) id: String,
    reference: String,
    form: Option<String>,
    asked_at: NaiveDateTime,
    closed_at: Option<NaiveDateTime>,
}

/// A row of `question_messages`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = question_messages, treat_none_as_default_value = false)]
pub(super) struct MessageRow {
    pub(super) id: String,
    question_id: String,
    side: String,
    words: String,
    sent_at: NaiveDateTime,
    sent_by: String,
    received_on: Option<NaiveDate>,
    received_how: Option<String>,
    received_from: Option<String>,
    taken_back_at: Option<NaiveDateTime>,
    taken_back_by: Option<String>,
    taken_back_reason: Option<String>,
}

/// Opens a question with its first words; gives its key.
pub fn insert_question(
    db: &mut Db,
    reference: ReportReference,
    form: Option<&str>,
    first: &Message,
) -> StoreResult<String> {
    let row = QuestionRow {
        id: Uuid::now_v7().to_string(),
        reference: reference.to_string(),
        form: form.map(str::to_owned),
        asked_at: stored_instant(first.at),
        closed_at: None,
    };
    diesel::insert_into(questions::table).values(&row).execute(db)?;
    insert_message(db, &row.id, first)?;
    Ok(row.id)
}

/// Adds words to a question, which are not taken back; gives their key.
pub fn insert_message(db: &mut Db, question_id: &str, message: &Message) -> StoreResult<String> {
    let row = MessageRow {
        id: Uuid::now_v7().to_string(),
        question_id: question_id.to_owned(),
        side: message.side.key().to_owned(),
        words: message.words.clone(),
        sent_at: stored_instant(message.at),
        sent_by: message.by.clone(),
        received_on: message.recorded.as_ref().map(|recorded| recorded.original.received_on),
        received_how: message.recorded.as_ref().map(|recorded| recorded.original.how.key().to_owned()),
        received_from: message.recorded.as_ref().map(|recorded| recorded.from.clone()),
        taken_back_at: None,
        taken_back_by: None,
        taken_back_reason: None,
    };
    diesel::insert_into(question_messages::table).values(&row).execute(db)?;
    Ok(row.id)
}

/// Notes that the record of an answer is taken back.
pub fn set_taken_back(db: &mut Db, message_id: &str, taken_back: &TakenBack) -> StoreResult<()> {
    let set = (
        question_messages::taken_back_at.eq(stored_instant(taken_back.at)),
        question_messages::taken_back_by.eq(&taken_back.by),
        question_messages::taken_back_reason.eq(&taken_back.reason),
    );
    match diesel::update(question_messages::table.find(message_id)).set(set).execute(db)? {
        0 => Err(StoreError::Missing { table: MESSAGES, id: message_id.to_owned() }),
        _ => Ok(()),
    }
}

/// Settles a question, or opens it again.
pub fn set_closed(db: &mut Db, question_id: &str, closed_at: Option<DateTime<Utc>>) -> StoreResult<()> {
    let closed = questions::closed_at.eq(closed_at.map(stored_instant));
    match diesel::update(questions::table.find(question_id)).set(closed).execute(db)? {
        0 => Err(StoreError::Missing { table: TABLE, id: question_id.to_owned() }),
        _ => Ok(()),
    }
}

/// The questions about a report, the oldest first.
pub fn list_questions(db: &mut Db, reference: ReportReference) -> StoreResult<Vec<Question>> {
    let own = questions::table.filter(questions::reference.eq(reference.to_string()));
    let rows = own.select(QuestionRow::as_select()).order(questions::id).load(db)?;
    Ok(with_messages(db, rows)?.into_iter().map(|(_, question)| question).collect())
}

/// All questions that are not closed, each with its report.
pub fn list_open_questions(db: &mut Db) -> StoreResult<Vec<(ReportReference, Question)>> {
    let open = questions::table.filter(questions::closed_at.is_null());
    let rows = open.select(QuestionRow::as_select()).order(questions::id).load(db)?;
    with_messages(db, rows)
}

/// The questions about a State's reports that are not closed, each with its report. They are found among the few
/// that are open, not by way of every report of the State.
pub fn list_open_questions_of(db: &mut Db, party: Iso3) -> StoreResult<Vec<(ReportReference, Question)>> {
    let open = questions::table.filter(questions::closed_at.is_null());
    let open = open.filter(questions::reference.like(format!("{party}-%")));
    let rows = open.select(QuestionRow::as_select()).order(questions::id).load(db)?;
    with_messages(db, rows)
}

fn with_messages(db: &mut Db, rows: Vec<QuestionRow>) -> StoreResult<Vec<(ReportReference, Question)>> {
    let mut messages = Vec::new();
    for some in rows.chunks(CHUNK) {
        let asked = question_messages::question_id.eq_any(some.iter().map(|row| row.id.as_str()));
        let said = question_messages::table.filter(asked).select(MessageRow::as_select());
        messages.extend(said.order(question_messages::id).load::<MessageRow>(db)?);
    }
    together(rows, messages)
}

/// Day, way and sender stand together or not at all; nothing where they do not.
fn read_recorded(row: &MessageRow) -> Option<Option<Recorded>> {
    match (row.received_on, &row.received_how, &row.received_from) {
        (None, None, None) => Some(None),
        (Some(received_on), Some(how), Some(from)) => {
            let original = Original { received_on, how: Way::from_key(how)? };
            Some(Some(Recorded { original, from: from.clone() }))
        }
        _ => None,
    }
}

/// When, by whom and why stand together or not at all; nothing where they do not.
fn read_taken_back(row: &MessageRow) -> Option<Option<TakenBack>> {
    match (row.taken_back_at, &row.taken_back_by, &row.taken_back_reason) {
        (None, None, None) => Some(None),
        (Some(at), Some(by), Some(reason)) => {
            Some(Some(TakenBack { at: at.and_utc(), by: by.clone(), reason: reason.clone() }))
        }
        _ => None,
    }
}

fn together(rows: Vec<QuestionRow>, messages: Vec<MessageRow>) -> StoreResult<Vec<(ReportReference, Question)>> {
    let mut said: BTreeMap<String, Vec<Message>> = BTreeMap::new();
    for row in messages {
        let corrupt = |why: &str| StoreError::Corrupt { table: MESSAGES, id: row.id.clone(), why: why.to_owned() };
        let side = Side::from_key(&row.side).ok_or_else(|| corrupt("no such side"))?;
        let recorded = read_recorded(&row).ok_or_else(|| corrupt("not wholly recorded"))?;
        let taken_back = read_taken_back(&row).ok_or_else(|| corrupt("not wholly taken back"))?;
        // What was recorded by mistake leaves the database no more.
        let (words, recorded) = if taken_back.is_some() { (String::new(), None) } else { (row.words, recorded) };
        let (id, at, by) = (row.id, row.sent_at.and_utc(), row.sent_by);
        let message = Message { id, side, words, at, by, recorded, taken_back };
        said.entry(row.question_id).or_default().push(message);
    }
    let question = |row: QuestionRow| {
        let messages = said.remove(&row.id).unwrap_or_default();
        let closed_at = row.closed_at.map(|at| at.and_utc());
        let reference = row.reference.parse().map_err(|error: NotAReference| StoreError::Corrupt {
            table: TABLE,
            id: row.id.clone(),
            why: error.to_string(),
        })?;
        Ok((reference, Question { id: row.id, form: row.form, closed_at, messages }))
    };
    rows.into_iter().map(question).collect()
}
