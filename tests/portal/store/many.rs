//! More open rows than a statement takes values: nothing is asked about all of them at once.

use ccw_portal::domain::clearance::ClearanceAct;
use ccw_portal::store::clearances::list_last_of_open;
use ccw_portal::store::questions::list_open_questions;
use diesel::connection::SimpleConnection;

use crate::support::portal::TestPortal;

/// More than the 65 535 of PostgreSQL and the 32 766 of SQLite.
const MANY: usize = 70_000;

#[test]
fn open_questions_and_drafts_are_read_however_many_there_are() {
    let portal = TestPortal::new();
    portal.client(&["desk_officer"]);
    let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})");
    let fill = format!(
        "INSERT INTO reports (reference, iso3, regime, cycle, opened_at, turns) \
         {numbers} SELECT 'CHE-PV-' || i, 'CHE', 'PV', i, '2027-01-01 00:00:00', 0 FROM n; \
         INSERT INTO questions (id, reference, asked_at) \
         {numbers} SELECT 'q' || i, 'CHE-PV-2027', '2027-01-01 00:00:00' FROM n; \
         INSERT INTO question_messages (id, question_id, side, words, sent_at, sent_by) \
         SELECT 'm' || id, id, 'secretariat', 'Why?', asked_at, (SELECT min(id) FROM people) FROM questions; \
         INSERT INTO drafts (id, reference, kind, form_set, started_at, started_by) \
         SELECT reference, reference, 'annual', 'PV/2007', opened_at, (SELECT min(id) FROM people) FROM reports; \
         INSERT INTO draft_clearances (id, draft_id, act, done_at, done_by) \
         SELECT 'c' || id, id, 'asked', started_at, started_by FROM drafts WHERE id IN ('CHE-PV-2026', 'CHE-PV-2027')"
    );
    portal.database.direct().batch_execute(&fill).unwrap();
    let store = portal.portal.store();
    let open = store.read(list_open_questions).unwrap();
    assert_eq!(open.len(), MANY);
    assert!(open.iter().all(|(_, question)| question.messages.len() == 1), "each with what was said");
    let asked = store.read(list_last_of_open).unwrap();
    let asked: Vec<_> = asked.iter().map(|(report, entry)| (report.to_string(), entry.act)).collect();
    let of = |report: &str| (report.to_owned(), ClearanceAct::Asked);
    assert_eq!(asked, [of("CHE-PV-2026"), of("CHE-PV-2027")]);
}
