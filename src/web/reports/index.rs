//! What is published, of a cycle or of a State in all its years: a table, and the same for programs.

use std::sync::Arc;

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::Edition;
use crate::app::filings::{Of, filed};
use crate::app::opening::{newest_open_to, withheld};
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::regime::FormSet;
use crate::domain::report::{Audience, ReportReference};
use crate::store::submissions::{Filed, newest_published_cycle};
use crate::text::Text;
use crate::web::Site;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section, Who};
use crate::web::kept::PublicPage;
use crate::web::paging::page_after;
use crate::web::receipts::received_data;
use crate::web::session::WorkError;

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// Whether the lines are of one State, in all its cycles where none is chosen.
    is_of_state: bool,
    /// Key, name, whether it is chosen; of the cycles too.
    states: Vec<(String, String, bool)>,
    cycles: Vec<(String, bool)>,
    regimes: Vec<(String, String, bool)>,
    lines: Vec<Line>,
    /// Which lines these are, and the address of those that follow, where one page does not hold all.
    shown: Option<String>,
    more: Option<String>,
    table: String,
    before: Option<String>,
    after: Option<String>,
}

struct Line {
    state: String,
    report: String,
    address: String,
    received: String,
    received_iso: String,
    /// No more than that it was filed is public.
    is_withheld: bool,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    cycle: String,
    #[serde(default)]
    regime: String,
    #[serde(default)]
    state: String,
    /// The report after which to go on.
    #[serde(default)]
    after: String,
}

/// What is asked for: a State in one cycle or all; else a cycle, or the newest of which something is published. Of
/// either one regime or all.
#[derive(Clone, Copy)]
struct Choice {
    party: Option<Iso3>,
    cycle: Option<Cycle>,
    regime: Option<RegimeCode>,
    after: Option<ReportReference>,
}

/// Lines on a page: most of what a regime brings in a cycle, and some 5 kB over the line.
const PER_PAGE: usize = 60;

impl Choice {
    fn of(asked: &Asked, edition: &Edition) -> Self {
        let known = edition.rules.regimes().iter().map(|regime| regime.code);
        let party = Iso3::parse(&asked.state).ok().filter(|party| edition.register.state(*party).is_some());
        Self {
            party,
            cycle: asked.cycle.parse().ok(),
            regime: known.clone().find(|code| code.as_str() == asked.regime),
            after: asked.after.parse().ok(),
        }
    }

    /// The one address of this choice.
    fn address(self, path: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.party.map(|party| ("state", party.to_string())));
        pairs.extend_pairs(self.cycle.map(|cycle| ("cycle", cycle.to_string())));
        pairs.extend_pairs(self.regime.map(|code| ("regime", code.to_string())));
        pairs.extend_pairs(self.after.map(|after| ("after", after.to_string())));
        let query = pairs.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The same with a cycle, unless it is of a State: the newest of which something is published.
    fn settled(self, site: &Site, edition: &Edition) -> Result<Self, PageError> {
        if self.party.is_some() || self.cycle.is_some() {
            return Ok(self);
        }
        let newest = site.portal.store().read(newest_published_cycle).map_err(WorkError::Store)?;
        let newest = newest.and_then(|year| Cycle::new(year).ok()).unwrap_or(Cycle::containing(edition.today));
        Ok(Self { cycle: Some(newest), ..self })
    }

    /// What was filed of the State, or of the cycle.
    fn filed(self, site: &Site, edition: &Edition) -> Result<Arc<[Filed]>, PageError> {
        let of = match (self.party, self.cycle) {
            (Some(party), _) => Of::State(party),
            (None, cycle) => Of::Cycle(cycle.unwrap_or(Cycle::containing(edition.today))),
        };
        filed(site.portal.store(), edition, of).map_err(|error| WorkError::Store(error).into())
    }

    /// What of it is published.
    fn of_these(self, filed: &[Filed]) -> Vec<&Filed> {
        let mut shown = newest_open_to(Audience::Everyone, filed);
        shown.retain(|filed| self.regime.is_none_or(|regime| filed.reference.regime == regime));
        shown.retain(|filed| self.cycle.is_none_or(|cycle| filed.reference.cycle == cycle));
        shown
    }

    /// Whose and when, in words.
    fn lead(self, t: &Text, edition: &Edition, count: i64) -> String {
        let state = self.party.and_then(|party| edition.register.state(party));
        let cycle = self.cycle.map_or_else(|| "all".to_owned(), |cycle| cycle.to_string());
        let mut said = vec![("cycle", cycle.into()), ("count", count.into())];
        said.extend(state.map(|state| ("state", state.short_name_en.as_str().into())));
        t.with_all(if state.is_some() { "reports-lead-state" } else { "reports-lead" }, said)
    }
}

