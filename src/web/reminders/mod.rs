//! Letters to come, as the secretariat sees them: the plan, one message of it, the release, and notes verbales.

mod index;
mod message;
mod note;
mod recipients;
mod release;
mod states;

pub(super) use index::{Line, index, planned};
pub(super) use message::{decide, show};
pub(super) use note::note;
pub(super) use release::{ask as ask_release, release};

use super::Site;
use super::error::PageError;
use super::session::WorkError;
use crate::app::reminding::{DecideError, Message};
use crate::domain::calendar::Cycle;
use crate::domain::code::{Iso3, RegimeCode};
use crate::domain::reminder::{Progress, Subject};
use crate::text::Text;

const ADDRESS: &str = "/secretariat/reminders";

impl From<DecideError> for WorkError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NotPlanned | DecideError::NotNow => Self::Page(PageError::Stale),
            DecideError::Store(error) => Self::Store(error),
            DecideError::Other(error) => Self::Other(error),
        }
    }
}

/// A State as pages name it.
pub(super) fn name_of_state(site: &Site, party: Iso3) -> String {
    let edition = site.portal.edition();
    edition.register.state(party).map_or_else(|| party.to_string(), |state| state.short_name_en.clone())
}

/// A step as people call it.
pub(super) fn name_of_step(t: &Text, step: &str) -> String {
    t.say(&format!("step-{}", step.replace(' ', "-")))
}

/// *Compliance and Protocol V, 2027*; what enters into force; or that it is about the recipient.
fn subject(t: &Text, message: &Message) -> String {
    match message.of {
        Subject::Annual | Subject::Initial => reports(t, &message.regimes, message.cycle),
        Subject::NewRegime => t.with("reminders-of-regime", "regimes", names(t, &message.regimes)),
        Subject::Contact => t.say("reminders-of-contact"),
    }
}

fn reports(t: &Text, regimes: &[RegimeCode], cycle: Cycle) -> String {
    if regimes.is_empty() {
        return t.say("reminders-of-contact");
    }
    t.with_all("reminders-reports", [("regimes", names(t, regimes).into()), ("cycle", cycle.to_string().into())])
}

fn names(t: &Text, regimes: &[RegimeCode]) -> String {
    t.list(&regimes.iter().map(|code| t.regime(*code)).collect::<Vec<_>>())
}

/// How far the reports are: a shape and a word, with the regime where they differ. Nothing where it is about none.
fn progress(t: &Text, message: &Message) -> Vec<(&'static str, String)> {
    if !matches!(message.of, Subject::Annual | Subject::Initial) {
        return Vec::new();
    }
    let word = |progress: Progress| t.say(&format!("reminder-progress-{}", progress.key()));
    let class = |progress: Progress| match progress {
        Progress::NotStarted => "due",
        Progress::Draft | Progress::Returned => "draft",
        Progress::AwaitingClearance => "wait",
        Progress::Filed => "in",
    };
    match message.progress.split_first() {
        None => Vec::new(),
        Some((first, others)) if others.iter().all(|other| other == first) => vec![(class(*first), word(*first))],
        Some(_) => message
            .regimes
            .iter()
            .zip(&message.progress)
            .map(|(regime, progress)| (class(*progress), format!("{}: {}", t.regime(*regime), word(*progress))))
            .collect(),
    }
}

/// Where one message is looked at.
fn address_of(key: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("key", key).finish();
    format!("{ADDRESS}/letter?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reminder::Steps;

    #[test]
    fn every_step_has_a_name() {
        let (t, steps) = (Text::english(), Steps::embedded().unwrap());
        for of in [Subject::Annual, Subject::Initial, Subject::NewRegime, Subject::Contact] {
            for step in steps.of(of) {
                assert!(!name_of_step(t, &step.name).starts_with("step-"), "{}", step.name);
            }
        }
    }
}
