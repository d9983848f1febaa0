//! A letter answered by its link, without signing in: still the contact, somebody else, or by when reports come.
//!
//! Opening the page does nothing: those who look through letters for harm open every link. It says whom the letter
//! went to, for which State and about which reports, and nothing of what is written or filed. The secret in the
//! address is what a token in the form would be, so a form is taken from wherever it comes: with no referrer,
//! browsers do not even say where that is.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Site;
use super::desk::Names;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::people::{faults_of, name_of_state};
use super::posted::Posted;
use super::promised::read_day;
use super::session::{WorkError, blocking, private, private_page};
use crate::app::answering::{self, AnswerError, Answerable, Said};
use crate::domain::calendar::DueDate;
use crate::domain::report::ReportReference;
use crate::text::Text;

impl From<AnswerError> for WorkError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Unknown => Self::Page(PageError::NotFound),
            AnswerError::Used => Self::Page(PageError::UsedAnswer),
            AnswerError::Ended => Self::Page(PageError::EndedAnswer),
            AnswerError::Store(error) => Self::Store(error),
        }
    }
}

#[derive(Template)]
#[template(path = "answer/index.html")]
struct AnswerPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// *I am still the national focal point of Switzerland*.
    confirm: String,
    reports: Vec<Line>,
    /// Who writes the reports, to whoever may not.
    others: Option<String>,
    typed: Typed,
    /// The field a fault is at, and the fault.
    faults: Vec<(&'static str, String)>,
}

/// A report that has not come.
struct Line {
    reference: String,
    name: String,
    when: String,
    is_ticked: bool,
    /// An earlier report is there to start from.
    may_be_unchanged: bool,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    confirms: bool,
    file_by: String,
    /// Reports that were left ticked; all at first.
    reports: Option<Vec<String>>,
}

#[derive(Template)]
#[template(path = "answer/noted.html")]
struct NotedPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
}

impl AnswerPage {
    /// Whether any of the reports has an earlier one to start from.
    fn offers_unchanged(&self) -> bool {
        self.reports.iter().any(|line| line.may_be_unchanged)
    }

    fn fault(&self, field: &str) -> Option<&String> {
        self.faults.iter().find(|(own, _)| *own == field).map(|(_, fault)| fault)
    }

