//! One act on a report, or on several that were ticked in the queue: a page that asks first, saying what will be done,
//! what will be shown to whom, and what cannot be done and why; then the acts one by one, each as its own.

use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::act::words;
use super::index::Choice;
use super::showing::{shown, unchanged};
use crate::app::Edition;
use crate::app::letters::is_reached;
use crate::app::opening::{Publishing, publishing};
use crate::app::reviewing::{Bar, Pick, Picked, Reviewing, look_at, review_picked, versions};
use crate::domain::access::{Act, may};
use crate::domain::filing::FilingAct;
use crate::domain::report::ReportReference;
use crate::domain::validation::Finding;
use crate::store::{Store, StoreError, StoreResult};
use crate::text::{Text, finding_sentence};
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, WorkError, blocking, private_page};
use crate::web::unsaved;

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
    /// Who will see what, where that is the same for all.
    effect: Option<String>,
    /// Some State of these has nobody whom letters reach.
    lacks_contact: bool,
    act: &'static str,
    /// What the button says.
    name: String,
    form_token: String,
    is_done: bool,
    /// What will be done, or was.
    able: Vec<Able>,
    /// What is left alone: state and report, address, why.
    left: Vec<(String, String, String)>,
    /// Words to go with the act, as typed so far.
    note: String,
    /// Where it was asked from, as it was left and with what was ticked, and how that is sent along.
    back: String,
    not_now: String,
    is_of_queue: bool,
    kept: Vec<(&'static str, String)>,
}

struct Able {
    /// As the form sends it.
    sent: String,
    name: String,
    address: String,
    /// What will be shown of it, and what else is to be known before.
    said: Vec<String>,
}

/// As the queue, a report and the page itself send one: `FRA-APII-2026.1`, how many acts were done with it when it was
/// shown, and, where it was shown as an older version, the newest that stood then.
fn pick(sent: &str) -> Result<Pick, PageError> {
    let read = || {
        let mut parts = sent.split(':');
        let (report, version) = parts.next()?.split_once('.')?;
        let (reference, version): (ReportReference, i32) = (report.parse().ok()?, version.parse().ok()?);
        let acts = parts.next()?.parse().ok()?;
        let newest = parts.next().map_or(Some(version), |newest| newest.parse().ok())?;
        parts.next().is_none().then_some(Pick { reference, version, acts, newest })
    };
    read().ok_or(PageError::Unreadable)
}

pub(super) fn sent(pick: &Pick) -> String {
    let own = format!("{}.{}:{}", pick.reference, pick.version, pick.acts);
    if pick.newest == pick.version { own } else { format!("{own}:{}", pick.newest) }
}

/// The act, what it is to be done to, and the choice of the queue in which that was ticked; none of them where it was
/// asked from the page of a report.
struct Selection {
    act: FilingAct,
    picks: Vec<Pick>,
    note: String,
    queue: Option<Choice>,
}

impl Selection {
    fn read(posted: &Posted, edition: &Edition) -> Result<Self, PageError> {
        let act = FilingAct::from_key(posted.one("act")?).filter(|act| ACTS.contains(act));
        let act = act.ok_or(PageError::Unreadable)?;
        let mut picks: Vec<Pick> = posted.all("report").map(pick).collect::<Result<_, _>>()?;
        picks.sort();
        picks.dedup_by_key(|pick| pick.reference);
        if picks.len() > MOST {
            return Err(PageError::Unreadable);
        }
        let queue = posted.has("cycle").then(|| Choice::read(posted, edition)).transpose()?;
        Ok(Self { act, picks, note: words(posted, "note")?, queue })
    }

    /// The page it was asked from.
    fn back(&self) -> String {
        match (&self.queue, self.picks.as_slice()) {
            (Some(queue), _) => queue.own_address(),
            (None, [one]) => address(one),
            (None, _) => "/secretariat".to_owned(),
        }
    }

