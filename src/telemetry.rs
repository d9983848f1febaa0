//! Logs: set up once, structured, without secrets or addresses of people.

use std::str::FromStr;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::LogFormat;

/// Reads a filter such as `info` or `info,ccw_portal=debug`.
pub(crate) fn filter(text: &str) -> Result<EnvFilter, String> {
    // A lone word would be taken for the name of a part whose lines alone are shown: a misspelt level
    // would silence everything.
    let lone = text.split(',').map(str::trim).find(|part| !part.contains('=') && LevelFilter::from_str(part).is_err());
    if let Some(word) = lone {
        return Err(format!("“{word}” is none of error, warn, info, debug, trace, off"));
    }
    EnvFilter::try_new(text).map_err(|error| error.to_string())
}

/// Sends log lines to standard error; standard output belongs to what commands print.
pub(crate) fn start(filter: EnvFilter, format: LogFormat) {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_span_events(FmtSpan::NONE)
        .with_target(false);
    // A second start (tests in one process) keeps the first subscriber.
    let _started_before = match format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
}
