//! Documents in a real browser: attached without scripts on a telephone, and pages that are sound for everyone.

use serde_json::json;

use super::desk::{REPORT, press, sign_in, sound};
use super::driver::{Browser, Driver};
use super::every_page::{examine_shown, pictures, with_axe, with_helpers};
use super::pages::Example;
use crate::support::server::TestServer;

/// A file on this computer.
fn file(folder: &tempfile::TempDir, name: &str, content: &[u8]) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

fn begin(browser: &Browser<'_>, server: &TestServer) {
    server.person("focal.point@che.example.org", "focal_point CHE");
    sign_in(browser, server);
    browser.open(&server.address(REPORT));
    press(browser, "nothing");
    browser.wait_for("document.querySelectorAll('.tasks > li').length == 12");
}

#[test]
fn a_document_is_attached_and_removed_without_scripts_at_360_px() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    browser.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    browser.resize(360, 800);
    begin(&browser, &server);
    let folder = tempfile::tempdir().unwrap();
    let act = file(&folder, "Kriegsmaterialgesetz \u{fc}ber \"A\".pdf", b"%PDF-1.7 an act");
    browser.open(&server.address(&format!("{REPORT}/forms/C")));
    browser.click("button[value='attachments']");
    browser.wait_for("location.pathname.endsWith('/attachments')");
    assert_eq!(browser.text("document.querySelector('#form').value"), "C", "the form somebody comes from");
    assert_eq!(browser.value("document.documentElement.scrollWidth <= 360"), true, "nothing scrolls sideways");
    browser.write("#file", &act);
    browser.click("form[enctype] button");
    browser.wait_for("location.search.includes('done=added')");
    let name = browser.text("document.querySelector('main ol a').textContent");
    assert_eq!(name, "Kriegsmaterialgesetz \u{fc}ber \"A\".pdf", "the State's own name");
    browser.click("main ol button");
    browser.wait_for("location.search.includes('done=removed')");
    assert_eq!(browser.value("document.querySelector('main ol') == null"), true);
}

#[test]
fn every_page_about_documents_is_sound() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    begin(&browser, &server);
    let folder = tempfile::tempdir().unwrap();
    let address = server.address(&format!("{REPORT}/attachments"));
    browser.open(&address);
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/attachments");
    browser.write("#file", &file(&folder, "map.svg", b"<svg xmlns='x'/>"));
    browser.click("form[enctype] button");
    browser.wait_for("document.querySelector('#file-fault') != null");
    let refused = Example { path: "/desk/reports/CHE-COMPLIANCE-2027/attachments refused", status: 422 };
    let found = examine_shown(&browser, refused, pictures().as_deref());
    assert!(found.is_empty(), "{found:#?}");
    browser.resize(1280, 900);
    let long = format!("{}.pdf", "Verordnung".repeat(11));
    browser.write("#file", &file(&folder, &long, b"%PDF-1.7 << /Encrypt 5 0 R >>"));
    browser.click("form[enctype] button");
    browser.wait_for("location.search.includes('done=added')");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/attachments with a document");
    browser.open(&server.address(&format!("{REPORT}/check")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/check of a document");
}