    /// The same with what was ticked there.
    fn not_now(&self) -> String {
        self.queue.as_ref().map_or_else(|| self.back(), |queue| queue.ticked_address(&self.picks))
    }
}

fn address(pick: &Pick) -> String {
    format!("/secretariat/reports/{}.{}", pick.reference, pick.version)
}

/// A report of a selection.
struct Looked {
    picked: Picked,
    /// What publishing it would change, where the act shows it to somebody.
    publishing: Option<Publishing>,
    /// Whether a letter tells the State.
    is_told: bool,
}

fn look(store: &Store, edition: &Edition, picks: &[Pick], act: FilingAct) -> StoreResult<Vec<Looked>> {
    let looked = look_at(store, edition, picks, act)?.into_iter().map(|one| {
        if act == FilingAct::Acknowledged || one.bar.is_some() {
            return Ok(Looked { picked: one, publishing: None, is_told: false });
        }
        let all = versions(store, one.pick.reference)?;
        let publishing = publishing(edition, &all, one.pick.version)?;
        Ok(Looked { is_told: is_reached(store, one.pick.reference.party)?, picked: one, publishing })
    });
    looked.collect()
}

/// Asks before anything is done.
pub(in crate::web) async fn selection(
    site: Data<Site>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    let edition = site.portal.edition();
    let selection = Selection::read(&Posted::of(query.into_inner()), &edition)?;
    let (picks, act) = (selection.picks.clone(), selection.act);
    let looked = blocking(&site, move |store| look(store, &edition, &picks, act)).await?;
    page(&site, &by, &selection, &looked, false)
}

/// What a form of the queue or of a report holds beside its token.
fn is_kept(name: &str) -> bool {
    name == "act" || name == "report" || Choice::NAMES.contains(&name)
}

/// Does it, one report after the other; a report that has changed since it was shown is left alone.
pub(in crate::web) async fn act_on_selection(
    site: Data<Site>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    unsaved::or_page(&site, &request, &posted, async || done(&site, &request, &posted).await).await
}

async fn done(site: &Data<Site>, request: &HttpRequest, posted: &Posted) -> Result<HttpResponse, PageError> {
    // Whoever had to sign in again is asked again.
    let ticked = posted.pairs().iter().filter(|(name, _)| is_kept(name));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(ticked).finish();
    let by = match signed_in_to_act(site, request, posted, &format!("/secretariat/selection?{query}")).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    let selection = Selection::read(posted, &site.portal.edition())?;
    let (picks, act, note) = (selection.picks.clone(), selection.act, Some(selection.note.clone()));
    let note = note.filter(|note| !note.is_empty());
    let (portal, edition) = (site.portal.clone(), site.portal.edition());
    let reviewing = Reviewing { act, note, by: by.person.clone(), at: portal.clock().now() };
    let done = blocking(site, move |store| -> Result<_, WorkError> {
        let one = |pick| {
            let picked = review_picked(store, &edition, pick, reviewing.clone())?;
            Ok(Looked { picked, publishing: None, is_told: false })
        };
        let done: Result<Vec<Looked>, StoreError> = picks.into_iter().map(one).collect();
        // What was published is on the public pages with the answer, not a second later.
        // It is done even where that fails; then the next look finds it.
        if let Err(error) = portal.refresh() {
            tracing::warn!(%error, "what was published could not be looked for");
        }
        Ok(done?)
    });
    let done = done.await?;
    match done.as_slice() {
        // The page of the report says what was done with it.
        [one] if one.picked.bar.is_none() && selection.queue.is_none() => Ok(see(&selection.back())),
        _ => page(site, &by, &selection, &done, true),
    }
}

