//! To which report a fingerprint belongs: for whoever holds a receipt, a PDF file, data of a report or a document.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::Site;
use super::desk::Names;
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::receipts::received;
use super::reports::{own_address, public_hash};
use super::session::{SignedIn, WorkError, private};
use crate::app::verifying::{Since, Told, Verified, told, verify};
use crate::domain::access::Appointment;
use crate::domain::filing::FilingAct;
use crate::domain::report::{Audience, VersionReference};
use crate::text::{Text, in_groups};

#[derive(Template)]
#[template(path = "verify/index.html")]
struct VerifyPage {
    frame: Frame,
    t: &'static Text,
    /// As typed; in groups where it is a fingerprint.
    sha256: String,
    report: String,
    /// The field a fault is at, and the fault.
    faults: Vec<(&'static str, String)>,
    found: Option<Found>,
}

impl VerifyPage {
    fn fault(&self, field: &str) -> &str {
        self.faults.iter().find(|(own, _)| *own == field).map_or("", |(_, fault)| fault)
    }
}

/// What is told of a fingerprint.
struct Found {
    class: &'static str,
    title: String,
    said: Vec<String>,
    /// Where the report is, for whoever may read it.
    report: Option<String>,
    /// What to look at again, where nothing was found.
    steps: Vec<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    /// Nothing before the form is sent.
    sha256: Option<String>,
    /// The reference of the report, as printed: needed for the hash of what everyone sees of it.
    #[serde(default)]
    report: String,
}

/// A question that can be answered: a hash, and of which report.
type Question = (String, Option<VersionReference>);

pub(super) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let t = site.text;
    let by = SignedIn::of(&site, &request).await.ok();
    let typed = || asked.sha256.as_deref().unwrap_or_default().trim().to_owned();
    let (sha256, found, faults) = match read(t, &asked) {
        Ok(None) => (typed(), None, Vec::new()),
        Err(faults) => (typed(), None, faults),
        Ok(Some(question)) => {
            let sha256 = in_groups(&question.0);
            site.tries.take_lookup(&request)?;
            let held = by.as_ref().map(|by| by.person.appointments.clone()).unwrap_or_default();
            let made = Data::clone(&site);
            let found = web::block(move || look_up(&made, &held, &question)).await;
            (sha256, Some(found.map_err(|_stopping| PageError::Unavailable)??), Vec::new())
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = VerifyPage {
        frame: Frame::new(&site, Section::Help, t.say("verify-title"))
            .with_crumb("/help", t.say("help-title"))
            .resting_on(site.portal.edition().register.as_of())
            .seen_by(by.map(|by| by.who(t.say("signed-in-as"))))
            .at(&site, "/verify"),
        t,
        sha256,
        report: asked.report.trim().to_owned(),
        faults,
        found,
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}

/// What is asked; nothing where the form was not sent yet, and faults by field.
fn read(t: &Text, asked: &Asked) -> Result<Option<Question>, Vec<(&'static str, String)>> {
    let Some(sha256) = asked.sha256.as_deref().map(str::trim) else { return Ok(None) };
    if sha256.is_empty() {
        return Err(vec![("sha256", t.say("verify-missing"))]);
    }
    if sha256.to_uppercase().parse::<VersionReference>().is_ok() {
        return Err(vec![("sha256", t.say("verify-reference-here"))]);
    }
    let report = match asked.report.trim() {
        "" => Ok(None),
        typed => typed.to_uppercase().parse().map(Some).map_err(|_other| t.say("verify-report-unreadable")),
    };
    match (digest(t, sha256), report) {
        (Ok(sha256), Ok(report)) => Ok(Some((sha256, report))),
        (sha256, report) => {
            let faults = [("sha256", sha256.err()), ("report", report.err())];
            Err(faults.into_iter().filter_map(|(field, fault)| Some((field, fault?))).collect())
        }
    }
}

/// A fingerprint as people copy it: in groups, in capitals, with the name of the algorithm.
fn digest(t: &Text, typed: &str) -> Result<String, String> {
    let plain: String = typed.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let plain = plain.strip_prefix("sha256").unwrap_or(&plain);
    let count = plain.chars().count();
    match plain.chars().find(|letter| !letter.is_ascii_hexdigit()) {
        Some(odd) => Err(t.with("verify-odd-letter", "letter", odd.to_string())),
        None if count != 64 => Err(t.with("verify-odd-length", "count", i64::try_from(count).unwrap_or(i64::MAX))),
        None => Ok(plain.to_owned()),
    }
}

/// Blocks on the database.
fn look_up(site: &Site, held: &[Appointment], (sha256, report): &Question) -> Result<Found, PageError> {
    let (t, store, edition) = (site.text, site.portal.store(), site.portal.edition());
    let named = |found: Found, told: &Told| match report.filter(|named| !told.is_of(*named)) {
        Some(named) => found.beside(t.with("verify-other", "report", named.to_string())),
        None => found,
    };
    Ok(match verify(store, &edition, held, sha256).map_err(WorkError::Store)? {
        Verified::Report(told) => named(Found::of(site, ("verify-report-title", "verify-report"), &told, ""), &told),
        Verified::Document(name, told) => {
            named(Found::of(site, ("verify-document-title", "verify-document"), &told, &name), &told)
        }
        Verified::Received { at, stands } => Found {
            class: if stands { "done" } else { "warning" },
            title: t.say("verify-report-title"),
            said: [
                t.with("verify-received", "date", t.date(site.day_of(at))),
                t.say(if stands { "verify-stands" } else { "verify-stands-not" }),
                t.say("verify-not-shown"),
            ]
            .into_iter()
            // Whoever could have references compared would find out whose it is.
            .chain(report.map(|named| t.with("verify-not-compared", "report", named.to_string())))
            .collect(),
            report: None,
            steps: Vec::new(),
        },
        Verified::Unknown => {
            let public = report.map(|report| public_hash(site, &edition, report)).transpose()?.flatten();
            let public = public.filter(|(_, hash)| hash == sha256);
            let told = public.map(|(own, _)| told(store, &edition, held, own)).transpose().map_err(WorkError::Store)?;
            match told.flatten() {
                Some(told) => Found::of(site, ("verify-part-title", "verify-part"), &told, ""),
                None => Found::nothing(t),
            }
        }
    })
}

impl Found {
    /// A version, in a title and a sentence about what the fingerprint is of it.
    fn of(site: &Site, (title, key): (&str, &str), told: &Told, name: &str) -> Self {
        let (t, submission) = (site.text, &told.submission);
        let names = Names::of(site, submission.reference);
        let version = VersionReference { report: submission.reference, version: Some(submission.version) };
        let said = [
            ("name", name.into()),
            ("version", submission.version.to_string().into()),
            ("report", names.report.into()),
            ("state", names.state.into()),
            ("when", received(t, submission).into()),
        ];
        let since = match &told.since {
            Since::Newest if matches!(told.audience, Audience::State | Audience::Secretariat) => t.say("verify-stands"),
            // Whether the State filed another since is not theirs to know.
            Since::Newest => t.say("verify-newest"),
            Since::Followed(later) => {
                let said = [("version", later.version.to_string().into()), ("when", received(t, later).into())];
                t.with_all("verify-followed", said)
            }
            Since::TakenBack(act, at) => {
                let key = if *act == FilingAct::Withdrawn { "verify-withdrawn" } else { "verify-recalled" };
                t.with(key, "date", t.date(site.day_of(*at)))
            }
        };
        Self {
            class: if matches!(told.since, Since::TakenBack(..)) { "warning" } else { "done" },
            title: t.say(title),
            said: vec![t.with_all(key, said), since],
            report: Some(own_address(told.audience, version, false)),
            steps: Vec::new(),
        }
    }

    /// The same where something speaks against it.
    fn beside(mut self, said: String) -> Self {
        self.class = "warning";
        self.said.push(said);
        self
    }

    fn nothing(t: &Text) -> Self {
        Self {
            class: "warning",
            title: t.say("verify-unknown-title"),
            said: vec![t.say("verify-unknown")],
            report: None,
            steps: (1..=4).map(|step| t.say(&format!("verify-step-{step}"))).collect(),
        }
    }
}
