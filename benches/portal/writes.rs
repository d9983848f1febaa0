//! Floor W, and what the store's own write path reaches of it with 64 writers at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ccw_portal::clock::Clock;
use ccw_portal::store::audit_entries::{NewEntry, insert_entry};
use ccw_portal::store::registers::{find_register, update_register};
use ccw_portal::store::{Db, Limits, Store, StoreError};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

use crate::EACH;
use crate::database::Database;

const WRITERS: usize = 64;

/// A read, an update and an insert.
fn work(db: &mut Db) -> Result<(), StoreError> {
    let found = find_register(db)?.expect("the register was imported");
    let at = Clock::System.now();
    update_register(db, found.as_of, at)?;
    let detail = serde_json::json!({ "version": 1, "revision": found.revision });
    insert_entry(db, &NewEntry { at, actor: "bench".into(), act: "bench".into(), subject: "bench".into(), detail })
}

/// An insert alone: writers that touch no common row.
fn apart(db: &mut Db) -> Result<(), StoreError> {
    let found = find_register(db)?.expect("the register was imported");
    let detail = serde_json::json!({ "version": 1, "revision": found.revision });
    let at = Clock::System.now();
    insert_entry(db, &NewEntry { at, actor: "bench".into(), act: "bench".into(), subject: "bench".into(), detail })
}

/// Prints the table; gives W.
pub(crate) fn print(database: &Database) -> f64 {
    println!("| Transactions | rate /s | p99 ms | of floor |\n|---|---|---|---|");
    let (floor, floor_p99) = bare(database);
    println!("| W, one bare connection | {floor:.0} | {floor_p99:.2} | 1 |");
    let store = Store::open(&database.parsed(), Limits::default()).unwrap();
    let ways: [(&str, Work); 2] =
        [("the same, 64 writers through the store", work), ("64 writers that share no row", apart)];
    for (name, work) in ways {
        let (rate, p99) = through(&store, work);
        println!("| {name} | {rate:.0} | {p99:.2} | {:.0} % of W |", 100.0 * rate / floor);
    }
    println!();
    floor
}

type Work = fn(&mut Db) -> Result<(), StoreError>;

fn through(store: &Store, work: Work) -> (f64, f64) {
    let (stop, started) = (AtomicBool::new(false), Instant::now());
    let mut millis: Vec<f64> = std::thread::scope(|scope| {
        let writer = || {
            let mut own = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let asked = Instant::now();
                store.write(work).expect("nobody is told that the database is busy");
                own.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
            own
        };
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(writer)).collect();
        std::thread::sleep(EACH);
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    summary(&mut millis, started.elapsed())
}

/// One connection, `BEGIN`, work, `COMMIT`, with the same durability.
fn bare(database: &Database) -> (f64, f64) {
    let (mut db, begin) = match database.url.strip_prefix("sqlite:") {
        Some(path) => {
            let mut connection = SqliteConnection::establish(path).unwrap();
            for pragma in ["busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"] {
                connection.batch_execute(&format!("PRAGMA {pragma}")).unwrap();
            }
            (Db::Sqlite(connection), "BEGIN IMMEDIATE")
        }
        None => {
            (Db::Postgres(PgConnection::establish(&database.url).unwrap()), "BEGIN ISOLATION LEVEL REPEATABLE READ")
        }
    };
    let (mut millis, started) = (Vec::new(), Instant::now());
    while started.elapsed() < EACH {
        let asked = Instant::now();
        db.batch_execute(begin).unwrap();
        work(&mut db).unwrap();
        db.batch_execute("COMMIT").unwrap();
        millis.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    summary(&mut millis, started.elapsed())
}

fn summary(millis: &mut [f64], elapsed: Duration) -> (f64, f64) {
    millis.sort_by(f64::total_cmp);
    let count = f64::from(u32::try_from(millis.len()).unwrap());
    (count / elapsed.as_secs_f64(), millis[millis.len() * 99 / 100])
}
