//! Documents that come with reports, as readers meet them: a list on a page, and each as a download.
//!
//! A document is never shown by the browser under our address: it goes out as an attachment, of the type
//! that its content has, with a policy that lets nothing in it run.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Take};

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    EntityTag, HeaderValue, IF_NONE_MATCH,
};
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;

use super::Site;
use super::address::named;
use super::error::PageError;
use super::ranges::{Part, asked};
use super::session::blocking;
use crate::app::attaching::shown;
use crate::app::opening::all_open_to;
use crate::domain::report::{Attachment, Audience, Opening, Report, ReportReference};
use crate::files::{FilesError, Kind};
use crate::text::{Text, in_groups};

/// Bytes in memory for each download under way.
const PIECE: usize = 64 * 1024;
/// Nothing in the file may run, load or be shown as a page of ours.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The documents of a report as the audience may have them.
pub(super) struct Listed {
    pub(super) shown: Vec<DocumentView>,
    /// That there are more, where they are withheld.
    pub(super) withheld: String,
}

impl Listed {
    pub(super) fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.withheld.is_empty()
    }
}

/// A document in a list.
pub(super) struct DocumentView {
    pub(super) name: String,
    /// Empty where the file was never here.
    pub(super) address: String,
    /// The form it belongs to, its kind and its size.
    pub(super) about: String,
    /// In groups, so that it can be compared by eye.
    pub(super) sha256: String,
    /// Where it can be looked up, on a receipt alone.
    pub(super) verify: String,
}

impl DocumentView {
    /// A document of a report whose pages are at `address`.
    pub(super) fn new(t: &Text, attachment: &Attachment, address: &str) -> Self {
        let sha256 = attachment.sha256.clone().unwrap_or_default();
        let form = match &attachment.form {
            Some(letter) => t.with("document-of-form", "letter", letter.as_str()),
            None => t.say("document-of-report"),
        };
        let kind = attachment.media_type.as_deref().and_then(Kind::of_media_type);
        let kind = kind.map(|kind| t.say(&format!("kind-{}", kind.key())));
        let size = attachment.bytes.and_then(|bytes| u64::try_from(bytes).ok()).map(|bytes| size(t, bytes));
        let about: Vec<String> = [Some(form), kind, size].into_iter().flatten().collect();
        Self {
            name: attachment.name.clone().unwrap_or_default(),
            address: if sha256.is_empty() { String::new() } else { format!("{address}/attachments/{sha256}") },
            about: about.join(&t.say("list-comma")),
            sha256: in_groups(&sha256),
            verify: String::new(),
        }
    }
}

/// A length in words: `340 kB`, `1.2 MB`.
pub(super) fn size(t: &Text, bytes: u64) -> String {
    const KILO: u64 = 1024;
    if bytes < KILO {
        return t.with("size-bytes", "count", i64::try_from(bytes).unwrap_or_default());
    }
    if bytes < KILO * KILO {
        return t.with("size-kb", "count", bytes.div_ceil(KILO).to_string());
    }
    let tenths = bytes.saturating_mul(10).div_ceil(KILO * KILO);
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let count = if tenth == 0 { whole.to_string() } else { format!("{whole}.{tenth}") };
    t.with("size-mb", "count", count)
}

/// The documents of a report, and how many are withheld from the audience.
pub(super) fn listed(t: &Text, report: &Report, opening: &Opening, address: &str) -> Listed {
    let may = |one: &&Attachment| opening.shows_attachment(one);
    let (shown, withheld): (Vec<_>, Vec<_>) = report.attachments.iter().partition(may);
    let withheld = i64::try_from(withheld.len()).unwrap_or_default();
    Listed {
        shown: shown.into_iter().map(|one| DocumentView::new(t, one, address)).collect(),
        withheld: if withheld == 0 { String::new() } else { t.with("documents-withheld", "count", withheld) },
    }
}

/// Gives a document of a report as filed, if one of the versions that the audience may see has it for them.
pub(super) async fn give(
    site: &Data<Site>,
    request: &HttpRequest,
    (code, sha256): (String, String),
    audience: Audience,
) -> Result<HttpResponse, PageError> {
    let reference: ReportReference = named(&code)?;
    let edition = site.portal.edition();
    let found = blocking(site, move |store| all_open_to(store, &edition, audience, reference)).await?;
    for open in found.iter().rev() {
        if let Some(found) = shown(&open.report, &sha256, &open.opening) {
            let name = found.name.as_deref().unwrap_or_default();
            let media_type = found.media_type.as_deref().unwrap_or_default();
            return send(site, request, &sha256, (name, media_type), audience == Audience::Everyone).await;
        }
    }
    Err(PageError::UnknownReport)
}

