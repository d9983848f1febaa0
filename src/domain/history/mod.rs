//! Historic reports: which reports were filed before the portal, as far as a list that an operator brings tells.
//!
//! Without them nobody could say whether *unchanged since 2012* points at words that exist, and a State that
//! has reported for years would look as if it never had. So the list says for everything how much of it is
//! known: a day of receipt or the answered forms may be unknown, and where a line was read may not.
//!
//! [`read`] makes reports of a list or names every line that cannot be one; [`difference()`] tells what the
//! list changes in the reports held.

mod answered_forms;
mod difference;
mod line;
mod list;
#[cfg(test)]
mod tests;

pub use answered_forms::{AnsweredForms, NotForms};
pub use difference::{HistoryDifference, difference};
pub use line::Facts;
pub use list::{History, Warning, read};

use chrono::NaiveDate;

use super::calendar::Cycle;
use super::code::{Iso3, RegimeCode};
use super::report::ReportReference;

/// The columns of a list, in their order.
pub const COLUMNS: [&str; 7] = ["iso3", "regime", "cycle", "received_on", "forms", "file", "source"];

/// What tells historic reports apart: a State, a regime and a cycle.
pub type HistoryKey = (Iso3, RegimeCode, Cycle);

/// One report filed before the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoricReport {
    /// The State that filed it.
    pub party: Iso3,
    /// Under which regime.
    pub regime: RegimeCode,
    /// For which cycle.
    pub cycle: Cycle,
    /// The day it was received, where that is known.
    pub received_on: Option<NaiveDate>,
    /// The forms that held an answer, where that is known.
    pub forms: Option<AnsweredForms>,
    /// The document: an address or the name of a file.
    pub file: Option<String>,
    /// Where all this was read.
    pub source: String,
}

impl HistoricReport {
    /// What tells it apart; at most one report has it.
    pub fn key(&self) -> HistoryKey {
        (self.party, self.regime, self.cycle)
    }

    /// Which report it is.
    pub fn reference(&self) -> ReportReference {
        ReportReference { party: self.party, regime: self.regime, cycle: self.cycle }
    }
}
