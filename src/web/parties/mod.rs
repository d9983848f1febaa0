//! The parties, one table and one page each.

mod choice;
mod index;
mod show;
mod standing;
mod table;

pub(super) use index::index;
pub(super) use show::show;
pub(super) use standing::{DueRow, InstrumentRow, Shown, lead, nothing_due, over, received};
pub(super) use table::{actions, table};
