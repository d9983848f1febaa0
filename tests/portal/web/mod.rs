//! The public pages, asked in-process, on whichever engine the run names.

mod accounts;
mod answers;
mod audiences;
mod background;
mod days;
mod desk;
mod documents;
mod ended;
mod filing;
mod further;
mod history;
mod hostile;
mod instruments;
mod kept_pages;
mod letters;
mod midnight;
mod on_behalf;
mod parties;
mod party;
mod people;
mod permissions;
mod questions;
mod races;
mod submitting;
mod summary;
mod untouched;
