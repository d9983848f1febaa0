//! Rules and form sets are put right without a new program: kept, tried on what was filed, put in force.

use actix_web::http::StatusCode;

use ccw_portal::domain::data_version::DataKind;
use ccw_portal::domain::validation::RuleSet;
use ccw_portal::store::audit_entries::list_latest;
use ccw_portal::store::data_versions::{DataVersion, insert_data_version};

use super::documents::attached;
use super::filing::{REPORT, save, start, submit, write_whole};
use crate::support::database::engine;
use crate::support::people::Client;
use crate::support::portal::{Page, TestPortal};
use crate::support::program::run;

pub(super) const DATA: &str = "/secretariat/data";

fn command(portal: &TestPortal, arguments: &[&str]) -> (i32, String, String) {
    let files = portal.folder.path().display().to_string();
    run(arguments, &[("DATABASE_URL", portal.database.address()), ("FILES", files.as_str())])
}

/// Rules of which another weighs less.
const THIRD: &str = r#"
version = "10"

[[rule]]
id = "G-06"
section = 1
severity = "advice"
parameters = ["given", "expected"]
citation = "The form set adopted for the cycle"
source = "the portal’s rule; made lighter for this test"
"#;

/// Rules of which one weighs less.
const SECOND: &str = r#"
version = "9"

[[rule]]
id = "G-05"
section = 1
severity = "advice"
parameters = ["instrument", "count"]
citation = "Convention, article 5: the instruments in force for the State"
source = "the portal’s rule; made lighter for this test"
"#;

/// The version of the rules that the program has itself.
fn own_version() -> String {
    RuleSet::embedded().unwrap().version
}

pub(super) async fn add(client: &Client<'_>, kind: &str, document: &str, why: &str) -> crate::support::portal::Answer {
    client.post(DATA, &[("kind", kind), ("act", "add"), ("document", document), ("why", why)]).await
}

