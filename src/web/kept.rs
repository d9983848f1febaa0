//! Public pages, kept as they go over the line: rendered, compressed, with their ETag.
//!
//! What is public changes rarely, so a warm page costs one look-up. All kept pages are
//! dropped when the edition they were made from is replaced: another register, another day.
//! Whoever is signed in gets the page made anew with their name in its head, and that one is never kept here.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, EntityTag, Header, HeaderValue,
    IfNoneMatch, VARY,
};
use actix_web::rt::task::spawn_blocking;
use actix_web::rt::time::timeout;
use actix_web::web::{self, Bytes};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use super::Site;
use super::coding::Coding;
use super::error::PageError;
use super::frame::Who;
use super::session::SignedIn;
use super::tables::{TABLE, table};
use super::turns::Turns;
use crate::app::Edition;

/// Memory for kept pages. All 197 States, all instruments and the usual choices of the
/// table of parties take about a third of it; whatever else is asked for pushes out the
/// least used.
pub(super) const BYTES_KEPT: u64 = 16 * 1024 * 1024;
/// An estimate for the cache's own tables, not a limit.
const PAGES_EXPECTED: usize = 600;
/// Browsers may keep a page, but ask each time whether it still holds; the answer is a short 304.
const ASK_EACH_TIME: &str = "public, no-cache";
/// The same for the browser of one person alone.
const ASK_EACH_TIME_ALONE: &str = "private, no-cache";

/// How long a public page waits for the name of whoever is signed in: looking it up takes a millisecond, where the
/// database answers at all.
const NAMED_WITHIN: Duration = Duration::from_millis(300);

/// The pages made from one edition.
struct PagesOf {
    edition: Arc<Edition>,
    pages: Cache<Key, Arc<KeptPage>, ByBytes>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    coding: Coding,
}

struct KeptPage {
    kind: &'static str,
    caching: &'static str,
    varies_by: &'static str,
    disposition: Option<HeaderValue>,
    bytes: Bytes,
    etag: HeaderValue,
    coding: Coding,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<KeptPage>> for ByBytes {
    fn weight(&self, key: &Key, page: &Arc<KeptPage>) -> u64 {
        u64::try_from(key.address.len() + page.bytes.len()).unwrap_or(u64::MAX)
    }
}

/// All kept pages of the present edition.
pub(super) struct KeptPages {
    most_bytes: u64,
    current: RwLock<Option<Arc<PagesOf>>>,
}

impl KeptPages {
    pub(super) fn new(most_bytes: u64) -> Self {
        Self { most_bytes, current: RwLock::default() }
    }

    fn of(&self, edition: &Arc<Edition>) -> Arc<PagesOf> {
        let made_from = |pages: &&Arc<PagesOf>| Arc::ptr_eq(&pages.edition, edition);
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pages) = current.as_ref().filter(made_from) {
            return Arc::clone(pages);
        }
        drop(current);
        let fresh = Arc::new(PagesOf {
            edition: Arc::clone(edition),
            pages: Cache::with_weighter(PAGES_EXPECTED, self.most_bytes, ByBytes),
        });
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        fresh
    }
}

/// What a public page is before it is kept.
pub(super) struct PublicPage {
    /// Its media type.
    kind: &'static str,
    /// Its content.
    content: Vec<u8>,
    caching: &'static str,
    varies_by: &'static str,
    /// How it is saved, where it is no page but a file.
    disposition: Option<HeaderValue>,
}

impl PublicPage {
    /// What is the same for everybody.
    pub(super) fn data(kind: &'static str, content: String) -> Self {
        let content = content.into_bytes();
        Self { kind, content, caching: ASK_EACH_TIME, varies_by: "accept-encoding", disposition: None }
    }

    /// A file, which is compressed in itself.
    #[cfg(feature = "pdf")]
    pub(super) fn file(kind: &'static str, content: Vec<u8>, disposition: HeaderValue) -> Self {
        let disposition = Some(disposition);
        Self { kind, content, caching: ASK_EACH_TIME, varies_by: "accept-encoding", disposition }
    }

    /// A page with the name of whoever is signed in, if anybody is.
    fn html(content: String, is_named: bool) -> Self {
        let caching = if is_named { ASK_EACH_TIME_ALONE } else { ASK_EACH_TIME };
        let (kind, content) = ("text/html; charset=utf-8", content.into_bytes());
        Self { kind, content, caching, varies_by: "accept-encoding, cookie", disposition: None }
    }

    /// A table for programs (RFC 4180).
    pub(super) fn csv<const N: usize>(
        columns: [&str; N],
        lines: impl IntoIterator<Item = [String; N]>,
    ) -> Result<Self, PageError> {
        Ok(Self::data(TABLE, table(columns, lines)?))
    }
}

impl Site {
    /// Once a second, looks whether another process has changed the register or published something.
    pub(super) fn look_for_news(&self) {
        if self.portal.is_check_due() {
            // Nobody waits for it: a database that is slow or away must not delay what is in memory.
            let portal = Arc::clone(&self.portal);
            spawn_blocking(move || {
                if let Err(error) = portal.refresh() {
                    tracing::warn!(%error, "the register in memory goes on serving");
                }
            });
        }
    }

