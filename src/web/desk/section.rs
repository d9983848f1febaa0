//! One section on a page: shown, saved as typed, and never lost when two people meet on it.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::inputs::{Asking, Question, Remarks};
use super::places::{anchor, path, section_of};
use super::{Names, entering, frame_below, name_of, reference};
use crate::app::Edition;
use crate::app::drafting::{self, CheckedDraft, OpenDraft, Saved, Typed};
use crate::domain::access::NationalAct;
use crate::domain::draft::{Answers, FieldName, Input, Section, fields_of};
use crate::domain::regime::FormSet;
use crate::domain::report::{FilingKind, ReportReference};
use crate::domain::validation::Severity;
use crate::text::{Text, finding_sentence};
use crate::web::Site;
use crate::web::account::signed_in_again;
use crate::web::address::see;
use crate::web::documents::DocumentView;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::session::{AtDesk, blocking, cookie, private, private_page};

#[derive(Template)]
#[template(path = "desk/section.html")]
struct SectionPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    letter: String,
    lead: String,
    articles: String,
    /// Why the page is shown again, where it is.
    banner: Option<Banner>,
    form_token: String,
    revision: i64,
    may_write: bool,
    questions: Vec<Question>,
    /// Documents of the form, counted and named; nothing on other pages.
    documents: Option<(String, Vec<DocumentView>)>,
    back: String,
}

struct Banner {
    class: &'static str,
    title: String,
    text: String,
    links: Vec<(String, String)>,
}

/// What a page shows besides what is stored.
#[derive(Default)]
struct Shown {
    typed: Option<Answers>,
    remarks: Remarks,
    revision: Option<i64>,
    banner: Option<(&'static str, &'static str, String)>,
    add: Option<String>,
    status: Option<StatusCode>,
}

/// What the address says: saved just now, one more entry.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    saved: Option<String>,
    #[serde(default)]
    add: Option<String>,
}

pub(in crate::web) async fn cover(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    show(site, request, &code, Section::Cover, asked.into_inner()).await
}

pub(in crate::web) async fn profile(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    show(site, request, &code, Section::Profile, asked.into_inner()).await
}

pub(in crate::web) async fn form(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (code, letter) = path.into_inner();
    show(site, request, &code, Section::Form(letter), asked.into_inner()).await
}

pub(in crate::web) async fn save_cover(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(site, request, &code, Section::Cover, body).await
}

pub(in crate::web) async fn save_profile(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    save(site, request, &code, Section::Profile, body).await
}

pub(in crate::web) async fn save_form(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let (code, letter) = path.into_inner();
    save(site, request, &code, Section::Form(letter), body).await
}

async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: &str,
    section: Section,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let (at, reference) = entering(&site, &request, code, NationalAct::Read).await?;
    let banner = asked.saved.map(|_| ("done", "saved-title", site.text.say("saved-lead")));
    answer(&site, &at, reference, &section, Shown { banner, add: asked.add, ..Shown::default() }).await
}

async fn answer(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    section: &Section,
    shown: Shown,
) -> Result<HttpResponse, PageError> {
    let (edition, leave) = (site.portal.edition(), at.leave);
    let held = edition.clone();
    let (open, checked, earlier) = blocking(site, move |store| {
        let open = drafting::open(store, &held, leave, reference)?;
        let filed = drafting::filed_by(store, &held, leave)?;
        let checked = drafting::check_draft(&held, &open, &filed, held.today)?;
        let earlier = drafting::earlier_cycle(&filed, reference);
        Ok::<_, drafting::DraftingError>((open, checked, earlier))
    })
    .await?;
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    if Section::from_key(set, &section.to_string()).is_none() {
        return Err(PageError::UnknownReport);
    }
    let status = shown.status.unwrap_or(StatusCode::OK);
    let page = page(site, at, &edition, set, section, (open, checked, earlier), shown)?;
    let content = frame::render(&page)?;
    Ok(if status == StatusCode::OK { private_page(content) } else { private(HttpResponse::build(status), content) })
}

