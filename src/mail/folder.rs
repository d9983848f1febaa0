//! Messages as files: written whole or not at all, and read back for the demonstration.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use mail_parser::MessageParser;
use tempfile::NamedTempFile;
use uuid::Uuid;

use super::Fault;

const ENDING: &str = "eml";

/// Writes a message under the key of its row. Trying again replaces the same file by the same message,
/// and nobody who watches the folder sees half of one.
pub(super) fn write(folder: &Path, id: &str, message: &[u8]) -> Result<(), Fault> {
    let written = || -> io::Result<()> {
        // Its owner alone may read it: there are letters that open doors.
        let mut file = NamedTempFile::with_prefix_in(".letter-", folder)?;
        file.write_all(message)?;
        file.as_file().sync_all()?;
        file.persist(folder.join(id).with_extension(ENDING)).map_err(|error| error.error)?;
        fs::File::open(folder)?.sync_all()
    };
    // The kind alone: the whole error names a path, which is nothing for a row of the database.
    written().map_err(|error| {
        let why = match error.kind() {
            ErrorKind::NotFound => "it is not there; make it, or name another in MAIL_URL".to_owned(),
            kind => kind.to_string(),
        };
        Fault::Passing(format!("the folder for letters took no file: {why}"))
    })
}

/// A message as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Key of the letter.
    pub id: String,
    /// Whom it is addressed to: name and address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// When it was written.
    pub date: DateTime<Utc>,
    /// The headers as they stand in the file, unfolded.
    pub headers: Vec<(String, String)>,
    /// The plain part.
    pub text: String,
}

/// The messages of a folder, the newest first, at most so many.
pub fn list(folder: &Path, limit: usize) -> io::Result<Vec<Received>> {
    let mut ids = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name =
            path.file_stem().and_then(|name| name.to_str()).filter(|_| path.extension() == Some(ENDING.as_ref()));
        ids.extend(name.map(str::to_owned));
    }
    // Keys are in the order of time.
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids.truncate(limit);
    let mut letters = Vec::new();
    for id in ids {
        letters.extend(open(folder, &id)?);
    }
    Ok(letters)
}

/// The message of that key; nothing for what is no key or no message.
pub fn open(folder: &Path, id: &str) -> io::Result<Option<Received>> {
    // A key, never a path.
    let Ok(key) = Uuid::parse_str(id) else { return Ok(None) };
    let id = key.hyphenated().to_string();
    let bytes = match fs::read(folder.join(&id).with_extension(ENDING)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    Ok(read(id, &bytes))
}

fn read(id: String, bytes: &[u8]) -> Option<Received> {
    let message = MessageParser::default().parse(bytes)?;
    let to = message.to().and_then(|to| to.first()).map(|to| {
        let address = to.address().unwrap_or_default();
        to.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
    });
    let headers = message.headers_raw().map(|(name, value)| {
        let unfolded: Vec<_> = value.split_whitespace().collect();
        (name.to_owned(), unfolded.join(" "))
    });
    Some(Received {
        id,
        to: to.unwrap_or_default(),
        subject: message.subject().unwrap_or_default().to_owned(),
        date: message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)).unwrap_or_default(),
        headers: headers.collect(),
        text: message.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_a_passing_fault() {
        let folder = tempfile::TempDir::new().unwrap();
        let gone = folder.path().join("gone");
        let said = write(&gone, "x", b"").unwrap_err();
        assert_eq!(
            said,
            Fault::Passing(
                "the folder for letters took no file: it is not there; make it, or name another in MAIL_URL".into()
            )
        );
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("secret.eml"), "Subject: x\r\n\r\n").unwrap();
        for id in ["secret", "../secret", "", "/etc/passwd"] {
            assert_eq!(open(folder.path(), id).unwrap(), None, "{id}");
        }
        assert!(list(folder.path(), 9).unwrap().is_empty());
    }
}
