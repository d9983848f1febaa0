//! Reports of the demonstration: labelled samples in several states, and drafts that somebody has begun.
//!
//! A database that holds them is marked, and `serve` refuses it (rule 8 of conduct).

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::drafting::{self, Beginning, Start, Typed};
use crate::app::{Edition, Portal};
use crate::clock::Clock;
use crate::domain::access::{NationalAct, national};
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::draft::{Answers, Section};
use crate::domain::filing::FilingAct;
use crate::domain::question::{Message, Side};
use crate::domain::report::{ReportReference, canonical};
use crate::files::Files;
use crate::store::people::{Person, find_person_by_email};
use crate::store::questions::insert_question;
use crate::store::revisions::mark_demonstration;
use crate::store::submissions::{Submission, insert_act, insert_submission};
use crate::store::{Store, StoreResult, drafts};

/// A sample: the report, its file, who filed it, and what was done with it.
type Sample = (&'static str, &'static str, &'static str, &'static [FilingAct]);

const SAMPLES: [Sample; 3] = [
    (
        "CHE-COMPLIANCE-2022",
        include_str!("../../tests/samples/CHE-COMPLIANCE-2022.json"),
        "focal.point@che.example.org",
        &[FilingAct::Acknowledged, FilingAct::Circulated, FilingAct::Published],
    ),
    (
        "COL-APII-2018",
        include_str!("../../tests/samples/COL-APII-2018.json"),
        "mission@col.example.org",
        &[FilingAct::Acknowledged],
    ),
    ("LAO-PV-2018", include_str!("../../tests/samples/LAO-PV-2018.json"), "focal.point@lao.example.org", &[]),
];

const OFFICER: &str = "desk.officer@example.org";

/// The samples.
pub(super) fn references() -> BTreeSet<ReportReference> {
    SAMPLES.iter().filter_map(|(reference, ..)| reference.parse().ok()).collect()
}

/// Fills a fresh database; one that was filled before is left as it is.
pub(super) fn fill(store: &Store, files: &Path, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !store.write(mark_demonstration)? {
        return Ok(());
    }
    let edition = Portal::open(store.clone(), Files::new(files), Clock::System)?.edition();
    let officer = person(store, OFFICER)?;
    for (reference, file, by, acts) in SAMPLES {
        let submission = sample(reference.parse()?, file, &person(store, by)?, now)?;
        let (officer, acts) = (officer.id.clone(), acts.to_vec());
        // Past the desk, whose drafts have no label, and without letters: nobody filed these.
        store.write(move |db| -> StoreResult<()> {
            drafts::open_report(db, submission.reference, now)?;
            insert_submission(db, &submission)?;
            acts.iter().try_for_each(|act| insert_act(db, &submission.id, *act, &officer, None, now))
        })?;
    }
    let words = "The text names a work plan for the whole sector. Could it be attached to the report?";
    let first = Message {
        id: String::new(),
        side: Side::Secretariat,
        words: words.into(),
        at: now,
        by: officer.id,
        recorded: None,
        taken_back: None,
    };
    let about: ReportReference = "LAO-PV-2018".parse()?;
    store.write(move |db| insert_question(db, about, Some("E"), &first).map(drop))?;
    begin_draft(store, &edition, now)
}

fn person(store: &Store, email: &str) -> anyhow::Result<Person> {
    store.read(|db| find_person_by_email(db, email))?.with_context(|| format!("nobody has the address {email}"))
}

fn iso3(text: &str) -> anyhow::Result<Iso3> {
    Ok(Iso3::parse(text)?)
}

fn regime(text: &str) -> anyhow::Result<RegimeCode> {
    Ok(RegimeCode::parse(text)?)
}

/// A sample as it is, label and all.
fn sample(reference: ReportReference, file: &str, by: &Person, now: DateTime<Utc>) -> anyhow::Result<Submission> {
    let document: Value = serde_json::from_str(file)?;
    anyhow::ensure!(document.get("label").is_some(), "{reference}: a sample says that it is one");
    let document = String::from_utf8(canonical(&document)?)?;
    let sha256 = HEXLOWER.encode(&Sha256::digest(document.as_bytes()));
    Ok(Submission {
        id: format!("{reference}.1"),
        reference,
        version: 1,
        document,
        sha256,
        submitted_at: now,
        submitted_by: by.id.clone(),
        contacts_public: false,
        confirmed: json!({ "version": 1, "warnings": [] }),
        original: None,
        classification: None,
    })
}

/// A draft half written: a cover without the choice of who may see the report, one form done, one begun.
fn begin_draft(store: &Store, edition: &Edition, now: DateTime<Utc>) -> anyhow::Result<()> {
    let by = person(store, "two.desks@example.org")?;
    let cycle = Cycle::containing(edition.today);
    let reference = ReportReference { party: iso3("SWE")?, regime: regime("COMPLIANCE")?, cycle };
    let leave = national(&by.appointments, reference.party, NationalAct::Write)?;
    let start = Start { how: Beginning::Blank, draft: None, filed: None, by: by.id.clone(), at: now };
    drafting::start(store, edition, leave, reference, start)?;
    let year = cycle.year() - 1;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string()).unwrap_or_default();
    let cover = [
        ("cover.contacts[0].organization", "Sample Ministry, Arms Control Unit".to_owned()),
        ("cover.contacts[0].email", "arms.control@swe.example.org".to_owned()),
        ("period.from", day(1, 1)),
        ("period.to", day(12, 31)),
    ];
    let dissemination =
        format!("Sample text. Protocols I to V were taught in two courses in May {year}, to 60 officers.");
    let first = [("summary.A.state", "changed".to_owned()), ("forms.A.armed_forces.text", dissemination)];
    let begun = [("forms.C.legislation.text", "Sample text, to be completed.".to_owned())];
    save(store, edition, &by, reference, Section::Cover, &cover, now)?;
    save(store, edition, &by, reference, Section::Form("A".into()), &first, now)?;
    save(store, edition, &by, reference, Section::Form("C".into()), &begun, now)
}

fn save(
    store: &Store,
    edition: &Edition,
    by: &Person,
    reference: ReportReference,
    section: Section,
    fields: &[(&str, String)],
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let leave = national(&by.appointments, reference.party, NationalAct::Write)?;
    let answers: Answers = fields.iter().map(|(field, text)| ((*field).to_owned(), text.clone())).collect();
    let typed = Typed { draft: None, section, revision: 0, answers, by: by.id.clone(), at };
    drafting::save(store, edition, leave, reference, typed)?;
    Ok(())
}
