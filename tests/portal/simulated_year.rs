//! A year of letters in seconds: every day of it, all parties, filings, drafts, addresses that begin to bounce, days
//! without a program, without a mail server and with a clock that steps back, and two workers at once. What goes out is
//! compared with what a reader of the steps would expect, letter by letter and day by day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ccw_portal::app::Portal;
use ccw_portal::app::reminding::{self, write_due};
use ccw_portal::domain::access::{Appointment, Role};
use ccw_portal::domain::calendar::{Asked, Cycle, ReportKind, due};
use ccw_portal::domain::code::Iso3;
use ccw_portal::domain::report::{FilingKind, ReportReference};
use ccw_portal::mail::{Memory, Post, deliver_waiting};
use ccw_portal::store::people::{appoint, find_person, insert_person, set_password};
use ccw_portal::store::revisions::note_filing;
use ccw_portal::store::submissions::{Submission, insert_submission};
use ccw_portal::store::{StoreResult, drafts};
use chrono::{Days, NaiveDate};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::support::at;
use crate::support::portal::TestPortal;

/// Days of the steps around the due date, whom they go to, and whether only to those who have begun; written here a
/// second time, by hand.
const STEPS: [(&str, i64, &[Role], bool); 9] = {
    use Role::{Deputy, FocalPoint, Submitter};
    [
        ("invitation", -120, &[FocalPoint, Submitter], false),
        ("first reminder", -60, &[FocalPoint], false),
        ("second reminder", -30, &[FocalPoint, Deputy], false),
        ("third reminder", -14, &[FocalPoint, Deputy], false),
        ("last week", -7, &[FocalPoint, Deputy, Submitter], false),
        ("tomorrow", -1, &[FocalPoint, Deputy], true),
        ("passed", 1, &[FocalPoint, Deputy], false),
        ("second notice", 30, &[FocalPoint, Deputy, Submitter], false),
        ("before the meetings", 150, &[FocalPoint, Submitter], false),
    ]
};
const FIRST: &str = "2026-11-30";
const DAYS: usize = 366;

struct Person {
    id: String,
    role: Role,
    /// From this day on letters come back.
    bounces_from: Option<NaiveDate>,
}

/// What happens in the year.
struct Year {
    people: BTreeMap<Iso3, Vec<Person>>,
    filed: BTreeMap<ReportReference, NaiveDate>,
    drafted: BTreeMap<ReportReference, NaiveDate>,
    due: BTreeMap<ReportReference, NaiveDate>,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// No program runs, for a week before the date and on single days.
fn is_down(on: NaiveDate) -> bool {
    (day("2027-03-12")..=day("2027-03-18")).contains(&on) || on == day("2027-04-30")
}

/// The mail server takes nothing, for three weeks in winter and over the date itself.
fn is_mail_away(on: NaiveDate) -> bool {
    (day("2026-12-01")..=day("2026-12-20")).contains(&on) || (day("2027-03-23")..=day("2027-04-02")).contains(&on)
}

/// The clock of one of the programs steps back by a day.
fn is_clock_wrong(on: NaiveDate) -> bool {
    [day("2027-01-30"), day("2027-03-02"), day("2027-03-31"), day("2027-08-31")].contains(&on)
}

impl Year {
    fn new(portal: &TestPortal) -> Self {
        let edition = portal.portal.edition();
        let cycle = Cycle::new(2027).unwrap();
        let mut year =
            Self { people: BTreeMap::new(), filed: BTreeMap::new(), drafted: BTreeMap::new(), due: BTreeMap::new() };
        for (index, state) in edition.register.states().enumerate() {
            let asked = due(&edition.register, &edition.rules, state.iso3, cycle);
            for (turn, asked) in asked.iter().enumerate() {
                let Asked::Report(report) = asked else { continue };
                assert_eq!(report.kind, ReportKind::Annual);
                let reference = ReportReference { party: state.iso3, regime: report.regime, cycle };
                year.due.insert(reference, report.due.on().unwrap());
                // Most file in the last weeks, some long before, some long after, some never.
                let spread = [20, 85, 100, 110, 115, 118, 119, 120, 121, 122, 135, 150, 230, 999, 999];
                let after = spread[(index * 7 + turn * 3) % spread.len()];
                if after < 366 {
                    year.filed.insert(reference, day(FIRST) + Days::new(after));
                }
                if index.is_multiple_of(3) {
                    year.drafted.insert(reference, day("2027-03-01"));
                }
            }
            if !asked.is_empty() {
                year.people.insert(state.iso3, employ(portal, state.iso3, index));
            }
        }
        year
    }

