//! States in the plan: those that can be chosen, and those whom no letter reaches.

use std::collections::BTreeSet;

use super::{name_of_state, names};
use crate::app::reminding::{self, Message};
use crate::web::Site;
use crate::web::address::of_state;

/// States of the plan in the order of their names: code, name, whether it is chosen.
pub(super) fn offered(site: &Site, messages: &[Message], chosen: &str) -> Vec<(String, String, bool)> {
    let there: BTreeSet<_> = messages.iter().map(|one| one.party).collect();
    let edition = site.portal.edition();
    let offered = edition.register.states_by_name().filter(|state| there.contains(&state.iso3));
    offered.map(|one| (one.iso3.to_string(), one.short_name_en.clone(), one.iso3.as_str() == chosen)).collect()
}

/// The task for the desk: how many States, and why of each.
pub(super) struct Unreached {
    pub(super) count: i64,
    /// How many for which reason.
    pub(super) counts: Vec<String>,
    pub(super) lines: Vec<Line>,
}

pub(super) struct Line {
    pub(super) state: String,
    /// Reports, and from when letters would go out.
    pub(super) reports: String,
    pub(super) first_on: String,
    /// A sentence, with the people it is about.
    pub(super) reasons: Vec<(String, Vec<(String, String)>)>,
    /// The State's page, with its contacts.
    pub(super) place: String,
}

impl Unreached {
    pub(super) fn of(site: &Site, states: &[reminding::Unreached]) -> Self {
        let t = site.text;
        let edition = site.portal.edition();
        let place = edition.register.places_by_name();
        let mut sorted: Vec<_> = states.iter().collect();
        sorted.sort_by_key(|one| place.get(&one.party));
        let counted = |key: &str, counts: fn(&reminding::Unreached) -> bool| {
            let count = states.iter().filter(|one| counts(one)).count();
            (count > 0).then(|| t.with(key, "count", count))
        };
        let counts = [
            counted("unreached-nobody-count", |one| one.invited.is_empty() && one.bounced.is_empty()),
            counted("unreached-invited-count", |one| !one.invited.is_empty()),
            counted("unreached-bounced-count", |one| !one.bounced.is_empty()),
        ];
        Self {
            count: i64::try_from(states.len()).unwrap_or_default(),
            counts: counts.into_iter().flatten().collect(),
            lines: sorted.into_iter().map(|one| line(site, one)).collect(),
        }
    }
}

fn line(site: &Site, one: &reminding::Unreached) -> Line {
    let t = site.text;
    let people = |people: &[(String, String)]| {
        people.iter().map(|(id, name)| (format!("/secretariat/people/{id}"), name.clone())).collect::<Vec<_>>()
    };
    let nobody = if one.through_mission { "unreached-no-mission" } else { "unreached-nobody" };
    let reasons = [
        (one.invited.is_empty() && one.bounced.is_empty()).then(|| (t.say(nobody), Vec::new())),
        (!one.invited.is_empty()).then(|| (t.say("unreached-invited"), people(&one.invited))),
        (!one.bounced.is_empty()).then(|| (t.say("unreached-bounced"), people(&one.bounced))),
    ];
    Line {
        state: name_of_state(site, one.party),
        reports: names(t, &one.regimes.iter().copied().collect::<Vec<_>>()),
        first_on: t.date_short(one.first_on),
        reasons: reasons.into_iter().flatten().collect(),
        place: of_state(one.party),
    }
}
