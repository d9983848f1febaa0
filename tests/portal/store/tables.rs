//! The tables as they are, against the tables as the program believes them to be.

use std::path::Path;

use ccw_portal::store::{Db, Engine};
use diesel::prelude::*;
use diesel::row::{Field, Row};
use diesel::sql_types::{Nullable, Text};

use crate::support::database::{TestDatabase, engine};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    line: Option<String>,
}

/// The answer to a query whose only column is called `line`.
pub(crate) fn lines(db: &mut Db, query: &str) -> Vec<String> {
    let lines = diesel::sql_query(query).load::<Line>(db).unwrap();
    lines.into_iter().map(|line| line.line.unwrap_or_default()).collect()
}

/// The last column of a query as text, whatever it is called.
pub(super) fn first_column(db: &mut Db, query: &str) -> Vec<String> {
    struct Last(String);
    impl<B: diesel::backend::Backend> QueryableByName<B> for Last
    where
        String: diesel::deserialize::FromSql<Text, B>,
    {
        fn build<'a>(row: &impl diesel::row::NamedRow<'a, B>) -> diesel::deserialize::Result<Self> {
            let field = Row::get(row, row.field_count() - 1).unwrap();
            Ok(Self(diesel::deserialize::FromSql::<Text, B>::from_nullable_sql(field.value())?))
        }
    }
    match db {
        Db::Sqlite(db) => diesel::sql_query(query).load::<Last>(db).unwrap().into_iter().map(|last| last.0).collect(),
        Db::Postgres(db) => diesel::sql_query(query).load::<Last>(db).unwrap().into_iter().map(|last| last.0).collect(),
    }
}

/// Everything about the tables that a migration makes.
pub(crate) fn dump(db: &mut Db) -> Vec<String> {
    let query = match db {
        Db::Sqlite(_) => "SELECT name || ': ' || coalesce(sql, '') AS line FROM sqlite_master ORDER BY name",
        Db::Postgres(_) => {
            "SELECT table_name || '.' || ordinal_position || ' ' || column_name || ' ' || data_type || ' ' || is_nullable \
                 || ' ' || coalesce(column_default, '') || ' ' || coalesce(collation_name, '') AS line \
             FROM information_schema.columns WHERE table_schema = current_schema() \
             UNION ALL SELECT indexname || ': ' || indexdef FROM pg_indexes WHERE schemaname = current_schema() \
             UNION ALL SELECT conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint \
                 WHERE connamespace = current_schema()::regnamespace \
             ORDER BY line"
        }
    };
    lines(db, query)
}

/// `table.column kind` or `table.column Nullable<kind>` for each line of `schema.rs`, in its order.
fn believed() -> Vec<String> {
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/schema.rs")).unwrap();
    let (mut table, mut columns) = (String::new(), Vec::new());
    for line in source.lines().map(str::trim) {
        if line.contains("joinable!") {
            continue;
        }
        if let Some((column, kind)) = line.split_once(" -> ") {
            columns.push(format!("{table}.{column} {}", kind.trim_end_matches(',')));
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        }
    }
    columns
}

fn kind(declared: &str) -> &'static str {
    match declared.to_lowercase().as_str() {
        "text" => "Text",
        "boolean" => "Bool",
        "date" => "Date",
        "timestamp" | "timestamp without time zone" => "Timestamp",
        "bigint" => "BigInt",
        "integer" => "Integer",
        other => panic!("no kind for {other}"),
    }
}

#[test]
fn the_schema_is_that_of_the_live_database() {
    let database = TestDatabase::new();
    let mut db = database.direct();
    let query = match engine() {
        Engine::Sqlite => {
            "SELECT t.name || '.' || c.name || '|' || c.type || '|' || iif(c.\"notnull\", 'NO', 'YES') AS line \
             FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT table_name || '.' || column_name || '|' || data_type || '|' || is_nullable AS line \
             FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        }
    };
    let live = lines(&mut db, query).into_iter().filter(|line| !line.starts_with("__diesel")).map(|line| {
        let parts = line.split('|').collect::<Vec<_>>();
        match parts[2] {
            "NO" => format!("{} {}", parts[0], kind(parts[1])),
            _ => format!("{} Nullable<{}>", parts[0], kind(parts[1])),
        }
    });
    let live = live.collect::<Vec<_>>();
    let mut believed = believed();
    // By table; the order of columns within a table is part of what is compared.
    believed.sort_by_key(|line| line.split('.').next().unwrap().to_owned());
    assert!(believed.len() > 40);
    assert_eq!(live, believed);
}

#[test]
fn every_table_is_part_of_a_backup() {
    let database = TestDatabase::new();
    let contents = database.store().snapshot(ccw_portal::store::backup::contents).unwrap();
    let mut kept = contents.into_iter().map(|table| table.table.to_owned()).collect::<Vec<_>>();
    let mut tables = believed().iter().map(|line| line.split('.').next().unwrap().to_owned()).collect::<Vec<_>>();
    tables.dedup();
    kept.sort();
    tables.sort();
    assert_eq!(kept, tables);
}

#[test]
fn every_foreign_key_has_an_index_and_says_what_a_deletion_does() {
    let database = TestDatabase::new();
    let mut db = database.direct();
    let (keys, unindexed, silent) = match engine() {
        Engine::Sqlite => (
            "SELECT t.name || '.' || k.\"from\" AS line FROM sqlite_master t, pragma_foreign_key_list(t.name) k",
            "SELECT t.name || '.' || k.\"from\" AS line FROM sqlite_master t, pragma_foreign_key_list(t.name) k \
             WHERE NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c \
                 WHERE c.seqno = 0 AND c.name = k.\"from\" AND NOT i.partial)",
            "SELECT t.name || '.' || k.\"from\" AS line FROM sqlite_master t, pragma_foreign_key_list(t.name) k \
             WHERE k.on_delete = 'NO ACTION'",
        ),
        Engine::Postgres => (
            "SELECT conname::text AS line FROM pg_constraint \
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
            "SELECT conname::text AS line FROM pg_constraint k \
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_index i \
                 WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1] AND i.indpred IS NULL)",
            "SELECT conname::text AS line FROM pg_constraint \
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND confdeltype = 'a'",
        ),
    };
    assert!(!lines(&mut db, keys).is_empty());
    assert_eq!(lines(&mut db, unindexed), Vec::<String>::new());
    assert_eq!(lines(&mut db, silent), Vec::<String>::new());
}
