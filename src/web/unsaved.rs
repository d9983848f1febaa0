//! A form that could not be taken in comes back whole: a page that holds what was typed, and sends it again.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Site;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::posted::Posted;
use super::session::{SignedIn, private};
use crate::text::Text;

/// Why it was not taken in.
pub(super) enum Why<'a> {
    /// The database does not answer, or takes no writes.
    Unavailable,
    /// It was opened before this person signed in, here or in another tab.
    OtherSession(&'a SignedIn),
}

#[derive(Template)]
#[template(path = "parts/unsaved.html")]
struct UnsavedPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    action: String,
    send: String,
    kept: Vec<(String, String)>,
    /// What a person wrote, to be read and copied.
    typed: Vec<(String, String)>,
}

/// What only the page itself put into the form.
const OWN: [&str; 5] = ["form_token", "revision", "go", "tick", "draft"];

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
            (StatusCode::SERVICE_UNAVAILABLE, t.say("unsaved-unavailable-lead"), t.say("unsaved-unavailable-send"))
        }
        Why::OtherSession(by) => {
            kept.retain(|(name, _)| name != "form_token");
            kept.push(("form_token".to_owned(), by.form_token()));
            let name = by.person.name.clone();
            (StatusCode::CONFLICT, t.with("unsaved-session-lead", "name", name), t.say("unsaved-session-send"))
        }
    };
    let typed = kept.iter().filter(|(name, text)| !OWN.contains(&name.as_str()) && !text.is_empty());
    // Enough to find the place again; what a field is called stands beside it on its page.
    let place = |name: &str| name.trim_end_matches(".text").replace('_', " ").replace('.', &t.say("list-comma"));
    let content = frame::render(&UnsavedPage {
        frame: Frame::new(site, Section::Desk, t.say("unsaved-title")),
        t,
        lead,
        action: request.path().to_owned(),
        send,
        typed: typed.map(|(name, text)| (place(name), text.clone())).collect(),
        kept,
    })?;
    Ok(private(HttpResponse::build(status), content))
}
