//! Tests of the whole program, in one binary.
//!
//! With `TEST_DATABASE_URL` unset everything runs on SQLite; with the address of a PostgreSQL server
//! the same tests run there, each in a schema of its own.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

mod bounces;
#[cfg(feature = "browser-tests")]
mod browser;
mod cli;
mod commands;
mod full_disk;
mod import_contacts;
mod import_history;
mod installing;
mod killed;
mod killed_letters;
mod logs;
mod packaging;
mod reminding;
mod simulated_year;
mod store;
mod support;
mod sweep;
mod web;
mod without_database;
mod working;
