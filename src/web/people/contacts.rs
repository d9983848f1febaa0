//! Contacts of all States, whether letters reach them, and handovers that wait.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{date, in_words, name_of_state, shape};
use crate::app::Edition;
use crate::app::contacts::{self, Contact, Contacts, Health};
use crate::domain::access::{Act, Role, may};
use crate::domain::code::Iso3;
use crate::store::answers::Handover;
use crate::store::people::Person;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::{of_state, see};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::paging::page_after;
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private_page};
use crate::web::tables::{TABLE, table};

const ADDRESS: &str = "/secretariat/contacts";
const TABLE_ADDRESS: &str = "/secretariat/contacts.csv";

#[derive(Template)]
#[template(path = "people/contacts.html")]
struct ContactsPage {
    frame: Frame,
    t: &'static Text,
    tabs: Vec<Tab>,
    /// What the figures of the tabs count.
    counted: String,
    lines: Vec<Line>,
    shown: Option<String>,
    next: Option<String>,
    /// States without any contact, which may be many: a word each.
    missing: Vec<Missing>,
    /// The same as a table for programs.
    table: String,
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

struct Missing {
    state: String,
    /// The form of inviting, with the State filled in, for those who may; otherwise the State's page.
    place: String,
    invites: bool,
}

/// A contact of a State.
pub(in crate::web) struct Line {
    pub(in crate::web) state: String,
    /// The State's page.
    pub(in crate::web) place: String,
    pub(in crate::web) id: String,
    pub(in crate::web) name: String,
    pub(in crate::web) email: String,
    pub(in crate::web) role: String,
    pub(in crate::web) class: &'static str,
    pub(in crate::web) health: String,
    pub(in crate::web) reason: String,
    pub(in crate::web) is_bounced: bool,
}

struct HandoverLine {
    id: String,
    state: String,
    /// The State's page.
    place: String,
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
    /// The contact after whom to go on.
    #[serde(default)]
    after: String,
}

/// Contacts on a page: on a telephone each takes several lines.
const PER_PAGE: usize = 30;

/// Which lines are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    /// States without a contact, and contacts at desks where letters reach nobody.
    Nobody,
    Of(Health),
}

impl Wanted {
    fn each() -> impl Iterator<Item = Self> {
        [Self::All].into_iter().chain(Health::ALL.into_iter().map(Self::Of)).chain([Self::Nobody])
    }

    fn of(asked: &Asked) -> Self {
        Self::each().find(|one| one.key() == asked.health).unwrap_or(Self::All)
    }

    /// Its word in addresses and text keys.
    fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Nobody => "nobody",
            Self::Of(health) => health.key(),
        }
    }

    fn address(self, path: &str) -> String {
        if self == Self::All { path.to_owned() } else { format!("{path}?health={}", self.key()) }
    }

    /// Of its page after a contact.
    fn page(self, after: &str) -> String {
        let query = [("health", self.key()), ("after", after)];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        format!("{ADDRESS}?{query}")
    }

    /// What is shown, in the order of names: contacts, and where States are asked for that no letter reaches, after
    /// them those without any, which may be many. Each contact is one line of all and one line of one state of health.
    fn rows(self, edition: &Edition, found: &Contacts) -> Vec<Found> {
        let is_wanted = |contact: &&Contact| match self {
            Self::All => true,
            Self::Nobody => contact.role.is_at_desk() && found.unreached.contains(&contact.party),
            Self::Of(health) => contact.health == health,
        };
        let contacts = found.all.iter().filter(is_wanted).map(|contact| Found::Contact(Box::new(contact.clone())));
        let missing = found.nobody.iter().filter(|_| self == Self::Nobody);
        let mut rows: Vec<_> = contacts.chain(missing.map(|party| Found::Nobody(*party))).collect();
        let place = edition.register.places_by_name();
        rows.sort_by_cached_key(|row| (matches!(row, Found::Nobody(_)), place.get(&row.party()).copied()));
        rows
    }

    /// How many lines there are, or States where it is about those.
    fn count(self, edition: &Edition, found: &Contacts) -> usize {
        match self {
            Self::Nobody => found.nobody.len() + found.unreached.len(),
            Self::All | Self::Of(_) => self.rows(edition, found).len(),
        }
    }
}

/// A line before it is shown.
enum Found {
    Contact(Box<Contact>),
    Nobody(Iso3),
}

impl Found {
    fn party(&self) -> Iso3 {
        match self {
            Self::Contact(contact) => contact.party,
            Self::Nobody(party) => *party,
        }
    }

    fn contact(&self) -> Option<&Contact> {
        match self {
            Self::Contact(contact) => Some(contact),
            Self::Nobody(_) => None,
        }
    }

    /// What tells it from the others: somebody may hold several roles for several States.
    fn key(&self) -> String {
        let of = self.contact().map(|contact| format!("{}/{}", contact.role.key(), contact.person.id));
        format!("{}/{}", self.party(), of.unwrap_or_default())
    }
}

/// Whoever may see the contacts, with all there are.
async fn seen(site: &Data<Site>, request: &HttpRequest) -> Result<(SignedIn, Contacts), PageError> {
    let by = SignedIn::of(site, request).await?;
    may(&by.person.appointments, Act::ReadPeople).map_err(|_denied| PageError::Denied)?;
    let (now, edition) = (site.portal.clock().now(), site.portal.edition());
    let found = blocking(site, move |store| contacts::contacts(store, &edition, now)).await?;
    Ok((by, found))
}

