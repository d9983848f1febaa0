//! What holds for every answer: headers, HEAD, errors, probes, what each page must have.

use actix_web::http::{Method, StatusCode};
use ccw_portal::web::ADDRESSES;

use crate::support::portal::TestPortal;

/// Pages for people, one example of each address and of each kind of State.
pub(crate) const PAGES: &[&str] = &[
    "/",
    "/parties",
    "/parties?status=not-party",
    "/parties?q=atlantis",
    "/parties/CHE",
    "/parties/EGY",
    "/parties/AND",
    "/parties/CMR",
    "/instruments",
    "/instruments/CCW",
    "/instruments/P-V",
    "/help",
    "/verify",
];

/// An address with its parameters filled in.
fn example(address: &str) -> String {
    let style = "/static/nothing.css";
    match address {
        "/static/{name}" => style.to_owned(),
        other => other
            .replace("{iso3}", "TTO")
            .replace("{code}", "AP-II")
            .replace("{secret}", "nothing")
            .replace("{reference}", "CHE-COMPLIANCE-2027")
            .replace("{letter}", "A")
            .replace("{question}", "019ab000-0000-7000-8000-000000000000")
            .replace("{sha256}", &"0".repeat(64))
            .replace("{id}", "019ab000-0000-7000-8000-000000000000"),
    }
}

/// What somebody meets there who is not signed in.
fn expected(address: &str) -> StatusCode {
    match address {
        private
            if ["/desk", "/account", "/secretariat", "/circulated"].iter().any(|begin| private.starts_with(begin)) =>
        {
            StatusCode::SEE_OTHER
        }
        letters if letters.starts_with("/letters") => StatusCode::NOT_FOUND,
        report if report.starts_with("/reports/") => StatusCode::NOT_FOUND, // nothing is published
        link if link.starts_with("/invitation/") => StatusCode::GONE,
        link if link.starts_with("/answer/") || link.starts_with("/courtesy/") => StatusCode::NOT_FOUND,
        file if file.starts_with("/static/") => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    }
}

#[actix_web::test]
async fn every_address_answers_and_head_answers_like_get() {
    let portal = TestPortal::new();
    for (address, _) in ADDRESSES {
        let address = example(address);
        assert!(!address.contains('{'), "{address} needs an example");
        let got = portal.get(&address).await;
        assert_eq!(got.status, expected(&address), "{address}");
        let head = portal.ask(Method::HEAD, &address, &[]).await;
        assert_eq!(head.status, got.status, "{address}");
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), got.header(name), "{address} {name}");
        }
    }
}

