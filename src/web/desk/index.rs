//! The desk: what is due and when, how far each report is, and the next step.

use std::collections::BTreeMap;

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::Names;
use super::first::first_reports;
use super::next::next_step;
use crate::app::Edition;
use crate::app::answering;
use crate::app::drafting;
use crate::app::queue::{Line as Queued, Place, queue_of};
use crate::domain::access::{Act, ForParty, NationalAct, may, national};
use crate::domain::calendar::{Asked, Cycle, DueDate, due};
use crate::domain::clearance::{ClearanceAct, ClearanceEntry};
use crate::domain::code::Iso3;
use crate::domain::filing::FilingState;
use crate::domain::report::ReportReference;
use crate::store::clearances::list_last_of_open_of;
use crate::store::people::list_held;
use crate::store::reminders::list_promises_of;
use crate::store::{Db, StoreError, StoreResult};
use crate::text::{Text, asked_reason};
use crate::web::Site;
use crate::web::address::see;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::people::Contact;
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "desk/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    desks: Vec<Desk>,
    form_token: String,
    /// The address of the secretariat, where one is set.
    secretariat: Option<String>,
}

/// One State's desk; most people have one.
struct Desk {
    state: String,
    iso3: String,
    lead: String,
    lines: Vec<Line>,
    others: Vec<Other>,
    /// Reports that nothing asks for and that may be filed all the same: address and name.
    voluntary: Vec<(String, String)>,
    /// Where the older ones are listed too, if there are any.
    all: Option<String>,
    /// For the focal point: whether they still are.
    contact: Option<Contact>,
}

struct Line {
    report: String,
    address: Option<String>,
    reason: String,
    class: &'static str,
    state: String,
    when: String,
    next: String,
    /// Where the next step is done.
    next_address: Option<String>,
    /// That the first report of the regime was due before and is not held here.
    first: Option<String>,
    /// What the State has said about when it files.
    promised: Option<String>,
    /// Where it says so, of a report that has not come: address and words.
    promise: Option<(String, String)>,
    /// What the secretariat waits for: address and words.
    waits: Vec<(String, String)>,
}

/// A report that is not asked for in this cycle.
struct Other {
    report: String,
    address: String,
    class: &'static str,
    state: String,
    /// When it came, if it did.
    when: String,
    waits: Vec<(String, String)>,
}

/// What States have said about their reports, and done about drafts.
struct Said {
    /// Of each report that has not come, on paper before the portal or here, by when its State says it will.
    promised: BTreeMap<ReportReference, Option<NaiveDate>>,
    clearances: BTreeMap<ReportReference, ClearanceEntry>,
    /// What is said of first reports that were due before.
    first: BTreeMap<ReportReference, String>,
}

impl Said {
    fn of(db: &mut Db, edition: &Edition, parties: impl Iterator<Item = Iso3>, cycle: Cycle) -> StoreResult<Self> {
        let mut said = Self { promised: BTreeMap::new(), clearances: BTreeMap::new(), first: BTreeMap::new() };
        for party in parties {
            let days = list_promises_of(db, party, edition.today)?;
            let missing = answering::missing(db, edition, party, cycle)?.into_keys();
            said.promised.extend(missing.map(|reference| (reference, days.get(&reference).copied())));
            said.clearances.extend(list_last_of_open_of(db, party)?);
        }
        Ok(said)
    }
}

/// What the address says: the State of which all reports are listed, however many.
#[derive(Deserialize)]
pub(in crate::web) struct Listing {
    #[serde(default)]
    all: String,
}

