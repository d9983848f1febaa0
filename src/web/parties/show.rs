//! One State: what binds it since when, how that is known, and what is due.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::app::Edition;
use crate::app::filings::{Of, filed};
use crate::app::opening::{newest_open_to, withheld};
use crate::domain::access::audience;
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::code::Iso3;
use crate::domain::filing::Filing;
use crate::domain::history::HistoricReport;
use crate::domain::report::{Audience, ReportReference};
use crate::domain::treaty::{Instrument, Period, RegionalGroup, Standing, State, TreatyAction, UnStatus};
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::submissions::Filed;
use crate::text::{Text, asked_reason};
use crate::web::Site;
use crate::web::address::{Spelled, moved, read_code};
use crate::web::desk::{Names, lately_first_due};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section, Who};
use crate::web::reports::own_address;
use crate::web::session::WorkError;

#[derive(Template)]
#[template(path = "parties/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    name: String,
    lead: String,
    instruments: Vec<InstrumentRow>,
    remarks: Vec<String>,
    cycle: String,
    due: Vec<DueRow>,
    nothing_due: String,
    /// Published reports, the newest cycle first.
    reports: Vec<ReportRow>,
    acts: Vec<ActRow>,
    names: Vec<Name>,
    formal_name: String,
}

struct InstrumentRow {
    address: String,
    name: String,
    subject: String,
    standing: Shown,
}

/// How a State stands to an instrument, in words.
enum Shown {
    /// In force, or going to be.
    Dated(Dated),
    /// Signed, denounced or nothing.
    Words(String),
}

struct Dated {
    act: String,
    deposited: String,
    deposited_iso: String,
    since: String,
    since_iso: String,
    how: String,
    /// Consented, not yet in force.
    is_pending: bool,
    /// Denounced with effect from this day.
    until: Option<String>,
}

struct DueRow {
    regime: String,
    kind: String,
    /// The date, or words where there is none.
    when: String,
    when_iso: Option<String>,
    /// Days left, or the next working day.
    notes: Vec<String>,
    /// Where the report is, and when it was received, where it was and the reader may see it.
    received: Option<(Option<String>, String)>,
    reason: String,
    source: String,
}

/// Where a report is, as far as there is an address, and when it was received.
type Received = BTreeMap<ReportReference, (Option<String>, String)>;

struct ReportRow {
    address: String,
    report: String,
    received: String,
    is_withheld: bool,
}

struct ActRow {
    on: String,
    on_iso: String,
    what: String,
    source: String,
}

struct Name {
    language: &'static str,
    direction: &'static str,
    name: String,
}

pub(in crate::web) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let spelled = read_code(&code, Iso3::parse).ok_or(PageError::UnknownState)?;
    let (Spelled::Right(iso3) | Spelled::Otherwise(iso3)) = spelled;
    // Before anything is kept: addresses of States that do not exist must not fill the memory.
    site.portal.edition().register.state(iso3).ok_or(PageError::UnknownState)?;
    if let Spelled::Otherwise(iso3) = spelled {
        return Ok(moved(&format!("/parties/{iso3}")));
    }
    Site::public_page(&site, &request, format!("/parties/{iso3}"), move |site, edition, who| {
        let state = edition.register.state(iso3).ok_or(PageError::UnknownState)?;
        let filed = filed(site.portal.store(), edition, Of::State(iso3)).map_err(WorkError::Store)?;
        let published = newest_open_to(Audience::Everyone, &filed);
        let reports = reports(site, edition, published)?;
        let audience = audience(who.as_ref().map_or(&[], |who| &who.held), iso3);
        let mut received = received(site, &filed, audience);
        if matches!(audience, Audience::State | Audience::Secretariat) {
            let historic =
                site.portal.store().read(|db| list_historic_reports_of(db, iso3)).map_err(WorkError::Store)?;
            historic.into_iter().for_each(|report| add_historic(site, &mut received, report));
        }
        frame::render(&ShowPage::new(site, edition, state, (reports, received), who))
    })
    .await
}

impl ShowPage {
    fn new(
        site: &Site,
        edition: &Edition,
        state: &State,
        (reports, received): (Vec<ReportRow>, Received),
        who: Option<Who>,
    ) -> Self {
        let (t, register) = (site.text, edition.register.as_ref());
        let cycle = Cycle::containing(edition.today);
        let asked = due(register, &edition.rules, state.iso3, cycle);
        let differing = edition.remarks.iter().filter(|remark| remark.parties.contains(&state.iso3));
        let address = format!("/parties/{}", state.iso3);
        Self {
            frame: Frame::new(site, Section::Parties, state.short_name_en.clone())
                .seen_by(who)
                .with_crumb("/parties", t.say("nav-parties"))
                .resting_on(register.as_of())
                .at(site, &address),
            t,
            over: over(t, edition, state),
            name: state.short_name_en.clone(),
            lead: lead(t, edition, state),
            instruments: register.instruments().iter().map(|one| InstrumentRow::new(t, edition, state, one)).collect(),
            remarks: differing.map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
            cycle: cycle.to_string(),
            nothing_due: nothing_due(t, edition, state, cycle),
            due: asked.iter().map(|asked| DueRow::new(t, edition, state, asked, &received)).collect(),
            reports,
            acts: acts(t, edition, state),
            names: names(state),
            formal_name: state.formal_name_en.clone(),
        }
    }
}

