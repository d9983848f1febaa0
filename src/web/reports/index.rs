//! What is published, cycle by cycle: a table, and the same for programs.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::Edition;
use crate::app::opening::{filed_in, newest_open_to};
use crate::domain::calendar::Cycle;
use crate::domain::code::RegimeCode;
use crate::domain::report::Audience;
use crate::store::submissions::{Filed, newest_published_cycle};
use crate::text::Text;
use crate::web::Site;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::kept::PublicPage;
use crate::web::receipts::received_data;
use crate::web::session::WorkError;

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    cycle: String,
    /// Key, name, whether it is chosen.
    regimes: Vec<(String, String, bool)>,
    lines: Vec<Line>,
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
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    cycle: String,
    #[serde(default)]
    regime: String,
}

/// What is asked for: a cycle, or the newest of which something is published, and one regime or all.
#[derive(Clone, Copy)]
struct Choice {
    cycle: Option<Cycle>,
    regime: Option<RegimeCode>,
}

impl Choice {
    fn of(asked: &Asked, edition: &Edition) -> Self {
        let known = edition.rules.regimes().iter().map(|regime| regime.code);
        Self { cycle: asked.cycle.parse().ok(), regime: known.clone().find(|code| code.as_str() == asked.regime) }
    }

    /// The one address of this choice.
    fn address(self, path: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.cycle.map(|cycle| ("cycle", cycle.to_string())));
        pairs.extend_pairs(self.regime.map(|code| ("regime", code.to_string())));
        let query = pairs.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The cycle, and what is published of it.
    fn filed(self, site: &Site, edition: &Edition) -> Result<(Cycle, Vec<Filed>), PageError> {
        let store = site.portal.store();
        let newest = || store.read(newest_published_cycle).map_err(WorkError::Store);
        let cycle = match self.cycle {
            Some(cycle) => cycle,
            None => newest()?.and_then(|year| Cycle::new(year).ok()).unwrap_or(Cycle::containing(edition.today)),
        };
        let mut shown = newest_open_to(Audience::Everyone, filed_in(store, cycle.year()).map_err(WorkError::Store)?);
        shown.retain(|filed| self.regime.is_none_or(|regime| filed.reference.regime == regime));
        Ok((cycle, shown))
    }
}

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let choice = Choice::of(&asked, &site.portal.edition());
    Site::public_page(&site, &request, choice.address("/reports"), move |site, edition| {
        Ok(PublicPage::html(frame::render(&page(site, edition, choice)?)?))
    })
    .await
}

fn page(site: &Site, edition: &Edition, choice: Choice) -> Result<IndexPage, PageError> {
    let t = site.text;
    let (cycle, filed) = choice.filed(site, edition)?;
    let lines = filed.into_iter().map(|filed| {
        let names = Names::of(site, filed.reference);
        Line {
            state: names.state,
            report: names.report,
            address: format!("/reports/{}", filed.reference),
            received: t.date(site.day_of(filed.received_at())),
            received_iso: site.day_of(filed.received_at()).to_string(),
        }
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by(|one, other| one.state.cmp(&other.state).then_with(|| one.report.cmp(&other.report)));
    let count = i64::try_from(lines.len()).unwrap_or_default();
    let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
    let other = |cycle: Option<Cycle>| cycle.map(|cycle| Choice { cycle: Some(cycle), ..choice });
    Ok(IndexPage {
        frame: Frame::new(site, Section::Reports, t.say("reports-title")).at(site, &choice.address("/reports")),
        t,
        lead: t.with_all("reports-lead", [("cycle", cycle.to_string().into()), ("count", count.into())]),
        cycle: cycle.to_string(),
        regimes: regimes.map(|code| (code.to_string(), t.regime(code), choice.regime == Some(code))).collect(),
        lines,
        table: Choice { cycle: Some(cycle), ..choice }.address("/reports.csv"),
        before: other(cycle.previous()).map(|choice| choice.address("/reports")),
        after: other(next_cycle(cycle, edition)).map(|choice| choice.address("/reports")),
    })
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
    let choice = Choice::of(&asked, &site.portal.edition());
    Site::public_page(&site, &request, choice.address("/reports.csv"), move |site, edition| {
        let line = |filed: Filed| {
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
            choice.filed(site, edition)?.1.into_iter().map(line),
        )
    })
    .await
}