fn page(
    site: &Site,
    at: &AtDesk,
    edition: &Edition,
    set: &FormSet,
    section: &Section,
    (open, checked, earlier): (OpenDraft, CheckedDraft, Option<i32>),
    mut shown: Shown,
) -> Result<SectionPage, PageError> {
    let (t, reference) = (site.text, open.draft.reference);
    let names = Names::of(site, reference);
    // A form nobody has touched yet is not told off.
    if open.revision(section) > 0 {
        remark(t, edition, set, section, &checked, &mut shown.remarks);
    }
    let answers = shown.typed.unwrap_or_else(|| open.answers(section));
    let asking = Asking {
        t,
        set,
        obligations: &edition.books.obligations,
        answers: &answers,
        remarks: &shown.remarks,
        add: shown.add.as_deref(),
        earlier,
        asks_why: matches!(open.draft.kind, FilingKind::Correction | FilingKind::Update),
    };
    let questions = asking.questions(section);
    let faults: Vec<(String, String)> = shown
        .remarks
        .faults
        .iter()
        .flat_map(|(place, said)| said.iter().map(|said| (format!("#{}", anchor(place)), said.clone())))
        .collect();
    let (letter, title, lead, articles) = heading(t, set, section);
    let titled = match faults.len() {
        0 => title.clone(),
        count => {
            let count = i64::try_from(count).unwrap_or_default();
            t.with_all("title-with-faults", [("count", count.into()), ("title", title.clone().into())])
        }
    };
    let banner = match shown.banner {
        Some((class, title, text)) => Some(Banner { class, title: t.say(title), text, links: faults }),
        None if faults.is_empty() => None,
        None => Some(Banner {
            class: "error",
            title: t.with("faults-title", "count", i64::try_from(faults.len()).unwrap_or_default()),
            text: t.say("faults-lead"),
            links: faults,
        }),
    };
    let mut frame = frame_below(site, at, &names, title);
    frame.title_in_head = Some(titled);
    Ok(SectionPage {
        over: names.over(t),
        frame,
        t,
        letter,
        lead,
        articles,
        banner,
        form_token: at.by.form_token(),
        revision: shown.revision.unwrap_or_else(|| open.revision(section)),
        may_write: crate::domain::access::national(&at.by.person.appointments, reference.party, NationalAct::Write)
            .is_ok(),
        questions,
        documents: of_form(t, section, &open, &names.address),
        back: names.address,
    })
}

/// The documents that belong to the form.
fn of_form(t: &Text, section: &Section, open: &OpenDraft, address: &str) -> Option<(String, Vec<DocumentView>)> {
    let Section::Form(letter) = section else { return None };
    let own = open.attached.iter().filter(|attached| attached.document.form.as_ref() == Some(letter));
    let own: Vec<_> = own.map(|attached| super::attachments::view(t, attached, address)).collect();
    Some((t.with("documents-of-form", "count", i64::try_from(own.len()).unwrap_or_default()), own))
}

/// Letter, title, what is asked, and the articles behind it.
fn heading(t: &Text, set: &FormSet, section: &Section) -> (String, String, String, String) {
    let form = match section {
        Section::Form(letter) => set.form(letter),
        _ => None,
    };
    match (section, form) {
        (_, Some(form)) => {
            let said = |words: &crate::domain::regime::Words| words.in_language(t.language()).to_owned();
            (form.letter.clone(), said(&form.title), said(&form.mandate), form.articles.clone())
        }
        (Section::Profile, _) => (String::new(), t.say("profile-title"), t.say("profile-lead"), String::new()),
        _ => (String::new(), t.say("cover-title"), t.say("cover-lead"), String::new()),
    }
}

/// What the rules say about this section, beside its fields.
fn remark(
    t: &Text,
    edition: &Edition,
    set: &FormSet,
    section: &Section,
    checked: &CheckedDraft,
    remarks: &mut Remarks,
) {
    for untaken in &checked.composed.untaken {
        if section_of(set, &untaken.field) == *section {
            let said = t.say(&format!("untaken-{}", untaken.expected));
            remarks.faults.entry(untaken.field.clone()).or_default().push(said);
        }
    }
    for finding in &checked.checked.findings {
        if finding.place.starts_with("checklist") || section_of(set, &finding.place) != *section {
            continue;
        }
        let said = finding_sentence(t, &edition.register, finding);
        match finding.severity {
            Severity::Error => remarks.faults.entry(finding.place.clone()).or_default().push(said),
            Severity::Warning => remarks.hints.entry(finding.place.clone()).or_default().push(("warning", said)),
            Severity::Advice => remarks.hints.entry(finding.place.clone()).or_default().push(("advice", said)),
        }
    }
}

async fn save(
    site: Data<Site>,
    request: HttpRequest,
    code: &str,
    section: Section,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let reference = reference(code)?;
    let (by, secret) = match signed_in_again(&site, &request, &posted).await? {
        Ok(signed_in) => signed_in,
        Err(page) => return Ok(page),
    };
    let at = by.at_desk(reference.party, NationalAct::Write)?;
    let mut answer = saved(&site, &at, reference, &section, &posted).await?;
    if let Some(secret) = secret {
        answer.add_cookie(&cookie(&site, Some(secret))).map_err(|error| PageError::Internal(error.into()))?;
    }
    Ok(answer)
}

