//! Backups, on the same engine and on the other.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use ccw_portal::app::accounts;
use ccw_portal::app::{seal_audit, verify_audit};
use ccw_portal::domain::access::{Appointment, Role};
use ccw_portal::domain::calendar::Cycle;
use ccw_portal::domain::clearance::ClearanceAct;
use ccw_portal::domain::code::{Iso3, RegimeCode};
use ccw_portal::domain::data_version::DataKind;
use ccw_portal::domain::draft::{Answers, Document, Section};
use ccw_portal::domain::filing::{FilingAct, Original, Way};
use ccw_portal::domain::question::{Message, Recorded, Side, TakenBack};
use ccw_portal::domain::reminder::Decision;
use ccw_portal::domain::report::{FilingKind, Place, ReportReference, Sorted};
use ccw_portal::domain::reuse::Reused;
use ccw_portal::store::answers::{AnswerLink, insert_handover, insert_link};
use ccw_portal::store::attachments::insert_attachment;
use ccw_portal::store::backup::{TableContents, backup, contents, restore};
use ccw_portal::store::classifications::save_form;
use ccw_portal::store::clearances::{NewClearance, insert_clearance};
use ccw_portal::store::courtesy::insert_courtesy_link;
use ccw_portal::store::data_versions::{DataVersion, insert_data_version};
use ccw_portal::store::historic_reports::insert_historic_reports;
use ccw_portal::store::notices::{Notice, insert_notice};
use ccw_portal::store::outbox::{NewLetter, enqueue};
use ccw_portal::store::people::find_person_by_email;
use ccw_portal::store::questions::{insert_message, insert_question, list_questions, set_closed, set_taken_back};
use ccw_portal::store::records_from::set_records_from;
use ccw_portal::store::reminders::{Decided, Release, insert_decided, insert_promise, release, set_through_mission};
use ccw_portal::store::reuses::insert_reuse;
use ccw_portal::store::revisions::note_publication;
use ccw_portal::store::submissions::{Submission, insert_act, insert_submission};
use ccw_portal::store::{DatabaseUrl, Db, Engine, Store, StoreError, StoreResult, draft_changes, drafts, migrate};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use super::history::report;
use super::registers::fill;
use super::{acts, note};
use crate::support::at;
use crate::support::database::{LIMITS, TestDatabase, engine, engines};

/// A row, at least, in every table.
pub(crate) fn fill_everything(store: &Store) {
    fill(store);
    let letter = NewLetter {
        dedupe_key: "a".into(),
        recipient: "mission@example.org".into(),
        letter: json!({ "version": 1, "text": "Ihr Bericht für 2027 – 感谢" }),
        queued_at: at("2027-01-15T08:00:00Z"),
        not_before: Some(at("2027-01-16T08:00:00Z")),
    };
    store
        .write(move |db| {
            enqueue(db, &letter)?;
            insert_historic_reports(db, &[report("CHE", "PV", 2012), report("AUT", "APII", 2013)])?;
            note(db, "filled")
        })
        .unwrap();
    file_a_report(store);
    seal_audit(store, at("2027-01-15T08:00:10Z")).unwrap();
    store.write(|db| note(db, "waits for its seal")).unwrap();
}