pub(in crate::web) async fn contacts(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (by, found) = seen(&site, &request).await?;
    let (t, edition, wanted) = (site.text, site.portal.edition(), Wanted::of(&asked));
    let may_appoint = may(&by.person.appointments, Act::ManagePeople).is_ok();
    let states = edition.register.states_by_name().map(|state| (state.iso3, state.short_name_en.clone()));
    let (through_mission, states): (Vec<_>, Vec<_>) =
        states.partition(|(party, _)| found.through_mission.contains(party));
    let rows = wanted.rows(&edition, &found);
    let (contacts, missing): (Vec<_>, Vec<_>) = rows.iter().partition(|row| matches!(row, Found::Contact(_)));
    let after = Some(asked.after.clone()).filter(|after| !after.is_empty());
    let paged = page_after(t, &contacts, |row| row.key(), after, PER_PAGE);
    let coded = |all: Vec<(Iso3, String)>| all.into_iter().map(|(party, name)| (party.to_string(), name)).collect();
    let page = ContactsPage {
        frame: Frame::new(&site, Section::People, t.say("contacts-title"))
            .with_crumb("/secretariat/people", t.say("nav-people"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        tabs: tabs(t, &edition, &found, wanted),
        counted: t.with_all(
            "contacts-counted",
            [
                ("contacts", Wanted::All.count(&edition, &found).into()),
                ("states", Wanted::Nobody.count(&edition, &found).into()),
            ],
        ),
        lines: paged.lines.iter().filter_map(|row| row.contact()).map(|one| line(&site, one)).collect(),
        shown: (!paged.is_whole).then_some(paged.shown),
        next: paged.next.map(|after| wanted.page(&after)),
        missing: missing.into_iter().map(|row| missing_line(&site, row.party(), may_appoint)).collect(),
        table: wanted.address(TABLE_ADDRESS),
        handovers: found.handovers.iter().map(|one| handover(&site, &found, one)).collect(),
        may_appoint,
        form_token: by.form_token(),
        through_mission: coded(through_mission),
        states: coded(states),
    };
    Ok(private_page(frame::render(&page)?))
}

/// The lines that are shown as a table, for those who may see the page; nobody keeps it on the way.
pub(in crate::web) async fn contacts_table(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (_by, found) = seen(&site, &request).await?;
    let rows = Wanted::of(&asked).rows(&site.portal.edition(), &found);
    let content = table(COLUMNS, rows.iter().map(|one| cells(&site, one)))?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_TYPE, TABLE));
    Ok(answer.insert_header((CONTENT_DISPOSITION, "attachment; filename=\"contacts.csv\"")).body(content))
}

const COLUMNS: [&str; 9] = ["iso3", "state", "role", "name", "email", "letters", "since", "reason", "role_name"];

fn cells(site: &Site, found: &Found) -> [String; 9] {
    let (code, state) = (found.party().to_string(), name_of_state(site, found.party()));
    match found {
        Found::Nobody(_) => {
            let [role, called, name, email, since, reason] = <[String; 6]>::default();
            [code, state, role, name, email, Wanted::Nobody.key().to_owned(), since, reason, called]
        }
        Found::Contact(contact) => {
            let Person { name, email, bounce_reason, .. } = &contact.person;
            let reason = bounce_reason.as_deref().filter(|_| contact.health == Health::Bounced).unwrap_or_default();
            let [name, email, reason] = [name, email, reason].map(str::to_owned);
            let since = site.day_of(contact.since).to_string();
            let (role, called) = (contact.role.key().to_owned(), site.text.role(contact.role));
            [code, state, role, name, email, contact.health.key().into(), since, reason, called]
        }
    }
}

fn tabs(t: &Text, edition: &Edition, found: &Contacts, chosen: Wanted) -> Vec<Tab> {
    let of = |wanted: Wanted| Tab {
        address: wanted.address(ADDRESS),
        name: if wanted == Wanted::All { t.say("contacts-all") } else { t.say(&format!("health-{}", wanted.key())) },
        count: wanted.count(edition, found),
        is_chosen: wanted == chosen,
    };
    Wanted::each().map(of).collect()
}

/// The form of inviting a focal point of a State.
pub(in crate::web) fn inviting(party: Iso3) -> String {
    format!("/secretariat/people?role=focal_point&state={party}#invite")
}

fn missing_line(site: &Site, party: Iso3, may_appoint: bool) -> Missing {
    Missing {
        state: name_of_state(site, party),
        place: if may_appoint { inviting(party) } else { of_state(party) },
        invites: may_appoint,
    }
}

/// A contact in words.
pub(in crate::web) fn line(site: &Site, contact: &Contact) -> Line {
    let t = site.text;
    Line {
        state: name_of_state(site, contact.party),
        place: of_state(contact.party),
        id: contact.person.id.clone(),
        name: contact.person.name.clone(),
        email: contact.person.email.clone(),
        role: t.role(contact.role),
        class: shape(contact.health),
        health: in_words(site, contact.health, contact.since, contact.was_confirmed),
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
        place: of_state(one.party),
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
    // Back to the page on which it was done: all contacts, or those of one State.
    let party = Iso3::parse(posted.one("party")?).ok();
    Ok(see(&party.map_or_else(|| ADDRESS.to_owned(), of_state)))
}
