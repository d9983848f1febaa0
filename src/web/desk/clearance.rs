//! Clearance of a draft within its State: where it stands, what was said about it, and the report to be read.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::section::Banner;
use super::submit::ReadThrough;
use super::{Names, entering, frame_below, or_report, reference, shown_draft};
use crate::app::clearing::{self, Clearing, ClearingError};
use crate::app::drafting::{self, Examined};
use crate::app::letters::is_another_reached;
use crate::app::submitting::names;
use crate::domain::access::NationalAct;
use crate::domain::clearance::{Clearance, ClearanceAct, ClearanceEntry};
use crate::domain::report::ReportReference;
use crate::store::{Store, StoreResult};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::secretariat::words;
use crate::web::session::{AtDesk, SignedIn, WorkError, blocking, private, private_page};
use crate::web::unsaved;

impl From<ClearingError> for WorkError {
    fn from(error: ClearingError) -> Self {
        match error {
            ClearingError::Meanwhile => Self::Page(PageError::Stale),
            ClearingError::NotTheirs => Self::Page(PageError::Denied),
            ClearingError::Drafting(error) => error.into(),
            ClearingError::Store(error) => Self::Store(error),
        }
    }
}

/// What was done about a draft, with the names of those who did it.
#[derive(Default)]
pub(super) struct Cleared {
    entries: Vec<ClearanceEntry>,
    names: BTreeMap<String, String>,
}

impl Cleared {
    pub(super) fn load(store: &Store, draft: &str) -> StoreResult<Self> {
        let entries = clearing::entries(store, draft)?;
        let ids: Vec<_> = entries.iter().map(|entry| entry.by.clone()).collect();
        Ok(Self { names: names(store, &ids)?, entries })
    }

    fn name_of(&self, entry: &ClearanceEntry) -> String {
        self.names.get(&entry.by).cloned().unwrap_or_default()
    }

    /// Where it stands, of a draft as it is now.
    pub(super) fn standing(&self, site: &Site, digest: &str, address: &str) -> Standing {
        let (t, last) = (site.text, self.entries.last());
        let clearance = Clearance::of(last, digest);
        let said = [
            ("name", last.map(|last| self.name_of(last)).unwrap_or_default().into()),
            ("date", last.map(|last| t.date(site.day_of(last.at))).unwrap_or_default().into()),
        ];
        let said = t.with_all(&format!("clearance-said-{}", clearance.key()), said);
        let remark = last.and_then(|last| last.remark.clone());
        let address = format!("{address}/clearance");
        Standing { clearance, class: class(clearance), said, remark: remark.unwrap_or_default(), address }
    }
}

/// Where the clearance of a draft stands, in words.
pub(super) struct Standing {
    pub(super) clearance: Clearance,
    pub(super) class: &'static str,
    pub(super) said: String,
    /// What was said with the last act; empty where nothing was.
    pub(super) remark: String,
    pub(super) address: String,
}

impl Standing {
    /// In a few words.
    pub(super) fn tag(&self, t: &Text) -> String {
        t.say(&format!("clearance-tag-{}", self.clearance.key()))
    }

    pub(super) fn is_asked(&self) -> bool {
        self.clearance != Clearance::NotAsked
    }

    pub(super) fn is_returned(&self) -> bool {
        self.clearance == Clearance::Returned
    }

    fn is_awaited(&self) -> bool {
        self.clearance == Clearance::Awaiting
    }
}

fn class(clearance: Clearance) -> &'static str {
    match clearance {
        Clearance::NotAsked => "none",
        Clearance::Awaiting => "wait",
        Clearance::Returned => "draft",
        Clearance::Cleared => "done",
        Clearance::Changed => "due",
    }
}

#[derive(Template)]
#[template(path = "desk/clearance.html")]
struct ClearancePage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    /// The key of the draft that is looked at, of the last entry, and the digest of what is read.
    draft: String,
    after: String,
    digest: String,
    banner: Option<Banner>,
    standing: Standing,
    entries: Vec<EntryView>,
    read: ReadThrough,
    may_ask: bool,
    /// Whether a letter tells somebody else at the desk.
    is_told: bool,
    /// Whoever asked takes it back.
    may_withdraw: bool,
    typed: String,
    lacks_remark: bool,
}

struct EntryView {
    said: String,
    when: String,
    remark: String,
}

/// Why the page is shown again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    NoRemark,
    Meanwhile,
}

/// What was typed before the page is shown again, and why it is.
#[derive(Default)]
struct Again {
    typed: String,
    cause: Option<Cause>,
}

