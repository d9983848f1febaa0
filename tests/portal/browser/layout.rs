//! Widths and directions: nothing scrolls sideways at 400 % zoom or when the text runs from right
//! to left, and forced colours show the page.

use serde_json::json;

use super::driver::{Browser, Driver};
use super::every_page::{WIDTHS, with_helpers};
use super::pages::pages;
use crate::support::server::TestServer;

/// A window of 1280 by 1024 pixels at 400 %, as WCAG 1.4.10 has it, and less enlarged: just above each
/// width at which the style sheet sets another layout, where there is least room.
const ZOOMED: [(u32, u32); 5] = [(320, 256), (490, 400), (810, 600), (840, 700), (1095, 800)];

fn on_every_page(look: impl Fn(&Browser<'_>) -> Vec<String>) {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    with_helpers(&browser);
    let mut found = Vec::new();
    for page in pages() {
        browser.open(&server.address(page.path));
        found.extend(look(&browser).into_iter().map(|line| format!("{} {line}", page.path)));
    }
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn nothing_scrolls_sideways_however_enlarged() {
    on_every_page(|browser| {
        let at = |(width, height)| {
            browser.resize(width, height);
            let lines = browser.texts("tests.too_wide()").into_iter();
            lines.map(move |line| format!("at {width}: {line}")).collect::<Vec<_>>()
        };
        ZOOMED.into_iter().flat_map(at).collect()
    });
}

#[test]
fn nothing_scrolls_sideways_from_right_to_left() {
    on_every_page(|browser| {
        browser.value("document.documentElement.dir = 'rtl'");
        let at = |(width, height)| {
            browser.resize(width, height);
            let lines = browser.texts("tests.too_wide()").into_iter();
            lines.map(move |line| format!("rtl {width}: {line}")).collect::<Vec<_>>()
        };
        WIDTHS.into_iter().flat_map(at).collect()
    });
}

#[test]
fn forced_colours_show_every_page() {
    on_every_page(|browser| {
        browser.emulate("", &json!([{"name": "forced-colors", "value": "active"}]));
        let shown = "matchMedia('(forced-colors: active)').matches && document.querySelector('h1').checkVisibility()";
        let complaints = browser.complaints().into_iter().filter(|line| !line.contains("status of 404"));
        let hidden = (browser.value(shown) != true).then(|| "shows no heading in forced colours".to_owned());
        complaints.chain(hidden).collect()
    });
}
