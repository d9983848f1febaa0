//! One message of the plan: what it is, and what is decided about it.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{ADDRESS, address_of, name_of_state, name_of_step, progress, subject};
use crate::app::reminding::{self, Message, look_at};
use crate::domain::access::{Act, may};
use crate::domain::letter::Letter;
use crate::domain::question::LONGEST_MESSAGE;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::{of_state, see};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private};
use crate::web::unsaved;
use crate::web::written::WrittenView;

#[derive(Template)]
#[template(path = "reminders/letter.html")]
struct MessagePage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    key: String,
    is_held: bool,
    /// The State's page and name.
    state: (String, String),
    lines: Vec<(String, String)>,
    progress: Vec<(&'static str, String)>,
    /// The recipient's page, name, address and role.
    recipient: (String, String, String, String),
    /// Where the note that goes with it is.
    note: Option<String>,
    written: WrittenView,
    /// The forms, for those who may decide.
    form: Option<Form>,
    back: String,
}

struct Form {
    token: String,
    /// Nothing goes out before letters are released.
    is_released: bool,
    reason: String,
    fault: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    key: String,
}

/// A message of the plan, its letter, and whether letters are released.
type Found = (Message, Letter, bool);

async fn found(site: &Data<Site>, key: &str) -> Result<Option<Found>, PageError> {
    let (edition, key, now) = (site.portal.edition(), key.to_owned(), site.portal.clock().now());
    blocking(site, move |store| look_at(store, &edition, &key, now)).await
}

pub(in crate::web) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    match found(&site, &asked.key).await? {
        Some(found) => page(&site, &by, &found, StatusCode::OK, ("", "")),
        None => Ok(see(&format!("{ADDRESS}?gone=yes"))),
    }
}

fn page(
    site: &Site,
    by: &SignedIn,
    (message, letter, is_released): &Found,
    status: StatusCode,
    (reason, fault): (&str, &str),
) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let state = name_of_state(site, message.party);
    let title = [("state", state.as_str().into()), ("step", name_of_step(t, &message.step).into())];
    let (person, name, email, role) = &message.recipient;
    let due_on = message.due_on.map(|day| (t.say("reminders-due"), t.date(day)));
    let may_decide = may(&by.person.appointments, Act::DecideLetters).is_ok();
    let own = [(t.say("reminders-about"), subject(t, message))];
    let page = MessagePage {
        frame: Frame::new(site, Section::Reminders, t.with_all("reminder-title", title))
            .with_crumb(ADDRESS, t.say("reminders-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        lead: t.with(
            if message.is_held { "reminder-lead-held" } else { "reminder-lead" },
            "date",
            t.date(message.send_on),
        ),
        key: message.key.clone(),
        is_held: message.is_held,
        state: (of_state(message.party), state),
        lines: own.into_iter().chain(due_on).collect(),
        progress: progress(t, message),
        recipient: (format!("/secretariat/people/{person}"), name.clone(), email.clone(), t.role(*role)),
        note: message.has_note().then(|| format!("{ADDRESS}/note?party={}", message.party)),
        written: WrittenView::of(site, letter, email)?,
        form: may_decide.then(|| Form {
            token: by.form_token(),
            is_released: *is_released,
            reason: reason.to_owned(),
            fault: fault.to_owned(),
        }),
        back: format!("{ADDRESS}?state={}", message.party),
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

pub(in crate::web) async fn decide(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    unsaved::or_page(&site, &request, &posted, async || decided(&site, &request, &posted).await).await
}

async fn decided(site: &Data<Site>, request: &HttpRequest, posted: &Posted) -> Result<HttpResponse, PageError> {
    let key = posted.one("key")?.to_owned();
    let by = match signed_in_to_act(site, request, posted, &address_of(&key)).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::DecideLetters).map_err(|_denied| PageError::Denied)?;
    let (act, reason) = (posted.one("act")?.to_owned(), posted.one("why")?.to_owned());
    if !["hold", "let-go", "skip", "send"].contains(&act.as_str()) {
        return Err(PageError::OddForm);
    }
    if reason.chars().count() > LONGEST_MESSAGE {
        return Err(PageError::TooLong(LONGEST_MESSAGE));
    }
    if act == "skip" && reason.trim().is_empty() {
        let found = found(site, &key).await?.ok_or(PageError::Stale)?;
        let fault = site.text.say("reminder-reason-missing");
        return page(site, &by, &found, StatusCode::UNPROCESSABLE_ENTITY, (&reason, &fault));
    }
    let back = see(&format!("{ADDRESS}?state={}", key.split('/').next().unwrap_or_default()));
    let (edition, person, now) = (site.portal.edition(), by.person, site.portal.clock().now());
    blocking(site, move |store| match act.as_str() {
        "hold" => reminding::hold(store, &edition, &person, &key, now),
        "let-go" => reminding::let_go(store, &edition, &person, &key, now),
        "skip" => reminding::skip(store, &edition, &person, (&key, reason.trim()), now),
        _ => reminding::send_now(store, &edition, &person, &key, now),
    })
    .await?;
    Ok(back)
}
