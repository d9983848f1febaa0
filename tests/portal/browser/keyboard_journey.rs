//! A report from signing in to the public page with the keyboard alone and without scripts: Tab, Enter, Space, the
//! arrows and letters. After each key the focus is somewhere, outlined and in sight.

use serde_json::{Value, json};

use super::desk::REPORT;
use super::driver::{Browser, DOWN, Driver, ENTER, TAB};
use super::every_page::{HELPERS, WIDTHS};
use super::scriptless::without_scripts;
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

/// More stops than any page on the way has.
const STOPS: usize = 300;

struct Keyboard<'b> {
    browser: &'b Browser<'b>,
}

impl Keyboard<'_> {
    /// Where somebody is who uses it, for what is said of a failure.
    fn here(&self) -> String {
        self.browser.text("location.href")
    }

    /// The focus is on something, and can be seen there.
    fn sees_focus(&self, on_the_way_to: &str) {
        // Scripts of pages are off, so that what looks at them comes along each time.
        let focus = self.browser.value(&format!("(() => {{ {HELPERS}; return tests.focus() }})()"));
        let here = || format!("{}: on the way to {on_the_way_to}: {focus}", self.here());
        assert!(!focus.is_null(), "the focus is lost: {}", here());
        assert_eq!(focus["outlined"], true, "the focus has no outline: {}", here());
        assert_eq!(focus["in_sight"], true, "the focus is out of sight: {}", here());
    }

    fn is_on(&self, selector: &str) -> bool {
        self.browser.value(&format!("document.activeElement?.matches({}) ?? false", json!(selector))) == true
    }

    fn key(&self, key: &str, on_the_way_to: &str) {
        self.browser.press(key);
        self.sees_focus(on_the_way_to);
    }

    /// Goes on to the next stop that the selector names; never back, and never past the end of the page.
    fn reach(&self, selector: &str) {
        for _ in 0..STOPS {
            self.key(TAB, selector);
            if self.is_on(selector) {
                return;
            }
        }
        panic!("{}: the keyboard never reaches {selector}", self.here());
    }

    fn write(&self, selector: &str, text: &str) {
        self.reach(selector);
        self.browser.type_text(text);
        self.sees_focus(selector);
    }

    /// Chooses one of several with the arrows, which is one stop for all of them.
    fn choose(&self, name: &str, value: &str) {
        self.reach(&format!("input[name='{name}']"));
        self.browser.press(" ");
        let wanted = format!("input[name='{name}'][value='{value}']:checked");
        for _ in 0..5 {
            if self.is_on(&wanted) {
                return;
            }
            self.key(DOWN, &wanted);
        }
        panic!("{}: the arrows never reach {wanted}", self.here());
    }

    /// Presses a button or follows a link, and waits for what it leads to.
    fn press(&self, selector: &str, leads_to: &str) {
        self.reach(selector);
        self.browser.press(ENTER);
        self.browser.wait_for(&format!("document.readyState == 'complete' && ({leads_to})"));
    }

    fn press_to_path(&self, selector: &str, path: &str) {
        self.press(selector, &format!("location.pathname == '{path}'"));
    }

    fn sign_in(&self, email: &str, path: &str) {
        self.write("#email", email);
        self.write("#password", PASSWORD);
        self.press_to_path("main button", path);
    }
}

fn write_cover(keys: &Keyboard<'_>) {
    keys.press_to_path("a[href$='/cover']", &format!("{REPORT}/cover"));
    keys.write("[id='cover-contacts-0-organization']", "Arms Control Division");
    keys.write("[id='cover-contacts-0-email']", "arms.control@example.org");
    keys.write("[id='period-from']", "2025-11-01");
    keys.write("[id='period-to']", "2026-10-31");
    keys.choose("cover.availability", "yes");
    keys.write("[id='cover-note_verbale-number']", "112/2026");
    keys.write("[id='cover-note_verbale-date']", "2026-11-20");
    // Letters choose in a list.
    keys.write("#language", "Fre");
    assert_eq!(keys.browser.text("document.querySelector('#language').value"), "fr");
    keys.press_to_path("button.btn[value='back']", REPORT);
}

