//! One report: the doors to start by, the list of what is to be written, or where it stands.

use std::sync::Arc;

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::clearance::Cleared;
use super::filed::sorted;
use super::first::first_report;
use super::others::Others;
use super::tasks::DraftView;
use super::writers::{For, Writers};
use super::{Acting, Names, acting, entering, shown_draft};
use crate::app::Edition;
use crate::app::drafting::{self, Beginning, CheckedDraft, DraftingError, Earlier, OpenDraft, Start};
use crate::app::known::{FiledReport, Known, known_of};
#[cfg(feature = "pdf")]
use crate::domain::access::ForParty;
use crate::domain::access::NationalAct;
use crate::domain::calendar::Cycle;
use crate::domain::filing::{Filing, FilingAct, FilingState};
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, ReportReference};
use crate::store::Store;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::receipts::received;
use crate::web::session::{AtDesk, blocking, private_page};

#[derive(Template)]
#[template(path = "desk/report.html")]
struct ReportPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    lead: String,
    address: String,
    form_token: String,
    may_write: bool,
    /// Whether a draft can be begun, where none is open.
    may_begin: bool,
    /// That the first report of the regime was due before and is not held here, where that is so.
    first: Option<String>,
    /// Who begins the draft, where there is none and whoever looks may not.
    beginners: Option<Writers>,
    /// What can be carried over: the cycle, and what comes along.
    earlier: Option<(String, String)>,
    /// Whether a first report of the regime can start from what reports under others answer.
    has_others: bool,
    /// Whether the report can be the summary sheet of the earlier one.
    may_be_unchanged: bool,
    /// What starting from the words that were recalled is called, where they can be started from.
    recalled: Option<String>,
    draft: Option<DraftView>,
    filed: Vec<FiledView>,
    /// The key of the filing that stands, which the next one corrects or updates; empty where none does.
    standing: String,
}

struct FiledView {
    id: String,
    /// What the secretariat had filed by mistake may be another State's: of it the receipt alone is left.
    is_withdrawn: bool,
    /// When it came, how far it is since when, and which one took its place.
    said: Vec<String>,
    /// What the secretariat asks to be corrected, in its words.
    asked: Vec<String>,
    /// Where the secretariat found each form in it: name and place; empty where it has not sorted it.
    sorted: Vec<(String, String)>,
}

type Found = (Option<(OpenDraft, Arc<CheckedDraft>, Cleared)>, Known, Others);

pub(in crate::web) async fn report(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let (edition, leave) = (site.portal.edition(), at.leave);
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let held = edition.clone();
    let found = blocking(&site, move |store| -> Result<Found, DraftingError> {
        match drafting::examine(store, &held, leave, reference, None) {
            Ok(examined) => {
                let cleared = Cleared::load(store, &examined.open.draft.id)?;
                let others = Others::of_draft(store, &held, &examined)?;
                Ok((Some((examined.open, examined.checked, cleared)), examined.known, others))
            }
            Err(DraftingError::NotFound) => {
                let known = known_of(store, &held, reference.party, reference.regime)?;
                let others = Others::of_start(store, &held, &known, reference)?;
                Ok((None, known, others))
            }
            Err(error) => Err(error),
        }
    });
    let mut page = ReportPage::new(&site, &edition, &at, set, reference, found.await?);
    if page.draft.is_none() && page.standing.is_empty() && page.may_begin && !page.may_write {
        page.beginners = Some(Writers::of(&site, reference.party, &page.over, For::Beginning).await?);
    }
    Ok(private_page(frame::render(&page)?))
}

/// The open draft as far as it is a report.
#[cfg(feature = "pdf")]
pub(in crate::web) async fn draft_report(
    site: &Data<Site>,
    leave: ForParty,
    reference: ReportReference,
) -> Result<Arc<CheckedDraft>, PageError> {
    let edition = site.portal.edition();
    let examined = blocking(site, move |store| drafting::examine(store, &edition, leave, reference, None));
    Ok(examined.await?.checked)
}

