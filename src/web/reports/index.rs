//! What is published, cycle by cycle: a table, and the same for programs.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::Edition;
use crate::app::filings::{Of, filed};
use crate::app::opening::{newest_open_to, withheld};
use crate::domain::calendar::Cycle;
use crate::domain::code::RegimeCode;
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
    cycle: String,
    /// Key, name, whether it is chosen.
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
    /// The report after which to go on.
    #[serde(default)]
    after: String,
}

/// What is asked for: a cycle, or the newest of which something is published, and one regime or all.
#[derive(Clone, Copy)]
struct Choice {
    cycle: Option<Cycle>,
    regime: Option<RegimeCode>,
    after: Option<ReportReference>,
}

/// Lines on a page: most of what a regime brings in a cycle, and some 5 kB over the line.
const PER_PAGE: usize = 60;

impl Choice {
    fn of(asked: &Asked, edition: &Edition) -> Self {
        let known = edition.rules.regimes().iter().map(|regime| regime.code);
        Self {
            cycle: asked.cycle.parse().ok(),
            regime: known.clone().find(|code| code.as_str() == asked.regime),
            after: asked.after.parse().ok(),
        }
    }

    /// The one address of this choice.
    fn address(self, path: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.cycle.map(|cycle| ("cycle", cycle.to_string())));
        pairs.extend_pairs(self.regime.map(|code| ("regime", code.to_string())));
        pairs.extend_pairs(self.after.map(|after| ("after", after.to_string())));
        let query = pairs.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The cycle: the one asked for, or the newest of which something is published.
    fn cycle(self, site: &Site, edition: &Edition) -> Result<Cycle, PageError> {
        match self.cycle {
            Some(cycle) => Ok(cycle),
            None => {
                let newest = site.portal.store().read(newest_published_cycle).map_err(WorkError::Store)?;
                Ok(newest.and_then(|year| Cycle::new(year).ok()).unwrap_or(Cycle::containing(edition.today)))
            }
        }
    }

    /// What is published of the cycle.
    fn of_these(self, filed: &[Filed]) -> Vec<&Filed> {
        let mut shown = newest_open_to(Audience::Everyone, filed);
        shown.retain(|filed| self.regime.is_none_or(|regime| filed.reference.regime == regime));
        shown
    }
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
    let cycle = choice.cycle(site, edition)?;
    let filed = filed(site.portal.store(), edition, Of::Cycle(cycle)).map_err(WorkError::Store)?;
    let mut all = choice.of_these(&filed);
    let place = edition.register.places_by_name();
    all.sort_by_cached_key(|filed| (place.get(&filed.reference.party), filed.reference.regime));
    let paged = page_after(t, &all, |filed| filed.reference, choice.after, PER_PAGE);
    let withheld = withheld(site.portal.store(), edition, paged.lines).map_err(WorkError::Store)?;
    let lines = paged.lines.iter().map(|filed| line(site, filed, withheld.contains(&filed.reference)));
    let count = i64::try_from(all.len()).unwrap_or_default();
    let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
    let other = |cycle: Option<Cycle>| cycle.map(|cycle| Choice { cycle: Some(cycle), after: None, ..choice });
    let next_page = |last| Choice { cycle: Some(cycle), after: Some(last), ..choice }.address("/reports");
    Ok(IndexPage {
        frame: Frame::new(site, Section::Reports, t.say("reports-title"))
            .at(site, &choice.address("/reports"))
            .seen_by(who),
        t,
        lead: t.with_all("reports-lead", [("cycle", cycle.to_string().into()), ("count", count.into())]),
        cycle: cycle.to_string(),
        regimes: regimes.map(|code| (code.to_string(), t.regime(code), choice.regime == Some(code))).collect(),
        lines: lines.collect(),
        shown: (!paged.is_whole).then_some(paged.shown),
        more: paged.next.map(next_page),
        table: Choice { cycle: Some(cycle), after: None, ..choice }.address("/reports.csv"),
        before: other(cycle.previous()).map(|choice| choice.address("/reports")),
        after: other(next_cycle(cycle, edition)).map(|choice| choice.address("/reports")),
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
        let cycle = choice.cycle(site, edition)?;
        let filed = filed(site.portal.store(), edition, Of::Cycle(cycle)).map_err(WorkError::Store)?;
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
