//! What is written when, and what is not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::occasions::moved;
use super::*;
use crate::domain::access::Role;
use crate::domain::calendar::{OfficeCalendar, ReportingRules, day};
use crate::domain::code::Iso3;
use crate::domain::report::ReportReference;
use crate::domain::treaty::Register;

struct World {
    steps: Steps,
    register: Register,
    rules: ReportingRules,
    office: OfficeCalendar,
    reports: BTreeMap<ReportReference, ReportNow>,
    desks: BTreeMap<Iso3, Desk>,
    decided: HashMap<String, Decision>,
    released_on: Option<NaiveDate>,
}

impl World {
    /// Switzerland has a focal point, a deputy and a mission; nobody else has anybody.
    fn new() -> Self {
        let contact = |role: Role| Contact {
            person: role.key().to_owned(),
            name: String::new(),
            address: format!("{}@che.example.org", role.key()),
            role,
            may_write: role.may_write(),
            confirmed_on: day(2026, 10, 1),
            is_reached: true,
            bounced_on: None,
            without_courtesy: false,
        };
        let contacts = [Role::FocalPoint, Role::Deputy, Role::Submitter].map(contact).to_vec();
        Self {
            steps: Steps::embedded().unwrap(),
            register: Register::embedded().unwrap(),
            rules: ReportingRules::embedded().unwrap(),
            office: OfficeCalendar::embedded().unwrap(),
            reports: BTreeMap::new(),
            desks: BTreeMap::from([(Iso3::parse("CHE").unwrap(), Desk { contacts, through_mission: false })]),
            decided: HashMap::new(),
            released_on: Some(day(2026, 11, 1)),
        }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            steps: &self.steps,
            register: &self.register,
            rules: &self.rules,
            office: &self.office,
            reports: &self.reports,
            desks: &self.desks,
            decided: &self.decided,
            released_on: self.released_on,
        }
    }

    fn report(&mut self, reference: &str, progress: Progress, promised_for: Option<NaiveDate>) {
        self.reports.insert(reference.parse().unwrap(), ReportNow { progress, promised_for });
    }

    fn che(&mut self) -> &mut Desk {
        self.desks.get_mut(&Iso3::parse("CHE").unwrap()).unwrap()
    }

    /// Letters of Switzerland about the Compliance report, as *day step recipient*.
    fn letters(&self, today: NaiveDate, days: u32) -> Vec<String> {
        let facts = self.facts();
        let letters = plan(&facts, today, days).letters;
        let compliance = letters.iter().filter(|one| one.occasion.regime.is_some_and(|of| of.as_str() == "COMPLIANCE"));
        let line = |one: &PlannedLetter| {
            format!("{} {} {}", one.occasion.send_on, one.occasion.step.name, one.recipient.person)
        };
        compliance.map(line).collect()
    }

    fn reasons(&self, today: NaiveDate, days: u32) -> BTreeSet<Reason> {
        let (facts, che) = (self.facts(), Iso3::parse("CHE").unwrap());
        let compliance = |one: &NoLetter| one.regime.is_some_and(|of| of.as_str() == "COMPLIANCE");
        let none = plan(&facts, today, days).none;
        none.into_iter().filter(|one| one.party == che && compliance(one)).map(|one| one.reason).collect()
    }
}

#[test]
fn a_year_of_letters_falls_on_working_days() {
    let expected = [
        "2026-12-01 invitation focal_point",
        "2026-12-01 invitation submitter",
        // 30 January 2027 is a Saturday.
        "2027-01-29 first reminder focal_point",
        "2027-03-01 second reminder deputy",
        "2027-03-01 second reminder focal_point",
        "2027-03-17 third reminder deputy",
        "2027-03-17 third reminder focal_point",
        "2027-03-24 last week deputy",
        "2027-03-24 last week focal_point",
        "2027-03-24 last week submitter",
        "2027-03-30 tomorrow deputy",
        "2027-03-30 tomorrow focal_point",
        "2027-04-01 passed deputy",
        "2027-04-01 passed focal_point",
        "2027-04-30 second notice deputy",
        "2027-04-30 second notice focal_point",
        "2027-04-30 second notice submitter",
        // 28 August 2027 is a Saturday, after the due date.
        "2027-08-30 before the meetings focal_point",
        "2027-08-30 before the meetings submitter",
    ];
    assert_eq!(World::new().letters(day(2026, 11, 20), 300), expected);
}

