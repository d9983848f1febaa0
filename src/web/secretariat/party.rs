//! One State as an officer opens it: whom letters reach there, what is asked of it and what came, questions, letters
//! planned and sent, and what binds it since when. An administrator sees it without reports.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::index::{Line as ReportLine, Ticks};
use crate::app::Edition;
use crate::app::party::{LETTER_DAYS, OnFile, on_file};
use crate::app::reminding::HORIZON;
use crate::domain::access::{Act, audience, may};
use crate::domain::calendar::{Cycle, due};
use crate::domain::code::Iso3;
use crate::domain::history::HistoricReport;
use crate::domain::treaty::State;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{Spelled, moved, of_state, read_code};
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::outbox::Line as LetterLine;
use crate::web::parties::{DueRow, InstrumentRow, Shown, lead, nothing_due, over, received};
use crate::web::people::{ContactLine, contact_line, inviting};
use crate::web::reminders::{Line as PlannedLine, planned};
use crate::web::session::{SignedIn, blocking, private_page};
use crate::web::threads::threads;

/// Reports shown before the others are folded; what waits comes first.
const REPORTS_OPEN: usize = 12;
/// Planned letters shown; the plan has them all.
const PLANNED: usize = 12;

#[derive(Template)]
#[template(path = "secretariat/party.html")]
struct PartyPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    name: String,
    code: String,
    lead: String,
    remarks: Vec<String>,
    form_token: String,
    /// Nobody is at the State's desk whom letters reach.
    lacks_contact: bool,
    contacts: Vec<ContactLine>,
    /// The form of inviting, for those who may.
    invite: Option<String>,
    /// Letters go through the permanent mission alone.
    through_mission: bool,
    /// Who was named as a successor and waits to be appointed.
    successors: Vec<String>,
    cycle: String,
    due: Vec<DueRow>,
    nothing_due: String,
    /// What only an officer reads.
    reports: Option<Reports>,
    planned: Vec<PlannedLine>,
    /// How many letters are planned, and until when.
    planned_title: String,
    has_note: bool,
    sent_title: String,
    sent: Vec<LetterLine>,
    instruments: Vec<InstrumentRow>,
}

/// What came from the State and what is asked about it.
struct Reports {
    newest: Vec<ReportLine>,
    older: Vec<ReportLine>,
    /// Before the portal: report, when it was received, where that was read.
    historic: Vec<(String, String, String)>,
    /// Shape, where it stands, what it is about, its place.
    questions: Vec<(&'static str, String, String, String)>,
}

pub(in crate::web) async fn party(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadPeople).map_err(|_denied| PageError::Denied)?;
    let (edition, now) = (site.portal.edition(), site.portal.clock().now());
    let spelled = read_code(&code, Iso3::parse).ok_or(PageError::UnknownState)?;
    let (Spelled::Right(iso3) | Spelled::Otherwise(iso3)) = spelled;
    edition.register.state(iso3).ok_or(PageError::UnknownState)?;
    if let Spelled::Otherwise(iso3) = spelled {
        return Ok(moved(&of_state(iso3)));
    }
    let held = edition.clone();
    let found = blocking(&site, move |store| on_file(store, &held, iso3, now)).await?;
    let state = edition.register.state(iso3).ok_or(PageError::UnknownState)?;
    Ok(private_page(frame::render(&PartyPage::new(&site, &edition, state, &by, &found))?))
}

