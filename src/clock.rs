//! The only *now*. Everything else takes the time as an argument.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use chrono_tz::Tz;

/// The civil time of the office in Geneva; deadlines end at 24:00 there.
pub const OFFICE_TIME: Tz = chrono_tz::Europe::Zurich;

/// The calendar date in Geneva at an instant.
pub fn office_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&OFFICE_TIME).date_naive()
}

/// Tells the time: the machine's, or in tests a fixed one or one that they move.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this instant.
    Fixed(DateTime<Utc>),
    /// So many seconds since the beginning of 1970.
    Moved(&'static AtomicI64),
}

impl Clock {
    /// The instant, in whole seconds: the precision both database engines keep.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(0),
            Self::Fixed(instant) => instant,
            Self::Moved(seconds) => {
                DateTime::from_timestamp(seconds.load(Ordering::Relaxed), 0).unwrap_or(DateTime::UNIX_EPOCH)
            }
        }
    }

    /// An instant as clocks in Geneva show it.
    pub fn in_office(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&OFFICE_TIME).naive_local()
    }

    /// The calendar date in Geneva.
    pub fn today(self) -> NaiveDate {
        office_day(self.now())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn today_at(hour: u32, minute: u32, month: u32, day: u32) -> String {
        let instant = Utc.with_ymd_and_hms(2027, month, day, hour, minute, 0).unwrap();
        Clock::Fixed(instant).today().to_string()
    }

    #[test]
    fn the_day_ends_at_midnight_in_geneva() {
        assert_eq!(today_at(21, 59, 3, 31), "2027-03-31", "summer time is two hours ahead");
        assert_eq!(today_at(22, 0, 3, 31), "2027-04-01");
        assert_eq!(today_at(22, 59, 12, 31), "2027-12-31", "winter time is one hour ahead");
        assert_eq!(today_at(23, 0, 12, 31), "2028-01-01");
    }
}
