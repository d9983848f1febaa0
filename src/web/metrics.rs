//! Figures for operators, in the text format that Prometheus collects.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};
use chrono::{DateTime, Utc};
use prometheus::core::Collector;
use prometheus::{
    Encoder, Gauge, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};

use super::Site;
use super::error::PageError;
use super::session::blocking;
use crate::store::audit_seals::count_unsealed_waiting;
use crate::store::outbox::{count_failed, count_waiting, oldest_waiting};
use crate::store::{Db, StoreResult};

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
    letters_oldest: IntGauge,
    letters_failed: IntGauge,
    acts_unsealed: IntGauge,
    chores: IntGaugeVec,
}

impl Metrics {
    pub(super) fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let requests = Opts::new("ccw_http_requests_total", "Requests answered, by route and status");
        let seconds = HistogramOpts::new("ccw_http_request_seconds", "Time to the answer's head, by route");
        let kept_pages = Opts::new("ccw_kept_pages_total", "Public pages answered from memory or made anew");
        let chores =
            Opts::new("ccw_chore_last_success_timestamp_seconds", "Last round of a chore of this process, or 0");
        let gauge = |name: &str, about: &str| known(&registry, IntGauge::new(name, about)?);
        Ok(Self {
            requests: known(&registry, IntCounterVec::new(requests, &["route", "status"])?)?,
            seconds: known(&registry, HistogramVec::new(seconds.buckets(BUCKETS.to_vec()), &["route"])?)?,
            kept_pages: known(&registry, IntCounterVec::new(kept_pages, &["from"])?)?,
            register_revision: gauge("ccw_register_revision", "Revision of the register being served")?,
            register_as_of: known(
                &registry,
                Gauge::new("ccw_register_as_of_seconds", "Day of the register being served, as a Unix time")?,
            )?,
            letters_waiting: gauge("ccw_letters_waiting", "Letters neither delivered nor given up")?,
            letters_oldest: gauge("ccw_letters_oldest_waiting_seconds", "Age of the oldest of them, or 0")?,
            letters_failed: gauge("ccw_letters_failed", "Letters given up; table outbox holds the reasons")?,
            acts_unsealed: gauge("ccw_audit_entries_unsealed", "Acts that wait for their seal")?,
            chores: known(&registry, IntGaugeVec::new(chores, &["chore"])?)?,
            registry,
        })
    }

    pub(super) fn kept_page(&self, from_memory: bool) {
        self.kept_pages.with_label_values(&[if from_memory { "memory" } else { "anew" }]).inc();
    }
}

/// Has a figure shown with the others.
fn known<C: Collector + Clone + 'static>(registry: &Registry, figure: C) -> prometheus::Result<C> {
    registry.register(Box::new(figure.clone()))?;
    Ok(figure)
}

/// What the database tells.
struct Stored {
    waiting: i64,
    oldest: Option<DateTime<Utc>>,
    failed: i64,
    unsealed: i64,
}

impl Stored {
    fn load(db: &mut Db) -> StoreResult<Self> {
        Ok(Self {
            waiting: count_waiting(db)?,
            oldest: oldest_waiting(db)?,
            failed: count_failed(db)?,
            unsealed: count_unsealed_waiting(db)?,
        })
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
    // Without the database the other figures are worth even more.
    if let Ok(stored) = blocking(&site, |store| store.snapshot(Stored::load)).await {
        let age = stored.oldest.map_or(0, |at| (site.portal.clock().now() - at).num_seconds());
        site.metrics.letters_waiting.set(stored.waiting);
        site.metrics.letters_oldest.set(age);
        site.metrics.letters_failed.set(stored.failed);
        site.metrics.acts_unsealed.set(stored.unsealed);
    }
    for (chore, at) in site.portal.rounds().list() {
        site.metrics.chores.with_label_values(&[chore]).set(at.map_or(0, |at| at.timestamp()));
    }
    let mut text = Vec::new();
    TextEncoder::new().encode(&site.metrics.registry.gather(), &mut text).map_err(anyhow::Error::new)?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text))
}
