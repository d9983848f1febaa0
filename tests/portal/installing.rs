//! What operators do to an installation: open the first account, upgrade, go back.

use ccw_portal::app::{accounts, first_administrator, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::domain::access::Role;
use ccw_portal::store::people::find_person_by_email;
use ccw_portal::store::{Db, migrate};
use chrono::TimeDelta;

use crate::store::backups::fill_everything;
use crate::store::tables::{dump, lines};
use crate::support::at;
use crate::support::database::{TestDatabase, engine};
use crate::support::people::{PASSWORD, appointment};
use crate::support::process::Process;
use crate::support::program::run;

const ADDRESS: &str = "first@example.org";

/// The secret of a link that the command printed.
fn secret(out: &str) -> &str {
    out.strip_prefix("https://reports.example.org/invitation/").unwrap().trim_end()
}

#[test]
fn the_first_administrator_sets_the_password_by_a_link_that_the_command_prints() {
    let database = TestDatabase::new();
    let url = database.address();
    let settings = [("DATABASE_URL", url), ("PUBLIC_URL", "https://reports.example.org")];
    let create = ["create-admin", ADDRESS, "--name", "F. Irst", "--link"];
    let (code, _, err) = run(&create, &settings[..1]);
    assert!(code == 2 && err.contains("PUBLIC_URL is not set"), "{err}");
    let (store, now) = (database.store(), Clock::System.now());
    assert!(store.snapshot(|db| find_person_by_email(db, ADDRESS)).unwrap().is_none());
    import_embedded_register_once(&store, now).unwrap();

    let (code, lost, err) = run(&create, &settings);
    assert!(code == 0 && err.contains("it works once, until "), "{err}");
    assert!(!err.contains("printed before"), "{err}");
    let again = ["create-admin", ADDRESS, "--name", "O. Other", "--link"];
    let (code, out, err) = run(&again, &settings);
    assert_eq!((code, out.lines().count()), (0, 1), "the result is the link alone: {out}");
    assert!(err.contains("has an account as “F. Irst”, which stays; links printed before"), "{err}");
    let set = |out: &str| accounts::set_password(&store, secret(out), PASSWORD, now).unwrap();
    assert!(!set(&lost), "the next link takes the place of the one before");
    assert!(set(&out) && !set(&out), "once");
    assert!(accounts::sign_in(&store, ADDRESS, PASSWORD, now).unwrap().is_some());
    let person = store.snapshot(|db| find_person_by_email(db, ADDRESS)).unwrap().unwrap();
    assert_eq!(person.appointments.iter().map(|held| held.role()).collect::<Vec<_>>(), [Role::Administrator]);

    let (code, out, err) = run(&create, &settings);
    assert!(code == 1 && out.is_empty() && err.contains("has an account already"), "{err}");
    accounts::invite(&store, "tests", "new@example.org", "N.", appointment("focal_point CHE"), now).unwrap();
    let (code, _, err) = run(&["create-admin", "new@example.org", "--name", "N.", "--link"], &settings);
    assert!(code == 1 && err.contains("has an account already"), "somebody else's account stays what it is: {err}");
}

#[test]
fn the_link_of_the_first_administrator_ends_after_a_day() {
    let database = TestDatabase::new();
    let (store, now) = (database.store(), at("2027-01-15T08:00:00Z"));
    let link = first_administrator::open_with_link(&store, "tests", ADDRESS, "F.", now).unwrap().unwrap();
    assert_eq!(link.expires_at, now + TimeDelta::hours(24));
    let secret = link.path.strip_prefix("/invitation/").unwrap();
    let holds = |after: TimeDelta| accounts::holder_of_link(&store, secret, now + after).unwrap().is_some();
    assert!(holds(TimeDelta::minutes(24 * 60 - 1)) && !holds(TimeDelta::hours(24)));
}

/// Every row of every table, whichever tables there are.
fn rows(database: &TestDatabase) -> Vec<String> {
    let mut db = database.direct();
    let tables = match db {
        Db::Sqlite(_) => "SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY name",
        Db::Postgres(_) => {
            "SELECT table_name::text AS line FROM information_schema.tables \
             WHERE table_schema = current_schema() ORDER BY table_name"
        }
    };
    let mut found = Vec::new();
    for table in lines(&mut db, tables).iter().filter(|table| !table.starts_with("__diesel")) {
        let query = match db {
            Db::Sqlite(_) => {
                let columns = lines(&mut db, &format!("SELECT name AS line FROM pragma_table_info('{table}')"));
                format!("SELECT json_array({}) AS line FROM {table} ORDER BY 1", columns.join(", "))
            }
            Db::Postgres(_) => format!("SELECT row_to_json(t)::text AS line FROM {table} t ORDER BY 1"),
        };
        found.extend(lines(&mut db, &query).into_iter().map(|row| format!("{table} {row}")));
    }
    found
}

/// As a release goes out and is taken back: with what was there before it, nothing happens.
#[test]
fn an_upgrade_keeps_what_is_there_and_so_does_the_way_back() {
    let database = TestDatabase::migrated_on(engine());
    fill_everything(&database.store());
    let latest = migrate::known().pop().unwrap();
    migrate::revert_last(&database.url()).unwrap();
    let (before, tables) = (rows(&database), dump(&mut database.direct()));
    assert!(before.len() > 1000, "{} rows", before.len());

    let on = |arguments: &[&str]| run(arguments, &[("DATABASE_URL", database.address())]);
    assert_eq!(on(&["migrate"]), (0, format!("applied {latest}\n"), String::new()));
    let serving = Process::start(&["serve", "--without-worker"], &database, &[]);
    let page = ureq::get(format!("http://{}/parties/CHE", serving.address())).call().unwrap();
    assert_eq!(page.status(), 200);
    serving.stop();

    let upgraded = rows(&database);
    let (code, out, _) = on(&["migrate", "--revert"]);
    assert!(code == 0 && out.starts_with(&format!("would take back {latest}\nnothing was changed")), "{out}");
    assert_eq!(rows(&database), upgraded, "nothing goes without --apply");
    assert_eq!(on(&["migrate", "--revert", "--apply"]), (0, format!("took back {latest}\n"), String::new()));
    assert_eq!(rows(&database), before);
    assert_eq!(dump(&mut database.direct()), tables);
    let (code, _, err) = on(&["migrate", "--revert", "1000", "--apply"]);
    assert!(code == 1 && err.contains("can be taken back"), "{err}");
    assert_eq!(rows(&database), before);
    assert_eq!(on(&["migrate", "--apply"]).0, 2, "--apply alone says nothing");
}
