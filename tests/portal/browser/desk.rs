//! The main job in a real browser: from signing in to the receipt, with axe-core on every page on the
//! way; and writing by keyboard alone with scripts switched off.

use serde_json::json;

use super::driver::{Browser, Driver, ENTER, TAB};
use super::every_page::{examine_shown, pictures, with_axe, with_helpers};
use super::pages::Example;
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

pub(super) const REPORT: &str = "/desk/reports/CHE-COMPLIANCE-2027";

/// Looks at the page that is shown: both themes, both widths.
pub(super) fn sound(browser: &Browser<'_>, path: &'static str) {
    sound_as(browser, path, 200);
}

/// The same for a page that says what is wrong.
pub(super) fn sound_as(browser: &Browser<'_>, path: &'static str, status: u16) {
    let found = examine_shown(browser, Example { path, status }, pictures().as_deref());
    assert!(found.is_empty(), "{path}: {found:#?}");
    browser.resize(1280, 900);
}

pub(super) fn sign_in(browser: &Browser<'_>, server: &TestServer) {
    browser.open(&server.address("/desk"));
    browser.write("#email", "focal.point@che.example.org");
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for("location.pathname == '/desk'");
}

/// A focal point at the desk, in a browser that can look at pages as axe-core does.
pub(super) fn at_the_desk<'d>(driver: &'d Driver, server: &TestServer) -> Browser<'d> {
    server.person("focal.point@che.example.org", "focal_point CHE");
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    sign_in(&browser, server);
    browser
}

/// Presses the button with that name and value.
pub(super) fn press(browser: &Browser<'_>, value: &str) {
    browser.click(&format!("main button.btn[value='{value}']"));
}

pub(super) fn choose(browser: &Browser<'_>, name: &str, value: &str) {
    browser.click(&format!("label:has(> input[name='{name}'][value='{value}'])"));
}

fn write_form(browser: &Browser<'_>, server: &TestServer, letter: &str, field: &str, text: &str) {
    browser.open(&server.address(&format!("{REPORT}/forms/{letter}")));
    choose(browser, &format!("summary.{letter}.state"), "changed");
    browser.write(&format!("textarea[name='forms.{letter}.{field}.text']"), text);
    press(browser, "back");
    browser.wait_for(&format!("location.pathname == '{REPORT}'"));
}

