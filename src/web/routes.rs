//! Every URL of the portal.

use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, HttpResponse, Responder, Route, guard};

use super::error::{self, PageError};
use super::{assets, health, help, home, instruments, metrics, parties};

/// Each address and what answers it. All are read with GET, and HEAD answers like GET.
type Address = (&'static str, fn() -> Route);

/// The table.
pub const ADDRESSES: &[Address] = &[
    ("/", || get(home::index)),
    ("/parties", || get(parties::index)),
    ("/parties.csv", || get(parties::table)),
    ("/parties/{iso3}", || get(parties::show)),
    ("/depositary.csv", || get(parties::actions)),
    ("/instruments", || get(instruments::index)),
    ("/instruments.csv", || get(instruments::table)),
    ("/instruments/{code}.csv", || get(instruments::growth_table)),
    ("/instruments/{code}", || get(instruments::show)),
    ("/help", || get(help::index)),
    ("/static/{name}", || get(assets::show)),
    ("/robots.txt", || get(assets::robots)),
    ("/healthz", || get(health::alive)),
    ("/readyz", || get(health::ready)),
    ("/metrics", || get(metrics::show)),
];

pub(super) fn table(config: &mut ServiceConfig) {
    for (address, route) in ADDRESSES {
        config.service(web::resource(*address).route(route()).default_service(web::to(other_method)));
    }
    config.default_service(web::to(error::not_found));
}

fn get<F, Args>(handler: F) -> Route
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::route().guard(guard::Any(guard::Get()).or(guard::Head())).to(handler)
}

async fn other_method(site: web::Data<super::Site>, request: actix_web::HttpRequest) -> HttpResponse {
    let mut answer = error::page(&site, &request, &PageError::OtherMethod);
    let allowed = [Method::GET, Method::HEAD].map(|method| method.to_string()).join(", ");
    if let Ok(allowed) = allowed.parse() {
        answer.headers_mut().insert(ALLOW, allowed);
    }
    answer
}
