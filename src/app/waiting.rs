//! Documents that an officer has sent and not filed yet. They wait in the folder, for a day after they were last seen
//! (`app/sweeping.rs`), and each form has a note of its own for the one it holds: what is given up on one page is not
//! taken from another.

use super::attaching::{AttachError, discard};
use super::secrets::new_secret;
use crate::domain::report::ReportReference;
use crate::files::{Files, FilesError, Kept};
use crate::store::Store;
use crate::store::people::Person;

/// Letters and figures of a nonce.
const NONCE: usize = 16;

/// Who waits for a document: an officer, with one form for one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub(super) reference: ReportReference,
    /// The key of the officer.
    pub(super) by: String,
    nonce: String,
}

impl Waiting {
    /// With a form that held no document before.
    pub fn new(reference: ReportReference, by: &Person) -> anyhow::Result<Self> {
        let nonce = new_secret()?.chars().take(NONCE).collect();
        Ok(Self { reference, by: by.id.clone(), nonce })
    }

    /// With the form that says so of itself; nothing for what is no nonce, since it becomes part of a path.
    pub fn of(reference: ReportReference, by: &Person, nonce: &str) -> Option<Self> {
        let is_nonce = nonce.len() == NONCE && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_nonce.then(|| Self { reference, by: by.id.clone(), nonce: nonce.to_owned() })
    }

    /// The same form while what it holds is filed: nobody gives the document up meanwhile.
    pub(super) fn while_filing(&self) -> Self {
        Self { nonce: format!("{}-filing", self.nonce), ..self.clone() }
    }

    /// What the form says of itself when it is sent again.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Notes that a document that is in the folder waits.
    pub fn note(&self, files: &Files, sha256: &str) -> Result<(), FilesError> {
        files.wait(sha256, &self.name())
    }

    /// The document, if it waits for this form, and anew for a day; no other, whoever knows its hash.
    pub fn find(&self, files: &Files, (sha256, name): (&str, &str)) -> Result<Option<Kept>, FilesError> {
        if !files.wait_on(sha256, &self.name())? {
            return Ok(None);
        }
        let kept = match files.kept(sha256, name) {
            // It is not called as it was when it came.
            Err(FilesError::Unwanted(_)) => return Ok(None),
            kept => kept?,
        };
        if kept.is_none() {
            self.settle(files, sha256)?;
        }
        Ok(kept)
    }

    /// Takes the note away.
    pub(super) fn settle(&self, files: &Files, sha256: &str) -> Result<(), FilesError> {
        files.settle(sha256, &self.name())
    }

    /// Removes the document of a filing that nobody goes on with here, unless something names it or another form holds
    /// the same.
    pub fn give_up(&self, store: &Store, files: &Files, sha256: &str) -> Result<(), AttachError> {
        self.settle(files, sha256)?;
        discard(store, files, sha256)
    }

    fn name(&self) -> String {
        format!("{}-{}-{}", self.reference, self.by, self.nonce)
    }
}
