//! What the secretariat asks about a report, and the State's answers.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{Names, entering, frame_below, reference};
use crate::app::asking::{self, Said};
use crate::app::reviewing::{Version, versions};
use crate::app::submitting::names;
use crate::domain::access::{NationalAct, national};
use crate::domain::filing::{Filing, FilingState};
use crate::store::StoreResult;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::secretariat::words;
use crate::web::session::{blocking, private_page};
use crate::web::threads::{ThreadView, speakers, threads};
use crate::web::unsaved;

#[derive(Template)]
#[template(path = "desk/questions.html")]
struct QuestionsPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    may_answer: bool,
    threads: Vec<ThreadView>,
    /// Whether something can be said about how the secretariat sorted the report.
    is_sorted: bool,
}

pub(in crate::web) async fn questions(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let found = blocking(&site, move |store| -> StoreResult<_> {
        let questions = asking::about(store, reference)?;
        let people = names(store, &speakers(&questions))?;
        let all = versions(store, reference)?;
        let is_withdrawn = |version: &Version| version.state() == FilingState::Withdrawn;
        let is_sorted = |version: &Version| version.submission.classification.is_some() && !is_withdrawn(version);
        let is_sorted = all.iter().any(is_sorted);
        Ok((questions, people, is_sorted))
    });
    let (questions, people, is_sorted) = found.await?;
    let shown = Names::of(&site, reference);
    let page = QuestionsPage {
        over: shown.over(site.text),
        form_token: at.by.form_token(),
        may_answer: national(&at.by.person.appointments, reference.party, NationalAct::Answer).is_ok(),
        threads: threads(&site, reference, &questions, &people),
        is_sorted,
        frame: frame_below(&site, &at, &shown, site.text.say("questions-title")),
        address: shown.address,
        t: site.text,
    };
    Ok(private_page(frame::render(&page)?))
}

pub(in crate::web) async fn answer(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let (code, id) = path.into_inner();
    let reference = reference(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        let at = by.at_desk(reference.party, NationalAct::Answer)?;
        let words = words(&posted, "words")?;
        if words.is_empty() {
            return Err(PageError::NothingSaid);
        }
        let back = see(&format!("/desk/reports/{reference}/questions#question-{id}"));
        let (leave, said) = (at.leave, Said { words, by: at.by.person, at: site.portal.clock().now() });
        blocking(&site, move |store| asking::answer(store, leave, reference, &id, said)).await?;
        Ok(back)
    })
    .await
}

/// Takes what the State says about how the secretariat sorted its report.
pub(in crate::web) async fn remark(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference = reference(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        let at = by.at_desk(reference.party, NationalAct::Answer)?;
        let words = words(&posted, "words")?;
        if words.is_empty() {
            return Err(PageError::NothingSaid);
        }
        let (leave, said) = (at.leave, Said { words, by: at.by.person, at: site.portal.clock().now() });
        blocking(&site, move |store| asking::remark(store, leave, reference, said)).await?;
        Ok(see(&format!("/desk/reports/{reference}/questions")))
    })
    .await
}
