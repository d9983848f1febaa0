//! Taking a report back: a page that says what it does and asks, and the act itself.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::receipt::{can_be_recalled, find_version};
use super::{Acting, Names, acting, entering, frame_below};
use crate::app::submitting;
use crate::domain::access::NationalAct;
use crate::domain::report::VersionReference;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{named, see};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::receipts::received;
use crate::web::session::{blocking, private_page};

#[derive(Template)]
#[template(path = "desk/recall.html")]
struct RecallPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    address: String,
    form_token: String,
    version: i32,
    /// What counts once it is taken back.
    counts: String,
    /// Whether the version can be taken back still; elsewhere the page says why not.
    is_possible: bool,
    /// Where the receipt of the version is.
    receipt: String,
}

/// Asks before a version is taken back: what was filed counts no more, so no single click does it.
pub(in crate::web) async fn recall_form(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let asked: VersionReference = named(&code)?;
    let (at, reference) = entering(&site, &request, &asked.report.to_string(), NationalAct::Submit).await?;
    let found = blocking(&site, move |store| find_version(store, asked)).await?;
    let found = found.ok_or(PageError::UnknownReport)?;
    let (t, names, submission) = (site.text, Names::of(&site, reference), &found.version.submission);
    let is_possible = can_be_recalled(&found);
    let came = [("version", submission.id.as_str().into()), ("when", received(t, submission).into())];
    let counts = match &found.before {
        Some(before) => {
            let stands = [("version", before.id.as_str().into()), ("when", received(t, before).into())];
            t.with_all("recall-does-counts-again", stands)
        }
        None => t.say("recall-does-counts"),
    };
    let receipt = format!("/desk/reports/{}/receipt", submission.id);
    let page = RecallPage {
        over: names.over(t),
        lead: t.with_all(if is_possible { "recall-lead" } else { "recall-not-now" }, came),
        form_token: at.by.form_token(),
        version: submission.version,
        counts,
        is_possible,
        frame: frame_below(&site, &at, &names, t.say("recall-title")).with_crumb(&receipt, t.say("receipt-heading")),
        receipt,
        address: names.address,
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

pub(in crate::web) async fn recall(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let form = acting(&site, &request, (&code, "/recall"), &body, NationalAct::Submit).await?;
    let Acting { at, reference, posted } = match form {
        Ok(form) => form,
        Err(answer) => return Ok(answer),
    };
    // What names no version, as pages of before did not, is no version that stands.
    let version: i32 = posted.one("version")?.parse().unwrap_or_default();
    let (leave, person, now) = (at.leave, at.by.person.clone(), site.portal.clock().now());
    blocking(&site, move |store| submitting::recall(store, leave, reference, version, &person, now)).await?;
    Ok(see(&format!("/desk/reports/{reference}.{version}/receipt")))
}
