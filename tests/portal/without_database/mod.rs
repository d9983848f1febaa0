//! What needs no database, and so need not be tried on both: files that are checked, documents, texts, and the rules of
//! the code itself.

mod check;
mod check_requests;
#[cfg(feature = "pdf")]
mod pdf;
mod texts;
mod tidy;
