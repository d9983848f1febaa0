//! Reports and receipts as PDF: from plain values to bytes.
//!
//! A document is set by Typst from a template in `templates/documents/`, which takes its words as data: nothing that
//! a State wrote is read as markup. It comes out as PDF/UA-1 and PDF/A-2a at once, tagged, with its fonts in it; Typst
//! makes sure of both, and what a report holds keeps no document from being made (`letters.rs`). What an audience may
//! see is decided before: a document is given an [`Opening`](crate::domain::report::Opening) and shows no more.

mod answers;
mod fonts;
mod letters;
mod receipt;
mod report;
mod setting;

pub use receipt::ReceiptDocument;
pub use report::{ReportDocument, Standing};

/// Why a document was not made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Typst found something wrong.
    #[error("the document cannot be set: {0}")]
    Setting(String),
    /// Setting it would keep a processor busy for minutes.
    #[error("the document would be too long")]
    TooLong,
    /// The values cannot be given to the template.
    #[error("the document's words cannot be written down")]
    Words(#[from] serde_json::Error),
}

/// What every document says of itself and on each of its pages.
#[derive(serde::Serialize)]
struct Frame {
    /// Of the State's words.
    language: String,
    /// Of the portal's.
    portal_language: &'static str,
    title: String,
    author: String,
    description: String,
    keywords: Vec<String>,
    /// Year, month, day.
    date: (i32, u32, u32),
    /// On every page, at its head: draft, sample, voluntary.
    marks: Vec<String>,
    /// On every page, at its foot.
    foot: String,
    page_word: String,
    over: String,
    heading: String,
    under: String,
    notes: Vec<String>,
    facts: Vec<Fact>,
}

/// A label, and the words beside it.
#[derive(serde::Serialize)]
struct Fact {
    label: String,
    /// Whether the words are the portal's, and so in its language.
    portal: bool,
    /// Paragraphs of lines.
    lines: Vec<Vec<String>>,
}

impl Fact {
    fn new((label, value): (String, String), portal: bool) -> Self {
        Self { label, portal, lines: letters::paragraphs(&value) }
    }
}
