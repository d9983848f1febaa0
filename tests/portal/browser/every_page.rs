//! Every page in both themes and at both widths: axe-core finds nothing, nothing scrolls
//! sideways, the browser complains of nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use ccw_portal::text::Text;
use serde_json::json;

use super::driver::{Browser, Driver, Theme, kept_file};
use super::pages::{Example, pages};
use crate::support::server::TestServer;

/// A telephone and a desk.
pub(super) const WIDTHS: [(u32, u32); 2] = [(360, 800), (1280, 900)];

/// What was found, and on which pages.
type Findings = BTreeMap<String, Vec<String>>;

/// What tests ask of a page, as `tests`.
pub(super) const HELPERS: &str = include_str!("page.js");

/// Puts the helpers into every page that is opened from now on.
pub(super) fn with_helpers(browser: &Browser<'_>) {
    browser.command("Page.addScriptToEvaluateOnNewDocument", &json!({"source": HELPERS}));
}

pub(super) fn with_axe(browser: &Browser<'_>) {
    let path = kept_file("axe.min.js");
    let source = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; `tests/run` fetches axe-core", path.display()));
    browser.command("Page.addScriptToEvaluateOnNewDocument", &json!({"source": source}));
}

#[test]
fn every_page_is_sound_in_both_themes_and_widths() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let (left, found) = (Mutex::new(pages()), Mutex::new(Findings::new()));
    let pictures = pictures();
    // One browser a core; each takes the next page.
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let browser = driver.browser();
                with_helpers(&browser);
                with_axe(&browser);
                while let Some(page) = { left.lock().unwrap().pop() } {
                    let own = examine(&browser, &server, page, pictures.as_deref());
                    let mut all = found.lock().unwrap();
                    own.into_iter().for_each(|(what, place)| all.entry(what).or_default().push(place));
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    let lines = found.iter().map(|(what, places)| format!("{what}\n      {}", places.join("\n      ")));
    let lines: Vec<_> = lines.collect();
    assert!(lines.is_empty(), "{} findings:\n{}", lines.len(), lines.join("\n"));
}

/// What is wrong with a page: what, and where.
fn examine(
    browser: &Browser<'_>,
    server: &TestServer,
    page: Example,
    pictures: Option<&Path>,
) -> Vec<(String, String)> {
    browser.open(&server.address(page.path));
    examine_shown(browser, page, pictures)
}

/// The same for the page that the browser shows now.
pub(super) fn examine_shown(browser: &Browser<'_>, page: Example, pictures: Option<&Path>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let path = page.path;
    let address = browser.text("location.href");
    let mut expect = |holds: bool, what: String| {
        if !holds {
            found.push((what, path.to_owned()));
        }
    };
    let status = browser.value("performance.getEntriesByType('navigation')[0].responseStatus");
    expect(status == page.status, format!("status {status}"));
    let headings = browser.value("document.querySelectorAll('h1').length");
    expect(headings == 1, format!("{headings} h1"));
    let (title, site) = (browser.text("document.title"), Text::english().say("site-name"));
    expect(title.ends_with(&site), format!("title: {title}"));
    let language = browser.text("document.documentElement.lang");
    expect(language == Text::english().language(), format!("lang: {language}"));
    for theme in Theme::ALL {
        browser.wear(theme);
        for (width, height) in WIDTHS {
            browser.resize(width, height);
            let place = format!("{path} {} {width}", theme.name());
            for line in browser.texts("tests.too_wide()") {
                found.push((format!("scrolls sideways: {line}"), place.clone()));
            }
            for finding in browser.value("tests.axe()").as_array().unwrap() {
                let [rule, node, advice] = [0, 1, 2].map(|part| finding[part].as_str().unwrap_or_default());
                found.push((format!("{rule}: {node}\n    {advice}"), place.clone()));
            }
            if let Some(folder) = pictures {
                std::fs::write(folder.join(file_name(path, theme, width)), browser.picture()).unwrap();
            }
        }
    }
    // That an error page came with its status is what the page is for.
    let own_status =
        format!("{address} - Failed to load resource: the server responded with a status of {}", page.status);
    let complaints = browser.complaints().into_iter();
    let complaints = complaints.filter(|line| page.status == 200 || !line.starts_with(&own_status));
    found.extend(complaints.map(|line| (format!("browser log: {line}"), path.to_owned())));
    found
}

/// Where pictures go, when they are wanted.
pub(super) fn pictures() -> Option<std::path::PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    let wanted = std::env::var("SCREENSHOTS").is_ok();
    wanted.then(|| {
        let folder = kept_file("../screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    })
}

/// `parties_status=signatory-dark-360.png`; the home page is `home`.
fn file_name(path: &str, theme: Theme, width: u32) -> String {
    let name = path.trim_start_matches('/').replace(['/', '?', '&'], "_");
    let name = if name.is_empty() { "home" } else { &name };
    format!("{name}-{}-{width}.png", theme.name())
}

#[test]
fn findings_are_found() {
    let driver = Driver::start();
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(360, 800);
    browser.open("data:text/html,<p style='width:500px;color:silver'>pale</p><img src='data:,'>");
    let rules = browser.texts("tests.axe().then(all => all.map(one => one[0]))");
    for rule in ["color-contrast", "image-alt", "document-title", "html-has-lang", "region"] {
        assert!(rules.iter().any(|found| found == rule), "{rule} is not among {rules:?}");
    }
    assert_eq!(browser.texts("tests.too_wide()").len(), 1);
    browser.value("console.error('seen')");
    assert!(browser.complaints().iter().any(|line| line.contains("seen")));
    browser.wear(Theme::Dark);
    assert_eq!(browser.value("matchMedia('(prefers-color-scheme: dark)').matches"), true);
}
