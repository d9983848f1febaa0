//! The public pages, asked in-process, on whichever engine the run names.

mod accounts;
mod answers;
mod filing;
mod hostile;
mod instruments;
mod kept_pages;
mod letters;
mod parties;
mod party;
mod people;
mod permissions;
mod races;
