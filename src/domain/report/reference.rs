//! How reports are called: `CHE-COMPLIANCE-2027`, and a submission of it `CHE-COMPLIANCE-2027.1`.

use std::fmt;
use std::str::FromStr;

use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};

/// Names what a State reports under one regime for one cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportReference {
    /// The State.
    pub party: Iso3,
    /// The regime.
    pub regime: RegimeCode,
    /// The cycle.
    pub cycle: Cycle,
}

/// The text names no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the reference of a report; one looks like CHE-COMPLIANCE-2027")]
pub struct NotAReference;

impl fmt::Display for ReportReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.party, self.regime, self.cycle)
    }
}

impl FromStr for ReportReference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let (party, rest) = text.split_once('-').ok_or(NotAReference)?;
        let (regime, cycle) = rest.rsplit_once('-').ok_or(NotAReference)?;
        let read = || Some((Iso3::parse(party).ok()?, RegimeCode::parse(regime).ok()?, cycle.parse().ok()?));
        let (party, regime, cycle) = read().ok_or(NotAReference)?;
        Ok(Self { party, regime, cycle })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["CHE-COMPLIANCE-2027", "LAO-PV-2018"] {
            assert_eq!(text.parse::<ReportReference>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_spellings_name_nothing() {
        for text in
            ["", "CHE", "CHE-2027", "che-compliance-2027", "CHE-COMPLIANCE-27", "CHE-COMPLIANCE-2027.1", "CHE--2027"]
        {
            assert!(text.parse::<ReportReference>().is_err(), "{text}");
        }
    }
}
