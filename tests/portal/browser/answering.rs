//! Letters answered by their links in a real browser, without signing in: by when reports come, who follows, and that
//! no more courtesy letters are wanted; with axe-core on every page on the way, and without scripts.

use std::sync::atomic::Ordering;

use ccw_portal::app::reminding::{release, write_due};
use ccw_portal::store::people::find_person_by_email;

use super::desk::{sound, sound_as};
use super::driver::{Browser, Driver};
use super::every_page::{with_axe, with_helpers};
use super::reminders::sign_in;
use super::scriptless::without_scripts;
use crate::support::at;
use crate::support::server::TestServer;

const FOCAL_POINT: &str = "focal.point@che.example.org";
const MISSION: &str = "mission@che.example.org";
const ADMINISTRATOR: &str = "administrator@example.org";

/// A portal whose letters of these days went out.
fn with_letters(days: &[&str]) -> TestServer {
    let (server, seconds) = TestServer::moved("2026-11-30T09:00:00Z");
    for (email, role) in
        [(FOCAL_POINT, "focal_point CHE"), (MISSION, "submitter CHE"), (ADMINISTRATOR, "administrator")]
    {
        server.person(email, role);
    }
    let store = server.portal.store();
    let by = store.read(|db| find_person_by_email(db, ADMINISTRATOR)).unwrap().unwrap();
    release(store, &by, server.portal.edition().today, server.portal.clock().now()).unwrap();
    for day in days {
        seconds.store(at(&format!("{day}T09:00:00Z")).timestamp(), Ordering::Relaxed);
        server.portal.refresh().unwrap();
        write_due(store, &server.portal.edition(), server.portal.clock().now()).unwrap();
        server.deliver();
    }
    server
}

/// The link that begins so in the newest letter to an address.
fn link(server: &TestServer, to: &str, begin: &str) -> String {
    let begin = server.address(begin);
    let letters = server.letters();
    let mut own = letters.iter().filter(|letter| letter.to.contains(to));
    let mut links = own.find_map(|letter| letter.text.lines().find(|line| line.starts_with(&begin))).into_iter();
    links.next().unwrap().to_owned()
}

fn press(browser: &Browser<'_>, selector: &str, then: &str) {
    browser.click(selector);
    browser.wait_for(&format!("document.readyState == 'complete' && ({then})"));
}

const FAULTS: &str = "document.querySelector('.banner.error') != null";
const NOTED: &str = "document.querySelector(\"main a[href='/sign-in']\") != null";

#[test]
fn a_date_is_promised_and_a_successor_named_and_every_page_on_the_way_is_sound() {
    let (server, driver) = (with_letters(&["2026-12-01"]), Driver::start());
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    let answer = link(&server, FOCAL_POINT, "/answer/");
    browser.open(&answer);
    sound(&browser, "/answer/{secret}");
    let promise = "form:has(input[value='stay']) button";
    browser.write("#file_by", "soon");
    press(&browser, promise, FAULTS);
    sound_as(&browser, "/answer/{secret} without a date", 422);
    browser.value("document.querySelector('#file_by').value = ''");
    browser.write("#file_by", "2 May 2027");
    press(&browser, promise, NOTED);
    assert!(browser.text("document.querySelector('main').innerText").contains("2 May 2027"));
    sound(&browser, "/answer/{secret} noted");
    browser.open(&answer);
    sound_as(&browser, "/answer/{secret} used up", 410);
    browser.open(&server.address("/answer/another"));
    sound_as(&browser, "/answer/{secret} of no letter", 404);
    // The mission names who follows.
    browser.open(&link(&server, MISSION, "/answer/"));
    let hand_over = "form:has(input[value='handover']) button";
    browser.write("#name", "B. Next");
    browser.write("#email", "next@nowhere@");
    browser.value("document.querySelector('form:has(#email)').noValidate = true");
    press(&browser, hand_over, FAULTS);
    sound_as(&browser, "/answer/{secret} without an address", 422);
    browser.value("document.querySelector('#email').value = ''");
    browser.write("#email", "next@che.example.org");
    press(&browser, hand_over, NOTED);
    // It is a task for the administrators, and stands at the State's desk too.
    sign_in(&browser, &server, ADMINISTRATOR, "/secretariat/people");
    browser.open(&server.address("/secretariat/contacts"));
    assert!(browser.text("document.querySelector('#handovers ~ table').innerText").contains("B. Next"));
    sound(&browser, "/secretariat/contacts with a handover");
    for health in ["nobody", "bounced"] {
        browser.open(&server.address(&format!("/secretariat/contacts?health={health}")));
        let path = if health == "nobody" { "/secretariat/contacts of nobody" } else { "/secretariat/contacts empty" };
        sound(&browser, path);
    }
    browser.open(&server.address("/secretariat/contacts"));
    press(&browser, "button[value='turn-down']", "document.querySelector('#handovers') == null");
    sound(&browser, "/secretariat/contacts turned down");
    browser.click("select[name='of'] option[value='NOR']");
    press(&browser, "button[value='mission']", "document.querySelector(\"button[value='all']\") != null");
    sound(&browser, "/secretariat/contacts with a wish");
}

#[test]
fn courtesy_letters_are_given_up_and_asked_for_again() {
    let (server, driver) = (with_letters(&["2027-01-29"]), Driver::start());
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    let page = link(&server, FOCAL_POINT, "/courtesy/");
    browser.open(&page);
    sound(&browser, "/courtesy/{secret}");
    press(&browser, "button[value='no']", "document.querySelector(\"button[value='yes']\") != null");
    sound(&browser, "/courtesy/{secret} noted");
    sign_in(&browser, &server, FOCAL_POINT, "/desk");
    browser.open(&server.address("/account"));
    sound(&browser, "/account without courtesy letters");
    press(&browser, "button[value='yes']", "document.querySelector(\"button[value='no']\") != null");
    browser.open(&page);
    assert_eq!(browser.text("document.querySelector('.tag').textContent"), "You get courtesy letters");
}

#[test]
fn answers_need_no_scripts() {
    let (server, driver) = (with_letters(&["2026-12-01"]), Driver::start());
    let browser = without_scripts(&driver);
    browser.resize(360, 800);
    browser.open(&link(&server, FOCAL_POINT, "/answer/"));
    browser.write("#file_by", "2 May 2027");
    press(&browser, "form:has(input[value='stay']) button", NOTED);
    browser.open(&link(&server, MISSION, "/answer/"));
    browser.write("#name", "B. Next");
    browser.write("#email", "next@che.example.org");
    press(&browser, "form:has(input[value='handover']) button", NOTED);
}
