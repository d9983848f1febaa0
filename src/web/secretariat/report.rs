//! One report as filed, beside another of the State's, with what the rules say, the checklist, questions, and
//! the acts that may follow. Nothing here changes a word of it.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::index::shape;
use super::selection::sent;
use super::showing::cautions;
use crate::app::Edition;
use crate::app::asking;
use crate::app::known::{FiledReport, Known, known_of};
use crate::app::letters::is_reached;
use crate::app::opening::{Publishing, publishing};
use crate::app::queue::Place;
use crate::app::rechecking::check_filed;
use crate::app::reviewing::{Pick, Version, standing, versions};
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::domain::checklist::{Checklist, Completeness, ItemState};
use crate::domain::draft::Section as Part;
use crate::domain::filing::{FilingAct, FilingState, may_follow};
use crate::domain::question::Question;
use crate::domain::report::{Audience, Opening, Report, VersionReference};
use crate::domain::validation::Checked;
use crate::store::{StoreError, StoreResult};
use crate::text::{Text, finding_sentence, item_state, note};
use crate::web::address::named;
use crate::web::desk::{Names, measured, section_of};
use crate::web::documents::{self, Listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::receipts::{chosen, on_behalf, received, submitted};
use crate::web::reports::{FormView, Reading, contacts};
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
    /// That it was filed for the State just now.
    notice: Option<String>,
    class: &'static str,
    state: String,
    lines: Vec<(String, String)>,
    /// Where it is as PDF, where that is offered.
    pdf: Option<String>,
    contacts: Vec<String>,
    acts: Vec<(String, String)>,
    /// What else is to be known before acting.
    cautions: Vec<String>,
    /// Acts that may follow at once, and those that show it to somebody and are asked about first: key and name.
    next: Vec<(&'static str, String)>,
    asked: Vec<(&'static str, String)>,
    /// The version as such an act names it.
    pick: String,
    /// Where the newest version is, if this is an older one.
    newest: Option<String>,
    /// Other versions of the report: address, name.
    versions: Vec<(String, String)>,
    /// What it can be compared with: value, name, whether it is chosen.
    comparable: Vec<(String, String, bool)>,
    compared: String,
    forms: Vec<FormPart>,
    documents: Listed,
    /// Findings about the cover, the profile and items.
    findings: Vec<FindingLine>,
    threads: Vec<ThreadView>,
    /// How much is answered.
    measured: String,
    items: Vec<Counted>,
    open_items: Vec<OpenItem>,
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

struct FindingLine {
    class: &'static str,
    word: String,
    sentence: String,
    cite: String,
    /// Whether the State confirmed it when it submitted.
    is_confirmed: bool,
    /// What it said then.
    explained: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    /// The version of the State's to compare with; `none` for none.
    #[serde(default)]
    beside: String,
    /// Whether it was filed for the State just now: `yes`.
    #[serde(default)]
    filed: String,
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
    let reference: VersionReference = named(&code)?;
    let edition = site.portal.edition();
    let held = edition.clone();
    let found = blocking(&site, move |store| find(store, &held, reference)).await?.ok_or(PageError::UnknownReport)?;
    let page = ReportPage::new(&site, &edition, &by, reference, found, &asked);
    Ok(private_page(frame::render(&page)?))
}

/// A document as filed.
pub(in crate::web) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    documents::give(&site, &request, path.into_inner(), Audience::Within).await
}

fn find(store: &crate::store::Store, edition: &Edition, reference: VersionReference) -> StoreResult<Option<Found>> {
    let all = versions(store, reference.report)?;
    let numbers: Vec<_> = all.iter().map(|version| version.submission.version).collect();
    let wanted = reference.version.or(numbers.last().copied());
    let Some(publishing) = publishing(edition, &all, wanted.unwrap_or_default())? else { return Ok(None) };
    let standing = standing(&all).map_or(publishing.version.submission.version, |newest| newest.submission.version);
    let Some(version) = all.into_iter().find(|version| Some(version.submission.version) == wanted) else {
        return Ok(None);
    };
    let known = known_of(store, edition, reference.report.party, reference.report.regime)?;
    let report = crate::app::drafting::read_submission(edition, &version.submission)?;
    let checked = check_filed(edition, &known, &version.submission.id, &report);
    let questions = asking::about(store, reference.report)?;
    let mut people = speakers(&questions);
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
        is_reached,
    }))
}

