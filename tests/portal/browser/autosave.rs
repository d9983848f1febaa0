//! The script that saves in the background: what is typed is stored a moment later, and when it cannot be
//! the page says so and keeps it.

use serde_json::json;

use super::driver::{Browser, Driver};
use super::every_page::{examine_shown, pictures, with_axe, with_helpers};
use super::pages::Example;
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";
const FORM: &str = "/desk/reports/CHE-COMPLIANCE-2027/forms/E";
const ONE: &str = "focal.point@che.example.org";
const OTHER: &str = "deputy@che.example.org";

fn signed_in<'d>(driver: &'d Driver, server: &TestServer, email: &str) -> Browser<'d> {
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    browser.open(&server.address("/desk"));
    browser.write("#email", email);
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for("location.pathname == '/desk'");
    browser
}

/// One person before a blank Form E.
fn at_form<'d>(driver: &'d Driver, server: &TestServer) -> Browser<'d> {
    server.person(ONE, "focal_point CHE");
    let browser = signed_in(driver, server, ONE);
    browser.open(&server.address(REPORT));
    browser.click("main button.btn[value='nothing']");
    browser.wait_for("document.querySelectorAll('.tasks').length > 0");
    browser.open(&server.address(FORM));
    browser
}

fn write(browser: &Browser<'_>, text: &str) {
    browser.write("main textarea", text);
}

fn written(browser: &Browser<'_>) -> String {
    browser.text("document.querySelector('main textarea').value")
}

fn says(browser: &Browser<'_>, beginning: &str) {
    browser.wait_for(&format!("document.querySelector('#autosave').textContent.startsWith('{beginning}')"));
}

/// The page that is shown, in both themes and at both widths.
fn sound(browser: &Browser<'_>, path: &'static str, status: u16) {
    let found = examine_shown(browser, Example { path, status }, pictures().as_deref());
    assert!(found.is_empty(), "{path}: {found:#?}");
    browser.resize(1280, 900);
}

#[test]
fn what_is_typed_is_stored_a_moment_later() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_form(&driver, &server);
    assert_eq!(browser.text("document.querySelector('#autosave').textContent"), "");
    write(&browser, "The bill");
    says(&browser, "Saved at ");
    assert_eq!(browser.text("document.querySelector('input[name=revision]').value"), "1");
    write(&browser, " was sent");
    browser.wait_for("document.querySelector('input[name=revision]').value == '2'");
    // Leaving is no question once everything is stored.
    browser.open(&server.address(FORM));
    assert_eq!(written(&browser), "The bill was sent");
    // A button right after a key: stored by the one or the other, and no clash with oneself.
    write(&browser, " to Parliament.");
    browser.click("main button.btn[value='stay']");
    browser.wait_for("location.search == '?saved=yes'");
    assert_eq!(written(&browser), "The bill was sent to Parliament.");
    assert!(browser.complaints().is_empty(), "no error in the console");
}

#[test]
fn what_somebody_else_wrote_is_not_overwritten() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let one = at_form(&driver, &server);
    server.person(OTHER, "deputy CHE");
    let other = signed_in(&driver, &server, OTHER);
    other.open(&server.address(FORM));
    write(&other, "By the other.");
    says(&other, "Saved at ");
    write(&one, "By the one.");
    says(&one, "Not saved: somebody else changed this form.");
    assert_eq!(one.complaints().len(), 1, "the answer 409");
    sound(&one, "form that is not saved", 200);
    other.open(&server.address(FORM));
    assert_eq!(written(&other), "By the other.");
    one.click("main button.btn[value='stay']");
    one.wait_for("document.querySelector('blockquote') != null");
    assert_eq!(one.text("document.querySelector('blockquote').textContent.trim()"), "By the other.");
    assert_eq!(written(&one), "By the one.");
}

#[test]
fn a_page_of_a_report_that_was_submitted_says_so_and_gives_everything_back() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_form(&driver, &server);
    // As if the draft that the page shows were of before.
    browser.value("document.querySelector('form[data-autosave] input[name=draft]').value = 'ended'");
    write(&browser, "Too late.");
    says(&browser, "Not saved: the report was submitted meanwhile.");
    browser.click("main button.btn[value='stay']");
    browser.wait_for("document.querySelector('h1').textContent == 'Not saved, and nothing is lost'");
    assert_eq!(browser.text("document.querySelector('main dd').textContent"), "Too late.");
    assert_eq!(browser.complaints().len(), 2, "410 in the background, 409 of the form");
    sound(&browser, "of a draft that has ended", 409);
}

#[test]
fn without_a_line_the_page_keeps_it_and_stores_it_later() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_form(&driver, &server);
    let line = |is_off: bool| {
        let conditions = json!({"offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        browser.command("Network.enable", &json!({}));
        browser.command("Network.emulateNetworkConditions", &conditions);
    };
    line(true);
    write(&browser, "On the train.");
    says(&browser, "Not saved: the portal does not answer.");
    // The button does not throw the page away either.
    browser.click("main button.btn[value='stay']");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(browser.text("location.pathname"), FORM);
    assert_eq!(written(&browser), "On the train.");
    line(false);
    says(&browser, "Saved at ");
    browser.open(&server.address(FORM));
    assert_eq!(written(&browser), "On the train.");
}

#[test]
fn somebody_signed_out_signs_in_again_and_loses_nothing() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_form(&driver, &server);
    server.sign_out(ONE);
    write(&browser, "Signed out meanwhile.");
    says(&browser, "Not saved: you have been signed out.");
    browser.click("main button.btn[value='stay']");
    browser.wait_for("document.querySelector('#password') != null");
    browser.write("#email", ONE);
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for("location.search == '?saved=yes'");
    assert_eq!(written(&browser), "Signed out meanwhile.");
    // The same in another tab: the form that is still open is of a session that ended.
    browser.open(&server.address(FORM));
    server.sign_out(ONE);
    let secret = server.sign_in(ONE);
    browser.command("Network.setCookie", &json!({"name": "session", "value": secret, "url": server.address("/")}));
    write(&browser, " And in another tab.");
    says(&browser, "Not saved. What you typed is kept");
    browser.click("main button.btn[value='stay']");
    browser.wait_for("document.querySelector('h1').textContent == 'Not saved yet, nothing is lost'");
    assert_eq!(browser.complaints().len(), 4, "401 in the background and of the form, 403 in the background, 409");
    sound(&browser, "not saved yet", 409);
    browser.click("main button");
    browser.wait_for("location.search == '?saved=yes'");
    assert_eq!(written(&browser), "Signed out meanwhile. And in another tab.");
}
