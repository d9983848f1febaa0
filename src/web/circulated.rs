//! For parties: every report that is circulated, whole, also where the State keeps it from the public.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::Site;
use super::desk::Names;
use super::documents;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::reports::show_to;
use super::session::{SignedIn, blocking, private_page};
use crate::app::reviewing::{circulated, circulated_in};
use crate::domain::access::{Act, may};
use crate::domain::calendar::Cycle;
use crate::domain::report::{Audience, ReportReference};
use crate::text::Text;

#[derive(Template)]
#[template(path = "reports/circulated.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// State, report, address, day of receipt.
    lines: Vec<(String, String, String, String)>,
    before: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    cycle: String,
}

async fn reader(site: &Data<Site>, request: &HttpRequest) -> Result<SignedIn, PageError> {
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
    let (code, sha256) = path.into_inner();
    let reference: ReportReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let version = blocking(&site, move |store| circulated(store, reference)).await?;
    let asked = documents::Asked { versions: version.into_iter().collect(), sha256, audience: Audience::Parties };
    documents::give(&site, &request, asked).await
}

pub(super) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    choice: Query<Choice>,
) -> Result<HttpResponse, PageError> {
    let by = reader(&site, &request).await?;
    let t = site.text;
    let cycle: Cycle = choice.cycle.parse().unwrap_or_else(|_none| Cycle::containing(site.portal.edition().today));
    let found = blocking(&site, move |store| circulated_in(store, cycle.year())).await?;
    let line = |reference: &ReportReference, received: chrono::DateTime<chrono::Utc>| {
        let names = Names::of(&site, *reference);
        (names.state, names.report, format!("/circulated/{reference}"), t.date_short(received.date_naive()))
    };
    let count = i64::try_from(found.len()).unwrap_or_default();
    let page = IndexPage {
        frame: Frame::new(&site, Section::Elsewhere, t.say("circulated-title")).seen_by(by.who(t.say("signed-in-as"))),
        t,
        lead: t.with_all("circulated-lead", [("cycle", cycle.to_string().into()), ("count", count.into())]),
        lines: found.iter().map(|(reference, version)| line(reference, version.submission.submitted_at)).collect(),
        before: cycle.previous().map(|before| before.to_string()),
    };
    Ok(private_page(frame::render(&page)?))
}

pub(super) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = reader(&site, &request).await?;
    let reference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let version = blocking(&site, move |store| circulated(store, reference)).await?.ok_or(PageError::UnknownReport)?;
    let frame = Frame::new(&site, Section::Elsewhere, Names::of(&site, reference).report)
        .with_crumb("/circulated", site.text.say("circulated-title"))
        .seen_by(by.who(site.text.say("signed-in-as")));
    Ok(private_page(show_to(&site, reference, &version, Audience::Parties, frame)?))
}
