//! The parts of a request. Texts are those of the State, unaltered.

use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::code::{InstrumentCode, Iso3, RegimeCode};
use crate::domain::report::{Attachment, Contact, words};

/// A request of a State.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The State that asks.
    pub party: Iso3,
    /// The day it is submitted.
    pub submitted_on: Option<NaiveDate>,
    /// What is said beside an illustration wherever it is shown.
    pub label: Option<String>,
    /// Whom at the State to answer.
    pub contacts: Vec<Contact>,
    /// Documents that come with it.
    pub attachments: Vec<Attachment>,
    /// What is asked.
    pub subject: Subject,
    /// Members of the file that nothing here understands.
    pub unknown: Vec<String>,
    /// The whole file as read, unknown members included.
    pub document: Value,
}

words! {
    /// What a request is about.
    RequestKind {
        /// A person is named for the Pool of Experts.
        ExpertNomination = "expert_nomination";
        /// The Pool is asked for help.
        PoolRequest = "pool_request";
        /// Other States and organizations are asked for help.
        AssistanceRequest = "assistance_request";
        /// The Sponsorship Programme is asked to pay for a delegate.
        SponsorshipRequest = "sponsorship_request";
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A person is named for the Pool of Experts.
    Nomination(Nomination),
    /// The Pool is asked for help.
    Pool(PoolRequest),
    /// Other States and organizations are asked for help.
    Assistance(AssistanceRequest),
    /// The Sponsorship Programme is asked to pay for a delegate.
    Sponsorship(SponsorshipRequest),
}

impl Request {
    /// What it is about.
    pub fn kind(&self) -> RequestKind {
        match self.subject {
            Subject::Nomination(_) => RequestKind::ExpertNomination,
            Subject::Pool(_) => RequestKind::PoolRequest,
            Subject::Assistance(_) => RequestKind::AssistanceRequest,
            Subject::Sponsorship(_) => RequestKind::SponsorshipRequest,
        }
    }

    /// Which of several comes later: by day, and of one day what replaces after what it replaces; what has no day yet
    /// comes last.
    pub fn turn(&self) -> (bool, Option<NaiveDate>, bool) {
        let replaces = matches!(&self.subject, Subject::Nomination(nomination) if nomination.replaces_earlier);
        (self.submitted_on.is_none(), self.submitted_on, replaces)
    }
}

/// A person named for the Pool of Experts, for one Protocol.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nomination {
    /// The Protocol.
    pub instrument: Option<InstrumentCode>,
    /// The person.
    pub expert: Expert,
    /// It takes the place of what the State named before for the same Protocol.
    pub replaces_earlier: bool,
}

/// A person who is to help others with doubts about their obligations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expert {
    /// Family and given names.
    pub name: Option<String>,
    /// Nationality, which need not be that of the naming State; as written.
    pub nationality: Option<String>,
    /// Technical, legal or other competence.
    pub competence: Option<String>,
    /// How to reach the person.
    pub contact: Contact,
}

/// A State asks the Pool of Experts about obligations, which can only be its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PoolRequest {
    /// The text that the question is about.
    pub instrument: Option<InstrumentCode>,
    /// Whose obligations; the asking State's where nothing is said.
    pub obligations_of: Option<Iso3>,
    /// Which of them: an article, or words.
    pub obligation: Option<String>,
}

/// A State asks others for help, through the Secretary-General.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssistanceRequest {
    /// Under which Protocol.
    pub instrument: Option<InstrumentCode>,
    /// What is needed.
    pub needs: Vec<Need>,
    /// The facts it rests on.
    pub information: Option<String>,
    /// What of it is sensitive, in the State's words.
    pub sensitive_parts: Vec<String>,
    /// The State knows that it goes to all parties and to relevant organizations.
    pub circulation_confirmed: bool,
}

/// Something that is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// Of which kind, as written.
    pub kind: Option<String>,
    /// In words.
    pub description: Option<String>,
}

/// A State asks the Sponsorship Programme to pay for a delegate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SponsorshipRequest {
    /// Where the delegate is to take part.
    pub meeting: Meeting,
    /// The delegate.
    pub delegate: Contact,
    /// Grounds of priority, as written.
    pub grounds: Vec<String>,
}

/// A meeting, as a request names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// What it is called.
    pub title: Option<String>,
    /// Whose regime it belongs to.
    pub regime: Option<RegimeCode>,
    /// Its first day.
    pub opens_on: Option<NaiveDate>,
}