/// Reports of a State on its desk, before it asks for all: those of this cycle, and ten or so before them.
const NEWEST: usize = 13;

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    listing: Query<Listing>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    if by.desks().is_empty() {
        // Whoever works elsewhere is taken there: signing in leads here.
        let is_allowed = |act| may(&by.person.appointments, act).is_ok();
        if is_allowed(Act::ReadFiled) {
            return Ok(see("/secretariat"));
        }
        if is_allowed(Act::ReadPeople) {
            return Ok(see("/secretariat/people"));
        }
        if is_allowed(Act::ReadCirculated) {
            return Ok(see("/circulated"));
        }
    }
    let edition = site.portal.edition();
    let leaves: Vec<ForParty> = by
        .desks()
        .into_iter()
        .filter_map(|party| national(&by.person.appointments, party, NationalAct::Read).ok())
        .collect();
    let (held, t) = (edition.clone(), site.text);
    let asked_of = leaves.clone();
    let person = by.person.id.clone();
    let (progress, own, said) = blocking(&site, move |store| {
        let cycle = Cycle::containing(held.today);
        let each = asked_of.iter().map(|leave| {
            let most = (leave.party().as_str() != listing.all).then_some(NEWEST);
            queue_of(store, &held, leave.party(), cycle, most)
        });
        let progress = each.collect::<StoreResult<Vec<_>>>()?;
        let parties = asked_of.iter().map(|leave| leave.party());
        let (own, mut said) =
            store.snapshot(|db| Ok((list_held(db, &person)?, Said::of(db, &held, parties.clone(), cycle)?)))?;
        for party in parties {
            said.first.extend(first_reports(t, store, &held, party, cycle)?);
        }
        Ok::<_, StoreError>((progress, own, said))
    })
    .await?;
    let desk = |(leave, (progress, has_more)): (&ForParty, &(Vec<Queued>, bool))| Desk {
        all: has_more.then(|| format!("/desk?all={}", leave.party())),
        contact: Contact::of(&site, &own, leave.party()),
        ..Desk::new(&site, &edition, *leave, (progress, &said))
    };
    let desks: Vec<_> = leaves.iter().zip(&progress).map(desk).collect();
    let title = match desks.as_slice() {
        [only] => t.with("desk-title", "state", only.state.clone()),
        _ => t.say("nav-desk"),
    };
    let frame = Frame::new(&site, Section::Desk, title).seen_by(by.who(t.say("signed-in-as")));
    Ok(private_page(frame::render(&IndexPage {
        frame,
        t,
        desks,
        form_token: by.form_token(),
        secretariat: site.secretariat.clone(),
    })?))
}

impl Desk {
    fn new(site: &Site, edition: &Edition, leave: ForParty, (progress, said): (&[Queued], &Said)) -> Self {
        let (t, party) = (site.text, leave.party());
        let state = edition.register.state(party).map(|state| state.short_name_en.clone());
        let state = state.unwrap_or_else(|| party.to_string());
        let cycle = Cycle::containing(edition.today);
        let asked = due(&edition.register, &edition.rules, party, cycle);
        let line = |asked: &Asked| {
            let reference = ReportReference { party, regime: asked.report().regime, cycle };
            let own = progress.iter().find(|own| own.reference == reference);
            let line = Line::new(site, edition, &state, asked, reference, own).clearing(site, own, said);
            let line = Line { first: said.first.get(&reference).cloned(), ..line }.stepping(t, own, said, leave);
            match said.promised.get(&reference) {
                Some(day) => line.promising(t, reference, *day),
                None => line,
            }
        };
        let lines: Vec<_> = asked.iter().map(line).collect();
        // Reports of other cycles, and what is written without being asked for.
        let is_asked = |own: &&Queued| {
            own.reference.cycle == cycle && asked.iter().any(|asked| asked.report().regime == own.reference.regime)
        };
        let mut others: Vec<_> = progress.iter().filter(|own| !is_asked(own)).collect();
        others.sort_by_key(|own| std::cmp::Reverse((own.reference.cycle, own.reference.regime)));
        let lead = lead(t, edition, cycle, progress);
        let others = others.into_iter().map(|own| Other::new(site, own, said)).collect();
        let voluntary = edition.rules.regimes().iter().filter(|regime| {
            let is_begun = |own: &Queued| own.reference.cycle == cycle && own.reference.regime == regime.code;
            !asked.iter().any(|asked| asked.report().regime == regime.code) && !progress.iter().any(is_begun)
        });
        let voluntary = voluntary
            .map(|regime| ReportReference { party, regime: regime.code, cycle })
            .filter(|reference| drafting::form_set(edition, *reference).is_ok())
            .map(|reference| (format!("/desk/reports/{reference}"), Names::of(site, reference).report));
        let voluntary = voluntary.collect();
        Self { state, iso3: party.to_string(), lead, lines, others, voluntary, all: None, contact: None }
    }
}

