//! Whoever holds a fingerprint learns what it belongs to, as far as they may read that.

use actix_web::http::StatusCode;
use ccw_portal::text::in_groups;

use super::filing::{REPORT, at, save, start, submit, warnings, write_whole};
use crate::support::people::Client;
use crate::support::portal::{Page, TestPortal};

const LAW: &[u8] = b"War Materiel Act.";

/// A page, for somebody or nobody.
async fn page(portal: &TestPortal, client: Option<&Client<'_>>, address: &str) -> Page {
    match client {
        Some(client) => client.page(address).await,
        None => portal.page(address).await,
    }
}

/// What is told of a fingerprint.
async fn told(portal: &TestPortal, client: Option<&Client<'_>>, query: &str) -> String {
    page(portal, client, &format!("/verify?{query}")).await.text("main [role=status]")
}

/// The digest of a receipt, as it is printed: in groups.
async fn digest(client: &Client<'_>, version: i32) -> String {
    client.page(&format!("{REPORT}.{version}/receipt")).await.text("#digest ~ .digest")
}

/// Files a report with a document of Form C, its contacts open or not.
async fn file(client: &Client<'_>, availability: &str, are_contacts_public: bool) {
    start(client).await;
    write_whole(client).await;
    let chosen = [("cover.availability", availability), ("cover.availability_forms", "A")];
    assert_eq!(save(client, "cover", "1", &chosen).await.status, StatusCode::SEE_OTHER);
    client.upload(&at("attachments"), "C", "law.txt", LAW).await;
    let confirmed = warnings(client).await;
    let mut fields: Vec<_> = confirmed.iter().map(|name| (name.as_str(), "yes")).collect();
    fields.extend(are_contacts_public.then_some(("contacts_public", "yes")));
    assert_eq!(client.post(&at("submit"), &fields).await.status, StatusCode::SEE_OTHER);
}

/// Files a correction of the report.
async fn correct(client: &Client<'_>) {
    client.post(REPORT, &[("from", "correction")]).await;
    let reason = [("reason", "A date was wrong."), ("period.to", "2026-12-31")];
    let revision = client.page(&at("cover")).await.all("input[name=revision]")[0].attr("value").unwrap().to_owned();
    assert_eq!(save(client, "cover", &revision, &reason).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(client).await.status, StatusCode::SEE_OTHER);
}

async fn act(officer: &Client<'_>, version: &str, act: &str) {
    assert_eq!(officer.review("CHE-COMPLIANCE-2027", version, act).await.status, StatusCode::SEE_OTHER, "{act}");
}

const WHOLE: &str = "version 1 of the Compliance report 2027 of Switzerland, received on 24 November 2026";