#[test]
fn a_report_is_filed_and_every_page_on_the_way_is_sound() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_the_desk(&driver, &server);
    sound(&browser, "/desk");
    browser.open(&server.address("/account"));
    sound(&browser, "/account");
    browser.open(&server.address(REPORT));
    sound(&browser, REPORT);
    press(&browser, "nothing");
    browser.wait_for("document.querySelectorAll('.tasks > li').length == 12");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027 draft");
    browser.open(&server.address(&format!("{REPORT}/cover")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/cover");
    browser.write("[id='cover-contacts-0-organization']", "Arms Control Division");
    browser.write("[id='cover-contacts-0-email']", "arms.control");
    browser.write("[id='period-from']", "2025-11-01");
    browser.write("[id='period-to']", "2026-10-31");
    choose(&browser, "cover.availability", "yes");
    press(&browser, "stay");
    browser.wait_for("document.querySelector('.banner.error') != null");
    assert_eq!(browser.value("document.querySelectorAll('.is-bad').length"), 1, "the address is not complete");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/cover with an error");
    browser.write("[id='cover-contacts-0-email']", "@example.org");
    press(&browser, "back");
    browser.wait_for(&format!("location.pathname == '{REPORT}'"));
    browser.open(&server.address(&format!("{REPORT}/profile")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/profile");
    for (letter, field) in [
        ("A", "armed_forces"),
        ("B", "technical_requirements"),
        ("C", "legislation"),
        ("D", "cooperation_assistance"),
        ("E", "other_matters"),
    ] {
        write_form(&browser, &server, letter, field, "We did this in May 2026.");
    }
    browser.open(&server.address(&format!("{REPORT}/forms/C")));
    press(&browser, "add:laws");
    browser.wait_for("location.search.includes('add=laws')");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/forms/C");
    browser.open(&server.address(&format!("{REPORT}/summary")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/summary");
    browser.open(&server.address(&format!("{REPORT}/history")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/history");
    browser.open(&server.address(&format!("{REPORT}/check")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/check");
    browser.open(&server.address(&format!("{REPORT}/submit")));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/submit");
    browser.click("main form .acts button:not([name])");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/desk/reports/CHE-COMPLIANCE-2027/submit unconfirmed", 422);
    browser.value("document.querySelectorAll(\"input[name^='confirm.']\").forEach(box => box.checked = true)");
    browser.click("main form .acts button:not([name])");
    browser.wait_for(&format!("location.pathname == '{REPORT}/receipt'"));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/receipt");
    assert_eq!(browser.text("document.querySelector('.ref').textContent"), "CHE-COMPLIANCE-2027.1");
    browser.click("main a[href$='/recall']");
    browser.wait_for("location.pathname.endsWith('/recall')");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/recall");
    // What follows a filing: an update, made a correction.
    browser.open(&server.address(REPORT));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027 filed");
    press(&browser, "update");
    browser.wait_for("document.querySelector(\"button[value='correction']\") != null");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027 update");
    publish(&browser, &server);
    answer(&browser, &server);
}

/// The secretariat takes it to the public page.
fn publish(browser: &Browser<'_>, server: &TestServer) {
    server.person("desk.officer@example.org", "desk_officer");
    browser.click(".who button");
    browser.wait_for("location.pathname == '/'");
    browser.open(&server.address("/secretariat"));
    browser.write("#email", "desk.officer@example.org");
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for("location.pathname == '/secretariat'");
    sound(browser, "/secretariat");
    browser.click("tbody a");
    browser.wait_for("location.pathname.startsWith('/secretariat/reports/')");
    sound(browser, "/secretariat/reports/CHE-COMPLIANCE-2027");
    // The examination leaves everything open that can be; loading again shuts it.
    browser.open(&server.address("/secretariat/reports/CHE-COMPLIANCE-2027"));
    browser.click("section:has(#ask-C) > details > summary");
    browser.write("#ask-C", "Which provision is the penal one?");
    browser.click("details:has(#ask-C) .acts button");
    browser.wait_for("document.querySelector('.thread') != null");
    sound(browser, "/secretariat/reports/CHE-COMPLIANCE-2027 with a question");
    press(browser, "acknowledged");
    browser.wait_for("document.querySelector(\"button[value='acknowledged']\") == null");
    for act in ["circulated", "published"] {
        press(browser, act);
        browser.wait_for("location.pathname == '/secretariat/selection'");
        sound(browser, "/secretariat/selection of one");
        press(browser, act);
        browser.wait_for("location.pathname.startsWith('/secretariat/reports/')");
    }
    browser.open(&server.address("/circulated"));
    sound(browser, "/circulated");
    browser.click("tbody a");
    browser.wait_for("location.pathname.startsWith('/circulated/')");
    sound(browser, "/circulated/CHE-COMPLIANCE-2027");
    browser.open(&server.address("/reports"));
    sound(browser, "/reports");
    browser.click("tbody a");
    browser.wait_for("location.pathname == '/reports/CHE-COMPLIANCE-2027'");
    sound(browser, "/reports/CHE-COMPLIANCE-2027");
    browser.open(&server.address("/account"));
    browser.click(".who button");
    browser.wait_for("location.pathname == '/'");
}

/// The State answers what it was asked, and files a correction.
fn answer(browser: &Browser<'_>, server: &TestServer) {
    sign_in(browser, server);
    browser.click("a.query");
    browser.wait_for(&format!("location.pathname == '{REPORT}/questions'"));
    sound(browser, "/desk/reports/CHE-COMPLIANCE-2027/questions");
    browser.write("main textarea", "Article 35.");
    browser.click("main form button");
    browser.wait_for("document.querySelector('.theirs') != null");
    browser.open(&server.address(&format!("{REPORT}/filed")));
    sound(browser, "/desk/reports/CHE-COMPLIANCE-2027/filed");
}

/// Moves on until the element has the focus, as somebody without a mouse does.
fn reach(browser: &Browser<'_>, selector: &str) {
    for _ in 0..200 {
        if browser.value(&format!("document.activeElement?.matches(\"{selector}\") ?? false")) == true {
            return;
        }
        browser.press(TAB);
    }
    panic!("{}: the keyboard never reaches {selector}", browser.text("location.href"));
}

#[test]
fn a_form_is_saved_by_keyboard_alone_without_scripts() {
    let (server, driver) = (TestServer::start(), Driver::start());
    server.person("focal.point@che.example.org", "focal_point CHE");
    let browser = driver.browser();
    browser.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    browser.resize(360, 800);
    browser.open(&server.address("/desk"));
    reach(&browser, "#email");
    browser.type_text("focal.point@che.example.org");
    reach(&browser, "#password");
    browser.type_text(PASSWORD);
    browser.press(ENTER);
    browser.wait_for("location.pathname == '/desk'");
    browser.open(&server.address(REPORT));
    reach(&browser, "button[value='nothing']");
    browser.press(ENTER);
    browser.wait_for("document.querySelectorAll('.tasks > li').length == 12");
    reach(&browser, "a[href$='/forms/E']");
    browser.press(ENTER);
    browser.wait_for("location.pathname.endsWith('/forms/E')");
    reach(&browser, "textarea");
    browser.type_text("The bill was sent to Parliament.");
    reach(&browser, "button[value='back']");
    browser.press(ENTER);
    browser.wait_for(&format!("location.pathname == '{REPORT}'"));
    browser.open(&server.address(&format!("{REPORT}/forms/E")));
    assert_eq!(browser.text("document.querySelector('textarea').value"), "The bill was sent to Parliament.");
}
