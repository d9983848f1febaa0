//! Bringing a database to the tables this program knows.
//!
//! Both trees are in the program. SQLite migrates in one transaction with foreign keys off, as
//! rebuilding a table needs, and checks them before the commit. PostgreSQL holds a lock, so that
//! several programs may start at once.

use std::collections::BTreeSet;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{self, Access, create_sqlite};
use super::database_url::DatabaseUrl;
use super::{Db, StoreError, StoreResult};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number will do, as long as nobody else uses it: the letters "CCW" and a one.
const ADVISORY_LOCK: i64 = 0x0043_4357_0001;

/// What to do with the migrations.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Apply all that are pending.
    Up,
    /// Take the latest back.
    DownOne,
    /// Take all back.
    DownAll,
}

/// Applies what is pending and answers its names; makes the file of a SQLite database that is not there.
pub fn migrate(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    run(url, Direction::Up)
}

/// Takes the latest migration back, with the data of its tables.
pub fn revert_last(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    run(url, Direction::DownOne)
}

/// Takes all migrations back, with all data.
pub fn revert_all(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    run(url, Direction::DownAll)
}

/// Names of the migrations still to apply; changes nothing. A SQLite database that is not there lacks them all.
pub fn pending(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    if let Some(path) = url.sqlite_path().filter(|path| !path.exists()) {
        let folder = connection::folder_of(path)?;
        // Where no file can be made, migrating would fail: better said now.
        return tempfile::tempfile_in(folder).map(|_| known()).map_err(StoreError::file(folder));
    }
    let mut db = connection::open(url, Access::Read)?;
    pending_in(&mut db)
}

/// Names of the migrations that this database has, oldest first; changes nothing.
pub fn applied(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    let pending = pending(url)?;
    Ok(known().into_iter().filter(|name| !pending.contains(name)).collect())
}

/// Names of the migrations in the program, oldest first; the same for both engines.
pub fn known() -> Vec<String> {
    names::<diesel::sqlite::Sqlite>(&SQLITE)
}

/// Names of the migrations for PostgreSQL, for the comparison with [`known`].
pub fn known_on_postgres() -> Vec<String> {
    names::<diesel::pg::Pg>(&POSTGRES)
}

fn names<B: diesel::backend::Backend>(source: &EmbeddedMigrations) -> Vec<String> {
    let migrations = MigrationSource::<B>::migrations(source).unwrap_or_default();
    let mut names = migrations.iter().map(|migration| migration.name().to_string()).collect::<Vec<_>>();
    names.sort();
    names
}

/// Names still to apply to this open database; refuses one that a newer program has migrated.
pub(super) fn pending_in(db: &mut Db) -> StoreResult<Vec<String>> {
    let applied = applied_versions(db)?;
    let known = known();
    let version_of = |name: &String| name.split('_').next().unwrap_or_default().to_owned();
    let versions = known.iter().map(version_of).collect::<BTreeSet<_>>();
    if let Some(newer) = applied.iter().find(|version| !versions.contains(*version)) {
        return Err(StoreError::Refused(format!(
            "the database was migrated by a newer version of the program (migration {newer}); run that version"
        )));
    }
    Ok(known.into_iter().filter(|name| !applied.contains(&version_of(name))).collect())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

fn applied_versions(db: &mut Db) -> StoreResult<BTreeSet<String>> {
    let tables = match db {
        Db::Sqlite(_) => "SELECT count(*) AS count FROM sqlite_master WHERE name = '__diesel_schema_migrations'",
        Db::Postgres(_) => {
            "SELECT count(*) AS count FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '__diesel_schema_migrations'"
        }
    };
    if diesel::sql_query(tables).get_result::<Count>(db)?.count == 0 {
        return Ok(BTreeSet::new());
    }
    let versions = diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load::<Version>(db)?;
    Ok(versions.into_iter().map(|row| row.version).collect())
}

fn run(url: &DatabaseUrl, direction: Direction) -> StoreResult<Vec<String>> {
    let mut db = match url.sqlite_path() {
        Some(path) => Db::Sqlite(create_sqlite(path)?),
        None => connection::open(url, Access::Write)?,
    };
    if let Db::Sqlite(inner) = &mut db {
        // Without effect inside a transaction, so before it.
        inner.batch_execute("PRAGMA foreign_keys = OFF")?;
        AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")?;
    } else {
        // Let go when the connection closes at the end, whatever happens.
        diesel::sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(ADVISORY_LOCK).execute(&mut db)?;
    }
    let before = pending_in(&mut db)?;
    match &mut db {
        Db::Sqlite(inner) => {
            apply(inner, SQLITE, direction)?;
            refuse_dangling_keys(inner)?;
            AnsiTransactionManager::commit_transaction(inner)?;
        }
        Db::Postgres(inner) => apply(inner, POSTGRES, direction)?,
    }
    let after = pending_in(&mut db)?;
    let (more, fewer) = if direction == Direction::Up { (before, after) } else { (after, before) };
    Ok(more.into_iter().filter(|name| !fewer.contains(name)).collect())
}

fn apply<C, B>(connection: &mut C, source: EmbeddedMigrations, direction: Direction) -> StoreResult<()>
where
    B: diesel::backend::Backend,
    C: MigrationHarness<B>,
{
    let done = match direction {
        Direction::Up => connection.run_pending_migrations(source).map(drop),
        Direction::DownOne => connection.revert_last_migration(source).map(drop),
        Direction::DownAll => connection.revert_all_migrations(source).map(drop),
    };
    done.map_err(|error| StoreError::Refused(format!("a migration failed: {error}")))
}

/// What `PRAGMA foreign_key_check` says about a row that refers to nothing.
#[derive(QueryableByName)]
struct Dangling {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    parent: String,
}

/// Fails when a row refers to another that is not there.
pub(super) fn refuse_dangling_keys(connection: &mut SqliteConnection) -> StoreResult<()> {
    let found = diesel::sql_query("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1");
    match found.get_result::<Dangling>(connection).optional()? {
        None => Ok(()),
        Some(row) => Err(StoreError::Refused(format!(
            "a row of {} refers to a row of {} that is not there",
            row.table, row.parent
        ))),
    }
}
