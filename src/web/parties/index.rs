//! The table of parties: 128 States, eight instruments; and the States not party.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::choice::{Asked, Choice, Status};
use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{ActionKind, RegionalGroup, Register, Standing, State};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::kept::PublicPage;

/// An entry of a choice list.
struct Choosable {
    value: String,
    name: String,
    chosen: bool,
}

struct Tab {
    address: String,
    name: String,
    count: usize,
    current: bool,
}

struct Column {
    address: String,
    short: String,
    title: String,
}

struct Row {
    address: String,
    name: String,
    cells: Vec<Cell>,
}

struct Cell {
    column: String,
    /// Date or words.
    shown: String,
    iso: String,
    kind: CellKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Bound,
    Succession,
    Pending,
    NotBound,
}

struct NotParty {
    address: String,
    name: String,
    group: String,
    signed: Option<String>,
}

#[derive(Template)]
#[template(path = "parties/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    tabs: Vec<Tab>,
    search: String,
    group: String,
    statuses: Vec<Choosable>,
    bound: Vec<Choosable>,
    not_bound: Vec<Choosable>,
    dates: Vec<Choosable>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    shows_parties: bool,
    legend: String,
    parties_count: String,
    remarks: Vec<String>,
    not_party: Vec<NotParty>,
    shows_not_party: bool,
    not_party_count: String,
    is_filtered: bool,
    nothing_found: bool,
}

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let edition = site.portal.edition();
    let choice = Choice::read(&asked, &edition.register);
    if !choice.search.is_empty()
        && let Some(only) = the_only_state(&edition.register, &choice.search)
    {
        return Ok(see(&format!("/parties/{}", only.iso3)));
    }
    let address = choice.address();
    if request.uri().path_and_query().is_none_or(|asked| asked.as_str() != address) {
        // A form sends every field, also those left as they were.
        return Ok(see(&address));
    }
    Site::public_page(&site, &request, address, move |site, edition| {
        let page = IndexPage::new(site, edition, &choice);
        Ok(PublicPage::html(frame::render(&page)?))
    })
    .await
}

/// The State of that code, or the only one with such a name.
fn the_only_state<'a>(register: &'a Register, wanted: &str) -> Option<&'a State> {
    let by_code = register.states().find(|state| state.has_code(wanted));
    let mut by_name = register.states().filter(|state| state.answers_to(wanted));
    by_code.or_else(|| by_name.next().filter(|_| by_name.next().is_none()))
}

impl IndexPage {
    fn new(site: &Site, edition: &Edition, choice: &Choice) -> Self {
        let (t, register, on) = (site.text, edition.register.as_ref(), edition.today);
        let convention = register.instruments().first().map(|instrument| instrument.code);
        let is_party = |state: &State| convention.is_some_and(|code| register.bound(state.iso3, code, on));
        let states: Vec<_> =
            register.states_by_name().into_iter().filter(|state| choice.includes(state, edition)).collect();
        let (parties, others): (Vec<&State>, Vec<&State>) = states.into_iter().partition(|state| is_party(state));
        let shows_parties = choice.status.is_none_or(|status| status == Status::Party);
        let not_party: Vec<_> = others
            .into_iter()
            .map(|state| NotParty::new(t, edition, state, convention))
            .filter(|state| choice.status != Some(Status::Signatory) || state.signed.is_some())
            .collect();
        let shows_not_party = match choice.status {
            Some(Status::Party) => false,
            Some(_) => true,
            None => choice.bound.is_none() && (choice.search.is_empty() || !not_party.is_empty()),
        };
        let rows: Vec<_> = parties.iter().map(|state| Row::new(t, edition, state, choice.deposits)).collect();
        let total = convention.map_or(0, |code| register.count_bound(code, on));
        Self {
            frame: Frame::new(site, Section::Parties, t.say("parties-title"))
                .resting_on(register.as_of())
                .at(site, &choice.address()),
            t,
            lead: t.with("parties-lead", "count", total),
            tabs: tabs(t, edition, choice, &is_party),
            search: choice.search.clone(),
            group: choice.group.map(RegionalGroup::key).unwrap_or_default().to_owned(),
            statuses: Status::ALL
                .map(|(one, key)| Choosable::new(key, t.say(&format!("status-{key}")), Some(one) == choice.status))
                .into(),
            bound: instruments(t, register, choice.bound, "parties-bound-any"),
            not_bound: instruments(t, register, choice.not_bound, "parties-not-bound-any"),
            dates: [("in-force", !choice.deposits), ("deposit", choice.deposits)]
                .map(|(key, chosen)| Choosable::new(key, t.say(&format!("date-shown-{key}")), chosen))
                .into(),
            columns: register.instruments().iter().map(|instrument| Column::new(t, instrument.code)).collect(),
            legend: t.say(if choice.deposits { "legend-deposit" } else { "legend-in-force" }),
            parties_count: t.with("parties-count", "count", rows.len()),
            not_party_count: t.with("not-party-count", "count", not_party.len()),
            remarks: edition.remarks.iter().map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
            nothing_found: rows.is_empty() && not_party.is_empty(),
            shows_parties: shows_parties && !rows.is_empty(),
            shows_not_party: shows_not_party && !not_party.is_empty(),
            is_filtered: *choice != Choice::default(),
            rows,
            not_party,
        }
    }
}