#[test]
fn the_plan_of_a_state_is_its_part_of_the_whole() {
    let mut world = World::new();
    world.report("CHE-COMPLIANCE-2027", Progress::Draft, None);
    world.che().contacts[0].bounced_on = Some(day(2026, 11, 2));
    world.che().contacts[0].is_reached = false;
    let (facts, today) = (world.facts(), day(2027, 3, 1));
    let whole = plan(&facts, today, 90);
    let letters = |letters: &[PlannedLetter]| letters.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
    let none = |none: &[NoLetter]| none.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
    for code in ["CHE", "FRA", "TTO", "XXX"] {
        let party = Iso3::parse(code).unwrap();
        let own = plan_of(&facts, party, today, 90);
        let of: Vec<_> = whole.letters.iter().filter(|one| one.occasion.party == party).cloned().collect();
        assert_eq!(letters(&own.letters), letters(&of), "{code}");
        assert_eq!(own.letters.is_empty(), code != "CHE", "{code}");
        let of: Vec<_> = whole.none.iter().filter(|one| one.party == party).cloned().collect();
        assert_eq!(none(&own.none), none(&of), "{code}");
        assert_eq!(own.none.is_empty(), code == "XXX", "{code}");
    }
}

#[test]
fn nothing_goes_to_a_state_that_has_filed_or_said_when_it_will() {
    let mut world = World::new();
    world.report("CHE-COMPLIANCE-2027", Progress::Filed, None);
    assert!(world.letters(day(2026, 11, 20), 300).is_empty());
    assert_eq!(world.reasons(day(2026, 12, 1), 0), BTreeSet::from([Reason::Filed]));
    world.report("CHE-COMPLIANCE-2027", Progress::NotStarted, Some(day(2027, 4, 15)));
    assert_eq!(
        world.letters(day(2026, 11, 20), 170),
        [
            "2027-04-30 second notice deputy",
            "2027-04-30 second notice focal_point",
            "2027-04-30 second notice submitter"
        ]
    );
    assert!(world.reasons(day(2026, 12, 1), 0).contains(&Reason::Promised));
}

#[test]
fn the_day_before_only_those_are_written_to_who_have_begun() {
    let mut world = World::new();
    assert!(world.letters(day(2027, 3, 30), 0).iter().all(|line| !line.contains("tomorrow")));
    world.report("CHE-COMPLIANCE-2027", Progress::Draft, None);
    assert!(world.letters(day(2027, 3, 30), 0).iter().all(|line| line.contains("tomorrow")));
}

#[test]
fn after_an_outage_one_letter_says_what_matters_now() {
    let world = World::new();
    // The third reminder and the last week have passed without a program that ran.
    let letters = world.letters(day(2027, 3, 29), 0);
    assert!(letters.len() == 3 && letters.iter().all(|line| line.starts_with("2027-03-24 last week")), "{letters:?}");
    assert!(world.reasons(day(2027, 3, 29), 0).contains(&Reason::Superseded));
    // A month later nobody is told any more that the last week has begun.
    assert!(World::new().letters(day(2027, 4, 25), 0).is_empty());
}

#[test]
fn what_was_decided_is_not_planned_again_and_what_is_dated_before_the_release_never() {
    let mut world = World::new();
    let (today, facts) = (day(2026, 12, 1), world.facts());
    let keys: Vec<_> = plan(&facts, today, 0).letters.iter().map(PlannedLetter::key).collect();
    assert_eq!(keys[0], "CHE/APII/2027/annual/invitation/2027-03-31/focal_point");
    for (key, decision) in keys.iter().zip([Decision::Written, Decision::Skipped, Decision::Held].iter().cycle()) {
        world.decided.insert(key.clone(), *decision);
    }
    let facts = world.facts();
    let again = plan(&facts, day(2026, 12, 2), 0).letters;
    assert_eq!((again.len(), again.iter().all(|one| one.is_held)), (2, true));
    world.released_on = Some(day(2026, 12, 2));
    assert!(plan(&world.facts(), day(2026, 12, 3), 0).letters.is_empty());
    world.released_on = None;
    assert_eq!(world.letters(day(2026, 12, 2), 60).len(), 1, "as if released that day");
}

