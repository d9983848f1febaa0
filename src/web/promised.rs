//! By when a State says it will file, as somebody typed it.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::app::answering::can_be_promised;
use crate::domain::report::WrittenDate;
use crate::text::Text;

/// Letters of a date.
pub(super) const LONGEST_DATE: usize = 40;

/// The day, or what keeps it from being one.
pub(super) fn read_day(t: &Text, typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(t.say("promise-day-missing"));
    }
    match day_of(typed.to_owned()) {
        Some(day) if can_be_promised(day, today) => Ok(day),
        Some(day) => Err(t.with("promise-day-outside", "date", t.date(day))),
        None => Err(unreadable(t, typed, today)),
    }
}

fn day_of(written: String) -> Option<NaiveDate> {
    WrittenDate::new(written).day
}

/// What is missing of a date, with what was most likely meant as the example, or that it is none.
fn unreadable(t: &Text, typed: &str, today: NaiveDate) -> String {
    let shown: String = typed.chars().take(LONGEST_DATE).collect();
    let (key, meant) = match (without_year(typed, today), without_day(typed)) {
        (Some(day), _) => ("promise-day-without-year", day),
        (None, Some(day)) => ("promise-day-without-day", day),
        (None, None) => return t.with("promise-day-unreadable", "given", shown),
    };
    t.with_all(key, [("given", shown.into()), ("date", t.date(meant).into())])
}

/// The next day that `15 April`, `15/04`, `15.4.` or `15/04/27` can mean.
fn without_year(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let years = [today.year(), today.year() + 1];
    let added = years.into_iter().flat_map(|year| ["", " ", "/", ".", "-"].map(|sign| format!("{typed}{sign}{year}")));
    let in_full = typed
        .len()
        .checked_sub(2)
        .and_then(|at| typed.split_at_checked(at))
        .map(|(rest, year)| format!("{rest}20{year}"));
    added.chain(in_full).filter_map(day_of).find(|day| can_be_promised(*day, today))
}

/// The last day of the month that `April 2027` or `04/2027` means.
fn without_day(typed: &str) -> Option<NaiveDate> {
    let first = [" ", "/", ".", "-"].into_iter().find_map(|sign| day_of(format!("1{sign}{typed}")))?;
    first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn what_a_date_lacks_is_said_with_an_example() {
        let (t, today) = (Text::english(), day(2026, 12, 1));
        let without_year = |given: &str, meant: &str| {
            format!("“{given}” does not say which year, in full. Write the whole date, for example {meant}.")
        };
        for (typed, said) in [
            ("15 april", without_year("15 april", "15 April 2027")),
            ("31 December", without_year("31 December", "31 December 2026")),
            ("15/04", without_year("15/04", "15 April 2027")),
            ("15.4.", without_year("15.4.", "15 April 2027")),
            ("15/04/27", without_year("15/04/27", "15 April 2027")),
            (
                "April 2027",
                "“April 2027” does not say which day. Write the whole date, for example 30 April 2027.".to_owned(),
            ),
            (
                "02/2027",
                "“02/2027” does not say which day. Write the whole date, for example 28 February 2027.".to_owned(),
            ),
            ("soon", "“soon” is not understood as a date. Write the day first, for example 25 March 2027.".to_owned()),
            (
                "31/02",
                "“31/02” is not understood as a date. Write the day first, for example 25 March 2027.".to_owned(),
            ),
            ("é", "“é” is not understood as a date. Write the day first, for example 25 March 2027.".to_owned()),
        ] {
            assert_eq!(read_day(t, typed, today), Err(said), "{typed}");
        }
        assert_eq!(read_day(t, " 15 april 2027 ", today), Ok(day(2027, 4, 15)));
    }
}
