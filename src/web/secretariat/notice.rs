//! A letter that went to the desks of many States, followed until all copies are out.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::notices::framed;
use crate::app::notices;
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::store::StoreError;
use crate::store::notices::{Copies, Notice};
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "secretariat/notice.html")]
struct NoticePage {
    frame: Frame,
    t: &'static Text,
    sent: Sent,
    lead: String,
    paragraphs: Vec<String>,
}

/// A notice in a list.
pub(super) struct Sent {
    pub(super) address: String,
    pub(super) subject: String,
    pub(super) when: String,
    /// How far it is, in words, and in numbers for the bar.
    pub(super) progress: String,
    delivered: i64,
    all: i64,
    is_done: bool,
}

/// What was sent, and how far its copies are.
pub(in crate::web) async fn notice(
    site: Data<Site>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    let id = id.into_inner();
    let found = blocking(&site, move |store| -> Result<_, StoreError> {
        let Some((notice, copies)) = notices::progress(store, &id)? else { return Ok(None) };
        let sender = names(store, std::slice::from_ref(&notice.sent_by))?.remove(&notice.sent_by);
        Ok(Some((notice, copies, sender.unwrap_or_default())))
    });
    let (notice, copies, sender) = found.await?.ok_or(PageError::NotFound)?;
    let t = site.text;
    let lead = [("who", sender.into()), ("when", t.instant(notice.sent_at).into())];
    let paragraphs = notice.words.split("\n\n").map(str::trim).filter(|one| !one.is_empty());
    let page = NoticePage {
        frame: framed(&site, &by, notice.subject.clone()).with_crumb("/secretariat/notices", t.say("notices-title")),
        t,
        lead: t.with_all("notice-sent-by", lead),
        paragraphs: paragraphs.map(str::to_owned).collect(),
        sent: Sent::of(t, &notice, copies),
    };
    Ok(private_page(frame::render(&page)?))
}

impl Sent {
    pub(super) fn of(t: &Text, notice: &Notice, copies: Copies) -> Self {
        let Copies { all, delivered, failed, kept } = copies;
        let counted =
            [("all", all.into()), ("delivered", delivered.into()), ("failed", failed.into()), ("kept", kept.into())];
        Self {
            address: format!("/secretariat/notices/{}", notice.id),
            subject: notice.subject.clone(),
            when: t.instant(notice.sent_at),
            progress: t.with_all("notice-progress", counted),
            delivered,
            all,
            is_done: delivered + failed + kept >= all,
        }
    }
}
