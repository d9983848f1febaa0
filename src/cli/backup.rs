//! `backup` and `restore`: the whole database as one file, of either engine.

use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use crate::store::{DatabaseUrl, StoreError, backup};

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
    Ok(ExitCode::SUCCESS)
}
