//! Reports as PDF: a sample, and the same with ever longer answers. What a page costs must not grow with their number.

use std::time::{Duration, Instant};

use ccw_portal::document::{ReportDocument, Standing};
use ccw_portal::domain::report::{Opening, Report, read};
use ccw_portal::domain::validation::Books;
use ccw_portal::text::{Text, availability};
use chrono::NaiveDate;
use serde_json::Value;

const SAMPLE: &str = include_str!("../../tests/samples/CHE-COMPLIANCE-2022.json");
/// How often each answer stands in the report.
const TIMES: [usize; 3] = [1, 8, 64];
/// Odd, so that there is a middle.
const ROUNDS: usize = 5;

pub(crate) fn print() {
    let books = Books::embedded().unwrap();
    println!("\n| Report as PDF | pages | kB | ms | ms a page | of the first |\n|---|---|---|---|---|---|");
    let mut first = None;
    for times in TIMES {
        let report = read(repeated(times).as_bytes(), &books.form_sets, &books.obligations).unwrap();
        // Fonts are looked for once.
        set(&books, &report);
        let mut took: Vec<(Duration, Vec<u8>)> = (0..ROUNDS).map(|_| timed(|| set(&books, &report))).collect();
        took.sort_by_key(|(took, _)| *took);
        let (middle, pdf) = took.swap_remove(ROUNDS / 2);
        let (pages, millis) = (pages(&pdf), middle.as_secs_f64() * 1000.0);
        let each = millis / f64::from(pages);
        let of_first = each / *first.get_or_insert(each);
        println!(
            "| answers {times} times | {pages} | {} | {millis:.0} | {each:.1} | {of_first:.2} |",
            pdf.len().div_ceil(1024)
        );
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let began = Instant::now();
    let done = work();
    (began.elapsed(), done)
}

fn set(books: &Books, report: &Report) -> Vec<u8> {
    let t = Text::english();
    let document = ReportDocument {
        t,
        report,
        set: books.form_sets.for_cycle(report.regime, report.cycle).unwrap(),
        opening: &Opening::whole(),
        is_party: true,
        state: ("Switzerland", "Swiss Confederation"),
        title: "Compliance report 2022".to_owned(),
        reference: "CHE-COMPLIANCE-2022.1".to_owned(),
        standing: Standing::Filed(NaiveDate::from_ymd_opt(2022, 3, 31).unwrap()),
        facts: Vec::new(),
        availability: availability(t, &report.cover),
        marks: Vec::new(),
        notes: Vec::new(),
    };
    document.to_pdf().unwrap()
}

/// The sample with each of its answers so many times.
fn repeated(times: usize) -> String {
    let mut file: Value = serde_json::from_str(SAMPLE).unwrap();
    for answers in file["forms"].as_object_mut().unwrap().values_mut() {
        for answer in answers.as_object_mut().unwrap().values_mut() {
            if let Some(text) = answer.get_mut("text") {
                let said = text.as_str().unwrap().to_owned();
                *text = vec![said; times].join("\n\n").into();
            }
        }
    }
    file.to_string()
}

/// As the file says of itself.
fn pages(pdf: &[u8]) -> u32 {
    let text = String::from_utf8_lossy(pdf);
    let count = text.split("NPages>").nth(1).unwrap().split('<').next().unwrap();
    count.parse().unwrap()
}
