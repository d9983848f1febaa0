//! Cycles, deadlines and working days.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};

/// A calendar date of the data files: TOML's own date, without a time of day.
pub(crate) fn toml_day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none());
    date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()))
        .ok_or_else(|| D::Error::custom(format!("“{written}” is not a date such as 2027-03-31")))
}

/// A date known when the program is written.
#[cfg(test)]
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
