//! From an administrator's invitation to the new focal point at the desk, in a real browser, with axe-core
//! on every page on the way.

use super::desk::{sound, sound_as};
use super::driver::{Browser, Driver};
use super::every_page::{with_axe, with_helpers};
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

fn sign_in(browser: &Browser<'_>, server: &TestServer, email: &str, password: &str, leads_to: &str) {
    browser.open(&server.address("/sign-in"));
    browser.write("#email", email);
    browser.write("#password", password);
    browser.click("main button");
    browser.wait_for(&format!("location.pathname == '{leads_to}'"));
}

fn pick(browser: &Browser<'_>, selector: &str, value: &str) {
    browser.value(&format!("document.querySelector('{selector}').value = '{value}'"));
}

#[test]
fn somebody_is_invited_reads_the_letter_and_confirms_to_be_the_focal_point() {
    let (server, driver) = (TestServer::demo(), Driver::start());
    for (email, role) in [
        ("administrator@example.org", "administrator"),
        ("deputy@che.example.org", "deputy CHE"),
        ("mission@che.example.org", "submitter CHE"),
        ("focal.point@nor.example.org", "focal_point NOR"),
    ] {
        server.person(email, role);
    }
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    browser.open(&server.address("/letters"));
    sound(&browser, "/letters with none");
    sign_in(&browser, &server, "administrator@example.org", PASSWORD, "/secretariat/people");
    sound(&browser, "/secretariat/people");
    browser.write("#name", "N. New");
    browser.write("#email", "new@che.example.org");
    browser.click("#invite ~ form button");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/secretariat/people with an error", 422);
    pick(&browser, "#state", "CHE");
    browser.click("#invite ~ form button");
    browser.wait_for("document.querySelector('.banner.done') != null");
    sound(&browser, "/secretariat/people?invited=yes");
    browser.open(&server.address("/secretariat/contacts"));
    sound(&browser, "/secretariat/contacts");
    browser.open(&server.address("/secretariat/people?q=new@che"));
    browser.click("tbody a");
    browser.wait_for("location.pathname.startsWith('/secretariat/people/')");
    sound(&browser, "/secretariat/people/N. New");
    browser.click("button[value='close']");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/secretariat/people/N. New with an error", 422);
    browser.click(".who button");
    browser.wait_for("location.pathname == '/'");
    server.deliver();
    browser.open(&server.address("/letters"));
    sound(&browser, "/letters");
    browser.click("tbody a");
    browser.wait_for("location.pathname.startsWith('/letters/')");
    sound(&browser, "/letters/invitation");
    browser.click(".typed a");
    browser.wait_for("location.pathname.startsWith('/invitation/')");
    browser.write("#password", "a quiet valley road");
    browser.write("#repeated", "a quiet valley road");
    browser.click("main form button");
    browser.wait_for("document.querySelector(\"main a[href='/sign-in']\") != null");
    sign_in(&browser, &server, "new@che.example.org", "a quiet valley road", "/desk");
    sound(&browser, "/desk not confirmed");
    browser.click("form[action='/desk/contact'] button");
    browser.wait_for("document.querySelector(\"form[action='/desk/contact']\") == null");
    sound(&browser, "/desk confirmed");
    browser.open(&server.address("/desk/people"));
    sound(&browser, "/desk/people");
}
