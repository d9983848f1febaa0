//! The public page of a report: what the State made available of the version that is published.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Site;
use super::desk::{Names, availability};
use super::documents::{self, Listed};
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::session::blocking;
use crate::app::Edition;
use crate::app::drafting::read_submission;
use crate::app::reviewing::{Version, published};
use crate::domain::regime::{Field, FieldKind, Form};
use crate::domain::report::{Audience, FormState, Report, ReportReference};
use crate::text::Text;

/// A form as readers see it.
///
/// Of a form that is withheld from the audience nothing but its letter and title is in the page.
pub(super) struct FormView {
    pub(super) letter: String,
    pub(super) title: String,
    pub(super) state: String,
    pub(super) answers: Vec<AnswerView>,
}

/// An answer in the State's own words, or rows of what it listed.
pub(super) struct AnswerView {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) language: String,
    pub(super) rows: Vec<String>,
}

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    party: String,
    availability: String,
    contacts: Vec<String>,
    forms: Vec<FormView>,
    documents: Listed,
    sha256: String,
}

pub(super) async fn show(
    site: Data<Site>,
    _request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let reference: ReportReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let version = blocking(&site, move |store| published(store, reference)).await?;
    let version: Version = version.ok_or(PageError::UnknownReport)?;
    let (t, names) = (site.text, Names::of(&site, reference));
    let frame = Frame::new(&site, Section::Parties, names.report.clone())
        .with_crumb("/parties", t.say("nav-parties"))
        .with_crumb(&format!("/parties/{}", reference.party), names.state)
        .at(&site, &format!("/reports/{reference}"));
    let content = show_to(&site, reference, &version, Audience::Everyone, frame)?;
    let mut answer = HttpResponse::Ok();
    // What is public can be taken back by nobody, but a newer version may come.
    answer.insert_header((CACHE_CONTROL, "no-cache"));
    Ok(answer.content_type("text/html; charset=utf-8").body(content))
}

/// A document of the version that is published, as far as the State made it available.
pub(super) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (code, sha256) = path.into_inner();
    let reference: ReportReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let version = blocking(&site, move |store| published(store, reference)).await?;
    let asked = documents::Asked { versions: version.into_iter().collect(), sha256, audience: Audience::Everyone };
    documents::give(&site, &request, asked).await
}

/// The page of a version, as far as the audience may see it.
pub(super) fn show_to(
    site: &Site,
    reference: ReportReference,
    version: &Version,
    audience: Audience,
    frame: Frame,
) -> Result<String, PageError> {
    let (t, edition, names) = (site.text, site.portal.edition(), Names::of(site, reference));
    let report = read_submission(&edition, &version.submission).map_err(|error| PageError::Internal(error.into()))?;
    let (lead, address) = match audience {
        Audience::Everyone => ("public-lead", format!("/reports/{reference}")),
        _ => ("circulated-report-lead", format!("/circulated/{reference}")),
    };
    frame::render(&ShowPage {
        frame,
        over: names.state,
        lead: t.with(lead, "when", t.instant(version.submission.submitted_at)),
        party: format!("/parties/{}", reference.party),
        availability: availability(t, &report.cover),
        contacts: contacts(&report, audience, version.submission.contacts_public),
        forms: forms(t, &edition, &report, audience),
        documents: documents::listed(t, &report, audience, &address),
        sha256: version.submission.sha256.clone(),
        t,
    })
}

/// The contacts that the audience may see.
pub(super) fn contacts(report: &Report, audience: Audience, contacts_public: bool) -> Vec<String> {
    if !report.shows_contacts(audience, contacts_public) {
        return Vec::new();
    }
    let line = |contact: &crate::domain::report::Contact| {
        let parts = [&contact.organization, &contact.name, &contact.email, &contact.telephone];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    };
    report.cover.contacts.iter().map(line).filter(|line| !line.is_empty()).collect()
}

/// The forms of a report as the audience may see them.
pub(super) fn forms(t: &Text, edition: &Edition, report: &Report, audience: Audience) -> Vec<FormView> {
    let Some(set) = edition.books.form_sets.for_cycle(report.regime, report.cycle) else { return Vec::new() };
    let view = |form: &Form| {
        let line = report.summary.get(&form.letter);
        let is_withheld = !report.shows_form(&form.letter, audience);
        let state = match line.and_then(|line| line.chosen()) {
            Some(FormState::Unchanged) => {
                let year = line.and_then(|line| line.last_reporting).map(|year| year.to_string());
                t.with("part-unchanged", "year", year.unwrap_or_default())
            }
            Some(FormState::NotApplicable) => t.say("part-not-applicable"),
            Some(FormState::Changed) => t.say("form-changed"),
            None => String::new(),
        };
        FormView {
            letter: form.letter.clone(),
            title: form.title.in_language(t.language()).to_owned(),
            state: if is_withheld { t.say("form-withheld") } else { state },
            answers: if is_withheld { Vec::new() } else { answers(t, form, report) },
        }
    };
    set.forms.iter().map(view).collect()
}

fn answers(t: &Text, form: &Form, report: &Report) -> Vec<AnswerView> {
    let language = report.language.clone().unwrap_or_default();
    let answer = |field: &Field| {
        let rows = match field.kind {
            FieldKind::Law => report.laws.iter().map(law).collect(),
            FieldKind::Amount if field.key == "funding" => report.funding.iter().map(amount).collect(),
            FieldKind::Amount => report.funding_by_recipient.iter().map(amount).collect(),
            _ => Vec::new(),
        };
        let given = report.answer(&form.letter, &field.key);
        let nothing = given.is_some_and(|given| given.nothing_to_report);
        let text = report.text(&form.letter, &field.key).to_owned();
        let text = if text.is_empty() && nothing { t.say("field-nothing-to-report") } else { text };
        let is_empty = text.is_empty() && rows.is_empty();
        let label = field.label.in_language(t.language()).to_owned();
        (!is_empty).then(|| AnswerView { label, text, language: language.clone(), rows })
    };
    form.fields.iter().filter_map(answer).collect()
}

/// An act in one line, as the State gave it.
fn law(law: &crate::domain::report::Law) -> String {
    let dates = [&law.adopted_on, &law.in_force_on].map(|date| date.as_ref().map(|date| date.written.clone()));
    let [adopted, in_force] = dates;
    let parts =
        [law.title.clone(), law.number.clone(), adopted, in_force, law.penal_provision.clone(), law.link.clone()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Money in one line.
fn amount(amount: &crate::domain::report::Amount) -> String {
    let sum = amount.amount.map(|sum| sum.to_string());
    let year = amount.year.map(|year| year.to_string());
    let parts = [
        sum,
        amount.currency.clone(),
        year,
        amount.direction.clone(),
        amount.channel.clone(),
        amount.recipient.clone(),
        amount.project.clone(),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
