//! Who gets the letters to come, by State: what an administrator looks at before letting them go.

use std::collections::{BTreeMap, BTreeSet};

use super::name_of_state;
use crate::app::reminding::Message;
use crate::domain::access::Role;
use crate::domain::code::Iso3;
use crate::web::Site;
use crate::web::address::of_state;
use crate::web::paging::page_after;

/// States on a page.
const PER_PAGE: usize = 50;
/// So many come unfolded.
const FEW: usize = 10;

/// Who gets letters, one line a State.
pub(super) struct Recipients {
    /// How many letters, people and States.
    pub(super) said: String,
    pub(super) lines: Vec<Line>,
    /// Whether they come unfolded: they are few, or were gone on to.
    pub(super) is_open: bool,
    /// Which lines these are, where not all are shown.
    pub(super) shown: Option<String>,
    /// The State after which the next page goes on.
    pub(super) next: Option<String>,
}

pub(super) struct Line {
    pub(super) state: String,
    /// The State's page.
    pub(super) place: String,
    pub(super) first_on: String,
    pub(super) letters: usize,
    /// Page, name, and address with roles.
    pub(super) people: Vec<(String, String, String)>,
}

impl Recipients {
    /// In the order of the States' names; the page after one of them.
    pub(super) fn of(site: &Site, messages: &[&Message], after: &str) -> Self {
        let (t, edition) = (site.text, site.portal.edition());
        let mut by_state: BTreeMap<Iso3, Vec<&Message>> = BTreeMap::new();
        for message in messages {
            by_state.entry(message.party).or_default().push(message);
        }
        let people: BTreeSet<_> = messages.iter().map(|one| &one.recipient.0).collect();
        let figures =
            [("letters", messages.len().into()), ("people", people.len().into()), ("states", by_state.len().into())];
        let place = edition.register.places_by_name();
        let mut sorted: Vec<_> = by_state.into_iter().collect();
        sorted.sort_by_key(|(party, _)| place.get(party).copied());
        let paged = page_after(t, &sorted, |(party, _)| *party, Iso3::parse(after).ok(), PER_PAGE);
        Self {
            said: t.with_all("release-to-lead", figures),
            lines: paged.lines.iter().map(|(party, messages)| line(site, *party, messages)).collect(),
            is_open: paged.lines.len() <= FEW || !after.is_empty(),
            shown: (!paged.is_whole).then_some(paged.shown),
            next: paged.next.map(|party| party.to_string()),
        }
    }
}

fn line(site: &Site, party: Iso3, messages: &[&Message]) -> Line {
    let t = site.text;
    let mut people: BTreeMap<&str, (&str, &str, BTreeSet<Role>)> = BTreeMap::new();
    for message in messages {
        let (id, name, email, role) = &message.recipient;
        people.entry(id).or_insert((name, email, BTreeSet::new())).2.insert(*role);
    }
    let person = |(id, (name, email, roles)): (&str, (&str, &str, BTreeSet<Role>))| {
        let roles = roles.iter().map(|role| t.role(*role));
        let said = [email.to_owned()].into_iter().chain(roles).collect::<Vec<_>>().join(&t.say("list-comma"));
        (format!("/secretariat/people/{id}"), name.to_owned(), said)
    };
    Line {
        state: name_of_state(site, party),
        place: of_state(party),
        first_on: messages.iter().map(|one| one.send_on).min().map(|day| t.date_short(day)).unwrap_or_default(),
        letters: messages.len(),
        people: people.into_iter().map(person).collect(),
    }
}
