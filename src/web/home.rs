//! The public entrance.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;

use super::Site;
use super::error::PageError;
use super::frame::{self, Frame, Section, Who};
use super::plot::{Figures, Plot, Size, growth_of_all};
use crate::app::Edition;
use crate::domain::calendar::{Cycle, parties_asked};
use crate::domain::code::Iso3;
use crate::domain::treaty::{ActionKind, Register, Standing};
use crate::text::Text;

/// Latest acts shown; a meeting's worth fits on a screen.
const LATEST_ACTS: usize = 4;

#[derive(Template)]
#[template(path = "home/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    deadline: Deadline,
    bound: Vec<Figure>,
    states: usize,
    signatories: String,
    latest: Vec<Act>,
    actions: usize,
    plot: Plot,
    figures: Figures,
}

struct Deadline {
    iso: String,
    /// Without the year, large.
    day: String,
    /// With weekday, year and how long there is.
    full: String,
    /// Regime, how many parties it asks, and on what ground.
    asked: Vec<(String, String, String)>,
}

struct Figure {
    address: String,
    name: String,
    bound: usize,
}

struct Act {
    state: String,
    address: String,
    on: String,
    on_iso: String,
    deeds: String,
    in_force: Option<String>,
}

pub(super) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_page(&site, &request, "/".into(), |site, edition, who| {
        frame::render(&IndexPage::new(site, edition, who))
    })
    .await
}

impl IndexPage {
    fn new(site: &Site, edition: &Edition, who: Option<Who>) -> Self {
        let (t, register) = (site.text, edition.register.as_ref());
        let bound = |code| register.count_bound(code, edition.today);
        let figures = register.instruments().iter().map(|instrument| Figure {
            address: format!("/instruments/{}", instrument.code),
            name: t.of_instrument(instrument.code, "short"),
            bound: bound(instrument.code),
        });
        let reporting: Vec<_> = edition.rules.regimes().iter().map(|regime| regime.instrument).collect();
        let titles = (t.with("plot-all-title", "until", t.date(register.as_of())), t.say("plot-all-description"));
        Self {
            frame: Frame::new(site, Section::Home, String::new())
                .resting_on(register.as_of())
                .at(site, "/")
                .seen_by(who),
            t,
            deadline: Deadline::new(t, edition),
            bound: figures.collect(),
            figures: Figures::new(t, register, &reporting, "/instruments.csv".into()),
            plot: Plot::new(Size::NARROW, titles, growth_of_all(t, register, &reporting), register.as_of()),
            states: register.states().len(),
            signatories: signatories(t, register, edition.today),
            latest: latest_acts(t, register),
            actions: register.actions().len(),
        }
    }
}

impl Deadline {
    fn new(t: &Text, edition: &Edition) -> Self {
        let cycle = Cycle::containing(edition.today);
        let day = cycle.closes_on();
        let asked = edition.rules.regimes().iter().map(|regime| {
            let count = parties_asked(&edition.register, &edition.rules, regime, cycle);
            (t.regime(regime.code), t.with("parties-asked", "count", count), t.of_regime(regime.code, "ground"))
        });
        let left = t.with("days-left", "days", (day - edition.today).num_days());
        let full = [("weekday", t.weekday(day).into()), ("date", t.date(day).into()), ("left", left.into())];
        Self {
            iso: day.to_string(),
            day: t.day_month(day),
            full: t.with_all("home-deadline-full", full),
            asked: asked.collect(),
        }
    }
}

/// Who signed and did not ratify, by name.
fn signatories(t: &Text, register: &Register, on: NaiveDate) -> String {
    let names: Vec<_> = register
        .states_by_name()
        .filter(|state| matches!(register.standing(state.iso3, register.convention(), on), Standing::Signed(_)))
        .map(|state| state.short_name_en.clone())
        .collect();
    t.list(&names)
}

/// The last acts towards the depositary, those of one State on one day together.
fn latest_acts(t: &Text, register: &Register) -> Vec<Act> {
    let mut days: Vec<(NaiveDate, Iso3)> =
        register.actions().iter().map(|action| (action.deposited_on, action.party)).collect();
    days.sort_unstable_by(|one, other| other.cmp(one));
    days.dedup();
    let act = |(day, party): (NaiveDate, Iso3)| {
        let own: Vec<_> = register.actions_of(party).filter(|action| action.deposited_on == day).collect();
        let deeds = ActionKind::ALL.iter().filter_map(|kind| {
            let of_kind = |code| own.iter().any(|action| action.kind == *kind && action.instrument == code);
            let names = register.instruments().iter().map(|instrument| instrument.code).filter(|code| of_kind(*code));
            let names: Vec<_> = names.map(|code| t.of_instrument(code, "inside")).collect();
            let key = format!("deed-{}", kind.key());
            (!names.is_empty()).then(|| t.with(&key, "instruments", t.list(&names)))
        });
        let mut effects: Vec<_> = own
            .iter()
            .flat_map(|action| register.periods(party, action.instrument))
            .filter(|period| period.deposited_on == day)
            .map(|period| period.since)
            .collect();
        effects.sort_unstable();
        effects.dedup();
        Act {
            state: register.state(party).map(|state| state.short_name_en.clone()).unwrap_or_default(),
            address: format!("/parties/{party}"),
            on: t.date(day),
            on_iso: day.to_string(),
            deeds: deeds.collect::<Vec<_>>().join("; "),
            // More than one day of effect is for the State's own page.
            in_force: effects
                .first()
                .filter(|_| effects.len() == 1)
                .map(|day| t.with("in-force-on", "date", t.date(*day))),
        }
    };
    days.into_iter().take(LATEST_ACTS).map(act).collect()
}
