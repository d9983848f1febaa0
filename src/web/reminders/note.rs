//! The note verbale that may go with a second notice: a text ready to be read, changed and signed.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{ADDRESS, name_of_state, names};
use crate::app::reminding::{Named, look_ahead};
use crate::domain::access::{Act, may};
use crate::domain::code::Iso3;
use crate::domain::treaty::State;
use crate::text::Text;
use crate::web::Site;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "reminders/note.html")]
struct NotePage {
    frame: Frame,
    t: &'static Text,
    note: Option<Note>,
    /// States for which there is one: address, name, reports.
    others: Vec<(String, String, String)>,
}

struct Note {
    opening: String,
    reports: Vec<String>,
    closing: Vec<String>,
    place: String,
    /// All of it, to be copied.
    whole: String,
    lines: usize,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    party: String,
}

pub(in crate::web) async fn note(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    let (t, edition) = (site.text, site.portal.edition());
    let party = match asked.party.as_str() {
        "" => None,
        code => Some(Iso3::parse(code).ok().filter(|party| edition.register.state(*party).is_some())),
    };
    let party = party.map(|party| party.ok_or(PageError::UnknownState)).transpose()?;
    let held = edition.clone();
    let notes = blocking(&site, move |store| look_ahead(store, &held)).await?.notes;
    let title = match party {
        Some(party) => t.with("note-title", "state", name_of_state(&site, party)),
        None => t.say("notes-title"),
    };
    let mut frame = Frame::new(&site, Section::Reminders, title).with_crumb(ADDRESS, t.say("reminders-title"));
    if party.is_some() {
        frame = frame.with_crumb(&format!("{ADDRESS}/note"), t.say("notes-title"));
    }
    let others = edition.register.states_by_name().filter_map(|state| Some((state, notes.get(&state.iso3)?)));
    let other = |(state, reports): (&State, &Vec<Named>)| {
        let regimes: Vec<_> = reports.iter().map(|one| one.reference.regime).collect();
        (format!("{ADDRESS}/note?party={}", state.iso3), state.short_name_en.clone(), names(t, &regimes))
    };
    let page = NotePage {
        frame: frame.seen_by(by.who(t.say("secretariat"))),
        t,
        note: party.and_then(|party| Some(Note::new(&site, party, notes.get(&party)?))),
        others: others.map(other).collect(),
    };
    Ok(private_page(frame::render(&page)?))
}

impl Note {
    fn new(site: &Site, party: Iso3, reports: &[Named]) -> Self {
        let (t, edition) = (site.text, site.portal.edition());
        let state = edition.register.state(party);
        let state = state.map_or_else(|| party.to_string(), |state| in_a_note(t, &state.formal_name_en));
        let said = |key: &str| {
            let parameters = [
                ("state", state.as_str().into()),
                ("count", reports.len().into()),
                ("address", site.public_url.as_str().into()),
            ];
            t.with_all(key, parameters)
        };
        let opening = said("note-opening");
        let named: Vec<_> = reports.iter().map(|one| report(t, one, &name_of_state(site, party))).collect();
        let closing = vec![said("note-asks"), said("note-crossed"), said("note-closing")];
        let place = t.with("note-place", "date", t.date(edition.today));
        let listed = named.iter().map(|one| format!("- {one}")).collect::<Vec<_>>().join("\n");
        let mut whole = vec![opening.clone(), listed];
        whole.extend(closing.iter().cloned());
        whole.push(place.clone());
        Self { opening, lines: 16 + 3 * reports.len(), reports: named, closing, place, whole: whole.join("\n\n") }
    }
}

/// Words of formal names that stand with an article.
const WITH_ARTICLE: [&str; 13] = [
    "Commonwealth",
    "Confederation",
    "Duchy",
    "Emirates",
    "Federation",
    "Kingdom",
    "Principality",
    "Republic",
    "See",
    "State",
    "States",
    "Sultanate",
    "Union",
];

/// *the Swiss Confederation*, *Japan*.
fn in_a_note(t: &Text, formal_name: &str) -> String {
    match formal_name.split_whitespace().any(|word| WITH_ARTICLE.contains(&word)) {
        true => t.with("note-state-with-article", "state", formal_name),
        false => formal_name.to_owned(),
    }
}

/// Which report, until when it was asked for, since when the State is bound, and on what ground.
fn report(t: &Text, one: &Named, state: &str) -> String {
    let name = [("regime", t.regime(one.reference.regime).into()), ("cycle", one.reference.cycle.to_string().into())];
    let since = [
        ("instrument", t.of_instrument(one.instrument, "opening").into()),
        ("state", state.into()),
        ("since", t.date(one.bound_since).into()),
    ];
    let parts = [
        ("report", t.with_all("letter-report", name).into()),
        ("date", t.date(one.due_on).into()),
        ("since", t.with_all("reason-bound", since).into()),
        ("ground", t.of_regime(one.reference.regime, "ground-sentence").into()),
    ];
    t.with_all("note-report", parts)
}
