//! Section 2.

use super::*;
use crate::domain::validation::{AttachmentSeen, Mailbox};

rule!(g_10, passes: |s| s.report["submitted_on"] = json!("15/03/2027"), fails:
    "submitted_on" |s| s.report["submitted_on"] = json!("2027-02-30"),
    "submitted_on" |s| s.report["submitted_on"] = json!("soon"),
);
rule!(g_11, passes: |s| s.report["submitted_on"] = json!("2027-03-20"), fails:
    "submitted_on" |s| s.report["submitted_on"] = json!("2027-03-21"),
    "submitted_on" |s| s.report["submitted_on"] = json!("1981-01-01"),
);
rule!(g_12, passes: |s| s.report["period"] = json!({ "from": "01/04/2026", "to": "31/03/2027" }), fails:
    "period" |s| s.report["period"] = json!({ "from": "2026-12-31", "to": "2026-01-01" }),
    "period" |s| s.report["period"] = json!({ "from": "2026-12-31", "to": "2026-12-31" }),
    "period.from" |s| s.report["period"] = json!({ "to": "2026-12-31" }),
    "period.to" |s| s.report["period"]["to"] = json!("2026-13-31"),
    "period" |s| s.report["period"] = json!(null),
);
rule!(g_13, passes: |s| s.report["period"]["from"] = json!("2026-07-01"), fails:
    "period" |s| s.report["period"]["from"] = json!("2026-10-01"),
    "period" |s| s.report["period"]["from"] = json!("2025-01-01"),
);
rule!(g_14, passes: |s| s.report["period"]["to"] = json!("2027-03-15"), fails:
    "period.to" |s| s.report["period"]["to"] = json!("2027-03-31"),
);
rule!(g_15, passes: |s| { s.with_last_year()["period"]["to"] = json!("2026-01-31"); }, fails:
    "period.from" |s| { s.with_last_year()["period"]["to"] = json!("2025-11-15"); },
    "period.from" |s| { s.with_last_year()["period"]["to"] = json!("2026-03-31"); },
);
rule!(g_16, passes: |s| s.report["cover"]["contacts"][0]["email"] = json!(null), fails:
    "cover.contacts" |s| s.report["cover"]["contacts"] = json!([]),
    "cover.contacts" |s| s.report["cover"]["contacts"] = json!([{ "organization": "Ministry" }]),
    "cover.contacts" |s| s.report["cover"]["contacts"] = json!([{ "email": "a@example.org", "organization": " " }]),
);
rule!(g_17, passes: |s| s.report["cover"]["contacts"][0]["email"] = json!(" first.person+ccw@mail.example.org "), fails:
    "cover.contacts[0].email" |s| s.report["cover"]["contacts"][0]["email"] = json!("arms.control@example"),
    "cover.contacts[0].email" |s| s.report["cover"]["contacts"][0]["email"] = json!("arms control at example.org"),
);
rule!(g_18, passes: |s| mailbox(s, Mailbox { confirmed_on: Some(day(2026, 6, 1)), ..Mailbox::default() }), fails:
    // However it was confirmed or its holder appointed once more.
    "cover.contacts[0].email" |s| mailbox(s, Mailbox { confirmed_on: Some(day(2026, 6, 1)), bounced_on: Some(day(2026, 5, 1)), appointed_on: Some(day(2026, 7, 1)) }),
    "cover.contacts[0].email" |s| mailbox(s, Mailbox { confirmed_on: Some(day(2026, 3, 1)), ..Mailbox::default() }),
    "cover.contacts[0].email" |s| mailbox(s, Mailbox { appointed_on: Some(day(2026, 3, 1)), ..Mailbox::default() }),
    "cover.contacts[0].email" |s| mailbox(s, Mailbox::default()),
);

fn mailbox(setup: &mut Setup, seen: Mailbox) {
    setup.seen.mailboxes.insert("arms.control@example.org".into(), seen);
}

#[test]
fn nobody_who_was_only_appointed_is_said_to_have_confirmed() {
    let mut setup = Setup::clean();
    mailbox(&mut setup, Mailbox { appointed_on: Some(day(2026, 3, 1)), ..Mailbox::default() });
    let reasons: Vec<_> = setup.found("G-18").into_iter().map(|finding| finding.parameters["reason"].clone()).collect();
    assert_eq!(reasons, [Parameter::from("appointed")]);
    mailbox(&mut setup, Mailbox { appointed_on: Some(day(2026, 6, 1)), ..Mailbox::default() });
    assert_eq!(setup.found("G-18"), Vec::new(), "appointed this year");
}

