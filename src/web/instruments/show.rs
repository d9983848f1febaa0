//! One instrument: whom it binds since when.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{Card, known};
use crate::app::Edition;
use crate::domain::code::InstrumentCode;
use crate::domain::treaty::{Instrument, RegionalGroup, Standing, State};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::{Spelled, moved};
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section, Who};
use crate::web::plot::{Figures, Plot, Size, Steps};

struct Member {
    address: String,
    name: String,
    group: String,
    act: String,
    deposited: String,
    deposited_iso: String,
    since: String,
    since_iso: String,
    how: String,
}

struct GroupLine {
    address: String,
    name: String,
    bound: usize,
    of: String,
}

#[derive(Template)]
#[template(path = "instruments/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static Text,
    name: String,
    title: String,
    lead: String,
    facts: Vec<(String, String)>,
    plot: Plot,
    figures: Figures,
    groups: Vec<GroupLine>,
    members: Vec<Member>,
    members_count: String,
    pending: Vec<Member>,
    parties_not_bound: Vec<(String, String)>,
    not_bound_count: String,
    remarks: Vec<String>,
}

pub(in crate::web) async fn show(
    site: Data<Site>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, PageError> {
    let register = &site.portal.edition().register;
    let code = match known(register, &code)? {
        Spelled::Right(code) => code,
        Spelled::Otherwise(code) => return Ok(moved(&format!("/instruments/{code}"))),
    };
    Site::public_page(&site, &request, format!("/instruments/{code}"), move |site, edition, who| {
        let instrument = edition.register.instrument(code).ok_or(PageError::UnknownInstrument)?;
        frame::render(&ShowPage::new(site, edition, instrument, who))
    })
    .await
}

impl ShowPage {
    fn new(site: &Site, edition: &Edition, instrument: &Instrument, who: Option<Who>) -> Self {
        let (t, register, code) = (site.text, edition.register.as_ref(), instrument.code);
        let name = t.instrument(code);
        let steps = Steps::of(t, register, code, "k k2");
        let last = steps.steps.last().map_or(0, |step| step.1);
        let first = steps.steps.first().map_or(0, |step| step.1);
        let description = t.with_all(
            "plot-one-description",
            [
                ("name", name.as_str().into()),
                ("first", first.into()),
                ("since", t.date(instrument.entered_into_force_on).into()),
                ("last", last.into()),
                ("until", t.date(register.as_of()).into()),
            ],
        );
        let titles = (t.with("plot-one-title", "name", name.as_str()), description);
        let plot = Plot::new(Size::NARROW, titles, vec![steps], register.as_of());
        let mut members = Member::all(t, edition, instrument, false);
        // They come by name, and keep that order within a day.
        members.sort_by(|one, other| one.since_iso.cmp(&other.since_iso));
        let not_bound = parties_not_bound(edition, code);
        let differing = edition.remarks.iter().filter(|remark| remark.instruments.contains(&code));
        Self {
            frame: Frame::new(site, Section::Instruments, name.clone())
                .seen_by(who)
                .with_crumb("/instruments", t.say("nav-instruments"))
                .resting_on(register.as_of())
                .at(site, &format!("/instruments/{code}")),
            t,
            title: t.of_instrument(code, "title"),
            lead: t.with_all(
                "instrument-lead",
                [
                    ("count", members.len().into()),
                    ("date", t.date(edition.today).into()),
                    ("as-of", t.date(register.as_of()).into()),
                ],
            ),
            facts: facts(t, edition, instrument),
            plot,
            figures: Figures::new(t, register, &[code], format!("/instruments/{code}.csv")),
            groups: groups(t, edition, code),
            members_count: t.with("members-count", "count", members.len()),
            members,
            pending: Member::all(t, edition, instrument, true),
            not_bound_count: t.with("parties-not-bound-count", "count", not_bound.len()),
            parties_not_bound: not_bound,
            remarks: differing.map(|remark| t.say(&format!("remark-{}", remark.key))).collect(),
            name,
        }
    }
}

fn facts(t: &Text, edition: &Edition, instrument: &Instrument) -> Vec<(String, String)> {
    let card = Card::new(t, edition, instrument);
    let source = t.with_all(
        "instrument-source",
        [
            ("list", instrument.depositary_list.as_str().into()),
            ("mark", t.say(&format!("mark-{}", instrument.mark.key())).into()),
        ],
    );
    [
        ("fact-adopted", card.adopted),
        ("fact-in-force", card.in_force),
        ("fact-report", card.report),
        ("fact-source", source),
    ]
    .into_iter()
    .map(|(key, value)| (t.say(key), value))
    .collect()
}

fn groups(t: &Text, edition: &Edition, code: InstrumentCode) -> Vec<GroupLine> {
    let line = |group: &RegionalGroup| {
        let members = || edition.register.states().filter(|state| state.group == *group);
        GroupLine {
            address: format!("/parties?group={}&bound={code}", group.key()),
            name: t.say(&format!("group-{}", group.key())),
            bound: members().filter(|state| edition.register.bound(state.iso3, code, edition.today)).count(),
            of: t.with("of-states", "states", members().count()),
        }
    };
    RegionalGroup::ALL.iter().map(line).collect()
}

impl Member {
    /// States bound, or going to be, by English name.
    fn all(t: &Text, edition: &Edition, instrument: &Instrument, pending: bool) -> Vec<Self> {
        let member = |state: &State| {
            let period = match edition.register.standing(state.iso3, instrument.code, edition.today) {
                Standing::Bound(period) if !pending => period,
                Standing::Pending(period) if pending => period,
                _ => return None,
            };
            Some(Self {
                address: format!("/parties/{}", state.iso3),
                name: state.short_name_en.clone(),
                group: t.say(&format!("group-{}", state.group.key())),
                act: t.say(&format!("act-{}", period.kind.key())),
                deposited: t.date_short(period.deposited_on),
                deposited_iso: period.deposited_on.to_string(),
                since: t.date_short(period.since),
                since_iso: period.since.to_string(),
                how: t.say(&format!("how-{}", period.how.key())),
            })
        };
        edition.register.states_by_name().filter_map(member).collect()
    }
}

/// Parties to the Convention that the instrument does not bind: address and name.
fn parties_not_bound(edition: &Edition, code: InstrumentCode) -> Vec<(String, String)> {
    let register = &edition.register;
    let free = register.states_by_name().filter(|state| {
        register.is_party(state.iso3, edition.today) && !register.bound(state.iso3, code, edition.today)
    });
    free.map(|state| (format!("/parties/{}", state.iso3), state.short_name_en.clone())).collect()
}
