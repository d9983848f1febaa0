//! The first report that a regime asks of a State, where its day has gone by and none is known of. Nothing is judged:
//! what was sent before the portal may not be in its records.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::Edition;
use crate::app::drafting::{earlier, first_due};
use crate::app::known::{Known, known_of};
use crate::domain::calendar::{Cycle, due};
use crate::domain::code::Iso3;
use crate::domain::report::ReportReference;
use crate::store::{Store, StoreResult};
use crate::text::Text;

/// For so many cycles after that of its first report the desk of a State says so: of older ones the records from before
/// the portal tell.
const CYCLES_SAID: i32 = 2;

/// What the desk of a State says of first reports, by the report of the cycle beside which it is said.
pub(super) fn first_reports(
    t: &Text,
    store: &Store,
    edition: &Edition,
    party: Iso3,
    cycle: Cycle,
) -> StoreResult<BTreeMap<ReportReference, String>> {
    let mut said = BTreeMap::new();
    for asked in due(&edition.register, &edition.rules, party, cycle) {
        let reference = ReportReference { party, regime: asked.report().regime, cycle };
        if lately_first_due(edition, reference).is_some() {
            let known = known_of(store, edition, party, reference.regime)?;
            said.extend(first_report(t, edition, &known, reference).map(|first| (reference, first)));
        }
    }
    Ok(said)
}

/// For which cycle and by which day the first report was asked for, where that was lately.
pub(in crate::web) fn lately_first_due(edition: &Edition, reference: ReportReference) -> Option<(Cycle, NaiveDate)> {
    first_due(edition, reference).filter(|(first, _)| reference.cycle.year() - first.year() <= CYCLES_SAID)
}

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
