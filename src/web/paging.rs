//! One page of a long list. It goes on after a line, by its key, not at a number: what comes in meanwhile moves
//! nothing out of sight.

use crate::text::Text;

/// A page of a list.
pub(super) struct Page<'l, T, K> {
    pub(super) lines: &'l [T],
    /// Which lines these are, of how many.
    pub(super) shown: String,
    /// Whether the list is no longer than the page.
    pub(super) is_whole: bool,
    /// The line after which the next page goes on, where there is one.
    pub(super) next: Option<K>,
}

/// The lines after one of them, at most so many. A line that has gone from the list meanwhile begins it anew.
pub(super) fn page_after<'l, T, K: PartialEq>(
    t: &Text,
    all: &'l [T],
    key: impl Fn(&T) -> K,
    after: Option<K>,
    most: usize,
) -> Page<'l, T, K> {
    let place = after.and_then(|after| all.iter().position(|line| key(line) == after));
    let from = place.map_or(0, |place| place + 1);
    let rest = all.get(from..).unwrap_or_default();
    let lines = rest.get(..most).unwrap_or(rest);
    let to = from + lines.len();
    let figures = [("from", (from + 1).into()), ("to", to.into()), ("count", all.len().into())];
    Page {
        lines,
        shown: t.with_all("list-shown", figures),
        is_whole: lines.len() == all.len(),
        next: lines.last().map(key).filter(|_| to < all.len()),
    }
}