/// The cycles to choose from, the newest first: from the first that has forms here.
fn cycles(edition: &Edition, chosen: Option<Cycle>) -> Vec<(String, bool)> {
    let first = edition.books.form_sets.all().iter().map(FormSet::first_cycle).min().unwrap_or_default();
    let all = std::iter::successors(Some(Cycle::containing(edition.today)), |cycle| cycle.previous());
    let mut all: Vec<_> = all.take_while(|cycle| first <= cycle.year()).collect();
    all.extend(chosen.filter(|chosen| !all.contains(chosen)));
    all.into_iter().map(|cycle| (cycle.to_string(), chosen == Some(cycle))).collect()
}

/// The States that were ever bound by the Convention, and the one that is chosen.
fn states(edition: &Edition, chosen: Option<Iso3>) -> Vec<(String, String, bool)> {
    let (register, convention) = (&edition.register, edition.register.convention());
    let is_listed = |iso3: Iso3| chosen == Some(iso3) || !register.periods(iso3, convention).is_empty();
    let listed = register.states_by_name().filter(|state| is_listed(state.iso3));
    listed.map(|state| (state.iso3.to_string(), state.short_name_en.clone(), chosen == Some(state.iso3))).collect()
}

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let choice = Choice::of(&asked, &site.portal.edition());
    Site::public_page(&site, &request, choice.address("/reports"), move |site, edition, who| {
        frame::render(&page(site, edition, choice, who)?)
    })
    .await
}

fn page(site: &Site, edition: &Edition, choice: Choice, who: Option<Who>) -> Result<IndexPage, PageError> {
    let t = site.text;
    let (own, choice) = (choice.address("/reports"), choice.settled(site, edition)?);
    let filed = choice.filed(site, edition)?;
    let mut all = choice.of_these(&filed);
    let place = edition.register.places_by_name();
    all.sort_by_cached_key(|filed| {
        let ReportReference { party, regime, cycle } = filed.reference;
        (place.get(&party), std::cmp::Reverse(cycle), regime)
    });
    let paged = page_after(t, &all, |filed| filed.reference, choice.after, PER_PAGE);
    let withheld = withheld(site.portal.store(), edition, paged.lines).map_err(WorkError::Store)?;
    let lines = paged.lines.iter().map(|filed| line(site, filed, withheld.contains(&filed.reference)));
    let count = i64::try_from(all.len()).unwrap_or_default();
    let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
    let other = |cycle: Option<Cycle>| cycle.map(|cycle| Choice { cycle: Some(cycle), after: None, ..choice });
    let next_page = |last| Choice { after: Some(last), ..choice }.address("/reports");
    let cycle = choice.cycle;
    Ok(IndexPage {
        frame: Frame::new(site, Section::Reports, t.say("reports-title")).at(site, &own).seen_by(who),
        t,
        lead: choice.lead(t, edition, count),
        is_of_state: choice.party.is_some(),
        states: states(edition, choice.party),
        cycles: cycles(edition, cycle),
        regimes: regimes.map(|code| (code.to_string(), t.regime(code), choice.regime == Some(code))).collect(),
        lines: lines.collect(),
        shown: (!paged.is_whole).then_some(paged.shown),
        more: paged.next.map(next_page),
        table: Choice { after: None, ..choice }.address("/reports.csv"),
        before: other(cycle.and_then(Cycle::previous)).map(|choice| choice.address("/reports")),
        after: other(cycle.and_then(|cycle| next_cycle(cycle, edition))).map(|choice| choice.address("/reports")),
    })
}

fn line(site: &Site, filed: &Filed, is_withheld: bool) -> Line {
    let (names, received) = (Names::of(site, filed.reference), site.day_of(filed.received_at()));
    Line {
        state: names.state,
        report: names.report,
        address: format!("/reports/{}", filed.reference),
        received: site.text.date(received),
        received_iso: received.to_string(),
        is_withheld,
    }
}

/// The cycle after, as far as there is one by now.
pub(in crate::web) fn next_cycle(cycle: Cycle, edition: &Edition) -> Option<Cycle> {
    let next = Cycle::new(cycle.year() + 1).ok()?;
    (next <= Cycle::containing(edition.today)).then_some(next)
}

pub(in crate::web) async fn table(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let choice = Choice { after: None, ..Choice::of(&asked, &site.portal.edition()) };
    Site::public_data(&site, &request, choice.address("/reports.csv"), move |site, edition| {
        let choice = choice.settled(site, edition)?;
        let filed = choice.filed(site, edition)?;
        let line = |filed: &Filed| {
            let reference = filed.reference;
            let address = format!("{}/reports/{}", site.public_url, filed.id);
            let came = received_data(filed.original, filed.submitted_at);
            let received = site.day_of(filed.received_at()).to_string();
            [
                reference.to_string(),
                reference.party.to_string(),
                reference.regime.to_string(),
                reference.cycle.to_string(),
                filed.version.to_string(),
                received,
                came,
                address,
            ]
        };
        PublicPage::csv(
            ["reference", "party", "regime", "cycle", "version", "received_on", "version_received_at", "address"],
            choice.of_these(&filed).into_iter().map(line),
        )
    })
    .await
}
