//! What a State asks for beside its reports: a place in the Pool of Experts for one of its nationals or another
//! person, the advice of the Pool, assistance, or sponsorship for a meeting.
//!
//! A request file is JSON ([`schema()`] describes it) and is read as a report file is: strictly in structure,
//! leniently in content, which the rules of `validation` ask about. It says what it is by its member `request`, which
//! no report has. A day that is no date cannot be kept, because no rule asks about it.
//!
//! | Request | Rests on |
//! |---|---|
//! | [`Nomination`] | compliance mechanism of 2006: one expert for each Protocol and State |
//! | [`PoolRequest`] | the same: help with doubts about own obligations |
//! | [`AssistanceRequest`] | Protocol V, article 8(6) and 8(7); Amended Protocol II, article 11(4) and 11(5) |
//! | [`SponsorshipRequest`] | Sponsorship Programme of 2006 |
//!
//! Which kinds of need and grounds of priority there are is data (`choices.toml`).

mod choices;
mod file;
mod model;
mod read;
mod schema;

pub use choices::{Choice, RequestChoices};
pub use file::StateFile;
pub use model::{
    AssistanceRequest, Expert, Meeting, Need, Nomination, PoolRequest, Request, RequestKind, SponsorshipRequest,
    Subject,
};
pub use schema::schema;
