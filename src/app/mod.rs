//! Use cases, one file each: load (store), decide (domain), persist (store).
//! No HTTP, no HTML, no SQL text.

pub mod accounts;
pub mod answering;
pub mod appointing;
pub mod asking;
pub mod attaching;
pub mod bouncing;
pub mod classifying;
pub mod clearing;
pub mod contacts;
pub mod courtesy;
pub mod data_versions;
pub mod desk_review;
pub mod doubts;
pub mod drafting;
pub mod filings;
pub mod first_administrator;
mod import_contacts;
mod import_history;
mod import_register;
pub mod known;
pub mod letters;
pub mod notices;
pub mod on_behalf;
pub mod opening;
pub mod outbox;
pub mod party;
mod portal;
pub mod queue;
pub mod rechecking;
pub mod reminding;
pub mod reusing;
pub mod reviewing;
mod rounds;
mod seal_audit;
mod secrets;
pub mod submitting;
pub mod sweeping;
pub mod verifying;
pub mod waiting;

pub use import_contacts::{import_contacts, preview_contacts};
pub use import_history::{import_history, preview_history};
pub use import_register::{import_embedded_register_once, import_register, load_register, preview_import};
pub use portal::{Edition, Portal};
pub use rounds::Rounds;
pub use seal_audit::{seal_all_audit, seal_audit, verify_audit};