/// State party or not, group, standing in the United Nations.
fn over(t: &Text, edition: &Edition, state: &State) -> String {
    let standing = match standing_to_convention(edition, state) {
        Standing::Bound(_) => "over-party",
        Standing::Pending(_) => "over-pending",
        Standing::Signed(_) => "over-signatory",
        Standing::Ended(_) | Standing::NotBound => "over-not-party",
    };
    let mut parts = vec![t.say(standing)];
    if state.group != RegionalGroup::None {
        parts.push(t.say(&format!("group-{}", state.group.key())));
    }
    if state.un_status != UnStatus::Member {
        parts.push(t.say(&format!("un-status-{}", state.un_status.key())));
    }
    parts.join(&t.say("list-comma"))
}

fn standing_to_convention<'a>(edition: &'a Edition, state: &State) -> Standing<'a> {
    edition.register.standing(state.iso3, edition.register.convention(), edition.today)
}

fn lead(t: &Text, edition: &Edition, state: &State) -> String {
    let (register, convention) = (&edition.register, edition.register.convention());
    let further = register.instruments().iter().filter(|one| one.code != convention);
    let further = further.filter(|one| register.bound(state.iso3, one.code, edition.today)).count();
    match standing_to_convention(edition, state) {
        Standing::Bound(period) => {
            let bound =
                t.with_all("party-lead-bound", [("since", t.date(period.since).into()), ("further", further.into())]);
            let cycle = Cycle::containing(edition.today);
            let asked = due(register, &edition.rules, state.iso3, cycle);
            let reports = asked.iter().filter(|asked| matches!(asked, Asked::Report(_))).count();
            let due = [("count", reports.into()), ("cycle", cycle.to_string().into())];
            if reports == 0 { bound } else { format!("{bound} {}", t.with_all("party-lead-due", due)) }
        }
        Standing::Pending(period) => t.with("party-lead-pending", "since", t.date(period.since)),
        Standing::Ended(period) => {
            t.with("party-lead-ended", "until", period.until.map(|until| t.date(until)).unwrap_or_default())
        }
        Standing::Signed(day) => t.with("party-lead-signed", "on", t.date(day)),
        Standing::NotBound => t.say("party-lead-not-bound"),
    }
}

fn nothing_due(t: &Text, edition: &Edition, state: &State, cycle: Cycle) -> String {
    match standing_to_convention(edition, state) {
        Standing::Pending(period) => t.with("nothing-due-pending", "since", t.date(period.since)),
        Standing::Bound(_) => t.with("nothing-due-cycle", "cycle", cycle.to_string()),
        _ => t.say("nothing-due-not-party"),
    }
}

impl InstrumentRow {
    fn new(t: &Text, edition: &Edition, state: &State, instrument: &Instrument) -> Self {
        let standing = match edition.register.standing(state.iso3, instrument.code, edition.today) {
            Standing::Bound(period) => Shown::Dated(Dated::new(t, period, false)),
            Standing::Pending(period) => Shown::Dated(Dated::new(t, period, true)),
            Standing::Ended(period) => {
                Shown::Words(t.with("standing-ended", "until", period.until.map(|day| t.date(day)).unwrap_or_default()))
            }
            Standing::Signed(day) => Shown::Words(t.with("standing-signed", "on", t.date(day))),
            Standing::NotBound => Shown::Words(t.say("standing-not-bound")),
        };
        Self {
            address: format!("/instruments/{}", instrument.code),
            name: t.instrument(instrument.code),
            subject: t.of_instrument(instrument.code, "subject"),
            standing,
        }
    }
}

impl Dated {
    fn new(t: &Text, period: &Period, is_pending: bool) -> Self {
        Self {
            act: t.say(&format!("act-{}", period.kind.key())),
            deposited: t.date(period.deposited_on),
            deposited_iso: period.deposited_on.to_string(),
            since: t.date(period.since),
            since_iso: period.since.to_string(),
            how: t.say(&format!("how-{}", period.how.key())),
            is_pending,
            until: period.until.map(|until| t.date(until)),
        }
    }
}

