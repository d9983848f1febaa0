//! Passwords: asked for by letter, set by its link.

use std::time::Duration;

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, rt};
use askama::Template;

use crate::app::accounts::{self, LONGEST_PASSWORD, SHORTEST_PASSWORD};
use crate::domain::access::Appointment;
use crate::store::people::Person;
use crate::store::registers::find_register;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::people::name_of_state;
use crate::web::posted::{Posted, is_from_here};
use crate::web::session::{blocking, private, private_page};

#[derive(Template)]
#[template(path = "account/ask.html")]
struct AskPage {
    frame: Frame,
    t: &'static Text,
    is_asked: bool,
}

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    t: &'static Text,
    email: String,
    lead: String,
    hint: String,
    fault: Option<String>,
    is_set: bool,
}

fn ask_page(site: &Site, is_asked: bool) -> Result<String, PageError> {
    let t = site.text;
    let title = if is_asked { "password-asked-title" } else { "password-ask-title" };
    frame::render(&AskPage { frame: Frame::new(site, Section::Desk, t.say(title)), t, is_asked })
}

pub(in crate::web) async fn ask(site: Data<Site>) -> Result<HttpResponse, PageError> {
    Ok(private_page(ask_page(&site, false)?))
}

/// Answers the same, and after the same work, whether the address has an account or not: the letter is written
/// when the answer is on its way.
pub(in crate::web) async fn asked(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    if !is_from_here(&site, &request) {
        return Err(PageError::ForeignForm);
    }
    let email = posted.one("email")?.to_owned();
    if site.tries.take_letter(&request, &email)? {
        // For everybody: whether the database answers at all, so that nobody waits for a letter in vain.
        blocking(&site, |store| store.read(|db| find_register(db).map(drop))).await?;
        rt::spawn(write_letter(Data::clone(&site), email));
    }
    Ok(private_page(ask_page(&site, true)?))
}

/// Writes the letter with the link, again if the database does not answer just now.
async fn write_letter(site: Data<Site>, email: String) {
    for pause in [1, 5, 25, 0] {
        let (email, now) = (email.clone(), site.portal.clock().now());
        match blocking(&site, move |store| accounts::ask_for_another_password(store, &email, now)).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "a letter with a link could not be written"),
        }
        rt::time::sleep(Duration::from_secs(pause)).await;
    }
    tracing::error!("a letter with a link was not written; whoever asked for it has to ask again");
}

async fn holder(site: &Data<Site>, secret: &str) -> Result<Person, PageError> {
    let (secret, now) = (secret.to_owned(), site.portal.clock().now());
    let person = blocking(site, move |store| accounts::holder_of_link(store, &secret, now)).await?;
    person.ok_or(PageError::SpentLink)
}

/// For which account a password is set, and as what its holder is invited if they are.
fn lead(site: &Site, holder: &Person) -> String {
    let (t, email) = (site.text, holder.email.as_str());
    if holder.password_hash.is_some() || holder.appointments.is_empty() {
        return t.with("password-lead", "email", email);
    }
    let held = |one: &Appointment| {
        let state = one.party().map(|party| name_of_state(site, party)).unwrap_or_default();
        t.role_held(one.role().key(), &state)
    };
    let roles = t.list(&holder.appointments.iter().map(held).collect::<Vec<_>>());
    t.with_all("password-lead-invited", [("roles", roles.into()), ("email", email.into())])
}

fn page(site: &Site, holder: &Person, fault: Option<String>, is_set: bool) -> Result<String, PageError> {
    let t = site.text;
    let title = if is_set { "password-set-title" } else { "password-title" };
    frame::render(&PasswordPage {
        frame: Frame::new(site, Section::Desk, t.say(title)),
        t,
        email: holder.email.clone(),
        lead: if is_set { t.say("password-set-lead") } else { lead(site, holder) },
        hint: t.with("password-hint", "least", i64::try_from(SHORTEST_PASSWORD).unwrap_or_default()),
        fault,
        is_set,
    })
}

/// Opening a link never acts: the page has a form.
pub(in crate::web) async fn invitation(site: Data<Site>, secret: Path<String>) -> Result<HttpResponse, PageError> {
    let holder = holder(&site, &secret).await?;
    Ok(private_page(page(&site, &holder, None, false)?))
}

/// Whether the password contains the name in the address. Of fewer letters, hardly a password is without them.
fn holds_name(password: &str, email: &str) -> bool {
    const SHORTEST_NAME: usize = 4;
    let name = email.split('@').next().unwrap_or_default().to_lowercase();
    name.chars().count() >= SHORTEST_NAME && password.to_lowercase().contains(&name)
}

pub(in crate::web) async fn taken_up(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    if !is_from_here(&site, &request) {
        return Err(PageError::ForeignForm);
    }
    let holder = holder(&site, &secret).await?;
    let password = posted.one("password")?.to_owned();
    let t = site.text;
    let length = password.chars().count();
    let fault = if length < SHORTEST_PASSWORD {
        Some(t.with("password-too-short", "least", i64::try_from(SHORTEST_PASSWORD).unwrap_or_default()))
    } else if password.len() > LONGEST_PASSWORD {
        Some(t.say("password-too-long"))
    } else if holds_name(&password, &holder.email) {
        Some(t.say("password-holds-name"))
    } else if password != posted.one("repeated")? {
        Some(t.say("password-not-the-same"))
    } else {
        None
    };
    if fault.is_some() {
        return Ok(private(HttpResponse::UnprocessableEntity(), page(&site, &holder, fault, false)?));
    }
    let (secret, now) = (secret.into_inner(), site.portal.clock().now());
    let turn = site.hashing.turn().await?;
    let set = blocking(&site, move |store| {
        let _turn = turn;
        accounts::set_password(store, &secret, &password, now)
    });
    if set.await? { Ok(private_page(page(&site, &holder, None, true)?)) } else { Err(PageError::SpentLink) }
}

#[cfg(test)]
mod tests {
    use super::holds_name;

    #[test]
    fn a_short_name_forbids_no_letters() {
        assert!(!holds_name("a quiet valley road", "a@example.org"));
        assert!(!holds_name("a quiet valley road", "all@example.org"));
        assert!(holds_name("a quiet Valley road", "valley@example.org"));
        assert!(holds_name("mission in geneva", "mission@example.org"));
    }
}
