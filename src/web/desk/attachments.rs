//! Documents that come with a report: which there are, adding one, taking one out.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::saving::asks_as_now;
use super::{Acting, Names, acting, entering, frame_below, reference, shown_draft};
use crate::app::attaching::{self, AttachError, Removal, Sent};
use crate::app::drafting::{self, DraftingError};
use crate::domain::access::NationalAct;
use crate::domain::draft::{ALL_BYTES, DOCUMENT_BYTES, DOCUMENTS};
use crate::domain::report::{Attachment, Audience, ReportReference};
use crate::files::Kind;
use crate::store::attachments::Attached;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_out_with_file;
use crate::web::address::see;
use crate::web::documents::{self, DocumentView, size};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::session::{AtDesk, SignedIn, WorkError, blocking, private, private_page};
use crate::web::upload::{self, Parts, Received, Refusal, receive};

#[derive(Template)]
#[template(path = "desk/attachments.html")]
struct AttachmentsPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    /// The key of the draft: documents go into no other and come out of no other.
    draft: String,
    /// The forms whose letters it offers.
    form_set: String,
    may_write: bool,
    /// Class, title and text.
    banner: Option<(&'static str, String, String)>,
    /// What is wrong with the file that was sent.
    fault: String,
    /// Key, why it cannot be used, and itself.
    documents: Vec<(String, String, DocumentView)>,
    counted: String,
    has_room: bool,
    kinds: String,
    limits: String,
    /// Value, name, whether chosen.
    forms: Vec<(String, String, bool)>,
}

/// What the address says: the form somebody comes from, and what was done just now.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    form: String,
    #[serde(default)]
    done: String,
}

/// What a page shows besides what is stored.
#[derive(Default)]
struct Shown {
    form: String,
    /// The key of the draft that the page showed before.
    draft: Option<String>,
    done: String,
    refused: Option<(Refusal, String)>,
}

pub(in crate::web) async fn attachments(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let Asked { form, done } = asked.into_inner();
    answer(&site, &at, reference, Shown { form, done, ..Shown::default() }).await
}

/// A document of the open draft, or of a version that was filed.
pub(in crate::web) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (code, sha256) = path.into_inner();
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let leave = at.leave;
    let drafted = blocking(&site, move |store| match attaching::attached(store, leave, reference) {
        Ok((_, drafted)) => Ok(drafted),
        Err(DraftingError::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    });
    let drafted = drafted.await?;
    if let Some(found) = drafted.iter().find(|attached| attached.document.sha256 == sha256) {
        let about = (found.document.name.as_str(), found.document.media_type.as_str());
        return documents::send(&site, &request, &sha256, about, false).await;
    }
    documents::give(&site, &request, (code, sha256), Audience::State).await
}

/// Receives a document.
pub(in crate::web) async fn attach(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    parts: Multipart,
) -> Result<HttpResponse, PageError> {
    let (reference, parts) = (reference(&code)?, Parts::new(parts));
    let address = format!("/desk/reports/{reference}/attachments");
    let at = match writing(&site, &request, reference).await {
        Ok(at) => at,
        Err(error) => {
            parts.hear_out().await;
            let is_signed_out = matches!(error, PageError::SignedOut);
            return if is_signed_out { signed_out_with_file(&site, &address) } else { Err(error) };
        }
    };
    let (leave, edition) = (at.leave, site.portal.edition());
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let is_form = |fields: &Posted| {
        let (form, _readable) = (fields.one("form")?, shown_draft(fields)?);
        asks_as_now(set, fields)?;
        let is_known = fields.has("form") && (form.is_empty() || set.form(form).is_some());
        if is_known { Ok(()) } else { Err(PageError::OddForm) }
    };
    let Received { fields, name, file } = receive(&site, &request, &at.by, parts, is_form).await?;
    let kept = match file {
        Ok(kept) => kept,
        Err(refusal) => return refused(&site, &at, reference, &fields, (refusal, name)).await,
    };
    let (form, files, held) = (fields.one("form")?.to_owned(), site.portal.files().clone(), edition.clone());
    let sent = Sent {
        draft: shown_draft(&fields)?,
        name: name.clone(),
        form: (!form.is_empty()).then(|| form.clone()),
        kept,
        by: at.by.person.id.clone(),
        at: site.portal.clock().now(),
    };
    let outcome = blocking(&site, move |store| match attaching::attach(store, &held, &files, leave, reference, sent) {
        Ok(()) => Ok(None),
        Err(AttachError::Unfit(unfit)) => Ok(Some(unfit)),
        Err(error) => Err(error),
    });
    match outcome.await? {
        Some(unfit) => refused(&site, &at, reference, &fields, (Refusal::Unfit(unfit), name)).await,
        None => Ok(see(&format!("{address}?done=added&form={form}"))),
    }
}

/// Whoever may add a document to a draft.
async fn writing(site: &Data<Site>, request: &HttpRequest, reference: ReportReference) -> Result<AtDesk, PageError> {
    SignedIn::of(site, request).await?.at_desk(reference.party, NationalAct::Write)
}

/// The page once more, with what was chosen on it.
async fn refused(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    fields: &Posted,
    refused: (Refusal, String),
) -> Result<HttpResponse, PageError> {
    let (form, draft) = (fields.one("form")?.to_owned(), shown_draft(fields)?);
    answer(site, at, reference, Shown { form, draft, refused: Some(refused), ..Shown::default() }).await
}

