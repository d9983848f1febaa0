//! Codes in addresses: capital, one spelling each.

use std::str::FromStr;

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;

use super::error::PageError;
use crate::domain::code::Iso3;

/// A code read from an address.
pub(super) enum Spelled<T> {
    /// As it should be.
    Right(T),
    /// A code, but in another spelling; this is the right one.
    Otherwise(T),
}

/// Reads a code whatever its case.
pub(super) fn read_code<T, E>(text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Option<Spelled<T>> {
    if let Ok(code) = parse(text) {
        return Some(Spelled::Right(code));
    }
    parse(&text.to_ascii_uppercase()).ok().map(Spelled::Otherwise)
}

/// The report, or the version of one, that an address names.
pub(super) fn named<T: FromStr>(code: &str) -> Result<T, PageError> {
    code.parse().map_err(|_other| PageError::UnknownReport)
}

/// The secretariat's page of a State.
pub(super) fn of_state(party: Iso3) -> String {
    format!("/secretariat/parties/{party}")
}

/// Tells clients that the page has another address for good.
pub(super) fn moved(address: &str) -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, address)).finish()
}

/// Shows another page instead, this time.
pub(super) fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}
