//! Letters on their way, as the secretariat sees them: what waits, was given up, or is done with, and the words of
//! each without what opens a door.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, Utc};

use super::Site;
use super::account::signed_in_to_act;
use super::address::see;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::posted::Posted;
use super::reminders::name_of_state;
use super::session::{SignedIn, WorkError, blocking, private_page};
use super::written::WrittenView;
use crate::app::outbox::{self, Board, DAYS_SHOWN, TendError, can_be_tried, letter_of};
use crate::domain::access::{Act, may};
use crate::mail::subject;
use crate::store::letters::{self, Kept, Outcome};
use crate::text::Text;

const ADDRESS: &str = "/secretariat/outbox";

impl From<TendError> for WorkError {
    fn from(error: TendError) -> Self {
        match error {
            TendError::NotNow => Self::Page(PageError::Stale),
            TendError::Store(error) => Self::Store(error),
            TendError::Other(error) => Self::Other(error),
        }
    }
}

#[derive(Template)]
#[template(path = "outbox/index.html")]
struct OutboxPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    form_token: String,
    sections: Vec<Letters>,
}

#[derive(Template)]
#[template(path = "outbox/letter.html")]
struct LetterPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    written: WrittenView,
}

struct Letters {
    id: &'static str,
    title: String,
    /// What there is of them, where not all are shown.
    cut: Option<String>,
    none: String,
    lines: Vec<Line>,
}

/// A letter, and what became of it.
pub(super) struct Line {
    pub(super) id: String,
    /// Where it is read, if it can be.
    pub(super) address: Option<String>,
    pub(super) subject: String,
    pub(super) recipient: String,
    pub(super) written: String,
    pub(super) class: &'static str,
    pub(super) word: String,
    /// When it is tried next, what was the reason, whether its link has ended.
    pub(super) said: Vec<String>,
    /// What can be done: key and name.
    pub(super) act: Option<(&'static str, String)>,
}

pub(super) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    let now = site.portal.clock().now();
    let board = blocking(&site, move |store| outbox::board(store, now)).await?;
    Ok(private_page(frame::render(&OutboxPage::new(&site, &by, &board, now))?))
}