#[actix_web::test]
async fn whose_report_it_is_is_told_to_those_who_may_read_it() {
    let portal = TestPortal::new();
    let (state, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let (party, administrator) = (portal.client(&["reader NOR"]), portal.client(&["administrator"]));
    file(&state, "yes", true).await;
    let printed = digest(&state, 1).await;
    let query = format!("sha256={}", printed.replace(' ', "+"));
    let law = "sha256=SHA-256:+".to_owned() + &hash(LAW).to_uppercase();
    let other = format!("{query}&report=CHE-APII-2027");
    for (who, client) in [("everyone", None), ("a party", Some(&party)), ("administrator", Some(&administrator))] {
        for named in ["CHE-APII-2027", "CHE-COMPLIANCE-2027.1"] {
            let said = told(&portal, client, &format!("{query}&report={named}")).await;
            assert!(said.contains(&format!("Whether it is that of {named} is told only to")), "{who}: {said}");
        }
        let said = told(&portal, client, &query).await;
        assert!(said.contains("received it on 24 November 2026. It stands."), "{who}: {said}");
        assert!(!said.contains("Switzerland") && !said.contains("2027"), "{who}: {said}");
        let said = told(&portal, client, &law).await;
        assert!(said.contains("Nothing can be told"), "{who} may have the law from elsewhere: {said}");
    }
    for client in [&state, &officer] {
        let said = told(&portal, Some(client), &other).await;
        assert!(said.contains(WHOLE) && said.contains("It is not the fingerprint of CHE-APII-2027"), "{said}");
        for named in ["CHE-COMPLIANCE-2027", "che-compliance-2027.1"] {
            let said = told(&portal, Some(client), &format!("{query}&report={named}")).await;
            assert!(said.contains(WHOLE) && !said.contains("It is not"), "{said}");
        }
        let said = told(&portal, Some(client), &query).await;
        assert!(said.contains(WHOLE) && said.contains("It stands."), "{said}");
        let said = told(&portal, Some(client), &law).await;
        assert!(said.contains("“law.txt”, of version 1 of the Compliance report 2027"), "{said}");
        let broken = format!("sha256=+{}%0D%0A", in_groups(&hash(LAW)).replace(' ', "+%0D%0A"));
        let shown = client.page(&format!("/verify?{broken}")).await;
        assert!(shown.text("main [role=status]").contains("“law.txt”"), "as it is pasted from paper");
        assert_eq!(shown.text("textarea[name=sha256]"), in_groups(&hash(LAW)), "it comes back in groups");
    }
    act(&officer, "1", "circulated").await;
    let filed = state.page(REPORT).await.text("[aria-labelledby=filed]");
    assert!(filed.contains("Circulated to parties, 24 November 2026."), "{filed}");
    let said = told(&portal, Some(&party), &query).await;
    assert!(said.contains(WHOLE) && said.contains("newest version that is open to you"), "{said}");
    assert!(told(&portal, None, &query).await.contains("received it on"));
    act(&officer, "1", "published").await;
    for query in [&query, &law] {
        let said = told(&portal, None, query).await;
        assert!(said.contains("version 1 of the Compliance report 2027 of Switzerland"), "{said}");
    }
    let found = portal.page(&format!("/verify?{query}")).await;
    assert_eq!(found.all("[role=status] a[href='/reports/CHE-COMPLIANCE-2027.1']").len(), 1);
}

/// Whoever reads the report could try guesses at whom to write to.
#[actix_web::test]
async fn a_fingerprint_tells_nothing_of_contacts_that_are_withheld() {
    let portal = TestPortal::new();
    let (state, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let party = portal.client(&["reader NOR"]);
    file(&state, "yes", false).await;
    let printed = digest(&state, 1).await;
    let query = format!("sha256={}", printed.replace(' ', ""));
    for done in ["circulated", "published"] {
        act(&officer, "1", done).await;
    }
    let found = portal.page(&format!("/verify?{query}")).await;
    assert!(found.text("main [role=status]").contains("Nothing can be told"));
    assert!(told(&portal, Some(&party), &query).await.contains(WHOLE));
    assert!(told(&portal, None, &format!("sha256={}", hash(LAW))).await.contains("“law.txt”"), "its form is open");
    // Without them the public page has another fingerprint.
    let public = portal.page("/reports/CHE-COMPLIANCE-2027").await;
    let link = public.all("a[href^='/verify']")[0].attr("href").unwrap().to_owned();
    assert!(!link.contains(&printed.replace(' ', "")));
    let said = portal.page(&link).await.text("main [role=status]");
    assert!(said.contains("what the public sees of a report") && said.contains("of Switzerland"), "{said}");
    let (_, alone) = link.split_once('&').unwrap();
    assert!(told(&portal, None, alone).await.contains("Give the reference"), "{alone}");
}

/// Whoever reads the other forms could try guesses at those that are withheld.
#[actix_web::test]
async fn a_fingerprint_tells_nothing_of_forms_that_are_withheld() {
    let portal = TestPortal::new();
    let (state, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    let party = portal.client(&["reader NOR"]);
    file(&state, "partially", false).await;
    let query = format!("sha256={}", digest(&state, 1).await.replace(' ', ""));
    for done in ["circulated", "published"] {
        act(&officer, "1", done).await;
    }
    for query in [query.clone(), format!("{query}&report=CHE-COMPLIANCE-2027.1"), format!("sha256={}", hash(LAW))] {
        let said = told(&portal, None, &query).await;
        assert!(said.contains("Nothing can be told") && said.contains("sign in first"), "{said}");
    }
    assert!(told(&portal, Some(&party), &query).await.contains(WHOLE));
    let link = portal.page("/reports/CHE-COMPLIANCE-2027").await;
    let link = link.all("a[href^='/verify']")[0].attr("href").unwrap().to_owned();
    assert!(portal.page(&link).await.text("main [role=status]").contains("what the public sees of a report"));
    // A version that is not public holds the same forms: they could be guessed at there as well.
    correct(&state).await;
    let second = format!("sha256={}", digest(&state, 2).await.replace(' ', ""));
    let said = told(&portal, None, &second).await;
    assert!(said.contains("Nothing can be told"), "{said}");
    assert!(told(&portal, Some(&party), &second).await.contains("received it on"), "parties see the first one whole");
}

#[actix_web::test]
async fn it_is_told_what_became_of_a_version() {
    let portal = TestPortal::new();
    let state = portal.client(&["focal_point CHE"]);
    file(&state, "yes", false).await;
    let first = format!("sha256={}", digest(&state, 1).await.replace(' ', ""));
    correct(&state).await;
    let second = format!("sha256={}", digest(&state, 2).await.replace(' ', ""));
    let filed = state.page(REPORT).await.text("[aria-labelledby=filed]");
    assert!(filed.contains("Received on 24 November 2026") && filed.contains("Version 2 came after it"), "{filed}");
    let said = told(&portal, Some(&state), &first).await;
    assert!(said.contains("Version 2, received on 24 November 2026") && said.contains("took its place"), "{said}");
    let said = portal.page(&format!("/verify?{first}")).await;
    assert!(said.text("main [role=status].warning").contains("It no longer stands"));
    state.post(&at("recall"), &[("version", "2")]).await;
    let filed = state.page(REPORT).await.text("[aria-labelledby=filed]");
    assert!(filed.contains("Recalled, 24 November 2026.") && !filed.contains("came after it"), "{filed}");
    let said = told(&portal, Some(&state), &second).await;
    assert!(said.contains("was recalled by the State on 24 November 2026"), "{said}");
    assert!(told(&portal, None, &second).await.contains("It no longer stands"));
    assert!(told(&portal, Some(&state), &first).await.contains("It stands."));
}

#[actix_web::test]
async fn what_is_no_fingerprint_is_said_beside_its_field_and_many_are_slowed_down() {
    let portal = TestPortal::new();
    for (query, field, fault) in [
        ("sha256=+&report=", "sha256", "Type the fingerprint"),
        ("sha256=che-compliance-2027.1", "sha256", "goes into the second field"),
        ("sha256=12", "sha256", "this one has 2"),
        ("sha256=xyz", "sha256", "“x” is in no fingerprint"),
        (&format!("sha256={}&report=Swiss", "0".repeat(64)), "report", "no reference of a report"),
    ] {
        let refused = portal.get(&format!("/verify?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(refused.page().text(&format!("[id={field}-fault]")).contains(fault), "{query}");
    }
    assert!(portal.page("/verify").await.all("[role=status]").is_empty());
    let unknown = format!("/verify?sha256={}", "0".repeat(64));
    let mut last = StatusCode::OK;
    for _ in 0..200 {
        last = portal.get(&unknown).await.status;
        if last != StatusCode::OK {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(portal.get("/verify").await.status, StatusCode::OK, "the page itself is there");
    assert_eq!(portal.get("/sign-in").await.status, StatusCode::OK);
}

#[actix_web::test]
async fn receipts_and_help_lead_to_it() {
    let portal = TestPortal::new();
    let state = portal.client(&["focal_point CHE"]);
    file(&state, "yes", false).await;
    let receipt = state.page(&at("receipt")).await;
    let link = receipt.all("a[href^='/verify?']")[0].attr("href").unwrap().to_owned();
    assert!(state.page(&link).await.text("main [role=status]").contains(WHOLE));
    let law = receipt.all("#documents ~ .list a[href^='/verify?']")[0].attr("href").unwrap().to_owned();
    assert!(receipt.text("#documents ~ .list samp").contains(&in_groups(&hash(LAW))));
    assert!(state.page(&law).await.text("main [role=status]").contains("“law.txt”"));
    assert_eq!(portal.page("/help").await.all("main a[href='/verify']").len(), 1);
    #[cfg(feature = "pdf")]
    {
        let paper = crate::support::pdf::words(&state.get(&at("receipt.pdf")).await.bytes);
        assert!(paper.contains("https://reports.example.org/verify"), "{paper}");
        assert!(paper.contains(&in_groups(&hash(LAW))), "{paper}");
    }
}

fn hash(content: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
