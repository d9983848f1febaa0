//! A mail server on a port of this machine: it keeps what it takes, and misbehaves as it is told.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tempfile::TempDir;

use super::certificates::{Shown, certificates};

/// How the line is encrypted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Encryption {
    #[default]
    None,
    StartTls,
    Implicit,
}

/// How the server behaves; as one that takes everything, unless told otherwise.
#[derive(Clone, Default)]
pub(crate) struct Manner {
    pub(crate) encryption: Encryption,
    /// Name and password without which nothing is taken, and how they may be given: `PLAIN LOGIN`.
    pub(crate) account: Option<(&'static str, &'static str)>,
    pub(crate) mechanisms: &'static str,
    pub(crate) shown: Shown,
    /// The first time, each recipient is put off.
    pub(crate) greylists: bool,
    /// The beginning of a command, `.` for the end of a message and the empty text for the greeting; and what is said to it.
    pub(crate) replies: Vec<(&'static str, &'static str)>,
    /// The beginning of a command that is never answered.
    pub(crate) hangs_at: Option<&'static str>,
    /// The beginning of a command that is answered letter by letter, without an end.
    pub(crate) drips_at: Option<&'static str>,
    /// The line is cut at a command, in the middle of a message (`middle`), or after one was taken and before that is said (`taken`).
    pub(crate) drops_at: Option<&'static str>,
    /// Whose letters are refused with their own words.
    pub(crate) echoes_to: Option<&'static str>,
    /// After so many letters a line is closed.
    pub(crate) letters_a_line: Option<usize>,
    /// Before each reply.
    pub(crate) pause: Duration,
}

/// A message that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// Without the dots that only travel.
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_encrypted: bool,
    /// Who signed in.
    pub(crate) by: Option<String>,
}

#[derive(Default)]
struct State {
    manner: Manner,
    taken: Vec<Taken>,
    echoed: Vec<String>,
    seen: BTreeSet<String>,
    commands: Vec<String>,
    connections: usize,
    has_stopped: bool,
}

/// Serves until the value goes.
pub(crate) struct SmtpServer {
    port: u16,
    state: Arc<Mutex<State>>,
    folder: TempDir,
}

impl SmtpServer {
    pub(crate) fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State { manner, ..State::default() }));
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("authority.pem"), &certificates().authority).unwrap();
        let of_lines = Arc::clone(&state);
        thread::spawn(move || {
            for line in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&of_lines);
                if state.lock().unwrap().has_stopped {
                    break;
                }
                thread::spawn(move || Session::over(line, state));
            }
        });
        Self { port, state, folder }
    }

    /// Its address, with this before the host.
    pub(crate) fn url(&self, before: &str) -> String {
        format!("{before}localhost:{}", self.port)
    }

    /// The file of the authority behind its certificate.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// From now on.
    pub(crate) fn behaves(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut self.state.lock().unwrap().manner);
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    /// What it repeated of letters that it refused.
    pub(crate) fn echoed(&self) -> Vec<String> {
        self.state.lock().unwrap().echoed.clone()
    }

    /// Everything that was said to it, in its order.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.state.lock().unwrap().commands.clone()
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.state.lock().unwrap().has_stopped = true;
        // The listener waits for one more.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

/// One client; ends with an error when the line does.
struct Session {
    stream: Box<dyn Stream>,
    /// The same line, for TLS to be put over it.
    bare: Option<TcpStream>,
    state: Arc<Mutex<State>>,
    from: String,
    to: Vec<String>,
    by: Option<String>,
    letters: usize,
}

impl Session {
    fn over(line: TcpStream, state: Arc<Mutex<State>>) {
        state.lock().unwrap().connections += 1;
        let bare = Some(line.try_clone().unwrap());
        let mut session =
            Self { stream: Box::new(line), bare, state, from: String::new(), to: Vec::new(), by: None, letters: 0 };
        // A client that goes away is what many tests are about.
        let _ = session.speak();
    }

    fn manner(&self) -> Manner {
        self.state.lock().unwrap().manner.clone()
    }

    fn is_encrypted(&self) -> bool {
        self.bare.is_none()
    }

    fn speak(&mut self) -> io::Result<()> {
        if self.manner().encryption == Encryption::Implicit {
            self.encrypt();
        }
        self.answer("", "220 mail.example.org ESMTP")?;
        loop {
            let line = self.read_line()?;
            self.state.lock().unwrap().commands.push(line.clone());
            let command = line.to_ascii_uppercase();
            match command.split_whitespace().next().unwrap_or_default() {
                "EHLO" => self.greet(&line)?,
                "STARTTLS" => {
                    self.answer(&line, "220 go on")?;
                    self.encrypt();
                }
                "AUTH" => self.sign_in(&line)?,
                "MAIL" => self.begin(&line)?,
                "RCPT" => self.address(&line)?,
                "DATA" => self.take(&line)?,
                "QUIT" => return self.answer(&line, "221 bye"),
                "RSET" | "NOOP" => self.answer(&line, "250 ok")?,
                _ => self.answer(&line, "500 what?")?,
            }
        }
    }

    fn encrypt(&mut self) {
        let line = self.bare.take().unwrap();
        let shown = self.manner().shown;
        self.stream = Box::new(certificates().over(line, shown));
    }

