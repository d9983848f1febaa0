//! Who writes the reports of a State, for whoever reads and may not: it finds no draft, or something to be mended.

use actix_web::web::Data;

use crate::app::appointing::{Listed, of_state};
use crate::domain::access::Role;
use crate::domain::code::Iso3;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::session::blocking;

/// What they are named for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// To begin a draft.
    Beginning,
    /// To mend what the rules find in one.
    Mending,
}

impl For {
    /// What is said where there are some, and where there is nobody.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Beginning => ("begins-who", "begins-nobody"),
            Self::Mending => ("mends-who", "mends-nobody"),
        }
    }
}

/// What is said about them.
pub(super) struct Writers {
    pub(super) said: String,
    /// Whom to write to where there are none, if the secretariat's address is known.
    pub(super) ask: Option<String>,
}

impl Writers {
    /// The focal point and the deputies by name; where there are none, the secretariat appoints one.
    pub(super) async fn of(site: &Data<Site>, party: Iso3, state: &str, what: For) -> Result<Self, PageError> {
        let people = blocking(site, move |store| of_state(store, party)).await?;
        let t = site.text;
        let writes = |role: Role| matches!(role, Role::FocalPoint | Role::Deputy);
        let named = |listed: &Listed| {
            let own = listed.held.iter().map(|held| held.appointment);
            let mut roles =
                own.filter(|held| held.party() == Some(party)).map(|held| held.role()).filter(|role| writes(*role));
            let role = t.role(roles.next()?);
            Some(t.with_all("begins-name", [("name", listed.person.name.as_str().into()), ("role", role.into())]))
        };
        let names: Vec<_> = people.iter().filter_map(named).collect();
        let (who, nobody) = what.keys();
        Ok(match names.is_empty() {
            true => Self { said: t.with(nobody, "state", state), ask: site.secretariat.clone() },
            false => Self { said: t.with(who, "names", names.join(&t.say("list-comma"))), ask: None },
        })
    }
}
