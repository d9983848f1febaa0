//! The public address of a report that is filed and not published, as the State's own people and officers of the
//! secretariat find it: to everybody else there is no such report.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::show::own_address;
use crate::app::known::known_of;
use crate::domain::access::audience;
use crate::domain::filing::Filing;
use crate::domain::report::{Audience, VersionReference};
use crate::store::StoreError;
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
    over: String,
    lead: String,
    /// To whom there is no report here.
    others: String,
    /// Where their own page of it is, and what leads there.
    own: (String, String),
}

/// The answer, or for own people of the State and officers what stands instead of *no such report*.
pub(super) async fn or_unpublished(
    site: &Data<Site>,
    request: &HttpRequest,
    asked: VersionReference,
    answer: Result<HttpResponse, PageError>,
) -> Result<HttpResponse, PageError> {
    let (Err(PageError::UnknownReport), Some(by)) = (&answer, SignedIn::known(request)) else { return answer };
    let audience = audience(&by.person.appointments, asked.report.party);
    let is_officer = match audience {
        Audience::Secretariat => true,
        Audience::State => false,
        Audience::Parties | Audience::Everyone => return answer,
    };
    let (edition, reference) = (site.portal.edition(), asked.report);
    let found = blocking(site, move |store| -> Result<_, StoreError> {
        let known = known_of(store, &edition, reference.party, reference.regime)?;
        let is_wanted = |number: i32| asked.version.is_none_or(|wanted| wanted == number);
        // Of what was taken back the State has a receipt alone, the secretariat the page.
        let versions = known.versions(reference).filter(|version| is_officer || version.stands());
        let wanted = versions.filter(|version| is_wanted(version.submission.version)).last();
        Ok(wanted.map(|version| version.submission.clone()))
    });
    let Some(submission) = found.await? else { return answer };
    let (t, names) = (site.text, Names::of(site, reference));
    let (place, others, own) = if is_officer {
        let own = (own_address(audience, asked, false), t.say("unpublished-secretariat"));
        (t.say("secretariat"), t.say("unpublished-others-secretariat"), own)
    } else {
        let own = (format!("/desk/reports/{reference}"), t.say("unpublished-desk"));
        (names.state.clone(), t.say("unpublished-others"), own)
    };
    let page = UnpublishedPage {
        over: names.state.clone(),
        lead: t.with("unpublished-lead", "when", received(t, &submission)),
        others,
        own,
        frame: Frame::new(site, Section::Reports, names.report)
            .with_crumb("/reports", t.say("nav-reports"))
            .seen_by(by.who(place)),
    };
    Ok(private_page(frame::render(&page)?))
}
