//! What is kept in memory of filings and checks holds only as long as nothing it follows from has changed, also by
//! another process on the same database.

use std::sync::Arc;

use ccw_portal::app::filings::{self, Of};
use ccw_portal::app::queue::{Place, queue};
use ccw_portal::app::reviewing::{Reviewing, review};
use ccw_portal::app::{Portal, import_history};
use ccw_portal::clock::Clock;
use ccw_portal::domain::code::Iso3;
use ccw_portal::domain::draft::Section;
use ccw_portal::domain::filing::{FilingAct, FilingState};
use ccw_portal::domain::history::HistoricReport;
use ccw_portal::files::Files;
use ccw_portal::store::StoreResult;
use ccw_portal::store::drafts::open_report;
use ccw_portal::store::records_from::set_records_from;
use ccw_portal::store::submissions::{Submission, insert_act, insert_submission};

use super::races::Stage;
use crate::support::portal::TestPortal;

#[test]
fn a_cycle_in_memory_follows_what_another_process_files_and_does() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    let store = stage.portal.store();
    let other = Portal::open(store.clone(), Files::new(portal.folder.path()), Clock::System).unwrap();
    let (edition, cycle) = (other.edition(), stage.reference.cycle);
    let place = || {
        let lines = queue(store, &edition, cycle).unwrap().lines;
        lines.into_iter().find(|line| line.reference == stage.reference).unwrap().place
    };
    let filed = || filings::filed(store, &edition, Of::Cycle(cycle)).unwrap();
    assert_eq!(place(), Place::Due);
    assert!(filed().is_empty());
    stage.start();
    assert_eq!(place(), Place::Draft);
    stage.write_whole();
    assert!(stage.submit());
    assert_eq!(place(), Place::Filed(FilingState::Received));
    assert!(Arc::ptr_eq(&filed(), &filed()), "kept while nothing is filed");
    let (act, by, at) = (FilingAct::Acknowledged, stage.person.clone(), stage.portal.clock().now());
    let reviewing = Reviewing { act, note: None, by, at };
    review(store, &stage.portal.edition(), stage.reference, 1, reviewing).unwrap();
    assert_eq!(place(), Place::Filed(FilingState::Acknowledged));
    assert_eq!(filed()[0].done, [FilingAct::Acknowledged]);
}

#[test]
fn a_check_is_kept_until_something_it_rests_on_changes() {
    let portal = TestPortal::new();
    let stage = Stage::new(&portal);
    let store = stage.portal.store();
    stage.start();
    let look = || stage.look().unwrap().checked;
    let mut last = look();
    assert!(Arc::ptr_eq(&last, &look()), "kept while nothing changes");
    let mut is_new = |why: &str| {
        let next = look();
        assert!(!Arc::ptr_eq(&last, &next), "{why}");
        last = next;
    };
    stage.save(&Section::Cover, &[("cover.availability", "yes")]).unwrap();
    is_new("a section was saved");
    let regime = stage.reference.regime;
    let first = Some(stage.reference.cycle);
    store.write(move |db| set_records_from(db, regime, first)).unwrap();
    is_new("records count from another cycle");
    let earlier = HistoricReport {
        party: stage.reference.party,
        regime,
        cycle: stage.reference.cycle.previous().unwrap(),
        received_on: None,
        forms: None,
        file: None,
        source: "A list.".into(),
    };
    import_history(store, vec![earlier], "list.csv", "tests", stage.portal.clock().now()).unwrap();
    is_new("a report from before the portal became known");
    stage.save(&Section::Profile, &[("profile.holds_mines.answer", "yes")]).unwrap();
    is_new("another section was saved");
}

/// Everybody's report of one regime, published.
fn publish_everybodys(stage: &Stage) -> usize {
    let edition = stage.portal.edition();
    let states: Vec<Iso3> = edition.register.states().map(|state| state.iso3).collect();
    let (reference, by, now, count) =
        (stage.reference, stage.person.id.clone(), stage.portal.clock().now(), states.len());
    let work = move |db: &mut _| -> StoreResult<()> {
        for party in &states {
            let reference = ccw_portal::domain::report::ReportReference { party: *party, ..reference };
            open_report(db, reference, now)?;
            let submission = Submission {
                id: format!("{reference}.1"),
                reference,
                version: 1,
                document: "{}".into(),
                sha256: "0".repeat(64),
                submitted_at: now,
                submitted_by: by.clone(),
                contacts_public: false,
                confirmed: serde_json::json!({ "version": 1, "warnings": [] }),
                original: None,
                classification: None,
            };
            insert_submission(db, &submission)?;
            for act in [FilingAct::Acknowledged, FilingAct::Circulated, FilingAct::Published] {
                insert_act(db, &submission.id, act, &by, None, now)?;
            }
        }
        Ok(())
    };
    stage.portal.store().write(work).unwrap();
    count
}

#[actix_web::test]
async fn a_long_list_of_reports_comes_in_pages_that_show_each_once() {
    let portal = TestPortal::new();
    let count = publish_everybodys(&Stage::new(&portal));
    let mut address = "/reports?cycle=2027".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = portal.page(&address).await;
        let links = page.all("tbody th a");
        assert!(links.len() <= 60, "{address}");
        seen.extend(links.iter().map(|link| link.attr("href").unwrap().to_owned()));
        assert!(seen.len() <= count, "{address}");
        let Some(next) = page.all("a[rel=next]").first().map(|link| link.attr("href").unwrap().to_owned()) else {
            break;
        };
        address = next;
    }
    assert_eq!(seen.len(), count);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count, "each once");
    let table = portal.get("/reports.csv?cycle=2027").await;
    assert_eq!(table.text().lines().count(), count + 1, "the table holds all");
    let lost = portal.page("/reports?cycle=2027&after=NOT-A-REPORT").await;
    assert_eq!(lost.all("tbody th a").len(), 60, "begins anew");
}
