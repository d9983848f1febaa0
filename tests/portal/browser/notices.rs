//! A letter to many in a real browser: written, looked at, sent and followed, with axe-core on every page on the way.

use super::desk::{sound, sound_as};
use super::driver::Driver;
use super::every_page::{with_axe, with_helpers};
use super::reminders::sign_in;
use crate::support::server::TestServer;

#[test]
fn a_letter_to_many_is_looked_at_sent_and_followed() {
    let (server, driver) = (TestServer::start(), Driver::start());
    server.person("officer@example.org", "desk_officer");
    for (party, role) in [("che", "focal_point CHE"), ("fra", "focal_point FRA"), ("nor", "deputy NOR")] {
        server.person(&format!("desk@{party}.example.org"), role);
    }
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    sign_in(&browser, &server, "officer@example.org", "/secretariat");
    browser.click("a[href='/secretariat/reminders']");
    browser.wait_for("location.pathname == '/secretariat/reminders'");
    browser.click("main a[href='/secretariat/notices']");
    browser.wait_for("location.pathname == '/secretariat/notices'");
    sound(&browser, "/secretariat/notices none sent");
    let step = |value: &str, then: &str| {
        browser.click(&format!("button[name='step'][value='{value}']"));
        browser.wait_for(&format!("document.readyState == 'complete' && ({then})"));
    };
    step("preview", "document.querySelector('.banner.error') != null");
    sound_as(&browser, "/secretariat/notices with errors", 422);
    browser.write("#subject", "Meeting of experts");
    browser.write("#words", "The meeting of experts is on 3 May 2027.");
    browser.click("label:has(> input[name='to'][value='some'])");
    // The examination has unfolded it.
    assert_eq!(browser.value("document.querySelector('fieldset details').open"), true);
    for party in ["CHE", "FRA", "NOR", "JPN"] {
        browser.click(&format!("label:has(> input[name='state'][value='{party}'])"));
    }
    step("preview", "document.querySelector(\"button[value='send']\") != null");
    assert_eq!(browser.text("document.querySelector('h1').textContent"), "3 people will get this letter");
    assert_eq!(
        browser.texts("[...document.querySelectorAll('#unreached ~ ul li')].map(one => one.innerText)"),
        ["Japan"]
    );
    sound(&browser, "/secretariat/notices preview");
    assert!(server.letters().is_empty(), "looking sends nothing");
    // What is changed comes back as it was written.
    step("change", "document.querySelector('#words') != null");
    assert_eq!(browser.text("document.querySelector('#subject').value"), "Meeting of experts");
    step("preview", "document.querySelector(\"button[value='send']\") != null");
    step("send", "location.pathname.startsWith('/secretariat/notices/')");
    assert_eq!(browser.text("document.querySelector('#progress').textContent"), "0 of 3 have gone out.");
    assert_eq!(browser.value("document.querySelector('progress').value"), 0);
    sound(&browser, "/secretariat/notices/{id} on its way");
    assert_eq!(server.letters().len(), 3);
    browser.click("#progress ~ p a");
    browser.wait_for("document.querySelector('#progress').textContent == '3 of 3 have gone out.'");
    assert_eq!(browser.value("document.querySelector('progress').position"), 1);
    assert_eq!(
        browser.value("document.querySelector('#progress ~ p')"),
        serde_json::Value::Null,
        "nothing to wait for"
    );
    sound(&browser, "/secretariat/notices/{id}");
    browser.click("main a[href='/secretariat/notices']");
    browser.wait_for("location.pathname == '/secretariat/notices'");
    sound(&browser, "/secretariat/notices sent");
}
