//! The public pages, asked in-process, on whichever engine the run names.

mod accounts;
mod answers;
mod documents;
mod filing;
mod hostile;
mod instruments;
mod kept_pages;
mod parties;
mod party;
mod permissions;
mod races;