async fn saved(
    site: &Data<Site>,
    at: &AtDesk,
    reference: ReportReference,
    section: &Section,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let edition = site.portal.edition();
    let set = drafting::form_set(&edition, reference).map_err(|_none| PageError::UnknownReport)?;
    let fields = fields_of(section, set, &edition.books.obligations);
    let go = posted.one("go")?;
    let (mut answers, too_long) = typed(&fields, posted)?;
    if !too_long.is_empty() {
        let mut remarks = Remarks::default();
        for (field, most) in too_long {
            let said = site.text.with("too-long", "most", i64::try_from(most).unwrap_or_default());
            remarks.faults.insert(field, vec![said]);
        }
        let banner = Some(("error", "not-saved-title", site.text.say("not-saved-lead")));
        let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        let shown = Shown { typed: Some(answers), remarks, banner, status, ..Shown::default() };
        return answer(site, at, reference, section, shown).await;
    }
    if let Some(entry) = go.strip_prefix("remove:") {
        let begin = format!("{entry}.");
        answers.iter_mut().filter(|(field, _)| field.starts_with(&begin)).for_each(|(_, text)| text.clear());
    }
    let revision = posted.one("revision")?.parse().map_err(|_other| PageError::Unreadable)?;
    let (leave, held) = (at.leave, edition.clone());
    let save = Typed {
        section: section.clone(),
        revision,
        answers: answers.clone(),
        by: at.by.person.id.clone(),
        at: site.portal.clock().now(),
    };
    let outcome = blocking(site, move |store| {
        let saved = drafting::save(store, &held, leave, reference, save)?;
        let by = match &saved {
            Saved::Clashes { by, .. } => name_of(store, by)?,
            Saved::All => String::new(),
        };
        Ok::<_, drafting::DraftingError>((saved, by))
    });
    match outcome.await? {
        (Saved::All, _) => Ok(see(&address_after(reference, section, go))),
        (Saved::Clashes { clashes, revision, .. }, name) => {
            let text = site.text.with("clash-lead", "name", name);
            let shown = Shown {
                typed: Some(answers),
                remarks: Remarks { clashes, ..Remarks::default() },
                revision: Some(revision),
                banner: Some(("warning", "clash-title", text)),
                status: Some(StatusCode::CONFLICT),
                ..Shown::default()
            };
            answer(site, at, reference, section, shown).await
        }
    }
}

fn address_after(reference: ReportReference, section: &Section, go: &str) -> String {
    let report = format!("/desk/reports/{reference}");
    let here = format!("{report}/{}", path(section));
    match go.split_once(':') {
        Some(("add", group)) => format!("{here}?saved=yes&add={group}#{}", anchor(group)),
        Some(("remove", entry)) => {
            let group = entry.split('[').next().unwrap_or_default();
            format!("{here}?saved=yes#{}", anchor(group))
        }
        _ if go == "back" => report,
        _ if go == "attachments" => match section {
            Section::Form(letter) => format!("{report}/attachments?form={letter}"),
            _ => format!("{report}/attachments"),
        },
        _ => format!("{here}?saved=yes"),
    }
}

/// The texts of a posted section by field, and the fields whose text is longer than they take.
fn typed(fields: &[FieldName], posted: &Posted) -> Result<(Answers, Vec<(String, usize)>), PageError> {
    let ticks: Vec<&str> = posted.all("tick").collect();
    let (mut answers, mut too_long) = (Answers::new(), Vec::new());
    for field in fields {
        let entries = if field.group.is_some() { 50 } else { 1 };
        for name in (0..entries).map(|entry| field.at(entry)) {
            // A box that is not ticked is not sent; the page says which boxes it has.
            if !posted.has(&name) && !ticks.contains(&name.as_str()) {
                continue;
            }
            let text = match field.input {
                Input::Letters => posted.all(&name).collect::<Vec<_>>().join(" "),
                Input::Tick if !posted.one(&name)?.is_empty() => "yes".to_owned(),
                _ => posted.one(&name)?.to_owned(),
            };
            if let Input::Choice(words) = field.input
                && !text.is_empty()
                && !words.contains(&text.as_str())
            {
                return Err(PageError::Unreadable);
            }
            if text.chars().count() > field.input.longest() {
                too_long.push((name.clone(), field.input.longest()));
            }
            answers.insert(name, text);
        }
    }
    Ok((answers, too_long))
}
