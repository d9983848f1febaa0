//! Figures for operators, in the text format that Prometheus collects.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};
use prometheus::{Encoder, Gauge, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

use super::Site;
use super::error::PageError;
use super::session::blocking;
use crate::store::outbox::{count_failed, count_waiting};

/// Seconds; from a kept page to a slow line's patience.
const BUCKETS: &[f64] = &[0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

/// The figures of one process.
pub(super) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    kept_pages: IntCounterVec,
    register_revision: IntGauge,
    register_as_of: Gauge,
    letters_waiting: IntGauge,
    letters_failed: IntGauge,
}

impl Metrics {
    pub(super) fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let requests = Opts::new("ccw_http_requests_total", "Requests answered, by route and status");
        let requests = IntCounterVec::new(requests, &["route", "status"])?;
        let seconds = HistogramOpts::new("ccw_http_request_seconds", "Time to the answer's head, by route");
        let seconds = HistogramVec::new(seconds.buckets(BUCKETS.to_vec()), &["route"])?;
        let kept_pages = Opts::new("ccw_kept_pages_total", "Public pages answered from memory or made anew");
        let kept_pages = IntCounterVec::new(kept_pages, &["from"])?;
        let register_revision = IntGauge::new("ccw_register_revision", "Revision of the register being served")?;
        let register_as_of =
            Gauge::new("ccw_register_as_of_seconds", "Day of the register being served, as a Unix time")?;
        let letters_waiting = IntGauge::new("ccw_letters_waiting", "Letters neither delivered nor given up")?;
        let letters_failed = IntGauge::new("ccw_letters_failed", "Letters given up; table outbox holds the reasons")?;
        registry.register(Box::new(letters_waiting.clone()))?;
        registry.register(Box::new(letters_failed.clone()))?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(seconds.clone()))?;
        registry.register(Box::new(kept_pages.clone()))?;
        registry.register(Box::new(register_revision.clone()))?;
        registry.register(Box::new(register_as_of.clone()))?;
        Ok(Self {
            registry,
            requests,
            seconds,
            kept_pages,
            register_revision,
            register_as_of,
            letters_waiting,
            letters_failed,
        })
    }

    pub(super) fn kept_page(&self, from_memory: bool) {
        self.kept_pages.with_label_values(&[if from_memory { "memory" } else { "anew" }]).inc();
    }
}

/// Counts every request, and writes the one line of the log about it.
pub(super) async fn count(
    site: Data<Site>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let route = request.match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let answer = next.call(request).await?;
    let (status, elapsed) = (answer.status().as_u16(), started.elapsed());
    site.metrics.requests.with_label_values(&[route.as_str(), &status.to_string()]).inc();
    site.metrics.seconds.with_label_values(&[route.as_str()]).observe(elapsed.as_secs_f64());
    tracing::info!(status, micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX), "answered");
    Ok(answer)
}

pub(super) async fn show(site: Data<Site>) -> Result<HttpResponse, PageError> {
    let edition = site.portal.edition();
    let midnight = edition.register.as_of().and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    site.metrics.register_revision.set(edition.revision);
    site.metrics.register_as_of.set(f64::from(u32::try_from(midnight).unwrap_or_default()));
    let letters = blocking(&site, |store| store.snapshot(|db| Ok((count_waiting(db)?, count_failed(db)?))));
    // Without the database the other figures are worth even more.
    if let Ok((waiting, failed)) = letters.await {
        site.metrics.letters_waiting.set(waiting);
        site.metrics.letters_failed.set(failed);
    }
    let mut text = Vec::new();
    TextEncoder::new().encode(&site.metrics.registry.gather(), &mut text).map_err(anyhow::Error::new)?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}
