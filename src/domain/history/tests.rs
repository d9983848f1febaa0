//! Lists as operators bring them, whole and broken.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::domain::calendar::day;
use crate::domain::list::BadLines;
use crate::domain::regime::{FormSets, Regime, regimes};
use crate::domain::treaty::{Line, Register};

const HEADING: &str = "iso3,regime,cycle,received_on,forms,file,source\n";

/// What lists are read against here.
struct Setting {
    register: Register,
    regimes: Vec<Regime>,
    form_sets: FormSets,
}

/// Made once: the register has some thousand facts, and properties ask hundreds of times.
fn setting() -> &'static Setting {
    static SETTING: OnceLock<Setting> = OnceLock::new();
    SETTING.get_or_init(|| Setting {
        register: Register::embedded().unwrap(),
        regimes: regimes().unwrap(),
        form_sets: FormSets::embedded().unwrap(),
    })
}

impl Setting {
    fn read(&self, bytes: &[u8]) -> Result<History, BadLines> {
        let Self { register, regimes, form_sets } = self;
        read(bytes, &Facts { register, regimes, form_sets, today: day(2026, 11, 24) })
    }

    /// What is said of the bad lines under the heading.
    fn refused(&self, lines: &str) -> Vec<String> {
        let bad = self.read(format!("{HEADING}{lines}").as_bytes()).unwrap_err();
        bad.named.iter().map(ToString::to_string).collect()
    }
}

fn report(party: &str, regime: &str, cycle: i32) -> HistoricReport {
    HistoricReport {
        party: Iso3::parse(party).unwrap(),
        regime: RegimeCode::parse(regime).unwrap(),
        cycle: Cycle::new(cycle).unwrap(),
        received_on: None,
        forms: None,
        file: None,
        source: "list".into(),
    }
}

