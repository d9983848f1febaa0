//! The desk: what is due and when, how far each report is, and the next step.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Names;
use crate::app::Edition;
use crate::app::asking;
use crate::app::drafting;
use crate::app::reviewing::{Version, versions};
use crate::domain::access::{Act, ForParty, NationalAct, may, national};
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::draft::is_supported;
use crate::domain::filing::FilingState;
use crate::domain::question::QuestionState;
use crate::domain::report::ReportReference;
use crate::store::people::list_held;
use crate::store::{Store, StoreError, StoreResult, drafts};
use crate::text::{Text, asked_reason};
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::people::Contact;
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "desk/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    desks: Vec<Desk>,
    form_token: String,
}

/// One State's desk; most people have one.
struct Desk {
    state: String,
    iso3: String,
    lead: String,
    lines: Vec<Line>,
    /// For the focal point: whether they still are.
    contact: Option<Contact>,
}

struct Line {
    report: String,
    address: Option<String>,
    reason: String,
    class: &'static str,
    state: String,
    when: String,
    next: String,
    /// Questions that wait for an answer: address and how many.
    questions: Option<(String, String)>,
}

/// How far a report is.
struct Progress {
    reference: ReportReference,
    is_drafted: bool,
    latest: Option<Version>,
    questions: usize,
}

pub(in crate::web) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    if by.desks().is_empty() {
        // Whoever works elsewhere is taken there: signing in leads here.
        let is_allowed = |act| may(&by.person.appointments, act).is_ok();
        if is_allowed(Act::ReadFiled) {
            return Ok(see("/secretariat"));
        }
        if is_allowed(Act::ReadPeople) {
            return Ok(see("/secretariat/people"));
        }
    }
    let edition = site.portal.edition();
    let leaves: Vec<ForParty> = by
        .desks()
        .into_iter()
        .filter_map(|party| national(&by.person.appointments, party, NationalAct::Read).ok())
        .collect();
    let held = edition.clone();
    let asked_of = leaves.clone();
    let person = by.person.id.clone();
    let (progress, own) = blocking(&site, move |store| {
        let each = asked_of.iter().map(|leave| progress(store, &held, *leave));
        let progress = each.collect::<StoreResult<Vec<_>>>()?;
        Ok::<_, StoreError>((progress, store.read(|db| list_held(db, &person))?))
    })
    .await?;
    let t = site.text;
    let desk = |(leave, progress): (&ForParty, &Vec<Progress>)| Desk {
        contact: Contact::of(&site, &own, leave.party()),
        ..Desk::new(&site, &edition, *leave, progress)
    };
    let desks: Vec<_> = leaves.iter().zip(&progress).map(desk).collect();
    let title = match desks.as_slice() {
        [only] => t.with("desk-title", "state", only.state.clone()),
        _ => t.say("nav-desk"),
    };
    let frame = Frame::new(&site, Section::Desk, title).seen_by(by.who(t.say("signed-in-as")));
    Ok(private_page(frame::render(&IndexPage { frame, t, desks, form_token: by.form_token() })?))
}

fn progress(store: &Store, edition: &Edition, leave: ForParty) -> StoreResult<Vec<Progress>> {
    let cycle = Cycle::containing(edition.today);
    let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
    let one = |regime| {
        let reference = ReportReference { party: leave.party(), regime, cycle };
        let is_drafted = store.read(|db| drafts::find_draft(db, reference))?.is_some();
        let asked = asking::about(store, reference)?;
        let questions = asked.iter().filter(|question| question.state() == QuestionState::Open).count();
        let mut versions = versions(store, reference)?;
        // A later version that was recalled leaves the one before it standing.
        let is_standing = |version: &Version| FilingState::of(&version.done()) != FilingState::Recalled;
        let latest =
            versions.iter().rposition(is_standing).map(|at| versions.swap_remove(at)).or_else(|| versions.pop());
        Ok(Progress { reference, is_drafted, latest, questions })
    };
    regimes.map(one).collect()
}

impl Desk {
    fn new(site: &Site, edition: &Edition, leave: ForParty, progress: &[Progress]) -> Self {
        let (t, party) = (site.text, leave.party());
        let state = edition.register.state(party).map(|state| state.short_name_en.clone());
        let state = state.unwrap_or_else(|| party.to_string());
        let cycle = Cycle::containing(edition.today);
        let asked = due(&edition.register, &edition.rules, party, cycle);
        let lines: Vec<_> = asked
            .iter()
            .filter_map(|asked| {
                let own = progress.iter().find(|own| own.reference.regime == asked.report().regime)?;
                Some(Line::new(site, edition, &state, asked, own))
            })
            .collect();
        let count = i64::try_from(lines.len()).unwrap_or_default();
        let days = (cycle.closes_on() - edition.today).num_days();
        let lead = match count {
            0 => t.with("desk-lead-none", "cycle", cycle.to_string()),
            _ => t.with_all(
                "desk-lead",
                [("count", count.into()), ("date", t.date(cycle.closes_on()).into()), ("days", days.into())],
            ),
        };
        Self { state, iso3: party.to_string(), lead, lines, contact: None }
    }
}

impl Line {
    fn new(site: &Site, edition: &Edition, state: &str, asked: &Asked, own: &Progress) -> Self {
        let t = site.text;
        let report = asked.report();
        let can_be_written = drafting::form_set(edition, own.reference).is_ok_and(is_supported);
        let is_served = matches!(asked, Asked::ServedBy(_));
        let (class, word, next) = if own.is_drafted {
            ("draft", "progress-draft", "next-go-on")
        } else if let Some(latest) = &own.latest {
            match FilingState::of(&latest.done()) {
                FilingState::Received => ("in", "progress-received", "next-receipt"),
                FilingState::Acknowledged => ("done", "progress-acknowledged", "next-receipt"),
                FilingState::Circulated => ("sent", "progress-circulated", "next-receipt"),
                FilingState::Published => ("pub", "progress-published", "next-receipt"),
                FilingState::Recalled => ("due", "progress-recalled", "next-start"),
            }
        } else if is_served {
            ("none", "progress-served", "next-none")
        } else if can_be_written {
            ("due", "progress-due", "next-start")
        } else {
            ("due", "progress-elsewhere", "next-elsewhere")
        };
        let when = match report.due {
            DueDate::On(day) => t.date(day),
            DueDate::BeforeMeeting(day) => t.with("due-before-meeting", "month", t.month_year(day)),
        };
        Self {
            report: Names::of(site, own.reference).report,
            address: (can_be_written && !is_served).then(|| format!("/desk/reports/{}", own.reference)),
            reason: asked_reason(t, asked, state, edition.today),
            class,
            state: t.say(word),
            when,
            next: t.say(next),
            questions: (own.questions > 0).then(|| {
                let said = t.with("questions-open", "count", own.questions);
                (format!("/desk/reports/{}/questions", own.reference), said)
            }),
        }
    }
}
