//! The instruments: what they are, whom they bind since when, and how that grew.

mod index;
mod show;
mod table;

pub(super) use index::index;
pub(super) use show::show;
pub(super) use table::{growth_table, table};

use super::address::{Spelled, read_code};
use super::error::PageError;
use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{Instrument, Register};
use crate::text::Text;

/// The instrument an address names, whatever the case of its code.
fn known(register: &Register, text: &str) -> Result<Spelled<InstrumentCode>, PageError> {
    let spelled = read_code(text, InstrumentCode::parse).ok_or(PageError::UnknownInstrument)?;
    let (Spelled::Right(code) | Spelled::Otherwise(code)) = spelled;
    register.instrument(code).map(|_| spelled).ok_or(PageError::UnknownInstrument)
}

/// An instrument in a few words.
struct Card {
    address: String,
    name: String,
    subject: String,
    adopted: String,
    adopted_iso: String,
    in_force: String,
    in_force_iso: String,
    bound: usize,
    report: String,
    brings_report: bool,
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
            adopted_iso: instrument.adopted_on.to_string(),
            in_force: t.date(instrument.entered_into_force_on),
            in_force_iso: instrument.entered_into_force_on.to_string(),
            bound: edition.register.count_bound(instrument.code, edition.today),
            brings_report: !report.is_empty(),
            report: if report.is_empty() { t.say("no-report") } else { report.join(" ") },
        }
    }
}
