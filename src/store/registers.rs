//! Which register the tables hold: its day, and a number that tells readers cheaply that it changed.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::columns::stored_instant;
use super::schema::registers;
use super::{Db, StoreError, StoreResult};

const TABLE: &str = "registers";

/// The key of the only row.
const THE_REGISTER: &str = "register";

/// The register the tables hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredRegister {
    /// Day the register was read at the depositary.
    pub as_of: NaiveDate,
    /// Grows by one with every import that changes something.
    pub revision: i64,
    /// When the latest of these imports took place.
    pub imported_at: DateTime<Utc>,
}

/// The row of `registers`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = registers, treat_none_as_default_value = false)]
pub(super) struct RegisterRow {
    pub(super) id: String,
    as_of: NaiveDate,
    revision: i64,
    imported_at: NaiveDateTime,
}

/// The register the tables hold, if one was imported.
pub fn find_register(db: &mut Db) -> StoreResult<Option<StoredRegister>> {
    let row = registers::table.find(THE_REGISTER).select(RegisterRow::as_select()).first(db).optional()?;
    Ok(row.map(|row| StoredRegister {
        as_of: row.as_of,
        revision: row.revision,
        imported_at: row.imported_at.and_utc(),
    }))
}

/// Notes the first import, as revision 1; a conflict if there was one already.
pub fn insert_register(db: &mut Db, as_of: NaiveDate, imported_at: DateTime<Utc>) -> StoreResult<()> {
    let imported_at = stored_instant(imported_at);
    let row = RegisterRow { id: THE_REGISTER.into(), as_of, revision: 1, imported_at };
    diesel::insert_into(registers::table).values(&row).execute(db)?;
    Ok(())
}

/// Notes an import that changed something: the next revision.
pub fn update_register(db: &mut Db, as_of: NaiveDate, imported_at: DateTime<Utc>) -> StoreResult<()> {
    let touched = diesel::update(registers::table.find(THE_REGISTER))
        .set((
            registers::as_of.eq(as_of),
            registers::revision.eq(registers::revision + 1),
            registers::imported_at.eq(stored_instant(imported_at)),
        ))
        .execute(db)?;
    match touched {
        0 => Err(StoreError::Missing { table: TABLE, id: THE_REGISTER.into() }),
        _ => Ok(()),
    }
}