    fn render(
        site: &Site,
        link: &Answerable,
        typed: Typed,
        faults: Vec<(&'static str, String)>,
    ) -> Result<String, PageError> {
        let t = site.text;
        let state = name_of_state(site, link.party);
        let reads = link.held.iter().any(|held| held.role().is_at_desk());
        let others = (reads && !link.may_write).then(|| t.with("answer-others-about", "state", state.as_str()));
        let names = [("name", link.person.name.as_str().into()), ("state", state.into())];
        let is_ticked =
            |reference: &str| typed.reports.as_ref().is_none_or(|all| all.iter().any(|own| own == reference));
        let line = |(reference, due): (&ReportReference, &DueDate)| Line {
            is_ticked: is_ticked(&reference.to_string()),
            may_be_unchanged: link.unchanged.contains(reference),
            reference: reference.to_string(),
            name: Names::of(site, *reference).report,
            when: match due {
                DueDate::On(day) => t.with("answer-due-on", "date", t.date(*day)),
                DueDate::BeforeMeeting(day) => t.with("due-before-meeting", "month", t.month_year(*day)),
            },
        };
        frame::render(&Self {
            frame: Frame::new(site, Section::Elsewhere, t.say("answer-title")),
            t,
            lead: t.with_all("answer-lead", names.clone()),
            confirm: t.with_all("answer-confirm", names.into_iter().chain([("roles", roles(t, link).into())])),
            reports: link.reports.iter().map(line).collect(),
            others,
            typed,
            faults,
        })
    }
}

/// *national focal point and permanent mission*, in the middle of a sentence.
fn roles(t: &Text, link: &Answerable) -> String {
    let name = |key: &str| t.say(&format!("role-{}", key.replace('_', "-"))).to_lowercase();
    t.list(&link.held.iter().map(|held| name(held.role().key())).collect::<Vec<_>>())
}

/// What the secret opens; whoever tries others is slowed down.
async fn opened(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Answerable, PageError> {
    site.tries.take_link(request)?;
    let (secret, now, edition) = (secret.to_owned(), site.portal.clock().now(), site.portal.edition());
    let link = blocking(site, move |store| answering::open(store, &edition, &secret, now)).await?;
    site.tries.link_worked(request);
    Ok(link)
}

pub(super) async fn answer(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
) -> Result<HttpResponse, PageError> {
    let link = opened(&site, &request, &secret).await?;
    Ok(private_page(AnswerPage::render(&site, &link, Typed::default(), Vec::new())?))
}

pub(super) async fn answered(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let link = opened(&site, &request, &secret).await?;
    match posted.one("answer")? {
        "stay" => stay(&site, &link, secret.into_inner(), &posted).await,
        "handover" => hand_over(&site, &link, secret.into_inner(), &posted).await,
        _ => Err(PageError::OddForm),
    }
}

fn noted(site: &Site, lead: String) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let frame = Frame::new(site, Section::Elsewhere, t.say("answer-noted-title"));
    Ok(private_page(frame::render(&NotedPage { frame, t, lead })?))
}

async fn hand_over(
    site: &Data<Site>,
    link: &Answerable,
    secret: String,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let (name, email) = (posted.one("name")?.trim().to_owned(), posted.one("email")?.trim().to_lowercase());
    let faults = faults_of(site.text, &name, &email);
    if !faults.is_empty() {
        let typed = Typed { name, email, ..Typed::default() };
        return Ok(private(HttpResponse::UnprocessableEntity(), AnswerPage::render(site, link, typed, faults)?));
    }
    let now = site.portal.clock().now();
    let said = [
        ("name", name.clone().into()),
        ("email", email.clone().into()),
        ("roles", roles(site.text, link).into()),
        ("state", name_of_state(site, link.party).into()),
    ];
    blocking(site, move |store| answering::hand_over(store, &secret, (&name, &email), now)).await?;
    noted(site, site.text.with_all("answer-noted-handover", said))
}

/// They go on: still the contact, by when the reports come, or both.
async fn stay(
    site: &Data<Site>,
    link: &Answerable,
    secret: String,
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let ticked: Vec<String> = posted.all("report").map(str::to_owned).collect();
    let typed = Typed {
        confirms: posted.one("confirm")? == "yes",
        file_by: posted.one("file_by")?.to_owned(),
        reports: Some(ticked),
        ..Typed::default()
    };
    let said = match read(site, link, &typed) {
        Ok(said) => said,
        Err(faults) => {
            let content = AnswerPage::render(site, link, typed, faults)?;
            return Ok(private(HttpResponse::UnprocessableEntity(), content));
        }
    };
    let (t, now) = (site.text, site.portal.clock().now());
    let state = name_of_state(site, link.party);
    let held = [("roles", roles(t, link).into()), ("state", state.as_str().into())];
    let stays = said.stays.then(|| t.with_all("answer-noted-confirm", held));
    let files = said.files.as_ref().map(|(reports, day)| {
        let names: Vec<_> = reports.iter().map(|reference| Names::of(site, *reference).report).collect();
        let figures = [
            ("count", names.len().into()),
            ("reports", t.list(&names).into()),
            ("state", state.as_str().into()),
            ("date", t.date(*day).into()),
        ];
        t.with_all("answer-noted-promise", figures)
    });
    blocking(site, move |store| answering::answer(store, &secret, said, now)).await?;
    noted(site, stays.into_iter().chain(files).collect::<Vec<_>>().join(" "))
}

/// What was said, or each fault with its field. A day left blank says nothing of reports, whatever is ticked.
fn read(site: &Site, link: &Answerable, typed: &Typed) -> Result<Said, Vec<(&'static str, String)>> {
    let (t, stays) = (site.text, typed.confirms);
    if link.reports.is_empty() || typed.file_by.trim().is_empty() {
        let nothing = || vec![("confirm", t.say("answer-stay-nothing"))];
        return if stays { Ok(Said { stays, files: None }) } else { Err(nothing()) };
    }
    let ticked = typed.reports.as_deref().unwrap_or_default();
    let own = link.reports.keys().copied().filter(|reference| ticked.contains(&reference.to_string()));
    let reports: Vec<_> = own.collect();
    let day = read_day(t, &typed.file_by, site.portal.edition().today);
    match day {
        Ok(day) if !reports.is_empty() => Ok(Said { stays, files: Some((reports, day)) }),
        day => {
            let none = reports.is_empty().then(|| ("reports", t.say("promise-reports-missing")));
            Err(none.into_iter().chain(day.err().map(|fault| ("file_by", fault))).collect())
        }
    }
}
