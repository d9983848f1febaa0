//! `serve` as a process of its own, for what only happens to processes: being killed, running out of disk.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::database::TestDatabase;
use super::program::program;

/// Serves until it is killed or the value goes.
pub(crate) struct Serving {
    child: Child,
    address: String,
    /// Where documents lie.
    _files: TempDir,
}

/// What came back over the line, whole.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Serving {
    /// The program as operators start it.
    pub(crate) fn start(database: &TestDatabase) -> Self {
        Self::of(program(&["serve"], &[]), database)
    }

    /// The same, from a command that starts the program in some other way.
    pub(crate) fn of(mut command: Command, database: &TestDatabase) -> Self {
        command.env("DATABASE_URL", database.address()).env("PUBLIC_URL", "https://reports.example.org");
        command.env("LISTEN", "127.0.0.1:0").env("LOG", "info").env("LOG_FORMAT", "json");
        let files = TempDir::new().unwrap();
        command.env("FILES", files.path());
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            assert_ne!(log.read_line(&mut said).unwrap(), 0, "it does not start: {said}");
            if let Some((_, rest)) = said.split_once("\"address\":\"") {
                break rest.split('"').next().unwrap().to_owned();
            }
        };
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { child, address, _files: files }
    }

    /// Ends it as a power cut does: nothing in it runs any more.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// A browser's connections to it.
    pub(crate) fn line(&self) -> Line {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)));
        Line { address: self.address.clone(), agent: agent.build().into() }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have been killed already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks, and answers nothing where no whole answer comes.
pub(crate) struct Line {
    address: String,
    agent: ureq::Agent,
}

impl Line {
    pub(crate) fn get(&self, path: &str, secret: &str) -> Option<Received> {
        let asked = self.agent.get(format!("http://{}{path}", self.address)).header("cookie", cookie(secret));
        received(asked.call())
    }

    /// Sends a form, asking for an answer of a kind.
    pub(crate) fn post_for(
        &self,
        path: &str,
        secret: &str,
        fields: &[(String, String)],
        kind: &str,
    ) -> Option<Received> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let asked = self.agent.post(format!("http://{}{path}", self.address)).header("cookie", cookie(secret));
        received(asked.header("content-type", "application/x-www-form-urlencoded").header("accept", kind).send(body))
    }
}

fn cookie(secret: &str) -> String {
    format!("__Host-session={secret}")
}

fn received(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Option<Received> {
    let mut answer = answer.ok()?;
    let location = answer.headers().get("location").map_or("", |place| place.to_str().unwrap()).to_owned();
    let text = answer.body_mut().with_config().limit(1 << 26).read_to_string().ok()?;
    Some(Received { status: answer.status().as_u16(), location, text })
}
