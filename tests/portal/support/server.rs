//! The portal under test on a real port: for browsers, and for whatever a test in-process cannot see.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use ccw_portal::app::{Portal, accounts, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::files::Files;
use ccw_portal::mail::{Post, Received, deliver_waiting, list};
use ccw_portal::store::people::find_person_by_email;
use ccw_portal::web::{Site, server};
use tempfile::TempDir;

use super::at;
use super::database::TestDatabase;
use super::people::{PASSWORD, appointment, open_account};
use super::portal::TODAY;

/// Serves until the value goes.
pub(crate) struct TestServer {
    address: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    agent: ureq::Agent,
    pub(crate) portal: Arc<Portal>,
    mailbox: TempDir,
    /// Where documents lie.
    _folder: TempDir,
    // Last, so that the connections are closed before the database goes.
    _database: TestDatabase,
}

/// An answer as it came over the line.
pub(crate) struct Fetched {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) text: String,
}

impl TestServer {
    pub(crate) fn start() -> Self {
        Self::start_as(false, Clock::Fixed(at(TODAY)))
    }

    /// One whose clock is moved by the test.
    pub(crate) fn moved(from: &str) -> (Self, &'static AtomicI64) {
        let seconds: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(at(from).timestamp())));
        (Self::start_as(false, Clock::Moved(seconds)), seconds)
    }

    /// A demonstration, whose letters can be read on a page.
    pub(crate) fn demo() -> Self {
        Self::start_as(true, Clock::Fixed(at(TODAY)))
    }

    fn start_as(demo: bool, clock: Clock) -> Self {
        let database = TestDatabase::new();
        let store = database.store();
        import_embedded_register_once(&store, clock.now()).unwrap();
        let folder = TempDir::new().unwrap();
        let portal = Arc::new(Portal::open(store, Files::new(folder.path()), clock).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let mailbox = TempDir::new().unwrap();
        let mut site = Site::new(Arc::clone(&portal), &address, demo).unwrap();
        if demo {
            site = site.showing_letters(mailbox.path().to_owned());
        }
        let (started, when_started) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let server = server(site, listener, 2).unwrap();
                started.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        let handle = when_started.recv().unwrap();
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        Self { address, handle, thread: Some(thread), agent, portal, mailbox, _folder: folder, _database: database }
    }

    /// Opens an account; the password is [`PASSWORD`].
    pub(crate) fn person(&self, email: &str, role: &str) {
        let (store, now) = (self.portal.store(), self.portal.clock().now());
        let held = [appointment(role)];
        open_account(store, email, "A. Keller", &held, now);
    }

    /// Ends every session of an account.
    pub(crate) fn sign_out(&self, email: &str) {
        let (store, now) = (self.portal.store(), self.portal.clock().now());
        let person = store.snapshot(|db| find_person_by_email(db, email)).unwrap().unwrap();
        accounts::sign_out_everywhere(store, &person.id, now).unwrap();
    }

    /// The secret of a new session, as another tab of the browser would have it.
    pub(crate) fn sign_in(&self, email: &str) -> String {
        accounts::sign_in(self.portal.store(), email, PASSWORD, self.portal.clock().now()).unwrap().unwrap()
    }

    /// Delivers the letters that wait.
    pub(crate) fn deliver(&self) {
        let post = Post::into_folder(self.mailbox.path(), "portal@example.org".parse().unwrap(), &self.address);
        deliver_waiting(self.portal.store(), &post, self.portal.clock().now()).unwrap();
    }

    /// Delivers them, and gives all that ever went out.
    pub(crate) fn letters(&self) -> Vec<Received> {
        self.deliver();
        list(self.mailbox.path(), 1_000).unwrap()
    }

    /// The full address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// What a client without a browser gets; redirections are not followed.
    pub(crate) fn get(&self, path: &str) -> Fetched {
        let mut answer = self.agent.get(self.address(path)).call().unwrap();
        let kind = answer.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
        Fetched { status: answer.status().as_u16(), kind, text: answer.body_mut().read_to_string().unwrap() }
    }

    /// Asks with a session, as a browser without a window.
    pub(crate) fn read(&self, path: &str, secret: &str) -> String {
        let asked = self.agent.get(self.address(path)).header("cookie", format!("session={secret}"));
        asked.call().unwrap().body_mut().read_to_string().unwrap()
    }

    /// Sends a form with a session; it must lead on.
    pub(crate) fn send(&self, path: &str, secret: &str, fields: &[(&str, &str)]) {
        let token = accounts::form_token(secret);
        let fields = fields.iter().copied().chain([("form_token", token.as_str())]);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let form = self.agent.post(self.address(path)).header("cookie", format!("session={secret}"));
        let answer = form.header("content-type", "application/x-www-form-urlencoded").send(body).unwrap();
        assert_eq!(answer.status(), 303, "{path}");
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        System::new().block_on(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            // A panic in there has already failed the test.
            drop(thread.join());
        }
    }
}
