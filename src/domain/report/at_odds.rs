//! What a report says of one thing in two places, and not alike: a list for whoever writes it, from which nothing
//! follows.

use super::figures::Row;
use super::model::{FormState, Report};
use crate::domain::regime::{Column, Field, FieldKind, Form, FormSet};

/// Two answers of a report that do not go together.
#[derive(Debug, Clone, PartialEq)]
pub struct AtOdds {
    /// Where one of the two stands.
    pub place: String,
    /// What they are.
    pub kind: Odds,
}

/// What does not go together.
#[derive(Debug, Clone, PartialEq)]
pub enum Odds {
    /// A form that does not apply holds answers.
    NotApplicable,
    /// An answer says that there is nothing to report, and more.
    NothingToReport,
    /// Parts that come to more than the whole.
    MoreThanAll {
        /// The whole.
        all: f64,
        /// What the parts come to.
        parts: f64,
    },
    /// Counted since a year that has not come.
    SinceLater(i64),
    /// A day of the figures' time that no calendar has.
    NoDay(String),
}

impl Report {
    /// What in it does not go together, in the order of the forms.
    pub fn at_odds(&self, set: &FormSet) -> Vec<AtOdds> {
        set.forms.iter().flat_map(|form| self.at_odds_in(form)).collect()
    }

    fn at_odds_in(&self, form: &Form) -> Vec<AtOdds> {
        let mut found = Vec::new();
        let state = self.summary.get(&form.letter).and_then(|line| line.chosen());
        if state == Some(FormState::NotApplicable) && self.holds_words(form) {
            found.push(AtOdds { place: format!("summary.{}.state", form.letter), kind: Odds::NotApplicable });
        }
        for field in &form.fields {
            let answer = self.answer(&form.letter, &field.key);
            if answer.is_some_and(|answer| answer.nothing_to_report && answer.holds_text()) {
                let place = format!("{}.nothing_to_report", field.place(&form.letter));
                found.push(AtOdds { place, kind: Odds::NothingToReport });
            }
            found.extend(self.more_than_all(form, field));
            found.extend(self.impossible_times(field));
        }
        found
    }

    /// Figures that count some of another, or some of the total of their table.
    fn more_than_all(&self, form: &Form, field: &Field) -> Vec<AtOdds> {
        let name = |field: &Field| field.at.as_deref().and_then(|at| at.strip_prefix("figures.")).map(str::to_owned);
        let Some(own) = name(field) else { return Vec::new() };
        if let Some(whole) = field.some_of.as_ref().and_then(|key| form.fields.iter().find(|other| other.key == *key)) {
            let all = name(whole).and_then(|name| self.number(&name));
            let found = exceeding(all, self.number(&own).into_iter());
            return found.map(|kind| AtOdds { place: field.place(&form.letter), kind }).into_iter().collect();
        }
        let Some(record) = self.record(&own) else { return Vec::new() };
        let mut divisions: Vec<_> = field.columns.iter().filter_map(|column| column.some_of.as_deref()).collect();
        divisions.dedup();
        let of = |division: &str| {
            let some = field.columns.iter().filter(|column| column.some_of.as_deref() == Some(division));
            let parts = some.filter_map(|column| record.number(&column.key));
            let kind = exceeding(record.number("total"), parts)?;
            Some(AtOdds { place: format!("{}.total", field.place(&form.letter)), kind })
        };
        divisions.into_iter().filter_map(of).collect()
    }