    fn greet(&mut self, line: &str) -> io::Result<()> {
        let manner = self.manner();
        let mut said = "250-mail.example.org".to_owned();
        if manner.encryption == Encryption::StartTls && !self.is_encrypted() {
            said += "\r\n250-STARTTLS";
        }
        if manner.account.is_some() {
            said += &format!("\r\n250-AUTH {}", manner.mechanisms);
        }
        self.answer(line, &format!("{said}\r\n250 ENHANCEDSTATUSCODES"))
    }

    fn sign_in(&mut self, line: &str) -> io::Result<()> {
        let decoded = |text: &str| String::from_utf8(BASE64_STANDARD.decode(text).unwrap()).unwrap();
        let words: Vec<_> = line.split_whitespace().collect();
        let given = if words[1].eq_ignore_ascii_case("PLAIN") {
            let parts = decoded(words[2]);
            let mut parts = parts.split('\0').skip(1).map(str::to_owned);
            (parts.next().unwrap(), parts.next().unwrap())
        } else {
            let mut ask = |what: &str| {
                self.write(&format!("334 {}\r\n", BASE64_STANDARD.encode(what)))?;
                self.read_line().map(|line| decoded(&line))
            };
            (ask("Username:")?, ask("Password:")?)
        };
        let (user, password) = self.manner().account.unwrap();
        if (given.0.as_str(), given.1.as_str()) == (user, password) {
            self.by = Some(given.0);
            return self.answer("AUTH", "235 2.7.0 welcome");
        }
        // As some servers do.
        self.answer("AUTH", &format!("535 5.7.8 not {}", given.1))
    }

    fn begin(&mut self, line: &str) -> io::Result<()> {
        if self.manner().account.is_some() && self.by.is_none() {
            return self.answer(line, "530 5.7.0 sign in first");
        }
        if self.manner().letters_a_line == Some(self.letters) {
            self.answer(line, "421 4.7.0 enough for this line")?;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.letters += 1;
        self.to.clear();
        self.from = between_brackets(line);
        self.answer(line, "250 2.1.0 ok")
    }

    fn address(&mut self, line: &str) -> io::Result<()> {
        let recipient = between_brackets(line);
        let is_new = self.state.lock().unwrap().seen.insert(recipient.clone());
        if self.manner().greylists && is_new {
            return self.answer(line, "451 4.7.1 come back later");
        }
        self.to.push(recipient);
        self.answer(line, "250 2.1.5 ok")
    }

    fn take(&mut self, line: &str) -> io::Result<()> {
        self.answer(line, "354 go on")?;
        let mut bytes = Vec::new();
        loop {
            let line = self.read_line()?;
            if self.manner().drops_at == Some("middle") && bytes.len() > 100 {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            if line == "." {
                break;
            }
            assert!(line.len() <= 998, "RFC 5322: {line}");
            bytes.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        if self.manner().echoes_to.is_some_and(|address| self.to.iter().any(|to| to == address)) {
            let text = String::from_utf8(bytes).unwrap();
            let link = text.lines().skip_while(|line| !line.starts_with("https://")).take(2).collect::<Vec<_>>();
            self.state.lock().unwrap().echoed.extend(link.iter().map(|line| (*line).to_owned()));
            return self.write(&format!("554 5.6.0 {}\r\n", link.join(" ")));
        }
        let is_refused = self.manner().replies.iter().any(|(command, _)| *command == ".");
        if !is_refused && self.manner().drops_at != Some(".") {
            let (from, to, by) = (self.from.clone(), self.to.clone(), self.by.clone());
            let taken = Taken { from, to, bytes, is_encrypted: self.is_encrypted(), by };
            self.state.lock().unwrap().taken.push(taken);
        }
        if self.manner().drops_at == Some("taken") {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.answer(".", "250 2.0.0 taken")
    }

    /// Says this, or what it was told to do at that command.
    fn answer(&mut self, command: &str, usual: &str) -> io::Result<()> {
        let manner = self.manner();
        let is_at = |place: &str| if place.is_empty() { command.is_empty() } else { command.starts_with(place) };
        if manner.drops_at.is_some_and(is_at) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        while manner.hangs_at.is_some_and(is_at) && !self.state.lock().unwrap().has_stopped {
            thread::sleep(Duration::from_millis(10));
        }
        while manner.drips_at.is_some_and(is_at) {
            self.write("250-x\r\n")?;
            thread::sleep(Duration::from_millis(20));
        }
        thread::sleep(manner.pause);
        let told = manner.replies.iter().find(|(place, _)| is_at(place));
        self.write(&format!("{}\r\n", told.map_or(usual, |(_, reply)| reply)))
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes())?;
        self.stream.flush()
    }

    /// Byte by byte, so that nothing is read that belongs to TLS.
    fn read_line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            self.stream.read_exact(&mut byte)?;
            line.push(byte[0]);
        }
        line.truncate(line.len() - 2);
        Ok(String::from_utf8(line).unwrap())
    }
}

fn between_brackets(line: &str) -> String {
    line.split(['<', '>']).nth(1).unwrap_or_default().to_owned()
}