/// The cycle of what a draft can start from, and the key of what is said about it.
fn said_of(earlier: Earlier<'_>) -> (Cycle, &'static str) {
    let about = match earlier {
        Earlier::Held(_) => "start-earlier-about",
        Earlier::Sorted(..) => "start-sorted-about",
        Earlier::Listed(_) => "start-listed-about",
    };
    (earlier.cycle(), about)
}

/// The beginning from what was recalled, with its day in Geneva.
fn said_of_recalled(site: &Site, version: &FiledReport) -> Option<String> {
    let recalled = version.acts.iter().find(|done| done.act == FilingAct::Recalled)?;
    Some(site.text.with("start-recalled", "date", site.text.date(site.day_of(recalled.at))))
}

/// When a version came, what was done with it last and when, by the day in Geneva, and which one took its place.
fn said_of_filed(site: &Site, version: &FiledReport, newest: Option<i32>) -> Vec<String> {
    let (t, state) = (site.text, version.state());
    let when = received(t, &version.submission);
    let came = match version.submission.original {
        Some(original) => {
            let how = t.say(&format!("way-{}", original.how.key()));
            t.with_all("filed-received-original", [("when", when.into()), ("how", how.into())])
        }
        None => t.with("filed-received", "when", when),
    };
    let brought = version.acts.iter().rev().find(|done| FilingState::of([done.act]) == state);
    let brought = brought.filter(|_| state != FilingState::Received).map(|done| {
        let said = t.say(&format!("progress-{}", state.key()));
        t.with_all("filed-state", [("state", said.into()), ("date", t.date(site.day_of(done.at)).into())])
    });
    let followed = newest.filter(|newest| state.stands() && version.submission.version < *newest);
    let followed = followed.map(|newest| t.with("filed-followed", "version", newest.to_string()));
    [Some(came), brought, followed].into_iter().flatten().collect()
}

/// Whether the secretariat took it back, which it had filed by mistake.
fn is_withdrawn(version: &FiledReport) -> bool {
    version.state() == FilingState::Withdrawn
}

/// Starts a draft, carried over or blank.
pub(in crate::web) async fn start(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let form = acting(&site, &request, (&code, ""), &body, NationalAct::Write).await?;
    let Acting { at, reference, posted } = match form {
        Ok(form) => form,
        Err(answer) => return Ok(answer),
    };
    let edition = site.portal.edition();
    drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    if posted.one("from")? == "forms" {
        let (draft, by, now) = (shown_draft(&posted)?, at.by.person.id.clone(), site.portal.clock().now());
        let leave = at.leave;
        let done =
            move |store: &Store| drafting::take_over(store, &edition, leave, reference, draft.as_deref(), (&by, now));
        blocking(&site, done).await?;
        return Ok(see(&format!("/desk/reports/{reference}")));
    }
    let how = match posted.one("from")? {
        // From what others answer it starts blank too: nothing is taken by itself.
        "" | "nothing" | "others" => Beginning::Blank,
        "earlier" => Beginning::CarriedOver,
        "unchanged" => Beginning::Unchanged,
        "correction" => Beginning::Correction,
        "update" => Beginning::Update,
        "recalled" => Beginning::Recalled,
        _ => return Err(PageError::OddForm),
    };
    let filed = posted.has("filed").then(|| posted.one("filed").map(str::to_owned)).transpose()?;
    let (draft, by) = (shown_draft(&posted)?, at.by.person.id.clone());
    let (leave, start) = (at.leave, Start { how, draft, filed, by, at: site.portal.clock().now() });
    blocking(&site, move |store| drafting::start(store, &edition, leave, reference, start)).await?;
    let page = match posted.one("from")? {
        "unchanged" => "/unchanged",
        "others" => "#forms",
        _ => "",
    };
    Ok(see(&format!("/desk/reports/{reference}{page}")))
}

