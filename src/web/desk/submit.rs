//! Submitting: the last look, warnings to confirm, and whether contacts may be published.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::check::{Group, groups};
use super::{Names, entering, frame_below, reference};
use crate::app::drafting::{self, DraftingError};
use crate::app::known::known_of;
use crate::app::submitting::{self, Choices, SubmitError};
use crate::domain::access::NationalAct;
use crate::domain::report::ReportReference;
use crate::domain::validation::Severity;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::{Posted, is_from_here};
use crate::web::session::{AtDesk, blocking, private, private_page};
use crate::web::unsaved::{self, Why};

#[derive(Template)]
#[template(path = "desk/submit.html")]
struct SubmitPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    /// The key of the draft that is looked at: the form sent again later submits no other.
    draft: String,
    is_ready: bool,
    availability: String,
    note: String,
    documents: String,
    groups: Vec<Group>,
    /// What was confirmed already, with what was said.
    confirmed: BTreeMap<String, String>,
    contacts_public: bool,
    unconfirmed: bool,
}

impl SubmitPage {
    fn said(&self, key: &str) -> &str {
        self.confirmed.get(key).map_or("", String::as_str)
    }

    fn is_confirmed(&self, key: &str) -> bool {
        self.confirmed.contains_key(key)
    }
}

pub(in crate::web) async fn submit_form(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Submit).await?;
    Ok(private_page(page(&site, &at, reference, Choices::default(), false).await?))
}

async fn page(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    choices: Choices,
    unconfirmed: bool,
) -> Result<String, PageError> {
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let held = edition.clone();
    let checked = blocking(site, move |store| {
        let open = drafting::open(store, &held, leave, reference)?;
        let known = known_of(store, &held, reference.party, reference.regime)?;
        let checked = drafting::check_draft(&held, &open, &known, held.today)?;
        Ok::<_, DraftingError>((open.draft.id, checked))
    });
    let (draft, checked) = checked.await?;
    let attached = i64::try_from(checked.report.attachments.len()).unwrap_or_default();
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let names = Names::of(site, reference);
    let warnings = groups(t, &edition, set, &names.address, &checked, |finding| finding.severity == Severity::Warning);
    frame::render(&SubmitPage {
        over: names.over(t),
        form_token: at.by.form_token(),
        draft,
        is_ready: checked.can_be_submitted(),
        availability: availability(t, &checked.report.cover),
        note: note(t, &checked.report.cover.note_verbale),
        documents: match attached {
            0 => t.say("documents-none"),
            count => t.with("documents-some", "count", count),
        },
        groups: warnings,
        confirmed: choices.confirmed,
        contacts_public: choices.contacts_public,
        unconfirmed,
        frame: frame_below(site, at, &names, t.say("submit-title")),
        address: names.address,
        t,
    })
}

/// What was chosen about availability, in words.
pub(in crate::web) fn availability(t: &Text, cover: &crate::domain::report::Cover) -> String {
    use crate::domain::report::Availability;
    match cover.chosen() {
        Some(Availability::Yes) => t.say("availability-yes"),
        Some(Availability::No) => t.say("availability-no"),
        Some(Availability::Partially) => t.with("availability-partially", "forms", t.list(&cover.availability_forms)),
        None => t.say("availability-none"),
    }
}

/// The note verbale in words.
pub(in crate::web) fn note(t: &Text, note: &crate::domain::report::NoteVerbale) -> String {
    use crate::domain::report::NoteVerbale;
    match note {
        NoteVerbale::NotUsed => t.say("note-not-used"),
        NoteVerbale::Unsaid => t.say("note-unsaid"),
        NoteVerbale::Note { number, date } => {
            // What is no date stands as the State wrote it.
            let date = date.as_ref().map(|date| t.written(date)).unwrap_or_default();
            match number.as_deref().unwrap_or_default() {
                "" => t.say("note-unsaid"),
                number if date.is_empty() => t.with("note-numbered", "number", number),
                number => t.with_all("note-said", [("number", number.into()), ("date", date.into())]),
            }
        }
    }
}

pub(in crate::web) async fn submit(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    match submit_posted(&site, &request, reference(&code)?, &posted).await {
        Err(PageError::Unavailable) if is_from_here(&site, &request) => {
            unsaved::page(&site, &request, &posted, Why::Unavailable)
        }
        other => other,
    }
}

async fn submit_posted(
    site: &Data<Site>,
    request: &HttpRequest,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let by = match signed_in_to_act(site, request, posted, &format!("/desk/reports/{reference}/submit")).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    let at = by.at_desk(reference.party, NationalAct::Submit)?;
    let said = posted.beginning("why.");
    let confirmed = posted.beginning("confirm.").into_keys().map(|key| {
        let why: String = said.get(key).map_or(String::new(), |why| why.chars().take(1_000).collect());
        (key.to_owned(), why)
    });
    let choices = Choices {
        confirmed: confirmed.collect(),
        contacts_public: !posted.one("contacts_public")?.is_empty(),
        shown: Some(posted.one("draft")?.to_owned()).filter(|draft| !draft.is_empty()),
    };
    let (portal, leave, person, now) = (site.portal.clone(), at.leave, at.by.person.clone(), site.portal.clock().now());
    let chosen = choices.clone();
    let outcome = blocking(site, move |_| {
        match submitting::submit(&portal, leave, reference, &chosen, &person, now) {
            // Sent twice, perhaps because the answer was lost: the receipt is the answer to both.
            Ok(_) | Err(SubmitError::Filed) => Ok(true),
            Err(SubmitError::NotReady) => Ok(false),
            Err(error) => Err(error),
        }
    });
    if outcome.await? {
        return Ok(see(&format!("/desk/reports/{reference}/receipt")));
    }
    let content = page(site, &at, reference, choices, true).await?;
    Ok(private(HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY), content))
}
