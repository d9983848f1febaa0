//! Every address with every role, against one printed table.

use std::collections::BTreeSet;

use actix_web::http::{Method, StatusCode};
use ccw_portal::web::{ADDRESSES, FORMS};

use crate::support::people::Client;
use crate::support::portal::TestPortal;

/// Who asks: nobody, and one person of each role. National roles are held for Switzerland, whose
/// report the addresses name, but for the one that is held for Norway.
const ROLES: [(&str, &[&str]); 9] = [
    ("nobody", &[]),
    ("focal point", &["focal_point CHE"]),
    ("deputy", &["deputy CHE"]),
    ("mission", &["submitter CHE"]),
    ("mine clearance contact", &["clearance_contact CHE"]),
    ("reader", &["reader CHE"]),
    ("other State", &["focal_point NOR"]),
    ("desk officer", &["desk_officer"]),
    ("administrator", &["administrator"]),
];

/// `yes`: lets in (whatever it then answers); `in`: leads to signing in; `no`: not among the roles;
/// `-`: does not exist for this person.
const TABLE: &str = "
                                                  nobody focal deputy mission mines reader other officer admin
GET  /account                                     in     yes   yes    yes     yes   yes    yes   yes     yes
GET  /desk                                        in     yes   yes    yes     yes   yes    yes   yes     yes
GET  /desk/reports/{reference}                    in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/check              in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/clearance          in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/submit             in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/receipt            in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/recall             in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/promise            in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/discard            in     yes   yes    no      -     -      -     -       -
GET  /desk/reports/{reference}/history            in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/attachments        in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/attachments/{sha256} in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/cover              in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/summary            in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/unchanged          in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/profile            in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/forms/{letter}     in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/answers            in     yes   yes    no      -     -      -     -       -
GET  /desk/reports/{reference}/questions          in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/filed              in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/filed.json         in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/filed.pdf          in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/draft.pdf          in     yes   yes    yes     -     -      -     -       -
GET  /desk/reports/{reference}/receipt.pdf        in     yes   yes    yes     -     -      -     -       -
GET  /desk/people                                 in     yes   yes    yes     no    no     yes   no      no
GET  /circulated                                  in     yes   yes    yes     yes   yes    yes   yes     no
GET  /circulated/{reference}                      in     yes   yes    yes     yes   yes    yes   yes     no
GET  /circulated/{reference}.pdf                  in     yes   yes    yes     yes   yes    yes   yes     no
GET  /circulated/{reference}.json                 in     yes   yes    yes     yes   yes    yes   yes     no
GET  /circulated/{reference}/attachments/{sha256} in     yes   yes    yes     yes   yes    yes   yes     no
GET  /secretariat                                 in     no    no     no      no    no     no    yes     no
GET  /secretariat/reports/{reference}             in     no    no     no      no    no     no    yes     no
GET  /secretariat/reports/{reference}.pdf         in     no    no     no      no    no     no    yes     no
GET  /secretariat/reports/{reference}/attachments/{sha256} in     no    no     no      no    no     no    yes     no
GET  /secretariat/reports/{reference}/on-behalf   in     no    no     no      no    no     no    yes     no
GET  /secretariat/on-behalf                       in     no    no     no      no    no     no    yes     no
GET  /secretariat/notices                         in     no    no     no      no    no     no    yes     yes
GET  /secretariat/notices/{id}                    in     no    no     no      no    no     no    yes     yes
POST /secretariat/notices                         in     no    no     no      no    no     no    yes     no
GET  /secretariat/selection                       in     no    no     no      no    no     no    yes     no
POST /secretariat/selection                       in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}/on-behalf   in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}             in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}/classification in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}/questions   in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}/questions/{question} in     no    no     no      no    no     no    yes     no
GET  /secretariat/reports/{reference}/questions/{question}/answer in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}/questions/{question}/answer in     no    no     no      no    no     no    yes     no
POST /secretariat/reports/{reference}/questions/{question}/answers/{message} in     no    no     no      no    no     no    yes     no
POST /desk/reports/{reference}/questions          in     yes   yes    yes     -     -      -     -       -
POST /desk/reports/{reference}/questions/{question} in     yes   yes    yes     -     -      -     -       -
GET  /secretariat/contacts                        in     no    no     no      no    no     no    yes     yes
GET  /secretariat/contacts.csv                    in     no    no     no      no    no     no    yes     yes
POST /secretariat/contacts                        in     no    no     no      no    no     no    yes     yes
GET  /secretariat/parties/{iso3}                  in     no    no     no      no    no     no    yes     yes
GET  /secretariat/people                          in     no    no     no      no    no     no    yes     yes
GET  /secretariat/people/{id}                     in     no    no     no      no    no     no    yes     yes
POST /secretariat/people                          in     no    no     no      no    no     no    no      yes
POST /secretariat/people/{id}                     in     no    no     no      no    no     no    no      yes
GET  /secretariat/data                            in     no    no     no      no    no     no    yes     yes
GET  /secretariat/data/version                    in     no    no     no      no    no     no    yes     yes
GET  /secretariat/data/trial                      in     no    no     no      no    no     no    yes     yes
GET  /secretariat/data/new                        in     no    no     no      no    no     no    no      yes
POST /secretariat/data                            in     no    no     no      no    no     no    no      yes
GET  /secretariat/reminders                       in     no    no     no      no    no     no    yes     yes
GET  /secretariat/reminders/letter                in     no    no     no      no    no     no    yes     yes
GET  /secretariat/reminders/note                  in     no    no     no      no    no     no    yes     yes
GET  /secretariat/reminders/release               in     no    no     no      no    no     no    no      yes
GET  /secretariat/outbox                          in     no    no     no      no    no     no    yes     yes
GET  /secretariat/outbox/{id}                     in     no    no     no      no    no     no    yes     yes
POST /secretariat/reminders                       in     no    no     no      no    no     no    yes     no
POST /secretariat/reminders/release               in     no    no     no      no    no     no    no      yes
POST /secretariat/outbox                          in     no    no     no      no    no     no    yes     yes
POST /desk/contact                                in     yes   no     no      no    no     yes   no      no
POST /sign-out                                    in     yes   yes    yes     yes   yes    yes   yes     yes
POST /account/sign-out-everywhere                 in     yes   yes    yes     yes   yes    yes   yes     yes
POST /account/courtesy                            in     yes   yes    yes     yes   yes    yes   yes     yes
POST /desk/reports/{reference}                    in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/recall             in     yes   yes    yes     -     -      -     -       -
POST /desk/reports/{reference}/promise            in     yes   yes    yes     -     -      -     -       -
POST /desk/reports/{reference}/discard            in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/clearance          in     yes   yes    yes     -     -      -     -       -
POST /desk/reports/{reference}/submit             in     yes   yes    yes     -     -      -     -       -
POST /desk/reports/{reference}/attachments        in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/attachments/{sha256} in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/cover              in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/summary            in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/unchanged          in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/profile            in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/forms/{letter}     in     yes   yes    no      -     -      -     -       -
POST /desk/reports/{reference}/answers            in     yes   yes    no      -     -      -     -       -
";

