//! What was known when one of a State's filings came.

/// All others, without those in the same matter that came later: their turn tells, else the order of `all`. One that
/// is not among them came after those of its turn.
pub fn known_to<'a, T, M: PartialEq, K: Ord>(
    one: &T,
    all: &[&'a T],
    matter: impl Fn(&T) -> M,
    turn: impl Fn(&T) -> K,
) -> Vec<&'a T> {
    let place = all.iter().position(|other| std::ptr::eq(*other, one)).unwrap_or(all.len());
    let is_later = |index: usize, other: &T| matter(other) == matter(one) && (turn(other), index) >= (turn(one), place);
    all.iter().enumerate().filter(|(index, other)| !is_later(*index, other)).map(|(_, other)| *other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_later_in_the_same_matter_is_not_known() {
        // Matter and turn of each.
        let all = [("a", 2), ("a", 1), ("b", 3), ("a", 2)];
        let listed: Vec<_> = all.iter().collect();
        let known = |one: &(&'static str, i32)| -> Vec<_> {
            known_to(one, &listed, |one| one.0, |one| one.1).into_iter().copied().collect()
        };
        assert_eq!(known(&all[1]), [("b", 3)]);
        assert_eq!(known(&all[0]), [("a", 1), ("b", 3)], "of one turn the order tells");
        assert_eq!(known(&all[3]), [("a", 2), ("a", 1), ("b", 3)]);
        assert_eq!(known(&("a", 1)), [("a", 1), ("b", 3)], "which is not among them");
    }
}
