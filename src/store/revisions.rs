//! Numbers that tell cheaply that something changed which pages in memory rest on.

use diesel::prelude::*;
use serde::Serialize;

use super::schema::revisions;
use super::{Db, StoreResult};

/// The number of what has been published.
const PUBLISHED: &str = "published";

/// There in a database of the demonstration only.
const DEMONSTRATION: &str = "demonstration";

/// A row of `revisions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = revisions, treat_none_as_default_value = false)]
pub(super) struct RevisionRow {
    pub(super) id: String,
    revision: i64,
}

/// How often something was published; 0 on a new installation.
pub fn published_revision(db: &mut Db) -> StoreResult<i64> {
    let row = revisions::table.find(PUBLISHED).select(revisions::revision).first(db).optional()?;
    Ok(row.unwrap_or_default())
}

/// Notes that something was published.
pub fn note_publication(db: &mut Db) -> StoreResult<()> {
    let next = revisions::revision.eq(revisions::revision + 1);
    if diesel::update(revisions::table.find(PUBLISHED)).set(next).execute(db)? == 0 {
        let first = RevisionRow { id: PUBLISHED.into(), revision: 1 };
        diesel::insert_into(revisions::table).values(&first).execute(db)?;
    }
    Ok(())
}

/// Whether the database is one of the demonstration, whose reports are samples.
pub fn is_demonstration(db: &mut Db) -> StoreResult<bool> {
    Ok(revisions::table.find(DEMONSTRATION).count().get_result::<i64>(db)? > 0)
}

/// Marks a database as one of the demonstration, for good; `false` if it was marked before.
pub fn mark_demonstration(db: &mut Db) -> StoreResult<bool> {
    if is_demonstration(db)? {
        return Ok(false);
    }
    let row = RevisionRow { id: DEMONSTRATION.into(), revision: 1 };
    diesel::insert_into(revisions::table).values(&row).execute(db)?;
    Ok(true)
}
