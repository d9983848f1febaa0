//! The summary sheet: the line of every form on one page. It holds nothing of its own; each line is saved into its form.
//!
//! The short way, for a year in which nothing or little has changed, is the same sheet with the cover above it and
//! last year's words beside each line: all that such a report asks for, on one page.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::inputs::{Asking, line_fields};
use super::labels::label;
use super::period::{LastPeriod, Silence};
use super::places::{path, section_of};
use super::question::{InputView, Question, Remarks};
use super::report::progress;
use super::saving::{asks_as_now, of_length, typed};
use super::section::{Asked, Banner, SAVED, Shown, remark};
use super::{Names, entering, frame_below, name_of, or_report, reference, shown_draft};
use crate::app::drafting::{self, DraftingError, Examined, Saved, Typed};
use crate::domain::access::{NationalAct, national};
use crate::domain::checklist::Obligations;
use crate::domain::draft::{Answers, FieldName, Section, fields_of, nothing_in_period};
use crate::domain::regime::{Form, FormSet};
use crate::domain::report::{Audience, Report, ReportReference};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::reports::{AnswerView, Reading};
use crate::web::session::{AtDesk, blocking, private, private_page};
use crate::web::unsaved;

#[derive(Template)]
#[template(path = "desk/summary.html")]
struct SummaryPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    banner: Option<Banner>,
    form_token: String,
    /// The key of the draft: the sheet is saved into no other.
    draft: String,
    /// The forms whose lines it shows.
    form_set: String,
    /// The cover, on the short way alone, with its revision.
    cover: Option<(Vec<Question>, i64)>,
    lines: Vec<Line>,
    /// The one tick for figures and acts of the period, on the short way alone.
    silence: Option<Silence>,
    may_write: bool,
    back: String,
}

/// Which of the two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sheet {
    Summary,
    Short,
}

impl Sheet {
    fn path(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Short => "unchanged",
        }
    }

    fn title(self, t: &Text) -> String {
        t.say(match self {
            Self::Summary => "summary-title",
            Self::Short => "short-title",
        })
    }

    /// What is saved from it.
    fn sections(self, set: &FormSet) -> Vec<Section> {
        let cover = (self == Self::Short).then_some(Section::Cover);
        cover.into_iter().chain(set.forms.iter().map(|form| Section::Form(form.letter.clone()))).collect()
    }

    /// Whether the short way asks it once for all forms that are left. Where something about it is to be mended or
    /// looked at, it stands with its own form.
    fn asks_at_the_end(self, input: &InputView) -> bool {
        self == Self::Short && is_of_silence(input) && !input.is_asked()
    }

    /// The fields of a section that are on it.
    fn fields(self, section: &Section, set: &FormSet, obligations: &Obligations) -> Vec<FieldName> {
        match section {
            Section::Form(letter) => {
                set.form(letter).map(|form| line_fields(form, set, obligations)).unwrap_or_default()
            }
            other => fields_of(other, set, obligations),
        }
    }
}

fn is_of_silence(input: &InputView) -> bool {
    input.name.ends_with(".nothing_in_period")
}

/// What its revision is called in the form.
fn revision_of(section: &Section) -> String {
    match section {
        Section::Form(letter) => format!("revision.{letter}"),
        other => format!("revision.{other}"),
    }
}

/// The line of one form.
struct Line {
    letter: String,
    title: String,
    address: String,
    class: &'static str,
    state: String,
    /// What stands in the form itself.
    holds: String,
    /// What the form says, on the short way.
    said: Vec<AnswerView>,
    revision: i64,
    question: Question,
}

impl Line {
    /// Whether something about it is to be mended or looked at.
    fn is_asked(&self) -> bool {
        let question = &self.question;
        let is_said = !question.faults.is_empty() || !question.hints.is_empty();
        is_said || question.inputs.iter().any(InputView::is_asked) || self.class != "same"
    }

    /// Whether it asks itself whether there is nothing of the period.
    fn asks_of_silence(&self) -> bool {
        self.question.inputs.iter().any(is_of_silence)
    }
}

pub(in crate::web) async fn summary(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    show(&site, &request, &code, Sheet::Summary, &asked).await
}

pub(in crate::web) async fn short(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    show(&site, &request, &code, Sheet::Short, &asked).await
}

async fn show(
    site: &Data<Site>,
    request: &HttpRequest,
    code: &str,
    sheet: Sheet,
    asked: &Asked,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(site, request, code, NationalAct::Read).await?;
    let banner = asked.is_saved().then(|| ("done", SAVED, site.text.say("saved-lead")));
    let shown = Shown { banner, would_submit: asked.would_submit(), ..Shown::default() };
    let page = answer(site, &at, reference, sheet, shown, &[]).await;
    match page {
        // The page of the report offers the start; whoever comes by a link of a letter has not started.
        Err(PageError::UnknownReport) if sheet == Sheet::Short => Ok(see(&format!("/desk/reports/{reference}"))),
        page => or_report(site, reference, page).await,
    }
}

