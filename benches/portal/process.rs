//! The server under load, as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Kernel clock ticks of `/proc/PID/stat`: 100 a second on every Linux that is not built otherwise.
const TICK: Duration = Duration::from_millis(10);

pub(crate) struct Serving {
    child: Child,
    pub(crate) address: String,
    pub(crate) started_in: Duration,
}

impl Serving {
    /// This benchmark as a server, with the floors beside the pages.
    pub(crate) fn bench(url: &str, mode: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--serve", url, mode]);
        Self::start(command)
    }

    /// The real program.
    pub(crate) fn program(url: &str) -> Self {
        Self::start(Self::command(url))
    }

    /// The same, with letters going to this mail server.
    pub(crate) fn sending(url: &str, mail: &str) -> Self {
        let mut command = Self::command(url);
        command.env("MAIL_URL", mail).env("MAIL_FROM", "secretariat@example.org");
        Self::start(command)
    }

    fn command(url: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ccw-portal"));
        command.arg("serve").env("DATABASE_URL", url).env("PUBLIC_URL", "https://reports.example.org");
        command.env("LISTEN", "127.0.0.1:0").env("LOG", "info").env("LOG_FORMAT", "json");
        command.env("FILES", std::env::temp_dir());
        command
    }

    /// Both say on standard error where they listen; what they log later is dropped.
    fn start(mut command: Command) -> Self {
        let began = Instant::now();
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the server ended");
            if let Some((_, rest)) = line.split_once("\"address\":\"") {
                break rest.split('"').next().unwrap().to_owned();
            }
        };
        while TcpStream::connect(&address).is_err() {}
        let mut serving = Self { child, address, started_in: Duration::ZERO };
        crate::load::Load::once("/healthz", &serving);
        serving.started_in = began.elapsed();
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        serving
    }

    /// User and system time so far.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let after_name = stat.rsplit(')').next().unwrap();
        let ticks = after_name.split_whitespace().skip(11).take(2).map(|field| field.parse::<u32>().unwrap());
        TICK * ticks.sum::<u32>()
    }

    pub(crate) fn resident_megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _status = self.child.wait();
    }
}
