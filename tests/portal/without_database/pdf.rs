//! Reports as PDF, whatever stands in them.

use std::fs;

use ccw_portal::document::{DocumentError, ReportDocument, Standing};
use ccw_portal::domain::regime::FormSet;
use ccw_portal::domain::report::{Audience, Opening, Report, read};
use ccw_portal::domain::validation::Books;
use ccw_portal::text::{Text, availability};
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::pdf::{about, make_sure, pages, tags, words};

struct Read {
    books: Books,
    report: Report,
}

impl Read {
    fn new(file: &[u8]) -> Self {
        let books = Books::embedded().unwrap();
        let report = read(file, &books.form_sets, &books.obligations).unwrap();
        Self { books, report }
    }

    fn of(file: &Value) -> Self {
        Self::new(file.to_string().as_bytes())
    }

    fn set(&self) -> &FormSet {
        self.books.form_sets.for_cycle(self.report.regime, self.report.cycle).unwrap()
    }

    fn pdf_of(&self, opening: &Opening, standing: Standing) -> Vec<u8> {
        self.set_as(opening, standing).unwrap()
    }

    fn set_as(&self, opening: &Opening, standing: Standing) -> Result<Vec<u8>, DocumentError> {
        let t = Text::english();
        let document = ReportDocument {
            t,
            report: &self.report,
            set: self.set(),
            opening,
            is_party: !self.report.is_voluntary(),
            state: ("Ruritania", "Kingdom of Ruritania"),
            title: "Report 2027".to_owned(),
            reference: "RUR-REPORT-2027.1".to_owned(),
            standing,
            facts: vec![("Received".to_owned(), "31 March 2027".to_owned())],
            availability: availability(t, &self.report.cover),
            marks: Vec::new(),
            notes: Vec::new(),
        };
        document.to_pdf()
    }

    fn pdf(&self) -> Vec<u8> {
        self.pdf_of(&Opening::whole(), Standing::Filed(day()))
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, 31).unwrap()
}

fn file(kind: &str, language: &str, text: &str) -> Value {
    json!({
        "party": "CHE", "regime": "COMPLIANCE", "cycle": 2027, "kind": kind, "language": language,
        "cover": { "availability": "partially", "availability_forms": ["A"], "contacts": [{ "name": "CONTACT" }] },
        "summary": { "A": { "state": "changed" }, "C": { "state": "unchanged", "last_reporting": 2025 } },
        "forms": { "A": { "armed_forces": { "text": text } }, "C": { "legislation": { "text": "KEPT words" } } },
        "laws": [{ "title": "KEPT act", "number": "12" }],
    })
}

/// The archival copy and the one for those who listen are one file.
fn conforms(pdf: &[u8]) {
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let raw = String::from_utf8_lossy(pdf);
    for said in ["pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
        assert!(raw.contains(said), "{said}");
    }
    make_sure(pdf);
    let about = about(pdf);
    assert!(about.contains("Tagged:          yes") && about.contains("Author:          Ruritania"), "{about}");
}

/// Without spaces and ends of lines.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// One after the other.
fn stand_in_order(text: &str, all: &[String]) {
    let mut rest = text;
    for one in all {
        let found = rest.find(one.as_str()).unwrap_or_else(|| panic!("`{one}` does not follow in:\n{rest}"));
        rest = &rest[found + one.len()..];
    }
}

#[test]
fn every_sample_is_set_in_the_order_of_its_forms_and_says_on_each_page_that_it_is_one() {
    let mut count = 0;
    for entry in fs::read_dir("tests/samples").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let content = fs::read(&path).unwrap();
        if serde_json::from_slice::<Value>(&content).unwrap().get("request").is_some() {
            continue;
        }
        let sample = Read::new(&content);
        let pdf = sample.pdf();
        conforms(&pdf);
        let label = sample.report.label.clone().unwrap();
        for page in pages(&pdf) {
            assert!(squeezed(&page).contains(&squeezed(&label)), "{}: {page}", path.display());
        }
        let forms: Vec<_> = sample.set().forms.iter().map(|form| format!("Form {}", form.letter)).collect();
        let cover = ["Ruritania", "Cover page", "Kingdom of Ruritania", "Summary sheet"].map(str::to_owned);
        stand_in_order(&words(&pdf), &[&cover[..], &forms[..]].concat());
        let said = squeezed(&words(&pdf));
        for form in &sample.set().forms {
            for (field, text) in sample.report.texts(form) {
                // A text that goes over to the next page has the head and foot of pages in it.
                let begin: String = squeezed(text).chars().take(60).collect();
                assert!(said.contains(&begin), "{}: {field} is not word for word: {begin}", path.display());
            }
        }
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

#[test]
fn whatever_typst_would_read_as_markup_stands_as_it_was_typed() {
    let text = r##"#let x = 1 $ a^2 $ *not bold* _nor this_ \ @label <tag> // no note /* nor this */ `raw` #panic("no") ~ -- "quoted" 1. 2) = Title"##;
    let read = Read::of(&file("annual", "en", text));
    assert!(words(&read.pdf()).contains(text), "{}", words(&read.pdf()));
}

#[test]
fn a_report_from_right_to_left_is_one_and_keeps_its_words() {
    let read = Read::of(&file("annual", "ar", "تعليمات القوات المسلحة"));
    let pdf = read.pdf();
    conforms(&pdf);
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("/Lang (ar)") || raw.contains("<dc:language><rdf:Bag><rdf:li>ar"), "its language");
    assert!(raw.contains("/R2L"), "its direction");
    for word in ["تعليمات", "القوات", "المسلحة"] {
        assert!(words(&pdf).contains(word), "{word}: {}", words(&pdf));
    }
}

