//! Tests of the whole program, in one binary.
//!
//! With `TEST_DATABASE_URL` unset everything runs on SQLite; with the address of a PostgreSQL server
//! the same tests run there, each in a schema of its own.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests stop at the first surprise")]

mod bounces;
#[cfg(feature = "browser-tests")]
mod browser;
mod check;
mod check_requests;
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
#[cfg(feature = "pdf")]
mod pdf;
mod reminding;
mod simulated_year;
mod store;
mod support;
mod sweep;
mod texts;
mod tidy;
mod web;
mod working;
