//! A national report: what a State wrote, as it wrote it.
//!
//! A report file is JSON ([`schema()`] describes it). Reading it is strict about structure, because
//! a value of the wrong kind cannot be kept, and lenient about content: a date that is no date
//! or an unknown word is kept as written, and the rules of `validation` ask about it.
//! Unknown members are kept in [`Report::document`] and named as advice.

mod at_odds;
mod audience;
mod canonical;
mod classification;
mod compare;
mod content;
mod dates;
mod figures;
mod language;
pub(super) mod locate;
mod model;
mod read;
pub(super) mod reader;
mod reference;
mod same;
pub(super) mod schema;
mod shown;
mod tree;
mod written_date;

pub use at_odds::{AtOdds, Odds};
pub use audience::{Audience, Opening};
pub use canonical::canonical;
pub use classification::{Classification, Place, Sorted};
pub use compare::{Passage, differences};
pub use dates::dates;
pub use figures::Row;
pub use language::{OFFICIAL_LANGUAGES, OTHER_LANGUAGES};
pub(super) use model::words;
pub use model::{
    Amount, Attachment, Availability, Contact, Cover, FieldAnswer, FilingKind, FormState, ItemNote, Law, NoteVerbale,
    Report, ReportedPeriod, See, SummaryLine, is_blank, says,
};
pub use read::read;
pub use reference::{NotAReference, ReportReference, VersionReference};
pub use same::says_the_same;
pub use schema::schema;
pub use tree::{LARGEST_FILE, TEXT_MAX, Unreadable};
pub use written_date::WrittenDate;
