//! The main job: the desk, a form, saving with 64 drafters, submitting; lists and reports at 1,000 and at
//! 100,000 reports, against the floors R and W.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ccw_portal::app::accounts;
use ccw_portal::app::drafting::{self, Beginning, Examined, Start, Typed};
use ccw_portal::app::known::known_of;
use ccw_portal::app::submitting::{self, Choices, warning_key, warnings};
use ccw_portal::app::{Edition, Portal};
use ccw_portal::clock::Clock;
use ccw_portal::domain::access::{Appointment, ForParty, NationalAct, Role, national};
use ccw_portal::domain::calendar::Cycle;
use ccw_portal::domain::code::{Iso3, RegimeCode};
use ccw_portal::domain::draft::{Answers, Section};
use ccw_portal::domain::filing::FilingAct;
use ccw_portal::domain::report::ReportReference;
use ccw_portal::files::Files;
use ccw_portal::store::people::{Person, find_person_by_email};
use ccw_portal::store::submissions::{Submission, insert_act, insert_submission};
use ccw_portal::store::{Limits, Store, StoreResult, drafts};

use crate::database::Database;
use crate::load::{Load, Measured};
use crate::process::Serving;
use crate::{EACH, in_turns, line};

const DRAFTERS: usize = 64;
const FEW: usize = 1_000;
const MANY: usize = 100_000;
const FOCAL_POINT: &str = "focal.point@example.org";
const DESK_OFFICER: &str = "desk.officer@example.org";
const PASSWORD: &str = "mountain lake benchmark";
/// The cycle whose reports are listed and opened.
const LISTED: i32 = 2022;

struct Bench {
    portal: Portal,
    store: Store,
    edition: std::sync::Arc<Edition>,
    person: Person,
    parties: Vec<Iso3>,
}

pub(crate) fn print(database: &Database, floor_w: f64) {
    let bench = Bench::prepare(database);
    println!("| Filing | rate /s | p99 ms | of floor |\n|---|---|---|---|");
    let (rate, p99) = bench.saves();
    println!("| save a form, {DRAFTERS} drafters | {rate:.0} | {p99:.1} | {:.0} % of W |", 100.0 * rate / floor_w);
    let (rate, p99) = bench.submissions();
    println!("| check and submit, one by one | {rate:.0} | {p99:.1} | {:.0} % of W |", 100.0 * rate / floor_w);
    println!("\n| Page | bytes | rate /s | p99 ms | server µs each | of floor |\n|---|---|---|---|---|---|");
    let signed_in = bench.sign_in();
    bench.fill(0, FEW);
    let few = bench.pages(database, &signed_in, FEW);
    bench.fill(FEW, MANY);
    let many = bench.pages(database, &signed_in, MANY);
    println!("\n| Growth from {FEW} to {MANY} reports | server time, times |\n|---|---|");
    for ((page, small), (_, large)) in few.iter().zip(&many) {
        println!("| `{page}` | {:.2} |", large.cpu_micros / small.cpu_micros);
    }
    println!();
}

impl Bench {
    fn prepare(database: &Database) -> Self {
        let store = Store::open(&database.parsed(), Limits::default()).unwrap();
        let portal = Portal::open(store.clone(), Files::new(std::env::temp_dir()), Clock::System).unwrap();
        // Of another process, as it were: a draft that the bench has looked at is checked anew when it is submitted.
        let edition = Portal::open(store.clone(), Files::new(std::env::temp_dir()), Clock::System).unwrap().edition();
        let convention = edition.register.convention();
        let bound =
            edition.register.states().filter(|state| edition.register.bound(state.iso3, convention, edition.today));
        let parties: Vec<_> = bound.map(|state| state.iso3).collect();
        let national = |party: &Iso3| Appointment::new(Role::FocalPoint, Some(*party)).unwrap();
        let now = Clock::System.now();
        let account = |email: &str, held: Appointment| {
            accounts::create_with_password(&store, "bench", email, "Bench", &[held], PASSWORD, now).unwrap();
        };
        // One desk on the page, as most people have.
        account(FOCAL_POINT, national(&Iso3::parse("CHE").unwrap()));
        account(DESK_OFFICER, Appointment::new(Role::DeskOfficer, None).unwrap());
        let mut person = store.read(|db| find_person_by_email(db, FOCAL_POINT)).unwrap().unwrap();
        person.appointments = parties.iter().map(national).collect();
        Self { portal, store, edition, person, parties }
    }

    fn leave(&self, party: Iso3) -> ForParty {
        national(&self.person.appointments, party, NationalAct::Write).unwrap()
    }

    fn reference(&self, party: Iso3) -> ReportReference {
        ReportReference { party, regime: compliance(), cycle: Cycle::containing(self.edition.today) }
    }

