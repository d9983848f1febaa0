//! Which pages there are, and the states each can be in. A new address fails here until it has its examples.

use ccw_portal::domain::treaty::Register;
use ccw_portal::web::ADDRESSES;

use crate::support::server::TestServer;

/// What answers at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Page,
    File,
    /// A page for people who are signed in; `desk.rs` walks them.
    Private,
    /// Nothing, but in a demonstration; `desk.rs` walks one.
    Demo,
}

/// Every address of the portal with examples of all it can show.
const EXAMPLES: &[(&str, Shows, &[&str])] = &[
    ("/", Shows::Page, &["/"]),
    (
        "/parties",
        Shows::Page,
        &[
            "/parties",
            "/parties?group=grulac",
            "/parties?status=signatory",
            "/parties?status=not-party",
            "/parties?bound=P-V&not=A1",
            "/parties?date=deposit",
            "/parties?q=zzz", // nothing found
        ],
    ),
    ("/parties.csv", Shows::File, &["/parties.csv"]),
    ("/depositary.csv", Shows::File, &["/depositary.csv"]),
    (
        "/parties/{iso3}",
        Shows::Page,
        &[
            "/parties/CHE", // bound by everything
            "/parties/CUB", // Protocol II as of 1980 only
            "/parties/COL", // not bound by Protocol V
            "/parties/TTO", // newly joined
            "/parties/MNE", // by succession
            "/parties/EGY", // signed only
            "/parties/AND", // neither party nor signatory
            "/parties/CMR", // sources differ
        ],
    ),
    ("/instruments", Shows::Page, &["/instruments"]),
    ("/instruments.csv", Shows::File, &["/instruments.csv"]),
    ("/instruments/{code}.csv", Shows::File, &["/instruments/CCW.csv"]),
    (
        "/instruments/{code}",
        Shows::Page,
        &[
            "/instruments/CCW",
            "/instruments/P-I",
            "/instruments/P-II",
            "/instruments/P-III",
            "/instruments/P-IV",
            "/instruments/AP-II",
            "/instruments/A1",
            "/instruments/P-V",
        ],
    ),
    ("/help", Shows::Page, &["/help"]),
    (
        "/verify",
        Shows::Page,
        &["/verify", "/verify?sha256=0000000000000000000000000000000000000000000000000000000000000000"],
    ),
    ("/sign-in", Shows::Page, &["/sign-in"]),
    ("/password", Shows::Page, &["/password"]),
    ("/invitation/{secret}", Shows::Private, &[]), // a link of a letter
    ("/answer/{secret}", Shows::Private, &[]),     // the same
    ("/courtesy/{secret}", Shows::Private, &[]),   // the same
    ("/account", Shows::Private, &["/account"]),
    ("/desk", Shows::Private, &["/desk"]),
    ("/desk/reports/{reference}", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027"]),
    ("/desk/reports/{reference}/check", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/check"]),
    ("/desk/reports/{reference}/clearance", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/clearance"]),
    ("/desk/reports/{reference}/submit", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/submit"]),
    ("/desk/reports/{reference}/receipt", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/receipt"]),
    ("/desk/reports/{reference}/recall", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/recall"]),
    ("/desk/reports/{reference}/promise", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/promise"]),
    ("/desk/reports/{reference}/discard", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/discard"]),
    ("/desk/reports/{reference}/history", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/history"]),
    ("/desk/reports/{reference}/attachments", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/attachments"]),
    ("/desk/reports/{reference}/attachments/{sha256}", Shows::Private, &[]), // a download
    ("/desk/reports/{reference}/cover", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/cover"]),
    ("/desk/reports/{reference}/unchanged", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/unchanged"]),
    ("/desk/reports/{reference}/summary", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/summary"]),
    ("/desk/reports/{reference}/profile", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/profile"]),
    ("/desk/reports/{reference}/forms/{letter}", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/forms/A"]),
    (
        "/desk/reports/{reference}/answers",
        Shows::Private,
        &["/desk/reports/CHE-COMPLIANCE-2027/answers?section=form-A&from=CHE-APII-2027"],
    ),
    ("/desk/reports/{reference}/filed", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/filed"]),
    ("/desk/reports/{reference}/filed.json", Shows::File, &[]), // nothing is filed here
    ("/desk/reports/{reference}/filed.pdf", Shows::File, &[]),
    ("/desk/reports/{reference}/receipt.pdf", Shows::File, &[]),
    ("/desk/reports/{reference}/draft.pdf", Shows::File, &[]), // a download
    ("/desk/reports/{reference}/questions", Shows::Private, &["/desk/reports/CHE-COMPLIANCE-2027/questions"]),
    ("/reports", Shows::Page, &["/reports", "/reports?cycle=2020&regime=PV"]),
    ("/reports.csv", Shows::File, &["/reports.csv"]),
    ("/reports/{reference}.json", Shows::File, &[]), // nothing is published here
    ("/reports/{reference}.pdf", Shows::File, &[]),
    ("/reports/{reference}", Shows::Private, &[]), // nor there
    ("/reports/{reference}/attachments/{sha256}", Shows::Private, &[]), // a download
    ("/circulated", Shows::Private, &["/circulated"]),
    ("/circulated/{reference}.json", Shows::File, &[]), // nothing is circulated here
    ("/circulated/{reference}.pdf", Shows::File, &[]),
    ("/circulated/{reference}", Shows::Private, &["/circulated/CHE-COMPLIANCE-2027"]),
    ("/circulated/{reference}/attachments/{sha256}", Shows::Private, &[]), // a download
    ("/secretariat", Shows::Private, &["/secretariat"]),
    ("/secretariat/reports/{reference}.pdf", Shows::File, &[]),
    ("/secretariat/reports/{reference}", Shows::Private, &["/secretariat/reports/CHE-COMPLIANCE-2027"]),
    (
        "/secretariat/reports/{reference}/on-behalf",
        Shows::Private,
        &["/secretariat/reports/CHE-COMPLIANCE-2027/on-behalf"],
    ),
    (
        "/secretariat/reports/{reference}/questions/{question}/answer",
        Shows::Private,
        &["/secretariat/reports/CHE-COMPLIANCE-2027/questions/019ab000-0000-7000-8000-000000000000/answer"],
    ),
    ("/secretariat/notices", Shows::Private, &["/secretariat/notices"]),
    ("/secretariat/notices/{id}", Shows::Private, &[]), // asked for in the journey that sends one
    ("/secretariat/on-behalf", Shows::Private, &["/secretariat/on-behalf"]),
    (
        "/secretariat/selection",
        Shows::Private,
        &["/secretariat/selection?act=acknowledged&report=CHE-COMPLIANCE-2027.1:0"],
    ),
    ("/desk/people", Shows::Private, &["/desk/people"]),
    ("/secretariat/contacts", Shows::Private, &["/secretariat/contacts?health=invited"]),
    ("/secretariat/contacts.csv", Shows::Private, &[]), // a download
    ("/secretariat/parties/{iso3}", Shows::Private, &["/secretariat/parties/CHE"]),
    ("/secretariat/people", Shows::Private, &["/secretariat/people"]),
    ("/secretariat/people/{id}", Shows::Private, &["/secretariat/people/019ab000-0000-7000-8000-000000000000"]),
    ("/secretariat/data", Shows::Private, &["/secretariat/data"]),
    (
        "/secretariat/data/version",
        Shows::Private,
        &["/secretariat/data/version?kind=rules&name=3", "/secretariat/data/version?kind=form-set&name=PV/2007"],
    ),
    ("/secretariat/data/trial", Shows::Private, &["/secretariat/data/trial?kind=rules&name=3"]),
    ("/secretariat/data/new", Shows::Private, &["/secretariat/data/new?kind=rules&name=3"]),
    ("/secretariat/reminders", Shows::Private, &["/secretariat/reminders", "/secretariat/reminders?state=CHE"]),
    ("/secretariat/reminders/letter", Shows::Private, &["/secretariat/reminders/letter?key=none"]),
    ("/secretariat/reminders/release", Shows::Private, &["/secretariat/reminders/release"]),
    (
        "/secretariat/reminders/note",
        Shows::Private,
        &["/secretariat/reminders/note", "/secretariat/reminders/note?party=CHE"],
    ),
    ("/secretariat/outbox", Shows::Private, &["/secretariat/outbox"]),
    ("/secretariat/outbox/{id}", Shows::Private, &[]), // asked for in the journey of reminders
    ("/letters", Shows::Demo, &["/letters"]),
    ("/letters/{id}", Shows::Demo, &["/letters/019ab000-0000-7000-8000-000000000000"]),
    ("/secretariat/reports/{reference}/attachments/{sha256}", Shows::Private, &[]), // a download
    ("/static/{name}", Shows::File, &[]), // the name changes with the content; every page loads one
    ("/robots.txt", Shows::File, &["/robots.txt"]),
    ("/healthz", Shows::File, &["/healthz"]),
    ("/readyz", Shows::File, &["/readyz"]),
    ("/metrics", Shows::File, &["/metrics"]),
];

/// Addresses that answer with an error.
const ERRORS: &[&str] = &["/nowhere", "/parties/ZZZ", "/instruments/P-IX"];

/// A page in one of its states.
#[derive(Debug, Clone, Copy)]
pub(super) struct Example {
    pub(super) path: &'static str,
    pub(super) status: u16,
}

/// Everything a reader can meet.
pub(super) fn pages() -> Vec<Example> {
    let found = EXAMPLES.iter().filter(|(_, shows, _)| *shows == Shows::Page).flat_map(|(_, _, paths)| *paths);
    let found = found.map(|path| Example { path, status: 200 });
    found.chain(ERRORS.iter().map(|path| Example { path, status: 404 })).collect()
}

/// Whether the path is one of the address.
fn fits(address: &str, path: &str) -> bool {
    let (address, path) = (address.split('/'), path.split('?').next().unwrap().split('/'));
    address.clone().count() == path.clone().count()
        && address.zip(path).all(|(wanted, own)| match wanted.split_once('{') {
            Some((before, rest)) => {
                own.starts_with(before) && own.ends_with(rest.split_once('}').unwrap().1) && !own.is_empty()
            }
            None => wanted == own,
        })
}

#[test]
fn no_page_is_forgotten() {
    let server = TestServer::start();
    for (address, _) in ADDRESSES {
        let listed = EXAMPLES.iter().any(|(known, _, _)| known == address);
        assert!(listed, "{address} is new: add it to tests/portal/browser/pages.rs with all it can show");
    }
    for (address, shows, paths) in EXAMPLES {
        assert!(ADDRESSES.iter().any(|(known, _)| known == address), "{address} is gone: remove it from pages.rs");
        assert!(*shows != Shows::Page || !paths.is_empty(), "{address} needs an example");
        for path in *paths {
            assert!(fits(address, path), "{path} is no example of {address}");
            let answer = server.get(path);
            if let Shows::Private | Shows::Demo = shows {
                assert_eq!(answer.status, if *shows == Shows::Demo { 404 } else { 303 }, "{path}");
                continue;
            }
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.kind.starts_with("text/html"), *shows == Shows::Page, "{path}: {}", answer.kind);
        }
    }
    for path in ERRORS {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn every_instrument_has_its_page_tested() {
    for instrument in Register::embedded().unwrap().instruments() {
        let path = format!("/instruments/{}", instrument.code);
        assert!(pages().iter().any(|page| page.path == path), "add {path} to tests/portal/browser/pages.rs");
    }
}
