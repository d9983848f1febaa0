//! Who wants no letters that ask for nothing, and the links of such letters by which somebody says so.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::columns::stored_instant;
use super::schema::{courtesy_links, people};
use super::{Db, StoreResult};

/// A row of `courtesy_links`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = courtesy_links, treat_none_as_default_value = false)]
pub(super) struct CourtesyLinkRow {
    pub(super) id: String,
    person_id: String,
    made_at: NaiveDateTime,
}

/// Keeps a new link of somebody by the hash of its secret.
pub fn insert_courtesy_link(db: &mut Db, fingerprint: &str, person_id: &str, at: DateTime<Utc>) -> StoreResult<()> {
    let row =
        CourtesyLinkRow { id: fingerprint.to_owned(), person_id: person_id.to_owned(), made_at: stored_instant(at) };
    diesel::insert_into(courtesy_links::table).values(&row).execute(db)?;
    Ok(())
}

/// Key of the person whose link has that hash.
pub fn find_courtesy_link(db: &mut Db, fingerprint: &str) -> StoreResult<Option<String>> {
    Ok(courtesy_links::table.find(fingerprint).select(courtesy_links::person_id).first(db).optional()?)
}

/// Notes whether somebody wants letters that ask for nothing; `false` if that is known.
pub fn set_without_courtesy(db: &mut Db, person_id: &str, without: bool) -> StoreResult<bool> {
    let others = people::table.filter(people::id.eq(person_id)).filter(people::without_courtesy.ne(without));
    Ok(diesel::update(others).set(people::without_courtesy.eq(without)).execute(db)? == 1)
}
