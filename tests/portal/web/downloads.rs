//! A download that was broken off goes on where it ended, for whoever may have the document and for nobody else.

use actix_web::http::{Method, StatusCode};

use super::documents::{act, attached, place};
use super::filing::{at, start, submit, write_whole};
use crate::support::portal::TestPortal;

/// Longer than what is in memory at a time.
fn long() -> Vec<u8> {
    let numbers = (0..40_000).flat_map(|number: u32| format!("{number} ").into_bytes());
    b"%PDF-1.7\n".iter().copied().chain(numbers).collect()
}

#[actix_web::test]
async fn a_download_goes_on_where_it_was_broken_off() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let content = long();
    attached(&client, "A", "long.pdf", &content).await;
    let address = at(&place(&content));
    let whole = client.get(&address).await;
    assert_eq!((whole.status, whole.header("accept-ranges")), (StatusCode::OK, "bytes"));
    let (tag, length) = (whole.header("etag").to_owned(), content.len());
    let first = client.ask(Method::GET, &address, &[("range", "bytes=0-99999")]).await;
    let rest = client.ask(Method::GET, &address, &[("range", "bytes=100000-"), ("if-range", &tag)]).await;
    assert_eq!([&first.bytes[..], &rest.bytes[..]].concat(), content);
    assert_eq!(first.header("content-range"), format!("bytes 0-99999/{length}"));
    assert_eq!(rest.header("content-range"), format!("bytes 100000-{}/{length}", length - 1));
    for part in [&first, &rest] {
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
        for name in ["content-type", "content-disposition", "etag", "cache-control", "content-security-policy"] {
            assert_eq!(part.header(name), whole.header(name), "{name}");
        }
        assert_eq!(part.header("x-content-type-options"), "nosniff");
        assert_eq!(part.header("cache-control"), "private, no-store");
    }
    let end = client.ask(Method::GET, &address, &[("range", "bytes=-7")]).await;
    assert_eq!(end.bytes, content[length - 7..]);
    for known in ["\"another file\"", &format!("W/{tag}")] {
        let other = client.ask(Method::GET, &address, &[("range", "bytes=100000-"), ("if-range", known)]).await;
        assert_eq!((other.status, &other.bytes[..]), (StatusCode::OK, &content[..]), "{known}");
    }
    let head = client.ask(Method::HEAD, &address, &[("range", "bytes=100000-")]).await;
    assert_eq!((head.status, head.header("accept-ranges")), (StatusCode::OK, "bytes"), "of HEAD no part is asked");
    let outside = client.ask(Method::GET, &address, &[("range", &format!("bytes={length}-"))]).await;
    assert_eq!((outside.status, outside.bytes.len()), (StatusCode::RANGE_NOT_SATISFIABLE, 0));
    assert_eq!(outside.header("content-range"), format!("bytes */{length}"));
    assert_eq!(outside.header("cache-control"), "private, no-store");
}

#[actix_web::test]
async fn a_part_is_given_to_nobody_who_may_not_have_the_whole() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let foreign = portal.client(&["focal_point FRA"]);
    start(&client).await;
    write_whole(&client).await;
    let content = long();
    attached(&client, "A", "long.pdf", &content).await;
    submit(&client).await;
    let tag = client.get(&at(&place(&content))).await.header("etag").to_owned();
    let part = [("range", "bytes=1-2"), ("if-range", tag.as_str())];
    let public = format!("/reports/CHE-COMPLIANCE-2027/{}", place(&content));
    assert_eq!(foreign.ask(Method::GET, &at(&place(&content)), &part).await.status, StatusCode::NOT_FOUND);
    assert_eq!(portal.ask(Method::GET, &public, &part).await.status, StatusCode::NOT_FOUND);
    act(&officer, "circulated").await;
    act(&officer, "published").await;
    let given = portal.ask(Method::GET, &public, &part).await;
    assert_eq!((given.status, &given.bytes[..]), (StatusCode::PARTIAL_CONTENT, &content[1..3]));
    assert_eq!(given.header("cache-control"), "no-cache");
    let known = portal.ask(Method::GET, &public, &[("range", "bytes=1-2"), ("if-none-match", &tag)]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED, "what is known is not sent again, not even a part");
}