#[actix_web::test]
async fn every_answer_is_guarded() {
    let portal = TestPortal::new();
    for address in ["/", "/parties.csv", "/parties/XXX", "/nowhere", "/metrics", "/healthz"] {
        let answer = portal.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000", "{address}: https is public");
        assert_eq!(answer.header("x-request-id").len(), 36, "{address}");
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
}

#[actix_web::test]
async fn every_page_can_be_used_by_everyone() {
    let portal = TestPortal::new();
    for address in PAGES {
        let page = portal.page(address).await;
        assert_eq!(page.all("html[lang=en][dir=ltr]").len(), 1, "{address}");
        assert_eq!(page.all("h1").len(), 1, "{address}");
        assert_eq!(page.all("a.skip[href='#main']").len(), 1, "{address}");
        assert_eq!(page.all("main#main").len(), 1, "{address}");
        assert_eq!(page.all("script, style, [style]").len(), 0, "{address}");
        for control in page.all("input:not([type=hidden]), select, textarea") {
            let inside_label =
                control.ancestors().any(|node| node.value().as_element().is_some_and(|e| e.name() == "label"));
            let id = control.attr("id").unwrap_or_default();
            let labelled = page.all("label[for]").iter().any(|label| label.attr("for") == Some(id));
            assert!(inside_label || labelled, "{address}: {}", control.html());
        }
        for table in page.all("table") {
            let captions = table.child_elements().filter(|child| child.value().name() == "caption");
            assert_eq!(captions.count(), 1, "{address}: a table without a caption");
        }
        let mut ids: Vec<_> = page.all("[id]").iter().map(|element| element.attr("id").unwrap()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{address}: an id stands twice");
    }
}

#[actix_web::test]
async fn every_page_that_rests_on_the_register_says_its_date() {
    let portal = TestPortal::new();
    for address in PAGES {
        let footer = portal.page(address).await.text("footer p");
        assert!(footer.contains("as of 3 February 2026"), "{address}: {footer}");
        assert!(footer.contains("imply no opinion on the legal status"), "{address}: {footer}");
    }
}

#[actix_web::test]
async fn every_link_leads_somewhere() {
    let portal = TestPortal::new();
    let mut links: Vec<String> = Vec::new();
    for address in PAGES {
        for link in portal.page(address).await.all("[href]") {
            links.push(link.attr("href").unwrap().to_owned());
        }
    }
    links.sort();
    links.dedup();
    assert!(links.len() > 200, "{}", links.len());
    for link in links.iter().filter(|link| !link.starts_with("https://reports.example.org")) {
        let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
        if address.is_empty() {
            continue; // within the page; ids are tested with the browser
        }
        let answer = portal.get(address).await;
        let status = if address.starts_with("/static/") { StatusCode::OK } else { expected(address) };
        assert_eq!(answer.status, status, "{link}");
        let found = fragment.is_empty() || answer.page().all(&format!("#{fragment}")).len() == 1;
        assert!(found, "{link}");
    }
}

#[actix_web::test]
async fn an_error_names_whoever_was_found_to_be_signed_in() {
    let portal = TestPortal::new();
    let client = portal.client_called("Ana One", &["focal_point CHE"]);
    let denied = client.get("/secretariat/people").await;
    assert_eq!((denied.status, denied.header("cache-control")), (StatusCode::FORBIDDEN, "no-store"));
    assert!(denied.page().text(".who").contains("Ana One"));
    assert_eq!(denied.page().all(".who button").len(), 1, "and signs out from there");
    let unknown = client.get("/desk/reports/FRA-COMPLIANCE-2027").await;
    assert!(unknown.status == StatusCode::NOT_FOUND && unknown.page().text(".who").contains("Ana One"));
    // Nobody looks for a session only to say that there is no such page.
    assert!(client.get("/nothing").await.page().all(".who").is_empty());
}

#[actix_web::test]
async fn an_error_says_what_to_do_and_carries_a_reference() {
    let portal = TestPortal::new();
    for (address, title) in [
        ("/nowhere", "This page does not exist"),
        ("/parties/XXX", "No State has this code"),
        ("/parties/Switzerland", "No State has this code"),
        ("/instruments/P-IX", "No instrument has this code"),
        ("/instruments/P-IX.csv", "No instrument has this code"),
        ("/static/style.css", "This page does not exist"),
    ] {
        let answer = portal.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        let page = answer.page();
        assert_eq!(page.text("h1"), title);
        assert!(page.all("main ul a").len() >= 2, "{address}: nowhere to go");
        let reference = page.text(".ref");
        assert!(reference.len() == 9 && reference.as_bytes()[4] == b'-', "{reference}");
    }
}

#[actix_web::test]
async fn other_methods_are_refused_with_what_is_allowed() {
    let portal = TestPortal::new();
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let answer = portal.ask(method, "/parties", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "GET, HEAD");
        assert_eq!(answer.page().text("h1"), "This page can only be read");
    }
}

#[actix_web::test]
async fn probes_and_figures_for_operators() {
    let portal = TestPortal::new();
    assert_eq!(portal.get("/healthz").await.text(), "alive\n");
    assert_eq!(portal.get("/readyz").await.text(), "ready\n");
    portal.get("/parties?q=secret-search").await;
    let figures = portal.get("/metrics").await;
    assert!(
        figures.text().contains("ccw_http_requests_total{route=\"/healthz\",status=\"200\"} 1"),
        "{}",
        figures.text()
    );
    assert!(figures.text().contains("ccw_register_revision 1"));
    assert!(figures.text().contains("ccw_letters_oldest_waiting_seconds 0\n"));
    // The import of the register.
    assert!(figures.text().contains("ccw_audit_entries_unsealed 1\n"), "{}", figures.text());
    assert!(!figures.text().contains("ccw_chore_last_success"), "a process without chores tells nothing of them");
    portal.portal.rounds().begin("planner");
    let figures = portal.get("/metrics").await;
    let never = "ccw_chore_last_success_timestamp_seconds{chore=\"planner\"} 0\n";
    assert!(figures.text().contains(never), "one that never succeeded can be alarmed on: {}", figures.text());
    assert!(!figures.text().contains("secret-search"), "what people search for is not kept");
}

#[actix_web::test]
async fn only_the_demonstration_says_so_and_stays_out_of_search_engines() {
    let (serving, demo) = (TestPortal::new(), TestPortal::demo());
    assert!(demo.page("/").await.text("[role=note]").starts_with("Demonstration"));
    assert_eq!(demo.page("/").await.all("meta[name=robots][content=noindex]").len(), 1);
    assert_eq!(demo.get("/").await.header("x-robots-tag"), "noindex");
    assert!(demo.get("/robots.txt").await.text().contains("Disallow: /\n"));
    assert!(serving.page("/").await.all("[role=note], meta[name=robots]").is_empty());
    assert_eq!(serving.get("/").await.header("x-robots-tag"), "");
}
