//! Whatever is sent, the answer is a page, never a crash, and nothing sent comes back as markup.

use actix_web::http::{Method, StatusCode};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::support::portal::TestPortal;

#[actix_web::test]
async fn markup_in_a_search_stays_text() {
    let portal = TestPortal::new();
    let page = portal.page("/parties?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(page.all("script").is_empty());
    assert_eq!(page.all("input[name=q]")[0].attr("value"), Some("\"><script>alert(1)</script>"));
}

#[actix_web::test]
async fn odd_addresses_get_a_page() {
    let portal = TestPortal::new();
    let long = "x".repeat(20_000);
    for address in [
        "/parties?q=%FF%FE",
        "/parties?q=%00",
        "/parties?group=%",
        "/parties/%00%00%00",
        "/parties/%2e%2e%2f",
        "/parties/..%2f..%2fetc",
        "//parties",
        "/parties/",
        "/static/..%2fCargo.toml",
        "/parties?q=a&q=b",
        &format!("/parties?q={long}"),
        &format!("/parties/{long}"),
        "/instruments/%E2%80%AE",
    ] {
        let answer = portal.get(address).await;
        assert!(!answer.status.is_server_error(), "{} {:.40}", answer.status, address);
        if !answer.status.is_redirection() {
            assert_eq!(answer.page().all("h1").len(), 1, "{address:.40}");
        }
    }
}

#[actix_web::test]
async fn no_address_leads_to_another_site() {
    let portal = TestPortal::new();
    for address in
        ["//example.org/", "/%5Cexample.org/", "/@example.org/", "///example.org//", "/parties//example.org/"]
    {
        let answer = portal.get(address).await;
        let leads_to = answer.header("location");
        assert!(
            leads_to.is_empty() || leads_to.starts_with("/example.org") || leads_to.starts_with("/parties"),
            "{leads_to}"
        );
        assert!(!leads_to.starts_with("//") && !leads_to.contains('\\'), "{address}: {leads_to}");
    }
}

#[actix_web::test]
async fn a_letter_that_no_database_takes_is_refused_everywhere() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer", "administrator"]));
    client.post("/desk/reports/CHE-COMPLIANCE-2027", &[("from", "nothing")]).await;
    for (address, name) in [
        ("/sign-in", "email"),
        ("/sign-in", "password"),
        ("/password", "email"),
        ("/secretariat/people", "name"),
        ("/desk/reports/CHE-COMPLIANCE-2027/forms/E", "again_email"),
    ] {
        let answer = portal.send(address, &[(name, "a\0b"), ("revision", "0")], &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address} {name}");
    }
    for address in [
        "/parties?q=%00",
        "/secretariat?state=%00",
        "/secretariat/people?q=%00",
        "/secretariat/people/%00",
        "/secretariat/reports/CHE-COMPLIANCE-2027.%00",
        "/desk/reports/CHE-COMPLIANCE-2027/attachments/%00",
        "/desk/reports/CHE-COMPLIANCE-2027/forms/%00",
        "/desk/people/%00",
        "/invitation/%00",
        "/answer/%00",
        "/courtesy/%00",
    ] {
        let by = if address.starts_with("/secretariat") { &officer } else { &client };
        let answer = by.get(address).await;
        assert!(!answer.status.is_server_error(), "{address} {}", answer.status);
    }
    let upload = client.upload("/desk/reports/CHE-COMPLIANCE-2027/attachments", "\0", "a\0.txt", b"x").await;
    assert!(!upload.status.is_server_error(), "{}", upload.status);
    let upload = client.upload("/desk/reports/CHE-COMPLIANCE-2027/attachments", "", "a\0.txt", b"x").await;
    assert!(!upload.status.is_server_error(), "{}", upload.status);
}

/// Random paths, queries and headers, on the whole application.
#[test]
fn no_address_crashes_the_portal() {
    let system = actix_web::rt::System::new();
    let portal = TestPortal::new();
    let strategy = ("(/[a-zA-Z%./-]{0,12}){0,4}", "[ -~]{0,40}", "[ -~]{0,60}");
    let run = TestRunner::default().run(&strategy, |(path, query, header)| {
        let address = format!("/{}?{}", path.trim_start_matches('/'), query);
        if address.parse::<actix_web::http::Uri>().is_err() {
            return Ok(()); // refused before the application sees it
        }
        let headers = [("accept-encoding", header.as_str()), ("if-none-match", header.as_str())];
        let answer = system.block_on(portal.ask(Method::GET, &address, &headers));
        prop_assert!(!answer.status.is_server_error(), "{} {address}", answer.status);
        Ok(())
    });
    run.unwrap();
}
