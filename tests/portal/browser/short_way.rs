//! A year in which nothing has changed, in a real browser: from the link of the letter to the receipt in at most ten
//! clicks and two minutes, with scripts and without.

use std::cell::Cell;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ccw_portal::app::reminding::{release, write_due};
use ccw_portal::store::people::find_person_by_email;
use scraper::{Html, Selector};

use super::desk::sound;
use super::driver::{Browser, Driver};
use super::every_page::{with_axe, with_helpers};
use super::reminders::sign_in;
use super::scriptless::without_scripts;
use crate::support::at;
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;
use crate::web::filing::whole;

const FOCAL_POINT: &str = "focal.point@che.example.org";
const ADMINISTRATOR: &str = "administrator@example.org";
const NEXT: &str = "/desk/reports/CHE-COMPLIANCE-2028";

const CLICKS_MAX: u32 = 10;
const TIME_MAX: Duration = Duration::from_secs(120);

/// Files a report for 2027, lets a year pass, and gives the link of the letter that asks for the next.
fn a_year_later() -> (TestServer, String) {
    let (server, seconds) = TestServer::moved("2026-11-24T09:00:00Z");
    server.person(FOCAL_POINT, "focal_point CHE");
    server.person(ADMINISTRATOR, "administrator");
    let store = server.portal.store();
    let by = store.read(|db| find_person_by_email(db, ADMINISTRATOR)).unwrap().unwrap();
    release(store, &by, server.portal.edition().today, server.portal.clock().now()).unwrap();
    file(&server);
    seconds.store(at("2027-12-02T09:00:00Z").timestamp(), Ordering::Relaxed);
    server.portal.refresh().unwrap();
    write_due(store, &server.portal.edition(), server.portal.clock().now()).unwrap();
    let begin = server.address("/answer/");
    let letters = server.letters();
    let invitation = letters.iter().find(|letter| letter.subject.contains("3 national reports 2028")).unwrap();
    let link = invitation.text.lines().find(|line| line.starts_with(&begin)).unwrap().to_owned();
    (server, link)
}

fn file(server: &TestServer) {
    let (secret, report) = (server.sign_in(FOCAL_POINT), "/desk/reports/CHE-COMPLIANCE-2027");
    server.send(report, &secret, &[("from", "nothing")]);
    for (page, fields) in whole() {
        let fields = fields.iter().map(|(name, text)| (name.as_str(), *text));
        let fields: Vec<_> = fields.chain([("revision", "0"), ("go", "stay")]).collect();
        server.send(&format!("{report}/{page}"), &secret, &fields);
    }
    let submit = format!("{report}/submit");
    let page = Html::parse_document(&server.read(&submit, &secret));
    let ticks = Selector::parse("input[name^='confirm.']").unwrap();
    let ticks: Vec<_> = page.select(&ticks).map(|tick| (tick.attr("name").unwrap(), "yes")).collect();
    server.send(&submit, &secret, &ticks);
    server.sign_out(FOCAL_POINT);
}

/// Somebody whose clicks are counted; typing is none.
struct Visitor<'b> {
    browser: &'b Browser<'b>,
    clicks: Cell<u32>,
}

impl Visitor<'_> {
    fn click(&self, selector: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.browser.click(selector);
    }

    /// Clicks what leads to another page, and waits until it is there.
    fn go(&self, selector: &str, path: &str) {
        self.click(selector);
        self.browser.wait_for(&format!("document.readyState == 'complete' && location.pathname == '{path}'"));
    }

    fn files_what_has_not_changed(&self, link: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.browser.open(link);
        self.go(&format!("form[action='{NEXT}/unchanged'] button"), "/sign-in");
        self.browser.write("#email", FOCAL_POINT);
        self.browser.write("#password", PASSWORD);
        self.go("main form button", NEXT);
        self.go("button[name='from'][value='unchanged']", &format!("{NEXT}/unchanged"));
        assert!(self.browser.text("document.querySelector('main').innerText").contains("War Materiel Act."));
        self.click("label:has(> input[name='cover.availability'][value='yes'])");
        self.click("label:has(> input[name='cover.note_verbale.not_used'])");
        self.click("label:has(> input[name='nothing_in_period'])");
        self.go("button[name='go'][value='submit']", &format!("{NEXT}/submit"));
        let ticks =
            self.browser.texts("[...document.querySelectorAll(\"input[name^='confirm.']\")].map(tick => tick.name)");
        for tick in ticks {
            self.click(&format!("label:has(> input[name='{tick}'])"));
        }
        self.go("main form .acts button", &format!("{NEXT}/receipt"));
    }
}

fn is_short(with: fn(&Driver) -> Browser<'_>) {
    let ((server, link), driver) = (a_year_later(), Driver::start());
    let browser = with(&driver);
    browser.resize(1280, 900);
    let (visitor, began) = (Visitor { browser: &browser, clicks: Cell::new(0) }, Instant::now());
    visitor.files_what_has_not_changed(&link);
    assert_eq!(browser.text("document.querySelector('.ref').textContent"), "CHE-COMPLIANCE-2028.1");
    assert!(visitor.clicks.get() <= CLICKS_MAX, "{} clicks", visitor.clicks.get());
    assert!(began.elapsed() < TIME_MAX, "{:?}", began.elapsed());
    drop(server);
}

#[test]
fn its_pages_are_sound() {
    let ((server, _link), driver) = (a_year_later(), Driver::start());
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    sign_in(&browser, &server, FOCAL_POINT, "/desk");
    browser.open(&server.address(NEXT));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2028 with an earlier report");
    let visitor = Visitor { browser: &browser, clicks: Cell::new(0) };
    visitor.go("button[name='from'][value='unchanged']", &format!("{NEXT}/unchanged"));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2028/unchanged");
    browser.click("button[name='go'][value='stay']");
    browser.wait_for("document.querySelector('.banner.done') != null");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2028/unchanged saved");
    visitor.click("button[name='go'][value='submit']");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2028/unchanged without a choice");
    browser.open(&server.address(&format!("{NEXT}/submit")));
    assert_eq!(browser.value("document.querySelector('main form .acts button:not([name])')"), serde_json::Value::Null);
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2028/submit without a choice");
    browser.open(&server.address(NEXT));
    sound(&browser, "/desk/reports/CHE-COMPLIANCE-2028 unchanged");
}

#[test]
fn from_the_letter_to_the_receipt_in_ten_clicks() {
    is_short(Driver::browser);
}

#[test]
fn from_the_letter_to_the_receipt_in_ten_clicks_without_scripts() {
    is_short(without_scripts);
}