/// A list as a spreadsheet writes it.
fn written(reports: &[HistoricReport]) -> String {
    let quoted = |cell: String| match cell.contains([',', '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    };
    let line = |report: &HistoricReport| {
        let key = [report.party.to_string(), report.regime.to_string(), report.cycle.to_string()];
        let facts = report.facts().into_iter().map(|(_, value)| value);
        key.into_iter().chain(facts).map(quoted).collect::<Vec<_>>().join(",") + "\n"
    };
    HEADING.to_owned() + &reports.iter().map(line).collect::<String>()
}

#[test]
fn a_list_tells_what_is_known_and_what_is_not() {
    let list = "CHE,COMPLIANCE,2012,2012-03-30,A C,https://example.org/che-2012.pdf,\"UNODA, read in 2026\"\n\
                CHE,PV,2012,,,,archive\nCHE,APII,2012,,-,CHE 2012.pdf,archive\n";
    let history = setting().read(format!("{HEADING}{list}").as_bytes()).unwrap();
    let compliance = HistoricReport {
        received_on: Some(day(2012, 3, 30)),
        forms: Some("A C".parse().unwrap()),
        file: Some("https://example.org/che-2012.pdf".into()),
        source: "UNODA, read in 2026".into(),
        ..report("CHE", "COMPLIANCE", 2012)
    };
    let pv = HistoricReport { source: "archive".into(), ..report("CHE", "PV", 2012) };
    let apii = HistoricReport {
        forms: Some(AnsweredForms::default()),
        file: Some("CHE 2012.pdf".into()),
        source: "archive".into(),
        ..report("CHE", "APII", 2012)
    };
    assert_eq!(history, History { reports: vec![compliance, pv, apii], warnings: Vec::new() });
}

#[test]
fn lists_are_taken_as_spreadsheets_write_them() {
    let setting = setting();
    let plain = setting.read(format!("{HEADING}CHE,PV,2012,,A,,archive\n").as_bytes()).unwrap();
    let heading = HEADING.trim_end();
    for other in [
        format!("\u{feff}{heading}\r\nCHE,PV,2012,,A,,archive\r\n"),
        format!("{heading}\r\n\r\n CHE , PV,2012,,A,,archive \r\n,,,,,,\r\n\r\n"),
        format!("{heading}\n\"CHE\",\"PV\",\"2012\",\"\",\"A\",\"\",\"archive\""),
    ] {
        assert_eq!(setting.read(other.as_bytes()), Ok(plain.clone()), "{other:?}");
    }
}

#[test]
fn every_fault_is_named_with_its_line_and_column() {
    let cases = [
        ("XYZ,PV,2012,,,,a", "line 2: iso3: “XYZ” is no State of the register; expected a code such as CHE"),
        ("che,PV,2012,,,,a", "line 2: iso3: “che” is no State"),
        ("CHE,BWC,2012,,,,a", "line 2: regime: “BWC” is not known; expected one of COMPLIANCE, APII, PV"),
        ("CHE,PV,12,,,,a", "line 2: cycle: “12” is not the year of a cycle; expected the year of a cycle up to 2027"),
        ("CHE,PV,2028,,,,a", "line 2: cycle: cycle 2028 has not begun"),
        (
            "CHE,PV,2012,30.3.2012,,,a",
            "line 2: received_on: “30.3.2012” is not a date; expected a day up to 2026-11-24",
        ),
        ("CHE,PV,2012,2012-3-30,,,a", "line 2: received_on: “2012-3-30” is not a date"),
        ("CHE,PV,2012,2026-11-25,,,a", "line 2: received_on: “2026-11-25” lies in the future"),
        (
            "CHE,PV,2012,1983-12-01,,,a",
            "line 2: received_on: “1983-12-01” lies before the entry into force of the Convention, 1983-12-02",
        ),
        (
            "CHE,COMPLIANCE,2012,,A F Z,,a",
            "line 2: forms: COMPLIANCE 2012 has no form F, Z; expected letters among A B",
        ),
        ("CHE,COMPLIANCE,2012,,A A,,a", "line 2: forms: “A A” are not letters of forms, each once"),
        ("CHE,COMPLIANCE,2007,,A,,a", "line 2: forms: no forms of COMPLIANCE 2007 are known; expected nothing"),
        ("CHE,PV,2012,,,javascript:alert(1),a", "line 2: file: “javascript:alert(1)” is neither a web address"),
        ("CHE,PV,2012,,,../CHE.pdf,a", "line 2: file: “../CHE.pdf” is neither"),
        ("CHE,PV,2012,,,,", "line 2: source: there is nothing; expected where the line was read"),
        ("CHE,PV,2012,,,Sample 3.pdf,a", "line 2: file: it is labelled as a sample"),
        ("CHE,PV,2012,,,,SAMPLE - NOT A FILING", "line 2: source: it is labelled as a sample"),
        ("CHE,PV,2012,,,\"a\nb\",a", "line 2: file: there is a line break"),
        ("CHE,PV,2012,,,a", "line 2: columns: there are 6 cells; expected the columns iso3,regime,cycle"),
        ("CHE", "line 2: columns: there is one cell; expected"),
        ("CHE;PV;2012;;;;a", "line 2: columns: the cells are set apart by semicolons; expected commas"),
    ];
    let setting = setting();
    for (line, expected) in cases {
        let said = setting.refused(line);
        assert!(matches!(&said[..], [only] if only.starts_with(expected)), "{line}: {said:?}");
    }
    let long = setting.refused(&format!("CHE,PV,2012,,,,{}", "ü".repeat(1_001)));
    assert_eq!(long, ["line 2: source: the text is too long; expected up to 1000 characters"]);
}

#[test]
fn the_edges_of_what_is_possible_are_taken() {
    let edges = "CHE,COMPLIANCE,2008,1983-12-02,A B C D E,,a\nCHE,PV,2027,2026-11-24,,http://example.org/a,a\n\
                 CHE,COMPLIANCE,2007,,,,a\n";
    let history = setting().read(format!("{HEADING}{edges}").as_bytes()).unwrap();
    assert_eq!((history.reports.len(), history.warnings), (3, Vec::new()));
}

#[test]
fn all_bad_lines_are_named_at_once_and_many_are_counted() {
    let setting = setting();
    let said =
        setting.refused("XYZ,BWC,12,,,,a\nCHE,PV,2012,,,,a\n\n\"AUT\",PV,2012,,,,\"two\r\nlines\"\r\nCHE,PV,x,,,,a\n");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].contains("iso3: ") && said[0].contains("regime: ") && said[0].contains("cycle: "), "{said:?}");
    assert!(said[1].starts_with("line 5: source: ") && said[2].starts_with("line 7: cycle: "), "{said:?}");
    let many = HEADING.to_owned() + &"XYZ,PV,2012,,,,a\n".repeat(70);
    let bad = setting.read(many.as_bytes()).unwrap_err();
    assert_eq!((bad.named.len(), bad.more), (50, 20));
}

#[test]
fn a_report_that_stands_twice_is_named_with_both_lines() {
    let said = setting().refused("CHE,PV,2012,,,,a\nCHE,PV,2013,,,,a\nCHE,PV,2012,nonsense,,,b\n");
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("line 4: received_on: "), "{said:?}");
    assert!(said[0].contains("CHE PV 2012 stands in line 2 already, and again in line 4"), "{said:?}");
}

#[test]
fn what_is_no_list_is_refused_as_a_whole() {
    let setting = setting();
    let semicolons = HEADING.replace(',', ";");
    for (bytes, expected) in [
        (b"".to_vec(), "line 1: heading: it does not name the columns; expected iso3,regime,cycle,"),
        (b"CHE,PV,2012,,,,a\n".to_vec(), "line 1: heading: it does not name the columns"),
        (semicolons.into_bytes(), "line 1: heading: the columns are set apart by semicolons; expected iso3,regime"),
        (HEADING.replace(',', "\t").into_bytes(), "line 1: heading: the columns are set apart by tabs"),
        (HEADING.as_bytes().to_vec(), "line 1: list: there is not one report; expected a list that was not cut"),
        (
            [HEADING.as_bytes(), b"CHE,PV,2012,,,,a\nCHE,PV,2013,,,,Gen\xe8ve\n"].concat(),
            "line 3: list: it is not UTF-8",
        ),
    ] {
        let bad = setting.read(&bytes).unwrap_err();
        let said: Vec<_> = bad.named.iter().map(ToString::to_string).collect();
        assert!(matches!(&said[..], [only] if only.starts_with(expected)), "{expected}: {said:?}");
    }
}

