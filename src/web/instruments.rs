//! The instruments: what they are, whom they bind since when, and how that grew.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::Site;
use super::address::{Spelled, moved, read_code};
use super::error::PageError;
use super::frame::{self, Frame, Section};
use super::kept::PublicPage;
use super::plot::{Plot, Steps, growth};
use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{Instrument, RegionalGroup, Register, Standing, folded};
use crate::text::Text;

/// Lines that can be told apart without colour; blue marks instruments with a report of their own.
const LINES: [&str; 8] = ["k k1", "k", "k d1", "k d3", "k d2", "k k2", "k d4", "k k3"];
/// The table of figures shows the end of every so many years.
const YEARS_PER_LINE: i32 = 5;

struct Card {
    address: String,
    name: String,
    subject: String,
    adopted: String,
    in_force: String,
    bound: usize,
    report: String,
}

struct YearLine {
    date: String,
    counts: Vec<Option<usize>>,
}

#[derive(Template)]
#[template(path = "instruments/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    cards: Vec<Card>,
    plot: Plot,
    figures: Figures,
}

/// The plot's figures as a table.
struct Figures {
    columns: Vec<String>,
    lines: Vec<YearLine>,
    csv: String,
}

struct Member {
    address: String,
    name: String,
    group: String,
    act: String,
    deposited: String,
    deposited_iso: String,
    since: String,
    since_iso: String,
    how: String,
}

struct GroupLine {
    name: String,
    bound: usize,
    states: usize,
}

#[derive(Template)]
#[template(path = "instruments/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    name: String,
    title: String,
    lead: String,
    facts: Vec<(String, String)>,
    plot: Plot,
    figures: Figures,
    groups: Vec<GroupLine>,
    members: Vec<Member>,
    members_count: String,
    pending: Vec<Member>,
    parties_not_bound: Vec<(String, String)>,
    not_bound_count: String,
    remarks: Vec<String>,
}

pub(super) async fn index(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_page(&site, &request, "/instruments".into(), |site, edition| {
        Ok(PublicPage::html(frame::render(&IndexPage::new(site, edition))?))
    })
    .await
}

pub(super) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let register = &site.portal.edition().register;
    let code = match known(register, &code)? {
        Spelled::Right(code) => code,
        Spelled::Otherwise(code) => return Ok(moved(&format!("/instruments/{code}"))),
    };
    Site::public_page(&site, &request, format!("/instruments/{code}"), move |site, edition| {
        let instrument = edition.register.instrument(code).ok_or(PageError::UnknownInstrument)?;
        Ok(PublicPage::html(frame::render(&ShowPage::new(site, edition, instrument)?)?))
    })
    .await
}

fn known(register: &Register, text: &str) -> Result<Spelled<InstrumentCode>, PageError> {
    let spelled = read_code(text, InstrumentCode::parse).ok_or(PageError::UnknownInstrument)?;
    let (Spelled::Right(code) | Spelled::Otherwise(code)) = spelled;
    register.instrument(code).map(|_| spelled).ok_or(PageError::UnknownInstrument)
}

impl IndexPage {
    fn new(site: &Site, edition: &Edition) -> Self {
        let (t, register) = (site.text, edition.register.as_ref());
        let codes: Vec<_> = register.instruments().iter().map(|one| one.code).collect();
        let series = codes.iter().zip(LINES).map(|(code, class)| {
            let steps = growth(register, *code, register.as_of());
            let last = steps.last().map_or(0, |step| step.1);
            let name = t.of_instrument(*code, "short");
            Steps { label: t.with_all("plot-label", [("count", last.into()), ("name", name.into())]), class, steps }
        });
        let until = t.date(register.as_of());
        let plot = Plot::new(
            t.with("plot-all-title", "until", until),
            t.say("plot-all-description"),
            series.collect(),
            register.as_of(),
        );
        Self {
            frame: Frame::new(site, Section::Instruments, t.say("instruments-title"))
                .resting_on(register.as_of())
                .at(site, "/instruments"),
            t,
            cards: register.instruments().iter().map(|one| Card::new(t, edition, one)).collect(),
            plot,
            figures: Figures::new(t, register, &codes, "/instruments.csv".into()),
        }
    }
}

