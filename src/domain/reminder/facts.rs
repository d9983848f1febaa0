//! What the plan rests on.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::Steps;
use crate::domain::access::Role;
use crate::domain::calendar::{OfficeCalendar, ReportingRules};
use crate::domain::code::Iso3;
use crate::domain::report::ReportReference;
use crate::domain::treaty::Register;

/// Everything known on the day of the plan.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The letters there may be.
    pub steps: &'f Steps,
    /// Who is bound by what.
    pub register: &'f Register,
    /// When reports are due.
    pub rules: &'f ReportingRules,
    /// When the office works.
    pub office: &'f OfficeCalendar,
    /// Reports that were begun or filed; of all others nothing is known.
    pub reports: &'f BTreeMap<ReportReference, ReportNow>,
    /// The contacts of States.
    pub desks: &'f BTreeMap<Iso3, Desk>,
    /// What became of letters planned before, by [`super::PlannedLetter::key`].
    pub decided: &'f HashMap<String, Decision>,
    /// The day from which letters may go out; nothing dated before it ever goes. Without one nothing goes, and the
    /// plan shows what would go if letters were released that day.
    pub released_on: Option<NaiveDate>,
}

/// How far a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// Nothing was written here.
    NotStarted,
    /// Somebody writes it.
    Draft,
    /// It is written, and waits for the word of whoever clears it.
    AwaitingClearance,
    /// Whoever clears it wants it changed.
    Returned,
    /// A report stands.
    Filed,
}

impl Progress {
    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Draft => "draft",
            Self::AwaitingClearance => "awaiting-clearance",
            Self::Returned => "returned",
            Self::Filed => "filed",
        }
    }
}

/// What is known of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportNow {
    /// How far it is.
    pub progress: Progress,
    /// The day by which the State said it would file.
    pub promised_for: Option<NaiveDate>,
}

/// Who is written to for a State.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// Everybody who holds a role for the State, one entry for each.
    pub contacts: Vec<Contact>,
    /// Notes go to the permanent mission alone.
    pub through_mission: bool,
}

/// Somebody who holds a role for a State.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Key of the person.
    pub person: String,
    /// As they want to be called.
    pub name: String,
    /// Their address.
    pub address: String,
    /// What they are appointed as.
    pub role: Role,
    /// They may begin and write reports of the State, by this role or another.
    pub may_write: bool,
    /// When they last said that they still are, or else when they were appointed.
    pub confirmed_on: NaiveDate,
    /// Letters reach them: the account was taken up, and nothing bounces.
    pub is_reached: bool,
    /// Since when letters to the address come back.
    pub bounced_on: Option<NaiveDate>,
    /// They want no letters that ask for nothing.
    pub without_courtesy: bool,
}

/// What became of a planned letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is in the outbox, or has gone out.
    Written,
    /// It waits until somebody lets it go.
    Held,
    /// It does not go out.
    Skipped,
}

impl Decision {
    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Held => "held",
            Self::Skipped => "skipped",
        }
    }

    /// The decision of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Written, Self::Held, Self::Skipped].into_iter().find(|decision| decision.key() == key)
    }
}

impl Desk {
    /// Who is written to by a step that goes to these roles: whoever of them is reached, or else whoever is
    /// reached at all, the closest to the report first. Everybody once.
    pub(super) fn recipients(&self, roles: &[Role]) -> Vec<&Contact> {
        const FALLBACKS: [Role; 3] = [Role::FocalPoint, Role::Deputy, Role::Submitter];
        if self.through_mission {
            return self.reached_as(&[Role::Submitter]);
        }
        let named = self.reached_as(roles);
        if !named.is_empty() {
            return named;
        }
        FALLBACKS.iter().map(|role| self.reached_as(&[*role])).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Who would be written to by that step, did letters to them not come back. Everybody once.
    pub(super) fn bounced(&self, roles: &[Role]) -> Vec<&Contact> {
        let roles = if self.through_mission { &[Role::Submitter] } else { roles };
        self.in_roles(roles, |contact| contact.bounced_on.is_some())
    }

    fn reached_as(&self, roles: &[Role]) -> Vec<&Contact> {
        self.in_roles(roles, |contact| contact.is_reached)
    }

    fn in_roles(&self, roles: &[Role], is_meant: fn(&Contact) -> bool) -> Vec<&Contact> {
        let mut found: Vec<&Contact> = Vec::new();
        for role in roles {
            for contact in self.contacts.iter().filter(|contact| contact.role == *role && is_meant(contact)) {
                if found.iter().all(|other| other.person != contact.person) {
                    found.push(contact);
                }
            }
        }
        found
    }
}
