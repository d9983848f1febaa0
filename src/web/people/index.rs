//! Everybody with an account, found by name, address or State; and inviting somebody.

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::given::{self, Given};
use super::{Offer, beside_field, chosen, confirmations, faults_of, name_of_role, standing};
use crate::app::appointing::{self, AppointError, Listed, everybody};
use crate::app::{accounts, contacts};
use crate::domain::access::{Act, Appointment, may, works_elsewhere, works_for_both};
use crate::domain::code::Iso3;
use crate::store::people::Person;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private, private_page};

/// People on a page.
const SHOWN: usize = 100;
/// Letters of a search.
const LONGEST_SEARCH: usize = 80;

#[derive(Template)]
#[template(path = "people/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    search: String,
    lines: Vec<Line>,
    /// Of the people after those shown.
    next: Option<String>,
    /// The form, for those who may invite.
    form: Option<Form>,
    /// What was given just now.
    given: Option<Given>,
}

struct Line {
    address: String,
    name: String,
    email: String,
    roles: Vec<String>,
    standing: (&'static str, String),
    /// Shape, what was said, and of which role, where there are several.
    confirmations: Vec<(&'static str, String, Option<String>)>,
    /// They hold roles of the secretariat and of a State, which nobody may any more.
    works_for_both: bool,
}

struct Form {
    token: String,
    offer: Offer,
    email: String,
    name: String,
    /// Key of the handover that is seen to by inviting, if there is one.
    handover: String,
    /// Whoever has the address works for another State: what says so when it is confirmed, and the question.
    elsewhere: Option<(String, String)>,
    /// The field a fault is at, and the fault.
    faults: Vec<(&'static str, String)>,
}

impl Form {
    fn fault(&self, field: &str) -> Option<&String> {
        self.faults.iter().find(|(own, _)| *own == field).map(|(_, fault)| fault)
    }
}

#[derive(Default, Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    q: String,
    /// Address after which the page begins.
    #[serde(default)]
    after: String,
    /// The handover whose successor stands in the form.
    #[serde(default)]
    handover: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    state: String,
}

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
    given: Query<given::Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadPeople).map_err(|_denied| PageError::Denied)?;
    let form = may(&by.person.appointments, Act::ManagePeople).is_ok().then(|| Form {
        token: by.form_token(),
        offer: Offer::new(&site, &asked.role, &asked.state),
        email: asked.email.clone(),
        name: asked.name.clone(),
        handover: asked.handover.clone(),
        elsewhere: None,
        faults: Vec::new(),
    });
    let given = Given::read(&site, &given).await?;
    Ok(private_page(page(&site, &by, &asked, given, form).await?))
}

async fn page(
    site: &Data<Site>,
    by: &SignedIn,
    asked: &Asked,
    given: Option<Given>,
    form: Option<Form>,
) -> Result<String, PageError> {
    let t = site.text;
    let search: String = asked.q.trim().chars().take(LONGEST_SEARCH).collect();
    let found = found(site, &search).await?;
    let count = i64::try_from(found.len()).unwrap_or_default();
    let mut rest = found.into_iter().filter(|listed| listed.person.email.as_str() > asked.after.as_str());
    let shown: Vec<_> = rest.by_ref().take(SHOWN).collect();
    let last = shown.last().map(|listed| listed.person.email.clone()).filter(|_| rest.next().is_some());
    let next = last.map(|last| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        format!("/secretariat/people?{}", query.append_pair("q", &search).append_pair("after", &last).finish())
    });
    let frame = Frame::new(site, Section::People, t.say("nav-people")).seen_by(by.who(t.say("secretariat")));
    frame::render(&IndexPage {
        frame,
        t,
        lead: t.with("people-lead", "count", count),
        search,
        lines: shown.iter().map(|listed| line(site, listed)).collect(),
        next,
        form,
        given,
    })
}

/// Everybody whose name or address holds what was typed, or who works for a State that answers to it.
async fn found(site: &Data<Site>, search: &str) -> Result<Vec<Listed>, PageError> {
    let people = blocking(site, everybody).await?;
    if search.is_empty() {
        return Ok(people);
    }
    let edition = site.portal.edition();
    let states: Vec<Iso3> = edition.register.states_answering_to(search).iter().map(|state| state.iso3).collect();
    let wanted = search.to_lowercase();
    let answers = |listed: &Listed| {
        let works =
            |held: &crate::store::people::Held| held.appointment.party().is_some_and(|party| states.contains(&party));
        listed.person.email.contains(&wanted)
            || listed.person.name.to_lowercase().contains(&wanted)
            || listed.held.iter().any(works)
    };
    Ok(people.into_iter().filter(answers).collect())
}