impl Card {
    fn new(t: &Text, edition: &Edition, instrument: &Instrument) -> Self {
        let regimes = edition.rules.regimes().iter().filter(|regime| regime.instrument == instrument.code);
        let report: Vec<_> = regimes.map(|regime| t.of_regime(regime.code, "report")).collect();
        Self {
            address: format!("/instruments/{}", instrument.code),
            name: t.instrument(instrument.code),
            subject: t.of_instrument(instrument.code, "subject"),
            adopted: t.date(instrument.adopted_on),
            in_force: t.date(instrument.entered_into_force_on),
            bound: edition.register.count_bound(instrument.code, edition.today),
            report: if report.is_empty() { t.say("no-report") } else { report.join(" ") },
        }
    }
}

impl Figures {
    fn new(t: &Text, register: &Register, codes: &[InstrumentCode], csv: String) -> Self {
        let years = ends_of_years(register, codes);
        let count = |code: InstrumentCode, on: NaiveDate| {
            let starts = register.instrument(code).map(|one| one.entered_into_force_on);
            starts.filter(|start| *start <= on).map(|_| register.count_bound(code, on))
        };
        let line =
            |on: NaiveDate| YearLine { date: t.date(on), counts: codes.iter().map(|code| count(*code, on)).collect() };
        Self {
            columns: codes.iter().map(|code| t.of_instrument(*code, "short")).collect(),
            lines: years.into_iter().map(line).collect(),
            csv,
        }
    }
}

/// The ends of the first year, of every fifth year, and the day of the register.
fn ends_of_years(register: &Register, codes: &[InstrumentCode]) -> Vec<NaiveDate> {
    let starts = codes.iter().filter_map(|code| register.instrument(*code)).map(|one| one.entered_into_force_on);
    let first = starts.min().unwrap_or(register.as_of()).year();
    let shown = |year: &i32| *year == first || year % YEARS_PER_LINE == 0;
    let ends = (first..register.as_of().year()).filter(shown).filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    ends.chain([register.as_of()]).collect()
}

impl ShowPage {
    fn new(site: &Site, edition: &Edition, instrument: &Instrument) -> Result<Self, PageError> {
        let (t, register, code) = (site.text, edition.register.as_ref(), instrument.code);
        let name = t.instrument(code);
        let steps = growth(register, code, register.as_of());
        let last = steps.last().map_or(0, |step| step.1);
        let first = steps.first().map_or(0, |step| step.1);
        let description = t.with_all(
            "plot-one-description",
            [
                ("name", name.as_str().into()),
                ("first", first.into()),
                ("since", t.date(instrument.entered_into_force_on).into()),
                ("last", last.into()),
                ("until", t.date(register.as_of()).into()),
            ],
        );
        let label = t.with_all("plot-label", [("count", last.into()), ("name", t.of_instrument(code, "short").into())]);
        let plot = Plot::new(
            t.with("plot-one-title", "name", name.as_str()),
            description,
            vec![Steps { label, class: "k k2", steps }],
            register.as_of(),
        );
        let mut members = Member::all(t, edition, instrument, false);
        members.sort_by(|one, other| (&one.since_iso, folded(&one.name)).cmp(&(&other.since_iso, folded(&other.name))));
        let not_bound = parties_not_bound(edition, code);
        let differing = super::super::domain::treaty::remarks().map_err(anyhow::Error::new)?;
        let differing = differing.iter().filter(|remark| remark.instruments.contains(&code));
        Ok(Self {
            frame: Frame::new(site, Section::Instruments, name.clone())
                .with_crumb("/instruments", t.say("nav-instruments"))
                .resting_on(register.as_of())
                .at(site, &format!("/instruments/{code}")),
            t,
            title: t.of_instrument(code, "title"),
            lead: t
                .with_all("instrument-lead", [("count", members.len().into()), ("date", t.date(edition.today).into())]),
            facts: facts(t, edition, instrument),
            plot,
            figures: Figures::new(t, register, &[code], format!("/instruments/{code}.csv")),
            groups: groups(t, edition, code),
            members_count: t.with("members-count", "count", members.len()),
            members,
            pending: Member::all(t, edition, instrument, true),
            not_bound_count: t.with("parties-not-bound-count", "count", not_bound.len()),
            parties_not_bound: not_bound,
            remarks: differing.map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
            name,
        })
    }
}

