//! Step curves as inline SVG that follows the theme; the same figures stand beside them as a table.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use crate::domain::code::InstrumentCode;
use crate::domain::treaty::Register;
use crate::text::Text;

/// Left edge of the curves, after the numbers of the scale.
const LEFT: f64 = 34.0;
const TOP: f64 = 16.0;
/// Room for the labels at the right end of the curves.
const LABELS: f64 = 200.0;
/// Room for the years below.
const YEARS: f64 = 30.0;
/// Labels nearer to each other than this could not be read.
const LABEL_HEIGHT: f64 = 17.0;
/// Years between two marks of the time scale.
const YEARS_PER_MARK: i32 = 5;
/// States between two lines of the grid.
const STATES_PER_LINE: usize = 25;

/// How many States an instrument binds, from each day on which the number changes.
pub(super) fn growth(register: &Register, instrument: InstrumentCode, until: NaiveDate) -> Vec<(NaiveDate, usize)> {
    // Successions reach back before the instrument itself was in force for anyone.
    let starts = register.instrument(instrument).map_or(NaiveDate::MIN, |found| found.entered_into_force_on);
    let mut changes: BTreeMap<NaiveDate, (usize, usize)> = BTreeMap::new();
    for period in register.states().flat_map(|state| register.periods(state.iso3, instrument)) {
        changes.entry(period.since.max(starts)).or_default().0 += 1;
        if let Some(end) = period.until {
            changes.entry(end.max(starts)).or_default().1 += 1;
        }
    }
    let mut bound = 0;
    let step = |(day, (more, fewer)): (NaiveDate, (usize, usize))| {
        bound = bound + more - fewer;
        (day, bound)
    };
    changes.into_iter().take_while(|(day, _)| *day <= until).map(step).collect()
}

/// One curve with its label at the right end.
pub(super) struct Curve {
    /// Classes of the line: colour and dash.
    pub(super) class: &'static str,
    pub(super) path: String,
    pub(super) label: String,
    pub(super) end_y: f64,
    pub(super) label_y: f64,
}

/// Width and height of a drawing, in CSS pixels at its natural size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    width: f64,
    height: f64,
}

impl Size {
    /// For the width of a page.
    pub(super) const WIDE: Self = Self { width: 790.0, height: 352.0 };
    /// For half a page.
    pub(super) const NARROW: Self = Self { width: 560.0, height: 280.0 };

    /// Right edge of the curves, before their labels.
    fn right(self) -> f64 {
        self.width - LABELS
    }

    /// Lower edge of the curves, above the years.
    fn bottom(self) -> f64 {
        self.height - YEARS
    }
}

/// A drawing of one or more step curves over the years.
pub(super) struct Plot {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Where labels begin, and the lines that lead to them.
    pub(super) labels_x: f64,
    pub(super) leads_x: f64,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) grid: String,
    pub(super) axis: String,
    pub(super) years: Vec<(f64, i32)>,
    pub(super) levels: Vec<(f64, usize)>,
    pub(super) curves: Vec<Curve>,
}

/// The growth of several instruments, each line told apart without colour; blue marks those with a
/// report of their own.
pub(super) fn growth_of_all(t: &Text, register: &Register, codes: &[InstrumentCode]) -> Vec<Steps> {
    let lines = register.instruments().iter().map(|instrument| instrument.code).zip(LINES);
    let shown = lines.filter(|(code, _)| codes.contains(code));
    shown.map(|(code, class)| Steps::of(t, register, code, class)).collect()
}

/// Classes of the lines, in the order of the instruments.
const LINES: [&str; 8] = ["k k1", "k", "k d1", "k d3", "k d2", "k k2", "k d4", "k k3"];

impl Steps {
    /// The growth of one instrument, labelled with its last figure.
    pub(super) fn of(t: &Text, register: &Register, code: InstrumentCode, class: &'static str) -> Self {
        let steps = growth(register, code, register.as_of());
        let last = steps.last().map_or(0, |step| step.1);
        let name = t.of_instrument(code, "short");
        Self { label: t.with_all("plot-label", [("count", last.into()), ("name", name.into())]), class, steps }
    }
}

