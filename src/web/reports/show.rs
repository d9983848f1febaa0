//! One report as an audience may see it: a page, and the same as data. Every version that was published keeps
//! its address.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::cover::{Cover, CoverLine, cover_lines};
use super::reading::{FormView, Reading};
use super::unpublished::or_unpublished;
use crate::app::Edition;
use crate::app::opening::{Open, Opened, open_to, shows_nothing};
use crate::domain::regime::FormSet;
use crate::domain::report::{Audience, VersionReference, canonical, dates};
use crate::text::{Text, filing};
use crate::web::address::{Spelled, moved, named, read_code};
use crate::web::desk::Names;
use crate::web::documents::{Listed, give, listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::kept::PublicPage;
use crate::web::receipts::{chosen, on_behalf, received, received_data};
use crate::web::session::WorkError;
use crate::web::{OFFERS_PDF, Site};

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    /// That nothing but its cover is open, where that is so.
    withheld: Option<String>,
    /// Said beside an illustration wherever it is shown.
    label: Option<String>,
    party: String,
    id: String,
    lines: Vec<(String, String)>,
    cover: Vec<CoverLine>,
    /// Where the newest version is, if this is an older one.
    newest: Option<String>,
    /// The other versions: address, name.
    others: Vec<(String, String)>,
    /// To see what differs from the version before: address, name of that version.
    compare: Option<(String, String)>,
    /// The version beside which this one stands, where this one is a document that came on paper: address, name.
    beside: Option<(String, String)>,
    /// The name of the version that it is compared with.
    compared: Option<String>,
    data: String,
    /// Where the same is as PDF, where that is offered.
    pdf: Option<String>,
    forms: Vec<FormView>,
    /// Whether these say where a document in free format speaks of them.
    is_sorted: bool,
    documents: Listed,
    sha256: String,
    /// Whether that is the hash of a part: not the one on the receipt.
    is_part: bool,
    /// Where the hash can be looked up.
    verify: String,
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
    let page = Site::public_page(&site, &request, address, move |site, edition, who| {
        let (t, names) = (site.text, Names::of(site, reference.report));
        let frame = Frame::new(site, Section::Reports, names.report)
            .with_crumb("/reports", t.say("nav-reports"))
            .with_crumb(&format!("/parties/{}", reference.report.party), names.state)
            .at(site, &format!("/reports/{reference}"))
            .seen_by(who);
        page_for(site, edition, Audience::Everyone, reference, compared, frame)
    });
    or_unpublished(&site, &request, reference, page.await).await
}

/// The address of a version's page for an audience.
pub(in crate::web) fn own_address(audience: Audience, reference: VersionReference, compared: bool) -> String {
    let since = if compared { "?since=before" } else { "" };
    match audience {
        Audience::Everyone => format!("/reports/{reference}{since}"),
        Audience::Parties => format!("/circulated/{reference}{since}"),
        Audience::State => format!("/desk/reports/{reference}/filed{since}"),
        Audience::Secretariat => format!("/secretariat/reports/{reference}"),
    }
}

/// Where the documents of a report are given to an audience.
fn documents_below(audience: Audience, reference: VersionReference) -> String {
    let place = match audience {
        Audience::Everyone => "/reports",
        Audience::Parties => "/circulated",
        Audience::State => "/desk/reports",
        Audience::Secretariat => "/secretariat/reports",
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
    let reference: VersionReference = named(&code)?;
    Site::public_data(&site, &request, format!("/reports/{reference}.json"), move |site, edition| {
        let content = as_data(site, edition, Audience::Everyone, reference)?;
        Ok(PublicPage::data("application/json", content))
    })
    .await
}

/// What the audience may see of the version asked for; to it nothing else exists.
pub(super) fn find(
    site: &Site,
    edition: &Edition,
    audience: Audience,
    reference: VersionReference,
    with_before: bool,
) -> Result<Opened, PageError> {
    let found = open_to(site.portal.store(), edition, audience, reference, with_before);
    found.map_err(|error| PageError::from(WorkError::Store(error)))?.ok_or(PageError::UnknownReport)
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
    let Opened { version, before, numbers, received_at } = find(site, edition, audience, reference, compared)?;
    let own = version.submission.version;
    let previous = numbers.iter().copied().rfind(|number| *number < own);
    let numbered = |number| VersionReference { report: reference.report, version: Some(number) };
    let (report, opening) = (&version.report, &version.opening);
    let lead = match audience {
        Audience::Everyone => "public-lead",
        Audience::Parties => "circulated-report-lead",
        Audience::State | Audience::Secretariat => "filed-lead",
    };
    let name = |number: i32| t.with("version-name", "number", number.to_string());
    let others = numbers.iter().filter(|number| **number != own);
    // A document that came on paper holds no words to compare: it would read as if all others were taken back.
    let is_worded = |open: &Open| !open.report.is_wordless();
    let before = before.filter(|before| is_worded(before) && is_worded(&version));
    let cover = cover_of(t, &version);
    let cover = cover_lines(t, edition, &cover, before.as_ref().map(|before| cover_of(t, before)).as_ref());
    let compared = before.is_some();
    let before = before.as_ref().map(|before| (&before.report, &before.opening));
    let reading = Reading { t, edition, report, opening, before };
    let sha256 = shown_hash(&shown(edition, &version)?)?;
    frame::render(&ShowPage {
        frame,
        withheld: shows_nothing(edition, report, opening).then(|| t.say("public-nothing")),
        over: Names::of(site, reference.report).state,
        lead: t.with(lead, "when", received(t, &version.submission)),
        party: format!("/parties/{}", reference.report.party),
        id: version.submission.id.clone(),
        label: report.label.clone(),
        newest: numbers
            .last()
            .filter(|newest| **newest != own)
            .map(|_| own_address(audience, VersionReference::from(reference.report), false)),
        lines: first_received(site, &version, received_at).into_iter().chain(about(t, &version)).collect(),
        cover,
        others: others.map(|number| (own_address(audience, numbered(*number), false), name(*number))).collect(),
        compare: previous
            .map(|number| (own_address(audience, numbered(own), true), name(number)))
            .filter(|_| !compared && is_worded(&version)),
        beside: previous
            .filter(|_| !is_worded(&version))
            .map(|number| (own_address(audience, numbered(number), false), name(number))),
        compared: previous.filter(|_| compared).map(name),
        data: format!("{}.json", own_address(audience, numbered(own), false)),
        pdf: OFFERS_PDF.then(|| format!("{}.pdf", own_address(audience, numbered(own), false))),
        verify: format!("/verify?report={}&sha256={sha256}", version.submission.id),
        is_sorted: report.is_wordless() && !report.is_unsorted(),
        forms: reading.forms(),
        documents: listed(t, report, opening, &documents_below(audience, reference)),
        is_part: sha256 != version.submission.sha256,
        sha256,
        t,
    })
}

/// For a later version, the day on which the report was received: a correction does not change it.
pub(super) fn first_received(site: &Site, version: &Open, received_at: DateTime<Utc>) -> Option<(String, String)> {
    let t = site.text;
    (version.submission.version > 1).then(|| (t.say("public-first-received"), t.date(site.day_of(received_at))))
}

fn cover_of<'v>(t: &Text, version: &'v Open) -> Cover<'v> {
    let availability = chosen(t, &version.submission, &version.report.cover);
    Cover { report: &version.report, opening: &version.opening, availability }
}

