//! The first report that a regime asks of a State, where its day has gone by and none is known of. Nothing is judged:
//! what was sent before the portal may not be in its records.

use crate::app::Edition;
use crate::app::drafting::{earlier, first_due};
use crate::app::known::Known;
use crate::domain::report::ReportReference;
use crate::text::Text;

/// What the page of a later report says about it.
pub(super) fn first_report(t: &Text, edition: &Edition, known: &Known, reference: ReportReference) -> Option<String> {
    if earlier(known, reference).is_some() || known.standing(reference).is_some() {
        return None;
    }
    let (cycle, day) = first_due(edition, reference)?;
    let said = [("regime", t.regime(reference.regime).into()), ("date", t.date(day).into())];
    let said = t.with_all("first-report", said);
    let is_whole = known.observations().records.cover(i64::from(cycle.year()));
    Some(if is_whole { said } else { [said, t.say("first-report-records")].join(" ") })
}
