//! `records`: from which cycle on the reports held here are all there were.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::Failure;
use crate::clock::Clock;
use crate::domain::calendar::Cycle;
use crate::domain::code::RegimeCode;
use crate::domain::regime::regimes;
use crate::store::audit_entries::{NewEntry, insert_entry};
use crate::store::records_from::{find_records_from, set_records_from};
use crate::store::{Store, StoreResult};

#[derive(Args)]
pub(super) struct Arguments {
    /// COMPLIANCE, APII or PV
    #[arg(value_name = "REGIME", requires = "from")]
    regime: Option<String>,
    /// First cycle from which on the records are whole, or `unset`
    #[arg(value_name = "CYCLE")]
    from: Option<String>,
}

pub(super) fn run(arguments: &Arguments, store: &Store) -> Result<ExitCode, Failure> {
    let not_understood = |why: String| Failure::NotUnderstood(vec![why]);
    let known: Vec<RegimeCode> = regimes().map_err(anyhow::Error::from)?.iter().map(|regime| regime.code).collect();
    if let (Some(regime), Some(from)) = (&arguments.regime, &arguments.from) {
        let regime = known.iter().copied().find(|code| code.as_str() == regime.to_uppercase());
        let regime = regime.ok_or_else(|| not_understood("the regime is none of COMPLIANCE, APII and PV".into()))?;
        let first = match from.as_str() {
            "unset" => None,
            year => Some(year.parse::<Cycle>().map_err(|error| not_understood(error.to_string()))?),
        };
        set(store, regime, first)?;
    }
    for regime in known {
        match store.read(|db| find_records_from(db, regime))? {
            Some(first) => say!("{regime}: whole from cycle {first} on"),
            None => say!("{regime}: unset; no report counts as missing"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn set(store: &Store, regime: RegimeCode, first: Option<Cycle>) -> StoreResult<()> {
    store.write(move |db| {
        set_records_from(db, regime, first)?;
        let detail = json!({ "version": 1, "from": first.map(Cycle::year) });
        let entry = NewEntry {
            at: Clock::System.now(),
            actor: "ccw-portal records".into(),
            act: "records.set".into(),
            subject: regime.to_string(),
            detail,
        };
        insert_entry(db, &entry)
    })
}
