//! Signing in, signing out, and signing in again in the middle of a form.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::accounts;
use crate::domain::access::{Act, may};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::courtesy::Choice;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::people::name_of_role;
use crate::web::posted::{Posted, is_from_here, says_from_here};
use crate::web::session::{SignedIn, blocking, cookie, private, private_page};
use crate::web::unsaved::{self, Why};

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// Where the form goes: signing in, or the page whose form was interrupted.
    action: String,
    email: String,
    failed: bool,
    next: String,
    /// What was typed elsewhere and waits.
    kept: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub(in crate::web) struct Next {
    #[serde(default)]
    next: String,
}

/// Only a path of this site; anything else leads to the desk.
fn next(path: &str) -> &str {
    let inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|letter: char| letter == '\\' || letter.is_control());
    if inside && path.len() < 500 { path } else { "/desk" }
}

fn page(site: &Site, email: &str, failed: bool, to: &str) -> Result<String, PageError> {
    let t = site.text;
    frame::render(&SignInPage {
        frame: Frame::new(site, Section::Desk, t.say("sign-in-title")),
        t,
        lead: t.say("sign-in-lead"),
        action: "/sign-in".into(),
        email: email.to_owned(),
        failed,
        next: next(to).to_owned(),
        kept: Vec::new(),
    })
}

pub(in crate::web) async fn form(site: Data<Site>, query: Query<Next>) -> Result<HttpResponse, PageError> {
    Ok(private_page(page(&site, "", false, &query.next)?))
}

pub(in crate::web) async fn sign_in(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    if !is_from_here(&site, &request) {
        return Err(PageError::ForeignForm);
    }
    let (email, to) = (posted.one("email")?.to_owned(), next(posted.one("next")?).to_owned());
    match try_to(&site, &request, &email, posted.one("password")?).await? {
        Some(secret) => {
            let mut answer = see(&to);
            add_cookie(&site, &mut answer, secret)?;
            Ok(answer)
        }
        None => Ok(private(HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY), page(&site, &email, true, &to)?)),
    }
}

async fn try_to(
    site: &Data<Site>,
    request: &HttpRequest,
    email: &str,
    password: &str,
) -> Result<Option<String>, PageError> {
    let tried = site.tries.take(request, email)?;
    let (email, password, now) = (email.to_owned(), password.to_owned(), site.portal.clock().now());
    let turn = site.hashing.turn().await?;
    let signing_in = blocking(site, move |store| {
        let _turn = turn;
        accounts::sign_in(store, &email, &password, now)
    });
    let secret = signing_in.await?;
    if secret.is_some() {
        site.tries.succeeded(tried);
    }
    Ok(secret)
}

pub(in crate::web) fn add_cookie(site: &Site, answer: &mut HttpResponse, secret: String) -> Result<(), PageError> {
    answer.add_cookie(&cookie(site, Some(secret))).map_err(|error| PageError::Internal(error.into()))
}

/// Whoever sent a form, with a cookie where they signed in again with it; or the page that asks them
/// to, which holds everything that was typed.
pub(in crate::web) async fn signed_in_again(
    site: &Data<Site>,
    request: &HttpRequest,
    posted: &Posted,
) -> Result<Result<(SignedIn, Option<String>), HttpResponse>, PageError> {
    match SignedIn::of(site, request).await {
        Ok(by) => match by.sent(site, request, posted) {
            Ok(()) => return Ok(Ok((by, None))),
            // They signed in again elsewhere: what they typed before is not thrown away for that.
            Err(PageError::ForeignForm) if says_from_here(site, request) => {
                return Ok(Err(unsaved::page(site, request, posted, Why::OtherSession(&by))?));
            }
            Err(error) => return Err(error),
        },
        Err(PageError::SignedOut) => {}
        Err(error) => return Err(error),
    }
    if !is_from_here(site, request) {
        return Err(PageError::ForeignForm);
    }
    let email = posted.one("again_email")?;
    if posted.has("again_email")
        && let Some(secret) = try_to(site, request, email, posted.one("again_password")?).await?
    {
        let now = site.portal.clock().now();
        let held = secret.clone();
        let person = blocking(site, move |store| accounts::signed_in(store, &held, now)).await?;
        let person = person.ok_or(PageError::SignedOut)?;
        return Ok(Ok((SignedIn { person, secret: secret.clone() }, Some(secret))));
    }
    let t = site.text;
    let kept = posted.pairs().iter().filter(|(name, _)| !name.starts_with("again_") && name != "form_token");
    let content = frame::render(&SignInPage {
        frame: Frame::new(site, Section::Desk, t.say("sign-in-again-title")),
        t,
        lead: t.say("sign-in-again-lead"),
        action: request.path().to_owned(),
        email: email.to_owned(),
        failed: posted.has("again_email"),
        next: String::new(),
        kept: kept.cloned().collect(),
    })?;
    Ok(Err(private(HttpResponse::Unauthorized(), content)))
}