/// What is drawn: label, classes and steps of each curve.
pub(super) struct Steps {
    pub(super) label: String,
    pub(super) class: &'static str,
    pub(super) steps: Vec<(NaiveDate, usize)>,
}

impl Plot {
    /// Draws the curves from their first step until `until`.
    pub(super) fn new(
        size: Size,
        (title, description): (String, String),
        series: Vec<Steps>,
        until: NaiveDate,
    ) -> Self {
        let (right, bottom) = (size.right(), size.bottom());
        let from = series.iter().filter_map(|curve| curve.steps.first()).map(|step| step.0).min().unwrap_or(until);
        let most = series.iter().flat_map(|curve| &curve.steps).map(|step| step.1).max().unwrap_or_default();
        let scale = Scale { size, from, until, most: most.div_ceil(STATES_PER_LINE).max(1) * STATES_PER_LINE };
        let levels: Vec<_> = (0..=scale.most).step_by(STATES_PER_LINE).map(|level| (scale.y(level), level)).collect();
        let first_mark = (from.year() + YEARS_PER_MARK - 1).div_euclid(YEARS_PER_MARK) * YEARS_PER_MARK;
        let years: Vec<_> = (first_mark..=until.year())
            .step_by(usize::try_from(YEARS_PER_MARK).unwrap_or(1))
            .filter_map(|year| Some((scale.x(NaiveDate::from_ymd_opt(year, 1, 1)?), year)))
            .filter(|(x, _)| (LEFT..=right).contains(x))
            .collect();
        let mut grid = String::new();
        for (y, _) in levels.iter().skip(1) {
            let _ = write!(grid, "M{LEFT} {y:.1}H{right}");
        }
        let mut axis = format!("M{LEFT} {bottom}H{right}");
        for (x, _) in &years {
            let _ = write!(axis, "M{x:.1} {bottom}v5");
        }
        let mut curves: Vec<_> = series.into_iter().map(|steps| scale.curve(steps)).collect();
        spread_labels(&mut curves, bottom);
        let (width, height, labels_x, leads_x) = (size.width, size.height, right + 18.0, right + 14.0);
        Self { width, height, labels_x, leads_x, title, description, grid, axis, years, levels, curves }
    }
}

struct Scale {
    size: Size,
    from: NaiveDate,
    until: NaiveDate,
    most: usize,
}

impl Scale {
    fn x(&self, day: NaiveDate) -> f64 {
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days().max(0);
        let share = ratio(days(self.from, day), days(self.from, self.until).max(1));
        LEFT + share * (self.size.right() - LEFT)
    }

    fn y(&self, states: usize) -> f64 {
        let (states, most) = (i64::try_from(states).unwrap_or_default(), i64::try_from(self.most).unwrap_or(1));
        self.size.bottom() - ratio(states, most) * (self.size.bottom() - TOP)
    }

    fn curve(&self, steps: Steps) -> Curve {
        let (right, bottom) = (self.size.right(), self.size.bottom());
        let mut path = String::new();
        for (number, (day, count)) in steps.steps.iter().enumerate() {
            let (x, y) = (self.x(*day), self.y(*count));
            let _ = if number == 0 { write!(path, "M{x:.1} {bottom}V{y:.1}") } else { write!(path, "H{x:.1}V{y:.1}") };
        }
        let _ = write!(path, "H{right}");
        let end_y = self.y(steps.steps.last().map_or(0, |step| step.1));
        Curve { class: steps.class, path, label: steps.label, end_y, label_y: end_y }
    }
}

fn ratio(part: i64, whole: i64) -> f64 {
    let small = |number: i64| f64::from(i32::try_from(number).unwrap_or(i32::MAX));
    small(part) / small(whole)
}

