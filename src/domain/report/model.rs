//! The parts of a report. Texts are those of the State, unaltered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::classification::Classification;
use super::written_date::WrittenDate;
use crate::domain::calendar::Cycle;
use crate::domain::checklist::{ItemId, Profile};
use crate::domain::code::{Iso3, RegimeCode};

/// A report of a State under one regime for one cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The reporting State.
    pub party: Iso3,
    /// Under which regime.
    pub regime: RegimeCode,
    /// For which cycle.
    pub cycle: Cycle,
    /// What kind of filing it is.
    pub kind: FilingKind,
    /// Nothing asks for it, where its kind does not say so: of one in free format, a correction or an update.
    pub voluntary: bool,
    /// Why a correction or an update is filed.
    pub reason: Option<String>,
    /// The form set it answers, as `COMPLIANCE/2007`; where absent, the one of the cycle.
    pub form_set: Option<String>,
    /// BCP 47 tag of the language it is written in.
    pub language: Option<String>,
    /// A short summary in one of the six languages of the United Nations, where it is in none of them.
    pub translated_summary: Option<String>,
    /// What is said beside an illustration wherever it is shown.
    pub label: Option<String>,
    /// The time it reports on.
    pub period: ReportedPeriod,
    /// The day it is submitted.
    pub submitted_on: Option<WrittenDate>,
    /// The cover page.
    pub cover: Cover,
    /// The summary sheet, by form letter.
    pub summary: BTreeMap<String, SummaryLine>,
    /// Answers by form letter and field.
    pub forms: BTreeMap<String, BTreeMap<String, FieldAnswer>>,
    /// Acts of the State.
    pub laws: Vec<Law>,
    /// Money given and received.
    pub funding: Vec<Amount>,
    /// The same by recipient or project.
    pub funding_by_recipient: Vec<Amount>,
    /// Documents that come with it.
    pub attachments: Vec<Attachment>,
    /// What the State says about single items of the checklist.
    pub checklist: BTreeMap<ItemId, ItemNote>,
    /// Facts of the State given with it.
    pub profile: Profile,
    /// Where its documents speak of each form, where the secretariat has sorted it; never part of the file.
    pub classification: Option<Classification>,
    /// Members of the file that nothing here understands.
    pub unknown: Vec<String>,
    /// The whole file as read, unknown members included.
    pub document: Value,
}

impl Report {
    /// Which of several filings for one cycle comes later: corrections and updates after what they
    /// correct, then by day; what has no day yet comes last.
    pub fn turn(&self) -> (bool, bool, Option<NaiveDate>) {
        let is_further = matches!(self.kind, FilingKind::Correction | FilingKind::Update);
        let day = self.submitted_day();
        (is_further, day.is_none(), day)
    }

    /// Whether the State reports of its own will, though no instrument in force asks for it.
    pub fn is_voluntary(&self) -> bool {
        self.voluntary || self.kind == FilingKind::Voluntary
    }

    /// The day of submission, where one is given that is a date.
    pub fn submitted_day(&self) -> Option<NaiveDate> {
        self.submitted_on.as_ref()?.day
    }

    /// The answer to a field of the form with that letter.
    pub fn answer(&self, letter: &str, field: &str) -> Option<&FieldAnswer> {
        self.forms.get(letter)?.get(field)
    }

    /// The text of that answer; empty where there is none.
    pub fn text(&self, letter: &str, field: &str) -> &str {
        self.answer(letter, field).and_then(|answer| answer.text.as_deref()).unwrap_or_default()
    }
}

/// Whether a text says nothing: only spaces, or marks that cannot be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_whitespace()
            || letter.is_control()
            || "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}".contains(letter)
    })
}

/// Whether there is a text that says something.
pub fn says(text: Option<&str>) -> bool {
    text.is_some_and(|text| !is_blank(text))
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every word, in the order of the form.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Reads the word of a report file, in capitals too, as on the paper form.
            pub fn from_word(word: &str) -> Option<Self> {
                match word.trim().to_lowercase().replace([' ', '-'], "_").as_str() {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The word in report files and text keys.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}
pub(in crate::domain) use words;

words! {
    /// What kind of filing a report is.
    FilingKind {
        /// The report of a cycle.
        Annual = "annual";
        /// The first report under Protocol V.
        Initial = "initial";
        /// From a State that the instrument does not bind.
        Voluntary = "voluntary";
        /// News after the report of the cycle.
        Update = "update";
        /// Puts an earlier filing of the cycle right.
        Correction = "correction";
        /// The summary sheet or cover page alone.
        SummarySheet = "summary_sheet";
        /// A note with an annex, without forms.
        FreeFormat = "free_format";
        /// From before the portal, entered later.
        Historic = "historic";
    }
}

words! {
    /// Whether a report may be shown to others.
    Availability {
        /// All of it.
        Yes = "yes";
        /// Nothing of it.
        No = "no";
        /// Only some forms.
        Partially = "partially";
    }
}

words! {
    /// What the summary sheet says about a form.
    FormState {
        /// There is something new in it.
        Changed = "changed";
        /// An earlier report still says it.
        Unchanged = "unchanged";
        /// It does not concern the State.
        NotApplicable = "not_applicable";
    }
}

/// First and last day of the time reported on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportedPeriod {
    /// First day.
    pub from: Option<WrittenDate>,
    /// Last day.
    pub to: Option<WrittenDate>,
}

impl ReportedPeriod {
    /// Both days, where both are dates.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.from.as_ref()?.day?, self.to.as_ref()?.day?))
    }
}

