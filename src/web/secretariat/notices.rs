//! A letter to the desks of many States: written, looked at as it will come, and sent.

use std::collections::BTreeSet;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use askama::Template;
use uuid::Uuid;

use super::notice::Sent;
use crate::app::notices::{self, ROLES, Recipients, Sending, To};
use crate::domain::access::{Act, Role, may};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::letter::Letter;
use crate::store::StoreError;
use crate::store::notices::{Notice, count_copies, list_notices};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::people::name_of_state;
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private};
use crate::web::unsaved;
use crate::web::written::WrittenView;

/// Letters of a subject: mail programs show no more.
const SUBJECT_MOST: usize = 150;
/// Letters of the text: what is longer is a document, and comes as a link.
const WORDS_MOST: usize = 5_000;
/// Notices on the page.
const LATEST: u32 = 20;

#[derive(Template)]
#[template(path = "secretariat/notices.html")]
struct NoticesPage {
    frame: Frame,
    t: &'static Text,
    form_token: String,
    /// Whether the form is there: who may only read sees what was sent.
    may_write: bool,
    written: Written,
    to: Vec<Choice>,
    states: Vec<Choice>,
    roles: Vec<Choice>,
    faults: Vec<(&'static str, String)>,
    latest: Vec<Sent>,
}

#[derive(Template)]
#[template(path = "secretariat/notice-preview.html")]
struct PreviewPage {
    frame: Frame,
    t: &'static Text,
    form_token: String,
    written: Written,
    /// The copy of the first who gets it.
    letter: WrittenView,
    /// Whose copy it is, if anybody gets one.
    whose: Option<String>,
    /// By it the same people are known when it is sent.
    digest: String,
    /// Others than when it was looked at last.
    has_changed: bool,
    people: Vec<(String, String, String)>,
    unreached: Vec<String>,
}

struct Choice {
    key: String,
    name: String,
    is_chosen: bool,
}

/// What the form held.
#[derive(Clone)]
struct Written {
    id: String,
    subject: String,
    words: String,
    to: String,
    states: Vec<String>,
    roles: Vec<String>,
}

impl Written {
    fn blank() -> Self {
        Self {
            id: Uuid::now_v7().to_string(),
            subject: String::new(),
            words: String::new(),
            to: String::new(),
            states: Vec::new(),
            roles: ROLES.iter().map(|role| role.key().to_owned()).collect(),
        }
    }

    fn read(posted: &Posted) -> Result<Self, PageError> {
        let id = posted.one("notice")?;
        Uuid::parse_str(id).map_err(|_other| PageError::OddForm)?;
        Ok(Self {
            id: id.to_owned(),
            subject: posted.one("subject")?.trim().to_owned(),
            words: posted.one("words")?.replace("\r\n", "\n").trim().to_owned(),
            to: posted.all("to").next().unwrap_or_default().to_owned(),
            states: posted.all("state").map(str::to_owned).collect(),
            roles: posted.all("role").map(str::to_owned).collect(),
        })
    }

    fn roles(&self) -> Vec<Role> {
        ROLES.into_iter().filter(|role| self.roles.iter().any(|key| key == role.key())).collect()
    }

    /// The choice of States: `parties:APII`, `open:APII`, `some`.
    fn to(&self) -> Option<To> {
        let regime = |code: &str| RegimeCode::parse(code).ok();
        match self.to.split_once(':') {
            Some(("parties", code)) => regime(code).map(To::Parties),
            Some(("open", code)) => regime(code).map(To::Open),
            _ if self.to == "some" => {
                let states: BTreeSet<_> = self.states.iter().filter_map(|code| Iso3::parse(code).ok()).collect();
                (!states.is_empty()).then_some(To::Some(states))
            }
            _ => None,
        }
    }

