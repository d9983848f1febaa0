//! Invites the contacts of a list as if each were invited by hand, and reports whom that adds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::accounts::invite_to;
use super::appointing::AppointError;
use super::secrets::new_secret;
use crate::domain::contacts::{Account, ContactsDifference, ListedContact, difference};
use crate::store::people::{list_closed_addresses, list_people};
use crate::store::{Db, Store, StoreResult};

/// Whom a list would add.
pub fn preview_contacts(store: &Store, listed: &[ListedContact]) -> StoreResult<ContactsDifference> {
    Ok(difference(&store.snapshot(accounts)?, listed))
}

/// Appoints the contacts of a list who hold nothing yet what it says, all in one transaction; each role is an act of its
/// own in the log, and each person without a password gets one invitation.
///
/// Returns who was added; importing the same list again adds nobody, and nobody is ever removed. Where the list gives a
/// role of a State to somebody of the secretariat, nobody is added.
pub fn import_contacts(
    store: &Store,
    listed: Vec<ListedContact>,
    actor: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<ContactsDifference> {
    let actor = actor.to_owned();
    let mut secrets = BTreeMap::new();
    for contact in &listed {
        secrets.insert(contact.email.clone(), new_secret()?);
    }
    let difference = store.write(move |db| -> Result<_, AppointError> {
        let difference = difference(&accounts(db)?, &listed);
        if !difference.other_side.is_empty() {
            return Ok(difference);
        }
        for (email, secret) in &secrets {
            let own = difference.added.iter().map(|(contact, _)| contact).filter(|contact| contact.email == *email);
            let own: Vec<_> = own.collect();
            let Some(first) = own.first() else { continue };
            let appointments: Vec<_> = own.iter().map(|contact| contact.appointment).collect();
            invite_to(db, &actor, (email, &first.name), &appointments, secret, now)?;
        }
        Ok(difference)
    })?;
    Ok(difference)
}

fn accounts(db: &mut Db) -> StoreResult<BTreeMap<String, Account>> {
    let closed = |email| (email, Account { is_closed: true, ..Account::default() });
    let closed = list_closed_addresses(db)?.into_iter().map(closed);
    let open = list_people(db)?
        .into_iter()
        .map(|person| (person.email, Account { name: person.name, held: person.appointments, is_closed: false }));
    Ok(closed.chain(open).collect())
}
