//! Probes for operators: alive, and ready to serve.

use actix_web::web::{self, Data};
use actix_web::{HttpResponse, http::header::CACHE_CONTROL};

use super::Site;
use crate::store::registers::find_register;

/// The process answers.
pub(super) async fn alive() -> HttpResponse {
    plain(HttpResponse::Ok(), "alive\n")
}

/// The database answers too; 503 while it does not.
pub(super) async fn ready(site: Data<Site>) -> HttpResponse {
    let portal = site.portal.clone();
    match web::block(move || portal.store().read(find_register)).await {
        Ok(Ok(Some(_))) => plain(HttpResponse::Ok(), "ready\n"),
        Ok(Ok(None)) => plain(HttpResponse::ServiceUnavailable(), "the register is empty\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            plain(HttpResponse::ServiceUnavailable(), "the database does not answer\n")
        }
        Err(_cancelled) => plain(HttpResponse::ServiceUnavailable(), "stopping\n"),
    }
}

fn plain(mut answer: actix_web::HttpResponseBuilder, body: &'static str) -> HttpResponse {
    answer.content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(body)
}