    /// What keeps it from being sent, and at which field.
    fn faults(&self, t: &Text) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let counted = |key: &str, most: usize| t.with(key, "most", i64::try_from(most).unwrap_or_default());
        match self.subject.chars().count() {
            0 => faults.push(("subject", t.say("notice-no-subject"))),
            count if count > SUBJECT_MOST => faults.push(("subject", counted("notice-long-subject", SUBJECT_MOST))),
            _ => {}
        }
        match self.words.chars().count() {
            0 => faults.push(("words", t.say("notice-no-words"))),
            count if count > WORDS_MOST => faults.push(("words", counted("notice-long-words", WORDS_MOST))),
            _ => {}
        }
        faults.extend(self.to().is_none().then(|| ("to", t.say("notice-no-states"))));
        let is_ticked_in_vain = self.to != "some" && !self.states.is_empty();
        faults.extend(is_ticked_in_vain.then(|| ("to", t.say("notice-ticked-in-vain"))));
        faults.extend(self.roles().is_empty().then(|| ("role", t.say("notice-no-roles"))));
        faults
    }
}

/// The form, for those who may write, and what was sent lately.
pub(in crate::web) async fn notices(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    form(&site, &by, Written::blank(), Vec::new(), StatusCode::OK).await
}

async fn form(
    site: &Data<Site>,
    by: &SignedIn,
    written: Written,
    faults: Vec<(&'static str, String)>,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (t, edition) = (site.text, site.portal.edition());
    let latest = blocking(site, |store| {
        store.snapshot(|db| {
            let counted = |notice: Notice, db: &mut _| Ok((count_copies(db, &notice.id)?, notice));
            list_notices(db, LATEST)?
                .into_iter()
                .map(|notice| counted(notice, db))
                .collect::<Result<Vec<_>, StoreError>>()
        })
    });
    let latest = latest.await?.iter().map(|(copies, notice)| Sent::of(t, notice, *copies)).collect();
    let choice = |key: String, name: String| Choice { is_chosen: key == written.to, key, name };
    let regimes = edition.rules.regimes();
    let parties = regimes.iter().map(|regime| {
        let name = t.of_instrument(regime.instrument, "inside");
        choice(format!("parties:{}", regime.code), t.with("notice-to-parties", "instrument", name))
    });
    let open = regimes.iter().map(|regime| {
        choice(format!("open:{}", regime.code), t.with("notice-to-open", "report", t.regime(regime.code)))
    });
    let to = parties.chain(open).chain([choice("some".into(), t.say("notice-to-some"))]).collect();
    let states = edition.register.states_by_name().filter(|state| edition.register.is_party(state.iso3, edition.today));
    let states = states.map(|state| Choice {
        key: state.iso3.to_string(),
        name: state.short_name_en.clone(),
        is_chosen: written.states.iter().any(|code| code == state.iso3.as_str()),
    });
    let roles = ROLES.iter().map(|role| Choice {
        key: role.key().to_owned(),
        name: t.role(*role),
        is_chosen: written.roles.iter().any(|key| key == role.key()),
    });
    let page = NoticesPage {
        frame: framed(site, by, t.say("notices-title")),
        t,
        form_token: by.form_token(),
        may_write: may(&by.person.appointments, Act::DecideLetters).is_ok(),
        to,
        states: states.collect(),
        roles: roles.collect(),
        written,
        faults,
        latest,
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

impl NoticesPage {
    fn fault(&self, field: &str) -> &str {
        self.faults.iter().find(|(own, _)| *own == field).map_or("", |(_, fault)| fault)
    }
}

pub(super) fn framed(site: &Site, by: &SignedIn, title: String) -> Frame {
    let t = site.text;
    Frame::new(site, Section::Reminders, title)
        .with_crumb("/secretariat/reminders", t.say("reminders-title"))
        .seen_by(by.who(t.say("secretariat")))
}

/// Shows it as it will come, goes back to the form, or sends it.
pub(in crate::web) async fn write_notice(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        may(&by.person.appointments, Act::DecideLetters).map_err(|_denied| PageError::Denied)?;
        let written = Written::read(&posted)?;
        let faults = written.faults(site.text);
        let Some(to) = written.to().filter(|_| faults.is_empty()) else {
            return form(&site, &by, written, faults, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        match posted.one("step")? {
            "send" => send(&site, &by, written, (to, posted.one("people")?)).await,
            "change" => form(&site, &by, written, Vec::new(), StatusCode::OK).await,
            _ => {
                let found = recipients(&site, &written, to).await?;
                preview(&site, &by, written, &found, false)
            }
        }
    })
    .await
}

async fn recipients(site: &Data<Site>, written: &Written, to: To) -> Result<Recipients, PageError> {
    let (edition, roles) = (site.portal.edition(), written.roles());
    blocking(site, move |store| {
        let states = notices::states(store, &edition, &to)?;
        notices::recipients(store, &states, &roles)
    })
    .await
}

/// The letter and who gets it.
fn preview(
    site: &Data<Site>,
    by: &SignedIn,
    written: Written,
    found: &Recipients,
    has_changed: bool,
) -> Result<HttpResponse, PageError> {
    let (t, edition) = (site.text, site.portal.edition());
    let place = edition.register.places_by_name();
    let by_name = |parties: &[Iso3]| {
        let mut parties = parties.to_vec();
        parties.sort_by_key(|party| place.get(party).copied());
        parties
    };
    let names =
        |parties: &[Iso3]| by_name(parties).into_iter().map(|party| name_of_state(site, party)).collect::<Vec<_>>();
    let mut people: Vec<_> = found.people.iter().collect();
    people.sort_by_cached_key(|(person, parties)| {
        let places: Vec<_> = by_name(parties).iter().map(|party| place.get(party).copied()).collect();
        (places, person.name.clone(), person.email.clone())
    });
    let first = people.first().map(|(person, _)| person);
    let (name, address) = first.map(|one| (one.name.as_str(), one.email.as_str())).unwrap_or_default();
    let whose = [("name", name.into()), ("address", address.into())];
    let whose = first.map(|_| t.with_all("notice-preview-first", whose));
    let letter = Letter::new(name, notices::matter(&written.id, &written.subject, &written.words));
    let letter = WrittenView::of(site, &letter, address)?;
    let people =
        people.iter().map(|(person, parties)| (t.list(&names(parties)), person.name.clone(), person.email.clone()));
    let people: Vec<_> = people.collect();
    let page = PreviewPage {
        frame: framed(
            site,
            by,
            t.with("notice-preview-title", "count", i64::try_from(people.len()).unwrap_or_default()),
        ),
        t,
        form_token: by.form_token(),
        letter,
        whose,
        digest: found.digest(),
        has_changed,
        people,
        unreached: names(&found.unreached),
        written,
    };
    let status = if has_changed { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

async fn send(
    site: &Data<Site>,
    by: &SignedIn,
    written: Written,
    (to, seen): (To, &str),
) -> Result<HttpResponse, PageError> {
    let found = recipients(site, &written, to).await?;
    if found.digest() != seen {
        return preview(site, by, written, &found, true);
    }
    let again = written.clone();
    let now = site.portal.clock().now();
    let notice = Notice {
        id: written.id,
        subject: written.subject,
        words: written.words,
        chosen: written.to,
        sent_at: now,
        sent_by: by.person.id.clone(),
    };
    let (person, address) = (by.person.clone(), format!("/secretariat/notices/{}", notice.id));
    match blocking(site, move |store| notices::send(store, &person, &notice, &found, now)).await? {
        Sending::Sent(_) | Sending::Before => Ok(see(&address)),
        Sending::Otherwise => {
            let faults = vec![("subject", site.text.say("notice-sent-otherwise"))];
            let another = Written { id: Written::blank().id, ..again };
            form(site, by, another, faults, StatusCode::CONFLICT).await
        }
    }
}
