//! Without JavaScript: every page shows itself, links lead somewhere, forms work.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use serde_json::json;

use super::driver::{Browser, Driver};
use super::pages::pages;
use crate::support::server::TestServer;

/// A browser that runs no script of any page.
pub(super) fn without_scripts(driver: &Driver) -> Browser<'_> {
    let browser = driver.browser();
    browser.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    browser.open("data:text/html,<title>off</title><script>document.title = 'on'</script>");
    assert_eq!(browser.text("document.title"), "off", "scripts run");
    browser
}

#[test]
fn every_page_shows_itself_and_its_links_lead_somewhere() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = without_scripts(&driver);
    let mut targets = BTreeSet::new();
    for page in pages() {
        browser.open(&server.address(page.path));
        assert_eq!(browser.value("document.querySelector('h1').checkVisibility()"), true, "{}", page.path);
        let links = browser.texts("[...document.querySelectorAll('a[href]')].map(link => link.href)");
        assert!(links.len() > 5, "{}: {links:?}", page.path);
        targets.extend(links);
    }
    let mut broken = Vec::new();
    for target in &targets {
        let Some(path) = target.strip_prefix(&server.address("")) else {
            broken.push(format!("{target} leads to another site"));
            continue;
        };
        let (path, part) = path.split_once('#').map_or((path, None), |(path, part)| (path, Some(part)));
        let answer = server.get(path);
        let is_own_error = pages().iter().any(|page| page.path == path && page.status == answer.status);
        // The desk leads to signing in.
        let asks_to_sign_in = path == "/desk" && answer.status == 303;
        if answer.status != 200 && !is_own_error && !asks_to_sign_in {
            broken.push(format!("{path}: {}", answer.status));
        }
        let has_part = |part| {
            let html = Html::parse_document(&answer.text);
            html.select(&Selector::parse("[id]").unwrap()).any(|element| element.attr("id") == Some(part))
        };
        if part.is_some_and(|part| !has_part(part)) {
            broken.push(format!("{target}: no such part"));
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
    assert!(targets.len() > 150, "only {} links", targets.len());
}

#[test]
fn links_can_be_clicked() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = without_scripts(&driver);
    browser.open(&server.address("/"));
    browser.click("nav a[href='/parties']");
    browser.wait_for("location.pathname === '/parties'");
    browser.click("td a, th a[href='/parties/CHE']");
    browser.wait_for("location.pathname === '/parties/CHE'");
    assert_eq!(browser.text("document.querySelector('h1').textContent"), "Switzerland");
}

#[test]
fn the_filter_is_a_form() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = without_scripts(&driver);
    browser.open(&server.address("/parties"));
    browser.click("form select[name=status] option[value=signatory]");
    browser.click("main form button");
    browser.wait_for("location.search.includes('signatory')");
    assert_eq!(browser.text("location.href"), server.address("/parties?status=signatory"));
    let shown = "document.querySelector('main a[href=\"/parties/EGY\"]').checkVisibility()";
    assert_eq!(browser.value(shown), true);
    assert_eq!(browser.value("document.querySelector('main a[href=\"/parties/CHE\"]')"), serde_json::Value::Null);
}

#[test]
fn the_search_on_the_first_page_leads_to_the_state() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = without_scripts(&driver);
    browser.open(&server.address("/"));
    browser.write("main input[name=q]", "lao");
    browser.click("main form button");
    browser.wait_for("location.pathname === '/parties/LAO'");
}