/// The file of that hash as a download, or the part of it that is asked for: a poor line can go on where it broke.
pub(super) async fn send(
    site: &Data<Site>,
    request: &HttpRequest,
    sha256: &str,
    (name, media_type): (&str, &str),
    is_public: bool,
) -> Result<HttpResponse, PageError> {
    let (kind, tag) = (Kind::of_media_type(media_type), EntityTag::new_strong(sha256.to_owned()));
    let mut answer = HttpResponse::Ok();
    // The bytes under a hash never change, but whether everyone may have them may.
    answer.insert_header((CACHE_CONTROL, if is_public { "no-cache" } else { "private, no-store" }));
    answer.insert_header((CONTENT_SECURITY_POLICY, POLICY));
    answer.insert_header((ETAG, tag.to_string()));
    answer.insert_header((ACCEPT_RANGES, "bytes"));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if is_public && known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag.to_string())) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    let (file, length) = opened(site, sha256).await?;
    let (first, wanted) = match asked(request, &tag, length) {
        Part::Whole => (0, length),
        Part::Bytes(first, last) => {
            answer.status(StatusCode::PARTIAL_CONTENT);
            answer.insert_header((CONTENT_RANGE, format!("bytes {first}-{last}/{length}")));
            (first, last.saturating_sub(first).saturating_add(1))
        }
        Part::Outside => {
            answer.insert_header((CONTENT_RANGE, format!("bytes */{length}")));
            return Ok(answer.status(StatusCode::RANGE_NOT_SATISFIABLE).finish());
        }
    };
    let served = match kind {
        Some(Kind::Text | Kind::Csv) => format!("{media_type}; charset=utf-8"),
        Some(kind) => kind.media_type().to_owned(),
        None => "application/octet-stream".to_owned(),
    };
    let name = kind.map_or_else(|| name.to_owned(), |kind| kind.named(name));
    answer.insert_header((CONTENT_DISPOSITION, disposition(&name)?));
    answer.insert_header((CONTENT_TYPE, served));
    Ok(answer.body(SizedStream::new(wanted, pieces(file, first, wanted))))
}

/// The file and its length.
async fn opened(site: &Data<Site>, sha256: &str) -> Result<(File, u64), PageError> {
    let (files, wanted) = (site.portal.files().clone(), sha256.to_owned());
    let opened = web::block(move || files.open(&wanted)).await.map_err(|_stopping| PageError::Unavailable)?;
    match opened {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(PageError::NoFile(sha256.to_owned())),
        Err(error @ (FilesError::Io { .. } | FilesError::Full { .. })) => {
            tracing::error!(%error, "a document cannot be read");
            Err(PageError::NoFile(sha256.to_owned()))
        }
        Err(error) => Err(PageError::Internal(error.into())),
    }
}

/// So many bytes of the file from one on, piece by piece, read away from the threads that answer.
fn pieces(
    mut file: File,
    first: u64,
    wanted: u64,
) -> impl futures_util::Stream<Item = Result<Bytes, actix_web::Error>> + 'static {
    // Moves a number, not the disk.
    let begun = file.seek(SeekFrom::Start(first)).map(|_| file.take(wanted));
    Box::pin(stream::unfold(Some(begun), |file| async move {
        let file = match file? {
            Ok(file) => file,
            Err(error) => return Some((Err(error.into()), None)),
        };
        match web::block(move || piece(file)).await {
            Ok(Ok((piece, _))) if piece.is_empty() => None,
            Ok(Ok((piece, file))) => Some((Ok(Bytes::from(piece)), Some(Ok(file)))),
            Ok(Err(error)) => Some((Err(error.into()), None)),
            Err(stopping) => Some((Err(stopping.into()), None)),
        }
    }))
}

/// The next piece, empty at the end.
fn piece(mut file: Take<File>) -> std::io::Result<(Vec<u8>, Take<File>)> {
    let mut piece = Vec::with_capacity(PIECE);
    let limit = u64::try_from(PIECE).unwrap_or_default();
    file.by_ref().take(limit).read_to_end(&mut piece)?;
    Ok((piece, file))
}

/// `attachment` with the name twice (RFC 6266): in ASCII for old clients, and as it is.
pub(super) fn disposition(name: &str) -> Result<HeaderValue, PageError> {
    let plain = |letter: char| {
        let is_safe = letter.is_ascii_graphic() && !matches!(letter, '"' | '\\' | '/' | '%' | ';');
        if is_safe || letter == ' ' { letter } else { '_' }
    };
    let fallback: String = name.chars().map(plain).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    let value = format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).map_err(|error| PageError::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_goes_twice_into_the_header_and_never_out_of_it() {
        for (name, expected) in [
            ("Act.pdf", "attachment; filename=\"Act.pdf\"; filename*=UTF-8''Act.pdf"),
            ("a\"b\\.pdf", "attachment; filename=\"a_b_.pdf\"; filename*=UTF-8''a%22b%5C.pdf"),
            ("Lé.pdf", "attachment; filename=\"L_.pdf\"; filename*=UTF-8''L%C3%A9.pdf"),
            ("a\r\nb", "attachment; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab"),
        ] {
            assert_eq!(disposition(name).unwrap(), expected);
        }
    }

    #[test]
    fn sizes_are_rounded_up_and_have_units() {
        let t = Text::english();
        for (bytes, expected) in [
            (1, "1 byte"),
            (900, "900 bytes"),
            (1025, "2 kB"),
            (1024 * 1024, "1 MB"),
            (1_258_292, "1.3 MB"),
            (20 * 1024 * 1024, "20 MB"),
        ] {
            assert_eq!(size(t, bytes), expected);
        }
    }

    proptest! {
        #[test]
        fn any_name_makes_one_header(name in ".{0,40}") {
            let value = disposition(&name).unwrap();
            prop_assert_eq!(value.to_str().unwrap().matches('"').count(), 2);
        }
    }
}
