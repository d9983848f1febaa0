//! Tests of the whole program, in one binary.
//!
//! With `TEST_DATABASE_URL` unset everything runs on SQLite; with the address of a PostgreSQL server
//! the same tests run there, each in a schema of its own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod cli;
mod store;
mod support;
mod tidy;
mod web;
