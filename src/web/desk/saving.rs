//! Saving a section: as typed, never over what somebody else wrote, and never lost where it cannot be saved.
//!
//! The page's script saves in the background with the same address: it asks for JSON, and is answered by the
//! revision that the page now shows, or by the status alone.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::places::{anchor, path};
use super::question::Remarks;
use super::section::{Shown, answer};
use super::taking::{Reusing, after_saving};
use super::{clash_banner, name_of, reference, shown_draft};
use crate::app::drafting::{self, DraftingError, Saved, Typed};
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, ENTRIES_MAX, FieldName, Input, Section, fields_of};
use crate::domain::regime::FormSet;
use crate::domain::report::ReportReference;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::posted::{Posted, wants_json};
use crate::web::session::{AtDesk, SignedIn, blocking};
use crate::web::unsaved;

pub(in crate::web) async fn save_cover(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(site, request, &code, Section::Cover, body).await
}

pub(in crate::web) async fn save_profile(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(site, request, &code, Section::Profile, body).await
}

pub(in crate::web) async fn save_form(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let (code, letter) = path.into_inner();
    save(site, request, &code, Section::Form(letter), body).await
}

async fn save(
    site: Data<Site>,
    request: HttpRequest,
    code: &str,
    section: Section,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference = reference(code)?;
    if wants_json(&request) {
        return save_in_background(&site, &request, reference, &section, &posted).await;
    }
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        let at = by.at_desk(reference.party, NationalAct::Write)?;
        saved(&site, &at, reference, &section, &posted).await
    })
    .await
}

/// What was posted of the section, and the fields whose text is longer than they take.
fn read(
    site: &Site,
    reference: ReportReference,
    section: &Section,
    posted: &Posted,
) -> Result<(Answers, Vec<(String, usize)>), PageError> {
    let edition = site.portal.edition();
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    asks_as_now(set, posted)?;
    typed(&fields_of(section, set, &edition.books.obligations), posted)
}

/// A page that asked the questions of other forms holds answers that have no place by now: the draft may have been
/// taken over meanwhile, and what is typed would go without a word.
pub(super) fn asks_as_now(set: &FormSet, posted: &Posted) -> Result<(), PageError> {
    let asked = posted.one("form_set")?;
    if asked.is_empty() || asked == set.name() { Ok(()) } else { Err(PageError::OtherForms) }
}

fn typed_now(
    site: &Site,
    at: &AtDesk,
    section: &Section,
    posted: &Posted,
    answers: Answers,
) -> Result<Typed, PageError> {
    let (draft, revision) = (shown_draft(posted)?, revision(posted)?);
    let (by, now) = (at.by.person.id.clone(), site.portal.clock().now());
    Ok(Typed { draft, section: section.clone(), revision, answers, by, at: now })
}

/// The revision that the page showed.
fn revision(posted: &Posted) -> Result<i64, PageError> {
    posted.one("revision")?.parse().map_err(|_other| PageError::OddForm)
}

/// For the script of the page: all of it is saved, or nothing, and the page says which.
async fn save_in_background(
    site: &Data<Site>,
    request: &HttpRequest,
    reference: ReportReference,
    section: &Section,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    if posted.has_nul() {
        return Err(PageError::Unstorable);
    }
    let by = SignedIn::of(site, request).await?;
    by.sent(site, request, posted)?;
    let at = by.at_desk(reference.party, NationalAct::Write)?;
    let (answers, too_long) = match read(site, reference, section, posted) {
        Err(PageError::OtherForms) => {
            return Ok(HttpResponse::Gone().insert_header((CACHE_CONTROL, "no-store")).finish());
        }
        read => read?,
    };
    if !too_long.is_empty() {
        return Ok(HttpResponse::UnprocessableEntity().insert_header((CACHE_CONTROL, "no-store")).finish());
    }
    let typed = typed_now(site, &at, section, posted, answers)?;
    let (leave, edition) = (at.leave, site.portal.edition());
    let saved = blocking(site, move |store| drafting::save_unless_changed(store, &edition, leave, reference, typed));
    let status = match saved.await {
        Ok(Some(revision)) => {
            let now = json!({ "revision": revision });
            return Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(now));
        }
        Ok(None) => StatusCode::CONFLICT,
        Err(PageError::Ended | PageError::OtherForms) => StatusCode::GONE,
        Err(PageError::TooMuch) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => return Err(error),
    };
    Ok(HttpResponse::build(status).insert_header((CACHE_CONTROL, "no-store")).finish())
}

