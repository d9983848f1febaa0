//! A version as it was filed, for the State: a page, and the very bytes whose hash stands on the receipt.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::{Names, entering, frame_below};
use crate::app::opening::open_to;
use crate::domain::access::NationalAct;
use crate::domain::regime::{Form, FormSet};
use crate::domain::report::{Audience, Opening, Report, VersionReference};
use crate::text::{Text, form_state};
use crate::web::Site;
use crate::web::address::named;
use crate::web::error::PageError;
use crate::web::reports::{Asked, is_compared, page_for};
use crate::web::session::{blocking, private_page};

pub(in crate::web) async fn filed(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let reference: VersionReference = named(&code)?;
    let (at, report) = entering(&site, &request, &reference.report.to_string(), NationalAct::Read).await?;
    let frame = frame_below(&site, &at, &Names::of(&site, report), site.text.say("filed-title"));
    let (made, compared) = (Data::clone(&site), is_compared(&asked));
    let page = web::block(move || page_for(&made, &made.portal.edition(), Audience::State, reference, compared, frame));
    Ok(private_page(page.await.map_err(|_stopping| PageError::Unavailable)??))
}

pub(in crate::web) async fn filed_document(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let reference: VersionReference = named(&code)?;
    entering(&site, &request, &reference.report.to_string(), NationalAct::Read).await?;
    let edition = site.portal.edition();
    let found = blocking(&site, move |store| open_to(store, &edition, Audience::State, reference, false)).await?;
    let version = found.ok_or(PageError::UnknownReport)?.version;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_TYPE, "application/json"));
    Ok(answer.body(version.submission.document))
}

/// Where the secretariat found each form in a report in free format, once it has sorted it.
pub(super) fn sorted(t: &Text, set: &FormSet, report: &Report) -> Vec<(String, String)> {
    let name = |form: &Form| {
        let title = form.title.in_language(t.language());
        t.with_all("document-form-option", [("letter", form.letter.as_str().into()), ("title", title.into())])
    };
    let is_sorted = report.is_wordless() && report.classification.is_some();
    let forms = set.forms.iter().filter(|_| is_sorted);
    forms.map(|form| (name(form), form_state(t, report, &Opening::whole(), form))).collect()
}
