//! Setting a document: a template and its words become pages, and pages a PDF.

use std::sync::LazyLock;

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, pdf};

use super::DocumentError;
use super::fonts::Fonts;
use super::letters::settle;

const FRAME: &str = include_str!("../../templates/documents/frame.typ");
const REPORT: &str = include_str!("../../templates/documents/report.typ");
const RECEIPT: &str = include_str!("../../templates/documents/receipt.typ");

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    Report,
    Receipt,
}

/// Letters of a document at most, in about 500 pages: many times the longest report there was.
const LETTERS_MAX: usize = 2_000_000;
/// Its lines and cells, each of which is a part of the document's structure and costs as much as a hundred letters.
const PARTS_MAX: usize = 20_000;

/// Letters and parts of all words.
fn extent(words: &Value) -> (usize, usize) {
    let sum = |sum: (usize, usize), one: &Value| {
        let (letters, parts) = extent(one);
        (sum.0.saturating_add(letters), sum.1.saturating_add(parts))
    };
    match words {
        Value::String(text) => (text.len(), 0),
        Value::Array(all) => all.iter().fold((0, all.len()), sum),
        Value::Object(members) => members.values().fold((0, 0), sum),
        _ => (0, 0),
    }
}

/// Sets a document from its words. `missing` is said in it where some of its letters cannot be shown.
pub(super) fn set(template: Template, mut words: Value, missing: &str) -> Result<Vec<u8>, DocumentError> {
    let (letters, parts) = extent(&words);
    if letters > LETTERS_MAX || parts > PARTS_MAX {
        return Err(DocumentError::TooLong);
    }
    let fonts = Fonts::get();
    if settle(&mut words, &|letter| fonts.has(letter))
        && let Some(notes) = words.get_mut("notes").and_then(Value::as_array_mut)
    {
        notes.push(missing.into());
    }
    if let Some(members) = words.as_object_mut() {
        members.insert("families".into(), json!(fonts.families));
    }
    let page = Page { template, words: Bytes::new(serde_json::to_vec(&words)?), fonts };
    let set = typst::compile::<PagedDocument>(&page).output.map_err(|errors| said(&errors));
    let document = set.and_then(|document| pdf(&document, &options()?).map_err(|errors| said(&errors)));
    // What Typst remembers to set the same words faster again would grow with every document.
    typst::comemo::evict(0);
    document
}

fn options() -> Result<PdfOptions, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    Ok(PdfOptions {
        creator: Smart::Custom(Some("CCW reporting portal".to_owned())),
        standards: standards.map_err(|error| DocumentError::Setting(error.message().to_string()))?,
        ident: Smart::Auto,
        ..PdfOptions::default()
    })
}

fn said(errors: &[SourceDiagnostic]) -> DocumentError {
    let said: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
    DocumentError::Setting(said.join("; "))
}

/// All that a document can see: its template, its words, its fonts. No file, no clock, no network.
struct Page {
    template: Template,
    words: Bytes,
    fonts: &'static Fonts,
}

/// A file of the templates.
fn source(name: &str, text: &str) -> Option<Source> {
    let path = RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?);
    Some(Source::new(FileId::new(path), text.to_owned()))
}

type Sources = Vec<(Option<Template>, Source)>;

static SOURCES: LazyLock<Sources> = LazyLock::new(|| {
    let all = [
        (Some(Template::Report), "report.typ", REPORT),
        (Some(Template::Receipt), "receipt.typ", RECEIPT),
        (None, "frame.typ", FRAME),
    ];
    all.into_iter().filter_map(|(template, name, text)| Some((template, source(name, text)?))).collect()
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        let own = SOURCES.iter().find(|(template, _)| *template == Some(self.template));
        own.map_or_else(|| Source::detached("").id(), |(_, source)| source.id())
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = SOURCES.iter().find(|(_, source)| source.id() == id);
        found.map(|(_, source)| source.clone()).ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let is_words = id.get().vpath().get_without_slash() == "data.json";
        if is_words { Ok(self.words.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
