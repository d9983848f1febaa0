//! Letters of the secretariat to many States.

use actix_web::http::StatusCode;

use crate::support::portal::{Page, TestPortal};

const PAGE: &str = "/secretariat/notices";

#[actix_web::test]
async fn a_letter_is_looked_at_sent_once_and_followed() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let _che = portal.client_called("Ä. Keller", &["focal_point CHE", "deputy FRA"]);
    let _fra = portal.client_called("B. Martin", &["submitter FRA"]);
    let _reader = portal.client_called("C. Reader", &["reader CHE"]);
    let form = officer.page(PAGE).await;
    let id = form.all("input[name=notice]")[0].attr("value").unwrap().to_owned();
    let mut fields = vec![("notice", id.as_str()), ("subject", "Meeting\r\nBcc: x@example.org"), ("words", "")];
    fields.extend([("role", "focal_point"), ("role", "deputy"), ("to", "some"), ("step", "preview")]);
    let refused = officer.post(PAGE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let faults = refused.page().texts("#banner ~ ul li");
    assert_eq!(faults.len(), 2, "no text, no State: {faults:?}");
    fields.retain(|(name, _)| *name != "words");
    fields.extend([
        ("words", "First <b>part</b>.\r\n\r\nSecond part."),
        ("state", "CHE"),
        ("state", "FRA"),
        ("state", "NOR"),
    ]);
    let preview = officer.post(PAGE, &fields).await;
    assert_eq!(preview.status, StatusCode::OK);
    let preview = preview.page();
    assert_eq!(preview.text("h1"), "One person will get this letter");
    assert!(preview.text("[aria-labelledby=people]").contains("Ä. Keller"));
    assert_eq!(preview.texts("[aria-labelledby=unreached] li"), ["Norway"]);
    assert!(preview.text("[aria-labelledby=letter]").contains("This is the one for Ä. Keller, "));
    let shown = preview.text("p.typed");
    assert!(portal.letters().is_empty(), "looking sends nothing");
    fields.retain(|(name, _)| *name != "step");
    let people = preview.all("input[name=people]")[0].attr("value").unwrap();
    fields.extend([("step", "send"), ("people", people)]);
    for _ in 0..2 {
        let sent = officer.post(PAGE, &fields).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, format!("{PAGE}/{id}").as_str()));
    }
    let page = officer.page(&format!("{PAGE}/{id}")).await;
    assert_eq!(page.text("#progress"), "0 of 1 have gone out.");
    let letters = portal.letters();
    assert_eq!(letters.len(), 1, "sent twice, written once");
    assert!(letters[0].to.contains("Keller") && letters[0].subject == "Meeting Bcc: x@example.org", "{letters:?}");
    assert!(letters[0].headers.iter().all(|(name, _)| name != "Bcc"));
    assert!(letters[0].text.contains("First <b>part</b>.") && letters[0].text.contains("With compliments"));
    let sent: Vec<_> = letters[0].text.split_whitespace().collect();
    assert_eq!(shown.split_whitespace().collect::<Vec<_>>(), sent, "it was shown as it went, greeting and all");
    assert!(shown.starts_with("Dear Ä. Keller,"), "{shown}");
    assert_eq!(officer.page(&format!("{PAGE}/{id}")).await.text("#progress"), "1 of 1 have gone out.");
    assert_eq!(officer.page(PAGE).await.texts("[aria-labelledby=latest] li a").len(), 1);
    assert_eq!(officer.get(&format!("{PAGE}/none")).await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn states_stand_in_the_order_of_their_names() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    for (name, role) in [("C", "focal_point HRV"), ("B", "focal_point CIV"), ("A", "focal_point CRI")] {
        portal.client_called(name, &[role]);
    }
    let id = uuid::Uuid::now_v7().to_string();
    let states = ["HRV", "CIV", "CRI", "TUN", "TUR", "TKM"].map(|code| ("state", code));
    let fields = [("notice", id.as_str()), ("subject", "Meeting"), ("words", "At ten."), ("role", "focal_point")];
    let preview =
        officer.post(PAGE, &[&fields[..], &[("to", "some"), ("step", "preview")], &states].concat()).await.page();
    let in_vain = [("to", "parties:PV"), ("step", "preview")];
    let refused = officer.post(PAGE, &[&fields[..], &in_vain, &states].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().text(".banner.error a[href='#to']").contains("would not go by the ticks"));
    assert_eq!(refused.page().all("input[name=state][checked]").len(), states.len(), "the ticks are kept");
    let people = preview.texts("[aria-labelledby=people] li");
    let named: Vec<_> = people.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(named, ["Costa Rica", "Côte d'Ivoire", "Croatia"]);
    assert_eq!(preview.texts("[aria-labelledby=unreached] li"), ["Tunisia", "Türkiye", "Turkmenistan"]);
}

