//! The States of the register.

use diesel::prelude::*;
use serde::Serialize;

use super::columns::insert_in_chunks;
use super::schema::states;
use super::{Db, StoreError, StoreResult};
use crate::domain::code::Iso3;
use crate::domain::treaty::{RegionalGroup, State, UnStatus};

const TABLE: &str = "states";

/// A row of `states`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset, Serialize)]
#[diesel(table_name = states, primary_key(iso3), treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct StateRow {
    pub(super) iso3: String,
    iso2: String,
    short_name_en: String,
    formal_name_en: String,
    regional_group: String,
    un_status: String,
    language: String,
    language_verified: bool,
    name_ar: String,
    name_zh: String,
    name_fr: String,
    name_ru: String,
    name_es: String,
}

impl From<&State> for StateRow {
    fn from(state: &State) -> Self {
        Self {
            iso3: state.iso3.into(),
            iso2: state.iso2.clone(),
            short_name_en: state.short_name_en.clone(),
            formal_name_en: state.formal_name_en.clone(),
            regional_group: state.group.spelling().into(),
            un_status: state.un_status.spelling().into(),
            language: state.language.clone(),
            language_verified: state.language_verified,
            name_ar: state.name_ar.clone(),
            name_zh: state.name_zh.clone(),
            name_fr: state.name_fr.clone(),
            name_ru: state.name_ru.clone(),
            name_es: state.name_es.clone(),
        }
    }
}

impl TryFrom<StateRow> for State {
    type Error = StoreError;

    fn try_from(row: StateRow) -> StoreResult<Self> {
        let corrupt = |why: String| StoreError::Corrupt { table: TABLE, id: row.iso3.clone(), why };
        let iso3 = Iso3::parse(&row.iso3).map_err(|error| corrupt(error.to_string()))?;
        let group = RegionalGroup::from_spelling(&row.regional_group)
            .ok_or_else(|| corrupt(format!("“{}” is no regional group", row.regional_group)))?;
        let un_status = UnStatus::from_spelling(&row.un_status)
            .ok_or_else(|| corrupt(format!("“{}” is no standing in the United Nations", row.un_status)))?;
        Ok(Self {
            iso3,
            iso2: row.iso2,
            short_name_en: row.short_name_en,
            formal_name_en: row.formal_name_en,
            group,
            un_status,
            language: row.language,
            language_verified: row.language_verified,
            name_ar: row.name_ar,
            name_zh: row.name_zh,
            name_fr: row.name_fr,
            name_ru: row.name_ru,
            name_es: row.name_es,
        })
    }
}

/// All States by code.
pub fn list_states(db: &mut Db) -> StoreResult<Vec<State>> {
    let rows = states::table.select(StateRow::as_select()).order(states::iso3).load(db)?;
    rows.into_iter().map(State::try_from).collect()
}

/// Adds States; a code that is there already is a conflict.
pub fn insert_states(db: &mut Db, new: &[State]) -> StoreResult<()> {
    let rows = new.iter().map(StateRow::from).collect::<Vec<_>>();
    insert_in_chunks!(db, states::table, rows)
}

/// Changes everything about a State but its code.
pub fn update_state(db: &mut Db, state: &State) -> StoreResult<()> {
    let row = StateRow::from(state);
    match diesel::update(states::table.find(&row.iso3)).set(&row).execute(db)? {
        0 => Err(StoreError::Missing { table: TABLE, id: row.iso3 }),
        _ => Ok(()),
    }
}

/// Removes a State; refused by the database while it has treaty actions.
pub fn delete_state(db: &mut Db, iso3: Iso3) -> StoreResult<()> {
    match diesel::delete(states::table.find(iso3.as_str())).execute(db)? {
        0 => Err(StoreError::Missing { table: TABLE, id: iso3.into() }),
        _ => Ok(()),
    }
}