    /// What a reader of the steps expects: for each letter the day on which it goes out.
    fn expected(&self, portal: &TestPortal) -> BTreeMap<String, NaiveDate> {
        let office = Arc::clone(&portal.portal.edition().office);
        let named = |due_on: NaiveDate, days: i64| {
            let on = due_on + chrono::TimeDelta::days(days);
            if days > 0 { office.working_day_from(on) } else { office.working_day_until(on) }
        };
        let mut sent = BTreeMap::new();
        for today in day(FIRST).iter_days().take(DAYS).filter(|on| !is_down(*on) && !is_mail_away(*on)) {
            for (report, due_on) in &self.due {
                let is_since = |from: Option<&NaiveDate>| from.is_some_and(|from| *from <= today);
                let is_drafted = is_since(self.drafted.get(report));
                let mut steps = STEPS.iter().filter(|(.., only_drafted)| !only_drafted || is_drafted);
                let newest = steps.rfind(|step| (day(FIRST)..=today).contains(&named(*due_on, step.1)));
                let Some((name, days, roles, _)) = newest else { continue };
                if is_since(self.filed.get(report)) || (today - named(*due_on, *days)).num_days() > 14 {
                    continue;
                }
                for person in self.recipients(report.party, roles, today) {
                    let (party, regime) = (report.party, report.regime);
                    sent.entry(format!("{party}/{regime}/2027/annual/{name}/{due_on}/{person}")).or_insert(today);
                }
            }
            // A year after everybody was appointed.
            if today >= day("2027-11-30") {
                for (party, people) in &self.people {
                    for person in people.iter().filter(|one| one.is_reached(today)) {
                        let key = format!("{party}/-/2027/contact/are you still the focal point/{FIRST}/{}", person.id);
                        sent.entry(key).or_insert(today);
                    }
                }
            }
        }
        sent
    }

