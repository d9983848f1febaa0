//! One person: what they hold, and for administrators what can be changed about it.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::given::{self, Given, found};
use super::{Offer, beside_field, chosen, confirmation, date, name_of_role, standing};
use crate::app::appointing::{self, Listed};
use crate::domain::access::{Act, Appointment, may, works_for_both};
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private, private_page};

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    frame: Frame,
    t: &'static Text,
    address: String,
    email: String,
    standing: (&'static str, String),
    is_active: bool,
    /// They hold roles of the secretariat and of a State, which nobody may any more.
    works_for_both: bool,
    /// What was given just now.
    given: Option<Given>,
    held: Vec<HeldLine>,
    /// The forms, for those who may change something.
    form: Option<Form>,
}

struct HeldLine {
    /// Role and State as the form sends them.
    role: &'static str,
    state: String,
    name: String,
    since: String,
    confirmation: Option<(&'static str, String)>,
}

struct Form {
    token: String,
    offer: Offer,
    fault: Option<Fault>,
}

impl Form {
    fn is_bad(&self, field: &str) -> bool {
        self.fault.as_ref().is_some_and(|fault| fault.at == field)
    }
}

/// What was not done, and the id of the field to mend.
struct Fault {
    at: &'static str,
    said: String,
}

pub(in crate::web) async fn person(
    site: Data<Site>,
    request: HttpRequest,
    id: Path<String>,
    asked: Query<given::Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadPeople).map_err(|_denied| PageError::Denied)?;
    let listed = found(&site, &id).await?;
    let given = Given::read(&site, &asked).await?;
    Ok(private_page(page(&site, &by, &listed, given, None, ["", ""])?))
}

fn page(
    site: &Site,
    by: &SignedIn,
    listed: &Listed,
    given: Option<Given>,
    fault: Option<Fault>,
    [role, state]: [&str; 2],
) -> Result<String, PageError> {
    let t = site.text;
    let may_change = may(&by.person.appointments, Act::ManagePeople).is_ok();
    let held = listed.held.iter().map(|held| HeldLine {
        role: held.appointment.role().key(),
        state: held.appointment.party().map(|party| party.to_string()).unwrap_or_default(),
        name: name_of_role(site, held.appointment),
        since: date(site, held.since),
        confirmation: confirmation(site, held),
    });
    frame::render(&PersonPage {
        frame: Frame::new(site, Section::People, listed.person.name.clone())
            .with_crumb("/secretariat/people", t.say("nav-people"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        address: format!("/secretariat/people/{}", listed.person.id),
        email: listed.person.email.clone(),
        standing: standing(site, listed),
        is_active: listed.is_active(),
        works_for_both: works_for_both(&listed.person.appointments),
        given,
        held: held.collect(),
        form: may_change.then(|| Form { token: by.form_token(), offer: Offer::new(site, role, state), fault }),
    })
}

/// What is done with an account.
enum Change {
    Appoint(Appointment),
    Dismiss(Appointment),
    InviteAgain,
    Close,
}

pub(in crate::web) async fn act(
    site: Data<Site>,
    request: HttpRequest,
    id: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let address = format!("/secretariat/people/{id}");
    let by = match signed_in_to_act(&site, &request, &posted, &address).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::ManagePeople).map_err(|_denied| PageError::Denied)?;
    let listed = found(&site, &id).await?;
    let change = match posted.one("act")? {
        "appoint" => chosen(&site, &posted)?.map(Change::Appoint),
        "end" => Ok(Change::Dismiss(chosen(&site, &posted)?.map_err(|_other| PageError::OddForm)?)),
        "invite" => Ok(Change::InviteAgain),
        "close" if posted.one("sure")? == "yes" => Ok(Change::Close),
        "close" => Err("people-close-unsure"),
        _ => return Err(PageError::OddForm),
    };
    let place = match &change {
        Ok(Change::Close) => "/secretariat/people".to_owned(),
        Ok(Change::Appoint(appointment)) => given::place(&address, &listed.person, *appointment, None),
        _ => address,
    };
    let done = match change {
        Ok(change) => changed(&site, &by, &listed, change).await?,
        Err(key) => Err(key),
    };
    let Err(key) = done else { return Ok(see(&place)) };
    let at = match key {
        "people-close-unsure" => "sure",
        "people-role-missing" | "people-other-side" => "role",
        _ => "state",
    };
    let fault = Fault { at, said: site.text.say(key) };
    let content = page(&site, &by, &listed, None, Some(fault), [posted.one("role")?, posted.one("state")?])?;
    Ok(private(HttpResponse::UnprocessableEntity(), content))
}

/// Does it, or gives the key of what is told beside a field.
async fn changed(
    site: &Data<Site>,
    by: &SignedIn,
    listed: &Listed,
    change: Change,
) -> Result<Result<(), &'static str>, PageError> {
    let (person, id, now) = (by.person.clone(), listed.person.id.clone(), site.portal.clock().now());
    blocking(site, move |store| {
        beside_field(match change {
            Change::Appoint(appointment) => appointing::appoint(store, &person, &id, appointment, now),
            Change::Dismiss(appointment) => appointing::dismiss(store, &person, &id, appointment, now),
            Change::InviteAgain => appointing::invite_again(store, &person, &id, now),
            Change::Close => appointing::close(store, &person, &id, now),
        })
    })
    .await
}
