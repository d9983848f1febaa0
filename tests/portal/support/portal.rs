//! The portal under test: the real application over a real database, asked in-process.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::{Bytes, Data};
use ccw_portal::app::{Portal, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::files::Files;
use ccw_portal::mail::{Post, Received, deliver_waiting, list};
use ccw_portal::store::revisions::note_filing;
use ccw_portal::web::{Site, app};
use futures_util::future::LocalBoxFuture;
use scraper::{ElementRef, Html, Selector};
use tempfile::TempDir;

use super::at;
use super::database::TestDatabase;

/// The day on which tests play: between two deadlines.
pub(crate) const TODAY: &str = "2026-11-24T09:00:00Z";

const PUBLIC_URL: &str = "https://reports.example.org";
const SENDER: &str = "CCW secretariat <secretariat@example.org>";

pub(crate) struct TestPortal {
    pub(crate) portal: Arc<Portal>,
    pub(crate) site: Data<Site>,
    /// Where its letters go.
    pub(crate) mailbox: TempDir,
    /// Where documents lie; goes away with the value.
    pub(crate) folder: TempDir,
    /// What answers requests: made once, since its table of routes takes longer to make than most answers.
    service: OnceCell<Service>,
    // Last, so that the connections are closed before the database goes.
    pub(crate) database: TestDatabase,
}

type Service = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, ServiceResponse<BoxBody>>>;

/// An answer with what tests look at.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl TestPortal {
    pub(crate) fn new() -> Self {
        Self::start(false, Clock::Fixed(at(TODAY)))
    }

    pub(crate) fn demo() -> Self {
        Self::start(true, Clock::Fixed(at(TODAY)))
    }

    /// At another moment than the others.
    pub(crate) fn at(moment: &str) -> Self {
        Self::start(false, Clock::Fixed(at(moment)))
    }

    /// One whose clock is moved by the test.
    pub(crate) fn moved(from: &str) -> (Self, &'static AtomicI64) {
        let seconds: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(at(from).timestamp())));
        (Self::start(false, Clock::Moved(seconds)), seconds)
    }

    fn start(demo: bool, clock: Clock) -> Self {
        let database = TestDatabase::new();
        let store = database.store();
        import_embedded_register_once(&store, clock.now()).unwrap();
        let (folder, mailbox) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let portal = Arc::new(Portal::open(store, Files::new(folder.path()), clock).unwrap());
        let site = Site::new(Arc::clone(&portal), PUBLIC_URL, demo).unwrap();
        let site = if demo { site.showing_letters(mailbox.path().to_owned()) } else { site };
        Self { portal, site: Data::new(site), mailbox, folder, service: OnceCell::new(), database }
    }

    /// Tells the portal of what a test put into the tables of filings past it.
    pub(crate) fn note_filing(&self, reference: &str) {
        let reference = reference.parse().unwrap();
        self.portal.store().write(move |db| note_filing(db, reference)).unwrap();
    }

    /// How letters leave: into the mailbox.
    pub(crate) fn post(&self) -> Post {
        Post::into_folder(self.mailbox.path(), SENDER.parse().unwrap(), PUBLIC_URL)
    }

    /// Delivers what waits, and gives all letters that ever went out, the newest first.
    pub(crate) fn letters(&self) -> Vec<Received> {
        deliver_waiting(self.portal.store(), &self.post(), self.portal.clock().now()).unwrap();
        list(self.mailbox.path(), 1_000).unwrap()
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    pub(crate) async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.answer(TestRequest::with_uri(address).method(method), headers).await
    }

    /// What the application says to a request with these headers.
    pub(crate) async fn answer(&self, mut request: TestRequest, headers: &[(&str, &str)]) -> Answer {
        for header in headers {
            request = request.insert_header(*header);
        }
        if self.service.get().is_none() {
            let service = Rc::new(init_service(app(Data::clone(&self.site))).await);
            let _ = self.service.set(Rc::new(move |request: TestRequest| {
                let service = Rc::clone(&service);
                Box::pin(async move { call_service(&*service, request.to_request()).await.map_into_boxed_body() })
            }));
        }
        let service = self.service.get().unwrap();
        Answer::of(service(request).await).await
    }

    /// The same portal, set up otherwise.
    pub(crate) fn show(&mut self, site: Site) {
        (self.site, self.service) = (Data::new(site), OnceCell::new());
    }

    /// A page that must answer.
    pub(crate) async fn page(&self, address: &str) -> Page {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        answer.page()
    }
}

impl Answer {
    pub(crate) async fn of(answer: ServiceResponse<impl MessageBody + 'static>) -> Self {
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = actix_web::body::to_bytes(answer.into_body().boxed()).await.unwrap();
        Self { status, headers, bytes }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn page(&self) -> Page {
        Page { html: Html::parse_document(self.text()) }
    }
}

/// A page as its readers meet it: elements and their text.
pub(crate) struct Page {
    html: Html,
}

impl Page {
    pub(crate) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }

    /// The text of each element, with single spaces.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text_of).collect()
    }

    /// The text of the only element.
    pub(crate) fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector}: {texts:?}");
        texts.into_iter().next().unwrap()
    }

    /// The row of a table that names this in its heading.
    pub(crate) fn row(&self, heading: &str) -> String {
        let rows = self.all("tr").into_iter().filter(|row| {
            let link = Selector::parse("th a").unwrap();
            row.select(&link).any(|name| text_of(name) == heading)
        });
        let rows: Vec<_> = rows.map(text_of).collect();
        assert_eq!(rows.len(), 1, "{heading}: {rows:?}");
        rows.into_iter().next().unwrap()
    }
}

pub(crate) fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
