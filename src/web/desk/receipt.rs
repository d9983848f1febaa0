//! The proof that a report was received.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{Names, entering, frame_below, name_of};
use crate::app::drafting::read_submission;
use crate::app::reviewing::{Version, versions};
use crate::app::submitting::count_confirmed;
#[cfg(feature = "pdf")]
use crate::document::ReceiptDocument;
use crate::domain::access::NationalAct;
use crate::domain::filing::{Filing, FilingAct, FilingState, may_follow, standing};
use crate::domain::report::{FormState, Opening, Report, VersionReference};
use crate::store::submissions::Submission;
use crate::store::{Store, StoreError};
use crate::text::{Text, filing, in_groups, note};
use crate::web::address::named;
use crate::web::documents::{self, Listed};
use crate::web::doubts::confirmed_points;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
#[cfg(feature = "pdf")]
use crate::web::pdf::Paper;
use crate::web::receipts;
use crate::web::session::{blocking, private_page};
use crate::web::{OFFERS_PDF, Site};

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    id: String,
    lines: Vec<(String, String)>,
    /// The hash in groups of eight, so that it can be compared by eye.
    digest: String,
    /// Where anybody can look it up.
    verify: String,
    documents: Listed,
    /// Which other version stands, and where its receipt is.
    stands: Option<(String, String)>,
    /// It is the newest that stands, and parties do not have it yet.
    can_be_recalled: bool,
    /// Why the secretariat took back what it had filed by mistake, where it did.
    withdrawn: Option<String>,
    lead: String,
    /// Where the same is as PDF, where that is offered.
    pdf: Option<String>,
}

