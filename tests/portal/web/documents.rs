//! Documents that come with a report: taken, kept, given to whom they are meant for and to nobody else.

use std::fs;
use std::path::{Path, PathBuf};

use actix_web::http::{Method, StatusCode};
use ccw_portal::app::accounts;
use ccw_portal::domain::draft::{DOCUMENT_BYTES, DOCUMENTS};
use ccw_portal::text::in_groups;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sha2::{Digest, Sha256};

use super::filing::{REPORT, at, save, start, submit, write_whole};
use crate::support::people::{Client, parts};
use crate::support::portal::{Answer, TestPortal};

const PDF: &[u8] = b"%PDF-1.7\nan act\n%%EOF\n";

pub(super) fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn place(content: &[u8]) -> String {
    format!("attachments/{}", hash(content))
}

async fn attach(client: &Client<'_>, form: &str, name: &str, content: &[u8]) -> Answer {
    client.upload(&at("attachments"), form, name, content).await
}

pub(super) async fn attached(client: &Client<'_>, form: &str, name: &str, content: &[u8]) {
    let answer = attach(client, form, name, content).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}");
}

/// Everything in the folder of files.
fn files(portal: &TestPortal) -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    below(portal.folder.path(), &mut found);
    found
}

/// Keys of the documents in the list, in order.
async fn keys(client: &Client<'_>) -> Vec<String> {
    let page = client.page(&at("attachments")).await;
    page.all("input[name=id]").iter().map(|input| input.attr("value").unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_document_that_cannot_be_used_says_so_where_it_is_listed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    attached(&client, "C", "Act.pdf", b"%PDF-1.7 trailer << /Encrypt 5 0 R >>").await;
    attached(&client, "C", "Plain.pdf", PDF).await;
    let page = client.page(&at("attachments")).await;
    assert_eq!(page.texts("main ol .fault").len(), 1);
    assert!(page.text("main ol .fault").contains("This document asks for a password."), "{}", page.text("main"));
    assert_eq!(save(&client, "cover", "0", &[("period.from", "2026-01-01")]).await.status, StatusCode::SEE_OTHER);
    let cover = client.page(&at("cover")).await.text("main");
    assert!(!cover.contains("Act.pdf"), "the cover is not the place of it: {cover}");
    assert!(client.page(&at("check")).await.text("main").contains("Act.pdf asks for a password."));
}

#[actix_web::test]
async fn a_document_is_attached_given_back_and_removed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    attached(&client, "C", "War Materiel Act.pdf", PDF).await;
    let page = client.page(&at("attachments?done=added&form=C")).await;
    assert_eq!(page.text("main ol a"), "War Materiel Act.pdf");
    assert!(page.text("main ol").contains("Form C, PDF, 22 bytes"), "{}", page.text("main ol"));
    assert!(page.text("main ol").contains(&in_groups(&hash(PDF))));
    assert_eq!(page.all("option[selected]")[0].attr("value"), Some("C"));
    assert!(client.page(REPORT).await.text("main").contains("One document"));
    assert!(client.page(&at("forms/C")).await.text("main").contains("War Materiel Act.pdf"));
    assert!(!client.page(&at("forms/B")).await.text("main").contains("War Materiel Act.pdf"));
    let given = client.get(&at(&place(PDF))).await;
    assert_eq!((given.status, &given.bytes[..]), (StatusCode::OK, PDF));
    for (name, value) in [
        ("content-type", "application/pdf"),
        (
            "content-disposition",
            "attachment; filename=\"War Materiel Act.pdf\"; filename*=UTF-8''War%20Materiel%20Act.pdf",
        ),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
        ("cache-control", "private, no-store"),
    ] {
        assert_eq!(given.header(name), value, "{name}");
    }
    assert_eq!(files(&portal).len(), 1);
    let removed = client.post(&at(&place(PDF)), &[("id", &keys(&client).await[0])]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(client.get(&at(&place(PDF))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(files(&portal), Vec::<PathBuf>::new(), "nobody names it any more");
}

#[actix_web::test]
async fn the_same_content_under_two_names_is_one_file_and_goes_with_the_last() {
    let portal = TestPortal::new();
    let (client, other) = (portal.client(&["focal_point CHE"]), portal.client(&["focal_point FRA"]));
    start(&client).await;
    other.post("/desk/reports/FRA-COMPLIANCE-2027", &[("from", "nothing")]).await;
    attached(&client, "A", "one.pdf", PDF).await;
    attached(&client, "B", "two.pdf", PDF).await;
    let theirs = other.upload("/desk/reports/FRA-COMPLIANCE-2027/attachments", "", "ours.pdf", PDF).await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER);
    assert_eq!(files(&portal).len(), 1);
    for key in keys(&client).await {
        client.post(&at(&place(PDF)), &[("id", &key)]).await;
    }
    assert_eq!(client.get(&at(&place(PDF))).await.status, StatusCode::NOT_FOUND);
    let foreign = format!("/desk/reports/FRA-COMPLIANCE-2027/{}", place(PDF));
    assert_eq!(other.get(&foreign).await.bytes, PDF);
    assert_eq!(client.get(&foreign).await.status, StatusCode::NOT_FOUND, "another State's");
}

#[actix_web::test]
async fn what_a_document_is_follows_from_its_content_and_what_is_refused_leaves_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let large = vec![b'%'; usize::try_from(DOCUMENT_BYTES).unwrap() + 1];
    let long = format!("{}.pdf", "a".repeat(300));
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    for (name, content, status, said) in [
        ("", &b""[..], unprocessable, "No document was chosen"),
        ("empty.pdf", b"", unprocessable, "is empty"),
        ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>", unprocessable, "web page"),
        ("map.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", unprocessable, "SVG"),
        ("act.pdf", b"MZ\x90\0\x03\0", unprocessable, "a program"),
        ("act.docx", b"PK\x03\x04 bomb", unprocessable, "an archive"),
        ("act.txt", b"caf\xe9", unprocessable, "UTF-8"),
        ("act.hta", b"new ActiveXObject()", unprocessable, "ends in .txt"),
        (&long, PDF, unprocessable, "too long"),
        ("a\u{202e}fdp.exe", PDF, unprocessable, "cannot be seen"),
        ("..", PDF, unprocessable, "no name"),
        ("large.pdf", &large, StatusCode::PAYLOAD_TOO_LARGE, "larger than 20 MB"),
    ] {
        let answer = attach(&client, "C", name, content).await;
        assert_eq!(answer.status, status, "{name}");
        let page = answer.page();
        assert!(page.text("#file-fault").contains(said), "{name}: {}", page.text("#file-fault"));
        assert_eq!(page.all("script, svg").len(), 0);
    }
    assert_eq!(files(&portal), Vec::<PathBuf>::new());
    assert_eq!(keys(&client).await, Vec::<String>::new());
    for (name, content, given) in [
        ("act.exe", PDF, "act.exe.pdf"),
        ("..\\..\\folder/act \"one\".pdf", b"%PDF-1.4 other", "act _one_.pdf"),
        ("قانون.csv", "a,b\n1,2\n".as_bytes(), "_____.csv"),
        ("%2e%2e%2fact.txt", b"words", "_2e_2e_2fact.txt"),
    ] {
        attached(&client, "", name, content).await;
        let answer = client.get(&at(&place(content))).await;
        assert_eq!(answer.bytes, content);
        let wanted = format!("attachment; filename=\"{given}\"; ");
        assert!(answer.header("content-disposition").starts_with(&wanted), "{}", answer.header("content-disposition"));
    }
    assert_eq!(client.get(&at(&place(b"words"))).await.header("content-type"), "text/plain; charset=utf-8");
}

#[actix_web::test]
async fn a_report_has_so_many_documents_and_names_are_its_own() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    for number in 0..DOCUMENTS {
        attached(&client, "", &format!("{number}.txt"), format!("text {number}").as_bytes()).await;
    }
    let page = client.page(&at("attachments")).await;
    assert!(page.text("main").contains("as many documents as a report can have"));
    assert!(page.all("input[type=file]").is_empty());
    let more = attach(&client, "", "more.txt", b"more").await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    let last = keys(&client).await.pop().unwrap();
    client.post(&at(&place(b"text 19")), &[("id", &last)]).await;
    let same = attach(&client, "", "3.txt", b"other words").await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.page().text("#file-fault").contains("is called “3.txt” already"));
    assert_eq!(files(&portal).len(), DOCUMENTS - 1, "what was refused has gone");
    attached(&client, "", "more.txt", b"more").await;
}

