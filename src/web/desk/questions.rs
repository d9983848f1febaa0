//! What the secretariat asks about a report, and the State's answers.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::section::Banner;
use super::{Names, entering, frame_below, reference};
use crate::app::asking::{self, Said};
use crate::app::reviewing::{Version, versions};
use crate::app::submitting::names;
use crate::domain::access::NationalAct;
use crate::domain::filing::{Filing, FilingState};
use crate::domain::report::ReportReference;
use crate::store::StoreResult;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::secretariat::words;
use crate::web::session::{AtDesk, blocking, private, private_page};
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
    banner: Option<Banner>,
    /// The field that lacks words, and what is to be written there.
    lack: Option<(String, String)>,
}

impl QuestionsPage {
    /// What a field lacks; empty where it lacks nothing.
    fn lack(&self, id: &str) -> &str {
        self.lack.as_ref().filter(|(own, _)| own == id).map_or("", |(_, said)| said)
    }
}

pub(in crate::web) async fn questions(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    Ok(private_page(page(&site, &at, reference, None).await?))
}

/// The page, perhaps again because a field lacks words.
async fn page(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    lack: Option<(String, String)>,
) -> Result<String, PageError> {
    let t = site.text;
    let found = blocking(site, move |store| -> StoreResult<_> {
        let questions = asking::about(store, reference)?;
        let people = names(store, &speakers(&questions))?;
        let all = versions(store, reference)?;
        let is_withdrawn = |version: &Version| version.state() == FilingState::Withdrawn;
        let is_sorted = |version: &Version| version.submission.classification.is_some() && !is_withdrawn(version);
        let is_sorted = all.iter().any(is_sorted);
        Ok((questions, people, is_sorted))
    });
    let (questions, people, is_sorted) = found.await?;
    let shown = Names::of(site, reference);
    let banner = lack.as_ref().map(|(id, said)| Banner {
        class: "error",
        title: t.say("review-not-done"),
        text: t.say("review-not-done-lead"),
        links: vec![(format!("#{id}"), said.clone())],
    });
    frame::render(&QuestionsPage {
        over: shown.over(t),
        form_token: at.by.form_token(),
        may_answer: at.may(NationalAct::Answer),
        threads: threads(site, reference, &questions, &people),
        is_sorted,
        frame: frame_below(site, at, &shown, t.say("questions-title")),
        address: shown.address,
        banner,
        lack,
        t,
    })
}

/// The page again, where a field lacks words.
async fn lacking(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    (id, key): (&str, &str),
) -> Result<HttpResponse, PageError> {
    let content = page(site, at, reference, Some((id.to_owned(), site.text.say(key)))).await?;
    Ok(private(HttpResponse::UnprocessableEntity(), content))
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
            let field = format!("words-{id}");
            return lacking(&site, &at, reference, (&field, "question-answer-missing")).await;
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
            return lacking(&site, &at, reference, ("words", "remark-words-missing")).await;
        }
        let (leave, said) = (at.leave, Said { words, by: at.by.person, at: site.portal.clock().now() });
        blocking(&site, move |store| asking::remark(store, leave, reference, said)).await?;
        Ok(see(&format!("/desk/reports/{reference}/questions")))
    })
    .await
}
