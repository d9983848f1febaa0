//! What a letter is about. It says what happened, what to do next and until when, and holds one link;
//! what a State wrote, and what was asked, stands in the portal alone.

mod named;

pub use named::{Beside, Expected, InvitedAs};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// As stored with each letter. A reader of another version has to say what it makes of older ones.
pub const VERSION: u32 = 1;

/// What stands in a link for the secret that is not made yet, or not for others to see.
pub const HIDDEN: &str = "…";

/// Beginning of the page where a password is set; the secret of the link follows, as for all of [`DOORS`].
pub const INVITATION: &str = "/invitation/";
/// Beginning of the page where a letter is answered.
pub const ANSWER: &str = "/answer/";
/// Beginning of the page where courtesy letters are chosen.
pub const COURTESY: &str = "/courtesy/";
/// Pages that the secret of a letter opens: what follows goes into no log and no referrer.
pub const DOORS: [&str; 3] = [INVITATION, ANSWER, COURTESY];

/// A letter to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    version: u32,
    /// Whom it addresses.
    pub name: String,
    /// What it is about.
    #[serde(flatten)]
    pub matter: Matter,
    /// Of the page where its reader says that they want no more letters that ask for nothing; it holds a secret.
    /// Absent where a duty or an act asks for the letter: those go to everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courtesy: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Matter {
    /// Somebody is invited to open an account.
    Invitation {
        /// Of the page that sets the password; it holds the secret.
        path: String,
        /// When the link ends.
        expires_at: DateTime<Utc>,
        /// What they are invited as; nothing in letters that did not say so yet.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<InvitedAs>,
    },
    /// Somebody asked for another password.
    Reset {
        /// Of the page that sets the password; it holds the secret.
        path: String,
        /// When the link ends.
        expires_at: DateTime<Utc>,
    },
    /// A State has submitted a report.
    Receipt {
        /// Reference with version, as `CHE-COMPLIANCE-2027.1`.
        submission: String,
        /// When it was received.
        submitted_at: DateTime<Utc>,
        /// Name of whoever submitted it.
        #[serde(default)]
        submitted_by: String,
        /// What kind of filing it is, as `correction`.
        #[serde(default)]
        filing: String,
        /// The version it stands beside, of a correction and of an update.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<Beside>,
        /// Digest of the report.
        sha256: String,
        /// Of the receipt.
        path: String,
    },
    /// The secretariat has filed for a State what it sent another way.
    FiledOnBehalf {
        /// Reference with version.
        submission: String,
        /// The day the original came: that of receipt.
        received_on: NaiveDate,
        /// What kind of filing it is, as `correction`.
        #[serde(default)]
        filing: String,
        /// Digest of the report.
        sha256: String,
        /// Of the receipt.
        path: String,
    },
    /// A State has submitted a report: for the desk officers.
    Arrived {
        /// Reference with version.
        submission: String,
        /// What kind of filing it is, as `correction`.
        filing: String,
        /// When it was received.
        submitted_at: DateTime<Utc>,
        /// Of the report at the secretariat.
        path: String,
    },
    /// A State has taken a submission back: for the desk officers.
    Withdrawn {
        /// Reference with version.
        submission: String,
        /// Of the report at the secretariat.
        path: String,
    },
    /// Somebody with an account has one more role.
    Appointed {
        /// Key of the role.
        role: String,
        /// The State it is held for; nothing of a role of the secretariat.
        party: Option<String>,
        /// Of the page where that role works.
        path: String,
    },
    /// A State has taken a submission back.
    Recalled {
        /// Reference with version.
        submission: String,
        /// Of the report.
        path: String,
    },
    /// The secretariat has taken back what it filed for the State by mistake.
    Misfiled {
        /// Reference with version.
        submission: String,
        /// Of the receipt, which says so.
        path: String,
    },
    /// The secretariat has a question.
    Question {
        /// Reference of the report, as `CHE-COMPLIANCE-2027`.
        reference: String,
        /// Letter of the form it is about; nothing if it is about the whole report.
        form: Option<String>,
        /// Of the question.
        path: String,
    },
    /// A State has answered a question.
    Answer {
        /// Reference of the report.
        reference: String,
        /// Letter of the form it is about; nothing if it is about the whole report.
        form: Option<String>,
        /// Of the answer.
        path: String,
    },
    /// The secretariat has recorded an answer that a State gave on paper or by e-mail.
    AnswerRecorded {
        /// Reference of the report.
        reference: String,
        /// Letter of the form it is about; nothing if it is about the whole report.
        form: Option<String>,
        /// The day the answer came.
        received_on: NaiveDate,
        /// Of the answer.
        path: String,
    },
    /// The secretariat has taken back an answer that it recorded by mistake.
    AnswerTakenBack {
        /// Reference of the report.
        reference: String,
        /// Letter of the form the question is about; nothing if it is about the whole report.
        form: Option<String>,
        /// Of the question.
        path: String,
    },
    /// A State has said something about how its report was sorted.
    Remark {
        /// Reference of the report.
        reference: String,
        /// Of what it said.
        path: String,
    },
    /// Somebody asks that a draft be cleared: for the others at the State's desk.
    ClearanceAsked {
        /// Reference of the report.
        reference: String,
        /// Of the page where it is answered.
        path: String,
    },
    /// A draft was cleared: for whoever asked.
    ClearanceGiven {
        /// Reference of the report.
        reference: String,
        /// Of the page that says so.
        path: String,
    },
    /// A draft was returned with a remark: for whoever asked.
    ClearanceReturned {
        /// Reference of the report.
        reference: String,
        /// Of the page with the remark.
        path: String,
    },
    /// Whoever asked that a draft be cleared asks no longer: for the others at the State's desk.
    ClearanceWithdrawn {
        /// Reference of the report.
        reference: String,
        /// Of the page that says so.
        path: String,
    },
    /// The secretariat asks for a correction; the filing stands.
    CorrectionRequested {
        /// Reference with version.
        submission: String,
        /// Of the report.
        path: String,
    },
    /// Reports are expected of a State.
    Reminder {
        /// Name of the step.
        step: String,
        /// The State.
        party: String,
        /// The reports, at least one.
        reports: Vec<Expected>,
        /// Of the page where they are written.
        path: String,
        /// Of the page where the letter is answered without signing in; it holds the secret.
        answer: String,
        /// Its reader may read and submit what others of the State begin and write, as a mission does.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reads_only: bool,
    },
    /// An instrument that brings a report enters into force for a State.
    TakesEffect {
        /// The State.
        party: String,
        /// The regime.
        regime: String,
        /// When the instrument enters into force for the State.
        since: NaiveDate,
        /// Of the State's desk.
        path: String,
    },
    /// Somebody is asked whether they are still the contact.
    StillContact {
        /// The State.
        party: String,
        /// Key of the role.
        role: String,
        /// When they last said so, or were appointed.
        since: NaiveDate,
        /// Of the page where the letter is answered; it holds the secret.
        path: String,
        /// When the link ends.
        expires_at: DateTime<Utc>,
    },
    /// The secretariat writes to many.
    Notice {
        /// Key of the notice.
        notice: String,
        /// In one line.
        subject: String,
        /// Paragraphs apart by an empty line.
        words: String,
        /// Of the desk.
        path: String,
    },
    /// A contact has named somebody who follows them: for the administrators.
    Handover {
        /// The State.
        party: String,
        /// Of the page where it is seen to.
        path: String,
    },
    /// A report has gone to all parties.
    Circulated {
        /// Reference with version.
        submission: String,
        /// Of the report as the parties see it.
        path: String,
    },
    /// A report is public, as far as the State made it available.
    Published {
        /// Reference with version.
        submission: String,
        /// Of the public page.
        path: String,
        /// Whether none of its forms and documents is open to the public; letters of old do not say so.
        #[serde(default)]
        is_closed: bool,
    },
}

