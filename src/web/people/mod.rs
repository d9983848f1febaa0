//! Who works here: the secretariat's list, one person with what they hold, and a State's own people.

mod contact;
mod contacts;
mod given;
mod index;
mod person;
mod state;

pub(super) use contact::{Contact, confirm};
pub(super) use contacts::{
    Line as ContactLine, act as act_on_contact, contacts, contacts_table, inviting, line as contact_line,
};
pub(super) use index::{index, invite};
pub(super) use person::{act, person};
pub(super) use state::state;

use chrono::{DateTime, Utc};

use super::Site;
use super::error::PageError;
use super::posted::Posted;
use super::session::WorkError;
use crate::app::appointing::{AppointError, Listed};
use crate::app::contacts::Health;
use crate::domain::access::{Appointment, Role};
use crate::domain::code::Iso3;
use crate::domain::contacts::{is_address, is_name};
use crate::store::people::Held;
use crate::text::Text;

impl From<AppointError> for WorkError {
    fn from(error: AppointError) -> Self {
        match error {
            AppointError::NotFound => Self::Page(PageError::UnknownPerson),
            AppointError::NotNow | AppointError::OtherSide => Self::Page(PageError::Stale),
            AppointError::LastAdministrator => Self::Page(PageError::LastAdministrator),
            AppointError::Store(error) => Self::Store(error),
            AppointError::Other(error) => Self::Other(error),
        }
    }
}

/// Takes out of an act's outcome what is told beside a field: the key of its sentence.
fn beside_field<T>(outcome: Result<T, AppointError>) -> Result<Result<T, &'static str>, AppointError> {
    match outcome {
        Err(AppointError::OtherSide) => Ok(Err("people-other-side")),
        other => other.map(Ok),
    }
}

/// What is wrong with the name and the address of somebody: the field and the fault.
pub(super) fn faults_of(t: &Text, name: &str, email: &str) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if !is_name(name) {
        faults.push(("name", t.say(if name.is_empty() { "people-name-missing" } else { "people-name-odd" })));
    }
    if !is_address(email) {
        faults.push(("email", t.say("people-email-missing")));
    }
    faults
}

/// A role and its State in words.
pub(super) fn name_of_role(site: &Site, appointment: Appointment) -> String {
    let name = site.text.role(appointment.role());
    match appointment.party() {
        Some(party) => format!("{name}{}{}", site.text.say("list-comma"), name_of_state(site, party)),
        None => name,
    }
}

/// A State as pages name it.
pub(super) fn name_of_state(site: &Site, party: Iso3) -> String {
    let edition = site.portal.edition();
    edition.register.state(party).map_or_else(|| party.to_string(), |state| state.short_name_en.clone())
}

/// Whether an account is in use, with its shape on the page.
fn standing(site: &Site, listed: &Listed) -> (&'static str, String) {
    match listed.is_active() {
        true => ("done", site.text.say("account-active")),
        false => ("due", site.text.say("account-invited")),
    }
}

/// What the holder of a State's role last said of it, with its shape on the page; nothing for roles of the secretariat,
/// whose holders are not asked.
fn confirmation(site: &Site, held: &Held) -> Option<(&'static str, String)> {
    held.appointment.party()?;
    let (health, at) = (Health::of_role(held, site.portal.clock().now()), held.confirmed_at.unwrap_or(held.since));
    Some((shape(health), in_words(site, health, at, held.confirmed_at.is_some())))
}

/// The same of all that somebody holds, each with its role where there are several.
fn confirmations(
    site: &Site,
    listed: &Listed,
    name: impl Fn(Appointment) -> String,
) -> Vec<(&'static str, String, Option<String>)> {
    let has_several = listed.held.len() > 1;
    let of = |held: &Held| {
        let (class, said) = confirmation(site, held)?;
        Some((class, said, has_several.then(|| name(held.appointment))))
    };
    listed.held.iter().filter_map(of).collect()
}

/// How somebody is reached, or what they last said: the same words on every page.
fn in_words(site: &Site, health: Health, since: DateTime<Utc>, was_confirmed: bool) -> String {
    let said = if was_confirmed { "confirmed" } else { "appointed" };
    let figures = [("date", date(site, since).into()), ("said", said.into())];
    site.text.with_all(&format!("contact-health-{}", health.key()), figures)
}

/// Whether something has to be seen to.
fn shape(health: Health) -> &'static str {
    match health {
        Health::Confirmed => "done",
        Health::Appointed => "none",
        Health::Bounced | Health::Invited | Health::Silent | Health::Unconfirmed => "due",
    }
}

/// The day in Geneva.
fn date(site: &Site, at: DateTime<Utc>) -> String {
    site.text.date(site.day_of(at))
}

/// The roles and States that a form offers.
struct Offer {
    /// Key, name, and whether it is chosen.
    roles: Vec<(&'static str, String, bool)>,
    /// Code, name, and whether it is chosen.
    states: Vec<(String, String, bool)>,
}

impl Offer {
    fn new(site: &Site, role: &str, state: &str) -> Self {
        let edition = site.portal.edition();
        // Most people are invited for a State.
        let roles = Role::ALL.into_iter().filter(|role| role.is_national());
        let roles = roles.chain(Role::ALL.into_iter().filter(|role| !role.is_national()));
        let states = edition.register.states_by_name().map(|one| {
            let code = one.iso3.to_string();
            let is_chosen = code == state;
            (code, one.short_name_en.clone(), is_chosen)
        });
        Self {
            roles: roles.map(|one| (one.key(), site.text.role(one), one.key() == role)).collect(),
            states: states.collect(),
        }
    }
}

/// The role and State that were chosen, or the key of what is wrong with them.
fn chosen(site: &Site, posted: &Posted) -> Result<Result<Appointment, &'static str>, PageError> {
    let role = Role::from_key(posted.one("role")?);
    let state = posted.one("state")?;
    let Some(role) = role else { return Ok(Err("people-role-missing")) };
    if !role.is_national() {
        let alone = Appointment::new(role, None).filter(|_| state.is_empty());
        return Ok(alone.ok_or("people-state-too-much"));
    }
    let party = Iso3::parse(state).ok().filter(|party| site.portal.edition().register.state(*party).is_some());
    Ok(party.and_then(|party| Appointment::new(role, Some(party))).ok_or("people-state-missing"))
}