#[test]
fn a_cycle_in_which_the_state_was_not_bound_is_a_warning() {
    // Trinidad and Tobago is bound by Protocol V since 29 January 2025, in cycle 2025.
    let lines = "TTO,PV,2024,,,,a\nTTO,PV,2025,,,,a\nCHE,APII,1998,,,,a\nCHE,APII,1999,,,,a\n";
    let history = setting().read(format!("{HEADING}{lines}").as_bytes()).unwrap();
    let said: Vec<_> = history.warnings.iter().map(ToString::to_string).collect();
    let expected = ["P-V did not bind TTO in cycle 2024 (PV)", "AP-II did not bind CHE in cycle 1998 (APII)"];
    assert_eq!(said, [format!("line 2: {}", expected[0]), format!("line 4: {}", expected[1])]);
    assert_eq!(history.reports.len(), 4);
}

#[test]
fn a_difference_adds_and_changes_and_takes_nothing_away() {
    let held = [report("CHE", "PV", 2012), report("CHE", "PV", 2013), report("AUT", "PV", 2012)];
    let known = HistoricReport { forms: Some("A B".parse().unwrap()), ..report("CHE", "PV", 2013) };
    let listed = [known.clone(), report("CHE", "PV", 2012), report("CHE", "PV", 2014)];
    let found = difference(&held, &listed);
    assert_eq!(found.added, [report("CHE", "PV", 2014)]);
    assert_eq!(found.changed, [(report("CHE", "PV", 2013), known)]);
    assert_eq!((found.unchanged, found.kept, found.is_empty()), (1, 1, false));
    let added: Vec<_> = found.describe_added().collect();
    assert_eq!(added, ["+ CHE PV 2014: received_on “”; forms “”; file “”; source “list”"]);
    assert_eq!(found.describe_changed().collect::<Vec<_>>(), ["~ CHE PV 2013: forms “” -> “A B”"]);
    assert!(difference(&held, &held).is_empty() && difference(&held, &[]).is_empty());
}

/// A cell of free text: no sample label, nothing around it that is trimmed.
fn words() -> impl Strategy<Value = String> {
    "[ -~à-ÿ一-丁]{1,30}"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not a text of a list", |text| !text.is_empty() && !text.to_lowercase().contains("sample"))
}

fn any_report() -> impl Strategy<Value = HistoricReport> {
    let key = (
        prop::sample::select(vec!["CHE", "AUT", "TTO", "LAO"]),
        prop::sample::select(vec!["COMPLIANCE", "APII", "PV"]),
        2008i32..=2027,
    );
    let day = prop::option::of((0u64..15_000).prop_map(|days| day(1983, 12, 2) + chrono::Days::new(days)));
    let forms = prop::option::of(prop::sample::subsequence(vec!["A", "B", "C", "D", "E"], 0..=5));
    let file = prop::option::of(words().prop_map(|name| name.replace(['/', '\\', ':'], "-")));
    (key, day, forms, file, words()).prop_map(|((party, regime, cycle), received_on, letters, file, source)| {
        let spelled = |letters: Vec<&str>| if letters.is_empty() { "-".to_owned() } else { letters.join(" ") };
        let forms = letters.map(|letters| spelled(letters).parse().unwrap());
        HistoricReport { received_on, forms, file, source, ..report(party, regime, cycle) }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(reports in prop::collection::vec(any_report(), 1..12)) {
        let mut seen = BTreeSet::new();
        let reports: Vec<_> = reports.into_iter().filter(|report| seen.insert(report.key())).collect();
        let read = setting().read(written(&reports).as_bytes());
        prop_assert_eq!(read.map(|history| history.reports), Ok(reports));
    }

    #[test]
    fn anything_is_read_or_refused_in_words(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let refused = setting().read(&bytes);
        prop_assert!(refused.is_err_and(|bad| !bad.named.is_empty()));
    }

    #[test]
    fn anything_under_the_heading_is_read_or_refused(text in "([A-Z,;\"\r\n\u{feff} 0-9-]|CHE,PV,2012,,|\\PC){0,60}") {
        let list = format!("{HEADING}{text}");
        let lines = list.matches(['\r', '\n']).count() + 1;
        if let Err(bad) = setting().read(list.as_bytes()) {
            prop_assert!(bad.named.iter().all(|bad| (1..=lines).contains(&bad.line) && !bad.faults.is_empty()));
        }
    }
}
