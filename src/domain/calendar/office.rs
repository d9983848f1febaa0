//! Working days of the office in Geneva.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::{MonthDay, toml_day};
use crate::domain::treaty::Mark;

const OFFICE: &str = include_str!("office.toml");

/// Weekends and holidays of the office, as data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeCalendar {
    #[serde(rename = "holiday", default)]
    rules: Vec<Holiday>,
    #[serde(default)]
    announced: Vec<Announced>,
}

#[derive(Debug, Clone, Deserialize)]
struct Holiday {
    name: String,
    rule: HolidayRule,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HolidayRule {
    On(MonthDay),
    DaysFromEaster(i64),
    DaysFromFirstSundayOfSeptember(u64),
}

/// A day announced for one year only.
#[derive(Debug, Clone, Deserialize)]
struct Announced {
    name: String,
    #[serde(deserialize_with = "toml_day")]
    on: NaiveDate,
    #[serde(rename = "mark")]
    _mark: Mark,
}

impl OfficeCalendar {
    /// The calendar that comes with the program.
    pub fn embedded() -> Result<Self, toml::de::Error> {
        toml::from_str(OFFICE)
    }

    /// The holiday on that day, if it is one.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        let by_rule = self.rules.iter().find(|holiday| holiday.rule.day_in(day.year()) == Some(day));
        let announced = || self.announced.iter().find(|holiday| holiday.on == day);
        by_rule.map(|holiday| holiday.name.as_str()).or_else(|| announced().map(|holiday| holiday.name.as_str()))
    }

    /// Neither Saturday nor Sunday nor a holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday(day).is_none()
    }

    /// The day itself, or the first working day after it.
    pub fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(day)
    }

    /// The day itself, or the last working day before it.
    pub fn working_day_until(&self, day: NaiveDate) -> NaiveDate {
        std::iter::successors(Some(day), NaiveDate::pred_opt).find(|day| self.is_working_day(*day)).unwrap_or(day)
    }
}

impl HolidayRule {
    fn day_in(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::On(day) => day.in_year(year),
            Self::DaysFromEaster(days) => easter_sunday(year)?.checked_add_signed(chrono::Duration::days(days)),
            Self::DaysFromFirstSundayOfSeptember(days) => {
                NaiveDate::from_weekday_of_month_opt(year, 9, Weekday::Sun, 1)?.checked_add_days(Days::new(days))
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar, from 1583 on.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let easter = computus::gregorian(year).ok()?;
    NaiveDate::from_ymd_opt(easter.year, easter.month, easter.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn easter_monday_pushes_the_first_working_day_to_tuesday() {
        let office = OfficeCalendar::embedded().unwrap();
        for (year, tuesday) in [(2013, 2), (2018, 3), (2024, 2), (2029, 3)] {
            assert_eq!(office.working_day_from(day(year, 3, 31)), day(year, 4, tuesday), "{year}");
        }
    }

    #[test]
    fn weekends_and_holidays_are_no_working_days() {
        let office = OfficeCalendar::embedded().unwrap();
        for (date, name) in [
            (day(2026, 1, 1), Some("new-year")),
            (day(2026, 4, 3), Some("good-friday")),
            (day(2026, 4, 6), Some("easter-monday")),
            (day(2026, 5, 14), Some("ascension")),
            (day(2026, 5, 25), Some("whit-monday")),
            (day(2026, 9, 10), Some("geneva-fast")),
            (day(2026, 12, 25), Some("christmas")),
            (day(2026, 3, 20), Some("eid-al-fitr")),
            (day(2026, 3, 31), None),
        ] {
            assert_eq!(office.holiday(date), name, "{date}");
        }
        assert!(office.is_working_day(day(2026, 3, 31)));
        assert!(!office.is_working_day(day(2012, 3, 31)), "a Saturday");
        assert!(!office.is_working_day(day(2019, 3, 31)), "a Sunday");
    }

    #[test]
    fn the_working_day_before_and_after_enclose_the_day() {
        let office = OfficeCalendar::embedded().unwrap();
        assert_eq!(office.working_day_until(day(2026, 4, 6)), day(2026, 4, 2));
        for date in day(2020, 1, 1).iter_days().take(4000) {
            let (before, after) = (office.working_day_until(date), office.working_day_from(date));
            assert!(before <= date && date <= after);
            assert!(office.is_working_day(before) && office.is_working_day(after));
        }
    }

    #[test]
    fn years_without_an_easter_reckoning_still_answer() {
        let office = OfficeCalendar::embedded().unwrap();
        for year in [0, 1, 1582, 9999] {
            assert!(office.working_day_from(day(year, 3, 31)) >= day(year, 3, 31));
        }
        assert_eq!(office.working_day_from(NaiveDate::MAX), NaiveDate::MAX);
    }
}
