//! One report: the doors to start by, the list of what is to be written, or where it stands.

use std::sync::Arc;

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::beginners::Beginners;
use super::clearance::{Cleared, Standing};
use super::filed::sorted;
use super::first::first_report;
use super::others::Others;
use super::places::{is_about_documents, is_about_report, path, section_of};
use super::{Acting, Names, acting, entering, shown_draft};
use crate::app::Edition;
use crate::app::drafting::{self, Beginning, CheckedDraft, DraftingError, Earlier, OpenDraft, Start};
use crate::app::known::{FiledReport, Known, known_of};
#[cfg(feature = "pdf")]
use crate::domain::access::ForParty;
use crate::domain::access::{NationalAct, national};
use crate::domain::calendar::Cycle;
use crate::domain::checklist::ItemState;
use crate::domain::draft::Section as Part;
use crate::domain::filing::{Filing, FilingAct, FilingState};
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, FormState, ReportReference};
use crate::domain::validation::Severity;
use crate::store::Store;
use crate::text::Text;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::receipts::received;
use crate::web::session::{AtDesk, blocking, private_page};
use crate::web::{OFFERS_PDF, Site};

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
    /// That the first report of the regime was due before and is not held here, where that is so.
    first: Option<String>,
    /// Who begins the draft, where there is none and whoever looks may not.
    beginners: Option<Beginners>,
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

struct DraftView {
    /// Its key.
    id: String,
    /// It was begun as one in which nothing has changed.
    is_short: bool,
    /// It answers forms that hold no more: what that means, and texts that have no place in the new ones.
    outdated: Option<(String, Vec<(String, String)>)>,
    /// What the other kind of filing is called in the form, where the draft corrects or updates one.
    other: Option<&'static str>,
    before: Vec<Task>,
    forms: Vec<Task>,
    items: Vec<ItemLine>,
    items_lead: String,
    /// How many items hang on a fact of the State that is not confirmed; nothing where none does.
    items_waiting: Option<String>,
    check: Task,
    /// Where it is as PDF, where that is offered.
    pdf: Option<String>,
    /// Where clearance stands: what was said when it was returned is read before anything else.
    standing: Standing,
    clearance: Task,
    submit: Task,
    documents: Task,
}

struct Task {
    letter: String,
    name: String,
    address: String,
    class: &'static str,
    state: String,
    about: String,
}

struct ItemLine {
    instrument: String,
    article: String,
    title: String,
    state: String,
}

