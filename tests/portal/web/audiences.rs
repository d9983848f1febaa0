//! Who meets which words of a report: every address that names one, in every version, with every role.

use actix_web::http::{Method, StatusCode};
use ccw_portal::web::ADDRESSES;

use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::people::Client;
use crate::support::portal::TestPortal;

/// The versions: what was done with each, and a word that stands in its forms alone.
const VERSIONS: [(&str, &[&str], &str); 3] = [
    ("1", &["acknowledged", "circulated", "published"], "ORIOLE"),
    ("2", &["circulated"], "MARTEN"),
    ("3", &["acknowledged"], "LINNET"),
];

/// A form the State lets everyone see, and one that it keeps from the public.
const FORMS: [(&str, &str, &str); 2] =
    [("A", "forms.A.armed_forces.text", "open"), ("C", "forms.C.legislation.text", "kept")];

/// A contact that is not to be published.
const CONTACT: &str = "arms.control@example.org";

const ROLES: [&str; 7] =
    ["", "focal_point CHE", "submitter CHE", "reader NOR", "focal_point NOR", "desk_officer", "administrator"];

/// The revision that a page of the draft shows.
pub(super) async fn revision(client: &Client<'_>, page: &str) -> String {
    let page = client.page(&at(page)).await;
    page.all("input[name=revision]")[0].attr("value").unwrap().to_owned()
}

