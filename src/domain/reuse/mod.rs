//! Answer once: where the State's reports ask the same question, the answer in one is offered in the others.
//!
//! Which fields ask the same is data (`matters.toml`). [`offers()`] says what a section of a draft can take over, from
//! where and how old it is; nothing is taken unless somebody takes it, and a later change of what was taken is told.
//! [`disagreements()`] lists where the reports of one cycle give different figures, acts or contacts.

mod content;
mod disagreement;
mod matter;
mod offer;

pub use disagreement::{Disagreement, Kind, disagreements};
pub use matter::{Basis, FieldKey, Matter, Matters, Pointer};
pub use offer::{Held, Offer, Reused, Source, Stands, Target, asked_elsewhere, count_offers, offers};

#[cfg(test)]
mod tests;
