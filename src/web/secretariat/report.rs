//! One report as filed, with what the rules say, and the acts that may follow. No act changes a word of it.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::app::drafting::read_submission;
use crate::app::reviewing::{ReviewError, Version, review, versions};
use crate::app::submitting::names;
use crate::domain::access::{Act, may};
use crate::domain::filing::{FilingAct, FilingState, may_follow};
use crate::domain::report::{Audience, ReportReference};
use crate::domain::validation::{Observations, Records, check};
use crate::store::StoreError;
use crate::text::{Text, finding_sentence};
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::see;
use crate::web::desk::{Names, availability, note};
use crate::web::documents::{self, Listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::posted::Posted;
use crate::web::reports::{FormView, contacts, forms};
use crate::web::session::{SignedIn, WorkError, blocking, private_page};

/// Letters of what is said with an act.
const LONGEST_NOTE: usize = 5_000;

#[derive(Template)]
#[template(path = "secretariat/report.html")]
struct ReportPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    id: String,
    state: String,
    lines: Vec<(String, String)>,
    acts: Vec<(String, String)>,
    /// Acts that may follow: key and name.
    next: Vec<(&'static str, String)>,
    contacts: Vec<String>,
    findings: Vec<(&'static str, String, String)>,
    forms: Vec<FormView>,
    documents: Listed,
    address: String,
    version: i32,
    form_token: String,
}

impl From<ReviewError> for WorkError {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotFound => Self::Page(PageError::UnknownReport),
            ReviewError::NotNow => Self::Page(PageError::Stale),
            ReviewError::Store(error) => Self::Store(error),
        }
    }
}

pub(in crate::web) async fn report(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    let reference: ReportReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let found = blocking(&site, move |store| {
        let Some(latest) = versions(store, reference)?.pop() else { return Ok(None) };
        let mut people: Vec<_> = latest.acts.iter().map(|done| done.by.clone()).collect();
        people.push(latest.submission.submitted_by.clone());
        Ok::<_, StoreError>(Some((latest, names(store, &people)?)))
    });
    let (latest, people) = found.await?.ok_or(PageError::UnknownReport)?;
    let page = page(&site, &by, reference, &latest, |id| people.get(id).cloned().unwrap_or_default())?;
    Ok(private_page(frame::render(&page)?))
}

fn page(
    site: &Site,
    by: &SignedIn,
    reference: ReportReference,
    latest: &Version,
    name: impl Fn(&str) -> String,
) -> Result<ReportPage, PageError> {
    let (t, edition) = (site.text, site.portal.edition());
    let report = read_submission(&edition, &latest.submission).map_err(|error| PageError::Internal(error.into()))?;
    let on = report.submitted_day().unwrap_or(edition.today);
    let seen = Observations { records: Records::Unset, ..Observations::default() };
    let checked = check(edition.reference(), &report, &[], &seen, on);
    let shown = Names::of(site, reference);
    let done = latest.done();
    let next = FilingAct::ALL.into_iter().filter(|act| *act != FilingAct::Recalled && may_follow(&done, *act));
    let line = |key: &str, value: String| (t.say(key), value);
    Ok(ReportPage {
        frame: Frame::new(site, Section::Elsewhere, shown.report.clone())
            .with_crumb("/secretariat", t.say("queue-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        over: shown.over(t),
        id: latest.submission.id.clone(),
        state: t.say(&format!("progress-{}", FilingState::of(&done).key())),
        lines: vec![
            line("receipt-received", t.instant(latest.submission.submitted_at)),
            line("receipt-by", name(&latest.submission.submitted_by)),
            line("receipt-note", note(t, &report.cover.note_verbale)),
            line("receipt-availability", availability(t, &report.cover)),
        ],
        acts: latest
            .acts
            .iter()
            .map(|one| {
                let what = t.with_all(
                    "act-done",
                    [
                        ("act", t.say(&format!("review-{}", one.act.key().replace('_', "-"))).into()),
                        ("name", name(&one.by).into()),
                        ("when", t.instant(one.at).into()),
                    ],
                );
                (what, one.note.clone().unwrap_or_default())
            })
            .collect(),
        next: next.map(|act| (act.key(), t.say(&format!("do-{}", act.key().replace('_', "-"))))).collect(),
        contacts: contacts(&report, Audience::Within, true),
        findings: checked
            .findings
            .iter()
            .map(|finding| {
                let word = finding.severity.word();
                (word, t.say(&format!("tag-{word}")), finding_sentence(t, &edition.register, finding))
            })
            .collect(),
        forms: forms(t, &edition, &report, Audience::Within),
        documents: documents::listed(t, &report, Audience::Within, &format!("/secretariat/reports/{reference}")),
        address: format!("/secretariat/reports/{reference}"),
        version: latest.submission.version,
        form_token: by.form_token(),
    })
}

/// A document of any version that was filed.
pub(in crate::web) async fn document(
    site: Data<Site>,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    let (code, sha256) = path.into_inner();
    let reference: ReportReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let versions = blocking(&site, move |store| versions(store, reference)).await?;
    documents::give(&site, &request, documents::Asked { versions, sha256, audience: Audience::Within }).await
}

pub(in crate::web) async fn act(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let reference: ReportReference = code.parse().map_err(|_other| PageError::UnknownReport)?;
    let address = format!("/secretariat/reports/{reference}");
    let by = match signed_in_to_act(&site, &request, &posted, &address).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    may(&by.person.appointments, Act::Review).map_err(|_denied| PageError::Denied)?;
    let act = FilingAct::from_key(posted.one("act")?).ok_or(PageError::Unreadable)?;
    let version = posted.one("version")?.parse().map_err(|_other| PageError::Unreadable)?;
    let note = posted.one("note")?.trim().to_owned();
    if note.chars().count() > LONGEST_NOTE {
        return Err(PageError::TooLarge);
    }
    let note = (!note.is_empty()).then_some(note);
    let (person, now) = (by.person.clone(), site.portal.clock().now());
    blocking(&site, move |store| review(store, reference, version, act, note.as_deref(), &person, now)).await?;
    Ok(see(&address))
}
