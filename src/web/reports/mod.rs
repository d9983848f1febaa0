//! Filed reports as readers see them: the list of what is published, one report, and the same as data.

mod cover;
mod index;
#[cfg(feature = "pdf")]
mod paper;
mod reading;
mod show;
mod unpublished;

pub(super) use cover::{Cover, CoverLine, cover_lines, cover_tables};
pub(super) use index::{index, next_cycle, table};
#[cfg(feature = "pdf")]
pub(super) use paper::{paper_for, paper_of_draft};
pub(super) use reading::{AnswerView, FormView, Reading, contacts};
pub(super) use show::{Asked, as_data, data, document, is_compared, own_address, page_for, public_hash, show};
