//! One report with everything the rules may look at.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::lexicon::Lexicon;
use super::observations::Observations;
use super::rule_set::RuleSet;
use crate::domain::calendar::{OfficeCalendar, ReportingRules};
use crate::domain::checklist::{Answer, Checklist, ConditionKey, Obligations, Profile};
use crate::domain::code::{InstrumentCode, RegimeCode};
use crate::domain::history::HistoricReport;
use crate::domain::regime::{Form, FormSet, FormSets, Regime};
use crate::domain::report::{FilingKind, FormState, Report, is_blank};
use crate::domain::request::RequestChoices;
use crate::domain::treaty::Register;

/// What stays the same from report to report: facts and rules.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// Who is bound by what.
    pub register: &'a Register,
    /// Regimes and deadlines.
    pub deadlines: &'a ReportingRules,
    /// When the office works.
    pub office: &'a OfficeCalendar,
    /// The forms of every regime and cycle.
    pub form_sets: &'a FormSets,
    /// The obligations.
    pub obligations: &'a Obligations,
    /// The rules.
    pub rules: &'a RuleSet,
    /// What rules look for in texts.
    pub lexicon: &'a Lexicon,
    /// What requests choose from.
    pub request_choices: &'a RequestChoices,
}

/// A report under the eyes of the rules.
pub(super) struct Case<'a> {
    pub(super) reference: Reference<'a>,
    pub(super) report: &'a Report,
    pub(super) set: &'a FormSet,
    pub(super) regime: &'a Regime,
    /// Other reports of the State, under any regime, in all their versions.
    pub(super) history: Vec<&'a Report>,
    /// The same as they stand: one of each regime and cycle but its own.
    pub(super) standing: Vec<&'a Report>,
    pub(super) seen: &'a Observations,
    /// The day on which it is read.
    pub(super) read_on: NaiveDate,
    /// The day of submission, or of reading where that is not known.
    pub(super) on: NaiveDate,
    pub(super) checklist: &'a Checklist,
    /// What the State has said about itself, here and before.
    pub(super) profile: &'a Profile,
}

impl<'a> Case<'a> {
    /// Whether the instrument is in force for the State on the day of the report.
    pub(super) fn is_bound(&self, instrument: InstrumentCode) -> bool {
        self.reference.register.bound(self.report.party, instrument, self.on)
    }

    /// Whether the report is filed of the State's own will; what corrects or updates such a report is so too.
    pub(super) fn is_voluntary(&self) -> bool {
        let is_further = matches!(self.report.kind, FilingKind::Correction | FilingKind::Update);
        let mut same = self.of_year(self.report.regime, i64::from(self.report.cycle.year()));
        self.report.is_voluntary() || (is_further && same.any(Report::is_voluntary))
    }

    /// What the State says about a fact of itself, as of the day of the report.
    pub(super) fn fact(&self, condition: &str) -> Option<Answer> {
        self.profile.answer(&ConditionKey(condition.to_owned()), self.on)
    }

    /// The year in which the regime's instrument first bound the State.
    pub(super) fn first_year_bound(&self) -> Option<i64> {
        let periods = self.reference.register.periods(self.report.party, self.regime.instrument);
        periods.first().map(|period| i64::from(period.since.year()))
    }