#[actix_web::test]
async fn forms_that_are_not_whole_or_not_ours_are_refused_and_leave_nothing() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    let (address, token) = (at("attachments"), accounts::form_token(&client.secret));
    let whole = parts(&[("form_token", &token), ("form", "C")], Some(("act.pdf", PDF)));
    for cut in [whole.len() - 4, whole.len() - 20, whole.len() / 2, 60, 0] {
        let answer = client.send_parts(&address, whole[..cut].to_vec()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "cut after {cut} bytes");
    }
    let file = Some(("act.pdf", PDF));
    let long = "x".repeat(5_000);
    for (body, status) in [
        (parts(&[("form", "C")], file), StatusCode::BAD_REQUEST),
        (parts(&[("form", "C"), ("form_token", &token)], file), StatusCode::BAD_REQUEST),
        (parts(&[("form_token", "x"), ("form", "C")], file), StatusCode::FORBIDDEN),
        (parts(&[("form_token", &token)], file), StatusCode::BAD_REQUEST),
        (parts(&[("form_token", &token), ("form", &long)], file), StatusCode::BAD_REQUEST),
        (parts(&[("form_token", &token), ("form", "Z")], file), StatusCode::BAD_REQUEST),
        (parts(&[("form_token", &token), ("form", "C")], None), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(client.send_parts(&address, body).await.status, status);
    }
    let elsewhere = [("cookie", &*format!("__Host-session={}", client.secret)), ("origin", "https://example.org")];
    let answer = portal.send_parts(&address, whole.clone(), &elsewhere).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "sent from another site");
    assert_eq!(client.post(&address, &[]).await.status, StatusCode::BAD_REQUEST, "no parts at all");
    let signed_out = portal.send_parts(&address, whole.clone(), &[]).await;
    assert_eq!(signed_out.status, StatusCode::UNAUTHORIZED);
    let page = signed_out.page();
    assert!(page.text("main").contains("choose the file once more"), "{}", page.text("main"));
    assert_eq!(page.all("input[name=next]")[0].attr("value"), Some(address.as_str()));
    let other = portal.client(&["focal_point FRA"]);
    assert_eq!(attach(&other, "C", "act.pdf", PDF).await.status, StatusCode::NOT_FOUND);
    let mission = portal.client(&["submitter CHE"]);
    assert_eq!(attach(&mission, "C", "act.pdf", PDF).await.status, StatusCode::FORBIDDEN);
    assert!(mission.page(&address).await.all("input[type=file]").is_empty());
    assert_eq!(files(&portal), Vec::<PathBuf>::new());
    assert_eq!(client.send_parts(&address, whole).await.status, StatusCode::SEE_OTHER, "whole, it is taken");
}

