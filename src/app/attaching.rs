//! Documents that come with a report: add one, take one out, find one for a reader.
//!
//! The bytes come first and the row that names them second: between the two a file has no name and harms
//! nobody, and no row ever names what is not on the disk.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Edition;
use super::drafting::{DraftingError, form_set, key_of_answering, key_of_open, own};
use super::submitting::entry;
use crate::domain::access::ForParty;
use crate::domain::draft::{Document, Unfit, may_join};
use crate::domain::report::{Attachment, Opening, Report, ReportReference};
use crate::domain::validation::AttachmentSeen;
use crate::files::{Files, FilesError, Kept};
use crate::store::attachments::{self, Attached};
use crate::store::audit_entries::insert_entry;
use crate::store::drafts::Draft;
use crate::store::submissions::Submission;
use crate::store::{Db, Store, StoreError, StoreResult, drafts};

/// Why a document was not added or taken out.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// It does not fit beside the others.
    #[error("the document does not fit: {0:?}")]
    Unfit(Unfit),
    /// Somebody removed the same content at the same moment.
    #[error("the file was removed at the same moment")]
    Gone,
    /// No draft of the report is open, or it is another State's.
    #[error(transparent)]
    Drafting(#[from] DraftingError),
    /// The folder of files.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody sends with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The key of the draft that the form showed; nothing stands for whichever is open.
    pub draft: Option<String>,
    /// The name as given.
    pub name: String,
    /// Letter of the form it belongs to.
    pub form: Option<String>,
    /// The file, in its place already.
    pub kept: Kept,
    /// By whom: the key of a person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a document that is in the folder to the open draft. If it does not fit, or the draft answers other forms than the
/// one whose letter it bears, the file goes again.
pub fn attach(
    store: &Store,
    edition: &Edition,
    files: &Files,
    leave: ForParty,
    reference: ReportReference,
    sent: Sent,
) -> Result<(), AttachError> {
    let sha256 = sent.kept.sha256.clone();
    let (by, at) = (sent.by.clone(), sent.at);
    let meant = own(leave, reference).and_then(|reference| Ok((reference, form_set(edition, reference)?.clone())));
    let added = meant.map_err(AttachError::from).and_then(|(reference, set)| {
        store.write(move |db| {
            let draft_id = key_of_answering(db, reference, sent.draft.as_deref(), &set)?;
            attach_in(db, &draft_id, reference, &sent)
        })
    });
    match added {
        Ok(_) if files.holds(&sha256) => Ok(()),
        Ok((draft_id, id)) => {
            store.write(move |db| attachments::remove_attachment(db, &draft_id, &id, &by, at))?;
            Err(AttachError::Gone)
        }
        Err(error) => {
            discard(store, files, &sha256)?;
            Err(error)
        }
    }
}

/// Keys of the draft and of the document in it.
fn attach_in(
    db: &mut Db,
    draft_id: &str,
    reference: ReportReference,
    sent: &Sent,
) -> Result<(String, String), AttachError> {
    // Two at once meet on the draft: the second counts the first.
    if !drafts::hold_draft(db, draft_id)? {
        return Err(DraftingError::NotFound.into());
    }
    let there: Vec<_> = attachments::list_attachments(db, draft_id)?.into_iter().map(|one| one.document).collect();
    may_join(&there, &sent.name, sent.kept.bytes).map_err(AttachError::Unfit)?;
    let document = Document {
        name: sent.name.clone(),
        form: sent.form.clone(),
        sha256: sent.kept.sha256.clone(),
        bytes: sent.kept.bytes,
        media_type: sent.kept.kind.media_type().to_owned(),
        fault: sent.kept.fault.map(str::to_owned),
        text: sent.kept.text.clone(),
    };
    let id = attachments::insert_attachment(db, draft_id, &document, &sent.by, sent.at)?;
    let detail = json!({ "version": 1, "document": named(&document) });
    insert_entry(db, &entry(sent.at, &sent.by, "report.document_added", &reference.to_string(), detail))?;
    Ok((draft_id.to_owned(), id))
}

/// Which document somebody takes out of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The key of the draft that the page showed; nothing stands for whichever is open.
    pub draft: Option<String>,
    /// The key of the document in it.
    pub id: String,
    /// By whom: the key of a person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Takes a document out of the open draft; gives its name. The file goes with it unless a draft or a
/// submission still has it.
pub fn detach(
    store: &Store,
    files: &Files,
    leave: ForParty,
    reference: ReportReference,
    removal: Removal,
) -> Result<String, AttachError> {
    let reference = own(leave, reference)?;
    let removed = store.write(move |db| -> Result<Document, AttachError> {
        let Removal { draft, id, by, at } = &removal;
        let draft_id = key_of_open(db, reference, draft.as_deref())?;
        let held = drafts::hold_draft(db, &draft_id)?;
        let there = attachments::list_attachments(db, &draft_id)?;
        let found = there.into_iter().find(|attached| held && attached.id == *id);
        let found = found.ok_or(DraftingError::NotFound)?;
        take_out(db, reference, &draft_id, &found, (by, *at))?;
        Ok(found.document)
    })?;
    discard(store, files, &removed.sha256)?;
    Ok(removed.name)
}

/// Takes out of the open draft of a report what came with a filing that was withdrawn, unless a filing that stands names
/// it too: it may be another State's, and would be filed again with the next correction.
pub(super) fn detach_withdrawn(
    db: &mut Db,
    withdrawn: &Submission,
    standing: &[&Submission],
    by_at: (&str, DateTime<Utc>),
) -> StoreResult<()> {
    let reference = withdrawn.reference;
    let Some(draft) = drafts::find_draft(db, reference)? else { return Ok(()) };
    for attached in attachments::list_attachments(db, &draft.id)? {
        let is_in = |filing: &Submission| filing.document.contains(&attached.document.sha256);
        if is_in(withdrawn) && !standing.iter().any(|filing| is_in(filing)) {
            take_out(db, reference, &draft.id, &attached, by_at)?;
        }
    }
    Ok(())
}

fn take_out(
    db: &mut Db,
    reference: ReportReference,
    draft_id: &str,
    Attached { id, document, .. }: &Attached,
    (by, at): (&str, DateTime<Utc>),
) -> StoreResult<()> {
    attachments::remove_attachment(db, draft_id, id, by, at)?;
    let detail = json!({ "version": 1, "document": named(document) });
    insert_entry(db, &entry(at, by, "report.document_removed", &reference.to_string(), detail))
}

/// Removes a file that nobody names any more.
pub fn discard(store: &Store, files: &Files, sha256: &str) -> Result<(), AttachError> {
    files.discard(sha256, || Ok(store.read(|db| attachments::is_named(db, sha256))?))
}

/// The open draft, and its documents.
pub fn attached(
    store: &Store,
    leave: ForParty,
    reference: ReportReference,
) -> Result<(Draft, Vec<Attached>), DraftingError> {
    let reference = own(leave, reference)?;
    let found = store.snapshot(|db| match drafts::find_draft(db, reference)? {
        Some(draft) => {
            let attached = attachments::list_attachments(db, &draft.id)?;
            Ok(Some((draft, attached)))
        }
        None => Ok(None),
    })?;
    found.ok_or(DraftingError::NotFound)
}

/// The document of that hash in a report, if it is open.
pub fn shown<'r>(report: &'r Report, sha256: &str, opening: &Opening) -> Option<&'r Attachment> {
    let same = report.attachments.iter().filter(|one| one.sha256.as_deref() == Some(sha256));
    same.into_iter().find(|one| opening.shows_attachment(one))
}

