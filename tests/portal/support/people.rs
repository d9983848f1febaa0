//! People who are signed in to the portal under test.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use ccw_portal::app::accounts;
use ccw_portal::domain::access::{Appointment, Role};
use ccw_portal::domain::code::Iso3;
use ccw_portal::store::audit_entries::{NewEntry, insert_entry};
use ccw_portal::store::{Store, StoreResult, people};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::portal::{Answer, Page, TestPortal};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "mountain lake tests";

/// Argon2id of [`PASSWORD`] with the least memory and one round: what a hash costs stands in itself, so that signing in is
/// real and hundreds of tests do not spend a seventh of their time on it. Hashes as the portal makes them are tried where
/// passwords are set.
const CHEAP_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$dGVzdHMtaGF2ZS1hLXNhbHQ$qDJgTVzvalMXJiYvyu1XhzogUyrwfF+92ilw2/maLq8";

/// Opens an account that can sign in with [`PASSWORD`].
pub(crate) fn open_account(store: &Store, email: &str, name: &str, held: &[Appointment], now: DateTime<Utc>) {
    let (email, name, held) = (email.to_owned(), name.to_owned(), held.to_vec());
    let opened = store.write(move |db| -> StoreResult<()> {
        let id = people::insert_person(db, &email, &name, now)?;
        for appointment in &held {
            people::appoint(db, &id, *appointment, now)?;
        }
        people::set_password(db, &id, CHEAP_HASH)?;
        let (actor, act, detail) = ("tests".to_owned(), "person.created".to_owned(), json!({ "version": 1 }));
        insert_entry(db, &NewEntry { at: now, actor, act, subject: id, detail })
    });
    opened.unwrap();
}

/// Somebody's browser.
pub(crate) struct Client<'p> {
    portal: &'p TestPortal,
    pub(crate) secret: String,
    pub(crate) email: String,
}

/// An appointment in a word: `focal_point CHE`, `desk_officer`.
pub(crate) fn appointment(role: &str) -> Appointment {
    let (role, party) = role.split_once(' ').map_or((role, None), |(role, party)| (role, Some(party)));
    Appointment::new(Role::from_key(role).unwrap(), party.map(|party| Iso3::parse(party).unwrap())).unwrap()
}

impl TestPortal {
    /// Opens an account and signs in.
    pub(crate) fn client(&self, roles: &[&str]) -> Client<'_> {
        self.client_called("A. Person", roles)
    }

    /// The same for somebody of this name.
    pub(crate) fn client_called(&self, name: &str, roles: &[&str]) -> Client<'_> {
        let (store, now) = (self.portal.store(), self.portal.clock().now());
        let email = format!("{}@example.org", uuid::Uuid::now_v7().simple());
        let held: Vec<_> = roles.iter().map(|role| appointment(role)).collect();
        open_account(store, &email, name, &held, now);
        let secret = accounts::sign_in(store, &email, PASSWORD, now).unwrap().unwrap();
        Client { portal: self, secret, email }
    }
}

impl Client<'_> {
    fn cookie(&self) -> String {
        format!("__Host-session={}", self.secret)
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    /// Asks with these headers beside the session.
    pub(crate) async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        let cookie = self.cookie();
        let headers: Vec<_> = headers.iter().copied().chain([("cookie", cookie.as_str())]).collect();
        self.portal.ask(method, address, &headers).await
    }

    pub(crate) async fn page(&self, address: &str) -> Page {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        answer.page()
    }

    /// Does an act with a version of a report as its page offers it: what shows it to others after being asked.
    pub(crate) async fn review(&self, reference: &str, version: &str, act: &str) -> Answer {
        let address = format!("/secretariat/reports/{reference}");
        if !["circulated", "published"].contains(&act) {
            return self.post(&address, &[("act", act), ("version", version), ("note", "Which figure?")]).await;
        }
        let report = self.page(&format!("{address}.{version}")).await;
        let offered = format!("form[action='/secretariat/selection']:has(button[value='{act}']) input[name=report]");
        assert_eq!(report.all(&offered).len(), 1, "{reference}.{version} offers no {act}");
        let pick = report.all(&offered)[0].attr("value").unwrap().to_owned();
        let asked = self.page(&format!("/secretariat/selection?act={act}&report={pick}")).await;
        assert_eq!(asked.all("main form button").len(), 1, "{}", asked.text("main"));
        self.post("/secretariat/selection", &[("act", act), ("report", &pick)]).await
    }

    /// Sends a form as the browser does, with the session's token.
    pub(crate) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let token = accounts::form_token(&self.secret);
        let fields: Vec<_> = fields.iter().copied().chain([("form_token", token.as_str())]).collect();
        self.portal.send(address, &fields, &[("cookie", &self.cookie())]).await
    }
}

/// Stands between the parts of a form that brings a file.
const BOUNDARY: &str = "----somewhere-between";

/// The body of a form with its small fields first; the name of the file as browsers write it.
pub(crate) fn parts(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.into_bytes());
    }
    if let Some((name, content)) = file {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

impl Client<'_> {
    /// Sends a document with a form as the browser does.
    pub(crate) async fn upload(&self, address: &str, form: &str, name: &str, content: &[u8]) -> Answer {
        let token = accounts::form_token(&self.secret);
        let body = parts(&[("form_token", &token), ("form", form)], Some((name, content)));
        self.send_parts(address, body).await
    }

    /// Sends the body of such a form.
    pub(crate) async fn send_parts(&self, address: &str, body: Vec<u8>) -> Answer {
        self.portal.send_parts(address, body, &[("cookie", &self.cookie())]).await
    }
}

impl TestPortal {
    /// Sends the body of a form that brings a file, with these headers.
    pub(crate) async fn send_parts(&self, address: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = TestRequest::with_uri(address).method(Method::POST).set_payload(body);
        self.answer(request.insert_header(("content-type", kind)), headers).await
    }
}

impl TestPortal {
    /// Sends a form with these headers.
    pub(crate) async fn send(&self, address: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = TestRequest::with_uri(address).method(Method::POST).set_payload(body.finish());
        self.answer(request.insert_header(("content-type", "application/x-www-form-urlencoded")), headers).await
    }
}
