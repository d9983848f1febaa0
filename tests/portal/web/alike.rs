//! What a State reports reads alike on every page and on paper, and a comparison shows whatever changed in it.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;

use super::desk::{OF_COLOMBIA, file_colombias, write_colombias};
use crate::support::at as instant;
use crate::support::people::Client;
use crate::support::portal::{Page, TODAY, TestPortal};

const REPORT: &str = "COL-PV-2027";

/// On every page where the report is read.
const AFFECTED: &str = "Is your State affected by explosive remnants of war from the time since the Protocol bound it?";

/// A page of the draft, what is chosen there at first and what is chosen in the correction.
type Choices = (&'static str, &'static [(&'static str, &'static str)]);

const FIRST: [Choices; 3] = [
    ("cover", &[("opening_answers.affected_by_erw", "yes"), ("opening_answers.existing_erw", "no")]),
    (
        "forms/F",
        &[
            ("summary.F.state", "changed"),
            ("forms.F.steps_taken.text", "Clearance is paid for at home."),
            ("figures.funding[0].direction", "national"),
            ("figures.funding[0].amount", "250000"),
            ("figures.funding[0].currency", "COP"),
            ("figures.funding[0].in_kind", "yes"),
        ],
    ),
    (
        "forms/H",
        &[
            ("summary.H.state", "changed"),
            ("forms.H.steps_taken.text", "An act is prepared."),
            ("laws[0].title", "Clearance Act"),
            ("laws[0].status", "draft"),
        ],
    ),
];

const CORRECTED: [Choices; 3] = [
    ("cover", &[("reason", "Words were chosen wrongly."), ("opening_answers.affected_by_erw", "no")]),
    ("forms/F", &[("figures.funding[0].direction", "given"), ("tick", "figures.funding[0].in_kind")]),
    ("forms/H", &[("laws[0].status", "adopted")]),
];

async fn choose(client: &Client<'_>, choices: &[Choices]) {
    for (page, chosen) in choices {
        let page = format!("{OF_COLOMBIA}/{page}");
        let shown = client.page(&page).await;
        let revision = shown.all("input[name=revision]")[0].attr("value").unwrap();
        let fields: Vec<_> = chosen.iter().copied().chain([("revision", revision), ("go", "stay")]).collect();
        assert_eq!(client.post(&page, &fields).await.status, StatusCode::SEE_OTHER, "{page}");
    }
}

async fn show_to_all(officer: &Client<'_>, version: &str) {
    for act in ["circulated", "published"] {
        assert_eq!(officer.review(REPORT, version, act).await.status, StatusCode::SEE_OTHER, "{version} {act}");
    }
}

/// Files a correction.
async fn correct(client: &Client<'_>, choices: &[Choices]) {
    client.post(OF_COLOMBIA, &[("from", "correction")]).await;
    choose(client, choices).await;
    file_colombias(client).await;
}

/// The pages on which a filed version is read, each by somebody who may.
async fn read(portal: &TestPortal, version: &str, query: &str) -> Vec<(String, Page)> {
    let mut pages = Vec::new();
    for (role, address) in [
        ("submitter COL", format!("/desk/reports/{REPORT}.{version}/filed{query}")),
        ("desk_officer", format!("/secretariat/reports/{REPORT}.{version}")),
        ("reader NOR", format!("/circulated/{REPORT}.{version}{query}")),
        ("reader NOR", format!("/reports/{REPORT}.{version}{query}")),
    ] {
        pages.push((address.clone(), portal.client(&[role]).page(&address).await));
    }
    pages
}