fn line(site: &Site, listed: &Listed) -> Line {
    Line {
        address: format!("/secretariat/people/{}", listed.person.id),
        name: listed.person.name.clone(),
        email: listed.person.email.clone(),
        roles: listed.held.iter().map(|held| name_of_role(site, held.appointment)).collect(),
        standing: standing(site, listed),
        confirmations: confirmations(site, listed, |held| name_of_role(site, held)),
        works_for_both: works_for_both(&listed.person.appointments),
    }
}

/// Invites somebody, or appoints whoever has that address already.
pub(in crate::web) async fn invite(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let by = match signed_in_to_act(&site, &request, &posted, "/secretariat/people").await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::ManagePeople).map_err(|_denied| PageError::Denied)?;
    let t = site.text;
    let (email, name) = (posted.one("email")?.trim().to_lowercase(), posted.one("name")?.trim().to_owned());
    let mut faults = faults_of(t, &name, &email);
    let handover = posted.one("handover")?.to_owned();
    let appointment = chosen(&site, &posted)?;
    if let Err(key) = appointment {
        faults.push((if key == "people-role-missing" { "role" } else { "state" }, t.say(key)));
    }
    let elsewhere = match appointment {
        Ok(appointment) if faults.is_empty() => asked_again(&site, &email, appointment, posted.one("sure")?).await?,
        _ => None,
    };
    if elsewhere.is_some() {
        faults.push(("sure", t.say("people-elsewhere-missing")));
    }
    if let (Ok(appointment), true) = (appointment, faults.is_empty()) {
        let (inviter, now) = (by.person.id.clone(), site.portal.clock().now());
        let (to, called) = (email.clone(), name.clone());
        let (person, settled) = (by.person.clone(), handover.clone());
        let invited = blocking(&site, move |store| {
            let invited = beside_field(accounts::invite(store, &inviter, &to, &called, appointment, now))?;
            if invited == Ok(true) && !settled.is_empty() {
                contacts::settle(store, &person, &settled, true, now)?;
            }
            let holder = appointing::find_at(store, &to)?;
            Ok::<_, AppointError>((invited, holder))
        });
        let fault = match invited.await? {
            (Ok(true), Some(holder)) => {
                return Ok(see(&given::place("/secretariat/people", &holder, appointment, Some(&name))));
            }
            (Ok(true), None) => return Ok(see("/secretariat/people")),
            (Ok(false), _) => "people-role-held",
            (Err(key), _) => key,
        };
        faults.push(("email", t.say(fault)));
    }
    let offer = Offer::new(&site, posted.one("role")?, posted.one("state")?);
    let form = Form { token: by.form_token(), offer, email, name, handover, elsewhere, faults };
    let content = page(&site, &by, &Asked::default(), None, Some(form)).await?;
    Ok(private(HttpResponse::UnprocessableEntity(), content))
}

/// What is to be confirmed before whoever has an address speaks for a State beside others: the address may be mistyped.
async fn asked_again(
    site: &Data<Site>,
    email: &str,
    appointment: Appointment,
    sure: &str,
) -> Result<Option<(String, String)>, PageError> {
    let at = email.to_owned();
    let holder = blocking(site, move |store| appointing::find_at(store, &at)).await?;
    // What is confirmed is this role for this State.
    let party = appointment.party().map(|party| party.to_string()).unwrap_or_default();
    let key = |person: &Person| format!("{} {} {party}", person.id, appointment.role().key());
    let is_asked = |person: &Person| works_elsewhere(&person.appointments, appointment) && key(person) != sure;
    Ok(holder.filter(is_asked).map(|person| {
        let held: Vec<_> = person.appointments.iter().map(|held| name_of_role(site, *held)).collect();
        let figures = [
            ("name", person.name.as_str().into()),
            ("held", held.join("; ").into()),
            ("role", name_of_role(site, appointment).into()),
        ];
        (key(&person), site.text.with_all("people-elsewhere", figures))
    }))
}
