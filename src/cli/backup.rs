//! `backup` and `restore`: the whole database as one file, of either engine.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, open_migrated};
use crate::store::outbox::count_waiting;
use crate::store::reminders::find_release;
use crate::store::{DatabaseUrl, Db, StoreError, StoreResult, backup};

pub(super) fn backup(from: &DatabaseUrl, to: &Path) -> Result<ExitCode, Failure> {
    backup::backup(from, to)?;
    say!("written to {}", to.display());
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(from: &Path, into: &DatabaseUrl) -> Result<ExitCode, Failure> {
    backup::restore(from, into).map_err(|error| match error {
        StoreError::NotUnderstood { .. } => Failure::NotUnderstood(vec![error.to_string()]),
        other => other.into(),
    })?;
    say!("restored into {into}");
    advise(into)?;
    Ok(ExitCode::SUCCESS)
}

/// What went out after the backup is not in it, and a worker would send it again.
fn advise(into: &DatabaseUrl) -> Result<(), Failure> {
    let found = |db: &mut Db| StoreResult::Ok((count_waiting(db)?, find_release(db)?.is_some()));
    let (waiting, is_released) = open_migrated(into)?.snapshot(found)?;
    if waiting == 0 && !is_released {
        return Ok(());
    }
    let reminders = if is_released { "released" } else { "not released" };
    say!("letters may go out a second time: {waiting} wait in the outbox, reminders are {reminders}");
    say!("before a worker runs (packaging/README.md, Backup):");
    let steps = [
        (true, "start `ccw-portal serve --without-worker`"),
        (is_released, "stop reminders at /secretariat/reminders"),
        (waiting > 0, "take back at /secretariat/outbox what went out since the backup"),
        (is_released, "release reminders anew, on a day of which no letter went out yet"),
        (true, "start the portal as always"),
    ];
    let steps = steps.into_iter().filter(|(applies, _)| *applies);
    for (number, (_, step)) in (1..).zip(steps) {
        say!("{number}. {step}");
    }
    Ok(())
}
