//! Errors with two faces: a page that says what happened and what to do next, and one
//! line in the log with the full cause, found again by the reference both carry.
//!
//! Handlers return [`PageError`]; anything unexpected becomes `Internal` by `?`.
//! [`render`] turns every error into its page, those of the framework included.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};
use url::form_urlencoded;

use super::Site;
use super::address::{moved, see};
use super::frame::{self, Frame, Section};
use super::session::SignedIn;
use crate::domain::letter::DOORS;
use crate::text::Text;

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageError {
    /// No such page.
    #[error("not found")]
    NotFound,
    /// No State of that code.
    #[error("no State of that code")]
    UnknownState,
    /// No instrument of that code.
    #[error("no instrument of that code")]
    UnknownInstrument,
    /// No such report, or none that the person signed in may see.
    #[error("no such report")]
    UnknownReport,
    /// No open account has that key.
    #[error("no such person")]
    UnknownPerson,
    /// Somebody has to remain who can manage people.
    #[error("the last administrator")]
    LastAdministrator,
    /// A link of a letter that was used, replaced or is too old.
    #[error("the link no longer works")]
    SpentLink,
    /// A letter that was answered.
    #[error("the letter is answered")]
    UsedAnswer,
    /// A letter that can no longer be answered by its link.
    #[error("the letter can no longer be answered")]
    EndedAnswer,
    /// Nobody is signed in.
    #[error("not signed in")]
    SignedOut,
    /// Somebody is signed in, and holds no role that allows it.
    #[error("not allowed")]
    Denied,
    /// The form was not one of ours, or of somebody else's session.
    #[error("foreign form")]
    ForeignForm,
    /// What the page showed is no longer so.
    #[error("stale page")]
    Stale,
    /// The draft that the page showed has ended.
    #[error("the draft has ended")]
    Ended,
    /// The draft answers other forms than hold for its report by now.
    #[error("the draft answers other forms")]
    OtherForms,
    /// The question was closed.
    #[error("the question is closed")]
    Closed,
    /// The report that is asked about is withdrawn.
    #[error("the report is withdrawn")]
    Withdrawn,
    /// The report is too long for a document of pages.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "no documents are set"))]
    #[error("too long to be set")]
    TooLongToSet,
    /// What was said has more letters than this.
    #[error("more than {0} letters")]
    TooLong(usize),
    /// With what was typed a report would be longer than it can be.
    #[error("more text than a report can hold")]
    TooMuch,
    /// A text holds a character that cannot be stored.
    #[error("cannot be stored")]
    Unstorable,
    /// More was sent than a form can hold.
    #[error("too large")]
    TooLarge,
    /// There is no room for files.
    #[error("no room")]
    NoRoom,
    /// A document is named and its file, by SHA-256, is not in the folder.
    #[error("the file is missing")]
    NoFile(String),
    /// Too many tries in a short time.
    #[error("too many tries")]
    TooMany,
    /// More people sign in at this moment than there is room for.
    #[error("too many at once")]
    Crowded,
    /// The framework could not read the address or what was sent with it.
    #[error("cannot be read")]
    Unreadable,
    /// Something in a form is missing, or is not as its page sends it.
    #[error("odd form")]
    OddForm,
    /// The page exists, but not for this method.
    #[error("other method")]
    OtherMethod,
    /// For the moment, something that is needed does not answer.
    #[error("unavailable")]
    Unavailable,
    /// Anything unexpected; the cause is for the log only.
    #[error("internal")]
    Internal(#[from] anyhow::Error),
}

impl PageError {
    fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::UnknownState => "unknown-state",
            Self::UnknownInstrument => "unknown-instrument",
            Self::UnknownReport => "unknown-report",
            Self::UnknownPerson => "unknown-person",
            Self::LastAdministrator => "last-administrator",
            Self::SpentLink => "spent-link",
            Self::UsedAnswer => "used-answer",
            Self::EndedAnswer => "ended-answer",
            Self::SignedOut => "signed-out",
            Self::Denied => "denied",
            Self::ForeignForm => "foreign-form",
            Self::Stale | Self::Ended | Self::OtherForms | Self::Closed | Self::Withdrawn => "stale",
            Self::TooLarge | Self::TooLong(_) | Self::TooMuch => "too-large",
            Self::TooLongToSet => "too-long-to-set",
            Self::NoRoom => "no-room",
            Self::NoFile(_) => "no-file",
            Self::TooMany => "too-many",
            Self::Crowded => "crowded",
            Self::Unreadable | Self::Unstorable => "unreadable",
            Self::OddForm => "odd-form",
            Self::OtherMethod => "other-method",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// Where to go from here: addresses and text keys.
    fn recovery(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::UnknownState => {
                &[("/parties", "recovery-parties"), ("/parties?status=not-party", "recovery-not-party")]
            }
            Self::UnknownInstrument => &[("/instruments", "recovery-instruments"), ("/", "recovery-home")],
            Self::UnknownReport
            | Self::Denied
            | Self::ForeignForm
            | Self::Stale
            | Self::Ended
            | Self::OtherForms
            | Self::Closed
            | Self::Withdrawn
            | Self::TooLong(_)
            | Self::TooMuch
            | Self::OddForm
            | Self::TooLarge
            | Self::NoRoom
            | Self::NoFile(_) => {
                &[("/desk", "recovery-desk"), ("/account", "recovery-account"), ("/", "recovery-home")]
            }
            Self::UnknownPerson | Self::LastAdministrator => {
                &[("/secretariat/people", "recovery-people"), ("/account", "recovery-account"), ("/", "recovery-home")]
            }
            Self::SpentLink => &[("/password", "recovery-password"), ("/sign-in", "recovery-sign-in")],
            Self::UsedAnswer | Self::EndedAnswer | Self::SignedOut | Self::TooMany | Self::Crowded => {
                &[("/sign-in", "recovery-sign-in"), ("/", "recovery-home")]
            }
            _ => &[("/", "recovery-home"), ("/parties", "recovery-parties"), ("/help", "recovery-help")],
        }
    }

    /// After how many seconds it is worth trying again, where waiting is all it takes.
    fn retry_after(&self) -> Option<u16> {
        match self {
            Self::TooMany => Some(60),
            Self::Crowded => Some(5),
            _ => None,
        }
    }

    /// The framework's own refusals, by their status.
    fn of_status(status: StatusCode, method: &Method) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            status if status.is_client_error() && method == Method::POST => Self::OddForm,
            status if status.is_client_error() => Self::Unreadable,
            status => Self::Internal(anyhow::anyhow!("the framework answered {status}")),
        }
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound
            | Self::UnknownState
            | Self::UnknownInstrument
            | Self::UnknownReport
            | Self::UnknownPerson => StatusCode::NOT_FOUND,
            Self::SpentLink | Self::UsedAnswer | Self::EndedAnswer => StatusCode::GONE,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Denied | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::Stale | Self::Ended | Self::OtherForms | Self::Closed | Self::Withdrawn | Self::LastAdministrator => {
                StatusCode::CONFLICT
            }
            Self::TooLongToSet => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLong(_) | Self::TooMuch => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unreadable | Self::OddForm | Self::Unstorable => StatusCode::BAD_REQUEST,
            Self::OtherMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Crowded | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoFile(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    steps: Vec<String>,
    recovery: Vec<(String, String)>,
    reference: String,
    at: String,
}

