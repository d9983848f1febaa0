//! The national desk: what is due, reports being written, submitting, receipts.
//!
//! Every page here works with the leave of one State (`session::AtDesk`): it follows from the
//! reference in the address, and to everybody else the page does not exist.

mod aged;
mod attachments;
mod check;
mod clearance;
mod discard;
mod facts;
mod filed;
mod first;
mod history;
mod index;
mod inputs;
mod labels;
mod next;
mod note;
mod others;
mod period;
mod places;
mod promise;
mod question;
mod questions;
mod recall;
mod receipt;
mod report;
mod reuse;
mod saving;
mod saving_sheet;
mod section;
mod sheet;
mod submit;
mod summary;
mod taking;
mod tasks;
mod writers;

pub(super) use attachments::{attach, attachments, detach, document, sentence, status};
pub(super) use check::{check, measured};
pub(super) use clearance::{clear, clearance};
pub(super) use discard::{discard, discard_form};
pub(super) use filed::{filed, filed_document};
pub(super) use first::lately_first_due;
pub(super) use history::history;
pub(super) use index::index;
pub(super) use labels::{label, said_of};
pub(super) use places::section_of;
pub(super) use promise::{promise, promise_form};
pub(super) use questions::{answer, questions, remark};
pub(super) use recall::{recall, recall_form};
pub(super) use receipt::receipt;
#[cfg(feature = "pdf")]
pub(super) use receipt::{receipt_paper, received_as, verify_at};
#[cfg(feature = "pdf")]
pub(super) use report::draft_report;
pub(super) use report::{report, start};
pub(super) use saving::{save_cover, save_form, save_profile};
pub(super) use saving_sheet::{save_short, save_summary};
pub(super) use section::{Banner, cover, form, profile};
pub(super) use submit::{submit, submit_form};
pub(super) use summary::{short, summary};
pub(super) use taking::{choose, take};

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};

use super::Site;
use super::account::signed_in_to_act;
use super::address::{named, see};
use super::error::PageError;
use super::frame::{Frame, Section};
use super::posted::Posted;
use super::session::{AtDesk, SignedIn, WorkError, blocking};
use crate::app::drafting::{self, DraftingError};
use crate::app::submitting::SubmitError;
use crate::domain::access::NationalAct;
use crate::domain::report::ReportReference;
use crate::store::StoreError;
use crate::store::drafts::find_draft;
use crate::store::submissions::list_filed_of;
use crate::text::Text;

impl From<DraftingError> for WorkError {
    fn from(error: DraftingError) -> Self {
        match error {
            DraftingError::NotFound | DraftingError::NoForms => Self::Page(PageError::UnknownReport),
            DraftingError::Ended => Self::Page(PageError::Ended),
            DraftingError::OtherForms => Self::Page(PageError::OtherForms),
            DraftingError::TooMuch => Self::Page(PageError::TooMuch),
            DraftingError::Changed | DraftingError::NotOpen => Self::Page(PageError::Stale),
            DraftingError::Store(error) => Self::Store(error),
        }
    }
}

impl From<SubmitError> for WorkError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::NotReady | SubmitError::Same | SubmitError::Changed | SubmitError::Filed => {
                Self::Page(PageError::Stale)
            }
            SubmitError::NoFile(sha256) => Self::Page(PageError::NoFile(sha256)),
            SubmitError::Drafting(error) => error.into(),
            SubmitError::Store(error) => Self::Store(error),
        }
    }
}

/// A report's reference in an address.
fn reference(text: &str) -> Result<ReportReference, PageError> {
    named(text)
}

/// The key of the draft that the page showed.
fn shown_draft(posted: &Posted) -> Result<Option<String>, PageError> {
    let draft = posted.one("draft")?;
    Ok((!draft.is_empty()).then(|| draft.to_owned()))
}

