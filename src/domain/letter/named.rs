//! What a letter names in its sentences: roles, an earlier version, reports.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A role that somebody is invited to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedAs {
    /// Key of the role.
    pub role: String,
    /// The State it is held for; nothing of a role of the secretariat.
    pub party: Option<String>,
}

/// The version of a report that stood when another came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Which one, from 1.
    pub version: i32,
    /// The day on which it was received, in Geneva.
    pub received_on: NaiveDate,
}

/// A report that a letter reminds of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Reference of the report.
    pub reference: String,
    /// Its kind: `annual` or `initial`.
    pub kind: String,
    /// Until when.
    pub due_on: NaiveDate,
    /// On what ground it is asked for: `invited`, `treaty`, `decision`.
    pub duty: String,
    /// Code of the instrument that brings it.
    pub instrument: String,
    /// Since when that binds the State.
    pub bound_since: NaiveDate,
    /// How far it is: `not-started`, `draft`, `awaiting-clearance`, `returned`.
    pub progress: String,
    /// The year of the report from which one that is not begun can start as unchanged, where there is such a one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_from: Option<i32>,
}