/// The State's documents: of Form A, of Form C, and of the report as a whole.
const SENT: [(&str, &str, &[u8]); 3] =
    [("A", "a.pdf", b"%PDF-1 of Form A"), ("C", "c.pdf", b"%PDF-1 of Form C"), ("", "all.pdf", b"%PDF-1 of all")];

pub(super) async fn act(officer: &Client<'_>, act: &str) {
    let answer = officer.review("CHE-COMPLIANCE-2027", "1", act).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}");
}

#[actix_web::test]
async fn each_audience_has_the_documents_that_are_meant_for_it() {
    // What everyone has of Form A, Form C and the whole, where A and B are open.
    for (availability, everyone) in [("yes", [true; 3]), ("no", [false; 3]), ("partially", [true, false, false])] {
        let portal = TestPortal::new();
        let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
        let (reader, foreign) = (portal.client(&["reader NOR"]), portal.client(&["focal_point FRA"]));
        start(&client).await;
        write_whole(&client).await;
        let cover = [("cover.availability", availability)];
        assert_eq!(save(&client, "cover", "1", &cover).await.status, StatusCode::SEE_OTHER);
        for (form, name, content) in SENT {
            attached(&client, form, name, content).await;
        }
        let report = "CHE-COMPLIANCE-2027";
        let statuses = async |whose: Option<&Client<'_>>, base: &str| {
            let mut found = Vec::new();
            for (_, _, content) in SENT {
                let address = format!("/{base}/{report}/{}", place(content));
                let answer = match whose {
                    Some(client) => client.get(&address).await,
                    None => portal.get(&address).await,
                };
                assert!(answer.status != StatusCode::OK || answer.bytes == content);
                found.push(answer.status == StatusCode::OK);
            }
            found
        };
        assert_eq!(statuses(Some(&client), "desk/reports").await, [true; 3]);
        assert_eq!(statuses(Some(&officer), "secretariat/reports").await, [false; 3], "not filed yet");
        assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
        for (whose, base) in [(&client, "desk/reports"), (&officer, "secretariat/reports")] {
            assert_eq!(statuses(Some(whose), base).await, [true; 3], "{base}");
        }
        assert_eq!(statuses(Some(&reader), "circulated").await, [false; 3], "not circulated yet");
        act(&officer, "circulated").await;
        assert_eq!(statuses(Some(&reader), "circulated").await, [true; 3]);
        assert_eq!(statuses(None, "reports").await, [false; 3], "not published yet");
        act(&officer, "published").await;
        assert_eq!(statuses(None, "reports").await, everyone, "{availability}");
        for base in ["desk/reports", "secretariat/reports"] {
            assert_eq!(statuses(Some(&foreign), base).await, [false; 3], "{base}");
            assert_eq!(statuses(Some(&reader), base).await, [false; 3], "{base}");
        }
        for base in ["desk/reports", "secretariat/reports", "circulated"] {
            assert_eq!(statuses(None, base).await, [false; 3], "{base}");
        }
        let page = portal.get(&format!("/reports/{report}")).await;
        for ((_, name, content), is_shown) in SENT.into_iter().zip(everyone) {
            assert_eq!(page.text().contains(name), is_shown, "{availability} {name}");
            assert_eq!(page.text().contains(&hash(content)), is_shown, "{availability} {name}");
        }
        assert_eq!(page.text().contains("not made available to the public by the State."), everyone != [true; 3]);
        for (whose, address) in [
            (&client, at("receipt")),
            (&officer, format!("/secretariat/reports/{report}")),
            (&reader, format!("/circulated/{report}")),
        ] {
            let page = whose.page(&address).await;
            assert_eq!(page.all("#documents").len(), 1, "{address}");
            assert!(SENT.iter().all(|(_, name, _)| page.text("main").contains(name)), "{address}");
        }
    }
}

