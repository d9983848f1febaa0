//! From which cycle on the reports held here are all there were (rule 1 of conduct). Without a line nobody is
//! ever said not to have reported.

use diesel::prelude::*;
use serde::Serialize;

use super::revisions::note_history;
use super::schema::records_from;
use super::{Db, StoreResult};
use crate::domain::calendar::Cycle;
use crate::domain::code::RegimeCode;

/// A row of `records_from`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = records_from, treat_none_as_default_value = false)]
pub(super) struct RecordsRow {
    pub(super) regime: String,
    cycle: i32,
}

/// The first cycle from which on the records of the regime are whole, if one was set.
pub fn find_records_from(db: &mut Db, regime: RegimeCode) -> StoreResult<Option<i32>> {
    Ok(records_from::table.find(regime.as_str()).select(records_from::cycle).first(db).optional()?)
}

/// Sets it anew, or takes it away.
pub fn set_records_from(db: &mut Db, regime: RegimeCode, first: Option<Cycle>) -> StoreResult<()> {
    note_history(db)?;
    diesel::delete(records_from::table.find(regime.as_str())).execute(db)?;
    if let Some(first) = first {
        let row = RecordsRow { regime: regime.to_string(), cycle: first.year() };
        diesel::insert_into(records_from::table).values(&row).execute(db)?;
    }
    Ok(())
}
