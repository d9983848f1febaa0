//! One act of a State towards the depositary.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::state::{spelled, yes_no};
use crate::domain::code::{InstrumentCode, Iso3};

/// One line of the depositary's record: who did what about which instrument, on which day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "ActionLine")]
pub struct TreatyAction {
    /// The State that acted.
    pub party: Iso3,
    /// The instrument acted upon.
    pub instrument: InstrumentCode,
    /// Day of deposit, or of receipt of the notification.
    pub deposited_on: NaiveDate,
    /// What was done.
    pub kind: ActionKind,
    /// The day it took effect, where a source states it; it wins over any computation.
    pub effect: Option<Effect>,
    /// Read in the depositary's own page.
    pub verified: bool,
    /// Where the line was read.
    pub source: String,
}

/// A stated day of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effect {
    /// From this day.
    pub on: NaiveDate,
    /// How well the day is known.
    pub mark: Mark,
}

spelled! {
    /// How well a fact is known; shown beside it, so that it can be corrected.
    Mark {
        /// Read in a source.
        Verified = "V", "verified";
        /// From memory, or read only in a secondary source.
        Recalled = "R", "recalled";
    }
}

spelled! {
    /// What a State did, in the depositary's terms.
    ActionKind {
        /// Signature (10 April 1981 to 10 April 1982); does not bind.
        Signature = "signature", "signature";
        /// Ratification of a signature.
        Ratification = "ratification", "ratification";
        /// Acceptance.
        Acceptance = "acceptance", "acceptance";
        /// Approval.
        Approval = "approval", "approval";
        /// Accession, without signature.
        Accession = "accession", "accession";
        /// Succession to a predecessor's obligations, from the date of succession.
        Succession = "succession", "succession";
        /// Notification of consent to be bound by a Protocol (article 4(3) and 4(4)).
        Consent = "consent", "consent";
        /// Denunciation (article 9): takes effect one year after its receipt.
        Denunciation = "denunciation", "denunciation";
    }
}

/// The line as written in `actions.csv`.
#[derive(Deserialize)]
struct ActionLine {
    iso3: Iso3,
    instrument: InstrumentCode,
    action: ActionKind,
    deposit_date: NaiveDate,
    effect_date: Option<NaiveDate>,
    effect_mark: Option<Mark>,
    #[serde(with = "yes_no")]
    verified: bool,
    source: String,
}

/// A stated day of effect and the mark that says how well it is known come together.
#[derive(Debug, thiserror::Error)]
#[error("effect_date and effect_mark stand together or not at all")]
struct HalfAnEffect;

impl TryFrom<ActionLine> for TreatyAction {
    type Error = HalfAnEffect;

    fn try_from(line: ActionLine) -> Result<Self, HalfAnEffect> {
        let effect = match (line.effect_date, line.effect_mark) {
            (Some(on), Some(mark)) => Some(Effect { on, mark }),
            (None, None) => None,
            _ => return Err(HalfAnEffect),
        };
        Ok(Self {
            party: line.iso3,
            instrument: line.instrument,
            deposited_on: line.deposit_date,
            kind: line.action,
            effect,
            verified: line.verified,
            source: line.source,
        })
    }
}

impl TreatyAction {
    /// What makes two lines the same act; the lines of a register stand in this order.
    pub fn key(&self) -> (Iso3, InstrumentCode, NaiveDate, ActionKind) {
        (self.party, self.instrument, self.deposited_on, self.kind)
    }
}
