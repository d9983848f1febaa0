//! What the rules say of filed reports: of one for the secretariat, and of all under another version of the rules.

use std::sync::Arc;

use super::Edition;
use super::known::{Known, known_of};
use crate::domain::checklist::Checklist;
use crate::domain::report::{Report, ReportReference, VersionReference};
use crate::domain::validation::{Books, Checked, Effect, check, known_to};
use crate::store::{Store, StoreResult};

/// What the rules say of a filed report, read on the day it was submitted, beside what the State filed but for later
/// versions of the same report.
pub fn check_filed(edition: &Edition, known: &Known, submission: &str, report: &Report) -> Checked {
    // A sample is never late.
    let unsaid = if report.label.is_some() { report.cycle.closes_on() } else { edition.today };
    let on = report.submitted_day().unwrap_or(unsaid);
    let others = known_when_filed(known, submission, report);
    let mut checked = check(edition.reference(), report, &others, &known.observations(), on);
    if report.is_wordless() {
        // Of what stands in a document alone, the rules can read nothing but the day it came.
        checked.findings.retain(|finding| finding.place == "submitted_on");
    }
    if report.is_unsorted() {
        checked.checklist = Checklist::default();
    }
    checked
}

fn known_when_filed<'k>(known: &'k Known, submission: &str, report: &Report) -> Vec<&'k Report> {
    let reference = ReportReference { party: report.party, regime: report.regime, cycle: report.cycle };
    let own = known.versions(reference).find(|filed| filed.submission.id == submission);
    let Some(own) = own else { return known.reports() };
    let all: Vec<_> = known.filed().collect();
    let others = known_to(own, &all, |filed| filed.submission.reference, |filed| filed.submission.version);
    others.into_iter().map(|other| &other.report).collect()
}

/// A filed report, what the rules in force say of it, and what others would say.
#[derive(Debug)]
pub struct Tried<'k> {
    /// Which version of which report.
    pub reference: VersionReference,
    /// As read.
    pub report: &'k Report,
    /// What the rules in force say.
    pub now: Checked,
    /// What would be said no more, and what would be said.
    pub effect: Effect,
}

/// Tries rules on every filing that was not recalled, each version of a report by itself, State by State, so that
/// memory stays bounded; with the rules in force nothing changes.
pub fn try_on_all(
    store: &Store,
    edition: &Edition,
    books: Option<Books>,
    mut each: impl FnMut(&Tried<'_>) -> StoreResult<()>,
) -> StoreResult<()> {
    let other = books.map(|books| Edition { books: Arc::new(books), ..Edition::clone(edition) });
    for state in edition.register.states() {
        for regime in edition.rules.regimes() {
            let known = known_of(store, edition, state.iso3, regime.code)?;
            for filed in known.filed().filter(|filed| filed.submission.reference.regime == regime.code) {
                let now = check_filed(edition, &known, &filed.submission.id, &filed.report);
                let then = other.as_ref().map(|other| check_filed(other, &known, &filed.submission.id, &filed.report));
                let effect = then.map_or_else(Effect::default, |then| Effect::between(&now, &then));
                let reference =
                    VersionReference { report: filed.submission.reference, version: Some(filed.submission.version) };
                each(&Tried { reference, report: &filed.report, now, effect })?;
            }
        }
    }
    Ok(())
}