/// The page; `revisions` by section where they are not those of the database.
async fn answer(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    sheet: Sheet,
    shown: Shown,
    revisions: &[(Section, i64)],
) -> Result<HttpResponse, PageError> {
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let (held, before) = (edition.clone(), shown.draft.clone());
    let found = blocking(site, move |store| drafting::examine(store, &held, leave, reference, before.as_deref()));
    let Examined { open, known, checked } = found.await?;
    let earlier = drafting::earlier(&known, reference).map(|earlier| earlier.cycle().year());
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let names = Names::of(site, reference);
    let sections = sheet.sections(set);
    let mut answers: Answers = sections.iter().flat_map(|section| open.answers(section)).collect();
    answers.extend(shown.typed.unwrap_or_default());
    let mut remarks = shown.remarks;
    if shown.status.is_none() {
        // Nothing is said of a form that nobody has begun, and of the cover as the start has filled it in only what is
        // odd about that, until somebody would submit it.
        let is_begun = |section: &&Section| match section {
            Section::Cover => shown.would_submit || open.is_touched(section),
            _ => shown.would_submit || open.revision(section) > 0,
        };
        let (begun, proposed): (Vec<_>, Vec<_>) = sections.iter().partition(is_begun);
        proposed.into_iter().for_each(|section| remark(t, &edition, set, section, &checked, &mut remarks));
        remarks.faults.clear();
        remarks.hints.retain(|place, _| place.starts_with("period"));
        begun.into_iter().for_each(|section| remark(t, &edition, set, section, &checked, &mut remarks));
        let is_here = |place: &str| place.starts_with("summary.") || sections.contains(&section_of(set, place));
        let is_of_form =
            |place: &str| matches!(section_of(set, place), Section::Form(_)) && !place.starts_with("summary.");
        remarks.faults.retain(|place, _| is_here(place) && !is_of_form(place));
        remarks.hints.retain(|place, _| is_here(place) && !is_of_form(place));
    }
    if shown.would_submit && remarks.faults.is_empty() {
        return Ok(see(&format!("{}/submit", names.address)));
    }
    let asking = Asking {
        t,
        set,
        obligations: &edition.books.obligations,
        answers: &answers,
        remarks: &remarks,
        add: None,
        earlier,
        is_initial: drafting::is_initial(&edition, reference),
        asks_why: false,
    };
    let revision = |section: &Section| {
        let given = revisions.iter().find(|(other, _)| other == section).map(|(_, revision)| *revision);
        given.unwrap_or_else(|| open.revision(section))
    };
    // The State reads its own words.
    let opening = checked.report.opening(Audience::Parties, true);
    let reading = Reading { t, edition: &edition, report: &checked.report, opening: &opening, before: None };
    let mut said: BTreeMap<String, Vec<AnswerView>> = match sheet {
        Sheet::Short => reading.forms().into_iter().map(|form| (form.letter, form.answers)).collect(),
        Sheet::Summary => BTreeMap::new(),
    };
    let last = LastPeriod::of(t, &edition, set, &known, reference);
    let mut line = |form: &Form| {
        let section = Section::Form(form.letter.clone());
        let (class, state) = progress(t, set, &section, &open, &checked);
        let mut question = asking.line(form);
        if sheet == Sheet::Short {
            question.inputs.retain(|input| !sheet.asks_at_the_end(input));
            question.before = last.of_form(t, &form.letter);
        }
        Line {
            letter: form.letter.clone(),
            title: form.title.in_language(t.language()).to_owned(),
            address: format!("{}/{}", names.address, path(&section)),
            class,
            state,
            holds: holds(t, &checked.report, form),
            said: said.remove(&form.letter).unwrap_or_default(),
            revision: revision(&section),
            question,
        }
    };
    let lines: Vec<Line> = set.forms.iter().map(&mut line).collect();
    let is_apart = |form: &Form| lines.iter().any(|line| line.letter == form.letter && line.asks_of_silence());
    let silence = (sheet == Sheet::Short).then(|| Silence::of(t, set, &answers, is_apart)).flatten();
    let status = shown.status.unwrap_or(StatusCode::OK);
    let content = frame::render(&SummaryPage {
        over: names.over(t),
        banner: Banner::of(t, shown.banner, &remarks, |place| {
            label(t, set, asking.obligations, &checked.composed.as_shown(place))
        }),
        form_token: at.by.form_token(),
        draft: open.draft.id.clone(),
        form_set: set.name(),
        cover: (sheet == Sheet::Short).then(|| (asking.questions(&Section::Cover), revision(&Section::Cover))),
        lines,
        silence,
        may_write: national(&at.by.person.appointments, reference.party, NationalAct::Write).is_ok(),
        frame: frame_below(site, at, &names, sheet.title(t)),
        back: names.address,
        t,
    })?;
    Ok(if status == StatusCode::OK { private_page(content) } else { private(HttpResponse::build(status), content) })
}

fn holds(t: &Text, report: &Report, form: &Form) -> String {
    match form {
        form if report.holds_words(form) => t.say("summary-holds"),
        form if report.says_nothing_to_report(form) => t.say("summary-nothing"),
        _ => t.say("summary-blank"),
    }
}