#[test]
fn whoever_is_reached_stands_in_and_nobody_is_a_task() {
    let mut world = World::new();
    let today = day(2027, 1, 29);
    world.che().contacts[0].is_reached = false;
    assert_eq!(world.letters(today, 0), ["2027-01-29 first reminder deputy"]);
    world.che().through_mission = true;
    assert_eq!(world.letters(today, 0), ["2027-01-29 first reminder submitter"]);
    world.che().contacts.pop();
    assert!(world.letters(today, 0).is_empty());
    assert!(world.reasons(today, 0).contains(&Reason::NobodyReached));
    world.che().through_mission = false;
    world.che().contacts[1].is_reached = false;
    assert!(world.reasons(today, 0).contains(&Reason::NobodyReached));
}

#[test]
fn who_wants_no_courtesy_gets_what_is_asked_and_nobody_stands_in() {
    let mut world = World::new();
    world.che().contacts.iter_mut().for_each(|contact| contact.without_courtesy = true);
    let all = world.letters(day(2026, 11, 20), 300);
    assert_eq!(all.len(), 16, "{all:?}");
    assert!(!all.iter().any(|line| line.contains("first reminder") || line.contains("before the meetings")), "{all:?}");
    let reasons = world.reasons(day(2027, 1, 29), 0);
    assert!(reasons.contains(&Reason::NoCourtesy) && !reasons.contains(&Reason::NobodyReached), "{reasons:?}");
    world.che().contacts[2].without_courtesy = false;
    assert_eq!(world.letters(day(2027, 8, 30), 0), ["2027-08-30 before the meetings submitter"]);
}

#[test]
fn whose_letters_come_back_is_named_where_others_are_written_to() {
    let mut world = World::new();
    let bounce = |contact: &mut Contact| (contact.is_reached, contact.bounced_on) = (false, Some(day(2027, 1, 4)));
    bounce(&mut world.che().contacts[0]);
    for (today, letters) in [
        (day(2027, 1, 29), &["2027-01-29 first reminder deputy"][..]),
        (day(2027, 3, 1), &["2027-03-01 second reminder deputy"]),
    ] {
        assert_eq!(world.letters(today, 0), letters);
        let facts = world.facts();
        let none = plan(&facts, today, 0).none;
        let bounced = none.iter().filter(|one| one.reason == Reason::Bounced);
        let bounced: BTreeSet<_> = bounced.map(|one| one.recipient.unwrap().person.as_str()).collect();
        assert_eq!(bounced, BTreeSet::from(["focal_point"]), "{today}");
    }
    world.che().contacts[1..].iter_mut().for_each(bounce);
    let reasons = world.reasons(day(2027, 3, 1), 0);
    assert!(reasons.contains(&Reason::NobodyReached) && !reasons.contains(&Reason::Bounced), "{reasons:?}");
}

#[test]
fn somebody_with_two_roles_gets_one_letter() {
    let mut world = World::new();
    for contact in &mut world.che().contacts {
        contact.person = "one".into();
    }
    assert_eq!(world.letters(day(2027, 3, 24), 0), ["2027-03-24 last week one"]);
}

#[test]
fn a_contact_is_asked_after_a_year_once() {
    let mut world = World::new();
    let asked = |world: &World, today| -> Vec<_> {
        let facts = world.facts();
        let letters = plan(&facts, today, 0).letters;
        let contact = letters.iter().filter(|one| one.occasion.regime.is_none());
        contact.map(|one| (one.occasion.send_on, one.recipient.person.clone(), one.key())).collect()
    };
    let found = asked(&world, day(2027, 10, 1));
    assert_eq!(found.len(), 3);
    world.decided.extend(found.into_iter().map(|(_, _, key)| (key, Decision::Written)));
    assert!(asked(&world, day(2027, 10, 4)).is_empty());
    world.che().contacts[0].confirmed_on = day(2027, 10, 2);
    assert_eq!(asked(&world, day(2028, 10, 2)).len(), 1);
}