rule!(g_19, passes: |s| s.report["cover"]["contacts"][0]["name"] = json!("Anna Keller"), fails:
    "cover.contacts" |s| { s.report["cover"]["contacts"][0]["name"] = json!("Anna Keller"); s.report["cover"]["contacts"][0]["email"] = json!("a.keller@example.org"); },
    "cover.contacts" |s| s.report["cover"]["contacts"][0]["email"] = json!("ministry@gmail.com"),
);
rule!(g_20, passes: |s| s.report["cover"]["contacts"][0]["telephone"] = json!("0041 (22) 000-00-00"), fails:
    "cover.contacts[0].telephone" |s| s.report["cover"]["contacts"][0]["telephone"] = json!("022 000 00 00"),
    "cover.contacts[0].telephone" |s| s.report["cover"]["contacts"][0]["telephone"] = json!("+41"),
);
rule!(g_21, passes: |s| s.report["cover"]["availability"] = json!("no"), fails:
    "cover.availability" |s| s.report["cover"]["availability"] = json!(null),
    "cover.availability" |s| s.report["cover"]["availability"] = json!("maybe"),
    "cover.availability" |s| s.report["cover"] = json!(null),
);
rule!(g_22, passes: |s| { s.report["cover"]["availability"] = json!("partially"); s.report["cover"]["availability_forms"] = json!(["A", "C"]); }, fails:
    "cover.availability_forms" |s| s.report["cover"]["availability"] = json!("partially"),
    "cover.availability_forms" |s| { s.report["cover"]["availability"] = json!("partially"); s.report["cover"]["availability_forms"] = json!(["A", "B", "C", "D", "E"]); },
    "cover.availability_forms" |s| { s.report["cover"]["availability"] = json!("partially"); s.report["cover"]["availability_forms"] = json!(["A", "Z"]); },
);
rule!(g_23, passes: |s| { s.report["cover"]["availability"] = json!("partially"); s.report["cover"]["availability_forms"] = json!(["A"]); }, fails:
    "cover.availability" |s| s.report["cover"]["availability"] = json!("no"),
);
rule!(g_24, passes: |s| s.report["cover"]["availability"] = json!("no"), fails:
    "cover.availability" |s| { s.report["regime"] = json!("APII"); s.report["cover"]["availability"] = json!("no"); },
    "cover.availability" |s| { s.report["regime"] = json!("APII"); s.report["cover"]["availability"] = json!("partially"); },
);
rule!(g_25, passes: |s| { s.with_last_year()["cover"]["availability"] = json!("no"); }, fails:
    "cover.availability" |s| { s.with_last_year(); s.report["cover"]["availability"] = json!("partially"); },
    "cover.availability" |s| { s.with_last_year(); s.report["cover"]["availability"] = json!("no"); },
);
rule!(g_26, passes: |s| { s.seen.sent_by_mission = Some(true); s.report["cover"]["note_verbale"] = json!({ "not_used": true }); }, fails:
    "cover.note_verbale" |s| { s.seen.sent_by_mission = Some(true); s.report["cover"]["note_verbale"] = json!(null); },
    "cover.note_verbale" |s| s.report["cover"]["note_verbale"] = json!({ "number": "12/2027" }),
    "cover.note_verbale" |s| s.report["cover"]["note_verbale"] = json!({ "number": "12/2027", "date": "yesterday" }),
    "cover.note_verbale" |s| s.report["cover"]["note_verbale"] = json!({ "number": "12/2027", "date": "2027-03-21" }),
);
rule!(g_27, passes: |s| { s.report["language"] = json!("de-CH"); s.report["translated_summary"] = json!("Nothing changed."); }, fails:
    "language" |s| s.report["language"] = json!("de"),
);
rule!(g_28, passes: |s| {
    s.report["attachments"] = json!([{ "name": "annex.pdf" }]);
    s.seen.attachments.insert("annex.pdf".into(), AttachmentSeen::default());
}, fails:
    "attachments[0]" |s| {
        s.report["attachments"] = json!([{ "name": "annex.pdf" }]);
        s.seen.attachments.insert("annex.pdf".into(), AttachmentSeen { fault: Some("encrypted"), text: None });
    },
);
rule!(g_29, passes: |s| {
    s.report["attachments"] = json!([{ "name": "annex.pdf" }]);
    s.seen.attachments.insert("annex.pdf".into(), AttachmentSeen { fault: None, text: Some("2.05 km2 were cleared in 2026.".into()) });
}, fails:
    "attachments[0]" |s| {
        s.report["attachments"] = json!([{ "name": "annex.pdf" }]);
        s.seen.attachments.insert("annex.pdf".into(), AttachmentSeen { fault: None, text: Some("Field 12 at 46.20441, 6.14322".into()) });
    },
);
