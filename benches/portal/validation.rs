//! Checking reports: the fullest Compliance report, with few words and with many.

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::Instant;

use ccw_portal::domain::report::{Report, canonical, read};
use ccw_portal::domain::validation::{Books, Observations, check};
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::rules::line;

/// Letters in all forms of the long report.
const LONG: usize = 200_000;
/// Report files in one call of the program.
const FILES: usize = 300;

pub(crate) fn print() {
    let books = Books::embedded().unwrap();
    let mut silent = books.clone();
    silent.rules = silent.rules.without_reading_texts();
    let (short, long) = (report(&books, 2_000), report(&books, LONG));
    println!("| Validation | µs |\n|---|---|");
    line("check a full report, rules that read no text", || checked(&silent, &short));
    line("the same with 200 kB of text", || checked(&silent, &long));
    line("check a full report of 2 kB, all rules", || checked(&books, &short));
    line("check a full report of 200 kB, all rules", || checked(&books, &long));
    let bytes = long.document.to_string();
    line("read a report file of 200 kB", || {
        black_box(read(bytes.as_bytes(), &books.form_sets, &books.obligations).unwrap());
    });
    line("its canonical form", || {
        black_box(canonical(&long.document).unwrap());
    });
    line("read all data files, compile what rules look for", || {
        black_box(Books::embedded().unwrap());
    });
    many_files(&short.document);
    println!();
}

fn checked(books: &Books, report: &Report) {
    let on = NaiveDate::from_ymd_opt(2027, 3, 20).unwrap();
    black_box(check(books.reference(), report, &[], &Observations::default(), on));
}

/// Every form filled in, twenty acts and amounts, every fact of the State confirmed.
fn report(books: &Books, letters: usize) -> Report {
    let answer = |words: &str| {
        let sentence = format!("{words} Übungen, упражнения, 演习: the rules are taught and kept without change. ");
        json!({ "text": sentence.repeat(letters / 7 / sentence.chars().count() + 1) })
    };
    let facts = books.obligations.conditions().iter();
    let facts = facts.map(|fact| (fact.key.to_string(), json!({ "answer": "yes", "on": "2026-01-01" })));
    let law = json!({ "title": "Act", "number": "1", "adopted_on": "2012-03-16", "link": "https://law.example.org/1" });
    let amount = json!({ "direction": "given", "amount": 1000, "currency": "CHF", "year": 2026, "project": "Fund" });
    let changed = json!({ "state": "changed" });
    let document = json!({
        "party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "language": "en", "submitted_on": "2027-03-15",
        "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "cover": { "contacts": [{ "organization": "Ministry", "email": "ccw@example.org" }], "availability": "yes" },
        "summary": { "A": changed, "B": changed, "C": changed, "D": changed, "E": changed },
        "forms": {
            "A": { "armed_forces": answer("Troops."), "civilian_population": answer("Public.") },
            "B": { "technical_requirements": answer("Mines."), "other_information": answer("Other.") },
            "C": { "legislation": answer("Laws.") },
            "D": { "cooperation_assistance": answer("Help.") },
            "E": { "other_matters": answer("More.") },
        },
        "laws": vec![law; 20],
        "figures": { "funding": vec![amount; 20] },
        "profile": facts.collect::<serde_json::Map<_, _>>(),
    });
    read(document.to_string().as_bytes(), &books.form_sets, &books.obligations).unwrap()
}

/// The program itself over a folder of files.
fn many_files(document: &Value) {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..FILES)
        .map(|place| {
            let path = folder.path().join(format!("{place}.json"));
            let mut document = document.clone();
            document["cycle"] = json!(2008 + place % 20);
            std::fs::write(&path, document.to_string()).unwrap();
            path
        })
        .collect();
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ccw-portal"));
    let status = command.arg("check").args(&files).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.code() < Some(2), "every file can be read");
    let seconds = started.elapsed().as_secs_f64();
    let files = f64::from(u32::try_from(FILES).unwrap());
    println!("| `check` over {FILES} files, start included, for each | {:.0} |", seconds * 1e6 / files);
}
