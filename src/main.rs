//! Parses the arguments, calls the library, sets the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ccw_portal::cli::run()
}
