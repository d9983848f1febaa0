//! A date as people write it in reports.

use chrono::NaiveDate;

/// A date as written, and the day it means if it means one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// As written.
    pub written: String,
    /// The day: `2027-03-31` and `31/03/2027` are understood.
    pub day: Option<NaiveDate>,
}

impl WrittenDate {
    /// Reads a date of a report.
    pub fn new(written: String) -> Self {
        let plain = written.trim();
        let day = iso_day(plain).or_else(|| paper_day(plain));
        Self { written, day }
    }
}

/// `2027-03-31`, in full.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, '-')?;
    (text.len() == 10 && text.find('-') == Some(4)).then(|| NaiveDate::from_ymd_opt(year.cast_signed(), month, day))?
}

/// `31/03/2027`, as on the paper form.
fn paper_day(text: &str) -> Option<NaiveDate> {
    let [day, month, year] = numbers(text, '/')?;
    (text.len() == 10 && text.find('/') == Some(2)).then(|| NaiveDate::from_ymd_opt(year.cast_signed(), month, day))?
}

fn numbers(text: &str, between: char) -> Option<[u32; 3]> {
    let mut parts = text
        .split(between)
        .map(|part| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten());
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn dates_are_read_as_data_and_as_on_paper() {
        for (written, expected) in [
            ("2027-03-31", Some(day(2027, 3, 31))),
            ("31/03/2027", Some(day(2027, 3, 31))),
            (" 2027-03-31\n", Some(day(2027, 3, 31))),
            ("0000-01-01", NaiveDate::from_ymd_opt(0, 1, 1)),
            ("9999-12-31", NaiveDate::from_ymd_opt(9999, 12, 31)),
            ("2027-02-30", None),
            ("31/13/2021", None),
            ("2027-3-31", None),
            ("3/31/2027", None),
            ("2027/03/31", None),
            ("+2027-03-31", None),
            ("٢٠٢٧-٠٣-٣١", None),
            ("", None),
        ] {
            assert_eq!(WrittenDate::new(written.into()).day, expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_in_both_spellings(days in -719_000i32..2_900_000) {
            let date = NaiveDate::from_epoch_days(days).unwrap();
            for written in [date.format("%Y-%m-%d").to_string(), date.format("%d/%m/%Y").to_string()] {
                prop_assert_eq!(WrittenDate::new(written).day, Some(date));
            }
        }

        #[test]
        fn any_text_at_all_is_kept_as_written(text in ".{0,30}") {
            prop_assert_eq!(WrittenDate::new(text.clone()).written, text);
        }
    }
}