#[test]
fn an_initial_report_has_letters_of_its_own() {
    let mut world = World::new();
    // Protocol V entered into force for Trinidad and Tobago on 29 January 2025.
    let tto = Iso3::parse("TTO").unwrap();
    let desk = world.che().clone();
    world.desks.insert(tto, desk);
    world.released_on = Some(day(2024, 1, 1));
    let facts = world.facts();
    let plan = plan(&facts, day(2024, 12, 15), 250);
    let of_tto = plan.letters.iter().filter(|one| one.occasion.party == tto && one.recipient.role == Role::FocalPoint);
    // Bound on 31 March 2025, it is asked for an annual report as well: the initial one falls due too late for it.
    let of_pv = of_tto.filter(|one| one.occasion.regime.is_some_and(|of| of.as_str() == "PV"));
    let of_pv = of_pv.filter(|one| one.occasion.step.of != Subject::Annual);
    let lines: Vec<_> = of_pv.map(|one| format!("{} {}", one.occasion.send_on, one.occasion.step.name)).collect();
    let expected = [
        "2024-12-30 a consent takes effect",
        "2025-01-29 a new report",
        "2025-04-29 half-way",
        "2025-06-27 thirty days left",
        "2025-07-21 last week",
        "2025-07-29 passed",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_mine_clearance_contact_is_asked_once_a_year_and_reminded_of_nothing() {
    let mut world = World::new();
    let che = Iso3::parse("CHE").unwrap();
    world.che().contacts.truncate(1);
    world.che().contacts[0].role = Role::ClearanceContact;
    let facts = world.facts();
    let plan = plan(&facts, day(2026, 11, 15), 365);
    let of_che = plan.letters.iter().filter(|one| one.occasion.party == che);
    let lines: Vec<_> = of_che.map(|one| (one.occasion.step.of, one.occasion.send_on)).collect();
    assert_eq!(lines, [(Subject::Contact, day(2027, 10, 1))]);
    assert!(plan.none.iter().any(|one| one.party == che && one.reason == Reason::NobodyReached));
}

#[test]
fn a_state_that_is_not_bound_gets_nothing_and_is_said_so() {
    let world = World::new();
    let facts = world.facts();
    let prk = Iso3::parse("PRK").unwrap();
    let plan = plan(&facts, day(2026, 12, 1), 90);
    let of_prk: Vec<_> = plan.none.iter().filter(|one| one.party == prk).map(|one| one.reason).collect();
    assert_eq!(of_prk, [Reason::NotAsked; 3]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 64 + 1, ..ProptestConfig::default() })]

    /// Running every day sends what was planned at the beginning; each letter once, on its day; and a pause of
    /// the program never makes it more.
    #[test]
    fn every_day_sends_what_was_planned(begin in 0i64..400, silent_from in 0usize..80, silent_for in 0usize..30) {
        let mut world = World::new();
        let first = moved(day(2026, 1, 1), begin);
        world.released_on = Some(first);
        let days = 90;
        let planned: Vec<_> = {
            let facts = world.facts();
            plan(&facts, first, days).letters.iter().map(|one| (one.occasion.send_on, one.key(), one.occasion.step.when)).collect()
        };
        let mut sent = BTreeMap::new();
        for (index, today) in first.iter_days().take(91).enumerate() {
            prop_assert!(today.year() < 2030);
            if (silent_from..silent_from + silent_for).contains(&index) {
                continue;
            }
            let facts = world.facts();
            let found: Vec<_> = plan(&facts, today, 0).letters.iter().map(|one| (one.key(), one.occasion.send_on)).collect();
            for (key, send_on) in found {
                prop_assert!(send_on <= today && (today - send_on).num_days() <= LATE_DAYS_MAX);
                prop_assert!(sent.insert(key.clone(), today).is_none(), "{} twice", key);
                world.decided.insert(key, Decision::Written);
            }
        }
        let is_planned = |key: &String| planned.iter().any(|(_, known, _)| known == key);
        prop_assert!(sent.keys().all(is_planned));
        if silent_for == 0 {
            let (due, _): (Vec<_>, Vec<_>) = planned.iter().partition(|(_, _, when)| *when != Condition::NotFiledAndDrafted);
            prop_assert!(due.iter().all(|(on, key, _)| sent.get(key) == Some(on)));
        }
    }
}
