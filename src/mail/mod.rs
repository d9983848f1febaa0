//! The post: a letter of the outbox becomes a message, and the message leaves.
//!
//! The only ring that knows how e-mail is written. Names and texts come from people, so every header is a
//! typed one; links come from the public address alone. A message says the same however often it is
//! tried, with the same Message-ID and, where it becomes a file, the same name.
//!
//! It leaves by SMTP (`smtp.rs`), as a file of a folder, or into memory. A `Fault` says whose it is: a letter's, which is
//! counted and in the end given up, or the server's, which makes all letters wait and is no attempt of any.

mod address;
mod delivering;
mod folder;
mod masking;
mod memory;
mod message;
mod reminding;
mod reply;
mod returned;
mod smtp;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{Address, Message};

use crate::text::Text;
use address::Place;
use smtp::{Line, Smtp};

pub use address::{MailUrl, NotAMailUrl};
pub use delivering::{
    ATTEMPTS_MAX, AWAY_MAX, Delivered, LEASE, RULE_PAUSE, SERVER_PAUSE, deliver_waiting, pause_after,
};
pub use folder::{Received, list, open};
pub use memory::{Memory, Sent};
pub use message::{Readable, readable};
pub use returned::{Report, Returned, read_report};
pub use words::subject;

/// How letters leave.
#[derive(Debug, Clone)]
pub struct Post {
    transport: Transport,
    from: Sender,
    /// Where mail systems send back what they cannot deliver, if not to the sender.
    bounces: Option<ReturnAddress>,
    /// The address people use, without a slash at its end.
    public_url: String,
    text: &'static Text,
    patience: Duration,
}

/// A mail server holds a letter no longer, whatever it does or does not do.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where messages go.
#[derive(Debug, Clone)]
enum Transport {
    /// To a mail server.
    Smtp(Arc<Smtp>),
    /// Each becomes a file of this folder, from which another program takes it.
    Folder(PathBuf),
    /// Each is kept, and leaves nothing on the disk.
    Memory(Memory),
}

/// Why a message did not leave; never a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// The letter may go later.
    Passing(String),
    /// It will never go.
    Lasting(String),
    /// It is not to go, on purpose.
    Withheld(String),
    /// The line was lost over this letter: it may go later, and others by another line.
    Broken(String),
    /// A rule of the server keeps it from going, and perhaps all others: it may go later, others at once.
    Barred(String),
    /// The server takes no letter at present.
    Away(String),
    /// The server takes no letter until an operator does something.
    ToMend(String),
}

impl Fault {
    fn into_reason(self) -> String {
        match self {
            Self::Passing(why)
            | Self::Lasting(why)
            | Self::Withheld(why)
            | Self::Broken(why)
            | Self::Barred(why)
            | Self::Away(why)
            | Self::ToMend(why) => why,
        }
    }
}

impl Post {
    /// Letters go where the address says; a mail server is known by the certificates that the machine
    /// trusts, or by those of a file. Nothing is asked of the server yet.
    pub fn open(to: &MailUrl, authorities: Option<&Path>, from: Sender, public_url: &str) -> Result<Self, String> {
        let transport = match &to.0 {
            Place::Folder(folder) => Transport::Folder(folder.clone()),
            Place::Server(server) => Transport::Smtp(Arc::new(Smtp::open(server, authorities, public_url)?)),
        };
        Ok(Self::by(transport, from, public_url))
    }

    /// Letters become files of a folder.
    pub fn into_folder(folder: &Path, from: Sender, public_url: &str) -> Self {
        Self::by(Transport::Folder(folder.to_owned()), from, public_url)
    }

    /// Letters stay in memory, where they can be read.
    pub fn into_memory(memory: &Memory, from: Sender, public_url: &str) -> Self {
        Self::by(Transport::Memory(memory.clone()), from, public_url)
    }

    fn by(transport: Transport, from: Sender, public_url: &str) -> Self {
        let (public_url, text) = (public_url.to_owned(), Text::english());
        Self { transport, from, bounces: None, public_url, text, patience: PATIENCE }
    }

    /// The same, where mail systems send back to another address than the sender's what they cannot deliver: people
    /// answer the sender, and a program reads the other.
    pub fn returned_to(mut self, bounces: ReturnAddress) -> Self {
        self.bounces = Some(bounces);
        self
    }

    /// The same, where a mail server may hold a letter for another time than a minute.
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Asks a mail server whether it would take letters, without sending one: what happened, or what is wrong.
    pub fn try_out(&self) -> Result<String, String> {
        match &self.transport {
            Transport::Smtp(smtp) => smtp.try_out(self.patience).map_err(Fault::into_reason),
            Transport::Folder(_) | Transport::Memory(_) => Ok("no mail server is asked: letters become files".into()),
        }
    }

    /// Sends a message, by the line of this round where there is one.
    fn send(&self, line: &mut Line, id: &str, message: &Message) -> Result<(), Fault> {
        match &self.transport {
            Transport::Smtp(smtp) => smtp.send(line, self.patience, message.envelope(), &message.formatted()),
            Transport::Folder(folder) => folder::write(folder, id, &message.formatted()),
            Transport::Memory(memory) => memory.keep(id, message),
        }
    }

    /// Ends a round.
    fn hang_up(&self, line: Line) {
        if let Transport::Smtp(smtp) = &self.transport {
            smtp.hang_up(line);
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

impl Sender {
    /// The address alone, which people write to.
    pub fn address(&self) -> String {
        self.0.email.to_string()
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The address to which mail systems send back what they cannot deliver (RFC 5321, 3.6.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnAddress(Address);

impl FromStr for ReturnAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_other| format!("“{text}” is not an address such as `bounces@example.org`"))
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

    #[test]
    fn letters_are_returned_to_a_bare_address() {
        assert!("bounces@example.org".parse::<ReturnAddress>().is_ok());
        for other in ["", "bounces", "CCW <bounces@example.org>", "a@example.org>\r\nRCPT TO:<b@example.org"] {
            assert!(other.parse::<ReturnAddress>().is_err(), "{other}");
        }
    }
}