impl PartyPage {
    fn new(site: &Site, edition: &Edition, state: &State, by: &SignedIn, found: &OnFile) -> Self {
        let (t, register, iso3) = (site.text, edition.register.as_ref(), state.iso3);
        let held = &by.person.appointments;
        let cycle = Cycle::containing(edition.today);
        let received = received(site, &found.filed, &found.historic, audience(held, iso3));
        let asked = due(register, &edition.rules, iso3, cycle);
        let differing = edition.remarks.iter().filter(|remark| remark.parties.contains(&iso3));
        let contacts = &found.contacts;
        let until = edition.today + chrono::TimeDelta::days(i64::from(HORIZON));
        let figures = [("count", found.outlook.messages.len().into()), ("date", t.date(until).into())];
        let now = site.portal.clock().now();
        Self {
            frame: Frame::new(site, Section::People, state.short_name_en.clone())
                .with_crumb("/secretariat/contacts", t.say("contacts-title"))
                .resting_on(register.as_of())
                .seen_by(by.who(t.say("secretariat"))),
            t,
            over: over(t, edition, state),
            name: state.short_name_en.clone(),
            code: iso3.to_string(),
            lead: lead(t, edition, state),
            remarks: differing.map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
            form_token: by.form_token(),
            lacks_contact: !contacts.all.iter().any(|one| one.role.is_at_desk() && one.person.is_reached()),
            contacts: contacts.all.iter().map(|contact| contact_line(site, contact)).collect(),
            invite: may(held, Act::ManagePeople).is_ok().then(|| inviting(iso3)),
            through_mission: contacts.through_mission.contains(&iso3),
            successors: contacts.handovers.iter().map(|handover| handover.name.clone()).collect(),
            cycle: cycle.to_string(),
            due: asked.iter().map(|asked| DueRow::new(t, edition, state, asked, &received)).collect(),
            nothing_due: nothing_due(t, edition, state, cycle),
            reports: may(held, Act::ReadFiled).is_ok().then(|| Reports::new(site, edition, found)),
            planned: planned(site, &found.outlook).into_iter().take(PLANNED).collect(),
            planned_title: t.with_all("state-planned", figures),
            has_note: !found.outlook.notes.is_empty(),
            sent_title: t.with("state-sent", "days", LETTER_DAYS),
            sent: found.letters.iter().map(|kept| LetterLine::new(site, kept, now)).collect(),
            instruments: register.instruments().iter().map(|one| InstrumentRow::new(t, edition, state, one)).collect(),
        }
    }
}

impl Reports {
    fn new(site: &Site, edition: &Edition, found: &OnFile) -> Self {
        let t = site.text;
        let mut reports: Vec<_> = found.reports.iter().collect();
        reports.sort_by_key(|line| std::cmp::Reverse((line.reference.cycle, line.reference.regime)));
        let (waiting, others): (Vec<_>, Vec<_>) =
            reports.into_iter().partition(|line| line.questions + line.answers > 0 || line.asks_correction);
        let lines = waiting.into_iter().chain(others).map(|line| {
            let mut shown = ReportLine::new(site, edition, line, &Ticks::none());
            if line.asks_correction {
                shown.notes.push(("query", t.say("review-correction-requested")));
            }
            if let Some(day) = found.promised.get(&line.reference) {
                shown.notes.push(("wait", t.with("state-promised", "date", t.date(*day))));
            }
            shown
        });
        let mut newest: Vec<_> = lines.collect();
        let older = newest.split_off(newest.len().min(REPORTS_OPEN));
        let questions = found.questions.iter().flat_map(|(reference, question)| {
            let report = Names::of(site, *reference).report;
            let place = format!("/secretariat/reports/{reference}#question-{}", question.id);
            let thread = threads(site, *reference, std::slice::from_ref(question), &Default::default());
            thread.into_iter().map(move |one| {
                let about = [report.clone(), one.about].join(": ");
                (one.class, one.state, about, place.clone())
            })
        });
        let mut historic: Vec<_> = found.historic.iter().collect();
        historic.sort_by_key(|one| std::cmp::Reverse((one.cycle, one.regime)));
        Self {
            newest,
            older,
            historic: historic.into_iter().map(|one| before_the_portal(t, one)).collect(),
            questions: questions.collect(),
        }
    }
}

fn before_the_portal(t: &Text, report: &HistoricReport) -> (String, String, String) {
    let names = [("regimes", t.regime(report.regime).into()), ("cycle", report.cycle.to_string().into())];
    let when = report.received_on.map_or_else(|| t.say("state-day-unknown"), |day| t.date(day));
    (t.with_all("reminders-reports", names), when, report.source.clone())
}
