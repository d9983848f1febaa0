//! A form that could not be taken in comes back whole: a page that holds what was typed, and sends it again.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::Site;
use super::account::signed_in_again;
use super::address::named;
use super::desk::label;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::posted::{Posted, is_from_here};
use super::session::{SignedIn, cookie, private};
use crate::app::drafting::form_set;
use crate::domain::report::ReportReference;
use crate::text::Text;

/// Why it was not taken in.
pub(super) enum Why<'a> {
    /// The database does not answer, or takes no writes.
    Unavailable,
    /// It was opened before this person signed in, here or in another tab.
    OtherSession(&'a SignedIn),
    /// It does something, and this person signed in again with it: they look at it once more before the act.
    SignedInAgain(&'a SignedIn),
    /// The draft that its page showed has ended.
    Ended,
    /// The draft answers other forms than hold by now.
    OtherForms,
    /// The question was closed.
    Closed,
    /// The report that is asked about was withdrawn.
    Withdrawn,
    /// Somebody else acted meanwhile.
    Stale,
    /// What is said has more letters than this.
    TooLong(usize),
    /// With it the report would be longer than it can be.
    TooMuch,
    /// A text holds U+0000.
    Unstorable,
    /// Something in the form is missing, or is not as its page sends it.
    Odd,
    /// Whoever is signed in by now may not do it, or to them there is no such report.
    NotAllowed(StatusCode),
}

impl Why<'_> {
    /// Of what was not done, that for which a page brings back what was typed.
    fn of(error: &PageError) -> Option<Self> {
        match error {
            PageError::Unavailable => Some(Self::Unavailable),
            PageError::Ended => Some(Self::Ended),
            PageError::OtherForms => Some(Self::OtherForms),
            PageError::Closed => Some(Self::Closed),
            PageError::Withdrawn => Some(Self::Withdrawn),
            PageError::Stale => Some(Self::Stale),
            PageError::TooLong(most) => Some(Self::TooLong(*most)),
            PageError::TooMuch => Some(Self::TooMuch),
            PageError::Unstorable => Some(Self::Unstorable),
            PageError::OddForm => Some(Self::Odd),
            PageError::Denied | PageError::UnknownReport => Some(Self::NotAllowed(error.status_code())),
            _ => None,
        }
    }

    fn is_over_soon(&self) -> bool {
        matches!(self, Self::Unavailable)
    }
}

/// Does what a form asks for; where that cannot be done, what was typed comes back on the page.
pub(super) async fn or_page(
    site: &Site,
    request: &HttpRequest,
    posted: &Posted,
    work: impl AsyncFnOnce() -> Result<HttpResponse, PageError>,
) -> Result<HttpResponse, PageError> {
    let outcome = if posted.has_nul() { Err(PageError::Unstorable) } else { work().await };
    let Err(error) = outcome else { return outcome };
    match Why::of(&error) {
        // Without a word there is nothing to bring back; but what is over soon is worth sending again.
        Some(why) if is_from_here(site, request) && (why.is_over_soon() || has_words(posted)) => {
            page(site, request, posted, why)
        }
        _ => Err(error),
    }
}

/// The same for whoever sent the form, also where they sign in again with it.
pub(super) async fn sent_or_page(
    site: &Data<Site>,
    request: &HttpRequest,
    posted: &Posted,
    work: impl AsyncFnOnce(SignedIn) -> Result<HttpResponse, PageError>,
) -> Result<HttpResponse, PageError> {
    or_page(site, request, posted, async || {
        let (by, secret) = match signed_in_again(site, request, posted).await? {
            Ok(signed_in) => signed_in,
            Err(page) => return Ok(page),
        };
        let mut answer = or_page(site, request, posted, async || work(by).await).await?;
        if let Some(secret) = secret {
            answer.add_cookie(&cookie(site, Some(secret))).map_err(|error| PageError::Internal(error.into()))?;
        }
        Ok(answer)
    })
    .await
}

#[derive(Template)]
#[template(path = "parts/unsaved.html")]
struct UnsavedPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    action: String,
    /// What the button says that sends it again; nothing where that would be in vain.
    send: Option<String>,
    /// Where to go on: the page of the report, and what the link to it says.
    back: (String, String),
    kept: Vec<(String, String)>,
    /// What a person wrote, to be read and copied.
    typed: Vec<(String, String)>,
}

/// What only the page itself put into the form.
const OWN: [&str; 24] = [
    "key",
    "form_token",
    "revision",
    "go",
    "tick",
    "draft",
    "form_set",
    "of_period",
    "digest",
    "act",
    "version",
    "form",
    "from",
    "id",
    "role",
    "state",
    "party",
    "sure",
    "report",
    "cycle",
    "regime",
    "group",
    "q",
    "after",
];

/// Whether a person wrote it. The sheet has a revision for each line.
fn is_typed(name: &str, text: &str) -> bool {
    let is_own = |beginning: &str| name.starts_with(beginning);
    !OWN.contains(&name) && !is_own("revision.") && !is_own("document.") && !text.is_empty()
}

