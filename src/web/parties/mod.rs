//! The parties, one table and one page each.

mod choice;
mod index;
mod show;
mod table;

pub(super) use index::index;
pub(super) use show::show;
pub(super) use table::{actions, table};