/// The cover page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// National points of contact.
    pub contacts: Vec<Contact>,
    /// The choice as written.
    pub availability: Option<String>,
    /// Letters of the forms that may be shown, where only some may.
    pub availability_forms: Vec<String>,
    /// The note under which the report is sent.
    pub note_verbale: NoteVerbale,
}

impl Cover {
    /// The choice, where it is one.
    pub fn chosen(&self) -> Option<Availability> {
        self.availability.as_deref().and_then(Availability::from_word)
    }
}

/// An office or person to write to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The office.
    pub organization: Option<String>,
    /// The person.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
}

/// What is said about the note verbale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NoteVerbale {
    /// Nothing.
    #[default]
    Unsaid,
    /// None was used.
    NotUsed,
    /// There is one.
    Note {
        /// Its number.
        number: Option<String>,
        /// Its date.
        date: Option<WrittenDate>,
    },
}

/// A line of the summary sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryLine {
    /// The state as written.
    pub state: Option<String>,
    /// Year of the report that still holds, where the form is unchanged.
    pub last_reporting: Option<i64>,
    /// Why the form does not apply.
    pub reason: Option<String>,
    /// There is nothing to report for the period where the form asks for figures or acts of it.
    pub nothing_in_period: bool,
}

impl SummaryLine {
    /// The state, where it is one.
    pub fn chosen(&self) -> Option<FormState> {
        self.state.as_deref().and_then(FormState::from_word)
    }
}

/// The answer to a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldAnswer {
    /// The State's words.
    pub text: Option<String>,
    /// There is nothing to report here.
    pub nothing_to_report: bool,
    /// Other reports that say it.
    pub see: Vec<See>,
}

impl FieldAnswer {
    /// Whether it holds words.
    pub fn holds_text(&self) -> bool {
        says(self.text.as_deref())
    }
}

/// Another report of the State.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct See {
    /// Under which regime.
    pub regime: RegimeCode,
    /// Of which cycle.
    pub cycle: Cycle,
}

/// An act of the State.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Law {
    /// Its title.
    pub title: Option<String>,
    /// Number, or reference in the official gazette.
    pub number: Option<String>,
    /// Day of adoption.
    pub adopted_on: Option<WrittenDate>,
    /// Day of entry into force.
    pub in_force_on: Option<WrittenDate>,
    /// `adopted` or `draft`, as written.
    pub status: Option<String>,
    /// The article that punishes.
    pub penal_provision: Option<String>,
    /// Where its text can be read.
    pub link: Option<String>,
    /// The attachment that holds its text.
    pub attachment: Option<String>,
}

impl Law {
    /// What may stand for its status.
    pub const STATUSES: &'static [&'static str] = &["adopted", "draft"];

    /// Not adopted yet, and so no measure in force.
    pub fn is_draft(&self) -> bool {
        self.status.as_deref() == Some("draft")
    }
}

/// Money given or received.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Amount {
    /// `given`, `received`, or `national`: the State's own money for work at home. As written.
    pub direction: Option<String>,
    /// How much.
    pub amount: Option<f64>,
    /// ISO 4217 code, as written.
    pub currency: Option<String>,
    /// The year of the money.
    pub year: Option<i64>,
    /// United Nations, another body, bilateral, trust fund.
    pub channel: Option<String>,
    /// To whom it went.
    pub recipient: Option<String>,
    /// What it was for.
    pub project: Option<String>,
    /// Given in goods or services.
    pub in_kind: bool,
}

impl Amount {
    /// What may stand for its direction.
    pub const DIRECTIONS: &'static [&'static str] = &["given", "received", "national"];
}

/// A document that comes with the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its file name.
    pub name: Option<String>,
    /// The form it belongs to, by letter.
    pub form: Option<String>,
    /// SHA-256 of its content, in hexadecimal; files from before the portal have none.
    pub sha256: Option<String>,
    /// Its length.
    pub bytes: Option<i64>,
    /// What it is.
    pub media_type: Option<String>,
}

/// What the State says about a single item of the checklist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemNote {
    /// `nothing_to_report`, `not_applicable`, as written.
    pub state: Option<String>,
    /// The form that answers it, where it is another one than usual.
    pub form: Option<String>,
    /// Words about it.
    pub text: Option<String>,
    /// Given although no instrument in force asks for it.
    pub voluntary: bool,
}

impl ItemNote {
    /// What may stand for its state.
    pub const STATES: &'static [&'static str] = &["answered", "nothing_to_report", "not_applicable"];

    /// Whether it answers the item as an obligation.
    pub fn answers(&self) -> bool {
        self.state.as_deref() != Some("not_applicable")
            && (self.state.is_some() || self.form.is_some() || says(self.text.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_cannot_be_seen_are_no_text() {
        assert!(is_blank(" \n\t\u{a0}\u{200b}\u{feff}\u{3000}\0"));
        assert!(!is_blank(" - "));
    }
}