/// People with sessions and links, a report that was filed and acknowledged, and a draft.
fn file_a_report(store: &Store) {
    let now = at("2027-01-15T08:00:00Z");
    let che = ReportReference {
        party: Iso3::parse("CHE").unwrap(),
        regime: RegimeCode::parse("COMPLIANCE").unwrap(),
        cycle: Cycle::new(2027).unwrap(),
    };
    let held = [Appointment::new(Role::FocalPoint, Some(che.party)).unwrap()];
    accounts::create_with_password(
        store,
        "tests",
        "focal.point@example.org",
        "Ä. Person",
        &held,
        "mountain lake tests",
        now,
    )
    .unwrap();
    accounts::sign_in(store, "focal.point@example.org", "mountain lake tests", now).unwrap().unwrap();
    accounts::ask_for_another_password(store, "focal.point@example.org", now).unwrap();
    let submission = Submission {
        id: format!("{che}.1"),
        reference: che,
        version: 1,
        document: "{}".into(),
        sha256: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a".into(),
        submitted_at: now,
        submitted_by: String::new(),
        contacts_public: true,
        confirmed: json!({ "version": 1, "warnings": [] }),
        original: Some(Original { received_on: "2027-03-20".parse().unwrap(), how: Way::Post }),
        classification: None,
    };
    store
        .write(move |db| -> StoreResult<()> {
            let by = find_person_by_email(db, "focal.point@example.org")?.unwrap().id;
            drafts::open_report(db, che, now)?;
            insert_submission(db, &Submission { submitted_by: by.clone(), ..submission.clone() })?;
            insert_act(db, &submission.id, FilingAct::Acknowledged, &by, Some("感谢"), now)?;
            let sorted = Sorted { place: Place::typed("p. 3–5", None), revision: 1, at: now, by: by.clone() };
            save_form(db, che, &submission.id, "A", &sorted)?;
            let draft = drafts::insert_draft(db, che, FilingKind::Correction, "COMPLIANCE/2007", &by, now)?;
            let answers = Answers::from([("reason".to_owned(), "a\nb".to_owned())]);
            drafts::save_section(db, &draft, &Section::Cover, 0, &answers, &by, now)?;
            draft_changes::insert_changes(db, &draft, &Section::Cover, 1, &[("reason", Some("a\nb"))], &by, now)?;
            let returned = NewClearance {
                draft: draft.clone(),
                act: ClearanceAct::Returned,
                by: by.clone(),
                at: now,
                remark: Some("Formulaire C – à revoir".into()),
                digest: None,
            };
            insert_clearance(db, &returned)?;
            let taken = Reused { place: "laws".into(), source: che, digest: "0".repeat(64), is_taken: true, at: now };
            insert_reuse(db, &draft, &Section::Form("C".into()), &taken, &by)?;
            let document = Document {
                name: "Ordonnance – 2026.pdf".into(),
                form: Some("C".into()),
                sha256: "0".repeat(64),
                bytes: 12,
                media_type: "application/pdf".into(),
                fault: None,
                text: None,
            };
            insert_attachment(db, &draft, &document, &by, now)?;
            let (id, words) = (String::new(), "为什么？".into());
            let first = Message {
                id,
                side: Side::Secretariat,
                words,
                at: now,
                by: by.clone(),
                recorded: None,
                taken_back: None,
            };
            let question = insert_question(db, che, Some("B"), &first)?;
            set_closed(db, &question, Some(now))?;
            note_publication(db)?;
            set_records_from(db, che.regime, Some(che.cycle))?;
            remind_of(db, che, &by)
        })
        .unwrap();
}

/// An answer that came on paper, which no program of before has room for.
pub(super) fn record_an_answer(store: &Store) {
    let (che, now) = ("CHE-COMPLIANCE-2027".parse().unwrap(), at("2027-01-15T08:00:00Z"));
    store
        .write(move |db| -> StoreResult<()> {
            let by = find_person_by_email(db, "focal.point@example.org")?.unwrap().id;
            let question = list_questions(db, che)?.remove(0).id;
            let original = Original { received_on: "2027-01-14".parse().unwrap(), how: Way::Hand };
            let recorded = Some(Recorded { original, from: "Ständige Vertretung".into() });
            let (id, words) = (String::new(), "见附件。".into());
            let mut answer = Message { id, side: Side::State, words, at: now, by, recorded, taken_back: None };
            answer.id = insert_message(db, &question, &answer)?;
            assert_eq!(list_questions(db, che)?.remove(0).messages.last(), Some(&answer));
            Ok(())
        })
        .unwrap();
}

/// That the answer was recorded by mistake, which no program of before knows.
pub(super) fn take_the_answer_back(store: &Store) {
    let (che, now) = ("CHE-COMPLIANCE-2027".parse().unwrap(), at("2027-01-16T08:00:00Z"));
    store
        .write(move |db| -> StoreResult<()> {
            let answer = list_questions(db, che)?.remove(0).messages.pop().unwrap();
            let taken_back = TakenBack { at: now, by: answer.by.clone(), reason: "D’un autre État".into() };
            set_taken_back(db, &answer.id, &taken_back)?;
            let unsaid = Message { words: String::new(), recorded: None, taken_back: Some(taken_back), ..answer };
            assert_eq!(list_questions(db, che)?.remove(0).messages.last(), Some(&unsaid));
            Ok(())
        })
        .unwrap();
}