fn write_forms(keys: &Keyboard<'_>) {
    keys.press_to_path("a[href$='/summary']", &format!("{REPORT}/summary"));
    for letter in ["A", "B", "C", "D", "E"] {
        keys.choose(&format!("summary.{letter}.state"), "changed");
    }
    keys.press_to_path("button.btn[value='back']", REPORT);
    for letter in ["A", "B", "C", "D", "E"] {
        keys.press_to_path(&format!("a[href$='/forms/{letter}']"), &format!("{REPORT}/forms/{letter}"));
        keys.write("textarea", &format!("Form {letter} was written with the keyboard."));
        keys.press_to_path("button.btn[value='back']", REPORT);
    }
}

/// First without a tick: what is missing is named, and its link leads to the box.
fn submit(keys: &Keyboard<'_>) {
    keys.press_to_path("a[href$='/check']", &format!("{REPORT}/check"));
    keys.press_to_path("main a.btn", &format!("{REPORT}/submit"));
    keys.press("#read > summary", "document.querySelector('#read').open");
    assert!(keys.browser.text("document.querySelector('#read').innerText").contains("Form C was written"));
    keys.press("main form .acts button:not([name])", "document.querySelector('.banner.error') != null");
    keys.press(".banner.error a", "location.hash.startsWith('#confirm-')");
    let boxes =
        keys.browser.value("document.querySelectorAll('main input[name^=\"confirm.\"]').length").as_u64().unwrap();
    assert!(boxes > 1, "{boxes}");
    for place in 0..boxes {
        if place == 0 {
            keys.sees_focus("the box that the link leads to");
            assert!(keys.is_on("input[name^='confirm.']"), "the link leads to the box");
        } else {
            keys.reach("input[name^='confirm.']");
        }
        keys.key(" ", "the tick");
    }
    keys.press_to_path("main form .acts button:not([name])", &format!("{REPORT}/receipt"));
    assert_eq!(keys.browser.text("document.querySelector('.ref').textContent"), "CHE-COMPLIANCE-2027.1");
}

fn publish(keys: &Keyboard<'_>) {
    keys.press("tbody a", "location.pathname.startsWith('/secretariat/reports/')");
    keys.press("button[value='acknowledged']", "!document.querySelector('button[value=acknowledged]')");
    for act in ["circulated", "published"] {
        keys.press_to_path(&format!("button[value='{act}']"), "/secretariat/selection");
        keys.press(&format!("button[value='{act}']"), "location.pathname.startsWith('/secretariat/reports/')");
        assert_eq!(keys.browser.value(&format!("document.querySelector('button[value={act}]')")), Value::Null);
    }
}

#[test]
fn a_report_is_filed_and_published_by_keyboard_alone_without_scripts() {
    WIDTHS.into_iter().for_each(journey);
}

fn journey((width, height): (u32, u32)) {
    let (server, driver) = (TestServer::start(), Driver::start());
    server.person("focal.point@che.example.org", "focal_point CHE");
    server.person("desk.officer@example.org", "desk_officer");
    let browser = without_scripts(&driver);
    browser.resize(width, height);
    let keys = Keyboard { browser: &browser };
    browser.open(&server.address("/desk"));
    keys.sign_in("focal.point@che.example.org", "/desk");
    keys.press_to_path(&format!("tbody a[href='{REPORT}']"), REPORT);
    keys.press("button[value='nothing']", "document.querySelectorAll('.tasks > li').length == 12");
    write_cover(&keys);
    write_forms(&keys);
    submit(&keys);
    keys.press_to_path(".who button", "/");
    browser.open(&server.address("/secretariat"));
    keys.sign_in("desk.officer@example.org", "/secretariat");
    publish(&keys);
    keys.press_to_path("nav a[href='/reports']", "/reports");
    keys.press_to_path("tbody a", "/reports/CHE-COMPLIANCE-2027");
    let shown = browser.text("document.querySelector('main').innerText");
    for written in ["Form A was written with the keyboard.", "Form E was written", "112/2026", "French"] {
        assert!(shown.contains(written), "{written}: {shown}");
    }
}
