//! What an officer types about a report that came on paper or by e-mail, and what it means.

use chrono::NaiveDate;

use crate::app::Edition;
use crate::app::doubts::Doubt;
use crate::app::drafting::form_set;
use crate::app::on_behalf::Further;
use crate::domain::filing::{Original, Way};
use crate::domain::report::{Availability, ReportReference, WrittenDate};
use crate::text::Text;
use crate::web::error::PageError;
use crate::web::posted::Posted;

/// The choice that says that the State made none.
pub(super) const UNSAID: &str = "unsaid";

/// Letters of a number or a date of a note.
const LONGEST: usize = 200;

/// As typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// The version it would be when the form was shown.
    pub(super) version: i32,
    /// Whether it corrects or updates what stands, where something does.
    pub(super) kind: String,
    pub(super) received_on: String,
    pub(super) how: String,
    pub(super) availability: String,
    pub(super) letters: Vec<String>,
    pub(super) note_number: String,
    pub(super) note_date: String,
    /// The points that are ticked on the page that shows the filing.
    pub(super) confirmed: Vec<Doubt>,
}

/// What it means.
pub(super) struct Meant {
    pub(super) original: Original,
    pub(super) further: Option<Further>,
    pub(super) availability: Option<Availability>,
}

impl Typed {
    /// Reads the form; what no page of ours sends is refused.
    pub(super) fn read(fields: &Posted) -> Result<Self, PageError> {
        let one = |name: &str| -> Result<String, PageError> {
            let text = fields.one(name)?.trim();
            if text.chars().count() > LONGEST { Err(PageError::TooLarge) } else { Ok(text.to_owned()) }
        };
        Ok(Self {
            version: fields.one("version")?.parse().map_err(|_other| PageError::OddForm)?,
            kind: one("kind")?,
            received_on: one("received_on")?,
            how: one("how")?,
            availability: one("availability")?,
            letters: fields.all("availability_forms").map(str::to_owned).collect(),
            note_number: one("note_number")?,
            note_date: one("note_date")?,
            confirmed: fields.all("confirm").filter_map(Doubt::from_key).collect(),
        })
    }

    /// What it means, or a fault by field; `since` is the day of receipt of the filing that it corrects or updates.
    pub(super) fn meant(
        &self,
        t: &Text,
        edition: &Edition,
        reference: ReportReference,
        since: Option<NaiveDate>,
    ) -> Result<Meant, Vec<(&'static str, String)>> {
        let further = match since {
            Some(_) => Further::from_key(&self.kind).map(Some).ok_or_else(|| t.say("on-behalf-kind-missing")),
            None => Ok(None),
        };
        let day = self.day(t, edition, reference, since);
        let how = Way::from_key(&self.how).ok_or_else(|| t.say("on-behalf-how-missing"));
        let availability = self.chosen(t);
        let forms = self.forms(t, edition, reference);
        let note = self.note(t);
        match (further, day, how, availability, (forms, note)) {
            (Ok(further), Ok(received_on), Ok(how), Ok(availability), (Ok(()), Ok(()))) => {
                Ok(Meant { original: Original { received_on, how }, further, availability })
            }
            (further, day, how, availability, (forms, note)) => {
                let faults = [
                    ("kind", further.err()),
                    ("received_on", day.err()),
                    ("how", how.err()),
                    ("note_date", note.err()),
                    ("availability", availability.err()),
                    ("availability_forms", forms.err()),
                ];
                Err(faults.into_iter().filter_map(|(field, fault)| Some((field, fault?))).collect())
            }
        }
    }

    /// The day, which is not to come, not before the State could report, and not before that of what it corrects:
    /// a correction changes no day of receipt.
    fn day(
        &self,
        t: &Text,
        edition: &Edition,
        reference: ReportReference,
        since: Option<NaiveDate>,
    ) -> Result<NaiveDate, String> {
        if self.received_on.is_empty() {
            return Err(t.say("on-behalf-date-missing"));
        }
        let written = WrittenDate::new(self.received_on.clone());
        let day = written.day.ok_or_else(|| t.with("on-behalf-date-unreadable", "given", self.received_on.as_str()))?;
        let register = &edition.register;
        let convention = register.instruments().iter().find(|one| one.code == register.convention());
        let joined_on = register.periods(reference.party, register.convention()).first().map(|one| one.deposited_on);
        let first = joined_on.or(convention.map(|convention| convention.adopted_on));
        if day > edition.today {
            Err(t.with("on-behalf-date-future", "date", t.date(day)))
        } else if first.is_some_and(|first| day < first) {
            Err(t.with("on-behalf-date-early", "date", t.date(day)))
        } else if let Some(since) = since.filter(|since| day < *since) {
            Err(t.with("on-behalf-date-before", "date", t.date(since)))
        } else {
            Ok(day)
        }
    }

    /// The date of the note, which stands as the State wrote it, in whatever language; but figures that make no day are a
    /// slip.
    fn note(&self, t: &Text) -> Result<(), String> {
        let written = WrittenDate::new(self.note_date.clone());
        let is_figures = !self.note_date.is_empty() && !self.note_date.chars().any(char::is_alphabetic);
        if is_figures && written.day.is_none() {
            return Err(t.with("on-behalf-date-unreadable", "given", self.note_date.as_str()));
        }
        Ok(())
    }

    /// The State's choice; nothing where it made none.
    fn chosen(&self, t: &Text) -> Result<Option<Availability>, String> {
        match self.availability.as_str() {
            UNSAID => Ok(None),
            word => Availability::from_word(word).map(Some).ok_or_else(|| t.say("on-behalf-availability-missing")),
        }
    }

    /// Some forms and not all, where only some may be shown; none where all or nothing may.
    fn forms(&self, t: &Text, edition: &Edition, reference: ReportReference) -> Result<(), String> {
        if self.availability != Availability::Partially.word() {
            // A slip here would show too much, or too little.
            return if self.letters.is_empty() { Ok(()) } else { Err(t.say("on-behalf-forms-unmeant")) };
        }
        let Ok(set) = form_set(edition, reference) else { return Ok(()) };
        let ticked = set.forms.iter().filter(|form| self.letters.contains(&form.letter)).count();
        let is_fit = ticked > 0 && ticked < set.forms.len() && ticked == self.letters.len();
        if is_fit { Ok(()) } else { Err(t.say("on-behalf-forms-missing")) }
    }
}
