//! The proof that a report was received, and taking it back.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::submit::note;
use super::{Names, entering, frame_below, name_of, reference};
use crate::app::drafting::read_submission;
use crate::app::reviewing::{Version, versions};
use crate::app::submitting;
use crate::domain::access::NationalAct;
use crate::domain::filing::{FilingAct, FilingState, may_follow};
use crate::domain::report::{FormState, Opening, VersionReference};
use crate::store::StoreError;
use crate::store::submissions::Submission;
use crate::text::Text;
use crate::web::Site;
use crate::web::account::signed_in_to_act;
use crate::web::address::{named, see};
use crate::web::documents::{self, Listed};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::posted::Posted;
use crate::web::receipts;
use crate::web::session::{blocking, private_page};

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    address: String,
    form_token: String,
    id: String,
    lines: Vec<(String, String)>,
    /// The hash in groups of eight, so that it can be compared by eye.
    digest: String,
    documents: Listed,
    version: i32,
    /// It is the newest that stands, and parties do not have it yet.
    can_be_recalled: bool,
    is_recalled: bool,
    lead: String,
}

pub(in crate::web) async fn receipt(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let asked: VersionReference = named(&code)?;
    let (at, reference) = entering(&site, &request, &asked.report.to_string(), NationalAct::Read).await?;
    let found = blocking(&site, move |store| {
        let all = versions(store, reference)?;
        let standing = all.iter().rev().find(|one| FilingState::of(&one.done()) != FilingState::Recalled);
        let standing = standing.map(|one| one.submission.version);
        let is_asked = |one: &Version| asked.version.is_none_or(|version| version == one.submission.version);
        let Some(shown) = all.into_iter().rev().find(is_asked) else { return Ok(None) };
        let name = name_of(store, &shown.submission.submitted_by)?;
        Ok::<_, StoreError>(Some((standing == Some(shown.submission.version), shown, name)))
    });
    let (is_newest, shown, name) = found.await?.ok_or(PageError::UnknownReport)?;
    let edition = site.portal.edition();
    let report = read_submission(&edition, &shown.submission).map_err(|error| PageError::Internal(error.into()))?;
    let (t, names) = (site.text, Names::of(&site, reference));
    let done = shown.done();
    let forms = report.summary.iter().map(|(letter, line)| {
        let said = match line.chosen() {
            Some(FormState::Unchanged) => {
                t.with("part-unchanged", "year", line.last_reporting.map(|year| year.to_string()).unwrap_or_default())
            }
            Some(FormState::NotApplicable) => t.say("part-not-applicable"),
            Some(FormState::Changed) => t.say("part-changed"),
            None => String::new(),
        };
        t.with_all("receipt-form", [("letter", letter.as_str().into()), ("state", said.into())])
    });
    let forms: Vec<_> = forms.collect();
    let count = shown.submission.confirmed.get("warnings").and_then(|all| all.as_array()).map_or(0, Vec::len);
    let line = |key: &str, value: String| (t.say(key), value);
    let (title, lead) = match shown.submission.original {
        Some(_) => ("receipt-on-behalf-title", "receipt-on-behalf-lead"),
        None => ("receipt-title", "receipt-lead"),
    };
    let page = ReceiptPage {
        over: names.over(t),
        form_token: at.by.form_token(),
        id: shown.submission.id.clone(),
        lines: came(&site, &shown.submission, &name)
            .into_iter()
            .chain([
                line("receipt-kind", t.say(&format!("filing-{}", report.kind.word().replace('_', "-")))),
                line("receipt-note", note(t, &report.cover.note_verbale)),
                line("receipt-availability", receipts::chosen(t, &shown.submission, &report.cover)),
                line(
                    "receipt-contacts",
                    t.say(if shown.submission.contacts_public { "contacts-public" } else { "contacts-kept" }),
                ),
                line("receipt-forms", forms.join(&t.say("list-semicolon"))),
                line(
                    "receipt-warnings",
                    t.with("receipt-confirmed", "count", i64::try_from(count).unwrap_or_default()),
                ),
                line("receipt-state", t.say(&format!("progress-{}", FilingState::of(&done).key()))),
            ])
            .filter(|(_, value)| !value.is_empty())
            .collect(),
        documents: documents::listed(t, &report, &Opening::whole(), &names.address),
        digest: grouped(&shown.submission.sha256),
        version: shown.submission.version,
        can_be_recalled: is_newest && may_follow(&done, FilingAct::Recalled),
        is_recalled: done.contains(&FilingAct::Recalled),
        lead: t.say(lead),
        frame: frame_below(&site, &at, &names, t.say(title)),
        address: names.address,
        t,
    };
    Ok(private_page(frame::render(&page)?))
}

/// When it came, and who filed it.
fn came(site: &Site, submission: &Submission, name: &str) -> Vec<(String, String)> {
    let t = site.text;
    let instant = submission.submitted_at;
    let geneva = (t.say("receipt-geneva"), t.office_time(site.portal.clock().in_office(instant)));
    let second = receipts::on_behalf(t, submission).unwrap_or(geneva);
    let first = (t.say("receipt-received"), receipts::received(t, submission));
    vec![first, second, receipts::submitted(t, submission, name)]
}

fn grouped(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

pub(in crate::web) async fn recall(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let posted = Posted::read(&body)?;
    let reference = reference(&code)?;
    let by = match signed_in_to_act(&site, &request, &posted, &format!("/desk/reports/{reference}/receipt")).await? {
        Ok(by) => by,
        Err(answer) => return Ok(answer),
    };
    let at = by.at_desk(reference.party, NationalAct::Submit)?;
    // What names no version, as pages of before did not, is no version that stands.
    let version: i32 = posted.one("version")?.parse().unwrap_or_default();
    let (leave, person, now) = (at.leave, at.by.person.clone(), site.portal.clock().now());
    blocking(&site, move |store| submitting::recall(store, leave, reference, version, &person, now)).await?;
    Ok(see(&format!("/desk/reports/{reference}.{version}/receipt")))
}