fn facts(t: &Text, edition: &Edition, instrument: &Instrument) -> Vec<(String, String)> {
    let card = Card::new(t, edition, instrument);
    let source = t.with_all(
        "instrument-source",
        [
            ("list", instrument.depositary_list.as_str().into()),
            ("mark", t.say(&format!("mark-{}", instrument.mark.key())).into()),
        ],
    );
    [
        ("fact-adopted", card.adopted),
        ("fact-in-force", card.in_force),
        ("fact-report", card.report),
        ("fact-source", source),
    ]
    .into_iter()
    .map(|(key, value)| (t.say(key), value))
    .collect()
}

fn groups(t: &Text, edition: &Edition, code: InstrumentCode) -> Vec<GroupLine> {
    let line = |group: &RegionalGroup| {
        let members = || edition.register.states().filter(|state| state.group == *group);
        GroupLine {
            name: t.say(&format!("group-{}", group.key())),
            bound: members().filter(|state| edition.register.bound(state.iso3, code, edition.today)).count(),
            states: members().count(),
        }
    };
    RegionalGroup::ALL.iter().map(line).collect()
}

impl Member {
    /// States bound, or going to be, by English name.
    fn all(t: &Text, edition: &Edition, instrument: &Instrument, pending: bool) -> Vec<Self> {
        let states = edition.register.states_by_name();
        let member = |state: &crate::domain::treaty::State| {
            let period = match edition.register.standing(state.iso3, instrument.code, edition.today) {
                Standing::Bound(period) if !pending => period,
                Standing::Pending(period) if pending => period,
                _ => return None,
            };
            Some(Self {
                address: format!("/parties/{}", state.iso3),
                name: state.short_name_en.clone(),
                group: t.say(&format!("group-{}", state.group.key())),
                act: t.say(&format!("act-{}", period.kind.key())),
                deposited: t.date_short(period.deposited_on),
                deposited_iso: period.deposited_on.to_string(),
                since: t.date_short(period.since),
                since_iso: period.since.to_string(),
                how: t.say(&format!("how-{}", period.how.key())),
            })
        };
        states.into_iter().filter_map(member).collect()
    }
}

/// Parties to the Convention that the instrument does not bind: address and name.
fn parties_not_bound(edition: &Edition, code: InstrumentCode) -> Vec<(String, String)> {
    let register = &edition.register;
    let Some(convention) = register.instruments().first() else { return Vec::new() };
    let free = register.states_by_name().into_iter().filter(|state| {
        register.bound(state.iso3, convention.code, edition.today) && !register.bound(state.iso3, code, edition.today)
    });
    free.map(|state| (format!("/parties/{}", state.iso3), state.short_name_en.clone())).collect()
}

/// Every step of every curve, for programs.
pub(super) async fn table(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_page(&site, &request, "/instruments.csv".into(), |_, edition| {
        let codes = edition.register.instruments().iter().map(|one| one.code);
        PublicPage::csv(STEP_COLUMNS, codes.flat_map(|code| step_lines(&edition.register, code)))
    })
    .await
}

/// Every step of one curve, for programs.
pub(super) async fn growth_table(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let register = &site.portal.edition().register;
    let (Spelled::Right(code) | Spelled::Otherwise(code)) = known(register, &code)?;
    Site::public_page(&site, &request, format!("/instruments/{code}.csv"), move |_, edition| {
        PublicPage::csv(STEP_COLUMNS, step_lines(&edition.register, code))
    })
    .await
}

const STEP_COLUMNS: [&str; 4] = ["instrument", "from", "states_bound", "register_as_of"];

fn step_lines(register: &Register, code: InstrumentCode) -> Vec<[String; 4]> {
    let steps = growth(register, code, register.as_of()).into_iter();
    steps
        .map(|(day, count)| [code.to_string(), day.to_string(), count.to_string(), register.as_of().to_string()])
        .collect()
}
