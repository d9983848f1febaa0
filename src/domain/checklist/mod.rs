//! The checklist of a report: the obligations in force for the State, each with a state that
//! follows from the State's own words.
//!
//! `obligations.csv` holds the items, `conditions.toml` the facts of a State that some of them
//! hang on. Which field of a report answers which item stands with the field, in its form set.

mod completeness;
mod derive;
mod obligation;
mod profile;

pub use completeness::{Completeness, Share};
pub use derive::{Basis, Checklist, Item, ItemState, Pointer, checklist};
pub use obligation::{Applies, ItemId, Obligation, Obligations, ObligationsError};
pub use profile::{Answer, Condition, ConditionKey, Fact, Profile};
