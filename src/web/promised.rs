//! By when a State says it will file, as somebody typed it.

use chrono::NaiveDate;

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
    let shown: String = typed.chars().take(LONGEST_DATE).collect();
    let day = WrittenDate::new(typed.to_owned()).day;
    let day = day.ok_or_else(|| t.with("promise-day-unreadable", "given", shown))?;
    if can_be_promised(day, today) { Ok(day) } else { Err(t.with("promise-day-outside", "date", t.date(day))) }
}
