//! One report as filed, beside another of the State's, with what the rules say, the checklist, questions, and
//! the acts that may follow. Nothing here changes a word of it.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::findings::{Counted, FindingLine, OpenItem, findings, items};
use super::index::shape;
use super::lines::{about, acts};
use super::selection::sent;
use super::showing::cautions;
use super::sorting::{SortingView, Typed};
use crate::app::Edition;
use crate::app::asking;
use crate::app::desk_review::look_over;
use crate::app::known::{FiledReport, Known, known_of};
use crate::app::letters::is_reached;
use crate::app::opening::{Publishing, publishing};
use crate::app::queue::Place;
use crate::app::rechecking::check_filed;
use crate::app::reviewing::{Pick, Version, versions};
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::domain::checklist::Completeness;
use crate::domain::filing::{Filing, FilingAct, is_withdrawn, may_follow, standing};
use crate::domain::question::Question;
use crate::domain::report::{Audience, Opening, Report, VersionReference};
use crate::domain::validation::Checked;
use crate::store::{StoreError, StoreResult};
use crate::text::Text;
use crate::web::address::{named, of_state};
use crate::web::desk::{Banner, Names, measured};
use crate::web::documents::{self, Listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::receipts::received;
use crate::web::reports::{CoverLine, FormView, Reading, contacts, cover_tables};
use crate::web::session::{SignedIn, blocking, private_page};
use crate::web::threads::{ThreadView, speakers, threads};
use crate::web::{OFFERS_PDF, Site};

#[derive(Template)]
#[template(path = "secretariat/report.html")]
struct ReportPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    party: String,
    /// Said beside an illustration wherever it is shown.
    label: Option<String>,
    id: String,
    /// What was done just now: title and sentence.
    notice: Option<(String, String)>,
    /// Why the page is shown again.
    banner: Option<Banner>,
    /// The field that lacks what has to be said.
    lack: Option<Lack>,
    /// What the rules of the review say, before anything is done.
    before_act: Vec<FindingLine>,
    class: &'static str,
    state: String,
    lines: Vec<(String, String)>,
    /// Where it is as PDF, where that is offered.
    pdf: Option<String>,
    contacts: Vec<String>,
    /// What only such a cover asks.
    cover: Vec<CoverLine>,
    acts: Vec<(String, String)>,
    /// What else is to be known before acting.
    cautions: Vec<String>,
    /// Nobody is at the State’s desk whom letters reach.
    lacks_contact: bool,
    /// Acts that may follow at once, and those that show it to somebody and are asked about first: key and name.
    next: Vec<(&'static str, String)>,
    asked: Vec<(&'static str, String)>,
    /// It was filed for the State by mistake, perhaps, and may be taken back with a reason.
    may_be_withdrawn: bool,
    /// The version as such an act names it.
    pick: String,
    /// That another version stands, and where it is.
    newest: Option<(String, String)>,
    /// Other versions of the report: address, name.
    versions: Vec<(String, String)>,
    /// What it can be compared with: value, name, whether it is chosen.
    comparable: Vec<(String, String, bool)>,
    compared: String,
    forms: Vec<FormPart>,
    documents: Listed,
    /// To say where a report in free format speaks of each form.
    sorting: Option<SortingView>,
    /// Findings about the cover, the profile and items.
    findings: Vec<FindingLine>,
    threads: Vec<ThreadView>,
    /// Something can be asked: it is not withdrawn.
    may_ask: bool,
    /// How much is answered.
    measured: String,
    items: Vec<Counted>,
    open_items: Vec<OpenItem>,
    /// What showing those is called.
    open_items_name: String,
    ready: Vec<String>,
    address: String,
    /// Where what came on paper can be filed for the State, and what the link says.
    on_behalf: Option<(String, String)>,
    version: i32,
    form_token: String,
}

struct FormPart {
    view: FormView,
    findings: Vec<FindingLine>,
    threads: Vec<ThreadView>,
}

#[derive(Default, Deserialize)]
pub(in crate::web) struct Asked {
    /// The version of the State's to compare with; `none` for none.
    #[serde(default)]
    beside: String,
    /// Whether it was filed for the State just now: `yes`.
    #[serde(default)]
    filed: String,
    /// Whether it was sorted into forms just now: `yes`.
    #[serde(default)]
    sorted: String,
}

/// What was typed before the page is shown again, and why it is.
#[derive(Default)]
pub(super) struct Again {
    /// The field that lacks what has to be said.
    pub(super) lack: Option<Lack>,
    /// Where the original speaks of each form.
    pub(super) sorting: Option<Typed>,
    /// Why.
    pub(super) banner: Option<Banner>,
}

/// Something was sent without the words that have to go with it.
pub(super) struct Lack {
    /// Of the field.
    pub(super) id: String,
    /// What is to be written there.
    pub(super) said: String,
    /// What was typed there.
    pub(super) typed: String,
}

/// Texts to begin a question with, by key of the catalogue.
const READY: [&str; 4] = ["ready-figures", "ready-unit", "ready-provision", "ready-attachment"];

/// Everything that the page shows.
struct Found {
    version: Version,
    numbers: Vec<i32>,
    report: Report,
    checked: Checked,
    known: Known,
    questions: Vec<Question>,
    people: BTreeMap<String, String>,
    publishing: Publishing,
    /// The newest version that stands; this one where none does.
    standing: i32,
    /// It was filed by mistake, and nothing of it stands.
    is_withdrawn: bool,
    /// Whether somebody at the State's desk gets letters.
    is_reached: bool,
}

pub(in crate::web) async fn report(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    let page = page(&site, &by, named(&code)?, &asked, Again::default()).await?;
    Ok(private_page(page))
}

/// The page of a version, perhaps again with what was typed into it.
pub(super) async fn page(
    site: &Data<Site>,
    by: &SignedIn,
    reference: VersionReference,
    asked: &Asked,
    again: Again,
) -> Result<String, PageError> {
    let edition = site.portal.edition();
    let held = edition.clone();
    let found = blocking(site, move |store| find(store, &held, reference)).await?.ok_or(PageError::UnknownReport)?;
    frame::render(&ReportPage::new(site, &edition, by, reference, found, asked, again))
}

/// A document as filed.
pub(in crate::web) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    documents::give(&site, &request, path.into_inner(), Audience::Secretariat).await
}

fn find(store: &crate::store::Store, edition: &Edition, reference: VersionReference) -> StoreResult<Option<Found>> {
    let all = versions(store, reference.report)?;
    let numbers: Vec<_> = all.iter().map(|version| version.submission.version).collect();
    // Without a number the one that stands is meant: of a later one that was taken back nothing is to be done.
    let stands = standing(&all).map(|newest| newest.submission.version);
    let wanted = reference.version.or(stands).or(numbers.last().copied());
    let Some(publishing) = publishing(edition, &all, wanted.unwrap_or_default())? else { return Ok(None) };
    let is_withdrawn = is_withdrawn(&all);
    let standing = stands.unwrap_or(publishing.version.submission.version);
    let Some(version) = all.into_iter().find(|version| Some(version.submission.version) == wanted) else {
        return Ok(None);
    };
    let known = known_of(store, edition, reference.report.party, reference.report.regime)?;
    let report = crate::app::drafting::read_submission(edition, &version.submission)?;
    let checked = check_filed(edition, &known, &version.submission.id, &report);
    let questions = asking::about(store, reference.report)?;
    let mut people = speakers(&questions);
    people.extend(version.submission.classification.iter().filter_map(|sorted| Some(sorted.last()?.by.clone())));
    people.extend(version.acts.iter().map(|done| done.by.clone()));
    people.push(version.submission.submitted_by.clone());
    let people = names(store, &people)?;
    let is_reached = is_reached(store, reference.report.party)?;
    Ok::<_, StoreError>(Some(Found {
        version,
        numbers,
        report,
        checked,
        known,
        questions,
        people,
        publishing,
        standing,
        is_withdrawn,
        is_reached,
    }))
}

impl ReportPage {
    /// What a field lacks; empty where it lacks nothing.
    fn lack(&self, id: &str) -> &str {
        self.lack.as_ref().filter(|lack| lack.id == id).map_or("", |lack| &lack.said)
    }

    /// What was typed into a field before.
    fn typed(&self, id: &str) -> &str {
        self.lack.as_ref().filter(|lack| lack.id == id).map_or("", |lack| &lack.typed)
    }

    fn new(
        site: &Site,
        edition: &Edition,
        by: &SignedIn,
        reference: VersionReference,
        found: Found,
        asked_for: &Asked,
        again: Again,
    ) -> Self {
        let t = site.text;
        let Found { version, numbers, report, checked, known, questions, people, publishing, standing, .. } = found;
        let Found { is_withdrawn, is_reached, .. } = found;
        let shown = Names::of(site, reference.report);
        let done = version.done();
        let state = version.state();
        let base = format!("/secretariat/reports/{}", reference.report);
        let own = version.submission.version;
        let before = compared_with(&known, &version, &asked_for.beside);
        let name = |filed: &FiledReport| {
            t.with_all(
                "compare-name",
                [("cycle", report_cycle(filed).into()), ("version", filed.submission.version.to_string().into())],
            )
        };
        let comparable = known.filed().rev().filter(|other| is_earlier(other, &version)).map(|other| {
            let id = other.submission.id.clone();
            let is_chosen = before.is_some_and(|before| before.submission.id == id);
            (id, name(other), is_chosen)
        });
        let whole = Opening::whole();
        let before_it = before.map(|before| (&before.report, &whole));
        let reading = Reading { t, edition, report: &report, opening: &whole, before: before_it };
        let is_standing = own == standing;
        let looked = look_over(edition, &version, &checked, &publishing, is_standing);
        let before_act = looked.iter().map(|finding| FindingLine::new(t, edition, finding)).collect();
        let (mut about_forms, findings) = findings(t, edition, &report, &checked, &version);
        let (mut of_forms, of_report): (Vec<_>, Vec<_>) = threads(site, reference.report, &questions, &people)
            .into_iter()
            .partition(|thread| !thread.form.is_empty());
        let forms = reading.forms().into_iter().map(|view| {
            let (own, rest) = std::mem::take(&mut of_forms).into_iter().partition(|thread| thread.form == view.letter);
            of_forms = rest;
            FormPart { findings: about_forms.remove(&view.letter).unwrap_or_default(), threads: own, view }
        });
        let forms = forms.collect();
        let named = |act: FilingAct| (act.key(), t.say(&format!("do-{}", act.key().replace('_', "-"))));
        let is_ours = version.submission.original.is_some() && own == standing;
        // What the State filed it recalls itself; what the secretariat filed for it is taken back with its reason.
        let may_come = |act: &FilingAct| !act.takes_back() && may_follow(&done, *act);
        let next = FilingAct::ALL.into_iter().filter(may_come);
        let (asked, next): (Vec<_>, Vec<_>) = next.partition(|act| act.is_showing());
        let pick = Pick { reference: reference.report, version: own, acts: done.len(), newest: standing };
        let (items, open_items) =
            if report.is_unsorted() { Default::default() } else { items(t, edition, &checked.checklist) };
        let set = edition.books.form_sets.for_cycle(report.regime, report.cycle);
        let measure = set.map(|set| Completeness::of(&report, set, &checked.checklist)).unwrap_or_default();
        Self {
            measured: if report.is_wordless() { t.say("items-in-original-about") } else { measured(t, &measure) },
            frame: Frame::new(site, Section::Secretariat, shown.report.clone())
                .with_crumb("/secretariat", t.say("queue-title"))
                .seen_by(by.who(t.say("secretariat"))),
            t,
            over: shown.state.clone(),
            party: of_state(reference.report.party),
            label: report.label.clone(),
            id: version.submission.id.clone(),
            notice: notice(t, asked_for, &version, is_reached),
            banner: again.banner,
            lack: again.lack,
            before_act,
            sorting: SortingView::new(t, edition, &report, &version, &people, again.sorting),
            class: shape(Place::Filed(state)),
            state: t.say(&format!("progress-{}", state.key())),
            pdf: OFFERS_PDF.then(|| format!("{base}.{own}.pdf")),
            lines: about(t, edition, &report, &version, &people),
            contacts: contacts(&report, &whole),
            cover: cover_tables(t, edition, (&report, &whole), before_it),
            acts: acts(t, &version, &people),
            next: next.into_iter().map(named).collect(),
            asked: asked.into_iter().map(named).collect(),
            may_be_withdrawn: is_ours && may_follow(&done, FilingAct::Withdrawn),
            pick: sent(&pick),
            cautions: cautions(t, edition, &publishing, &done, is_reached),
            lacks_contact: !is_reached,
            versions: numbers
                .iter()
                .filter(|number| **number != own)
                .map(|number| (format!("{base}.{number}"), t.with("version-name", "number", number.to_string())))
                .collect(),
            newest: (own != standing).then(|| {
                let said = if own < standing { "version-superseded" } else { "version-taken-back" };
                (t.with(said, "number", standing.to_string()), format!("{base}.{standing}"))
            }),
            compared: before.map(name).unwrap_or_default(),
            comparable: comparable.collect(),
            forms,
            documents: documents::listed(t, &report, &whole, &base),
            findings,
            threads: of_report.into_iter().chain(of_forms).collect(),
            may_ask: !is_withdrawn,
            items,
            open_items,
            open_items_name: t.say(if report.is_wordless() { "items-in-original-show" } else { "items-open-show" }),
            ready: READY.iter().map(|key| t.say(key)).collect(),
            version: own,
            on_behalf: (numbers.last() == Some(&own)).then(|| {
                let key = if state.stands() { "on-behalf-further" } else { "queue-on-behalf" };
                (format!("{base}/on-behalf"), t.say(key))
            }),
            address: base,
            form_token: by.form_token(),
        }
    }
}

/// What was done just now, in a title and a sentence.
fn notice(t: &Text, asked: &Asked, version: &Version, is_reached: bool) -> Option<(String, String)> {
    version.submission.original?;
    let key = match (asked.filed.as_str(), asked.sorted.as_str()) {
        ("yes", _) if is_reached => "filed-for-state-told",
        ("yes", _) => "filed-for-state",
        (_, "yes") => return Some((t.say("sorting-done-title"), t.say("sorting-done"))),
        _ => return None,
    };
    Some((t.say("filed-for-state-title"), t.with(key, "date", received(t, &version.submission))))
}

fn report_cycle(filed: &FiledReport) -> String {
    filed.submission.reference.cycle.to_string()
}

/// Under the same regime, and filed before.
fn is_earlier(other: &FiledReport, version: &Version) -> bool {
    let place = |submission: &crate::store::submissions::Submission| (submission.reference.cycle, submission.version);
    other.submission.reference.regime == version.submission.reference.regime
        && place(&other.submission) < place(&version.submission)
}

/// The report to show beside: the one asked for, or the version or cycle before.
fn compared_with<'k>(known: &'k Known, version: &Version, asked: &str) -> Option<&'k FiledReport> {
    if asked == "none" {
        return None;
    }
    let mut earlier: Vec<_> = known.filed().filter(|other| is_earlier(other, version)).collect();
    let last = earlier.pop();
    earlier.into_iter().find(|other| other.submission.id == asked).or(last)
}
