//! States, treaty actions and the revision of the register.

use ccw_portal::domain::code::InstrumentCode;
use ccw_portal::domain::treaty::{Effect, Mark, RegionalGroup};
use ccw_portal::store::registers::{StoredRegister, find_register, insert_register, update_register};
use ccw_portal::store::states::{delete_state, insert_states, list_states, update_state};
use ccw_portal::store::treaty_actions::{
    delete_action, insert_actions, list_actions, list_actions_of_instrument, update_action,
};
use ccw_portal::store::{Db, Engine, Store, StoreError, StoreResult};
use diesel::connection::SimpleConnection;

use crate::support::database::{TestDatabase, engine};
use crate::support::{at, register};

pub(super) fn fill(store: &Store) {
    let register = register();
    let day = at("2026-11-24T09:00:00Z");
    store
        .write(move |db| {
            insert_states(db, &register.states().cloned().collect::<Vec<_>>())?;
            insert_actions(db, register.actions())?;
            insert_register(db, register.as_of(), day)
        })
        .unwrap();
}

/// Changes rows as no function of the store would.
fn tamper(database: &TestDatabase, sqlite: &str, postgres: &str) {
    let mut db = database.direct();
    let sql = if matches!(db, Db::Sqlite(_)) { sqlite } else { postgres };
    db.batch_execute(sql).unwrap();
}

#[test]
fn the_whole_register_round_trips() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    let register = register();
    assert_eq!(store.read(list_states).unwrap(), register.states().cloned().collect::<Vec<_>>());
    assert_eq!(store.read(list_actions).unwrap(), register.actions());
}

#[test]
fn the_revision_grows_with_each_import() {
    let database = TestDatabase::new();
    let store = database.store();
    let (day, later) = (at("2026-11-24T09:00:00Z"), at("2026-12-01T09:00:00Z"));
    assert_eq!(store.read(find_register).unwrap(), None);
    assert!(matches!(
        store.write(move |db| update_register(db, day.date_naive(), day)),
        Err(StoreError::Missing { table: "registers", .. })
    ));
    store.write(move |db| insert_register(db, day.date_naive(), day)).unwrap();
    assert!(matches!(store.write(move |db| insert_register(db, day.date_naive(), day)), Err(StoreError::Conflict(_))));
    store.write(move |db| update_register(db, later.date_naive(), later)).unwrap();
    let expected = StoredRegister { as_of: later.date_naive(), revision: 2, imported_at: later };
    assert_eq!(store.read(find_register).unwrap(), Some(expected));
}

#[test]
fn a_change_changes_one_row_and_a_missing_row_is_an_error() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    let mut state = store.read(list_states).unwrap()[3].clone();
    state.short_name_en = "Elsewhere".into();
    state.group = RegionalGroup::None;
    let mut action = store.read(list_actions).unwrap()[5].clone();
    action.effect = Some(Effect { on: action.deposited_on, mark: Mark::Verified });
    action.source = "a letter".into();
    let (new_state, new_action) = (state.clone(), action.clone());
    store
        .write(move |db| {
            update_state(db, &new_state)?;
            update_action(db, &new_action)
        })
        .unwrap();
    assert_eq!(store.read(list_states).unwrap()[3], state);
    assert_eq!(store.read(list_actions).unwrap()[5], action);

    // Taking an effect away again writes NULL.
    action.effect = None;
    let without = action.clone();
    store.write(move |db| update_action(db, &without)).unwrap();
    assert_eq!(store.read(list_actions).unwrap()[5].effect, None);

    let missing = |result: StoreResult<()>, table: &str| {
        assert!(matches!(&result, Err(StoreError::Missing { table: t, .. }) if *t == table), "{result:?}");
    };
    let gone = action.clone();
    store.write(move |db| delete_action(db, &gone)).unwrap();
    assert!(!store.read(list_actions).unwrap().contains(&action));
    let (a, b) = (action.clone(), action.clone());
    missing(store.write(move |db| delete_action(db, &a)), "treaty_actions");
    missing(store.write(move |db| update_action(db, &b)), "treaty_actions");
    state.iso3 = "XXX".parse().unwrap();
    let iso3 = state.iso3;
    missing(store.write(move |db| update_state(db, &state)), "states");
    missing(store.write(move |db| delete_state(db, iso3)), "states");
}

