//! What the rules about figures share: numbers with their places, and sums that are exact.

use std::fmt;

use super::case::Case;
use crate::domain::regime::{Field, FieldKind, Slot, Words};
use crate::domain::report::Row;

/// The tables of casualties: of the period, since a start, and what that was in the report before.
pub(super) const CASUALTIES: [&str; 3] = ["casualties", "casualties_cumulative", "casualties_cumulative_previous"];

/// Where figures stand in a report file.
const FIGURES: &str = "figures.";

/// Where a figure stands: `figures.stocks[2].quantity`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    at: &'a str,
    row: Option<usize>,
    column: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn of(field: &'a Field) -> Option<Self> {
        let at = field.at.as_deref().filter(|at| at.starts_with(FIGURES))?;
        Some(Self { at, row: None, column: None })
    }

    /// A row of the list that stands there in the report file.
    pub(super) fn in_row(at: &'a str, row: usize) -> Self {
        Self { at, row: Some(row), column: None }
    }

    /// The same place in a column of the table.
    pub(super) fn column<'c>(self, column: &'c str) -> Place<'c>
    where
        'a: 'c,
    {
        Place { column: Some(column), ..self }
    }

    /// What the field is called among the figures.
    pub(super) fn name(self) -> &'a str {
        self.at.strip_prefix(FIGURES).unwrap_or(self.at)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.at)?;
        self.row.map_or(Ok(()), |row| write!(f, "[{row}]"))?;
        self.column.map_or(Ok(()), |column| write!(f, ".{column}"))
    }
}

impl From<Place<'_>> for String {
    fn from(place: Place<'_>) -> Self {
        place.to_string()
    }
}

/// Every row of the tables among the figures, and every record.
pub(super) fn tables<'a>(case: &Case<'a>) -> impl Iterator<Item = (Place<'a>, &'a Field, Row<'a>)> {
    let report = case.report;
    let of_kind = |(_, field): &(_, &Field)| field.kind == FieldKind::Table;
    let placed = case.set.fields().filter(of_kind).filter_map(|(_, field)| Some((Place::of(field)?, field)));
    placed.flat_map(move |(place, field)| {
        let rows: Vec<_> = match field.repeatable {
            true => report.rows(place.name()).into_iter().map(|(row, found)| (Some(row), found)).collect(),
            false => report.record(place.name()).map(|found| (None, found)).into_iter().collect(),
        };
        rows.into_iter().map(move |(row, found)| (Place { row, ..place }, field, found))
    })
}

/// Every number among the figures, alone or in a table, with what the form asks for there.
pub(super) fn numbers<'a>(case: &Case<'a>) -> impl Iterator<Item = (Place<'a>, Slot<'a>, f64)> {
    let report = case.report;
    let single = case.set.fields().filter(|(_, field)| field.kind == FieldKind::Number);
    let single = single.filter_map(move |(_, field)| {
        let place = Place::of(field)?;
        Some((place, field.slot(), report.number(place.name())?))
    });
    let in_tables = tables(case).flat_map(|(place, field, row)| {
        let columns = field.columns.iter().filter(|column| column.kind == FieldKind::Number);
        columns.filter_map(move |column| Some((place.column(&column.key), column.slot(), row.number(&column.key)?)))
    });
    single.chain(in_tables)
}

/// A figure below zero, or a part of what is counted in whole ones; and which of both.
pub(super) fn impossible<'a>(case: &Case<'a>) -> impl Iterator<Item = (Place<'a>, f64, &'static str)> {
    numbers(case).filter_map(|(place, slot, number)| match slot.unit {
        Some("percent") => None,
        _ if number < 0.0 => Some((place, number, "negative")),
        Some("pieces" | "persons") if number.fract() != 0.0 => Some((place, number, "part")),
        _ => None,
    })
}

/// A total that its parts do not add up to, and what they add up to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Misfit {
    pub(super) total: f64,
    pub(super) sum: f64,
}

impl Misfit {
    /// All parts given add up to the total; some of them to no more than that.
    pub(super) fn of(total: Option<f64>, parts: &[Option<f64>]) -> Option<Self> {
        let (total, given) = (total?, parts.iter().flatten());
        let sum = given.clone().fold(Exact::default(), |sum, part| sum.plus(Exact::of(*part)));
        let (whole, is_close) = (Exact::of(total), sum.is_close(Exact::of(total), parts.len()));
        let is_all = given.clone().count() == parts.len();
        let misses = !is_close && (is_all || sum > whole);
        (misses && given.count() > 0).then(|| Self { total, sum: sum.number() })
    }
}

/// A total that its parts do not add up to: where it stands, both sums, and what the parts are called.
#[derive(Debug)]
pub(super) struct Uneven {
    pub(super) place: String,
    pub(super) misfit: Misfit,
    pub(super) parts: Vec<Words>,
}

/// Those of the named tables whose parts do not add up.
pub(super) fn uneven(case: &Case<'_>, names: &[&str]) -> Vec<Uneven> {
    let mut found = Vec::new();
    for (place, field, row) in tables(case).filter(|(place, ..)| names.contains(&place.name())) {
        let Some(total) = row.number("total") else { continue };
        let mut divisions: Vec<&str> = field.columns.iter().filter_map(|column| column.part_of.as_deref()).collect();
        divisions.dedup();
        for division in divisions {
            let columns = || field.columns.iter().filter(|column| column.part_of.as_deref() == Some(division));
            let parts: Vec<_> = columns().map(|column| row.number(&column.key)).collect();
            found.extend(Misfit::of(Some(total), &parts).map(|misfit| Uneven {
                place: place.column("total").to_string(),
                misfit,
                parts: columns().map(|column| column.label.clone()).collect(),
            }));
        }
    }
    found
}

