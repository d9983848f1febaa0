//! A report while it is written: what was typed, field by field, kept as typed.
//!
//! A draft has sections (cover, one for each form, profile) that are saved apart, so that people on
//! different forms do not meet. A section holds texts by field; a field is called as in a report
//! file, `cover.contacts[0].email`, so that a finding's place is the field it is about. What is
//! typed is never refused for its content: [`compose()`] makes a report file of it, and says which
//! texts it could not take over.

mod apart;
mod attachments;
mod carry;
mod compose;
mod fields;
mod meant;
mod merge;
mod moved;
mod number;

pub use attachments::{
    ALL_BYTES, DOCUMENT_BYTES, DOCUMENTS, Document, LONGEST_NAME, Unfit, is_name, may_join, without_folders,
};
pub use carry::{carry_over, proposed, reopened, unchanged_since};
pub use compose::{Composed, Untaken, Why, compose};
pub use fields::{
    ENTRIES_MAX, FieldName, Input, LONGEST_ANSWER, Section, answer_fields, fields_of, holds_of_period,
    nothing_in_period,
};
pub use meant::NOTE_VERBALE;
pub use merge::{Clash, changes, merge};
pub use moved::{Moved, letter_in, moved};
pub use number::{Unread, read_number, square_metres};

pub(in crate::domain) use apart::texts_of;
pub(in crate::domain) use number::{area, number};

use std::collections::BTreeMap;

use crate::domain::report::TEXT_MAX;

/// Texts by the name of their field. A field that is not there was never touched.
pub type Answers = BTreeMap<String, String>;

/// Bytes of all texts of a draft with the names of their fields: what a report file may hold, but for what it says
/// itself and for what it tells of documents.
pub const DRAFT_BYTES: usize = TEXT_MAX - 256 * 1024;

/// Bytes of these texts with the names of their fields.
pub fn bytes_of(answers: &Answers) -> usize {
    answers.iter().map(|(field, text)| field.len() + text.len()).sum()
}
