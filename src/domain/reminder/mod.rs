//! Which letters remind whom of what, and when: computed, never remembered.
//!
//! ```text
//! steps, deadlines, register, office days ─┐
//! reports, contacts, what was decided ─────┴─ plan(day, days) ─► letters, and who gets none and why
//! ```
//!
//! [`plan()`] is a pure function of what is known on a day: the same facts give the same letters, in the same
//! order. A letter is the same one as long as its [`Occasion`] and its recipient are; whoever sends it says so in
//! [`Facts::decided`], and it is never planned again.

mod facts;
mod occasions;
mod plan;
mod step;
#[cfg(test)]
mod tests;

pub use facts::{Contact, Decision, Desk, Facts, Progress, ReportNow};
pub use occasions::{Occasion, moved};
pub use plan::{LATE_DAYS_MAX, NoLetter, Plan, PlannedLetter, Reason, plan, plan_of};
pub use step::{Condition, Step, Steps, StepsError, Subject};
