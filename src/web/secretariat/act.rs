//! What the secretariat does with a report, and what it asks about it.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::report::{Again, Asked, Lack, page};
use crate::app::asking::{self, AskError, Said};
use crate::app::drafting;
use crate::app::reviewing::{ReviewError, Reviewing, review};
use crate::domain::access::{Act, may};
use crate::domain::filing::FilingAct;
use crate::domain::question::LONGEST_MESSAGE;
use crate::domain::report::{ReportReference, VersionReference};
use crate::domain::validation::Finding;
use crate::text::finding_sentence;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::{named, see};
use crate::web::desk::Banner;
use crate::web::error::PageError;
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, WorkError, blocking, private};
use crate::web::unsaved;

impl From<ReviewError> for WorkError {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotFound => Self::Page(PageError::UnknownReport),
            ReviewError::NotNow | ReviewError::Unsaid | ReviewError::Refused(_) => Self::Page(PageError::Stale),
            ReviewError::Store(error) => Self::Store(error),
        }
    }
}

impl From<AskError> for WorkError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::NotFound => Self::Page(PageError::UnknownReport),
            AskError::Closed => Self::Page(PageError::Closed),
            AskError::Withdrawn => Self::Page(PageError::Withdrawn),
            AskError::Unsaid => Self::Page(PageError::OddForm),
            AskError::Store(error) => Self::Store(error),
        }
    }
}

/// Text of a posted field that is said to somebody, without spaces around it.
pub(in crate::web) fn words(posted: &Posted, name: &str) -> Result<String, PageError> {
    let words = posted.one(name)?.trim();
    if words.chars().count() > LONGEST_MESSAGE {
        Err(PageError::TooLong(LONGEST_MESSAGE))
    } else {
        Ok(words.to_owned())
    }
}

/// What became of an act.
enum Outcome {
    Done,
    /// Its reason is missing.
    Unsaid,
    /// This stands against it.
    Refused(Vec<Finding>),
}

pub(in crate::web) async fn act(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference: ReportReference = named(&code)?;
    unsaved::or_page(&site, &request, &posted, async || reviewed(&site, &request, reference, &posted).await).await
}

async fn reviewed(
    site: &Data<Site>,
    request: &HttpRequest,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let address = format!("/secretariat/reports/{reference}");
    let by = match signed_in_to_act(site, request, posted, &address).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    // What shows a report to others is asked about first, on the page of the selection.
    let act = FilingAct::from_key(posted.one("act")?).filter(|act| !act.is_showing()).ok_or(PageError::OddForm)?;
    let version: i32 = posted.one("version")?.parse().map_err(|_other| PageError::OddForm)?;
    let note = words(posted, "note")?;
    if act == FilingAct::Withdrawn {
        may(&by.person.appointments, Act::FileOnBehalf).map_err(|_denied| PageError::Denied)?;
    }
    let note = (!note.is_empty()).then_some(note);
    let reviewing = Reviewing { act, note, by: by.person.clone(), at: site.portal.clock().now() };
    let edition = site.portal.edition();
    let outcome = blocking(site, move |store| match review(store, &edition, reference, version, reviewing) {
        Ok(()) => Ok(Outcome::Done),
        Err(ReviewError::Unsaid) => Ok(Outcome::Unsaid),
        Err(ReviewError::Refused(found)) => Ok(Outcome::Refused(found)),
        Err(error) => Err(error),
    });
    let outcome = outcome.await?;
    let version = VersionReference { report: reference, version: Some(version) };
    match outcome {
        Outcome::Done => Ok(see(&format!("/secretariat/reports/{version}"))),
        Outcome::Refused(found) => refused_page(site, &by, version, &found).await,
        Outcome::Unsaid if act == FilingAct::Withdrawn => {
            lacking(site, &by, version, "reason".to_owned(), "review-withdrawal-missing").await
        }
        Outcome::Unsaid => lacking(site, &by, version, "note".to_owned(), "review-correction-missing").await,
    }
}

/// The page again, where nothing was said in a field that has to say something.
async fn lacking(
    site: &Data<Site>,
    by: &SignedIn,
    version: VersionReference,
    id: String,
    key: &str,
) -> Result<HttpResponse, PageError> {
    lacking_of(site, by, version, Lack { id, said: site.text.say(key), typed: String::new() }).await
}

/// The same, with what was typed there.
pub(super) async fn lacking_of(
    site: &Data<Site>,
    by: &SignedIn,
    version: VersionReference,
    lack: Lack,
) -> Result<HttpResponse, PageError> {
    let (t, id, said) = (site.text, &lack.id, lack.said.clone());
    let links = vec![(format!("#{id}"), said.clone())];
    let banner = Banner { class: "error", title: t.say("review-not-done"), text: t.say("review-not-done-lead"), links };
    let again = Again { lack: Some(lack), banner: Some(banner), ..Again::default() };
    let content = page(site, by, version, &Asked::default(), again).await?;
    Ok(private(HttpResponse::UnprocessableEntity(), content))
}

/// The page again, with what stands against acknowledging the report until a word goes with it.
async fn refused_page(
    site: &Data<Site>,
    by: &SignedIn,
    version: VersionReference,
    found: &[Finding],
) -> Result<HttpResponse, PageError> {
    let (t, edition) = (site.text, site.portal.edition());
    let said: Vec<_> = found.iter().map(|finding| finding_sentence(t, &edition.register, finding)).collect();
    let links = vec![("#note".to_owned(), t.say("review-note"))];
    let banner = Banner { class: "error", title: t.say("review-refused-title"), text: said.join(" "), links };
    let lack = Lack { id: "note".to_owned(), said: t.say("review-note-missing"), typed: String::new() };
    let again = Again { lack: Some(lack), banner: Some(banner), ..Again::default() };
    let content = page(site, by, version, &Asked::default(), again).await?;
    Ok(private(HttpResponse::UnprocessableEntity(), content))
}

/// Asks about a form or the whole report.
pub(in crate::web) async fn ask(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference: ReportReference = named(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| asked(&site, by, reference, &posted).await).await
}

async fn asked(
    site: &Data<Site>,
    by: SignedIn,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    let (form, words) = (posted.one("form")?.to_owned(), words(posted, "words")?);
    let edition = site.portal.edition();
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    if !form.is_empty() && set.form(&form).is_none() {
        return Err(PageError::OddForm);
    }
    if words.is_empty() {
        let version = VersionReference { report: reference, version: None };
        return lacking(site, &by, version, format!("ask-{form}"), "question-missing").await;
    }
    let place = if form.is_empty() { "questions".to_owned() } else { format!("form-{form}") };
    let said = Said { words, by: by.person, at: site.portal.clock().now() };
    let form = (!form.is_empty()).then_some(form);
    blocking(site, move |store| asking::ask(store, reference, form, said)).await?;
    Ok(see(&format!("/secretariat/reports/{reference}#{place}")))
}

/// Adds to a question, or closes it.
pub(in crate::web) async fn follow_up(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let (code, id) = path.into_inner();
    let reference: ReportReference = named(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
        let (words, closes) = (words(&posted, "words")?, posted.one("act")? == "close");
        if words.is_empty() && !closes {
            let version = VersionReference { report: reference, version: None };
            return lacking(&site, &by, version, format!("words-{id}"), "question-more-missing").await;
        }
        let back = see(&format!("/secretariat/reports/{reference}#question-{id}"));
        let said = Said { words, by: by.person, at: site.portal.clock().now() };
        blocking(&site, move |store| asking::follow_up(store, reference, &id, said, closes)).await?;
        Ok(back)
    })
    .await
}
