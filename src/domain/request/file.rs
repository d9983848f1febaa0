//! A file that a State may send, of either sort.

use super::model::Request;
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSets;
use crate::domain::report::reader::read_file;
use crate::domain::report::{Report, Unreadable};

/// A report or a request.
#[derive(Debug, Clone, PartialEq)]
pub enum StateFile {
    /// A file without the member `request`.
    Report(Box<Report>),
    /// A file with it.
    Request(Box<Request>),
}

impl StateFile {
    /// Reads a file, which tells itself what it is.
    ///
    /// Fails as [`crate::domain::report::read`] does.
    pub fn read(bytes: &[u8], sets: &FormSets, obligations: &Obligations) -> Result<Self, Vec<Unreadable>> {
        let (file, unknown, document) = read_file(bytes, |reader, document| {
            if document.get("request").is_some_and(|word| !word.is_null()) {
                reader.request(document).map(|request| Self::Request(Box::new(request)))
            } else {
                reader.report(document, sets, obligations).map(|report| Self::Report(Box::new(report)))
            }
        })?;
        Ok(match file {
            Self::Report(report) => Self::Report(Box::new(Report { unknown, document, ..*report })),
            Self::Request(request) => Self::Request(Box::new(Request { unknown, document, ..*request })),
        })
    }
}
