//! The rules of the field, pure: no I/O, no clock, no randomness, no async.
//!
//! | Word | Meaning here |
//! |---|---|
//! | *instrument* | the Convention, one of its Protocols, or an amendment: what a State consents to |
//! | *treaty action* | one act towards the depositary: signature, ratification, consent, denunciation ... |
//! | *register* | all States, instruments and treaty actions on one day |
//! | *bound* | the instrument is in force for the State on the day asked about |
//! | *regime* | a duty or invitation to report: Compliance, Amended Protocol II, Protocol V |
//! | *cycle* | one reporting year, named by its 31 March |
//! | *form set* | cover, forms and fields of a regime's report, from a cycle on |
//! | *item* | one obligation of the checklist, as a report asks about it |
//! | *historic report* | a report filed before the portal, as a list of them tells |
//! | *listed contact* | somebody to be invited for a State, as a list of them tells |
//! | *finding* | what a rule noticed in a report or request: an error, a warning or advice |
//! | *request* | what a State asks for beside its reports: a place in or the advice of the Pool of Experts, assistance, sponsorship |
//! | *question* | what the secretariat asks about a filed report, with the State's answers |
//! | *classification* | where the documents of a report in free format speak of each form, as the desk found |
//! | *clearance* | the word of others at a State's desk that a draft may go out; mine clearance is another thing |
//! | *matter* | what several reports ask alike; an *offer* is an answer to it that another report of the State holds |
//! | *seal* | the hash of a noted act and of the seal before it |
//! | *letter* | what the portal tells one person by e-mail |
//! | *working day* | neither Saturday nor Sunday nor a holiday of the office in Geneva |
//!
//! Everything takes the day it is asked about as an argument, and speaks in codes:
//! sentences are made from the text catalogue (`crate::text`) outside.

pub mod access;
pub mod audit;
pub mod calendar;
pub mod checklist;
pub mod clearance;
pub mod code;
pub mod contacts;
pub mod data_version;
pub mod draft;
pub mod filing;
pub mod history;
pub mod letter;
pub mod list;
pub mod question;
pub mod regime;
pub mod reminder;
pub mod report;
pub mod request;
pub mod reuse;
pub mod treaty;
pub mod validation;