impl ReportPage {
    fn new(
        site: &Site,
        edition: &Edition,
        by: &SignedIn,
        reference: VersionReference,
        found: Found,
        asked_for: &Asked,
    ) -> Self {
        let t = site.text;
        let Found { version, numbers, report, checked, known, questions, people, publishing, standing, is_reached } =
            found;
        let shown = Names::of(site, reference.report);
        let done = version.done();
        let state = FilingState::of(&done);
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
        let next = FilingAct::ALL.into_iter().filter(|act| *act != FilingAct::Recalled && may_follow(&done, *act));
        let (asked, next): (Vec<_>, Vec<_>) = next.partition(|act| act.is_showing());
        let pick = Pick { reference: reference.report, version: own, acts: done.len(), newest: standing };
        let (items, open_items) =
            if report.is_unsorted() { Default::default() } else { items(t, edition, &checked.checklist) };
        let set = edition.books.form_sets.for_cycle(report.regime, report.cycle);
        let measure = set.map(|set| Completeness::of(&report, set, &checked.checklist)).unwrap_or_default();
        Self {
            measured: measured(t, &measure),
            frame: Frame::new(site, Section::Secretariat, shown.report.clone())
                .with_crumb("/secretariat", t.say("queue-title"))
                .seen_by(by.who(t.say("secretariat"))),
            t,
            over: shown.state.clone(),
            party: format!("/parties/{}", reference.report.party),
            label: report.label.clone(),
            id: version.submission.id.clone(),
            notice: (asked_for.filed == "yes").then(|| filed_for_state(t, &version, is_reached)).flatten(),
            class: shape(Place::Filed(state)),
            state: t.say(&format!("progress-{}", state.key())),
            pdf: OFFERS_PDF.then(|| format!("{base}.{own}.pdf")),
            lines: about(t, &report, &version, &people),
            contacts: contacts(&report, &whole),
            acts: acts(t, &version, &people),
            next: next.into_iter().map(named).collect(),
            asked: asked.into_iter().map(named).collect(),
            pick: sent(&pick),
            cautions: cautions(t, &report, &publishing, &done, is_reached),
            versions: numbers
                .iter()
                .filter(|number| **number != own)
                .map(|number| (format!("{base}.{number}"), t.with("version-name", "number", number.to_string())))
                .collect(),
            newest: numbers.last().filter(|newest| **newest != own).map(|newest| format!("{base}.{newest}")),
            compared: before.map(name).unwrap_or_default(),
            comparable: comparable.collect(),
            forms,
            documents: documents::listed(t, &report, &whole, &base),
            findings,
            threads: of_report.into_iter().chain(of_forms).collect(),
            items,
            open_items,
            ready: READY.iter().map(|key| t.say(key)).collect(),
            version: own,
            on_behalf: (numbers.last() == Some(&own)).then(|| {
                let key = if state == FilingState::Recalled { "queue-on-behalf" } else { "on-behalf-further" };
                (format!("{base}/on-behalf"), t.say(key))
            }),
            address: base,
            form_token: by.form_token(),
        }
    }
}

