//! Checking reports: the fullest one of each regime, with few words and with many.

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::Instant;

use ccw_portal::domain::regime::{Field, FieldKind, Slot};
use ccw_portal::domain::report::{Report, canonical, read};
use ccw_portal::domain::validation::{Books, Observations, check};
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::rules::line;

/// Letters in all forms of a report.
const WORDS: usize = 2_000;
/// The same of the long report.
const LONG: usize = 200_000;
/// Acts, amounts and rows of each table.
const ROWS: usize = 20;
/// Report files in one call of the program.
const FILES: usize = 300;

pub(crate) fn print() {
    let books = Books::embedded().unwrap();
    let mut silent = books.clone();
    silent.rules = silent.rules.without_reading_texts();
    let (short, long) = (report(&books, "COMPLIANCE", WORDS, 12.0), report(&books, "COMPLIANCE", LONG, 12.0));
    println!("| Validation | µs |\n|---|---|");
    for regime in ["COMPLIANCE", "APII", "PV"] {
        for (figure, like) in [(12.0, "full"), (12.5, "full, every figure in halves,")] {
            let full = report(&books, regime, WORDS, figure);
            let found = noticed(&books, &full);
            let what = format!("check a {like} {regime} report");
            line(&format!("{what}, rules that read no text"), || checked(&silent, &full));
            line(&format!("{what}, all rules: {found} findings"), || checked(&books, &full));
        }
    }
    line("rules that read no text beside 200 kB of it", || checked(&silent, &long));
    line("all rules over 200 kB of text", || checked(&books, &long));
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
    black_box(noticed(books, report));
}

/// How many findings a check of the report has.
fn noticed(books: &Books, report: &Report) -> usize {
    let on = NaiveDate::from_ymd_opt(2027, 3, 20).unwrap();
    check(books.reference(), report, &[], &Observations::default(), on).findings.len()
}

/// Every question of the regime's report answered, twenty rows wherever several are taken, every fact of the State
/// confirmed. All figures are the same, but for shares, which are nothing.
fn report(books: &Books, regime: &str, letters: usize, figure: f64) -> Report {
    let set = books.form_sets.for_cycle(regime.parse().unwrap(), "2027".parse().unwrap()).unwrap();
    let facts = books.obligations.conditions().iter();
    let facts = facts.map(|fact| (fact.key.to_string(), json!({ "answer": "yes", "on": "2026-01-01" })));
    let changed = set.forms.iter().map(|form| (form.letter.clone(), json!({ "state": "changed" })));
    let mut document = json!({
        "party": "CHE", "regime": regime, "cycle": 2027, "language": "en", "submitted_on": "2027-03-15",
        "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "cover": { "contacts": [{ "organization": "Ministry", "email": "ccw@example.org" }], "availability": "yes" },
        "summary": changed.collect::<serde_json::Map<_, _>>(),
        "profile": facts.collect::<serde_json::Map<_, _>>(),
    });
    let texts = set.fields().filter(|(_, field)| field.at.is_none()).count();
    let sentence = "Übungen, упражнения, 演习: the rules are taught and kept without change. ";
    let words = sentence.repeat(letters / texts / sentence.chars().count() + 1);
    let cover = set.cover.iter().filter(|field| field.kind == FieldKind::Table);
    for (letter, field) in
        cover.map(|field| ("", field)).chain(set.fields().map(|(form, field)| (form.letter.as_str(), field)))
    {
        let answer = if field.at.is_none() { json!({ "text": words }) } else { answer(field, figure) };
        put(&mut document, &field.place(letter), answer);
    }
    read(document.to_string().as_bytes(), &books.form_sets, &books.obligations).unwrap()
}

/// Puts a value at a place, as `figures.casualties`.
fn put(document: &mut Value, place: &str, value: Value) {
    let target = place.split('.').fold(document, |at, step| &mut at[step]);
    *target = value;
}

fn answer(field: &Field, figure: f64) -> Value {
    let law = json!({ "title": "Act", "number": "1", "adopted_on": "2012-03-16", "link": "https://law.example.org/1" });
    let amount = json!({ "direction": "given", "amount": 1000, "currency": "CHF", "year": 2026, "project": "Fund",
        "channel": "multilateral" });
    match field.kind {
        FieldKind::Law => json!(vec![law; ROWS]),
        FieldKind::Amount => json!(vec![amount; ROWS]),
        FieldKind::Table => {
            let mut row = json!({});
            field.columns.iter().for_each(|column| put(&mut row, &column.key, single(column.slot(), figure)));
            if field.repeatable { json!(vec![row; ROWS]) } else { row }
        }
        FieldKind::Period => json!({ "from": "2026-01-01", "to": "2026-12-31" }),
        _ => single(field.slot(), figure),
    }
}

fn single(slot: Slot<'_>, figure: f64) -> Value {
    match slot.kind {
        FieldKind::Number if slot.unit == Some("percent") => json!(0),
        FieldKind::Number => json!(figure),
        FieldKind::Year => json!(2012),
        FieldKind::Date => json!("2026-05-04"),
        FieldKind::YesNoUnknown => json!("yes"),
        FieldKind::Choice => json!(slot.words[0].key),
        _ => json!("A few words."),
    }
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
