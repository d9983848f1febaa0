//! One State: what binds it since when, how that is known, and what is due.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::standing::{DueRow, InstrumentRow, Received, Shown, lead, nothing_due, over, received};
use crate::app::Edition;
use crate::app::filings::{Of, filed};
use crate::app::opening::{newest_open_to, withheld};
use crate::domain::access::audience;
use crate::domain::calendar::{Cycle, due};
use crate::domain::code::Iso3;
use crate::domain::report::Audience;
use crate::domain::treaty::{State, TreatyAction};
use crate::store::historic_reports::list_historic_reports_of;
use crate::store::submissions::Filed;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{Spelled, moved, read_code};
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section, Who};
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
        let store = site.portal.store();
        let filed = filed(store, edition, Of::State(iso3)).map_err(WorkError::Store)?;
        let historic = store.read(|db| list_historic_reports_of(db, iso3)).map_err(WorkError::Store)?;
        let reports = reports(site, edition, newest_open_to(Audience::Everyone, &filed))?;
        let audience = audience(who.as_ref().map_or(&[], |who| &who.held), iso3);
        let received = received(site, &filed, &historic, audience);
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
