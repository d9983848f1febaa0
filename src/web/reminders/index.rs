//! The plan of the next days: who gets which letter when, whether letters are released, and what was decided.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::states::{self, Unreached};
use super::{ADDRESS, address_of, name_of_state, name_of_step, progress, reports, subject};
use crate::app::reminding::{DecidedThen, HORIZON, LeftOut, Message, Outlook, WhyNot, look_ahead};
use crate::domain::access::{Act, may};
use crate::text::Text;
use crate::web::Site;
use crate::web::address::of_state;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::paging::page_after;
use crate::web::session::{SignedIn, blocking, private_page};

/// Messages on a page.
const PER_PAGE: usize = 50;
/// Decisions on it.
const DECIDED_MAX: usize = 50;

#[derive(Template)]
#[template(path = "reminders/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// A shape, whether letters are released, and what follows from it.
    release: (&'static str, String, String),
    /// Whether single letters are decided about by others.
    others_decide: bool,
    /// What the link to the page of the release says, for those who may do it.
    release_link: Option<String>,
    is_gone: bool,
    /// Key, name, whether it is chosen.
    states: Vec<(String, String, bool)>,
    steps: Vec<(String, String, bool)>,
    is_chosen: bool,
    chosen: String,
    /// What goes out when: day, step, how many.
    overview: Vec<(String, String, i64)>,
    days: Vec<Day>,
    shown: String,
    next: Option<String>,
    unreached: Unreached,
    decided: Vec<DecidedLine>,
    /// States for which a note may be drawn up.
    notes: usize,
}

struct Day {
    name: String,
    lines: Vec<Line>,
}

/// Who gets a letter, or does not and why.
pub(in crate::web) struct Line {
    /// The day it goes out.
    pub(in crate::web) on: String,
    pub(in crate::web) state: String,
    /// The State's page.
    pub(in crate::web) place: String,
    /// Of the page of the message; nothing where somebody gets none.
    pub(in crate::web) address: Option<String>,
    /// Why they get none.
    pub(in crate::web) left_out: Option<String>,
    pub(in crate::web) reports: String,
    pub(in crate::web) step: String,
    pub(in crate::web) is_held: bool,
    pub(in crate::web) name: String,
    pub(in crate::web) email: String,
    pub(in crate::web) role: String,
    pub(in crate::web) person: String,
    pub(in crate::web) progress: Vec<(&'static str, String)>,
}

struct DecidedLine {
    when: String,
    what: String,
    about: String,
    class: &'static str,
    word: String,
    by: String,
    reason: String,
}

#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    step: String,
    /// The message after which to go on.
    #[serde(default)]
    after: String,
    /// A message was asked for that is no longer planned.
    #[serde(default)]
    gone: String,
}

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadLetters).map_err(|_denied| PageError::Denied)?;
    let edition = site.portal.edition();
    let outlook = blocking(&site, move |store| look_ahead(store, &edition)).await?;
    Ok(private_page(frame::render(&IndexPage::new(&site, &by, &asked, &outlook))?))
}

impl IndexPage {
    fn new(site: &Site, by: &SignedIn, asked: &Asked, outlook: &Outlook) -> Self {
        let (t, edition) = (site.text, site.portal.edition());
        let is_wanted = |one: &&Message| {
            (asked.state.is_empty() || one.party.as_str() == asked.state)
                && (asked.step.is_empty() || one.step == asked.step)
        };
        let wanted: Vec<_> = outlook.messages.iter().filter(is_wanted).collect();
        let entries = entries(outlook, is_wanted);
        let after = Some(asked.after.clone()).filter(|after| !after.is_empty());
        let paged = page_after(t, &entries, |one| one.message().key.clone(), after, PER_PAGE);
        let may_release = may(&by.person.appointments, Act::ReleaseLetters).is_ok();
        let states = states::offered(site, &outlook.messages, &asked.state);
        let steps = steps(t, &outlook.messages, &asked.step);
        let is_chosen = !asked.state.is_empty() || !asked.step.is_empty();
        Self {
            frame: Frame::new(site, Section::Reminders, t.say("reminders-title")).seen_by(by.who(t.say("secretariat"))),
            t,
            lead: lead(t, &outlook.messages, edition.today),
            release: release(site, outlook),
            release_link: may_release.then(|| match outlook.release {
                Some(_) => t.say("reminders-stop"),
                None => t.say("reminders-release"),
            }),
            others_decide: may(&by.person.appointments, Act::DecideLetters).is_err(),
            is_gone: !asked.gone.is_empty(),
            is_chosen,
            chosen: chosen(t, &states, &steps),
            states,
            steps,
            overview: overview(t, wanted.iter().copied()),
            days: days(site, paged.lines),
            next: paged.next.map(|after| address(asked, &after)),
            shown: paged.shown,
            unreached: Unreached::of(site, &outlook.unreached),
            decided: outlook.decided.iter().take(DECIDED_MAX).map(|one| decided(site, one)).collect(),
            notes: outlook.notes.len(),
        }
    }
}

fn lead(t: &Text, messages: &[Message], today: NaiveDate) -> String {
    let states: BTreeSet<_> = messages.iter().map(|one| one.party).collect();
    let held = messages.iter().filter(|one| one.is_held).count();
    let until = today.checked_add_signed(TimeDelta::days(i64::from(HORIZON))).unwrap_or(today);
    let figures = [
        ("count", messages.len().into()),
        ("states", states.len().into()),
        ("held", held.into()),
        ("date", t.date(until).into()),
    ];
    t.with_all("reminders-lead", figures)
}

