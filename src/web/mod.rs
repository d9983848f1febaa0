//! The only module that knows actix: pages, files, probes.
//!
//! `routes.rs` lists every URL. One file per page family holds the page structs beside
//! their handlers; the template of `web/parties` lies in `templates/parties`. Public pages
//! are kept rendered and compressed (`kept.rs`) until the register or the day changes.

mod account;
mod address;
mod answer;
mod assets;
mod circulated;
mod coding;
mod counted;
mod courtesy;
mod data;
mod desk;
mod documents;
mod doubts;
mod error;
mod frame;
mod headers;
mod health;
mod help;
mod home;
mod instruments;
mod kept;
mod letters;
mod metrics;
mod outbox;
mod paging;
mod parties;
#[cfg(feature = "pdf")]
mod pdf;
mod people;
mod plot;
mod posted;
mod promised;
mod ranges;
mod receipts;
mod reminders;
mod reports;
mod routes;
mod secretariat;
mod session;
mod tables;
mod threads;
mod tries;
mod turns;
mod unsaved;
mod upload;
mod verify;
mod written;

use std::collections::BTreeSet;
use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use chrono::{DateTime, NaiveDate, Utc};
use tracing_actix_web::TracingLogger;

pub use routes::{ADDRESSES, FORMS};

use crate::app::Portal;
use crate::domain::report::ReportReference;
use crate::text::Text;

/// A connection whose request has not come whole after so long is closed. Clients that are slow to
/// read an answer are the business of the proxy in front.
const FIRST_BYTES_WITHIN: Duration = Duration::from_secs(10);
/// Answers under way may finish when the server is told to stop.
const STOP_WITHIN_SECONDS: u64 = 20;

/// Whether pages offer reports and receipts as PDF.
const OFFERS_PDF: bool = cfg!(feature = "pdf");

/// What every handler shares.
pub struct Site {
    portal: Arc<Portal>,
    pages: kept::KeptPages,
    metrics: metrics::Metrics,
    tries: tries::Tries,
    hashing: turns::Turns,
    #[cfg(feature = "pdf")]
    setting: turns::Turns,
    text: &'static Text,
    /// The address people use.
    public_url: String,
    /// The address at which the secretariat is reached, where one is known.
    secretariat: Option<String>,
    /// Reports of the demonstration that nobody has filed.
    samples: BTreeSet<ReportReference>,
    /// Pages say that this is a demonstration, and search engines are told to stay away.
    demo: bool,
    /// Where the demonstration's letters are; nowhere else can letters be read on a page.
    letters: Option<PathBuf>,
}

impl Site {
    /// A site for the portal, under its public address.
    pub fn new(portal: Arc<Portal>, public_url: &str, demo: bool) -> anyhow::Result<Self> {
        Ok(Self {
            portal,
            pages: kept::KeptPages::new(kept::BYTES_KEPT),
            metrics: metrics::Metrics::new()?,
            samples: BTreeSet::new(),
            tries: tries::Tries::new(Vec::new()),
            hashing: turns::Turns::hashing(),
            #[cfg(feature = "pdf")]
            setting: turns::Turns::setting(),
            text: Text::english(),
            public_url: public_url.to_owned(),
            secretariat: None,
            demo,
            letters: None,
        })
    }

    /// The same site, showing the letters of a folder: for demonstrations.
    #[must_use]
    pub fn showing_letters(mut self, folder: PathBuf) -> Self {
        self.letters = Some(folder);
        self
    }

    /// The same site, which says at which address the secretariat is reached.
    #[must_use]
    pub fn reached_at(mut self, address: String) -> Self {
        self.secretariat = Some(address);
        self
    }

    /// The same site, which says of these reports that they are samples wherever it names them.
    #[must_use]
    pub fn with_samples(mut self, samples: BTreeSet<ReportReference>) -> Self {
        self.samples = samples;
        self
    }

    /// The same site, behind proxies whose word about the client is taken.
    #[must_use]
    pub fn behind(mut self, proxies: Vec<IpAddr>) -> Self {
        self.tries = tries::Tries::new(proxies);
        self
    }

    /// The day of an instant in Geneva, which is the day of receipt and of everything else that a page dates.
    fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.portal.clock().in_office(at).date()
    }

    /// An instant as clocks in Geneva show it, where days end and deadlines with them, and in UTC beside it.
    fn moment(&self, at: DateTime<Utc>) -> String {
        let geneva = self.text.office_time(self.portal.clock().in_office(at));
        self.text.with_all("receipt-moment", [("geneva", geneva.into()), ("utc", self.text.instant(at).into())])
    }

    /// What documents say on every page where this is a demonstration.
    #[cfg(feature = "pdf")]
    fn mark_of_demo(&self) -> Option<String> {
        self.demo.then(|| self.text.say("document-demonstration"))
    }

    fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
    }

    /// The same site, making every page anew: what a first visit costs, for benchmarks.
    #[must_use]
    pub fn keeping_nothing(mut self) -> Self {
        self.pages = kept::KeptPages::new(0);
        self
    }
}

/// The application: middleware, the outermost last, then the table of URLs.
pub fn app(
    site: web::Data<Site>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .wrap(from_fn(error::render))
        .wrap(from_fn(headers::secure))
        .wrap(from_fn(metrics::count))
        .wrap(TracingLogger::<error::RequestLog>::new())
        .app_data(site)
        .app_data(web::PayloadConfig::new(posted::LARGEST_FORM))
        .configure(routes::table)
}

/// A server on the listener, not yet running; SIGTERM lets answers under way finish, SIGINT does not.
pub fn server(site: Site, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    let site = web::Data::new(site);
    let server = HttpServer::new(move || app(web::Data::clone(&site)))
        .workers(workers)
        .client_request_timeout(FIRST_BYTES_WITHIN)
        .shutdown_timeout(STOP_WITHIN_SECONDS)
        .listen(listener)?;
    Ok(server.run())
}

/// Serves on the listener until told to stop.
pub fn serve(site: Site, listener: TcpListener, workers: usize) -> std::io::Result<()> {
    actix_web::rt::System::new().block_on(async move { server(site, listener, workers)?.await })
}
