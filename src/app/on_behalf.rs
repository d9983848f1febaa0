//! Filing for a State what it sent on paper or by e-mail. Its words are not retyped: the original goes with the
//! report as it came, and the day it came is the day of receipt.

use chrono::{DateTime, NaiveDate, Utc};
use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::attaching::{AttachError, named, standing_documents};
use super::doubts::{Doubt, doubts, kept};
use super::drafting::{DraftingError, form_set, is_voluntary, read_submission};
use super::known::known_of;
use super::letters::notify_state;
use super::reviewing::{Version, versions_as_of};
use super::submitting::entry;
use super::waiting::Waiting;
use super::{Edition, Portal};
use crate::domain::calendar::Cycle;
use crate::domain::draft::{Document, Unfit, may_join};
use crate::domain::filing::{Filing, Original, standing};
use crate::domain::letter::Matter;
use crate::domain::report::{Availability, FilingKind, ReportReference, canonical};
use crate::files::{FilesError, Kept};
use crate::store::audit_entries::insert_entry;
use crate::store::revisions::hold_data;
use crate::store::submissions::{self, Submission};
use crate::store::{Db, Store, StoreError, StoreResult, attachments, drafts};

/// What the secretariat knows of a report that came another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// When and how it came.
    pub original: Original,
    /// What it is of the filing that stands; nothing where none stands.
    pub further: Option<Further>,
    /// What the State chose; nothing where it did not say, which nobody takes for a yes.
    pub availability: Option<Availability>,
    /// Letters of the forms that may be shown, where only some may.
    pub availability_forms: Vec<String>,
    /// Number of the note under which it came, as the State wrote it.
    pub note_number: String,
    /// The note's date, as the State wrote it.
    pub note_date: String,
    /// The name of the file.
    pub name: String,
    /// The file, in its place already.
    pub kept: Kept,
    /// The version it would be when the form was shown: the same form sent again files nothing.
    pub version: i32,
    /// The points that were confirmed on the page that showed the filing.
    pub confirmed: Vec<Doubt>,
}

/// What a document is that came after a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Further {
    /// It takes the place of what was filed, mended.
    Correction,
    /// It adds what is new.
    Update,
}

impl Further {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Correction, Self::Update];

    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        self.kind().word()
    }

    /// The one of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|further| further.key() == key)
    }

    fn kind(self) -> FilingKind {
        match self {
            Self::Correction => FilingKind::Correction,
            Self::Update => FilingKind::Update,
        }
    }
}

impl Paper {
    fn kind(&self) -> FilingKind {
        self.further.map_or(FilingKind::FreeFormat, Further::kind)
    }
}

