//! The program itself, run as its users run it.

use std::process::{Command, Output, Stdio};

/// The program with no settings but these.
pub(crate) fn program(arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ccw-portal"));
    command.env_clear().args(arguments).envs(settings.iter().copied()).stdin(Stdio::null());
    command
}

/// Exit code, standard output and standard error.
pub(crate) fn run(arguments: &[&str], settings: &[(&str, &str)]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = program(arguments, settings).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}