#[actix_web::test]
async fn an_administrator_sees_what_was_sent_and_writes_nothing() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let page = admin.page(PAGE).await;
    assert_eq!((page.all("main form").len(), page.all("[aria-labelledby=latest]").len()), (0, 1));
    assert!(page.text(".lead").contains("Desk officers write them"), "{}", page.text(".lead"));
    assert_eq!(admin.page("/secretariat/reminders").await.all("main a[href='/secretariat/notices']").len(), 1);
    assert_eq!(admin.post(PAGE, &[("step", "preview")]).await.status, StatusCode::FORBIDDEN);
}

#[actix_web::test]
async fn what_was_changed_after_it_was_sent_or_looked_at_is_never_taken_for_the_same() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    let _che = portal.client(&["focal_point CHE"]);
    let id = uuid::Uuid::now_v7().to_string();
    let ask = async |step: &str, words: &str, people: &str| {
        let fields = [("notice", id.as_str()), ("subject", "Meeting"), ("words", words), ("role", "focal_point")];
        let more = [("role", "deputy"), ("to", "some"), ("state", "CHE"), ("step", step), ("people", people)];
        officer.post(PAGE, &[&fields[..], &more].concat()).await
    };
    let value = |page: &Page, name: &str| page.all(&format!("input[name={name}]"))[0].attr("value").unwrap().to_owned();
    let one = value(&ask("preview", "At ten.", "").await.page(), "people");
    let _deputy = portal.client(&["deputy CHE"]);
    let changed = ask("send", "At ten.", &one).await;
    assert_eq!((changed.status, portal.letters().len()), (StatusCode::CONFLICT, 0));
    assert!(changed.page().text("#banner").contains("Who gets it has changed"));
    let two = value(&changed.page(), "people");
    assert_eq!(ask("send", "At ten.", &two).await.status, StatusCode::SEE_OTHER);
    let corrected = ask("send", "At eleven.", &two).await;
    assert_eq!((corrected.status, portal.letters().len()), (StatusCode::CONFLICT, 2), "those of the first");
    let form = corrected.page();
    assert!(form.text("textarea").contains("At eleven.") && value(&form, "notice") != id, "it comes back as another");
}

#[actix_web::test]
async fn states_are_chosen_by_what_binds_them_and_what_is_open() {
    let portal = TestPortal::new();
    let officer = portal.client(&["desk_officer"]);
    // Argentina is bound by all; Japan not by Protocol V.
    let _arg = portal.client(&["focal_point ARG"]);
    let _jpn = portal.client(&["focal_point JPN"]);
    let count = async |to: &str| {
        let id = uuid::Uuid::now_v7().to_string();
        let fields = [
            ("notice", id.as_str()),
            ("subject", "S"),
            ("words", "W"),
            ("role", "focal_point"),
            ("to", to),
            ("step", "preview"),
        ];
        officer.post(PAGE, &fields).await.page().text("h1")
    };
    assert_eq!(count("parties:COMPLIANCE").await, "2 people will get this letter");
    assert_eq!(count("parties:PV").await, "One person will get this letter");
    assert_eq!(count("open:COMPLIANCE").await, "2 people will get this letter");
    assert_eq!(count("open:PV").await, "One person will get this letter");
}