impl ReportPage {
    fn new(
        site: &Site,
        edition: &Edition,
        at: &AtDesk,
        set: &FormSet,
        reference: ReportReference,
        (draft, known, others): Found,
    ) -> Self {
        let t = site.text;
        let names = Names::of(site, reference);
        let earlier = drafting::earlier(&known, reference).map(said_of);
        let versions: Vec<_> = known.versions(reference).collect();
        let newest = known.standing_filing(reference).map(|newest| newest.submission.version);
        let filed = versions.iter().rev().map(|version| FiledView {
            id: version.submission.id.clone(),
            is_withdrawn: is_withdrawn(version),
            said: said_of_filed(site, version, newest),
            asked: version
                .acts
                .iter()
                .filter(|done| done.act == FilingAct::CorrectionRequested)
                .filter_map(|done| done.note.clone())
                .collect(),
            sorted: if is_withdrawn(version) { Vec::new() } else { sorted(t, set, &version.report) },
        });
        let filed: Vec<_> = filed.collect();
        let standing = known.standing_filing(reference).map(|version| version.submission.id.clone());
        let standing = standing.unwrap_or_default();
        let may_write = at.may(NationalAct::Write);
        let may_begin = drafting::may_begin(edition, &known, reference);
        let lead = match &draft {
            Some((open, ..)) if open.draft.kind == FilingKind::Correction => t.say("report-lead-correction"),
            Some((open, ..)) if open.draft.kind == FilingKind::Update => t.say("report-lead-update"),
            Some((open, ..)) if open.draft.kind == FilingKind::Voluntary => {
                t.with("report-lead-voluntary", "state", names.state.as_str())
            }
            Some((open, ..)) if open.draft.kind == FilingKind::Initial => t.say("report-lead-initial"),
            Some(_) => t.say("report-lead-draft"),
            None if !may_begin => t.with("report-lead-not-open", "date", t.date(reference.cycle.opens_on())),
            None if filed.is_empty() && drafting::is_voluntary(edition, &known, reference, edition.today) => {
                t.with("report-lead-voluntary", "state", names.state.as_str())
            }
            None if !standing.is_empty() && versions.last().is_some_and(|last| !last.stands()) => {
                t.with("report-lead-stands-again", "version", standing.as_str())
            }
            None if !standing.is_empty() => t.say("report-lead-filed"),
            None if filed.is_empty() && !may_write => t.with("report-lead-waits", "state", names.state.as_str()),
            None if filed.is_empty() && drafting::is_initial(edition, reference) => t.say("report-lead-initial"),
            None if filed.is_empty() => t.say("report-lead-start"),
            None if versions.last().is_some_and(|last| is_withdrawn(last)) => t.say("report-lead-withdrawn"),
            None => t.say("report-lead-recalled"),
        };
        Self {
            frame: Frame::new(site, Section::Desk, names.report.clone())
                .with_crumb("/desk", t.say("nav-desk"))
                .seen_by(at.by.who(names.state.clone())),
            t,
            over: names.state.clone(),
            lead,
            form_token: at.by.form_token(),
            may_write,
            may_begin,
            first: first_report(t, edition, &known, reference),
            beginners: None,
            may_be_unchanged: drafting::may_be_unchanged(edition, &known, reference),
            earlier: earlier.map(|(cycle, about)| (cycle.to_string(), t.with(about, "cycle", cycle.to_string()))),
            recalled: known.recalled(reference).and_then(|version| said_of_recalled(site, version)),
            has_others: matches!(others, Others::Offered),
            draft: draft.map(|(open, checked, cleared)| {
                let standing = cleared.standing(site, &open.cleared_digest(), &names.address);
                let mut view = DraftView::new(t, edition, set, &names, (&open, &checked), standing);
                view.tell_of(t, &others);
                view
            }),
            filed,
            standing,
            address: names.address,
        }
    }
}
