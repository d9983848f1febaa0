//! The reporting regimes as data: which instrument brings which report, on what ground, and
//! in which forms.

mod field;
mod form_set;

pub use field::{Column, Field, FieldKind, Slot, Word, Words};
pub use form_set::{Answering, Block, Form, FormSet, FormSetError, FormSets, lies_in};

use serde::Deserialize;

use super::code::{InstrumentCode, RegimeCode};
use super::treaty::Mark;

const REGIMES: &str = include_str!("regimes.toml");

/// A duty or invitation to report that comes with an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Regime {
    /// Its code in data and references.
    pub code: RegimeCode,
    /// The instrument that must bind the State.
    pub instrument: InstrumentCode,
    /// On what ground the report is asked for; decides how letters and pages word it.
    pub duty: Duty,
    /// Article or decision.
    pub source: String,
    /// How well that is known.
    pub mark: Mark,
}

/// Why a report is expected; never worded more strongly than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Decisions of the States invite it.
    Invited,
    /// An article of the treaty obliges.
    Treaty,
    /// A conference decision asks for it.
    Decision,
}

#[derive(Deserialize)]
struct File {
    regime: Vec<Regime>,
}

/// The regimes that come with the program, in the order shown.
pub fn regimes() -> Result<Vec<Regime>, toml::de::Error> {
    toml::from_str::<File>(REGIMES).map(|file| file.regime)
}

impl Duty {
    /// The word for it in text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Treaty => "treaty",
            Self::Decision => "decision",
        }
    }
}
