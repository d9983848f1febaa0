//! What is known outside the report: where something is not known, the rules that need it are silent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::code::Iso3;
use crate::domain::history::HistoricReport;

/// Facts from outside the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observations {
    /// The State for which the person who files is signed in.
    pub account: Option<Iso3>,
    /// Whether a permanent mission sends the report.
    pub sent_by_mission: Option<bool>,
    /// What is known of the addresses of contacts, in lower case.
    pub mailboxes: BTreeMap<String, Mailbox>,
    /// Places of fields in which something is typed that is not understood yet: they are not empty.
    pub unread: BTreeSet<String>,
    /// What a look into the attachments showed, by name.
    pub attachments: BTreeMap<String, AttachmentSeen>,
    /// The State's reports from before the portal, as lists of them tell.
    pub historic: Vec<HistoricReport>,
    /// Since when the records of the regime are whole.
    pub records: Records,
    /// Setting of the secretariat: where the office is closed on the due date, receipt on the next
    /// working day counts as on time.
    pub next_working_day_counts: bool,
    /// First day of the year's expert meeting that takes up the reports; where it is not given, that of the calendar's
    /// data.
    pub expert_meeting_on: Option<NaiveDate>,
    /// Why the State gets no reminder, where it gets none.
    pub no_reminder: Option<NoReminder>,
    /// That the mine-ban convention binds the State, where a list says so.
    pub mine_ban: Option<MineBan>,
    /// How many people live in the State, where a list says so.
    pub population: Option<Population>,
}

impl Default for Observations {
    /// Nothing is known, and the reports given are all there are.
    fn default() -> Self {
        Self {
            account: None,
            sent_by_mission: None,
            mailboxes: BTreeMap::new(),
            unread: BTreeSet::new(),
            attachments: BTreeMap::new(),
            historic: Vec::new(),
            records: Records::Given,
            next_working_day_counts: true,
            expert_meeting_on: None,
            no_reminder: None,
            mine_ban: None,
            population: None,
        }
    }
}

/// Since when the earlier reports held here are all there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// The reports given are all that is known: files of one call, without a portal.
    Given,
    /// From the report of that cycle on.
    From(i32),
    /// Not known yet: no report counts as missing.
    Unset,
}

impl Records {
    /// Whether a report of that year would be here if there were one.
    pub fn cover(self, year: i64) -> bool {
        match self {
            Self::Given => true,
            Self::From(first) => i64::from(first) <= year,
            Self::Unset => false,
        }
    }
}

/// A party to the convention of 1997 that bans anti-personnel mines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MineBan {
    /// Since when it binds the State.
    pub in_force_on: NaiveDate,
    /// The day of the list that says so.
    pub as_of: NaiveDate,
}

/// The people of a State.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Population {
    /// How many there are.
    pub people: u32,
    /// The day of the estimate.
    pub as_of: NaiveDate,
}

/// What is known of a contact's address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Last confirmed by its holder, through a link.
    pub confirmed_on: Option<NaiveDate>,
    /// When its holder, who has an account in use, was appointed last. That alone confirms nothing.
    pub appointed_on: Option<NaiveDate>,
    /// When a letter came back for good, unless a later one arrived or its holder has answered since.
    pub bounced_on: Option<NaiveDate>,
}

/// What a look into an attachment showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttachmentSeen {
    /// Why it cannot be used: `unreadable`, `encrypted`, `active`, `too_large`, `picture`.
    pub fault: Option<&'static str>,
    /// The text in it, where it could be read.
    pub text: Option<String>,
}

/// Why a State gets no reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReminder {
    /// Its report is here.
    Filed,
    /// The instrument does not bind it.
    NotBound,
    /// It wants notes through its mission only.
    MissionOnly,
}

impl NoReminder {
    /// The word for it in data and text keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::NotBound => "not_bound",
            Self::MissionOnly => "mission_only",
        }
    }
}
