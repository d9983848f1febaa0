//! The receipt of a report as a document.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::setting::{Template, set};
use super::{DocumentError, Fact, Frame};
use crate::text::Text;

/// A receipt, in words: what was received, when, and its digest.
#[derive(Debug, Clone)]
pub struct ReceiptDocument<'r> {
    /// The language.
    pub t: &'r Text,
    /// The State.
    pub state: &'r str,
    /// *Compliance report 2027*.
    pub title: String,
    /// The reference with the version.
    pub reference: String,
    /// Said on every page: the label of an illustration, that a demonstration made it.
    pub marks: Vec<String>,
    /// That it was recalled or withdrawn, where it was, by whom and why.
    pub notes: Vec<String>,
    /// The day of receipt in Geneva.
    pub day: NaiveDate,
    /// Label and words.
    pub lines: Vec<(String, String)>,
    /// Name, form and digest of the documents that came with it.
    pub documents: Vec<(String, String)>,
    /// SHA-256 of the report, in groups.
    pub digest: String,
    /// Where it can be looked up, in a sentence.
    pub verify: String,
}

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    frame: Frame,
    reference: String,
    digest: Digest,
    documents_title: String,
    documents: Vec<Fact>,
}

#[derive(Serialize)]
struct Digest {
    title: String,
    about: String,
    value: String,
}

impl ReceiptDocument<'_> {
    /// The receipt as PDF.
    pub fn to_pdf(&self) -> Result<Vec<u8>, DocumentError> {
        let t = self.t;
        let title =
            t.with_all("document-receipt", [("report", self.title.as_str().into()), ("state", self.state.into())]);
        let view = View {
            frame: Frame {
                language: t.language().to_owned(),
                portal_language: t.language(),
                description: title.clone(),
                title,
                author: t.say("secretariat"),
                keywords: vec![self.reference.clone()],
                date: (self.day.year(), self.day.month(), self.day.day()),
                marks: self.marks.clone(),
                foot: [self.state, &self.title, &self.reference].join(" · "),
                page_word: t.say("document-page"),
                over: t.say("instrument-ccw-title"),
                heading: t.say("receipt-heading"),
                under: [self.state, &self.title].join(&t.say("list-comma")),
                notes: self.notes.clone(),
                facts: self.lines.iter().map(|line| Fact::new(line.clone(), true)).collect(),
            },
            reference: self.reference.clone(),
            digest: Digest {
                title: t.say("receipt-digest"),
                about: [t.say("receipt-digest-about"), self.verify.clone()].join(" "),
                value: self.digest.clone(),
            },
            documents_title: t.say("documents-title"),
            documents: self.documents.iter().map(|one| Fact::new(one.clone(), true)).collect(),
        };
        set(Template::Receipt, serde_json::to_value(view)?, &t.say("document-letters-missing"))
    }
}
