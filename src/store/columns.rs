//! What several tables share: instants, JSON with a version, and inserting many rows.

use chrono::{DateTime, DurationRound, NaiveDateTime, TimeDelta, Utc};
use serde_json::Value;

use super::error::{StoreError, StoreResult};

/// An instant as stored: UTC in whole seconds, the finest that both engines write alike.
pub(super) fn stored_instant(at: DateTime<Utc>) -> NaiveDateTime {
    at.duration_trunc(TimeDelta::seconds(1)).unwrap_or(at).naive_utc()
}

/// JSON as stored: an object that says its own version, so that what is kept for years can be read.
pub(super) fn stored_json(value: &Value) -> StoreResult<String> {
    match has_version(value) {
        true => Ok(value.to_string()),
        false => Err(StoreError::Refused("stored JSON is an object with a whole number as its version".into())),
    }
}

/// Reads what [`stored_json`] wrote; the error says what is wrong.
pub(super) fn read_json(text: &str) -> Result<Value, String> {
    let value = serde_json::from_str::<Value>(text).map_err(|error| error.to_string())?;
    match has_version(&value) {
        true => Ok(value),
        false => Err("the JSON does not say its version".into()),
    }
}

fn has_version(value: &Value) -> bool {
    value.get("version").is_some_and(Value::is_u64)
}

/// Inserts rows, some hundred in one statement.
///
/// The enum cannot insert several rows at once, so this is one of two places that tell the engines apart.
macro_rules! insert_in_chunks {
    ($db:expr, $table:expr, $rows:expr) => {{
        for chunk in $rows.chunks($crate::store::columns::CHUNK) {
            match $db {
                $crate::store::Db::Sqlite(inner) => {
                    diesel::RunQueryDsl::execute(diesel::insert_into($table).values(chunk), inner)?
                }
                $crate::store::Db::Postgres(inner) => {
                    diesel::RunQueryDsl::execute(diesel::insert_into($table).values(chunk), inner)?
                }
            };
        }
        $crate::store::StoreResult::Ok(())
    }};
}
pub(super) use insert_in_chunks;

/// Rows or keys in one statement: far below the 32 766 values that SQLite takes, and enough to be quick.
pub(super) const CHUNK: usize = 200;