    /// Answers with the page at `address`, made by `make` for whoever is signed in, and for everybody else only if it
    /// is not kept yet.
    pub(super) async fn public_page(
        site: &web::Data<Self>,
        request: &HttpRequest,
        address: String,
        make: impl FnOnce(&Self, &Edition, Option<Who>) -> Result<String, PageError> + Send + 'static,
    ) -> Result<HttpResponse, PageError> {
        // A session that has ended, or that nobody can look up just now, neither hides nor delays a public page.
        let Ok(Ok(by)) = timeout(NAMED_WITHIN, SignedIn::of(site, request)).await else {
            let make = move |site: &Self, edition: &Edition| Ok(PublicPage::html(make(site, edition, None)?, false));
            return Self::public_data(site, request, address, make).await;
        };
        let who = by.who_reads(site.text.say("signed-in-as"));
        let make = move |site: &Self, edition: &Edition| Ok(PublicPage::html(make(site, edition, Some(who))?, true));
        let page = Self::made(site, site.portal.edition(), Coding::wanted(request), make).await?;
        Ok(page.answer(request))
    }

    async fn made(
        site: &web::Data<Self>,
        edition: Arc<Edition>,
        coding: Coding,
        make: impl FnOnce(&Self, &Edition) -> Result<PublicPage, PageError> + Send + 'static,
    ) -> Result<KeptPage, PageError> {
        let maker = web::Data::clone(site);
        let page = web::block(move || make(&maker, &edition).and_then(|page| KeptPage::new(page, coding)));
        page.await.map_err(|_cancelled| PageError::Unavailable)?
    }

    /// Answers with what is at `address`, the same for everybody, made by `make` only if it is not kept yet.
    ///
    /// `address` must be canonical: whatever does not change the page must not change it.
    pub(super) async fn public_data(
        site: &web::Data<Self>,
        request: &HttpRequest,
        address: String,
        make: impl FnOnce(&Self, &Edition) -> Result<PublicPage, PageError> + Send + 'static,
    ) -> Result<HttpResponse, PageError> {
        Self::public_data_in_turn(site, request, address, None, make).await
    }

    /// The same for what takes long to make: in its turn, if it must be made.
    pub(super) async fn public_data_in_turn(
        site: &web::Data<Self>,
        request: &HttpRequest,
        address: String,
        turns: Option<&Turns>,
        make: impl FnOnce(&Self, &Edition) -> Result<PublicPage, PageError> + Send + 'static,
    ) -> Result<HttpResponse, PageError> {
        site.look_for_news();
        let edition = site.portal.edition();
        let kept = site.pages.of(&edition);
        let key = Key { address, coding: Coding::wanted(request) };
        if let Some(page) = kept.pages.get(&key) {
            site.metrics.kept_page(true);
            return Ok(page.answer(request));
        }
        site.metrics.kept_page(false);
        let turn = match turns {
            Some(turns) => Some(turns.turn().await?),
            None => None,
        };
        let make = move |site: &Self, edition: &Edition| {
            let made = make(site, edition);
            drop(turn);
            made
        };
        let page = Arc::new(Self::made(site, edition, key.coding, make).await?);
        kept.pages.insert(key, Arc::clone(&page));
        Ok(page.answer(request))
    }
}

impl KeptPage {
    fn new(page: PublicPage, coding: Coding) -> Result<Self, PageError> {
        let coding = if page.disposition.is_some() { Coding::Plain } else { coding };
        let digest = Sha256::digest(&page.content);
        let mut tag: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        // The same content in another coding is another set of bytes (RFC 9110, section 8.8.3.3).
        tag.extend(coding.name().map(|name| format!("-{name}")));
        let etag = EntityTag::new_strong(tag).to_string().parse().map_err(anyhow::Error::new)?;
        let bytes = coding.compress(page.content).map_err(anyhow::Error::new)?;
        let PublicPage { kind, caching, varies_by, disposition, .. } = page;
        Ok(Self { kind, caching, varies_by, disposition, bytes: bytes.into(), etag, coding })
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let mut answer = if self.is_known_to(request) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer
            .insert_header((ETAG, self.etag.clone()))
            .insert_header((CACHE_CONTROL, self.caching))
            .insert_header((VARY, self.varies_by));
        if self.is_known_to(request) {
            return answer.finish();
        }
        answer.insert_header((CONTENT_TYPE, self.kind));
        if let Some(disposition) = &self.disposition {
            answer.insert_header((CONTENT_DISPOSITION, disposition.clone()));
        }
        if let Some(coding) = self.coding.name() {
            answer.insert_header((CONTENT_ENCODING, coding));
        }
        answer.body(self.bytes.clone())
    }

    fn is_known_to(&self, request: &HttpRequest) -> bool {
        let own = self.etag.to_str().ok().and_then(|etag| etag.parse::<EntityTag>().ok());
        match (IfNoneMatch::parse(request), own) {
            (Ok(IfNoneMatch::Any), _) => request.headers().contains_key("if-none-match"),
            (Ok(IfNoneMatch::Items(known)), Some(own)) => known.iter().any(|tag| tag.weak_eq(&own)),
            _ => false,
        }
    }
}