fn release(site: &Site, outlook: &Outlook) -> (&'static str, String, String) {
    let t = site.text;
    match &outlook.release {
        Some((release, by)) => {
            let said = [("date", t.date(release.on).into()), ("name", by.as_str().into())];
            ("done", t.with_all("reminders-released", said), t.say("reminders-released-about"))
        }
        None => ("warning", t.say("reminders-not-released"), t.say("reminders-not-released-about")),
    }
}

fn steps(t: &Text, messages: &[Message], chosen: &str) -> Vec<(String, String, bool)> {
    let mut names: Vec<&str> = Vec::new();
    for message in messages {
        if !names.contains(&message.step.as_str()) {
            names.push(&message.step);
        }
    }
    names.into_iter().map(|name| (name.to_owned(), name_of_step(t, name), name == chosen)).collect()
}

/// What is chosen, in words.
fn chosen(t: &Text, states: &[(String, String, bool)], steps: &[(String, String, bool)]) -> String {
    let parts = states.iter().chain(steps).filter(|(.., is_chosen)| *is_chosen).map(|(_, name, _)| name.clone());
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { t.say("reminders-all") } else { parts.join(&t.say("list-comma")) }
}

fn address(asked: &Asked, after: &str) -> String {
    let pairs = [("state", asked.state.as_str()), ("step", &asked.step), ("after", after)];
    let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    format!("{ADDRESS}?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// How many messages of which step go out on which day.
pub(super) fn overview<'m>(t: &Text, messages: impl Iterator<Item = &'m Message>) -> Vec<(String, String, i64)> {
    let mut counts: BTreeMap<(NaiveDate, &str), i64> = BTreeMap::new();
    for message in messages {
        *counts.entry((message.send_on, message.step.as_str())).or_default() += 1;
    }
    counts.into_iter().map(|((day, step), count)| (t.date(day), name_of_step(t, step), count)).collect()
}

/// A message, or somebody whom one leaves out.
enum Entry<'o> {
    Goes(&'o Message),
    LeftOut(&'o LeftOut),
}

impl Entry<'_> {
    fn message(&self) -> &Message {
        match self {
            Self::Goes(message) => message,
            Self::LeftOut(LeftOut { message, .. }) => message,
        }
    }
}

/// By day and State; who is left out after those who are written to.
fn entries<'o>(outlook: &'o Outlook, is_wanted: impl Fn(&&Message) -> bool) -> Vec<Entry<'o>> {
    let left_out = outlook.left_out.iter().filter(|one| is_wanted(&&one.message)).map(Entry::LeftOut);
    let goes = outlook.messages.iter().filter(|one| is_wanted(one)).map(Entry::Goes);
    let mut all: Vec<_> = goes.chain(left_out).collect();
    all.sort_by_key(|one| {
        let message = one.message();
        (message.send_on, message.party, message.cycle, message.of, message.step.clone())
    });
    all
}

fn days(site: &Site, entries: &[Entry]) -> Vec<Day> {
    let t = site.text;
    let same_day = entries.chunk_by(|one, other| one.message().send_on == other.message().send_on);
    let day = |entries: &[Entry]| {
        let on = entries.first().map(|one| one.message().send_on)?;
        let name = [("weekday", t.weekday(on).into()), ("date", t.date(on).into())];
        Some(Day {
            name: t.with_all("reminders-day", name),
            lines: entries.iter().map(|one| line(site, one)).collect(),
        })
    };
    same_day.filter_map(day).collect()
}

/// The lines of an outlook, by day.
pub(in crate::web) fn planned(site: &Site, outlook: &Outlook) -> Vec<Line> {
    entries(outlook, |_one| true).iter().map(|entry| line(site, entry)).collect()
}

fn line(site: &Site, entry: &Entry) -> Line {
    let (t, message) = (site.text, entry.message());
    let (person, name, email, role) = &message.recipient;
    Line {
        on: t.date_short(message.send_on),
        state: name_of_state(site, message.party),
        place: of_state(message.party),
        address: matches!(entry, Entry::Goes(_)).then(|| address_of(&message.key)),
        left_out: match entry {
            Entry::Goes(_) => None,
            Entry::LeftOut(LeftOut { why: WhyNot::NoCourtesy, .. }) => Some(t.say("left-out-no-courtesy")),
            Entry::LeftOut(LeftOut { why: WhyNot::Bounced(since, instead), .. }) => {
                let count = i64::try_from(instead.len()).unwrap_or_default();
                let said =
                    [("date", t.date(*since).into()), ("count", count.into()), ("names", t.list(instead).into())];
                Some(t.with_all("left-out-bounced", said))
            }
        },
        reports: subject(t, message),
        step: name_of_step(t, &message.step),
        is_held: message.is_held,
        name: name.clone(),
        email: email.clone(),
        role: t.role(*role),
        person: format!("/secretariat/people/{person}"),
        progress: progress(t, message),
    }
}

fn decided(site: &Site, one: &DecidedThen) -> DecidedLine {
    let t = site.text;
    let what = [
        ("state", name_of_state(site, one.party).into()),
        ("step", name_of_step(t, &one.step).into()),
        ("name", one.recipient.as_str().into()),
    ];
    DecidedLine {
        when: t.date_short(site.day_of(one.at)),
        what: t.with_all("reminders-decided-what", what),
        about: reports(t, &one.regimes, one.cycle),
        class: match one.decision.key() {
            "written" => "sent",
            "held" => "wait",
            _ => "none",
        },
        word: t.say(&format!("reminders-decided-{}", one.decision.key())),
        by: one.by.clone(),
        reason: one.reason.clone(),
    }
}
