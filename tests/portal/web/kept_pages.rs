//! Public pages are kept, compressed, revalidated, and dropped when what they rest on changes.

use std::sync::atomic::Ordering;

use std::io::Read;

use actix_web::http::{Method, StatusCode};
use ccw_portal::app::import_register;
use ccw_portal::domain::calendar::Cycle;
use ccw_portal::domain::treaty::{ActionKind, Register};

use crate::support::portal::{Answer, TODAY, TestPortal};
use crate::support::{at, register_with};

#[actix_web::test]
async fn every_coding_holds_the_same_page() {
    let portal = TestPortal::new();
    let plain = portal.get("/parties").await;
    assert_eq!(plain.header("content-encoding"), "");
    let gzip = portal.ask(Method::GET, "/parties", &[("accept-encoding", "gzip, deflate, br, zstd")]).await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&gzip.bytes[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
    assert!(gzip.bytes.len() * 5 < plain.bytes.len(), "{} of {}", gzip.bytes.len(), plain.bytes.len());
    for answer in [plain, gzip] {
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"));
    }
}

#[actix_web::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let portal = TestPortal::new();
    for coding in ["identity", "gzip"] {
        let first = portal.ask(Method::GET, "/parties/CHE", &[("accept-encoding", coding)]).await;
        let again = [("accept-encoding", coding), ("if-none-match", first.header("etag"))];
        let second = portal.ask(Method::GET, "/parties/CHE", &again).await;
        assert_eq!(second.status, StatusCode::NOT_MODIFIED, "{coding}");
        assert!(second.bytes.is_empty());
        assert_eq!(second.header("etag"), first.header("etag"));
        let other = portal.ask(Method::GET, "/parties/COL", &again).await;
        assert_eq!(other.status, StatusCode::OK);
    }
}

