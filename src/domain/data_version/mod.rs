//! Versions of the rules and of form sets: what comes with the program can be put right without a new program.
//!
//! A version is the text of a data file. It is read strictly before it is kept, tried on the reports there are, and
//! then put in force. Rules that a file does not name stay as they come with the program, so that a newer program
//! brings its new rules. Filings keep the form set they answered, so a form set holds only from a cycle on for which
//! nothing was filed.

mod compare;
mod sound;

pub use compare::{Difference, differences};
pub use sound::figures_at_odds;

use super::checklist::Obligations;
use super::regime::{FormSet, FormSets};
use super::validation::{Books, RuleSet};

/// The largest file of data, in bytes; those that come with the program are a third of it.
pub const LARGEST_VERSION: usize = 256 * 1024;
/// Letters of a version's name.
const LONGEST_NAME: usize = 40;

/// What can be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataKind {
    /// The rules that read reports: one version at a time.
    Rules,
    /// The forms of a regime: a version from a cycle on.
    FormSet,
}

impl DataKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Rules, Self::FormSet];

    /// Its word in data, addresses and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::FormSet => "form-set",
        }
    }

    /// The kind of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A version as read, fit to be kept.
#[derive(Debug, Clone)]
pub enum Version {
    /// Of the rules.
    Rules(RuleSet),
    /// Of the forms of a regime.
    FormSet(FormSet),
}

impl Version {
    /// From which cycle on a form set holds.
    pub fn first_cycle(&self) -> Option<i32> {
        match self {
            Self::Rules(_) => None,
            Self::FormSet(set) => Some(set.first_cycle()),
        }
    }

    /// Reads the text of a data file; else every fault that can be told, in words for whoever wrote it.
    pub fn read(kind: DataKind, text: &str) -> Result<Self, Vec<String>> {
        if text.len() > LARGEST_VERSION {
            return Err(vec![format!("the file is larger than {LARGEST_VERSION} bytes")]);
        }
        let version = match kind {
            DataKind::Rules => toml::from_str(text).map(Self::Rules),
            DataKind::FormSet => toml::from_str(text).map(Self::FormSet),
        };
        let version = version.map_err(|error| vec![error.to_string().trim_end().to_owned()])?;
        let mut faults = version.faults()?;
        let name = version.name();
        if name.len() > LONGEST_NAME || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./-".contains(&byte))
        {
            faults.push(format!("“{name}” is no name of a version: letters, digits, points and hyphens"));
        }
        if faults.is_empty() { Ok(version) } else { Err(faults) }
    }

    /// Beside what comes with the program, of which no more is read than the kind needs.
    fn faults(&self) -> Result<Vec<String>, Vec<String>> {
        let unreadable = |error: &dyn std::fmt::Display| vec![error.to_string()];
        Ok(match self {
            Self::Rules(rules) => {
                sound::faults_of_rules(rules, &RuleSet::embedded().map_err(|error| unreadable(&error))?)
            }
            Self::FormSet(set) => {
                sound::faults_of_form_set(set, &Obligations::embedded().map_err(|error| unreadable(&error))?)
            }
        })
    }

    /// Of which kind.
    pub fn kind(&self) -> DataKind {
        match self {
            Self::Rules(_) => DataKind::Rules,
            Self::FormSet(_) => DataKind::FormSet,
        }
    }

    /// What it is called: `2`, or `APII/2028`.
    pub fn name(&self) -> String {
        match self {
            Self::Rules(rules) => rules.version.clone(),
            Self::FormSet(set) => set.name(),
        }
    }
}

/// What is told of a fault in a form set: nothing where there is none.
pub fn faults_of(set: &FormSet, obligations: &Obligations) -> Vec<String> {
    sound::faults_of_form_set(set, obligations)
}