impl Letter {
    /// A letter as it is written today.
    pub fn new(name: &str, matter: Matter) -> Self {
        Self { version: VERSION, name: name.to_owned(), matter, courtesy: None }
    }

    /// The same as one that asks for nothing, with the page where its reader says that they want no more of them.
    #[must_use]
    pub fn as_courtesy(self, path: String) -> Self {
        Self { courtesy: Some(path), ..self }
    }

    /// Whether this program can read it.
    pub fn is_readable(&self) -> bool {
        self.version == VERSION
    }

    /// The same letter without what opens a door: what remains once it has gone out.
    #[must_use]
    pub fn without_secret(mut self) -> Self {
        if let Matter::Invitation { path, .. } | Matter::Reset { path, .. } = &mut self.matter {
            // There, whoever needs another link asks for one.
            "/password".clone_into(path);
        }
        if let Matter::Reminder { answer: path, .. } | Matter::StillContact { path, .. } = &mut self.matter {
            "/desk".clone_into(path);
        }
        if let Some(path) = &mut self.courtesy {
            // There, whoever has an account makes the same choice.
            "/account".clone_into(path);
        }
        self
    }
}

impl Letter {
    /// The same letter as others than its recipient may read it: an ellipsis stands for what opens a door.
    #[must_use]
    pub fn for_others(mut self) -> Self {
        if let Matter::Invitation { path, .. }
        | Matter::Reset { path, .. }
        | Matter::Reminder { answer: path, .. }
        | Matter::StillContact { path, .. } = &mut self.matter
            && let Some((page, _secret)) = path.rsplit_once('/')
            && !page.is_empty()
        {
            *path = format!("{page}/{HIDDEN}");
        }
        if let Some(path) = &mut self.courtesy
            && let Some((page, _secret)) = path.rsplit_once('/')
            && !page.is_empty()
        {
            *path = format!("{page}/{HIDDEN}");
        }
        self
    }
}