#[test]
fn letters_without_a_font_are_boxes_that_can_be_copied_out_and_the_document_says_so() {
    let missing = "Some letters of this report cannot be shown here";
    let plain = words(&Read::of(&file("annual", "en", "Plain, ĕvĕn ĝood Ελληνικά и русский")).pdf());
    assert!(plain.contains("ĝood Ελληνικά и русский") && !plain.contains(missing), "{plain}");
    let pdf = Read::of(&file("annual", "en", "Old \u{13000}\u{13001} and \u{e000}own\u{0}")).pdf();
    conforms(&pdf);
    let odd = words(&pdf);
    assert!(odd.contains(missing) && odd.contains("Old \u{13000}\u{13001} and \u{fffd}own\u{fffd}"), "{odd}");
}

#[test]
fn what_is_withheld_is_nowhere_in_the_file() {
    let read = Read::of(&file("annual", "en", "OPEN words"));
    let everyone = read.report.opening(Audience::Everyone, false);
    let pdf = read.pdf_of(&everyone, Standing::Filed(day()));
    conforms(&pdf);
    let said = format!("{}{}{}", words(&pdf), tags(&pdf), about(&pdf));
    assert!(said.contains("OPEN words") && said.contains("Not made available to the public by the State"), "{said}");
    assert!(!said.contains("KEPT") && !said.contains("CONTACT") && !said.contains("2025"), "{said}");
    let whole = words(&read.pdf());
    assert!(whole.contains("KEPT words") && whole.contains("KEPT act") && whole.contains("CONTACT"), "{whole}");
    assert!(whole.contains("2025"), "the summary sheet says since when: {whole}");
}

#[test]
fn drafts_and_voluntary_reports_say_so_on_every_page() {
    let long = "In the year reported on, sixty officers were trained. ".repeat(120);
    let read = Read::of(&file("voluntary", "en", &long));
    let pages = pages(&read.pdf_of(&Opening::whole(), Standing::Draft(day())));
    assert!(pages.len() > 2, "{}", pages.len());
    for page in &pages {
        assert!(page.contains("DRAFT of 31 March 2027. Not filed."), "{page}");
        assert!(page.contains("Voluntary report of Ruritania"), "{page}");
        assert!(page.contains("Ruritania · Report 2027 · RUR-REPORT-2027.1"), "{page}");
    }
}

#[test]
fn long_texts_without_a_space_and_long_tables_are_set() {
    let mut long = file("annual", "en", &"abcdefghij".repeat(20_000));
    let act = json!({ "title": "Act on the implementation of the Convention", "number": "AS 2012", "adopted_on": "2012-03-16" });
    long["laws"] = vec![act; 1_000].into();
    let pdf = Read::of(&long).pdf();
    conforms(&pdf);
    let count = pages(&pdf).len();
    assert!((60..400).contains(&count), "{count} pages");
    assert_eq!(words(&pdf).matches("AS 2012").count(), 1_000);
}

/// A text of any letters there are.
#[test]
fn what_would_keep_a_processor_busy_for_minutes_is_not_set() {
    let short_lines = Read::of(&file("annual", "en", &"a\n".repeat(30_000)));
    let set = short_lines.set_as(&Opening::whole(), Standing::Filed(day()));
    assert!(matches!(set, Err(DocumentError::TooLong)));
}

fn anything() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 0..120).prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    // Each is a whole document, which takes a third of a second where nothing is optimised.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_that_a_report_holds_keeps_its_document_from_being_made(
        text in anything(),
        language in "[a-zA-Z-]{0,12}|ar|zh|he",
        title in anything(),
        number in -9e15..9e15_f64,
        kind in "annual|voluntary|correction|free_format|summary_sheet",
    ) {
        let mut file = file(&kind, &language, &text);
        file["laws"] = json!([{ "title": title, "link": text }]);
        file["figures"] = json!({ "funding": [{ "amount": number, "currency": title }] });
        file["label"] = title.as_str().into();
        file["cover"]["contacts"] = json!([{ "organization": text, "email": title }]);
        let pdf = Read::of(&file).pdf();
        prop_assert!(pdf.starts_with(b"%PDF-1.7"));
    }
}
