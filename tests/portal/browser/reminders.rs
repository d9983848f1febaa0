//! The secretariat's letters in a real browser: the plan, its release, one letter, a note verbale, the outbox, with
//! axe-core on every page on the way.

use ccw_portal::app::reminding::write_due;
use ccw_portal::domain::letter::{Letter, Matter};
use ccw_portal::mail::LEASE;
use ccw_portal::store::StoreResult;
use ccw_portal::store::courtesy::set_without_courtesy;
use ccw_portal::store::outbox::{NewLetter, Unsent, claim, enqueue, mark_unsent};
use ccw_portal::store::people::{find_person_by_email, note_bounce};

use super::desk::{press, sound, sound_as};
use super::driver::{Browser, Driver};
use super::every_page::{with_axe, with_helpers};
use crate::support::people::PASSWORD;
use crate::support::server::TestServer;

pub(super) fn sign_in(browser: &Browser<'_>, server: &TestServer, email: &str, leads_to: &str) {
    browser.open(&server.address("/sign-in"));
    browser.write("#email", email);
    browser.write("#password", PASSWORD);
    browser.click("main button");
    browser.wait_for(&format!("location.pathname == '{leads_to}'"));
}

#[test]
fn letters_are_released_decided_and_seen_on_their_way() {
    let (server, driver) = (TestServer::start(), Driver::start());
    for (email, role) in [
        ("administrator@example.org", "administrator"),
        ("officer@example.org", "desk_officer"),
        ("focal.point@che.example.org", "focal_point CHE"),
        ("mission@che.example.org", "submitter CHE"),
        ("focal.point@nor.example.org", "focal_point NOR"),
    ] {
        server.person(email, role);
    }
    let browser = driver.browser();
    with_helpers(&browser);
    with_axe(&browser);
    browser.resize(1280, 900);
    sign_in(&browser, &server, "administrator@example.org", "/secretariat/people");
    browser.open(&server.address("/secretariat/reminders"));
    sound(&browser, "/secretariat/reminders");
    browser.click(".banner a");
    browser.wait_for("location.pathname == '/secretariat/reminders/release'");
    sound(&browser, "/secretariat/reminders/release");
    press(&browser, "release");
    browser.wait_for("document.querySelector('.banner.done') != null");
    browser.open(&server.address("/secretariat/reminders/release"));
    sound(&browser, "/secretariat/reminders/release released");
    browser.click(".who button");
    browser.wait_for("location.pathname == '/'");
    sign_in(&browser, &server, "officer@example.org", "/secretariat");
    sound(&browser, "/secretariat with a notice");
    decide(&browser, &server);
    browser.open(&server.address("/secretariat/reminders/note"));
    sound(&browser, "/secretariat/reminders/note");
    let (portal, now) = (&server.portal, server.portal.clock().now());
    write_due(portal.store(), &portal.edition(), now).unwrap();
    browser.open(&server.address("/secretariat/outbox"));
    sound(&browser, "/secretariat/outbox");
    browser.click("main tbody th a");
    browser.wait_for("location.pathname.startsWith('/secretariat/outbox/')");
    sound(&browser, "/secretariat/outbox/{id}");
    browser.open(&server.address("/secretariat/outbox"));
    press(&browser, "take-back");
    browser.wait_for("document.querySelector(\"button[value='take-back']\") == null");
    sound(&browser, "/secretariat/outbox taken back");
    left_out(&browser, &server);
}

/// Whom letters leave out, and what became of letters that did not go out.
fn left_out(browser: &Browser<'_>, server: &TestServer) {
    let (store, now) = (server.portal.store(), server.portal.clock().now());
    let person = |email: &'static str| store.read(|db| find_person_by_email(db, email)).unwrap().unwrap();
    let (bounced, unwilling) = (person("focal.point@che.example.org").id, person("focal.point@nor.example.org").id);
    let write = |key: &str| NewLetter {
        dedupe_key: key.into(),
        recipient: "focal.point@che.example.org".into(),
        letter: serde_json::to_value(Letter::new(
            "A. Keller",
            Matter::Recalled { submission: "CHE-COMPLIANCE-2027.1".into(), path: "/desk".into() },
        ))
        .unwrap(),
        queued_at: now,
        not_before: None,
    };
    let (one, other) = (write("one"), write("other"));
    store
        .write(move |db| -> StoreResult<()> {
            note_bounce(db, &bounced, "550 5.1.1 no such user", now)?;
            set_without_courtesy(db, &unwilling, true)?;
            enqueue(db, &one)?;
            enqueue(db, &other)?;
            let claimed = claim(db, now, now + LEASE, 20)?;
            for (letter, how) in claimed.iter().zip([Unsent::GivenUp, Unsent::KeptBack].iter().cycle()) {
                mark_unsent(db, letter, None, (*how, "550 5.1.1 no such user"), now)?;
            }
            Ok(())
        })
        .unwrap();
    browser.open(&server.address("/secretariat/reminders"));
    let said = browser.text("document.querySelector('main').innerText");
    for part in ["the address bounced on 24 November 2026", "chose not to get courtesy letters"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    sound(browser, "/secretariat/reminders left out");
    browser.open(&server.address("/secretariat/outbox"));
    assert!(browser.text("document.querySelector('#failed ~ table').innerText").contains("Given up"));
    assert!(browser.text("document.querySelector('#gone ~ table').innerText").contains("Kept back"));
    sound(browser, "/secretariat/outbox given up and kept back");
    browser.open(&server.address("/secretariat"));
    sound(browser, "/secretariat with a letter given up");
    browser.open(&server.address("/secretariat/contacts?health=bounced"));
    assert!(browser.text("document.querySelector('main tbody').innerText").contains("550 5.1.1 no such user"));
    sound(browser, "/secretariat/contacts with a bounce");
    for party in ["/secretariat/parties/CHE", "/secretariat/parties/FRA"] {
        browser.open(&server.address(party));
        sound(browser, party);
    }
    browser.open(&server.address("/secretariat/reminders?state=FRA"));
    sound(browser, "/secretariat/reminders of nobody");
    browser.open(&server.address("/secretariat/reminders/letter?key=gone"));
    sound(browser, "/secretariat/reminders gone");
}

/// One letter is held, let go, left out, and another sent.
fn decide(browser: &Browser<'_>, server: &TestServer) {
    browser.open(&server.address("/secretariat/reminders?state=CHE"));
    browser.click("main tbody a[href*='/letter?']");
    browser.wait_for("location.pathname == '/secretariat/reminders/letter'");
    sound(browser, "/secretariat/reminders/letter");
    press(browser, "hold");
    browser.wait_for("document.querySelector('.tag.wait') != null");
    browser.click("main tbody a[href*='/letter?']");
    browser.wait_for("location.pathname == '/secretariat/reminders/letter'");
    press(browser, "skip");
    browser.wait_for("document.querySelector('.banner.error') != null");
    sound_as(browser, "/secretariat/reminders/letter with an error", 422);
    browser.write("#why", "Agreed by telephone with the mission.");
    press(browser, "skip");
    browser.wait_for("document.querySelector('#decided') != null");
    browser.click("main tbody a[href*='/letter?']");
    browser.wait_for("location.pathname == '/secretariat/reminders/letter'");
    press(browser, "send");
    browser.wait_for("location.pathname == '/secretariat/reminders'");
    sound(browser, "/secretariat/reminders decided");
}
