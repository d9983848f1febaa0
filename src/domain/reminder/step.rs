//! The steps, read from `steps.toml`.

use serde::Deserialize;

use crate::domain::access::Role;

const STEPS: &str = include_str!("steps.toml");

/// What the days of a step are counted from, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A regular report; from its due date.
    Annual,
    /// The first report of a regime; from the entry into force.
    Initial,
    /// An instrument that brings a report; from its entry into force.
    NewRegime,
    /// A person at a State's desk; from their last confirmation.
    Contact,
}

impl Subject {
    /// Its word in data and text keys.
    pub fn key(self) -> &'static str {
        match self {
            Self::Annual => "annual",
            Self::Initial => "initial",
            Self::NewRegime => "new-regime",
            Self::Contact => "contact",
        }
    }
}

/// When a letter is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// No report stands.
    NotFiled,
    /// No report stands, and somebody has begun to write one.
    NotFiledAndDrafted,
    /// In any case.
    Always,
    /// The contact has not been confirmed since.
    NotConfirmed,
}

/// One letter that may have to go out, in days around a date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// As people and data call it.
    pub name: String,
    /// What it is about.
    pub of: Subject,
    /// Days after the date it is counted from; before it when negative.
    pub days: i64,
    /// Whom it goes to.
    #[serde(deserialize_with = "roles")]
    pub recipients: Vec<Role>,
    /// When it goes out.
    pub when: Condition,
    /// Nothing is lost without it: whoever wants no such letters gets none.
    #[serde(default)]
    pub courtesy: bool,
}

/// All steps, those of a subject in the order of their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    version: u32,
    steps: Vec<Step>,
}

/// The file is not a list of steps.
#[derive(Debug, thiserror::Error)]
pub enum StepsError {
    /// It is not written as one.
    #[error("steps.toml: {0}")]
    Toml(#[from] toml::de::Error),
    /// Two steps of a subject have the same name, or fall on the same day.
    #[error("steps.toml: “{0}” is there twice, or shares its day")]
    Twice(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    step: Vec<Step>,
}

fn roles<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Role>, D::Error> {
    let role = |key: String| {
        let role = Role::from_key(&key).filter(|role| role.is_at_desk());
        role.ok_or_else(|| serde::de::Error::custom(format!("“{key}” is no role at a State's desk")))
    };
    Vec::<String>::deserialize(from)?.into_iter().map(role).collect()
}

impl Steps {
    /// The steps that come with the program.
    pub fn embedded() -> Result<Self, StepsError> {
        Self::from_toml(STEPS)
    }

    /// Reads steps.
    pub fn from_toml(text: &str) -> Result<Self, StepsError> {
        let File { version, step: mut steps } = toml::from_str(text)?;
        steps.sort_by_key(|step| (step.of, step.days));
        for step in &steps {
            let is_alike = |other: &&Step| other.of == step.of && (other.name == step.name || other.days == step.days);
            if steps.iter().filter(is_alike).count() > 1 {
                return Err(StepsError::Twice(step.name.clone()));
            }
        }
        Ok(Self { version, steps })
    }

    /// Counts up when steps change.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The steps of a subject, in the order of their days.
    pub fn of(&self, subject: Subject) -> impl DoubleEndedIterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.of == subject)
    }

    /// The steps whose letters ask for nothing.
    pub fn courtesies(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.courtesy)
    }

    /// The earliest and the latest day of a subject's steps, counted from its date.
    pub(super) fn reach(&self, subject: Subject) -> (i64, i64) {
        let days = || self.of(subject).map(|step| step.days);
        (days().min().unwrap_or_default(), days().max().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_that_come_with_the_program_are_in_order() {
        let steps = Steps::embedded().unwrap();
        let annual: Vec<_> = steps.of(Subject::Annual).map(|step| step.days).collect();
        assert_eq!(annual, [-120, -60, -30, -14, -7, -1, 1, 30, 150]);
        assert_eq!(steps.of(Subject::Initial).count(), 5);
        assert_eq!(steps.reach(Subject::Initial), (0, 181));
        let courtesies: Vec<_> = steps.courtesies().map(|step| step.name.as_str()).collect();
        assert_eq!(courtesies, ["first reminder", "before the meetings", "half-way", "a consent takes effect"]);
    }

    #[test]
    fn what_is_no_step_is_refused() {
        let step = "version = 1\n[[step]]\nname = \"a\"\nof = \"annual\"\ndays = 1\nrecipients = [\"focal_point\"]\nwhen = \"always\"\n";
        assert!(Steps::from_toml(step).is_ok());
        let twice = format!("{step}{}", step.trim_start_matches("version = 1\n"));
        assert!(matches!(Steps::from_toml(&twice), Err(StepsError::Twice(name)) if name == "a"));
        for other in [
            step.replace("focal_point", "desk_officer"),
            step.replace("focal_point", "clearance_contact"),
            step.replace("always", "often"),
            String::new(),
        ] {
            assert!(matches!(Steps::from_toml(&other), Err(StepsError::Toml(_))), "{other}");
        }
    }
}
