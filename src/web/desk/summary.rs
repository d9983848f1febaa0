//! The summary sheet: the line of every form on one page. It holds nothing of its own; each line is saved into its form.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::inputs::{Asking, line_fields};
use super::places::path;
use super::question::{Question, Remarks};
use super::report::progress;
use super::saving::{of_length, typed};
use super::section::{Asked, Banner, Shown, remark};
use super::{Names, entering, frame_below, name_of, or_report, reference, shown_draft};
use crate::app::drafting::{self, DraftingError, Examined, Saved, Typed};
use crate::domain::access::{NationalAct, national};
use crate::domain::draft::{Answers, Section};
use crate::domain::regime::Form;
use crate::domain::report::{Report, ReportReference};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
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
    lines: Vec<Line>,
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
    revision: i64,
    question: Question,
}

pub(in crate::web) async fn summary(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, &code, NationalAct::Read).await?;
    let banner = asked.is_saved().then(|| ("done", "saved-title", site.text.say("saved-lead")));
    let page = answer(&site, &at, reference, Shown { banner, ..Shown::default() }, &[]).await;
    or_report(&site, reference, page).await
}

/// The page; `revisions` by letter where they are not those of the database.
async fn answer(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    shown: Shown,
    revisions: &[(String, i64)],
) -> Result<HttpResponse, PageError> {
    let (edition, leave, t) = (site.portal.edition(), at.leave, site.text);
    let (held, before) = (edition.clone(), shown.draft.clone());
    let found = blocking(site, move |store| drafting::examine(store, &held, leave, reference, before.as_deref()));
    let Examined { open, known, checked } = found.await?;
    let earlier = drafting::earlier(&known, reference).map(|earlier| earlier.cycle().year());
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let names = Names::of(site, reference);
    let sections = set.forms.iter().map(|form| Section::Form(form.letter.clone()));
    let mut answers: Answers = sections.clone().flat_map(|section| open.answers(&section)).collect();
    answers.extend(shown.typed.unwrap_or_default());
    let mut remarks = shown.remarks;
    if shown.status.is_none() {
        // Nothing is said of a form that nobody has begun.
        let begun = sections.filter(|section| open.revision(section) > 0);
        begun.for_each(|section| remark(t, &edition, set, &section, &checked, &mut remarks));
        remarks.faults.retain(|place, _| place.starts_with("summary."));
        remarks.hints.retain(|place, _| place.starts_with("summary."));
    }
    let asking = Asking {
        t,
        set,
        obligations: &edition.books.obligations,
        answers: &answers,
        remarks: &remarks,
        add: None,
        earlier,
        asks_why: false,
    };
    let line = |form: &Form| {
        let section = Section::Form(form.letter.clone());
        let (class, state) = progress(t, set, &section, &open, &checked);
        let revision = revisions.iter().find(|(letter, _)| *letter == form.letter).map(|(_, revision)| *revision);
        Line {
            letter: form.letter.clone(),
            title: form.title.in_language(t.language()).to_owned(),
            address: format!("{}/{}", names.address, path(&section)),
            class,
            state,
            holds: holds(t, &checked.report, form),
            revision: revision.unwrap_or_else(|| open.revision(&section)),
            question: asking.line(form),
        }
    };
    let status = shown.status.unwrap_or(StatusCode::OK);
    let content = frame::render(&SummaryPage {
        over: names.over(t),
        banner: Banner::of(t, shown.banner, &remarks),
        form_token: at.by.form_token(),
        draft: open.draft.id.clone(),
        lines: set.forms.iter().map(line).collect(),
        may_write: national(&at.by.person.appointments, reference.party, NationalAct::Write).is_ok(),
        frame: frame_below(site, at, &names, t.say("summary-title")),
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
    let posted = Posted::read_words(&body)?;
    let reference = reference(&code)?;
    unsaved::sent_or_page(&site, &request, &posted, async |by| {
        let at = by.at_desk(reference.party, NationalAct::Write)?;
        saved(&site, &at, reference, &posted).await
    })
    .await
}

async fn saved(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let (edition, t, draft) = (site.portal.edition(), site.text, shown_draft(posted)?);
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let (mut all, mut too_long, mut revisions, mut work) = (Answers::new(), Vec::new(), Vec::new(), Vec::new());
    for form in &set.forms {
        let fields = line_fields(form, set, &edition.books.obligations);
        let (answers, longer) = typed(&fields, posted)?;
        let revision = posted.one(&format!("revision.{}", form.letter))?;
        let revision = revision.parse().map_err(|_other| PageError::OddForm)?;
        all.extend(answers.clone());
        too_long.extend(longer);
        revisions.push((form.letter.clone(), revision));
        let (by, now) = (at.by.person.id.clone(), site.portal.clock().now());
        let (draft, section) = (draft.clone(), Section::Form(form.letter.clone()));
        work.push(Typed { draft, section, revision, answers, by, at: now });
    }
    if !too_long.is_empty() {
        let banner = Some(("error", "not-saved-title", t.say("not-saved-lead")));
        let (remarks, status) = (of_length(t, too_long), Some(StatusCode::UNPROCESSABLE_ENTITY));
        return answer(
            site,
            at,
            reference,
            Shown { typed: Some(all), remarks, draft, banner, status, ..Shown::default() },
            &revisions,
        )
        .await;
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
            return answer(
                site,
                at,
                reference,
                Shown { typed: Some(all), draft, banner, status, ..Shown::default() },
                &revisions,
            )
            .await;
        }
        outcome => outcome?,
    };
    let Some(name) = name else {
        let report = format!("/desk/reports/{reference}");
        return Ok(see(&if posted.one("go")? == "back" { report } else { format!("{report}/summary?saved=yes") }));
    };
    // Of these lines the revision is the one whose text is shown beside; whoever saves again has seen both.
    let (mut clashes, mut revisions) = (Vec::new(), Vec::new());
    for (form, saved) in set.forms.iter().zip(saved) {
        if let Saved::Clashes { clashes: own, revision, .. } = saved {
            clashes.extend(own);
            revisions.push((form.letter.clone(), revision));
        }
    }
    let remarks = Remarks { clashes, ..Remarks::default() };
    let banner = Some(("warning", "clash-title", t.with("clash-lead", "name", name)));
    let typed = all.into_iter().filter(|(field, _)| remarks.clashes.iter().any(|clash| clash.field == *field));
    let (typed, status) = (Some(typed.collect()), Some(StatusCode::CONFLICT));
    let shown = Shown { typed, remarks, draft, banner, status, ..Shown::default() };
    answer(site, at, reference, shown, &revisions).await
}
