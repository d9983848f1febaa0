//! Migrations of both trees.

use std::collections::BTreeSet;
use std::path::Path;

use ccw_portal::store::backup::contents;
use ccw_portal::store::migrate::{known, known_on_postgres, migrate, pending, revert_all, revert_last};
use ccw_portal::store::{Engine, StoreError};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::backups::{fill_everything, record_an_answer, take_the_answer_back};
use super::registers::fill;
use super::tables::dump;
use super::{acts, note};
use crate::support::database::{TestDatabase, engine};

#[test]
fn migrations_go_up_down_up_and_leave_the_same_schema() {
    let database = TestDatabase::new();
    let url = database.url();
    {
        let store = database.store();
        fill(&store);
        store.write(|db| note(db, "data")).unwrap();
    }
    let before = dump(&mut database.direct());
    assert!(before.len() > 8);
    for name in known().iter().rev() {
        assert_eq!(revert_last(&url).unwrap(), std::slice::from_ref(name));
    }
    assert_eq!(pending(&url).unwrap(), known());
    let empty = dump(&mut database.direct());
    assert!(empty.iter().all(|line| line.contains("__diesel")), "down.sql leaves something: {empty:?}");
    assert_eq!(migrate(&url).unwrap(), known());
    assert_eq!(dump(&mut database.direct()), before);
    fill(&database.store());
    assert_eq!(revert_all(&url).unwrap(), known());
    migrate(&url).unwrap();
    assert_eq!(dump(&mut database.direct()), before);
    assert!(database.store().read(acts).unwrap().is_empty());
}

#[test]
fn migrating_twice_changes_nothing() {
    let database = TestDatabase::blank_on(engine());
    assert_eq!(pending(&database.url()).unwrap(), known());
    assert!(engine() == Engine::Postgres || !database.path().exists(), "asking made a file");
    assert_eq!(migrate(&database.url()).unwrap(), known());
    let before = dump(&mut database.direct());
    assert_eq!(migrate(&database.url()).unwrap(), Vec::<String>::new());
    assert_eq!(pending(&database.url()).unwrap(), Vec::<String>::new());
    assert_eq!(dump(&mut database.direct()), before);
}

#[test]
fn several_programs_may_migrate_at_once() {
    // They meet while the file is made in one try of ten only.
    let tries = if engine() == Engine::Sqlite { 40 } else { 1 };
    for _ in 0..tries {
        let database = TestDatabase::blank_on(engine());
        let url = database.url();
        let mut applied = std::thread::scope(|scope| {
            let programs = (0..4).map(|_| scope.spawn(|| migrate(&url).unwrap())).collect::<Vec<_>>();
            programs.into_iter().flat_map(|program| program.join().unwrap()).collect::<Vec<_>>()
        });
        applied.sort();
        assert_eq!(applied, known(), "each migration is applied by exactly one");
    }
}

