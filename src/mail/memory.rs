//! Messages in memory: what left, as its recipient's mail server would see it.

use std::sync::Arc;

use lettre::Message;
use parking_lot::Mutex;

use super::Fault;

/// Takes every message; copies share what they hold.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Vec<Sent>>>);

/// A message that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Key of the letter.
    pub id: String,
    /// Address of the sender.
    pub from: String,
    /// Addresses of the recipients.
    pub to: Vec<String>,
    /// Headers and body.
    pub bytes: Vec<u8>,
}

impl Memory {
    /// All that left, in its order.
    pub fn sent(&self) -> Vec<Sent> {
        self.0.lock().clone()
    }

    pub(super) fn keep(&self, id: &str, message: &Message) -> Result<(), Fault> {
        let envelope = message.envelope();
        self.0.lock().push(Sent {
            id: id.to_owned(),
            from: envelope.from().map(ToString::to_string).unwrap_or_default(),
            to: envelope.to().iter().map(ToString::to_string).collect(),
            bytes: message.formatted(),
        });
        Ok(())
    }
}