    /// The form of that key, if this regime's report has it.
    pub(super) fn form(&self, key: &str) -> Option<&'a Form> {
        self.set.form_of_key(key)
    }

    /// What the summary sheet says of the form.
    pub(super) fn state(&self, form: &Form) -> Option<FormState> {
        self.report.summary.get(&form.letter).and_then(|line| line.chosen())
    }

    /// The form of that key, if the State speaks in it: not one that is unchanged or does not apply.
    pub(super) fn spoken(&self, key: &str) -> Option<&'a Form> {
        let spoken = |form: &&Form| !matches!(self.state(form), Some(FormState::Unchanged | FormState::NotApplicable));
        self.form(key).filter(spoken)
    }

    /// The form of that key, unless the State says that it is unchanged: one that does not apply is asked about.
    pub(super) fn renewed(&self, key: &str) -> Option<&'a Form> {
        self.form(key).filter(|form| self.state(form) != Some(FormState::Unchanged))
    }

    /// The text of a field of a form in which the State speaks; none where it is blank.
    pub(super) fn spoken_text(&self, form: &str, field: &str) -> Option<(&'a str, String)> {
        let form = self.spoken(form)?;
        let text = self.report.text(&form.letter, field);
        (!is_blank(text)).then(|| (text, format!("forms.{}.{field}", form.letter)))
    }

    /// Earlier reports under the regime as they stand, the newest cycle first.
    pub(super) fn earlier(&self, regime: RegimeCode) -> Vec<&'a Report> {
        let is_earlier = |other: &&Report| other.regime == regime && other.cycle < self.report.cycle;
        let mut earlier: Vec<_> = self.standing.iter().copied().filter(is_earlier).collect();
        earlier.sort_by_key(|other| std::cmp::Reverse(other.cycle));
        earlier
    }

    /// Earlier reports under the regime in all their versions, the newest first.
    pub(super) fn earlier_versions(&self, regime: RegimeCode) -> Vec<&'a Report> {
        let is_earlier = |other: &&Report| other.regime == regime && other.cycle < self.report.cycle;
        let mut earlier: Vec<_> = self.history.iter().rev().copied().filter(is_earlier).collect();
        earlier.sort_by_key(|other| std::cmp::Reverse((other.cycle, other.turn())));
        earlier
    }

    /// The report under the regime for a year as it stands; never the one that is looked at.
    pub(super) fn standing_of(&self, regime: RegimeCode, year: i64) -> Option<&'a Report> {
        let is_of = |other: &&Report| other.regime == regime && i64::from(other.cycle.year()) == year;
        self.standing.iter().copied().find(is_of)
    }

    /// Reports under the regime for a year, corrections and updates included.
    pub(super) fn of_year(&self, regime: RegimeCode, year: i64) -> impl Iterator<Item = &'a Report> + '_ {
        let of_year = move |other: &&Report| other.regime == regime && i64::from(other.cycle.year()) == year;
        self.history.iter().copied().filter(of_year)
    }

    /// The report of that year under this one's regime, where a list from before the portal tells of it.
    pub(super) fn historic(&self, year: i64) -> Option<&'a HistoricReport> {
        let own = |other: &&HistoricReport| other.party == self.report.party && other.regime == self.report.regime;
        self.seen.historic.iter().filter(own).find(|other| i64::from(other.cycle.year()) == year)
    }

    /// Whether a report of that year under this one's regime is here, or a list from before the portal tells of it.
    pub(super) fn is_here(&self, year: i64) -> bool {
        self.of_year(self.report.regime, year).next().is_some() || self.historic(year).is_some()
    }

    /// The form of that key in another report, by the form set which that one answers.
    pub(super) fn form_in(&self, other: &Report, key: &str) -> Option<&'a Form> {
        self.reference.form_sets.for_cycle(other.regime, other.cycle)?.form_of_key(key)
    }

    /// Where the words behind *unchanged since `year`* stand, as far as reports held here tell: each
    /// may itself say unchanged.
    pub(super) fn origin(&self, key: &str, year: i64) -> Origin {
        let mut year = year;
        let mut origin = Origin::Blank;
        // Each step goes back, so that reports that point at each other end.
        loop {
            let Some(other) = self.standing_of(self.report.regime, year) else {
                return self.origin_before_the_portal(key, year);
            };
            let Some(form) = self.form_in(other, key) else { return origin };
            // What is in free format has its words in the document that came with it; sorted, only of the forms that
            // were found there.
            let is_free = other.kind == FilingKind::FreeFormat || other.is_wordless();
            let is_found = (is_free && other.classification.is_none()) || other.place_of(&form.letter).is_some();
            if other.holds_answers(form) || is_found {
                origin = Origin::Written(year);
            }
            // A form that is unchanged may carry its words along: they are as old as what it points back to.
            let line = other.summary.get(&form.letter).filter(|line| line.chosen() == Some(FormState::Unchanged));
            match line.and_then(|line| line.last_reporting).filter(|back| *back < year) {
                Some(back) => year = back,
                None if is_free && origin == Origin::Blank => return Origin::NotFound,
                None => return origin,
            }
        }
    }

    /// A form that a list does not name may have held words, or have been unchanged itself.
    fn origin_before_the_portal(&self, key: &str, year: i64) -> Origin {
        let held = |other: &HistoricReport| {
            let form = self.reference.form_sets.for_cycle(other.regime, other.cycle)?.form_of_key(key)?;
            other.forms.as_ref()?.contains(&form.letter).then_some(())
        };
        match self.historic(year).and_then(held) {
            Some(()) => Origin::Written(year),
            None => Origin::NotHeld(year),
        }
    }
}

/// Of each of the State's other reports the version that stands: the newest, and of those that have words here where
/// any has. What came on paper holds none, and takes none away.
pub(super) fn standing<'a>(report: &Report, history: &[&'a Report]) -> Vec<&'a Report> {
    let of = |one: &Report| (one.regime, one.cycle);
    let rank = |one: &Report| (!one.is_wordless(), one.turn());
    let mut standing: BTreeMap<_, &Report> = BTreeMap::new();
    for other in history.iter().copied().filter(|other| of(other) != of(report)) {
        let held = standing.entry(of(other)).or_insert(other);
        // Of two of one day the one listed later.
        if rank(held) <= rank(other) {
            *held = other;
        }
    }
    standing.into_values().collect()
}

/// Where the words of an unchanged form stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// In the report of that year.
    Written(i64),
    /// The reports point back to that year, whose report is not held here.
    NotHeld(i64),
    /// Nowhere: the form was blank.
    Blank,
    /// Nobody found them in the documents of a report in free format.
    NotFound,
}
