//! For parties: every report that is circulated, whole, also where the State keeps it from the public.

use std::cmp::Reverse;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::Site;
use super::address::named;
use super::desk::Names;
use super::documents;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::paging::page_after;
use super::reports::{Asked, as_data, is_compared, next_cycle, page_for};
use super::session::{SignedIn, blocking, private_page};
use crate::app::Edition;
use crate::app::filings::{Of, filed};
use crate::app::opening::newest_open_to;
use crate::domain::access::{Act, may};
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::report::{Audience, ReportReference, VersionReference};
use crate::store::submissions::Filed;
use crate::store::{Store, StoreResult};
use crate::text::Text;

#[derive(Template)]
#[template(path = "reports/circulated.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    cycle: String,
    /// Key, name, whether it is chosen.
    states: Vec<(String, String, bool)>,
    regimes: Vec<(String, String, bool)>,
    /// State, report, address, day of receipt.
    lines: Vec<(String, String, String, String)>,
    /// Which lines these are, where there are more, and the address of the next.
    shown: Option<String>,
    next: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    cycle: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    regime: String,
    /// The report after which to go on.
    #[serde(default)]
    after: String,
}

/// Lines on a page.
const PER_PAGE: usize = 100;

/// What is shown: a cycle, or all of one State's.
#[derive(Clone, Copy)]
struct Choice {
    cycle: Option<Cycle>,
    state: Option<Iso3>,
    regime: Option<RegimeCode>,
}

impl Choice {
    fn of(wanted: &Wanted, edition: &Edition) -> Self {
        let state = Iso3::parse(&wanted.state).ok().filter(|iso3| edition.register.state(*iso3).is_some());
        let mut regimes = edition.rules.regimes().iter().map(|regime| regime.code);
        let newest = state.is_none().then(|| Cycle::containing(edition.today));
        Self {
            cycle: wanted.cycle.parse().ok().or(newest),
            state,
            regime: regimes.find(|code| code.as_str() == wanted.regime),
        }
    }

    fn address(self, after: Option<ReportReference>) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.cycle.map(|cycle| ("cycle", cycle.to_string())));
        pairs.extend_pairs(self.state.map(|state| ("state", state.to_string())));
        pairs.extend_pairs(self.regime.map(|code| ("regime", code.to_string())));
        pairs.extend_pairs(after.map(|reference| ("after", reference.to_string())));
        format!("/circulated?{}", pairs.finish())
    }

    /// What parties have of it: the newest cycle first, then by the names of States.
    fn filed(self, store: &Store, edition: &Edition) -> StoreResult<Vec<Filed>> {
        let found = match (self.state, self.cycle) {
            (Some(state), _) => filed(store, edition, Of::State(state))?,
            (None, Some(cycle)) => filed(store, edition, Of::Cycle(cycle))?,
            (None, None) => [].into(),
        };
        let mut found: Vec<Filed> = newest_open_to(Audience::Parties, &found).into_iter().cloned().collect();
        found.retain(|filed| {
            self.cycle.is_none_or(|cycle| filed.reference.cycle == cycle)
                && self.regime.is_none_or(|regime| filed.reference.regime == regime)
        });
        let place = edition.register.places_by_name();
        found.sort_by_cached_key(|filed| {
            let ReportReference { party, regime, cycle } = filed.reference;
            (Reverse(cycle), place.get(&party), regime)
        });
        Ok(found)
    }
}

pub(super) async fn reader(site: &Data<Site>, request: &HttpRequest) -> Result<SignedIn, PageError> {
    let by = SignedIn::of(site, request).await?;
    may(&by.person.appointments, Act::ReadCirculated).map_err(|_denied| PageError::Denied)?;
    Ok(by)
}

/// A document of a report that parties have.
pub(super) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    reader(&site, &request).await?;
    documents::give(&site, &request, path.into_inner(), Audience::Parties).await
}

pub(super) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let by = reader(&site, &request).await?;
    let (t, edition) = (site.text, site.portal.edition());
    let choice = Choice::of(&wanted, &edition);
    let held = edition.clone();
    let found = blocking(&site, move |store| choice.filed(store, &held)).await?;
    let paged = page_after(t, &found, |filed| filed.reference, wanted.after.parse().ok(), PER_PAGE);
    let lines = paged.lines.iter().map(|filed| {
        let names = Names::of(&site, filed.reference);
        let address = format!("/circulated/{}", filed.reference);
        (names.state, names.report, address, t.date_short(site.day_of(filed.received_at())))
    });
    let count = i64::try_from(found.len()).unwrap_or_default();
    let page = IndexPage {
        frame: Frame::new(&site, Section::Circulated, t.say("circulated-title")).seen_by(by.who(t.say("signed-in-as"))),
        t,
        lead: match choice.cycle {
            Some(cycle) => {
                t.with_all("circulated-lead", [("cycle", cycle.to_string().into()), ("count", count.into())])
            }
            None => t.with("circulated-lead-all", "count", count),
        },
        cycle: choice.cycle.map(|cycle| cycle.to_string()).unwrap_or_default(),
        states: edition
            .register
            .states_by_name()
            .map(|one| (one.iso3.to_string(), one.short_name_en.clone(), choice.state == Some(one.iso3)))
            .collect(),
        regimes: edition
            .rules
            .regimes()
            .iter()
            .map(|regime| (regime.code.to_string(), t.regime(regime.code), choice.regime == Some(regime.code)))
            .collect(),
        lines: lines.collect(),
        shown: (!paged.is_whole).then_some(paged.shown),
        next: paged.next.map(|last| choice.address(Some(last))),
        before: choice.cycle.and_then(Cycle::previous).map(|cycle| to_cycle(choice, cycle)),
        after: choice.cycle.and_then(|cycle| next_cycle(cycle, &edition)).map(|cycle| to_cycle(choice, cycle)),
    };
    Ok(private_page(frame::render(&page)?))
}

fn to_cycle(choice: Choice, cycle: Cycle) -> String {
    Choice { cycle: Some(cycle), ..choice }.address(None)
}

pub(super) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = reader(&site, &request).await?;
    let (reference, t): (VersionReference, _) = (named(&code)?, site.text);
    let frame = Frame::new(&site, Section::Circulated, Names::of(&site, reference.report).report)
        .with_crumb("/circulated", t.say("circulated-title"))
        .seen_by(by.who(t.say("signed-in-as")));
    let compared = is_compared(&asked);
    let made = Data::clone(&site);
    let page =
        web::block(move || page_for(&made, &made.portal.edition(), Audience::Parties, reference, compared, frame));
    Ok(private_page(page.await.map_err(|_stopping| PageError::Unavailable)??))
}

/// The same as data.
pub(super) async fn data(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    reader(&site, &request).await?;
    let reference: VersionReference = named(&code)?;
    let made = Data::clone(&site);
    let data = web::block(move || as_data(&made, &made.portal.edition(), Audience::Parties, reference));
    let data = data.await.map_err(|_stopping| PageError::Unavailable)??;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_TYPE, "application/json"));
    Ok(answer.body(data))
}