fn page(
    site: &Site,
    by: &SignedIn,
    selection: &Selection,
    looked: &[Looked],
    is_done: bool,
) -> Result<HttpResponse, PageError> {
    let (t, edition) = (site.text, site.portal.edition());
    let name = |pick: &Pick| {
        let report = Names::of(site, pick.reference).over(t);
        t.with_all("selection-line", [("report", report.into()), ("version", pick.version.to_string().into())])
    };
    let sentences = |found: &[Finding]| -> std::vec::IntoIter<String> {
        let said: Vec<_> = found.iter().map(|finding| finding_sentence(t, &edition.register, finding)).collect();
        said.into_iter()
    };
    let shows = selection.act.is_showing() && !is_done;
    let told = looked.iter().filter(|one| one.picked.bar.is_none() && one.is_told).count();
    let able = looked.iter().filter(|one| one.picked.bar.is_none()).map(|one| Able {
        sent: sent(&one.picked.pick),
        name: name(&one.picked.pick),
        address: address(&one.picked.pick),
        said: sentences(&one.picked.found)
            .chain(one.publishing.iter().flat_map(|publishing| said(t, &edition, selection.act, publishing)))
            .chain((shows && told > 0 && !one.is_told).then(|| t.say("told-nobody")))
            .collect(),
    });
    let able: Vec<_> = able.collect();
    let left = looked.iter().filter_map(|Looked { picked: one, .. }| {
        let why = match one.bar? {
            Bar::Refused => sentences(&one.found).collect::<Vec<_>>().join(" "),
            bar => t.say(&format!("selection-{}", bar_key(bar))),
        };
        Some((name(&one.pick), address(&one.pick), why))
    });
    let key = selection.act.key();
    let count = i64::try_from(able.len()).unwrap_or_default();
    let counted = |key: &str| t.with(key, "count", count);
    let (title, lead) = match (is_done, looked.is_empty()) {
        (_, true) => (t.say("selection-none-title"), t.say("selection-none-lead")),
        (true, _) if able.is_empty() => (t.say("selection-nothing-title"), counted("selection-did")),
        (true, _) => (t.say(&format!("selection-did-{key}")), counted("selection-did")),
        (false, _) if able.is_empty() => (t.say("selection-nothing-title"), counted("selection-ask")),
        (false, _) => (counted(&format!("selection-ask-{key}")), counted("selection-ask")),
    };
    let page = SelectionPage {
        frame: Frame::new(site, Section::Secretariat, title)
            .with_crumb("/secretariat", t.say("queue-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        lead,
        effect: (!is_done && !able.is_empty()).then(|| {
            let told = if told == able.len() {
                "all"
            } else if told == 0 {
                "none"
            } else {
                "some"
            };
            t.with_all(&format!("selection-effect-{key}"), [("count", count.into()), ("told", told.into())])
        }),
        lacks_contact: shows && told < able.len(),
        act: key,
        name: t.say(&format!("do-{key}")),
        form_token: by.form_token(),
        is_done,
        able,
        left: left.collect(),
        note: selection.note.clone(),
        back: selection.back(),
        not_now: selection.not_now(),
        is_of_queue: selection.queue.is_some() || selection.picks.len() != 1,
        kept: selection.queue.as_ref().map(Choice::pairs).unwrap_or_default(),
    };
    Ok(private_page(frame::render(&page)?))
}

/// What is to be known of a report before the act: of publishing, what everyone will see.
fn said(t: &Text, edition: &Edition, act: FilingAct, publishing: &Publishing) -> Vec<String> {
    let mut said = if act == FilingAct::Published { shown(t, edition, publishing) } else { Vec::new() };
    said.extend(unchanged(t, publishing));
    said
}

/// What keeps it, where no rule does.
fn bar_key(bar: Bar) -> &'static str {
    match bar {
        Bar::Unknown => "unknown",
        Bar::Newer => "newer",
        Bar::Recalled => "recalled",
        Bar::Withdrawn => "withdrawn",
        Bar::DoneAlready => "done-already",
        Bar::NotCirculated => "not-circulated",
        Bar::Changed | Bar::Refused => "changed",
    }
}
