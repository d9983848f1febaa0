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

impl ReportReference {
    /// Whether it is of the State and the regime of the other one, for an earlier cycle.
    pub fn precedes(&self, other: &Self) -> bool {
        (self.party, self.regime) == (other.party, other.regime) && self.cycle < other.cycle
    }
}

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

/// A report, or one version of it: `CHE-COMPLIANCE-2027`, `CHE-COMPLIANCE-2027.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionReference {
    /// The report.
    pub report: ReportReference,
    /// The version, from 1; without one the newest that may be seen.
    pub version: Option<i32>,
}

impl From<ReportReference> for VersionReference {
    fn from(report: ReportReference) -> Self {
        Self { report, version: None }
    }
}

impl fmt::Display for VersionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version {
            Some(version) => write!(f, "{}.{version}", self.report),
            None => self.report.fmt(f),
        }
    }
}

impl FromStr for VersionReference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let Some((report, number)) = text.split_once('.') else { return Ok(text.parse::<ReportReference>()?.into()) };
        let version: i32 = number.parse().map_err(|_other| NotAReference)?;
        // One version has one address: no sign, no leading nought.
        if version < 1 || version.to_string() != number {
            return Err(NotAReference);
        }
        Ok(Self { report: report.parse()?, version: Some(version) })
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

    #[test]
    fn a_version_has_one_spelling() {
        let second: VersionReference = "CHE-COMPLIANCE-2027.2".parse().unwrap();
        assert_eq!(second.version, Some(2));
        assert_eq!(second.to_string(), "CHE-COMPLIANCE-2027.2");
        assert_eq!("CHE-COMPLIANCE-2027".parse::<VersionReference>().unwrap().version, None);
        for text in
            ["CHE-COMPLIANCE-2027.", "CHE-COMPLIANCE-2027.0", "CHE-COMPLIANCE-2027.01", "CHE-COMPLIANCE-2027.+1"]
        {
            assert!(text.parse::<VersionReference>().is_err(), "{text}");
        }
    }
}
