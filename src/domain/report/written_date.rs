//! A date as people write it in reports.

use chrono::{Datelike, NaiveDate};

/// A date as written, and the day it means if it means one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// As written.
    pub written: String,
    /// The day: `2027-03-31`, `31/03/2027`, `31.3.2027`, `31-03-2027` and `31 March 2027` are understood.
    pub day: Option<NaiveDate>,
}

impl WrittenDate {
    /// Reads a date of a report.
    pub fn new(written: String) -> Self {
        let plain = written.trim();
        let day = iso_day(plain).or_else(|| day_first(plain));
        Self { written, day }
    }
}

/// As people write a day: day first, as on the paper form. A month in figures is never taken for the first.
const DAY_FIRST: [&str; 6] = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d. %B %Y", "%d-%B-%Y"];

/// `2027-03-31`, in full.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let day = text.parse::<NaiveDate>().ok()?;
    (text.len() == 10 && day.to_string() == text).then_some(day)
}

/// `31/03/2027`, `31.3.2027`, `31-03-2027` or `31 March 2027`: the year in full, the month in figures or in English.
fn day_first(text: &str) -> Option<NaiveDate> {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let year = plain.rsplit(['/', '.', '-', ' ']).next()?;
    // Else 26 would be a year of the first century, and a sign or a figure too many a part of the year.
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day = DAY_FIRST.iter().find_map(|form| NaiveDate::parse_from_str(&plain, form).ok())?;
    (year.parse() == Ok(day.year())).then_some(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn dates_are_read_as_data_and_day_first_as_on_paper() {
        for (written, expected) in [
            ("2027-03-31", Some(day(2027, 3, 31))),
            ("31/03/2027", Some(day(2027, 3, 31))),
            (" 2027-03-31\n", Some(day(2027, 3, 31))),
            ("1/1/2026", Some(day(2026, 1, 1))),
            ("31.12.2026", Some(day(2026, 12, 31))),
            ("1. 1. 2026", Some(day(2026, 1, 1))),
            ("31-12-2026", Some(day(2026, 12, 31))),
            ("31 December 2026", Some(day(2026, 12, 31))),
            ("31\u{a0}december  2026", Some(day(2026, 12, 31))),
            ("31. Dec 2026", Some(day(2026, 12, 31))),
            ("31-Dec-2026", Some(day(2026, 12, 31))),
            ("0000-01-01", NaiveDate::from_ymd_opt(0, 1, 1)),
            ("9999-12-31", NaiveDate::from_ymd_opt(9999, 12, 31)),
            ("2027-02-30", None),
            ("31/13/2021", None),
            ("2027-3-31", None),
            ("3/31/2027", None),
            ("12/31/2026", None),
            ("12.31.2026", None),
            ("2027/03/31", None),
            ("+2027-03-31", None),
            ("2027- 3-31", None),
            ("1/1/26", None),
            ("1/1/02026", None),
            ("1/1/+2026", None),
            ("1-1--2026", None),
            ("31/12.2026", None),
            ("31 décembre 2026", None),
            ("31 December", None),
            ("in the spring of 2019", None),
            ("٢٠٢٧-٠٣-٣١", None),
            ("", None),
        ] {
            assert_eq!(WrittenDate::new(written.into()).day, expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_in_every_spelling(days in -719_000i32..2_900_000) {
            let date = NaiveDate::from_epoch_days(days).unwrap();
            let full = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d. %B %Y", "%d-%b-%Y"];
            let short = ["%-d/%-m/%Y", "%-d.%-m.%Y", "%-d-%-m-%Y", "%-d %B %Y", "%-d. %-m. %Y"];
            for form in full.iter().chain(&short) {
                let written = date.format(form).to_string();
                prop_assert_eq!(WrittenDate::new(written.clone()).day, Some(date), "{}", written);
            }
        }

        /// A month written first in figures is refused wherever it can be told from a day.
        #[test]
        fn no_month_is_guessed_first(month in 1u32..=12, day in 13u32..=31, between in "[/.-]") {
            let written = format!("{month}{between}{day}{between}2026");
            prop_assert_eq!(WrittenDate::new(written).day, None);
        }

        #[test]
        fn any_text_at_all_is_kept_as_written(text in ".{0,30}") {
            prop_assert_eq!(WrittenDate::new(text.clone()).written, text);
        }
    }
}
