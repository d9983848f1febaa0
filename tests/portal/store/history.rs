//! Reports filed before the portal, in the store and through their import.

use ccw_portal::app::{import_embedded_register_once, import_history, preview_history};
use ccw_portal::domain::calendar::Cycle;
use ccw_portal::domain::history::HistoricReport;
use ccw_portal::store::audit_entries::list_latest;
use ccw_portal::store::historic_reports::{
    insert_historic_reports, list_historic_reports, list_historic_reports_of, update_historic_report,
};
use ccw_portal::store::states::delete_state;
use ccw_portal::store::{Store, StoreError};
use diesel::connection::SimpleConnection;
use serde_json::json;

use super::registers::fill;
use crate::support::at;
use crate::support::database::TestDatabase;

const NOW: &str = "2026-11-25T09:00:00Z";

/// A report of which only the cycle is known.
pub(super) fn report(party: &str, regime: &str, cycle: i32) -> HistoricReport {
    HistoricReport {
        party: party.parse().unwrap(),
        regime: regime.parse().unwrap(),
        cycle: Cycle::new(cycle).unwrap(),
        received_on: None,
        forms: None,
        file: None,
        source: "a list".into(),
    }
}

/// The same with everything known.
fn known(report: HistoricReport) -> HistoricReport {
    HistoricReport {
        received_on: Some("2012-03-30".parse().unwrap()),
        forms: Some("A C".parse().unwrap()),
        file: Some("https://example.org/报告.pdf".into()),
        ..report
    }
}

fn insert(store: &Store, reports: Vec<HistoricReport>) -> Result<(), StoreError> {
    store.write(move |db| insert_historic_reports(db, &reports))
}

#[test]
fn historic_reports_round_trip_in_their_order() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    let none = HistoricReport { forms: Some("-".parse().unwrap()), ..report("CHE", "APII", 2010) };
    let all = [report("AUT", "PV", 2012), none, known(report("CHE", "PV", 2012)), report("CHE", "PV", 2013)];
    insert(&store, all.iter().rev().cloned().collect()).unwrap();
    assert_eq!(store.read(list_historic_reports).unwrap(), all);
    let of = |code: &str| {
        let state = code.parse().unwrap();
        store.read(move |db| list_historic_reports_of(db, state)).unwrap()
    };
    assert_eq!(of("CHE"), all[1..]);
    assert_eq!(of("FRA"), []);
}

#[test]
fn a_change_changes_one_report_and_a_missing_one_is_an_error() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    insert(&store, vec![report("CHE", "PV", 2012), report("CHE", "PV", 2013), report("CHE", "APII", 2012)]).unwrap();
    let change = |report: HistoricReport| store.write(move |db| update_historic_report(db, &report));
    change(known(report("CHE", "PV", 2012))).unwrap();
    let expected = [report("CHE", "APII", 2012), known(report("CHE", "PV", 2012)), report("CHE", "PV", 2013)];
    assert_eq!(store.read(list_historic_reports).unwrap(), expected);
    // What is no longer known is NULL again.
    change(report("CHE", "PV", 2012)).unwrap();
    assert_eq!(store.read(list_historic_reports).unwrap()[1], report("CHE", "PV", 2012));
    let missing = change(report("CHE", "PV", 2014));
    assert!(
        matches!(&missing, Err(StoreError::Missing { table: "historic_reports", id }) if id == "CHE PV 2014"),
        "{missing:?}"
    );
}

#[test]
fn a_report_stands_once_and_has_a_state_that_stays() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    insert(&store, vec![report("CHE", "PV", 2012)]).unwrap();
    let twice = insert(&store, vec![report("CHE", "PV", 2013), known(report("CHE", "PV", 2012))]);
    assert!(matches!(twice, Err(StoreError::Conflict(_))), "{twice:?}");
    assert_eq!(store.read(list_historic_reports).unwrap(), [report("CHE", "PV", 2012)]);
    assert!(insert(&store, vec![report("XXX", "PV", 2012)]).is_err());
    database.direct().batch_execute("DELETE FROM treaty_actions").unwrap();
    assert!(store.write(|db| delete_state(db, "CHE".parse().unwrap())).is_err());
    store.write(|db| delete_state(db, "AUT".parse().unwrap())).unwrap();
    for sql in ["forms = ''", "file = ''", "source = ''", "cycle = 12", "source = NULL"] {
        let sql = format!("UPDATE historic_reports SET {sql}");
        assert!(database.direct().batch_execute(&sql).is_err(), "{sql}");
    }
}

#[test]
fn a_corrupt_historic_report_is_named() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    insert(&store, vec![report("CHE", "PV", 2012)]).unwrap();
    database.direct().batch_execute("UPDATE historic_reports SET forms = 'a, b'").unwrap();
    let read = store.read(list_historic_reports);
    assert!(
        matches!(&read, Err(StoreError::Corrupt { table: "historic_reports", why, .. }) if why.contains("a, b")),
        "{read:?}"
    );
}

#[test]
fn an_import_adds_and_changes_and_removes_nothing() {
    let database = TestDatabase::new();
    let store = database.store();
    import_embedded_register_once(&store, at(NOW)).unwrap();
    insert(&store, vec![report("AUT", "PV", 2012), report("CHE", "PV", 2012)]).unwrap();
    let listed = vec![known(report("CHE", "PV", 2012)), report("CHE", "PV", 2013)];
    let preview = preview_history(&store, &listed).unwrap();
    assert_eq!(store.read(list_historic_reports).unwrap().len(), 2, "a preview changes nothing");
    let import = || import_history(&store, listed.clone(), "list.csv", "office", at(NOW)).unwrap();
    let done = import();
    assert_eq!(done, preview);
    assert_eq!((done.added.len(), done.changed.len(), done.unchanged, done.kept), (1, 1, 0, 1));
    let expected = [report("AUT", "PV", 2012), known(report("CHE", "PV", 2012)), report("CHE", "PV", 2013)];
    assert_eq!(store.read(list_historic_reports).unwrap(), expected);

    let entries = || store.read(|db| list_latest(db, 10)).unwrap();
    let noted = entries().into_iter().find(|entry| entry.act == "history.imported").unwrap();
    assert_eq!((noted.actor.as_str(), noted.subject.as_str(), noted.at), ("office", "list.csv", at(NOW)));
    let changed = "~ CHE PV 2012: received_on “” -> “2012-03-30”; forms “” -> “A C”; \
                   file “” -> “https://example.org/报告.pdf”";
    let detail = json!({
        "version": 1,
        "added": ["+ CHE PV 2013: received_on “”; forms “”; file “”; source “a list”"],
        "changed": [changed],
        "unchanged": 0,
        "kept": 1,
    });
    assert_eq!(noted.detail, detail);

    let before = entries().len();
    let again = import();
    assert!(again.is_empty());
    assert_eq!((again.unchanged, again.kept, entries().len()), (2, 1, before), "a second time changes nothing");
}

#[test]
fn an_import_that_fails_leaves_nothing_behind() {
    let database = TestDatabase::new();
    let store = database.store();
    import_embedded_register_once(&store, at(NOW)).unwrap();
    let before = store.read(|db| list_latest(db, 10)).unwrap();
    let listed = vec![report("CHE", "PV", 2012), report("XXX", "PV", 2012)];
    assert!(import_history(&store, listed, "list.csv", "office", at(NOW)).is_err());
    assert_eq!(store.read(list_historic_reports).unwrap(), []);
    assert_eq!(store.read(|db| list_latest(db, 10)).unwrap(), before);
}
