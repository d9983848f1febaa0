//! A letter as the secretariat reads it: its words and the dates that come with it, without what opens a door.

use super::Site;
use super::error::PageError;
use super::reminders::name_of_state;
use crate::domain::letter::Letter;
use crate::mail::readable;

/// What a page shows of a letter.
pub(super) struct WrittenView {
    pub(super) subject: String,
    /// Tag and name of its language.
    pub(super) language: (&'static str, String),
    pub(super) text: String,
    /// What the calendar with it holds: day and name.
    pub(super) dates: Vec<(String, String)>,
}

impl WrittenView {
    pub(super) fn of(site: &Site, letter: &Letter, recipient: &str) -> Result<Self, PageError> {
        let t = site.text;
        let name = |party| name_of_state(site, party);
        let letter = readable(t, letter, (recipient, &site.public_url), name);
        let letter = letter.map_err(|error| PageError::Internal(error.into()))?;
        Ok(Self {
            subject: letter.subject,
            language: (letter.language, t.language_name(letter.language)),
            text: letter.text.trim().to_owned(),
            dates: letter.dates.into_iter().map(|(day, name)| (t.date(day), name)).collect(),
        })
    }
}
