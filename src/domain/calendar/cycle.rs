//! A reporting year.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// One reporting year, named by its 31 March: cycle 2027 runs from 1 April 2026 to 31 March 2027.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cycle(i32);

/// Not a year that can name a cycle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the year of a cycle; give a year from {first} to {last}, for example 2027", first = Cycle::FIRST, last = Cycle::LAST)]
pub struct NotACycle(String);

impl Cycle {
    /// The year the Convention was opened for signature; no report is older.
    const FIRST: i32 = 1981;
    /// Beyond any deadline anyone plans for, and inside every calendar used here.
    const LAST: i32 = 2999;

    /// The cycle of that year.
    pub fn new(year: i32) -> Result<Self, NotACycle> {
        (Self::FIRST..=Self::LAST).contains(&year).then_some(Self(year)).ok_or_else(|| NotACycle(year.to_string()))
    }

    /// The cycle that contains the day, or the nearest one that can be named.
    pub fn containing(day: NaiveDate) -> Self {
        let year = day.year() + i32::from((day.month(), day.day()) > (3, 31));
        Self(year.clamp(Self::FIRST, Self::LAST))
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0
    }

    /// The 1 April before its year.
    pub fn opens_on(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 - 1, 4, 1).unwrap_or_default()
    }

    /// Its 31 March.
    pub fn closes_on(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 3, 31).unwrap_or_default()
    }

    /// The cycle before.
    pub fn previous(self) -> Option<Self> {
        Self::new(self.0 - 1).ok()
    }

    /// The cycle after.
    pub fn next(self) -> Option<Self> {
        Self::new(self.0 + 1).ok()
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Cycle {
    type Err = NotACycle;

    fn from_str(text: &str) -> Result<Self, NotACycle> {
        // Not "+2027" or "02027": a cycle has one spelling.
        let is_plain = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit());
        let year = text.parse().ok().filter(|_| is_plain).and_then(|year| Self::new(year).ok());
        year.ok_or_else(|| NotACycle(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn a_cycle_ends_on_31_march() {
        assert_eq!(Cycle::containing(day(2027, 3, 31)).year(), 2027);
        assert_eq!(Cycle::containing(day(2027, 4, 1)).year(), 2028);
        assert_eq!(Cycle::containing(day(2026, 12, 31)).year(), 2027);
    }

    #[test]
    fn only_years_name_cycles() {
        assert_eq!("2027".parse(), Ok(Cycle(2027)));
        for text in ["", "27", "20270", "1980", "３１", "+2027", "02027", "MMXXVII"] {
            assert!(text.parse::<Cycle>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_cycle(days in 5_000i32..370_000) {
            let date = NaiveDate::from_epoch_days(days).unwrap();
            let cycle = Cycle::containing(date);
            prop_assert!(date <= cycle.closes_on());
            prop_assert!(date > cycle.previous().unwrap().closes_on());
        }
    }
}
