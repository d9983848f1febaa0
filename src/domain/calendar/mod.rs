//! Cycles, deadlines and working days: what is due, when, and why.
//!
//! `deadlines.toml` holds the dated rules and the meetings, `office.toml` the days on which
//! the office in Geneva is closed. A deadline is a calendar date and ends at 24:00 in Geneva.

mod cycle;
mod due;
mod office;
mod rules;

pub use cycle::{Cycle, NotACycle};
pub use due::{Asked, DueDate, DueReport, due, parties_asked};
pub use office::OfficeCalendar;
pub use rules::{ReportKind, ReportingRules};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};

/// A day of the year, the same every year: `MM-DD` in data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    pub(crate) fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once('-').map(|(month, day)| (month.parse(), day.parse()));
        let Some((Ok(month), Ok(day))) = parts else {
            return Err(format!("“{text}” is not a day such as 03-31"));
        };
        // 2023 is no leap year: a yearly day must exist every year.
        let found = Self { month, day };
        found.in_year(2023).map(|_| found).ok_or_else(|| format!("“{text}” is not a day of every year"))
    }
}

/// A calendar date of the data files: TOML's own date, without a time of day.
pub(crate) fn toml_day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none());
    date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()))
        .ok_or_else(|| D::Error::custom(format!("“{written}” is not a date such as 2027-03-31")))
}

/// A date known when the test is written.
#[cfg(test)]
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
