//! Numbers that tell cheaply that something changed which pages in memory rest on.

use diesel::prelude::*;
use serde::Serialize;

use super::schema::revisions;
use super::{Db, StoreError, StoreResult};
use crate::domain::calendar::Cycle;
use crate::domain::code::Iso3;
use crate::domain::report::ReportReference;

/// The number of what has been published.
const PUBLISHED: &str = "published";

/// The number of what was learnt about reports from before the portal.
const HISTORY: &str = "history";

/// The number of what data the program goes by.
const DATA: &str = "data";

/// The row that all write who change the data, or file what was read under it.
const DATA_TURNS: &str = "data turns";

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
    find(db, PUBLISHED)
}

/// Notes that something was published.
pub fn note_publication(db: &mut Db) -> StoreResult<()> {
    count(db, PUBLISHED)
}

/// How often a version of data was put in force or taken out; 0 while what came with the program holds.
pub fn data_revision(db: &mut Db) -> StoreResult<i64> {
    find(db, DATA)
}

/// Makes whatever changes the data at the same time come before or after; gives the revision of the data.
pub fn hold_data(db: &mut Db) -> StoreResult<i64> {
    count(db, DATA_TURNS)?;
    data_revision(db)
}

/// Notes that a version of data was put in force or taken out.
pub(super) fn note_data(db: &mut Db) -> StoreResult<()> {
    count(db, DATA_TURNS)?;
    count(db, DATA)
}

/// The moment of what is known of a State.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownRevisions {
    /// How often something was filed by the State, or done with what it filed.
    filings: i64,
    /// How often something was learnt about reports from before the portal.
    history: i64,
}

/// The moment of what is known of a State, by one question.
pub fn known_revisions(db: &mut Db, party: Iso3) -> StoreResult<KnownRevisions> {
    let of_state = of_state(party);
    let wanted = revisions::id.eq(&of_state).or(revisions::id.eq(HISTORY));
    let rows = revisions::table.filter(wanted).select(RevisionRow::as_select()).load(db)?;
    let of = |id: &str| rows.iter().find(|row| row.id == id).map_or(0, |row| row.revision);
    Ok(KnownRevisions { filings: of(&of_state), history: of(HISTORY) })
}

/// Notes that something was learnt about reports from before the portal.
pub fn note_history(db: &mut Db) -> StoreResult<()> {
    count(db, HISTORY)
}

/// How often something was filed by a State, or done with what it filed.
pub fn state_revision(db: &mut Db, party: Iso3) -> StoreResult<i64> {
    find(db, &of_state(party))
}

/// How often something was filed in a cycle, or done with what was filed in it.
pub fn cycle_revision(db: &mut Db, cycle: Cycle) -> StoreResult<i64> {
    find(db, &of_cycle(cycle))
}

/// The same of every cycle in which something was filed.
pub fn list_cycle_revisions(db: &mut Db) -> StoreResult<Vec<(Cycle, i64)>> {
    let rows = revisions::table.filter(revisions::id.like("cycle %")).select(RevisionRow::as_select()).load(db)?;
    let read = |row: RevisionRow| {
        let cycle = row.id.strip_prefix("cycle ").and_then(|cycle| cycle.parse().ok());
        let corrupt = || StoreError::Corrupt { table: "revisions", id: row.id.clone(), why: "no such cycle".into() };
        Ok((cycle.ok_or_else(corrupt)?, row.revision))
    };
    rows.into_iter().map(read).collect()
}

/// Notes that a report was filed, or something was done with it.
pub fn note_filing(db: &mut Db, report: ReportReference) -> StoreResult<()> {
    let (state, cycle) = (of_state(report.party), of_cycle(report.cycle));
    let both = revisions::table.filter(revisions::id.eq(&state).or(revisions::id.eq(&cycle)));
    // One statement for both, but for the first filing of a State or of a cycle.
    if diesel::update(both).set(revisions::revision.eq(revisions::revision + 1)).execute(db)? == 2 {
        return Ok(());
    }
    for id in [&state, &cycle] {
        if revisions::table.find(id).count().get_result::<i64>(db)? == 0 {
            insert_first(db, id)?;
        }
    }
    Ok(())
}

fn of_state(party: Iso3) -> String {
    format!("filings {party}")
}

fn of_cycle(cycle: Cycle) -> String {
    format!("cycle {cycle}")
}

fn find(db: &mut Db, id: &str) -> StoreResult<i64> {
    let row = revisions::table.find(id).select(revisions::revision).first(db).optional()?;
    Ok(row.unwrap_or_default())
}

fn count(db: &mut Db, id: &str) -> StoreResult<()> {
    let next = revisions::revision.eq(revisions::revision + 1);
    if diesel::update(revisions::table.find(id)).set(next).execute(db)? == 0 {
        insert_first(db, id)?;
    }
    Ok(())
}

fn insert_first(db: &mut Db, id: &str) -> StoreResult<()> {
    let first = RevisionRow { id: id.to_owned(), revision: 1 };
    diesel::insert_into(revisions::table).values(&first).execute(db)?;
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
