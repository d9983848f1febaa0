//! How much of a report is answered: a measure beside the findings, which never stops anything.

use super::derive::{Checklist, ItemState};
use crate::domain::regime::FormSet;
use crate::domain::report::{FormState, Report};

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that have an answer.
    pub answered: usize,
    /// All that are asked.
    pub all: usize,
}

impl Share {
    fn of(states: impl Iterator<Item = bool>) -> Self {
        states.fold(Self::default(), |share, is_answered| Self {
            answered: share.answered + usize::from(is_answered),
            all: share.all + 1,
        })
    }
}

/// How much of a report is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Forms that hold an answer, are unchanged or do not apply.
    pub forms: Share,
    /// Items of the checklist in force for the State. Not counted is what hangs on a fact that is not confirmed, and
    /// of what an original speaks: nobody says that it is answered there.
    pub items: Share,
}

impl Completeness {
    /// Of a report with its checklist.
    pub fn of(report: &Report, set: &FormSet, checklist: &Checklist) -> Self {
        let forms = set.forms.iter().map(|form| {
            let line = report.summary.get(&form.letter).and_then(|line| line.chosen());
            match line {
                Some(FormState::Unchanged | FormState::NotApplicable) => true,
                Some(FormState::Changed) | None => report.holds_content(form),
            }
        });
        let is_counted = |state: &ItemState| !matches!(state, ItemState::AppliesIf(_) | ItemState::InOriginal(_));
        let asked = checklist.items.iter().filter(|item| is_counted(&item.state));
        let items = asked.map(|item| item.state != ItemState::Open);
        Self { forms: Share::of(forms), items: Share::of(items) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::Obligations;
    use crate::domain::regime::FormSets;
    use crate::domain::report::read;
    use crate::domain::validation::{Books, Observations, check};

    #[test]
    fn what_is_answered_is_counted_and_nothing_else() {
        let (sets, obligations) = (FormSets::embedded().unwrap(), Obligations::embedded().unwrap());
        let of = |summary: &str| {
            let file = format!(
                r#"{{"party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "summary": {summary},
                "forms": {{"C": {{"legislation": {{"text": "War Materiel Act."}}}}}}}}"#
            );
            let report = read(file.as_bytes(), &sets, &obligations).unwrap();
            let books = Books::embedded().unwrap();
            let day = chrono::NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
            let checked = check(books.reference(), &report, &[], &Observations::default(), day);
            let set = sets.for_cycle(report.regime, report.cycle).unwrap();
            Completeness::of(&report, set, &checked.checklist)
        };
        let begun = of(r#"{"A": {"state": "unchanged", "last_reporting": 2026}, "B": {"state": "changed"}}"#);
        assert_eq!(begun.forms, Share { answered: 2, all: 5 }, "B is said to have changed, and holds nothing");
        let blank = of("{}");
        assert_eq!(blank.forms, Share { answered: 1, all: 5 });
        assert!(blank.items.answered > 0 && begun.items.answered > blank.items.answered, "{blank:?} {begun:?}");
        assert_eq!(begun.items.all, blank.items.all);
    }
}