/// For a form that brings a file: no page can keep it, so that is said, and signing in leads back to `page`.
pub(in crate::web) fn signed_out_with_file(site: &Site, page: &str) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let content = frame::render(&SignInPage {
        frame: Frame::new(site, Section::Desk, t.say("sign-in-file-title")),
        t,
        lead: t.say("sign-in-file-lead"),
        action: "/sign-in".into(),
        email: String::new(),
        failed: false,
        next: next(page).to_owned(),
        kept: Vec::new(),
    })?;
    Ok(private(HttpResponse::Unauthorized(), content))
}

/// The same for a form that does something: whoever had to sign in again sees `page` once more before the act, or
/// what they typed, where they typed something.
pub(in crate::web) async fn signed_in_to_act(
    site: &Data<Site>,
    request: &HttpRequest,
    posted: &Posted,
    page: &str,
) -> Result<Result<SignedIn, HttpResponse>, PageError> {
    Ok(match signed_in_again(site, request, posted).await? {
        Ok((by, None)) => Ok(by),
        Ok((by, Some(secret))) => {
            let mut answer = match unsaved::has_words(posted) {
                true => unsaved::page(site, request, posted, Why::SignedInAgain(&by))?,
                false => see(page),
            };
            add_cookie(site, &mut answer, secret)?;
            Err(answer)
        }
        Err(page) => Err(page),
    })
}

pub(in crate::web) async fn sign_out(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    by.sent(&site, &request, &Posted::read(&body)?)?;
    let (secret, now) = (by.secret, site.portal.clock().now());
    blocking(&site, move |store| accounts::sign_out(store, &secret, now)).await?;
    signed_out(&site)
}

pub(in crate::web) async fn sign_out_everywhere(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    by.sent(&site, &request, &Posted::read(&body)?)?;
    let (person, now) = (by.person.id, site.portal.clock().now());
    blocking(&site, move |store| accounts::sign_out_everywhere(store, &person, now)).await?;
    signed_out(&site)
}

fn signed_out(site: &Site) -> Result<HttpResponse, PageError> {
    let mut answer = see("/");
    answer.add_cookie(&cookie(site, None)).map_err(|error| PageError::Internal(error.into()))?;
    Ok(answer)
}

#[derive(Template)]
#[template(path = "account/index.html")]
struct AccountPage {
    frame: Frame,
    t: &'static Text,
    email: String,
    roles: Vec<String>,
    reads_circulated: bool,
    /// Of those who are written to about reports.
    courtesy: Option<Choice>,
    form_token: String,
}

pub(in crate::web) async fn account(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    let t = site.text;
    let is_at_desk = by.person.appointments.iter().any(|one| one.role().is_at_desk());
    let content = frame::render(&AccountPage {
        frame: Frame::new(&site, Section::Desk, t.say("account-title")).seen_by(by.who(t.say("signed-in-as"))),
        t,
        email: by.person.email.clone(),
        roles: by.person.appointments.iter().map(|one| name_of_role(&site, *one)).collect(),
        courtesy: is_at_desk.then(|| Choice::of(t, &by.person)).transpose()?,
        reads_circulated: may(&by.person.appointments, Act::ReadCirculated).is_ok(),
        form_token: by.form_token(),
    })?;
    Ok(private_page(content))
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(next("/desk/reports/CHE-COMPLIANCE-2027"), "/desk/reports/CHE-COMPLIANCE-2027");
        assert_eq!(next("/secretariat?tab=received&cycle=2027"), "/secretariat?tab=received&cycle=2027");
        for foreign in
            ["https://example.org", "//example.org", "/\\example.org", "", "desk", "/\texample.org", "/\r\nx"]
        {
            assert_eq!(next(foreign), "/desk", "{foreign}");
        }
    }
}
