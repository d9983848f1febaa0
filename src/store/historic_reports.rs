//! Reports filed before the portal.
//!
//! What names one in the domain is its State, regime and cycle; the `id` is the store's own.
//! Nothing here removes one: a report that was filed stays filed.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::insert_in_chunks;
use super::revisions::note_history;
use super::schema::historic_reports;
use super::{Db, StoreError, StoreResult};
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::history::{AnsweredForms, HistoricReport};

const TABLE: &str = "historic_reports";

/// A row of `historic_reports`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = historic_reports, treat_none_as_default_value = false)]
pub(super) struct HistoricReportRow {
    pub(super) id: String,
    iso3: String,
    regime: String,
    cycle: i32,
    received_on: Option<NaiveDate>,
    forms: Option<String>,
    file: Option<String>,
    source: String,
}

impl From<&HistoricReport> for HistoricReportRow {
    fn from(report: &HistoricReport) -> Self {
        Self {
            id: Uuid::now_v7().to_string(),
            iso3: report.party.into(),
            regime: report.regime.into(),
            cycle: report.cycle.year(),
            received_on: report.received_on,
            forms: report.forms.as_ref().map(ToString::to_string),
            file: report.file.clone(),
            source: report.source.clone(),
        }
    }
}

impl TryFrom<HistoricReportRow> for HistoricReport {
    type Error = StoreError;

    fn try_from(row: HistoricReportRow) -> StoreResult<Self> {
        let corrupt = |why: String| StoreError::Corrupt { table: TABLE, id: row.id.clone(), why };
        let party = Iso3::parse(&row.iso3).map_err(|error| corrupt(error.to_string()))?;
        let regime = RegimeCode::parse(&row.regime).map_err(|error| corrupt(error.to_string()))?;
        let cycle = Cycle::new(row.cycle).map_err(|error| corrupt(error.to_string()))?;
        let forms = row.forms.as_deref().map(str::parse::<AnsweredForms>).transpose();
        let forms = forms.map_err(|error| corrupt(error.to_string()))?;
        Ok(Self { party, regime, cycle, received_on: row.received_on, forms, file: row.file, source: row.source })
    }
}

/// All historic reports by State, regime and cycle.
pub fn list_historic_reports(db: &mut Db) -> StoreResult<Vec<HistoricReport>> {
    use historic_reports::{cycle, iso3, regime};
    let rows = historic_reports::table.select(HistoricReportRow::as_select()).order((iso3, regime, cycle)).load(db)?;
    rows.into_iter().map(HistoricReport::try_from).collect()
}

/// A State's historic reports by regime and cycle.
pub fn list_historic_reports_of(db: &mut Db, state: Iso3) -> StoreResult<Vec<HistoricReport>> {
    use historic_reports::{cycle, iso3, regime};
    let rows = historic_reports::table
        .select(HistoricReportRow::as_select())
        .filter(iso3.eq(state.as_str()))
        .order((regime, cycle))
        .load(db)?;
    rows.into_iter().map(HistoricReport::try_from).collect()
}

/// Historic reports of some cycles.
pub fn list_historic_reports_in(db: &mut Db, first: Cycle, last: Cycle) -> StoreResult<Vec<HistoricReport>> {
    use historic_reports::{cycle, iso3, regime};
    let rows = historic_reports::table
        .select(HistoricReportRow::as_select())
        .filter(cycle.between(first.year(), last.year()))
        .order((iso3, regime, cycle))
        .load(db)?;
    rows.into_iter().map(HistoricReport::try_from).collect()
}

/// Adds historic reports; one that is there already is a conflict.
pub fn insert_historic_reports(db: &mut Db, new: &[HistoricReport]) -> StoreResult<()> {
    let rows = new.iter().map(HistoricReportRow::from).collect::<Vec<_>>();
    note_history(db)?;
    insert_in_chunks!(db, historic_reports::table, rows)
}

/// Changes what is known about a historic report.
pub fn update_historic_report(db: &mut Db, report: &HistoricReport) -> StoreResult<()> {
    use historic_reports::{cycle, file, forms, iso3, received_on, regime, source};
    let is_it =
        iso3.eq(report.party.as_str()).and(regime.eq(report.regime.as_str())).and(cycle.eq(report.cycle.year()));
    let facts = (
        received_on.eq(report.received_on),
        forms.eq(report.forms.as_ref().map(ToString::to_string)),
        file.eq(report.file.as_deref()),
        source.eq(&report.source),
    );
    note_history(db)?;
    match diesel::update(historic_reports::table.filter(is_it)).set(facts).execute(db)? {
        0 => {
            let (party, of, year) = report.key();
            Err(StoreError::Missing { table: TABLE, id: format!("{party} {of} {year}") })
        }
        _ => Ok(()),
    }
}