/// What filing it for the State has done.
fn filed_for_state(t: &Text, version: &Version, is_reached: bool) -> Option<String> {
    version.submission.original?;
    let key = if is_reached { "filed-for-state-told" } else { "filed-for-state" };
    Some(t.with(key, "date", received(t, &version.submission)))
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

fn about(t: &Text, report: &Report, version: &Version, people: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let submission = &version.submission;
    let contacts = if submission.contacts_public { "contacts-public" } else { "contacts-kept" };
    let reason = report.reason.clone().filter(|reason| !reason.is_empty());
    let mut lines = vec![
        (t.say("receipt-kind"), t.say(&format!("filing-{}", report.kind.word().replace('_', "-")))),
        (t.say("receipt-received"), received(t, submission)),
        submitted(t, submission, people.get(&submission.submitted_by).map_or("", String::as_str)),
        (t.say("receipt-note"), note(t, &report.cover.note_verbale)),
        (t.say("receipt-availability"), chosen(t, submission, &report.cover)),
        (t.say("receipt-contacts"), t.say(contacts)),
    ];
    lines.extend(reason.map(|reason| (t.say("public-reason"), reason)));
    if let Some(on_behalf) = on_behalf(t, submission) {
        lines.insert(1, on_behalf);
    }
    lines
}

fn acts(t: &Text, version: &Version, people: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let line = |one: &crate::domain::filing::ActDone| {
        let what = t.say(&format!("review-{}", one.act.key().replace('_', "-")));
        let name = people.get(&one.by).cloned().unwrap_or_default();
        let parameters = [("act", what.into()), ("name", name.into()), ("when", t.instant(one.at).into())];
        (t.with_all("act-done", parameters), one.note.clone().unwrap_or_default())
    };
    version.acts.iter().map(line).collect()
}

/// Findings by the letter of their form, and those about the rest.
fn findings(
    t: &Text,
    edition: &Edition,
    report: &Report,
    checked: &Checked,
    version: &Version,
) -> (BTreeMap<String, Vec<FindingLine>>, Vec<FindingLine>) {
    let (mut by_form, mut rest) = (BTreeMap::<String, Vec<FindingLine>>::new(), Vec::new());
    let set = edition.books.form_sets.for_cycle(report.regime, report.cycle);
    let confirmed = version.submission.confirmed.get("warnings").and_then(|all| all.as_array());
    for finding in &checked.findings {
        let said = confirmed.into_iter().flatten().find(|said| {
            let is = |name: &str, value: &str| said.get(name).and_then(|own| own.as_str()) == Some(value);
            is("rule", &finding.rule.to_string()) && is("where", &finding.place)
        });
        let explained = said.and_then(|said| said.get("explanation")).and_then(|said| said.as_str());
        let word = finding.severity.word();
        let line = FindingLine {
            class: word,
            word: t.say(&format!("tag-{word}")),
            sentence: finding_sentence(t, &edition.register, finding),
            cite: t.with_all(
                "finding-cite",
                [("rule", finding.rule.to_string().into()), ("source", finding.citation.as_str().into())],
            ),
            is_confirmed: said.is_some(),
            explained: explained.unwrap_or_default().to_owned(),
        };
        match set.map(|set| section_of(set, &finding.place)) {
            Some(Part::Form(letter)) if !finding.place.starts_with("checklist") => {
                by_form.entry(letter).or_default().push(line);
            }
            _ => rest.push(line),
        }
    }
    (by_form, rest)
}

/// A state of items, and how many are in it.
type Counted = (String, usize);
/// An item that has no answer: instrument with article, and what it asks with its state.
type OpenItem = (String, String);

/// The checklist in counts, and the items that are open.
fn items(t: &Text, edition: &Edition, list: &Checklist) -> (Vec<Counted>, Vec<OpenItem>) {
    const WORDS: [&str; 6] = ["answered", "unchanged", "nothing_to_report", "not_applicable", "applies_if", "open"];
    let count = |word: &str| list.items.iter().filter(|item| item.state.word() == word).count();
    let counts = WORDS.iter().map(|word| (t.say(&format!("items-{}", word.replace('_', "-"))), count(word)));
    let obligations = &edition.books.obligations;
    let open = list.items.iter().filter(|item| matches!(item.state, ItemState::Open | ItemState::AppliesIf(_)));
    let open = open.map(|item| {
        let known = obligations.item(&item.id);
        let article = known.map(|known| known.article.clone()).unwrap_or_default();
        let title = known.map(|known| known.title.clone()).unwrap_or_default();
        let place = format!("{}{}{article}", t.of_instrument(item.instrument, "short"), t.say("list-comma"));
        (place, format!("{title}{}{}", t.say("list-semicolon"), item_state(t, obligations, &item.state)))
    });
    (counts.collect(), open.collect())
}
