//! Where sources differ about who is bound.

use serde::Deserialize;

use super::Mark;
use crate::domain::code::{InstrumentCode, Iso3};

const REMARKS: &str = include_str!("remarks.toml");

/// A difference between the depositary's list, which is followed, and another source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// Names the sentence in the text catalogue.
    pub key: String,
    /// The States concerned.
    pub parties: Vec<Iso3>,
    /// The instruments concerned.
    pub instruments: Vec<InstrumentCode>,
    /// How well the other source is known.
    pub mark: Mark,
}

#[derive(Deserialize)]
struct File {
    remark: Vec<Remark>,
}

/// All remarks that come with the program.
pub fn remarks() -> Result<Vec<Remark>, toml::de::Error> {
    toml::from_str::<File>(REMARKS).map(|file| file.remark)
}
