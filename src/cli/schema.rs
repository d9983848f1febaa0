//! `schema`: what a file may hold, for programs that write one.

use std::process::ExitCode;

use clap::ValueEnum;

use super::Failure;
use crate::domain::checklist::Obligations;
use crate::domain::regime::FormSets;
use crate::domain::report;
use crate::domain::request::{self, RequestChoices};

/// Which sort of file.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Sort {
    /// Report files.
    Report,
    /// Request files.
    Request,
}

pub(super) fn run(sort: Sort) -> Result<ExitCode, Failure> {
    let schema = match sort {
        Sort::Report => report::schema(&FormSets::embedded()?, &Obligations::embedded()?),
        Sort::Request => request::schema(&RequestChoices::embedded()?),
    };
    say!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(ExitCode::SUCCESS)
}
