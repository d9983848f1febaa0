//! The page that shows a report that came on paper as it will stand: what is filed cannot be taken back once parties
//! have it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::held::Held;
use super::on_behalf::frame_of;
use super::paper::{Typed, UNSAID};
use crate::app::doubts::Doubt;
use crate::app::letters::is_reached;
use crate::app::on_behalf::{Further, Paper};
use crate::domain::report::{Cover, ReportReference, WrittenDate};
use crate::text::{Text, availability};
use crate::web::Site;
use crate::web::address::of_state;
use crate::web::desk::Names;
use crate::web::documents::size;
use crate::web::doubts::Doubted;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame};
use crate::web::session::{SignedIn, blocking, private};

#[derive(Template)]
#[template(path = "secretariat/looked-over.html")]
struct LookedOverPage {
    frame: Frame,
    t: &'static Text,
    over: String,
    /// The State's page.
    party: String,
    address: String,
    token: String,
    /// What is to be confirmed: key, question, whether it is ticked.
    doubts: Vec<(&'static str, String, bool)>,
    /// It was sent without every tick.
    lacks_ticks: bool,
    lines: Vec<(String, String)>,
    /// Whether a letter tells the State.
    is_told: bool,
    /// What is sent to file it so.
    fields: Vec<(&'static str, String)>,
}

impl LookedOverPage {
    /// A point that was sent without its tick.
    fn lacks(&self, is_ticked: &bool) -> bool {
        self.lacks_ticks && !is_ticked
    }
}

/// What is looked over.
pub(super) struct Look<'l> {
    pub(super) typed: &'l Typed,
    pub(super) paper: &'l Paper,
    pub(super) held: &'l Held,
    pub(super) is_voluntary: bool,
    pub(super) doubts: Vec<Doubt>,
    /// It was sent without every tick.
    pub(super) lacks_ticks: bool,
}

/// Shows it.
pub(super) async fn look_over(
    site: &Data<Site>,
    by: &SignedIn,
    reference: ReportReference,
    Look { typed, paper, held, is_voluntary, doubts, lacks_ticks }: Look<'_>,
) -> Result<HttpResponse, PageError> {
    let (t, names, edition, on) = (site.text, Names::of(site, reference), site.portal.edition(), paper.original);
    let kind = t.say(&format!("filing-{}", paper.further.map_or("free-format", Further::key)));
    let cover = Cover {
        availability: paper.availability.map(|choice| choice.word().to_owned()),
        availability_forms: paper.availability_forms.clone(),
        ..Cover::default()
    };
    let chosen = paper.availability.map(|_| availability(t, &cover));
    let mut lines = vec![
        (t.say("column-party"), names.state.clone()),
        (t.say("on-behalf-report"), names.report.clone()),
        (t.say("receipt-kind"), if is_voluntary { t.with("filing-of-own-will", "filing", kind) } else { kind }),
        (t.say("receipt-received"), t.date(on.received_on)),
        (t.say("on-behalf-came"), t.say(&format!("way-choice-{}", on.how.key()))),
        (t.say("receipt-availability"), chosen.unwrap_or_else(|| t.say(&format!("on-behalf-option-{UNSAID}")))),
    ];
    let note_date = WrittenDate::new(paper.note_date.clone());
    let given = |said: String| if said.is_empty() { t.say("on-behalf-not-given") } else { said };
    lines.push((t.say("on-behalf-note-number"), given(paper.note_number.clone())));
    lines.push((t.say("on-behalf-note-date"), given(t.written(&note_date))));
    lines.push((t.say("on-behalf-original"), format!("{} ({})", paper.name, size(t, paper.kept.bytes))));
    let one = [
        ("version", paper.version.to_string()),
        ("kind", typed.kind.clone()),
        ("received_on", typed.received_on.clone()),
        ("how", typed.how.clone()),
        ("availability", typed.availability.clone()),
        ("note_number", typed.note_number.clone()),
        ("note_date", typed.note_date.clone()),
    ];
    let letters = typed.letters.iter().map(|letter| ("availability_forms", letter.clone()));
    let fields = one.into_iter().chain(held.fields()).chain(letters).collect();
    let about = Doubted { reference, received_on: on.received_on, note_date: Some(&note_date) };
    let doubts: Vec<_> = doubts
        .into_iter()
        .map(|doubt| (doubt.key(), about.sentence(t, &edition, doubt), paper.confirmed.contains(&doubt)))
        .collect();
    let is_told = blocking(site, move |store| is_reached(store, reference.party)).await?;
    let page = LookedOverPage {
        frame: frame_of(site, by, "on-behalf-confirm-title"),
        t,
        over: names.over(t),
        party: of_state(reference.party),
        address: format!("/secretariat/reports/{reference}/on-behalf"),
        token: by.form_token(),
        doubts,
        lacks_ticks,
        lines,
        is_told,
        fields,
    };
    let status = if lacks_ticks { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(private(HttpResponse::build(status), frame::render(&page)?))
}
