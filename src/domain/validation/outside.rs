//! Lists from outside the Convention that an operator may give: who is a party to the mine-ban convention, and how
//! many people live in a State. Without a list the rules that look at it are silent.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::observations::{MineBan, Observations, Population};
use crate::domain::code::Iso3;

/// The lists, each empty where it is not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outside {
    mine_ban: BTreeMap<Iso3, MineBan>,
    population: BTreeMap<Iso3, Population>,
}

/// A list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct ListError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong, and what is expected.
    pub why: String,
}

/// Days of a list are written so.
const DAY: &str = "%Y-%m-%d";

impl Outside {
    /// The same with the parties to the mine-ban convention: CSV with `iso3,in_force_on,as_of,source`.
    pub fn with_mine_ban_parties(mut self, csv: &str) -> Result<Self, ListError> {
        let lines = read(csv, "in_force_on", "a day such as 1999-03-01", day)?;
        self.mine_ban =
            lines.into_iter().map(|(party, (in_force_on, as_of))| (party, MineBan { in_force_on, as_of })).collect();
        Ok(self)
    }

    /// The same with populations: CSV with `iso3,people,as_of,source`.
    pub fn with_population(mut self, csv: &str) -> Result<Self, ListError> {
        let people = |text: &str| text.parse::<u32>().ok().filter(|people| *people > 0);
        let lines = read(csv, "people", "a whole number such as 7500000", people)?;
        self.population =
            lines.into_iter().map(|(party, (people, as_of))| (party, Population { people, as_of })).collect();
        Ok(self)
    }

    /// What the lists say of a State, and nothing else.
    pub fn seen_of(&self, party: Iso3) -> Observations {
        Observations {
            mine_ban: self.mine_ban.get(&party).copied(),
            population: self.population.get(&party).copied(),
            ..Observations::default()
        }
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, DAY).ok().filter(|day| day.format(DAY).to_string() == text)
}

/// Lines of a State, its value, the day of the statement and where it was read.
fn read<T>(
    csv: &str,
    column: &str,
    expected: &str,
    value: impl Fn(&str) -> Option<T>,
) -> Result<BTreeMap<Iso3, (T, NaiveDate)>, ListError> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let line_of = |error: &csv::Error| error.position().map_or(1, csv::Position::line);
    let unreadable = |error: csv::Error| ListError { line: line_of(&error), why: error.to_string() };
    let header = ["iso3", column, "as_of", "source"];
    if !reader.headers().map_err(unreadable)?.iter().eq(header) {
        return Err(ListError { line: 1, why: format!("the header is not {}", header.join(",")) });
    }
    let mut found = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(1, csv::Position::line);
        let field = |place: usize| record.get(place).unwrap_or_default();
        let wrong = |column: &str, given: &str, expected: &str| {
            let given: String = given.chars().take(40).collect();
            ListError { line, why: format!("{column}: “{given}” is not {expected}") }
        };
        let party =
            Iso3::parse(field(0)).map_err(|_error| wrong("iso3", field(0), "the code of a State such as CHE"))?;
        let value = value(field(1)).ok_or_else(|| wrong(column, field(1), expected))?;
        let as_of = day(field(2)).ok_or_else(|| wrong("as_of", field(2), "a day such as 2026-11-01"))?;
        if field(3).is_empty() {
            return Err(ListError { line, why: "source is empty; say where the line was read".into() });
        }
        if found.insert(party, (value, as_of)).is_some() {
            return Err(ListError { line, why: format!("{party} stands twice") });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PARTIES: &str = "iso3,in_force_on,as_of,source\nHRV,1999-03-01,2026-11-01,\"list of the United Nations\"\n";

    #[test]
    fn a_list_tells_of_its_states_alone() {
        let population = "\u{feff}iso3,people,as_of,source\nLAO, 7529000 ,2026-07-01,estimate\n";
        let outside = Outside::default().with_mine_ban_parties(PARTIES).unwrap().with_population(population).unwrap();
        let seen = |party: &str| outside.seen_of(party.parse().unwrap());
        assert_eq!(seen("HRV").mine_ban.unwrap().in_force_on.to_string(), "1999-03-01");
        assert_eq!(seen("LAO").population.unwrap().people, 7_529_000);
        assert_eq!(seen("CHE"), Observations::default());
        assert_eq!(Outside::default().with_population("iso3,people,as_of,source\n"), Ok(Outside::default()));
    }

    #[test]
    fn a_line_that_cannot_be_used_is_named() {
        let parties = |line: &str| format!("{PARTIES}{line}\n");
        for (csv, expected) in [
            (String::new(), "line 1: the header is not iso3,in_force_on,as_of,source"),
            ("iso3,people,as_of,source\n".into(), "line 1: the header is not iso3,in_force_on,as_of,source"),
            (
                parties("Croatia,1999-03-01,2026-11-01,list"),
                "line 3: iso3: “Croatia” is not the code of a State such as CHE",
            ),
            (
                parties("CHE,1.3.1999,2026-11-01,list"),
                "line 3: in_force_on: “1.3.1999” is not a day such as 1999-03-01",
            ),
            (parties("CHE,1999-03-01,,list"), "line 3: as_of: “” is not a day such as 2026-11-01"),
            (parties("CHE,1999-03-01,2026-11-01,  "), "line 3: source is empty; say where the line was read"),
            (parties("HRV,1999-03-01,2026-11-01,list"), "line 3: HRV stands twice"),
        ] {
            let error = Outside::default().with_mine_ban_parties(&csv).unwrap_err();
            assert_eq!(error.to_string(), expected, "{csv}");
        }
        let short = Outside::default().with_mine_ban_parties(&parties("CHE,1999-03-01")).unwrap_err();
        assert_eq!(short.line, 3, "{short}");
        for people in ["0", "-1", "1.5", "about a million", "99999999999"] {
            let csv = format!("iso3,people,as_of,source\nCHE,{people},2026-07-01,estimate\n");
            assert_eq!(Outside::default().with_population(&csv).unwrap_err().line, 2, "{people}");
        }
    }

    proptest! {
        #[test]
        fn no_file_stops_it(text in "\\PC{0,80}", line in "[A-Z]{0,4},[0-9-]{0,12},[0-9-]{0,12},[a-z\",]{0,5}") {
            let _ = Outside::default().with_mine_ban_parties(&text);
            let _ = Outside::default().with_population(&format!("iso3,people,as_of,source\n{line}\n{line}"));
        }
    }
}
