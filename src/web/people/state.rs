//! A State's own people, as those see them who work at its desk.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{confirmations, name_of_state, standing};
use crate::app::appointing::{Listed, of_state};
use crate::domain::code::Iso3;
use crate::store::StoreResult;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "people/state.html")]
struct StatePage {
    frame: Frame,
    t: &'static Text,
    states: Vec<StateView>,
    /// The address of the secretariat, where one is set.
    secretariat: Option<String>,
}

struct StateView {
    iso3: String,
    name: String,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    email: String,
    roles: Vec<String>,
    standing: (&'static str, String),
    /// Shape, what was said, and of which role, where there are several.
    confirmations: Vec<(&'static str, String, Option<String>)>,
}

pub(in crate::web) async fn state(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    let parties = by.desks();
    if parties.is_empty() {
        return Err(PageError::Denied);
    }
    let people = blocking(&site, move |store| {
        parties.into_iter().map(|party| Ok((party, of_state(store, party)?))).collect::<StoreResult<Vec<_>>>()
    });
    let states = people.await?.into_iter().map(|(party, people)| view(&site, party, &people)).collect();
    let t = site.text;
    let frame = Frame::new(&site, Section::Desk, t.say("state-people-title"))
        .with_crumb("/desk", t.say("nav-desk"))
        .seen_by(by.who(t.say("signed-in-as")));
    Ok(private_page(frame::render(&StatePage { frame, t, states, secretariat: site.secretariat.clone() })?))
}

fn view(site: &Site, party: Iso3, people: &[Listed]) -> StateView {
    let roles = |listed: &Listed| listed.held.iter().map(|held| site.text.role(held.appointment.role())).collect();
    let line = |listed: &Listed| Line {
        name: listed.person.name.clone(),
        email: listed.person.email.clone(),
        roles: roles(listed),
        standing: standing(site, listed),
        confirmations: confirmations(site, listed, |held| site.text.role(held.role())),
    };
    StateView { iso3: party.to_string(), name: name_of_state(site, party), lines: people.iter().map(line).collect() }
}
