//! One act on several reports that were ticked in the queue: a page that asks first, saying what will be done and
//! what cannot be and why, then the acts one by one, each as its own.

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::app::reviewing::{Bar, Pick, Picked, look_at, review_picked};
use crate::domain::access::{Act, may};
use crate::domain::filing::FilingAct;
use crate::domain::report::ReportReference;
use crate::store::StoreError;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, WorkError, blocking, private_page};

/// Acts that may be done to several reports at once; a request for correction says something of one.
pub(super) const ACTS: [FilingAct; 3] = [FilingAct::Acknowledged, FilingAct::Circulated, FilingAct::Published];

/// Reports of one form: as many as a page of the queue shows.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "secretariat/selection.html")]
struct SelectionPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    act: &'static str,
    /// What the button says.
    name: String,
    form_token: String,
    is_done: bool,
    /// What will be done, or was: as the form sends it, state and report, address.
    able: Vec<(String, String, String)>,
    /// What is left alone: state and report, address, why.
    left: Vec<(String, String, String)>,
}

/// As the queue and the page itself send one: `FRA-APII-2026.1`, and how many acts were done with it when it was shown.
fn pick(sent: &str) -> Result<Pick, PageError> {
    let read = || {
        let (of, acts) = sent.split_once(':')?;
        let (report, version) = of.split_once('.')?;
        let reference: ReportReference = report.parse().ok()?;
        Some(Pick { reference, version: version.parse().ok()?, acts: acts.parse().ok()? })
    };
    read().ok_or(PageError::Unreadable)
}

fn sent(pick: &Pick) -> String {
    format!("{}.{}:{}", pick.reference, pick.version, pick.acts)
}

/// The act, and what it is to be done to.
fn asked(posted: &Posted) -> Result<(FilingAct, Vec<Pick>), PageError> {
    let act = FilingAct::from_key(posted.one("act")?).filter(|act| ACTS.contains(act)).ok_or(PageError::Unreadable)?;
    let mut picks: Vec<Pick> = posted.all("report").map(pick).collect::<Result<_, _>>()?;
    picks.sort();
    picks.dedup_by_key(|pick| pick.reference);
    if picks.len() > MOST { Err(PageError::Unreadable) } else { Ok((act, picks)) }
}

/// Asks before anything is done.
pub(in crate::web) async fn selection(
    site: Data<Site>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    let (act, picks) = asked(&Posted::of(query.into_inner()))?;
    let looked = blocking(&site, move |store| look_at(store, &picks, act)).await?;
    page(&site, &by, act, &looked, false)
}

/// Does it, one report after the other; a report that has changed since it was shown is left alone.
pub(in crate::web) async fn act_on_selection(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    // Whoever had to sign in again is asked again.
    let ticked = posted.pairs().iter().filter(|(name, _)| name == "act" || name == "report");
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(ticked).finish();
    let by = match signed_in_to_act(&site, &request, &posted, &format!("/secretariat/selection?{query}")).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    let (act, picks) = asked(&posted)?;
    let (person, now, portal) = (by.person.clone(), site.portal.clock().now(), site.portal.clone());
    let done = blocking(&site, move |store| -> Result<_, WorkError> {
        let done: Result<Vec<_>, StoreError> =
            picks.into_iter().map(|pick| review_picked(store, pick, act, &person, now)).collect();
        if let Err(error) = portal.refresh() {
            tracing::warn!(%error, "what was published could not be looked for");
        }
        Ok(done?)
    });
    page(&site, &by, act, &done.await?, true)
}

fn page(
    site: &Site,
    by: &SignedIn,
    act: FilingAct,
    picked: &[Picked],
    is_done: bool,
) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let name = |pick: &Pick| {
        let report = Names::of(site, pick.reference).over(t);
        let named = [("report", report.into()), ("version", pick.version.to_string().into())];
        (t.with_all("selection-line", named), format!("/secretariat/reports/{}.{}", pick.reference, pick.version))
    };
    let able = picked.iter().filter(|one| one.bar.is_none()).map(|one| {
        let (name, address) = name(&one.pick);
        (sent(&one.pick), name, address)
    });
    let able: Vec<_> = able.collect();
    let left = picked.iter().filter_map(|one| {
        let (name, address) = name(&one.pick);
        Some((name, address, t.say(&format!("selection-{}", bar_key(one.bar?)))))
    });
    let key = act.key();
    let count = i64::try_from(able.len()).unwrap_or_default();
    let (title, lead) = match (is_done, picked.is_empty()) {
        (_, true) => ("selection-none-title".to_owned(), t.say("selection-none-lead")),
        (true, _) => (format!("selection-did-{key}"), t.with("selection-did", "count", count)),
        (false, _) if able.is_empty() => {
            ("selection-nothing-title".to_owned(), t.with("selection-ask", "count", count))
        }
        (false, _) => (format!("selection-ask-{key}"), t.with("selection-ask", "count", count)),
    };
    let page = SelectionPage {
        frame: Frame::new(site, Section::Secretariat, t.say(&title))
            .with_crumb("/secretariat", t.say("queue-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        lead,
        act: key,
        name: t.say(&format!("do-{key}")),
        form_token: by.form_token(),
        is_done,
        able,
        left: left.collect(),
    };
    Ok(private_page(frame::render(&page)?))
}

fn bar_key(bar: Bar) -> &'static str {
    match bar {
        Bar::Unknown => "unknown",
        Bar::Newer => "newer",
        Bar::Recalled => "recalled",
        Bar::DoneAlready => "done-already",
        Bar::NotCirculated => "not-circulated",
        Bar::Changed => "changed",
    }
}