/// A single figure that others divide, by their names among the figures.
pub(super) fn uneven_single(case: &Case<'_>, total: &str, parts: &[&str]) -> Option<Uneven> {
    let number = |name: &str| case.report.number(name);
    let place = |name: &str| format!("{FIGURES}{name}");
    let figures: Vec<_> = parts.iter().map(|name| number(name)).collect();
    let misfit = Misfit::of(number(total), &figures)?;
    let labels = parts.iter().filter_map(|name| Some(case.set.slot(&place(name))?.label.clone()));
    Some(Uneven { place: place(total), misfit, parts: labels.collect() })
}

/// The numbers that the land-release terms divide *released* into.
pub(super) fn uneven_land(case: &Case<'_>) -> Option<Uneven> {
    const PARTS: [&str; 3] = ["area_cleared_m2", "area_reduced_m2", "area_cancelled_m2"];
    // Reduced and cancelled may be known only together: then nothing can be added up.
    let is_whole = PARTS.iter().all(|name| case.report.number(name).is_some());
    is_whole.then(|| uneven_single(case, "area_released_m2", &PARTS)).flatten()
}

/// Decimal figures in millionths: they add up as on paper, and whole ones to the last digit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exact(i128);

/// Places behind the point that are kept.
const PLACES: usize = 6;

impl Exact {
    /// What is too large for it is the largest there is.
    pub(super) fn of(number: f64) -> Self {
        // Display of a float never has an exponent.
        let text = number.to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let part: String = part.chars().chain(std::iter::repeat('0')).take(PLACES).collect();
        let most = if number < 0.0 { i128::MIN } else { i128::MAX };
        Self(format!("{whole}{part}").parse().unwrap_or(most))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whether both are the same but for what so many figures lost behind their sixth place.
    fn is_close(self, other: Self, figures: usize) -> bool {
        self.minus(other).0.unsigned_abs() <= u128::try_from(figures).unwrap_or_default()
    }

    /// Whether it lies further from the other than so many hundredths of that.
    pub(super) fn differs_by_percent(self, other: Self, percent: i64) -> bool {
        let distance = self.minus(other).0.saturating_abs().saturating_mul(100);
        distance > other.0.saturating_abs().saturating_mul(i128::from(percent))
    }

    /// Whether a share in per cent is more than so many in a thousand.
    pub(super) fn is_above_per_mille(self, most: i64) -> bool {
        self.0.saturating_mul(10) > Self::whole(most).0
    }

    /// Whether it is less than a whole number.
    pub(super) fn is_below(self, least: i64) -> bool {
        self < Self::whole(least)
    }

    fn whole(number: i64) -> Self {
        Self(i128::from(number).saturating_mul(1_000_000))
    }

    /// The number again.
    pub(super) fn number(self) -> f64 {
        let digits = format!("{:0>width$}", self.0.unsigned_abs(), width = PLACES + 1);
        let (whole, part) = digits.split_at(digits.len().saturating_sub(PLACES));
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{whole}.{part}").parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_add_up_as_on_paper() {
        let sum = |parts: &[f64], total| Misfit::of(Some(total), &parts.iter().copied().map(Some).collect::<Vec<_>>());
        assert_eq!(sum(&[0.1, 0.2], 0.3), None, "which floats do not");
        assert_eq!(sum(&[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], 1.0), None, "lost behind the sixth place");
        assert_eq!(
            sum(&[9_007_199_254_740_990.0, 1.0], 9_007_199_254_740_990.0).unwrap().total,
            9_007_199_254_740_990.0
        );
        assert_eq!(sum(&[380_000.0, 350_000.0, 240_000.0], 970_001.0).unwrap().sum, 970_000.0);
    }

    #[test]
    fn parts_that_are_not_all_given_may_be_less_but_not_more() {
        assert_eq!(Misfit::of(Some(10.0), &[Some(4.0), None]), None);
        assert_eq!(Misfit::of(Some(10.0), &[Some(11.0), None]), Some(Misfit { total: 10.0, sum: 11.0 }));
        assert_eq!(Misfit::of(Some(10.0), &[Some(4.0), Some(5.0)]), Some(Misfit { total: 10.0, sum: 9.0 }));
        assert_eq!(Misfit::of(Some(10.0), &[None, None]), None);
        assert_eq!(Misfit::of(None, &[Some(1.0)]), None);
        assert_eq!(Misfit::of(Some(0.0), &[Some(0.0)]), None);
    }

    proptest! {
        #[test]
        fn a_number_comes_back_as_it_was(whole in 0u32.., part in 0u32..1_000_000) {
            let number: f64 = format!("{whole}.{part:06}").parse().unwrap();
            prop_assert_eq!(Exact::of(number).number(), number);
            prop_assert_eq!(Exact::of(-number).number(), -number);
        }

        #[test]
        fn no_number_stops_it(numbers in proptest::collection::vec(any::<f64>(), 0..6), total in any::<f64>(), percent in any::<i64>()) {
            let parts: Vec<_> = numbers.iter().copied().map(Some).collect();
            let _ = Misfit::of(Some(total), &parts);
            let _ = Exact::of(total).differs_by_percent(Exact::of(numbers.first().copied().unwrap_or_default()), percent);
        }

        #[test]
        fn whole_numbers_fit_exactly_when_their_sum_does(parts in proptest::collection::vec(0u32..1 << 30, 1..6), off in 0u32..3) {
            let sum: u64 = parts.iter().copied().map(u64::from).sum();
            let parts: Vec<_> = parts.iter().map(|part| Some(f64::from(*part))).collect();
            let total: f64 = (sum + u64::from(off)).to_string().parse().unwrap();
            prop_assert_eq!(Misfit::of(Some(total), &parts).is_some(), off > 0);
        }
    }
}