/// What kind of filing it is, and why it was filed.
pub(super) fn about(t: &Text, version: &Open) -> Vec<(String, String)> {
    let (report, opening) = (&version.report, &version.opening);
    let mut lines = vec![(t.say("receipt-kind"), filing(t, report))];
    lines.extend(on_behalf(t, &version.submission));
    // Its words may tell what is withheld.
    if let Some(reason) = report.reason.as_ref().filter(|reason| opening.is_whole() && !reason.is_empty()) {
        lines.push((t.say("public-reason"), reason.clone()));
    }
    lines
}

/// A version as data for an audience. Blocks on the database.
pub(in crate::web) fn as_data(
    site: &Site,
    edition: &Edition,
    audience: Audience,
    reference: VersionReference,
) -> Result<String, PageError> {
    let Opened { version, numbers, received_at, .. } = find(site, edition, audience, reference, false)?;
    let (report, submission) = (shown(edition, &version)?, &version.submission);
    let data = json!({
        "reference": reference.report.to_string(),
        "version": submission.version,
        "versions": numbers,
        // Of the report, whichever version this is.
        "received_on": site.day_of(received_at).to_string(),
        "received_at": received_data(submission.original, submission.submitted_at),
        "on_behalf": submission.original.is_some(),
        "sha256": shown_hash(&report)?,
        "withheld_forms": withheld(edition, &version)?,
        // By the secretariat, of a report in free format: no part of the report.
        "classification": version.report.shown_classification(&version.opening),
        // `report` is what the hash is of, in the State's own words.
        "dates": dates(&report, form_set(edition, &version)?),
        "report": report,
    });
    Ok(serde_json::to_string_pretty(&data).map_err(anyhow::Error::new)?)
}

pub(super) fn form_set<'e>(edition: &'e Edition, version: &Open) -> Result<&'e FormSet, PageError> {
    let (regime, cycle) = (version.report.regime, version.report.cycle);
    let unknown = || PageError::Internal(anyhow::anyhow!("no forms for {}", version.submission.reference));
    edition.books.form_sets.for_cycle(regime, cycle).ok_or_else(unknown)
}

/// The document as far as it is open.
pub(super) fn shown(edition: &Edition, version: &Open) -> Result<Value, PageError> {
    Ok(version.report.shown_document(form_set(edition, version)?, &version.opening))
}

/// The hash of what is shown, in canonical form. Where nothing is withheld it is that of the receipt; elsewhere
/// the receipt's would let anybody try guesses of what is withheld.
pub(super) fn shown_hash(document: &Value) -> Result<String, PageError> {
    let bytes = canonical(document).map_err(anyhow::Error::new)?;
    Ok(HEXLOWER.encode(&Sha256::digest(bytes)))
}

/// The version of a report that everyone sees, the newest where none is named, and the hash of what they see of it.
/// Blocks on the database.
pub(in crate::web) fn public_hash(
    site: &Site,
    edition: &Edition,
    reference: VersionReference,
) -> Result<Option<(VersionReference, String)>, PageError> {
    let found = open_to(site.portal.store(), edition, Audience::Everyone, reference, false);
    let Some(opened) = found.map_err(WorkError::Store)? else { return Ok(None) };
    let own = VersionReference { version: Some(opened.version.submission.version), ..reference };
    Ok(Some((own, shown_hash(&shown(edition, &opened.version)?)?)))
}

/// Letters of the forms that are withheld.
fn withheld(edition: &Edition, version: &Open) -> Result<Vec<String>, PageError> {
    let letters = form_set(edition, version)?.forms.iter().map(|form| form.letter.clone());
    Ok(letters.filter(|letter| !version.opening.shows_form(letter)).collect())
}
