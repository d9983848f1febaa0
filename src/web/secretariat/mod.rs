//! The secretariat: what has come in, one report to read, one to file for a State, what is done with it, and what is asked about it.

mod act;
mod counting;
mod findings;
mod held;
mod index;
mod lines;
mod looked_over;
mod notice;
mod notices;
mod on_behalf;
mod paper;
mod party;
mod recording;
mod report;
mod selection;
mod showing;
mod sorting;
mod which;

pub(super) use act::{act, ask, follow_up, words};
pub(super) use index::index;
pub(super) use notice::notice;
pub(super) use notices::{notices, write_notice};
pub(super) use on_behalf::{file as file_on_behalf, form as on_behalf};
pub(super) use party::party;
pub(super) use recording::{form as recording, record, take_back};
pub(super) use report::{document, report};
pub(super) use selection::{act_on_selection, selection};
pub(super) use sorting::sort;
pub(super) use which::which;
