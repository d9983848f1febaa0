//! A command that runs until it is told to stop, with its log in a file.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::database::TestDatabase;
use super::program::program;

/// Longer than anything takes that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs until it is told to stop or the value goes.
pub(crate) struct Process {
    child: Child,
    folder: TempDir,
}

impl Process {
    /// The program on this database, with further settings; documents lie in a folder of its own.
    pub(crate) fn start(arguments: &[&str], database: &TestDatabase, settings: &[(&str, &str)]) -> Self {
        let mut command = program(arguments, &[("PUBLIC_URL", "https://reports.example.org"), ("LOG_FORMAT", "json")]);
        command.env("DATABASE_URL", database.address()).env("LISTEN", "127.0.0.1:0");
        command.envs(settings.iter().copied());
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let folder = TempDir::new().unwrap();
        command.env("FILES", folder.path().join("files"));
        let log = File::create(folder.path().join("log")).unwrap();
        let child = command.stderr(log).stdout(Stdio::null()).spawn().unwrap();
        Self { child, folder }
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap()
    }

    /// Waits until it has logged this.
    pub(crate) fn wait_for(&self, text: &str) {
        wait_until(|| self.log().contains(text));
    }

    /// Where it serves.
    pub(crate) fn address(&self) -> String {
        self.wait_for("\"serving\"");
        let log = self.log();
        let (_, rest) = log.split_once("\"address\":\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Sends a signal, such as `TERM`.
    pub(crate) fn tell(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
    }

    /// Waits for its end, which must be one without a failure, and gives its whole log.
    pub(crate) fn ended(mut self) -> String {
        let status = self.child.wait().unwrap();
        let log = self.log();
        assert!(status.success(), "{status}: {log}");
        log
    }

    /// Tells it to stop as a service manager does, and waits.
    pub(crate) fn stop(self) -> String {
        self.tell("TERM");
        self.ended()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Waits for what happens in another process.
pub(crate) fn wait_until(mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "it did not happen in {PATIENCE:?}");
        sleep(Duration::from_millis(20));
    }
}
