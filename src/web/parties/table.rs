//! The register as a table for programs.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{Standing, State};
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::kept::PublicPage;

/// All States and instruments, with deposit and entry into force, for programs.
pub(in crate::web) async fn table(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    Site::public_data(&site, &request, "/parties.csv".into(), |_, edition| {
        let instruments = edition.register.instruments();
        let states = edition.register.states();
        let lines = states.flat_map(|state| instruments.iter().map(move |one| csv_line(edition, state, one.code)));
        PublicPage::csv(COLUMNS, lines)
    })
    .await
}

/// Every treaty action with its source, for programs: the register as it was taken from the Depositary.
pub(in crate::web) async fn actions(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    const COLUMNS: [&str; 8] =
        ["iso3", "instrument", "act", "deposited_on", "effect_on", "effect_mark", "read_at_depositary", "source"];
    Site::public_data(&site, &request, "/depositary.csv".into(), |_, edition| {
        let lines = edition.register.actions().iter().map(|act| {
            [
                act.party.to_string(),
                act.instrument.to_string(),
                act.kind.spelling().to_owned(),
                act.deposited_on.to_string(),
                act.effect.map(|effect| effect.on.to_string()).unwrap_or_default(),
                act.effect.map_or("", |effect| effect.mark.key()).to_owned(),
                if act.verified { "yes" } else { "no" }.to_owned(),
                act.source.clone(),
            ]
        });
        PublicPage::csv(COLUMNS, lines)
    })
    .await
}

const COLUMNS: [&str; 11] = [
    "iso3",
    "state",
    "regional_group",
    "instrument",
    "standing",
    "act",
    "deposited_on",
    "in_force_since",
    "ends_on",
    "found_by",
    "register_as_of",
];

fn csv_line(edition: &Edition, state: &State, code: InstrumentCode) -> [String; 11] {
    let standing = edition.register.standing(state.iso3, code, edition.today);
    let (word, period) = match standing {
        Standing::Bound(period) => ("bound", Some(period)),
        Standing::Pending(period) => ("pending", Some(period)),
        Standing::Ended(period) => ("ended", Some(period)),
        Standing::Signed(_) => ("signed", None),
        Standing::NotBound => ("not-bound", None),
    };
    let signed = if let Standing::Signed(day) = standing { day.to_string() } else { String::new() };
    [
        state.iso3.to_string(),
        state.short_name_en.clone(),
        state.group.spelling().to_owned(),
        code.to_string(),
        word.to_owned(),
        period.map_or("", |period| period.kind.key()).to_owned(),
        period.map_or(signed, |period| period.deposited_on.to_string()),
        period.map(|period| period.since.to_string()).unwrap_or_default(),
        period.and_then(|period| period.until).map(|until| until.to_string()).unwrap_or_default(),
        period.map_or("", |period| period.how.key()).to_owned(),
        edition.register.as_of().to_string(),
    ]
}
