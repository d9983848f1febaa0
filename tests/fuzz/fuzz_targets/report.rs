//! Any bytes at all as a report file: read or refused, and what is read is checked to its end.
//!
//! `tests/run --long` runs it for a while, beginning with the sample reports.
#![no_main]

use std::sync::LazyLock;

use ccw_portal::domain::report::{canonical, read};
use ccw_portal::domain::validation::{Books, Observations, check};
use ccw_portal::text::{Text, finding_sentence};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

static BOOKS: LazyLock<Books> = LazyLock::new(|| Books::embedded().expect("the program's own data"));

fuzz_target!(|bytes: &[u8]| {
    match read(bytes, &BOOKS.form_sets, &BOOKS.obligations) {
        Err(faults) => assert!(!faults.is_empty() && faults.iter().all(|fault| fault.line >= 1)),
        Ok(report) => {
            let once = canonical(&report.document).expect("what is read has a canonical form");
            let again = read(&once, &BOOKS.form_sets, &BOOKS.obligations).expect("and can be read again");
            assert_eq!(again.document, report.document, "nothing is lost");
            let on = NaiveDate::from_ymd_opt(2027, 3, 31).expect("a date");
            let checked = check(BOOKS.reference(), &report, &[&again], &Observations::default(), on);
            for finding in &checked.findings {
                assert!(!finding_sentence(Text::english(), &BOOKS.register, finding).is_empty());
            }
        }
    }
});
