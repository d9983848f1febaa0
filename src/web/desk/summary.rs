//! The summary sheet: the line of every form on one page. It holds nothing of its own; each line is saved into its form.
//!
//! The short way, for a year in which nothing or little has changed, is the same sheet with the cover above it and
//! last year's words beside each line: all that such a report asks for, on one page.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::aged::{aged, years_of_then};
use super::inputs::Asking;
use super::labels::label;
use super::period::{LastPeriod, Silence};
use super::places::{path, section_of};
use super::question::{InputView, Question, Remarks};
use super::section::{Asked, Banner, SAVED, Shown, remark, titled};
use super::sheet::{Sheet, is_of_silence};
use super::tasks::progress;
use super::{Names, entering, frame_below, or_report};
use crate::app::Edition;
use crate::app::drafting::{self, CheckedDraft, Examined, OpenDraft};
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, Section};
use crate::domain::regime::{Form, FormSet};
use crate::domain::report::{Audience, Report, ReportReference};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::reports::{AnswerView, Reading};
use crate::web::session::{AtDesk, blocking, private, private_page};

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
    /// That its words name the years they were written about.
    aged: String,
    revision: i64,
    question: Question,
}

impl Line {
    /// Whether something in it is to be mended or looked at, or it is not as it came along. What is said of all of it
    /// stands above it.
    fn is_asked(&self) -> bool {
        let question = &self.question;
        let is_as_it_came = ["same", "none"].contains(&self.class);
        !question.faults.is_empty() || question.inputs.iter().any(InputView::is_asked) || !is_as_it_came
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
pub(super) async fn answer(
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
    let remarks = match shown.status {
        Some(_) => shown.remarks,
        None => remarks_on(t, &edition, set, (&open, &checked), &sections, shown.would_submit),
    };
    let asking = Asking {
        t,
        set,
        obligations: &edition.books.obligations,
        answers: &answers,
        remarks: &remarks,
        add: None,
        earlier,
        is_first: !known.has_earlier(reference),
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
    let may_write = at.may(NationalAct::Write);
    let shown_to = |question: Question| if may_write { question } else { question.read_only(t) };
    let mut line = |form: &Form| {
        let section = Section::Form(form.letter.clone());
        let (class, state) = progress(t, set, &section, &open, &checked);
        let mut question = asking.line(form);
        if sheet == Sheet::Short {
            question.inputs.retain(|input| !sheet.asks_at_the_end(input));
            question.before = last.of_form(t, &form.letter);
        }
        let said = said.remove(&form.letter).unwrap_or_default();
        Line {
            letter: form.letter.clone(),
            title: form.title.in_language(t.language()).to_owned(),
            address: format!("{}/{}", names.address, path(&section)),
            class,
            state,
            holds: holds(t, &checked.report, form),
            aged: aged(t, &years_of_then(&answers, &form.letter, &said, reference)),
            said,
            revision: revision(&section),
            question: shown_to(question),
        }
    };
    let lines: Vec<Line> = set.forms.iter().map(&mut line).collect();
    let is_apart = |form: &Form| lines.iter().any(|line| line.letter == form.letter && line.asks_of_silence());
    let silence = (sheet == Sheet::Short).then(|| Silence::of(t, set, &answers, is_apart)).flatten();
    let is_complete = shown.would_submit && remarks.faults.is_empty();
    let asks_of_period = silence.as_ref().is_some_and(|silence| !silence.is_ticked);
    if is_complete && !asks_of_period {
        return Ok(see(&format!("{}/submit", names.address)));
    }
    let called = |place: &str| label(t, set, asking.obligations, &checked.composed.as_shown(place));
    let banner = if is_complete { Some(Silence::asked(t, &names.address)) } else { None };
    let banner = banner.or_else(|| Banner::of(t, set, shown.banner, &remarks, called));
    let mut frame = frame_below(site, at, &names, sheet.title(t));
    frame.title_in_head = titled(t, &remarks, sheet.title(t)).filter(|_| may_write);
    let status = shown.status.unwrap_or(StatusCode::OK);
    let cover = || asking.questions(&Section::Cover).into_iter().map(shown_to).collect();
    let content = frame::render(&SummaryPage {
        over: names.over(t),
        banner: if may_write { banner } else { banner.map(|banner| banner.read_only(t)) },
        form_token: at.by.form_token(),
        draft: open.draft.id.clone(),
        form_set: set.name(),
        cover: (sheet == Sheet::Short).then(|| (cover(), revision(&Section::Cover))),
        lines,
        silence,
        may_write,
        frame,
        back: names.address,
        t,
    })?;
    Ok(if status == StatusCode::OK { private_page(content) } else { private(HttpResponse::build(status), content) })
}

/// What is said on the page. Nothing of a form that nobody has begun, and of the cover as the start has filled it in only
/// what is odd about that, until somebody would submit it.
fn remarks_on(
    t: &Text,
    edition: &Edition,
    set: &FormSet,
    (open, checked): (&OpenDraft, &CheckedDraft),
    sections: &[Section],
    would_submit: bool,
) -> Remarks {
    let is_begun = |section: &&Section| match section {
        Section::Cover => would_submit || open.is_touched(section),
        _ => would_submit || open.revision(section) > 0,
    };
    let (begun, proposed): (Vec<_>, Vec<_>) = sections.iter().partition(is_begun);
    let mut remarks = Remarks::default();
    proposed.into_iter().for_each(|section| remark(t, edition, set, section, checked, &mut remarks));
    remarks.faults.clear();
    remarks.hints.retain(|place, _| place.starts_with("period"));
    begun.into_iter().for_each(|section| remark(t, edition, set, section, checked, &mut remarks));
    let is_here = |place: &str| match section_of(set, place) {
        Section::Form(_) => place.starts_with("summary."),
        other => sections.contains(&other),
    };
    remarks.faults.retain(|place, _| is_here(place));
    remarks.hints.retain(|place, _| is_here(place));
    remarks
}

fn holds(t: &Text, report: &Report, form: &Form) -> String {
    match form {
        form if report.holds_words(form) => t.say("summary-holds"),
        form if report.says_nothing_to_report(form) => t.say("summary-nothing"),
        _ => t.say("summary-blank"),
    }
}
