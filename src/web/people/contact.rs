//! The focal point says once a cycle that they still are. Opening a page never does.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};

use super::{date, name_of_state};
use crate::app::appointing::{confirm_contact, cycle_of};
use crate::domain::access::{NationalAct, Role};
use crate::domain::calendar::Cycle;
use crate::domain::code::Iso3;
use crate::store::people::Held;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::posted::Posted;
use crate::web::session::blocking;

/// What the desk says to a focal point about being one.
pub(in crate::web) struct Contact {
    /// Whether that was said in this cycle.
    pub(in crate::web) is_confirmed: bool,
    pub(in crate::web) said: String,
}

impl Contact {
    /// Of the State, if the person who holds this is its focal point.
    pub(in crate::web) fn of(site: &Site, held: &[Held], party: Iso3) -> Option<Self> {
        let own = |held: &&Held| held.appointment.role() == Role::FocalPoint && held.appointment.party() == Some(party);
        let held = held.iter().find(own)?;
        let (t, cycle) = (site.text, Cycle::containing(site.portal.edition().today));
        let is_confirmed = held.confirmed_at.is_some_and(|at| cycle_of(at) == cycle);
        let key = match held.confirmed_at {
            Some(_) if is_confirmed => "contact-said",
            Some(_) => "contact-said-before",
            None => "contact-unsaid",
        };
        let said = t.with_all(
            key,
            [
                ("state", name_of_state(site, party).into()),
                ("cycle", cycle.to_string().into()),
                ("date", held.confirmed_at.map(|at| date(site, at)).unwrap_or_default().into()),
            ],
        );
        Some(Self { is_confirmed, said })
    }
}

pub(in crate::web) async fn confirm(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let by = match signed_in_to_act(&site, &request, &posted, "/desk").await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    if !by.person.appointments.iter().any(|held| held.role() == Role::FocalPoint) {
        return Err(PageError::Denied);
    }
    let party = Iso3::parse(posted.one("party")?).map_err(|_other| PageError::OddForm)?;
    let at = by.at_desk(party, NationalAct::ConfirmContact)?;
    let (leave, person, now) = (at.leave, at.by.person, site.portal.clock().now());
    blocking(&site, move |store| confirm_contact(store, leave, &person, now)).await?;
    Ok(see("/desk"))
}
