//! `import history`, run as its users run it.

use std::path::Path;

use ccw_portal::store::historic_reports::list_historic_reports;

use crate::support::database::{TestDatabase, engine};
use crate::support::office::Office;
use crate::support::program::run;

const HEADING: &str = "iso3,regime,cycle,received_on,forms,file,source\n";

/// How many reports are held.
fn held(office: &Office) -> usize {
    office.database.store().read(list_historic_reports).unwrap().len()
}

#[test]
fn a_list_is_shown_before_it_is_applied_and_only_once() {
    let office = Office::new();
    let list = format!("\u{feff}{HEADING}CHE,PV,2012,2012-03-30,A B,che.pdf,archive\nCHE,PV,2013,,,,archive\n");
    let shown = "+ CHE PV 2012: received_on “2012-03-30”; forms “A B”; file “che.pdf”; source “archive”\n\
                 + CHE PV 2013: received_on “”; forms “”; file “”; source “archive”\n\
                 historic reports: 2 added, 0 changed, 0 unchanged; 0 held and not in the file: kept\n";
    let nothing = "nothing was changed; add --apply to change the database\n";
    assert_eq!(office.import("history", &list, &[]), (0, format!("{shown}{nothing}"), String::new()));
    assert_eq!(held(&office), 0);
    assert_eq!(office.import("history", &list, &["--apply"]), (0, format!("{shown}applied\n"), String::new()));
    let same = "historic reports: 0 added, 0 changed, 2 unchanged; 0 held and not in the file: kept\nno differences\n";
    assert_eq!(office.import("history", &list, &["--apply"]), (0, same.to_owned(), String::new()));

    let corrected = format!("{HEADING}CHE,PV,2013,2013-04-02,-,,archive\n");
    let (code, out, err) = office.import("history", &corrected, &["--apply"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let changed = "~ CHE PV 2013: received_on “” -> “2013-04-02”; forms “” -> “-”\n\
                   historic reports: 0 added, 1 changed, 0 unchanged; 1 held and not in the file: kept\napplied\n";
    assert_eq!(out, changed);
    assert_eq!(held(&office), 2);
}

#[test]
fn one_bad_line_changes_nothing_and_every_one_is_named() {
    let office = Office::new();
    let lines = "CHE,PV,2012,,,,archive\nXYZ,PV,2012,,,,archive\nCHE,PV,2013,,Q,,archive\nCHE,PV,2012,,,,archive\n";
    let (code, out, err) = office.import("history", format!("{HEADING}{lines}"), &["--apply"]);
    assert_eq!((code, out.as_str(), held(&office)), (2, "", 0), "{err}");
    let said: Vec<_> = err.lines().collect();
    assert_eq!(said.len(), 3, "{err}");
    assert!(said[0].contains("list.csv: line 3: iso3: “XYZ” is no State"), "{err}");
    assert!(said[1].contains("list.csv: line 4: forms: PV 2013 has no form Q; expected letters among A B"), "{err}");
    assert!(said[2].contains("line 5: ") && said[2].contains("line 2 already, and again in line 5"), "{err}");

    let many = HEADING.to_owned() + &"XYZ,PV,2012,,,,a\n".repeat(70);
    let (code, _, err) = office.import("history", many, &[]);
    assert_eq!((code, err.lines().count()), (2, 51), "{err}");
    assert!(err.ends_with("list.csv: and 20 more lines\n"), "{err}");
    for (list, expected) in [
        (HEADING.replace(',', ";"), "set apart by semicolons"),
        (format!("{HEADING}CHE,PV,2012,,,Sample.pdf,archive\n"), "labelled as a sample"),
        (String::new(), "does not name the columns"),
    ] {
        let (code, out, err) = office.import("history", &list, &["--apply"]);
        assert_eq!((code, out.as_str(), held(&office)), (2, "", 0), "{err}");
        assert!(err.contains(expected), "{err}");
    }
    let (code, _, err) = office.run(&["import", "history", &office.path("missing.csv")]);
    assert!(code == 2 && err.contains("missing.csv"), "{err}");
}

#[test]
fn a_cycle_without_the_instrument_is_taken_with_a_warning() {
    let office = Office::new();
    let (code, out, err) = office.import("history", format!("{HEADING}TTO,PV,2012,,,,archive\n"), &["--apply"]);
    assert_eq!((code, out.lines().last(), held(&office)), (0, Some("applied"), 1));
    assert_eq!(err, "ccw-portal: warning: line 2: P-V did not bind TTO in cycle 2012 (PV)\n");
}

#[test]
fn what_would_steer_a_terminal_is_made_visible() {
    let office = Office::new();
    let (code, out, _) = office.import("history", format!("{HEADING}CHE,PV,2012,,,,turned \u{202e}round\n"), &[]);
    assert_eq!(code, 0);
    assert!(out.contains("turned \\u{202e}round") && !out.contains('\u{202e}'), "{out}");
    let (code, _, err) = office.import("history", format!("{HEADING}\u{1b}[2J,PV,2012,,,,archive\n"), &[]);
    assert!(code == 2 && err.contains("\\u{1b}") && !err.contains('\u{1b}'), "{err}");
}

#[test]
fn without_tables_or_a_register_there_is_nothing_to_read_against() {
    let database = TestDatabase::blank_on(engine());
    let import = |database: &TestDatabase, file: &Path| {
        let (code, _, err) =
            run(&["import", "history", file.to_str().unwrap()], &[("DATABASE_URL", database.address())]);
        assert_eq!(code, 1, "{err}");
        err
    };
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, format!("{HEADING}CHE,PV,2012,,,,archive\n")).unwrap();
    assert!(import(&database, &list).contains("run `ccw-portal migrate`"));
    assert!(import(&TestDatabase::new(), &list).contains("import register --apply"));
}