impl Matter {
    /// Its word in data and text keys.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::Reset { .. } => "reset",
            Self::Receipt { .. } => "receipt",
            Self::FiledOnBehalf { .. } => "filed-on-behalf",
            Self::Arrived { .. } => "arrived",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Appointed { .. } => "appointed",
            Self::Recalled { .. } => "recalled",
            Self::Misfiled { .. } => "misfiled",
            Self::Question { .. } => "question",
            Self::Answer { .. } => "answer",
            Self::AnswerRecorded { .. } => "answer-recorded",
            Self::AnswerTakenBack { .. } => "answer-taken-back",
            Self::Remark { .. } => "remark",
            Self::ClearanceAsked { .. } => "clearance-asked",
            Self::ClearanceGiven { .. } => "clearance-given",
            Self::ClearanceReturned { .. } => "clearance-returned",
            Self::ClearanceWithdrawn { .. } => "clearance-withdrawn",
            Self::CorrectionRequested { .. } => "correction-requested",
            Self::Reminder { .. } => "reminder",
            Self::TakesEffect { .. } => "takes-effect",
            Self::StillContact { .. } => "still-contact",
            Self::Notice { .. } => "notice",
            Self::Handover { .. } => "handover",
            Self::Circulated { .. } => "circulated",
            Self::Published { .. } => "published",
        }
    }

    /// Of the one page it leads to.
    pub fn path(&self) -> &str {
        match self {
            Self::Invitation { path, .. }
            | Self::Reset { path, .. }
            | Self::Receipt { path, .. }
            | Self::FiledOnBehalf { path, .. }
            | Self::Arrived { path, .. }
            | Self::Withdrawn { path, .. }
            | Self::Appointed { path, .. }
            | Self::Recalled { path, .. }
            | Self::Misfiled { path, .. }
            | Self::Question { path, .. }
            | Self::Answer { path, .. }
            | Self::AnswerRecorded { path, .. }
            | Self::AnswerTakenBack { path, .. }
            | Self::Remark { path, .. }
            | Self::ClearanceAsked { path, .. }
            | Self::ClearanceGiven { path, .. }
            | Self::ClearanceReturned { path, .. }
            | Self::ClearanceWithdrawn { path, .. }
            | Self::CorrectionRequested { path, .. }
            | Self::Reminder { path, .. }
            | Self::TakesEffect { path, .. }
            | Self::StillContact { path, .. }
            | Self::Notice { path, .. }
            | Self::Handover { path, .. }
            | Self::Circulated { path, .. }
            | Self::Published { path, .. } => path,
        }
    }

    /// Whether it lets somebody into their account, for which they are waiting.
    pub fn opens_account(&self) -> bool {
        matches!(self, Self::Invitation { .. } | Self::Reset { .. })
    }

    /// When it is of no more use; most letters always are.
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Invitation { expires_at, .. }
            | Self::Reset { expires_at, .. }
            | Self::StillContact { expires_at, .. } => Some(*expires_at),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