#[actix_web::test]
async fn rules_are_tried_on_what_was_filed_and_then_put_in_force() {
    let portal = TestPortal::new();
    let focal_point = portal.client(&["focal_point CHE"]);
    start(&focal_point).await;
    write_whole(&focal_point).await;
    assert_eq!(submit(&focal_point).await.status, StatusCode::SEE_OTHER);
    let admin = portal.client(&["administrator"]);
    let kept = add(&admin, "rules", SECOND, "Forms are recommended only.").await;
    let address = format!("{DATA}/version?kind=rules&name=9");
    assert_eq!((kept.status, kept.header("location")), (StatusCode::SEE_OTHER, address.as_str()));
    let page = admin.page(&address).await.text("main");
    assert!(page.contains("Not in force") && page.contains("rule G-05 / severitywarningadvice"), "{page}");
    assert!(!page.contains("rule G-06 /"), "what the file does not name stays: {page}");

    let (code, out, err) = command(&portal, &["check", "--all", "--rules", "9"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("- G-05 warning") && out.contains("+ G-05 advice"), "{out}");
    let own = own_version();
    assert!(out.contains(&format!("1 reports; rules 9 instead of {own} would change 1")), "{out}");
    let (_, out, _) = command(&portal, &["check", "--all", "--rules", &own]);
    assert!(out.contains("would change 0"), "{out}");
    let (code, _, err) = command(&portal, &["check", "--all", "--rules", "7"]);
    assert_eq!(code, 2, "{err}");
    let (code, out, err) = command(&portal, &["check", "--all", "--rules", "9", "--format", "json"]);
    let lines: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        (lines[0]["gone"][0]["rule"].as_str(), lines[0]["new"][0]["severity"].as_str()),
        (Some("G-05"), Some("advice"))
    );
    assert_eq!(lines[0]["report"], "CHE-COMPLIANCE-2027.1");

    let trial = format!("{DATA}/trial?kind=rules&name=9");
    let page = admin.page(&address).await;
    assert_eq!(page.all("main form a.btn")[0].attr("href"), Some(trial.as_str()), "they are tried first");
    assert!(page.all("button[value=put-in-force]").is_empty());
    let page = admin.page(&trial).await;
    assert!(page.text(".lead").starts_with("One filed report was read by version 9"), "{}", page.text(".lead"));
    assert!(page.text(".lead").ends_with("of one they say something else."), "{}", page.text(".lead"));
    assert_eq!(page.texts("tbody tr"), ["G-05 advice01", "G-05 warning10"]);
    assert!(page.all("#reports").is_empty(), "what is said of a report is for those who read it");
    let officer = portal.client(&["desk_officer"]).page(&trial).await;
    assert!(officer.text("main").contains("CHE-COMPLIANCE-2027.1") && officer.text("main").contains("G-05, advice: "));
    assert!(officer.all("button[value=put-in-force]").is_empty(), "administrators alone put rules in force");
    assert_eq!(admin.get(&format!("{DATA}/trial?kind=rules&name=7")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(page.all("button[value=put-in-force]").len(), 1);
    let done = admin.post(DATA, &[("kind", "rules"), ("act", "put-in-force"), ("name", "9")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(portal.portal.edition().books.rules.version, "9");
    // What a version does not name is again as the program has it, not as in the version before.
    let kept = add(&admin, "rules", THIRD, "Forms are recommended only.").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.page().text("main"));
    let page = admin.page(&format!("{DATA}/version?kind=rules&name=10")).await.text("main");
    assert!(page.contains("rule G-05 / severityadvicewarning") && page.contains("rule G-06 / severity"), "{page}");
    let (_, out, _) = command(&portal, &["check", "--all", "--rules", "10"]);
    assert!(out.contains("- G-05 advice") && out.contains("+ G-05 warning"), "{out}");
    let (_, out, _) = command(&portal, &["check", "--all"]);
    assert!(out.contains("G-05 advice: ") && out.contains("1 reports under rules 9"), "{out}");
    let done = admin.post(DATA, &[("kind", "rules"), ("act", "put-in-force"), ("name", own.as_str())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(portal.portal.edition().books.rules.version, own);
}

#[actix_web::test]
async fn rules_that_an_earlier_program_took_and_this_one_cannot_do_not_seem_to_hold() {
    let portal = TestPortal::new();
    let version = DataVersion {
        kind: DataKind::Rules,
        name: "9".into(),
        document: SECOND.replace("\"count\"", "\"gone\""),
        why: "Forms are recommended only.".into(),
        added_at: portal.portal.clock().now(),
        added_by: "tests".into(),
        in_force: true,
    };
    portal.portal.store().write(move |db| insert_data_version(db, &version)).unwrap();
    let page = portal.client(&["administrator"]).page(DATA).await;
    let standing = |name: &str| {
        let rows = page.texts("tbody tr");
        rows.into_iter().find(|row| row.starts_with(name) && row.contains("Rules")).unwrap()
    };
    assert!(standing("9").contains("does not fit this program: its own rules hold"), "{}", standing("9"));
    let own = own_version();
    assert!(standing(&own).contains("In force"), "{}", standing(&own));
    let (_, out, _) = command(&portal, &["versions", "list"]);
    assert!(out.contains("in force, but does not fit this program: its own hold"), "{out}");

    // Its page says why, and an administrator takes it out of force there.
    let (admin, officer) = (portal.client(&["administrator"]), portal.client(&["desk_officer"]));
    let address = format!("{DATA}/version?kind=rules&name=9");
    let page = admin.page(&address).await;
    assert!(page.text(".lead").contains("cannot go by this version"), "{}", page.text(".lead"));
    let deeds = |page: &Page| -> Vec<String> {
        page.all("main button").iter().map(|deed| deed.attr("value").unwrap().to_owned()).collect()
    };
    assert_eq!(deeds(&page), ["take-out"]);
    assert!(deeds(&officer.page(&address).await).is_empty());
    let out = [("kind", "rules"), ("act", "take-out"), ("name", "9")];
    assert_eq!(officer.post(DATA, &out).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert_eq!(admin.post(DATA, &out).await.status, StatusCode::SEE_OTHER);
    }
    let page = admin.page(&address).await;
    assert!(page.text(".lead").contains("Not in force") && deeds(&page).is_empty());
    let back = admin.post(DATA, &[("kind", "rules"), ("act", "put-in-force"), ("name", "9")]).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    let acts = portal.portal.store().read(|db| list_latest(db, 100)).unwrap();
    assert_eq!(acts.iter().filter(|entry| entry.act == "data.out_of_force").count(), 1);
}

#[actix_web::test]
async fn a_filing_is_not_judged_with_what_was_filed_of_the_same_report_later() {
    let portal = TestPortal::new();
    let focal_point = portal.client(&["focal_point CHE"]);
    start(&focal_point).await;
    write_whole(&focal_point).await;
    assert_eq!(submit(&focal_point).await.status, StatusCode::SEE_OTHER);
    focal_point.post(REPORT, &[("from", "correction")]).await;
    let fields = [("reason", "A date was wrong."), ("period.to", "2026-11-01")];
    assert_eq!(save(&focal_point, "cover", "1", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(submit(&focal_point).await.status, StatusCode::SEE_OTHER);
    let (code, out, err) = command(&portal, &["check", "--all"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("2 reports under rules") && !out.contains("G-08"), "{out}");
    let desk = portal.client(&["desk_officer"]);
    for version in ["1", "2"] {
        let page = desk.page(&format!("/secretariat/reports/CHE-COMPLIANCE-2027.{version}")).await.text("main");
        assert!(page.contains("G-05") && !page.contains("G-08"), "{version}: {page}");
    }
}

#[actix_web::test]
async fn a_file_that_does_not_hold_together_comes_back_whole() {
    let portal = TestPortal::new();
    let admin = portal.client(&["administrator"]);
    let own = own_version();
    let (again, is_there) = (format!("version = \"{own}\""), format!("there is a version {own} already"));
    for (document, why, fault) in [
        ("version = \"2\"\n[[rule]]\nid = \"G-05\"\n", "Because.", "missing field"),
        (&SECOND.replace("G-05", "G-99"), "Because.", "G-99 is no rule of this program"),
        (&SECOND.replace("version = \"9\"", &again), "Because.", &is_there),
        (SECOND, " ", "say why"),
    ] {
        let answer = add(&admin, "rules", document, why).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fault}");
        let page = answer.page();
        assert!(page.text("[role=alert]").contains(fault), "{}", page.text("[role=alert]"));
        assert_eq!(
            page.all("textarea")[0].text().collect::<String>().trim_start_matches('\n'),
            document.trim_start_matches('\n')
        );
    }
    let desk = portal.client(&["desk_officer"]);
    assert_eq!(add(&desk, "rules", SECOND, "Because.").await.status, StatusCode::FORBIDDEN);
    assert!(desk.page(&format!("{DATA}/version?kind=form-set&name=PV/2007")).await.text("main").contains("recalled"));
    assert!(desk.page(DATA).await.all(&format!("a[href^='{DATA}/new']")).is_empty());
    assert_eq!(admin.get(&format!("{DATA}/version?kind=rules&name=8")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get(&format!("{DATA}/new?kind=none&name=1")).await.status, StatusCode::NOT_FOUND);
}

/// The Compliance forms with letters C and D changed about, from a cycle on.
pub(super) fn changed_about(first_cycle: &str) -> String {
    let text = ccw_portal::domain::regime::FormSets::text_of("COMPLIANCE/2007").unwrap();
    let text = text.replacen("version = \"2007\"", "version = \"2027\"", 1);
    let line = text.lines().find(|line| line.starts_with("first_cycle")).unwrap().to_owned();
    let text = text.replacen(&line, &format!("first_cycle = {first_cycle}"), 1);
    let text = text.replacen("letter = \"C\"", "letter = \"?\"", 1).replacen("letter = \"D\"", "letter = \"C\"", 1);
    text.replacen("letter = \"?\"", "letter = \"D\"", 1)
}

#[actix_web::test]
async fn a_draft_goes_over_into_the_forms_that_hold_now() {
    let portal = TestPortal::new();
    let focal_point = portal.client(&["focal_point CHE"]);
    start(&focal_point).await;
    let fields = [("summary.C.state", "changed"), ("forms.C.legislation.text", "War Materiel Act.")];
    assert_eq!(save(&focal_point, "forms/C", "0", &fields).await.status, StatusCode::SEE_OTHER);
    attached(&focal_point, "C", "act.txt", b"War Materiel Act.").await;
    let admin = portal.client(&["administrator"]);
    let kept = add(&admin, "form-set", &changed_about("2027"), "The printed forms were read.").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.page().text("main"));
    let force = [("kind", "form-set"), ("act", "put-in-force"), ("name", "COMPLIANCE/2027")];
    assert_eq!(admin.post(DATA, &force).await.status, StatusCode::SEE_OTHER);

    let page = focal_point.page(REPORT).await;
    assert!(page.text("#outdated").contains("Other forms"), "{}", page.text("main"));
    // Under the new letters the words would be another form's: nothing is shown there, nothing is saved.
    assert_eq!(focal_point.get(&format!("{REPORT}/forms/C")).await.header("location"), REPORT);
    let lost = save(&focal_point, "forms/C", "1", &[("forms.C.legislation.text", "Typed in an old tab.")]).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    assert!(lost.page().text("main").contains("Typed in an old tab."), "{}", lost.page().text("main"));
    let draft = page.all("input[name=draft]")[0].attr("value").unwrap().to_owned();
    let moved = focal_point.post(REPORT, &[("from", "forms"), ("draft", &draft)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert!(focal_point.page(REPORT).await.all("#outdated").is_empty());
    // A tab of before the draft went over asks the questions of other forms: it comes back whole and says why.
    let old = ("form_set", "COMPLIANCE/2007");
    let typed = [old, ("draft", draft.as_str()), ("forms.C.legislation.text", "Typed in an old tab.")];
    for page in ["forms/C", "summary"] {
        let lost = save(&focal_point, page, "2", &typed).await;
        assert_eq!(lost.status, StatusCode::CONFLICT, "{page}");
        let shown = lost.page().text("main");
        assert!(shown.contains("Typed in an old tab.") && shown.contains("Other forms"), "{page}: {shown}");
    }
    let form = focal_point.page(&format!("{REPORT}/forms/D")).await;
    assert_eq!(form.text("textarea[name='forms.D.legislation.text']"), "War Materiel Act.");
    assert!(form.text("main").contains("act.txt"), "a document follows its form");
    let cover = [
        ("cover.contacts[0].organization", "Arms Control Division"),
        ("cover.contacts[0].email", "arms.control@example.org"),
        ("period.from", "2025-11-01"),
        ("period.to", "2026-10-31"),
        ("cover.availability", "yes"),
        ("tick", "cover.note_verbale.not_used"),
        ("cover.note_verbale.not_used", "yes"),
    ];
    assert_eq!(save(&focal_point, "cover", "0", &cover).await.status, StatusCode::SEE_OTHER);
    for letter in ["A", "B", "C", "E"] {
        let (state, reason) = (format!("summary.{letter}.state"), format!("summary.{letter}.reason"));
        let fields = [(state.as_str(), "not_applicable"), (reason.as_str(), "Nothing this year.")];
        let answer =
            save(&focal_point, &format!("forms/{letter}"), if letter == "C" { "2" } else { "0" }, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{letter}");
    }
    assert_eq!(submit(&focal_point).await.status, StatusCode::SEE_OTHER);

    // What is in force is put in force no second time.
    assert_eq!(admin.post(DATA, &force).await.status, StatusCode::SEE_OTHER);
    let acts = portal.portal.store().read(|db| list_latest(db, 100)).unwrap();
    assert_eq!(acts.iter().filter(|entry| entry.act == "data.in_force").count(), 1);

    // What was filed keeps the forms it answered.
    let out = admin.post(DATA, &[("kind", "form-set"), ("act", "take-out"), ("name", "COMPLIANCE/2027")]).await;
    assert_eq!(out.status, StatusCode::CONFLICT);
    assert!(out.page().text("[role=alert]").contains("filed already"));
    let (code, out, _) = command(&portal, &["versions", "list"]);
    assert_eq!(code, 0);
    assert!(
        out.lines().any(|line| line.contains("COMPLIANCE/2027") && line.contains("in force: The printed")),
        "{out}"
    );
}

#[actix_web::test]
async fn the_command_line_shows_keeps_and_takes_out() {
    let portal = TestPortal::new();
    let file = portal.folder.path().join("forms.toml");
    std::fs::write(&file, changed_about("2029")).unwrap();
    let name = file.display().to_string();
    let arguments = ["versions", "add", "form-set", &name, "--why", "Read in print."];
    let (code, out, err) = command(&portal, &arguments);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("~ first_cycle: 2008 -> 2029") && out.contains("nothing was changed"), "{out}");
    let applied: Vec<_> = arguments.iter().copied().chain(["--apply"]).collect();
    assert_eq!(command(&portal, &applied).0, 0);
    let (code, _, err) = command(&portal, &applied);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("COMPLIANCE/2027 already"), "{err}");
    let (_, out, _) = command(&portal, &["versions", "show", "form-set", "COMPLIANCE/2027"]);
    assert_eq!(out, changed_about("2029"));
    for arguments in [
        &["versions", "put-in-force", "form-set", "COMPLIANCE/2027"][..],
        &["versions", "take-out", "form-set", "COMPLIANCE/2027"],
    ] {
        assert_eq!(command(&portal, arguments).0, 0, "{arguments:?} on {:?}", engine());
    }
    let (code, _, err) = command(&portal, &["versions", "put-in-force", "form-set", "PV/1900"]);
    assert_eq!((code, err.trim()), (1, "ccw-portal: there is no version PV/1900"));
    std::fs::write(&file, "version = 3").unwrap();
    assert_eq!(command(&portal, &arguments).0, 2);
}
