//! The acts of States towards the depositary.
//!
//! What names an act in the domain is its State, instrument, kind and day of deposit; the `id`
//! is the store's own.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::columns::insert_in_chunks;
use super::schema::treaty_actions;
use super::{Db, StoreError, StoreResult};
use crate::domain::code::{InstrumentCode, Iso3};
use crate::domain::treaty::{ActionKind, Effect, Mark, TreatyAction};

const TABLE: &str = "treaty_actions";

/// A row of `treaty_actions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize)]
#[diesel(table_name = treaty_actions, treat_none_as_default_value = false)]
pub(super) struct TreatyActionRow {
    pub(super) id: String,
    iso3: String,
    instrument: String,
    kind: String,
    deposited_on: NaiveDate,
    effect_on: Option<NaiveDate>,
    effect_mark: Option<String>,
    verified: bool,
    source: String,
}

impl From<&TreatyAction> for TreatyActionRow {
    fn from(action: &TreatyAction) -> Self {
        Self {
            id: Uuid::now_v7().to_string(),
            iso3: action.party.into(),
            instrument: action.instrument.into(),
            kind: action.kind.spelling().into(),
            deposited_on: action.deposited_on,
            effect_on: action.effect.map(|effect| effect.on),
            effect_mark: action.effect.map(|effect| effect.mark.spelling().into()),
            verified: action.verified,
            source: action.source.clone(),
        }
    }
}

impl TryFrom<TreatyActionRow> for TreatyAction {
    type Error = StoreError;

    fn try_from(row: TreatyActionRow) -> StoreResult<Self> {
        let corrupt = |why: String| StoreError::Corrupt { table: TABLE, id: row.id.clone(), why };
        let party = Iso3::parse(&row.iso3).map_err(|error| corrupt(error.to_string()))?;
        let instrument = InstrumentCode::parse(&row.instrument).map_err(|error| corrupt(error.to_string()))?;
        let kind = ActionKind::from_spelling(&row.kind)
            .ok_or_else(|| corrupt(format!("“{}” is no treaty action", row.kind)))?;
        let effect = match (row.effect_on, row.effect_mark.as_deref()) {
            (None, None) => None,
            (Some(on), Some(mark)) => {
                let known = Mark::from_spelling(mark).ok_or_else(|| corrupt(format!("“{mark}” is no mark")))?;
                Some(Effect { on, mark: known })
            }
            _ => return Err(corrupt("a day of effect and its mark stand together or not at all".into())),
        };
        Ok(Self {
            party,
            instrument,
            deposited_on: row.deposited_on,
            kind,
            effect,
            verified: row.verified,
            source: row.source,
        })
    }
}

/// Where an act stands among those of its instrument; the next page begins after it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Day of deposit.
    pub deposited_on: NaiveDate,
    /// The store's own key, which tells acts of one day apart.
    pub id: String,
}

/// All acts by State, instrument, day of deposit and kind.
pub fn list_actions(db: &mut Db) -> StoreResult<Vec<TreatyAction>> {
    use treaty_actions::{deposited_on, id, instrument, iso3, kind};
    let rows = treaty_actions::table
        .select(TreatyActionRow::as_select())
        .order((iso3, instrument, deposited_on, kind, id))
        .load(db)?;
    rows.into_iter().map(TreatyAction::try_from).collect()
}

/// The acts on one instrument by day of deposit, at most `limit` of them, after `after` if given.
pub fn list_actions_of_instrument(
    db: &mut Db,
    code: InstrumentCode,
    after: Option<&Place>,
    limit: u32,
) -> StoreResult<Vec<(Place, TreatyAction)>> {
    use treaty_actions::{deposited_on, id, instrument};
    let mut query = treaty_actions::table
        .select(TreatyActionRow::as_select())
        .filter(instrument.eq(code.as_str()))
        .order((deposited_on, id))
        .limit(limit.into())
        .into_boxed();
    if let Some(after) = after {
        // The first condition alone lets the index find the place; the second is exact.
        let later = deposited_on.gt(after.deposited_on);
        let same_day = deposited_on.eq(after.deposited_on).and(id.gt(&after.id));
        query = query.filter(deposited_on.ge(after.deposited_on)).filter(later.or(same_day));
    }
    let rows = query.load(db)?;
    let placed = |row: TreatyActionRow| {
        let place = Place { deposited_on: row.deposited_on, id: row.id.clone() };
        Ok((place, TreatyAction::try_from(row)?))
    };
    rows.into_iter().map(placed).collect()
}

/// Adds acts; one that is there already is a conflict.
pub fn insert_actions(db: &mut Db, new: &[TreatyAction]) -> StoreResult<()> {
    let rows = new.iter().map(TreatyActionRow::from).collect::<Vec<_>>();
    insert_in_chunks!(db, treaty_actions::table, rows)
}

/// Changes what is known about an act: its effect, its source, and whether it was verified.
pub fn update_action(db: &mut Db, action: &TreatyAction) -> StoreResult<()> {
    use treaty_actions::{effect_mark, effect_on, source, verified};
    let facts = (
        effect_on.eq(action.effect.map(|effect| effect.on)),
        effect_mark.eq(action.effect.map(|effect| effect.mark.spelling())),
        verified.eq(action.verified),
        source.eq(&action.source),
    );
    let touched = diesel::update(treaty_actions::table.filter(is(action))).set(facts).execute(db)?;
    found(touched, action)
}

/// Removes an act.
pub fn delete_action(db: &mut Db, action: &TreatyAction) -> StoreResult<()> {
    let touched = diesel::delete(treaty_actions::table.filter(is(action))).execute(db)?;
    found(touched, action)
}

/// The row of this act.
#[diesel::dsl::auto_type(no_type_alias)]
fn is<'a>(action: &'a TreatyAction) -> _ {
    let party: &'a str = action.party.as_str();
    let instrument: &'a str = action.instrument.as_str();
    let kind: &'a str = action.kind.spelling();
    let deposited_on: NaiveDate = action.deposited_on;
    treaty_actions::iso3
        .eq(party)
        .and(treaty_actions::instrument.eq(instrument))
        .and(treaty_actions::kind.eq(kind))
        .and(treaty_actions::deposited_on.eq(deposited_on))
}

fn found(touched: usize, action: &TreatyAction) -> StoreResult<()> {
    let (party, instrument, deposited_on, kind) = action.key();
    match touched {
        0 => Err(StoreError::Missing {
            table: TABLE,
            id: format!("{party} {instrument} {} {deposited_on}", kind.spelling()),
        }),
        _ => Ok(()),
    }
}