impl Again {
    fn banner(&self, t: &Text) -> Option<Banner> {
        let (class, title, text, links) = match self.cause? {
            Cause::NoRemark => {
                let link = ("#words".to_owned(), t.say("clearance-remark-missing"));
                ("error", "clearance-not-noted", "clearance-not-noted-lead", vec![link])
            }
            Cause::Meanwhile => ("warning", "clearance-meanwhile", "clearance-meanwhile-lead", Vec::new()),
        };
        Some(Banner { class, title: t.say(title), text: t.say(text), links })
    }
}

pub(in crate::web) async fn clearance(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let page = page(&site, &at, reference, Again::default()).await.map(private_page);
    or_report(&site, reference, page).await
}

async fn page(site: &Data<Site>, at: &AtDesk, reference: ReportReference, again: Again) -> Result<String, PageError> {
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let (held, own) = (edition.clone(), at.by.person.id.clone());
    let found = blocking(site, move |store| -> Result<_, drafting::DraftingError> {
        let examined = drafting::examine(store, &held, leave, reference, None)?;
        let cleared = Cleared::load(store, &examined.open.draft.id)?;
        Ok((examined, cleared, is_another_reached(store, reference.party, &own)?))
    });
    let (Examined { open, checked, .. }, cleared, is_told) = found.await?;
    let (shown, digest) = (Names::of(site, reference), open.cleared_digest());
    let standing = cleared.standing(site, &digest, &shown.address);
    let last = cleared.entries.last();
    let may_write = at.may(NationalAct::Write);
    frame::render(&ClearancePage {
        over: shown.over(t),
        form_token: at.by.form_token(),
        draft: open.draft.id,
        after: last.map(|last| last.id.clone()).unwrap_or_default(),
        digest,
        banner: again.banner(t),
        is_told,
        may_ask: may_write && !standing.is_awaited(),
        may_withdraw: standing.is_awaited() && last.is_some_and(|last| last.by == at.by.person.id),
        standing,
        entries: cleared.entries.iter().map(|entry| view(t, &cleared, entry)).collect(),
        read: ReadThrough::new(t, &edition, &checked.report, &shown.address),
        lacks_remark: again.cause == Some(Cause::NoRemark),
        typed: again.typed,
        frame: frame_below(site, at, &shown, t.say("clearance-title")),
        address: shown.address,
        t,
    })
}

fn view(t: &Text, cleared: &Cleared, entry: &ClearanceEntry) -> EntryView {
    EntryView {
        said: t.with(&format!("clearance-done-{}", entry.act.key()), "name", cleared.name_of(entry)),
        when: t.instant(entry.at),
        remark: entry.remark.clone().unwrap_or_default(),
    }
}

pub(in crate::web) async fn clear(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference = reference(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| noted(&site, by, reference, &posted).await).await
}

async fn noted(
    site: &Data<Site>,
    by: SignedIn,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    // What a person may not do is said before what is odd about how they ask for it.
    let at = by.at_desk(reference.party, NationalAct::Read)?;
    let act = ClearanceAct::from_key(posted.one("act")?).ok_or(PageError::OddForm)?;
    if act == ClearanceAct::Asked {
        at.may(NationalAct::Write).then_some(()).ok_or(PageError::Denied)?;
    }
    let (typed, digest) = (words(posted, "words")?, posted.one("digest")?.to_owned());
    if digest.len() != DIGEST_LETTERS || !digest.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return Err(PageError::OddForm);
    }
    if act == ClearanceAct::Returned && typed.is_empty() {
        let content = page(site, &at, reference, Again { typed, cause: Some(Cause::NoRemark) }).await?;
        return Ok(private(HttpResponse::UnprocessableEntity(), content));
    }
    let clearing = Clearing {
        draft: shown_draft(posted)?.ok_or(PageError::OddForm)?,
        after: posted.one("key")?.to_owned(),
        act,
        remark: (!typed.is_empty()).then(|| typed.clone()),
        digest,
        by: at.by.person.clone(),
        at: site.portal.clock().now(),
    };
    let leave = at.leave;
    let is_noted = blocking(site, move |store| match clearing::clear(store, leave, reference, clearing) {
        Ok(()) => Ok(true),
        Err(ClearingError::Meanwhile) => Ok(false),
        Err(error) => Err(error),
    });
    if is_noted.await? {
        return Ok(see(&format!("/desk/reports/{reference}/clearance")));
    }
    // The second of two sees what the first did, and keeps the words.
    let content = page(site, &at, reference, Again { typed, cause: Some(Cause::Meanwhile) }).await?;
    Ok(private(HttpResponse::build(StatusCode::CONFLICT), content))
}

/// Of a SHA-256 in hexadecimal.
const DIGEST_LETTERS: usize = 64;
