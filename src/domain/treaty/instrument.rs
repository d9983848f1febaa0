//! The instruments as data.

use chrono::NaiveDate;
use serde::Deserialize;

use super::Mark;
use crate::domain::calendar::toml_day;
use crate::domain::code::InstrumentCode;

/// The Convention, one of its Protocols, or the amendment of article 1.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Instrument {
    /// Its code in data and addresses.
    pub code: InstrumentCode,
    /// The convention whose denunciation ends this instrument too (article 9(2)).
    pub belongs_to: Option<InstrumentCode>,
    /// Day of adoption.
    #[serde(deserialize_with = "toml_day")]
    pub adopted_on: NaiveDate,
    /// Day of its own entry into force, six months after the twentieth consent (article 5), as the depositary gives it.
    #[serde(deserialize_with = "toml_day")]
    pub entered_into_force_on: NaiveDate,
    /// The depositary's list that holds it.
    pub depositary_list: String,
    /// How well the days are known.
    pub mark: Mark,
}

/// `instruments.toml`: the instruments in the order shown, and the day of the register that comes with them.
#[derive(Deserialize)]
pub(super) struct InstrumentFile {
    #[serde(deserialize_with = "toml_day")]
    pub(super) as_of: NaiveDate,
    #[serde(rename = "instrument")]
    pub(super) instruments: Vec<Instrument>,
}
