//! The keyboard alone: first the skip link, then everything, and the focus always in sight.

use serde_json::Value;

use super::driver::{Driver, ENTER, TAB};
use super::every_page::{WIDTHS, with_helpers};
use super::pages::pages;
use crate::support::server::TestServer;

/// Pages on which every stop is visited; others repeat them with other rows.
const WALKED: &[&str] = &[
    "/",
    "/parties",
    "/parties?status=signatory",
    "/parties?q=zzz",
    "/parties/CHE",
    "/instruments",
    "/instruments/P-V",
    "/help",
    "/nowhere",
];

#[test]
fn the_first_stop_leads_into_the_content() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    for page in pages() {
        browser.open(&server.address(page.path));
        browser.press(TAB);
        assert_eq!(browser.text("document.activeElement.className"), "skip", "{}", page.path);
        browser.press(ENTER);
        assert_eq!(browser.text("document.activeElement.localName"), "main", "{}", page.path);
    }
}

#[test]
fn every_stop_is_reached_and_in_sight() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    with_helpers(&browser);
    let mut found = Vec::new();
    for path in WALKED {
        for (width, height) in WIDTHS {
            browser.resize(width, height);
            browser.open(&server.address(path));
            let stops = usize::try_from(browser.value("tests.stops()").as_u64().unwrap()).unwrap();
            let mut visited = Vec::new();
            loop {
                browser.press(TAB);
                let focus = browser.value("tests.focus()");
                let Some(name) = focus["name"].as_str().map(str::to_owned) else { break };
                if visited.first() == Some(&name) || visited.len() > 2 * stops {
                    break;
                }
                for (what, problem) in [("outlined", "has no outline"), ("in_sight", "is hidden")] {
                    if focus[what] != Value::Bool(true) {
                        found.push(format!("{path} {width}: {name} {problem} when it has the focus"));
                    }
                }
                visited.push(name);
            }
            if visited.len() < stops {
                found.push(format!("{path} {width}: the keyboard reaches {} of {stops}", visited.len()));
            }
        }
    }
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}
