//! `bounce`: a message that a mail system hands over, read from standard input.
//!
//! What is not understood ends well, so that no mail system answers a report with another; where the database or the
//! settings are at fault the mail system keeps the message and tries again.

use std::io::{self, Read};
use std::process::ExitCode;

use super::{Failure, database, open_migrated, tell};
use crate::app::bouncing::{self, Noted};
use crate::clock::Clock;
use crate::config::Values;
use crate::mail::{Report, read_report};
use crate::store::Store;

/// Reports with the letter they are about are much smaller.
const BYTES_MAX: u64 = 1_000_000;

/// `EX_TEMPFAIL` of sysexits.h, which mail systems know.
const TRY_AGAIN: u8 = 75;

pub(super) fn run(values: Result<Values, Failure>) -> ExitCode {
    match values.and_then(|values| receive(&values)) {
        Ok(code) => code,
        Err(failure) => {
            tell(&failure);
            ExitCode::from(TRY_AGAIN)
        }
    }
}

fn receive(values: &Values) -> Result<ExitCode, Failure> {
    let url = database(values)?;
    let Some(message) = read()? else {
        tracing::info!("a message is too large for a report of a letter; nothing is done");
        return Ok(ExitCode::SUCCESS);
    };
    let Some(report) = read_report(&message) else {
        tracing::info!("a message is no report of a letter; nothing is done");
        return Ok(ExitCode::SUCCESS);
    };
    for status in &report.refused {
        let letter = &report.letter;
        tracing::warn!(
            letter,
            status,
            "came back for what is not its address; an operator has to see to it, nothing is done"
        );
    }
    if report.failed.is_empty() && report.refused.is_empty() {
        tracing::info!(letter = report.letter, passing = report.passing, "on its way, or delivered; nothing is done");
        return Ok(ExitCode::SUCCESS);
    }
    if report.failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let store = open_migrated(&url)?;
    note(&store, &report)
}

fn note(store: &Store, report: &Report) -> Result<ExitCode, Failure> {
    let (now, letter) = (Clock::System.now(), report.letter.as_str());
    let failures = report
        .failed
        .iter()
        .map(|one| bouncing::Failure { addresses: one.addresses.clone(), reason: one.reason.clone() });
    match bouncing::note(store, letter, failures.collect(), now)? {
        Noted::Bounce => {
            tracing::info!(letter, "came back; its recipient gets no more letters until that is seen to");
        }
        Noted::NotYet => {
            tracing::info!(letter, "came back before its sending was noted; the mail system is to try again");
            return Ok(ExitCode::from(TRY_AGAIN));
        }
        Noted::Nothing => tracing::info!(letter, "said to have come back; nothing is done"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The message; nothing if it is too large. It is taken whole in any case: a mail system whose pipe breaks tries again.
fn read() -> io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let mut input = io::stdin().lock();
    input.by_ref().take(BYTES_MAX).read_to_end(&mut message)?;
    let rest = io::copy(&mut input, &mut io::sink())?;
    Ok((rest == 0).then_some(message))
}
