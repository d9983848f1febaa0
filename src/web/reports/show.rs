//! One report as an audience may see it: a page, and the same as data. Every version that was published keeps
//! its address.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::reading::{FormView, Reading, contacts};
use crate::app::Edition;
use crate::app::drafting::read_submission;
use crate::app::reviewing::{Opened, Version, open_to};
use crate::domain::report::{Audience, Report, VersionReference};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{Spelled, moved, read_code};
use crate::web::desk::{Names, note};
use crate::web::documents::{Listed, give, listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::kept::PublicPage;
use crate::web::receipts::{chosen, on_behalf, received, received_data};
use crate::web::session::WorkError;

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    /// Said beside an illustration wherever it is shown.
    label: Option<String>,
    party: String,
    id: String,
    lines: Vec<(String, String)>,
    contacts: Vec<String>,
    /// The other versions: address, name.
    others: Vec<(String, String)>,
    /// To see what differs from the version before: address, name of that version.
    compare: Option<(String, String)>,
    /// The name of the version that it is compared with.
    compared: Option<String>,
    data: String,
    forms: Vec<FormView>,
    documents: Listed,
    sha256: String,
}

/// The version before, for comparison.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    pub(in crate::web) since: String,
}

/// Whether what differs from the version before is to be marked.
pub(in crate::web) fn is_compared(asked: &Asked) -> bool {
    asked.since == "before"
}

pub(in crate::web) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let spelled = read_code(&code, str::parse::<VersionReference>).ok_or(PageError::UnknownReport)?;
    let reference = match spelled {
        Spelled::Right(reference) => reference,
        Spelled::Otherwise(reference) => return Ok(moved(&format!("/reports/{reference}"))),
    };
    let compared = is_compared(&asked);
    let address = own_address(Audience::Everyone, reference, compared);
    Site::public_page(&site, &request, address, move |site, edition| {
        let (t, names) = (site.text, Names::of(site, reference.report));
        let frame = Frame::new(site, Section::Reports, names.report)
            .with_crumb("/reports", t.say("nav-reports"))
            .with_crumb(&format!("/parties/{}", reference.report.party), names.state)
            .at(site, &format!("/reports/{reference}"));
        Ok(PublicPage::html(page_for(site, edition, Audience::Everyone, reference, compared, frame)?))
    })
    .await
}

/// The address of a version's page for an audience.
fn own_address(audience: Audience, reference: VersionReference, compared: bool) -> String {
    let since = if compared { "?since=before" } else { "" };
    match audience {
        Audience::Everyone => format!("/reports/{reference}{since}"),
        Audience::Parties => format!("/circulated/{reference}{since}"),
        Audience::Within => format!("/desk/reports/{reference}/filed{since}"),
    }
}

/// Where the documents of a report are given to an audience.
fn documents_below(audience: Audience, reference: VersionReference) -> String {
    let place = match audience {
        Audience::Everyone => "/reports",
        Audience::Parties => "/circulated",
        Audience::Within => "/desk/reports",
    };
    format!("{place}/{}", reference.report)
}

/// A document of a published version, as far as the State made it available.
pub(in crate::web) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    give(&site, &request, path.into_inner(), Audience::Everyone).await
}

/// The same as data.
pub(in crate::web) async fn data(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let reference: VersionReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    Site::public_page(&site, &request, format!("/reports/{reference}.json"), move |site, edition| {
        let content = as_data(site, edition, Audience::Everyone, reference)?;
        Ok(PublicPage { kind: "application/json", content })
    })
    .await
}

/// What the audience may see of the version asked for; to it nothing else exists.
fn find(site: &Site, audience: Audience, reference: VersionReference) -> Result<Opened, PageError> {
    let found = open_to(site.portal.store(), audience, reference).map_err(|error| WorkError::Store(error).into());
    found.and_then(|opened: Option<Opened>| opened.ok_or(PageError::UnknownReport))
}

fn read(edition: &Edition, version: &Version) -> Result<Report, PageError> {
    read_submission(edition, &version.submission).map_err(|error| PageError::Internal(error.into()))
}

