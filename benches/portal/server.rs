//! The portal with the floors mounted beside its pages, under the same middleware.

use std::fmt::Write;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpResponse, HttpServer};
use ccw_portal::app::Portal;
use ccw_portal::clock::Clock;
use ccw_portal::domain::code::InstrumentCode;
use ccw_portal::files::Files;
use ccw_portal::store::{DatabaseUrl, Limits, Store, treaty_actions};
use ccw_portal::web::{Site, app};

pub(crate) fn run(url: &str, is_cold: bool) {
    let url: DatabaseUrl = url.parse().unwrap();
    let store = Store::open(&url, Limits::default()).unwrap();
    let portal = Arc::new(Portal::open(store.clone(), Files::new(std::env::temp_dir()), Clock::System).unwrap());
    let site = Site::new(portal, "https://reports.example.org", false).unwrap();
    let site = Data::new(if is_cold { site.keeping_nothing() } else { site });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    eprintln!("{{\"address\":\"{}\"}}", listener.local_addr().unwrap());
    let fixed: Data<Vec<u8>> = Data::new(vec![b'x'; 1 << 20]);
    let server = HttpServer::new(move || {
        app(Data::clone(&site))
            .app_data(Data::clone(&fixed))
            .app_data(Data::new(store.clone()))
            .route("/bench/fixed/{bytes}", web::get().to(fixed_body))
            .route("/bench/read", web::get().to(twenty_rows))
    });
    let server = server.workers(2).listen(listener).unwrap();
    actix_web::rt::System::new().block_on(server.run()).unwrap();
}

/// Floor F.
async fn fixed_body(bytes: Path<usize>, fixed: Data<Vec<u8>>) -> HttpResponse {
    let body = Bytes::copy_from_slice(&fixed[..*bytes]);
    HttpResponse::Ok().insert_header((CONTENT_ENCODING, "gzip")).content_type("text/html; charset=utf-8").body(body)
}

/// Floor R.
async fn twenty_rows(store: Data<Store>) -> HttpResponse {
    let code = InstrumentCode::parse("P-V").unwrap();
    let read = web::block(move || store.read(|db| treaty_actions::list_actions_of_instrument(db, code, None, 20)));
    let mut page = String::from("<!doctype html><title>Twenty rows</title><table>");
    for (_, action) in read.await.unwrap().unwrap() {
        let _ = write!(page, "<tr><td>{}<td>{}<td>{}", action.party, action.deposited_on, action.source);
    }
    HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header((CONTENT_ENCODING, "gzip")).body(page)
}