pub(in crate::web) async fn receipt(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let asked: VersionReference = named(&code)?;
    let (at, reference) = entering(&site, &request, &asked.report.to_string(), NationalAct::Read).await?;
    let received = received_as(&site, asked).await?;
    let Received { found, report, .. } = &received;
    let shown = &found.version;
    let (t, names) = (site.text, Names::of(&site, reference));
    let (title, lead) = match (shown.state(), shown.submission.original) {
        (FilingState::Withdrawn, _) => ("withdrawn-title", "withdrawn-lead"),
        (FilingState::Recalled, _) => ("recalled-title", "recalled-lead"),
        (_, Some(_)) => ("receipt-on-behalf-title", "receipt-on-behalf-lead"),
        (_, None) if at.by.person.is_reached() => ("receipt-title", "receipt-lead"),
        (_, None) => ("receipt-title", "receipt-lead-alone"),
    };
    let withdrawn = withdrawn(shown);
    let mut listed = documents::listed(t, report, &Opening::whole(), &names.address);
    for one in &mut listed.shown {
        if withdrawn.is_some() {
            // The digest stays on record; the document and what it is called may be another State's.
            one.address.clear();
            one.name = t.say("withdrawn-document");
        } else if !one.sha256.is_empty() {
            one.verify = verify_of(&one.sha256);
        }
    }
    let page = ReceiptPage {
        over: names.over(t),
        pdf: OFFERS_PDF.then(|| format!("/desk/reports/{}/receipt.pdf", shown.submission.id)),
        id: shown.submission.id.clone(),
        lines: lines(&site, &received),
        documents: listed,
        digest: in_groups(&shown.submission.sha256),
        verify: verify_of(&shown.submission.sha256),
        stands: found.stands(t).zip(found.standing.as_ref().map(|one| format!("/desk/reports/{}/receipt", one.id))),
        can_be_recalled: can_be_recalled(found),
        withdrawn,
        lead: t.say(lead),
        frame: frame_below(&site, &at, &names, t.say(title)),
        address: names.address,
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

/// Why the secretariat took back what it had filed by mistake, where it did.
fn withdrawn(version: &Version) -> Option<String> {
    version.acts.iter().find(|done| done.act == FilingAct::Withdrawn).and_then(|done| done.note.clone())
}

/// A version as it was received.
pub(in crate::web) struct Received {
    found: Found,
    report: Report,
    /// Of whoever submitted it.
    name: String,
}

/// The version that is asked for, or the newest, as it was received.
pub(in crate::web) async fn received_as(site: &Data<Site>, asked: VersionReference) -> Result<Received, PageError> {
    let found = blocking(site, move |store| {
        let Some(found) = find_version(store, asked)? else { return Ok(None) };
        let name = name_of(store, &found.version.submission.submitted_by)?;
        Ok::<_, StoreError>(Some((found, name)))
    });
    let (found, name) = found.await?.ok_or(PageError::UnknownReport)?;
    let report = read_submission(&site.portal.edition(), &found.version.submission);
    Ok(Received { report: report.map_err(|error| PageError::Internal(error.into()))?, found, name })
}

/// What a receipt says: label and words. Of what was filed by mistake it says no more than that and when: its cover may be
/// another State's.
fn lines(site: &Site, received: &Received) -> Vec<(String, String)> {
    let (t, Received { found, report, name }) = (site.text, received);
    let shown = &found.version;
    let forms = report.summary.iter().map(|(letter, line)| {
        let said = match line.chosen() {
            Some(FormState::Unchanged) => {
                t.with("part-unchanged", "year", line.last_reporting.map(|year| year.to_string()).unwrap_or_default())
            }
            Some(FormState::NotApplicable) => t.say("part-not-applicable"),
            Some(FormState::Changed) => t.say("part-changed"),
            None => String::new(),
        };
        t.with_all("receipt-form", [("letter", letter.as_str().into()), ("state", said.into())])
    });
    let forms: Vec<_> = forms.collect();
    let line = |key: &str, value: String| (t.say(key), value);
    // What the secretariat filed for the State, the State has confirmed nothing of.
    let confirmed = match shown.submission.original {
        Some(_) => confirmed_points(t, &site.portal.edition(), &shown.submission, report),
        None => {
            let count = i64::try_from(count_confirmed(&shown.submission)).unwrap_or_default();
            vec![line("receipt-warnings", t.with("receipt-confirmed", "count", count))]
        }
    };
    let state = line("receipt-state", t.say(&format!("progress-{}", shown.state().key())));
    let mut lines = came(site, &shown.submission, name);
    if shown.state() == FilingState::Withdrawn {
        lines.push(state);
        return lines;
    }
    lines
        .into_iter()
        .chain([
            line("receipt-kind", filing(t, report)),
            line("receipt-note", note(t, &report.cover.note_verbale)),
            line("receipt-availability", receipts::chosen(t, &shown.submission, &report.cover)),
            line(
                "receipt-contacts",
                t.say(if shown.submission.contacts_public { "contacts-public" } else { "contacts-kept" }),
            ),
            line("receipt-forms", forms.join(&t.say("list-semicolon"))),
        ])
        .chain(confirmed)
        .chain([state])
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// The same as a document.
#[cfg(feature = "pdf")]
pub(in crate::web) fn receipt_paper(site: &Site, names: &Names, received: &Received) -> Result<Paper, PageError> {
    let (t, Received { found, report, .. }) = (site.text, received);
    let submission = &found.version.submission;
    let withdrawn = withdrawn(&found.version);
    let is_withdrawn = withdrawn.is_some();
    let notes = match withdrawn {
        Some(reason) => vec![t.say("withdrawn-title"), t.say("withdrawn-lead"), reason],
        None if found.version.state() == FilingState::Recalled => vec![t.say("recalled-lead")],
        None => Vec::new(),
    };
    let notes = notes.into_iter().chain(found.stands(t)).collect();
    let came_on = submission.original.map(|original| original.received_on);
    let document = |one: &crate::domain::report::Attachment| {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        (if is_withdrawn { t.say("withdrawn-document") } else { text(&one.name) }, in_groups(&text(&one.sha256)))
    };
    let receipt = ReceiptDocument {
        t,
        state: &names.state,
        title: names.report.clone(),
        reference: submission.id.clone(),
        marks: report.label.iter().cloned().chain(site.mark_of_demo()).collect(),
        notes,
        day: came_on.unwrap_or_else(|| site.day_of(submission.submitted_at)),
        lines: lines(site, received),
        documents: report.attachments.iter().map(document).collect(),
        digest: in_groups(&submission.sha256),
        verify: verify_at(site, &submission.id),
    };
    Ok(Paper { name: format!("{}-receipt.pdf", submission.id), bytes: receipt.to_pdf()? })
}

/// Where anybody can look a fingerprint up.
fn verify_of(sha256: &str) -> String {
    format!("/verify?sha256={}", sha256.replace(' ', ""))
}

/// Where a digest that is printed of a version can be looked up.
#[cfg(feature = "pdf")]
pub(in crate::web) fn verify_at(site: &Site, version: &str) -> String {
    site.text.with("verify-printed", "address", format!("{}/verify?report={version}", site.public_url))
}

/// A version beside what stands of its report.
pub(super) struct Found {
    pub(super) version: Version,
    /// What stands.
    standing: Option<Submission>,
    /// What would stand if this were taken back, where it is what stands.
    pub(super) before: Option<Submission>,
}

impl Found {
    /// Which other version stands, where one does.
    fn stands(&self, t: &Text) -> Option<String> {
        let (own, standing) = (self.version.submission.version, self.standing.as_ref()?);
        let key = match (self.version.stands(), standing.version < own) {
            _ if standing.version == own => return None,
            (false, true) => "receipt-stands-again",
            (false, false) => "receipt-stands-now",
            (true, _) => "receipt-superseded",
        };
        Some(t.with_all(
            key,
            [("version", standing.id.as_str().into()), ("when", receipts::received(t, standing).into())],
        ))
    }
}

/// The version that is asked for, or the newest.
pub(super) fn find_version(store: &Store, asked: VersionReference) -> Result<Option<Found>, StoreError> {
    let all = versions(store, asked.report)?;
    let stands = standing(&all).map(|one| one.submission.clone());
    let before = all.iter().rev().filter(|one| one.stands()).nth(1).map(|one| one.submission.clone());
    let is_asked = |one: &Version| asked.version.is_none_or(|version| version == one.submission.version);
    let found = all.into_iter().rev().find(is_asked);
    Ok(found.map(|version| Found { version, standing: stands, before }))
}

/// Only the newest that stands, so that what stands afterwards is what stood before it.
pub(super) fn can_be_recalled(found: &Found) -> bool {
    let is_newest = found.standing.as_ref().is_some_and(|standing| standing.id == found.version.submission.id);
    is_newest && may_follow(&found.version.done(), FilingAct::Recalled)
}

/// When it came, and who filed it.
fn came(site: &Site, submission: &Submission, name: &str) -> Vec<(String, String)> {
    let (t, at) = (site.text, site.moment(submission.submitted_at));
    let received = match submission.original {
        Some(original) => t.date(original.received_on),
        None => at.clone(),
    };
    let first = (t.say("receipt-received"), received);
    [Some(first), receipts::on_behalf(t, submission), Some(receipts::submitted(t, submission, name, at))]
        .into_iter()
        .flatten()
        .collect()
}