#[test]
fn a_database_from_a_newer_program_is_left_alone() {
    let database = TestDatabase::new();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
    database.direct().batch_execute(newer).unwrap();
    let before = dump(&mut database.direct());
    for refused in [migrate(&database.url()), pending(&database.url()), revert_all(&database.url())] {
        let Err(StoreError::Refused(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains("newer") && why.contains("29990101000000"), "{why}");
    }
    assert_eq!(dump(&mut database.direct()), before);
}

#[test]
fn a_failing_migration_leaves_what_was_there() {
    let database = TestDatabase::blank_on(engine());
    migrate(&database.url()).unwrap();
    let last: Vec<_> = known().into_iter().skip_while(|name| !name.ends_with("create_historic_reports")).collect();
    for _ in &last {
        revert_last(&database.url()).unwrap();
    }
    // In the way of the first that is to come.
    database.direct().batch_execute("CREATE TABLE historic_reports (odd INTEGER)").unwrap();
    let before = dump(&mut database.direct());
    assert!(matches!(migrate(&database.url()), Err(StoreError::Refused(_))));
    assert_eq!(dump(&mut database.direct()), before);
    assert_eq!(pending(&database.url()).unwrap(), last);
}

#[test]
fn appointments_stay_through_the_rebuilding_and_a_role_of_today_refuses_the_way_back() {
    let database = TestDatabase::new();
    let url = database.url();
    fill_everything(&database.store());
    let held = |database: &TestDatabase| {
        let contents = database.store().snapshot(contents).unwrap();
        contents.into_iter().find(|table| table.table == "appointments").unwrap()
    };
    // Without the places of columns: one that later migrations take out and put back stands behind the others.
    let tables = || {
        let lines = dump(&mut database.direct()).into_iter();
        let placeless = lines.map(|line| match line.split_once(' ') {
            Some((place, rest)) => {
                format!("{} {rest}", place.trim_end_matches(|letter: char| letter.is_ascii_digit()))
            }
            None => line,
        });
        let mut lines: Vec<_> = placeless.collect();
        lines.sort();
        lines
    };
    let (schema, before) = (tables(), held(&database));
    assert!(before.rows > 0);
    let later: Vec<_> = known().into_iter().skip_while(|name| !name.ends_with("add_mine_clearance_contact")).collect();
    for name in later.iter().rev() {
        assert_eq!(revert_last(&url).unwrap(), std::slice::from_ref(name));
    }
    let row = "INSERT INTO appointments (id, person_id, role, iso3, made_at) \
               SELECT 'mine-clearance', id, 'clearance_contact', 'CHE', made_at FROM people";
    assert!(database.direct().batch_execute(row).is_err(), "an earlier program knows no such role");
    assert_eq!(migrate(&url).unwrap(), later);
    assert_eq!((tables(), held(&database)), (schema.clone(), before));
    // Ended or not, it is not lost unseen.
    database
        .direct()
        .batch_execute(&row.replace("made_at)", "made_at, ended_at)").replace("made_at FROM", "made_at, made_at FROM"))
        .unwrap();
    let with_it = held(&database);
    for _ in 1..later.len() {
        revert_last(&url).unwrap();
    }
    let Err(StoreError::Refused(why)) = revert_last(&url) else { panic!("it was thrown away") };
    assert!(why.contains("appointments_role_is_known"), "{why}");
    migrate(&url).unwrap();
    assert_eq!((tables(), held(&database)), (schema, with_it));
}

/// What an earlier program wrote is told apart by its reason, which a State that recalls does not give.
#[test]
fn withdrawals_of_before_are_told_from_recalls_there_and_back() {
    #[derive(QueryableByName)]
    struct Act {
        #[diesel(sql_type = Text)]
        act: String,
    }
    let database = TestDatabase::new();
    let url = database.url();
    fill_everything(&database.store());
    let acts = || -> Vec<String> {
        let acts = diesel::sql_query("SELECT act FROM submission_acts WHERE id LIKE 'back-%' ORDER BY id");
        acts.load::<Act>(&mut database.direct()).unwrap().into_iter().map(|row| row.act).collect()
    };
    let later: Vec<_> = known().into_iter().skip_while(|name| !name.ends_with("tell_withdrawals")).collect();
    for _ in &later {
        revert_last(&url).unwrap();
    }
    for (id, note) in [("back-1", "'It is another State’s.'"), ("back-2", "NULL")] {
        let row = format!(
            "INSERT INTO submission_acts (id, submission_id, act, done_at, done_by, note) \
             SELECT '{id}', MIN(id), 'recalled', MIN(submitted_at), MIN(submitted_by), {note} FROM submissions"
        );
        database.direct().batch_execute(&row).unwrap();
    }
    assert_eq!(migrate(&url).unwrap(), later);
    assert_eq!(acts(), ["withdrawn", "recalled"]);
    let unsaid = "UPDATE submission_acts SET act = 'withdrawn' WHERE id = 'back-2'";
    assert!(database.direct().batch_execute(unsaid).is_err(), "a withdrawal says why");
    for _ in &later {
        revert_last(&url).unwrap();
    }
    assert_eq!(acts(), ["recalled", "recalled"]);
    assert_eq!(migrate(&url).unwrap(), later);
    assert_eq!(acts(), ["withdrawn", "recalled"]);
}

/// An earlier program would show them as written by somebody of the State.
#[test]
fn recorded_answers_refuse_the_way_back_and_others_do_not() {
    let database = TestDatabase::new();
    let url = database.url();
    fill_everything(&database.store());
    let held = || database.store().snapshot(contents).unwrap();
    let before = held();
    let later: Vec<_> = known().into_iter().skip_while(|name| !name.ends_with("record_answers")).collect();
    for _ in &later {
        revert_last(&url).unwrap();
    }
    assert_eq!(migrate(&url).unwrap(), later);
    assert_eq!(held(), before);
    for half in ["received_on = '2027-01-14'", "received_how = 'post'", "received_from = 'x'"] {
        let half = format!("UPDATE question_messages SET {half}");
        assert!(database.direct().batch_execute(&half).is_err(), "{half}");
    }
    record_an_answer(&database.store());
    let unfit = "UPDATE question_messages SET received_from = '' WHERE received_on IS NOT NULL";
    assert!(database.direct().batch_execute(unfit).is_err());
    let with_it = held();
    for _ in 1..later.len() {
        revert_last(&url).unwrap();
    }
    let Err(StoreError::Refused(why)) = revert_last(&url) else { panic!("it was thrown away") };
    assert!(why.contains("question_messages_recorded_stay"), "{why}");
    migrate(&url).unwrap();
    assert_eq!(held(), with_it);
}

#[test]
fn answers_that_are_taken_back_refuse_the_way_back() {
    let database = TestDatabase::new();
    let url = database.url();
    fill_everything(&database.store());
    let typed =
        "UPDATE question_messages SET taken_back_at = sent_at, taken_back_by = sent_by, taken_back_reason = 'x'";
    assert!(database.direct().batch_execute(typed).is_err(), "nobody takes back what was not recorded");
    record_an_answer(&database.store());
    for half in ["taken_back_at = sent_at", "taken_back_by = sent_by", "taken_back_reason = 'x'"] {
        let half = format!("UPDATE question_messages SET {half} WHERE received_on IS NOT NULL");
        assert!(database.direct().batch_execute(&half).is_err(), "{half}");
    }
    take_the_answer_back(&database.store());
    let held = || database.store().snapshot(contents).unwrap();
    let with_it = held();
    let later = known().into_iter().skip_while(|name| !name.ends_with("take_back_answers"));
    for _ in later.skip(1) {
        revert_last(&url).unwrap();
    }
    let Err(StoreError::Refused(why)) = revert_last(&url) else { panic!("it would be shown again") };
    assert!(why.contains("question_messages_taken_back_stay"), "{why}");
    migrate(&url).unwrap();
    assert_eq!(held(), with_it);
}

#[test]
fn the_migrations_in_the_program_are_those_of_both_trees() {
    let folder = |engine: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    for engine in ["sqlite", "postgres"] {
        let mut names = Vec::new();
        for entry in folder(engine).read_dir().unwrap() {
            let path = entry.unwrap().path();
            for file in ["up.sql", "down.sql"] {
                let sql = std::fs::read_to_string(path.join(file)).unwrap();
                assert!(sql.lines().any(|line| !line.trim().is_empty() && !line.starts_with("--")), "{path:?} {file}");
            }
            names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
        names.sort();
        // Of two with one number only one would be done, and both be said to be.
        let numbers: BTreeSet<_> =
            names.iter().filter_map(|name| name.split_once('_')).map(|(number, _)| number).collect();
        assert_eq!(numbers.len(), names.len(), "{engine}: two migrations have one number");
        assert_eq!(names, known(), "{engine}");
    }
    assert_eq!(known(), known_on_postgres());
}
