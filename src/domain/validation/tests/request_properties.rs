//! Whatever a request holds, the check ends with findings, and the same ones each time.

use proptest::prelude::*;

use super::properties::{odd, places};
use super::*;
use crate::domain::request::StateFile;

type Changes = Vec<(prop::sample::Index, Value)>;

fn any_request() -> impl Strategy<Value = Value> {
    let clean = || {
        let setups = [
            requests::Setup::nomination(),
            requests::Setup::pool_request(),
            requests::Setup::assistance(),
            requests::Setup::sponsorship(),
        ];
        setups.map(|setup| setup.request).to_vec()
    };
    let party = proptest::sample::select(vec!["CHE", "COL", "LAO", "TTO", "XXX"]);
    let instrument = proptest::sample::select(vec!["P-V", "AP-II", "P-I", "CCW", "A1", "P-VI"]);
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), odd()), 0..6);
    (proptest::sample::select(clean()), party, instrument, changes).prop_map(
        |(mut request, party, instrument, changes)| {
            request["party"] = json!(party);
            request["instrument"] = json!(instrument);
            changed(request, changes)
        },
    )
}

fn changed(mut request: Value, changes: Changes) -> Value {
    for (place, value) in changes {
        let mut all = Vec::new();
        places(&request, "", &mut all);
        if let Some(target) = request.pointer_mut(&all[place.index(all.len())]) {
            *target = value;
        }
    }
    request
}

proptest! {
    #[test]
    fn any_request_is_checked_or_refused(
        request in any_request(),
        others in proptest::collection::vec(any_request(), 0..4),
        read_on in 0i32..40_000,
    ) {
        let read = |value: &Value| {
            StateFile::read(serde_json::to_string_pretty(value).unwrap().as_bytes(), &BOOKS.form_sets, &BOOKS.obligations)
        };
        let read_on = NaiveDate::from_epoch_days(read_on).unwrap();
        match read(&request) {
            Ok(StateFile::Request(own)) => {
                prop_assert_eq!(&own.document, &request, "nothing is lost");
                let files: Vec<_> = others.iter().filter_map(|other| read(other).ok()).collect();
                let mut known: Vec<_> = files.iter().filter_map(|file| match file {
                    StateFile::Request(other) => Some(other.as_ref()),
                    StateFile::Report(_) => None,
                }).collect();
                let once = check_request(BOOKS.reference(), &own, &known, read_on);
                known.reverse();
                prop_assert_eq!(&once, &check_request(BOOKS.reference(), &own, &known, read_on));
                let weights: Vec<_> = once.iter().map(|finding| (finding.severity, finding.rule.clone())).collect();
                prop_assert!(weights.is_sorted());
                once.iter().for_each(fills_its_sentence);
            }
            // The member that tells what it is was put out.
            Ok(StateFile::Report(_)) => prop_assert!(request["request"].is_null()),
            Err(faults) => {
                let lines = serde_json::to_string_pretty(&request).unwrap().lines().count();
                prop_assert!(!faults.is_empty() && faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
        }
    }
}
