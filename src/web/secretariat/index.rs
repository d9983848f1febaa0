//! The queue of a cycle: every report that is asked for, being written or filed, with its state.

use std::collections::BTreeSet;

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::counting::{CountsView, uncirculated};
use super::selection::{ACTS, sent};
use crate::app::Edition;
use crate::app::on_behalf::is_fileable;
use crate::app::outbox::given_up_lately;
use crate::app::queue::{Line as Queued, Place, Queue, queue};
use crate::app::reminding::count_unreached;
use crate::app::reviewing::Pick;
use crate::domain::access::{Act, may};
use crate::domain::calendar::{Cycle, DueDate};
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::filing::FilingState;
use crate::domain::report::ReportReference;
use crate::domain::treaty::RegionalGroup;
use crate::domain::validation::shortened;
use crate::text::Text;
use crate::web::Site;
use crate::web::address::of_state;
use crate::web::desk::Names;
use crate::web::error::PageError;
use crate::web::frame::{self, Frame, Section};
use crate::web::paging::page_after;
use crate::web::posted::Posted;
use crate::web::session::{SignedIn, blocking, private_page};

#[derive(Template)]
#[template(path = "secretariat/index.html")]
struct IndexPage {
    frame: Frame,
    t: &'static Text,
    lead: String,
    /// What was typed as a cycle and is none.
    odd_cycle: String,
    tabs: Vec<Tab>,
    /// Key of the chosen tab, kept when the filters are changed.
    chosen: String,
    /// What is chosen of the cycle, in words.
    chosen_names: String,
    /// What is chosen, as acts on what is ticked send it along.
    kept: Vec<(&'static str, String)>,
    cycle: String,
    search: String,
    /// Key, name, whether it is chosen.
    regimes: Vec<(String, String, bool)>,
    groups: Vec<(String, String, bool)>,
    /// What is amiss with letters or circulation: where to see to it, and what it is.
    amiss: Vec<(String, String)>,
    /// How many parties are due.
    counts: Option<CountsView>,
    lines: Vec<Line>,
    /// Which lines these are, and the address of the next.
    shown: String,
    next: Option<String>,
    /// Other cycles in which something waits: address, shape, what.
    elsewhere: Vec<(String, &'static str, String)>,
    /// What can be done with several at once: key and name; nothing where no line can be ticked.
    acts: Vec<(&'static str, String)>,
}

struct Tab {
    address: String,
    name: String,
    count: usize,
    is_chosen: bool,
}

/// A report of a State, and where it stands.
pub(super) struct Line {
    pub(super) state: String,
    /// The State's page.
    pub(super) place: String,
    pub(super) report: String,
    pub(super) address: Option<String>,
    /// As it is ticked, and whether it is, where acts on several at once may follow.
    pub(super) pick: Option<(String, bool)>,
    pub(super) when: String,
    pub(super) age: String,
    pub(super) class: &'static str,
    pub(super) word: String,
    pub(super) notes: Vec<(&'static str, String)>,
    /// Where it can be filed for the State, where nothing is here.
    pub(super) on_behalf: Option<String>,
}

/// Which lines come ticked.
pub(super) enum Ticks {
    /// All that can be.
    All,
    /// Those that were ticked before, as they were sent, where nothing has happened to them since.
    These(BTreeSet<String>),
}

impl Ticks {
    /// No line is ticked.
    pub(super) fn none() -> Self {
        Self::These(BTreeSet::new())
    }

    fn read(posted: &Posted) -> Result<Self, PageError> {
        Ok(match posted.one("tick")? {
            "all" => Self::All,
            "none" => Self::none(),
            _ => Self::These(posted.all("report").map(str::to_owned).collect()),
        })
    }

    fn has(&self, pick: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(picks) => picks.contains(pick),
        }
    }
}

/// What is shown.
pub(super) struct Choice {
    cycle: Cycle,
    tab: &'static str,
    regime: Option<RegimeCode>,
    group: Option<RegionalGroup>,
    search: String,
    after: Option<ReportReference>,
}

/// Key of a tab, the key of its name, and what belongs to it.
type Sort = (&'static str, &'static str, fn(&Queued) -> bool);

/// What has come and is not finished with, then each state. A report with an open question stands under
/// *questions* and under its state.
const TABS: [Sort; 11] = [
    ("", "queue-all", |line| line.filed.is_some()),
    ("received", "queue-to-read", |line| is(line, "received")),
    ("questions", "queue-questions", |line| line.questions > 0),
    ("answers", "queue-answers", |line| line.answers > 0),
    ("acknowledged", "queue-to-circulate", |line| is(line, "acknowledged")),
    ("circulated", "queue-to-publish", |line| is(line, "circulated")),
    ("published", "progress-published", |line| is(line, "published")),
    ("recalled", "progress-recalled", |line| is(line, "recalled")),
    ("withdrawn", "progress-withdrawn", |line| is(line, "withdrawn")),
    ("draft", "progress-draft", |line| is(line, "draft")),
    ("due", "progress-due", |line| is(line, "due")),
];

fn is(line: &Queued, key: &str) -> bool {
    line.place.key() == key
}

/// The shape that stands for a place.
pub(super) fn shape(place: Place) -> &'static str {
    match place {
        Place::Due => "due",
        Place::Draft => "draft",
        Place::Filed(FilingState::Received) => "in",
        Place::Filed(FilingState::Acknowledged) => "done",
        Place::Filed(FilingState::Circulated) => "sent",
        Place::Filed(FilingState::Published) => "pub",
        Place::Filed(FilingState::Recalled | FilingState::Withdrawn) => "none",
    }
}

/// Lines on a page.
const PER_PAGE: usize = 50;

/// No State's name is longer.
const LONGEST_SEARCH: usize = 80;

impl Choice {
    /// What a choice is called in an address.
    pub(super) const NAMES: [&str; 6] = ["cycle", "state", "regime", "group", "q", "after"];

    /// The choice of an address, or that a form sent along.
    pub(super) fn read(posted: &Posted, edition: &Edition) -> Result<Self, PageError> {
        let [cycle, tab, regime, group, search, after] = Self::NAMES.map(|name| posted.one(name));
        let (cycle, tab, regime, group, search, after) = (cycle?, tab?, regime?, group?, search?, after?);
        let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
        Ok(Self {
            cycle: cycle.parse().unwrap_or_else(|_none| Cycle::containing(edition.today)),
            tab: TABS.iter().find(|(key, ..)| *key == tab).map_or("", |(key, ..)| key),
            regime: regimes.into_iter().find(|code| code.as_str() == regime),
            group: RegionalGroup::from_key(group),
            search: search.trim().chars().take(LONGEST_SEARCH).collect(),
            after: after.parse().ok(),
        })
    }

    /// That what was typed as a cycle is none, and which one is shown; empty where it is one, or nothing was typed.
    fn odd_cycle(&self, t: &Text, asked: &Posted) -> Result<String, PageError> {
        let typed = asked.one("cycle")?;
        let is_one = typed.is_empty() || typed.parse::<Cycle>().is_ok();
        let said = [("typed", shortened(typed).into()), ("cycle", self.cycle.to_string().into())];
        Ok(if is_one { String::new() } else { t.with_all("queue-odd-cycle", said) })
    }

    /// Itself as names and values, without what is not chosen.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        self.pairs_of(self.tab, self.after)
    }

    fn pairs_of(&self, tab: &str, after: Option<ReportReference>) -> Vec<(&'static str, String)> {
        let values = [
            self.cycle.to_string(),
            tab.to_owned(),
            self.regime.map(|code| code.to_string()).unwrap_or_default(),
            self.group.map(RegionalGroup::key).unwrap_or_default().to_owned(),
            self.search.clone(),
            after.map(|reference| reference.to_string()).unwrap_or_default(),
        ];
        Self::NAMES.into_iter().zip(values).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn address(&self, tab: &str, after: Option<ReportReference>) -> String {
        query(self.pairs_of(tab, after))
    }

    /// Where it is shown.
    pub(super) fn own_address(&self) -> String {
        query(self.pairs())
    }

    /// Where it is shown with some lines ticked.
    pub(super) fn ticked_address(&self, picks: &[Pick]) -> String {
        query(self.pairs().into_iter().chain(picks.iter().map(|pick| ("report", sent(pick)))))
    }

    fn names(&self, t: &Text) -> String {
        let tab = TABS.iter().find(|(key, ..)| *key == self.tab).map(|(_, name, _)| t.say(name));
        let regime = self.regime.map(|code| t.regime(code));
        let group = self.group.map(|group| t.say(&format!("group-{}", group.key())));
        let search = Some(self.search.clone()).filter(|search| !search.is_empty());
        let names: Vec<_> = [tab, regime, group, search].into_iter().flatten().collect();
        names.join(&t.say("list-comma"))
    }

    /// The lines that are wanted.
    fn of_these(&self, mut lines: Vec<Queued>, edition: &Edition) -> Vec<Queued> {
        let named = edition.register.states_answering_to(&self.search);
        let named: BTreeSet<Iso3> = named.into_iter().map(|state| state.iso3).collect();
        let wanted = self.search.to_uppercase();
        lines.retain(|line| {
            let state = edition.register.state(line.reference.party);
            let is_named =
                self.search.is_empty() || named.contains(&line.reference.party) || line.reference.to_string() == wanted;
            self.regime.is_none_or(|regime| line.reference.regime == regime)
                && self.group.is_none_or(|group| state.is_some_and(|state| state.group == group))
                && is_named
        });
        lines
    }
}

/// How many reports of the cycle are asked for and received, whatever is chosen of them.
fn lead(t: &Text, cycle: Cycle, all: &[Queued]) -> String {
    let count = |counted: fn(&Queued) -> bool| {
        i64::try_from(all.iter().filter(|line| counted(line)).count()).unwrap_or_default()
    };
    let figures = [
        ("cycle", cycle.to_string().into()),
        ("asked", count(|line| line.due.is_some()).into()),
        ("count", count(|line| line.due.is_some() && stands(line)).into()),
        ("further", count(|line| line.due.is_none() && stands(line)).into()),
        ("back", count(|line| line.filed.is_some() && !stands(line)).into()),
    ];
    t.with_all("queue-lead", figures)
}

/// Whether a report was received and not taken back since.
fn stands(line: &Queued) -> bool {
    line.place.stands()
}

fn query(pairs: impl IntoIterator<Item = (&'static str, String)>) -> String {
    format!("/secretariat?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

pub(in crate::web) async fn index(
    site: Data<Site>,
    request: HttpRequest,
    asked: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, PageError> {
    let by = SignedIn::of(&site, &request).await?;
    may(&by.person.appointments, Act::ReadFiled).map_err(|_denied| PageError::Denied)?;
    let edition = site.portal.edition();
    let asked = Posted::of(asked.into_inner());
    let (choice, ticks) = (Choice::read(&asked, &edition)?, Ticks::read(&asked)?);
    let (held, cycle) = (edition.clone(), choice.cycle);
    let now = site.portal.clock().now();
    let found = blocking(&site, move |store| -> anyhow::Result<_> {
        let unreached = count_unreached(store, &held)?;
        Ok((queue(store, &held, cycle)?, given_up_lately(store, now)?, unreached))
    });
    let (mut queue, given_up, unreached) = found.await?;
    let (t, cycle) = (site.text, choice.cycle);
    let counts = CountsView::new(t, &edition, cycle, &queue.lines);
    let uncirculated = uncirculated(t, &edition, cycle, &queue.lines);
    let lead = lead(t, cycle, &queue.lines);
    queue.lines = choice.of_these(queue.lines, &edition);
    let mut page = IndexPage::new(&site, &edition, &by, &choice, &queue, &ticks);
    page.odd_cycle = choice.odd_cycle(t, &asked)?;
    page.lead = lead;
    page.amiss = amiss(t, given_up, unreached).chain(uncirculated).collect();
    page.counts = counts;
    Ok(private_page(frame::render(&page)?))
}

impl IndexPage {
    fn new(site: &Site, edition: &Edition, by: &SignedIn, choice: &Choice, queue: &Queue, ticks: &Ticks) -> Self {
        let (t, all) = (site.text, &queue.lines);
        let tab = |(key, name, belongs): &Sort| Tab {
            address: choice.address(key, None),
            name: t.say(name),
            count: all.iter().filter(|line| belongs(line)).count(),
            is_chosen: *key == choice.tab,
        };
        let belongs = TABS.iter().find(|(key, ..)| *key == choice.tab).map(|(.., belongs)| *belongs);
        let mut shown: Vec<_> = all.iter().filter(|line| belongs.is_none_or(|belongs| belongs(line))).collect();
        // What came last stands first; what has not come stands in the order of names.
        let place = edition.register.places_by_name();
        shown.sort_by_cached_key(|line| {
            (std::cmp::Reverse(line.filed.map(|(_, at)| at)), place.get(&line.reference.party), line.reference.regime)
        });
        let paged = page_after(t, &shown, |line| line.reference, choice.after, PER_PAGE);
        let regimes = edition.rules.regimes().iter().map(|regime| regime.code);
        Self {
            frame: Frame::new(site, Section::Secretariat, t.say("queue-title")).seen_by(by.who(t.say("secretariat"))),
            t,
            lead: String::new(),
            odd_cycle: String::new(),
            tabs: TABS.iter().map(tab).collect(),
            chosen: choice.tab.to_owned(),
            chosen_names: choice.names(t),
            kept: choice.pairs(),
            cycle: choice.cycle.to_string(),
            search: choice.search.clone(),
            regimes: regimes.map(|code| (code.to_string(), t.regime(code), choice.regime == Some(code))).collect(),
            groups: RegionalGroup::ALL
                .iter()
                .map(|group| {
                    (group.key().to_owned(), t.say(&format!("group-{}", group.key())), choice.group == Some(*group))
                })
                .collect(),
            shown: paged.shown,
            elsewhere: elsewhere(t, queue, choice.cycle),
            acts: match paged.lines.iter().any(|line| pick(line).is_some()) {
                true => ACTS.map(|act| (act.key(), t.say(&format!("do-{}", act.key())))).into(),
                false => Vec::new(),
            },
            next: paged.next.map(|last| choice.address(choice.tab, Some(last))),
            amiss: Vec::new(),
            counts: None,
            lines: paged.lines.iter().map(|line| Line::new(site, edition, line, ticks)).collect(),
        }
    }
}

fn amiss(t: &Text, given_up: i64, unreached: usize) -> impl Iterator<Item = (String, String)> {
    let given_up = (given_up > 0).then(|| ("/secretariat/outbox", t.with("notice-given-up", "count", given_up)));
    let unreached =
        (unreached > 0).then(|| ("/secretariat/reminders#unreached", t.with("notice-unreached", "count", unreached)));
    given_up.into_iter().chain(unreached).map(|(address, said)| (address.to_owned(), said))
}

/// Links to what waits in other cycles than the one that is shown, the newest first.
fn elsewhere(t: &Text, queue: &Queue, shown: Cycle) -> Vec<(String, &'static str, String)> {
    let link = |cycle: Cycle, count: i64, tab: &str, class: &'static str, key: &str| {
        let said = t.with_all(key, [("cycle", cycle.to_string().into()), ("count", count.into())]);
        (cycle != shown).then(|| (format!("/secretariat?cycle={cycle}{tab}"), class, said))
    };
    let received = queue.received.iter().rev();
    let received =
        received.filter_map(|(cycle, count)| link(*cycle, *count, "&state=received", "in", "queue-elsewhere-received"));
    let questions = queue.questions.iter().rev();
    let questions = questions.filter_map(|(cycle, count)| link(*cycle, *count, "", "query", "queue-elsewhere"));
    received.chain(questions).collect()
}

/// How a line is ticked: its version, and how many acts it shows, so that what changes meanwhile is left alone.
fn pick(line: &Queued) -> Option<String> {
    let (version, _) = line.filed.filter(|_| line.place.stands())?;
    Some(sent(&Pick { reference: line.reference, version, acts: line.acts, newest: version }))
}

impl Line {
    pub(super) fn new(site: &Site, edition: &Edition, line: &Queued, ticks: &Ticks) -> Self {
        let (t, names) = (site.text, Names::of(site, line.reference));
        let (when, age) = match (line.filed, line.due) {
            (Some((_, at)), _) => {
                let days = (edition.today - site.day_of(at)).num_days().max(0);
                (t.date_short(site.day_of(at)), t.with("queue-age", "days", days))
            }
            (None, Some(DueDate::On(day))) => (t.with("queue-due", "date", t.date_short(day)), String::new()),
            (None, Some(DueDate::BeforeMeeting(day))) => {
                (t.with("due-before-meeting", "month", t.month_year(day)), String::new())
            }
            (None, None) => (t.say("queue-not-asked"), String::new()),
        };
        let key = line.place.key();
        let mut notes = Vec::new();
        if line.questions > 0 {
            notes.push(("query", t.with("queue-open", "count", line.questions)));
        }
        if line.answers > 0 {
            notes.push(("in", t.with("queue-answered", "count", line.answers)));
        }
        if line.filed.is_some() && line.is_drafted {
            notes.push(("draft", t.say("queue-new-version")));
        }
        Self {
            state: names.state,
            place: of_state(line.reference.party),
            report: names.report,
            pick: pick(line).map(|pick| {
                let is_ticked = ticks.has(&pick);
                (pick, is_ticked)
            }),
            address: matches!(line.place, Place::Filed(_)).then(|| format!("/secretariat/reports/{}", line.reference)),
            when,
            age,
            class: shape(line.place),
            word: t.say(&format!("progress-{key}")),
            notes,
            on_behalf: (line.place == Place::Due && is_fileable(edition, line.reference.cycle))
                .then(|| format!("/secretariat/reports/{}/on-behalf", line.reference)),
        }
    }
}
