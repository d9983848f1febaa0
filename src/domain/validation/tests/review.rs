//! Section 9.

use chrono::DateTime;

use super::*;
use crate::domain::calendar::Cycle;
use crate::domain::filing::{ActDone, FilingAct};
use crate::domain::validation::review::{Bearing, Counted, Review, bearing, review, review_counts};

/// A report on Amended Protocol II in which nothing was found, with what a test changes before it is looked at.
struct Looked {
    report: Value,
    findings: Vec<Finding>,
    acts: Vec<(FilingAct, Option<&'static str>)>,
    stored: &'static str,
    shown: &'static str,
    meeting_on: Option<NaiveDate>,
    on: NaiveDate,
}

impl Looked {
    fn clean() -> Self {
        Self {
            report: Setup::amended_protocol_ii().report,
            findings: Vec::new(),
            acts: Vec::new(),
            stored: "0a",
            shown: "A B",
            meeting_on: None,
            on: day(2027, 4, 15),
        }
    }

    /// One of the report's rules that stops a submission.
    fn with_an_error(mut self) -> Self {
        let mut setup = Setup::amended_protocol_ii();
        setup.report["cover"]["availability"] = json!(null);
        self.findings = setup.check().findings;
        assert!(self.findings.iter().any(|finding| finding.severity == Severity::Error));
        self
    }

    fn found(&self, id: &str) -> Vec<Finding> {
        let report = read(self.report.to_string().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations).unwrap();
        let done = |(act, note): &(FilingAct, Option<&str>)| ActDone {
            act: *act,
            at: DateTime::UNIX_EPOCH,
            by: "a".into(),
            note: note.map(str::to_owned),
        };
        let acts: Vec<_> = self.acts.iter().map(done).collect();
        let shown = self.shown.split_whitespace().map(str::to_owned).collect();
        let looked = Review {
            report: &report,
            findings: &self.findings,
            acts: &acts,
            receipt: "0a",
            stored: self.stored,
            shown: &shown,
            meeting_on: self.meeting_on,
            on: self.on,
        };
        of(id, review(&BOOKS.rules, &looked))
    }
}

/// The findings of one rule, whose parameters are those that its data names.
fn of(id: &str, findings: Vec<Finding>) -> Vec<Finding> {
    for finding in &findings {
        let rule = BOOKS.rules.rules().iter().find(|rule| rule.id == finding.rule).unwrap();
        let mut known = rule.parameters.clone();
        known.sort();
        let given: Vec<_> = finding.parameters.keys().map(|name| (*name).to_owned()).collect();
        assert_eq!(given, known, "{id}");
    }
    findings.into_iter().filter(|finding| finding.rule.0 == id).collect()
}

#[test]
fn what_changes_the_words_or_the_choice_of_a_state_stops_the_act_and_errors_wait_for_a_reason() {
    use FilingAct::{Acknowledged, Circulated, CorrectionRequested, Published};
    let bears = |found: Vec<Finding>| {
        [Acknowledged, Circulated, Published, CorrectionRequested].map(|act| bearing(&found[0], act))
    };
    let errors = Looked::clean().with_an_error().found("R-01");
    assert_eq!(bears(errors), [Some(Bearing::Explained), None, None, None]);
    let words = Looked { stored: "0b", ..Looked::clean() }.found("R-02");
    let stops = Some(Bearing::Stops);
    assert_eq!(bears(words), [Some(Bearing::Told), stops, stops, None]);
}

mod r_01 {
    use super::*;

    #[test]
    fn passes() {
        assert_eq!(Looked::clean().found("R-01"), Vec::new());
        let mut recorded = Looked::clean().with_an_error();
        recorded.acts.push((FilingAct::Acknowledged, Some("It stands: the note came by post.")));
        assert_eq!(recorded.found("R-01"), Vec::new());
        let mut asked = Looked::clean();
        asked.findings = Looked::clean().with_an_error().findings;
        asked.findings.retain(|finding| finding.severity != Severity::Error);
        assert_eq!(asked.found("R-01"), Vec::new(), "warnings were confirmed");
    }

    #[test]
    fn fails() {
        let looked = Looked::clean().with_an_error();
        let errors = looked.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let found = looked.found("R-01");
        assert_eq!(found[0].parameters["count"], Parameter::Number(i64::try_from(errors).unwrap()));
    }
}

mod r_02 {
    use super::*;

    #[test]
    fn passes() {
        assert_eq!(Looked::clean().found("R-02"), Vec::new());
    }

    #[test]
    fn fails() {
        let found = Looked { stored: "0b", ..Looked::clean() }.found("R-02");
        assert_eq!(found[0].severity, Severity::Error);
    }
}

mod r_03 {
    use super::*;

    fn places(availability: &str, shown: &'static str) -> Vec<String> {
        let mut looked = Looked { shown, ..Looked::clean() };
        looked.report["cover"]["availability"] = json!(availability);
        looked.report["cover"]["availability_forms"] = json!(["A", "C"]);
        looked.found("R-03").into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn passes() {
        for (availability, shown) in [("yes", "A B C D E F G"), ("partially", "A C"), ("partially", ""), ("no", "")] {
            assert_eq!(places(availability, shown), Vec::<String>::new(), "{availability} {shown}");
        }
    }

    #[test]
    fn fails() {
        assert_eq!(places("partially", "A B C D"), ["forms.B", "forms.D"]);
        assert_eq!(places("no", "A"), ["forms.A"]);
        assert_eq!(places("perhaps", "A"), ["forms.A"], "what is not said is not taken for a yes");
    }
}

mod r_04 {
    use super::*;

    fn ahead() -> Looked {
        Looked { meeting_on: Some(day(2027, 11, 10)), ..Looked::clean() }
    }

    #[test]
    fn passes() {
        assert_eq!(Looked::clean().found("R-04"), Vec::new(), "no date is known");
        assert_eq!(Looked { on: day(2027, 11, 11), ..ahead() }.found("R-04"), Vec::new(), "it is over");
        for act in [FilingAct::Circulated, FilingAct::Recalled, FilingAct::Withdrawn] {
            assert_eq!(Looked { acts: vec![(act, None)], ..ahead() }.found("R-04"), Vec::new());
        }
        let other = Looked { report: Setup::clean().report, ..ahead() };
        assert_eq!(other.found("R-04"), Vec::new(), "article 13(4) speaks of Amended Protocol II alone");
    }

    #[test]
    fn fails() {
        for on in [day(2027, 4, 15), day(2027, 11, 10)] {
            let found = Looked { on, acts: vec![(FilingAct::Acknowledged, None)], ..ahead() }.found("R-04");
            assert_eq!(found[0].parameters["date"], day(2027, 11, 10).into());
        }
    }
}

mod r_05 {
    use super::*;

    fn counted(register_on: NaiveDate) -> Vec<Finding> {
        let cycle = Cycle::new(2027).unwrap();
        of("R-05", review_counts(&BOOKS.rules, &Counted { cycle, parties: 107, register_on }))
    }

    #[test]
    fn passes() {
        assert_eq!(counted(day(2027, 3, 31)), Vec::new());
    }

    #[test]
    fn fails() {
        let found = counted(day(2027, 3, 30));
        assert_eq!(found[0].parameters["count"], Parameter::Number(107));
        assert_eq!(found[0].parameters["date"], day(2027, 3, 31).into());
    }
}
