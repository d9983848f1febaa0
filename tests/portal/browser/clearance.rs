//! Clearance of a draft in a real browser: asked, returned, asked again and cleared, with axe-core on every page on
//! the way, and without scripts.

use serde_json::json;

use super::desk::{REPORT, press, sign_in, sound, sound_as};
use super::driver::{Browser, Driver};
use super::every_page::{with_axe, with_helpers};
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

fn clearance(browser: &Browser<'_>, server: &TestServer) {
    browser.open(&server.address(&format!("{REPORT}/clearance")));
}

/// Signs out, and in as somebody else of the same desk.
fn hand_to(browser: &Browser<'_>, server: &TestServer, email: &str) {
    browser.open(&server.address("/desk"));
    browser.click(".who button");
    browser.wait_for("location.pathname == '/'");
    browser.open(&server.address("/desk"));
    browser.write("#email", email);
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for("location.pathname == '/desk'");
}

#[test]
fn a_draft_is_returned_and_cleared_and_every_page_on_the_way_is_sound() {
    let (server, driver) = (TestServer::start(), Driver::start());
    server.person("focal.point@che.example.org", "focal_point CHE");
    server.person("mission@che.example.org", "submitter CHE");
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    sign_in(&browser, &server);
    browser.open(&server.address(REPORT));
    press(&browser, "nothing");
    browser.wait_for("document.querySelectorAll('.tasks > li').length == 12");
    browser.click(".tasks a[href$='/clearance']");
    browser.wait_for("location.pathname.endsWith('/clearance')");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/clearance");
    clearance(&browser, &server);
    browser.write("#words", "Please read Form C first.");
    press(&browser, "asked");
    browser.wait_for("document.querySelector('.tag.wait') != null");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/clearance asked");
    press(&browser, "withdrawn");
    browser.wait_for("document.querySelector('.tag.wait') == null");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/clearance taken back");
    press(&browser, "asked");
    browser.wait_for("document.querySelector('.tag.wait') != null");
    browser.open(&server.address("/desk"));
    sound(&browser, "/desk with a draft that waits");
    hand_to(&browser, &server, "mission@che.example.org");
    clearance(&browser, &server);
    press(&browser, "returned");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/desk/reports/CHE-COMPLIANCE-2027/clearance without a remark", 422);
    browser.write("#words", "Form C names no act.");
    press(&browser, "returned");
    browser.wait_for("document.querySelector('.banner.error') == null");
    browser.open(&server.address(REPORT));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027 returned");
    browser.open(&server.address(&format!("{REPORT}/submit")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/submit returned");
    // The rest without scripts.
    hand_to(&browser, &server, "focal.point@che.example.org");
    browser.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    clearance(&browser, &server);
    press(&browser, "asked");
    browser.wait_for("document.querySelector('.tag.wait') != null");
    press(&browser, "cleared");
    browser.wait_for("document.querySelector('.tag.done') != null");
}