/// A document as a report file names it.
pub(super) fn named(document: &Document) -> Value {
    json!({
        "name": document.name,
        "form": document.form,
        "sha256": document.sha256,
        "bytes": document.bytes,
        "media_type": document.media_type,
    })
}

/// The documents that a report names and that the folder can hold.
pub(super) fn documents(report: &Report) -> Vec<Document> {
    let document = |one: &Attachment| {
        Some(Document {
            name: one.name.clone()?,
            form: one.form.clone(),
            sha256: one.sha256.clone()?,
            bytes: one.bytes.and_then(|bytes| u64::try_from(bytes).ok())?,
            media_type: one.media_type.clone()?,
            fault: None,
            text: None,
        })
    };
    report.attachments.iter().filter_map(document).collect()
}

/// The documents of a report that stand, of its versions the first first: those of the newest that has words here,
/// which names all that it keeps, and of what came on paper after it. Of two that bear one name it is the newer.
pub(super) fn standing_documents<'r>(versions: impl DoubleEndedIterator<Item = &'r Report>) -> Vec<Document> {
    let mut standing: Vec<Document> = Vec::new();
    for version in versions.rev() {
        for document in documents(version) {
            if !standing.iter().any(|other| other.name == document.name) {
                standing.push(document);
            }
        }
        if !version.is_wordless() {
            break;
        }
    }
    standing
}

/// Adds documents of an earlier version, with what was seen in them then.
pub(super) fn attach_again(
    db: &mut Db,
    draft_id: &str,
    documents: &[Document],
    by: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for document in documents {
        let known = attachments::find_content(db, &document.sha256)?;
        let (fault, text) = known.map(|known| (known.fault, known.text)).unwrap_or_default();
        let document = Document { fault, text, ..document.clone() };
        attachments::insert_attachment(db, draft_id, &document, by, now)?;
    }
    Ok(())
}

/// What the rules may know of documents, by name.
pub(super) fn seen<'d>(documents: impl Iterator<Item = &'d Document>) -> BTreeMap<String, AttachmentSeen> {
    let seen = documents.map(|document| {
        (document.name.clone(), AttachmentSeen { fault: fault_of(document), text: document.text.clone() })
    });
    seen.collect()
}

/// Why a document cannot be used, as rule G-28 says it.
pub fn fault_of(document: &Document) -> Option<&'static str> {
    const FAULTS: [&str; 2] = ["encrypted", "active"];
    FAULTS.into_iter().find(|known| document.fault.as_deref() == Some(*known))
}
