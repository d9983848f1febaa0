//! `audit`: seals the log of acts, and says whether it is still what was sealed.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Failure, open_migrated, visible};
use crate::app::{seal_all_audit, verify_audit};
use crate::clock::Clock;
use crate::domain::audit::{Break, Verdict};
use crate::store::audit_seals::find_last;
use crate::store::{DatabaseUrl, Store};

/// What anybody should do who finds that the log was changed.
const WHAT_TO_DO: &str = "leave the database as it is, compare the log with a backup taken before, \
                          and find out who could write to the database past the portal";

#[derive(Subcommand)]
pub(super) enum What {
    /// Read every sealed act again, and name the first that is not what was sealed
    ///
    /// That the end of the log was cut off, or all of it made anew, is seen only with --expect.
    Verify {
        /// A last seal written down earlier, which the log must still hold
        #[arg(long, value_name = "SHA256", value_parser = sha256)]
        expect: Option<String>,
    },
    /// Seal the acts that have no seal yet, as `serve` does every ten seconds
    Seal,
}

pub(super) fn run(what: &What, url: &DatabaseUrl) -> Result<ExitCode, Failure> {
    let store = open_migrated(url)?;
    match what {
        What::Verify { expect } => verify(&store, expect.as_deref()),
        What::Seal => seal(&store),
    }
}

fn seal(store: &Store) -> Result<ExitCode, Failure> {
    let sealed = seal_all_audit(store, Clock::System.now())?;
    let last = store.read(find_last)?;
    match last {
        Some(last) => say!("{} sealed, last seal SHA-256 {}", count(sealed), visible(&last.sha256)),
        None => say!("no act is noted yet"),
    }
    Ok(ExitCode::SUCCESS)
}

fn verify(store: &Store, expected: Option<&str>) -> Result<ExitCode, Failure> {
    let verdict = verify_audit(store, expected)?;
    if let Some(broken) = &verdict.broken {
        return Err(anyhow::anyhow!("{}; {WHAT_TO_DO}", describe(broken)).into());
    }
    if let Some(expected) = expected.filter(|_| verdict.lacks_expected) {
        return Err(anyhow::anyhow!(
            "the log holds no seal {expected}: acts sealed up to it were replaced or taken out, or it is of another \
             database; {WHAT_TO_DO}"
        )
        .into());
    }
    say!("{}", summary(&verdict));
    Ok(ExitCode::SUCCESS)
}

fn summary(verdict: &Verdict) -> String {
    let Verdict { sealed, unsealed, last, .. } = verdict;
    let acts = count(sealed + unsealed);
    match last {
        Some(last) if *unsealed == 0 => format!("{acts}, all sealed and unbroken, last seal SHA-256 {last}"),
        Some(last) => format!("{acts}, {unsealed} not sealed yet, the others unbroken, last seal SHA-256 {last}"),
        None if *unsealed == 0 => "no act is noted yet".to_owned(),
        None => format!("{acts}, none sealed yet"),
    }
}

fn count(acts: u64) -> String {
    match acts {
        1 => "1 act".to_owned(),
        acts => format!("{acts} acts"),
    }
}

fn describe(broken: &Break) -> String {
    match broken {
        Break::Gap { position } => format!("seal {position} is gone, and with it perhaps its act"),
        Break::NoEntry { position, entry } => format!("act {}, seal {position}: the act is gone", visible(entry)),
        Break::Altered { position, entry } => format!(
            "act {}, seal {position}: the act, or the one before it together with its seal, is not what was sealed",
            visible(entry)
        ),
        Break::WrongSeal { position, entry } => {
            format!(
                "act {}, seal {position}: the seal was changed; the seal after it is of the act as it is",
                visible(entry)
            )
        }
        Break::Unlike { position, entry } => {
            format!("act {}, seal {position}: the act is not what was sealed, or the seal was changed", visible(entry))
        }
    }
}

/// A seal as it is printed, also in capitals.
fn sha256(text: &str) -> Result<String, String> {
    let is_one = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then(|| text.to_ascii_lowercase()).ok_or_else(|| "not a SHA-256: 64 hexadecimal digits".to_owned())
}