    fn recipients(&self, party: Iso3, roles: &[Role], today: NaiveDate) -> BTreeSet<String> {
        let reached_as = |role: Role| {
            let all = self.people[&party].iter();
            all.filter(move |one| one.role == role && one.is_reached(today)).map(|one| one.id.clone())
        };
        let named: BTreeSet<_> = roles.iter().flat_map(|role| reached_as(*role)).collect();
        if !named.is_empty() {
            return named;
        }
        let others =
            [Role::FocalPoint, Role::Deputy, Role::Submitter].map(|role| reached_as(role).collect::<BTreeSet<_>>());
        others.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// What States do in the morning.
    fn morning(&self, portal: &TestPortal, today: NaiveDate) {
        let now = portal.portal.clock().now();
        for (report, _) in self.drafted.iter().filter(|(report, on)| **on == today && !self.is_filed(report, today)) {
            let (report, by) = (*report, self.somebody());
            let work = move |db: &mut _| -> StoreResult<()> {
                drafts::open_report(db, report, now)?;
                drafts::insert_draft(db, report, FilingKind::Annual, "COMPLIANCE/2007", &by, now).map(drop)
            };
            portal.portal.store().write(work).unwrap();
        }
        for (report, _) in self.filed.iter().filter(|(_, on)| **on == today) {
            let (report, by) = (*report, self.somebody());
            let submission = Submission {
                id: format!("{report}.1"),
                reference: report,
                version: 1,
                document: "{}".into(),
                sha256: "0".repeat(64),
                submitted_at: now,
                submitted_by: by,
                contacts_public: false,
                confirmed: json!({ "version": 1, "warnings": [] }),
                original: None,
                classification: None,
            };
            let work = move |db: &mut _| -> StoreResult<()> {
                drafts::open_report(db, report, now)?;
                insert_submission(db, &submission)?;
                note_filing(db, report)
            };
            portal.portal.store().write(work).unwrap();
        }
        let bounced = self.people.values().flatten().filter(|one| one.bounces_from == Some(today));
        let ids: Vec<_> = bounced.map(|one| format!("'{}'", one.id)).collect();
        if !ids.is_empty() {
            let all = ids.join(",");
            let bounce = format!("UPDATE people SET bounced_at = '{today} 06:00:00' WHERE id IN ({all})");
            portal.database.direct().batch_execute(&bounce).unwrap();
        }
    }

    fn is_filed(&self, report: &ReportReference, today: NaiveDate) -> bool {
        self.filed.get(report).is_some_and(|on| *on <= today)
    }

    fn somebody(&self) -> String {
        self.people.values().flatten().next().unwrap().id.clone()
    }
}

impl Person {
    fn is_reached(&self, today: NaiveDate) -> bool {
        self.bounces_from.is_none_or(|from| today < from)
    }
}

/// The people of a State: everybody, some, or nobody.
fn employ(portal: &TestPortal, party: Iso3, index: usize) -> Vec<Person> {
    let roles: &[Role] = match index % 5 {
        0 => &[Role::FocalPoint, Role::Deputy, Role::Submitter],
        1 => &[Role::FocalPoint, Role::Submitter],
        2 => &[Role::FocalPoint],
        3 => &[Role::Submitter],
        _ => &[],
    };
    let now = portal.portal.clock().now();
    let person = |role: &Role| {
        let role = *role;
        let address = format!("{}@{}.example.org", role.key(), party.as_str().to_lowercase());
        let work = move |db: &mut _| -> StoreResult<String> {
            let id = insert_person(db, &address, "A. Person", now)?;
            set_password(db, &id, "a password that nobody uses here")?;
            appoint(db, &id, Appointment::new(role, Some(party)).unwrap(), now)?;
            Ok(id)
        };
        let id = portal.portal.store().write(work).unwrap();
        let bounces_from = (role == Role::FocalPoint && index.is_multiple_of(11)).then(|| day("2027-02-10"));
        Person { id, role, bounces_from }
    };
    roles.iter().map(person).collect()
}

#[derive(diesel::QueryableByName)]
struct Delivered {
    #[diesel(sql_type = diesel::sql_types::Text)]
    key: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    letter: String,
    #[diesel(sql_type = diesel::sql_types::Timestamp)]
    at: chrono::NaiveDateTime,
}

/// A round of two workers at the same time.
fn work(portal: &Portal, post: &Post, is_mail_up: bool) {
    let round = || {
        let store = portal.store();
        let now = portal.clock().now();
        write_due(store, &portal.edition(), now).unwrap();
        if is_mail_up {
            deliver_waiting(store, post, now).unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(round);
        scope.spawn(round);
    });
    // What one of them had in hand when the other asked.
    round();
}

#[test]
fn a_year_of_letters_is_exactly_the_planned_one_and_none_goes_twice() {
    let (portal, seconds) = TestPortal::moved(&format!("{FIRST}T07:00:00Z"));
    let year = Year::new(&portal);
    let store = portal.portal.store();
    let by = year.somebody();
    let by = store.read(|db| find_person(db, &by)).unwrap().unwrap();
    reminding::release(store, &by, day(FIRST), portal.portal.clock().now()).unwrap();
    let memory = Memory::default();
    let post = Post::into_memory(&memory, "secretariat@example.org".parse().unwrap(), "https://reports.example.org");
    for today in day(FIRST).iter_days().take(DAYS) {
        let set = |on: NaiveDate| seconds.store(at(&format!("{on}T07:00:00Z")).timestamp(), Ordering::Relaxed);
        set(today);
        year.morning(&portal, today);
        if is_down(today) {
            continue;
        }
        work(&portal.portal, &post, !is_mail_away(today));
        if is_clock_wrong(today) {
            set(today.pred_opt().unwrap());
            work(&portal.portal, &post, !is_mail_away(today));
        }
    }
    let delivered = "SELECT reminders.id AS key, outbox.id AS letter, outbox.delivered_at AS at FROM reminders \
                     INNER JOIN outbox ON outbox.id = reminders.letter_id WHERE outbox.delivered_at IS NOT NULL";
    let rows = diesel::sql_query(delivered).load::<Delivered>(&mut portal.database.direct()).unwrap();
    let found: BTreeMap<_, _> = rows.iter().map(|row| (row.key.clone(), row.at.date())).collect();
    let expected = year.expected(&portal);
    assert!(expected.len() > 1_000, "{}", expected.len());
    let differ: Vec<_> = found
        .iter()
        .filter(|(key, on)| expected.get(*key) != Some(on))
        .map(|(key, on)| format!("+ {key} {on}"))
        .chain(expected.iter().filter(|(key, _)| !found.contains_key(*key)).map(|(key, on)| format!("- {key} {on}")))
        .take(20)
        .collect();
    assert!(differ.is_empty(), "{differ:#?}");
    // Each message once; it may speak of several reports.
    let sent: Vec<_> = memory.sent().into_iter().map(|sent| sent.id).collect();
    let messages: BTreeSet<_> = rows.iter().map(|row| row.letter.clone()).collect();
    assert_eq!(sent.iter().cloned().collect::<BTreeSet<_>>(), messages);
    assert_eq!(sent.len(), messages.len(), "none twice");
}
