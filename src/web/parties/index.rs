//! The table of parties: 128 States, eight instruments; and the States not party.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::choice::{Asked, Choice, Status};
use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{ActionKind, How, Mark, RegionalGroup, Register, Standing, State};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section, Who};

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
    /// Date or words.
    shown: String,
    iso: String,
    kind: CellKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Bound,
    Succession,
    /// By succession, from a day that is still to be confirmed.
    Recalled,
    Pending,
    NotBound,
}

struct NotParty {
    address: String,
    name: String,
    group: String,
    signed: Option<String>,
    /// About to become a party, or no longer one.
    standing: Option<String>,
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
    legend: String,
    parties_count: String,
    remarks: Vec<String>,
    not_party: Vec<NotParty>,
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
    if let Some(meant) = edition.register.state_called(&choice.search) {
        return Ok(see(&format!("/parties/{}", meant.iso3)));
    }
    let address = choice.address();
    if !choice.is_asked_for_by(request.uri().query()) {
        // A form sends every field, also those left as they were.
        return Ok(see(&address));
    }
    Site::public_page(&site, &request, address, move |site, edition, who| {
        frame::render(&IndexPage::new(site, edition, &choice, who))
    })
    .await
}

impl IndexPage {
    fn new(site: &Site, edition: &Edition, choice: &Choice, who: Option<Who>) -> Self {
        let (t, register, on) = (site.text, edition.register.as_ref(), edition.today);
        let (parties, others): (Vec<&State>, Vec<&State>) =
            choice.states(edition).into_iter().partition(|state| register.is_party(state.iso3, on));
        // Who looks for those bound by an instrument does not look for States that are no party.
        let shows_others = choice.status.is_some() || choice.bound.is_none();
        let others = others.into_iter().filter(|_| shows_others);
        let not_party: Vec<_> = others.map(|state| NotParty::new(t, edition, state)).collect();
        let rows: Vec<_> = parties.iter().map(|state| Row::new(t, edition, state, choice.deposits)).collect();
        Self {
            frame: Frame::new(site, Section::Parties, t.say("parties-title"))
                .seen_by(who)
                .resting_on(register.as_of())
                .at(site, &choice.address()),
            t,
            lead: t.with("parties-lead", "count", register.count_bound(register.convention(), on)),
            tabs: tabs(t, edition, choice),
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
            not_party_count: t.with(
                if choice.status == Some(Status::Signatory) { "signatories-count" } else { "not-party-count" },
                "count",
                not_party.len(),
            ),
            remarks: edition.remarks.iter().map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
            nothing_found: rows.is_empty() && not_party.is_empty(),
            is_filtered: *choice != Choice::default(),
            rows,
            not_party,
        }
    }
}

fn tabs(t: &Text, edition: &Edition, choice: &Choice) -> Vec<Tab> {
    let is_counted = |state: &&State| choice.status.is_some() || edition.register.is_party(state.iso3, edition.today);
    let groups = std::iter::once(None).chain(RegionalGroup::ALL.iter().copied().map(Some));
    let tab = |group: Option<RegionalGroup>| {
        let of_group = Choice { group, ..choice.clone() };
        let name = group.map_or("group-all".to_owned(), |group| format!("group-{}", group.key()));
        Tab {
            address: of_group.address(),
            name: t.say(&name),
            count: of_group.states(edition).into_iter().filter(is_counted).count(),
            current: group == choice.group,
        }
    };
    groups.map(tab).collect()
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
                Standing::Bound(period) if period.how == How::Stated(Mark::Recalled) => (CellKind::Recalled, period),
                Standing::Bound(period) if period.kind == ActionKind::Succession => (CellKind::Succession, period),
                Standing::Bound(period) => (CellKind::Bound, period),
                Standing::Pending(period) => (CellKind::Pending, period),
                Standing::Ended(_) => return Cell::words(t, "no-longer-bound"),
                Standing::Signed(_) => return Cell::words(t, "only-signed"),
                Standing::NotBound => return Cell::words(t, "not-bound"),
            };
            let day = if deposits { date.deposited_on } else { date.since };
            Cell { shown: t.date_short(day), iso: day.to_string(), kind }
        });
        Self { address: format!("/parties/{}", state.iso3), name: state.short_name_en.clone(), cells: cells.collect() }
    }
}

impl Cell {
    fn words(t: &Text, key: &str) -> Self {
        Self { shown: t.say(key), iso: String::new(), kind: CellKind::NotBound }
    }
}

impl NotParty {
    fn new(t: &Text, edition: &Edition, state: &State) -> Self {
        let (register, on) = (&edition.register, edition.today);
        let standing = match register.standing(state.iso3, register.convention(), on) {
            Standing::Pending(period) => Some(t.with("in-force-from", "date", t.date(period.since))),
            Standing::Ended(period) => {
                Some(t.with("standing-ended", "until", period.until.map(|day| t.date(day)).unwrap_or_default()))
            }
            _ => None,
        };
        Self {
            address: format!("/parties/{}", state.iso3),
            name: state.short_name_en.clone(),
            group: t.say(&format!("group-{}", state.group.key())),
            signed: register.signed_on(state.iso3, register.convention(), on).map(|day| t.date(day)),
            standing,
        }
    }
}
