//! One page of a long list of reports. It goes on after a report, not at a number: what comes in meanwhile moves
//! nothing out of sight.

use crate::domain::report::ReportReference;
use crate::text::Text;

/// A page of a list.
pub(super) struct Page<'l, T> {
    pub(super) lines: &'l [T],
    /// Which lines these are, of how many.
    pub(super) shown: String,
    /// Whether the list is no longer than the page.
    pub(super) is_whole: bool,
    /// The report after which the next page goes on, where there is one.
    pub(super) next: Option<ReportReference>,
}

/// The lines after a report, at most so many. A report that has gone from the list meanwhile begins it anew.
pub(super) fn page_after<'l, T>(
    t: &Text,
    all: &'l [T],
    report: impl Fn(&T) -> ReportReference,
    after: Option<ReportReference>,
    most: usize,
) -> Page<'l, T> {
    let place = after.and_then(|after| all.iter().position(|line| report(line) == after));
    let from = place.map_or(0, |place| place + 1);
    let rest = all.get(from..).unwrap_or_default();
    let lines = rest.get(..most).unwrap_or(rest);
    let to = from + lines.len();
    let figures = [("from", (from + 1).into()), ("to", to.into()), ("count", all.len().into())];
    Page {
        lines,
        shown: t.with_all("list-shown", figures),
        is_whole: lines.len() == all.len(),
        next: lines.last().map(report).filter(|_| to < all.len()),
    }
}
