//! The one next step with a report, of whoever looks at the desk: of a mission it is not to write.

use crate::app::queue::Line as Queued;
use crate::domain::clearance::ClearanceAct;

/// Its key, and where below the page of the report it is done; `clearance` is what was done last about that of the draft.
pub(super) fn next_step(
    own: Option<&Queued>,
    clearance: Option<ClearanceAct>,
    is_mission: bool,
) -> (&'static str, &'static str) {
    let Some(own) = own else { return if is_mission { ("next-begins", "") } else { ("next-start", "") } };
    match clearance.filter(|_| own.is_drafted) {
        Some(ClearanceAct::Asked) if is_mission => return ("next-clear", "/clearance"),
        Some(ClearanceAct::Asked) => return ("next-clearance", "/clearance"),
        Some(ClearanceAct::Returned) if !is_mission => return ("next-returned", ""),
        Some(ClearanceAct::Cleared) => return ("next-submit", "/submit"),
        Some(ClearanceAct::Returned | ClearanceAct::Withdrawn) | None => {}
    }
    match own.place.stands() {
        _ if own.is_drafted && is_mission => ("next-read", ""),
        _ if own.is_drafted => ("next-go-on", ""),
        true if own.asks_correction && !is_mission => ("next-correct", ""),
        true if own.questions > 0 => ("next-answer", "/questions"),
        true if own.asks_correction => ("next-receipt", "/receipt"),
        true => ("next-done", "/receipt"),
        false if is_mission => ("next-begins", ""),
        false => ("next-start", ""),
    }
}