struct FiledView {
    id: String,
    /// What the secretariat had filed by mistake may be another State's: of it the receipt alone is left.
    is_withdrawn: bool,
    when: String,
    state: String,
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
    if page.draft.is_none() && page.standing.is_empty() && !page.may_write {
        page.beginners = Some(Beginners::of(&site, reference.party, &page.over).await?);
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
        let filed = versions.iter().rev().map(|version| FiledView {
            id: version.submission.id.clone(),
            is_withdrawn: is_withdrawn(version),
            when: received(t, &version.submission),
            state: t.say(&format!("progress-{}", version.state().key())),
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
        let may_write = national(&at.by.person.appointments, reference.party, NationalAct::Write).is_ok();
        let lead = match &draft {
            Some((open, ..)) if open.draft.kind == FilingKind::Correction => t.say("report-lead-correction"),
            Some((open, ..)) if open.draft.kind == FilingKind::Update => t.say("report-lead-update"),
            Some((open, ..)) if open.draft.kind == FilingKind::Voluntary => {
                t.with("report-lead-voluntary", "state", names.state.as_str())
            }
            Some((open, ..)) if open.draft.kind == FilingKind::Initial => t.say("report-lead-initial"),
            Some(_) => t.say("report-lead-draft"),
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
            first: first_report(t, edition, &known, reference),
            beginners: None,
            may_be_unchanged: drafting::may_be_unchanged(edition, &known, reference),
            earlier: earlier.map(|(cycle, about)| (cycle.to_string(), t.with(about, "cycle", cycle.to_string()))),
            recalled: known.recalled(reference).and_then(|version| said_of_recalled(site, version)),
            has_others: matches!(others, Others::Offered),
            draft: draft.map(|(open, checked, cleared)| {
                let standing = cleared.standing(site, &open.digest(), &names.address);
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

impl DraftView {
    /// Says beside the cover and each form how many answers of other reports it can take over.
    fn tell_of(&mut self, t: &Text, others: &Others) {
        let Others::Counted(counted) = others else { return };
        let forms = self.forms.iter_mut().map(|task| (Part::Form(task.letter.clone()), task));
        let cover = self.before.first_mut().map(|task| (Part::Cover, task));
        for (part, task) in cover.into_iter().chain(forms) {
            if let Some(count) = counted.get(&part) {
                task.about = t.with("task-others", "count", *count);
            }
        }
    }

    fn new(
        t: &Text,
        edition: &Edition,
        set: &FormSet,
        names: &Names,
        (open, checked): (&OpenDraft, &CheckedDraft),
        standing: Standing,
    ) -> Self {
        let task = |part: &Part, letter: &str, name: String, about: String| {
            let (class, state) = progress(t, set, part, open, checked);
            let address = format!("{}/{}", names.address, path(part));
            Task { letter: letter.to_owned(), name, address, class, state, about }
        };
        let forms = set.forms.iter().map(|form| {
            let title = form.title.in_language(t.language()).to_owned();
            task(&Part::Form(form.letter.clone()), &form.letter, title, String::new())
        });
        let errors = count(checked, Severity::Error) + checked.composed.untaken.len();
        let warnings = count(checked, Severity::Warning);
        let counted = t.with_all(
            "counted-findings",
            [
                ("errors", i64::try_from(errors).unwrap_or_default().into()),
                ("warnings", i64::try_from(warnings).unwrap_or_default().into()),
            ],
        );
        let all_items = &checked.checked.checklist.items;
        let open_items = all_items.iter().filter(|item| item.state == ItemState::Open).count();
        let waiting = all_items.iter().filter(|item| matches!(item.state, ItemState::AppliesIf(_))).count();
        Self {
            is_short: open.draft.kind == FilingKind::SummarySheet,
            outdated: drafting::left_over(edition, set, open).map(|left| {
                let names = [("given", open.draft.form_set.as_str().into()), ("expected", set.name().into())];
                (t.with_all("forms-changed", names), left.into_iter().collect())
            }),
            id: open.draft.id.clone(),
            other: match open.draft.kind {
                FilingKind::Correction => Some("update"),
                FilingKind::Update => Some("correction"),
                _ => None,
            },
            before: vec![
                task(&Part::Cover, "", t.say("cover-title"), t.say("cover-about")),
                summary_sheet(t, set, names, checked),
                task(&Part::Profile, "", t.say("profile-title"), t.say("profile-about")),
            ],
            forms: forms.collect(),
            items_lead: t.with_all(
                "items-lead",
                [
                    ("count", i64::try_from(all_items.len()).unwrap_or_default().into()),
                    ("open", i64::try_from(open_items).unwrap_or_default().into()),
                ],
            ),
            items_waiting: (waiting > 0)
                .then(|| t.with("items-waiting", "count", i64::try_from(waiting).unwrap_or_default())),
            items: items(t, edition, checked),
            pdf: OFFERS_PDF.then(|| format!("{}/draft.pdf", names.address)),
            check: Task {
                letter: String::new(),
                name: t.say("check-title"),
                address: format!("{}/check", names.address),
                class: if errors > 0 { "error" } else { "done" },
                state: counted,
                about: t.say("check-about"),
            },
            documents: documents(t, names, checked, open.attached.len()),
            clearance: Task {
                letter: String::new(),
                name: t.say("clearance-title"),
                address: standing.address.clone(),
                class: standing.class,
                state: standing.tag(t),
                about: t.say("clearance-about"),
            },
            standing,
            submit: Task {
                letter: String::new(),
                name: t.say("submit-title"),
                address: format!("{}/submit", names.address),
                class: if errors > 0 { "none" } else { "due" },
                state: t.say(if errors > 0 { "submit-not-yet" } else { "submit-ready" }),
                about: t.say("submit-about"),
            },
        }
    }
}

/// How many documents come with it, and whether one cannot be used.
fn documents(t: &Text, names: &Names, checked: &CheckedDraft, attached: usize) -> Task {
    let about_files = checked.checked.findings.iter().filter(|finding| is_about_documents(&finding.place));
    let faults = about_files.filter(|finding| finding.severity == Severity::Error).count();
    let (class, state) = match (faults, attached) {
        (0, 0) => ("none", t.say("documents-none")),
        (0, _) => ("done", t.with("documents-some", "count", i64::try_from(attached).unwrap_or_default())),
        _ => ("error", t.with("part-faults", "count", i64::try_from(faults).unwrap_or_default())),
    };
    let (letter, name, about) = (String::new(), t.say("documents-title"), t.say("documents-about"));
    Task { letter, name, address: format!("{}/attachments", names.address), class, state, about }
}

fn count(checked: &CheckedDraft, severity: Severity) -> usize {
    checked.checked.told().iter().filter(|told| told.finding.severity == severity).count()
}

/// The items of the checklist with their states.
fn items(t: &Text, edition: &Edition, checked: &CheckedDraft) -> Vec<ItemLine> {
    let obligations = &edition.books.obligations;
    let line = |item: &crate::domain::checklist::Item| ItemLine {
        instrument: t.of_instrument(item.instrument, "short"),
        article: obligations.item(&item.id).map(|known| known.article.clone()).unwrap_or_default(),
        title: obligations.item(&item.id).map(|known| known.title.clone()).unwrap_or_default(),
        state: crate::text::item_state(t, obligations, &item.state),
    };
    checked.checked.checklist.items.iter().map(line).collect()
}

/// How far the summary sheet is: the lines of all forms.
fn summary_sheet(t: &Text, set: &FormSet, names: &Names, checked: &CheckedDraft) -> Task {
    let is_of_sheet = |place: &str| place.starts_with("summary");
    let findings = checked.checked.told().into_iter().map(|told| told.finding);
    let lines = set.forms.iter().map(|form| checked.report.summary.get(&form.letter).and_then(|line| line.chosen()));
    let is_set: usize = lines.flatten().count();
    // A line that is not chosen yet is no fault of what was written.
    let faults = findings.filter(|finding| finding.severity == Severity::Error && is_of_sheet(&finding.place)).count();
    let faults = faults.saturating_sub(set.forms.len() - is_set)
        + checked.composed.untaken.iter().filter(|untaken| is_of_sheet(&untaken.field)).count();
    let number = |count: usize| i64::try_from(count).unwrap_or_default();
    let (class, state) = match (faults, is_set) {
        (0, 0) => ("due", t.say("part-due")),
        (0, all) if all == set.forms.len() => ("done", t.say("part-done")),
        (0, some) => {
            let counted = [("set", number(some).into()), ("all", number(set.forms.len()).into())];
            ("draft", t.with_all("summary-set", counted))
        }
        (faults, _) => ("error", t.with("part-faults", "count", number(faults))),
    };
    let (name, about) = (t.say("summary-title"), t.say("summary-about"));
    Task { letter: String::new(), name, address: format!("{}/summary", names.address), class, state, about }
}

/// How far a section is; follows from what stands in it.
pub(super) fn progress(
    t: &Text,
    set: &FormSet,
    part: &Part,
    open: &OpenDraft,
    checked: &CheckedDraft,
) -> (&'static str, String) {
    if open.revision(part) == 0 {
        return ("due", t.say("part-due"));
    }
    let of_part = |place: &str| {
        !place.starts_with("checklist")
            && !is_about_documents(place)
            && !is_about_report(place)
            && section_of(set, place) == *part
    };
    let errors = checked.checked.told().into_iter().filter(|told| told.finding.severity == Severity::Error);
    let found = errors.filter(|told| of_part(&told.finding.place)).count();
    let untaken = checked.composed.untaken.iter().filter(|untaken| of_part(&untaken.field)).count();
    let faults = found + untaken;
    if faults > 0 {
        return ("error", t.with("part-faults", "count", i64::try_from(faults).unwrap_or_default()));
    }
    let Part::Form(letter) = part else { return ("done", t.say("part-done")) };
    let line = checked.report.summary.get(letter);
    match line.and_then(|line| line.chosen()) {
        Some(FormState::Unchanged) => {
            let year = line.and_then(|line| line.last_reporting).map(|year| year.to_string()).unwrap_or_default();
            ("same", t.with("part-unchanged", "year", year))
        }
        Some(FormState::NotApplicable) => ("none", t.say("part-not-applicable")),
        Some(FormState::Changed) => ("done", t.say("part-done")),
        None => ("draft", t.say("part-draft")),
    }
}