/// Why nothing was filed.
#[derive(Debug, thiserror::Error)]
pub enum OnBehalfError {
    /// The State is writing the report here.
    #[error("the State has a draft of the report")]
    Drafted,
    /// The very same document was filed before, as when an answer is lost on its way.
    #[error("the same document was filed before")]
    Again,
    /// It was filed, corrected or recalled since the form was shown, there is another point to confirm, or other forms hold.
    #[error("something happened to the report meanwhile")]
    Changed,
    /// The file cannot be called so.
    #[error("the document does not fit: {0:?}")]
    Unfit(Unfit),
    /// The file is not in the folder.
    #[error("the document {0} is not in the folder of documents")]
    NoFile(String),
    /// The folder of files.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// No forms hold for the report.
    #[error(transparent)]
    Drafting(#[from] DraftingError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a report can be filed for its State.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// As this version.
    Open(i32),
    /// As this version, which corrects or updates what stands.
    Further {
        /// The version.
        version: i32,
        /// When what stands counts as received.
        since: DateTime<Utc>,
    },
    /// The State is writing it here.
    Drafted,
}

/// Whether the report can be filed for its State now.
pub fn room_for(store: &Store, reference: ReportReference) -> StoreResult<Room> {
    let (filed, draft) = store.snapshot(|db| -> StoreResult<_> {
        Ok((submissions::list_filed_of(db, reference)?, drafts::find_draft(db, reference)?))
    })?;
    let version = filed.last().map_or(0, |last| last.version) + 1;
    Ok(match (draft, standing(&filed)) {
        (Some(_), _) => Room::Drafted,
        (None, Some(filed)) => Room::Further { version, since: filed.received_at() },
        (None, None) => Room::Open(version),
    })
}

/// Whether a report of the cycle can have come: that of the cycle after the one that is open may come early, and none
/// of a later one.
pub fn is_fileable(edition: &Edition, cycle: Cycle) -> bool {
    Cycle::containing(edition.today).next().is_none_or(|next| cycle <= next)
}

/// Whether that very document stands filed for the State, as where the same form is sent once more.
pub fn is_filed(store: &Store, reference: ReportReference, sha256: &str) -> StoreResult<bool> {
    store.snapshot(|db| Ok(stands(&versions_as_of(db, reference)?, sha256)))
}

fn stands(filed: &[Version], sha256: &str) -> bool {
    let is_same = |one: &Version| one.submission.original.is_some() && one.submission.document.contains(sha256);
    filed.iter().any(|one| one.stands() && is_same(one))
}

/// Files the report for its State, with the document that waits; gives its version.
///
/// The document goes where it is never filed so: it stands filed already, or does not fit. After any other error it still
/// waits, for another try or for the next day's sweep.
pub fn file_on_behalf(
    portal: &Portal,
    waiting: &Waiting,
    paper: Paper,
    now: DateTime<Utc>,
) -> Result<String, OnBehalfError> {
    let (store, files, sha256) = (portal.store(), portal.files(), paper.kept.sha256.clone());
    // A copy of the same page may give the document up while it is filed here.
    let filing = waiting.while_filing();
    filing.note(files, &sha256)?;
    // Opening it puts it back where it is on its way out.
    let filed = match files.open(&sha256)? {
        Some(_) => file(portal, waiting, paper, now),
        None => Err(OnBehalfError::NoFile(sha256.clone())),
    };
    let settled = filing.settle(files, &sha256);
    match filed {
        Ok(id) => {
            // The row names it by now. A note that stays all the same goes after a day.
            if let Err(error) = settled.and_then(|()| waiting.settle(files, &sha256)) {
                tracing::warn!(%error, "that a document waits could not be taken back");
            }
            // One that is on its way out is put back by opening it.
            match files.open(&sha256) {
                Ok(None) => return Err(OnBehalfError::NoFile(sha256)),
                Ok(Some(_)) => {}
                // It is filed, and whoever opens the document is told.
                Err(error) => tracing::warn!(%error, "a document that was filed could not be opened"),
            }
            Ok(id)
        }
        Err(error) => {
            settled?;
            if matches!(error, OnBehalfError::Again | OnBehalfError::Unfit(_)) {
                waiting.give_up(store, files, &sha256).map_err(|error| match error {
                    AttachError::Files(error) => OnBehalfError::Files(error),
                    AttachError::Store(error) => OnBehalfError::Store(error),
                    other => OnBehalfError::Store(StoreError::Refused(other.to_string())),
                })?;
            }
            Err(error)
        }
    }
}

fn file(portal: &Portal, waiting: &Waiting, paper: Paper, now: DateTime<Utc>) -> Result<String, OnBehalfError> {
    let (edition, reference) = (portal.edition(), waiting.reference);
    let set = form_set(&edition, reference)?.name();
    let is_voluntary = nothing_asks(portal, reference, paper.original.received_on)?;
    let document = Document {
        name: paper.name.clone(),
        form: None,
        sha256: paper.kept.sha256.clone(),
        bytes: paper.kept.bytes,
        media_type: paper.kept.kind.media_type().to_owned(),
        fault: paper.kept.fault.map(str::to_owned),
        text: paper.kept.text.clone(),
    };
    may_join(&[], &document.name, document.bytes).map_err(OnBehalfError::Unfit)?;
    let doubts = doubts(&edition, reference, &paper, is_voluntary);
    if doubts.iter().any(|doubt| !paper.confirmed.contains(doubt)) {
        return Err(OnBehalfError::Changed);
    }
    let refused = |error: &dyn std::error::Error| StoreError::Refused(error.to_string());
    let bytes =
        canonical(&written(reference, &set, &paper, &document, is_voluntary)).map_err(|error| refused(&error))?;
    let new = Submission {
        id: format!("{reference}.{}", paper.version),
        reference,
        version: paper.version,
        sha256: HEXLOWER.encode(&Sha256::digest(&bytes)),
        document: String::from_utf8(bytes).map_err(|error| refused(&error))?,
        submitted_at: now,
        submitted_by: waiting.by.clone(),
        contacts_public: false,
        confirmed: kept(&doubts),
        original: Some(paper.original),
        classification: None,
    };
    // What cannot be read again is not filed.
    read_submission(&edition, &new)?;
    let data = edition.data;
    portal.store().write(move |db| {
        // It would name a form set that holds no more.
        if hold_data(db)? != data {
            return Err(OnBehalfError::Changed);
        }
        drafts::open_report(db, reference, now)?;
        drafts::take_turn(db, reference)?;
        is_free(db, &new, &paper, &document.sha256)?;
        // The draft that every document belongs to, open for this moment only.
        let draft = drafts::insert_draft(db, reference, paper.kind(), &set, &new.submitted_by, now)?;
        attachments::insert_attachment(db, &draft, &document, &new.submitted_by, now)?;
        drafts::end_draft(db, &draft, now)?;
        submissions::insert_submission(db, &new)?;
        let Original { received_on, how } = paper.original;
        let detail = json!({
            "version": 1,
            "sha256": new.sha256,
            "kind": paper.kind().word(),
            "received_on": received_on.to_string(),
            "received_how": how.key(),
            "document": named(&document),
        });
        insert_entry(db, &entry(now, &new.submitted_by, "report.filed_on_behalf", &new.id, detail))?;
        notify_state(db, reference.party, &new.id, &told(&new, &paper), now)?;
        Ok(new.id.clone())
    })
}

/// Whether the report is voluntary, as of the day its document came.
pub fn nothing_asks(portal: &Portal, reference: ReportReference, received_on: NaiveDate) -> StoreResult<bool> {
    let edition = portal.edition();
    let known = known_of(portal.store(), &edition, reference.party, reference.regime)?;
    Ok(is_voluntary(&edition, &known, reference, received_on))
}

/// Whether a document of that name stands in the report: what adds to the report would put it out of sight.
pub fn has_document(portal: &Portal, reference: ReportReference, name: &str) -> StoreResult<bool> {
    let edition = portal.edition();
    let known = known_of(portal.store(), &edition, reference.party, reference.regime)?;
    Ok(standing_documents(known.standing_versions(reference)).iter().any(|document| document.name == name))
}

fn is_free(db: &mut Db, new: &Submission, paper: &Paper, sha256: &str) -> Result<(), OnBehalfError> {
    if drafts::find_draft(db, new.reference)?.is_some() {
        return Err(OnBehalfError::Drafted);
    }
    let filed = versions_as_of(db, new.reference)?;
    if stands(&filed, sha256) {
        return Err(OnBehalfError::Again);
    }
    let is_next = filed.last().map_or(0, |last| last.submission.version) + 1 == new.version;
    let has_standing = standing(&filed).is_some();
    if is_next && has_standing == paper.further.is_some() { Ok(()) } else { Err(OnBehalfError::Changed) }
}

fn told(new: &Submission, paper: &Paper) -> Matter {
    Matter::FiledOnBehalf {
        submission: new.id.clone(),
        received_on: paper.original.received_on,
        filing: paper.kind().word().to_owned(),
        sha256: new.sha256.clone(),
        path: format!("/desk/reports/{}/receipt", new.reference),
    }
}

/// The report file: what the cover of the original says, and the original. What the State did not say is not in it.
fn written(reference: ReportReference, set: &str, paper: &Paper, document: &Document, is_voluntary: bool) -> Value {
    let mut cover = Map::new();
    if let Some(availability) = paper.availability {
        cover.insert("availability".into(), availability.word().into());
        if availability == Availability::Partially {
            cover.insert("availability_forms".into(), paper.availability_forms.clone().into());
        }
    }
    let said = [("number", &paper.note_number), ("date", &paper.note_date)];
    let note: Map<String, Value> = said
        .into_iter()
        .filter(|(_, said)| !said.is_empty())
        .map(|(name, said)| (name.to_owned(), said.as_str().into()))
        .collect();
    if !note.is_empty() {
        cover.insert("note_verbale".into(), note.into());
    }
    let mut file = json!({
        "party": reference.party.as_str(),
        "regime": reference.regime.as_str(),
        "cycle": reference.cycle.year(),
        "kind": paper.kind().word(),
        "form_set": set,
        "submitted_on": paper.original.received_on.to_string(),
        "cover": cover,
        "attachments": [named(document)],
    });
    if let (true, Some(members)) = (is_voluntary, file.as_object_mut()) {
        members.insert("voluntary".into(), true.into());
    }
    file
}
