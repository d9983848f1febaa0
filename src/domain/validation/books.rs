//! Everything that comes with the program for checking reports and requests, read once.

use super::case::Reference;
use super::lexicon::{Lexicon, LexiconError};
use super::outside::Outside;
use super::rule_set::RuleSet;
use crate::domain::calendar::{OfficeCalendar, ReportingRules};
use crate::domain::checklist::{Obligations, ObligationsError};
use crate::domain::regime::{FormSetError, FormSets};
use crate::domain::request::RequestChoices;
use crate::domain::reuse::Matters;
use crate::domain::treaty::{DataError, Register};

/// Facts and rules, as owned values.
#[derive(Debug, Clone)]
pub struct Books {
    /// Who is bound by what.
    pub register: Register,
    /// Regimes and deadlines.
    pub deadlines: ReportingRules,
    /// When the office works.
    pub office: OfficeCalendar,
    /// The forms of every regime and cycle.
    pub form_sets: FormSets,
    /// The obligations.
    pub obligations: Obligations,
    /// The rules.
    pub rules: RuleSet,
    /// What rules look for in texts.
    pub lexicon: Lexicon,
    /// What requests choose from.
    pub request_choices: RequestChoices,
    /// Which fields of different reports ask the same.
    pub matters: Matters,
    /// Lists from outside, which do not come with the program.
    pub outside: Outside,
}

/// Data that comes with the program cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The register.
    #[error(transparent)]
    Register(#[from] DataError),
    /// A form set.
    #[error(transparent)]
    FormSets(#[from] FormSetError),
    /// The obligations.
    #[error(transparent)]
    Obligations(#[from] ObligationsError),
    /// The lexicon.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// Regimes, deadlines, office days, rules, choices of requests or matters.
    #[error("data of the program")]
    Toml(#[from] toml::de::Error),
}

impl Books {
    /// The data that comes with the program.
    pub fn embedded() -> Result<Self, BooksError> {
        Ok(Self {
            register: Register::embedded()?,
            deadlines: ReportingRules::embedded()?,
            office: OfficeCalendar::embedded()?,
            form_sets: FormSets::embedded()?,
            obligations: Obligations::embedded()?,
            rules: RuleSet::embedded()?,
            lexicon: Lexicon::embedded()?,
            request_choices: RequestChoices::embedded()?,
            matters: Matters::embedded()?,
            outside: Outside::default(),
        })
    }

    /// What [`super::check`] and [`super::check_request`] take.
    pub fn reference(&self) -> Reference<'_> {
        Reference {
            register: &self.register,
            deadlines: &self.deadlines,
            office: &self.office,
            form_sets: &self.form_sets,
            obligations: &self.obligations,
            rules: &self.rules,
            lexicon: &self.lexicon,
            request_choices: &self.request_choices,
        }
    }
}