    /// A start of counting that lies ahead, and days of the figures' time that are none.
    fn impossible_times(&self, field: &Field) -> Vec<AtOdds> {
        let Some(at) = field.at.as_deref() else { return Vec::new() };
        let Some(record) = at.strip_prefix("figures.").and_then(|name| self.record(name)) else { return Vec::new() };
        let cycle = i64::from(self.cycle.year());
        let since = |column: &&Column| column.kind == FieldKind::Year && column.key == "since";
        let later = field.columns.iter().filter(since).filter_map(|column| record.whole(&column.key));
        let later = later.filter(|year| *year > cycle).map(|year| ("since", Odds::SinceLater(year)));
        let ends = if field.kind == FieldKind::Period { &["from", "to"][..] } else { &[] };
        let no_day = |record: Row<'_>, end: &'static str| {
            let written = record.text(end).filter(|_| record.day(end).is_none())?;
            Some((end, Odds::NoDay(written.to_owned())))
        };
        let no_days = ends.iter().filter_map(|end| no_day(record, end));
        later.chain(no_days).map(|(end, kind)| AtOdds { place: format!("{at}.{end}"), kind }).collect()
    }
}

/// Whether parts come to more than the whole; what floats lose behind the sixth place is no difference.
fn exceeding(all: Option<f64>, parts: impl Iterator<Item = f64>) -> Option<Odds> {
    let (all, parts) = (all?, parts.sum::<f64>());
    (parts - all > 1e-6).then_some(Odds::MoreThanAll { all, parts })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::checklist::Obligations;
    use crate::domain::regime::FormSets;
    use crate::domain::report::read;

    fn odds(regime: &str, said: &serde_json::Value) -> Vec<(String, Odds)> {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let mut document = json!({ "party": "CHE", "regime": regime, "cycle": 2027, "kind": "annual" });
        document.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let report = read(document.to_string().as_bytes(), &sets, &obligations).unwrap();
        let set = sets.for_cycle(report.regime, report.cycle).unwrap();
        report.at_odds(set).into_iter().map(|one| (one.place, one.kind)).collect()
    }

    #[test]
    fn what_does_not_go_together_is_found_where_it_stands() {
        let said = json!({
            "summary": { "A": { "state": "not_applicable", "reason": "None." }, "C": { "state": "not_applicable" } },
            "forms": {
                "A": { "armed_forces": { "text": "Courses." } },
                "F": { "other_matters": { "text": "See above.", "nothing_to_report": true } },
            },
            "figures": {
                "mines_destroyed": 5, "anti_personnel_mines_destroyed": 12,
                "casualties": { "total": 10, "civilian": 8, "military": 3, "by_device": { "mines": 4, "erw": 6 } },
                "casualties_cumulative": { "total": 20, "since": 2030 },
                "risk_education": { "total": 1500, "men": 900, "women": 601 },
                "figures_period": { "from": "31/11/2026", "to": "31/12/2026" },
            },
        });
        let expected = [
            ("summary.A.state", Odds::NotApplicable),
            ("figures.anti_personnel_mines_destroyed", Odds::MoreThanAll { all: 5.0, parts: 12.0 }),
            ("figures.casualties.total", Odds::MoreThanAll { all: 10.0, parts: 11.0 }),
            ("figures.casualties_cumulative.since", Odds::SinceLater(2030)),
            ("figures.risk_education.total", Odds::MoreThanAll { all: 1500.0, parts: 1501.0 }),
            ("figures.figures_period.from", Odds::NoDay("31/11/2026".into())),
            ("forms.F.other_matters.nothing_to_report", Odds::NothingToReport),
        ];
        let expected: Vec<_> = expected.into_iter().map(|(place, kind)| (place.to_owned(), kind)).collect();
        assert_eq!(odds("APII", &said), expected);
    }

    #[test]
    fn what_goes_together_is_left_alone() {
        let said = json!({
            "summary": { "A": { "state": "not_applicable", "reason": "None." } },
            "forms": { "F": { "other_matters": { "nothing_to_report": true } } },
            "figures": {
                "mines_destroyed": 12, "anti_personnel_mines_destroyed": 12,
                "casualties": { "total": 10, "civilian": 8, "by_device": { "mines": 4, "erw": 6 } },
                "casualties_cumulative": { "total": 20, "since": 2027 },
                "figures_period": { "from": "2026-01-01" },
            },
        });
        assert_eq!(odds("APII", &said), []);
    }
}
