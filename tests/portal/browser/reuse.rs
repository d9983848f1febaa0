//! Answers of another report in a real browser: offered, shown beside what stands, taken; every page sound.

use super::desk::{REPORT, at_the_desk, press, sound};
use super::driver::Driver;
use crate::support::server::TestServer;

const OTHER: &str = "/desk/reports/CHE-APII-2027";

#[test]
fn answers_of_another_report_are_offered_and_taken() {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_the_desk(&driver, &server);
    for report in [OTHER, REPORT] {
        browser.open(&server.address(report));
        press(&browser, "nothing");
        browser.wait_for("document.querySelector('.tasks > li') != null");
    }
    browser.open(&server.address(&format!("{OTHER}/forms/D")));
    let words = "The War Materiel Act forbids making, holding and trading in anti-personnel mines.";
    browser.write("textarea[name='forms.D.legislation.text']", words);
    browser.write("input[name='laws[0].title']", "War Materiel Act");
    browser.write("input[name='laws[0].adopted_on']", "13 December 1996");
    press(&browser, "stay");
    browser.wait_for("location.search.includes('saved')");
    browser.open(&server.address(&format!("{REPORT}/forms/C")));
    browser.write("input[name='laws[0].title']", "Export Ordinance");
    browser.value("document.querySelectorAll('section > details').forEach(one => one.open = true)");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/forms/C with offers");
    browser.click("section[aria-labelledby='answered'] button");
    browser.wait_for("location.pathname.endsWith('/answers')");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/answers");
    assert_eq!(browser.text("document.querySelector('input[name=\"choice.laws\"]:checked').value"), "keep");
    browser.click("input[name='choice.forms.C.legislation'][value='take']");
    browser.click("main form > .acts button");
    browser.wait_for("location.search.includes('saved=taken')");
    assert_eq!(browser.text("document.querySelector('textarea').value"), words);
    assert_eq!(browser.text("document.querySelector('input[name=\"laws[0].title\"]').value"), "Export Ordinance");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2027/forms/C after taking");
}