fn is_filed(own: &Queued) -> bool {
    own.place.stands()
}

/// What is left to file in the cycle, until when, and what is filed.
fn lead(t: &Text, edition: &Edition, cycle: Cycle, progress: &[Queued]) -> String {
    // What an initial report serves for is asked for by nothing of its own.
    let asked = progress.iter().filter(|own| own.due.is_some());
    let (filed, left): (Vec<_>, Vec<_>) = asked.partition(|own| is_filed(own));
    let [filed, left] = [filed, left].map(|all| i64::try_from(all.len()).unwrap_or_default());
    let date = t.date(cycle.closes_on());
    match (left, filed) {
        (0, 0) => t.with("desk-lead-none", "cycle", cycle.to_string()),
        (0, _) => t.with_all("desk-lead-filed", [("filed", filed.into()), ("date", date.into())]),
        _ => {
            let days = t.with("days-left", "days", (cycle.closes_on() - edition.today).num_days());
            let said = [("left", left.into()), ("filed", filed.into()), ("date", date.into()), ("days", days.into())];
            t.with_all("desk-lead", said)
        }
    }
}

/// Shape and word of a report.
fn said_of(place: Place, is_drafted: bool) -> (&'static str, &'static str) {
    if is_drafted {
        return ("draft", "progress-draft");
    }
    match place {
        Place::Filed(FilingState::Received) => ("in", "progress-received"),
        Place::Filed(FilingState::Acknowledged) => ("done", "progress-acknowledged"),
        Place::Filed(FilingState::Circulated) => ("sent", "progress-circulated"),
        Place::Filed(FilingState::Published) => ("pub", "progress-published"),
        Place::Filed(FilingState::Recalled) => ("due", "progress-recalled"),
        Place::Filed(FilingState::Withdrawn) => ("due", "progress-withdrawn"),
        Place::Due | Place::Draft => ("due", "progress-due"),
    }
}

/// What the secretariat waits for, and where it stands in its words: a correction, answers to questions.
fn waits(t: &Text, own: &Queued) -> Vec<(String, String)> {
    let report = format!("/desk/reports/{}", own.reference);
    let correction = own.asks_correction.then(|| (format!("{report}#filed"), t.say("review-correction-requested")));
    let questions =
        (own.questions > 0).then(|| (format!("{report}/questions"), t.with("questions-open", "count", own.questions)));
    correction.into_iter().chain(questions).collect()
}

impl Line {
    fn new(
        site: &Site,
        edition: &Edition,
        state: &str,
        asked: &Asked,
        reference: ReportReference,
        own: Option<&Queued>,
    ) -> Self {
        let t = site.text;
        let can_be_written = drafting::form_set(edition, reference).is_ok();
        let is_begun = own.is_some_and(|own| own.is_drafted || own.filed.is_some());
        let is_served = matches!(asked, Asked::ServedBy(_));
        let (class, word) = match own {
            Some(own) if is_begun => said_of(own.place, own.is_drafted),
            _ if is_served => ("none", "progress-served"),
            _ if can_be_written => ("due", "progress-due"),
            _ => ("due", "progress-elsewhere"),
        };
        let when = match asked.report().due {
            DueDate::On(day) => t.date(day),
            DueDate::BeforeMeeting(day) => t.with("due-before-meeting", "month", t.month_year(day)),
        };
        let address = (is_begun || can_be_written && !is_served).then(|| format!("/desk/reports/{reference}"));
        Self {
            report: Names::of(site, reference).report,
            next_address: None,
            address,
            reason: asked_reason(t, asked, state, edition.today),
            class,
            state: t.say(word),
            when,
            next: t.say(if is_served { "next-none" } else { "next-elsewhere" }),
            first: None,
            promised: None,
            promise: None,
            waits: own.map(|own| waits(t, own)).unwrap_or_default(),
        }
    }
}