    /// A draft without a fault, for a State.
    fn write(&self, party: Iso3) {
        let (leave, reference, now) = (self.leave(party), self.reference(party), Clock::System.now());
        let start = Start { how: Beginning::Blank, draft: None, filed: None, by: self.person.id.clone(), at: now };
        drafting::start(&self.store, &self.edition, leave, reference, start).unwrap();
        let year = reference.cycle.year() - 1;
        let cover = [
            ("cover.contacts[0].organization", "Arms Control Division".to_owned()),
            ("cover.contacts[0].email", "arms.control@example.org".to_owned()),
            ("period.from", format!("{year}-01-01")),
            ("period.to", format!("{year}-10-31")),
            ("cover.availability", "yes".to_owned()),
            ("cover.note_verbale.not_used", "yes".to_owned()),
        ];
        self.save(party, Section::Cover, self.revision(party, &Section::Cover), &cover);
        for (letter, field) in [
            ("A", "armed_forces"),
            ("B", "technical_requirements"),
            ("C", "legislation"),
            ("D", "cooperation_assistance"),
            ("E", "other_matters"),
        ] {
            let text = "Courses on Protocols I to V were held for 140 officers. ".repeat(20);
            let fields = [
                (format!("summary.{letter}.state"), "changed".to_owned()),
                (format!("forms.{letter}.{field}.text"), text),
            ];
            let fields: Vec<_> = fields.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
            let section = Section::Form(letter.into());
            let revision = self.revision(party, &section);
            self.save(party, section, revision, &fields);
        }
    }

    fn look(&self, party: Iso3) -> Examined {
        drafting::examine(&self.store, &self.edition, self.leave(party), self.reference(party), None).unwrap()
    }

    /// The revision of a section that a page would show.
    fn revision(&self, party: Iso3, section: &Section) -> i64 {
        self.look(party).open.revision(section)
    }

    fn save(&self, party: Iso3, section: Section, revision: i64, fields: &[(&str, String)]) {
        let answers: Answers = fields.iter().map(|(field, text)| ((*field).to_owned(), text.clone())).collect();
        let (by, at) = (self.person.id.clone(), Clock::System.now());
        let typed = Typed { draft: None, section, revision, answers, by, at };
        drafting::save(&self.store, &self.edition, self.leave(party), self.reference(party), typed).unwrap();
    }

    /// Each drafter saves a form of a State's own over and over.
    fn saves(&self) -> (f64, f64) {
        let drafters = &self.parties[..DRAFTERS];
        drafters.iter().for_each(|party| self.write(*party));
        let (stop, started) = (AtomicBool::new(false), Instant::now());
        let mut millis: Vec<f64> = std::thread::scope(|scope| {
            let (stop, bench) = (&stop, &self);
            let drafter = |party: Iso3| {
                let (mut own, section) = (Vec::new(), Section::Form("A".into()));
                let first = bench.revision(party, &section);
                while !stop.load(Ordering::Relaxed) {
                    let text = format!("Courses were held for {} officers. ", own.len()).repeat(30);
                    // Each save is the next revision: nobody else writes this draft.
                    let revision = first + i64::try_from(own.len()).unwrap();
                    let asked = Instant::now();
                    bench.save(party, section.clone(), revision, &[("forms.A.armed_forces.text", text)]);
                    own.push(asked.elapsed().as_secs_f64() * 1000.0);
                }
                own
            };
            let all: Vec<_> = drafters.iter().map(|party| scope.spawn(move || drafter(*party))).collect();
            std::thread::sleep(EACH);
            stop.store(true, Ordering::Relaxed);
            all.into_iter().flat_map(|drafter| drafter.join().unwrap()).collect()
        });
        let rate = count(&millis) / started.elapsed().as_secs_f64();
        (rate, p99(&mut millis))
    }

