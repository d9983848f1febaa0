//! What the rules say of filed reports: of one for the secretariat, and of all under another version of the rules.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Edition;
use super::known::{Known, known_of};
use crate::domain::checklist::Checklist;
use crate::domain::report::{Report, ReportReference, VersionReference};
use crate::domain::validation::{Books, Checked, Effect, Finding, check, known_to};
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

/// How often each rule speaks of the reports that were read.
#[derive(Debug, Default)]
pub struct Counts {
    /// How many were read.
    pub reports: usize,
    /// Of which something is said, or would be said otherwise.
    pub touched: usize,
    /// Of which an error is said now.
    pub errors: usize,
    /// By rule and severity: how often it would speak no more, and how often anew; where nothing is tried, how often it
    /// speaks.
    pub rules: BTreeMap<(String, &'static str), (usize, usize)>,
}

impl Counts {
    /// Counts a report, tried with other rules or with those in force alone.
    pub fn add(&mut self, tried: &Tried<'_>, is_trial: bool) {
        self.reports += 1;
        self.errors += usize::from(tried.now.has_errors());
        let new = if is_trial { &tried.effect.new } else { &tried.now.findings };
        self.touched += usize::from(!new.is_empty() || !tried.effect.gone.is_empty());
        new.iter().for_each(|finding| self.of(finding).1 += 1);
        tried.effect.gone.iter().for_each(|finding| self.of(finding).0 += 1);
    }

    fn of(&mut self, finding: &Finding) -> &mut (usize, usize) {
        self.rules.entry((finding.rule.to_string(), finding.severity.word())).or_default()
    }
}

/// What other rules would change, as a page shows it.
#[derive(Debug, Default)]
pub struct Trial {
    /// In how many reports, and by which rules.
    pub counts: Counts,
    /// The first reports that would be read otherwise.
    pub shown: Vec<(VersionReference, Effect)>,
    /// Whether time ran out before every report was read.
    pub is_cut: bool,
}

/// Reports that a trial shows by themselves.
const SHOWN: usize = 50;

/// Tries rules for as long as a page may take.
pub fn trial(store: &Store, edition: &Edition, books: Books, within: Duration) -> StoreResult<Trial> {
    let (mut trial, began) = (Trial::default(), Instant::now());
    try_on_all(store, edition, Some(books), |tried| {
        if began.elapsed() > within {
            trial.is_cut = true;
            return Ok(ControlFlow::Break(()));
        }
        trial.counts.add(tried, true);
        if !tried.effect.is_none() && trial.shown.len() < SHOWN {
            trial.shown.push((tried.reference, tried.effect.clone()));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(trial)
}

/// Tries rules on every filing that was not recalled, each version of a report by itself, State by State, so that
/// memory stays bounded, until it is told to break off; with the rules in force nothing changes.
pub fn try_on_all(
    store: &Store,
    edition: &Edition,
    books: Option<Books>,
    mut each: impl FnMut(&Tried<'_>) -> StoreResult<ControlFlow<()>>,
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
                if each(&Tried { reference, report: &filed.report, now, effect })?.is_break() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}
