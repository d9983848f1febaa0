//! For parties: every report that is circulated, whole, also where the State keeps it from the public.

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
use super::reports::{Asked, as_data, is_compared, page_for};
use super::session::{SignedIn, blocking, private_page};
use crate::app::cycles::filed_in;
use crate::app::opening::newest_open_to;
use crate::domain::access::{Act, may};
use crate::domain::calendar::Cycle;
use crate::domain::report::{Audience, VersionReference};
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
    documents::give(&site, &request, path.into_inner(), Audience::Parties).await
}

pub(super) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    choice: Query<Choice>,
) -> Result<HttpResponse, PageError> {
    let by = reader(&site, &request).await?;
    let t = site.text;
    let cycle: Cycle = choice.cycle.parse().unwrap_or_else(|_none| Cycle::containing(site.portal.edition().today));
    let edition = site.portal.edition();
    let filed = blocking(&site, move |store| filed_in(store, &edition, cycle)).await?;
    let found = newest_open_to(Audience::Parties, &filed);
    let lines = found.iter().map(|filed| {
        let names = Names::of(&site, filed.reference);
        let address = format!("/circulated/{}", filed.reference);
        (names.state, names.report, address, t.date_short(site.day_of(filed.received_at())))
    });
    let count = i64::try_from(found.len()).unwrap_or_default();
    let page = IndexPage {
        frame: Frame::new(&site, Section::Elsewhere, t.say("circulated-title")).seen_by(by.who(t.say("signed-in-as"))),
        t,
        lead: t.with_all("circulated-lead", [("cycle", cycle.to_string().into()), ("count", count.into())]),
        lines: lines.collect(),
        before: cycle.previous().map(|before| before.to_string()),
    };
    Ok(private_page(frame::render(&page)?))
}

pub(super) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = reader(&site, &request).await?;
    let (reference, t): (VersionReference, _) = (named(&code)?, site.text);
    let frame = Frame::new(&site, Section::Elsewhere, Names::of(&site, reference.report).report)
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