pub(super) async fn letter(
    site: Data<Site>,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    let id = id.into_inner();
    let kept = blocking(&site, move |store| store.read(|db| letters::find(db, &id))).await?;
    let kept = kept.ok_or(PageError::NotFound)?;
    let letter = letter_of(&kept).ok_or(PageError::NotFound)?;
    let (t, written) = (site.text, WrittenView::of(&site, &letter, &kept.recipient)?);
    let figures = [("address", kept.recipient.as_str().into()), ("when", t.instant(kept.queued_at).into())];
    let page = LetterPage {
        frame: Frame::new(&site, Section::Reminders, written.subject.clone())
            .with_crumb(ADDRESS, t.say("outbox-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        lead: t.with_all("outbox-letter-lead", figures),
        written,
    };
    Ok(private_page(frame::render(&page)?))
}

impl OutboxPage {
    fn new(site: &Site, by: &SignedIn, board: &Board, now: DateTime<Utc>) -> Self {
        let t = site.text;
        let figures = [
            ("waiting", board.waiting.0.into()),
            ("failed", board.failed.0.into()),
            ("delivered", board.delivered.into()),
            ("withdrawn", board.withdrawn.into()),
            ("withheld", board.withheld.into()),
            ("days", DAYS_SHOWN.into()),
        ];
        let section = |id: &'static str, count: i64, letters: &[Kept]| {
            let shown = i64::try_from(letters.len()).unwrap_or(i64::MAX);
            let cut = [("shown", shown.into()), ("count", count.into())];
            Letters {
                id,
                title: t.say(&format!("outbox-{id}-title")),
                cut: (shown < count).then(|| t.with_all("outbox-cut", cut)),
                none: t.say(&format!("outbox-{id}-none")),
                lines: letters.iter().map(|one| Line::new(site, one, now)).collect(),
            }
        };
        Self {
            frame: Frame::new(site, Section::Reminders, t.say("outbox-title")).seen_by(by.who(t.say("secretariat"))),
            t,
            lead: t.with_all("outbox-lead", figures),
            form_token: by.form_token(),
            sections: vec![
                section("failed", board.failed.0, &board.failed.1),
                section("waiting", board.waiting.0, &board.waiting.1),
                section("gone", board.delivered + board.withdrawn + board.withheld, &board.gone),
            ],
        }
    }
}

impl Line {
    pub(super) fn new(site: &Site, kept: &Kept, now: DateTime<Utc>) -> Self {
        let t = site.text;
        let letter = letter_of(kept);
        let link_ends = letter.as_ref().and_then(|letter| letter.matter.ends_at());
        let is_in_hand = kept.claimed_until.is_some_and(|until| until >= now);
        let (class, word) = match kept.outcome {
            Outcome::Waits if is_in_hand => ("wait", t.say("outbox-in-hand")),
            Outcome::Waits => ("wait", t.with("outbox-tried", "count", kept.attempts)),
            Outcome::Delivered(at) => ("sent", t.with("outbox-delivered", "when", t.instant(at))),
            Outcome::Failed(at) => ("late", t.with("outbox-given-up", "when", t.instant(at))),
            Outcome::Withdrawn(at) => ("none", t.with("outbox-taken-back", "when", t.instant(at))),
            Outcome::Withheld(at) => ("none", t.with("outbox-kept-back", "when", t.instant(at))),
        };
        let is_over = matches!(kept.outcome, Outcome::Waits | Outcome::Failed(_))
            && (link_ends.is_some_and(|end| end <= now) || is_without_link(kept));
        let rests = kept.not_before.filter(|at| *at > now && kept.outcome == Outcome::Waits);
        let said = [
            rests.map(|at| t.with("outbox-next", "when", t.instant(at))),
            (!kept.reason.is_empty()).then(|| t.with("outbox-reason", "reason", kept.reason.as_str())),
            is_over.then(|| t.say("outbox-link-ended")),
        ];
        let act = match kept.outcome {
            Outcome::Waits if !is_in_hand => Some(("take-back", t.say("outbox-take-back"))),
            Outcome::Failed(_) | Outcome::Withheld(_) if can_be_tried(kept) => Some(("again", t.say("outbox-again"))),
            _ => None,
        };
        let name = |party| name_of_state(site, party);
        Self {
            id: kept.id.clone(),
            address: letter.is_some().then(|| format!("{ADDRESS}/{}", kept.id)),
            subject: letter.map_or_else(|| t.say("outbox-unreadable"), |letter| subject(t, &letter, name)),
            recipient: kept.recipient.clone(),
            written: t.instant(kept.queued_at),
            class,
            word,
            said: said.into_iter().flatten().collect(),
            act,
        }
    }
}

/// Whether it was given up and cannot be tried again, because what its link opened is gone.
fn is_without_link(kept: &Kept) -> bool {
    matches!(kept.outcome, Outcome::Failed(_)) && letter_of(kept).is_some() && !can_be_tried(kept)
}

pub(super) async fn act(site: Data<Site>, request: HttpRequest, body: Bytes) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let by = match signed_in_to_act(&site, &request, &posted, ADDRESS).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::TendOutbox).map_err(|_denied| PageError::Denied)?;
    let (id, person, now) = (posted.one("id")?.to_owned(), by.person, site.portal.clock().now());
    match posted.one("act")? {
        "again" => blocking(&site, move |store| outbox::try_again(store, &person, &id, now)).await?,
        "take-back" => blocking(&site, move |store| outbox::take_back(store, &person, &id, now)).await?,
        _ => return Err(PageError::OddForm),
    }
    Ok(see(ADDRESS))
}
