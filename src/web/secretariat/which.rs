//! Of which report something came on paper: also one that is not asked for, which no line of the queue leads to.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::on_behalf::officer;
use crate::app::Edition;
use crate::app::drafting::form_set;
use crate::app::on_behalf::is_fileable;
use crate::domain::calendar::Cycle;
use crate::domain::code::Iso3;
use crate::domain::report::ReportReference;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::session::{SignedIn, private};

#[derive(Template)]
#[template(path = "secretariat/which.html")]
struct WhichPage {
    frame: Frame,
    t: &'static Text,
    /// Key, name, whether it is chosen.
    states: Vec<(String, String, bool)>,
    regimes: Vec<(String, String, bool)>,
    cycle: String,
    /// The field a fault is at, and the fault.
    faults: Vec<(&'static str, String)>,
}

impl WhichPage {
    fn fault(&self, field: &str) -> &str {
        self.faults.iter().find(|(own, _)| *own == field).map_or("", |(_, fault)| fault)
    }
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    state: Option<String>,
    #[serde(default)]
    regime: String,
    #[serde(default)]
    cycle: String,
}

/// Leads to the page where the report is filed for its State, once it is said which.
pub(in crate::web) async fn which(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = officer(&site, &request).await?;
    let edition = site.portal.edition();
    if asked.state.is_none() {
        return answer(&site, &by, &asked, StatusCode::OK, Vec::new());
    }
    match chosen(site.text, &edition, &asked) {
        Ok(reference) => Ok(see(&format!("/secretariat/reports/{reference}/on-behalf"))),
        Err(faults) => answer(&site, &by, &asked, StatusCode::UNPROCESSABLE_ENTITY, faults),
    }
}

fn chosen(t: &Text, edition: &Edition, asked: &Asked) -> Result<ReportReference, Vec<(&'static str, String)>> {
    let party = Iso3::parse(asked.state.as_deref().unwrap_or_default()).ok();
    let party = party.filter(|party| edition.register.state(*party).is_some());
    let regime = edition.rules.regimes().iter().map(|regime| regime.code).find(|code| code.as_str() == asked.regime);
    let cycle: Option<Cycle> = asked.cycle.trim().parse().ok();
    let fault = |field, key: &str| (field, t.say(key));
    match (party, regime, cycle) {
        (Some(party), Some(regime), Some(cycle)) => {
            let reference = ReportReference { party, regime, cycle };
            if form_set(edition, reference).is_err() {
                return Err(vec![("cycle", t.with("which-cycle-formless", "cycle", cycle.to_string()))]);
            }
            let said = || t.with("which-cycle-future", "cycle", cycle.to_string());
            is_fileable(edition, cycle).then_some(reference).ok_or_else(|| vec![("cycle", said())])
        }
        (party, regime, cycle) => {
            let faults = [
                party.is_none().then(|| fault("state", "which-state-missing")),
                regime.is_none().then(|| fault("regime", "which-regime-missing")),
                cycle.is_none().then(|| fault("cycle", "which-cycle-missing")),
            ];
            Err(faults.into_iter().flatten().collect())
        }
    }
}

fn answer(
    site: &Site,
    by: &SignedIn,
    asked: &Asked,
    status: StatusCode,
    faults: Vec<(&'static str, String)>,
) -> Result<HttpResponse, PageError> {
    let (t, edition) = (site.text, site.portal.edition());
    let state = asked.state.as_deref().unwrap_or_default();
    let states = edition.register.states_by_name();
    let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
    let page = WhichPage {
        frame: Frame::new(site, Section::Secretariat, t.say("which-title"))
            .with_crumb("/secretariat", t.say("queue-title"))
            .seen_by(by.who(t.say("secretariat"))),
        t,
        states: states
            .map(|one| (one.iso3.to_string(), one.short_name_en.clone(), one.iso3.as_str() == state))
            .collect(),
        regimes: regimes.map(|code| (code.to_string(), t.regime(code), code.as_str() == asked.regime)).collect(),
        cycle: match asked.cycle.as_str() {
            "" if asked.state.is_none() => Cycle::containing(edition.today).to_string(),
            typed => typed.chars().take(80).collect(),
        },
        faults,
    };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}