#[test]
fn a_state_with_actions_stays_and_nothing_stands_twice() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    let (iso3, count) = ("CHE".parse().unwrap(), store.read(list_states).unwrap().len());
    assert!(matches!(store.write(move |db| delete_state(db, iso3)), Err(StoreError::Database(_))));
    assert_eq!(store.read(list_states).unwrap().len(), count);
    let (state, action) = (store.read(list_states).unwrap()[0].clone(), register().actions()[0].clone());
    assert!(matches!(
        store.write(move |db| insert_states(db, std::slice::from_ref(&state))),
        Err(StoreError::Conflict(_))
    ));
    assert!(matches!(
        store.write(move |db| insert_actions(db, std::slice::from_ref(&action))),
        Err(StoreError::Conflict(_))
    ));
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    let code = InstrumentCode::parse("AP-II").unwrap();
    let mut expected = register().actions().iter().filter(|a| a.instrument == code).cloned().collect::<Vec<_>>();
    let (mut paged, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let place = after.clone();
        let page = store.read(|db| list_actions_of_instrument(db, code, place.as_ref(), 20)).unwrap();
        let Some((last, _)) = page.last() else { break };
        assert!(page.len() <= 20 && page.iter().zip(page.iter().skip(1)).all(|(a, b)| a.0 < b.0));
        after = Some(last.clone());
        pages += 1;
        paged.extend(page.into_iter().map(|(_, action)| action));
    }
    assert_eq!(pages, expected.len().div_ceil(20));
    paged.sort();
    expected.sort();
    assert_eq!(paged, expected);
}

#[test]
fn a_page_is_read_through_the_index() {
    let database = TestDatabase::new();
    fill(&database.store());
    let mut db = database.direct();
    let query = "SELECT * FROM treaty_actions WHERE instrument = 'AP-II' AND deposited_on >= '2000-01-01' \
                 AND (deposited_on > '2000-01-01' OR (deposited_on = '2000-01-01' AND id > 'x')) \
                 ORDER BY deposited_on, id LIMIT 20";
    // PostgreSQL reads small tables whole unless told that it is not for free.
    let (setting, explain) = match engine() {
        Engine::Sqlite => ("SELECT 1", "EXPLAIN QUERY PLAN"),
        Engine::Postgres => ("SET enable_seqscan = off; SET enable_sort = off", "EXPLAIN"),
    };
    db.batch_execute(setting).unwrap();
    let plan = super::tables::first_column(&mut db, &format!("{explain} {query}")).join("\n");
    assert!(plan.contains("treaty_actions_by_instrument_deposited_on_id"), "{plan}");
}

