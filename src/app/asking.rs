//! Questions about a filed report: the secretariat asks and closes, the State answers, also on paper or by e-mail. Where
//! the secretariat has sorted a report in free format, the State says in a thread of its own what is wrong with that.

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::letters::{notify_desk, notify_state};
use super::submitting::entry;
use crate::domain::access::ForParty;
use crate::domain::filing::is_withdrawn;
use crate::domain::letter::Matter;
use crate::domain::question::{Message, Question, QuestionState, Recorded, Side, TakenBack};
use crate::domain::report::ReportReference;
use crate::store::audit_entries::insert_entry;
use crate::store::people::Person;
use crate::store::{Db, Store, StoreError, StoreResult, drafts, questions, submissions};

/// Why something was not said.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// No such report was filed, or no such question was asked about it.
    #[error("no such question")]
    NotFound,
    /// Somebody closed it meanwhile.
    #[error("the question is closed")]
    Closed,
    /// The report was filed by mistake and is withdrawn: there is nothing to ask about.
    #[error("the report is withdrawn")]
    Withdrawn,
    /// It could be taken back, and nothing is said of why.
    #[error("the reason is missing")]
    Unsaid,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is said, and by whom.
#[derive(Debug, Clone)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Who says it.
    pub by: Person,
    /// When.
    pub at: DateTime<Utc>,
}

impl Said {
    fn message(&self, side: Side) -> Message {
        Message {
            id: String::new(),
            side,
            words: self.words.clone(),
            at: self.at,
            by: self.by.id.clone(),
            recorded: None,
            taken_back: None,
        }
    }
}

/// The questions about a report, the oldest first.
pub fn about(store: &Store, reference: ReportReference) -> StoreResult<Vec<Question>> {
    store.snapshot(|db| questions::list_questions(db, reference))
}

/// The secretariat asks about a form of a filed report, or about the whole.
pub fn ask(store: &Store, reference: ReportReference, form: Option<String>, said: Said) -> Result<(), AskError> {
    store.write(move |db| {
        drafts::take_turn(db, reference)?;
        is_there_to_ask_about(db, reference)?;
        let held = questions::list_questions(db, reference)?;
        if held.iter().any(|question| question.form == form && is_repeated(question, Side::Secretariat, &said)) {
            return Ok(());
        }
        let id = questions::insert_question(db, reference, form.as_deref(), &said.message(Side::Secretariat))?;
        note(db, "question.asked", reference, &id, &said)?;
        notify_state(db, reference.party, &id, &asked(reference, form.as_deref(), &id), said.at)?;
        Ok(())
    })
}

/// That something was filed, and that what was filed last is not withdrawn with nothing left.
fn is_there_to_ask_about(db: &mut Db, reference: ReportReference) -> Result<(), AskError> {
    let filed = submissions::list_filed_of(db, reference)?;
    if filed.is_empty() {
        return Err(AskError::NotFound);
    }
    if is_withdrawn(&filed) { Err(AskError::Withdrawn) } else { Ok(()) }
}

/// The secretariat adds to a question, or closes it; with words, closing says them first. Of a report that is withdrawn
/// it is only closed.
pub fn follow_up(
    store: &Store,
    reference: ReportReference,
    id: &str,
    said: Said,
    closes: bool,
) -> Result<(), AskError> {
    let id = id.to_owned();
    store.write(move |db| {
        let question = still_open(db, reference, &id)?;
        if !said.words.is_empty() && !is_repeated(&question, Side::Secretariat, &said) {
            is_there_to_ask_about(db, reference)?;
            let message = questions::insert_message(db, &id, &said.message(Side::Secretariat))?;
            note(db, "question.asked", reference, &id, &said)?;
            let matter = asked(reference, question.form.as_deref(), &id);
            notify_state(db, reference.party, &message, &matter, said.at)?;
        }
        if closes {
            questions::set_closed(db, &id, Some(said.at))?;
            note(db, "question.closed", reference, &id, &said)?;
        }
        Ok(())
    })
}

/// The State answers a question about its own report.
pub fn answer(
    store: &Store,
    leave: ForParty,
    reference: ReportReference,
    id: &str,
    said: Said,
) -> Result<(), AskError> {
    if leave.party() != reference.party {
        return Err(AskError::NotFound);
    }
    let id = id.to_owned();
    store.write(move |db| {
        let question = still_open(db, reference, &id)?;
        if is_repeated(&question, Side::State, &said) {
            return Ok(());
        }
        let message = questions::insert_message(db, &id, &said.message(Side::State))?;
        note(db, "question.answered", reference, &id, &said)?;
        let path = format!("/secretariat/reports/{reference}#question-{id}");
        let matter = Matter::Answer { reference: reference.to_string(), form: question.form, path };
        notify_desk(db, &message, &matter, said.at)?;
        Ok(())
    })
}