/// A letter that was held, letters released, and what a State answers to them.
fn remind_of(db: &mut Db, report: ReportReference, by: &str) -> StoreResult<()> {
    let (now, day) = (at("2027-01-15T08:00:00Z"), "2027-03-01".parse().unwrap());
    let decided = Decided {
        key: format!("{report} second reminder"),
        party: report.party,
        regime: Some(report.regime),
        cycle: report.cycle,
        step: "second reminder".into(),
        person_id: by.to_owned(),
        send_on: day,
        decision: Decision::Held,
        letter_id: None,
        reason: Some("au téléphone".into()),
        at: now,
        by: Some(by.to_owned()),
    };
    insert_decided(db, &decided)?;
    release(db, &Release { on: day, at: now, by: by.to_owned() })?;
    insert_promise(db, report, day, by, now)?;
    set_through_mission(db, report.party, true)?;
    let link = AnswerLink {
        fingerprint: "0".repeat(64),
        person_id: by.to_owned(),
        party: report.party,
        report: Some(report),
        made_at: now,
        expires_at: at("2027-03-15T08:00:00Z"),
        used: Some((now, "promise".into())),
    };
    insert_link(db, &link)?;
    insert_courtesy_link(db, &"1".repeat(64), by, now)?;
    let notice = Notice {
        id: "n".into(),
        subject: "Réunion".into(),
        words: "a\n\nb".into(),
        chosen: "parties:APII".into(),
        sent_at: now,
        sent_by: by.to_owned(),
    };
    insert_notice(db, &notice)?;
    let version = DataVersion {
        kind: DataKind::Rules,
        name: "2".into(),
        document: "version = \"2\"\n# é".into(),
        why: "b".into(),
        added_at: now,
        added_by: by.to_owned(),
        in_force: false,
    };
    insert_data_version(db, &version)?;
    insert_handover(db, (report.party, by), ("Ö. Next", "next@example.org"), now)?;
    Ok(())
}

fn contents_of(database: &TestDatabase) -> Vec<TableContents> {
    database.store().snapshot(contents).unwrap()
}

fn refused(result: StoreResult<()>, expected: &str) {
    let Err(StoreError::Refused(why) | StoreError::NotUnderstood { why, .. }) = result else { panic!("{result:?}") };
    assert!(why.contains(expected), "{why}");
}

#[test]
fn a_backup_brings_everything_back_on_every_engine() {
    for from in engines() {
        let source = TestDatabase::migrated_on(from);
        fill_everything(&source.store());
        record_an_answer(&source.store());
        take_the_answer_back(&source.store());
        let before = contents_of(&source);
        let sealed = verify_audit(&source.store(), None).unwrap();
        assert!(sealed.sealed > 0 && sealed.broken.is_none(), "{sealed:?}");
        assert!(before.iter().all(|table| table.rows > 0), "{before:?}");
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("portal-backup.db");
        backup(&source.url(), &file).unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "nothing else is left behind");
        let bytes = fs::read(&file).unwrap();
        for into in engines() {
            let target = TestDatabase::blank_on(into);
            restore(&file, &target.url()).unwrap();
            assert_eq!(contents_of(&target), before, "{from:?} to {into:?}");
            assert_eq!(verify_audit(&target.store(), None).unwrap(), sealed, "{from:?} to {into:?}");
            assert_eq!(migrate::pending(&target.url()).unwrap(), Vec::<String>::new());
        }
        assert_eq!(fs::read(&file).unwrap(), bytes, "restoring leaves the backup as it is");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn a_backup_and_a_new_database_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let database = TestDatabase::new();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("b.db");
    backup(&database.url(), &file).unwrap();
    let fresh = folder.path().join("fresh.db");
    migrate::migrate(&DatabaseUrl::of_file(&fresh)).unwrap();
    for path in [file, fresh] {
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
    }
}

#[test]
fn a_backup_overwrites_nothing_and_a_failed_one_leaves_nothing() {
    let database = TestDatabase::new();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("b.db");
    fs::write(&file, "precious").unwrap();
    refused(backup(&database.url(), &file), "overwrites nothing");
    assert_eq!(fs::read(&file).unwrap(), b"precious");

    let unmigrated = TestDatabase::new();
    migrate::revert_last(&unmigrated.url()).unwrap();
    let other = folder.path().join("c.db");
    refused(backup(&unmigrated.url(), &other), "migrated first");
    assert!(backup(&database.url(), &folder.path().join("no/such/folder/d.db")).is_err());
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);
}

fn acts_in(database: &TestDatabase) -> usize {
    contents_of(database).iter().find(|table| table.table == "audit_entries").unwrap().rows
}

#[test]
fn a_backup_taken_while_others_write_is_one_moment() {
    let database = TestDatabase::new();
    let store = database.store();
    fill_everything(&store);
    let filled = acts_in(&database);
    let folder = TempDir::new().unwrap();
    let done = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut pairs = 0;
            while !done.load(Ordering::SeqCst) || pairs == 0 {
                // Two rows in one transaction: a backup has both or none.
                store
                    .write(move |db| {
                        note(db, &format!("{pairs:06} a"))?;
                        note(db, &format!("{pairs:06} b"))
                    })
                    .unwrap();
                pairs += 1;
            }
            pairs
        });
        for number in 0..5 {
            backup(&database.url(), &folder.path().join(format!("{number}.db"))).unwrap();
        }
        done.store(true, Ordering::SeqCst);
        writer.join().unwrap()
    });
    assert!(written > 0);
    let mut before = filled;
    for number in 0..5 {
        let file = folder.path().join(format!("{number}.db"));
        let held = Store::open(&DatabaseUrl::of_file(&file), LIMITS).unwrap().snapshot(contents).unwrap();
        let target = TestDatabase::blank_on(engines()[number % engines().len()]);
        restore(&file, &target.url()).unwrap();
        assert_eq!(contents_of(&target), held, "counts and hashes of every table");
        let rows = acts_in(&target);
        assert_eq!((rows - filled) % 2, 0, "half a transaction in the backup");
        assert!(rows >= before);
        before = rows;
    }
}

