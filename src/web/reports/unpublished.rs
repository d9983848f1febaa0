//! The public address of a report that is filed and not published, as the State's own people find it: to everybody
//! else there is no such report.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::app::known::known_of;
use crate::domain::access::NationalAct;
use crate::domain::filing::Filing;
use crate::domain::report::VersionReference;
use crate::store::StoreError;
use crate::text::Text;
use crate::web::Site;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::receipts::received;
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "reports/unpublished.html")]
struct UnpublishedPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    desk: String,
}

/// The answer, or for own people of the State what stands instead of *no such report*.
pub(super) async fn or_unpublished(
    site: &Data<Site>,
    request: &HttpRequest,
    asked: VersionReference,
    answer: Result<HttpResponse, PageError>,
) -> Result<HttpResponse, PageError> {
    let (Err(PageError::UnknownReport), Some(by)) = (&answer, SignedIn::known(request)) else { return answer };
    let Ok(at) = by.at_desk(asked.report.party, NationalAct::Read) else { return answer };
    let (edition, reference) = (site.portal.edition(), asked.report);
    let found = blocking(site, move |store| -> Result<_, StoreError> {
        let known = known_of(store, &edition, reference.party, reference.regime)?;
        let is_wanted = |number: i32| asked.version.is_none_or(|wanted| wanted == number);
        let versions = known.versions(reference).filter(|version| version.stands());
        let wanted = versions.filter(|version| is_wanted(version.submission.version)).last();
        Ok(wanted.map(|version| version.submission.clone()))
    });
    let Some(submission) = found.await? else { return answer };
    let (t, names) = (site.text, Names::of(site, reference));
    let page = UnpublishedPage {
        over: names.state.clone(),
        lead: t.with("unpublished-lead", "when", received(t, &submission)),
        desk: format!("/desk/reports/{reference}"),
        frame: Frame::new(site, Section::Reports, names.report)
            .with_crumb("/reports", t.say("nav-reports"))
            .seen_by(at.by.who(names.state)),
        t,
    };
    Ok(private_page(frame::render(&page)?))
}