/// The secretariat records what the State answered on paper or by e-mail, in the State's words; the State's people are
/// told. A thread that the State began holds no question to answer.
pub fn record_answer(
    store: &Store,
    reference: ReportReference,
    id: &str,
    recorded: Recorded,
    said: Said,
) -> Result<(), AskError> {
    let id = id.to_owned();
    store.write(move |db| {
        let question = still_open(db, reference, &id)?;
        if question.is_remark() {
            return Err(AskError::NotFound);
        }
        // The same words with another day, way or sender put that right.
        let is_same = question.last().is_some_and(|last| last.recorded.as_ref() == Some(&recorded));
        if is_same && is_repeated(&question, Side::State, &said) {
            return Ok(());
        }
        let original = recorded.original;
        let message = Message { recorded: Some(recorded.clone()), ..said.message(Side::State) };
        let message = questions::insert_message(db, &id, &message)?;
        let detail = json!({
            "version": 1,
            "question": id,
            "received_on": original.received_on.to_string(),
            "received_how": original.how.key(),
            "sha256": digest_of(&recorded, &said.words),
        });
        insert_entry(db, &entry(said.at, &said.by.id, "question.answered_on_behalf", &reference.to_string(), detail))?;
        let matter = Matter::AnswerRecorded {
            reference: reference.to_string(),
            form: question.form,
            received_on: original.received_on,
            path: desk_place(reference, &id),
        };
        notify_state(db, reference.party, &message, &matter, said.at)?;
        Ok(())
    })
}

/// The secretariat takes back an answer that it recorded by mistake, and says why in the words of `said`; also where the
/// question is closed or the report withdrawn, and a second time nothing. The State's people are told.
///
/// # Errors
///
/// [`AskError::NotFound`] for what a person of the State or the secretariat typed itself.
pub fn take_back(
    store: &Store,
    reference: ReportReference,
    id: &str,
    message: &str,
    said: Said,
) -> Result<(), AskError> {
    let (id, message) = (id.to_owned(), message.to_owned());
    store.write(move |db| {
        let question = held(db, reference, &id)?;
        let found = question.messages.iter().find(|one| one.id == message).ok_or(AskError::NotFound)?;
        if found.taken_back.is_some() {
            return Ok(());
        }
        let recorded = found.recorded.as_ref().ok_or(AskError::NotFound)?;
        if said.words.is_empty() {
            return Err(AskError::Unsaid);
        }
        let detail = json!({ "version": 1, "question": id, "sha256": digest_of(recorded, &found.words) });
        let taken_back = TakenBack { at: said.at, by: said.by.id.clone(), reason: said.words.clone() };
        questions::set_taken_back(db, &message, &taken_back)?;
        insert_entry(db, &entry(said.at, &said.by.id, "question.answer_taken_back", &reference.to_string(), detail))?;
        let path = desk_place(reference, &id);
        let matter = Matter::AnswerTakenBack { reference: reference.to_string(), form: question.form, path };
        notify_state(db, reference.party, &message, &matter, said.at)?;
        Ok(())
    })
}

/// Of sender and words: neither stands in the log, and neither can be changed past it.
fn digest_of(recorded: &Recorded, words: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(json!([recorded.from, words]).to_string()))
}

/// The State says something about how the secretariat sorted its report.
pub fn remark(store: &Store, leave: ForParty, reference: ReportReference, said: Said) -> Result<(), AskError> {
    if leave.party() != reference.party {
        return Err(AskError::NotFound);
    }
    store.write(move |db| {
        drafts::take_turn(db, reference)?;
        is_there_to_ask_about(db, reference)?;
        let filed = submissions::list_submissions(db, reference)?;
        if filed.iter().all(|version| version.classification.is_none()) {
            return Err(AskError::NotFound);
        }
        let held = questions::list_questions(db, reference)?;
        if held.iter().any(|question| question.form.is_none() && is_repeated(question, Side::State, &said)) {
            return Ok(());
        }
        let id = questions::insert_question(db, reference, None, &said.message(Side::State))?;
        note(db, "question.remarked", reference, &id, &said)?;
        let path = format!("/secretariat/reports/{reference}#question-{id}");
        notify_desk(db, &id, &Matter::Remark { reference: reference.to_string(), path }, said.at)?;
        Ok(())
    })
}

/// Whether a form came twice, as when its answer was lost: the same person has just said the same.
fn is_repeated(question: &Question, side: Side, said: &Said) -> bool {
    question.last().is_some_and(|last| last.side == side && last.by == said.by.id && last.words == said.words)
}

/// What a letter says of a question: where to read it, never its words.
fn asked(reference: ReportReference, form: Option<&str>, id: &str) -> Matter {
    let path = desk_place(reference, id);
    Matter::Question { reference: reference.to_string(), form: form.map(str::to_owned), path }
}

/// Where the State reads a question.
fn desk_place(reference: ReportReference, id: &str) -> String {
    format!("/desk/reports/{reference}/questions#question-{id}")
}

fn held(db: &mut Db, reference: ReportReference, id: &str) -> Result<Question, AskError> {
    drafts::take_turn(db, reference)?;
    let all = questions::list_questions(db, reference)?;
    all.into_iter().find(|question| question.id == id).ok_or(AskError::NotFound)
}

fn still_open(db: &mut Db, reference: ReportReference, id: &str) -> Result<Question, AskError> {
    let question = held(db, reference, id)?;
    if question.state() == QuestionState::Closed { Err(AskError::Closed) } else { Ok(question) }
}

/// The log says that something was said and to which question; the words stand in the thread alone.
fn note(db: &mut Db, act: &str, reference: ReportReference, id: &str, said: &Said) -> StoreResult<()> {
    let detail = json!({ "version": 1, "question": id });
    insert_entry(db, &entry(said.at, &said.by.id, act, &reference.to_string(), detail))
}