/// Takes a document out.
pub(in crate::web) async fn detach(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let form = acting(&site, &request, (&path.0, "/attachments"), &body, NationalAct::Write).await?;
    let Acting { at, reference, posted } = match form {
        Ok(form) => form,
        Err(answer) => return Ok(answer),
    };
    let (leave, files, now) = (at.leave, site.portal.files().clone(), site.portal.clock().now());
    let (draft, id) = (shown_draft(&posted)?, posted.one("id")?.to_owned());
    let removal = Removal { draft, id, by: at.by.person.id.clone(), at: now };
    blocking(&site, move |store| attaching::detach(store, &files, leave, reference, removal)).await?;
    Ok(see(&format!("/desk/reports/{reference}/attachments?done=removed")))
}

impl From<AttachError> for WorkError {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::Unfit(_) | AttachError::Gone => Self::Page(PageError::Stale),
            AttachError::Drafting(error) => error.into(),
            AttachError::Files(error) => Self::Page(upload::page(error)),
            AttachError::Store(error) => Self::Store(error),
        }
    }
}

async fn answer(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    shown: Shown,
) -> Result<HttpResponse, PageError> {
    let (leave, t, edition) = (at.leave, site.text, site.portal.edition());
    let found = blocking(site, move |store| attaching::attached(store, leave, reference)).await;
    let (draft, attached) = match (found, shown.draft) {
        (Ok((draft, _)), Some(before)) if draft.id != before => return Err(PageError::Ended),
        (Err(PageError::UnknownReport), Some(_)) => return Err(PageError::Ended),
        (found, _) => found?,
    };
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    // Letters would be those of other forms: the page of the report takes the draft over first.
    if draft.form_set != set.name() {
        let is_asked = shown.refused.is_none();
        return if is_asked { Ok(see(&format!("/desk/reports/{reference}"))) } else { Err(PageError::OtherForms) };
    }
    let names = Names::of(site, reference);
    let form = |letter: &str, name: String| (letter.to_owned(), name, letter == shown.form);
    let forms = set.forms.iter().map(|one| {
        let title = one.title.in_language(t.language());
        let name =
            t.with_all("document-form-option", [("letter", one.letter.as_str().into()), ("title", title.into())]);
        form(&one.letter, name)
    });
    let (status, fault) = match &shown.refused {
        None => (StatusCode::OK, String::new()),
        Some((refusal, name)) => (status(*refusal), sentence(t, *refusal, name)),
    };
    let banner = match shown.done.as_str() {
        _ if !fault.is_empty() => Some(("error", t.say("document-refused-title"), fault.clone())),
        "added" => Some(("done", t.say("document-added-title"), t.say("document-added-lead"))),
        "removed" => Some(("done", t.say("document-removed-title"), t.say("document-removed-lead"))),
        _ => None,
    };
    let bytes = attached.iter().map(|one| one.document.bytes).sum();
    let count = attached.len();
    let page = AttachmentsPage {
        over: names.over(t),
        frame: frame_below(site, at, &names, t.say("documents-title")),
        form_token: at.by.form_token(),
        draft: draft.id,
        form_set: draft.form_set,
        may_write: at.may(NationalAct::Write),
        banner,
        fault,
        documents: attached.iter().map(|one| (one.id.clone(), unfit(t, one), view(t, one, &names.address))).collect(),
        counted: t.with_all(
            "documents-counted",
            [
                ("count", i64::try_from(count).unwrap_or_default().into()),
                ("size", size(t, bytes).into()),
                ("most", i64::try_from(DOCUMENTS).unwrap_or_default().into()),
                ("all", size(t, ALL_BYTES).into()),
            ],
        ),
        has_room: count < DOCUMENTS,
        kinds: t.list(&Kind::ALL.map(|kind| t.say(&format!("kind-{}", kind.key())))),
        limits: t.with("document-limits", "size", size(t, DOCUMENT_BYTES)),
        forms: [form("", t.say("document-of-report"))].into_iter().chain(forms).collect(),
        address: names.address,
        t,
    };
    let content = frame::render(&page)?;
    Ok(if status == StatusCode::OK { private_page(content) } else { private(HttpResponse::build(status), content) })
}

/// Why a document cannot be used; empty where it can.
fn unfit(t: &Text, attached: &Attached) -> String {
    let said = |reason: &str| {
        let parameters = [("file", t.say("document-this").into()), ("reason", reason.into())];
        t.with_all("finding-g-28", parameters)
    };
    attaching::fault_of(&attached.document).map(said).unwrap_or_default()
}

/// A document of a draft in a list.
pub(super) fn view(t: &Text, attached: &Attached, address: &str) -> DocumentView {
    let document = &attached.document;
    let attachment = Attachment {
        name: Some(document.name.clone()),
        form: document.form.clone(),
        sha256: Some(document.sha256.clone()),
        bytes: i64::try_from(document.bytes).ok(),
        media_type: Some(document.media_type.clone()),
    };
    DocumentView::new(t, &attachment, address)
}

pub(in crate::web) fn status(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What is wrong and what to do.
pub(in crate::web) fn sentence(t: &Text, refusal: Refusal, name: &str) -> String {
    let name: String = name.chars().take(80).collect();
    let key = match refusal {
        Refusal::NoFile => "document-not-chosen".to_owned(),
        Refusal::TooLarge => return t.with("document-too-large", "size", size(t, DOCUMENT_BYTES)),
        Refusal::Unwanted(why) => format!("unwanted-{}", why.key()),
        Refusal::Unfit(why) => format!("unfit-{}", why.key()),
    };
    t.with(&key, "name", name)
}
