//! The queue of a cycle: every report that has come in, with its state.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::app::reviewing::queue;
use crate::domain::access::{Act, may};
use crate::domain::calendar::Cycle;
use crate::domain::filing::FilingState;
use crate::text::Text;
use crate::web::Site;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "secretariat/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// Key, name and count of each state.
    tabs: Vec<(&'static str, String, usize)>,
    chosen: String,
    cycle: String,
    lines: Vec<Line>,
}

struct Line {
    state: String,
    report: String,
    address: String,
    received: String,
    class: &'static str,
    word: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Choice {
    #[serde(default)]
    cycle: String,
    #[serde(default)]
    state: String,
}

/// State, its shape on the page.
const STATES: [(FilingState, &str); 5] = [
    (FilingState::Received, "in"),
    (FilingState::Acknowledged, "done"),
    (FilingState::Circulated, "sent"),
    (FilingState::Published, "pub"),
    (FilingState::Recalled, "none"),
];

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    choice: Query<Choice>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    let t = site.text;
    let cycle: Cycle = choice.cycle.parse().unwrap_or_else(|_none| Cycle::containing(site.portal.edition().today));
    let queue = blocking(&site, move |store| queue(store, cycle.year())).await?;
    let lines = queue.iter().map(|(reference, version)| {
        let names = Names::of(&site, *reference);
        let state = FilingState::of(&version.done());
        let class = STATES.iter().find(|(own, _)| *own == state).map_or("none", |(_, class)| *class);
        let line = Line {
            state: names.state,
            report: names.report,
            address: format!("/secretariat/reports/{reference}"),
            received: t.date_short(version.submission.submitted_at.date_naive()),
            class,
            word: t.say(&format!("progress-{}", state.key())),
        };
        (state, line)
    });
    let all: Vec<_> = lines.collect();
    let count = |state| all.iter().filter(|(own, _)| *own == state).count();
    let tabs =
        STATES.iter().map(|(state, _)| (state.key(), t.say(&format!("progress-{}", state.key())), count(*state)));
    let tabs: Vec<_> = tabs.collect();
    let total = i64::try_from(all.len()).unwrap_or_default();
    let page = IndexPage {
        frame: Frame::new(&site, Section::Secretariat, t.say("queue-title")).seen_by(by.who(t.say("secretariat"))),
        t,
        lead: t.with_all("queue-lead", [("cycle", cycle.to_string().into()), ("count", total.into())]),
        tabs,
        cycle: cycle.to_string(),
        lines: all
            .into_iter()
            .filter(|(state, _)| choice.state.is_empty() || state.key() == choice.state)
            .map(|(_, line)| line)
            .collect(),
        chosen: choice.state.clone(),
    };
    Ok(private_page(frame::render(&page)?))
}
