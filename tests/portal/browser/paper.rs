//! Printed: the whole text, none of the navigation.

use std::process::Command;

use ccw_portal::text::Text;
use serde_json::json;

use super::driver::Driver;
use super::pages::pages;
use crate::support::register;
use crate::support::server::TestServer;

/// The text of a PDF, as poppler reads it.
fn text_of(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    let read = read.unwrap_or_else(|error| panic!("pdftotext: {error}; `tests/run` installs poppler-utils"));
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap()
}

#[test]
fn the_table_and_a_state_are_whole_on_paper() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    let printed = |path: &str| {
        browser.open(&server.address(path));
        text_of(&browser.print())
    };
    let parties = printed("/parties");
    let register = register();
    let convention = register.instruments()[0].code;
    let today = crate::support::at(crate::support::portal::TODAY).date_naive();
    for (state, _) in register.bound_by(convention, today) {
        // A long name is broken into lines.
        let first = state.short_name_en.split(' ').next().unwrap();
        assert!(parties.contains(first), "{} is not on paper", state.short_name_en);
    }
    let party = printed("/parties/CHE");
    for words in ["Switzerland", "Protocol V", "Suisse"] {
        assert!(party.contains(words), "{words} is not on paper:\n{party}");
    }
    for text in [parties, party] {
        let skip = Text::english().say("skip");
        assert!(!text.contains(&skip), "the skip link is on paper");
    }
}

#[test]
fn nothing_to_press_is_printed() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    let mut found = Vec::new();
    for page in pages() {
        browser.open(&server.address(page.path));
        browser.emulate("print", &json!([]));
        let left = "[...document.querySelectorAll('nav, form, button, .skip')].filter(one => one.checkVisibility()) \
                    .map(one => one.localName + ' ' + one.className)";
        found.extend(browser.texts(left).into_iter().map(|line| format!("{}: {line}", page.path)));
        assert_eq!(browser.value("document.querySelector('h1').checkVisibility()"), true, "{}", page.path);
    }
    assert!(found.is_empty(), "printed:\n{}", found.join("\n"));
}