/// Moves labels apart, from the highest down, so that each stands near the end of its curve.
fn spread_labels(curves: &mut [Curve], bottom: f64) {
    curves.sort_by(|one, other| one.end_y.total_cmp(&other.end_y));
    // Centred on where they belong: the first pass pushes down, the second lifts what is too low.
    let mut least = f64::MIN;
    for curve in curves.iter_mut() {
        curve.label_y = curve.label_y.max(least);
        least = curve.label_y + LABEL_HEIGHT;
    }
    let mut most = bottom;
    for curve in curves.iter_mut().rev() {
        curve.label_y = curve.label_y.min(most);
        most = curve.label_y - LABEL_HEIGHT;
    }
}

/// The plot's figures as a table: States bound at the ends of years.
pub(super) struct Figures {
    pub(super) columns: Vec<String>,
    pub(super) lines: Vec<YearLine>,
    /// Where all steps can be had.
    pub(super) csv: String,
}

/// One line of the table; nothing where the instrument was not yet in force.
pub(super) struct YearLine {
    pub(super) date: String,
    pub(super) counts: Vec<Option<usize>>,
}

impl Figures {
    pub(super) fn new(t: &Text, register: &Register, codes: &[InstrumentCode], csv: String) -> Self {
        let count = |code: InstrumentCode, on: NaiveDate| {
            let starts = register.instrument(code).map(|one| one.entered_into_force_on);
            starts.filter(|start| *start <= on).map(|_| register.count_bound(code, on))
        };
        let line =
            |on: NaiveDate| YearLine { date: t.date(on), counts: codes.iter().map(|code| count(*code, on)).collect() };
        Self {
            columns: codes.iter().map(|code| t.of_instrument(*code, "short")).collect(),
            lines: ends_of_years(register, codes).into_iter().map(line).collect(),
            csv,
        }
    }
}

/// The ends of the first year, of every fifth year, and the day of the register.
fn ends_of_years(register: &Register, codes: &[InstrumentCode]) -> Vec<NaiveDate> {
    let starts = codes.iter().filter_map(|code| register.instrument(*code)).map(|one| one.entered_into_force_on);
    let first = starts.min().unwrap_or(register.as_of()).year();
    let shown = |year: &i32| *year == first || year % YEARS_PER_MARK == 0;
    let ends = (first..register.as_of().year()).filter(shown).filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    ends.chain([register.as_of()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day;

    #[test]
    fn protocol_v_grew_from_its_first_twenty() {
        let register = Register::embedded().unwrap();
        let steps = growth(&register, InstrumentCode::parse("P-V").unwrap(), register.as_of());
        assert_eq!(steps.first(), Some(&(day(2006, 11, 12), 21)));
        assert_eq!(steps.last(), Some(&(day(2025, 1, 29), 99)));
        assert!(steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    }

    #[test]
    fn every_step_is_the_count_of_that_day() {
        let register = Register::embedded().unwrap();
        for instrument in register.instruments() {
            for (day, count) in growth(&register, instrument.code, register.as_of()) {
                assert_eq!(count, register.count_bound(instrument.code, day), "{} {day}", instrument.code);
            }
        }
    }

    #[test]
    fn labels_never_overlap_and_stay_inside() {
        let register = Register::embedded().unwrap();
        let series = register.instruments().iter().map(|instrument| Steps {
            label: instrument.code.to_string(),
            class: "k",
            steps: growth(&register, instrument.code, register.as_of()),
        });
        let plot = Plot::new(Size::WIDE, Default::default(), series.collect(), register.as_of());
        assert_eq!(plot.curves.len(), 8);
        for pair in plot.curves.windows(2) {
            assert!(pair[1].label_y - pair[0].label_y >= LABEL_HEIGHT - 0.01);
        }
        assert!(plot.curves.iter().all(|curve| (0.0..=Size::WIDE.bottom()).contains(&curve.label_y)));
    }

    #[test]
    fn an_instrument_that_binds_nobody_is_drawn_too() {
        let nobody = Steps { label: String::new(), class: "k", steps: Vec::new() };
        let plot = Plot::new(Size::NARROW, Default::default(), vec![nobody], day(2026, 1, 1));
        assert_eq!(plot.levels.len(), 2);
    }
}