/// Everybody may, signed in or not.
const OPEN: [&str; 29] = [
    "GET /reports",
    "GET /reports.csv",
    "GET /reports/{reference}.json",
    "GET /reports/{reference}.pdf",
    "GET /",
    "GET /parties",
    "GET /parties.csv",
    "GET /parties/{iso3}",
    "GET /depositary.csv",
    "GET /instruments",
    "GET /instruments.csv",
    "GET /instruments/{code}.csv",
    "GET /instruments/{code}",
    "GET /help",
    "GET /verify",
    "GET /reports/{reference}",
    "GET /reports/{reference}/attachments/{sha256}",
    "GET /sign-in",
    "GET /password",
    "GET /invitation/{secret}",
    "GET /answer/{secret}",
    "GET /courtesy/{secret}",
    "GET /static/{name}",
    "GET /robots.txt",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "POST /sign-in",
    "POST /password",
];

/// Opened by the secret in the address instead of a role.
const BY_SECRET: [&str; 3] = ["POST /invitation/{secret}", "POST /answer/{secret}", "POST /courtesy/{secret}"];

/// Everybody may, where the portal is a demonstration; elsewhere there is no such page.
const IN_DEMO: [&str; 2] = ["GET /letters", "GET /letters/{id}"];

fn routes() -> Vec<String> {
    let read = ADDRESSES.iter().map(|(address, _)| format!("GET {address}"));
    read.chain(FORMS.iter().map(|(address, _)| format!("POST {address}"))).collect()
}

/// The report has a draft, so that every page there is can be shown.
async fn with_a_draft(portal: &TestPortal) {
    let focal_point = portal.client(&["focal_point CHE"]);
    let started = focal_point.post("/desk/reports/CHE-COMPLIANCE-2027", &[("from", "nothing")]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER);
}