impl DueRow {
    fn new(t: &Text, edition: &Edition, state: &State, asked: &Asked, received: &Received) -> Self {
        let report = asked.report();
        let cycle = Cycle::containing(edition.today);
        let cycle = if let Asked::ServedBy(_) = asked { cycle.next().unwrap_or(cycle) } else { cycle };
        let reference = ReportReference { party: state.iso3, regime: report.regime, cycle };
        let received = received.get(&reference).cloned();
        let (when, when_iso, mut notes) = match (asked, report.due) {
            (Asked::ServedBy(_), _) => (t.say("due-served"), None, Vec::new()),
            (_, DueDate::BeforeMeeting(day)) => {
                (t.with("due-before-meeting", "month", t.month_year(day)), None, Vec::new())
            }
            (_, DueDate::On(day)) => {
                let working_day = edition.office.working_day_from(day);
                let left = (day - edition.today).num_days();
                let mut notes = Vec::new();
                // Between the date and the next working day nothing has passed yet, and for what is here no day counts.
                if received.is_none() && (left >= 0 || working_day < edition.today) {
                    notes.push(t.with(if left < 0 { "due-passed" } else { "due-in-days" }, "days", left));
                }
                if working_day != day {
                    notes.push(t.with("due-working-day", "date", t.date(working_day)));
                }
                (t.date(day), Some(day.to_string()), notes)
            }
        };
        let first = lately_first_due(edition, reference);
        notes.extend(first.map(|(_, day)| t.with("due-first", "date", t.date(day))));
        Self {
            regime: t.regime(report.regime),
            kind: t.say(&format!("report-kind-{}", report.kind.key())),
            when,
            when_iso,
            notes,
            received,
            reason: asked_reason(t, asked, &state.short_name_en, edition.today),
            source: t.with_all(
                "due-source",
                [
                    ("source", report.source.as_str().into()),
                    ("mark", t.say(&format!("mark-{}", report.mark.key())).into()),
                ],
            ),
        }
    }
}

/// What was received and stands, as far as the reader may see it.
fn received(site: &Site, filed: &[Filed], audience: Audience) -> Received {
    let standing: Vec<_> = filed.iter().filter(|filed| filed.stands()).cloned().collect();
    let line = |filed: &Filed| {
        let said = site.text.with("due-received", "date", site.text.date(site.day_of(filed.received_at())));
        (filed.reference, (Some(own_address(audience, filed.reference.into(), false)), said))
    };
    newest_open_to(audience, &standing).into_iter().map(line).collect()
}

/// Adds a report from before the portal. Who else may see it is not known, so only its State and the secretariat are
/// told.
fn add_historic(site: &Site, received: &mut Received, report: HistoricReport) {
    let t = site.text;
    let reference = ReportReference { party: report.party, regime: report.regime, cycle: report.cycle };
    let address = report.file.filter(|file| file.starts_with("https://"));
    let said = match report.received_on {
        Some(day) => t.with("due-historic-on", "date", t.date(day)),
        None => t.say("due-historic"),
    };
    received.entry(reference).or_insert((address, said));
}

/// The newest first; those of which the State made nothing public are named as such.
fn reports(site: &Site, edition: &Edition, mut published: Vec<&Filed>) -> Result<Vec<ReportRow>, PageError> {
    published.sort_by_key(|filed| std::cmp::Reverse((filed.reference.cycle, filed.reference.regime)));
    let withheld = withheld(site.portal.store(), edition, &published).map_err(WorkError::Store)?;
    let row = |filed: &Filed| ReportRow {
        address: format!("/reports/{}", filed.reference),
        report: Names::of(site, filed.reference).report,
        received: site.text.with("public-received", "date", site.text.date(site.day_of(filed.received_at()))),
        is_withheld: withheld.contains(&filed.reference),
    };
    Ok(published.into_iter().map(row).collect())
}

/// The State's acts in the order in which they were done.
fn acts(t: &Text, edition: &Edition, state: &State) -> Vec<ActRow> {
    let mut acts: Vec<_> = edition.register.actions_of(state.iso3).collect();
    let place = |code| edition.register.instruments().iter().position(|instrument| instrument.code == code);
    acts.sort_by_key(|act| (act.deposited_on, place(act.instrument)));
    let row = |act: &TreatyAction| ActRow {
        on: t.date(act.deposited_on),
        on_iso: act.deposited_on.to_string(),
        what: t.with_all(
            "act-line",
            [
                ("act", t.say(&format!("act-{}", act.kind.key())).into()),
                ("instrument", t.instrument(act.instrument).into()),
            ],
        ),
        source: act.source.clone(),
    };
    acts.into_iter().map(row).collect()
}

/// The State's name in the other official languages, in the order of the English alphabet.
fn names(state: &State) -> Vec<Name> {
    let name = |language, direction, name: &String| Name { language, direction, name: name.clone() };
    vec![
        name("ar", "rtl", &state.name_ar),
        name("zh", "ltr", &state.name_zh),
        name("fr", "ltr", &state.name_fr),
        name("ru", "ltr", &state.name_ru),
        name("es", "ltr", &state.name_es),
    ]
}