/// Whoever asks, with leave to do this with the report of the address.
pub(super) async fn entering(
    site: &Data<Site>,
    request: &HttpRequest,
    code: &str,
    act: NationalAct,
) -> Result<(AtDesk, ReportReference), PageError> {
    let by = SignedIn::of(site, request).await?;
    let reference = reference(code)?;
    Ok((by.at_desk(reference.party, act)?, reference))
}

/// A form that does something with the report of the address.
struct Acting {
    at: AtDesk,
    reference: ReportReference,
    posted: Posted,
}

/// Reads such a form; whoever had to sign in again sees its page, below that of the report, once more before the act.
async fn acting(
    site: &Data<Site>,
    request: &HttpRequest,
    (code, page): (&str, &str),
    body: &Bytes,
    act: NationalAct,
) -> Result<Result<Acting, HttpResponse>, PageError> {
    let (posted, reference) = (Posted::read(body)?, reference(code)?);
    Ok(match signed_in_to_act(site, request, &posted, &format!("/desk/reports/{reference}{page}")).await? {
        Ok(by) => Ok(Acting { at: by.at_desk(reference.party, act)?, reference, posted }),
        Err(answer) => Err(answer),
    })
}

/// A page of a draft; where the draft has been submitted, the page of the report, which says so.
async fn or_report(
    site: &Data<Site>,
    reference: ReportReference,
    page: Result<HttpResponse, PageError>,
) -> Result<HttpResponse, PageError> {
    if !matches!(page, Err(PageError::UnknownReport)) {
        return page;
    }
    let is_filed = blocking(site, move |store| {
        store.snapshot(|db| Ok(find_draft(db, reference)?.is_none() && !list_filed_of(db, reference)?.is_empty()))
    });
    if is_filed.await? { Ok(see(&format!("/desk/reports/{reference}"))) } else { page }
}

/// Titles and names of a report's pages.
pub(super) struct Names {
    pub(super) state: String,
    /// *Compliance report 2027*.
    pub(super) report: String,
    address: String,
}

impl Names {
    pub(super) fn of(site: &Site, reference: ReportReference) -> Self {
        let (t, edition) = (site.text, site.portal.edition());
        let state = edition.register.state(reference.party).map(|state| state.short_name_en.clone());
        // What the forms themselves are called; a regime without forms here goes by its name.
        let set = edition.books.form_sets.for_cycle(reference.regime, reference.cycle);
        let regime =
            set.map_or_else(|| t.regime(reference.regime), |set| set.title.in_language(t.language()).to_owned());
        let key = match () {
            () if site.samples.contains(&reference) => "report-title-sample",
            () if drafting::is_initial(&edition, reference) => "report-title-initial",
            () => "report-title",
        };
        Self {
            state: state.unwrap_or_else(|| reference.party.to_string()),
            report: t.with_all(key, [("report", regime.into()), ("cycle", reference.cycle.to_string().into())]),
            address: format!("/desk/reports/{reference}"),
        }
    }

    /// State and report, above the heading.
    pub(super) fn over(&self, t: &Text) -> String {
        format!("{}{}{}", self.state, t.say("list-comma"), self.report)
    }
}

/// The frame of a page below a report.
fn frame_below(site: &Site, at: &AtDesk, names: &Names, title: String) -> Frame {
    Frame::new(site, Section::Desk, title)
        .with_crumb("/desk", site.text.say("nav-desk"))
        .with_crumb(&names.address, names.report.clone())
        .seen_by(at.by.who(names.state.clone()))
}

/// That somebody saved a page after it was opened: another, or the same person in another window.
fn clash_banner(t: &Text, at: &AtDesk, (by, name): (&str, String)) -> (&'static str, &'static str, String) {
    if by == at.by.person.id {
        return ("warning", "clash-own-title", t.say("clash-own-lead"));
    }
    ("warning", "clash-title", t.with("clash-lead", "name", name))
}

fn name_of(store: &crate::store::Store, id: &str) -> Result<String, StoreError> {
    let names = crate::app::submitting::names(store, &[id.to_owned()])?;
    Ok(names.get(id).cloned().unwrap_or_default())
}