pub(super) fn has_words(posted: &Posted) -> bool {
    posted.pairs().iter().any(|(name, text)| !name.starts_with("again_") && is_typed(name, text))
}

/// What the page that sent it calls a text; where no page of forms has it, its name with spaces.
fn called(site: &Site, request: &HttpRequest, name: &str) -> String {
    let (t, edition) = (site.text, site.portal.edition());
    match name {
        "words" => return t.say("unsaved-words"),
        "taken_back" => return t.say("taking-back-reason"),
        "note" => return t.say("review-note"),
        "why" => return t.say("reminder-reason"),
        "received_on" => return t.say("on-behalf-date"),
        "how" => return t.say("on-behalf-how"),
        "sender" => return t.say("recording-sender"),
        "contacts_public" => return t.say("submit-contacts-public"),
        _ if name.starts_with("why.") => return t.say("confirm-why"),
        _ => {}
    }
    if let Some(letter) = name.strip_prefix("place.") {
        return t.with("question-form", "letter", letter);
    }
    let reference = request.path().split('/').nth(3).and_then(|reference| named::<ReportReference>(reference).ok());
    let set = reference.and_then(|reference| form_set(&edition, reference).ok());
    let label = set.map(|set| label(t, set, &edition.books.obligations, name)).unwrap_or_default();
    if label.is_empty() { name.replace('_', " ").replace('.', &t.say("list-comma")) } else { label }
}

/// The page. What came with a password is not sent back.
pub(super) fn page(
    site: &Site,
    request: &HttpRequest,
    posted: &Posted,
    why: Why<'_>,
) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let mut kept: Vec<_> = posted.pairs().iter().filter(|(name, _)| !name.starts_with("again_")).cloned().collect();
    let (status, lead, send) = match why {
        Why::Unavailable => {
            let send = Some(t.say("unsaved-unavailable-send"));
            (StatusCode::SERVICE_UNAVAILABLE, t.say("unsaved-unavailable-lead"), send)
        }
        Why::OtherSession(by) => {
            kept.retain(|(name, _)| name != "form_token");
            kept.push(("form_token".to_owned(), by.form_token()));
            let name = by.person.name.clone();
            (StatusCode::CONFLICT, t.with("unsaved-session-lead", "name", name), Some(t.say("unsaved-session-send")))
        }
        Why::SignedInAgain(by) => {
            kept.retain(|(name, _)| name != "form_token");
            kept.push(("form_token".to_owned(), by.form_token()));
            let name = by.person.name.clone();
            (StatusCode::OK, t.with("unsaved-again-lead", "name", name), Some(t.say("unsaved-again-send")))
        }
        Why::Ended => (StatusCode::CONFLICT, t.say("unsaved-ended-lead"), None),
        Why::OtherForms => (StatusCode::CONFLICT, t.say("unsaved-forms-lead"), None),
        Why::Closed => (StatusCode::CONFLICT, t.say("unsaved-closed-lead"), None),
        Why::Withdrawn => (StatusCode::CONFLICT, t.say("unsaved-withdrawn-lead"), None),
        Why::Stale => (StatusCode::CONFLICT, t.say("unsaved-stale-lead"), None),
        Why::TooLong(most) => {
            let most = i64::try_from(most).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, t.with("unsaved-long-lead", "most", most), None)
        }
        Why::TooMuch => (StatusCode::UNPROCESSABLE_ENTITY, t.say("unsaved-much-lead"), None),
        Why::Unstorable => (StatusCode::BAD_REQUEST, t.say("unsaved-unstorable-lead"), None),
        Why::Odd => (StatusCode::BAD_REQUEST, t.say("unsaved-odd-lead"), None),
        Why::NotAllowed(status) => (status, t.say("unsaved-not-allowed-lead"), None),
    };
    let title = if send.is_some() { t.say("unsaved-title") } else { t.say("unsaved-gone-title") };
    // `/desk/reports/X` of `/desk/reports/X/forms/A`.
    let report = request.path().split('/').take(4).collect::<Vec<_>>().join("/");
    let back = match why {
        Why::NotAllowed(_) => ("/account".to_owned(), t.say("recovery-account")),
        _ if report == "/secretariat/reminders" => (report, t.say("reminders-back")),
        _ if report == "/secretariat/selection" => ("/secretariat".to_owned(), t.say("on-behalf-back")),
        _ => (report, t.say("back-to-report")),
    };
    // A tick beside a sentence says nothing without it.
    let typed = kept.iter().filter(|(name, text)| is_typed(name, text) && !name.starts_with("confirm."));
    let content = frame::render(&UnsavedPage {
        frame: Frame::new(site, Section::Desk, title),
        t,
        lead,
        action: request.path().to_owned(),
        send,
        back,
        typed: typed.map(|(name, text)| (called(site, request, name), text.replace('\0', "\u{2400}"))).collect(),
        kept,
    })?;
    Ok(private(HttpResponse::build(status), content))
}
