//! Who is bound by what, since when, and how that is known.
//!
//! `states.csv` and `actions.csv` hold the register as compiled from the depositary's
//! status pages; `instruments.toml` names the instruments and the day of the register.

mod action;
mod difference;
mod instrument;
mod participation;
mod register;
mod remark;
mod state;
#[cfg(test)]
mod totals;

pub use action::{ActionKind, Effect, Mark, TreatyAction};
pub use difference::{Change, Line, RegisterDifference};
pub use instrument::Instrument;
pub use participation::{How, Period};
pub use register::{DataError, Register, Standing};
pub use remark::{Remark, remarks};
pub use state::{RegionalGroup, State, UnStatus, folded};
