//! What tests need around the program.

pub(crate) mod certificates;
pub(crate) mod database;
pub(crate) mod office;
#[cfg(feature = "pdf")]
pub(crate) mod pdf;
pub(crate) mod people;
pub(crate) mod portal;
pub(crate) mod process;
pub(crate) mod program;
#[cfg(feature = "browser-tests")]
pub(crate) mod server;
pub(crate) mod serving;
pub(crate) mod smtp;

use ccw_portal::domain::code::{InstrumentCode, Iso3};
use ccw_portal::domain::treaty::{ActionKind, Register, TreatyAction};
use chrono::{DateTime, NaiveDate, Utc};

/// A moment in whole seconds.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The register that comes with the program.
pub(crate) fn register() -> Register {
    Register::embedded().unwrap()
}

/// The same with more acts, as of the last of them.
pub(crate) fn register_with(acts: &[(&str, &str, ActionKind, NaiveDate)]) -> Register {
    let register = register();
    let mut actions = register.actions().to_vec();
    actions.extend(acts.iter().map(|(party, instrument, kind, deposited_on)| TreatyAction {
        party: Iso3::parse(party).unwrap(),
        instrument: InstrumentCode::parse(instrument).unwrap(),
        deposited_on: *deposited_on,
        kind: *kind,
        effect: None,
        verified: false,
        source: "test".into(),
    }));
    let as_of = acts.iter().map(|act| act.3).fold(register.as_of(), NaiveDate::max);
    Register::assemble(as_of, register.states().cloned().collect(), actions).unwrap()
}
