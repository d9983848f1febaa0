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
use super::posted::Posted;
use super::session::SignedIn;
use crate::domain::draft::{DOCUMENT_BYTES, Unfit, is_name, without_folders};
use crate::files::{Files, FilesError, Incoming, Kept, Unwanted};

/// Bytes of a small field.
const FIELD_BYTES: usize = 1_000;
/// Small fields of a form; the fullest has some twenty.
const FIELDS: usize = 40;
/// Bytes gathered before they go to the disk.
const GATHERED: usize = 256 * 1024;
/// A slow line may take its time; one that stands still for so long is gone.
const STANDS_STILL: Duration = Duration::from_secs(30);
/// Bytes that are still taken from somebody who is refused: a browser shows the answer only once it has
/// sent what it had to send.
const HEARD_OUT: usize = 64 * 1024 * 1024;

/// What a form brought.
pub(super) struct Received {
    /// The small fields beside the file.
    pub(super) fields: Posted,
    /// The name as the browser sent it, without folders.
    pub(super) name: String,
    /// The file, in its place, or why it was not taken.
    pub(super) file: Result<Kept, Refusal>,
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
                Err(PageError::OddForm)
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

/// Receives a form whose first field is the token of the session, whose last is `file`, and whose other fields
/// pass the check.
pub(super) async fn receive(
    site: &Data<Site>,
    request: &HttpRequest,
    by: &SignedIn,
    mut parts: Parts,
    check: impl Fn(&Posted) -> Result<(), PageError>,
) -> Result<Received, PageError> {
    let received = read(site, request, by, &mut parts, check).await;
    if !matches!(received, Ok(Received { file: Ok(_), .. })) {
        parts.hear_out().await;
    }
    received
}

/// The text of a small field.
async fn small(field: &mut Field) -> Result<String, PageError> {
    let read = timeout(STANDS_STILL, field.bytes(FIELD_BYTES)).await.map_err(|_still| PageError::OddForm)?;
    let bytes = read.map_err(|_long| PageError::OddForm)?.map_err(|_broken| PageError::OddForm)?;
    String::from_utf8(bytes.to_vec()).map_err(|_other| PageError::OddForm)
}

async fn read(
    site: &Data<Site>,
    request: &HttpRequest,
    by: &SignedIn,
    parts: &mut Parts,
    check: impl Fn(&Posted) -> Result<(), PageError>,
) -> Result<Received, PageError> {
    let mut fields = Vec::new();
    let field = loop {
        let Some(mut field) = parts.next().await? else {
            // Whole, but for a file: as of a form that was made by hand.
            return without_file(fields, check);
        };
        let name = field.name().unwrap_or_default().to_owned();
        match (fields.len(), name.as_str()) {
            (0, "form_token") => by.sent_token(site, request, &small(&mut field).await?)?,
            (0, _) | (FIELDS, _) => return Err(PageError::OddForm),
            (_, "file") => break field,
            _ => {}
        }
        let text = if fields.is_empty() { String::new() } else { small(&mut field).await? };
        fields.push((name, text));
    };
    let fields = Posted::of(fields);
    check(&fields)?;
    let sent = field.content_disposition().and_then(|about| about.get_filename()).unwrap_or_default();
    // Browsers write a quotation mark so (HTML, 4.10.21.8).
    let name = without_folders(&sent.replace("%22", "\"")).to_owned();
    if name.is_empty() {
        return Ok(Received { fields, name, file: Err(Refusal::NoFile) });
    }
    if let Err(unfit) = is_name(&name) {
        return Ok(Received { fields, name, file: Err(Refusal::Unfit(unfit)) });
    }
    let files = site.portal.files().clone();
    let stored = match to_disk(files, field).await {
        Ok(incoming) => {
            // Only a form that is whole is taken: its end may be missing after the file.
            if parts.next().await?.is_some() {
                return Err(PageError::OddForm);
            }
            let called = name.clone();
            on_disk(move || incoming.keep(&called)).await
        }
        Err(stopped) => Err(stopped),
    };
    let file = match stored {
        Ok(kept) => Ok(kept),
        Err(Stopped::Files(FilesError::TooLarge)) => Err(Refusal::TooLarge),
        Err(Stopped::Files(FilesError::Unwanted(why))) => Err(Refusal::Unwanted(why)),
        Err(Stopped::Files(error)) => return Err(page(error)),
        Err(Stopped::Page(error)) => return Err(error),
    };
    Ok(Received { fields, name, file })
}

fn without_file(
    fields: Vec<(String, String)>,
    check: impl Fn(&Posted) -> Result<(), PageError>,
) -> Result<Received, PageError> {
    // Without its first field nobody knows whose form it is.
    if fields.is_empty() {
        return Err(PageError::OddForm);
    }
    let fields = Posted::of(fields);
    check(&fields)?;
    Ok(Received { fields, name: String::new(), file: Err(Refusal::NoFile) })
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
        let still = |_still| Stopped::Page(PageError::OddForm);
        let piece = timeout(STANDS_STILL, field.next()).await.map_err(still)?;
        let is_last = piece.is_none();
        if let Some(piece) = piece {
            gathered.extend(piece.map_err(|_broken| Stopped::Page(PageError::OddForm))?);
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
