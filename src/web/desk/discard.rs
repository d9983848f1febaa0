//! Giving a draft up: a page that says what becomes of it and asks, and the act itself.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{Acting, Names, acting, entering, frame_below, or_report, shown_draft};
use crate::app::drafting;
use crate::domain::access::NationalAct;
use crate::domain::report::ReportReference;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{AtDesk, blocking, private_page};

#[derive(Template)]
#[template(path = "desk/discard.html")]
struct DiscardPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    address: String,
    form_token: String,
    draft: String,
}

/// Asks before a draft is given up: what was typed cannot be taken up again.
pub(in crate::web) async fn discard_form(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Write).await?;
    or_report(&site, reference, page(&site, &at, reference).await).await
}

async fn page(site: &Data<Site>, at: &AtDesk, reference: ReportReference) -> Result<HttpResponse, PageError> {
    let (leave, t) = (at.leave, site.text);
    let draft = blocking(site, move |store| drafting::find_open(store, leave, reference)).await?;
    let names = Names::of(site, reference);
    let page = DiscardPage {
        over: names.over(t),
        lead: t.with("discard-lead", "when", t.instant(draft.started_at)),
        form_token: at.by.form_token(),
        draft: draft.id,
        frame: frame_below(site, at, &names, t.say("discard-title")),
        address: names.address,
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

pub(in crate::web) async fn discard(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let form = acting(&site, &request, (&code, "/discard"), &body, NationalAct::Write).await?;
    let Acting { at, reference, posted } = match form {
        Ok(form) => form,
        Err(answer) => return Ok(answer),
    };
    let shown = shown_draft(&posted)?.ok_or(PageError::OddForm)?;
    let (leave, person, now) = (at.leave, at.by.person.id.clone(), site.portal.clock().now());
    blocking(&site, move |store| drafting::discard(store, leave, reference, &shown, &person, now)).await?;
    Ok(see(&format!("/desk/reports/{reference}")))
}