#[actix_web::test]
async fn what_was_chosen_reads_the_same_wherever_a_report_is_read() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point COL"]), portal.client(&["desk_officer"]));
    write_colombias(&client).await;
    choose(&client, &FIRST).await;
    let mut pages = vec![("before it is filed".to_owned(), client.page(&format!("{OF_COLOMBIA}/submit")).await)];
    file_colombias(&client).await;
    show_to_all(&officer, "1").await;
    pages.extend(read(&portal, "1", "").await);
    for (address, page) in &pages {
        let cover = page.texts("dl.sum").join(" ");
        for said in [&format!("Opening questions{AFFECTED}: Yes"), "before the Protocol bound your State?: No"] {
            assert!(cover.contains(said), "{address}: {said}: {cover}");
        }
        let money = page.text("section[aria-labelledby=form-F]");
        assert!(money.contains("250,000 COP, Own money, spent at home, In goods or services"), "{address}: {money}");
        let act = page.text("section[aria-labelledby=form-H]");
        assert!(act.contains("Clearance Act, Still a draft"), "{address}: {act}");
    }
    #[cfg(feature = "pdf")]
    {
        let paper = portal.get(&format!("/reports/{REPORT}.1.pdf")).await;
        let words = crate::support::pdf::words(&paper.bytes);
        for said in [&format!("{AFFECTED}: Yes"), "Own money, spent at home", "In goods or services", "Still a draft"] {
            assert!(words.contains(said), "{said}: {words}");
        }
    }
}

#[actix_web::test]
async fn a_choice_that_alone_changed_shows_where_versions_are_compared() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point COL"]), portal.client(&["desk_officer"]));
    write_colombias(&client).await;
    choose(&client, &FIRST).await;
    file_colombias(&client).await;
    show_to_all(&officer, "1").await;
    correct(&client, &CORRECTED).await;
    show_to_all(&officer, "2").await;
    for (address, page) in read(&portal, "2", "?since=before").await {
        let marked = |place: &str| (page.texts(&format!("{place} ins")), page.texts(&format!("{place} del")));
        let words = |(now, before): (Vec<String>, Vec<String>)| (now.join(" / "), before.join(" / "));
        let (now, before) = words(marked("dl.sum"));
        assert!(now.contains("No") && before.contains("Yes"), "{address}: {now}; {before}");
        let (now, before) = words(marked("section[aria-labelledby=form-F]"));
        assert!(now.contains("Given") && before.contains("Own money, spent at home"), "{address}: {now}; {before}");
        assert!(before.contains("In goods or services") && !now.contains("In goods"), "{address}: {now}; {before}");
        let (now, before) = words(marked("section[aria-labelledby=form-H]"));
        assert!(now.contains("Adopted") && before.contains("Still a draft"), "{address}: {now}; {before}");
        for form in ["F", "H"] {
            let said = page.text(&format!("section[aria-labelledby=form-{form}]"));
            assert!(!said.contains("The same words"), "{address}: {said}");
        }
    }
}

#[actix_web::test]
async fn opening_answers_are_withheld_where_a_report_is_open_in_part() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point COL"]), portal.client(&["desk_officer"]));
    write_colombias(&client).await;
    choose(&client, &FIRST).await;
    file_colombias(&client).await;
    show_to_all(&officer, "1").await;
    let partly = ("cover", &[("cover.availability", "partially"), ("cover.availability_forms", "F")][..]);
    correct(&client, &[CORRECTED[0], partly]).await;
    show_to_all(&officer, "2").await;
    for version in ["1", "2"] {
        for (address, page) in read(&portal, version, "?since=before").await {
            let is_public = address.starts_with("/reports/");
            assert_eq!(page.text("main").contains(AFFECTED), !is_public, "{address}");
        }
    }
}

#[actix_web::test]
async fn data_of_a_correction_say_when_the_report_was_received() {
    let (portal, clock) = TestPortal::moved(TODAY);
    let client = portal.client(&["focal_point COL"]);
    write_colombias(&client).await;
    file_colombias(&client).await;
    show_to_all(&portal.client(&["desk_officer"]), "1").await;
    clock.store(instant("2026-12-05T09:00:00Z").timestamp(), Ordering::Relaxed);
    let (client, officer) = (portal.client(&["focal_point COL"]), portal.client(&["desk_officer"]));
    correct(&client, &[("cover", &[("reason", "The office moved."), ("cover.contacts[0].name", "A. Rojas")])]).await;
    show_to_all(&officer, "2").await;
    for (version, received_at) in [("1", "2026-11-24T09:00:00Z"), ("2", "2026-12-05T09:00:00Z")] {
        for place in ["reports", "circulated"] {
            let answer = officer.get(&format!("/{place}/{REPORT}.{version}.json")).await;
            let data: serde_json::Value = serde_json::from_str(answer.text()).unwrap();
            assert_eq!(data["received_on"], "2026-11-24", "{place} {version}");
            assert_eq!(data["received_at"], received_at, "{place} {version}");
        }
    }
}