/// Files a version whose forms hold the word.
pub(super) async fn file(client: &Client<'_>, officer: &Client<'_>, (number, acts, word): (&str, &[&str], &str)) {
    if number == "1" {
        start(client).await;
        write_whole(client).await;
    } else {
        client.post(REPORT, &[("from", "correction")]).await;
        let reason =
            save(client, "cover", &revision(client, "cover").await, &[("reason", "A figure was wrong.")]).await;
        assert_eq!(reason.status, StatusCode::SEE_OTHER);
    }
    for (letter, field, kept) in FORMS {
        let text = format!("In the year reported on, {word}{kept} was done for sixty officers.");
        let state = format!("summary.{letter}.state");
        let page = format!("forms/{letter}");
        let revision = revision(client, &page).await;
        let answer = save(client, &page, &revision, &[(&state, "changed"), (field, &text)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{letter}: {}", answer.text());
    }
    let filed = submit(client).await;
    assert_eq!(
        filed.status,
        StatusCode::SEE_OTHER,
        "version {number}: {}",
        client.page(&at("check")).await.text("main")
    );
    for act in acts {
        let done = officer.review("CHE-COMPLIANCE-2027", number, act).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{number} {act}");
    }
}

/// Every address there is, with every way to name the report.
fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    for (address, _) in ADDRESSES {
        let address = address.replace("{iso3}", "CHE").replace("{letter}", "A").replace("{code}", "CCW");
        let names = [
            "CHE-COMPLIANCE-2027",
            "CHE-COMPLIANCE-2027.1",
            "CHE-COMPLIANCE-2027.2",
            "CHE-COMPLIANCE-2027.3",
            "CHE-COMPLIANCE-2027.4",
            "che-compliance-2027",
            "CHE-COMPLIANCE-2027.01",
        ];
        for name in names {
            let named = address.replace("{reference}", name);
            // A PDF is the same with any question, and takes long to set.
            if named.ends_with(".pdf") {
                all.push(named);
                continue;
            }
            all.extend(
                ["", "?since=before", "?beside=CHE-COMPLIANCE-2027.2", "?cycle=2027"]
                    .map(|query| format!("{named}{query}")),
            );
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Whether somebody in that role may meet what stands in that version, kept from the public or not, there.
fn may_meet(role: &str, address: &str, version: usize, is_open: bool) -> bool {
    let is_public = version == 0 && is_open;
    let begins = |with: &str| address.starts_with(with);
    if begins("/circulated") {
        return version <= 1 && !role.is_empty() && role != "administrator";
    }
    if begins("/desk") {
        return role.ends_with("CHE");
    }
    if begins("/secretariat") {
        return role == "desk_officer";
    }
    is_public
}

#[actix_web::test]
async fn nobody_meets_a_word_that_is_not_for_them() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    for version in VERSIONS {
        file(&client, &officer, version).await;
    }
    let (mut tried, mut met) = (0, std::collections::BTreeSet::new());
    for role in ROLES {
        let who = (!role.is_empty()).then(|| portal.client(&[role]));
        for address in addresses() {
            let cookie = who.as_ref().map(|who| format!("__Host-session={}", who.secret)).unwrap_or_default();
            let headers = [
                ("cookie", cookie.as_str()),
                ("accept", "application/json, */*"),
                ("range", "bytes=0-9000"),
                ("x-forwarded-for", "127.0.0.1"),
                ("x-original-url", "/secretariat/reports/CHE-COMPLIANCE-2027"),
            ];
            let answer = portal.ask(Method::GET, &address, &headers).await;
            let text = match answer.header("content-type") {
                #[cfg(feature = "pdf")]
                "application/pdf" => crate::support::pdf::words(&answer.bytes),
                _ => String::from_utf8_lossy(&answer.bytes).into_owned(),
            };
            tried += 1;
            for (version, (_, _, word)) in VERSIONS.iter().enumerate() {
                for kept in ["open", "kept"] {
                    if text.contains(&format!("{word}{kept}")) {
                        assert!(may_meet(role, &address, version, kept == "open"), "{role} at {address}: {word}{kept}");
                        met.insert(format!("{role} {word}{kept}"));
                    }
                }
            }
            if text.contains(CONTACT) {
                // The contact stands in every version and is not to be published.
                assert!(may_meet(role, &address, 0, false), "{role} at {address}: the contact");
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
    // What may be met is met, so that the silence elsewhere means something.
    for seen in ["", "administrator", "reader NOR", "focal_point NOR"] {
        assert!(met.contains(&format!("{seen} ORIOLEopen")), "{seen}");
    }
    for seen in ["reader NOR MARTENkept", "desk_officer LINNETkept", "submitter CHE LINNETkept"] {
        assert!(met.contains(seen), "{seen}: {met:?}");
    }
    assert!(!met.iter().any(|seen| seen.starts_with("administrator") && seen != "administrator ORIOLEopen"), "{met:?}");
    assert!(!met.iter().any(|seen| seen.contains("NOR LINNET")), "{met:?}");
}

#[actix_web::test]
async fn versions_keep_their_addresses_and_their_differences_can_be_seen() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client, &officer, ("1", &["circulated", "published"], "ORIOLE")).await;
    file(&client, &officer, ("2", &["circulated", "published"], "MARTEN")).await;
    let newest = portal.page("/reports/CHE-COMPLIANCE-2027").await;
    assert!(newest.text("main").contains("MARTENopen") && newest.all("ins").is_empty());
    assert!(portal.page("/reports/CHE-COMPLIANCE-2027.1").await.text("main").contains("ORIOLEopen"));
    assert!(!newest.text("main").contains("Nothing of its forms and documents"), "some forms are open");
    // The hash is that of the receipt only where all is shown.
    let part = "that of the whole report is on its receipt";
    assert!(newest.text("main").contains(part));
    let whole = portal.client(&["reader NOR"]).page("/circulated/CHE-COMPLIANCE-2027").await.text("main");
    assert!(!whole.contains(part), "{whole}");
    let compared = portal.page("/reports/CHE-COMPLIANCE-2027?since=before").await;
    assert!(compared.text("ins").contains("MARTEN") && compared.text("del").contains("ORIOLE"));
    // The State sees the difference in what it keeps from the public as well.
    let own = client.page("/desk/reports/CHE-COMPLIANCE-2027/filed?since=before").await;
    assert_eq!(own.all("ins").len(), 2);
    let data: serde_json::Value =
        serde_json::from_str(portal.get("/reports/CHE-COMPLIANCE-2027.1.json").await.text()).unwrap();
    assert_eq!(
        data["report"]["forms"]["A"]["armed_forces"]["text"],
        "In the year reported on, ORIOLEopen was done for sixty officers."
    );
    assert_eq!(data["withheld_forms"], serde_json::json!(["C", "D", "E"]));
    let period = &data["report"]["period"];
    assert_eq!((&period["to"], &data["dates"]["period.to"]), (&"31/10/2026".into(), &"2026-10-31".into()));
    assert!(data["report"]["forms"].get("C").is_none() && data["report"]["cover"].get("contacts").is_none());
    // What the State downloads is what the hash on the receipt is of.
    let document = client.get(&at("filed.json")).await;
    let hash: String =
        sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), &document.bytes))
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
    let whole: serde_json::Value =
        serde_json::from_str(portal.client(&["reader NOR"]).get("/circulated/CHE-COMPLIANCE-2027.json").await.text())
            .unwrap();
    assert_eq!(whole["sha256"], hash.as_str());
    assert_eq!(
        whole["report"]["forms"]["C"]["legislation"]["text"],
        "In the year reported on, MARTENkept was done for sixty officers."
    );
    let list = portal.get("/reports.csv?cycle=2027").await;
    assert!(
        list.text().contains("CHE-COMPLIANCE-2027,CHE,COMPLIANCE,2027,2,2026-11-24,2026-11-24T09:00:00Z,"),
        "{}",
        list.text()
    );
    assert!(portal.page("/reports?cycle=2027").await.text("table").contains("Switzerland"));
    assert!(portal.page("/parties/CHE").await.text("main").contains("Compliance report 2027"));
    let spelled = portal.get("/reports/che-compliance-2027.1").await;
    assert_eq!(spelled.header("location"), "/reports/CHE-COMPLIANCE-2027.1");
}

#[actix_web::test]
async fn what_a_later_version_takes_back_is_not_shown_in_an_earlier_one() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    file(&client, &officer, ("1", &["circulated", "published"], "ORIOLE")).await;
    assert!(portal.get("/reports/CHE-COMPLIANCE-2027.1").await.text().contains("ORIOLEopen"));
    assert!(portal.page("/reports?cycle=2027").await.all("tbody .tag").is_empty());
    client.post(REPORT, &[("from", "correction")]).await;
    let withdrawn = [("reason", "Not for the public."), ("cover.availability", "no")];
    assert_eq!(
        save(&client, "cover", &revision(&client, "cover").await, &withdrawn).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    for act in ["circulated", "published"] {
        officer.review("CHE-COMPLIANCE-2027", "2", act).await;
    }
    for address in [
        "/reports/CHE-COMPLIANCE-2027.1",
        "/reports/CHE-COMPLIANCE-2027.1.json",
        "/reports/CHE-COMPLIANCE-2027?since=before",
    ] {
        let answer = portal.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(!answer.text().contains("ORIOLE"), "{address}");
    }
    let withheld = "Nothing of its forms and documents is available to the public";
    for version in ["", ".1", ".2"] {
        let page = portal.page(&format!("/reports/CHE-COMPLIANCE-2027{version}")).await;
        assert!(page.text(".banner:not(.warning)").contains(withheld), "{version:?}: {}", page.text("main"));
    }
    let list = portal.page("/reports?cycle=2027").await;
    assert!(list.all("tbody tr").len() == 1, "that it was filed is no secret");
    assert_eq!(list.texts("tbody .tag"), ["Filed, not available to the public"]);
    let party = portal.page("/parties/CHE").await;
    assert_eq!(party.texts("[aria-labelledby=reports] .tag"), ["Filed, not available to the public"]);
    // Parties keep what was circulated to them.
    let reader = portal.client(&["reader NOR"]);
    assert!(reader.get("/circulated/CHE-COMPLIANCE-2027.1").await.text().contains("ORIOLEkept"));
}

/// Files a correction with another contact, period and note; its contacts are published or not.
async fn correct_cover(client: &Client<'_>, officer: &Client<'_>, contacts_public: bool) {
    client.post(REPORT, &[("from", "correction")]).await;
    let cover = [
        ("reason", "The office has moved."),
        ("cover.contacts[0].email", "treaties@example.org"),
        ("period.to", "2026-11-30"),
        ("language", "fr"),
    ];
    assert_eq!(save(client, "cover", &revision(client, "cover").await, &cover).await.status, StatusCode::SEE_OTHER);
    let page = client.page(&at("submit")).await;
    let mut fields: Vec<_> =
        page.all("input[name^='confirm.']").iter().map(|tick| (tick.attr("name").unwrap(), "yes")).collect();
    fields.extend(contacts_public.then_some(("contacts_public", "yes")));
    assert_eq!(client.post(&at("submit"), &fields).await.status, StatusCode::SEE_OTHER);
    for act in ["circulated", "published"] {
        officer.review("CHE-COMPLIANCE-2027", "2", act).await;
    }
}

#[actix_web::test]
async fn covers_are_compared_as_far_as_both_are_open() {
    for contacts_public in [false, true] {
        let portal = TestPortal::new();
        let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
        file(&client, &officer, ("1", &["circulated", "published"], "ORIOLE")).await;
        correct_cover(&client, &officer, contacts_public).await;
        let cover = "[aria-labelledby='about'] dl";
        let plain = portal.page("/reports/CHE-COMPLIANCE-2027").await;
        assert!(plain.all(&format!("{cover} ins")).is_empty() && !plain.text(cover).contains("31 October 2026"));
        let public = portal.page("/reports/CHE-COMPLIANCE-2027?since=before").await;
        let marked = (public.texts(&format!("{cover} ins")), public.texts(&format!("{cover} del")));
        assert_eq!((marked.0.len(), marked.1.len()), (2, 1), "the period and the language: {marked:?}");
        assert!(marked.0[1].contains("French") && public.text(cover).contains("nothing said"), "{marked:?}");
        assert!(marked.0[0].contains("30 November") && marked.1[0].contains("31 October"), "{marked:?}");
        let said = public.text("main");
        assert_eq!(said.contains("treaties@example.org"), contacts_public);
        assert!(!said.contains(CONTACT), "kept from the public then, and so it stays");
        // Whoever may see both covers sees what changed in them.
        let reader = portal.client(&["reader NOR"]);
        for (who, address) in
            [(&client, "/desk/reports/CHE-COMPLIANCE-2027/filed"), (&reader, "/circulated/CHE-COMPLIANCE-2027")]
        {
            let own = who.page(&format!("{address}?since=before")).await;
            let (now, before) = (own.texts(&format!("{cover} ins")), own.texts(&format!("{cover} del")));
            assert!(now.iter().any(|text| text.contains("treaties")), "{now:?}");
            assert!(before.iter().any(|text| text.contains("arms.control")), "{before:?}");
        }
    }
}
