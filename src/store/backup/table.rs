//! The tables of a backup, each read and written in pages: memory stays bounded however long a table is.

use diesel::prelude::*;
use serde::Serialize;

use crate::store::answers::{AnswerLinkRow, HandoverRow};
use crate::store::attachments::AttachmentRow;
use crate::store::audit_entries::EntryRow;
use crate::store::audit_seals::{SealRow, UnsealedRow};
use crate::store::classifications::ClassificationRow;
use crate::store::clearances::ClearanceRow;
use crate::store::columns::insert_in_chunks;
use crate::store::courtesy::CourtesyLinkRow;
use crate::store::data_versions::DataVersionRow;
use crate::store::draft_changes::ChangeRow;
use crate::store::drafts::{DraftRow, ReportRow, SectionRow};
use crate::store::historic_reports::HistoricReportRow;
use crate::store::notices::NoticeRow;
use crate::store::outbox::LetterRow;
use crate::store::people::{AppointmentRow, PersonRow};
use crate::store::questions::{MessageRow, QuestionRow};
use crate::store::records_from::RecordsRow;
use crate::store::registers::RegisterRow;
use crate::store::reminders::{PromiseRow, ReleaseRow, ReminderRow, WishRow};
use crate::store::reuses::ReuseRow;
use crate::store::revisions::RevisionRow;
use crate::store::schema::{
    answer_links, appointments, attachments, audit_entries, audit_seals, audit_unsealed, classifications,
    courtesy_links, data_versions, draft_changes, draft_clearances, draft_reuses, draft_sections, drafts, handovers,
    historic_reports, letter_wishes, notices, outbox, password_links, people, promises, question_messages, questions,
    records_from, registers, reminder_releases, reminders, reports, revisions, sessions, states, submission_acts,
    submissions, treaty_actions,
};
use crate::store::sessions::{PasswordLinkRow, SessionRow};
use crate::store::states::StateRow;
use crate::store::submissions::{ActRow, SubmissionRow};
use crate::store::treaty_actions::TreatyActionRow;
use crate::store::{Db, StoreResult};

/// Rows in memory at a time.
const PAGE: i64 = 500;

/// A row that is part of every backup.
pub(super) trait Kept: Sized + Serialize {
    /// Name of its table.
    const TABLE: &'static str;
    /// The next rows by key, after the one given.
    fn page(db: &mut Db, after: Option<&str>) -> StoreResult<Vec<Self>>;
    /// Writes rows into an empty table.
    fn insert(db: &mut Db, rows: &[Self]) -> StoreResult<()>;
    /// The row's key.
    fn key(&self) -> &str;
}

/// Does something with each kind of row.
pub(super) trait Visit {
    /// Does it with the rows of one table.
    fn visit<R: Kept>(&mut self) -> StoreResult<()>;
}

/// The tables in an order in which each row finds what it refers to.
macro_rules! kept {
    ($($row:ident in $table:ident by $key:ident;)+) => {
        $(impl Kept for $row {
            const TABLE: &'static str = stringify!($table);

            fn page(db: &mut Db, after: Option<&str>) -> StoreResult<Vec<Self>> {
                let page = $table::table.select($row::as_select()).order($table::$key).limit(PAGE);
                Ok(match after {
                    Some(after) => page.filter($table::$key.gt(after)).load(db)?,
                    None => page.load(db)?,
                })
            }

            fn insert(db: &mut Db, rows: &[Self]) -> StoreResult<()> {
                insert_in_chunks!(db, $table::table, rows)
            }

            fn key(&self) -> &str {
                &self.$key
            }
        })+

        /// Visits all tables.
        pub(super) fn visit_all(visitor: &mut impl Visit) -> StoreResult<()> {
            $(visitor.visit::<$row>()?;)+
            Ok(())
        }
    };
}

kept! {
    StateRow in states by iso3;
    TreatyActionRow in treaty_actions by id;
    HistoricReportRow in historic_reports by id;
    RegisterRow in registers by id;
    LetterRow in outbox by id;
    EntryRow in audit_entries by id;
    SealRow in audit_seals by entry_id;
    UnsealedRow in audit_unsealed by entry_id;
    PersonRow in people by id;
    AppointmentRow in appointments by id;
    SessionRow in sessions by id;
    PasswordLinkRow in password_links by id;
    ReportRow in reports by reference;
    DraftRow in drafts by id;
    SectionRow in draft_sections by id;
    ChangeRow in draft_changes by id;
    ClearanceRow in draft_clearances by id;
    ReuseRow in draft_reuses by id;
    AttachmentRow in attachments by id;
    SubmissionRow in submissions by id;
    ActRow in submission_acts by id;
    ClassificationRow in classifications by id;
    QuestionRow in questions by id;
    MessageRow in question_messages by id;
    RevisionRow in revisions by id;
    RecordsRow in records_from by regime;
    ReminderRow in reminders by id;
    ReleaseRow in reminder_releases by id;
    PromiseRow in promises by id;
    WishRow in letter_wishes by iso3;
    AnswerLinkRow in answer_links by id;
    CourtesyLinkRow in courtesy_links by id;
    HandoverRow in handovers by id;
    NoticeRow in notices by id;
    DataVersionRow in data_versions by id;
}

/// Reads a table in pages.
pub(super) fn each_page<R: Kept>(db: &mut Db, mut work: impl FnMut(&[R]) -> StoreResult<()>) -> StoreResult<()> {
    let mut rows = R::page(db, None)?;
    while let Some(last) = rows.last().map(|row| row.key().to_owned()) {
        work(&rows)?;
        rows = R::page(db, Some(&last))?;
    }
    Ok(())
}

/// Copies all tables into an empty database.
pub(super) fn copy_all(from: &mut Db, to: &mut Db) -> StoreResult<()> {
    struct Copy<'a>(&'a mut Db, &'a mut Db);
    impl Visit for Copy<'_> {
        fn visit<R: Kept>(&mut self) -> StoreResult<()> {
            let Self(from, to) = self;
            each_page(from, |rows: &[R]| R::insert(to, rows))
        }
    }
    visit_all(&mut Copy(from, to))
}
