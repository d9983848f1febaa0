//! The post: a letter of the outbox becomes a message, and the message leaves.
//!
//! The only ring that knows how e-mail is written. Names and texts come from people, so every header is a
//! typed one; links come from the public address alone. A message says the same however often it is
//! tried, with the same Message-ID and, where it becomes a file, the same name.

mod delivering;
mod folder;
mod message;
mod reminding;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lettre::message::Mailbox;

use crate::text::Text;

pub use delivering::{ATTEMPTS_MAX, Delivered, LEASE, deliver_waiting, pause_after};
pub use folder::{Received, list, open};

/// How letters leave.
#[derive(Debug, Clone)]
pub struct Post {
    transport: Transport,
    from: Sender,
    /// The address people use, without a slash at its end.
    public_url: String,
    text: &'static Text,
}

/// Where messages go.
#[derive(Debug, Clone)]
enum Transport {
    /// Each becomes a file of this folder, from which another program takes it.
    Folder(PathBuf),
}

/// Why a message did not leave; never a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// The same may work later.
    Passing(String),
    /// It will never work.
    Lasting(String),
}

impl Post {
    /// Letters become files of a folder.
    pub fn into_folder(folder: &Path, from: Sender, public_url: &str) -> Self {
        let transport = Transport::Folder(folder.to_owned());
        Self { transport, from, public_url: public_url.to_owned(), text: Text::english() }
    }

    fn send(&self, id: &str, message: &[u8]) -> Result<(), Fault> {
        match &self.transport {
            Transport::Folder(folder) => folder::write(folder, id, message),
        }
    }
}

/// The address that letters come from, with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl FromStr for Sender {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || format!("“{text}” is not a sender such as `CCW secretariat <reports@example.org>`");
        text.parse().map(Self).map_err(|_other| expected())
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        let sender: Sender = "CCW secretariat <reports@example.org>".parse().unwrap();
        assert_eq!(sender.to_string(), "CCW secretariat <reports@example.org>");
        assert!("reports@example.org".parse::<Sender>().is_ok());
        for other in ["", "secretariat", "a@example.org\r\nBcc: b@example.org", "A <a@example.org>, b@example.org"] {
            assert!(other.parse::<Sender>().is_err(), "{other}");
        }
    }
}