#[actix_web::test]
async fn a_public_document_is_revalidated_and_head_answers_like_get() {
    let portal = TestPortal::new();
    let (client, officer) = (portal.client(&["focal_point CHE"]), portal.client(&["desk_officer"]));
    start(&client).await;
    write_whole(&client).await;
    attached(&client, "A", "a.pdf", PDF).await;
    submit(&client).await;
    act(&officer, "circulated").await;
    act(&officer, "published").await;
    let address = format!("/reports/CHE-COMPLIANCE-2027/{}", place(PDF));
    let given = portal.get(&address).await;
    assert_eq!((given.status, given.header("cache-control")), (StatusCode::OK, "no-cache"));
    let known = portal.ask(Method::GET, &address, &[("if-none-match", given.header("etag"))]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let head = portal.ask(Method::HEAD, &address, &[]).await;
    for name in ["content-type", "content-disposition", "etag", "cache-control"] {
        assert_eq!(head.header(name), given.header(name), "{name}");
    }
    for hash in ["", "x", "..%2f..%2fportal.db", &"0".repeat(64), &"A".repeat(64)] {
        let answer = portal.get(&format!("/reports/CHE-COMPLIANCE-2027/attachments/{hash}")).await;
        assert!(answer.status.is_client_error() || answer.status.is_redirection(), "{hash}: {}", answer.status);
    }
}

#[actix_web::test]
async fn what_was_filed_keeps_its_documents_and_a_correction_starts_with_them() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    attached(&client, "A", "a.pdf", PDF).await;
    submit(&client).await;
    assert_eq!(client.post(REPORT, &[("from", "earlier")]).await.status, StatusCode::SEE_OTHER);
    let carried = keys(&client).await;
    assert_eq!(carried.len(), 1);
    let removed = client.post(&at(&place(PDF)), &[("id", &carried[0])]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(keys(&client).await.is_empty());
    assert_eq!(client.get(&at(&place(PDF))).await.bytes, PDF, "the first version names it");
    assert_eq!(files(&portal).len(), 1);
    let forged = client.post(&at(&place(PDF)), &[("id", &carried[0])]).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND, "once");
}

