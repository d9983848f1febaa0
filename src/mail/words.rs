//! What a letter says: what happened, what to do next and until when, and one link.

use chrono::{DateTime, Utc};

use super::reminding;
use crate::clock::OFFICE_TIME;
use crate::domain::code::Iso3;
use crate::domain::letter::{Beside, InvitedAs, Letter, Matter};
use crate::domain::report::ReportReference;
use crate::text::Text;

/// A letter in sentences.
pub(super) struct Words {
    pub(super) language: &'static str,
    /// Of the page the link leads to, and of the message.
    pub(super) subject: String,
    pub(super) site: String,
    pub(super) greeting: String,
    /// What happened, and what to do next.
    pub(super) paragraphs: Vec<String>,
    /// Reports that the letter is about, where there may be several.
    pub(super) reports: Vec<Line>,
    /// What somebody may have to quote: name and value.
    pub(super) facts: Vec<(String, String)>,
    pub(super) link_name: String,
    pub(super) link: String,
    /// Another link, for those who do not sign in: name and address.
    pub(super) answer: Option<(String, String)>,
    pub(super) closing: String,
    /// Why the letter came.
    pub(super) why: String,
    /// Of a letter that asks for nothing.
    pub(super) courtesy: Option<Courtesy>,
}

/// That a letter asks for nothing, and how to get no more like it.
pub(super) struct Courtesy {
    pub(super) said: String,
    pub(super) link_name: String,
    pub(super) link: String,
}

/// A report in a letter.
pub(super) struct Line {
    pub(super) title: String,
    /// Since when, and on what ground it is asked for.
    pub(super) reason: String,
    /// Until when, and how far it is.
    pub(super) state: String,
}

impl Words {
    /// The letter in the catalogue's language; `name_of` names the State a report is of, or a role is held for.
    pub(super) fn of_letter(
        t: &'static Text,
        letter: &Letter,
        (name, name_of): (&str, &dyn Fn(Iso3) -> String),
        (recipient, public_url): (&str, &str),
    ) -> Self {
        let courtesy = letter.courtesy.as_ref().map(|path| Courtesy {
            said: t.say("letter-courtesy"),
            link_name: t.say("letter-courtesy-link"),
            link: format!("{public_url}{path}"),
        });
        let about = About { t, matter: &letter.matter, name, name_of, recipient, public_url };
        Self { courtesy, ..Self::of(about) }
    }

    /// What it is about.
    fn of(about: About<'_>) -> Self {
        if let Some(words) = as_written(about).or_else(|| reminding::words(about)) {
            return words;
        }
        let About { t, matter, name_of, .. } = about;
        let state = about.state();
        let state = state.as_str();
        let kind = matter.key();
        let reference = reference_in(matter);
        let report = report_of(reference).map_or_else(String::new, |report| {
            let regime = t.regime(report.regime);
            t.with_all("letter-report", [("regime", regime.into()), ("cycle", report.cycle.to_string().into())])
        });
        let form = match matter {
            Matter::Question { form, .. }
            | Matter::Answer { form, .. }
            | Matter::AnswerRecorded { form, .. }
            | Matter::AnswerTakenBack { form, .. } => form.as_deref().unwrap_or("none"),
            _ => "none",
        };
        let by = match matter {
            Matter::Receipt { submitted_by, .. } if !submitted_by.is_empty() => submitted_by.as_str(),
            _ => "empty",
        };
        let (beside, roles) = match matter {
            Matter::Receipt { beside, .. } => (beside.as_ref(), None),
            Matter::Invitation { roles, .. } => (None, Some(roles.as_slice())),
            _ => (None, None),
        };
        let roles = roles.filter(|roles| !roles.is_empty()).map(|roles| in_running_text(t, roles, name_of));
        let roles = roles.as_deref().unwrap_or("empty");
        let version = beside.map(|beside| beside.version).unwrap_or_default();
        let day = match (matter, beside) {
            (Matter::FiledOnBehalf { received_on, .. } | Matter::AnswerRecorded { received_on, .. }, _)
            | (_, Some(Beside { received_on, .. })) => *received_on,
            _ => moment(matter).date_naive(),
        };
        let filing = match matter {
            Matter::FiledOnBehalf { filing, .. } | Matter::Arrived { filing, .. } | Matter::Receipt { filing, .. } => {
                filing.as_str()
            }
            _ => "first",
        };
        let role = match matter {
            Matter::Appointed { role, .. } => {
                let name = t.say(&format!("role-{}", role.replace('_', "-")));
                if state.is_empty() { name } else { format!("{name}{}{state}", t.say("list-comma")) }
            }
            _ => String::new(),
        };
        let shown = match matter {
            Matter::Published { is_closed: true, .. } => "nothing",
            _ => "open",
        };
        let regime = report_of(reference).map(|report| report.regime.to_string()).unwrap_or_default();
        let say = |what: &str| {
            let parameters = [
                ("shown", shown.into()),
                ("regime", regime.as_str().into()),
                ("state", state.into()),
                ("report", report.as_str().into()),
                ("reference", reference.into()),
                ("form", form.into()),
                ("by", by.into()),
                ("filing", filing.into()),
                ("role", role.as_str().into()),
                ("roles", roles.into()),
                ("version", version.into()),
                ("date", t.date(day).into()),
                ("when", t.instant(moment(matter)).into()),
                ("geneva", t.office_time(moment(matter).with_timezone(&OFFICE_TIME).naive_local()).into()),
            ];
            t.with_all(&format!("letter-{kind}-{what}"), parameters)
        };
        let facts = match matter {
            Matter::Receipt { submission, sha256, .. } | Matter::FiledOnBehalf { submission, sha256, .. } => {
                vec![(t.say("letter-reference"), submission.clone()), (t.say("letter-digest"), sha256.clone())]
            }
            _ if reference.is_empty() => Vec::new(),
            _ => vec![(t.say("letter-reference"), reference.to_owned())],
        };
        let link_name = t.say(&format!("letter-{kind}-link"));
        Self { facts, ..about.words(say("subject"), vec![say("said"), say("next")], link_name) }
    }
}