/// The page for an error, and its line in the log.
pub(super) fn page(site: &Site, request: &HttpRequest, error: &PageError) -> HttpResponse {
    let (t, key) = (site.text, error.key());
    if matches!(error, PageError::SignedOut) && request.method().is_safe() {
        let wanted = request.uri().path_and_query().map_or(request.path(), |wanted| wanted.as_str());
        let wanted: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
        return see(&format!("/sign-in?next={wanted}"));
    }
    match error {
        PageError::Internal(cause) => tracing::error!(cause = format!("{cause:#}"), "internal error"),
        PageError::NoFile(sha256) => tracing::error!(sha256, "a document is not in the folder of documents"),
        PageError::Unavailable => tracing::warn!("unavailable"),
        _ => {}
    }
    let by = SignedIn::known(request);
    let works = by.as_ref().map(|by| Section::works(&by.person.appointments)).unwrap_or_default();
    // Not everybody works at a national desk.
    let elsewhere = works.first().filter(|(section, ..)| *section != Section::Desk);
    let led = |(address, key): &(&'static str, &'static str)| match elsewhere {
        Some((_, place, name)) if *address == "/desk" => ((*place).to_owned(), t.say(name)),
        _ => ((*address).to_owned(), t.say(key)),
    };
    let recovery = error.recovery().iter().map(led).collect();
    let who = by.map(|by| by.who(t.say("signed-in-as")));
    let shown = ErrorPage {
        frame: Frame::new(site, Section::Elsewhere, t.say(&format!("error-{key}-title"))).seen_by(who),
        t,
        lead: t.say(&format!("error-{key}-lead")),
        steps: (1..=2).map(|step| t.say(&format!("error-{key}-step-{step}"))).collect(),
        recovery,
        reference: reference(request),
        at: t.instant(site.portal.clock().now()),
    };
    let mut answer = HttpResponse::build(error.status_code());
    answer.insert_header((CACHE_CONTROL, "no-store"));
    if let Some(seconds) = error.retry_after() {
        answer.insert_header((RETRY_AFTER, seconds.to_string()));
    }
    match frame::render(&shown) {
        Ok(page) => answer.content_type("text/html; charset=utf-8").body(page),
        Err(_) => answer.content_type("text/plain; charset=utf-8").body(shown.lead),
    }
}