#[test]
fn what_grows_with_the_years_is_read_through_its_indexes() {
    let database = TestDatabase::new();
    let mut db = database.direct();
    let (setting, explain) = match engine() {
        Engine::Sqlite => ("SELECT 1", "EXPLAIN QUERY PLAN"),
        Engine::Postgres => ("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off", "EXPLAIN"),
    };
    db.batch_execute(setting).unwrap();
    for (query, index) in [
        (
            "* FROM outbox WHERE delivered_at >= '2027-01-01 00:00:00' ORDER BY delivered_at DESC, id DESC LIMIT 100",
            "outbox_delivered",
        ),
        (
            "* FROM outbox WHERE withdrawn_at >= '2027-01-01 00:00:00' ORDER BY withdrawn_at DESC, id DESC LIMIT 100",
            "outbox_withdrawn",
        ),
        (
            "* FROM outbox WHERE withheld_at >= '2027-01-01 00:00:00' ORDER BY withheld_at DESC, id DESC LIMIT 100",
            "outbox_withheld",
        ),
        ("count(*) FROM outbox WHERE delivered_at >= '2027-01-01 00:00:00'", "outbox_delivered"),
        ("* FROM outbox WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id DESC LIMIT 100", "outbox_failed"),
        (
            "* FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL AND withdrawn_at IS NULL AND withheld_at IS NULL \
             ORDER BY queued_at, id LIMIT 100",
            "outbox_waiting_by_queued_at",
        ),
        ("* FROM promises WHERE said_at >= '2027-01-01 00:00:00'", "promises_by_said_at"),
        ("* FROM promises WHERE iso3 = 'CHE' ORDER BY id", "promises_by_state"),
        ("* FROM questions WHERE closed_at IS NULL AND reference LIKE 'CHE-%' ORDER BY id", "questions_open_by_id"),
        (
            "* FROM outbox WHERE recipient = 'a@example.org' AND queued_at >= '2027-01-01 00:00:00' \
             ORDER BY queued_at DESC, id DESC LIMIT 20",
            "outbox_by_recipient",
        ),
    ] {
        let plan = super::tables::first_column(&mut db, &format!("{explain} SELECT {query}")).join("\n");
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}:\n{plan}");
    }
    if engine() == Engine::Postgres {
        db.batch_execute("SET enable_sort = on").unwrap();
    }
    // Of several addresses, questions, drafts or letters the rows are put in order, once only theirs are read.
    for (query, index) in [
        (
            "* FROM outbox WHERE queued_at >= '2027-01-01 00:00:00' AND recipient IN ('a@example.org', 'b@example.org') \
             ORDER BY queued_at DESC, id DESC LIMIT 20",
            "outbox_by_recipient",
        ),
        ("* FROM question_messages WHERE question_id IN ('a', 'b') ORDER BY id", "question_messages_by_question_id"),
        ("* FROM draft_clearances WHERE draft_id IN ('a', 'b') ORDER BY id", "draft_clearances_by_draft"),
        (
            "* FROM reminders WHERE letter_id IN (SELECT id FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL \
             AND withdrawn_at IS NULL AND withheld_at IS NULL) ORDER BY id",
            "reminders_by_letter",
        ),
    ] {
        let plan = super::tables::first_column(&mut db, &format!("{explain} SELECT {query}")).join("\n");
        assert!(plan.contains(index), "{query}:\n{plan}");
    }
}

#[test]
fn a_corrupt_row_is_named() {
    let database = TestDatabase::new();
    let store = database.store();
    fill(&store);
    tamper(
        &database,
        "PRAGMA ignore_check_constraints = ON; UPDATE states SET regional_group = 'Atlantis' WHERE iso3 = 'CHE'",
        "ALTER TABLE states DROP CONSTRAINT states_regional_group_is_known; \
         UPDATE states SET regional_group = 'Atlantis' WHERE iso3 = 'CHE'",
    );
    let read = store.read(list_states);
    assert!(
        matches!(&read, Err(StoreError::Corrupt { table: "states", id, why }) if id == "CHE" && why.contains("Atlantis")),
        "{read:?}"
    );
    tamper(
        &database,
        "PRAGMA ignore_check_constraints = ON; UPDATE treaty_actions SET effect_mark = 'V', effect_on = NULL WHERE iso3 = 'CHE'",
        "ALTER TABLE treaty_actions DROP CONSTRAINT treaty_actions_effect_is_whole; \
         UPDATE treaty_actions SET effect_mark = 'V', effect_on = NULL WHERE iso3 = 'CHE'",
    );
    let read = store.read(list_actions);
    assert!(matches!(&read, Err(StoreError::Corrupt { table: "treaty_actions", .. })), "{read:?}");
}

#[test]
fn the_database_itself_refuses_unknown_words() {
    let database = TestDatabase::new();
    fill(&database.store());
    for sql in [
        "UPDATE states SET regional_group = 'Atlantis'",
        "UPDATE states SET un_status = 'guest'",
        "UPDATE treaty_actions SET kind = 'whim'",
        "UPDATE treaty_actions SET effect_mark = 'X', effect_on = deposited_on",
        "UPDATE treaty_actions SET effect_mark = 'V', effect_on = NULL",
        "UPDATE registers SET id = 'second'",
        "UPDATE registers SET revision = 0",
    ] {
        assert!(database.direct().batch_execute(sql).is_err(), "{sql}");
    }
}
