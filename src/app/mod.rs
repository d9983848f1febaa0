//! Use cases, one file each: load (store), decide (domain), persist (store).
//! No HTTP, no HTML, no SQL text.

mod import_history;
mod import_register;
mod portal;

pub use import_history::{import_history, preview_history};
pub use import_register::{import_embedded_register_once, import_register, load_register, preview_import};
pub use portal::{Edition, Portal};
