//! Which States a reader wants to see: read from the address, written back as the one address for it.

use serde::Deserialize;

use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{RegionalGroup, Register, Standing, State};

/// No State's name is longer; whatever is longer cannot be meant for one.
const LONGEST_SEARCH: usize = 80;

/// What the address asks for, as it came; unknown words count as nothing.
#[derive(Deserialize, Default)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    bound: String,
    #[serde(default)]
    not: String,
    #[serde(default)]
    date: String,
}

/// What is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) search: String,
    pub(super) group: Option<RegionalGroup>,
    pub(super) status: Option<Status>,
    pub(super) bound: Option<InstrumentCode>,
    pub(super) not_bound: Option<InstrumentCode>,
    pub(super) deposits: bool,
}

/// How States stand to the Convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Party,
    Signatory,
    NotParty,
}

impl Status {
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Party, "party"), (Self::Signatory, "signatory"), (Self::NotParty, "not-party")];

    fn key(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, key)| key)
    }
}

impl Choice {
    pub(super) fn read(asked: &Asked, register: &Register) -> Self {
        let known = |code: &String| {
            let code = InstrumentCode::parse(code).ok()?;
            register.instrument(code).map(|instrument| instrument.code)
        };
        Self {
            search: asked.q.trim().chars().take(LONGEST_SEARCH).collect(),
            group: RegionalGroup::from_key(&asked.group),
            status: Status::ALL.iter().find(|(_, key)| *key == asked.status).map(|(status, _)| *status),
            bound: known(&asked.bound),
            not_bound: known(&asked.not),
            deposits: asked.date == "deposit",
        }
    }

    /// The one address of this choice.
    pub(super) fn address(&self) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        let code = |code: Option<InstrumentCode>| code.map(|code| code.to_string()).unwrap_or_default();
        for (name, value) in [
            ("q", self.search.clone()),
            ("group", self.group.map(RegionalGroup::key).unwrap_or_default().to_owned()),
            ("status", self.status.map(Status::key).unwrap_or_default().to_owned()),
            ("bound", code(self.bound)),
            ("not", code(self.not_bound)),
            ("date", if self.deposits { "deposit".to_owned() } else { String::new() }),
        ] {
            if !value.is_empty() {
                pairs.append_pair(name, &value);
            }
        }
        let query = pairs.finish();
        if query.is_empty() { "/parties".to_owned() } else { format!("/parties?{query}") }
    }

    /// The States that fit, in the order of their names.
    pub(super) fn states<'a>(&self, edition: &'a Edition) -> Vec<&'a State> {
        let register = &edition.register;
        let found = if self.search.is_empty() {
            register.states_by_name().collect()
        } else {
            register.states_answering_to(&self.search)
        };
        found.into_iter().filter(|state| self.includes(state, edition)).collect()
    }

    fn includes(&self, state: &State, edition: &Edition) -> bool {
        let (register, on) = (&edition.register, edition.today);
        let bound = |code: InstrumentCode| register.bound(state.iso3, code, on);
        self.group.is_none_or(|group| state.group == group)
            && self.bound.is_none_or(bound)
            && !self.not_bound.is_some_and(bound)
            && self.status.is_none_or(|status| match status {
                Status::Party => register.is_party(state.iso3, on),
                Status::NotParty => !register.is_party(state.iso3, on),
                Status::Signatory => {
                    matches!(register.standing(state.iso3, register.convention(), on), Standing::Signed(_))
                }
            })
    }

    /// Whether the address says the same, however it spells letters that may be written either way.
    pub(super) fn is_asked_for_by(&self, query: Option<&str>) -> bool {
        let pairs = |query: &str| -> Vec<(String, String)> {
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
        };
        let own = self.address();
        let own = own.split_once('?').map_or("", |(_, query)| query);
        // An empty query is another address, and a plus sign says the same as %20.
        query.is_some() != own.is_empty() && pairs(own) == pairs(query.unwrap_or_default())
    }
}
