//! Whatever a report holds, the check ends with findings, and the same ones each time.

use proptest::prelude::*;

use super::*;

/// Values that people and programs put where others belong.
fn odd() -> impl Strategy<Value = Value> {
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
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
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
