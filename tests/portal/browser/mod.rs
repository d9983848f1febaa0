//! The pages in a real Chromium, through its WebDriver.
//!
//! Compiled with the feature `browser-tests`; then everything they need must be there, and
//! whatever is missing fails. `tests/run` installs it. With `SCREENSHOTS` set, pictures of every
//! page in both themes and at both widths are written to `target/screenshots/`.

mod answering;
mod autosave;
mod clearance;
mod desk;
mod documents;
mod driver;
mod every_page;
mod keyboard;
mod keyboard_journey;
mod layout;
mod notices;
mod on_behalf;
mod pages;
mod paper;
mod people;
mod regimes;
mod reminders;
mod reuse;
mod scriptless;
mod short_way;
mod weight;