impl Books {
    /// The same with versions in force beside or instead of what came with the program.
    #[must_use]
    pub fn with(mut self, versions: Vec<Version>) -> Self {
        let mut sets = self.form_sets.all().to_vec();
        for version in versions {
            match version {
                Version::Rules(rules) => self.rules = rules.over(&self.rules),
                Version::FormSet(set) => sets.push(set),
            }
        }
        self.form_sets = FormSets::of(sets);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Cycle;
    use crate::domain::code::RegimeCode;

    const RULES: &str = include_str!("../validation/rules.toml");
    const FORMS: &str = include_str!("../regime/form_sets/apii-1999.toml");

    fn rules(change: impl Fn(String) -> String) -> Result<Version, Vec<String>> {
        Version::read(DataKind::Rules, &change(RULES.to_owned()))
    }

    #[test]
    fn what_comes_with_the_program_is_a_version() {
        assert_eq!(rules(|text| text).unwrap().name(), RuleSet::embedded().unwrap().version);
        assert_eq!(Version::read(DataKind::FormSet, FORMS).unwrap().name(), "APII/1999");
    }

    #[test]
    fn faults_are_named() {
        let fault = |change: fn(String) -> String| rules(change).unwrap_err().join("; ");
        assert!(fault(|text| text.replace("\"G-12\"", "\"G-99\"")).contains("G-99 is no rule of this program"));
        assert!(
            fault(|text| text.replacen("version = \"3\"", "version = \"a b\"", 1)).contains("no name of a version")
        );
        assert!(fault(|text| text + "\n[[rule]]\nid = 3\n").contains("invalid type"));
        let twice = fault(|text| {
            format!(
                "{text}\n[[rule]]\nid = \"F-01\"\nsection = 0\nseverity = \"advice\"\nparameters = [\"path\"]\ncitation = \"x\"\nsource = \"y\"\n"
            )
        });
        assert!(twice.contains("F-01 holds twice"), "{twice}");
        let section = fault(|text| text.replacen("section = 0", "section = 3", 1));
        assert!(section.contains("F-01: the section is 0"), "{section}");
        let limit = fault(|text| text.replace("most_years", "least_years"));
        assert!(limit.contains("G-34") && limit.contains("most_years"), "{limit}");
        let parameter = fault(|text| text.replacen("parameters = [\"path\"]", "parameters = [\"place\"]", 1));
        assert_eq!(parameter, "F-01: there is no parameter place; the parameters are path");
        assert!(rules(|text| text.replacen("parameters = [\"path\"]", "parameters = []", 1)).is_ok());
        let large = Version::read(DataKind::Rules, &" ".repeat(LARGEST_VERSION + 1)).unwrap_err();
        assert!(large.join("").contains("larger than"));
        let forms = Version::read(DataKind::FormSet, &FORMS.replacen("letter = \"B\"", "letter = \"A\"", 1));
        assert!(forms.unwrap_err().join("").contains("letter A stands twice"));
        let unfit = |from: &str, to: &str| Version::read(DataKind::FormSet, &FORMS.replacen(from, to, 1)).unwrap_err();
        assert!(unfit("letter = \"B\"", "letter = \"b\"").join("").contains("“b” is no letter"));
        assert!(unfit("at = \"laws\"", "at = \"party\"").join("").contains("party: a form’s answers have no place"));
    }

    #[test]
    fn figures_are_asked_for_alike_by_all_form_sets() {
        let sets = FormSets::embedded().unwrap();
        assert!(sets.all().iter().all(|set| figures_at_odds(set, &sets).is_empty()));
        let other = |text: String| toml::from_str::<FormSet>(&text).unwrap();
        let at = FORMS.find("at = \"figures.").unwrap();
        let from = FORMS[at..].find("repeatable = true").map(|found| at + found).unwrap();
        let once = format!("{}repeatable = false{}", &FORMS[..from], &FORMS[from + "repeatable = true".len()..]);
        let faults = figures_at_odds(&other(once), &sets);
        assert!(faults.len() == 1 && faults[0].contains("asked for in another way"), "{faults:?}");
    }

    #[test]
    fn a_version_kept_before_figures_were_marked_repeats_none_of_another_year() {
        let version = FORMS.replacen("version = \"1999\"", "version = \"2028\"", 1).replace("of_period = true\n", "");
        let Ok(Version::FormSet(set)) = Version::read(DataKind::FormSet, &version) else { panic!("it is sound") };
        assert!(set.fields().all(|(_, field)| !field.of_period));
        let books = Books::embedded().unwrap().with(vec![Version::FormSet(set)]);
        let marked = |name: &str| {
            let set = books.form_sets.all().iter().find(|set| set.name() == name).unwrap();
            set.fields().filter(|(_, field)| field.of_period).map(|(_, field)| field.key.clone()).collect::<Vec<_>>()
        };
        assert!(!marked("APII/1999").is_empty());
        assert_eq!(marked("APII/2028"), marked("APII/1999"));
    }

    #[test]
    fn a_version_in_force_stands_beside_or_instead_of_the_own() {
        let newer = FORMS.replacen("version = \"1999\"", "version = \"2028\"", 1);
        let cycle = newer.find("first_cycle = ").unwrap();
        let end = newer[cycle..].find('\n').unwrap();
        let newer = format!("{}first_cycle = 2028{}", &newer[..cycle], &newer[cycle + end..]);
        let set = Version::read(DataKind::FormSet, &newer).unwrap();
        let rule = RULES.find("[[rule]]\nid = \"G-34\"").map(|at| RULES[at..].split("\n\n").next().unwrap()).unwrap();
        let second = rules(|_| format!("version = \"9\"\n{rule}\nlast_cycle = 2027\n")).unwrap();
        let own = Books::embedded().unwrap();
        let count = own.rules.rules().len();
        let books = own.with(vec![set, second]);
        let regime = RegimeCode::parse("APII").unwrap();
        let of = |year| books.form_sets.for_cycle(regime, Cycle::new(year).unwrap()).unwrap().name();
        assert_eq!((of(2027), of(2028)), ("APII/1999".into(), "APII/2028".into()));
        assert_eq!((books.rules.version.as_str(), books.rules.rules().len()), ("9", count));
        let holds = |id, year| books.rules.rule(id, regime, Cycle::new(year).unwrap()).is_some();
        assert_eq!((holds("G-34", 2027), holds("G-34", 2028), holds("G-33", 2028)), (true, false, true));
    }
}
