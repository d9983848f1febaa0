//! Numbers that tell cheaply that something changed which pages in memory rest on.

use diesel::prelude::*;
use serde::Serialize;

use super::schema::revisions;
use super::{Db, StoreResult};

/// The number of what has been published.
const PUBLISHED: &str = "published";

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