/// Where the clearance of a draft stands, if it was asked for, with its day: whether the draft was changed since, its
/// own page tells.
fn clearance(site: &Site, own: &Queued, said: &Said) -> Option<(&'static str, String)> {
    let last = said.clearances.get(&own.reference).filter(|_| own.is_drafted)?;
    let (class, key) = match last.act {
        ClearanceAct::Asked => ("wait", "progress-awaiting-clearance"),
        ClearanceAct::Returned => ("draft", "progress-returned"),
        ClearanceAct::Cleared => ("draft", "progress-cleared"),
        ClearanceAct::Withdrawn => return None,
    };
    Some((class, site.text.with(key, "date", site.text.date(site.day_of(last.at)))))
}

/// Shape and words of where a report stands that was begun here. One that is filed stays so while a further version
/// is written, and both are said.
fn standing(site: &Site, own: &Queued, said: &Said) -> (&'static str, String) {
    let t = site.text;
    let clearance = clearance(site, own, said);
    if own.is_drafted && is_filed(own) {
        let (class, word) = said_of(own.place, false);
        let filed = t.say(word);
        return match clearance {
            Some((_, state)) => {
                (class, t.with_all("progress-further-sent", [("filed", filed.into()), ("state", state.into())]))
            }
            None => (class, t.with("progress-further", "filed", filed)),
        };
    }
    let (class, word) = said_of(own.place, own.is_drafted);
    clearance.unwrap_or_else(|| (class, t.say(word)))
}

impl Line {
    /// The same with what is said about its draft.
    fn clearing(self, site: &Site, own: Option<&Queued>, said: &Said) -> Self {
        match own.filter(|own| own.is_drafted) {
            Some(own) => {
                let (class, state) = standing(site, own, said);
                Self { class, state, ..self }
            }
            None => self,
        }
    }

    /// The same with the next step of whoever looks.
    fn stepping(self, t: &Text, own: Option<&Queued>, said: &Said, leave: ForParty) -> Self {
        let Some(address) = &self.address else { return self };
        let clearance = own.and_then(|own| said.clearances.get(&own.reference)).map(|last| last.act);
        let (key, below) = next_step(own, clearance, leave.is_mission());
        Self { next: t.say(key), next_address: Some(format!("{address}{below}")), ..self }
    }

    /// Of a report that has not come: what was said about when it will, and where that is said.
    fn promising(self, t: &Text, reference: ReportReference, day: Option<NaiveDate>) -> Self {
        let said = t.say(if day.is_some() { "promise-change" } else { "promise-add" });
        Self {
            promised: day.map(|day| t.with("promise-stands", "date", t.date(day))),
            promise: Some((format!("/desk/reports/{reference}/promise"), said)),
            ..self
        }
    }
}

impl Other {
    fn new(site: &Site, own: &Queued, said: &Said) -> Self {
        let t = site.text;
        let (class, state) = standing(site, own, said);
        Self {
            report: Names::of(site, own.reference).report,
            address: format!("/desk/reports/{}", own.reference),
            class,
            state,
            when: own.filed.map(|(_, at)| t.date(site.day_of(at))).unwrap_or_default(),
            waits: waits(t, own),
        }
    }
}
