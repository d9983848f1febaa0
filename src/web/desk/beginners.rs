//! Who begins the draft of a report, for a mission that finds none and may not begin it.

use actix_web::web::Data;

use crate::app::appointing::{Listed, of_state};
use crate::domain::access::Role;
use crate::domain::code::Iso3;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::session::blocking;

/// What is said about it.
pub(super) struct Beginners {
    pub(super) said: String,
    /// Whom to write to where nobody may begin it, if the secretariat's address is known.
    pub(super) ask: Option<String>,
}

impl Beginners {
    /// The focal point and the deputies by name; where there are none, the secretariat appoints one.
    pub(super) async fn of(site: &Data<Site>, party: Iso3, state: &str) -> Result<Self, PageError> {
        let people = blocking(site, move |store| of_state(store, party)).await?;
        let t = site.text;
        let begins = |role: Role| matches!(role, Role::FocalPoint | Role::Deputy);
        let named = |listed: &Listed| {
            let own = listed.held.iter().map(|held| held.appointment);
            let mut roles =
                own.filter(|held| held.party() == Some(party)).map(|held| held.role()).filter(|role| begins(*role));
            let role = t.say(&format!("role-{}", roles.next()?.key().replace('_', "-")));
            Some(t.with_all("begins-name", [("name", listed.person.name.as_str().into()), ("role", role.into())]))
        };
        let names: Vec<_> = people.iter().filter_map(named).collect();
        Ok(match names.is_empty() {
            true => Self { said: t.with("begins-nobody", "state", state), ask: site.secretariat.clone() },
            false => Self { said: t.with("begins-who", "names", names.join(&t.say("list-comma"))), ask: None },
        })
    }
}
