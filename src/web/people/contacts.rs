//! Contacts of all States, whether letters reach them, and handovers that wait.

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{date, name_of_state};
use crate::app::contacts::{self, Contact, Contacts, Health};
use crate::domain::access::{Act, Role, may};
use crate::domain::code::Iso3;
use crate::store::answers::Handover;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private_page};

const ADDRESS: &str = "/secretariat/contacts";

#[derive(Template)]
#[template(path = "people/contacts.html")]
struct ContactsPage {
    frame: Frame,
    t: &'static Text,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    handovers: Vec<HandoverLine>,
    may_appoint: bool,
    form_token: String,
    /// States that get notes through their mission alone: code and name.
    through_mission: Vec<(String, String)>,
    /// The others.
    states: Vec<(String, String)>,
}

struct Tab {
    address: String,
    name: String,
    count: usize,
    is_chosen: bool,
}

struct Line {
    state: String,
    id: String,
    name: String,
    email: String,
    role: String,
    class: &'static str,
    health: String,
    reason: String,
    is_bounced: bool,
}

struct HandoverLine {
    id: String,
    state: String,
    name: String,
    email: String,
    said: String,
    /// The form of inviting, filled in.
    appoint: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    health: String,
}

pub(in crate::web) async fn contacts(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadPeople).map_err(|_denied| PageError::Denied)?;
    let now = site.portal.clock().now();
    let found = blocking(&site, move |store| contacts::contacts(store, now)).await?;
    let (t, edition) = (site.text, site.portal.edition());
    let chosen = Health::ALL.into_iter().find(|health| health.key() == asked.health);
    let shown = found.all.iter().filter(|contact| chosen.is_none_or(|health| contact.health == health));
    let states = edition.register.states_by_name().map(|state| (state.iso3, state.short_name_en.clone()));
    let (through_mission, states): (Vec<_>, Vec<_>) =
        states.partition(|(party, _)| found.through_mission.contains(party));
    let coded = |all: Vec<(Iso3, String)>| all.into_iter().map(|(party, name)| (party.to_string(), name)).collect();
    let page = ContactsPage {
        frame: Frame::new(&site, Section::People, t.say("contacts-title"))
            .with_crumb("/secretariat/people", t.say("nav-people"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        tabs: tabs(t, &found.all, chosen),
        lines: shown.map(|contact| line(&site, contact)).collect(),
        handovers: found.handovers.iter().map(|one| handover(&site, &found, one)).collect(),
        may_appoint: may(&by.person.appointments, Act::ManagePeople).is_ok(),
        form_token: by.form_token(),
        through_mission: coded(through_mission),
        states: coded(states),
    };
    Ok(private_page(frame::render(&page)?))
}

fn tabs(t: &Text, all: &[Contact], chosen: Option<Health>) -> Vec<Tab> {
    let of = |health: Option<Health>| Tab {
        address: health.map_or_else(|| ADDRESS.to_owned(), |one| format!("{ADDRESS}?health={}", one.key())),
        name: health.map_or_else(|| t.say("contacts-all"), |one| t.say(&format!("health-{}", one.key()))),
        count: all.iter().filter(|contact| health.is_none_or(|one| contact.health == one)).count(),
        is_chosen: health == chosen,
    };
    std::iter::once(None).chain(Health::ALL.into_iter().map(Some)).map(of).collect()
}

fn line(site: &Site, contact: &Contact) -> Line {
    let t = site.text;
    Line {
        state: name_of_state(site, contact.party),
        id: contact.person.id.clone(),
        name: contact.person.name.clone(),
        email: contact.person.email.clone(),
        role: t.say(&format!("role-{}", contact.role.key().replace('_', "-"))),
        class: if contact.health == Health::Confirmed { "done" } else { "due" },
        health: t.with(&format!("contact-health-{}", contact.health.key()), "date", date(site, contact.since)),
        reason: contact.person.bounce_reason.clone().unwrap_or_default(),
        is_bounced: contact.health == Health::Bounced,
    }
}

fn handover(site: &Site, found: &Contacts, one: &Handover) -> HandoverLine {
    let role = found.all.iter().find(|own| own.party == one.party && own.person.id == one.person_id);
    let role = role.map_or(Role::FocalPoint, |own| own.role);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("name", &one.name).append_pair("email", &one.email).append_pair("role", role.key());
    query.append_pair("state", one.party.as_str()).append_pair("handover", &one.id);
    let by = found.names.get(&one.person_id).cloned().unwrap_or_default();
    HandoverLine {
        id: one.id.clone(),
        state: name_of_state(site, one.party),
        name: one.name.clone(),
        email: one.email.clone(),
        said: site.text.with_all("handover-said", [("name", by.into()), ("date", date(site, one.said_at).into())]),
        appoint: format!("/secretariat/people?{}#invite", query.finish()),
    }
}

/// What is done on the page.
pub(in crate::web) async fn act(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let by = match signed_in_to_act(&site, &request, &posted, ADDRESS).await? {
        Ok(by) => by.person,
        Err(answer) => return Ok(answer),
    };
    may(&by.appointments, Act::ReadPeople).map_err(|_denied| PageError::Denied)?;
    let (act, now) = (posted.one("act")?, site.portal.clock().now());
    let of = posted.one("of")?.to_owned();
    match act {
        "turn-down" => {
            may(&by.appointments, Act::ManagePeople).map_err(|_denied| PageError::Denied)?;
            blocking(&site, move |store| contacts::settle(store, &by, &of, false, now)).await?;
        }
        "works" => blocking(&site, move |store| contacts::clear_bounce(store, &by, &of, now)).await?,
        "mission" | "all" => {
            let party = Iso3::parse(&of).ok().filter(|party| site.portal.edition().register.state(*party).is_some());
            let (party, through) = (party.ok_or(PageError::OddForm)?, act == "mission");
            blocking(&site, move |store| contacts::wish(store, &by, party, through, now)).await?;
        }
        _ => return Err(PageError::OddForm),
    }
    Ok(see(ADDRESS))
}