#[actix_web::test]
async fn a_document_that_a_correction_left_out_does_not_come_back() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    attached(&client, "A", "victims.pdf", PDF).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    client.post(REPORT, &[("from", "correction")]).await;
    let removed = client.post(&at(&place(PDF)), &[("id", &keys(&client).await[0])]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(save(&client, "cover", "1", &[("reason", "It named victims.")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER);
    client.post(REPORT, &[("from", "correction")]).await;
    assert!(keys(&client).await.is_empty(), "it is in no version that stands");
}

#[actix_web::test]
async fn a_missing_file_is_said_plainly_and_keeps_a_report_from_being_filed() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    write_whole(&client).await;
    attached(&client, "A", "a.pdf", PDF).await;
    files(&portal).iter().for_each(|file| fs::remove_file(file).unwrap());
    for answer in [client.get(&at(&place(PDF))).await, submit(&client).await] {
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.page().text("h1"), "The document cannot be given just now");
        assert_eq!(answer.header("content-disposition"), "");
    }
    attached(&client, "B", "again.pdf", PDF).await;
    assert_eq!(submit(&client).await.status, StatusCode::SEE_OTHER, "the same content puts it back");
}

#[actix_web::test]
async fn the_rules_look_into_documents() {
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    start(&client).await;
    attached(&client, "A", "locked.pdf", b"%PDF-1.7 trailer << /Encrypt 5 0 R >>").await;
    attached(&client, "A", "field.txt", b"Field 12 at 46.20441, 6.14322").await;
    let check = client.page(&at("check")).await;
    let found = check.texts("section[aria-labelledby=of-documents] .finding");
    assert!(found.iter().any(|one| one.contains("locked.pdf") && one.contains("asks for a password")), "{found:?}");
    assert!(found.iter().any(|one| one.contains("field.txt") && one.contains("coordinates")), "{found:?}");
    let links: Vec<_> = check
        .all("section[aria-labelledby=of-documents] a")
        .iter()
        .map(|a| a.attr("href").unwrap().to_owned())
        .collect();
    for link in links {
        let (page, id) = link.split_once('#').unwrap();
        assert_eq!(client.page(page).await.all(&format!("[id='{id}']")).len(), 1, "{link}");
    }
    assert!(client.page(REPORT).await.text("main").contains("One answer needs attention"));
}

/// Whatever is sent as a form with a file, the answer is a page, and what is not whole leaves nothing.
#[test]
fn no_body_of_such_a_form_crashes_the_portal() {
    let system = actix_web::rt::System::new();
    let portal = TestPortal::new();
    let client = portal.client(&["focal_point CHE"]);
    system.block_on(start(&client));
    let token = accounts::form_token(&client.secret);
    let whole = parts(&[("form_token", &token), ("form", "C")], Some(("act.pdf", PDF)));
    let change = (0..whole.len(), proptest::collection::vec(any::<u8>(), 0..12), any::<bool>());
    let config = Config { cases: 64, ..Config::default() };
    let run = TestRunner::new(config).run(&proptest::collection::vec(change, 1..4), |changes| {
        let mut body = whole.clone();
        for (place, bytes, is_cut) in changes {
            let place = place.min(body.len());
            let end = if is_cut { body.len() } else { (place + bytes.len()).min(body.len()) };
            body.splice(place..end, bytes);
        }
        let answer = system.block_on(client.send_parts(&at("attachments"), body));
        prop_assert!(!answer.status.is_server_error(), "{}", answer.status);
        let passage = portal.folder.path().join("passage");
        let left = passage.read_dir().map_or(0, |entries| entries.count());
        prop_assert_eq!(left, 0, "nothing stays on its way");
        Ok(())
    });
    run.unwrap();
}