fn tabs(t: &Text, edition: &Edition, choice: &Choice, is_party: &dyn Fn(&State) -> bool) -> Vec<Tab> {
    let counts = |state: &&State| match choice.status {
        None | Some(Status::Party) => is_party(state),
        Some(Status::NotParty) => !is_party(state),
        Some(Status::Signatory) => {
            let convention = edition.register.instruments().first().map(|instrument| instrument.code);
            convention.is_some_and(|code| {
                matches!(edition.register.standing(state.iso3, code, edition.today), Standing::Signed(_))
            })
        }
    };
    let groups = std::iter::once(None).chain(RegionalGroup::ALL.iter().copied().map(Some));
    let tab = |group: Option<RegionalGroup>| {
        let choice = Choice { group, search: String::new(), ..choice.clone() };
        let members = edition.register.states().filter(|state| choice.includes(state, edition));
        let name = group.map_or("group-all".to_owned(), |group| format!("group-{}", group.key()));
        Tab { address: choice.address(), name: t.say(&name), count: members.filter(counts).count(), current: false }
    };
    groups.map(|group| Tab { current: group == choice.group, ..tab(group) }).collect()
}

impl Choosable {
    fn new(value: &str, name: String, chosen: bool) -> Self {
        Self { value: value.to_owned(), name, chosen }
    }
}

fn instruments(t: &Text, register: &Register, chosen: Option<InstrumentCode>, none: &str) -> Vec<Choosable> {
    let nothing = Choosable::new("", t.say(none), chosen.is_none());
    let entry = |code: InstrumentCode| Choosable::new(code.as_str(), t.instrument(code), chosen == Some(code));
    std::iter::once(nothing).chain(register.instruments().iter().map(|instrument| entry(instrument.code))).collect()
}

impl Column {
    fn new(t: &Text, code: InstrumentCode) -> Self {
        Self {
            address: format!("/instruments/{code}"),
            short: t.of_instrument(code, "column"),
            title: t.instrument(code),
        }
    }
}

impl Row {
    fn new(t: &Text, edition: &Edition, state: &State, deposits: bool) -> Self {
        let cells = edition.register.instruments().iter().map(|instrument| {
            let (kind, date) = match edition.register.standing(state.iso3, instrument.code, edition.today) {
                Standing::Bound(period) if period.kind == ActionKind::Succession => (CellKind::Succession, period),
                Standing::Bound(period) => (CellKind::Bound, period),
                Standing::Pending(period) => (CellKind::Pending, period),
                Standing::Ended(_) | Standing::Signed(_) | Standing::NotBound => {
                    return Cell::not_bound(t, instrument.code);
                }
            };
            let day = if deposits { date.deposited_on } else { date.since };
            Cell {
                column: t.of_instrument(instrument.code, "column"),
                shown: t.date_short(day),
                iso: day.to_string(),
                kind,
            }
        });
        Self { address: format!("/parties/{}", state.iso3), name: state.short_name_en.clone(), cells: cells.collect() }
    }
}

impl Cell {
    fn not_bound(t: &Text, code: InstrumentCode) -> Self {
        Self {
            column: t.of_instrument(code, "column"),
            shown: t.say("not-bound"),
            iso: String::new(),
            kind: CellKind::NotBound,
        }
    }
}

impl NotParty {
    fn new(t: &Text, edition: &Edition, state: &State, convention: Option<InstrumentCode>) -> Self {
        let standing = convention.map(|code| edition.register.standing(state.iso3, code, edition.today));
        Self {
            address: format!("/parties/{}", state.iso3),
            name: state.short_name_en.clone(),
            group: t.say(&format!("group-{}", state.group.key())),
            signed: match standing {
                Some(Standing::Signed(day)) => Some(t.date(day)),
                _ => None,
            },
        }
    }
}