async fn saved(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    section: &Section,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let go = posted.one("go")?;
    let reusing = Reusing::of(go)?;
    let (mut answers, too_long) = read(site, reference, section, posted)?;
    if !too_long.is_empty() {
        let (draft, revision) = (shown_draft(posted)?, Some(revision(posted)?));
        let remarks = of_length(site.text, too_long);
        let banner = Some(("error", "not-saved-title", site.text.say("not-saved-lead")));
        let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        let typed = Some(answers);
        let shown = Shown { typed, remarks, revision, draft, banner, status, ..Shown::default() };
        return answer(site, at, reference, section, shown).await;
    }
    if let Some(entry) = go.strip_prefix("remove:") {
        let begin = format!("{entry}.");
        answers.iter_mut().filter(|(field, _)| field.starts_with(&begin)).for_each(|(_, text)| text.clear());
    }
    let save = typed_now(site, at, section, posted, answers.clone())?;
    let (leave, draft, revision, edition) = (at.leave, save.draft.clone(), save.revision, site.portal.edition());
    let outcome = blocking(site, move |store| {
        let saved = drafting::save(store, &edition, leave, reference, save)?;
        let by = match &saved {
            Saved::Clashes { by, .. } => name_of(store, by)?,
            Saved::All => String::new(),
        };
        Ok::<_, DraftingError>((saved, by))
    });
    match outcome.await {
        Ok((Saved::All, _)) => match reusing {
            Some(reusing) => after_saving(site, at, reference, section, draft, reusing).await,
            None => Ok(see(&address_after(reference, section, go))),
        },
        Ok((Saved::Clashes { clashes, revision, by }, name)) => {
            // Of the other fields the page shows what is stored: whoever saves it again has seen all of it.
            answers.retain(|field, _| clashes.iter().any(|clash| clash.field == *field));
            let shown = Shown {
                typed: Some(answers),
                remarks: Remarks { clashes, ..Remarks::default() },
                revision: Some(revision),
                draft,
                banner: Some(clash_banner(site.text, at, (&by, name))),
                status: Some(StatusCode::CONFLICT),
                ..Shown::default()
            };
            answer(site, at, reference, section, shown).await
        }
        Err(error) => {
            let (text, status) = not_stored(site.text, error)?;
            let banner = Some(("error", "not-saved-title", text));
            let (typed, revision, status) = (Some(answers), Some(revision), Some(status));
            let shown = Shown { typed, revision, draft, banner, status, ..Shown::default() };
            answer(site, at, reference, section, shown).await
        }
    }
}

/// Why nothing of it is stored, where the page itself can be shown with what was typed: to be shortened, or to be sent
/// again where only writing fails, as on a full disk.
pub(super) fn not_stored(t: &Text, error: PageError) -> Result<(String, StatusCode), PageError> {
    match error {
        PageError::Unavailable => Ok((t.say("not-stored-lead"), StatusCode::SERVICE_UNAVAILABLE)),
        PageError::TooMuch => Ok((t.say("too-much-lead"), StatusCode::UNPROCESSABLE_ENTITY)),
        error => Err(error),
    }
}

/// What is said beside texts that are too long.
pub(super) fn of_length(t: &Text, too_long: Vec<(String, usize)>) -> Remarks {
    let mut remarks = Remarks::default();
    for (field, most) in too_long {
        let said = t.with("too-long", "most", i64::try_from(most).unwrap_or_default());
        remarks.faults.insert(field, vec![said]);
    }
    remarks
}

fn address_after(reference: ReportReference, section: &Section, go: &str) -> String {
    let report = format!("/desk/reports/{reference}");
    let here = format!("{report}/{}", path(section));
    match go.split_once(':') {
        Some(("add", group)) => format!("{here}?saved=yes&add={group}#{}", anchor(group)),
        Some(("remove", entry)) => {
            let group = entry.split('[').next().unwrap_or_default();
            format!("{here}?saved=yes#{}", anchor(group))
        }
        _ if go == "back" => report,
        _ if go == "attachments" => match section {
            Section::Form(letter) => format!("{report}/attachments?form={letter}"),
            _ => format!("{report}/attachments"),
        },
        _ => format!("{here}?saved=yes"),
    }
}

/// The texts of a posted section by field, and the fields whose text is longer than they take.
pub(super) fn typed(fields: &[FieldName], posted: &Posted) -> Result<(Answers, Vec<(String, usize)>), PageError> {
    let ticks: Vec<&str> = posted.all("tick").collect();
    let (mut answers, mut too_long) = (Answers::new(), Vec::new());
    for field in fields {
        let entries = if field.group.is_some() { ENTRIES_MAX } else { 1 };
        for name in (0..entries).map(|entry| field.at(entry)) {
            // A box that is not ticked is not sent; the page says which boxes it has.
            if !posted.has(&name) && !ticks.contains(&name.as_str()) {
                continue;
            }
            let text = match &field.input {
                Input::Letters => posted.all(&name).collect::<Vec<_>>().join(" "),
                Input::Tick if !posted.one(&name)?.is_empty() => "yes".to_owned(),
                _ => posted.one(&name)?.to_owned(),
            };
            if let Input::Choice(words) = &field.input
                && !text.is_empty()
                && !words.contains(&text)
            {
                return Err(PageError::OddForm);
            }
            if text.chars().count() > field.input.longest() {
                too_long.push((name.clone(), field.input.longest()));
            }
            answers.insert(name, text);
        }
    }
    Ok((answers, too_long))
}
