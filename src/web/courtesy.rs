//! Letters that ask for nothing: the page that such a letter leads to, and the choice on it.
//!
//! Opening the page does nothing: those who look through letters for harm open every link. A program that shows letters
//! sends the form that their headers name, without a session and in either of two encodings (RFC 8058); the button of
//! the page sends another. What protects is the secret in the address, as with [answers](super::answer).

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Site;
use super::account::signed_in_to_act;
use super::address::see;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::posted::Posted;
use super::reminders::name_of_step;
use super::session::{blocking, private_page};
use crate::app::courtesy;
use crate::domain::reminder::Steps;
use crate::store::people::Person;
use crate::text::Text;

/// What somebody has chosen, and what it is about.
pub(super) struct Choice {
    pub(super) is_without: bool,
    /// Names of the letters.
    pub(super) steps: Vec<String>,
}

impl Choice {
    pub(super) fn of(t: &Text, person: &Person) -> Result<Self, PageError> {
        let steps = Steps::embedded().map_err(anyhow::Error::new)?;
        let steps = steps.courtesies().map(|step| name_of_step(t, &step.name)).collect();
        Ok(Self { is_without: person.without_courtesy, steps })
    }
}

#[derive(Template)]
#[template(path = "answer/courtesy.html")]
struct CourtesyPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// It was changed just now.
    is_noted: bool,
    choice: Choice,
}

fn page(site: &Site, person: &Person, is_noted: bool) -> Result<HttpResponse, PageError> {
    let t = site.text;
    Ok(private_page(frame::render(&CourtesyPage {
        frame: Frame::new(site, Section::Elsewhere, t.say("courtesy-title")),
        t,
        lead: t.with("courtesy-lead", "name", person.name.as_str()),
        is_noted,
        choice: Choice::of(t, person)?,
    })?))
}

/// Whose choice the secret opens; whoever tries others is slowed down.
async fn opened(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Person, PageError> {
    site.tries.take_link(request)?;
    let secret = secret.to_owned();
    let person = blocking(site, move |store| courtesy::open(store, &secret)).await?;
    let person = person.ok_or(PageError::NotFound)?;
    site.tries.link_worked(request);
    Ok(person)
}

pub(super) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
) -> Result<HttpResponse, PageError> {
    let person = opened(&site, &request, &secret).await?;
    page(&site, &person, false)
}

pub(super) async fn choose(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let person = opened(&site, &request, &secret).await?;
    let (without, now, by) = (is_without(&body)?, site.portal.clock().now(), person.clone());
    blocking(&site, move |store| courtesy::choose(store, &by, without, now)).await?;
    page(&site, &Person { without_courtesy: without, ..person }, true)
}

/// Of the account that is signed in.
pub(super) async fn choose_signed_in(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let by = match signed_in_to_act(&site, &request, &posted, "/account").await? {
        Ok(by) => by.person,
        Err(answer) => return Ok(answer),
    };
    let (without, now) = (is_without(&body)?, site.portal.clock().now());
    blocking(&site, move |store| courtesy::choose(store, &by, without, now)).await?;
    Ok(see("/account"))
}

/// What a form chooses; that of a program says one thing only.
fn is_without(body: &Bytes) -> Result<bool, PageError> {
    if is_one_click(body) {
        return Ok(true);
    }
    match Posted::read(body)?.one("courtesy")? {
        "no" => Ok(true),
        "yes" => Ok(false),
        _ => Err(PageError::OddForm),
    }
}

/// `List-Unsubscribe=One-Click`, as RFC 8058 has it, as pairs or in parts.
fn is_one_click(body: &[u8]) -> bool {
    let body = String::from_utf8_lossy(body);
    let in_parts = body.split_once("name=\"List-Unsubscribe\"").is_some_and(|(_, rest)| {
        rest.split_once("\r\n\r\n").is_some_and(|(_, value)| value.lines().next() == Some("One-Click"))
    });
    in_parts || body.split('&').any(|pair| pair.trim_end() == "List-Unsubscribe=One-Click")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_pages_say_what_they_want_and_nothing_else_does() {
        let parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
        let chosen = |body: &str| is_without(&Bytes::copy_from_slice(body.as_bytes())).ok();
        for (body, wanted) in [
            ("List-Unsubscribe=One-Click", Some(true)),
            ("List-Unsubscribe=One-Click\r\n", Some(true)),
            (parts, Some(true)),
            ("courtesy=no", Some(true)),
            ("courtesy=yes", Some(false)),
            ("", None),
            ("List-Unsubscribe=", None),
            ("courtesy=maybe", None),
            ("courtesy=yes&courtesy=no", None),
            (&parts.replace("One-Click", "Two-Clicks"), None),
            (&parts.replace("List-Unsubscribe", "Other"), None),
        ] {
            assert_eq!(chosen(body), wanted, "{body}");
        }
    }
}
