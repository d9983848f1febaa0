//! Saving the lines of all forms at once, each into its form.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::question::Remarks;
use super::saving::{asks_as_now, not_stored, of_length, typed};
use super::section::Shown;
use super::sheet::{Sheet, revision_of};
use super::summary::answer;
use super::{clash_banner, name_of, reference, shown_draft};
use crate::app::drafting::{self, DraftingError, Saved, Typed};
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, Section, nothing_in_period};
use crate::domain::regime::FormSet;
use crate::domain::report::ReportReference;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::posted::Posted;
use crate::web::session::{AtDesk, blocking};
use crate::web::unsaved;

pub(in crate::web) async fn save_summary(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(&site, &request, &code, Sheet::Summary, body).await
}

pub(in crate::web) async fn save_short(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(&site, &request, &code, Sheet::Short, body).await
}

async fn save(
    site: &Data<Site>,
    request: &HttpRequest,
    code: &str,
    sheet: Sheet,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference = reference(code)?;
    unsaved::sent_or_page(site, request, &posted, async |by| {
        let at = by.at_desk(reference.party, NationalAct::Write)?;
        saved(site, &at, reference, sheet, &posted).await
    })
    .await
}

async fn saved(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    sheet: Sheet,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let (edition, t, draft) = (site.portal.edition(), site.text, shown_draft(posted)?);
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    asks_as_now(set, posted)?;
    let (mut all, mut too_long, mut revisions, mut work) = (Answers::new(), Vec::new(), Vec::new(), Vec::new());
    for section in sheet.sections(set) {
        let (mut answers, longer) = typed(&sheet.fields(&section, set, &edition.books.obligations), posted)?;
        answers.extend(silent(set, &section, posted)?);
        let revision = posted.one(&revision_of(&section))?;
        let revision = revision.parse().map_err(|_other| PageError::OddForm)?;
        all.extend(answers.clone());
        too_long.extend(longer);
        revisions.push((section.clone(), revision));
        let (by, now) = (at.by.person.id.clone(), site.portal.clock().now());
        work.push(Typed { draft: draft.clone(), section, revision, answers, by, at: now });
    }
    if !too_long.is_empty() {
        let banner = Some(("error", "not-saved-title", t.say("not-saved-lead")));
        let (remarks, status) = (of_length(t, too_long), Some(StatusCode::UNPROCESSABLE_ENTITY));
        let shown = Shown { typed: Some(all), remarks, draft, banner, status, ..Shown::default() };
        return answer(site, at, reference, sheet, shown, &revisions).await;
    }
    let (leave, held) = (at.leave, edition.clone());
    let outcome = blocking(site, move |store| {
        let saved = drafting::save_each(store, &held, leave, reference, work)?;
        let by = saved.iter().find_map(|saved| match saved {
            Saved::Clashes { by, .. } => Some(name_of(store, by).map(|name| (by.clone(), name))),
            Saved::All => None,
        });
        let by = by.transpose()?;
        Ok::<_, DraftingError>((saved, by))
    });
    let (saved, by) = match outcome.await {
        Ok(saved) => saved,
        Err(error) => {
            let (text, status) = not_stored(t, error)?;
            let (banner, status) = (Some(("error", "not-saved-title", text)), Some(status));
            let shown = Shown { typed: Some(all), draft, banner, status, ..Shown::default() };
            return answer(site, at, reference, sheet, shown, &revisions).await;
        }
    };
    let Some((by, name)) = by else { return Ok(see(&next(reference, set, sheet, posted.one("go")?))) };
    // Of these lines the revision is the one whose text is shown beside; whoever saves again has seen both.
    let mut clashes = Vec::new();
    let mut standing = Vec::new();
    for (section, saved) in sheet.sections(set).into_iter().zip(saved) {
        if let Saved::Clashes { clashes: own, revision, .. } = saved {
            clashes.extend(own);
            standing.push((section, revision));
        }
    }
    let remarks = Remarks { clashes, ..Remarks::default() };
    let banner = Some(clash_banner(t, at, (&by, name)));
    let typed = all.into_iter().filter(|(field, _)| remarks.clashes.iter().any(|clash| clash.field == *field));
    let (typed, status) = (Some(typed.collect()), Some(StatusCode::CONFLICT));
    let shown = Shown { typed, remarks, draft, banner, status, ..Shown::default() };
    answer(site, at, reference, sheet, shown, &standing).await
}

/// What the one tick for the period says of a form that it lists. Two people never clash on it: who both change a tick
/// change it to the same. Where one ticks it while another types figures of the period, the tick is marked afterwards.
fn silent(set: &FormSet, section: &Section, posted: &Posted) -> Result<Option<(String, String)>, PageError> {
    let Section::Form(letter) = section else { return Ok(None) };
    let is_listed = posted.one("of_period")?.split_whitespace().any(|listed| listed == letter);
    let form = set.form(letter).filter(|_| is_listed);
    let ticked = if posted.one("nothing_in_period")?.is_empty() { "" } else { "yes" };
    Ok(form.map(|form| (nothing_in_period(form), ticked.to_owned())))
}

/// Where a saved sheet leads: to the report, on to submitting, to a form that has changed, or back to itself.
fn next(reference: ReportReference, set: &FormSet, sheet: Sheet, go: &str) -> String {
    let report = format!("/desk/reports/{reference}");
    match go.strip_prefix("form:").and_then(|letter| set.form(letter)) {
        Some(form) => format!("{report}/forms/{}", form.letter),
        None if go == "back" => report,
        None if go == "submit" => format!("{report}/{}?submit=yes", sheet.path()),
        None => format!("{report}/{}?saved=yes", sheet.path()),
    }
}
