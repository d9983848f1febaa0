//! What the page says once a role was given: who has it now, whether a letter tells them, and under which name.

use actix_web::web::Data;
use serde::Deserialize;

use super::name_of_role;
use crate::app::appointing::{self, Listed};
use crate::domain::access::{Appointment, Role};
use crate::domain::code::Iso3;
use crate::store::people::Person;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::session::blocking;

/// What stands in the address of the page that says so.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Asked {
    /// Key of the person; nothing where nothing was given.
    #[serde(default)]
    given: String,
    /// Key of the role.
    #[serde(default)]
    held: String,
    /// Code of its State, if it has one.
    #[serde(default)]
    of: String,
    /// Whether another name was typed than the account has: `yes`. The name itself is in no address.
    #[serde(default)]
    renamed: String,
    /// Whether they were invited with it: `yes`.
    #[serde(default)]
    invited: String,
}

/// A role that was given.
pub(super) struct Given {
    /// Who has which role.
    pub(super) said: String,
    /// Whether a letter goes.
    pub(super) letter: String,
    /// That the account has another name than was typed.
    pub(super) name: Option<String>,
}

/// The page of this path, saying that the person has the role; `typed` is the name with which they were invited.
pub(super) fn place(path: &str, person: &Person, appointment: Appointment, typed: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("given", &person.id).append_pair("held", appointment.role().key());
    if let Some(party) = appointment.party() {
        query.append_pair("of", &party.to_string());
    }
    if let Some(typed) = typed {
        query.append_pair("invited", "yes");
        if typed != person.name {
            query.append_pair("renamed", "yes");
        }
    }
    format!("{path}?{}", query.finish())
}

/// Somebody with an open account.
pub(super) async fn found(site: &Data<Site>, id: &str) -> Result<Listed, PageError> {
    // Keys are of these letters; anything else would only trouble the database.
    if !id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
        return Err(PageError::UnknownPerson);
    }
    let id = id.to_owned();
    blocking(site, move |store| appointing::find(store, &id)).await?.ok_or(PageError::UnknownPerson)
}

impl Given {
    /// What the address tells, as far as it is so: nothing of somebody who does not hold the role.
    pub(super) async fn read(site: &Data<Site>, asked: &Asked) -> Result<Option<Self>, PageError> {
        if asked.given.is_empty() {
            return Ok(None);
        }
        let Listed { person, .. } = match found(site, &asked.given).await {
            Err(PageError::UnknownPerson) => return Ok(None),
            other => other?,
        };
        let role = Role::from_key(&asked.held);
        let appointment = role.and_then(|role| Appointment::new(role, Iso3::parse(&asked.of).ok()));
        let held = appointment.filter(|appointment| person.appointments.contains(appointment));
        Ok(held.map(|appointment| Self::new(site, &person, appointment, asked)))
    }

    fn new(site: &Site, person: &Person, appointment: Appointment, asked: &Asked) -> Self {
        let t = site.text;
        let who = [
            ("name", person.name.as_str().into()),
            ("email", person.email.as_str().into()),
            ("role", name_of_role(site, appointment).into()),
        ];
        Self {
            said: t.with_all("people-given", who),
            letter: letter(t, person, asked.invited == "yes"),
            name: (asked.renamed == "yes").then(|| t.with("people-given-name", "name", person.name.as_str())),
        }
    }
}

/// Whether a letter tells them: with an invitation it goes to any address, otherwise where letters reach.
fn letter(t: &Text, person: &Person, is_invited: bool) -> String {
    t.say(match (person.password_hash.is_some(), is_invited) {
        (true, _) if person.is_reached() => "people-given-told",
        (true, _) => "people-given-bounced",
        (false, true) => "people-given-invited",
        (false, false) => "people-given-waits",
    })
}
