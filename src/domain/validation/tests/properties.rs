//! Whatever a report holds, the check ends with findings, and the same ones each time.

use proptest::prelude::*;

use super::*;
use crate::domain::validation::{MineBan, Population};

/// Values that people and programs put where others belong.
pub(super) fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        Just(json!("0000-01-01")),
        Just(json!("9999-12-31")),
        Just(json!("2027-03-31")),
        Just(json!("unchanged")),
        Just(json!("\u{202e}\u{0}\u{feff}𝔘𝔫𝔦𝔠𝔬𝔡𝔢")),
        ".{0,40}".prop_map(Value::String),
        (-(1i64 << 53)..(1 << 53)).prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{}])),
    ]
}

/// All places of a document, as JSON pointers.
pub(super) fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(entries) => entries.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in inside {
        let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        places(value, &place, found);
        found.push(place);
    }
}

/// Values of the right kind at the edges: of figures, choices, facts and days.
fn edge() -> impl Strategy<Value = Value> {
    let numbers = [0.0, -1.0, 0.1, 0.3, 1e-7, 99.99, 100.0, 100.1, 9_007_199_254_740_991.0, -9_007_199_254_740_991.0];
    let years = [i64::from(i32::MIN), -1, 0, 1944, 1973, 2012, 2026, 2027, 9999, (1 << 53) - 1];
    let words = [
        "yes",
        "no",
        "suspected",
        "not stated",
        "unknown",
        "all",
        "none",
        "several",
        "asked",
        "both",
        "triangle",
        "square",
        "other",
        "anti_personnel",
        "remotely_delivered_other",
        "given",
        "received",
        "national",
        "unchanged",
        "not_applicable",
        "voluntary",
        "free_format",
        "historic",
        "correction",
        "summary_sheet",
    ];
    let days = ["1900-01-01", "2007-12-03", "2007-12-04", "2026-12-31", "31.12.2026", "9999-12-31"];
    prop_oneof![
        proptest::sample::select(numbers.to_vec()).prop_map(Value::from),
        proptest::sample::select(years.to_vec()).prop_map(Value::from),
        proptest::sample::select(words.to_vec()).prop_map(Value::from),
        proptest::sample::select(days.to_vec()).prop_map(Value::from),
        any::<u32>().prop_map(Value::from),
        (0u32..400_000_000, 1u32..1_000_000).prop_map(|(over, under)| json!(f64::from(over) / f64::from(under))),
        Just(Value::Null),
    ]
}

type Changes = Vec<(prop::sample::Index, Value)>;

fn changes(most: usize) -> impl Strategy<Value = Changes> {
    proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![4 => edge(), 1 => odd()]), 0..most)
}

/// Puts values into a report, each only where the report can still be read.
fn changed(mut report: Value, changes: &Changes) -> Value {
    for (place, value) in changes {
        let mut all = Vec::new();
        places(&report, "", &mut all);
        let mut next = report.clone();
        if let Some(target) = next.pointer_mut(&all[place.index(all.len())]) {
            *target = value.clone();
        }
        if read(next.to_string().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations).is_ok() {
            report = next;
        }
    }
    report
}

fn setup(regime: usize) -> Setup {
    match regime {
        0 => Setup::clean(),
        1 => Setup::amended_protocol_ii(),
        _ => Setup::protocol_v(),
    }
}

proptest! {
    #[test]
    fn whatever_a_state_says_and_whatever_is_known_of_it_the_findings_are_the_same_ones_in_one_order(
        regime in 0usize..3,
        party in proptest::sample::select(vec!["CHE", "COL", "LAO", "HRV", "MEX", "CHN", "TTO", "AFG", "XXX"]),
        own in changes(9),
        earlier in proptest::collection::vec((0usize..3, -2i32..3, changes(4)), 0..3),
        read_on in 0i32..40_000,
        people in 1u32..,
        (mine_ban, next_working_day_counts) in any::<(bool, bool)>(),
    ) {
        let mut setup = setup(regime);
        setup.report["party"] = json!(party);
        setup.report = changed(setup.report.clone(), &own);
        let mut known = std::collections::BTreeSet::new();
        for (regime, years, changes) in &earlier {
            let mut other = self::setup(*regime).report;
            other["party"] = setup.report["party"].clone();
            other["cycle"] = json!(2027 + years);
            other["submitted_on"] = json!(format!("{}-03-01", 2027 + years));
            // Of two filings for one cycle on one day nobody knows which came first.
            if known.insert((*regime, *years)) {
                let kept = [other["cycle"].clone(), other["submitted_on"].clone(), other["regime"].clone()];
                other = changed(other, changes);
                for (member, value) in ["cycle", "submitted_on", "regime"].into_iter().zip(kept) {
                    other[member] = value;
                }
                setup.others.push(other);
            }
        }
        setup.read_on = NaiveDate::from_epoch_days(read_on).unwrap();
        let as_of = day(2026, 7, 1);
        setup.seen.population = Some(Population { people, as_of });
        setup.seen.mine_ban = mine_ban.then_some(MineBan { in_force_on: day(1999, 3, 1), as_of });
        setup.seen.next_working_day_counts = next_working_day_counts;
        let once = setup.check();
        setup.others.reverse();
        prop_assert_eq!(&once, &setup.check(), "the order of the other reports tells nothing");
        let weights: Vec<_> = once.findings.iter().map(|finding| (finding.severity, finding.rule.clone())).collect();
        prop_assert!(weights.is_sorted());
        for finding in &once.findings {
            let rule = BOOKS.rules.rules().iter().find(|rule| rule.id == finding.rule).unwrap();
            let given: Vec<_> = finding.parameters.keys().copied().collect();
            let mut known: Vec<_> = rule.parameters.iter().map(String::as_str).collect();
            known.sort_unstable();
            prop_assert_eq!(given, known, "{}", finding.rule);
        }
    }
}

proptest! {
    #[test]
    fn any_change_of_a_report_is_checked_or_refused(changes in proptest::collection::vec((any::<prop::sample::Index>(), odd()), 1..6)) {
        let mut setup = Setup::clean();
        for (place, value) in changes {
            let mut all = Vec::new();
            places(&setup.report, "", &mut all);
            if let Some(target) = setup.report.pointer_mut(&all[place.index(all.len())]) {
                *target = value;
            }
            if all.len() < 4 {
                break;
            }
        }
        match read(serde_json::to_string_pretty(&setup.report).unwrap().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations) {
            Ok(report) => {
                prop_assert_eq!(&report.document, &setup.report, "nothing is lost");
                let once = setup.check();
                prop_assert_eq!(&once, &setup.check());
                let marked = once.findings.iter().all(|finding| !finding.citation.is_empty());
                prop_assert!(marked);
            }
            Err(faults) => {
                let lines = serde_json::to_string_pretty(&setup.report).unwrap().lines().count();
                prop_assert!(!faults.is_empty() && faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
        }
    }
}
