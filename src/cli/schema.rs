//! `schema`: what a report file may hold, for programs that write one.

use std::process::ExitCode;

use super::Failure;
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSets;
use crate::domain::report::schema;

pub(super) fn run() -> Result<ExitCode, Failure> {
    let schema = schema(&FormSets::embedded()?, &Obligations::embedded()?);
    say!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(ExitCode::SUCCESS)
}