/// As archives are: nobody may write, and their permissions come along with a copy.
#[test]
fn a_backup_that_is_read_only_is_restored() {
    let source = TestDatabase::new();
    fill_everything(&source.store());
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("archived.db");
    backup(&source.url(), &file).unwrap();
    let mut read_only = fs::metadata(&file).unwrap().permissions();
    read_only.set_readonly(true);
    fs::set_permissions(&file, read_only).unwrap();
    let target = TestDatabase::blank_on(engine());
    restore(&file, &target.url()).unwrap();
    assert_eq!(contents_of(&target), contents_of(&source));
}

#[test]
fn a_restore_goes_into_an_empty_database_only() {
    let source = TestDatabase::new();
    fill_everything(&source.store());
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("b.db");
    backup(&source.url(), &file).unwrap();
    let target = TestDatabase::new();
    target.store().write(|db| note(db, "mine")).unwrap();
    refused(restore(&file, &target.url()), "holds data already");
    assert_eq!(target.store().read(acts).unwrap(), ["mine"]);
    refused(restore(&file, &source.url()), "holds data already");
    migrate::revert_last(&target.url()).unwrap();
    let pending = migrate::pending(&target.url()).unwrap();
    refused(restore(&file, &target.url()), "migrated first");
    assert_eq!(migrate::pending(&target.url()).unwrap(), pending, "a refusal migrates nothing");
}

#[test]
fn what_is_no_whole_backup_is_refused_and_the_target_stays_as_it_was() {
    let source = TestDatabase::new();
    fill_everything(&source.store());
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    backup(&source.url(), &path("good.db")).unwrap();
    let good = fs::read(path("good.db")).unwrap();
    fs::write(path("text.db"), "this is no database, however long the text may be: ".repeat(100)).unwrap();
    fs::write(path("empty.db"), "").unwrap();
    fs::write(path("half.db"), &good[..good.len() / 2]).unwrap();
    let mut scratched = good.clone();
    scratched[4_096 * 20..4_096 * 30].fill(0x5a);
    fs::write(path("scratched.db"), scratched).unwrap();
    let mut other = SqliteConnection::establish(path("other.db").to_str().unwrap()).unwrap();
    other.batch_execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)").unwrap();
    fs::write(path("newer.db"), &good).unwrap();
    let mut newer = SqliteConnection::establish(path("newer.db").to_str().unwrap()).unwrap();
    newer.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')").unwrap();
    fs::write(path("dangling.db"), &good).unwrap();
    let mut dangling = SqliteConnection::establish(path("dangling.db").to_str().unwrap()).unwrap();
    dangling.batch_execute("PRAGMA foreign_keys = OFF; DELETE FROM states WHERE iso3 = 'CHE'").unwrap();
    let target = TestDatabase::new();
    for name in ["text.db", "empty.db", "half.db", "scratched.db", "other.db", "newer.db", "dangling.db"] {
        let result = restore(&path(name), &target.url());
        assert!(
            matches!(&result, Err(StoreError::NotUnderstood { why, .. }) if why.contains("not a whole backup")),
            "{name}: {result:?}"
        );
    }
    assert!(matches!(restore(&path("missing.db"), &target.url()), Err(StoreError::File { .. })));
    assert!(contents_of(&target).iter().all(|table| table.rows == 0));
    restore(&path("good.db"), &target.url()).unwrap();
}

#[test]
fn an_older_backup_is_brought_forward() {
    let old = TestDatabase::migrated_on(Engine::Sqlite);
    fill(&old.store());
    let expected = contents_of(&old);
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("old.db");
    // A backup made before there were historic reports.
    backup(&old.url(), &file).unwrap();
    migrate::revert_last(&DatabaseUrl::of_file(&file)).unwrap();
    let bytes = fs::read(&file).unwrap();
    let target = TestDatabase::blank_on(engine());
    restore(&file, &target.url()).unwrap();
    assert_eq!(contents_of(&target), expected);
    assert_eq!(fs::read(&file).unwrap(), bytes);
}
