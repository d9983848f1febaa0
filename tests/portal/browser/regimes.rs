//! The reports of the other regimes, by hand from the start to the receipt, with axe-core on every form.

use super::desk::{at_the_desk, choose, press, sound};
use super::driver::{Browser, Driver};
use crate::support::server::TestServer;

/// A report with the addresses of its forms, which pictures and findings are called by.
struct Written {
    report: &'static str,
    forms: &'static [(&'static str, &'static str)],
    /// Figures to type: form, field, what is typed, what is shown back.
    figures: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

const AMENDED_PROTOCOL_II: Written = Written {
    report: "/desk/reports/CHE-APII-2027",
    forms: &[
        ("A", "/desk/reports/CHE-APII-2027/forms/A"),
        ("B", "/desk/reports/CHE-APII-2027/forms/B"),
        ("C", "/desk/reports/CHE-APII-2027/forms/C"),
        ("D", "/desk/reports/CHE-APII-2027/forms/D"),
        ("E", "/desk/reports/CHE-APII-2027/forms/E"),
        ("F", "/desk/reports/CHE-APII-2027/forms/F"),
        ("G", "/desk/reports/CHE-APII-2027/forms/G"),
    ],
    figures: &[("B", "figures.area_cleared_m2", "3.3 ha", "33,000")],
};

const PROTOCOL_V: Written = Written {
    report: "/desk/reports/CHE-PV-2027",
    forms: &[
        ("A", "/desk/reports/CHE-PV-2027/forms/A"),
        ("B", "/desk/reports/CHE-PV-2027/forms/B"),
        ("C", "/desk/reports/CHE-PV-2027/forms/C"),
        ("D", "/desk/reports/CHE-PV-2027/forms/D"),
        ("E", "/desk/reports/CHE-PV-2027/forms/E"),
        ("F", "/desk/reports/CHE-PV-2027/forms/F"),
        ("G", "/desk/reports/CHE-PV-2027/forms/G"),
        ("H", "/desk/reports/CHE-PV-2027/forms/H"),
        ("I", "/desk/reports/CHE-PV-2027/forms/I"),
    ],
    figures: &[("A", "figures.area_cleared_m2", "0.5 km2", "500,000")],
};

fn write_cover(browser: &Browser<'_>, server: &TestServer, report: &str) {
    browser.open(&server.address(&format!("{report}/cover")));
    browser.write("[id='cover-contacts-0-organization']", "Mine Action Office");
    browser.write("[id='cover-contacts-0-email']", "mine.action@example.org");
    browser.write("[id='period-from']", "2025-11-01");
    browser.write("[id='period-to']", "2026-10-31");
    choose(browser, "cover.availability", "yes");
    press(browser, "back");
    browser.wait_for(&format!("location.pathname == '{report}'"));
}

fn write_form(browser: &Browser<'_>, server: &TestServer, written: &Written, letter: &str, address: &'static str) {
    browser.open(&server.address(address));
    sound(browser, address);
    // The examination leaves everything open that can be; loading again shuts it.
    browser.open(&server.address(address));
    choose(browser, &format!("summary.{letter}.state"), "changed");
    browser.write("main textarea[name$='.text']", "We did this in May 2026 for 40 officers.");
    let own = written.figures.iter().filter(|(form, ..)| *form == letter);
    for (_, field, typed, _) in own.clone() {
        browser.write(&format!("main input[name='{field}']"), typed);
    }
    press(browser, "back");
    browser.wait_for(&format!("location.pathname == '{}'", written.report));
    for (_, _, _, shown) in own {
        browser.open(&server.address(address));
        let says = format!("document.querySelector('main').textContent.includes('{shown}')");
        assert_eq!(browser.value(&says), true, "{address}: {shown} is not shown back");
    }
}

fn file(browser: &Browser<'_>, server: &TestServer, written: &Written) {
    let report = written.report;
    browser.open(&server.address(report));
    press(browser, "nothing");
    browser.wait_for("document.querySelectorAll('.tasks > li').length > 10");
    write_cover(browser, server, report);
    for (letter, address) in written.forms {
        write_form(browser, server, written, letter, address);
    }
    browser.open(&server.address(&format!("{report}/submit")));
    browser.value("document.querySelectorAll(\"input[name^='confirm.']\").forEach(box => box.checked = true)");
    browser.click("main form .acts button:not([name])");
    browser.wait_for(&format!("location.pathname == '{report}/receipt'"));
    let reference = report.trim_start_matches("/desk/reports/");
    assert_eq!(browser.text("document.querySelector('.ref').textContent"), format!("{reference}.1"));
}

fn by_hand(written: &Written) {
    let (server, driver) = (TestServer::start(), Driver::start());
    let browser = at_the_desk(&driver, &server);
    file(&browser, &server, written);
}

#[test]
fn a_report_on_amended_protocol_ii_is_filed_by_hand() {
    by_hand(&AMENDED_PROTOCOL_II);
}

#[test]
fn a_report_on_protocol_v_is_filed_by_hand() {
    by_hand(&PROTOCOL_V);
}