    /// Checks and files the drafts; writing them is not measured.
    fn submissions(&self) -> (f64, f64) {
        let (by, now) = (&self.person, Clock::System.now());
        let mut millis: Vec<f64> = Vec::new();
        for party in &self.parties {
            let (leave, reference) = (self.leave(*party), self.reference(*party));
            self.write(*party);
            let confirmed =
                warnings(&self.look(*party).checked).map(|told| (warning_key(told.finding), String::new())).collect();
            let choices = Choices { confirmed, ..Choices::default() };
            // As after the page that the choices were made on.
            known_of(&self.store, &self.portal.edition(), *party, compliance()).unwrap();
            let asked = Instant::now();
            submitting::submit(&self.portal, leave, reference, &choices, by, now).unwrap();
            millis.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        (1000.0 * count(&millis) / millis.iter().sum::<f64>(), p99(&mut millis))
    }

    /// Published reports, from the `from`th to the `to`th: every State and regime, cycle by cycle.
    fn fill(&self, from: usize, to: usize) {
        let states: Vec<_> = self.edition.register.states().map(|state| state.iso3).collect();
        let regimes: Vec<_> = self.edition.rules.regimes().iter().map(|regime| regime.code).collect();
        let mut all = Vec::new();
        for year in LISTED..LISTED + 600 {
            for party in &states {
                all.extend(regimes.iter().map(|regime| (*party, *regime, Cycle::new(year).unwrap())));
            }
        }
        // The State's own report of this cycle is the draft that the desk shows.
        let current = Cycle::containing(self.edition.today);
        all.retain(|(_, _, cycle)| *cycle != current);
        for chunk in all[from..to].chunks(500) {
            let (chunk, by) = (chunk.to_vec(), self.person.id.clone());
            self.store
                .write(move |db| -> StoreResult<()> {
                    for (party, regime, cycle) in &chunk {
                        let reference = ReportReference { party: *party, regime: *regime, cycle: *cycle };
                        let submission = published(reference, &by);
                        drafts::open_report(db, reference, submission.submitted_at)?;
                        insert_submission(db, &submission)?;
                        for act in [FilingAct::Acknowledged, FilingAct::Circulated, FilingAct::Published] {
                            insert_act(db, &submission.id, act, &by, None, submission.submitted_at)?;
                        }
                    }
                    Ok(())
                })
                .unwrap();
        }
    }

    /// Sessions of the focal point, who corrects the report filed, and of the desk officer.
    fn sign_in(&self) -> [String; 2] {
        let (party, now) = (Iso3::parse("CHE").unwrap(), Clock::System.now());
        let (leave, reference) = (self.leave(party), self.reference(party));
        let start = Start { how: Beginning::Correction, draft: None, filed: None, by: self.person.id.clone(), at: now };
        drafting::start(&self.store, &self.edition, leave, reference, start).unwrap();
        [FOCAL_POINT, DESK_OFFICER].map(|email| accounts::sign_in(&self.store, email, PASSWORD, now).unwrap().unwrap())
    }

    /// Pages made anew at each request, against R in turns.
    fn pages(
        &self,
        database: &Database,
        [national, secretariat]: &[String; 2],
        reports: usize,
    ) -> Vec<(String, Measured)> {
        let serving = Serving::bench(&database.url, "cold");
        let own = self.reference(Iso3::parse("CHE").unwrap());
        let pages = [
            "/desk".to_owned(),
            format!("/desk/reports/{own}"),
            format!("/desk/reports/{own}/forms/C"),
            format!("/desk/reports/{own}/check"),
            format!("/secretariat?cycle={LISTED}"),
            format!("/secretariat/reports/CHE-COMPLIANCE-{LISTED}"),
            format!("/reports?cycle={LISTED}"),
            format!("/reports/CHE-COMPLIANCE-{LISTED}"),
        ];
        let measured = pages.into_iter().map(|page| {
            let secret = if page.starts_with("/secretariat") { secretariat } else { national };
            let cookie = format!("Cookie: __Host-session={secret}\r\n");
            let (read, own) = in_turns((&Load::of("/bench/read"), &serving), (&Load::with(&page, &cookie), &serving));
            line(&format!("`{page}` at {reports} reports"), &own, Some(("R", &read)));
            (page, own)
        });
        measured.collect()
    }
}

fn compliance() -> RegimeCode {
    RegimeCode::parse("COMPLIANCE").unwrap()
}

fn published(reference: ReportReference, by: &str) -> Submission {
    let text = "Courses on Protocols I to V were held for 140 officers. ".repeat(8);
    let document = serde_json::json!({
        "party": reference.party.as_str(), "regime": reference.regime.as_str(), "cycle": reference.cycle.year(),
        "kind": "annual", "cover": { "availability": "yes" },
        "summary": { "A": { "state": "changed" }, "B": { "state": "changed" } },
        "forms": { "A": {}, "B": {} }, "language": "en", "submitted_on": format!("{}-03-20", reference.cycle.year()),
        "note": text,
    });
    Submission {
        id: format!("{reference}.1"),
        reference,
        version: 1,
        document: document.to_string(),
        sha256: "0".repeat(64),
        submitted_at: Clock::System.now() - Duration::from_secs(86_400),
        submitted_by: by.to_owned(),
        contacts_public: false,
        confirmed: serde_json::json!({ "version": 1, "warnings": [] }),
        original: None,
        classification: None,
    }
}

fn count(millis: &[f64]) -> f64 {
    f64::from(u32::try_from(millis.len()).unwrap())
}

fn p99(millis: &mut [f64]) -> f64 {
    millis.sort_by(f64::total_cmp);
    millis[millis.len() * 99 / 100]
}
