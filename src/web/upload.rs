//! A form that brings a file. Its small fields come first, so that whoever may not send it is told before
//! a byte of the file is stored; the file goes to the disk as it comes.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use futures_util::StreamExt;

use super::Site;
use super::error::PageError;
use super::session::SignedIn;
use crate::domain::draft::{DOCUMENT_BYTES, Unfit, is_name, without_folders};
use crate::files::{Files, FilesError, Incoming, Kept, Unwanted};

/// Bytes of a small field.
const FIELD_BYTES: usize = 1_000;
/// Bytes gathered before they go to the disk.
const GATHERED: usize = 256 * 1024;
/// A slow line may take its time; one that stands still for so long is gone.
const STANDS_STILL: Duration = Duration::from_secs(30);
/// Bytes that are still taken from somebody who is refused: a browser shows the answer only once it has
/// sent what it had to send.
const HEARD_OUT: usize = 64 * 1024 * 1024;

/// What a form brought.
pub(super) struct Uploaded {
    /// The small field beside the file.
    pub(super) form: String,
    /// The name as the browser sent it, without folders.
    pub(super) name: String,
    /// The file, in its place.
    pub(super) kept: Kept,
}

/// Why a file was not taken; each has its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No file was chosen.
    NoFile,
    /// It is larger than a document may be.
    TooLarge,
    /// It is of no kind that is taken.
    Unwanted(Unwanted),
    /// It does not fit beside the others, or cannot be called so.
    Unfit(Unfit),
}

/// What became of a form.
pub(super) enum Outcome {
    Uploaded(Uploaded),
    /// Refused, with the name of the file.
    Refused(Refusal, String),
}

/// The parts of a form as they come. Nothing is asked of one that has ended or is broken: its parser takes
/// that for a fault of ours.
pub(super) struct Parts(Option<Multipart>);

impl Parts {
    pub(super) fn new(parts: Multipart) -> Self {
        Self(Some(parts))
    }

    async fn next(&mut self) -> Result<Option<Field>, PageError> {
        let Some(parts) = &mut self.0 else { return Ok(None) };
        match timeout(STANDS_STILL, parts.next()).await {
            Ok(Some(Ok(field))) => Ok(Some(field)),
            Ok(None) => {
                self.0 = None;
                Ok(None)
            }
            Ok(Some(Err(_))) | Err(_) => {
                self.0 = None;
                Err(PageError::Unreadable)
            }
        }
    }

    /// Takes what is still to come, and keeps nothing of it.
    pub(super) async fn hear_out(mut self) {
        let mut heard = 0;
        while let Ok(Some(mut field)) = self.next().await {
            while let Ok(Some(Ok(piece))) = timeout(STANDS_STILL, field.next()).await {
                heard += piece.len();
                if heard > HEARD_OUT {
                    return;
                }
            }
        }
    }
}

/// Receives a form whose first field is the token of the session, then `form`, then `file`.
pub(super) async fn receive(
    site: &Data<Site>,
    request: &HttpRequest,
    by: &SignedIn,
    mut parts: Parts,
) -> Result<Outcome, PageError> {
    let outcome = read(site, request, by, &mut parts).await;
    if !matches!(outcome, Ok(Outcome::Uploaded(_))) {
        parts.hear_out().await;
    }
    outcome
}

/// The text of the next field, which must be called so.
async fn small(parts: &mut Parts, name: &str) -> Result<String, PageError> {
    let mut field = parts.next().await?.filter(|field| field.name() == Some(name)).ok_or(PageError::Unreadable)?;
    let read = timeout(STANDS_STILL, field.bytes(FIELD_BYTES)).await.map_err(|_still| PageError::Unreadable)?;
    let bytes = read.map_err(|_long| PageError::Unreadable)?.map_err(|_broken| PageError::Unreadable)?;
    String::from_utf8(bytes.to_vec()).map_err(|_other| PageError::Unreadable)
}

async fn read(
    site: &Data<Site>,
    request: &HttpRequest,
    by: &SignedIn,
    parts: &mut Parts,
) -> Result<Outcome, PageError> {
    by.sent_token(site, request, &small(parts, "form_token").await?)?;
    let form = small(parts, "form").await?;
    let field = parts.next().await?.filter(|field| field.name() == Some("file")).ok_or(PageError::Unreadable)?;
    let sent = field.content_disposition().and_then(|about| about.get_filename()).unwrap_or_default();
    // Browsers write a quotation mark so (HTML, 4.10.21.8).
    let name = without_folders(&sent.replace("%22", "\"")).to_owned();
    if name.is_empty() {
        return Ok(Outcome::Refused(Refusal::NoFile, name));
    }
    if let Err(unfit) = is_name(&name) {
        return Ok(Outcome::Refused(Refusal::Unfit(unfit), name));
    }
    let files = site.portal.files().clone();
    let stored = match to_disk(files, field).await {
        Ok(incoming) => {
            // Only a form that is whole is taken: its end may be missing after the file.
            if parts.next().await?.is_some() {
                return Err(PageError::Unreadable);
            }
            let called = name.clone();
            on_disk(move || incoming.keep(&called)).await
        }
        Err(stopped) => Err(stopped),
    };
    match stored {
        Ok(kept) => Ok(Outcome::Uploaded(Uploaded { form, name, kept })),
        Err(Stopped::Files(FilesError::TooLarge)) => Ok(Outcome::Refused(Refusal::TooLarge, name)),
        Err(Stopped::Files(FilesError::Unwanted(Unwanted::Empty))) if name.is_empty() => {
            Ok(Outcome::Refused(Refusal::NoFile, name))
        }
        Err(Stopped::Files(FilesError::Unwanted(why))) => Ok(Outcome::Refused(Refusal::Unwanted(why), name)),
        Err(Stopped::Files(error)) => Err(page(error)),
        Err(Stopped::Page(error)) => Err(error),
    }
}

/// The page for what the folder says.
pub(super) fn page(error: FilesError) -> PageError {
    match error {
        FilesError::Full { .. } => {
            tracing::error!(%error, "there is no room for documents");
            PageError::NoRoom
        }
        error => PageError::Internal(error.into()),
    }
}

/// Why storing stopped.
enum Stopped {
    Files(FilesError),
    Page(PageError),
}

/// Work on files, away from the threads that answer.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FilesError> + Send + 'static,
) -> Result<T, Stopped> {
    let done = web::block(work).await.map_err(|_stopping| Stopped::Page(PageError::Unavailable))?;
    done.map_err(Stopped::Files)
}

/// Writes the field to the disk as it comes; what was written goes when this fails.
async fn to_disk(files: Files, mut field: Field) -> Result<Incoming, Stopped> {
    let mut incoming = on_disk(move || files.begin(DOCUMENT_BYTES)).await?;
    let mut gathered: Vec<u8> = Vec::new();
    loop {
        let still = |_still| Stopped::Page(PageError::Unreadable);
        let piece = timeout(STANDS_STILL, field.next()).await.map_err(still)?;
        let is_last = piece.is_none();
        if let Some(piece) = piece {
            gathered.extend(piece.map_err(|_broken| Stopped::Page(PageError::Unreadable))?);
        }
        if is_last || gathered.len() >= GATHERED {
            let written = std::mem::take(&mut gathered);
            incoming = on_disk(move || incoming.write(&written).map(|()| incoming)).await?;
        }
        if is_last {
            return Ok(incoming);
        }
    }
}