/// The page of a version for an audience. Blocks on the database.
pub(in crate::web) fn page_for(
    site: &Site,
    edition: &Edition,
    audience: Audience,
    reference: VersionReference,
    compared: bool,
    frame: Frame,
) -> Result<String, PageError> {
    let t = site.text;
    let Opened { version, numbers } = find(site, audience, reference)?;
    let own = version.submission.version;
    let report = read(edition, &version)?;
    let previous = numbers.iter().copied().rfind(|number| *number < own);
    let numbered = |number| VersionReference { report: reference.report, version: Some(number) };
    let before = match previous.filter(|_| compared) {
        Some(number) => Some(read(edition, &find(site, audience, numbered(number))?.version)?),
        None => None,
    };
    let lead = match audience {
        Audience::Everyone => "public-lead",
        Audience::Parties => "circulated-report-lead",
        Audience::Within => "filed-lead",
    };
    let name = |number: i32| t.with("version-name", "number", number.to_string());
    let others = numbers.iter().filter(|number| **number != own);
    let reading = Reading { t, edition, report: &report, before: before.as_ref(), audience };
    frame::render(&ShowPage {
        frame,
        over: Names::of(site, reference.report).state,
        lead: t.with(lead, "when", received(t, &version.submission)),
        party: format!("/parties/{}", reference.report.party),
        id: version.submission.id.clone(),
        label: report.label.clone(),
        lines: about(t, &report, &version),
        contacts: contacts(&report, audience, version.submission.contacts_public),
        others: others.map(|number| (own_address(audience, numbered(*number), false), name(*number))).collect(),
        compare: previous
            .map(|number| (own_address(audience, numbered(own), true), name(number)))
            .filter(|_| !compared),
        compared: previous.filter(|_| compared).map(name),
        data: format!("{}.json", own_address(audience, numbered(own), false)),
        forms: reading.forms(),
        documents: listed(t, &report, audience, &documents_below(audience, reference)),
        sha256: version.submission.sha256.clone(),
        t,
    })
}

/// What kind of filing it is, and what its cover says to everybody.
fn about(t: &Text, report: &Report, version: &Version) -> Vec<(String, String)> {
    let mut lines = vec![(t.say("receipt-kind"), t.say(&format!("filing-{}", report.kind.word().replace('_', "-"))))];
    lines.extend(on_behalf(t, &version.submission));
    if let (Some(from), Some(to)) = (&report.period.from, &report.period.to) {
        let (from, to) = (t.written(from), t.written(to));
        lines
            .push((t.say("public-period"), t.with_all("public-period-of", [("from", from.into()), ("to", to.into())])));
    }
    lines.push((t.say("receipt-availability"), chosen(t, &version.submission, &report.cover)));
    lines.push((t.say("receipt-note"), note(t, &report.cover.note_verbale)));
    lines
}

/// A version as data for an audience. Blocks on the database.
pub(in crate::web) fn as_data(
    site: &Site,
    edition: &Edition,
    audience: Audience,
    reference: VersionReference,
) -> Result<String, PageError> {
    let Opened { version, numbers } = find(site, audience, reference)?;
    let report = read(edition, &version)?;
    let unknown = || anyhow::anyhow!("no forms for {}", reference.report);
    let set = edition.books.form_sets.for_cycle(report.regime, report.cycle).ok_or_else(unknown)?;
    let submission = &version.submission;
    let data = json!({
        "reference": reference.report.to_string(),
        "version": submission.version,
        "versions": numbers,
        "received_at": received_data(submission.original, submission.submitted_at),
        "on_behalf": submission.original.is_some(),
        // Of the document as filed, whole: what is withheld is part of it.
        "sha256": submission.sha256,
        "withheld_forms": report.withheld_forms(set, audience),
        "report": report.shown_document(set, audience, submission.contacts_public),
    });
    Ok(serde_json::to_string_pretty(&data).map_err(anyhow::Error::new)?)
}