#[actix_web::test]
async fn static_files_are_kept_for_ever_under_a_name_of_their_content() {
    let portal = TestPortal::new();
    let page = portal.page("/").await;
    let style = page.all("link[rel=stylesheet]")[0].attr("href").unwrap().to_owned();
    let answer = portal.get(&style).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(answer.header("cache-control").contains("immutable"));
    let gzip = portal.ask(Method::GET, &style, &[("accept-encoding", "gzip")]).await;
    assert_eq!((gzip.header("content-encoding"), gzip.header("vary")), ("gzip", "accept-encoding"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(&gzip.bytes[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, answer.text());
}

/// Colombia consents to Protocol V a year before the test's day.
pub(super) fn with_colombia_in_protocol_v() -> Register {
    register_with(&[("COL", "P-V", ActionKind::Consent, at(TODAY).date_naive() - chrono::Months::new(12))])
}

#[actix_web::test]
async fn a_new_day_needs_no_database() {
    use diesel::RunQueryDsl;
    let (portal, clock) = TestPortal::moved(TODAY);
    assert!(portal.page("/").await.text("main").contains("in 127 days"));
    diesel::sql_query("DROP TABLE registers").execute(&mut portal.database.direct()).unwrap();
    assert!(portal.portal.refresh().is_err(), "the database is of no use");
    clock.fetch_add(86_400, Ordering::Relaxed);
    assert!(portal.page("/").await.text("main").contains("in 126 days"));
    let edition = portal.portal.edition();
    assert_eq!(edition.today.to_string(), "2026-11-25");
    assert_eq!(edition.register.states().len(), 197);
}

#[actix_web::test]
async fn a_coding_that_is_not_kept_costs_no_more_than_none() {
    let portal = TestPortal::new();
    for coding in ["deflate", "br", "zstd", "identity;q=0", "*;q=0", "gzip;q=0, *"] {
        let answer = portal.ask(Method::GET, "/parties", &[("accept-encoding", coding)]).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (StatusCode::OK, ""), "{coding}");
        assert_eq!(answer.header("etag"), portal.get("/parties").await.header("etag"), "{coding}");
    }
}

#[actix_web::test]
async fn a_changed_register_replaces_kept_pages() {
    let portal = TestPortal::new();
    let before = portal.get("/parties/COL").await;
    assert!(before.page().row("Protocol V").contains("not bound"));
    let store = portal.database.store();
    let changed = import_register(&store, with_colombia_in_protocol_v(), "test", at(TODAY)).unwrap();
    assert_eq!(changed.actions.len(), 1);
    portal.portal.refresh().unwrap();
    let after = portal.get("/parties/COL").await;
    assert!(after.page().row("Protocol V").contains("24 May 2026"), "{}", after.page().row("Protocol V"));
    assert_ne!(after.header("etag"), before.header("etag"));
    assert_eq!(after.page().texts(".dues h3").len(), 3);
    // In force on 24 May 2026, so the initial report was due on day 180, in the cycle that ends in 2027.
    assert!(after.page().texts(".dues h3")[2].contains("initial report"));
    assert_eq!(Cycle::containing(at(TODAY).date_naive()).year(), 2027);
}

#[actix_web::test]
async fn a_database_without_a_register_is_not_ready_but_pages_go_on() {
    use diesel::RunQueryDsl;
    let portal = TestPortal::new();
    let mut db = portal.database.direct();
    diesel::sql_query("DELETE FROM registers").execute(&mut db).unwrap();
    portal.portal.refresh().unwrap();
    assert_eq!(portal.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(portal.get("/parties/CHE").await.status, StatusCode::OK);
}

const PAGES: [&str; 7] = ["/", "/parties", "/parties/CHE", "/instruments", "/instruments/P-V", "/reports", "/help"];

#[actix_web::test]
async fn public_pages_name_whoever_is_signed_in_and_never_anybody_else() {
    let portal = TestPortal::new();
    let one = portal.client_called("Ana One", &["focal_point CHE"]);
    let two = portal.client_called("Bo Two", &["desk_officer"]);
    for address in PAGES {
        for coding in ["identity", "gzip"] {
            let coding = ("accept-encoding", coding);
            let mut tags: Vec<(&str, String)> = Vec::new();
            // In turns, so that each follows each.
            for round in 0..2 {
                for (client, name) in [(None, ""), (Some(&one), "Ana One"), (Some(&two), "Bo Two"), (None, "")] {
                    let ask = async |headers: &[(&str, &str)]| match client {
                        Some(client) => client.ask(Method::GET, address, headers).await,
                        None => portal.ask(Method::GET, address, headers).await,
                    };
                    let answer = ask(&[coding]).await;
                    let page = plain(&answer).page();
                    let named = page.texts(".who b");
                    assert_eq!(named, if name.is_empty() { vec![] } else { vec![name] }, "{address}");
                    let first = page.texts("nav[aria-label=Main] a").into_iter().next();
                    assert_eq!(first.as_deref() == Some("Parties"), name.is_empty(), "{address}: work comes first");
                    assert!(!page.text("body").contains(if name == "Ana One" { "Bo Two" } else { "Ana One" }));
                    let caching = if name.is_empty() { "public, no-cache" } else { "private, no-cache" };
                    assert_eq!(answer.header("cache-control"), caching, "{address}");
                    assert_eq!(answer.header("vary"), "accept-encoding, cookie", "{address}");
                    assert!(page.all("input[name=form_token]").is_empty(), "{address}: nothing secret is compressed");
                    let tag = answer.header("etag").to_owned();
                    assert_eq!(ask(&[coding, ("if-none-match", &tag)]).await.status, StatusCode::NOT_MODIFIED);
                    for (whose, other) in &tags {
                        let again = ask(&[coding, ("if-none-match", other)]).await;
                        let is_own = *whose == name;
                        assert_eq!(again.status == StatusCode::NOT_MODIFIED, is_own, "{address} {round}: {name}");
                    }
                    tags.push((name, tag));
                }
            }
        }
    }
    let tables = one.get("/parties.csv").await;
    assert_eq!((tables.header("cache-control"), tables.header("vary")), ("public, no-cache", "accept-encoding"));
    assert_eq!(tables.header("etag"), portal.get("/parties.csv").await.header("etag"));
}

/// A session that has ended, or that nobody can look up, hides nothing that is public.
#[actix_web::test]
async fn a_session_that_is_none_gets_the_public_page() {
    use diesel::RunQueryDsl;
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let public = portal.get("/parties").await;
    let cookie = [("cookie", "__Host-session=0123")];
    assert_eq!(portal.ask(Method::GET, "/parties", &cookie).await.bytes, public.bytes);
    assert_ne!(client.get("/parties").await.bytes, public.bytes);
    diesel::sql_query("DROP TABLE sessions").execute(&mut portal.database.direct()).unwrap();
    assert_eq!(client.get("/parties").await.bytes, public.bytes, "the database is of no use");
}

/// The database is there and gives no answer: all that reads from it is busy.
#[actix_web::test]
async fn a_kept_page_does_not_wait_for_a_database_that_is_slow() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    let public = portal.get("/parties").await;
    let (busy, free) = (std::sync::Barrier::new(5), std::sync::Barrier::new(5));
    let store = portal.portal.store().clone();
    let held = std::thread::spawn(move || {
        std::thread::scope(|scope| {
            for _ in 0..crate::support::database::LIMITS.readers {
                scope.spawn(|| {
                    let both = store.read(|_db| Ok((busy.wait(), free.wait())));
                    both.unwrap()
                });
            }
            busy.wait();
            std::thread::sleep(std::time::Duration::from_secs(2));
            free.wait();
        });
    });
    std::thread::sleep(std::time::Duration::from_millis(200));
    let answer = client.get("/parties").await;
    assert!(!held.is_finished(), "it waited until the database was free");
    assert_eq!(answer.bytes, public.bytes, "as for nobody signed in");
    held.join().unwrap();
    assert!(client.get("/parties").await.page().text(".who").contains("A. Person"));
}

/// What came compressed, unpacked.
fn plain(answer: &Answer) -> Answer {
    let mut bytes = Vec::new();
    match answer.header("content-encoding") {
        "gzip" => drop(flate2::read::GzDecoder::new(&answer.bytes[..]).read_to_end(&mut bytes).unwrap()),
        _ => bytes = answer.bytes.to_vec(),
    }
    Answer { status: answer.status, headers: answer.headers.clone(), bytes: bytes.into() }
}