pub(in crate::web) async fn save_summary(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(&site, &request, &code, Sheet::Summary, body).await
}

pub(in crate::web) async fn save_short(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(&site, &request, &code, Sheet::Short, body).await
}

async fn save(
    site: &Data<Site>,
    request: &HttpRequest,
    code: &str,
    sheet: Sheet,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read_words(&body)?;
    let reference = reference(code)?;
    unsaved::sent_or_page(site, request, &posted, async |by| {
        let at = by.at_desk(reference.party, NationalAct::Write)?;
        saved(site, &at, reference, sheet, &posted).await
    })
    .await
}

async fn saved(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    sheet: Sheet,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let (edition, t, draft) = (site.portal.edition(), site.text, shown_draft(posted)?);
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    asks_as_now(set, posted)?;
    let (mut all, mut too_long, mut revisions, mut work) = (Answers::new(), Vec::new(), Vec::new(), Vec::new());
    for section in sheet.sections(set) {
        let (mut answers, longer) = typed(&sheet.fields(&section, set, &edition.books.obligations), posted)?;
        answers.extend(silent(set, &section, posted)?);
        let revision = posted.one(&revision_of(&section))?;
        let revision = revision.parse().map_err(|_other| PageError::OddForm)?;
        all.extend(answers.clone());
        too_long.extend(longer);
        revisions.push((section.clone(), revision));
        let (by, now) = (at.by.person.id.clone(), site.portal.clock().now());
        work.push(Typed { draft: draft.clone(), section, revision, answers, by, at: now });
    }
    if !too_long.is_empty() {
        let banner = Some(("error", "not-saved-title", t.say("not-saved-lead")));
        let (remarks, status) = (of_length(t, too_long), Some(StatusCode::UNPROCESSABLE_ENTITY));
        let shown = Shown { typed: Some(all), remarks, draft, banner, status, ..Shown::default() };
        return answer(site, at, reference, sheet, shown, &revisions).await;
    }
    let (leave, held) = (at.leave, edition.clone());
    let outcome = blocking(site, move |store| {
        let saved = drafting::save_each(store, &held, leave, reference, work)?;
        let by = saved.iter().find_map(|saved| match saved {
            Saved::Clashes { by, .. } => Some(name_of(store, by)),
            Saved::All => None,
        });
        Ok::<_, DraftingError>((saved, by.transpose()?))
    });
    let (saved, name) = match outcome.await {
        Err(PageError::Unavailable) => {
            let banner = Some(("error", "not-saved-title", t.say("not-stored-lead")));
            let status = Some(StatusCode::SERVICE_UNAVAILABLE);
            let shown = Shown { typed: Some(all), draft, banner, status, ..Shown::default() };
            return answer(site, at, reference, sheet, shown, &revisions).await;
        }
        outcome => outcome?,
    };
    let Some(name) = name else { return Ok(see(&next(reference, set, sheet, posted.one("go")?))) };
    // Of these lines the revision is the one whose text is shown beside; whoever saves again has seen both.
    let mut clashes = Vec::new();
    let mut standing = Vec::new();
    for (section, saved) in sheet.sections(set).into_iter().zip(saved) {
        if let Saved::Clashes { clashes: own, revision, .. } = saved {
            clashes.extend(own);
            standing.push((section, revision));
        }
    }
    let remarks = Remarks { clashes, ..Remarks::default() };
    let banner = Some(("warning", "clash-title", t.with("clash-lead", "name", name)));
    let typed = all.into_iter().filter(|(field, _)| remarks.clashes.iter().any(|clash| clash.field == *field));
    let (typed, status) = (Some(typed.collect()), Some(StatusCode::CONFLICT));
    let shown = Shown { typed, remarks, draft, banner, status, ..Shown::default() };
    answer(site, at, reference, sheet, shown, &standing).await
}

/// What the one tick for the period says of a form that it lists.
fn silent(set: &FormSet, section: &Section, posted: &Posted) -> Result<Option<(String, String)>, PageError> {
    let Section::Form(letter) = section else { return Ok(None) };
    let is_listed = posted.one("of_period")?.split_whitespace().any(|listed| listed == letter);
    let form = set.form(letter).filter(|_| is_listed);
    let ticked = if posted.one("nothing_in_period")?.is_empty() { "" } else { "yes" };
    Ok(form.map(|form| (nothing_in_period(form), ticked.to_owned())))
}

/// Where a saved sheet leads: to the report, on to submitting, to a form that has changed, or back to itself.
fn next(reference: ReportReference, set: &FormSet, sheet: Sheet, go: &str) -> String {
    let report = format!("/desk/reports/{reference}");
    match go.strip_prefix("form:").and_then(|letter| set.form(letter)) {
        Some(form) => format!("{report}/forms/{}", form.letter),
        None if go == "back" => report,
        None if go == "submit" => format!("{report}/{}?submit=yes", sheet.path()),
        None => format!("{report}/{}?saved=yes", sheet.path()),
    }
}
