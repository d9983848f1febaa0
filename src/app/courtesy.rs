//! Letters that ask for nothing, and who wants none of them: said by the link of such a letter without signing in, by
//! the program that shows it (RFC 8058), or on the page of the account. It is one choice, whichever way it is made.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::secrets::{fingerprint, new_secret};
use super::submitting::entry;
use crate::domain::letter::COURTESY;
use crate::store::audit_entries::insert_entry;
use crate::store::courtesy::{find_courtesy_link, insert_courtesy_link, set_without_courtesy};
use crate::store::people::{Person, find_person};
use crate::store::{Db, Store, StoreResult};

/// The link of a letter that is being written.
#[derive(Debug, Clone)]
pub(super) struct CourtesyLink {
    fingerprint: String,
    person: String,
    at: DateTime<Utc>,
}

impl CourtesyLink {
    /// A new link of somebody, and the path of the page that it opens.
    pub(super) fn new(person: &str, at: DateTime<Utc>) -> anyhow::Result<(Self, String)> {
        let secret = new_secret()?;
        let path = path(&secret);
        Ok((Self { fingerprint: fingerprint(&secret), person: person.to_owned(), at }, path))
    }

    /// Keeps it, with the letter.
    pub(super) fn keep(&self, db: &mut Db) -> StoreResult<()> {
        insert_courtesy_link(db, &self.fingerprint, &self.person, self.at)
    }
}

/// Of the page that a link opens.
pub(super) fn path(secret: &str) -> String {
    format!("{COURTESY}{secret}")
}

/// Whose choice the link opens; nothing for one of no letter, and where the account is closed. It opens it however often:
/// a choice can be taken back, and a program may send it twice.
pub fn open(store: &Store, secret: &str) -> StoreResult<Option<Person>> {
    let key = fingerprint(secret);
    store.read(|db| match find_courtesy_link(db, &key)? {
        Some(id) => find_person(db, &id),
        None => Ok(None),
    })
}

/// Notes the choice of somebody. Does nothing twice.
pub fn choose(store: &Store, by: &Person, without: bool, now: DateTime<Utc>) -> StoreResult<()> {
    let id = by.id.clone();
    store.write(move |db| {
        if !set_without_courtesy(db, &id, without)? {
            return Ok(());
        }
        let act = if without { "letters.no_courtesy" } else { "letters.courtesy" };
        insert_entry(db, &entry(now, &id, act, &id, json!({ "version": 1 })))
    })
}
