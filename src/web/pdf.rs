//! Reports and receipts as PDF, for those who may see the page that each is of.
//!
//! What is public is kept as pages are; the rest is made when it is asked for. A few are made at a time.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::Site;
use super::address::named;
use super::circulated::reader;
use super::desk::{Names, draft_report, entering, receipt_paper};
use super::documents::disposition;
use super::error::PageError;
use super::kept::PublicPage;
use super::reports::{paper_for, paper_of_draft};
use super::session::SignedIn;
use crate::document::DocumentError;
use crate::domain::access::{Act, NationalAct, may};
use crate::domain::report::{Audience, VersionReference};

const PDF: &str = "application/pdf";

/// A document and the name it is saved under.
pub(super) struct Paper {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl From<DocumentError> for PageError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::TooLong => Self::TooLongToSet,
            DocumentError::Setting(_) | DocumentError::Words(_) => Self::Internal(error.into()),
        }
    }
}

/// A published report, as far as the State made it available.
pub(super) async fn public(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let reference: VersionReference = named(&code)?;
    let address = format!("/reports/{reference}.pdf");
    Site::public_data_in_turn(&site, &request, address, Some(&site.setting), move |site, edition| {
        let paper = paper_for(site, edition, Audience::Everyone, reference)?;
        Ok(PublicPage::file(PDF, paper.bytes, disposition(&paper.name)?))
    })
    .await
}

/// A circulated report, for parties.
pub(super) async fn circulated(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    reader(&site, &request).await?;
    let reference: VersionReference = named(&code)?;
    private(&site, move |site| paper_for(site, &site.portal.edition(), Audience::Parties, reference)).await
}

/// A version as it was filed, for its State.
pub(super) async fn filed(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let reference: VersionReference = named(&code)?;
    entering(&site, &request, &reference.report.to_string(), NationalAct::Read).await?;
    private(&site, move |site| paper_for(site, &site.portal.edition(), Audience::State, reference)).await
}

/// The same for the secretariat.
pub(super) async fn received(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    let reference: VersionReference = named(&code)?;
    private(&site, move |site| paper_for(site, &site.portal.edition(), Audience::Secretariat, reference)).await
}

/// A draft as it stands.
pub(super) async fn draft(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let checked = draft_report(&site, at.leave, reference).await?;
    private(&site, move |site| paper_of_draft(site, &site.portal.edition(), reference, &checked.report)).await
}

/// A receipt.
pub(super) async fn receipt(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let asked: VersionReference = named(&code)?;
    let (_at, reference) = entering(&site, &request, &asked.report.to_string(), NationalAct::Read).await?;
    let received = super::desk::received_as(&site, asked).await?;
    let names = Names::of(&site, reference);
    private(&site, move |site| receipt_paper(site, &names, &received)).await
}

/// Made in its turn, away from the threads that answer, for one reader.
async fn private(
    site: &Data<Site>,
    make: impl FnOnce(&Site) -> Result<Paper, PageError> + Send + 'static,
) -> Result<HttpResponse, PageError> {
    let (turn, maker) = (site.setting.turn().await?, Data::clone(site));
    let made = web::block(move || {
        let made = make(&maker);
        drop(turn);
        made
    });
    let paper = made.await.map_err(|_stopping| PageError::Unavailable)??;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_TYPE, PDF));
    answer.insert_header((CONTENT_DISPOSITION, disposition(&paper.name)?));
    Ok(answer.body(paper.bytes))
}