async fn outcome(portal: &TestPortal, client: Option<&Client<'_>>, method: &Method, address: &str) -> &'static str {
    let path = address.replace("{reference}", "CHE-COMPLIANCE-2027").replace("{letter}", "A");
    let path = match path.as_str() {
        "/secretariat/data/version" | "/secretariat/data/trial" | "/secretariat/data/new" => {
            format!("{path}?kind=rules&name=3")
        }
        _ => path,
    };
    let path = path.replace("{iso3}", "CHE").replace("{question}", "none").replace("{sha256}", &"0".repeat(64));
    let answer = match (client, *method == Method::GET) {
        (Some(client), true) => client.get(&path).await,
        (Some(client), false) => client.post(&path, &[("revision", "0")]).await,
        (None, true) => portal.get(&path).await,
        (None, false) => portal.send(&path, &[("revision", "0")], &[]).await,
    };
    let leads_to = answer.header("location");
    match answer.status {
        StatusCode::UNAUTHORIZED => "in",
        StatusCode::SEE_OTHER if leads_to.starts_with("/sign-in") => "in",
        StatusCode::FORBIDDEN => "no",
        StatusCode::NOT_FOUND => "-",
        _ => "yes",
    }
}

#[actix_web::test]
async fn every_role_meets_the_table_at_every_address() {
    let portal = TestPortal::new();
    with_a_draft(&portal).await;
    for line in TABLE.trim_start_matches('\n').lines().skip(1) {
        let words: Vec<_> = line.split_whitespace().collect();
        let [method, address] = [words[0], words[1]];
        assert_eq!(words.len(), 2 + ROLES.len(), "{line}");
        for ((who, roles), expected) in ROLES.iter().zip(&words[2..]) {
            // Signing out ends a session: everybody is new at every address.
            let client = (*who != "nobody").then(|| portal.client(roles));
            let method = method.parse().unwrap();
            let found = outcome(&portal, client.as_ref(), &method, address).await;
            let nothing_filed = [
                "/receipt",
                "/recall",
                "/filed",
                "/filed.json",
                "/filed.pdf",
                "/receipt.pdf",
                "/people/{id}",
                "/notices/{id}",
                "/outbox/{id}",
                "/attachments/{sha256}",
            ]
            .iter()
            .any(|end| address.ends_with(end))
                || address.starts_with("/circulated/")
                || (address.starts_with("/secretariat/reports/{reference}/questions") && method == Method::POST)
                || (address.starts_with("/secretariat/reports")
                    && !address.ends_with("/on-behalf")
                    && method == Method::GET);
            let expected = if nothing_filed && *expected == "yes" { "-" } else { expected };
            // Nothing is filed yet: these answer that there is nothing, to those who may ask.
            assert_eq!(found, expected, "{method} {address} as {who}");
        }
    }
}

/// Lists of the same for every State and instrument; `party_file.rs` follows what leads on from the page of one State.
const ALIKE: [&str; 4] = ["/parties", "/instruments", "/reports?", "/secretariat/parties/"];

#[actix_web::test]
async fn no_page_leads_anybody_to_one_that_is_not_among_their_roles() {
    let portal = TestPortal::new();
    with_a_draft(&portal).await;
    for (who, roles) in &ROLES[1..] {
        let client = portal.client(roles);
        let (mut seen, mut open) = (BTreeSet::new(), vec!["/account".to_owned()]);
        while let Some(address) = open.pop() {
            let answer = client.get(&address).await;
            assert_ne!(answer.status, StatusCode::FORBIDDEN, "{address} as {who}");
            if !answer.header("content-type").starts_with("text/html") {
                continue;
            }
            for link in answer.page().all("a[href^='/']") {
                let to = link.attr("href").unwrap().split('#').next().unwrap().to_owned();
                if !ALIKE.iter().any(|alike| to.starts_with(alike)) && seen.insert(to.clone()) {
                    open.push(to);
                }
            }
        }
        assert!(seen.len() > 5, "{who}: {seen:?}");
    }
}

#[test]
fn every_address_is_in_one_of_the_tables() {
    for route in routes() {
        let (method, address) = route.split_once(' ').unwrap();
        let in_table = TABLE.lines().any(|line| line.split_whitespace().take(2).eq([method, address]));
        let lists: [&[&str]; 3] = [&OPEN, &BY_SECRET, &IN_DEMO];
        let listed = lists.map(|list| list.contains(&route.as_str())).into_iter().chain([in_table]);
        assert_eq!(listed.filter(|is_there| *is_there).count(), 1, "{route}: say who may");
    }
    let routes = routes();
    for known in OPEN.iter().chain(&BY_SECRET).chain(&IN_DEMO) {
        assert!(routes.iter().any(|route| route == known), "{known} is gone");
    }
}

#[actix_web::test]
async fn open_addresses_ask_for_no_account() {
    let portal = TestPortal::new();
    for known in OPEN.iter().filter(|known| known.starts_with("GET") && !known.contains('{')) {
        let answer = portal.get(known.strip_prefix("GET ").unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{known}");
    }
}
