//! Filing for a State in a real browser: from the queue to the report, with axe-core on every page on the way.

use super::desk::{sound, sound_as};
use super::driver::{Browser, Driver};
use super::every_page::{with_axe, with_helpers};
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

#[test]
fn a_report_on_paper_is_filed_and_every_page_on_the_way_is_sound() {
    let (server, driver) = (TestServer::start(), Driver::start());
    server.person("desk.officer@example.org", "desk_officer");
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    browser.open(&server.address("/sign-in"));
    browser.write("#email", "desk.officer@example.org");
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for("location.pathname == '/secretariat'");
    browser.open(&server.address("/secretariat?cycle=2026&state=due&regime=APII&q=France"));
    sound(&browser, "/secretariat due");
    browser.click("td a[href$='/on-behalf']");
    browser.wait_for("location.pathname == '/secretariat/reports/FRA-APII-2026/on-behalf'");
    sound(&browser, "/secretariat/reports/FRA-APII-2026/on-behalf");
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("Rapport.pdf");
    std::fs::write(&original, b"%PDF-1.7 the report as it came").unwrap();
    browser.write("#received_on", "2027-12-24");
    browser.write("#file", &original.display().to_string());
    browser.click("main form .acts button");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/secretariat/reports/FRA-APII-2026/on-behalf with errors", 422);
    assert_eq!(browser.text("document.querySelector('#received_on').value"), "2027-12-24", "what was typed stays");
    browser.value("document.querySelector('#received_on').value = ''");
    browser.write("#received_on", "05/10/2026");
    browser.click("input[name='how'][value='post']");
    browser.click("input[name='availability'][value='no']");
    browser.write("#note_number", "117/26");
    browser.write("#file", &original.display().to_string());
    browser.click("main form .acts button");
    browser.wait_for("document.querySelector('button[value=change]') != null");
    sound(&browser, "/secretariat/reports/FRA-APII-2026/on-behalf as it will stand");
    browser.click("button[value=file]");
    browser.wait_for("location.pathname == '/secretariat/reports/FRA-APII-2026.1'");
    sound(&browser, "/secretariat/reports/FRA-APII-2026.1");
    // Where the original speaks of each form is typed on the same page, and stands beside the forms afterwards.
    browser.write("#place-A", "p. 2-3");
    browser.write("#place-B", &"9".repeat(201));
    browser.click("#sorting form button");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/secretariat/reports/FRA-APII-2026.1 with a place that is too long", 422);
    browser.value("document.querySelector('#place-B').value = ''");
    browser.click("#sorting form button");
    browser.wait_for("location.search == '?sorted=yes'");
    sound(&browser, "/secretariat/reports/FRA-APII-2026.1 sorted");
    browser.open(&server.address("/secretariat/reports/FRA-APII-2026/on-behalf"));
    sound(&browser, "/secretariat/reports/FRA-APII-2026/on-behalf filed");
    // One that nobody asked for is reached from the queue, and what came is acknowledged there with others.
    browser.open(&server.address("/secretariat"));
    sound(&browser, "/secretariat with what waits elsewhere");
    browser.click("main a[href='/secretariat/on-behalf']");
    browser.wait_for("location.pathname == '/secretariat/on-behalf'");
    sound(&browser, "/secretariat/on-behalf");
    browser.click("main form button");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(&browser, "/secretariat/on-behalf with errors", 422);
    browser.open(&server.address("/secretariat?cycle=2026"));
    // On a phone the filters fold away, so that the list begins on the first screen.
    let is_shown = "document.querySelector('.filters').checkVisibility({contentVisibilityAuto: true})";
    assert_eq!(browser.value(is_shown), true);
    browser.resize(360, 740);
    assert_eq!(browser.value(is_shown), false);
    let first = browser.value("document.querySelector('tbody tr').getBoundingClientRect().bottom").as_f64().unwrap();
    assert!(first < 740.0, "the list begins at {first}");
    browser.resize(1280, 900);
    browser.click("button[name=tick][value=all]");
    browser.wait_for("document.querySelectorAll('tbody input:checked').length == 1");
    sound(&browser, "/secretariat with a report ticked");
    browser.click(".bulk button[value='acknowledged']");
    browser.wait_for("location.pathname == '/secretariat/selection'");
    sound(&browser, "/secretariat/selection");
    browser.click("main form button[value='acknowledged']");
    browser.wait_for("document.querySelector('main form') == null");
    sound(&browser, "/secretariat/selection done");
    record(&browser, &server);
}

/// What is asked is answered on paper, and the answer is recorded.
fn record(browser: &Browser<'_>, server: &TestServer) {
    browser.open(&server.address("/secretariat/reports/FRA-APII-2026"));
    browser.click("section:has(#ask-) > details > summary");
    browser.write("#ask-", "Which unit?");
    browser.click("details:has(#ask-) .acts button");
    browser.wait_for("document.querySelector('.thread') != null");
    browser.click("a[href$='/answer']");
    browser.wait_for("location.pathname.endsWith('/answer')");
    sound(browser, "/secretariat/reports/FRA-APII-2026/questions/one/answer");
    browser.write("#sender", "Représentation permanente");
    browser.write("#words", "En mètres carrés.");
    browser.click("main form .acts button");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(browser, "/secretariat/reports/FRA-APII-2026/questions/one/answer with errors", 422);
    browser.write("#received_on", "24/11/2026");
    browser.click("input[name='how'][value='post']");
    browser.click("main form .acts button");
    browser.wait_for("document.querySelector('.theirs') != null");
    sound(browser, "/secretariat/reports/FRA-APII-2026 with an answer on paper");
}