/// Answers every address that is not in the table; one with a slash too many leads to the one without.
pub(super) async fn not_found(request: HttpRequest) -> Result<HttpResponse, PageError> {
    let path = request.path();
    let trimmed = format!("/{}", path.trim_matches('/'));
    // Letters, digits, hyphens and dots only: nothing that a browser could take for another site.
    let is_plain = trimmed
        .split('/')
        .skip(1)
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.'));
    if !path.ends_with('/') || !is_plain {
        return Err(PageError::NotFound);
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(moved(&format!("{trimmed}{query}")))
}

/// Middleware: an error that reaches it becomes a page.
pub(super) async fn render(
    site: Data<Site>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    let answer = next.call(request).await?;
    let Some(error) = answer.response().error() else { return Ok(answer.map_into_left_body()) };
    let (request, page) = match error.as_error::<PageError>() {
        Some(error) => (answer.request().clone(), page(&site, answer.request(), error)),
        None => {
            let error = PageError::of_status(error.as_response_error().status_code(), answer.request().method());
            (answer.request().clone(), page(&site, answer.request(), &error))
        }
    };
    Ok(ServiceResponse::new(request, page).map_into_right_body())
}

/// Eight letters and digits that can be read over the telephone (Crockford's alphabet, no I, L, O, U).
fn reference(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map_or_else(String::new, |id| spelled(id.as_bytes()))
}

fn spelled(id: &[u8; 16]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = id.iter().take(5).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let letter = |place: u32| {
        let index = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
        char::from(*ALPHABET.get(index).unwrap_or(&b'0'))
    };
    let letters: String = (0..8).rev().map(letter).collect();
    let (first, last) = letters.split_at(4);
    format!("{first}-{last}")
}

/// One span a request: what is needed to find it again, nothing about the person.
/// The query is left out, it may hold what somebody searched for.
pub(super) struct RequestLog;

/// Nobody may fill the log with addresses: no real one is longer. What opens a door is no address at all.
fn shortened(path: &str) -> &str {
    let secret = DOORS.iter().find_map(|begin| path.strip_prefix(begin));
    let end = path.len() - secret.map_or(0, str::len);
    let (path, _secret) = path.split_at(end);
    path.char_indices().nth(200).map_or(path, |(end, _)| path.split_at(end).0)
}

impl RootSpanBuilder for RequestLog {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied();
        let reference = id.map(|id| spelled(id.as_bytes())).unwrap_or_default();
        tracing::info_span!(
            "request",
            method = request.method().as_str(),
            path = shortened(request.path()),
            id = id.map(|id| id.to_string()),
            reference
        )
    }

    fn on_request_end<B: MessageBody>(_span: Span, _outcome: &Result<ServiceResponse<B>, Error>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_comes_into_the_log() {
        assert_eq!(shortened("/invitation/5e1f"), "/invitation/");
        assert_eq!(shortened("/answer/5e1f"), "/answer/");
        assert_eq!(shortened("/courtesy/5e1f"), "/courtesy/");
        assert_eq!(shortened("/parties/CHE"), "/parties/CHE");
        let with_secret = crate::web::ADDRESSES.iter().map(|(path, _)| path).filter(|path| path.ends_with("/{secret}"));
        let listed: Vec<_> = with_secret.map(|path| path.trim_end_matches("{secret}")).collect();
        assert_eq!(listed, DOORS, "one list says what opens a door");
    }

    #[test]
    fn references_can_be_read_aloud() {
        assert_eq!(spelled(&[0; 16]), "0000-0000");
        assert_eq!(spelled(&[0xff; 16]), "ZZZZ-ZZZZ");
        assert_eq!(spelled(&[0x3b, 0xc7, 0x91, 0x49, 0x72, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), "7F3S-2JBJ");
    }
}