/// What a letter is about, and what it is written with.
#[derive(Clone, Copy)]
pub(super) struct About<'l> {
    pub(super) t: &'static Text,
    pub(super) matter: &'l Matter,
    /// Of whom it is to.
    name: &'l str,
    /// Names a State.
    name_of: &'l dyn Fn(Iso3) -> String,
    recipient: &'l str,
    pub(super) public_url: &'l str,
}

impl About<'_> {
    /// The name of the State that the letter is about; empty where it is about none.
    pub(super) fn state(self) -> String {
        state_of(self.matter, self.name_of)
    }

    /// What stands in every letter, with what it says itself.
    pub(super) fn words(self, subject: String, paragraphs: Vec<String>, link_name: String) -> Words {
        let Self { t, matter, name, recipient, public_url, .. } = self;
        let nobody = name.is_empty();
        Words {
            language: t.language(),
            subject,
            site: t.say("site-name"),
            greeting: if nobody { t.say("letter-greeting-nobody") } else { t.with("letter-greeting", "name", name) },
            paragraphs,
            reports: Vec::new(),
            facts: Vec::new(),
            link_name,
            link: format!("{public_url}{}", matter.path()),
            answer: None,
            closing: t.say("letter-closing"),
            why: t.with("letter-why", "address", recipient),
            courtesy: None,
        }
    }
}

/// The subject of a letter; `name_of` names the State it is about.
pub fn subject(t: &'static Text, letter: &Letter, name_of: impl Fn(Iso3) -> String) -> String {
    let (matter, name) = (&letter.matter, letter.name.as_str());
    Words::of(About { t, matter, name, name_of: &name_of, recipient: "", public_url: "" }).subject
}

/// The name of the State that a letter is about; empty where it is about none.
pub(super) fn state_of(matter: &Matter, name_of: &dyn Fn(Iso3) -> String) -> String {
    party_in(matter).map(name_of).unwrap_or_default()
}

/// *national focal point of Switzerland and reader of circulated reports for Norway*.
fn in_running_text(t: &Text, roles: &[InvitedAs], name_of: &dyn Fn(Iso3) -> String) -> String {
    let held = |one: &InvitedAs| {
        let party = one.party.as_deref().and_then(|party| Iso3::parse(party).ok());
        t.role_held(&one.role, &party.map(name_of).unwrap_or_default())
    };
    t.list(&roles.iter().map(held).collect::<Vec<_>>())
}

/// What somebody at the secretariat wrote, word for word.
fn as_written(about: About<'_>) -> Option<Words> {
    let Matter::Notice { subject, words, .. } = about.matter else { return None };
    let paragraphs = words.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    Some(about.words(subject.clone(), paragraphs.map(str::to_owned).collect(), about.t.say("letter-notice-link")))
}

/// The report or the submission that a letter is about; empty for letters about accounts.
fn reference_in(matter: &Matter) -> &str {
    match matter {
        Matter::Invitation { .. }
        | Matter::Reset { .. }
        | Matter::Appointed { .. }
        | Matter::Reminder { .. }
        | Matter::TakesEffect { .. }
        | Matter::StillContact { .. }
        | Matter::Notice { .. }
        | Matter::Handover { .. } => "",
        Matter::Question { reference, .. }
        | Matter::Answer { reference, .. }
        | Matter::AnswerRecorded { reference, .. }
        | Matter::AnswerTakenBack { reference, .. }
        | Matter::Remark { reference, .. }
        | Matter::ClearanceAsked { reference, .. }
        | Matter::ClearanceGiven { reference, .. }
        | Matter::ClearanceReturned { reference, .. }
        | Matter::ClearanceWithdrawn { reference, .. } => reference,
        Matter::Receipt { submission, .. }
        | Matter::FiledOnBehalf { submission, .. }
        | Matter::Arrived { submission, .. }
        | Matter::Withdrawn { submission, .. }
        | Matter::Recalled { submission, .. }
        | Matter::Misfiled { submission, .. }
        | Matter::CorrectionRequested { submission, .. }
        | Matter::Circulated { submission, .. }
        | Matter::Published { submission, .. } => submission,
    }
}

/// The report of a reference, with or without a version.
pub(super) fn report_of(reference: &str) -> Option<ReportReference> {
    let report = reference.split_once('.').map_or(reference, |(report, _version)| report);
    report.parse().ok()
}

/// The State that a letter is about.
pub(super) fn party_in(matter: &Matter) -> Option<Iso3> {
    match matter {
        Matter::Appointed { party, .. } => Iso3::parse(party.as_ref()?).ok(),
        Matter::Reminder { party, .. }
        | Matter::TakesEffect { party, .. }
        | Matter::StillContact { party, .. }
        | Matter::Handover { party, .. } => Iso3::parse(party).ok(),
        _ => report_of(reference_in(matter)).map(|report| report.party),
    }
}

/// The moment that a letter names: when its link ends, or when a report was received.
fn moment(matter: &Matter) -> DateTime<Utc> {
    match matter {
        Matter::Invitation { expires_at, .. } | Matter::Reset { expires_at, .. } => *expires_at,
        Matter::Receipt { submitted_at, .. } | Matter::Arrived { submitted_at, .. } => *submitted_at,
        _ => DateTime::UNIX_EPOCH,
    }
}
